"""Russian: gender and case of numbers, decimals as parts, ordinals in their cases, years, centuries, rulers, hours."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.east_slavic import EastSlavic
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import before as before_of
from narrator.languages.common.tongue import follows, last_word, noun_behind
from narrator.languages.ru.cases import declined
from narrator.languages.rules import DIGITS, Rule

LOCATIVE = frozenset(["в", "во", "на", "о", "об", "при"])
PARTS = {1: "десят", 2: "сот", 3: "тысячн", 4: "десятитысячн"}
"""Stems of the parts that decimals are counted in, by how many digits they have."""
HALVES = {2: ("вторая", "вторых"), 3: ("треть", "трети"), 4: ("четверть", "четверти")}
OBLIQUE = (("ах", "p"), ("ях", "p"), ("ами", "i"), ("ями", "i"), ("ьми", "i"), ("ам", "d"), ("ям", "d"))
"""Endings of a noun in the plural, and the case of its number: в пяти городах."""
TAKEN = re.compile(r"\b(одн)а(\s(?:цел|десят|сот|тысячн))ая\b")
"""What the accusative changes: на ноль целых одну десятую."""
LATIN = str.maketrans("ІХ", "IX")
LETTERS = "ый|ий|ой|й|ая|яя|я|ое|ее|е|ые|ие|ого|его|го|ому|ему|му|ым|им|ом|ем|м|ую|юю|ю|ых|их|х|ыми|ими|ми"
WOMEN = frozenset(["Екатерин", "Елизавет", "Мари", "Анн", "Изабелл", "Виктори", "Маргрете", "Кристин", "Беатрикс"])
PLACES = {"г.": ("город", "городе", "города"), "с.": ("село", "селе", "села"), "пос.": ("посёлок", "посёлке", "посёлка"), "д.": ("деревня", "деревне", "деревни")}  # fmt: skip
"""Short forms before a name: the nominative, behind в and на, behind из and до."""
ROMAN = r"(?=[IVXХ])[XХ]{0,3}(?:I[XХ]|IV|V?I{0,3})"


class Russian(EastSlavic):
    """Russian."""

    name = "ru"
    before_clock = re.compile(r"\b(?:[Вв]|[Сс]|[Дд]о|[Кк]|[Оо]коло|[Пп]осле|[Пп]о|[Нн]а)\s$")
    locative = LOCATIVE

    def cardinal(self, value: int, **how: object) -> str:
        """As num2words has it; a single thousand is not counted: тысяча двести."""
        words = super().cardinal(value, **how)
        return re.sub(r"^(?:одна|одной|одну) (?=тысяч)|^один (?=миллион\b|миллиард\b)", "", words)

    def in_case(self, value: int, case: str, gender: str = "m") -> str:
        """A number in a case (n, g, d, a, i, p), its last ones in a gender (m, f, n)."""
        head, tail = divmod(value, 1000)
        if head and not tail:
            return self.cardinal(value, case=case)
        if head >= 1000:
            return f"{self.cardinal(head * 1000, case=case)} {self.in_case(tail, case, gender)}"
        return self.cardinal(value, case=case, gender=gender, animate=False)

    def number(self, value: int, noun: str = "") -> str:
        """Одна семья, две женщины, два дома, одно окно; в пяти городах."""
        word = noun.lower()
        if not word or word in self.table["no_nouns"]:
            return self.cardinal(value)
        case = next((case for ending, case in OBLIQUE if word.endswith(ending) and len(word) > 4), "")
        if case and value > 1:
            return self.in_case(value, case, self._gender(word, value))
        if value % 10 == 1 and value % 100 != 11 and word in self.cases["missed"]:
            return self.in_case(value, "n").removesuffix("один") + "одного"
        if value % 10 == 1 and value % 100 != 11 and word.endswith(("у", "ю")) and len(word) > 3:
            return self.in_case(value, "a", "f")
        return self.in_case(value, "n", self._gender(word, value))

    def _gender(self, word: str, value: int) -> str:
        """By the noun's ending behind one (nominative) and behind two (genitive singular: две семьи, два дома)."""
        if word in self.table["feminine"]:
            return "f"
        if word in self.table["masculine"]:
            return "m"
        if word in self.table["neuter"]:
            return "n"
        if value % 10 == 1:
            return "f" if word.endswith(("а", "я")) else "n" if word.endswith(("о", "е", "ё")) else "m"
        return "f" if word.endswith(("ы", "и", "ые", "ие", "сть")) else "m"

    def number_in_words(self, written: str, noun: str = "") -> str:
        """Decimals are parts: четыре целых восемь десятых; two and a half is said so."""
        sign = {"-": "минус ", "−": "минус ", "+": "плюс "}.get(written[:1], "")
        whole, mark, fraction = self.parts(written)
        if not fraction or mark == self.table["stop"] or len(fraction) > 4:
            return super().number_in_words(written, noun)
        value = int(re.sub(r"\D", "", whole) or 0)
        if fraction == "5" and value:
            return f"{sign}{self.number(value, noun)} с половиной" if value > 1 else f"{sign}{self._one_and_half(noun)}"
        return sign + self._decimal(value, fraction, "n")

    def _one_and_half(self, noun: str) -> str:
        """By a nominative of the tables (тонна) or a genitive of the text (минуты, часа)."""
        named = {forms[0] for key in ("units", "scales") for forms in self.table[key].values()}
        return "полторы" if noun.endswith(("ы", "и")) or (noun in named and noun.endswith(("а", "я"))) else "полтора"

    def _decimal(self, value: int, fraction: str, case: str) -> str:
        part, whole = int(fraction), self.in_case(value, case, "f")
        one, many = "ая" if case == "n" else "ой", {"d": "ым", "i": "ыми"}.get(case, "ых")
        stem = PARTS[len(fraction)]
        counted = f"{stem}{one if part % 10 == 1 and part % 100 != 11 else many}"
        full = f"цел{one if value % 10 == 1 and value % 100 != 11 else many}"
        return f"{whole} {full} {self.in_case(part, case, 'f')} {counted}"

    def declined(self, noun: str, case: str, *, plural: bool = False) -> str:
        """Сорока одному рублю, квадратными километрами."""
        return declined(noun, case, plural=plural)

    def decimal(self, written: str, forms: list[str], case: str) -> str:
        """До ноля целых пяти десятых процента, к двум с половиной процентам, полутора миллионов."""
        whole, mark, fraction = self.parts(written)
        value = int(re.sub(r"\D", "", whole) or 0)
        if mark == self.table["stop"] or len(fraction) > 4:
            return f"{self.number_in_words(written, forms[0])} {self.form(forms, written)}"
        if case == "a":
            return TAKEN.sub(r"\1у\2ую", f"{self.number_in_words(written, forms[0])} {self.form(forms, written)}")
        if (value, fraction) == (1, "5") and case != "a":
            return f"полутора {forms[2] if case == 'g' else self.declined(forms[1], case, plural=True)}"
        if fraction == "5" and value > 1 and case != "g":
            noun = self.declined(forms[1], case, plural=True)
            return f"{self.in_case(value, case, self.gender_of(forms[0]))} с половиной {noun}"
        return f"{self._decimal(value, fraction, case)} {forms[1]}"

    def ordinal_in(self, value: int, case: str, gender: str) -> str:
        """Части четвёртой."""
        return self.ordinal(value, case, gender)

    def ordinal(self, value: int, case: str = "n", gender: str = "m", *, many: bool = False) -> str:
        """An ordinal in a case (n, g, d, a, i, p), a gender (m, f, n), the plural."""
        if many:
            return self.nth_in(value, case=case, plural=True)
        return self.nth_in(value, case=case, gender=gender, animate=False)

    def nth_in(self, value: int, **how: object) -> str:
        """An ordinal as num2words has it; a single thousand is not counted."""
        return re.sub(r"^одна (?=тысяча)", "", self.cardinal(value, to="ordinal", **how))

    def score(self, first: int, last: int) -> str:
        """Три один."""
        return f"{self.cardinal(first)} {self.cardinal(last)}"

    def ratio(self, first: str, last: str) -> str:
        """Один к двадцати пяти тысячам."""
        return f"{self.number_in_words(first)} к {self.cardinal(int(re.sub('[^0-9]', '', last)), case='d')}"

    def is_numbered(self, name: str) -> bool:
        """Rulers stand in the table by their stems: Екатерине, Петром."""
        return bool(self._stem(name)) or name in self.table["numbered"]

    def _stem(self, name: str) -> str:
        stems = (stem for stem in self.table["rulers"] if name.startswith(stem) and len(name) <= len(stem) + 2)
        return max(stems, key=len, default="")

    def day(self, day: int, before: str) -> str:
        """The genitive of a date; по, на and за ask for the accusative, к for the dative."""
        front = last_word(before)
        if front in ("по", "на", "за"):
            return self.ordinal(day, "n", "n")
        if front in ("между", "перед"):
            return self.ordinal(day, "i", "n")
        return self.ordinal(day, "d" if front in ("к", "ко") else "g", "n")

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """Behind a date, the genitive with the word for the year unless that is written."""
        if not dated:
            return self.ordinal(value)
        written = re.match(r"\s?(?:года|г\.)", follows)
        return self.ordinal(value, "g") + ("" if written else " года")

    def month_of(self, month: int, value: int) -> str:
        """Ноябрь две тысячи двадцать третьего года."""
        return f"{self.month_alone(month)} {self.ordinal(value, 'g')} года"

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str | None:
        """В двадцать тридцать; до двадцати тридцати; тринадцать часов."""
        case = asked if (asked := self.case_asked(before)) in ("g", "d", "i") else "n"
        said = self.in_case(hour, case)
        if minute:
            zero = "ноль " if minute < 10 else ""
            return f"{said} {zero}{self.in_case(minute, 'n' if zero else case)}" + (f" {word}" if word else "")
        if word.startswith("час"):
            return f"{said} {word}"
        word = word.removesuffix("ч.").removesuffix("ч")
        if word:
            return f"{said} {word}"
        return f"{said} {'час' if hour % 20 == 1 and case == 'n' else 'часа' if hour % 20 == 1 and case == 'g' else 'часа' if hour % 20 in (2, 3, 4) and case == 'n' else 'часам' if case == 'd' else 'часами' if case == 'i' else 'часов'}"

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Два с половиной, три целых две третьих."""
        if (top, bottom) == (1, 2):
            return f"{self.number_in_words(whole, noun)} с половиной"
        return f"{self.number_in_words(whole, noun)} и {self.fraction(top, bottom)}"

    def fraction(self, top: int, bottom: int) -> str:
        """Одна треть, две пятых, три четверти."""
        head = self.in_case(top, "n", "f")
        one, many = HALVES.get(bottom, ("", ""))
        if top % 10 == 1 and top != 11:
            return f"{head} {one or self.ordinal(bottom, 'n', 'f')}"
        return f"{head} {many if many and top < 5 else self.ordinal(bottom, 'g', many=True)}"

    def ordinals_in(self, value: int, case: str) -> str:
        """Двух третьих."""
        return self.ordinal(value, case, many=True)

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Пётр Первый, при Екатерине Второй; a chapter is counted."""
        stem = self._stem(name)
        if not stem:
            return (
                self.ordinal(value, gender="f" if name[-1] in "ая" else "m") if name in self.table["numbered"] else None
            )
        ending = name[len(stem) :]
        if stem in WOMEN:
            case = {"у": "a", "ю": "a"}.get(ending, "n" if ending in ("а", "я", "") else "g")
            return self._capitals(self.ordinal(value, case, "f"))
        case = {"а": "g", "я": "g", "у": "d", "ю": "d", "ом": "i", "ем": "i", "е": "p", "и": "p"}.get(ending, "n")
        return self._capitals(self.ordinal(value, case))

    def _capitals(self, words: str) -> str:
        return " ".join(word.capitalize() for word in words.split())

    def early(self) -> tuple[Rule, ...]:
        """Towns, years and centuries with their word, decades, ordinals with letters: all before the dates."""
        dated = (*self._years(), *self._centuries(), *self._lettered())
        return (
            *self._phones(),
            *self._between(),
            *self._places(),
            *self.ranked(),
            *self.law_parts(),
            *self.years_since(),
            *self.lettered_shorts(),
            *dated,
        )

    def _phones(self) -> tuple[Rule, ...]:
        """8 495 555-01-42, 8 (800) 200-00-00."""

        def speak(match: re.Match[str]) -> str:
            return ", ".join(map(self.digits, re.findall(r"\d+", match.group())))

        return (Rule("phone", re.compile(r"(?<![\w.,/-])8[\s-]?\(?\d{3,4}\)?[\s-]?\d{2,3}[\s-]\d\d[\s-]\d\d(?![\w%-]|[.,]\d)"), speak, "8"),)  # fmt: skip

    def _between(self) -> tuple[Rule, ...]:
        """Hours and counts between two prepositions: с 9 до 18 часов."""

        def between(match: re.Match[str]) -> str:
            first, last = (self.in_case(int(match.group(i)), "g") for i in (2, 3))
            return f"{match.group(1)} {first} до {last}"

        return (Rule("between", re.compile(r"\b([Сс])\s(\d{1,3})\sдо\s(\d{1,3})(?![\w%:]|[.,]\d|\s\d{3})"), between, "сС"),)  # fmt: skip

    def _places(self) -> tuple[Rule, ...]:
        def place(match: re.Match[str]) -> str:
            named, where, of = PLACES[match.group(1)]
            front = before_of(match, 16)
            return where if last_word(front) in LOCATIVE else of if self.case_asked(front) == "g" else named

        def age(match: re.Match[str]) -> str:
            """Деду 91 г. и 2 мес.: years, since grams have no stop."""
            return self.amount(match.group(1), ["год", "года", "лет"], "")

        return (
            Rule("age", re.compile(r"(?<![\w.,])(\d{1,3})\sг\.(?=\s(?!до\s)[а-яё]|[,;)])"), age, "г"),
            Rule("place", re.compile(r"(?<![\w.])(?<!\d\s)(г\.|с\.|пос\.|д\.)(?=\s?[А-ЯЁ])"), place, "гспд"),
        )

    def _years(self) -> tuple[Rule, ...]:
        cases = {"год": "n", "года": "g", "году": "p", "годом": "i", "г.": "g"}
        many = {"годы": "n", "годов": "g", "годах": "p", "годам": "d", "гг.": "p", "годами": "i"}

        def year(match: re.Match[str]) -> str | None:
            front = re.search(r"\d\s+([^\W\d_]+)\s$", before_of(match, 20))
            word, asked = match.group(2), last_word(before_of(match, 8))
            if (front and front.group(1) in self.months) or re.search(r"\d[./-]$", before_of(match, 3)):
                return None
            in_it = word == "г." and asked in LOCATIVE | {"к", "ко"}
            case = "d" if asked in ("к", "ко") and word != "год" else "p" if in_it else cases[word]
            said = "году" if in_it else "года" if word == "г." else word
            return f"{self.ordinal(int(match.group(1)), case)} {said}{self._stop(match)}"

        def years(match: re.Match[str]) -> str:
            word = match.group(3)
            case = many[word]
            if word == "гг." and last_word(before_of(match, 8)) not in LOCATIVE:
                case = "n"
            first, last = (self.ordinal(int(match.group(i)), "p" if case == "p" else case) for i in (1, 2))
            return f"{first} — {last} {'годах' if word == 'гг.' and case == 'p' else 'годы' if word == 'гг.' else word}{self._stop(match)}"

        return (
            Rule("year-span", re.compile(r"(?<![\d.,/])(1[0-9]\d\d|20\d\d)\s?[-–—]\s?(1[0-9]\d\d|20\d\d)\s(годы|годов|годах|годам|годами|гг\.)(?!\w)"), years, "г"),
            Rule("year-word", re.compile(r"(?<![\d.,/])(1[0-9]\d\d|20\d\d|\d{1,4}(?=\s(?:год|года|году|годом|г\.)\s(?:до\s)?(?:н\.\s?э|нашей\sэры)))(?:-(?:й|го|м|му))?\s(год|года|году|годом|г\.)(?!\w)"), year, "г"),
        )  # fmt: skip

    def _stop(self, match: re.Match[str]) -> str:
        return "." if match.group().endswith(".") and not follows(match, 4).strip(' "”»)') else ""

    def _centuries(self) -> tuple[Rule, ...]:
        cases = {"век": "n", "века": "g", "веке": "p", "веку": "d", "веком": "i", "в.": ""}

        def century(match: re.Match[str]) -> str:
            written, word = match.group(1), match.group(2)
            value = int(written) if written.isdecimal() else roman(written.translate(LATIN))
            where = last_word(before_of(match, 12)) in LOCATIVE
            case = cases[word] or ("p" if where else "g")
            return f"{self.ordinal(value, case)} {('веке' if where else 'века') if word == 'в.' else word}{self._stop(match)}"

        def centuries(match: re.Match[str]) -> str:
            word = match.group(3)
            where = word == "веках" or (word == "вв." and last_word(before_of(match, 12)) in LOCATIVE)
            case = "p" if where else "g" if word in ("веков", "вв.") else "n"
            first, last = (self.ordinal(roman(match.group(i).translate(LATIN)), case) for i in (1, 2))
            joint = " и " if " и " in match.group() else " — "
            return (
                f"{first}{joint}{last} {('веках' if where else 'веков') if word == 'вв.' else word}{self._stop(match)}"
            )

        def ranked(match: re.Match[str]) -> str:
            noun = match.group(2).lower()
            gender = (
                "f"
                if noun.endswith(("а", "ы", "е", "у", "я", "и", "ю")) and not noun.endswith(("де", "се", "ле"))
                else "m"
            )
            case = "n" if noun[-1] in "аяддс" else "a" if noun[-1] in "ую" else "g" if noun[-1] in "ыие" else "n"
            return f"{self.ordinal(roman(match.group(1).translate(LATIN)), case, gender)} {match.group(2)}"

        return (
            Rule("centuries", re.compile(rf"(?<!\w)({ROMAN})\s?(?:[-–—]|\sи\s|и)\s?({ROMAN})\s(века|веков|веках|вв\.)(?!\w)"), centuries, "IVXХ"),
            Rule("century", re.compile(rf"(?<![\w.])(\d{{1,2}}|{ROMAN})(?:-(?:й|го|м|му))?\s(веком|веке|веку|века|век|в\.)(?!\w)"), century, "в"),
            Rule("ranked-roman", re.compile(rf"(?<!\w)({ROMAN})\s([Мм]ировая|[Мм]ировой|[Мм]ировую|[Сс]ъезд|[Оо]лимпиада|[Оо]лимпиады|[Кк]онгресс)(?!\w)"), lambda m: ranked(m) if not m.group(2).lower().startswith("миров") else f"{self.ordinal(roman(m.group(1).translate(LATIN)), {'я': 'n', 'й': 'g', 'ю': 'a'}[m.group(2)[-1]], 'f')} {m.group(2)}", "IVXХ"),
        )  # fmt: skip

    def _lettered(self) -> tuple[Rule, ...]:
        def nth(match: re.Match[str]) -> str:
            value, letters = int(match.group(1)), match.group(2)
            behind = noun_behind(match)
            if letters == "м" and last_word(before_of(match, 16)) in self.cases["became"]:
                return self.ordinal(value, "i")
            if letters in ("х", "ти", "ми") and value < 20 and not behind.startswith("год"):
                return self.in_case(value, "g")
            return self._by_letters(value, letters, behind)

        def joined(match: re.Match[str]) -> str:
            return self.joined(int(match.group(1))) + match.group(2)

        return (
            Rule("lettered", re.compile(rf"(?<![\w.,])(\d{{1,4}})-?({LETTERS})(?!\w)(?<=-\w)|(?<![\w.,])(\d{{1,4}})-({LETTERS})(?!\w)"), lambda m: nth(m) if m.group(1) else self._by_letters(int(m.group(3)), m.group(4), noun_behind(m)), "-"),
            Rule("joined", re.compile(r"(?<![\w.,])(\d{1,4})-([а-яё]{4,})"), joined, "-"),
        )  # fmt: skip

    def _by_letters(self, value: int, letters: str, noun: str) -> str:
        """5-й, 5-я, 90-е, 90-х, 5-го: the ending is written, the noun tells what it leaves open."""
        if letters.endswith("й") and noun.endswith(("е", "и", "ы", "ой", "ей")) and noun not in ("или",):
            return self.ordinal(value, "g", "f")
        if letters in ("е", "ые", "ие", "ое", "ее"):
            plural = letters in ("ые", "ие") or (
                letters == "е"
                and (noun.endswith(("ы", "и", "а")) or (not value % 10 and (not noun or noun == "гг" or value > 1000)))
                and noun != "и"
            )
            return self.ordinal(value, many=True) if plural else self.ordinal(value, "n", "n")
        endings = (("го", "g", "m"), ("му", "d", "m"), ("ми", "i", ""), ("м", "p", "m"), ("я", "n", "f"), ("ю", "a", "f"), ("х", "g", ""))  # fmt: skip
        for ending, case, gender in endings:
            if letters.endswith(ending):
                return self.ordinal(value, case, gender) if gender else self.ordinal(value, case, many=True)
        return self.ordinal(value)

    def joined(self, value: int) -> str:
        """A number as the first part of an adjective: пяти-, сорокапяти-, двух-."""
        fixed = {
            1: "одно",
            2: "двух",
            3: "трёх",
            4: "четырёх",
            40: "сорока",
            90: "девяносто",
            100: "сто",
            1000: "тысяче",
        }
        if value in fixed:
            return fixed[value]
        if value < 20 or (value < 100 and not value % 10):
            return self.cardinal(value, case="g").replace(" ", "")
        step = 10 if value < 100 else 100 if value < 1000 else 1000
        head, rest = value - value % step, value % step
        first = fixed.get(head) or self.cardinal(head, case="g").replace(" ", "")
        return first + (self.joined(rest) if rest else "")

    def late(self) -> tuple[Rule, ...]:
        """A year in brackets is an ordinal; the first of two numbers has the case of both."""
        return (
            *self.pairs(),
            Rule("year", re.compile(r"(?<=\()(1[0-9]\d\d|20\d\d)(?=\))"), lambda m: self.ordinal(int(m.group())), DIGITS),
        )  # fmt: skip


order, bare = european.grammar(lambda _language: Russian())
