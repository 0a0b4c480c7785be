"""What lists, feeds and pages say of a narration, as text that may stand on a page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from narrator import languages
from narrator.addresses import is_web_address
from narrator.languages import tables
from narrator.model import BlockKind, Narration

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
DESCRIPTION = 200
"""Characters of the text that stand for the article in a list."""


def headline(narration: Narration) -> str:
    """The headline; without one the first words."""
    return narration.article.heading or narration.slug


def description(narration: Narration) -> str:
    """The first words of the text, on one line, at most 200 characters."""
    spoken = (b.text for b in narration.article.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE))
    text = " ".join(clean(next(spoken, "")).split())
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"


def said_date(moment: str, language: str) -> str:
    """The day of an ISO 8601 moment as the language writes it; as it is where either is not known."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return clean(moment)
    words, calendar = tables.table(language, "page"), tables.table(language, "months")
    if words is None or calendar is None:
        return day.isoformat()
    first = words.get("first", 1) if day.day == 1 else day.day
    return str(words["date"]).format(day=first, month=calendar["names"][day.month - 1], year=day.year)


def wording(language: str) -> Mapping[str, Any]:
    """What a page says of itself, in its language where there is one, else in English."""
    return tables.own_or_english(language, "page")


def foreign(language: str) -> Markup:
    """The attributes of an element with our words on a page whose language we have none in: they are English."""
    return Markup("") if tables.table(language, "page") else Markup(' lang="en" dir="ltr"')


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, by the script of the language."""
    return languages.of(language).direction


def web_address(url: str | None) -> str:
    """``url`` where it is an http or https address, else nothing: no other kind may become a link."""
    text = clean(url or "").strip()
    return urlsplit(text).geturl() if is_web_address(text) else ""


def clean(text: str) -> str:
    """``text`` without the characters that neither HTML nor XML may hold."""
    return FORBIDDEN.sub("", text)
