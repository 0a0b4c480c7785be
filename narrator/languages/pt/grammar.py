"""Portuguese: gender of one, two and the hundreds, ordinals, centuries and kings, hours, reais and euros."""

from __future__ import annotations

import re

from narrator.languages import of
from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import Tongue, before, in_words
from narrator.languages.rules import DIGITS, Rule

PARTS = {2: "meio", 3: "terço", 100: "centésimo", 1000: "milésimo"}
FEMININE = re.compile(r"(?:as?|ção|ções|são|sões|dade|dades|agem|agens|tude|tudes|ície|ícies|gião|giões)$")
MASCULINE = re.compile(r"(?:istas?|emas?|omas?|gramas?|etas?|cidas?)$")
HUNDREDS = re.compile(r"\b(duz|trez|quatroc|quinh|seisc|setec|oitoc|novec)entos\b")
HEAT = re.compile(r"temperatur|máxim|mínim|term[ôó]metro|calor|frio|esquent|aquec", re.IGNORECASE)
WOMEN = frozenset(["Maria", "Isabel", "Elizabeth", "Catarina", "Vitória", "Margarida", "Beatriz"])


class Portuguese(Tongue):
    """Portuguese of Brazil and of Portugal."""

    name = "pt"
    decimals_as_number = True
    before_clock = re.compile(r"\b(?:[ÀàAa]s|[Dd]as|[Aa]té às|[Pp]elas|[Dd]esde as|[Ee]ntre as)\s$")

    def number(self, value: int, noun: str = "") -> str:
        """Um ano, uma pessoa, duas mulheres, duzentas e vinte e uma cestas."""
        words = self.cardinal(value)
        if not noun or noun in self.table["no_nouns"] or not self._is_feminine(noun):
            return words
        words = re.sub(r"\bum$", "uma", re.sub(r"\bdois\b(?=$| mil\b)", "duas", words))
        return HUNDREDS.sub(r"\1entas", words)

    def __init__(self, region: str = "BR") -> None:
        """Args: region: PT for European Portuguese: dezasseis, quilómetros; else as in Brazil, where most speak it."""
        super().__init__()
        self._numbers = "pt" if region == "PT" else "pt_BR"
        if region == "PT":
            units = {key: [form.replace("ô", "ó") for form in forms] for key, forms in self.table["units"].items()}
            self.table = {**self.table, "units": units}

    def cardinal(self, value: int, **how: object) -> str:
        """As num2words has it, without the comma of its Brazilian form."""
        return in_words(value, self._numbers, tuple(sorted(how.items()))).replace(",", "")

    def _is_feminine(self, noun: str) -> bool:
        word = noun.lower()
        return word in self.table["feminine"] or (
            FEMININE.search(word) is not None and word not in self.table["masculine"] and not MASCULINE.search(word)
        )

    def day(self, day: int, before: str) -> str:
        """Primeiro de maio, dois de maio."""
        return "primeiro" if day == 1 else self.cardinal(day)

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """Às oito e quarenta e cinco; às treze horas; à uma."""
        said = self.number(hour, "horas")
        if minute:
            return f"{said} e {self.cardinal(minute)}" + (" horas" if word.startswith("hora") else "")
        return said + (f" hora{'' if hour == 1 else 's'}" if word or not minute else "")

    def opening(self, first: tuple[int, int], last: tuple[int, int], front: str, word: str) -> str:
        """Oito às doze horas."""
        start = self.time_in_words(*first, "", "")
        return f"{start.removesuffix(' horas')} às {self.time_in_words(*last, '', word)}"

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Dois e meio, três e três quartos."""
        return (
            f"{self.number_in_words(whole, noun)} e {self.fraction(top, bottom) if (top, bottom) != (1, 2) else 'meio'}"
        )

    def fraction(self, top: int, bottom: int) -> str:
        """Um terço, dois quintos, um doze avos."""
        part = PARTS.get(bottom) or (self.nth(bottom) if bottom <= 10 else f"{self.cardinal(bottom)} avo")
        return f"{self.cardinal(top)} {part}{'' if top == 1 and bottom <= 10 else 's'}"

    def ordinal(self, value: int, *, feminine: bool = False, several: bool = False) -> str:
        """Terceiro, vigésima quinta, primeiros."""
        words = self.nth(value)
        words = re.sub(r"o\b", "a", words) if feminine else words
        return re.sub(r"([oa])\b", r"\1s", words) if several else words

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Pedro segundo, João vinte e três, século dezoito, século quinto."""
        if name in self.table["rulers"] and value <= 10:
            return self.ordinal(value, feminine=name in WOMEN)
        return self.cardinal(value) if name[0].isupper() or name in self.table["numbered"] else None

    def early(self) -> tuple[Rule, ...]:
        """Scores, halves behind their noun, Roman numerals before theirs, hours with an h alone."""

        def thousands(match: re.Match[str]) -> str | None:
            """Duas mil mulheres."""
            noun = match.group(2)
            return f"{self.number(int(match.group(1)), noun)} mil {noun}" if self._is_feminine(noun) else None

        def half(match: re.Match[str]) -> str | None:
            noun = self.table["units"].get(match.group(2), [match.group(2)])[-1]
            tail = "meia" if self._is_feminine(noun) else "meio"
            if noun in self.table["no_nouns"]:
                return None
            if not match.group(1):
                return f"{tail} {self.table['units'].get(match.group(2), [noun])[0]}"
            return f"{self.number(int(match.group(1)), noun)} {noun} e {tail}"

        def degrees(match: re.Match[str]) -> str | None:
            """30º is a temperature where one is spoken of; else the letter makes an ordinal."""
            if not HEAT.search(before(match, 60)):
                return None
            return f"{self.number_in_words(match.group(1))} {self.form(self.table['degrees'], match.group(1))}"

        def ranked(match: re.Match[str]) -> str:
            noun = match.group(2)
            return f"{self.ordinal(roman(match.group(1)), feminine=self._is_feminine(noun))} {noun}"

        def short_century(match: re.Match[str]) -> str:
            value = roman(match.group(2))
            return f"{'séculos' if match.group(1).endswith('s') else 'século'} {self.ordinal(value) if value <= 10 else self.cardinal(value)}"

        def hours(match: re.Match[str]) -> str:
            return f"{self.number(int(match.group(1)), 'horas')} às {self.number(int(match.group(2)), 'horas')} horas"

        return (
            Rule("goals", re.compile(r"(?<![\w.,/-])(\d)\s?[xX]\s?(\d)(?![\w/-]|[.,]\d|\s?(?:c?m|mm|metros|por)\b|\s?x)"), lambda m: self.score(int(m.group(1)), int(m.group(2))), "xX"),
            Rule("thousands", re.compile(r"(?<![\w.,])(\d{1,3})\smil\s([a-zà-ú]{3,20})\b"), thousands, "m"),
            Rule("half", re.compile(r"(?<![\w.,/])(?:(\d{1,3})\s?)?(?:½|(?<!\d)1/2)\s([a-zà-ú]{1,14})\b"), half, "½/"),
            Rule("phone", re.compile(r"(?<![\w.,/-])\(?\d{2,3}\)?\s?9?\s?\d{4}-\d{4}(?![\w%-]|[.,]\d)"), lambda m: ", ".join(map(self.digits, re.findall(r"\d+", m.group()))), "-"),
            Rule("clock-minutes", re.compile(r"(?<![\w.,:])([01]?\d|2[0-4])\s?h\s?([0-5]\d)\s?min\b"), lambda m: self.time_in_words(int(m.group(1)), int(m.group(2)), "", ""), "h"),
            Rule("degree-letter", re.compile(r"(?<![\w.,])([-−]?\d{1,2})[º°](?!\s?[CF]|\w)"), degrees, "º°"),
            Rule("century", re.compile(r"\b([Ss]écs?)\.\s((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\b"), short_century, "IVX"),
            Rule("hours", re.compile(r"(?<![\w.,])([01]?\d|2[0-4])h?\s?[-–]\s?([01]?\d|2[0-4])h(?!\w)"), hours, "h"),
            Rule("ranked-roman", re.compile(r"(?<!\w)((?=[IVX])X{0,3}(?:IX|IV|V?I{0,3}))\s([Cc]ongresso|[Cc]onferência|[Ee]dição|[Ff]estival|[Ee]ncontro|[Ss]imp[oó]sio|[Jj]ogos|[Ll]egislatura|[Gg]overno|[Gg]uerra|[Cc]opa|[Ff]eira|[Ff]órum|[Cc]úpula|[Ss]emana|[Mm]ostra|[Rr]eich|[Ii]mpério|[Rr]epública|[Pp]lano|[Cc]oncílio|[Cc]ampeonato|[Pp]rêmio)\b"), ranked, "IVX"),
        )  # fmt: skip

    def late(self) -> tuple[Rule, ...]:
        """Ordinals: 3º, 2ª, 1os, 25.º; decades."""

        def nth(match: re.Match[str]) -> str:
            ending = match.group(2).lstrip(".")
            return self.ordinal(
                int(re.sub(r"\D", "", match.group(1))), feminine=ending[0] in "ªa", several=ending.endswith("s")
            )

        return (
            Rule(
                "ordinal",
                re.compile(r"(?<![\w.,])(\d{1,3}(?:\.\d{3})*)(\.?[ºª°]s?|(?<=\d)(?:os|as)(?=\s[a-z])|[ao](?=\s[a-zà-ú]{3}))(?!\w)"),
                nth,
                DIGITS,
            ),
            Rule("decade", re.compile(r"(?<!\w)['’](\d\d)(?!\w)"), lambda m: self.cardinal(int(m.group(1))), "'’"),
        )  # fmt: skip


order, bare = european.grammar(lambda language: Portuguese(of(language).region))
