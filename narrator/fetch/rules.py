"""The rules of a robots.txt (RFC 9309): which group is ours, and whether a path may be fetched.

Works on bytes, since a rule is compared octet by octet (2.2.2), and in linear time: each ``*`` of a pattern is
matched at the first place that fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LIMIT_BYTES = 512_000
"""Of the file that is read: the standard asks for 500 KiB at least (2.5)."""
LONGEST_LINE = 16_384
"""Longer lines hold no rule that an address could match: servers end at half of it."""
MARKS = (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")
"""Byte order marks that editors of Windows write before the first line."""
AGENTS = (b"user-agent", b"useragent", b"user agent")
ALLOWS = (b"allow",)
DISALLOWS = (b"disallow", b"dissallow", b"dissalow", b"disalow", b"diasllow", b"disallaw")
"""Spellings that sites use, and that large crawlers understand."""
DELAYS = (b"crawl-delay", b"crawldelay", b"crawl delay")
TOKEN = re.compile(rb"[a-zA-Z_-]+")
"""A product token (2.2.1): ``narrator/1.0`` names narrator, ``n`` does not."""
BEFORE_PATH = re.compile(r"^[a-zA-Z][a-zA-Z0-9+.-]*://[^/?#]*")
ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
LITERAL = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:?[]@!&'()+,;=|^`{}")
"""Octets that mean the same escaped or not. ``/``, ``*``, ``$``, ``%`` and ``#`` do not."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site asks of one robot.

    ``allow`` and ``disallow`` are patterns in their compared form, ``delay_s`` the seconds between two requests that
    the site asks for, 0 where it asks for none.
    """

    allow: tuple[bytes, ...] = ()
    disallow: tuple[bytes, ...] = ()
    delay_s: float = 0.0

    def permit(self, url: str) -> bool:
        """Whether an address may be fetched: the longest pattern decides, an allowing one among equals (2.2.2)."""
        path = _compared(_path(url), special=False)
        if path == b"/robots.txt":
            return True
        longest = max((len(rule) for rule in self.disallow if _matches(rule, path)), default=-1)
        return longest < 0 or any(len(rule) >= longest and _matches(rule, path) for rule in self.allow)


def rules(body: bytes, agent: str) -> Rules:
    """The rules for the robot with the product token ``agent``, all its groups together, else those for all robots."""
    ours, everyone = _Group(), _Group()
    open_groups: list[_Group] = []
    is_open = False
    for key, value in _lines(body):
        if key in AGENTS:
            if not is_open:
                open_groups, is_open = [], True
            if group := _group(value, agent.encode().lower(), ours, everyone):
                open_groups.append(group)
        elif key in (*ALLOWS, *DISALLOWS):
            is_open = False
            for group in open_groups:
                (group.allow if key in ALLOWS else group.disallow).extend([_compared(value)] if value else [])
        elif key in DELAYS:
            for group in open_groups:
                group.delay_s = max(group.delay_s, _seconds(value))
    group = ours if ours.is_named else everyone
    return Rules(tuple(group.allow), tuple(group.disallow), group.delay_s)


class _Group:
    """Rules as they are gathered."""

    def __init__(self) -> None:
        self.is_named = False
        self.allow: list[bytes] = []
        self.disallow: list[bytes] = []
        self.delay_s = 0.0


def _group(value: bytes, agent: bytes, ours: _Group, everyone: _Group) -> _Group | None:
    """The group that a ``User-agent`` line opens, where it is ours or everybody's."""
    token = TOKEN.match(value)
    group = None
    if token and token[0].lower() == agent:
        group = ours
    elif value[:1] == b"*" and not value[1:2].strip():
        group = everyone
    if group:
        group.is_named = True
    return group


def _lines(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Keys in lower case, and values. A colon may be missing where a line has two words."""
    whole = len(body) <= LIMIT_BYTES
    lines = _unmarked(body[:LIMIT_BYTES]).splitlines()
    for line in lines if whole else lines[:-1]:
        text = line.partition(b"#")[0].strip()
        if not text or len(line) > LONGEST_LINE:
            continue
        key, colon, value = text.partition(b":")
        if not colon:
            words = text.split()
            if len(words) != 2:
                continue
            key, value = words
        yield key.strip().lower(), value.strip()


def _unmarked(body: bytes) -> bytes:
    for mark, encoding in MARKS:
        if body.startswith(mark):
            return body[len(mark) :] if encoding == "utf-8" else body.decode(encoding, "replace").encode()
    return body


def _seconds(value: bytes) -> float:
    try:
        return max(0.0, min(float(value), 86_400.0))
    except ValueError:
        return 0.0


def _path(url: str) -> bytes:
    """Path and query of an address, as they stand in it."""
    path = BEFORE_PATH.sub("", url.partition("#")[0]).encode(errors="surrogatepass")
    return path if path.startswith(b"/") else b"/" + path


def _compared(path: bytes, *, special: bool = True) -> bytes:
    """A path or pattern in the form in which octets are compared (2.2.2).

    Args:
        path: of an address, or the pattern of a rule.
        special: whether ``*`` and a last ``$`` keep their meaning; in an address they are plain characters.
    """
    anchored = special and path.endswith(b"$")
    text, question, query = (path[:-1] if anchored else path).partition(b"?")
    whole = _escaped(text, b"/*" if special else b"/", b"") + question
    whole += _escaped(query, b"/*" if special else b"/", b"/")
    return whole + b"$" if anchored else whole


def _escaped(text: bytes, plain: bytes, decoded: bytes) -> bytes:
    """Octets that may stand escaped or not in one form.

    Args:
        text: a path, or a query.
        plain: octets that stay as they are where they are not escaped, beside those that mean the same either way.
        decoded: octets whose escapes are taken off, likewise.
    """
    kept, opened = LITERAL.union(plain), LITERAL.union(decoded)
    out = bytearray()
    start = 0
    for escape in (*ESCAPE.finditer(text), None):
        for octet in text[start : escape.start() if escape else len(text)]:
            out += bytes([octet]) if octet in kept else b"%%%02X" % octet
        if escape:
            octet, start = int(escape[1], 16), escape.end()
            out += bytes([octet]) if octet in opened else b"%%%02X" % octet
    return bytes(out)


def _matches(rule: bytes, path: bytes) -> bool:
    """Whether a pattern matches a path from its beginning."""
    anchored = rule.endswith(b"$")
    first, *others = (rule[:-1] if anchored else rule).split(b"*")
    if not path.startswith(first):
        return False
    place = len(first)
    if not others:
        return not anchored or place == len(path)
    for part in others[:-1]:
        place = path.find(part, place)
        if place < 0:
            return False
        place += len(part)
    last = others[-1]
    if anchored:
        return path.endswith(last) and len(path) - len(last) >= place
    return path.find(last, place) >= 0
