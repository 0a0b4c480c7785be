"""German: ein and eine, ordinals by their article, years in hundreds, rulers, decades."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import Tongue, before, follows, last_word
from narrator.languages.rules import DIGITS, Rule

BARE = frozenset(["ein", "kein", "mein", "dein", "sein", "ihr", "unser", "euer", "fast", "nun", "schon"])
"""Behind these a noun's gender is heard: mein vierter Versuch, mein viertes Kind."""
OBLIQUE = frozenset(["am", "vom", "dem", "zum", "den", "seit", "ab", "bis", "im", "zur", "beim", "des", "ans", "ins", "einem", "einen", "diesem", "jedem", "meinem", "deinem", "seinem", "ihrem", "unserem", "meinen", "deinen", "seinen", "ihren", "unseren", "keinen", "jeden", "diesen", "meiner", "deiner", "seiner", "ihrer", "unserer", "keiner", "nach", "vor", "unter", "aus", "einer"])  # fmt: skip
DATIVE = frozenset(["in", "aus", "mit", "zu", "bei"])
"""Behind these an ordinal without an article is in the dative: in erster Instanz, aus zweiter Hand."""
WEAK = frozenset(["die", "das", "dieses", "diese", "jedes", "jede", "eine", "keine", "meine", "deine", "seine", "ihre", "unsere", "welche", "welches"])  # fmt: skip
PREPOSITIONS = re.compile(
    r"\b(?:in|an|auf|aus|von|mit|bei|nach|zu|seit|während|trotz|vor|hinter|unter|über|zwischen)\s+der\s+$",
    re.IGNORECASE,
)
DETERMINED = re.compile(
    rf"(?:^|[\s(„\"])(?:{'|'.join(sorted(BARE | OBLIQUE | WEAK | {'der', 'jeder', 'dieser'}, key=len, reverse=True))})\s$",
    re.IGNORECASE,
)
"""Behind one of these a number with a stop is an ordinal."""
JOINED = "(?:jährig|tägig|köpfig|stündig|minütig|prozentig|malig|fach|mal\\b|monatig|wöchig|seitig|stellig|teilig|stöckig|sitzig|türig|stufig|zeilig|spurig|gradig|tonner|zeiler|teiler|sekündig|motorig|gleisig|zimmrig|geschossig|gängig|bändig|sprachig|gliedrig|strophig)"
"""What a number with a hyphen is written together with: 81-jährige."""
FEMININE = ("e", "ung", "heit", "keit", "ion", "tät", "schaft", "Person", "Frau", "Stadt", "Nacht", "Uhrzeit")
MASCULINE_E = frozenset(
    ["Euro", "Name", "Kollege", "Junge", "Deutsche", "Tote", "Abgeordnete", "Verletzte", "Franke", "Ende"]
)
WOMEN = frozenset(
    ["Elisabeth", "Katharina", "Margrethe", "Maria", "Beatrix", "Christina", "Isabella", "Isabel", "Viktoria", "Anna"]
)


OF_LAW = re.compile(r"(?:\bAbs\.|\bAbsatz|\bArt\.|\bArtikel|§)\s?\d{1,4}\s?[a-z]?\s$")
"""Before the short form of a sentence of a law, which elsewhere is a page."""
REGISTER = re.compile(r"\b(?:[IVX]{1,4}|\d{1,3}|Az\.:?)\s[A-Z][A-Za-z]{0,4}(?:\s\([A-Za-z]+\))?\s$")
"""Before the number of a case and its year: VI ZR 11/24."""
PAGED = re.compile(r"(?:\bS\.|\bSeite|§|\bArt\.|\bRn\.|\bRdnr\.|\bZiff\.|\bNr\.)\s?$")
EXTRA = {"n.V.": "nach Verlängerung", "i.V.": "in der Verlängerung", "n.E.": "nach Elfmeterschießen", "i.E.": "im Elfmeterschießen", "n.P.": "nach Penaltyschießen"}  # fmt: skip
"""Short forms behind a score."""
GOVERNED = re.compile(
    r"\b(?:(unter|mit|von|bei|nach|zu|vom|beim|zum|seit|gegenüber|neben)|(durch|für|gegen|ohne|um))\s(?:[A-ZÄÖÜ]\S+\s){0,2}$",
    re.IGNORECASE,
)
"""Prepositions before a ruler: unter Friedrich dem Zweiten, gegen Friedrich den Zweiten."""


