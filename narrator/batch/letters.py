"""Bytes of lists and tables -> text: UTF-8, UTF-16 as PowerShell writes it, the code pages of Windows as Excel does.

Lists are too short for a guess by their letters. What is neither UTF-8 nor UTF-16 is windows-1252, unless the files
that a list names are there under the letters of another code page.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16."""
CODE_PAGES = (
    "cp1252",
    "cp850",
    "cp1250",
    "cp1251",
    "cp437",
    "cp852",
    "cp866",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp932",
    "gbk",
    "cp949",
    "cp950",
    "koi8-r",
    "cp1255",
    "cp1256",
    "cp1258",
    "cp874",
    "cp857",
    "cp775",
    "mac_roman",
)
"""Windows of Western Europe, its console (``dir /b > list.txt``), then others; where no file decides, the first."""
CELL = re.compile(r'[^,;\t"\r\n]+')
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
SAMPLE = 20
"""Names by which code pages are compared."""


def decoded(body: bytes, exists: Callable[[str], bool] = lambda name: False) -> str:
    """The text of a list or table; a line that is UTF-8 is read so, whatever the others are.

    Args:
        body: as it was read.
        exists: whether a name, as the list writes it, is that of a file.
    """
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    if wide := _wide(body):
        return body[: len(body) // 2 * 2].decode(wide, "replace")
    try:
        return body.decode()
    except UnicodeDecodeError:
        lines = body.split(b"\n")
    page = max(CODE_PAGES, key=lambda page: sum(exists(name) for name in _names(lines, page)))  # the first among equals
    return "\n".join(_line(line, page) for line in lines)


def _line(line: bytes, page: str) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode(page, "replace")


def _names(lines: list[bytes], page: str) -> list[str]:
    """The first cells, and whole lines, that have letters beyond ASCII and are not UTF-8."""
    out: list[str] = []
    for line in lines:
        if len(out) >= SAMPLE:
            break
        text = _line(line, page)
        if BEYOND_ASCII.search(text):
            out += {text.strip(), *(cell.strip() for cell in CELL.findall(text[:2000]))}
    return out


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark, by the zeros of its ASCII letters; empty where it is none."""
    head = body[:1000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if len(head) < 4 or even + odd < len(head) // 4:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"
