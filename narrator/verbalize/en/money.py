"""Money: signs, codes, scale words and letters, cents, ranges, and amounts before a noun."""

from __future__ import annotations

import re

from narrator.verbalize.en.numbers import NUMBER, cardinal, integer, spoken
from narrator.verbalize.rules import Rule

CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("U.S. dollar", "U.S. dollars", "cent", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "CA$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "AU$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "S$": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "R$": ("real", "reais", "centavo", "centavos"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "", ""),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₽": ("ruble", "rubles", "kopek", "kopeks"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "", ""),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "₺": ("lira", "lira", "kurus", "kurus"),
    "₿": ("bitcoin", "bitcoin", "", ""),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "฿": ("baht", "baht", "", ""),
    "₫": ("dong", "dong", "", ""),
    "USD": ("U.S. dollar", "U.S. dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
    "JPY": ("yen", "yen", "", ""),
    "CNY": ("yuan", "yuan", "", ""),
    "RMB": ("yuan", "yuan", "", ""),
    "CHF": ("Swiss franc", "Swiss francs", "centime", "centimes"),
    "UAH": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "RUB": ("ruble", "rubles", "kopek", "kopeks"),
    "CAD": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "AUD": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "INR": ("rupee", "rupees", "paisa", "paise"),
    "SEK": ("Swedish krona", "Swedish kronor", "öre", "öre"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "øre", "øre"),
    "DKK": ("Danish krone", "Danish kroner", "øre", "øre"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
    "CZK": ("Czech koruna", "Czech koruna", "", ""),
    "ZAR": ("rand", "rand", "cent", "cents"),
    "BRL": ("real", "reais", "centavo", "centavos"),
    "MXN": ("Mexican peso", "Mexican pesos", "centavo", "centavos"),
    "KRW": ("won", "won", "", ""),
}
SCALE = {
    "k": "thousand",
    "m": "million",
    "mn": "million",
    "mln": "million",
    "mm": "million",
    "b": "billion",
    "bn": "billion",
    "bln": "billion",
    "t": "trillion",
    "tn": "trillion",
    "trn": "trillion",
}
SIGN = r"(?P<sign>(?:US|CA|AU|NZ|HK|[CASR])?\$|[€£¥₴₽₹₩₪₺₿₦฿₫])"
CODE = r"(?P<code>USD|EUR|GBP|JPY|CNY|RMB|CHF|UAH|RUB|CAD|AUD|INR|SEK|NOK|DKK|PLN|CZK|ZAR|BRL|MXN|KRW)"
AMOUNT = rf"(?P<amount>(?:{NUMBER})(?:\.\d+)?|\.\d{{1,4}})"
PER = r"(?:\s?/\s?(?P<per>[a-z]{1,12})(?![\w/]))?"
PER_NAMES = {
    "hr": "hour", "h": "hour", "d": "day", "wk": "week", "w": "week", "mo": "month", "mth": "month", "yr": "year", "y": "year",
    "s": "second", "sec": "second", "min": "minute", "kg": "kilogram", "g": "gram", "lb": "pound", "oz": "ounce", "gal": "gallon",
    "l": "liter", "bbl": "barrel", "t": "ton", "km": "kilometer", "mi": "mile", "sqft": "square foot", "kwh": "kilowatt-hour",
}  # fmt: skip
"""What stands behind the slash of a price -> its name; any other word is read as it is."""
LETTER = r"(?:(?P<letter>(?:[kKmMbBtT]|[mM][nN]|[mM]ln|[bB][nN]|bln|[tT][nN]|trn|MM))(?![A-Za-z]))"
WORD = r"(?P<word>thousand|million|billion|trillion|hundred)"
MAGNITUDE = rf"(?:\s?{LETTER}|[\s-]{WORD}\b)?"
NEEDS = "$€£¥₴₽₹₩₪₺₿₦฿₫"
NOUN = r"(?=[\s-]+(?!(?:in|of|to|for|from|and|or|a|an|on|at|by|as|with|last|this|next|per|more|less|each|over|since|after|before|that|which|is|was|were|are|the|than|through|under|until|while|when|but|if|so|into|during|annually|today|now|yesterday|he|she|it|they|we)\b)[a-z])"


DETERMINED = "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in ("a", "A", "an", "An", "each", "another", "his", "her", "its", "their", "our", "my")) + ")"  # fmt: skip
"""An amount behind one of these and before a noun describes the noun: a $20 bill."""


def said(amount: str, scale: str, names: tuple[str, str, str, str], *, british: bool = False) -> str:
    """An amount in words."""
    one, many, cent, cents = names
    whole, _, fraction = amount.partition(".")
    if scale:
        return f"{spoken(amount, british=british)} {scale} {many}"
    value = integer(whole)
    fraction = _cents(fraction)
    if fraction and (len(fraction) != 2 or not cent):
        return f"{spoken(f'{whole}.{fraction}', british=british)} {many}"
    pence = int(fraction or 0)
    large = f"{spoken(whole, british=british)} {one if value == 1 else many}"
    small = f"{cardinal(pence)} {cent if pence == 1 else cents}"
    if not pence:
        return large
    return small if not value else f"{large} and {small}"


def _cents(fraction: str) -> str:
    """Decimals as hundredths: ``5`` and ``500`` are fifty, zeros alone are nothing, ``506`` stays."""
    short = fraction.rstrip("0")
    return short.ljust(2, "0") if 0 < len(short) < 3 else short


def _scale(match: re.Match[str], letter: str = "letter", word: str = "word") -> str:
    found = match.groupdict()
    short = found.get(letter)
    return SCALE[short.lower()] if short else (found.get(word) or "").lower()


def rules(*, british: bool) -> tuple[Rule, ...]:
    """All written forms of money."""

    def names(match: re.Match[str]) -> tuple[str, str, str, str]:
        found = match.groupdict()
        return CURRENCIES[found.get("sign") or found.get("code") or "$"]

    def plain(match: re.Match[str]) -> str:
        minus = "minus " if match.groupdict().get("minus") else ""
        per = match.groupdict().get("per")
        each = f" per {PER_NAMES.get(per, per)}" if per else ""
        return minus + said(match.group("amount"), _scale(match), names(match), british=british) + each

    def adjective(match: re.Match[str]) -> str:
        one, amount = names(match)[0], match.group("amount")
        if not _scale(match) and "." in amount:
            return said(amount, "", names(match), british=british)
        return f"{spoken(amount, british=british)} {_scale(match)} {one}"

    def between(match: re.Match[str]) -> str:
        found = names(match)
        scale, first = _scale(match), _scale(match, "letter1", "word1")
        low, high = match.group("low"), match.group("amount")
        if "." in low and len(low.partition(".")[2]) == 2 and not first:
            return f"{said(low, first, found, british=british)} to {said(high, scale, found, british=british)}"
        head = f"{spoken(low, british=british)} {first}".strip()
        return f"{head} to {said(high, scale, found, british=british)}"

    def cents(match: re.Match[str]) -> str:
        value = integer(match.group(1))
        return f"{spoken(match.group(1))} {'cent' if value == 1 else 'cents'}"

    def pence(match: re.Match[str]) -> str:
        return f"{spoken(match.group(1))} {'penny' if match.group(1) == '1' else 'pence'}"

    low = rf"(?P<low>(?:{NUMBER})(?:\.\d+)?)(?:\s?(?P<letter1>(?:[kKmMbBtT]|[mMbB][nN]))(?![A-Za-z])|\s(?P<word1>thousand|million|billion|trillion)\b)?"
    minus = r"(?:(?<![\w)])(?P<minus>[-−]))?"
    return (
        Rule(
            "money-range",
            re.compile(rf"{SIGN}\s?{low}\s?(?:-|–|—| to )\s?(?:(?:US|[CA])?[$€£¥])?{AMOUNT}{MAGNITUDE}"),
            between,
            NEEDS,
        ),
        Rule(
            "money-before-noun",
            re.compile(
                rf"{SIGN}{AMOUNT}[-\s]{WORD}(?=-[a-z]|\s(?:a[- ](?:year|month|week|day)[- ])?(?:deal|package|loan|grant|project|plan|fund|aid|bill|contract|investment|program|lawsuit|fine|budget|settlement|bond|company|business|industry|home|house|mansion|offer|bid|takeover|acquisition|merger|campaign|gift|donation|bailout|tranche|market|facility|factory|plant|stadium|yacht|scheme|initiative|purchase|sale|prize|jackpot|upgrade|renovation|payment|debt|deficit|surplus|valuation|penalty|judgment|verdict|award|fee|tax|cut|increase|line|credit|order|arms|military|defense|defence|security|weapons|assistance|infrastructure|rescue|relief|stimulus|spending|financing|funding|transfer|salary)\b)"
            ),
            adjective,
            NEEDS,
        ),
        Rule(
            "money-determined",
            re.compile(rf"{DETERMINED}{SIGN}{AMOUNT}{MAGNITUDE}{NOUN}"),
            adjective,
            NEEDS,
        ),
        Rule("money-hyphen", re.compile(rf"{SIGN}{AMOUNT}(?:{LETTER})?(?=-(?:a-|per-)?[a-z])"), adjective, NEEDS),
        Rule("money", re.compile(rf"{minus}{SIGN}\s?{AMOUNT}{MAGNITUDE}{PER}"), plain, NEEDS),
        Rule(
            "money-sign-behind", re.compile(rf"(?<![\w.,]){AMOUNT}{MAGNITUDE}\s?(?P<sign>[€£₴₽₹₩₪₺₿¥])"), plain, NEEDS
        ),
        Rule("money-code-first", re.compile(rf"\b{CODE}\s?{AMOUNT}{MAGNITUDE}"), plain, "0123456789"),
        Rule("money-code-behind", re.compile(rf"(?<![\w.,]){AMOUNT}{MAGNITUDE}\s?{CODE}\b"), plain, "0123456789"),
        Rule("cents", re.compile(rf"(?<![\w.,])({NUMBER})\s?¢"), cents, "¢"),
        Rule("pence", re.compile(r"(?<![\w.,])(\d{1,3})p\b"), pence if british else lambda m: None, "0123456789"),
    )
