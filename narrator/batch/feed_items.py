"""A document of RSS, Atom, RDF, JSON Feed or sitemaps -> what it names, also where it is badly written or cut off.

A document that is well-formed is read as it stands. Another is mended first: what stands before it is taken off, a bare
``&`` and signs that XML does not allow are escaped. What is still broken then is read as far as it goes, and said to be
broken.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Any
from urllib.parse import urljoin, urlsplit

from narrator.batch import json_rows
from narrator.batch.tables import Row, day, first
from narrator.errors import SourceError

WEB = ("http", "https")
GZIP = b"\x1f\x8b"
LAYERS = 3
"""Of packing: some servers pack what is packed."""
LIMIT_BYTES = 100_000_000
"""Of an unpacked sitemap; the protocol allows half of it."""
LIMIT_ITEMS = 1_000_000
ROOTS = ("rss", "rdf", "feed", "urlset", "sitemapindex")
ITEMS = {"rss": "item", "rdf": "item", "feed": "entry", "urlset": "url", "sitemapindex": "sitemap"}
"""The element of an item, by the root's name."""
DATES = ("lastmod", "pubdate", "published", "updated", "date", "date_published", "date_modified")
ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?(rss|rdf|feed|urlset|sitemapindex)(?=[\s>/])", re.IGNORECASE)
OPENING = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[[^\]]*\]\s*)?>)", re.IGNORECASE | re.DOTALL)
HEAD_BYTES = 20_000
"""In which a document says what it is."""
DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""")
WIDE = re.compile(rb"utf-?(?:16|32)|ucs|iso-10646", re.IGNORECASE)
"""Encodings in which the declaration itself could not be read byte by byte: it is wrong."""
SECTION = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z))", re.DOTALL)
AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});)(\w{2,31};)?")
NOT_ALLOWED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow (2.2)."""
HARMLESS = ("NS_ERR_UNDEFINED_NAMESPACE", "NS_ERR_XML_NAMESPACE", "WAR_NS_URI_RELATIVE", "WAR_NS_URI")
JSON_ITEMS = re.compile(r'"items"\s*:\s*\[')
ADDRESSES = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:https?://\S+\s*)+", re.IGNORECASE)
"""A sitemap that is a text file: one address a line."""
OTHER_ROLES = (
    "self",
    "edit",
    "edit-media",
    "enclosure",
    "replies",
    "hub",
    "search",
    "first",
    "last",
    "next",
    "previous",
)
"""Links of Atom that lead elsewhere than to the article."""


@dataclass(frozen=True, slots=True)
class Below:
    """A sitemap that an index names."""

    url: str


