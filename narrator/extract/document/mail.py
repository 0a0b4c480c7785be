"""E-mails (RFC 5322, MIME) and saved pages (MHTML, RFC 2557), by the standard library's parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime

from narrator.addresses import is_web
from narrator.errors import SourceError
from narrator.extract import charsets
from narrator.extract.document.written import Facts, Written
from narrator.model import Page

MAILBOX = re.compile(rb"^From [^\n]*\d{4}\s*$", re.MULTILINE)
"""The line that begins each message of a mailbox (RFC 4155)."""
FORWARDED = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs)\s*:\s*)+", re.IGNORECASE)
PARTS = 500
"""Parts of a message that are looked at."""
DEPTH = 20
"""Messages within messages, and parts within parts."""
SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)
"""What stands under the sign of a signature (RFC 3676, 4.3)."""
PERSON = re.compile(r"[^\W\d_][^\d@/\\|<>]*\s[^\W\d_][^\d@/\\|<>]*")
VIA = re.compile(r"\s+(?:via|from|at|bei|von)\s+(?P<site>.+)$", re.IGNORECASE)


def letter(page: Page) -> Written:
    """What an e-mail says: of its versions the HTML, else the text; its subject, its sender and its date.

    Raises:
        SourceError: it has no text, or there are several e-mails.
    """
    body = page.body
    if body.startswith(b"From "):
        if len(MAILBOX.findall(body)) > 1:
            raise SourceError(f"{page.source} is a mailbox of several e-mails", "save the one message as .eml")
        body = body.partition(b"\n")[2]
    message = _parsed(body, page.source)
    parts = list(_texts(message, DEPTH))
    best = next((part for part in parts if part.get_content_type() == "text/html"), parts[0] if parts else None)
    if best is None:
        raise SourceError(f"{page.source} is an e-mail without a text", "is it encrypted, or only an attachment?")
    decoded = charsets.decoded(_page(best))
    is_html = best.get_content_type() == "text/html"
    text = decoded.text if is_html else _unwrapped(decoded.text, best)
    facts = replace(_facts(message), doubts=decoded.doubts_of(text))
    return Written(text, "text/html" if is_html else "text/plain", is_page=is_html, facts=facts)


def saved_page(page: Page) -> Written:
    """The page that a browser saved, without its pictures and styles.

    Raises:
        SourceError: there is no page in it.
    """
    message = _parsed(page.body, page.source)
    address = _header(message, "Snapshot-Content-Location") or _header(message, "Content-Location")
    pages = [
        part for part in _texts(message, DEPTH) if part.get_content_type() in ("text/html", "application/xhtml+xml")
    ]
    root = message.get_param("start", "")
    own = [part for part in pages if root and _header(part, "Content-ID") == root]
    own += [part for part in pages if address and _header(part, "Content-Location") == address]
    best = next(iter(own or pages), None)
    if best is None:
        raise SourceError(f"{page.source} is a saved page without a page in it", "save it once more, as HTML")
    decoded = charsets.decoded(_page(best))
    url = address or _header(best, "Content-Location")
    facts = Facts(title=_header(message, "Subject"), url=url if is_web(url) else None)
    facts = replace(facts, doubts=decoded.doubts_of(decoded.text))
    return Written(decoded.text, "text/html", is_page=True, facts=facts)


def _parsed(body: bytes, name: str) -> EmailMessage:
    try:
        message = message_from_bytes(body.lstrip(b"\r\n"), policy=policy.default)
    except RecursionError as error:
        raise SourceError(f"{name} has parts within parts without end", "is it an e-mail?") from error
    assert isinstance(message, EmailMessage)
    return message


def _texts(message: EmailMessage, depth: int) -> Iterator[EmailMessage]:
    """The parts that are text and no attachment, in order; of a forwarded message its own."""
    if depth == 0:
        return
    kind = message.get_content_type()
    if message.is_multipart():
        parts = message.get_payload()
        assert isinstance(parts, list)
        for part in parts[:PARTS]:
            if isinstance(part, EmailMessage):
                yield from _texts(part, depth - 1)
    elif kind in ("text/html", "text/plain", "application/xhtml+xml") and _disposition(message) != "attachment":
        yield message


def _disposition(part: EmailMessage) -> str:
    with suppress(Exception):  # the parser of headers raises many kinds of errors of its own
        return part.get_content_disposition() or ""
    return ""


def _page(part: EmailMessage) -> Page:
    """A part as a page: its bytes and its charset."""
    body = part.get_payload(decode=True)
    charset = part.get_param("charset")
    name = charset[2] if isinstance(charset, tuple) else charset
    return Page("-", body if isinstance(body, bytes) else b"", encoding=str(name) if name else None)


def _unwrapped(text: str, part: EmailMessage) -> str:
    """The text of a part as it was written: flowed lines joined (RFC 3676, 4.2), without a signature."""
    text = text.replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        joint = "" if str(part.get_param("delsp", "")).lower() == "yes" else " "
        text = re.sub(r"(?<!^--) \n(?![>\n])", joint, text, flags=re.MULTILINE)
    return SIGNATURE.sub("", text)


def _facts(message: EmailMessage) -> Facts:
    name, address = parseaddr(_header(message, "From"))
    via = VIA.search(name)
    person = VIA.sub("", name).strip("\"' ")
    is_person = PERSON.fullmatch(person) is not None
    site = via["site"] if via else "" if is_person else person
    published = None
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        published = parsedate_to_datetime(_header(message, "Date")).isoformat()
    return Facts(
        title=FORWARDED.sub("", _header(message, "Subject")).strip(),
        byline=person if is_person else "",
        site=site or address.partition("@")[2],
        language=_header(message, "Content-Language").split(",")[0].strip(),
        published=published,
        is_sure=True,
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header in words, decoded (RFC 2047); empty where it is not there or broken."""
    with suppress(Exception):  # the parser of headers raises many kinds of errors of its own
        return " ".join(str(message.get(name, "")).split())
    return ""
