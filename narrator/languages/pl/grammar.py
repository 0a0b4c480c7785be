"""Polish: gender and case of numbers, ordinals in their cases, years, hours, rulers, centuries."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import before as before_of
from narrator.languages.common.tongue import follows, last_word, noun_behind
from narrator.languages.pl.cases import ASKED, CASES_OF, OF_HER
from narrator.languages.pl.numbers import PolishNumbers
from narrator.languages.rules import Rule

LOCATIVE = frozenset(["w", "we", "na", "o", "po", "przy"])
WRITTEN = (("go", "genitive"), ("ego", "genitive"), ("mu", "dative"), ("emu", "dative"), ("ym", "locative"), ("im", "locative"), ("m", "locative"), ("ej", "of_her"), ("ą", "her"), ("ych", "of_many"), ("ch", "of_many"), ("tych", "of_many"), ("a", "feminine"), ("e", "many"), ("te", "many"))  # fmt: skip
JOINED = {1: "jedno", 2: "dwu", 3: "trzy", 4: "cztero", 100: "stu", 1000: "tysiąc"}
HOURS_OF = re.compile(
    r"\b(?:działa\w*|czynn\w+|otwart\w+|prac\w+|przyjmuj\w+|godz\w*\.?|codziennie|dyżur\w*|zapras\w+|odbędzie|potrwa\w*|trwa\w*|piąt\w+|sobot\w+|niedziel\w+|poniedział\w+|wtor\w+|śro\w+|czwart\w+)\b[^.]{0,30}$",
    re.IGNORECASE,
)
"""What tells that "od 7 do 22" are hours: sklep działa, czynne, w soboty."""
AHEAD = re.compile(r"((?:[^\W\d_]+\s)?([^\W\d_]+))\s$")
WOMEN = ("Elżbiet", "Katarzyn", "Mari", "Izabel", "Ann", "Wiktori", "Małgorzat", "Krystyn", "Jadwig", "Beatrycz")


WEEKDAYS = {"poniedziałek": "poniedziałku", "wtorek": "wtorku", "środa": "środy", "czwartek": "czwartku", "piątek": "piątku", "sobota": "soboty", "niedziela": "niedzieli"}  # fmt: skip
"""Days of the week in the genitive."""


class Polish(PolishNumbers):
    """Polish."""

    name = "pl"
    before_clock = re.compile(r"(?:\bgodz\.|\bgodzin\w+|\b[oO]|\b[oO]d|\b[dD]o|\b[oO]koło|\b[pP]o|\b[pP]rzed)\s$")
    genitive = frozenset(["wieku", "ciągu", "trakcie", "czasie", "do", "od", "z", "ze", "bez", "dla", "około", "ok", "powyżej", "poniżej", "spośród", "wśród", "u", "oprócz", "blisko", "niespełna", "sięga", "sięgnął", "sięgnęła", "brakuje", "brakowało", "potrzeba", "wokół", "zamiast", "według", "obok"])  # fmt: skip

    def number_in_words(self, written: str, noun: str = "") -> str:
        """Halves behind a whole number are said as such: dwa i pół."""
        whole, _, fraction = self.parts(written)
        if fraction == "5" and whole.isdecimal() and whole != "0":
            if whole == "1":
                return "półtorej" if self._is_one_woman(noun) else "półtora"
            return f"{super().number_in_words(written[:-2], noun)} i pół"
        return super().number_in_words(written, noun)

    def amount(self, written: str, forms: list[str], front: str) -> str:
        """Do pięciu kilometrów, od dwóch procent."""
        if self.asks_genitive(front) and re.fullmatch(r"[-−]?\d{1,6}", written):
            value = int(written.lstrip("-−"))
            sign = "minus " if written[:1] in "-−" else ""
            noun = forms[3] if value == 1 and len(forms) > 3 else forms[2]
            words = self.in_genitive(value)
            return f"{sign}{re.sub('^jednego$', 'jednej', words) if self._is_one_woman(forms[0]) else words} {noun}"
        return super().amount(written, forms, front)

    def counted(self, written: str, noun: str, front: str) -> str:
        """Około trzydziestu osób."""
        oblique = noun.endswith(("ami", "ćmi", "dźmi", "ńmi", "om", "ach"))
        if self.asks_genitive(front) and re.fullmatch(r"\d{1,6}", written) and int(written) > 1 and not oblique:
            return self.in_genitive(int(written))
        return super().counted(written, noun, front)

    def part(self, top: int, bottom: int, front: str) -> str:
        """Około jednej trzeciej, dwóch piątych."""
        if not self.asks_genitive(front) or (top, bottom) == (1, 2):
            return self.fraction(top, bottom)
        if top == 1:
            return f"jednej {self.ordinal(bottom, 'of_her')}"
        return f"{self.in_genitive(top)} {self.ordinal(bottom, 'of_many')}"

    def score(self, first: int, last: int) -> str:
        """Trzy do jednego."""
        return f"{self.cardinal(first)} do {self.in_genitive(last)}"

    def ratio(self, first: str, last: str) -> str:
        """Jeden do dwudziestu pięciu tysięcy."""
        return f"{self.number_in_words(first)} do {self.in_genitive(int(re.sub('[^0-9]', '', last)))}"

    def is_numbered(self, name: str) -> bool:
        """Rulers stand in the table by their stems: Kazimierza, Kazimierzowi."""
        return bool(self._stem(name)) or name in self.table["numbered"]

    def _stem(self, name: str) -> str:
        stems = (stem for stem in self.table["rulers"] if name.startswith(stem) and len(name) <= len(stem) + 4)
        return max(stems, key=len, default="")

    def day(self, day: int, before: str) -> str:
        """The genitive, as a date has it; między asks for the instrumental."""
        if last_word(before) == "między":
            return self.ordinal(day, "locative")
        return self.ordinal(day, "genitive")

    def year(self, value: int, *, dated: bool = False, follows: str = "") -> str:
        """Behind a date, the genitive with the word for the year unless that is written."""
        if not dated:
            return self.cardinal(value)
        written = re.match(r"\s?(?:roku|r\.)", follows)
        return self.ordinal(value, "genitive") + ("" if written else " roku")

    def month_of(self, month: int, value: int) -> str:
        """Listopad dwa tysiące dwudziestego trzeciego roku."""
        return f"{self.month_alone(month)} {self.ordinal(value, 'genitive')} roku"

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """O dwudziestej trzydzieści; od ósmej; without a preposition the nominative."""
        front = re.search(r"(\w+)(?:\s(?:godz\.|godzin\w+))?\s*$", before)
        asked = front.group(1).lower() if front else ""
        oblique = asked in LOCATIVE | self.genitive | {"godzinie", "godziny", "przed"}
        said = self.ordinal(hour, "of_her" if oblique else "feminine") if hour else "zerowej" if oblique else "zero"
        tail = f" {'zero ' if minute < 10 else ''}{self.cardinal(minute)}" if minute else ""
        return said + tail + (f" {word}" if word and word != "godz." else "")

    def opening(self, first: tuple[int, int], last: tuple[int, int], front: str, word: str) -> str:
        """Od dziewiątej do siedemnastej."""
        since = "" if last_word(front) in self.genitive else "od "
        return f"{since}{self.time_in_words(*first, 'od ', '')} do {self.time_in_words(*last, 'do ', word)}"

    def taken(self, noun: str) -> str:
        """Za tonę."""
        return re.sub(r"a\b", "ę", noun, count=1)

    def half(self, forms: list[str]) -> str:
        """Pół kilograma."""
        return f"pół {forms[3] if len(forms) > 3 else forms[1]}"

    def weekdays(self, first: str, word: str, last: str, front: str) -> str:
        """Od poniedziałku do piątku."""
        if last_word(front) != "od":
            return super().weekdays(first, word, last, front)
        return f"{WEEKDAYS.get(first, first)} {word} {WEEKDAYS.get(last, last)}"

    def short_form(self, word: str, match: re.Match[str]) -> str:
        """Na ulicy, zgodnie z artykułem, w województwie."""
        if word == "święty" and re.match(r"\s[A-ZŁŚŻ]\w*(?<!nab)(?<!osm)a\b", follows(match)):
            return "święta"
        forms = CASES_OF.get(word)
        front = AHEAD.search(before_of(match, 40))
        if forms is None or front is None:
            return word
        two, one = front.group(1).lower(), front.group(2).lower()
        case = next((case for case, words in ASKED if two in words), "") or next(
            (case for case, words in ASKED if one in words), ""
        )
        return forms.get(case, word)

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Dwa i pół, dwie i jedna trzecia."""
        return (
            f"{self.number_in_words(whole, noun)} i {'pół' if (top, bottom) == (1, 2) else self.fraction(top, bottom)}"
        )

    def fraction(self, top: int, bottom: int) -> str:
        """Jedna trzecia, dwie piąte, pięć szóstych."""
        if (top, bottom) == (1, 2):
            return "pół"
        few = 2 <= top % 10 <= 4 and not 12 <= top % 100 <= 14
        case = "feminine" if top == 1 else "many" if few else "of_many"
        head = "jedna" if top == 1 else re.sub(r"dwa$", "dwie", self.cardinal(top))
        return f"{head} {self.ordinal(bottom, case)}"

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Kazimierz trzeci, za Kazimierza trzeciego, Elżbieta druga; a chapter is counted."""
        stem = self._stem(name)
        if not stem:
            return self.ordinal(value) if name in self.table["numbered"] else None
        ending = name[len(stem) :]
        if stem in WOMEN:
            return self.ordinal(value, "feminine" if ending == "a" else "her" if ending in ("ę", "ą") else "of_her")
        case = {
            "a": "genitive",
            "ego": "genitive",
            "owi": "dative",
            "em": "locative",
            "iem": "locative",
            "u": "locative",
            "ie": "locative",
            "rze": "locative",
            "ze": "locative",
        }
        return self.ordinal(value, case.get(ending, "") if len(name) > len(stem) else "")

    def early(self) -> tuple[Rule, ...]:
        """Years and centuries with their word, hours, joined adjectives: all before the dates."""
        return (*self._years(), *self._centuries(), *self._hours(), *self._lettered())

    def _years(self) -> tuple[Rule, ...]:
        cases = {"rok": "", "roku": "genitive", "r.": "genitive", "rokiem": "locative"}

        def year(match: re.Match[str]) -> str | None:
            front = re.search(r"\d\s+([^\W\d_]+)\s$", before_of(match, 20))
            if (front and front.group(1) in self.months) or re.search(r"\d[./-]$", before_of(match, 3)):
                return None
            word = match.group(2)
            in_it = last_word(before_of(match, 6)) in LOCATIVE and word != "rok"
            return f"{self.ordinal(int(match.group(1)), 'locative' if in_it else cases[word])} {'roku' if word == 'r.' else word}{self._stop(match)}"

        def year_in_front(match: re.Match[str]) -> str:
            in_it = last_word(before_of(match, 6)) in LOCATIVE
            case = (
                "locative" if in_it else {"roku": "genitive", "rok": "", "rokiem": "locative"}[match.group(1).lower()]
            )
            return f"{match.group(1)} {self.ordinal(int(match.group(2)), case)}"

        def decade(match: re.Match[str]) -> str:
            front = last_word(before_of(match, 12))
            oblique = match.group(1).lower() in ("latach", "latami") or front == "lat"
            case = "of_many" if oblique or match.group(1).lower() == "lat" else "many"
            said = [self.ordinal(int(match.group(i)), case) for i in (2, 3) if match.group(i)]
            return f"{match.group(1)} {' i '.join(said)}{self._stop(match)}"

        return (
            Rule("year-word", re.compile(r"(?<![\d.,/-])(1[0-9]\d\d|20\d\d|\d{1,4}(?=\s(?:roku|rokiem|rok|r\.)\s(?:p\.\s?)?n\.\s?e))\s(roku|rokiem|rok|r\.)(?!\w)"), year, "r"),
            Rule("year-in-front", re.compile(r"\b([Rr]oku|[Rr]ok|[Rr]okiem)\s(1[0-9]\d\d|20\d\d)(?![\d%]|[.,]\d)"), year_in_front, "r"),
            Rule("year-since", re.compile(r"(?<=\b[oO]d\s)(1[89]\d\d|20\d\d)(?=\sdo\s(?:1[89]\d\d|20\d\d)\s(?:roku|r\.))"), lambda m: self.ordinal(int(m.group()), "genitive"), "oO"),
            Rule("door", re.compile(r"(?<=\d)/(?=\d{1,3}[a-z]?(?![\w/%]|[.,]\d))"), lambda m: " przez " if STREET.search(before_of(m, 50)) else None, "/"),
            Rule("decade", re.compile(r"\b((?i:lata|lat|latach|latami))\s(\d0)\.?(?:\s(?:i|oraz)\s(\d0)\.?)?(?=[\s,;)]|$)(?!\s?%)"), decade, "lL"),
        )  # fmt: skip

    def _stop(self, match: re.Match[str]) -> str:
        return "." if match.group().endswith(".") and not follows(match, 4).strip(' "”»)') else ""

    def _centuries(self) -> tuple[Rule, ...]:
        def century(match: re.Match[str]) -> str:
            written, word = match.group(1), match.group(2)
            value = int(written) if written.isdecimal() else roman(written)
            front = last_word(before_of(match, 12))
            case = "locative" if front in LOCATIVE and word in ("w.", "wieku") else "" if word == "wiek" else "genitive"
            return f"{self.ordinal(value, case)} {'wieku' if word == 'w.' else word}{self._stop(match)}"

        def ranked(match: re.Match[str]) -> str:
            """II wojna światowa, po II wojnie, III liga, XX edycja."""
            noun = match.group(2)
            if noun.startswith(("kw", "etap", "filar")):
                front = last_word(before_of(match, 12))
                noun = (
                    {"w": "kwartale", "za": "kwartał", "": "kwartał"}.get(front, "kwartału") if noun == "kw." else noun
                )
                case = "locative" if noun.endswith("e") else "genitive" if noun.endswith("u") else ""
                return f"{self.ordinal(roman(match.group(1)), case)} {noun}"
            case = "feminine" if noun.endswith(("ść", "a")) else "her" if noun.endswith("ę") else "of_her"
            return f"{self.ordinal(roman(match.group(1)), case)} {noun}"

        return (
            Rule("century", re.compile(r"(?<![\w.])(\d{1,2}|(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\s(wieku|wiek|w\.)(?!\w)"), century, "w"),
            Rule("ranked-roman", re.compile(r"(?<!\w)((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\s([Ww]ojn[aęyi]e?|lig[aięą]|[Ee]dycj[aięą]|kadencj[aięą]|[Rr]und[aęyą]|[Pp]ołow[aęyą]|[Pp]ołowie|[Ii]nstancj[aięą]|[Tt]ur[aęyą]|[Ff]az[aęyą]|[Cc]zęść|[Cc]zęści|[Dd]ywizj[aięą]|[Kk]lasa|[Kk]lasy|kwartał|kwartału|kwartale|kw\.|etap|etapu|etapie|filar|filaru|filarze|Rzeczpospolit[aą]|[Rr]zesz[aęy]|RP)(?!\w)"), lambda m: ranked(m) if m.group(2) != "RP" else f"{self.ordinal(roman(m.group(1)), 'of_her')} RP", "IVX"),
        )  # fmt: skip

    def _hours(self) -> tuple[Rule, ...]:
        def between(match: re.Match[str]) -> str | None:
            if noun_behind(match) not in ("", "i", "a", "w", "oraz", "codziennie") or not HOURS_OF.search(
                before_of(match, 60)
            ):
                return None
            return f"{match.group(1)} {self.ordinal(int(match.group(2)), 'of_her')} do {self.ordinal(int(match.group(3)), 'of_her')}"

        def at_hour(match: re.Match[str]) -> str:
            """O godz. 20 is "o godzinie dwudziestej"."""
            front = last_word(before_of(match, 8))
            hour, minute = int(match.group(1)), int(match.group(2) or 0)
            if front == "przed":
                tail = f" {self.cardinal(minute)}" if minute else ""
                return f"godziną {self.ordinal(hour, 'her')}{tail}"
            word = "godzinie" if front in LOCATIVE else "godziny" if front in self.genitive else "godzina"
            return f"{word} {self.time_in_words(hour, minute, front + ' ', '')}"

        def hours_between(match: re.Match[str]) -> str:
            """W godz. 9-17.30."""
            start = self.time_in_words(int(match.group(1)), int(match.group(2) or 0), "od ", "")
            end = self.time_in_words(int(match.group(3)), int(match.group(4) or 0), "do ", "")
            word = "godzinach" if last_word(before_of(match, 8)) in LOCATIVE else "godziny"
            return f"{word} od {start} do {end}"

        def lasting(match: re.Match[str]) -> str:
            """W 1 godz. 52 min."""
            units = self.table["units"]
            taken = last_word(before_of(match, 12)) in ("w", "przez", "na", "trwa", "trwał", "trwała", "trwało", "o")
            first = self.amount(match.group(1), ["godzina", "godziny", "godzin", "godziny"], "")
            if taken and match.group(1) == "1":
                first = "jedną godzinę"
            return f"{first} {self.amount(match.group(2), units['min'], '')}"

        def half_of(match: re.Match[str]) -> str:
            front = last_word(before_of(match, 8))
            case, word = ("of_her", "połowie") if front in LOCATIVE else ("feminine", "połowa")
            return f"{self.ordinal(roman(match.group(1)), case)} {word}"

        def o_hour(match: re.Match[str]) -> str | None:
            return None if re.match(r"\s(?:[^\W\d_]{2,}|%)", follows(match)) and not re.match(r"\s(?:rano|wieczorem|w|na|i|po|odbędzie|rozpocznie|zacznie|ruszy|nad)\b", follows(match)) else self.ordinal(int(match.group()), "of_her")  # fmt: skip

        return (
            Rule("hours", re.compile(r"\b([oO]d)\s([1-9]|1\d|2[0-4])\sdo\s([1-9]|1\d|2[0-4])(?![\w%:]|[.,]\d)"), between, "d"),
            Rule("hours-short", re.compile(r"\b[gG]odz\.\s([01]?\d|2[0-4])(?:[.:]([0-5]\d))?\s?[-–]\s?([01]?\d|2[0-4])(?:[.:]([0-5]\d))?(?![\d:]|[.,]\d)"), hours_between, "dD"),
            Rule("lasting", re.compile(r"(?<![\w.,])(\d{1,2})\sgodz\.\s(?:i\s)?(\d{1,2})\smin(?!\w)"), lasting, "g"),
            Rule("placed", re.compile(r"(?:(?<=\bbył\s)|(?<=\bbyła\s)|(?<=\bjest\s))(\d{1,3})\.(?=\sz\s)"), lambda m: self.ordinal(int(m.group(1)), "feminine" if last_word(before_of(m, 8)) == "była" else ""), "."),
            Rule("kilometre", re.compile(r"(?<=\b[nN]a\s)(\d{1,3})\.\skm(?!\w)"), lambda m: f"{self.ordinal(int(m.group(1)), 'locative')} kilometrze", "k"),
            Rule("added-minute", re.compile(r"(?<![\w.,])(45|90|105|120)\s?\+\s?(\d{1,2})\.?(?=\sminucie)"), lambda m: f"{self.ordinal(int(m.group(1)), 'of_her')} plus {self.ordinal(int(m.group(2)), 'of_her')}", "+"),
            Rule("postcode", re.compile(r"(?<![\w.,-])\d\d-\d{3}(?=\s[A-ZŁŚŻĆ])"), lambda m: self.digits(m.group()), "-"),
            Rule("half-year", re.compile(r"(?<!\w)(I{1,2})\społ\."), half_of, "I"),
            Rule("hour-short", re.compile(r"\bgodz\.\s([01]?\d|2[0-4])(?:[.:]([0-5]\d))?(?![\d:]|[.,]\d)"), at_hour, "g"),
            Rule("at-hour", re.compile(r"(?<=\b[oO]\s)([1-9]|1\d|2[0-4])(?![\w%:/-]|[.,]\d)"), o_hour, "oO"),
        )  # fmt: skip

    def _lettered(self) -> tuple[Rule, ...]:
        cases = dict(WRITTEN)

        def nth(match: re.Match[str]) -> str:
            return self.ordinal(int(match.group(1)), cases.get(match.group(2), ""))

        def joined(match: re.Match[str]) -> str:
            return self._joined(int(match.group(1))) + match.group(2)

        def dotted(match: re.Match[str]) -> str | None:
            """W 45. minucie, 3. miejsce, 25. rocznica."""
            noun = match.group(2).lower()
            front = last_word(before_of(match, 12))
            if noun in ("osób", "lat", "zł", "r", "proc"):
                return None
            if noun.endswith(
                ("cie", "ce", "dzie", "rze", "le", "ie", "gu", "ku", "iu", "nie")
            ) and front in LOCATIVE | {"z", "od", "do", "po"}:
                case = "of_her" if noun in OF_HER else "locative"
            elif noun.endswith("a"):
                case = "feminine" if front not in ("od", "do", "z") else "genitive"
            elif noun.endswith("ę"):
                case = "her"
            elif noun.endswith(("y", "i")):
                case = "of_her"
            elif noun.endswith(("o", "e")):
                case = "neuter"
            else:
                case = ""
            return f"{self.ordinal(int(match.group(1)), case)} {match.group(2)}"

        letters = "|".join(sorted(cases, key=len, reverse=True))
        return (
            Rule("lettered", re.compile(rf"(?<![\w.,])(\d{{1,4}})-({letters}|y|i|szy|ty)(?!\w)"), nth, "-"),
            Rule("flat", re.compile(r"(?<=\d\s)m\.(?=\s\d)"), lambda m: "mieszkania", "m"),
            Rule("joined-half", re.compile(r"(?<![\w.,])(\d{1,2}),5-([a-ząćęłńóśźż]{4,})"), lambda m: f"{self._joined(int(m.group(1)))}ipół{m.group(2)}", ","),
            Rule("joined", re.compile(r"(?<![\w.,])(\d{1,4})-([a-ząćęłńóśźż]{4,})"), joined, "-"),
            Rule("joined-short", re.compile(r"(?<![\w.,])(\d{1,4})-(latk\w+|lecie|lecia)"), joined, "-"),
            Rule("dotted", re.compile(r"(?<![\w.,])(\d{1,3})\.\s([a-ząćęłńóśźż]{3,20})(?!\w)"), dotted, "."),
        )  # fmt: skip

    def _joined(self, value: int) -> str:
        """A number as the first part of an adjective: pięćdziesięcio-, dwudziestopięcio-."""
        if value in JOINED:
            return JOINED[value]
        words = self.in_genitive(value).split()
        out = []
        for word in words:
            if word in ("dwóch", "jeden"):
                out.append("dwu" if word == "dwóch" else "jedno")
            else:
                out.append(
                    re.sub(
                        r"(?<=st)u$",
                        "o",
                        re.sub(r"iu$", "io", word.replace("trzech", "trzy").replace("czterech", "cztero")),
                    )
                )
        return "".join(out)

    def late(self) -> tuple[Rule, ...]:
        """Years in brackets and behind "w latach" stay numbers: there is nothing else before the plain ones."""
        return ()


STREET = re.compile(r"\b(?:ul|al|pl|os)\.\s[^\d,;]{3,40}\s\d{1,4}[a-z]?$")
"""A street and the number of a house: ul. Długa 5/7 is house 5, door 7."""


order, bare = european.grammar(lambda _language: Polish())
