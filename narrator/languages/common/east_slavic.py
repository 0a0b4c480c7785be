"""What Russian and Ukrainian share: the word before a number asks for a case, and number and noun both stand in it.

Cases are one letter each: n(ominative), g(enitive), d(ative), a(ccusative), i(nstrumental), p(repositional or locative).
"""

from __future__ import annotations

import re

from narrator.languages import tables
from narrator.languages.common.romans import roman
from narrator.languages.common.slavic import Slavic
from narrator.languages.common.tongue import any_of, before, follows, last_word
from narrator.languages.rules import Rule

WHOLE = re.compile(r"\d{1,3}(?:[ \u00a0.]\d{3})*|\d{1,6}")
"""Whole numbers of which num2words knows the cases."""
AHEAD = re.compile(r"((?:[^\W\d_]+(?:['’-][^\W\d_]+)*\s+){1,3})$")
"""Up to three words right before a number."""
JOINT = re.compile(
    r"([^\W\d_]+\s+)[-−]?\d[\d\s\u00a0/,.:]*(?:%\s?|[^\W\d_]+\.?\s(?:[^\W\d_]+\.?\s)?)?(?:и|или|і|й|та|або)\s+$"
)
"""The first of two counted things, and the word before it: между 5 и 10 %."""
LATIN = str.maketrans("ІХ", "IX")
SIGNED = re.compile(r"[-−–+]\s?$")
NUMBERED = re.compile(r"\b(?:абз|гл|п|пп|подп|пп|ч|ст|підп|розд)\.\s?\d+(?:[.,–-]\s?\d+)*\s$")
"""A part of a law before a larger one, which then stands in the genitive: п. 3 ст. 12."""


PLACED = re.compile(
    r"\s(?:от|від|к\s(?:северу|югу|западу|востоку)|на\s(?:північ|південь|захід|схід)|случаев|випадків)\b"
)
"""Behind в and an amount: в пяти километрах от города, в тридцати процентах случаев."""


