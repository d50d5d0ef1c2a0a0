"""Bytes of text in, the same text as UTF-8 out, with the encoding it came in."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

import charset_normalizer
import numpy as np
import pyarrow as pa

from kmeans_core.common import UnreadableFile, listed

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What each language writes beyond a to z, neighbours that share texts together; last, what else occurs.
_WESTERN = ("äöüßéèêëàâçîïôùûœìòñ", "áéíóúñüçàèòïâãêôõ", "åäöæøéáíóúšž", "þðý")
_CENTRAL = ("áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "čćđšž", "ăâîşţ", "äöüß")
_LETTERS = {  # the likeliest page first
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": ("iığşçöüâîû", ""),
    "cp1257": ("āčēģīķļņšūž", "ąčęėįšųūž", "õäöüšž", ""),
    "mac_roman": _WESTERN,
    "cp850": _WESTERN,
}
_SIGNS = set("€°²³µ§©®£“”‘’„–—…«»·•ºª¿¡±×½¼™\xa0")
_MIXED = 0.95  # what words of several languages in one page count for against those of one language
_OTHER_SCRIPTS = ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "shift_jis", "gb18030", "big5", "euc_kr"]
_SAMPLE = 2**16
_WORD = 20  # bytes of a word to show
_PADDING = 16  # NUL characters in a row at the end of a file
_CONTROL = [c for c in range(32) if c not in b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f"]


@dataclass(frozen=True, eq=False)
class Decoded:
    """The whole text as UTF-8 bytes without a byte-order mark, and the encoding it was read from."""

    data: bytes
    encoding: str
    bom: bool
    notices: tuple[str, ...] = ()
    likely: tuple[tuple[str, str], ...] = ()  # other encodings, with a word as each reads it


def decode(data: bytes, chosen: str | None = None) -> Decoded:
    """Return the text of `data` in the chosen encoding or in the one its bytes speak for.

    Raises UnreadableFile when the bytes are no text, or not in the chosen encoding.
    """
    data = data.removesuffix(b"\x1a")  # the end-of-file sign of DOS
    mark, encoding = next(((bom, name) for bom, name in _BOMS if data.startswith(bom)), (b"", ""))
    if chosen is not None:
        try:
            family = codecs.lookup(chosen).name.removesuffix("-sig")
        except LookupError as problem:
            raise UnreadableFile(f"There is no encoding called {chosen}.", "Choose another one.") from problem
        if not encoding.startswith(family):
            mark, encoding = b"", family
    encoding = encoding or _wide_encoding(data)
    body = data[len(mark) :] if mark else data
    if chosen is not None or encoding not in ("", "utf-8"):
        text = _to_utf8(body, encoding)
        likely = () if mark or chosen is None or _is_utf8(body) else _readings(body, encoding)[1]
        return Decoded(text, encoding, bool(mark), (), likely)
    text = body.rstrip(b"\0")  # loggers fill the rest of a file with NUL characters
    padding: tuple[str, ...] = ()
    if (nuls := len(body) - len(text)) >= _PADDING:
        body = text
        padding = (f"{nuls:,} NUL characters that fill the end of the file were left out.",)
    if _is_utf8(body):
        return Decoded(body, "utf-8", bool(mark), padding + _nul_notice(body))
    _refuse_binary(body)
    _refuse_broken_utf8(body)
    return _in_code_page(body, padding)


def _to_utf8(data: bytes, encoding: str) -> bytes:
    try:
        return data.decode(encoding).encode()
    except (UnicodeError, LookupError) as problem:
        line = data[: getattr(problem, "start", 0)].count(b"\n") + 1
        raise UnreadableFile.wrong_encoding(line, encoding) from problem


def _is_utf8(data: bytes) -> bool:
    """Validate without making a Python string, which would take up to four times the memory."""
    ends = pa.py_buffer(np.array([0, len(data)], dtype=np.int64))
    try:
        pa.Array.from_buffers(pa.large_utf8(), 1, [None, ends, pa.py_buffer(data)]).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _wide_encoding(data: bytes) -> str:
    """Recognise UTF-16 without a mark: every second byte of mostly Western text is zero."""
    head = np.frombuffer(data[:4096], dtype=np.uint8)
    if len(data) % 2 or head.size < 4:
        return ""
    even, odd = (head[0::2] == 0).mean(), (head[1::2] == 0).mean()
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _nul_notice(data: bytes) -> tuple[str, ...]:
    if b"\0" not in data:
        return ()
    _refuse_binary(data)
    return (
        f"The text holds {data.count(0):,} NUL characters, which show as nothing; they are kept as they are.",
    )


def _refuse_binary(data: bytes) -> None:
    """Text holds hardly any control characters; binary files hold many."""
    control = np.isin(np.frombuffer(data[:_SAMPLE], dtype=np.uint8), _CONTROL).mean()
    if control > 0.1 or (control > 0.02 and not _is_utf8(data)):
        raise UnreadableFile.not_a_table("binary and holds no text")


def _refuse_broken_utf8(data: bytes) -> None:
    """A file with many valid UTF-8 letters and a few broken ones is damaged, not in a code page."""
    try:
        data.decode()
    except UnicodeDecodeError as problem:
        first = problem.start
        window = data[max(0, first - _SAMPLE) : first + _SAMPLE].decode("utf-8", "surrogateescape")
        wrong = len(re.findall("[\udc80-\udcff]", window))
        if len(re.findall("[^\0-\x7f]", window)) > 5 * wrong:
            raise UnreadableFile.wrong_encoding(data[:first].count(b"\n") + 1, "utf-8") from problem


def _in_code_page(data: bytes, notices: tuple[str, ...]) -> Decoded:
    """Read in the likeliest code page that has all the bytes, and tell how others would read a word."""
    for encoding in (*_code_pages(data)[0], "cp1252", "latin-1"):
        try:
            text = data.decode(encoding).encode()
            break
        except UnicodeError:
            continue
    told, likely = _readings(data, encoding)
    others = [f"{page} reads “{word}”" for page, word in likely if page != encoding]
    notice = f"The text is not UTF-8; it was read in the encoding {encoding}: “{told}”. "
    notice += f"If letters look wrong, choose another encoding: {listed(others[:2])}."
    return Decoded(text, encoding, False, (*notices, notice), likely)


def _readings(data: bytes, encoding: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return a word as it is read, and the three likeliest encodings, each with the word as it reads it."""
    pages, word = _code_pages(data)
    told = word.decode(encoding, "replace")
    words = {told: encoding}
    for page in pages:
        words.setdefault(word.decode(page, "replace"), page)
    good = [(page, read) for read, page in words.items() if read.isprintable() and "\ufffd" not in read]
    return told, tuple(good[:3])


