"""Versions, places on the globe, sets of tennis, opening hours, minutes of a match, prices by weight."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrator.languages.common.romans import roman
from narrator.languages.common.tongue import NUMBER, Tongue, any_of, before
from narrator.languages.rules import DIGITS, Rule

Speak = Callable[[re.Match[str]], str | None]
MINUTE_UNITS, SECOND_UNITS = ("min", "Min.", "мин", "хв"), ("s", "sek", "сек")
SET = r"[0-7][-–][0-7](?:\s?\(\d{1,2}(?:[-–/]\d{1,2})?\))?"
CLOCK = r"(?:[01]?\d|2[0-4])(?:(?:[:.]|\s?h\s?)[0-5]\d|\s?h)?"
QUARTERS = re.compile(r"\.(?:00|15|30|45)$")
"""Minutes behind a stop that need no word for hours: 9.00-18.30."""
PARTS = re.compile(r"\d+")
ROMAN = r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})"


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """What dates, decimals and ranges would take apart."""
    t = tongue.table
    days = any_of(t["weekdays"])
    compass = any_of(t["compass"])
    per = any_of(t["units"])
    money = "|".join(rf"(?<={re.escape(name)})" for name in t["currencies"])
    degrees = r"(?<![\w.,])(?P<degrees>\d{1,3}(?:[.,]\d{1,6})?)\s?[°º]\s?(?:(?P<minutes>\d{1,2})\s?[′'’]\s?)?(?:(?P<seconds>\d{1,2}(?:[.,]\d)?)\s?(?:[″\"”]|''|’’)\s?)?"
    return (
        Rule("scale", re.compile(r"(?<![\w.,/])1\s?/\s?(\d{1,3}(?:[\u00a0 .]\d{3})+)(?![\w/]|[.,]\d)"), lambda m: tongue.ratio("1", m.group(1)), "/"),
        Rule("version", re.compile(r"(?<![\w.,:/-])\d{1,4}(?:\.\d{1,4}){2,3}(?![\w/-]|\.\d|,\d)"), _version(tongue), "."),
        Rule("coordinate", re.compile(rf"{degrees}(?P<compass>{compass})(?!\w)"), _coordinate(tongue), "°º"),
        Rule("angle", re.compile(rf"{degrees}(?P<compass>)(?<=[′'’″\"”])"), _coordinate(tongue), "°º"),
        Rule("sets", re.compile(rf"(?<![\w.,:/-]){SET}(?:,?\s(?:[a-z]{{1,3}}\s)?{SET}){{1,4}}(?![\w/-]|[.,]\d)"), _sets(tongue), "-–"),
        Rule("airliner", re.compile(r"(?<![\w.,-])(7[0-8]7)-([1-9]00|[89]|10)(?![\w-]|[.,]\d)"), lambda m: f"{tongue.cardinal(int(m.group(1)))} {tongue.cardinal(int(m.group(2)))}", "7"),
        Rule("relay", re.compile(r"(?<![\w.,])(\d{1,2})\s?[xх×]\s?(50|60|[12468]00|1[05]00)(?:[\s-]|\u00a0)?[mм](?![\w²³])"), _relay(tongue), "xх×"),
        Rule("numbered-pair", re.compile(r"(?:(?<=n° )|(?<=N° )|(?<=nº )|(?<=n\.º )|(?<=№ )|(?<=Nr\. )|(?<=nr )|(?<=nr\. )|(?<=no\. ))(\d{1,4})-(\d{1,5})(?![\w-])"), lambda m: f"{tongue.cardinal(int(m.group(1)))} {tongue.cardinal(int(m.group(2)))}", "-"),
        Rule("article-part", re.compile(r"(?:(?<=ст\. )|(?<=статті )|(?<=статья )|(?<=статьи )|(?<=статье )|(?<=art\. ))(\d{2,3})-(\d{1,2})(?![\w-])"), lambda m: f"{tongue.cardinal(int(m.group(1)))} {tongue.cardinal(int(m.group(2)))}" if int(m.group(1)) > int(m.group(2)) else None, "-"),
        Rule("by-amount-of", re.compile(rf"(?<=\d)(?P<gap>\s?)(?P<large>{any_of(t['units'])})/(?P<number>\d{{2,4}})\s?(?P<unit>{per})(?!\w)"), lambda m: f" {t['units'][m.group('large')][-1]} {t['per_measure']} {tongue.amount(m.group('number'), t['units'][m.group('unit')], '')}", "/"),
        Rule("formula-by-unit", re.compile(rf"(?<=CO[2₂])\s?/\s?(?P<unit>{per})(?!\w)"), lambda m: f" {t['per_measure']} {tongue.taken(t['units'][m.group('unit')][0])}", "/"),
        Rule("two-prices", re.compile(r"(?<![\w.,/])(\d{1,3})/(\d{1,3})(?=\s?(?:€|EUR\b|[Ee]uros?\b))"), lambda m: f"{tongue.cardinal(int(m.group(1)))}, {tongue.cardinal(int(m.group(2)))}" if int(m.group(1)) >= int(m.group(2)) else None, "/"),
        Rule("sets-slash", re.compile(r"(?<![\w.,:/-])[0-7]/[0-7](?:\s?\(\d{1,2}[-/]\d{1,2}\))?(?:(?:,|\s[a-z]{1,2})\s[0-7]/[0-7](?:\s?\(\d{1,2}[-/]\d{1,2}\))?){1,4}(?![\w/-])"), _slashed_sets(tongue), "/"),
        Rule("weekdays", re.compile(rf"(?<![\w.-])(?P<first>{days})\.?(?P<to>\s?[-–—]\s?|\s(?:{t['to_weekday']})\s)(?P<last>{days})(?!\w)\.?"), _weekdays(tongue)),
        Rule("weekday", re.compile(rf"(?<![\w.-])(?:{days})\.?(?:(?=,?\s\d{{1,2}}(?:[:.h]\d\d)?\s?[-–]\s?\d{{1,2}}(?:[:.]\d\d|\s?(?:{t['hour_words']})(?!\w)))|(?:(?<=\.)|(?=,)),?(?=\s\d{{1,2}}\.?\s(?:de\s)?(?:{any_of([*tongue.months, *tongue.short_months])})))"), _weekday(tongue)),
        Rule("opening", re.compile(rf"(?<![\w.,:/-])(?P<first>{CLOCK})\s?[-–]\s?(?P<last>{CLOCK})(?![\d:%-]|[.,]\d)(?P<word>\s?(?:{t['hour_words']})(?!\w))?"), _opening(tongue), DIGITS),
        Rule("added-time", re.compile(r"(?<![\w.,/-])(?P<minute>45|90|105|120)(?P<stop>\.?)['’′]?\s?\+\s?(?P<added>\d{1,2})(?:['’′]|\.(?=\s[A-ZÄÖÜ]))?(?![\w%]|[.,]\d|-[^\W\d_]|\.\s[a-z])"), _added(tongue), "+"),
        Rule("by-unit", re.compile(rf"(?:{money})\s?/\s?(?P<unit>{per})(?!\w)"), lambda m: f" {t['per_unit']} {tongue.taken(t['units'][m.group('unit')][0])} ", "/"),
        Rule("flat-price", re.compile(rf"(?:(?P<front>[€$£])\s?)?(?<![\w.,])(?P<number>{NUMBER}),[-–—]{{1,2}}(?:\s?(?P<behind>{any_of(t['currencies'])})(?!\w))?(?!\d)"), _flat_price(tongue), ",-"),
        Rule("match-minute", re.compile(r"(?<![\w.,])(\d{1,3})['’′](?=[\s.,;)]|$)"), _match_minute(tongue), "'’′"),
        Rule("by-amount", re.compile(rf"(?:{money})\s?/\s?(?P<number>\d{{1,4}})\s?(?P<unit>{per})(?!\w)"), lambda m: f" {t['per_unit']} {tongue.amount(m.group('number'), t['units'][m.group('unit')], '')}", "/"),
        Rule("unit-by-unit", re.compile(rf"(?<=[\w³²])/(?P<unit>{any_of([*t['per_time'], *t['units']])})(?!\w)"), _by_measure(tongue), "/"),
        Rule("spaced-score", re.compile(r"(?<![\w.,:])(\d{1,3})\s:\s(\d{1,3})(?![\d:]|\s:|[.,]\d)"), lambda m: tongue.score(int(m.group(1)), int(m.group(2))), ":"),
        Rule("chrono", re.compile(r"(?<![\w.,])(?:(?P<minutes>\d{1,2})['’′])?(?P<seconds>[0-5]?\d)(?:[\"″]|s(?=\d\d(?!\d)))(?P<rest>\d{1,3})(?!\w)"), _chrono(tongue), "\"″s"),
        Rule("by-unit-behind", re.compile(rf"(?<=\d)\s?/\s?(?P<unit>{per})(?!\w)"), _by_unit(tongue), "/"),
        Rule("first-time", re.compile(rf"(?<![\d.,:])([01]?\d|2[0-4])\.([0-5]\d)(?=\s(?:{t['to_hour']})\s[0-2]?\d[.:][0-5]\d\s?(?:{t['hour_words']})(?!\w))"), lambda m: tongue.time_in_words(int(m.group(1)), int(m.group(2)), before(m), ""), "."),
        Rule("half-unit", re.compile(rf"(?<![\d.,])(?<!\d\s)(?:½|(?<!\d/)1/2)\s?(?P<unit>{per})(?!\w)"), lambda m: tongue.half(t["units"][m.group("unit")]), "½/"),
        Rule("roman-range", re.compile(rf"(?<!\w)(?P<name>[^\W\d_][\w-]{{1,24}}\.?)\s(?P<first>{ROMAN})(?P<to>\s?[-–]\s?|\s[^\W\d_]{{1,4}}\s)(?P<last>{ROMAN})(?!\w)"), _roman_range(tongue), "IVX"),
        Rule("roman-short", re.compile(rf"(?<!\w)(?P<name>[^\W\d_][\w-]{{0,12}}\.)\s(?P<first>{ROMAN})(?!\w)"), _roman_short(tongue), "IVX"),
    )  # fmt: skip


def _by_unit(tongue: Tongue) -> Speak:
    """R$ 3/kg: the sign stands before the number."""
    signs = "|".join(re.escape(name) for name in tongue.table["currencies"] if not name.isalpha())
    money = re.compile(rf"(?:{signs})\s?[\d.,]+$")

    def speak(match: re.Match[str]) -> str | None:
        if not money.search(before(match)):
            return None
        return f" {tongue.table['per_unit']} {tongue.taken(tongue.table['units'][match.group('unit')][0])} "

    return speak


def _relay(tongue: Tongue) -> Speak:
    """4x100 m."""
    meters = next(tongue.table["units"][name] for name in ("m", "м") if name in tongue.table["units"])

    def speak(match: re.Match[str]) -> str:
        return f"{tongue.cardinal(int(match.group(1)))} {tongue.table['relay']} {tongue.amount(match.group(2), meters, '')}"

    return speak


def _by_measure(tongue: Tongue) -> Speak:
    """5 mg/l, 300 m³/s; units with a slash of their own, as km/h, and what is no unit, as t/m, stand in the table."""
    t = tongue.table
    measured = re.compile(rf"\d\s?(?P<unit>{any_of(t['units'])})$")

    def speak(match: re.Match[str]) -> str | None:
        name, front = match.group("unit"), measured.search(before(match))
        whole = f"{front.group('unit')}/{name.rstrip('.')}" if front else ""
        if not front or whole in (*t["units"], *t["no_units"]):
            return None
        if name in t["per_time"]:
            return f" {t['per_time'][name]} "
        return f" {t['per_measure']} {tongue.taken(t['units'][name][0])} "

    return speak


def _chrono(tongue: Tongue) -> Speak:
    """1'45"32: minutes, seconds and their hundredths."""
    units = tongue.table["units"]
    minutes, seconds = (next((units[n] for n in names if n in units), None) for names in (MINUTE_UNITS, SECOND_UNITS))

    def speak(match: re.Match[str]) -> str | None:
        if minutes is None or seconds is None:
            return None
        head = tongue.amount(match.group("minutes"), minutes, "") if match.group("minutes") else ""
        second = tongue.amount(str(int(match.group("seconds"))), seconds, "")
        return f"{head} {second} {tongue.cardinal(int(match.group('rest')))}".strip()

    return speak


