"""Money: signs, codes, scale words and letters, cents, ranges, and amounts before a noun."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from narrator.languages.en.grammar.numbers import NUMBER, cardinal, integer, plural
from narrator.languages.en.grammar.reading import DASH, Reading, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

TABLE: Mapping[str, Any] = tomllib.loads(
    files("narrator.languages.en.grammar").joinpath("money.toml").read_text(encoding="utf-8")
)
CURRENCIES: Mapping[str, list[str]] = {**TABLE["signs"], **TABLE["codes"]}
SCALE: Mapping[str, str] = TABLE["scales"]
PER_NAMES: Mapping[str, str] = TABLE["per"]
SIGN_CHARACTERS = "".join(sign for sign in TABLE["signs"] if len(sign) == 1)
NEEDS = SIGN_CHARACTERS + "¢"


def _any(names: Mapping[str, object]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


SIGN = rf"(?=[A-Zk{re.escape(SIGN_CHARACTERS)}])(?P<sign>(?:(?<![A-Za-z]))(?:{_any({s: 0 for s in TABLE['signs'] if s[0].isalpha()})})(?=\s?\d)|[{re.escape(SIGN_CHARACTERS)}])"
CODE = rf"(?P<code>{_any(TABLE['codes'])})"
PLAIN = rf"(?:(?:{NUMBER})(?:\.\d+)?)"
AMOUNT = rf"(?P<amount>{PLAIN}|\.\d{{1,4}})"
PER = r"(?:\s?/\s?(?P<per>[A-Za-z]{1,12})(?![\w/])(?:\.(?=[,;:]|\s[a-z]))?)?"
LETTERS = r"(?:[kKmMbBtT]|[mM][nN]|[mM]ln|[bB][nN]|bln|[tT][nN]|trn|tr|MM|mm|cr|mil)(?![A-Za-z\d])(?:(?<=mil|.bn|.mn|.tn)\.(?=\s[a-z]))?"
WORDS = r"(?:thousand|million|billion|trillion|hundred|lakh\scrore|lakh|crore)\b"
MAGNITUDE = rf"(?:(?:\s|-(?=bn|mn|tn|mil|mln|bln))?(?P<letter>{LETTERS})|[\s-](?P<word>{WORDS}))?(?![\s-]{WORDS})"
AGAIN = r"(?:-(?:dollar|euro|pound)s?\b|\sdollars\b)?"
"""A $2 trillion-dollar plan says its dollars twice."""
NOT_NOUNS = "|".join(TABLE["nouns"]["not_nouns"])
NOUN = re.compile(rf"[\s-]+(?!(?:{NOT_NOUNS})\b)(?!\w+ed\b)[a-z]|,\s\w+-\w+\s[a-z]")
NAME = re.compile(r"\s[A-Z][\w.]*")
DETERMINED = re.compile(
    r"\b(?P<article>[Aa]n?|[Tt]he|[Tt]his|[Tt]hat|[Ee]ach|[Aa]nother|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Yy]our|\w+['’]s|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
    r"(?P<between>(?:\s(?!record\b|year\b|month\b|week\b|day\b|decade\b|quarter\b|night\b|further\b|extra\b|additional\b|total\b|whopping\b|of\b|to\b|in\b)[a-z-]+,?){0,2})\s$"
)
SCALED_NOUN = re.compile(
    rf"-[a-z]|\s(?:a[- ](?:year|month|week|day)[- ]|(?:[A-Z][\w.]*\s){{1,3}})?(?:{'|'.join(TABLE['nouns']['scaled'])})s?\b"
)


def amount_in_words(amount: str, scale: str, names: list[str], reading: Reading) -> str:
    """An amount in words.

    Args:
        amount: digits with or without separators and decimals.
        scale: "million" and its kin, or nothing.
        names: of the currency: one, many, a hundredth, hundredths.
        reading: American or British.
    """
    one, many, cent, cents = names
    whole, _, fraction = amount.partition(".")
    if scale:
        return f"{reading.number(amount)} {scale} {many}"
    fraction = _hundredths(fraction)
    if fraction and (len(fraction) != 2 or not cent):
        return f"{reading.number(amount)} {many}"
    value, pence = integer(whole), int(fraction or 0)
    large = f"{reading.number(whole)} {one if value == 1 else many}"
    small = f"{cardinal(pence)} {cent if pence == 1 else cents}"
    if not pence:
        return large
    return small if not value else f"{large} and {small}"


def _hundredths(fraction: str) -> str:
    """Decimals as hundredths: ``5`` and ``500`` are fifty, zeros alone are nothing, ``506`` stays."""
    short = fraction.rstrip("0")
    return short.ljust(2, "0") if 0 < len(short) < 3 else short


def _scale(match: re.Match[str], letter: str = "letter", word: str = "word") -> str:
    found = match.groupdict()
    short = found.get(letter)
    return SCALE[short.rstrip(".").lower()] if short else (found.get(word) or "").lower()


def _names(match: re.Match[str]) -> list[str]:
    found = match.groupdict()
    return CURRENCIES[found.get("sign") or found.get("code") or "$"]


def _describes(match: re.Match[str]) -> bool:
    """Whether the amount says what a thing is like: a $20 bill, his $4 million home, $2-billion plans."""
    rest = ahead(match)
    before = DETERMINED.search(behind(match, 60))
    if before and (
        NOUN.match(rest) or (not before["between"] and NAME.match(rest) and before["article"][0] not in "Tt")
    ):
        return True
    if rest.startswith("-worth"):
        return False
    if re.search(r"\b(?:sub|under|over|mid|non|multi)-$", behind(match)):
        return True
    return bool(_scale(match) and SCALED_NOUN.match(rest)) or re.match(r"-(?:a-|an-|per-)?[a-z]", rest) is not None


def _plain(match: re.Match[str], reading: Reading) -> str:
    minus = "minus " if match.groupdict().get("minus") else ""
    per = match.groupdict().get("per")
    amount, scale, names = match.group("amount"), _scale(match), _names(match)
    if not per and _describes(match) and (scale or "." not in amount):
        return minus + " ".join(filter(None, (reading.number(amount), scale, names[0])))
    each = f" per {reading.metric(PER_NAMES.get(per.lower(), per))}" if per else ""
    return minus + amount_in_words(amount, scale, names, reading) + each


def _between(match: re.Match[str], reading: Reading) -> str | None:
    """Both ends with their currency where both are written with it and complete; else it is said once."""
    names, again = _names(match), match.groupdict().get("again")
    if again and CURRENCIES.get(again, names)[1] != names[1] and again != "$":
        return None
    if " to " in match.group() and not _describes(match) and (again or not _is_shared(match)):
        return None
    scale, first = _scale(match), _scale(match, "letter1", "word1")
    low, high = match.group("low"), match.group("amount")
    if _describes(match):
        return " ".join(filter(None, (reading.number(low), first, "to", reading.number(high), scale, names[0])))
    last = amount_in_words(high, scale, names, reading)
    if again and bool(first) == bool(scale):
        return f"{amount_in_words(low, first, names, reading)} to {last}"
    return " ".join(filter(None, (reading.number(low), first, "to", last)))


def _is_shared(match: re.Match[str]) -> bool:
    """Whether the second number of "$10 to 15" is money too: it has a scale word, or nothing behind it that it counts."""
    return bool(_scale(match)) or re.match(r"\s(?!(?:an?|per|each|in|for|and|or)\b)\w", ahead(match)) is None


def _plural(match: re.Match[str], reading: Reading) -> str:
    """$100s: hundreds of dollars."""
    words = reading.number(match.group("amount"))
    short = words.removeprefix("one ") if words in ("one hundred", "one thousand") else words
    of = f" of {match.group('of')}" if match.groupdict().get("of") else ""
    return f"{plural(short)}{of} of {_names(match)[1]}"


def _cents(match: re.Match[str], reading: Reading) -> str:
    one = integer(match.group(1)) == 1 or (re.search(r"\b[Aa]\s$", behind(match)) and NOUN.match(ahead(match)))
    per = f" per {PER_NAMES.get(match['per'].lower(), match['per'])}" if match["per"] else ""
    return f"{reading.number(match.group(1))} {'cent' if one and not per else 'cents'}{per}"


def _part_of_cent(match: re.Match[str], reading: Reading) -> str:
    """$4.38½: four dollars and thirty-eight and a half cents."""
    part = {"¼": "a quarter", "½": "a half", "¾": "three quarters"}[match.group("part")]
    dollars = amount_in_words(match.group("amount"), "", _names(match), reading)
    return f"{dollars} and {cardinal(int(match.group('cents')))} and {part} cents"


def _pence(match: re.Match[str], reading: Reading) -> str:
    return f"{reading.number(match.group(1))} {'penny' if match.group(1) == '1' else 'pence'}"


def rules(reading: Reading) -> tuple[Rule, ...]:
    """All written forms of money."""
    low = rf"(?P<low>{PLAIN})(?:\s?(?P<letter1>{LETTERS})|[\s-](?P<word1>{WORDS}))?"
    minus = r"(?:(?<![\w)])(?P<minus>[-−]))?"
    pence = r"\d{1,3}" if reading.british else r"\d{1,2}"
    again = rf"(?P<again>(?:US|[CA])?[{re.escape(SIGN_CHARACTERS)}])"
    return (
        Rule("money-range", re.compile(rf"{SIGN}\s?{low}(?:{DASH}|-to-){again}?{AMOUNT}{MAGNITUDE}{AGAIN}(?![\d-]*\d)"), reading.says(_between), f"{DIGITS} {NEEDS}"),
        Rule("money-range-to", re.compile(rf"{SIGN}\s?{low}\sto\s{again}?{AMOUNT}{MAGNITUDE}(?![\d-]*\d|[.,]\d)"), reading.says(_between), f"{DIGITS} {NEEDS}"),
        Rule("money-comma", re.compile(r"(?<![\w.,])(?P<first>€\s?)?(?P<amount>\d{1,3}(?:\.\d{3})*),(?P<cents>\d{2})(?P<last>\s?€)?(?![\d.,]*\d)"), lambda m: amount_in_words(f"{m['amount'].replace('.', '')}.{m['cents']}", "", CURRENCIES["€"], reading) if m["first"] or m["last"] else None, f"{DIGITS} €"),
        Rule("money-stop", re.compile(r"€\s?(?P<amount>\d{1,3}(?:\.\d{3})+)(?![\d.,]*\d|\s?(?:million|billion|m|bn)\b)|(?<![\w.,])(?P<behind>\d{1,3}(?:\.\d{3})+)\s?€"), lambda m: amount_in_words((m["amount"] or m["behind"]).replace(".", ""), "", CURRENCIES["€"], reading), f"{DIGITS} €"),
        Rule("money-plurals", re.compile(rf"{SIGN}(?P<low>\d{{2,4}})s(?:{DASH}|-to-|\sto\s)[{re.escape(SIGN_CHARACTERS)}]?{AMOUNT}s\b"), lambda m: f"{plural(reading.number(m['low']))} to {plural(reading.number(m['amount']))}", f"{DIGITS} {NEEDS}"),
        Rule("money-plural", re.compile(rf"{SIGN}{AMOUNT}s\b(?:\sof\s(?:dollars|euros|pounds)\b|\sof\s(?P<of>(?:thousand|million|billion|trillion)s)\b)?"), reading.says(_plural), f"{DIGITS} {NEEDS}"),
        Rule("money-bracketed", re.compile(rf"{SIGN}\((?P<amount>{PLAIN})\){MAGNITUDE}"), lambda m: f"minus {amount_in_words(m.group('amount'), _scale(m), _names(m), reading)}", f"{DIGITS} ("),
        Rule("money-part-of-cent", re.compile(r"(?P<sign>\$)(?P<amount>\d{1,4})\.(?P<cents>\d{2})(?P<part>[¼½¾])"), reading.says(_part_of_cent), "¼½¾"),
        Rule("money", re.compile(rf"(?=[-−A-Zk{re.escape(SIGN_CHARACTERS)}]){minus}{SIGN}\s?{AMOUNT}{MAGNITUDE}{AGAIN}{PER}(?:\s(?:USD|AUD|CAD)\b)?"), reading.says(_plain), DIGITS),
        Rule("money-sign-behind", re.compile(rf"(?=[.0-9])(?<![\w.,]){AMOUNT}{MAGNITUDE}\s?(?P<sign>[€£₴₽₹₩₪₺₿¥]|\$(?!\s?\d))"), reading.says(_plain), f"{DIGITS} {NEEDS}"),
        Rule("currency-pair", re.compile(rf"(?=[A-Z])\b({_any(TABLE['codes'])})/({_any(TABLE['codes'])})\b"), lambda m: f"{m.group(1)} {m.group(2)}", "/"),
        Rule("money-code-first", re.compile(rf"(?=[A-Z])\b{CODE}\s?{AMOUNT}{MAGNITUDE}"), reading.says(_plain), DIGITS),
        Rule("money-code-behind", re.compile(rf"(?=[.0-9])(?<![\w.,]){AMOUNT}{MAGNITUDE}\s?{CODE}\b"), reading.says(_plain), DIGITS),
        Rule("rand", re.compile(rf"\b(?P<code>R)(?P<amount>{PLAIN})\s(?P<word>{WORDS})"), lambda m: amount_in_words(m.group("amount"), m.group("word"), CURRENCIES["ZAR"], reading), f"{DIGITS} R"),
        number_rule("cents", re.compile(rf"(?<![\w.,])({NUMBER})\s?¢(?:/(?P<per>kWh|lb|mile|gallon|gal|oz|min|mi|L|l|kg)(?!\w))?"), reading.says(_cents), "¢"),
        number_rule("pence", re.compile(rf"(?<![\w.,])({pence}|\d{{1,3}}\.\d|\d{{1,2}},\d{{3}})p(?![\w])"), reading.says(_pence), "p"),
    )  # fmt: skip
