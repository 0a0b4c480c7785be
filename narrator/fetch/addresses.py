"""Which addresses may be fetched: public ones, checked where the connection is made.

The name is resolved once and the connection goes to the address that was checked, so that a name which answers
differently the second time (rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from narrator.errors import NetworkError, SourceError, system_cause
from narrator.fetch.deadline import Deadline

PRIVATE_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home", "corp", "home.arpa", "localdomain")
"""Last parts of names that no public address has (RFC 6761, RFC 6762, RFC 8375; private use by habit)."""
NO_SUCH_NAME = (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME))


class PublicBackend(httpcore.SyncBackend):
    """Connects to public addresses only."""

    def __init__(self, deadline: Deadline, *, allow_private: bool) -> None:
        """``deadline``: of everything together."""
        self._allow_private = allow_private
        self._deadline = deadline

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve, check, connect to what was checked."""
        last: Exception | None = None
        for address in resolved(host, port):
            if not self._allow_private:
                require_public(host, address)
            try:
                left = self._deadline.within(timeout)
                return Bounded(super().connect_tcp(address, port, left, local_address, socket_options), self._deadline)
            except httpcore.ConnectError as error:
                last = error
        raise last or httpcore.ConnectError(f"{host} has no address")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never."""
        raise SourceError("sockets of this machine are not fetched from")


class Bounded(httpcore.NetworkStream):
    """A connection that ends at a deadline, however often a byte comes: a limit on each read alone is none."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read within what is left."""
        return self._stream.read(max_bytes, self._deadline.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write within what is left."""
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on encrypted, bounded as before."""
        left = self._deadline.within(timeout)
        return Bounded(self._stream.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection beneath knows."""
        return self._stream.get_extra_info(info)


def require_public(host: str, address: str) -> None:
    """Refuse an address that is not public.

    Raises:
        SourceError: ``address``, to which ``host`` was resolved, is private.
    """
    if not is_public(address):
        raise SourceError(f"{host} is {address}, which is not a public address", "--allow-private permits it")


def require_public_name(host: str, port: int) -> None:
    """Refuse a host that a proxy should not be asked for: it resolves to a private address here, or has a private name.

    A name that this machine cannot resolve is left to the proxy, which resolves it for itself.

    Raises:
        SourceError: the host is private.
    """
    name = host.strip("[]").rstrip(".").lower()
    try:
        found = resolved(name, port)
    except SourceError:
        if "." not in name or name.endswith(tuple(f".{last}" for last in PRIVATE_NAMES)):
            raise SourceError(f"{host} is the name of a private host", "--allow-private permits it") from None
        return
    for address in found:
        require_public(host, address)


def resolved(host: str, port: int) -> list[str]:
    """The addresses of a name, in the system's order.

    Raises:
        SourceError: it has none; a NetworkError where this machine cannot ask.
    """
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise SourceError(f"{host[:200]} is no name of a host", "is the address right?") from error
    except socket.gaierror as error:
        if error.errno in NO_SUCH_NAME:
            raise SourceError(f"there is no host {host}", "is the address right, and the network up?") from error
        raise NetworkError(
            f"the address of {host} cannot be looked up: {error.strerror}", "is the network up, and its name server?"
        ) from error
    except OSError as error:
        words, hint = system_cause(error)
        raise NetworkError(f"the address of {host} cannot be looked up: {words}", hint) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


METADATA_SERVICES = frozenset(["168.63.129.16"])
"""Public by their number and answered by the cloud that a machine runs in."""
TRANSLATED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96"))
"""IPv6 networks whose last 32 bits are an IPv4 address (RFC 6052; RFC 4291, 2.5.5.1)."""
LOCAL_TRANSLATION = ipaddress.ip_network("64:ff9b:1::/48")
"""RFC 8215."""


def is_public(address: str) -> bool:
    """Whether an IP address is on the public internet, also behind IPv4-in-IPv6 and translation prefixes."""
    parsed = ipaddress.ip_address(address.split("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed in LOCAL_TRANSLATION:
            return False
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is None and any(parsed in network for network in TRANSLATED):
            inner = ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast and str(parsed) not in METADATA_SERVICES