def _flat_price(tongue: Tongue) -> Speak:
    """19,- €: no cents."""

    def speak(match: re.Match[str]) -> str:
        money = match.group("behind") or match.group("front")
        if not money:
            return tongue.number_in_words(match.group("number"))
        return tongue.amount(match.group("number"), tongue.table["currencies"][money][0], before(match, 40))

    return speak


def _match_minute(tongue: Tongue) -> Speak:
    """Marcó en el 90': behind what asks for a minute; elsewhere the sign may close a quotation."""
    asking = re.compile(rf"\b(?:{tongue.table['minute_of']})\s$")
    return lambda match: tongue.cardinal(int(match.group(1))) if asking.search(before(match)) else None


def _version(tongue: Tongue) -> Speak:
    """3.12.1, 192.168.0.1; not 1.250.000, not a date."""

    def speak(match: re.Match[str]) -> str | None:
        groups = match.group().split(".")
        thousands = all(len(group) == 3 for group in groups[1:]) and groups[0] != "0" and len(groups[0]) < 4
        dated = len(groups) == 3 and int(groups[0]) < 32 and 0 < int(groups[1]) < 13 and len(groups[2]) in (2, 4)
        if (thousands and len(groups) < 4) or dated:
            return None
        return f" {tongue.table['stop']} ".join(map(tongue.number_in_words, groups))

    return speak


