"""Lines of a list -> what they name, as people write, paste and export them.

An address may stand in quotation marks or ``<…>``, behind a bullet, before a comment, beside others. A path is taken as
it stands where that is a file, else in the other ways in which it may be meant; a line that begins with ``#`` is a
comment unless a file has that name.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from narrator.batch.folders import ARTICLES
from narrator.store import is_address

LINE = re.compile("[^\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
UNSEEN = "\ufeff\u200b\u2060\x1a\x00"
"""Signs that nobody sees: the byte order mark of a file that was put behind another, breaks between letters that
browsers copy, the mark of DOS for a file's end, half a letter of UTF-16.
"""
MARKS = {'"': '"', "'": "'", "<": ">", "“": "”", "„": "“", "«": "»", "`": "`"}
BULLET = re.compile(r"(?:[-*•–]|\d{1,6}[.)])\s+(?=\S)")
COMMENT = re.compile(r"\s+#(?:\s.*|)$", re.DOTALL)
ADDRESS = re.compile(r"https?://", re.IGNORECASE)
SEVERAL = re.compile(r"[\s,;]+(?=https?://)", re.IGNORECASE)
LONGEST_PATH = 1000
LOCAL = re.compile(r"file:(?://(?:localhost)?)?(?=/)", re.IGNORECASE)

Exists = Callable[[str], bool]


def names(text: str, exists: Exists) -> Iterator[str]:
    """What each line names: an address, or a path, which may be none of a file.

    Args:
        text: of the list.
        exists: whether a path, as the list writes it, is there.
    """
    for line in LINE.finditer(text):
        yield from of_line(line[0], exists)


def of_line(line: str, exists: Exists) -> Iterator[str]:
    """What one line names: nothing where it is empty or a comment, several where it has several addresses."""
    plain = line.strip().strip(UNSEEN).strip()
    bare = _bare(plain)
    if ADDRESS.match(bare):
        yield from (_bare(each) for each in SEVERAL.split(bare.partition("\t")[0].rstrip(",;")))
    elif path := path_of(line, exists):
        yield path
    elif bare and not plain.startswith("#"):
        yield plain


def path_of(line: str, exists: Exists) -> str:
    """The path that a line means, of what is there; empty where none is."""
    return next((each for each in dict.fromkeys(_readings(line)) if each and exists(each)), "")


def _readings(line: str) -> Iterator[str]:
    """A line as it may be meant, the plainest reading first."""
    plain = line.strip().strip(UNSEEN).strip()
    bare = _bare(plain)
    yield from (line, plain, bare)
    if LOCAL.match(bare):
        bare = unquote(LOCAL.sub("", bare))
        yield bare
    for form in ("NFC", "NFD"):  # macOS takes letters and accents apart
        yield unicodedata.normalize(form, bare)
    yield bare.replace("\\", "/")
    if "%" in bare:
        yield unquote(bare)


def _bare(line: str) -> str:
    """A line without bullet, comment and the marks around it."""
    bare = COMMENT.sub("", BULLET.sub("", line, count=1)).strip().strip(UNSEEN)
    closing = MARKS.get(bare[:1])
    return bare[1:-1].strip() if closing and len(bare) > 2 and bare.endswith(closing) else bare


def exists_in(folder: str) -> Exists:
    """Whether a path from a folder on is a file's or a folder's; any name is answered, also those no system takes."""
    return lambda name: os.path.exists(os.path.join(folder, name))


def is_file_in(folder: str) -> Exists:
    """Whether a path from a folder on is a file's."""
    return lambda name: os.path.isfile(os.path.join(folder, name))


def is_list(text: str, exists: Exists) -> bool:
    """Whether every line of a text is an address or a path, as in a text file that may be an article just as well."""
    lines = [line[0] for line in LINE.finditer(text) if line[0].strip(f"{UNSEEN} \t")]
    named = [line for line in lines if not line.lstrip(f"{UNSEEN} \t").startswith("#") or path_of(line, exists)]
    return bool(named) and all(_is_name(line, exists) for line in named)


def _is_name(line: str, exists: Exists) -> bool:
    """Whether a line is plainly an address or a path: there, or one word that ends as articles do."""
    bare = _bare(line.strip().strip(UNSEEN).strip())
    if ADDRESS.match(bare) or is_address(bare):
        return not re.search(r"\s", bare) or len(SEVERAL.split(bare)) > 1
    if len(line) > LONGEST_PATH:
        return False
    return bool(path_of(line, exists)) or (" " not in bare and PurePosixPath(bare).suffix.lower() in ARTICLES)
