"""Money, percentages, degrees, units, large numbers with a scale word; ranges of all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import MappingProxyType

from narrator.languages.common.tongue import NUMBER, Tongue, any_of, before, follows, noun_behind
from narrator.languages.rules import DIGITS, Rule

Speak = Callable[[re.Match[str]], str | None]
MILLION = 1_000_000
"""Round millions are nouns: un millón de euros, quarenta e cinco milhões de reais."""
LOW = rf"(?<![\w.,/-])(?:(?P<low>(?:{NUMBER}))\s?(?:%|°C?)?\s?[-–]\s?)?"
"""A range's first number, if there is one."""

MINUTES = ("min", "Min.")
"""The unit of a race's time, as the tables of one language or another have it."""
CASES = frozenset({"pl", "ru", "uk"})
"""Languages whose minutes stand in the case that the word before asks for: a race's time is left to the numbers."""

PER = MappingProxyType(
    {
        "de": ("pro", "Monat|Jahr|Tag|Woche|Stunde|Nacht|Person|Kopf|Stück|Quadratmeter|Liter|Kilo|Tonne"),
        "fr": ("par", "mois|an|année|jour|semaine|heure|nuit|personne|litre|tonne"),
        "es": ("por", "mes|año|día|semana|hora|noche|persona|litro|tonelada"),
        "pt": ("por", "mês|ano|dia|semana|hora|noite|pessoa|litro|tonelada"),
        "it": ("per", "mese|anno|giorno|settimana|ora|notte|persona|litro|tonnellata"),
        "nl": ("per", "maand|jaar|dag|week|uur|nacht|persoon|liter|ton"),
        "pl": ("na", "mies\\.|miesiąc|rok|dzień|tydzień|godzinę|osobę|noc"),
        "ru": ("в", "месяц|год|день|неделю|час"),
        "uk": ("на", "місяць|рік|день|тиждень|годину"),
    }
)
"""Language -> the word for the slash of a price, and what the price is for: "1.000 €/Monat"."""


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Amounts with a sign, a unit or a scale word behind, money with its sign in front."""
    t = tongue.table
    number = rf"{LOW}(?P<number>(?:(?<![-\d])[-−+])?(?:{NUMBER}))"
    scale = rf"(?P<scale>{any_of(t['scales'])})"
    money, units = any_of(t["currencies"]), any_of(t["units"])
    signs = any_of(
        [name for name in t["currencies"] if name.isupper() or (not name[-1].isalpha() and not name.endswith("."))]
    )
    of = r"(?:\s?(?:d[ei]\s|d['’]))?"
    say = _Amounts(tongue)
    return (
        *_laps(tongue, say),
        *_per(tongue),
        *_laws(tongue),
        Rule("money", re.compile(rf"{number}[\s-]?(?:{scale}{of})?[\s-]?(?P<money>{money})(?![\w²³])"), say.money, DIGITS),
        Rule("money-before", re.compile(rf"(?<!\w)(?P<minus>[-−]\s?)?(?P<money>{signs})\s?{LOW}(?P<number>{NUMBER})(?:\s?{scale}(?!\w))?"), say.money, DIGITS),
        Rule("percent", re.compile(rf"{number}\s?%"), say.percent, "%"),
        Rule("percent-word", re.compile(rf"{number}(?=[\s-](?:{t['percent_words']})\b)"), say.plain, DIGITS),
        Rule("degrees", re.compile(rf"{number}\s?(?:°|º(?=\s?[CF]))(?:\s?(?P<scale>[CFСF])(?!\w))?"), say.degrees, "°º"),
        Rule("unit", re.compile(rf"{number}(?P<gap>[\s-]?)(?:{scale}\s)?(?P<unit>{units})(?![\w²³]|[’']\w)\.?(?<!\.\.)"), say.unit, DIGITS),
        Rule("scaled", re.compile(rf"{number}\s?{scale}(?!\w)"), lambda m: say.scaled(m) + say.stop(m), DIGITS),
    )  # fmt: skip


def _per(tongue: Tongue) -> tuple[Rule, ...]:
    """The slash between a price and what it is for."""
    if tongue.name not in PER:
        return ()
    word, nouns = PER[tongue.name]
    signs = "|".join(rf"(?<={re.escape(name)})" for name in tongue.table["currencies"])
    signs += r"|(?<=\d)"
    return (Rule("per", re.compile(rf"(?:{signs})\s?/\s?(?=(?:{nouns})(?!\w))"), lambda m: f" {word} ", "/"),)


def _laws(tongue: Tongue) -> tuple[Rule, ...]:
    """The slash between the number of a law and its year: Ley 39/2015, Lei nº 8.112/1990."""
    of = {"es": "de", "pt": "de", "it": "del"}.get(tongue.name)
    if of is None:
        return ()
    written = re.compile(r"(?<=\d)(?<!\d{2}/\d)(?<!\b(?:19|20)\d\d)/(?=(?:19|20)\d\d(?![\w/]|[.,]\d))")
    return (Rule("law", written, lambda m: f" {of} ", "/"),)


def _laps(tongue: Tongue, say: _Amounts) -> tuple[Rule, ...]:
    """Times of races with parts of a second: 2:03,45 is no score."""
    if tongue.name in CASES:
        return ()
    units = tongue.table["units"]
    minutes, seconds = next(units[name] for name in MINUTES if name in units), units["s"]

    def speak(match: re.Match[str]) -> str:
        front = before(match, 40)
        whole = str(int(match.group("minutes")))
        rest = re.sub(r"^0(?=\d)", "", match.group("seconds"))
        said = f"{tongue.amount(whole, minutes, front)} {tongue.amount(rest, seconds, front)}"
        return said + say.stop(match)

    written = "|".join(re.escape(form) for form in sorted({*minutes}, key=len, reverse=True))
    return (
        Rule("lap", re.compile(rf"(?<![\w.,:])(?P<minutes>\d{{1,2}}):(?P<seconds>[0-5]\d,\d{{1,3}})(?![\d:])(?:\s(?:{written}|Min\.|min\.?)(?!\w))?"), speak, ":"),
    )  # fmt: skip


NUMBERING = frozenset({"pkt", "pkt."})
"""Units that are also a part of a law, before its number: ust. 2 pkt 3."""
HAVING = frozenset({"es", "it"})
"""Languages in which "ha" is also "has": uno su 3 ha votato."""
LAND = re.compile(
    r"[,.;:)]|$|\s(?:di|de|del|dei|delle|e|y|o|in|en|a|al|nel|nella|por|per|con|sono|son|sobre|su|da|desde|que|che|quemadas|calcinadas|arrasadas|ardieron|bruciati|coltivati|cultivadas|anuales|forestales)\b|\s?[(/]"
)


class _Amounts:
    """The ways of saying an amount in one language."""

    def __init__(self, tongue: Tongue) -> None:
        self.tongue = tongue

    def _number(self, match: re.Match[str], noun: str = "") -> str:
        """The number, or both of a range."""
        said, low = self.tongue.number_in_words(match.group("number"), noun), match.group("low")
        return (
            f"{self.tongue.number_in_words(low, noun)} {self.tongue.table['to']} {said}".replace("  ", " ")
            if low
            else said
        )

    def _amount(self, match: re.Match[str], forms: list[str]) -> str:
        """The number, or both of a range, with the noun in its form."""
        low, front = match.group("low"), self.tongue.front(match)
        if low:
            return self.tongue.ranged(low, match.group("number"), forms, front)
        return self.tongue.amount(match.group("number"), forms, front)

    def plain(self, match: re.Match[str]) -> str:
        noun, low, front = noun_behind(match), match.group("low"), before(match, 40)
        if not low:
            return self.tongue.counted(match.group("number"), noun, front)
        said = self.tongue.counted(match.group("number"), noun, self.tongue.behind_range(front))
        return f"{self.tongue.counted(low, noun, front)} {self.tongue.table['to']} {said}".replace("  ", " ")

    def scaled(self, match: re.Match[str]) -> str:
        forms = self.tongue.table["scales"][match.group("scale")]
        said = self._amount(match, forms)
        return said.replace("cents mille", "cent mille")

    def money(self, match: re.Match[str]) -> str:
        minus = f"{self.tongue.table['minus']} " if match.groupdict().get("minus") else ""
        return minus + self._money(match) + self.stop(match)

    def _money(self, match: re.Match[str]) -> str:
        large, small = self.tongue.table["currencies"][match.group("money")]
        written = match.group("number")
        sign = (
            self.tongue.table["minus"] if written[0] in "-−" else self.tongue.table["plus"] if written[0] == "+" else ""
        )
        if match.group("scale"):
            name = large[2] if len(large) > 2 else large[-1]
            return f"{self.scaled(match)} {name if match.group('scale') in ('k', 'mil') else self._of(name)}"
        if self.tongue.name == "de" and re.match(r"-\w", follows(match, 2)):
            return f"{self._number(match)} {large[0]}"
        whole, _, fraction = self.tongue.parts(written)
        if self.tongue.value(written) >= MILLION and not self.tongue.value(written) % MILLION:
            millions = self.tongue.counted(whole, "", before(match, 40))
            return f"{sign} {millions} {self._of(large[2] if len(large) > 2 else large[-1])}".strip()
        is_word = match.group("money").islower() and match.group("money").isalpha() and len(match.group("money")) > 3
        if len(fraction) == 2 and is_word and not self.tongue.hundredths:
            part = self.tongue.digits(fraction) if fraction[0] == "0" else self.tongue.cardinal(int(fraction))
            head = self.tongue.number_in_words(whole, large[0])
            return f"{sign} {head} {self.tongue.table['point']} {part} {self.tongue.form(large, written)}".strip()
        if len(fraction) != 2:
            return self._amount(match, large)
        head = f"{sign} {self.tongue.amount(whole, large, before(match, 40))}".strip()
        if not int(fraction):
            return head
        part, front = str(int(fraction)), before(match, 40)
        tail = self.tongue.amount(part, small, front) if small[0] else self.tongue.number(int(fraction))
        return f"{head} {self.tongue.table['and'] if small[0] else ''}{tail}"

    def stop(self, match: re.Match[str]) -> str:
        """A short form's stop that ends the sentence too."""
        return "." if match.group().endswith(".") and not follows(match, 4).strip(' "”»)') else ""

    def _of(self, name: str) -> str:
        """Millions of euros, where the language says the "of"."""
        of = str(self.tongue.table["of"])
        if of == "de " and self.tongue.name == "fr" and name[0] in "aeiouéh":
            return f"d'{name}"
        return of + name

    def percent(self, match: re.Match[str]) -> str:
        forms = self.tongue.table["percent"]
        return self._amount(match, forms)

    def degrees(self, match: re.Match[str]) -> str:
        forms, scale = self.tongue.table["degrees"], match.group("scale") or ""
        name = {
            "C": self.tongue.table["celsius"],
            "С": self.tongue.table["celsius"],
            "F": self.tongue.table["fahrenheit"],
        }.get(scale, "")
        return f"{self._amount(match, forms)} {name}".strip()

    def unit(self, match: re.Match[str]) -> str | None:
        name = match.group("unit")
        forms = self.tongue.table["units"][name]
        compound = self.tongue.name == "de" and re.match(r"-\w", follows(match, 2))
        if len(name) == 1 and not compound and (match.group("gap") == "-" or re.match(r"-[^\W\d_]", follows(match, 2))):
            return None
        if name in NUMBERING and re.match(r"\s?\d", follows(match, 3)):
            return None
        if name == "ha" and self.tongue.name in HAVING and not LAND.match(follows(match)):
            return None
        if compound:
            return f"{self._number(match)} {forms[-1]}"
        stop = self.stop(match) if name.endswith(".") else "." if match.group().endswith(".") else ""
        if match.group("scale"):
            return f"{self.scaled(match)} {self._of(forms[2] if len(forms) > 2 else forms[-1])}{stop}"
        if name in ("m", "м") and re.fullmatch(r"\d,[1-9]\d", match.group("number")) and not match.group("low"):
            whole, _, fraction = match.group("number").partition(",")
            return f"{self.tongue.number_in_words(whole, forms[0])} {self.tongue.form(forms, whole)} {self.tongue.number_in_words(fraction)}{stop}"
        return f"{self._amount(match, forms)}{stop}"
