"""Bytes -> text: the charset that a page declares, else the one that its bytes look like; twice-encoded text is mended.

What is declared is looked for where browsers look (WHATWG HTML, 13.2.3.2): the byte order mark, the header, ``<meta>``,
the XML declaration. A label means what it means to browsers (WHATWG Encoding, 4.2): ``iso-8859-1`` is windows-1252,
``gb2312`` is GBK. Two things are better than in a browser: bytes that are UTF-8 are read as UTF-8 whatever the page says,
and a label under which words fall apart gives way to what the bytes look like.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from html import unescape
from itertools import islice

from narrator import languages
from narrator.errors import SourceError
from narrator.languages import tables
from narrator.model import Doubt, DoubtKind, Page

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks; that of UTF-32 begins with that of UTF-16."""
XML = re.compile(rb"""^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
META = re.compile(
    rb"""<!--|<(?P<raw>script|style|textarea|title|noscript)\b|<meta\b[^>]{0,1000}?\bcharset\s*=\s*["']?\s*(?P<label>[\w.:-]{1,40})""",
    re.IGNORECASE,
)
"""A declaration, or the beginning of what may hold the letters of one and declares nothing."""
SHIFTED = re.compile(rb"\x1b\$(?:[@B]|\(D|\)C)")
"""A change to two-byte letters in ISO-2022: all bytes are ASCII, and the text is Japanese or Korean."""
MARKUP = re.compile(rb"<(script|style)\b[^>]*>[^<]*|<[^>]*>", re.IGNORECASE)
LANGUAGE = re.compile(rb"""<html\b[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z-]{2,20})""", re.IGNORECASE)
UNKNOWN = ("replacement", "x-user-defined")
"""Encodings of the standard under which nothing is read."""
OTHERS = re.compile(
    r"(?:cp|ibm)-?\d{3,4}|mac[-_]?\w+|hz(?:-gb-2312)?|x-mac-\w+|iso-?2022-?(?:kr|jp)[-\w]*", re.IGNORECASE
)
"""Labels that browsers no longer know and that Python reads. UTF-7 is none of them: it hides markup."""
ODD = re.compile(
    r"[\x80-\x9f\ufffd\ue000-\uf8ff]"
    r"|(?<=[^\W\d_])[¡-©«¬®-´¶¸¹»-¿×÷ˇ˘˙˛˝‚„†‡‰‹›€™](?=[^\W\d_])"
    r"|[À-ÖØ-öø-ÿ]{4}"
    r"|[A-Za-z][\u0370-\u06ff\u0e00-\u0e7f]|[\u0370-\u06ff\u0e00-\u0e7f][A-Za-z]"
    r"|[а-яёіїє][А-ЯЁІЇЄ]|[α-ω][Α-Ω]|[\u2500-\u259f][^\W\d_]"
)
"""What running text of no language has, and text under a wrong label is full of: controls, signs inside words, four
accented letters of Latin in a row, two scripts in a word, capitals after small letters, lines of boxes in words."""
SAMPLE = 60_000
"""Characters that are looked at: an article's text, and the menus above it."""
RIGHT_SHARE = 4
"""Letters of UTF-8 for each broken one in bytes that are UTF-8 all the same."""
TAGS = re.compile(r"<[^<>]*>")
ODD_SHARE = 0.03
"""Oddities for each character, in words that are not of ASCII alone, from which a label is doubted; text under its own
label has a tenth of that."""
UNFIT_SHARE = 0.08
"""Share of letters beyond ASCII that its language does not use, from which they count: Hungarian under a Western label
has 0.12."""
NEARLY = 0.995
"""Share of the best guess's confidence from which another is as good."""
UNFIT_LEAST = 5
"""Letters beyond ASCII below which nothing is said of them: a German name in a Czech page has three."""
TWICE_ENCODED = re.compile(
    "[ÂÃ][\x80-¿\u0152-\u02dc\u2013-\u2122]"
    "|[Ä-ô][\x80-\x9f¡-ª¬-º¼-¿\u0152-\u02dc\u2013-\u2122]"
    "|[РСГВвт][\x80-¿\u0402-\u040f\u0452-\u045f\u2013-\u2122\u2500-\u259f]|[√‚][\u00a1-\u00ffƒÄ]"
)
"""A first byte of UTF-8 and one that follows it, read as letters of windows-1252, windows-1251, Mac or DOS. Whether it is
a mistake is for ftfy to say; loading that costs as much as a short page."""
CODE = re.compile(r"<(?P<close>/?)(?P<name>code|pre|script|style|textarea|kbd|samp|xmp|tt|template)\b", re.IGNORECASE)
PROGRAMS = re.compile(r"<(?P<close>/?)(?P<name>script|style)\b(?![^<>]{0,200}json)", re.IGNORECASE)
TWICE_BY = ("cp1250", "cp1256", "koi8-r", "cp850")
"""Encodings as which UTF-8 is misread and ftfy does not try: a whole text that is UTF-8 under one of them was encoded twice."""
SEGMENT = re.compile(r"[^<>\n]+")
TWICE = re.compile(r"&amp;(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and how it came to be."""

    text: str
    encoding: str
    """Python's name of the encoding that was used."""
    doubts: tuple[Doubt, ...] = ()
    mended: tuple[tuple[str, str], ...] = ()
    """Words that were encoded twice, as they were and as they are now."""

    def doubts_of(self, read: str) -> tuple[Doubt, ...]:
        """What is not sure about the letters of what is read of the page."""
        doubts = self.doubts
        words = [(was, now) for was, now in self.mended if now in read]
        if words:
            was, now = words[0]
            told = f"words that were encoded twice were mended in {len(words)} places, as {was!r} to {now!r}"
            doubts += (Doubt(DoubtKind.CHARSET_MENDED, told),)
        if lost := read.count("\ufffd"):
            told = f"{lost} letters could not be decoded ({self.encoding})"
            doubts += (Doubt(DoubtKind.LETTERS_LOST, told),)
        return doubts


def decoded(page: Page) -> Decoded:
    """The text of a page, its charset as declared or as it looks, and what was encoded twice mended.

    Raises:
        SourceError: it is no text.
    """
    first = _decoded(page)
    text, mended = _once(first.text)
    return replace(first, text=text, mended=tuple(mended))


def _decoded(page: Page) -> Decoded:
    body, header = page.body, page.encoding
    mark = next(((mark, name) for mark, name in MARKS if body.startswith(mark)), None)
    if mark is not None:
        return Decoded(body[len(mark[0]) :].decode(mark[1], "replace"), mark[1])
    if wide := _wide(body):
        return Decoded(body.decode(wide, "replace"), wide)
    if b"\x00" in body[:4096]:
        raise SourceError(f"{page.source} is binary, not text", "give HTML, Markdown or plain text")
    labels = tuple(dict.fromkeys(name for label in (header, *declared(body)) if (name := encoding(label))))
    if SHIFTED.search(body):
        name = "iso2022_kr" if b"\x1b$)C" in body else "iso2022_jp"
        return Decoded(_text(body, name), name)
    if "hz" in labels and b"~{" in body:
        return Decoded(body.decode("hz", "replace"), "hz")
    try:
        return Decoded(body.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(body) or _legacy(body, labels)


def _legacy(body: bytes, labels: tuple[str, ...]) -> Decoded:
    """The text of bytes that are not UTF-8: the first label under which words hold, else what the bytes look like."""
    tongue = languages.primary(found[1].decode("ascii")) if (found := LANGUAGE.search(body)) else ""
    possible = [name for name in labels if not name.startswith("utf")]
    for name in possible:
        text = _text(body, name)
        if _oddity(text, tongue) <= ODD_SHARE:
            return Decoded(text, name)
    looks = _looks(body, tongue) or "cp1252"
    text = _text(body, looks)
    if possible and _oddity(text, tongue) >= _oddity(own := _text(body, possible[0]), tongue) / 2:
        return Decoded(own, possible[0])
    told = f"the page declares {labels[0]}, which it is not" if labels else "the page declares no charset"
    kind = DoubtKind.CHARSET_MENDED if labels else DoubtKind.CHARSET_GUESSED
    return Decoded(text, looks, (Doubt(kind, f"{told}; it was read as {looks}, by its looks"),))


def _text(body: bytes, name: str) -> str:
    """The text of bytes in an encoding, what cannot be decoded replaced.

    EUC-JP and ISO-2022-JP are written with the letters that Windows added to JIS (``①``, ``髙``), which browsers read
    (WHATWG Encoding, index jis0208) and Python's codecs do not: where those fail, through Shift_JIS.
    """
    name = "gb18030" if name in ("gbk", "gb2312") else name
    if name == "cp1252" and EURO.search(body) and not OF_WINDOWS.search(body):
        name = "iso8859-15"
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        if name == "iso2022_jp":
            body, name = JIS.sub(_to_euc, body), "euc_jp"
        if name == "euc_jp":
            return "".join(_of_euc(found[0]) for found in EUC.finditer(body))
        return body.decode(name, "replace")


EURO = re.compile(rb"\d[ \xa0]?\xa4|\xa4[ \xa0]?\d")
"""A sign of currency that nobody writes: in ISO 8859-15 it is the euro."""
OF_WINDOWS = re.compile(rb"[\x80-\x9f]")
JIS = re.compile(rb"\x1b(?:(?P<two>\$[@B])|(?P<kana>\(I)|\([BJ]|\$\(D)(?P<text>[^\x1b]*)")
"""A run of letters of ISO-2022-JP behind the escape that says which they are."""
EUC = re.compile(rb"[\x00-\x7f]+|\x8f[\xa1-\xfe]{2}|\x8e[\xa1-\xdf]|[\xa1-\xfe]{2}|[\x80-\xff]", re.DOTALL)


def _to_euc(found: re.Match[bytes]) -> bytes:
    """A run of ISO-2022-JP as EUC-JP: letters of two bytes have their high bits set."""
    text = found["text"]
    if found["two"]:
        return bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in text)
    return b"".join(b"\x8e" + bytes((byte | 0x80,)) for byte in text) if found["kana"] else text


def _of_euc(letter: bytes) -> str:
    """A letter of EUC-JP; of two bytes by the arithmetic that leads from JIS to Shift_JIS (JIS X 0208, appendix 1)."""
    if len(letter) != 2 or letter[0] == 0x8E:
        return letter.decode("euc_jp", "replace")
    row, cell = letter[0] - 0xA0, letter[1] - 0xA0
    first = (row + 1) // 2 + (0x80 if row < 63 else 0xC0)
    second = cell + 0x9E if row % 2 == 0 else cell + (0x3F if cell < 64 else 0x40)
    return bytes((first, second)).decode("cp932", "replace")


def declared(body: bytes) -> Iterator[str]:
    """The labels that a page itself declares, wherever they stand, in order; not those in comments and scripts."""
    if found := XML.match(body):
        yield found[1].decode("ascii", "replace")
    position = 0
    lower = None
    while found := META.search(body, position):
        position = found.end()
        if found["label"]:
            yield found["label"].decode("ascii", "replace")
        else:
            lower = body.lower() if lower is None else lower
            end = b"-->" if not found["raw"] else b"</" + found["raw"].lower()
            closed = lower.find(end, position)
            if closed < 0:
                return
            position = closed + len(end)


def encoding(label: str | None) -> str:
    """Python's name of the encoding that a label means to browsers; empty for what is none, and for what reads nothing."""
    import webencodings

    label = (label or "").strip().strip("\"'")
    known = webencodings.lookup(label)
    if known is not None and (known.name not in UNKNOWN or not OTHERS.fullmatch(label)):
        # A page that says UTF-16 and is read so far is no UTF-16 (WHATWG HTML, "prescan a byte stream", step 2.3).
        return "" if known.name in UNKNOWN else "utf-8" if known.name.startswith("utf-16") else known.codec_info.name
    if not OTHERS.fullmatch(label):
        return ""
    try:
        return codecs.lookup(label.lower().removeprefix("x-").removesuffix("-gb-2312").replace("ibm-", "ibm")).name
    except LookupError:
        return ""


def _wide(body: bytes) -> str:
    """UTF-16 without a mark: every other byte of its markup is zero."""
    if body[:2] in (b"<\x00", b"\x00<"):
        return "utf-16-le" if body[0] else "utf-16-be"
    head = body[:512]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // 4 or len(head) < 8:
        return ""
    return "utf-16-le" if odd > 8 * even else "utf-16-be" if even > 8 * odd else ""


def _nearly_utf8(body: bytes) -> Decoded | None:
    """UTF-8 with a few letters of windows-1252 in it, or cut in the middle of a letter; None where it is something else."""
    text = body.decode("utf-8", "replace")
    lost = text.count("\ufffd")
    right = sum(1 for character in text if character > "\x7f") - lost
    if right < RIGHT_SHARE * lost:
        return None
    from bs4.dammit import UnicodeDammit

    return Decoded(UnicodeDammit.detwingle(body).decode("utf-8", "replace"), "utf-8")


def _oddity(text: str, tongue: str) -> float:
    """How odd the words of a text are that are not of ASCII alone, in oddities and letters that its language does not
    use for each of their characters.
    """
    words = [word for word in TAGS.sub(" ", text[:SAMPLE]).split() if not word.isascii()]
    sample = " ".join(words)
    count = sum(1 for _ in ODD.finditer(sample))
    own = str((tables.table(tongue, "letters") or {}).get("beyond_ascii", ""))
    beyond = [character for character in sample.lower() if character > "\x7f" and character.isalpha()]
    if own and len(beyond) >= UNFIT_LEAST:
        unfit = sum(character not in own for character in beyond)
        count += unfit if unfit > UNFIT_SHARE * len(beyond) else 0
    return count / max(1, len(sample))


def _looks(body: bytes, tongue: str) -> str:
    """The encoding that bytes look like; empty where nobody can say.

    Of several that fit equally well, the one under which words hold best, then the one that is used for the page's
    language, then that of Windows, which is what pages use.
    """
    import chardet

    found = chardet.detect_all(MARKUP.sub(b" ", body)[: 4 * SAMPLE], ignore_threshold=True)
    best = max((each["confidence"] for each in found), default=0.0)
    near = [each for each in found if each["encoding"] and each["confidence"] > best * NEARLY]
    near.sort(key=lambda each: (each["language"] != tongue, "indows" not in str(each["encoding"])))
    names = dict.fromkeys(name for each in near if (name := _python_name(str(each["encoding"]))))
    return min(names, key=lambda name: round(_oddity(_text(body, name), tongue), 2), default="")


def _python_name(name: str) -> str:
    try:
        return encoding(name) or codecs.lookup(name).name
    except LookupError:
        return ""


def _once(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text with what was encoded twice decoded once more, and the words that changed."""
    for name in TWICE_BY if not text.isascii() else ():
        with suppress(UnicodeError):
            now = text.encode(name).decode("utf-8")
            return now, [next((was, now) for was, now in zip(text.split(), now.split(), strict=False) if was != now)]
    if not TWICE_ENCODED.search(text):
        return text, []
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    words: list[tuple[str, str]] = []

    def mended(found: re.Match[str]) -> str:
        was = found[0]
        if was.isascii() or not is_bad(was):
            return was
        now = fix_encoding(was)
        words.extend(
            islice(((old, new) for old, new in zip(was.split(" "), now.split(" "), strict=False) if old != new), 1)
        )
        return now

    parts = (part if is_code else SEGMENT.sub(mended, part) for part, is_code in _by_code(text, PROGRAMS))
    return "".join(parts), words


def unescaped(html: str) -> str:
    """The page with entities that were escaped twice escaped once, outside of code.

    ``caf&amp;eacute;`` is a mistake of a template; "write &amp;eacute; for é" is a sentence about HTML: only what is
    glued to a word or to another such entity is taken for a mistake, and ``&amp;amp;`` between two words.
    """
    if not TWICE.search(html):
        return html
    return "".join(part if is_code else TWICE.sub(_escaped_once(part), part) for part, is_code in _by_code(html, CODE))


def _escaped_once(part: str) -> Callable[[re.Match[str]], str]:
    def once(found: re.Match[str]) -> str:
        name = found[1]
        character = unescape(f"&{name};")
        if character in ("<", ">") or len(character) > 2:
            return found[0]
        before, after = part[max(0, found.start() - 1) : found.start()], part[found.end() : found.end() + 1]
        glued = any(side and (side.isalnum() or side in ";&") for side in (before, after))
        return f"&{name};" if glued or character == "&" else found[0]

    return once


def _by_code(html: str, names: re.Pattern[str]) -> Iterator[tuple[str, bool]]:
    """The parts of a page outside and inside of elements whose names a pattern has, in order."""
    start, depth, name = 0, 0, ""
    for found in names.finditer(html):
        own = found["name"].lower()
        if not depth and not found["close"]:
            yield html[start : found.start()], False
            start, depth, name = found.start(), 1, own
        elif depth and own == name:
            depth += -1 if found["close"] else 1
            if not depth:
                yield html[start : found.start()], True
                start = found.start()
    yield html[start:], depth > 0