def _coordinate(tongue: Tongue) -> Speak:
    units = tongue.table["units"]
    small = [next((units[name] for name in names if name in units), None) for names in (MINUTE_UNITS, SECOND_UNITS)]

    def speak(match: re.Match[str]) -> str | None:
        if None in small and not match.group("compass"):
            return None
        said = [tongue.amount(match.group("degrees").replace(".", ","), tongue.table["degrees"], "")]
        for name, forms in zip(("minutes", "seconds"), small, strict=True):
            if match.group(name):
                if forms is None:
                    return None
                said.append(tongue.amount(re.sub(r"^0(?=\d)", "", match.group(name).replace(".", ",")), forms, ""))
        return " ".join([*said, tongue.table["compass"].get(match.group("compass"), "")]).strip()

    return speak


def _sets(tongue: Tongue) -> Speak:
    """6-4, 3-6 y 7-6: each set has a six or a seven, else they are ranges."""

    def speak(match: re.Match[str]) -> str | None:
        sets = re.findall(r"(?<!\()\b([0-7])[-–]([0-7])(?!\d)", match.group())
        if any(max(score) < "6" for score in sets):
            return None
        scores = re.sub(r"(?<=\d)[-–/]", " ", match.group())
        return PARTS.sub(lambda digits: tongue.cardinal(int(digits.group())), scores)

    return speak


