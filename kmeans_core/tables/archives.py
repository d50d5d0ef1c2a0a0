"""What a file really is, told by its first bytes, and what is inside when it is packed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from kmeans_core.common import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.reading import Limits

_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 2**20
_ZIP_PROBLEMS = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError),  # as zipfile raises them for forged entries
)

_NO_TABLE = (
    (rb"%PDF", "a PDF document"),
    (rb"\x89PNG", "a PNG image"),
    (rb"\xff\xd8\xff", "a JPEG image"),
    (rb"GIF8[79]a", "a GIF image"),
    (rb"RIFF....(?:WEBP|AVI |WAVE)", "an image, a sound or a film"),
    (rb"SQLite format 3\0", "a SQLite database"),
    (rb"\x89HDF", "an HDF5 file"),
    (rb"\x93NUMPY", "a NumPy array"),
    (rb"ARROW1|FEA1|\xff\xff\xff\xff.\0{3}", "an Arrow file"),
    (rb"Obj\x01", "an Avro file"),
    (rb"ORC", "an ORC file"),
    (rb"\$FL[23]@", "an SPSS file"),
    (rb"<stata_dta>", "a Stata file"),
    (rb"RD[XA][23]\n", "an R data file"),
    (rb"\{\\rtf", "a text document (RTF)"),
    (rb"BZh[1-9]1AY|\xfd7zXZ\0|\x28\xb5\x2f\xfd|7z\xbc\xaf|Rar!", "an archive other than .zip or .gz"),
    (rb"\x7fELF|MZ[^,;\t\r\n]{2,}\0", "a program"),
    (
        rb"\x80[\x02-\x05][^\r\n]*\.\s*\Z|\x80[\x02-\x05]\x95",
        "binary: a Python pickle, which is never opened",
    ),
    (
        rb"\s*<(?:!doctype\s+html|html|head|body|table|div)\b",
        "a web page (HTML), often a login or error page",
    ),
    (rb"\s*<(?:\?xml\b|!--|svg\b)", "an XML document"),
    (rb"\s*(?:\[\s*)?\{\s*\"(?:[^\"\\\r\n]|\\.)*\"\s*:", "a JSON document"),
)


def unpack(data: bytes, limits: Limits, depth: int = 2) -> tuple[bytes, str]:
    """Return what a .gz, or a .zip with one file, holds, and how it was packed ("" when it was not).

    Workbooks, which are zip files of another kind, are returned as they are.
    Raises FileTooLarge before more than `limits.bytes` are unpacked, UnreadableFile for a damaged archive.
    """
    if data.startswith(_GZIP):
        inner, how = _gunzip(data, limits), "gzip"
    elif data.startswith(_ZIP) and not is_workbook(data):
        inner, how = _unzip(data, limits), "zip"
    else:
        return data, ""
    return (unpack(inner, limits, depth - 1)[0] if depth else inner), how


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are an Excel or OpenDocument workbook."""
    if data.startswith(_OLD_EXCEL):
        return True
    if not data.startswith(_ZIP):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except _ZIP_PROBLEMS:
        return False
    return any(name.startswith("xl/") for name in names) or "mimetype" in names


def refuse_other_formats(data: bytes) -> None:
    """Raise UnreadableFile when the first bytes are those of a document that holds no table."""
    head = data[:4096].removeprefix(b"\xef\xbb\xbf")
    for signature, what in _NO_TABLE:
        if re.match(signature, head, re.DOTALL | re.IGNORECASE):
            raise UnreadableFile.not_a_table(what)


def check_archive(data: bytes, limits: Limits) -> None:
    """Read a zip file through once: nothing in it is damaged, larger than it says or than the limit."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > limits.bytes:
                raise FileTooLarge.unpacked(limits.bytes)
            damaged = archive.testzip()
    except DataProblem:
        raise
    except _ZIP_PROBLEMS as problem:
        raise UnreadableFile.damaged("workbook") from problem
    if damaged is not None:
        raise UnreadableFile.damaged("workbook")


def _gunzip(data: bytes, limits: Limits) -> bytes:
    parts: list[bytes] = []
    size, rest = 0, data
    try:
        while rest.startswith(_GZIP):  # a .gz may hold several members one after the other
            member = zlib.decompressobj(wbits=31)
            while not member.eof:
                parts.append(member.decompress(rest, _CHUNK))
                size, rest = size + len(parts[-1]), member.unconsumed_tail
                if size > limits.bytes:
                    raise FileTooLarge.unpacked(limits.bytes)
                if not rest and not parts[-1] and not member.eof:
                    raise UnreadableFile.damaged(".gz file")
            rest = member.unused_data
    except zlib.error as problem:
        raise UnreadableFile.damaged(".gz file") from problem
    return b"".join(parts)


def _unzip(data: bytes, limits: Limits) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [e for e in archive.infolist() if not _is_clutter(e.filename)]
            if len(entries) != 1:
                raise UnreadableFile.zip_of(len(entries))
            if entries[0].flag_bits & 1:
                raise UnreadableFile(
                    "The zip file is locked with a password.", "Unpack it and load the table itself."
                )
            if entries[0].file_size > limits.bytes:
                raise FileTooLarge.unpacked(limits.bytes)
            return archive.read(entries[0])
    except DataProblem:
        raise
    except _ZIP_PROBLEMS as problem:
        raise UnreadableFile.damaged(".zip file") from problem


def _is_clutter(name: str) -> bool:
    """Whether an entry is a folder or one of the files that systems add by themselves."""
    return (
        name.endswith("/")
        or name.startswith("__MACOSX/")
        or name.rsplit("/", 1)[-1]
        in (
            ".DS_Store",
            "Thumbs.db",
            "desktop.ini",
        )
    )
