"""Ukrainian: gender and case of numbers, ordinals by the letters behind them, joined adjectives, centuries."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.east_slavic import EastSlavic
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import last_word
from narrator.languages.rules import DIGITS, Rule
from narrator.languages.uk.cases import NUMBERS, declined

LOCATIVE = frozenset(["у", "в", "на", "о", "об", "по", "при"])
BEGINNINGS = frozenset(
    [
        "рр",
        "роках",
        "років",
        "початку",
        "кінця",
        "середини",
        "половини",
        "початок",
        "кінець",
        "середині",
        "кінці",
        "половині",
    ]
)
GENITIVE = frozenset(
    [
        "з",
        "із",
        "зі",
        "до",
        "від",
        "після",
        "близько",
        "біля",
        "протягом",
        "упродовж",
        "впродовж",
        "понад",
        "раніше",
        "пізніше",
    ]
)
CASES = {
    "feminine": ("а", "я"), "neuter": ("е", "є"), "genitive": ("ого", "ього"), "dative": ("ому", "ьому"),
    "of_her": ("ої", "ьої"), "to_her": ("ій", "ій"), "her": ("у", "ю"), "with": ("им", "ім"), "many": ("і", "і"), "of_many": ("их", "іх"), "with_many": ("ими", "іми"), "with_her": ("ою", "ьою"), "by_it": ("им", "ім"),
}  # fmt: skip
"""Endings of an ordinal, of the hard and of the soft stem."""
WRITTEN = (
    (("го",), "genitive"), (("му",), "dative"), (("ї", "ої"), "of_her"), (("ій",), "to_her"), (("ю", "ту", "шу", "гу", "тю", "ьму", "у"), "her"), (("им", "ім", "м"), "with"),
    (("ті", "ші", "гі", "мі", "і"), "many"), (("х", "их", "ти", "ми"), "of_many"), (("а", "я", "ша", "га", "тя", "та", "ма"), "feminine"), (("е", "є", "ше", "ге", "тє", "те", "ме"), "neuter"),
)  # fmt: skip
LETTERS = "|".join(sorted({letters for row in WRITTEN for letters in row[0]} | {"й", "ий"}, key=len, reverse=True))
OBLIQUE = (("ах", "p"), ("ях", "p"), ("ами", "i"), ("ями", "i"), ("ьми", "i"), ("ам", "d"), ("ям", "d"))
"""Endings of a noun in the plural, and the case of its number: у п'яти містах."""
JOINED = {1: "одно", 2: "дво", 3: "три", 4: "чотири", 40: "сорока", 90: "дев'яносто", 100: "сто", 1000: "тисячо"}
HALVES = {2: ("половина", "половини"), 3: ("третина", "третини"), 4: ("чверть", "чверті")}
PLACES = {"м.": ("місто", "місті", "міста"), "с.": ("село", "селі", "села"), "смт": ("селище", "селищі", "селища"), "с-ще": ("селище", "селищі", "селища")}  # fmt: skip
"""Short forms before a name: the nominative, behind у and на, behind до and з."""
NOMINATIVE = ("січень", "лютий", "березень", "квітень", "травень", "червень", "липень", "серпень", "вересень", "жовтень", "листопад", "грудень")  # fmt: skip
CASE_NAMES = {
    "n": "nominative",
    "g": "genitive",
    "d": "dative",
    "a": "accusative",
    "i": "instrumental",
    "p": "locative",
}
"""As num2words has them."""
HUNDREDS = ((re.compile(r"(?<=[хи])ста\b"), "сот"),)
MILLIONS = ((re.compile(r"(?<=льйон)ів\b|(?<=льярд)ів\b"), "ами"),)
FEMININE = re.compile(r"(?:ції|сії|зії|гії|мії|фії|(?<!г)ості|иці|рні|нтки|истки|льки|янки|ндидатки)$")
"""Endings of nouns that are feminine behind two, whether a table lists them or not: дві кандидатки, дві станції."""
NEUTER = re.compile(r"(?:о|е|ння|ття)$")