WON = re.compile(r"\b(?:ven[cç]|gan[aóhou]|bat[ei]|derrot|perd|sets?\b|vit[óo]r|parcia|triunf)")
"""Words beside sets that are written with a slash, as in Brazil; else they are days or fractions."""


def _slashed_sets(tongue: Tongue) -> Speak:
    """Venceu por 6/4, 6/7 (5/7) e 7/5."""

    def speak(match: re.Match[str]) -> str | None:
        sets = re.findall(r"(?<!\()\b([0-7])/([0-7])(?!\d)(?!\))", match.group())
        if not WON.search(match.string) or any(max(score) < "6" for score in sets):
            return None
        return PARTS.sub(lambda m: tongue.cardinal(int(m.group())), re.sub(r"(?<=\d)[-/]", " ", match.group()))

    return speak


def _weekday(tongue: Tongue) -> Speak:
    return lambda match: (
        str(tongue.table["weekdays"][match.group().rstrip(".,")]) + ("," if match.group().endswith(",") else "")
    )


def _weekdays(tongue: Tongue) -> Speak:
    """Mo–Fr, lun. a vie.: two days, so that a short form is no other word."""
    days = tongue.table["weekdays"]

    def speak(match: re.Match[str]) -> str:
        word = match.group("to").strip(" -–—") or tongue.table["to_weekday"].split("|")[0]
        first, last = (days[match.group(which)] for which in ("first", "last"))
        said = tongue.weekdays(first, tongue.table["abbreviations"].get(word, word), last, before(match))
        return said + ("." if match.group().endswith(".") and match.end() == len(match.string) else "")

    return speak


