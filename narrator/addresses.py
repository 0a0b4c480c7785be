"""Web addresses in one plain form, so that all ways of writing one name the same page.

``publish/player/address.js`` says the same of every address: ``tests/data/addresses.tsv`` is run by both.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

WEB = ("http://", "https://")
TRACKING = r"^(?:utm_[A-Za-z0-9_]+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|cmpid)$"
"""Names of parameters that tell where a reader came from, and nothing of the page. ``ref`` is none: sites use it."""
ESCAPED = re.compile(r"%[0-9A-Fa-f]{2}")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
"""What RFC 3986, 2.3, never needs to escape."""
NOT_IN_PATHS = re.compile(r"[^A-Za-z0-9._~!$&'()*+,;=:@/%-]")
USUAL_PORTS = (None, 80, 443)


def is_web(address: str) -> bool:
    """Whether it is an http or https address."""
    return address.strip().lower().startswith(WEB)


def is_web_address(address: str) -> bool:
    """Whether it is a whole http or https address: with a host, and without a space in that."""
    try:
        parts = urlsplit(address.strip())
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"\s", parts.netloc)
    except ValueError:
        return False


def canonical(address: str) -> str:
    """An http or https address in its plainest form; what is none comes back as it is.

    The scheme is https, the host lower case and in ASCII. User, usual port, tracking parameters, fragment and the slash
    at the end go. Segments ``.`` and ``..`` are resolved; escapes are upper case and only where they are needed.
    """
    written = re.sub(r"[\t\n\r]", "", address.strip())
    try:
        parts = urlsplit(written.replace("\\", "/") if is_web(written) else written)
        if not is_web(written) or not parts.hostname:
            return address
        host, port = _host(parts.hostname), "" if parts.port in USUAL_PORTS else f":{parts.port}"
    except (ValueError, UnicodeError):  # no address at all: fetching it will say so
        return address
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not re.match(TRACKING, pair[0])]
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"https://{host}{port}{_path(parts.path)}{query}"


def _host(name: str) -> str:
    """The name in the form that is looked up (UTS 46)."""
    if ":" in name:
        return f"[{name.lower()}]"
    if name.isascii():
        return name.lower()
    import idna

    return idna.encode(name, uts46=True).decode()


def _path(path: str) -> str:
    """Escapes as RFC 3986, 6.2.2, has them, dots resolved, no slash at the end."""
    plain = ESCAPED.sub(_unescaped, path)
    segments: list[str] = []
    for segment in NOT_IN_PATHS.sub(lambda found: quote(found[0], safe=""), plain).split("/")[1:]:
        if segment == "..":
            segments = segments[:-1]
        elif segment != ".":
            segments.append(segment)
    return "/" + "/".join(segments).rstrip("/")


def _unescaped(escape: re.Match[str]) -> str:
    sign = chr(int(escape[0][1:], 16))
    return sign if UNRESERVED.fullmatch(sign) else escape[0].upper()