class EastSlavic(Slavic):
    """Russian and Ukrainian: the words that ask for cases stand in their ``cases.toml``."""

    locative: frozenset[str] = frozenset()
    """Prepositions behind which a place stands in the prepositional case."""

    def __init__(self) -> None:
        super().__init__()
        self.cases = tables.own_or_english(self.name, "cases")
        self._governs = {word: case for case, words in self.cases["governs"].items() for word in words}

    def in_case(self, value: int, case: str, gender: str = "m") -> str:
        """A whole number in a case, its last ones in a gender (m, f, n)."""
        raise NotImplementedError

    def declined(self, noun: str, case: str, *, plural: bool = False) -> str:
        """A noun of the tables in a case; ``noun`` is its nominative in the singular or, for the plural, its form behind three."""
        raise NotImplementedError

    def decimal(self, written: str, forms: list[str], case: str) -> str:
        """A number with decimals, and its noun, in a case."""
        raise NotImplementedError

    def ordinal_in(self, value: int, case: str, gender: str) -> str:
        """An ordinal in a case and a gender."""
        raise NotImplementedError

    def case_asked(self, front: str) -> str:
        """The case that the words before a number ask for; empty where none does. Also over an "and": до 3 и 5 %."""
        ahead = AHEAD.search(JOINT.sub(r"\1", SIGNED.sub("", front)))
        words = ahead.group(1).lower().split() if ahead else []
        return next(
            (self._governs[key] for at in range(len(words)) if (key := " ".join(words[at:])) in self._governs), ""
        )

    def front(self, match: re.Match[str]) -> str:
        """The words before an amount; в with a distance from somewhere, or a part of many, asks for the place."""
        front = before(match, 40)
        if last_word(front) in ("в", "во", "у") and PLACED.match(follows(match, 40)):
            return "при "
        return front

    def asks_genitive(self, front: str) -> bool:
        """Whether the words before a number ask for the genitive."""
        return super().asks_genitive(front) or self.case_asked(front) == "g"

    def gender_of(self, noun: str) -> str:
        """The gender of a noun of the tables, by its nominative."""
        first = noun.split()[-1 if noun.split()[0].endswith(("ая", "ый", "ий")) else 0]
        return "f" if first.endswith(("а", "я")) or first in self.table["feminine"] else "m"

    def amount(self, written: str, forms: list[str], front: str) -> str:
        """До сорока одной гривны, к ста рублям, на двадцать одну тонну."""
        case = self.case_asked(front)
        if written[:1] in ("-", "−", "+"):
            sign = self.table["plus" if written[0] == "+" else "minus"]
            return f"{sign} {self.amount(written[1:], forms, front)}"
        whole, _, fraction = self.parts(written)
        if not WHOLE.fullmatch(whole) or (len(whole) > 1 and whole[0] == "0") or (fraction and not case):
            return super().amount(written, forms, front)
        if not case:
            value = int(re.sub(r"\D", "", whole))
            return f"{self.in_case(value, 'n', self.gender_of(forms[0]))} {self.form(forms, written)}"
        if fraction:
            return self.decimal(written, forms, case)
        return self._whole_amount(int(re.sub(r"\D", "", whole)), forms, case)

    def _whole_amount(self, value: int, forms: list[str], case: str) -> str:
        gender = self.gender_of(forms[0])
        if case == "a":
            noun = self.declined(forms[0], "a") if self.is_one(value) else self.form(forms, str(value))
            return f"{self._taken(self.number(value, forms[0]))} {noun}"
        if self.is_one(value):
            noun = self.declined(forms[0], case)
        else:
            noun = forms[2] if case == "g" else self.declined(forms[1], case, plural=True)
        return f"{self.in_case(value, case, gender)} {noun}"

    def _taken(self, words: str) -> str:
        """A number's accusative: only a feminine one differs."""
        return re.sub(r"\bодна\b", "одну", re.sub(r"\b(тысяч|тисяч)а\b", r"\1у", words))

    def behind_range(self, front: str) -> str:
        """The word before a range asks for the case of both its numbers."""
        return front

    def ranged(self, low: str, high: str, forms: list[str], front: str) -> str:
        """От пяти — десяти процентов."""
        case = self.case_asked(front)
        if not WHOLE.fullmatch(low):
            return super().ranged(low, high, forms, front)
        said = self.in_case(int(re.sub(r"\D", "", low)), "n" if case in ("", "a") else case, self.gender_of(forms[0]))
        return f"{said} {self.table['to']} {self.amount(high, forms, front)}"

    def counted(self, written: str, noun: str, front: str) -> str:
        """Не хватает пяти врачей; около тридцати человек; в двадцати одном городе."""
        case = self.case_asked(front)
        if not WHOLE.fullmatch(written) or (len(written) > 1 and written[0] == "0") or self.is_oblique(noun):
            return super().counted(written, noun, front)
        value = int(re.sub(r"\D", "", written))
        if case == "g" and value % 10 in (2, 3, 4) and value % 100 not in (12, 13, 14) and self.is_few(noun):
            case = ""
        if self.is_one(value) and case in ("", "a", "g") and (gender := self._place_of_one(noun, front)):
            return self.in_case(value, "p", gender)
        if value == 1 and last_word(front) == "по" and noun.endswith(("у", "ю", "е")):
            return self.in_case(1, "d", "f" if noun.endswith("е") else "m")
        if case in ("", "a"):
            return self._taken(super().counted(written, noun, front)) if case else super().counted(written, noun, front)
        return self.in_case(value, case, "f" if self.is_one(value) and noun.endswith(("ы", "и", "і")) else "m")

    def is_few(self, noun: str) -> bool:
        """Whether a noun stands as behind two in the nominative: из 52 дронов и 2 ракеты."""
        return len(noun) > 3 and noun.endswith(("ы", "и", "і", "ї", "а", "я"))

    def is_oblique(self, noun: str) -> bool:
        """Whether a noun's ending alone tells the case of its number: в пяти городах."""
        return len(noun) > 4 and noun.endswith(("ах", "ях", "ами", "ями", "ьми", "ам", "ям"))

    def _place_of_one(self, noun: str, front: str) -> str:
        """The gender of a noun behind в, на: в двадцати одном городе; empty where it is no place."""
        if last_word(front) not in self.locative or len(noun) < 4:
            return ""
        if not noun.endswith(("е", "и", "і", "ї", "ку", "ві")):
            return ""
        if noun.endswith(("ии", "ости", "ції", "ості")) or f"{noun[:-1]}а" in self.table["feminine"]:
            return "f"
        return "m" if noun[-1] != "и" else ""

    def short_form(self, word: str, match: re.Match[str]) -> str:
        """A short form's noun in the case of its place: на улице, по части второй статьи."""
        if word not in self.cases["declined"]:
            return word
        front = before(match, 40)
        part = NUMBERED.search(front)
        if part and not part.group().startswith(("ст", "гл", "розд")):
            return self.declined(word, "g")
        last = last_word(front)
        case = self.cases["nouns"].get(last) or self.case_asked(front)
        if not case:
            endings = self.cases["adjectives"].get(self.gender_of(word), {})
            case = next((case for ending, case in endings.items() if last.endswith(ending)), "n")
        return word if case == "n" else self.declined(word, case)

    def law_parts(self) -> tuple[Rule, ...]:
        """Ч. 2 ст. 5: a part of an article of a law is an ordinal."""

        def part(match: re.Match[str]) -> str:
            word, front = self.table["abbreviations"]["ч."], before(match, 40)
            asked = self.cases["nouns"].get(last_word(front)) or self.case_asked(front) or "n"
            case = "g" if NUMBERED.search(front) else asked
            said = f"{self.declined(word, case) if case != 'n' else word} {self.ordinal_in(int(match.group(1)), case, 'f')}"
            return said[0].upper() + said[1:] if match.group()[0].isupper() else said

        return (Rule("law-part", re.compile(r"(?<![\w.])[чЧ]\.\s?(\d{1,2})(?=\s(?:ст\.|статт|стать))"), part, "чЧ"),)

    def lettered_shorts(self) -> tuple[Rule, ...]:
        """На 90+4-й минуте; в 30-х гг.: short forms behind a number with letters."""

        def minute(match: re.Match[str]) -> str:
            return f"{self.cardinal(int(match.group(1)))} {self.table['plus']} {self.ordinal_in(int(match.group(2)), 'p', 'f')}"

        pattern = re.compile(r"(?<![\w.,])(45|90|105|120)\s?\+\s?(\d{1,2})-(?:й|ій|ой)(?=\s(?:хвилині|минуте))")
        cases = {"м": "p", "му": "p", "й": "n", "го": "g", "ом": "p"}
        kilometer = str(self.table["units"]["км"][0])

        def kilometers(match: re.Match[str]) -> str:
            """На 101-м км трассы."""
            case = cases[match.string[: match.start()].rstrip().rpartition("-")[2]]
            return kilometer if case == "n" else self.declined(kilometer, case)

        inside, of, short = map(str, self.cases["decade"])

        def decade(match: re.Match[str]) -> str:
            """В 30-х гг., конец 30-х гг."""
            return inside if last_word(before(match, 24).rsplit(" ", 2)[0]) in self.locative else of

        return (
            Rule("added-minute", pattern, minute, "+"),
            Rule(
                "kilometer-short",
                re.compile(r"(?:(?<=\d-м\s)|(?<=\d-му\s)|(?<=\d-й\s)|(?<=\d-го\s)|(?<=\d-ом\s))км(?!\w)"),
                kilometers,
                "к",
            ),
            Rule("decade-short", re.compile(rf"(?<=\d-х\s){short}\."), decade, short[0]),
        )

    def years_since(self) -> tuple[Rule, ...]:
        """С 2014 по 2020 год: the first year has no word of its own."""
        year = r"(?:1[89]\d\d|20\d\d)"
        pattern = re.compile(rf"(?<=\b[СсЗз]\s){year}(?=\s(?:по|до)\s{year}\s?(?:-|год|г\.|рік|рок|р\.))")
        return (Rule("year-since", pattern, lambda m: self.ordinal_in(int(m.group()), "g", "m"), "сСзЗ"),)

    def taken(self, noun: str) -> str:
        """Рублей за тонну."""
        return self.declined(noun, "a")

    def opening(self, first: tuple[int, int], last: tuple[int, int], front: str, word: str) -> str:
        """С девяти до восемнадцати часов; з дев'ятої до вісімнадцятої."""
        since = self.cases["since"]
        start, end = self.time_in_words(*first, f"{since} ", ""), self.time_in_words(*last, "до ", word)
        return f"{'' if last_word(front) in self._governs else since} {start} до {end}".strip()

    def part(self, top: int, bottom: int, front: str) -> str:
        """Около одной трети; в одной четвёртой финала, в двух третьих случаев."""
        case = "g" if self.asks_genitive(front) else "p" if last_word(front) in ("в", "во", "у") else ""
        if not case:
            return self.fraction(top, bottom)
        head = self.in_case(top, case, "f")
        if top == 1:
            named = self.cases["parts"].get(str(bottom)) if case == "g" else None
            return f"{head} {named or self.ordinal_in(bottom, case, 'f')}"
        return f"{head} {self.ordinals_in(bottom, case)}"

    def ordinals_in(self, value: int, case: str) -> str:
        """An ordinal of several in the genitive or the prepositional, which are alike."""
        raise NotImplementedError

    def ranked(self) -> tuple[Rule, ...]:
        """Во II квартале, XXI съезд: a Roman numeral before a noun has its gender and its case."""
        stems = {stem: gender for gender, found in self.cases["ranked"].items() for stem in found}

        def rank(match: re.Match[str]) -> str | None:
            stem, ending = match.group("stem"), match.group("ending")
            gender = stems[stem.lower()]
            case = self.cases["endings"][gender].get(ending)
            if case is None:
                return None
            value = roman(match.group("roman").translate(LATIN))
            return f"{self.ordinal_in(value, case, gender)} {stem}{ending}"

        pattern = rf"(?<![\w.])(?P<roman>(?=[IVXІХ])[XХ]{{0,3}}(?:[IІ][XХ]|[IІ]V|V?[IІ]{{0,3}}))\s(?P<stem>(?i:{any_of(list(stems))}))(?P<ending>[^\W\d_]{{0,3}})(?!\w)"
        return (Rule("ranked-roman", re.compile(pattern), rank, "IVXІХ"),)

    def pairs(self) -> tuple[Rule, ...]:
        """Между 5 и 10 %, из 5 или 6: the first number has no noun of its own."""

        def first(match: re.Match[str]) -> str | None:
            case = self.case_asked(before(match, 40))
            if case in ("", "a") or re.match(
                r"\s(?:и|или|і|й|та|або)\s\d{1,2}\s(?:" + "|".join(self.months) + ")", follows(match, 40)
            ):
                return None
            return self.in_case(int(match.group()), case)

        return (Rule("pair", re.compile(r"(?<=[^\W\d_]\s)\d{1,3}(?=\s(?:и|или|і|й|та|або)\s\d)"), first, "и й і т а"),)