def _opening(tongue: Tongue) -> Speak:
    """9–17 Uhr, 9h-18h, 9:00–18:30; two bare numbers are no hours."""

    def speak(match: re.Match[str]) -> str | None:
        first, last = match.group("first"), match.group("last")
        colons = ":" in first and ":" in last
        stops = QUARTERS.search(first) and QUARTERS.search(last)
        if not (match.group("word") or "h" in last or colons or stops) or (
            "." in first and not (match.group("word") or stops)
        ):
            return None
        (hour, minute), (end, late) = _parts(first), _parts(last)
        front = before(match)
        word = (match.group("word") or ("h" if "h" in last else "")).strip()
        said = tongue.opening((hour, minute), (end, late), front, word)
        return f"{said}." if word.endswith(".") and match.end() == len(match.string) else said

    return speak


def _parts(written: str) -> tuple[int, int]:
    found = PARTS.findall(written)
    return int(found[0]), int(found[1]) if len(found) > 1 else 0


def _added(tongue: Tongue) -> Speak:
    """45+2: a minute of a match and those that were added."""

    def speak(match: re.Match[str]) -> str:
        front = before(match)
        minute = (
            tongue.minute(int(match.group("minute")), front)
            if match.group("stop")
            else tongue.cardinal(int(match.group("minute")))
        )
        ordinal = match.group("stop") and match.group().endswith(".")
        added = int(match.group("added"))
        return f"{minute} {tongue.table['plus']} {tongue.minute(added, front) if ordinal else tongue.cardinal(added)}"

    return speak


def _named(tongue: Tongue, name: str) -> str:
    """A word before a Roman numeral, written out; empty where numerals behind it are no numbers."""
    full = str(tongue.table["abbreviations"].get(name, name))
    return full if tongue.is_counted(full) else ""


def _roman_range(tongue: Tongue) -> Speak:
    """Band I–III, tomos II a IV."""

    def speak(match: re.Match[str]) -> str | None:
        name = _named(tongue, match.group("name"))
        if not name or not match.group("first") or not match.group("last"):
            return None
        word = match.group("to").strip(" -–") or tongue.table["to"]
        first, last = (tongue.cardinal(roman(match.group(which))) for which in ("first", "last"))
        return f"{name} {first} {word} {last}"

    return speak


def _roman_short(tongue: Tongue) -> Speak:
    """Kap. IV, cap. II."""

    def speak(match: re.Match[str]) -> str | None:
        short = match.group("name")
        short = short if short in tongue.table["abbreviations"] else short[0].lower() + short[1:]
        if short not in tongue.table["abbreviations"] or not match.group("first"):
            return None
        name = _named(tongue, short)
        said = name and tongue.roman(roman(match.group("first")), name, "")
        return f"{name} {said}" if said else None

    return speak
