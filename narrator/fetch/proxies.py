"""Through which proxy an address is asked for: the setting's, else the one that the environment or the system names."""

from __future__ import annotations

import ipaddress
import os
import sys
import urllib.request
from urllib.parse import unquote, urlsplit

from narrator.errors import SettingsError
from narrator.settings import Settings

NONE = ("none", "direct", "off", "no")
"""Values of the setting ``proxy`` for no proxy at all, whatever the environment says."""
PORTS = {"http": 80, "https": 443, "socks5": 1080, "socks5h": 1080}
"""The kinds of proxies, with the ports that they have by default."""


class Proxy:
    """A proxy's address, its login, and who named it."""

    def __init__(self, address: str, named_by: str) -> None:
        """``address``: ``http://name:password@host:port``; the scheme is http where there is none.

        Raises:
            SettingsError: it is no address of a proxy.
        """
        try:
            parts = urlsplit(address if "://" in address else f"http://{address}")
            scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
        except ValueError:
            scheme, host, port = "", "", None
        if scheme not in PORTS or not host:
            kinds = ", ".join(f"{kind}://" for kind in PORTS)
            raise SettingsError(f"the proxy named by {named_by} is no address of one", f"it begins with {kinds}")
        self.is_socks = scheme.startswith("socks")
        self.is_encrypted = scheme == "https"
        self.host, self.port, self.named_by = host, port or PORTS[scheme], named_by
        bracketed = f"[{host}]" if ":" in host else host
        self.url = f"{'socks5' if self.is_socks else scheme}://{bracketed}:{self.port}"
        self.login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None

    def __str__(self) -> str:
        """Its address without the login."""
        return self.url


def proxy_for(url: str, settings: Settings) -> Proxy | None:
    """The proxy for an address; None where it is asked directly.

    Raises:
        SettingsError: what is named is no address of a proxy.
    """
    if settings.proxy:
        return None if settings.proxy.lower() in NONE else Proxy(settings.proxy, "the setting proxy")
    parts = urlsplit(url)
    named = urllib.request.getproxies()
    scheme = parts.scheme.lower()
    key = next((each for each in (scheme, "all") if named.get(each)), "")
    if not key or _is_excepted(parts.hostname or "", parts.port or (443 if scheme == "https" else 80), named):
        return None
    return Proxy(named[key], _variable(key))


def _variable(key: str) -> str:
    """The variable of the environment that names a proxy, as it is written there."""
    name = f"{key}_proxy"
    return next((each for each in os.environ if each.lower() == name), "the system")


def _is_excepted(host: str, port: int, named: dict[str, str]) -> bool:
    """Whether NO_PROXY names a host: by itself, by the end of its name, with a port, by a network, or ``*``."""
    given = named.get("no")
    if given is None:  # Windows and macOS keep their own lists
        return sys.platform in ("win32", "darwin") and bool(urllib.request.proxy_bypass(host))
    return any(_names(each.strip().lower(), host.lower().rstrip("."), port) for each in given.split(","))


def _names(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        pass
    name, colon, number = entry.rpartition(":")
    if colon and number.isdigit():
        if int(number) != port:
            return False
        entry = name
    entry = entry.strip("[]").removeprefix("*").strip(".")
    return bool(entry) and (host == entry or host.endswith(f".{entry}"))