def noun_ahead(match: re.Match[str]) -> str:
    """The noun that an ordinal belongs to: the first word with a capital behind it."""
    found = re.match(r"\.?(?:\s[a-zäöüß]+){0,2}\s([A-ZÄÖÜ][\w-]*)", follows(match, 60))
    return found.group(1) if found else ""


class German(Tongue):
    """German."""

    name = "de"

    def number(self, value: int, noun: str = "") -> str:
        """Ein Euro, eine Million; alone it is eins."""
        if f"{noun}." in self.table["abbreviations"]:
            return self.cardinal(value)
        if value == 1 and noun[:1].isupper() and noun[1:].islower():
            return "eine" if noun.endswith(FEMININE) and noun not in MASCULINE_E else "ein"
        return self.cardinal(value)

    def day(self, day: int, before: str) -> str:
        """By what stands before it: am dritten, der dritte, dritter."""
        return self.ordinal(day, before)

    def ordinal(self, value: int, front: str, noun: str = "") -> str:
        """An ordinal with its ending, by what stands before it and the gender of the noun behind it."""
        stem, word = self.nth(value), "vom" if front.endswith(" v. ") else last_word(front)
        if word in DATIVE:
            return stem + ("r" if self._is_feminine(noun.rsplit("-", 1)[-1]) else "m")
        if word in BARE or (not word and noun) or word not in OBLIQUE | WEAK | {"der", "jeder", "dieser", "welcher"}:
            return stem + self._strong(front, noun)
        if word in ("jeder", "dieser", "welcher", "der") and not PREPOSITIONS.search(front):
            return stem
        if word in OBLIQUE or PREPOSITIONS.search(front):
            return stem + "n"
        return stem

    def _strong(self, front: str, noun: str) -> str:
        """The ending behind mein, ein or nothing: erster Versuch, erstes Kind, erste Liga."""
        if re.search(r"\bbis\s*$|n\s+(?:bis|und|–)\s*$", front):
            return "n"
        head = noun.rsplit("-", 1)[-1]
        if self._is_one_of(head, "neuter"):
            return "s"
        return "" if self._is_feminine(head) else "r"

    def _is_feminine(self, noun: str) -> bool:
        return (noun.endswith(FEMININE) and noun not in MASCULINE_E) or self._is_one_of(noun, "feminine")

    def _is_one_of(self, noun: str, gender: str) -> bool:
        """Whether a noun, or the last part of a compound, is in the table's list: Halbjahr ends in Jahr."""
        return any(noun == each or noun.endswith(each.lower()) for each in self.table[gender])

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """1998 is neunzehnhundert…, 2005 zweitausend…."""
        return self.cardinal(value, to="year")

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """14.30 Uhr: vierzehn Uhr dreißig."""
        said = f"{'ein' if hour == 1 else self.cardinal(hour)} Uhr"
        return f"{said} {self.cardinal(minute)}" if minute else said

    def opening(self, first: tuple[int, int], last: tuple[int, int], front: str, word: str) -> str:
        """Neun bis siebzehn Uhr: the word for hours stands once where there are no minutes."""
        start = self.time_in_words(*first, "", "")
        return f"{start if first[1] else start.removesuffix(' Uhr')} bis {self.time_in_words(*last, '', word)}"

    def minute(self, value: int, front: str) -> str:
        """In der fünfundvierzigsten plus zwei."""
        return self.ordinal(value, front, "Minute")

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Eineinhalb, dreieinhalb, zweidreiviertel."""
        number = self.cardinal(int(re.sub(r"\D", "", whole)))
        if (top, bottom) == (1, 2):
            return f"{'ein' if number == 'eins' else number}einhalb"
        return f"{number} {self.fraction(top, bottom)}"

    def fraction(self, top: int, bottom: int) -> str:
        """Zwei Drittel, ein halb."""
        if bottom == 2:
            return "ein halb" if top == 1 else f"{self.cardinal(top)} halbe"
        return f"{'ein' if top == 1 else self.cardinal(top)} {self.nth(bottom).capitalize()}l"

    def is_numbered(self, name: str) -> bool:
        """Also Ludwigs XIV."""
        return super().is_numbered(name) or name.removesuffix("s") in self.table["rulers"]

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Ludwig der Vierzehnte, Elisabeth die Zweite; a chapter is counted."""
        ordinal, owner = self.nth(value).capitalize(), name.removesuffix("s")
        if owner != name and owner in self.table["rulers"]:
            return f"{'der' if owner in WOMEN else 'des'} {ordinal}n"
        if name in self.table["rulers"]:
            governed = GOVERNED.search(front)
            if not governed:
                return f"{'die' if name in WOMEN else 'der'} {ordinal}"
            if name in WOMEN:
                return f"der {ordinal}n" if governed.group(1) else f"die {ordinal}"
            return f"{'dem' if governed.group(1) else 'den'} {ordinal}n"
        return self.cardinal(value) if name in self.table["numbered"] else None

    def _joined_written(self, written: str) -> str:
        """Dreifach, zwei Komma fünf fach."""
        return f"{self.number_in_words(written)} " if "," in written else self._joined(int(written))

    def _joined(self, value: int) -> str:
        """A number as the first part of a word: einundachtzig-, hundert-."""
        words = self.cardinal(value)
        return "hundert" if value == 100 else "tausend" if value == 1000 else "ein" if value == 1 else words

    def early(self) -> tuple[Rule, ...]:
        """Days without a year, decades, streets."""

        def decade(match: re.Match[str]) -> str:
            value = int(match.group(1))
            return (self.cardinal(value) if value < 100 else self.year(value)) + f"er{match.group(2)}"

        return (
            *self._citations(),
            *self._short_dates(),
            Rule("decade", re.compile(r"(?<!\w)(\d\d|1\d\d0|20\d0)er(n?)(?=\b|-)"), decade, DIGITS),
            Rule(
                "number-er",
                re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d{3,6})er(n?)(?=\b|-)"),
                lambda m: self.cardinal(int(m.group(1).replace(".", ""))) + f"er{m.group(2)}",
                DIGITS,
            ),
            Rule(
                "century",
                re.compile(r"(?<=\d\.\s)(?:Jh|Jhd|Jhdt)(s?)\.?(?!\w)"),
                lambda m: (
                    f"Jahrhundert{m.group(1)}"
                    + ("." if m.group().endswith(".") and not follows(m).strip(' "”)') else "")
                ),
                "J",
            ),
            Rule(
                "joined",
                re.compile(rf"(?<![\w.,])((?:\d{{1,3}},)?\d{{1,4}})-((?i:{JOINED})\w*)"),
                lambda m: self._joined_written(m.group(1)) + m.group(2).lower(),
                "-",
            ),
            Rule(
                "street",
                re.compile(r"\b([A-ZÄÖÜ][a-zäöüß-]+)str\.(?=\s\d|\s?,|\s[A-Z]|$)"),
                lambda m: f"{m.group(1)}straße",
                ".",
            ),
        )

    def _short_dates(self) -> tuple[Rule, ...]:
        """Am 1., 2. oder 3. Mai; am 24.12.; vom 3. 5. an."""

        def short_date(match: re.Match[str]) -> str | None:
            day, month = int(match.group(1)), int(match.group(2))
            if not (1 <= day <= 31 and 1 <= month <= 12) or re.search(
                r"\b(?:Version|Kapitel|Ziffer|Punkt|Nr\.|Release|Abschnitt|Absatz|Artikel|Firmware|Paragraf)\s$",
                before(match),
            ):
                return None
            return f"{self.day(day, before(match))} {self.months[month - 1]}" + (
                "." if not match.string[match.end() :].strip() else ""
            )

        def listed_days(match: re.Match[str]) -> str:
            """Am 1., 2. oder 3. Mai: all by what stands before the first."""
            front = before(match)
            days = re.sub(r"(\d{1,2})\.", lambda day: self.day(int(day.group(1)), front), match.group())
            return re.sub(r"\s?[–-]\s?", " bis ", re.sub(r"\s?/\s?", " und ", days))

        months = "|".join(self.months)
        return (
            Rule(
                "listed-days",
                re.compile(
                    rf"(?<![\w.,/])\d{{1,2}}\.(?:(?:\s?[,/–-]\s?|\s(?:und|oder|bis|sowie)\s)\d{{1,2}}\.)+(?=\s(?:{months})\b)"
                ),
                listed_days,
                ".",
            ),
            Rule(
                "short-date-spaced",
                re.compile(
                    r"(?:(?<=\b[Vv]om\s)|(?<=\b[Aa]m\s)|(?<=\bbis\s)|(?<=\b[Aa]b\s)|(?<=\bzum\s))(\d{1,2})\.\s(\d{1,2})\.(?=\s[a-zäöü]|[,;)]|$)"
                ),
                short_date,
                ".",
            ),
            Rule("short-date", re.compile(r"(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(?!\d)"), short_date, "."),
        )

    def _citations(self) -> tuple[Rule, ...]:
        """Sentences of a law, what follows a page, what follows a score, codes of places."""

        def sentence(match: re.Match[str]) -> str | None:
            return "Satz" if OF_LAW.search(before(match, 30)) else None

        def following(match: re.Match[str]) -> str | None:
            if not PAGED.search(before(match)):
                return None
            said = "folgende" if match.group(2) == "f" else "fortfolgende"
            return f"{self.number_in_words(match.group(1))} {said}" + ("." if match.end() == len(match.string) else "")

        def extra(match: re.Match[str]) -> str:
            said = EXTRA[re.sub(r"\s", "", match.group())]
            return said + ("." if match.end() == len(match.string) else "")

        def docket(match: re.Match[str]) -> str:
            return f"{self.cardinal(int(match.group(1)))} {self.digits(match.group(2)) if match.group(2)[0] == '0' else self.cardinal(int(match.group(2)))}"

        return (
            Rule("docket", re.compile(r"(?<=\s)(?<=[A-Za-z]\s)(\d{1,4})/(\d\d)(?![\w/%]|[.,]\d)"), lambda m: docket(m) if REGISTER.search(before(m)) else None, "/"),
            Rule("lived", re.compile(r"[*†](?=\s?(?:\d{1,2}\.\s|\d{4}\b|\d{1,2}\.\d))"), lambda m: "geboren " if m.group() == "*" else "gestorben ", "*†"),
            Rule("scaled-compound", re.compile(r"(?<![\w.,])(\d{1,3}(?:,\d{1,2})?)-(Mio|Mrd|Bio)\.-(?=\w)"), lambda m: f"{'ein' if m.group(1) == '1' else self.number_in_words(m.group(1))} {self.table['scales'][m.group(2) + '.'][-1]}-", "-"),
            Rule("pages", re.compile(r"(?<=\d\s)S\.(?=\s[a-zäöü])"), lambda m: "Seiten", "S"),
            Rule("law-sentence", re.compile(r"(?<![\w.])S\.(?=\s?\d{1,2}(?![\d.,]\d))"), sentence, "S"),
            Rule("following", re.compile(r"(?<![\w.,])(\d{1,4})\s?(ff?)\.?(?!\w)"), following, "f"),
            Rule("after-score", re.compile(r"(?:(?<=\d:\d\s)|(?<=\d:\d\d\s)|(?<=-Niederlage\s)|(?<=-Sieg\s)|(?<=-Erfolg\s)|(?<=\()|(?<=\d:\d\)\s))(?:n\.\s?V\.|n\.\s?E\.|i\.\s?E\.|n\.\s?P\.|i\.\s?V\.)(?!\w)"), extra, "VEP"),
            Rule("postcode", re.compile(r"(?:(?<=\d,\s)|(?<=\d[a-z],\s)|(?<=\bD-))\d{5}(?=\s[A-ZÄÖÜ][a-zäöüß])"), lambda m: self.digits(m.group()), DIGITS),
        )  # fmt: skip

    def late(self) -> tuple[Rule, ...]:
        """Ordinals that stand alone, those before a noun, then years."""
        return (
            *self._alone(),
            *self._before_nouns(),
            Rule(
                "year",
                re.compile(
                    r"(?<![\d.,])(1[1-9]\d\d|20\d\d)(?!\d|[.,]\d|\s(?!München\b)[A-ZÄÖÜ][a-zäöü]+(?:en|er|e)\b)"
                ),
                lambda m: self.year(int(m.group())),
                "12",
            ),
        )

    def _alone(self) -> tuple[Rule, ...]:
        """Am 24., jeder 5., in den 1., als 3. ins Ziel."""

        def last_day(match: re.Match[str]) -> str:
            """Wir sehen uns am 24."""
            return f"{self.nth(int(match.group(1)))}n" + ("" if re.match(r"\S?\s[a-z]", follows(match, 3)) else ".")

        def every(match: re.Match[str]) -> str:
            """Jeder 5. ist arm; in den 1., sie in den 3. Stock: the noun is not said or comes later."""
            said = self.ordinal(int(match.group(1)), before(match))
            return said + ("." if match.end() == len(match.string) else "")

        return (
            Rule(
                "every",
                re.compile(
                    r"(?:(?<=\b[Jj]eder\s)|(?<=\b[Jj]ede\s)|(?<=\b[Jj]edes\s)|(?<=\b[Jj]edem\s)|(?<=\b[Jj]eden\s))(\d{1,3})\.(?=\s[a-zäöü]|[,;)]|$)"
                ),
                every,
                ".",
            ),
            Rule(
                "elliptic",
                re.compile(
                    r"(?:(?<=\bden\s)|(?<=\bdem\s)|(?<=\bder\s)|(?<=\bdie\s)|(?<=\bdas\s)|(?<=\bim\s)|(?<=\bam\s)|(?<=\bzum\s)|(?<=\bvom\s))(\d{1,3})\.(?=,|\sin\s(?:Folge|Serie)\b)"
                ),
                every,
                ".",
            ),
            Rule(
                "day-last",
                re.compile(
                    r"(?:(?<=\bam\s)|(?<=\bvom\s)|(?<=\bzum\s)|(?<=\bAm\s)|(?<=\bden\s))(\d{1,2})\.(?=[”“\"’)]?$|[”“\"’)]?\s(?:und|oder|bis|sowie)\s)"
                ),
                last_day,
                ".",
            ),
            *self._places(),
        )

    def _places(self) -> tuple[Rule, ...]:
        """Als 3. ins Ziel, er wurde 3., der 1. FC."""

        def placed(match: re.Match[str]) -> str:
            """Er wurde 3."""
            return self.nth(int(match.group(1))) + "r" + ("." if match.end() == len(match.string) else "")

        def club(match: re.Match[str]) -> str:
            """1. FC, 1. FSV, 2. SC: masculine."""
            return self.ordinal(int(match.group(1)), before(match), "Klub")

        return (
            Rule(
                "ranked",
                re.compile(
                    r"(?<=\b[Aa]ls\s)(\d{1,3})\.(?=\s(?:ins|in|im|am|an|auf|ab|ein|durch|und|vor|hinter|über|von|der|des)\b)"
                ),
                lambda m: self.nth(int(m.group(1))) + "r",
                ".",
            ),
            Rule(
                "placed",
                re.compile(r"(?<=\bwurde\s)(\d{1,2})\.(?=$|\s(?:und|in|im|bei|beim|auf|hinter|vor|über)\b)"),
                placed,
                ".",
            ),
            Rule(
                "club",
                re.compile(r"(?<![\w.,])(\d{1,2})\.(?=\s(?:FC|FSV|FFC|SC|SV|VC|BC|HC|EV|TSV|TV|VfL|VfB|RC)\b)"),
                club,
                ".",
            ),
        )

    def _before_nouns(self) -> tuple[Rule, ...]:
        """Ordinals before a noun, behind an article."""

        def nth(match: re.Match[str]) -> str:
            return self.ordinal(int(match.group(1)), before(match), noun_ahead(match))

        def numeral(match: re.Match[str]) -> str:
            return self.ordinal(roman(match.group(1)), before(match), noun_ahead(match))

        def both(match: re.Match[str]) -> str:
            first, last = (self.ordinal(int(match.group(i)), before(match), noun_ahead(match)) for i in (1, 2))
            word = next((each for each in ("und", "oder") if each in match.group().replace("/", "und")), "bis")
            return f"{first} {word} {last}"

        nouns = "|".join(self.table["ranked"])
        ranked = re.compile(rf"\s(?:{nouns})")
        return (
            Rule(
                "ordinals",
                re.compile(r"(?<![\w.,])(\d{1,3})\.\s?(?:-|–|/|bis|und|oder)\s?(\d{1,3})\.(?=\s[A-ZÄÖÜ])"),
                lambda m: both(m) if DETERMINED.search(before(m)) or ranked.match(follows(m, 40)) else None,
                ".",
            ),
            Rule(
                "ordinal",
                re.compile(
                    r"(?:(?<=\s)|^)(\d{1,3})\.(?=\s(?:[A-ZÄÖÜ]|[a-zäöüß]+(?:e|en|er|es|em)\s|Jh|(?:und|oder|bis)\s(?:\d{1,3}\.|[a-zäöü]+e[nrsm]?\s[A-ZÄÖÜ])))"
                ),
                lambda m: nth(m) if DETERMINED.search(before(m)) else None,
                ".",
            ),
            Rule("ordinal-roman", re.compile(rf"\b([IVX]{{1,4}})\.(?=\s(?:{nouns}))"), numeral, "IVX"),
            Rule("ordinal-noun", re.compile(rf"(?<![\w.,])(\d{{1,3}})\.(?=\s(?:{nouns}))"), nth, "."),
        )


order, bare = european.grammar(lambda _language: German())
