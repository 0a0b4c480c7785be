"""Why an address could not be fetched: what the network, a certificate or a proxy said -> SourceError."""

from __future__ import annotations

import errno
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpcore

from narrator.errors import NetworkError, SourceError, system_cause
from narrator.fetch.deadline import Deadline, Overtime
from narrator.fetch.transport import SILENCE_S

UNREACHABLE = (errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOBUFS)
CERTIFICATES = {
    9: "is not valid yet",
    10: "has expired",
    18: "is signed by itself",
    19: "is signed by an authority that is not trusted here",
    20: "is signed by an authority that is not known here",
    21: "cannot be followed to an authority",
    23: "was revoked",
    62: "is for another host",
    64: "is for another address",
}
"""Codes of X509_verify_cert_error_string(3) in words."""
OF_CLOCKS = (9, 10)
OF_AUTHORITIES = (18, 19, 20, 21)


def source_error(error: Exception, url: str, deadline: Deadline) -> SourceError:
    """What an error of the transport means for the user, with its true cause."""
    if isinstance(error, httpcore.TimeoutException):
        return _of_time(error, url, deadline)
    if isinstance(error, httpcore.ProxyError):
        return NetworkError(f"{url}: the proxy refuses: {error}", "does it want a login, or forbid this host?")
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _of_certificate(cause, url)
        if isinstance(cause, ssl.SSLError):
            said = (cause.reason or str(cause)).replace("_", " ").lower()
            return SourceError(f"{url} cannot be reached: no encrypted connection: {said}", "is it an http address?")
        if isinstance(cause, OSError):
            return _of_system(cause, url)
    if isinstance(error, httpcore.ProtocolError):
        return SourceError(f"{url}: the answer broke off, or is no HTTP: {error}", "try again later")
    return SourceError(f"{url} cannot be reached: {error}", "is the network up?")


def is_final(error: Exception) -> bool:
    """Whether another try would end the same: a certificate stays what it is, and files stay open."""
    return any(
        isinstance(cause, ssl.SSLError) or (isinstance(cause, OSError) and cause.errno in EXHAUSTED)
        for cause in _chain(error)
    )


def _of_time(error: httpcore.TimeoutException, url: str, deadline: Deadline) -> SourceError:
    host = urlsplit(url).hostname
    if isinstance(error, Overtime) or deadline.left_s <= 0:
        return SourceError(f"{url} did not answer within {deadline.limit_s:g} s", "try again later")
    if isinstance(error, httpcore.ConnectTimeout):
        return SourceError(f"{url}: {host} took no connection within {SILENCE_S:g} s", "try again later")
    return SourceError(f"{url}: {host} sent nothing for {SILENCE_S:g} s", "try again later")


def _of_certificate(error: ssl.SSLCertVerificationError, url: str) -> SourceError:
    words = CERTIFICATES.get(error.verify_code, f"cannot be trusted: {error.verify_message}")
    hint = "write to the site, or save the page and give the file"
    if error.verify_code in OF_CLOCKS:
        hint = f"is this machine's clock right? it says {datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    elif error.verify_code in OF_AUTHORITIES:
        hint = "where an authority of your own signs, name its file in SSL_CERT_FILE"
    return SourceError(f"{url} cannot be reached: its certificate {words}", hint)


def _of_system(error: OSError, url: str) -> SourceError:
    words, hint = system_cause(error)
    host = urlsplit(url).hostname
    if error.errno in EXHAUSTED:
        return NetworkError(f"{url} cannot be fetched: {words}", hint)
    if error.errno in UNREACHABLE:
        return NetworkError(f"{url} cannot be reached: {words}", "is the network up?")
    if error.errno == errno.ECONNREFUSED:
        return SourceError(f"{url} cannot be reached: {host} refuses connections", "is the address right?")
    if error.errno in (errno.ECONNRESET, errno.EPIPE):
        return SourceError(f"{url} cannot be reached: {host} broke the connection off", "try again later")
    return SourceError(f"{url} cannot be reached: {words}", hint or "is the network up?")


def _chain(error: BaseException) -> list[BaseException]:
    """An error and all that led to it, the outermost first."""
    out: list[BaseException] = []
    each: BaseException | None = error
    while each is not None and each not in out:
        out.append(each)
        each = each.__cause__ or each.__context__
    return out
