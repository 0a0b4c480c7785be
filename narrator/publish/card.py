"""The card of an article for social networks: headline, site, length and the mark of AI, 1200 × 630 pixels."""

from __future__ import annotations

import colorsys
import hashlib
import io
import unicodedata
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal
from urllib.parse import urlsplit

import pymupdf_fonts
from PIL import Image, ImageDraw, ImageFont, ImageOps, features

from narrator import disclosure
from narrator.model import Narration
from narrator.publish import entry, player
from narrator.publish.words import clean, direction, headline, web_address

NAME = entry.CARD
MEDIA_TYPE = "image/jpeg"
WIDTH, HEIGHT = 1200, 630
"""Pixels: 1.91 to 1, as Open Graph's readers show it without a cut."""
MARGIN = 72
PICTURE = 500
"""Pixels of the width that the article's own picture takes."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
"""Pictures that are opened; each other kind of file could have a reader with faults that nobody needs."""
SIZES = (80, 70, 60, 52, 44)
"""Pixels of the headline's letters, the first that fits."""
LONGEST = 400
"""Characters of a headline that are looked at; more have no place."""
HEADLINE = (132, 448)
"""Pixels from the top between which the headline stands."""
LINE = 1.16
"""Height of a line by that of its letters."""
QUALITY = 88
UNKNOWN = "\U0010ffff"
"""A character that no font has: a letter that is drawn like it is missing."""

Colour = tuple[int, int, int]
Font = ImageFont.FreeTypeFont
Side = Literal["ltr", "rtl"] | None


def jpeg(narration: Narration, picture: bytes = b"") -> bytes:
    """A card as JPEG; equal narrations have equal ones.

    A headline in letters that the font does not have (it has Latin, Cyrillic, Greek, Arabic, Hebrew, Thai, Georgian and
    Devanagari) is left out, for a card of empty boxes would be worse.

    Args:
        narration: whose headline, site and length are drawn.
        picture: the article's own picture, JPEG, PNG, WebP or GIF; what cannot be opened is left out.
    """
    is_rtl = direction(narration.article.language) == "rtl"
    shown = _opened(picture)
    ground = _ground(clean(narration.article.site) or narration.slug)
    card = Image.new("RGB", (WIDTH, HEIGHT), ground)
    if shown is None:
        _rings(card, is_rtl=is_rtl)
    else:
        card.paste(shown, (0 if is_rtl else WIDTH - PICTURE, 0))
    left = MARGIN + (PICTURE if shown and is_rtl else 0)
    right = WIDTH - MARGIN - (PICTURE if shown and not is_rtl else 0)
    _written(ImageDraw.Draw(card), narration, (left, right), ground, is_rtl=is_rtl)
    made = io.BytesIO()
    card.save(made, "JPEG", quality=QUALITY, subsampling=0)
    return made.getvalue()


def _written(
    draw: ImageDraw.ImageDraw, narration: Narration, span: tuple[int, int], ground: Colour, *, is_rtl: bool
) -> None:
    """Site, headline, and the line that says how long it is and that a computer reads."""
    left, right = span
    way: Side = ("rtl" if is_rtl else "ltr") if features.check("raqm") else None
    anchor, x = ("ra", right) if is_rtl else ("la", left)
    site = _drawable(clean(narration.article.site)) or urlsplit(web_address(narration.article.url)).hostname or ""
    draw.text((x, 64), _cut(site, _font(34), right - left), (255, 255, 255, 190), _font(34), anchor, direction=way)
    font, lines = _fitted(_drawable(clean(headline(narration))[:LONGEST]), right - left)
    y = float(HEADLINE[0])
    for line in lines:
        draw.text((x, y), line, "white", font, anchor, direction=way)
        y += font.size * LINE
    _foot(draw, narration, span, ground, is_rtl=is_rtl, way=way)


