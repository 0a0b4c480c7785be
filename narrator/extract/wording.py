"""What pages of a language say that is no article: the phrases.toml of each language."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from narrator.languages import tables

EDGES = " \t\n\u00a0.,:;!?…·•|>›»«-–—*()[]\"'“”‘’/→↓▼▶+#"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases of one language and of English, which stands on pages of every language."""

    interface: frozenset[str]
    read_more: tuple[str, ...]
    ask_words: re.Pattern[str]
    asker: frozenset[str]
    imperatives: tuple[str, ...]
    ai_label: tuple[str, ...]
    credit: tuple[str, ...]
    footer: tuple[str, ...]
    byline: tuple[str, ...]
    date_words: frozenset[str]
    reading_time: tuple[str, ...]
    tail_headings: tuple[str, ...]
    openers: tuple[str, ...]
    """Imperatives that also begin a line of a recipe or a guide: an ask only with what is asked for."""
    sure_asks: frozenset[str]
    """The ask words that little else is said with."""
    we: frozenset[str]
    changed: frozenset[str]
    """Words in a line with a date that say it is not the first one."""
    desks: frozenset[str]
    """Bylines without a name: "Par la rédaction"."""
    disclaimers: tuple[str, ...]
    """What a site says under its advice and its recommendations."""
    legal: tuple[str, ...]
    """What only the small print of a site says."""
    notices: tuple[str, ...]
    """What the headline of a page without an article says: an error, a log-in, a check."""
    replies: frozenset[str]
    """What stands with each of the readers' comments."""
    follow: tuple[str, ...]
    """How a line begins that asks to be followed on a network."""
    notes: tuple[str, ...]
    """How a correction or an editor's note begins."""
    sponsors: frozenset[str]
    """What heads the box of somebody who pays for it."""
    tails: tuple[str, ...]
    """What an offer, a call for tips or a programme below an article says."""
    interface_starts: tuple[str, ...]
    """Short lines that begin so are a page's, whatever follows."""


def plain(text: str) -> str:
    """Lower case, curly quotes straight, no punctuation at the ends."""
    return " ".join(text.replace("’", "'").casefold().split()).strip(EDGES)


@lru_cache(maxsize=16)
def phrases(language: str) -> Phrases:
    """The phrases for a language (BCP 47); of English alone where there are none."""
    folders = dict.fromkeys((tables.FALLBACK, tables.folder_of(language, "phrases") or tables.FALLBACK))
    both = [tables.own_or_english(folder, "phrases") for folder in folders]

    def all_of(key: str) -> Iterator[str]:
        return (phrase for table in both for phrase in table.get(key, ()))

    words = "|".join(sorted(map(re.escape, all_of("ask_words")), key=len, reverse=True))
    return Phrases(
        interface=frozenset(map(plain, all_of("interface"))),
        read_more=tuple(all_of("read_more")),
        ask_words=re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE),
        asker=frozenset(all_of("asker")),
        imperatives=tuple(all_of("imperatives")),
        ai_label=tuple(all_of("ai_label")),
        credit=tuple(all_of("credit")),
        footer=tuple(all_of("footer")),
        byline=(*all_of("byline"), *all_of("desks")),
        date_words=frozenset([*all_of("date_words"), *(name for folder in folders for name in _calendar(folder))]),
        reading_time=tuple(all_of("reading_time")),
        tail_headings=tuple(all_of("tail_headings")),
        openers=tuple(all_of("openers")),
        sure_asks=frozenset(all_of("sure_asks")),
        we=frozenset(all_of("we")),
        changed=frozenset(all_of("changed")),
        desks=frozenset(all_of("desks")),
        disclaimers=tuple(all_of("disclaimers")),
        legal=tuple(all_of("legal")),
        notices=tuple(all_of("notices")),
        replies=frozenset(all_of("replies")),
        follow=tuple(all_of("follow")),
        notes=tuple(all_of("notes")),
        interface_starts=tuple(all_of("interface_starts")),
        sponsors=frozenset(map(plain, all_of("sponsors"))),
        tails=tuple(all_of("tails")),
    )


def _calendar(folder: str) -> Iterator[str]:
    """The names of a language's months and days, in all their forms, in small letters."""
    table = tables.own_or_english(folder, "months")
    forms = itertools.chain(table["names"], *table["short"], *table["variants"], table["weekdays"])
    return (form.casefold() for form in forms)