class Ukrainian(EastSlavic):
    """Ukrainian."""

    name = "uk"
    hundredths = False
    locative = LOCATIVE

    def cardinal(self, value: int, **how: object) -> str:
        """As num2words has it; a single thousand is not counted."""
        words = super().cardinal(value, **how)
        return re.sub(r"^(?:одна|однієї|одній|одну|однією) (?=тисяч)", "", words)

    def in_case(self, value: int, case: str, gender: str = "m") -> str:
        """До двохсот, п'ятьма, сорока однієї."""
        how = {"case": CASE_NAMES[case], "gender": {"m": "masculine", "f": "feminine", "n": "neuter"}[gender]}
        head, tail = divmod(value, 1000)
        words = self.cardinal(value, **(how if tail or not head else {"case": how["case"]}))
        for written, right in (*NUMBERS, *(MILLIONS if case == "i" else HUNDREDS if case == "g" else ())):
            words = written.sub(right, words)
        return words

    def declined(self, noun: str, case: str, *, plural: bool = False) -> str:
        """Сорока одній гривні, квадратними кілометрами."""
        return declined(noun, case, plural=plural)

    def decimal(self, written: str, forms: list[str], case: str) -> str:
        """Decimals stay as they are: до чотири кома вісім відсотка would not be said otherwise by a reader."""
        return f"{self.number_in_words(written, forms[0])} {self.form(forms, written)}"

    def ordinal_in(self, value: int, case: str, gender: str) -> str:
        """Частиною другою."""
        if gender == "m":
            return self.ordinal(value, {"g": "genitive", "d": "dative", "p": "dative", "i": "with"}.get(case, ""))
        return self.ordinal(
            value, {"g": "of_her", "d": "to_her", "p": "to_her", "a": "her", "i": "with_her"}.get(case, "feminine")
        )

    def number(self, value: int, noun: str = "") -> str:
        """Одна особа, дві ракети, двадцять один дрон, одне місто."""
        word = noun.lower()
        case = next((case for ending, case in OBLIQUE if word.endswith(ending) and len(word) > 4), "")
        if word.endswith(("грам", "клам", "драм")):
            case = ""
        if case and (value > 1 or case != "d"):
            return self.in_case(value, case)
        if value % 10 in (1, 2) and value % 100 not in (11, 12) and word:
            one = value % 10 == 1
            if word in self.table["feminine"] or (one and word.endswith(("а", "я")) and not NEUTER.search(word)):
                return self.cardinal(value, gender="feminine")
            if not one and FEMININE.search(word):
                return self.cardinal(value, gender="feminine")
            if one and word.endswith(("у", "ю")) and {word[:-1] + "а", word[:-1] + "я"} & set(self.table["feminine"]):
                return re.sub(r"одна$", "одну", self.cardinal(value, gender="feminine"))
            if one and NEUTER.search(word):
                return re.sub(r"один$", "одне", self.cardinal(value))
        return self.cardinal(value)

    def ordinal(self, value: int, case: str = "") -> str:
        """An ordinal in a case of ``CASES``; the masculine nominative without one."""
        words = re.sub(r"^одна (?=тисяча\b)", "", self.nth(value))
        if not case:
            return words
        hard, soft = CASES[case]
        return words[:-2] + (soft if words.endswith("ій") else hard)

    def day(self, day: int, before: str) -> str:
        """The genitive, as a date has it; по asks for the accusative."""
        front = last_word(before)
        if front in ("по", "на", "за"):
            return self.ordinal(day, "neuter")
        if front in ("між", "перед"):
            return self.ordinal(day, "with")
        return self.ordinal(day, "genitive")

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """Behind a date, the genitive with the word for the year unless that is written."""
        if not dated:
            return self.ordinal(value)
        written = re.match(r"\s?(?:року|р\.)", follows)
        return self.ordinal(value, "genitive") + ("" if written else " року")

    def month_of(self, month: int, value: int) -> str:
        """The nominative of the month: листопад дві тисячі двадцять третього року."""
        return f"{NOMINATIVE[month - 1]} {self.ordinal(value, 'genitive')} року"

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str | None:
        """О чотирнадцятій тридцять, до сімнадцятої; without a preposition the hours are counted, not told."""
        front = last_word(before)
        case = (
            "her"
            if re.search(r"(?:[Сс]таном|запланован\w*|призначен\w*|заплановано|призначено) на $", before)
            else "to_her"
            if front in LOCATIVE
            else "of_her"
            if front in GENITIVE
            else "with_her"
            if self.case_asked(before) == "i"
            else "feminine"
        )
        if word.startswith("год") and case == "feminine":
            return None
        said = self.ordinal(hour, case) if hour else {"to_her": "нульовій", "of_her": "нульової"}.get(case, "нульова")
        if word:
            return f"{said} {word}"
        if not minute:
            return said
        return f"{said} {'нуль ' if minute < 10 else ''}{self.cardinal(minute, gender='feminine')}"

    def ratio(self, first: str, last: str) -> str:
        """Один до двадцяти п'яти тисяч."""
        return f"{self.number_in_words(first)} до {self.cardinal(int(re.sub(r'[^0-9]', '', last)), case='genitive')}"

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Дві з половиною години."""
        number = self.number(int(re.sub(r"\D", "", whole)), noun)
        return f"{number} з половиною" if (top, bottom) == (1, 2) else f"{number} {self.fraction(top, bottom)}"

    def fraction(self, top: int, bottom: int) -> str:
        """Дві третіх, одна половина."""
        if bottom in HALVES:
            one, many = HALVES[bottom]
            return one if top == 1 else f"{self.cardinal(top, gender='feminine')} {many}"
        head = self.cardinal(top, gender="feminine")
        return f"{head} {self.ordinal(bottom, 'feminine' if top % 10 == 1 and top != 11 else 'of_many')}"

    def ordinals_in(self, value: int, case: str) -> str:
        """Двох третіх."""
        return self.ordinal(value, "of_many")

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Карл Третій, Єлизавета Друга, Карла Третього."""
        if name[0].isupper() and name in self.table["rulers"]:
            return self.ordinal(value, "feminine" if name.endswith(("а", "я")) else "").capitalize()
        stem, ending = name[:-1], name[-1]
        if name[0].isupper() and ending in ("а", "у") and not {stem, f"{stem}о"}.isdisjoint(self.table["rulers"]):
            return self.ordinal(value, "genitive" if ending == "а" else "dative").capitalize()
        return self.cardinal(value) if name in self.table["numbered"] else None

    def joined(self, value: int) -> str:
        """A number as the first part of an adjective: сорокап'яти-."""
        if value in JOINED:
            return JOINED[value]
        if value in (200, 300, 400, 500, 600, 700, 800, 900):
            return self.in_case(value, "g").replace(" ", "")
        if value < 20 or (value < 100 and value % 10 == 0):
            return self.cardinal(value, case="genitive").replace(" ", "")
        step = 10 if value < 100 else 100 if value < 1000 else 1000
        head, rest = value - value % step, value % step
        return (self.joined(head) if head != value else self.cardinal(value, case="genitive").replace(" ", "")) + (
            self.joined(rest) if rest else ""
        )

    def early(self) -> tuple[Rule, ...]:
        """Centuries, years with their word, ordinals with letters, joined adjectives: all before the dates."""
        return (
            *self._places(),
            *self.ranked(),
            *self.law_parts(),
            *self.years_since(),
            *self.lettered_shorts(),
            *self._hours(),
            Rule("page", re.compile(r"(?<![\w.])с\.(?=\s?\d)"), lambda m: "сторінка", "с"),
            *self._centuries(),
            *self._lettered(),
            *self._years(r"\s?[-–—]\s?(1[1-9]\d\d|20\d\d)"),
            *self._years("()", r"р\.|рр\."),
        )

    def _places(self) -> tuple[Rule, ...]:
        """A town or a village in the case that its preposition asks for: у м. Києві."""

        def place(match: re.Match[str]) -> str:
            front = last_word(match.string[: match.start()][-16:])
            named, where, of = PLACES[match.group(1)]
            return where if front in LOCATIVE else of if front in GENITIVE else named

        return (Rule("place", re.compile(r"(?<![\w.])(м\.|с\.|смт|с-ще)(?=\s?[А-ЯІЇЄҐ])"), place, "мс"),)

    def _hours(self) -> tuple[Rule, ...]:
        """О 14-00; з 10 до 12 год."""

        def time_of(match: re.Match[str]) -> str | None:
            return self.time_in_words(int(match.group(1)), int(match.group(2)), match.string[: match.start()], "")

        def in_full(match: re.Match[str]) -> str:
            """О 21 год 30 хв."""
            minutes = self.amount(match.group(2), self.table["units"]["хв"], "")
            return f"{self.ordinal(int(match.group(1)), 'to_her')} годині {minutes}"

        def between(match: re.Match[str]) -> str:
            first, last = (self.ordinal(int(match.group(i)), "of_her") for i in (2, 3))
            return f"{match.group(1)} {first} до {last} години"

        return (
            Rule(
                "clock-words", re.compile(r"(?<=\b[оО]\s)([01]?\d|2[0-3])\sгод\.?\s([0-5]?\d)\sхв(?!\w)"), in_full, "г"
            ),
            Rule("clock-dash", re.compile(r"(?<=\b[оО]\s)([01]?\d|2[0-3])-([0-5]\d)(?![\w-])"), time_of, "-"),
            Rule(
                "hours",
                re.compile(r"\b([зЗ])\s([1-9]|1\d|2[0-4])\sдо\s([1-9]|1\d|2[0-4])\sгод(?:ини|\.)?(?!\w)"),
                between,
                "г",
            ),
        )

    def _centuries(self) -> tuple[Rule, ...]:
        def century(match: re.Match[str]) -> str:
            written, word = match.group(1), match.group(2)
            value = int(written) if written.isdecimal() else roman(written.translate(str.maketrans("ІХ", "IX")))
            place = word == "столітті" or (word == "ст." and last_word(match.string[: match.start()][-12:]) in LOCATIVE)
            case = (
                "dative"
                if place
                else "genitive"
                if word == "століть" or last_word(match.string[: match.start()][-12:]) in GENITIVE | BEGINNINGS
                else "neuter"
            )
            return f"{self.ordinal(value, case)} {'столітті' if place else 'століття' if word == 'ст.' else word}{'.' if word == 'ст.' and not match.string[match.end() :].strip() else ''}"

        return (
            Rule(
                "century",
                re.compile(
                    r"(?<!\w)(\d{1,2}|[IVXІХ]{1,6})(?:-?(?:го|му|те|е))?\s(століття|столітті|ст\.(?!\s?\d))(?!\w)"
                ),
                century,
                "ст",
            ),
        )

    def _years(self, second: str, words: str = r"рік|року|році|роком|р\.|роках|роки|рр\.") -> tuple[Rule, ...]:
        """Years with their word; ``second`` is the pattern of the last one of a span, a group that may be empty."""
        cases = {
            "рік": "",
            "року": "genitive",
            "році": "dative",
            "роком": "with",
            "р.": "genitive",
            "роках": "dative",
            "роки": "",
            "років": "genitive",
            "рр.": "genitive",
        }

        def year(match: re.Match[str]) -> str | None:
            word = match.group(3)
            front = re.search(r"\d\s+([^\W\d_]+)\s$", match.string[: match.start()][-16:])
            if front and front.group(1) in self.months:
                return None
            is_in = word in ("р.", "рр.") and last_word(match.string[: match.start()][-4:]) in ("у", "в")
            case = "dative" if is_in else cases[word]
            first = self.ordinal(int(match.group(1)), case)
            second = f" — {self.ordinal(int(match.group(2)), case)}" if match.group(2) else ""
            stop = "." if word.endswith(".") and not match.string[match.end() :].strip(' "”»)') else ""
            return f"{first}{second} { {'р.': 'році' if is_in else 'року', 'рр.': 'роках' if is_in else 'років'}.get(word, word) }{stop}"

        return (
            Rule(
                "year-word",
                re.compile(
                    rf"(?<![\d.,/])(1[1-9]\d\d|20\d\d|\d{{1,4}}(?=\s(?:рік|року|році|роком|р\.)\s(?:до\s)?(?:н\.\s?е|нашої\sери))){second}(?:-(?:й|го|му|х|ті))?\s({words})(?!\w)"
                ),
                year,
                "р",
            ),
        )

    def _lettered(self) -> tuple[Rule, ...]:
        def nth(match: re.Match[str]) -> str:
            value, letters = int(match.group(1)), match.group(2)
            if letters in ("х", "ти", "ми", "ох") and 2 <= value <= 20 and not match.group("decade"):
                return self.cardinal(value, case="genitive")
            follows = match.string[match.end() : match.end() + 20]
            front = last_word(match.string[: match.start()][-6:])
            if letters == "й" and (front in ("о", "об") or re.match(r"\s[а-яіїєґ]+і\b", follows)):
                return self.ordinal(value, "to_her")
            if letters == "му" and re.match(r"\s[а-яіїєґ']+[ую]\b", follows) and value % 10 in (7, 8):
                return self.ordinal(value, "her")
            return self.ordinal(value, next((case for written, case in WRITTEN if letters in written), ""))

        def joined(match: re.Match[str]) -> str:
            return self.joined(int(match.group(1))) + match.group(2)

        return (
            Rule("lettered", re.compile(rf"(?<![\w.,])(\d{{1,4}})-({LETTERS})(?!\w)(?P<decade>(?=\sрок))?"), nth, "-"),
            Rule("joined", re.compile(r"(?<![\w.,])(\d{1,4})-([а-яіїєґ][а-яіїєґ']{3,})"), joined, "-"),
        )

    def late(self) -> tuple[Rule, ...]:
        """A year alone is an ordinal; a number before a noun has its gender."""
        return (
            *self._years("()"),
            *self.pairs(),
            Rule(
                "year",
                re.compile(r"(?<![\d.,])(?<=\(|\s)(1[1-9]\d\d|20\d\d)(?=\)|,\s\d)"),
                lambda m: self.ordinal(int(m.group())),
                DIGITS,
            ),
        )


order, bare = european.grammar(lambda _language: Ukrainian())
