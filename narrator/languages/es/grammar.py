"""Spanish: un, una and the hundreds by the noun, ordinals, centuries and kings, hours."""

from __future__ import annotations

import re

from narrator.languages.common import european
from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import NUMBER, Tongue
from narrator.languages.rules import DIGITS, Rule

PARTS = {
    2: "medio",
    3: "tercio",
    4: "cuarto",
    5: "quinto",
    6: "sexto",
    7: "séptimo",
    8: "octavo",
    9: "noveno",
    10: "décimo",
    100: "centésimo",
    1000: "milésimo",
}
RANKED = "[Gg]uerra|[Ee]dición|[Cc]umbre|[Rr]epública|[Cc]onferencia|[Jj]ornadas?|[Ll]egislatura|[Ff]eria|[Ss]emana|[Cc]opa|[Aa]samblea|[Dd]inastía|[Cc]arrera|[Mm]uestra|[Gg]ala|[Mm]archa|[Cc]onvención|[Cc]ongreso|[Ff]estival|[Ff]oro|[Tt]orneo|[Pp]lan|[Ee]ncuentro|[Pp]remio|[Pp]remios|[Cc]oncurso|[Cc]uerpo|[Rr]eich|[Ii]mperio|[Mm]ilenio|[Cc]oncilio|[Cc]ampeonato|[Cc]ertamen|[Ss]imposio|[Rr]ally|[Cc]onvenio"
"""Nouns behind a Roman numeral that ranks them."""
UNITS = {"kg": "kilos", "km": "kilómetros", "m": "metros", "l": "litros", "cm": "centímetros"}
MASCULINE = re.compile(r"(?:istas?|cratas?|nautas?|emas?|omas?|gramas?|letas?|guardias?|policías?|colegas?|guías?)$")
FEMININE = re.compile(r"(?:as?|ción|ciones|sión|siones|dad|dades|tud|tudes)$")


