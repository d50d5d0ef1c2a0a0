"""What a file really is, told by its first bytes, and what is inside when it is packed."""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

from kmeans_core.common import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.reading import Limits

_GZIP = b"\x1f\x8b"
_STREAMS = {b"BZh": "bz2", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENTRY = b"PK\x01\x02"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FORGED = (RuntimeError, ValueError, LookupError)  # as zipfile raises them for forged entries
_PROBLEMS = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, *_FORGED)
_MEMBERS = 20_000  # parts of a .gz file, entries of a .zip file: more are made to keep a reader busy
_PIECE = 2**16
_CLUTTER = re.compile(r".*/|__MACOSX/.*|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)", re.DOTALL)

_NO_TABLE = {
    rb"%PDF": "a PDF document",
    rb"\x89PNG": "a PNG image",
    rb"\xff\xd8\xff": "a JPEG image",
    rb"GIF8[79]a": "a GIF image",
    rb"RIFF....(?:WEBP|AVI |WAVE)": "an image, a sound or a film",
    rb"\x89HDF": "an HDF5 file",
    rb"\x93NUMPY": "a NumPy array",
    rb"FEA1": "a Feather file of the first version",
    rb"Obj\x01": "an Avro file",
    rb"ORC": "an ORC file",
    rb"RD[XA][23]\n": "an R data file",
    rb"\{\\rtf": "a text document (RTF)",
    rb"7z\xbc\xaf|Rar!": "an archive other than .zip, .gz, .bz2, .xz and .zst",
    rb".{8}DUCK": "a DuckDB database",
    rb"\x7fELF|MZ[^,;\t\r\n]{2,}\0": "a program",
    rb"\x80[\x02-\x05](?:[^\r\n]*\.\s*\Z|\x95)": "binary: a Python pickle, which is never opened",
    rb"\s*<(?:\?xml\b|!--|svg\b)": "an XML document",
}


def unpack(data: bytes, limits: Limits, depth: int = 2) -> tuple[bytes, str]:
    """Return what a packed file, or a .zip with one file, holds, and how it was packed ("" when it was not).

    Workbooks, which are zip files of another kind, are returned as they are.
    Raises FileTooLarge before more than `limits.bytes` are unpacked, UnreadableFile for a damaged archive.
    """
    how = next((how for begins, how in _STREAMS.items() if data.startswith(begins)), "")
    if data.startswith(_GZIP):
        inner, how = _gunzip(data, limits), "gzip"
    elif how:
        inner = _uncompressed(data, how, limits)
    elif data.startswith(_ZIP) and not is_workbook(data):
        inner, how = _unzip(data, limits), "zip"
    else:
        return data, ""
    return (unpack(inner, limits, depth - 1)[0] if depth else inner), how


def unpacked_size(data: bytes) -> int:
    """Return how many bytes a file says it has when it is unpacked: what reading it costs goes by that."""
    if data.startswith(_GZIP):
        return max(len(data), int.from_bytes(data[-4:], "little"))
    if not data.startswith(_ZIP) or data.count(_ENTRY) > _MEMBERS:
        return len(data)
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except _PROBLEMS:
        return len(data)
    return max(len(data), sum(entry.file_size for entry in entries))


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel or OpenDocument workbook."""
    if not data.startswith(_ZIP) or data.count(_ENTRY) > _MEMBERS:
        return data.startswith(_OLD_EXCEL)
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _PROBLEMS:
        return False
    return any(name.startswith("xl/") for name in names) or "mimetype" in names


def refuse_other_formats(data: bytes) -> None:
    """Raise UnreadableFile when the first bytes are those of a document that holds no table."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    for signature, what in _NO_TABLE.items():
        if re.match(signature, head, re.DOTALL | re.IGNORECASE):
            raise UnreadableFile.not_a_table(what)


@contextmanager
def opened(data: bytes, what: str, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip file; whatever is damaged in it, or larger than the limit, is told in our own words."""
    try:
        if data.count(_ENTRY) > _MEMBERS:
            raise FileTooLarge.members(_MEMBERS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > limits.bytes:
                raise FileTooLarge.unpacked(limits.bytes)
            yield archive
    except DataProblem:
        raise
    except _PROBLEMS as problem:
        raise UnreadableFile.damaged(what) from problem


def _gunzip(data: bytes, limits: Limits) -> bytes:
    """Unpack every member; each is begun with few bytes, so that many small ones cost no more than one."""
    parts: list[bytes] = []
    room, members, at = limits.bytes + 1, 0, 0
    try:
        while at < len(data) and room and members <= _MEMBERS:
            member, step = zlib.decompressobj(zlib.MAX_WBITS | 16), 512
            while not member.eof and room:
                if at == len(data):
                    raise EOFError
                fed = data[at : at + step]
                parts.append(member.decompress(fed, room))
                room -= len(parts[-1])
                at += len(fed) - len(member.unused_data) - len(member.unconsumed_tail)
                step = _PIECE
            members += 1
            at = _past_padding(data, at)
    except (zlib.error, EOFError) as problem:
        raise UnreadableFile.damaged(".gz file") from problem
    if not room:
        raise FileTooLarge.unpacked(limits.bytes)
    if at < len(data):
        raise FileTooLarge.members(_MEMBERS)
    return b"".join(parts)


def _uncompressed(data: bytes, how: str, limits: Limits) -> bytes:
    """Unpack at most one byte more than is read, so that nothing can grow beyond."""
    try:
        if how == "xz":
            with lzma.open(io.BytesIO(data)) as file:
                inner = file.read(limits.bytes + 1)
        else:
            with pa.CompressedInputStream(pa.BufferReader(data), how) as stream:
                inner = stream.read(limits.bytes + 1)
    except (lzma.LZMAError, EOFError, OSError, pa.ArrowException) as problem:
        raise UnreadableFile.damaged(f".{how} file") from problem
    if len(inner) > limits.bytes:
        raise FileTooLarge.unpacked(limits.bytes)
    return inner


def _past_padding(data: bytes, at: int) -> int:
    """Return where the next member begins, or the end where only zeros follow."""
    if data[at : at + 1] != b"\0":
        return at
    return at + len(data[at:]) - len(data[at:].lstrip(b"\0"))


def _unzip(data: bytes, limits: Limits) -> bytes:
    with opened(data, ".zip file", limits) as archive:
        entries = [entry for entry in archive.infolist() if not _CLUTTER.fullmatch(entry.filename)]
        if len(entries) != 1:
            raise UnreadableFile.zip_of(len(entries))
        if entries[0].flag_bits & 1:
            locked = "The zip file is locked with a password."
            raise UnreadableFile(locked, "Unpack it and load the table itself.")
        return archive.read(entries[0])
