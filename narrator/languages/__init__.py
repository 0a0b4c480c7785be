"""Languages: the one place where a tag is taken apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

PRIMARY = re.compile(r"[A-Za-z]{2,3}")
SCRIPT = re.compile(r"[A-Za-z]{4}")
REGION = re.compile(r"[A-Za-z]{2}|\d{3}")
SEPARATOR = re.compile(r"[-_]")
LOCALE_ENDING = re.compile(r"[.@].*", re.DOTALL)
"""Of a POSIX locale, as ``.UTF-8`` or ``@euro``."""
RENAMED = {"iw": "he", "in": "id", "ji": "yi", "jw": "jv", "mo": "ro", "no": "nb", "tl": "fil"}
"""Older codes of languages, as pages still write them, to those of the IANA registry; Norwegian is read as Bokmål."""
LONG = {"eng": "en", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ukr": "uk", "ita": "it"}
LONG |= {"por": "pt", "pol": "pl", "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "zho": "zh", "chi": "zh"}
LONG |= {"ara": "ar", "hin": "hi", "tur": "tr", "swe": "sv", "ces": "cs", "cze": "cs", "kor": "ko", "heb": "he"}
"""Three letters of ISO 639-2 for languages that BCP 47 writes with two."""
LIKELY_SCRIPTS = {("zh", "TW"): "Hant", ("zh", "HK"): "Hant", ("zh", "MO"): "Hant", ("sr", "ME"): "Latn"}
"""The usual script of a region where it is not the language's own (Unicode CLDR, likely subtags)."""
RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"})
RTL = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi", "syr", "nqo"})
"""Languages whose usual script runs from right to left (Unicode CLDR, character order)."""


@dataclass(frozen=True, slots=True)
class Language:
    """A language, as a BCP 47 tag names it; all parts are empty where nothing is known."""

    primary: str = ""
    """Two or three lower-case letters, as ``zh`` of ``zh-Hant-TW``."""
    script: str = ""
    """Four letters, as ``Hant``; empty where the tag does not say."""
    region: str = ""
    """Two capitals or three digits, as ``TW``; empty where the tag does not say."""

    @property
    def tag(self) -> str:
        """The tag in its usual form, as ``zh-Hant-TW``."""
        return "-".join(each for each in (self.primary, self.script, self.region) if each)

    @property
    def direction(self) -> str:
        """``rtl`` or ``ltr``, as HTML's ``dir`` has it."""
        rtl = self.script in RTL_SCRIPTS if self.script else self.primary in RTL
        return "rtl" if rtl else "ltr"

    @property
    def nearest(self) -> tuple[str, ...]:
        """Its tag and those that stand in for it, the nearest first: zh-TW, zh-Hant, zh."""
        script = self.script or LIKELY_SCRIPTS.get((self.primary, self.region), "")
        parts = ((script, self.region), (script, ""), ("", self.region), ("", ""))
        tags = (Language(self.primary, *part).tag for part in parts)
        return tuple(dict.fromkeys((self.tag, *tags))) if self else ()

    def __bool__(self) -> bool:
        return bool(self.primary)

    def __str__(self) -> str:
        return self.tag


@lru_cache(maxsize=1024)
def of(tag: str | None) -> Language:
    """The language of a tag as people, pages and systems write it: ``de_DE``, ``en_US.UTF-8``, ``zh-hant-tw``.

    What is no tag (``C``, ``x-default``, ``und``, a sentence) gives the unknown language, whose ``tag`` is empty.
    Extensions and variants (BCP 47, 2.2.5 to 2.2.7) are left out: no voice and no rule depends on one.
    """
    primary, *rest = SEPARATOR.split(LOCALE_ENDING.sub("", (tag or "").strip()))
    primary = primary.lower()
    if not PRIMARY.fullmatch(primary) or primary in ("und", "mis", "zxx"):
        return Language()
    primary = LONG.get(primary, primary)
    script = region = ""
    for part in rest:
        if len(part) == 1:
            break
        if not script and not region and SCRIPT.fullmatch(part):
            script = part.title()
        elif not region and REGION.fullmatch(part):
            region = part.upper()
    return Language(RENAMED.get(primary, primary), script, "GB" if region == "UK" else region)


def primary(tag: str | None) -> str:
    """The primary subtag of a tag: ``en`` of ``en_US``; empty where it is none."""
    return of(tag).primary