class Spanish(Tongue):
    """Spanish."""

    name = "es"
    decimals_as_number = True
    before_clock = re.compile(r"\b(?:[Aa]|[Dd]e|[Dd]esde|[Hh]asta|[Ss]obre|[Yy]|[Ee]ntre|[Hh]acia)\slas?\s$")

    def cardinal(self, value: int, **how: object) -> str:
        """As num2words has it, with the one before thousands cut short."""
        words = super().cardinal(value, **how)
        return re.sub(r"veintiuno (?=mil)", "veintiún ", words).replace("uno mil", "un mil")

    def number(self, value: int, noun: str = "") -> str:
        """Un año, una persona, veintiún muertos, doscientas mujeres."""
        words = self.cardinal(value)
        if not noun or noun in self.table["no_nouns"]:
            return words
        if self._is_feminine(noun):
            words = re.sub(r"uno$", "una", words)
            return re.sub(r"cientos\b", "cientas", words).replace("quinientos", "quinientas")
        return re.sub(r"uno$", "un", re.sub(r"veintiuno$", "veintiún", words))

    def _is_feminine(self, noun: str) -> bool:
        word = noun.lower()
        return word in self.table["feminine"] or (
            FEMININE.search(word) is not None and word not in self.table["masculine"] and not MASCULINE.search(word)
        )

    def day(self, day: int, before: str) -> str:
        """El uno de mayo; el 1.º de mayo."""
        return self.cardinal(day)

    def time_in_words(self, hour: int, minute: int, before: str, word: str) -> str:
        """A las catorce y treinta; a la una; veintiuna horas."""
        said = "una" if hour == 1 else self.number(hour, "horas")
        if word and 0 < minute < 10:
            word = ""
        tail = f" {'' if word else 'y '}{self.cardinal(minute)}" if minute else ""
        return said + tail + (f" hora{'' if hour == 1 else 's'}" if word else "")

    def half(self, forms: list[str]) -> str:
        """Medio kilogramo, media tonelada."""
        return f"{'media' if self._is_feminine(forms[0]) else 'medio'} {forms[0]}"

    def mixed(self, whole: str, top: int, bottom: int, noun: str = "") -> str:
        """Tres y medio, dos y tres cuartos."""
        part = "medio" if (top, bottom) == (1, 2) else self.fraction(top, bottom)
        return f"{self.number_in_words(whole, noun)} y {part}"

    def fraction(self, top: int, bottom: int) -> str:
        """Dos tercios, un décimo, tres veinteavos."""
        part = PARTS.get(bottom) or self.cardinal(bottom).replace(" ", "") + "avo"
        return f"{'un' if top == 1 else self.cardinal(top)} {part}{'' if top == 1 else 's'}"

    def roman(self, value: int, name: str, front: str) -> str | None:
        """Carlos quinto, Alfonso trece, siglo diecinueve."""
        if name in self.table["rulers"] and value <= 10:
            return self._gendered(self.nth(value), feminine=name in ("Isabel", "María", "Catalina", "Cristina"))
        return self.cardinal(value) if name[0].isupper() or name in self.table["numbered"] else None

    def _gendered(self, words: str, *, feminine: bool) -> str:
        return re.sub(r"o\b", "a", words) if feminine else words

    def early(self) -> tuple[Rule, ...]:
        """Halves behind their noun, centuries cut short."""

        def half(match: re.Match[str]) -> str:
            """1½ horas is "una hora y media", 3 ½ kg "tres kilos y medio"."""
            whole, noun = int(match.group(1)), UNITS.get(match.group(2), match.group(2))
            one = noun.removesuffix("s") if whole == 1 else noun
            return f"{self.number(whole, one)} {one} y {'media' if self._is_feminine(one) else 'medio'}"

        def ranked(match: re.Match[str]) -> str:
            """La II Guerra Mundial, la XV edición, el III Congreso; above twenty as a reader counts."""
            value, noun = roman(match.group(1)), match.group(2)
            if value > 20:
                return f"{self.cardinal(value)} {noun}"
            words = self.nth(value)
            feminine = self._is_feminine(noun)
            return f"{self._gendered(words, feminine=True) if feminine else re.sub(r'(?<=er)o$', '', words)} {noun}"

        return (
            Rule(
                "pesos",
                re.compile(rf"\$\s?({NUMBER})(?=\spesos\b)"),
                lambda m: self.number_in_words(m.group(1), "pesos"),
                "$",
            ),
            Rule(
                "first-of-month",
                re.compile(rf"(?<![\w.,])1\.?[ºo](?=\sde\s(?:{'|'.join(self.months)})\b)"),
                lambda m: "primero",
                "1",
            ),
            Rule(
                "ranked-roman",
                re.compile(rf"(?<!\w)((?=[IVX])X{{0,3}}(?:IX|IV|V?I{{0,3}}))\s({RANKED})(?!\w)"),
                ranked,
                "IVX",
            ),
            Rule(
                "half-alone",
                re.compile(r"(?<![\d.,/])(?<!\d\s)½\s([a-záéíóúñ]{3,14})\b"),
                lambda m: f"{'media' if self._is_feminine(m.group(1)) else 'medio'} {m.group(1)}",
                "½",
            ),
            Rule(
                "quarter",
                re.compile(r"(?<![\w.,])([1-4])\.?[ºT]?T(?=\s(?:de\s|del\s)?(?:20)?\d\d|[\s:,;.)]|$)"),
                lambda m: ("primer", "segundo", "tercer", "cuarto")[int(m.group(1)) - 1] + " trimestre",
                "T",
            ),
            Rule("half", re.compile(r"(?<![\w.,])(\d{1,3})\s?(?:½|1/2)\s([a-záéíóúñ]{1,14})\b"), half, "½/"),
            Rule(
                "century",
                re.compile(r"\b(ss?)\.\s([IVX]{1,6})\b"),
                lambda m: f"{'siglos' if m.group(1) == 'ss' else 'siglo'} {self.cardinal(roman(m.group(2)))}",
                ".",
            ),
        )

    def late(self) -> tuple[Rule, ...]:
        """Ordinals with the small letters, primer and tercer."""

        def nth(match: re.Match[str]) -> str:
            words, ending = self.nth(int(re.sub(r"\D", "", match.group(1)))), match.group(2)
            if ending in ("er", ".er"):
                return re.sub(r"ero$", "er", words)
            many = "s" if ending.endswith("s") else ""
            return self._gendered(words, feminine=ending.strip(".s")[-1] in "ªa") + many

        return (
            Rule(
                "ordinal",
                re.compile(
                    r"(?<![\w.,])(\d{1,3}(?:[.\u00a0 ]\d{3})*)(\.?[ºª]|\.?er|\.?[oa]s(?=\s[a-z])|(?:(?<=\bel \d)|(?<=\bla \d)|(?<=\bEl \d)|(?<=\bLa \d)|(?<=\bel \d\d)|(?<=\bla \d\d))[oa](?=\s[a-z]))(?!\w)"
                ),
                nth,
                DIGITS,
            ),
        )


order, bare = european.grammar(lambda _language: Spanish())