def _foot(
    draw: ImageDraw.ImageDraw, narration: Narration, span: tuple[int, int], ground: Colour, *, is_rtl: bool, way: Side
) -> None:
    """A play button, the length, and the mark of AI in a frame."""
    radius, middle = 44, HEIGHT - 108
    forth = -1 if is_rtl else 1
    start = span[1] if is_rtl else span[0]
    at = start + forth * radius
    draw.ellipse((at - radius, middle - radius, at + radius, middle + radius), "white")
    draw.polygon([(at - 13, middle - 22), (at - 13, middle + 22), (at + 23, middle)], ground)
    font = _font(38)
    x: float = at + forth * (radius + 26)
    said = _length(narration)
    draw.text((x, middle), said, "white", font, "rm" if is_rtl else "lm", direction=way)
    x += forth * (font.getlength(said) + 30)
    mark = _drawable(disclosure.mark(narration.label.language)) or "AI"
    wide = font.getlength(mark) + 36
    box = sorted((x, x + forth * wide))
    draw.rounded_rectangle((box[0], middle - 32, box[1], middle + 32), 14, None, "white", 3)
    draw.text((sum(box) / 2, middle), mark, "white", font, "mm")


def _length(narration: Narration) -> str:
    """The words "Listen · 12 min", in the article's language where the font has its letters, else in English."""
    minutes = max(1, round(narration.timeline.duration_s / 60))
    for language in (narration.article.language, "en"):
        words = player.wording(language)
        text = f"{words['listen']} · {words['minutes'].format(n=minutes)}"
        if _drawable(text) == text:
            return text
    return str(minutes)


def _drawable(text: str) -> str:
    """A text without the signs that the font does not have; empty where it lacks a letter or digit of it."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    lacking = {each for each in set(text) if not each.isspace() and not _has(each)}
    if any(unicodedata.category(each)[0] in "LNM" for each in lacking):
        return ""
    return " ".join("".join(each for each in text if each not in lacking).split())


@lru_cache(maxsize=4096)
def _has(character: str) -> bool:
    """Whether the font has a character."""
    font = _font(34)
    return bytes(font.getmask(character)) != bytes(font.getmask(UNKNOWN))


def _fitted(text: str, width: int) -> tuple[Font, list[str]]:
    """The largest letters in which a text fits, and its lines; a text that never fits ends in "…"."""
    height = HEADLINE[1] - HEADLINE[0]
    for size in SIZES:
        font = _font(size)
        lines = list(_lines(text, font, width))
        if len(lines) * size * LINE <= height:
            return font, lines
    most = int(height / (SIZES[-1] * LINE))
    return font, [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), font, width)]


def _lines(text: str, font: Font, width: int) -> Iterator[str]:
    """A text broken at its spaces, and within a word that is longer than a line."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        while font.getlength(word) > width:
            fits = max(1, int(len(word) * width / font.getlength(word)))
            yield word[:fits]
            word = word[fits:]
        line = word
    if line:
        yield line


def _cut(text: str, font: Font, width: int) -> str:
    """The beginning of a text that fits into a line, with "…" where something is left out."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[: min(len(text) - 1, int(len(text) * width / font.getlength(text + "…")))]
    return text.rstrip() + "…"


def _opened(picture: bytes) -> Image.Image | None:
    """A picture cut to its place on the card; None where it cannot be opened."""
    if not picture:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(picture), formats=FORMATS) as opened:
                opened.draft("RGB", (PICTURE * 2, HEIGHT * 2))
                whole = ImageOps.exif_transpose(opened).convert("RGB")
                return ImageOps.fit(whole, (PICTURE, HEIGHT), Image.Resampling.BICUBIC)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None


def _ground(name: str) -> Colour:
    """A dark colour; equal names have equal ones."""
    hue = hashlib.sha256(name.encode(errors="replace")).digest()[0] / 256
    red, green, blue = (round(each * 255) for each in colorsys.hls_to_rgb(hue, 0.2, 0.42))
    return red, green, blue


def _rings(card: Image.Image, *, is_rtl: bool) -> None:
    """Rings around a voice, in the corner across from the headline's beginning."""
    draw = ImageDraw.Draw(card, "RGBA")
    x, y = (90 if is_rtl else WIDTH - 90), HEIGHT - 60
    for number, radius in enumerate(range(60, 480, 70)):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), None, (255, 255, 255, 72 - number * 10), 22)


@lru_cache(maxsize=8)
def _font(size: int) -> Font:
    """FiraGO in bold, at a size in pixels."""
    return ImageFont.truetype(io.BytesIO(_letters()), size)


@lru_cache(maxsize=1)
def _letters() -> bytes:
    """The file of the font."""
    content: bytes = pymupdf_fonts.myfont("figbo")
    return content
