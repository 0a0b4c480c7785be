"""Italian: un and una, ordinals with their gender, centuries and popes, decades, hours."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import Tongue, before, in_words, last_word, noun_behind
from narrator.languages.rules import DIGITS, Rule

FEMININE = re.compile(r"(?:[^e]a|ea|zion[ei]|sion[ei]|gion[ei]|tà|tù|tric[ei]|udin[ei]|ist[ae]|ie)$")
BEFORE_UNO = re.compile(r"(?:s[^aeiouàèéìòù]|z|ps|gn|x|y|pn)", re.IGNORECASE)
"""Heads of masculine nouns that have uno in front: uno studente, uno zaino (Treccani, articolo indeterminativo)."""
ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"
WOMEN = frozenset(["Elisabetta", "Caterina", "Maria", "Isabella", "Margherita", "Vittoria", "Cristina", "Beatrice"])
QUARTERS = {2: "mezzo", 3: "terzo", 4: "quarto"}
RANKED = {
    "secolo": "",
    "sec.": "secolo",
    "guerra": "",
    "Guerra": "",
    "millennio": "",
    "Congresso": "",
    "congresso": "",
    "Concilio": "",
    "canto": "",
    "capitolo": "",
    "Municipio": "",
    "municipio": "",
    "arrondissement": "",
    "edizione": "",
    "legislatura": "",
    "dinastia": "",
    "Giornata": "",
    "giornata": "",
    "Olimpiade": "",
    "Repubblica": "",
    "Commissione": "",
    "Legione": "",
    "Armata": "",
}
"""Nouns behind a Roman numeral that ranks them, and what a short one is in words."""


MARKED = re.compile(r"\b(?:vot[oi]|preso|esam[ei]|laure\w*|matur\w*|punteggio|lode|valutazion\w*|pres[oi]|media)\b")
"""Words beside a mark of an examination."""


def _marks(match: re.Match[str]) -> str | None:
    """28/30, 110/110: marks of an examination, where one is spoken of."""
    if not MARKED.search(match.string):
        return None
    return f"{in_words(int(match.group(1)), 'it')} su {in_words(int(match.group(2)), 'it')}"


class Italian(Tongue):
    """Italian."""

    name = "it"
    decimals_as_number = True
    before_clock = re.compile(r"(?:\b(?:[Aa]ll[ea]|[Dd]all[ea]|[Dd]ell[ea]|[Oo]re|[Vv]erso l[ea]|[Ee]ntro l[ea]|[Pp]er l[ea]|[Ff]ino alle|[Ss]ulle)|\be (?:le|alle)|\btra le)\s$")  # fmt: skip

    def cardinal(self, value: int, **how: object) -> str:
        """As num2words has it, with the accent on a last tre."""
        return re.sub(r"(?<=\w)tre$", "tré", super().cardinal(value, **how))

    def number(self, value: int, noun: str = "") -> str:
        """Un anno, una persona, uno studente; the others do not change."""
        if value != 1 or not noun or noun in self.table["no_nouns"]:
            return self.cardinal(value)
        if self._is_feminine(noun):
            return "una"
        return "uno" if BEFORE_UNO.match(noun) else "un"

    def _is_feminine(self, noun: str) -> bool:
        word = noun.lower()
        return word in self.table["feminine"] or (
            FEMININE.search(word) is not None and word not in self.table["masculine"]
        )

    def ordinal(self, value: int, *, feminine: bool = False, several: bool = False) -> str:
        """Terzo, terza, terzi, terze."""
        return self.nth(value)[:-1] + (("e" if several else "a") if feminine else "i" if several else "o")

    def day(self, day: int, before: str) -> str:
        """Il primo maggio, il due maggio; l'uno is written so."""
        return "primo" if day == 1 and not before.endswith(("'", "’")) else self.cardinal(day)

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """Alle venti e quarantacinque; all'una."""
        said = "una" if hour == 1 else self.cardinal(hour)
        tail = f" e {self.cardinal(minute)}" if minute else ""
        return said + tail + ((" ora" if hour == 1 else " ore") if word else "")

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Due e mezzo, tre e un quarto."""
        return f"{self.number_in_words(whole, noun)} e {self.fraction(top, bottom)}"

    def fraction(self, top: int, bottom: int) -> str:
        """Un terzo, due quinti, mezzo."""
        if (top, bottom) == (1, 2):
            return "mezzo"
        part = QUARTERS.get(bottom) or self.nth(bottom)
        return f"un {part}" if top == 1 else f"{self.cardinal(top)} {part[:-1]}i"

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Vittorio Emanuele secondo, Elisabetta prima, secolo diciannovesimo; a chapter is counted."""
        if name in self.table["rulers"]:
            return self.ordinal(value, feminine=name in WOMEN)
        return self.cardinal(value) if name in self.table["numbered"] else None

    def early(self) -> tuple[Rule, ...]:
        """Ordinals with a degree sign, Roman numerals before their noun, decades, halves behind their noun."""

        def ranked(match: re.Match[str]) -> str:
            noun = RANKED[match.group(2)] or match.group(2)
            return f"{self.ordinal(roman(match.group(1)), feminine=self._is_feminine(noun))} {noun}"

        def half(match: re.Match[str]) -> str | None:
            """2½ ore is "due ore e mezza", 1/2 tazza "mezza tazza", 2½ kg "due chili e mezzo"."""
            noun = self.table["units"].get(match.group(2), [match.group(2)])[-1]
            if noun in self.table["no_nouns"]:
                return None
            ending = "a" if self._is_feminine(noun) or noun == "ore" else "o"
            if not match.group(1):
                return f"mezz{ending} {self.table['units'].get(match.group(2), [noun])[0]}"
            if match.group(1) == "1":
                noun = "ora" if noun == "ore" else self.table["units"].get(match.group(2), [noun])[0]
            return f"{self.number(int(match.group(1)), noun)} {noun} e mezz{ending}"

        def centuries_named(match: re.Match[str]) -> str:
            """Secoli XVIII e XIX, sec. XIV."""
            several = match.group(1) in ("secoli", "secc.")
            said = [self.ordinal(roman(match.group(i))) for i in (2, 3) if match.group(i)]
            return f"{'secoli' if several else 'secolo'} {' e '.join(said)}"

        def minute(match: re.Match[str]) -> str:
            """Al 45' is an ordinal, 5' di recupero are minutes."""
            value = int(match.group(1))
            return (
                self.nth(value)
                if re.search(r"(?:\b(?:[Aa]l|[Dd]al|[Nn]el|[Ii]l|[Dd]el)\s|['’])$", before(match))
                else f"{self.cardinal(value)} minuti"
            )

        def centuries(match: re.Match[str]) -> str:
            """Il '900 is "il Novecento", gli anni '70 "gli anni settanta"."""
            return self.cardinal(int(match.group(1)))

        def sign(match: re.Match[str]) -> str | None:
            noun = noun_behind(match)
            return self._marked(int(match.group(1)), match.group(2), noun)

        return (
            Rule("second", re.compile(r"(?<=\b[Ii]l\s)([1-9]|1\d)°(?=[:;,)]|\s[a-z]|$)"), lambda m: self.ordinal(int(m.group(1))), "°"),
            Rule("marks", re.compile(r"(?<![\w.,/])(\d{1,3})/(30|10|100|110|60)(?![\w/%]|[.,]\d)"), _marks, "/"),
            Rule("half", re.compile(r"(?<![\w.,/])(?:(\d{1,3})\s?)?(?:½|(?<!\d)1/2)\s([a-zà-ú]{1,14})\b(?!['’])"), half, "½/"),
            Rule("centuries", re.compile(rf"\b(secoli|secc\.|sec\.)\s({ROMAN})(?:\se\s({ROMAN}))?(?!\w)"), centuries_named, "IVX"),
            Rule("century-pair", re.compile(rf"(?<!\w)({ROMAN})(?=\s(?:al|e|o)\s(?:{ROMAN})\ssecolo)"), lambda m: self.ordinal(roman(m.group(1))), "IVX"),
            Rule("green-number", re.compile(r"(?<![\w.,/-])800[\s.-]\d{3}[\s.-]\d{3}(?![\w%-]|[.,\s]\d)"), lambda m: ", ".join(map(self.digits, re.findall(r"\d+", m.group()))), "8"),
            Rule("minute", re.compile(r"(?<![\w.,'’‘])(\d{1,3})['’](?=\s(?:del|di|della|circa|e|su|per)\b|[,.;)]|$|(?<=[Aa]l \d['’])\s|(?<=[Aa]l \d\d['’])\s)"), minute, "'’"),
            Rule("phone", re.compile(r"(?<![\w.,/-])(?:0\d{1,3}[\s/-]\d{5,8}|3\d\d[\s.-]?\d{6,7})(?![\w%]|[.,]\d)"), lambda m: ", ".join(map(self.digits, re.findall(r"\d+", m.group()))), "03"),
            Rule("ranked-roman", re.compile(rf"(?<!\w)({ROMAN})\s({'|'.join(map(re.escape, RANKED))})(?!\w)"), ranked, "IVX"),
            Rule("decade", re.compile(r"(?<!\w)['’‘](\d\d|\d00)(?![\w.,'’]\d|\w)"), centuries, "'’‘"),
            Rule("ordinal-sign", re.compile(r"(?<![\w.,])(\d{1,3})(°|º|ª|\^)(?=\s(?!(?:all['’]|nell['’]|d['’])|(?:ai|al|alle|e|di|sopra|sotto|gradi|nord|sud|est|ovest|a|C|F|[Nn]ord|latitudine|longitudine)\b)[^\W\d_])(?!\s(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre))"), sign, "°ºª^"),
        )  # fmt: skip

    def _marked(self, value: int, mark: str, noun: str) -> str:
        return self.ordinal(value, feminine=mark == "ª" or (mark == "^" and self._is_feminine(noun)))

    def late(self) -> tuple[Rule, ...]:
        """Ordinals with letters: 5a edizione, 2o posto, 3ª."""

        def nth(match: re.Match[str]) -> str | None:
            value, mark = int(match.group(1)), match.group(2)
            if mark in "ao" and not (noun_behind(match) and last_word(before(match)) in ARTICLES):
                return None
            return self.ordinal(value, feminine=mark in "aª", several=False)

        def article(match: re.Match[str]) -> str:
            """Art. 3-bis, comma 2-ter."""
            return f"{self.cardinal(int(match.group(1)))} {match.group(2)}"

        return (
            Rule("ordinal", re.compile(r"(?<![\w.,])(\d{1,3})([ªºao])(?!\w)"), nth, DIGITS),
            Rule("article-bis", re.compile(r"(?<![\w.,])(\d{1,4})[-\s](bis|ter|quater|quinquies|sexies)\b"), article, "bqst"),
        )  # fmt: skip


ARTICLES = frozenset(["la", "il", "lo", "una", "un", "alla", "al", "della", "del", "nella", "nel", "dalla", "dal", "sulla", "sul", "ogni", "per", "in", "sua", "suo", "loro", "questa", "questo"])  # fmt: skip
"""What stands before an ordinal that is written with a small letter: la 5a edizione; "via Roma 5a" is a door."""


order, bare = european.grammar(lambda _language: Italian())