def is_feed(body: bytes) -> bool:
    """Whether a document is a feed or a sitemap, by how it begins."""
    if body.startswith(GZIP):
        return True
    head = body[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf")
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if head.lstrip()[:1] == b"{":
        return b"jsonfeed.org/version" in body  # which stands behind the items where keys are sorted
    while opening := OPENING.match(head):
        head = head[opening.end() :]
    return bool(ROOT.match(head.lstrip()))


def has_root(body: bytes) -> bool:
    """Whether the root of a feed or a sitemap stands near the beginning, whatever is before it."""
    return bool(ROOT.search(body[:HEAD_BYTES]))


def items(body: bytes, name: str) -> Iterator[Row | Below]:
    """What a document names, in its order; where it breaks off, a row at the end says so.

    Args:
        body: as it was read, packed by gzip or not.
        name: its address, or its path.

    Raises:
        SourceError: it is neither a feed nor a sitemap.
    """
    body, trouble = unpacked(body, name)
    found: list[Row | Below] = []
    if body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        found, broken = _of_json(body, name)
    elif ADDRESSES.fullmatch(body):
        found, broken = [_row(line, "") for line in body.decode("utf-8-sig", "replace").split()], ""
    else:
        root, broken = _root(body, name)
        found = [_item(element, root, name, number) for number, element in enumerate(_elements(root), 1)]
    yield from found[:LIMIT_ITEMS]
    if len(found) > LIMIT_ITEMS:
        trouble = f"names more than {LIMIT_ITEMS:,} articles"
    if trouble or broken:
        count = f"{len(found[:LIMIT_ITEMS])} items were read"
        yield Row(name, trouble=f"{name} {trouble or broken}: {count}", hint="those that were read are made")


def unpacked(body: bytes, name: str) -> tuple[bytes, str]:
    """The document, and what is wrong with its packing."""
    trouble = ""
    for _ in range(LAYERS):
        if not body.startswith(GZIP) or trouble:
            break
        body, trouble = _unzipped(body, name)
    return body, trouble


def _unzipped(body: bytes, name: str) -> tuple[bytes, str]:
    whole = io.BytesIO()
    try:
        with gzip.open(io.BytesIO(body)) as file:
            while piece := file.read1(65_536):
                whole.write(piece)
                if whole.tell() > LIMIT_BYTES:
                    raise SourceError(f"{name} unpacks to more than {LIMIT_BYTES // 1_000_000} MB", "is it a sitemap?")
    except (OSError, EOFError, zlib.error) as error:
        if not whole.tell():
            raise SourceError(f"{name} cannot be unpacked: {error}") from error
        return whole.getvalue(), "is cut off or broken in its packing"
    return whole.getvalue(), ""


def _root(body: bytes, name: str) -> tuple[Any, str]:
    """The document's root, and what is wrong with it; entities and external files are not followed."""
    from lxml import etree

    try:
        root = etree.fromstring(body, _parser(recover=False))
        broken = ""
    except (etree.XMLSyntaxError, ValueError):
        text = _mended(body)
        whole, broken = _whole(text)
        parser = _parser(recover=True)
        try:
            root = etree.fromstring(whole.encode(errors="replace"), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise SourceError(f"{name} is no feed or sitemap: {error}") from error
        broken = broken or _fault(parser.error_log, whole)
    if root is None or local_name(root) not in ROOTS:
        raise SourceError(f"{name} is no feed or sitemap", "RSS, Atom, JSON Feed and sitemaps are read")
    return root, broken


def _parser(*, recover: bool) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        recover=recover,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8" if recover else None,
    )


def _mended(body: bytes) -> str:
    """The text of a document from its root on, without what XML does not allow."""
    text = _text(body)
    root = ROOT.search(text[:HEAD_BYTES].encode(errors="replace"))
    if root:
        text = text[len(text[:HEAD_BYTES].encode(errors="replace")[: root.start()].decode(errors="replace")) :]
    text = NOT_ALLOWED.sub("", text)
    parts = SECTION.split(text)
    return "".join(part if index % 2 else AMPERSAND.sub(_escaped, part) for index, part in enumerate(parts))


def _text(body: bytes) -> str:
    """The letters of a document: as it declares, else as UTF-8, else as windows-1252."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    found = DECLARED.search(body[:HEAD_BYTES])
    declared = found[1].decode() if found and not WIDE.match(found[1]) else "utf-8"
    for encoding in (declared, "utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("utf-8", "replace")


def _escaped(found: re.Match[str]) -> str:
    """A bare ``&`` escaped; an entity of HTML, which XML does not know, as its character."""
    entity = found[1]
    return html5[entity] if entity and entity in html5 else f"&amp;{entity or ''}"


def _whole(text: str) -> tuple[str, str]:
    """A document up to its last whole item, where its end is missing; and that it is missing."""
    root = re.match(r"<((?:[\w.-]{1,40}:)?(?:rss|rdf|feed|urlset|sitemapindex))\b", text, re.IGNORECASE)
    if root is None or re.search(rf"</{re.escape(root[1])}\s*>", text[-2_000_000:], re.IGNORECASE):
        return text, ""
    item = ITEMS[root[1].rpartition(":")[2].lower()]
    last = max(text.rfind(f"</{item}>"), text.rfind(f":{item}>"))
    return text[: text.find(">", last) + 1] if last >= 0 else text.partition(f"<{item}")[0], "is cut off"


def _fault(log: Any, text: str) -> str:
    """What is broken beyond what does no harm; empty where nothing is."""
    for entry in log:
        if entry.type_name == "ERR_DOCUMENT_END" and not re.search(r"<(?:item|entry|url|sitemap)\b", _after(text)):
            continue
        if entry.type_name not in HARMLESS:
            return f"is broken ({entry.message.strip().splitlines()[0]}, line {entry.line})"
    return ""


def _after(text: str) -> str:
    """What stands behind the end of a document."""
    root = re.match(r"<((?:[\w.-]{1,40}:)?\w+)", text)
    return text.partition(f"</{root[1]}>")[2] if root else ""


def _elements(root: Any) -> Iterator[Any]:
    """The elements of the items, wherever a broken document holds them."""
    item = ITEMS[local_name(root)]
    return (element for element in root.iter() if local_name(element) == item)


def _item(element: Any, root: Any, name: str, number: int) -> Row | Below:
    link, base = _link(element, root)
    if not link:
        title = first((_child(element, "title"), _child(element, "guid"), _child(element, "id")))[:80]
        words = f"item {number} ({title!r})" if title else f"item {number}"
        return Row(name, trouble=f"{name}: {words} has no link", hint="a feed's item names its article by a link")
    address = _joined(_joined(_base(root, name), base), link)
    if local_name(root) == "sitemapindex":
        return Below(address)
    return _row(address, first(_child(element, key) for key in DATES))


def _link(element: Any, root: Any) -> tuple[str, str]:
    """An item's link, and the base that ``xml:base`` gives it; else a guid that is a permanent link, or an id."""
    links = [child for child in element if local_name(child) in ("link", "loc")]
    plain = [(_flat(child.text), child.base or "") for child in links if _flat(child.text)]
    if plain:
        return plain[0]
    roles = [(child.get("rel", "alternate").lower(), child) for child in links if child.get("href")]
    alternate = [child for role, child in roles if role == "alternate"]
    html = [child for child in alternate if "html" in child.get("type", "html")]
    for child in (*html, *alternate):
        return _flat(child.get("href")), child.base or ""
    if behind := next((_flat(child.tail) for child in links if _scheme(_flat(child.tail)) in WEB), ""):
        return behind, ""  # <link/>https://…, as programs for HTML write it
    for child in element:
        text = _flat(child.text) if local_name(child) == "guid" else ""
        if child.get("isPermaLink", "true").lower() != "false" and (_scheme(text) in WEB or text.startswith("/")):
            return text, child.base or ""
    about = next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == "about"), "")
    for address in (about, _child(element, "id")):
        if _scheme(_flat(address)) in WEB:
            return _flat(address), ""
    return next(
        ((_flat(child.get("href")), child.base or "") for role, child in roles if role not in OTHER_ROLES), ("", "")
    )