def _code_pages(data: bytes) -> tuple[list[str], bytes]:
    """Guess code pages from the words that hold bytes above 127; return the likeliest first, and such a word.

    In Western and Central European words such letters stand alone; in other scripts they stand together.
    """
    found = (word[0] for word in re.finditer(rb"[A-Za-z\x80-\xff]+", data[: 64 * _SAMPLE]))
    words = list(islice((word for word in found if not word.isascii()), 5000))
    high = sum(len(re.findall(rb"[\x80-\xff]", word)) for word in words)
    together = sum(len(run) for word in words for run in re.findall(rb"[\x80-\xff]{3,}", word))
    pages = sorted(_LETTERS, key=lambda page: -_usual_share(words, page))
    if together * 2 > high:
        lines = (line for line in data[: 4 * _SAMPLE].splitlines() if not line.isascii())
        likely = charset_normalizer.from_bytes(b"\n".join(lines)[:_SAMPLE], cp_isolation=_OTHER_SCRIPTS)
        pages = [*[match.encoding for match in likely], "koi8_r", "gb18030", *pages] if likely else ["cp1252"]
    return pages, max(words, key=lambda word: len(re.findall(rb"[\x80-\xff]", word[:_WORD])))[:_WORD]


def _usual_share(words: list[bytes], page: str) -> float:
    """The share of letters above 127 that a language of this page uses, where no capital is inside a word."""
    letters: Counter[str] = Counter()
    for word in words:
        text = f" {word.decode(page, 'replace')} "
        for before, letter, after in zip(text, text[1:], text[2:], strict=False):
            if letter > "\x7f":
                inside = letter.isupper() and before.isalpha() and (before.islower() or after.islower())
                letters["" if inside else letter.lower()[0]] += 1
    shares = [
        sum(count for letter, count in letters.items() if letter and (letter in used or letter in _SIGNS))
        for used in (*_LETTERS[page][:-1], "".join(_LETTERS[page]))
    ]
    return max(*shares[:-1], _MIXED * shares[-1]) / letters.total()
