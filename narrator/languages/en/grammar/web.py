"""Addresses: URLs by their domain, e-mail, handles, hashtags, file names."""

from __future__ import annotations

import re

from narrator.languages.common.addresses import HOST, sayable
from narrator.languages.en.grammar.numbers import cardinal, digits, year
from narrator.languages.rules import Rule

SPOKEN_ENDS = {
    "com",
    "org",
    "net",
    "gov",
    "edu",
    "info",
    "news",
    "app",
    "blog",
    "example",
    "dev",
    "online",
    "site",
    "shop",
    "store",
    "media",
    "world",
    "live",
    "today",
    "biz",
    "mil",
}
SIGNS = {
    "-": "dash",
    "_": "underscore",
    "/": "slash",
    "&": "ampersand",
    "#": "hash",
    "=": "equals",
    "+": "plus",
    "%": "percent",
    "~": "tilde",
    "?": "question mark",
    "@": "at",
    ":": "colon",
    "*": "asterisk",
}


def domain(text: str) -> str:
    """A domain in words: "kyivindependent dot com"."""
    return " dot ".join(_label(part) for part in text.rstrip(".").split(".") if part)


def _label(part: str) -> str:
    if part.lower() == "www":
        return "W W W"
    if part == "co":
        return "co"
    if re.fullmatch(r"[a-z]{2}", part):
        return part.upper()
    return _signs(part)


def _signs(text: str) -> str:
    """Letters as they are, digits one by one or as a small number, signs by their names."""
    out = []
    for piece in re.findall(r"[^\W\d_]+|\d+|.", sayable(text)):
        if piece.isdecimal():
            out.append(
                year(int(piece))
                if re.fullmatch(r"(?:19|20)\d\d", piece)
                else cardinal(int(piece))
                if len(piece) <= 2 and not piece.startswith("0")
                else digits(piece)
            )
        else:
            out.append(SIGNS.get(piece, "dot" if piece == "." else piece))
    return " ".join(out)


def _url(match: re.Match[str]) -> str:
    tail = _tail(match)
    return domain(match.group("host").removeprefix("www.")) + tail


def _tail(match: re.Match[str]) -> str:
    """The sentence's own punctuation that the pattern took with the path."""
    rest = match.groupdict().get("rest") or ""
    ends = re.search(r"[.,;:!?)\"'”’]*$", rest)
    return ends.group() if ends else ""


def _email(match: re.Match[str]) -> str:
    name, _, host = match.group().partition("@")
    return f"{_signs(name)} at {domain(host)}"


def _handle(match: re.Match[str]) -> str:
    return f"at {_camel(match.group(1))}"


def _hashtag(match: re.Match[str]) -> str:
    return f"hashtag {_camel(match.group(1))}"


def _camel(text: str) -> str:
    """``StandWithUkraine2022`` as words."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+", text)
    return " ".join(_signs(part) for part in parts) or _signs(text)


def _bare(match: re.Match[str]) -> str:
    return domain(match.group("host")) + _tail(match)


FILES = "txt|pdf|jpg|jpeg|png|gif|html|htm|py|js|doc|docx|xls|xlsx|csv|mp3|mp4|zip|exe|json|xml"
FILE_WORDS = frozenset(ending.rstrip("34") for ending in FILES.split("|"))
RULES = (
    Rule("email", re.compile(r"(?<![\w@])[\w.+&-]{1,64}@(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}\b"), _email, "@ ."),
    Rule(
        "url",
        re.compile(
            r"(?=[FHfh])\b(?:[Hh][Tt][Tt][Pp][Ss]?|[Ff][Tt][Pp])://(?P<host>[\w.-]{1,253})(?P<rest>(?::\d+)?[/?#][^\s<>]*)?"
        ),
        _url,
        ":",
    ),
    Rule(
        "www",
        re.compile(r"(?=w)\bwww\.(?P<host>(?:[\w-]{1,63}\.){1,6}[a-z]{2,24})(?P<rest>/[^\s<>]*)?"),
        lambda m: domain(m.group("host")) + _tail(m),
        ".",
    ),
    Rule(
        "domain",
        re.compile(rf"(?<![\w@.]){HOST}(?![\w-]|\.\w)(?P<rest>/[^\s<>]*)?"),
        lambda m: _bare(m) if _is_domain(m.group("host")) else None,
        ".",
    ),
    Rule(
        "file",
        re.compile(rf"(?<![\w.])([\w-]{{1,60}})\.({FILES})(?![\w-])"),
        lambda m: f"{_signs(m.group(1))} dot {m.group(2).upper()}",
        ".",
        words=FILE_WORDS,
    ),
    Rule(
        "ending",
        re.compile(r"(?=\.)(?<![\w.])\.(com|org|net|gov|edu|NET|uk|io|ai)(?!\w)"),
        lambda m: f"dot {_label(m.group(1))}",
        ".",
    ),
    Rule("handle", re.compile(r"(?=@)(?<![\w@.])@([A-Za-z_][\w]{0,40})"), _handle, "@"),
    Rule("hashtag", re.compile(r"(?=#)(?<![\w&#])#(?=\w*[^\W\d])(\w{1,80})"), _hashtag, "#"),
)


def _is_domain(host: str) -> bool:
    """A name and a known ending, written as one: "U.S" and "e.g.in" are none."""
    first, _, end = host.rpartition(".")
    return (
        (len(first) > 2 or end == "com")
        and end.islower()
        and (end == "com" or not re.fullmatch(r"(?:[A-Za-z]\.)*[A-Za-z]", first))
    )