def _base(root: Any, name: str) -> str:
    """What relative links are meant from: the site's own address in RSS, else where the document is from."""
    channel = next((child for child in root if local_name(child) == "channel"), root)
    links = [child for child in channel if local_name(child) == "link"]
    plain = [_flat(child.text) for child in links if _scheme(_flat(child.text)) in WEB]
    if local_name(root) in ("rss", "rdf") and plain:
        return plain[0]
    if _scheme(name) in WEB:
        return name
    named = [
        _flat(child.get("href")) for child in links if child.get("rel", "alternate").lower() in ("alternate", "self")
    ]
    return first(each for each in named if _scheme(each) in WEB) or name


def _of_json(body: bytes, name: str) -> tuple[list[Row | Below], str]:
    """The items of a JSON Feed (jsonfeed.org, 1.1), and what is wrong with it."""
    text = body.decode("utf-8-sig", "replace")
    broken = ""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError):
        feed, broken = {"items": list(json_rows.after(text, JSON_ITEMS))}, "is cut off or broken"
        feed |= {
            key: found[1]
            for key in ("home_page_url", "feed_url")
            if (found := re.search(rf'"{key}"\s*:\s*"([^"\\]+)"', text))
        }
    listed = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(listed, list) or "jsonfeed.org/version" not in text:
        raise SourceError(f"{name} is no feed or sitemap", "RSS, Atom, JSON Feed and sitemaps are read")
    base = first(str(feed.get(key) or "") for key in ("home_page_url", "feed_url"))
    return [_json_item(each, _joined(name, base), name, number) for number, each in enumerate(listed, 1)], broken


def _json_item(each: Any, base: str, name: str, number: int) -> Row:
    given = {key: str(value) for key, value in each.items() if value} if isinstance(each, dict) else {}
    by_id = given.get("id", "") if _scheme(given.get("id", "")) in WEB else ""
    link = _flat(first((given.get("url", ""), by_id, given.get("external_url", ""))))
    if not link:
        words = f"item {number} ({given['title'][:80]!r})" if given.get("title") else f"item {number}"
        return Row(name, trouble=f"{name}: {words} has no url", hint="a feed's item names its article by its url")
    return _row(_joined(base, link), first(given.get(key, "") for key in DATES))


def _row(link: str, when: str) -> Row:
    if _scheme(link) not in WEB:
        return Row(link[:200], trouble=f"a feed names {link[:200]!r}, which is no web address")
    return Row(link, day=day(when))


def _joined(base: str, link: str) -> str:
    """A link as the document means it."""
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return ""


def _flat(text: str | None) -> str:
    """An address without the line breaks that somebody wrote it with."""
    return re.sub(r"\s*[\r\n\t]\s*", "", (text or "").strip())


def local_name(element: Any) -> str:
    """An element's name without its namespace, in small letters; empty for comments."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""


def _child(entry: Any, name: str) -> str:
    return next((str(each.text).strip() for each in entry if local_name(each) == name and each.text), "")
