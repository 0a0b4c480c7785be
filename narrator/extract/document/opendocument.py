"""OpenDocument texts (.odt) -> HTML: headings, paragraphs, lists, tables, notes; no comments, deleted text and indexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape

from lxml import etree

from narrator.extract.document.archive import Archive
from narrator.extract.document.written import Facts, Written
from narrator.model import Page

NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
LEFT = frozenset(
    [
        "office:annotation", "office:annotation-end", "text:tracked-changes", "text:table-of-content", "text:alphabetical-index",
        "text:illustration-index", "text:table-index", "text:bibliography", "text:user-index", "text:object-index",
        "text:page-number", "text:note-citation", "text:sequence-decls", "text:variable-decls", "office:forms", "draw:object",
        "draw:image", "text:hidden-text", "office:scripts", "text:toc-mark", "text:bookmark", "text:alphabetical-index-mark",
        "text:user-field-decls",
    ]
)  # fmt: skip
"""Elements that a page of the document does not show as text, or that are no part of an article."""
DEEPEST = 200
"""Elements within elements; a list in a table in a list has 20."""


def written(page: Page) -> Written:
    """The document as HTML.

    Raises:
        SourceError: it is broken, locked or too large.
    """
    with Archive(page.body, page.source) as archive:
        content = archive.xml("content.xml")
        styles = archive.xml("styles.xml") if "styles.xml" in archive.names else None
        meta = archive.xml("meta.xml") if "meta.xml" in archive.names else None
    reader = _Reader(_styles(content) | (_styles(styles) if styles is not None else {}))
    body = content.find("office:body/office:text", NAMES)
    text = "".join(reader.inside(body, 0)) if body is not None else ""
    notes = "".join(reader.notes)
    facts = Facts(
        title=_of(meta, "dc:title"),
        byline=_of(meta, "meta:initial-creator") or _of(meta, "dc:creator"),
        language=_of(meta, "dc:language") or _language(styles),
    )
    return Written(f"<html><body>{text}{notes}</body></html>", "text/html", facts=facts)


class _Reader:
    """Writes elements of OpenDocument as HTML; what stands in notes is kept for the end."""

    def __init__(self, styles: Mapping[str, etree._Element]) -> None:
        self.notes: list[str] = []
        self._styles = styles
        self._readers: Mapping[str, Callable[[etree._Element, int], Iterator[str]]] = {
            "text:h": self._heading,
            "text:p": self._paragraph,
            "text:span": self._span,
            "text:a": self._link,
            "text:note": self._note,
            "table:table": self._table,
        }

    def inside(self, element: etree._Element, depth: int) -> Iterator[str]:
        """The text of an element and what is in it."""
        yield escape(element.text or "", quote=False)
        for child in element:
            yield from self.written(child, depth + 1)
            yield escape(child.tail or "", quote=False)

    def written(self, element: etree._Element, depth: int) -> Iterator[str]:
        """An element as HTML."""
        name = _name(element)
        if not name or name in LEFT or depth > DEEPEST:
            return
        if name in self._readers:
            yield from self._readers[name](element, depth)
        elif name in PLAIN:
            yield PLAIN[name]
        elif name == "text:s":
            yield " " * min(10, int(_attribute(element, "text:c") or "1"))
        elif name in TAGS:
            tag = TAGS[name]
            yield f"<{tag}>"
            yield from self.inside(element, depth)
            yield f"</{tag}>"
        else:
            yield from self.inside(element, depth)

    def _heading(self, element: etree._Element, depth: int) -> Iterator[str]:
        level = _attribute(element, "text:outline-level")
        number = min(6, max(1, int(level) if level.isdigit() else 1) + 1)
        yield f"<h{number}>"
        yield from self.inside(element, depth)
        yield f"</h{number}>"

    def _paragraph(self, element: etree._Element, depth: int) -> Iterator[str]:
        names = list(self._names(_attribute(element, "text:style-name")))
        tag = next((PARAGRAPHS[name] for name in names if name in PARAGRAPHS), "p")
        if tag == "":
            return
        yield f"<{tag}>"
        yield from self.inside(element, depth)
        yield f"</{tag.split()[0]}>"

    def _span(self, element: etree._Element, depth: int) -> Iterator[str]:
        tags = list(self._marks(_attribute(element, "text:style-name")))
        yield from (f"<{tag}>" for tag in tags)
        yield from self.inside(element, depth)
        yield from (f"</{tag}>" for tag in reversed(tags))

    def _link(self, element: etree._Element, depth: int) -> Iterator[str]:
        yield f'<a href="{escape(_attribute(element, "xlink:href"))}">'
        yield from self.inside(element, depth)
        yield "</a>"

    def _note(self, element: etree._Element, depth: int) -> Iterator[str]:
        number = len(self.notes) + 1
        self.notes.append("")
        body = element.find("text:note-body", NAMES)
        text = "".join(self.inside(body, depth)) if body is not None else ""
        self.notes[number - 1] = f'<div id="note{number}">{text}<a href="#mark{number}">↑</a></div>'
        yield f'<sup><a href="#note{number}" id="mark{number}">{number}</a></sup>'

    def _table(self, element: etree._Element, depth: int) -> Iterator[str]:
        yield "<table>"
        for row in element.iter(_tag("table:table-row")):
            head = _name(row.getparent()) == "table:table-header-rows"
            yield "<tr>"
            for cell in row.iterchildren(_tag("table:table-cell")):
                yield "<th>" if head else "<td>"
                yield from self.inside(cell, depth)
                yield "</th>" if head else "</td>"
            yield "</tr>"
        yield "</table>"

    def _names(self, style: str) -> Iterator[str]:
        """The names of a style and of those that it is made from."""
        for _ in range(8):
            if not style:
                return
            yield style.replace("_20_", " ").lower()
            found = self._styles.get(style)
            style = _attribute(found, "style:parent-style-name") if found is not None else ""

    def _marks(self, style: str) -> Iterator[str]:
        found = self._styles.get(style)
        properties = found.find("style:text-properties", NAMES) if found is not None else None
        if properties is None:
            return
        position = _attribute(properties, "style:text-position")
        if position.startswith(("super", "sub")):
            yield "sup" if position.startswith("super") else "sub"
        if _attribute(properties, "style:text-line-through-style") not in ("", "none"):
            yield "s"
        if _attribute(properties, "fo:font-weight") == "bold":
            yield "strong"
        if _attribute(properties, "fo:font-style") == "italic":
            yield "em"


TAGS = {"text:list": "ul", "text:list-item": "li", "text:list-header": "li", "draw:text-box": "div"}
PLAIN = {"text:line-break": "<br>", "text:tab": " ", "text:soft-page-break": "", "text:non-breaking-hyphen": "‑"}
PARAGRAPHS = {
    "title": "h1",
    "quotations": "blockquote",
    "preformatted text": "pre",
    "header": "",
    "footer": "",
    "contents heading": "",
    "caption": "p class=caption",
}
"""What paragraphs are by the name of their style; empty for what is not read."""


def _styles(root: etree._Element) -> dict[str, etree._Element]:
    return {_attribute(each, "style:name"): each for each in root.iter(_tag("style:style"))}


def _language(styles: etree._Element | None) -> str:
    for each in styles.iter(_tag("style:text-properties")) if styles is not None else ():
        language, country = _attribute(each, "fo:language"), _attribute(each, "fo:country")
        if language not in ("", "none", "zxx"):
            return f"{language}-{country}" if country not in ("", "none") else language
    return ""


def _of(meta: etree._Element | None, name: str) -> str:
    found = meta.find(f".//{name}", NAMES) if meta is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""


def _tag(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def _attribute(element: etree._Element, name: str) -> str:
    return element.get(_tag(name)) or ""


def _name(element: etree._Element | None) -> str:
    """The name of an element with the usual prefix; empty for comments and for elements of other namespaces."""
    if element is None or not isinstance(element.tag, str):
        return ""
    space, _, local = element.tag.removeprefix("{").partition("}")
    prefix = next((prefix for prefix, address in NAMES.items() if address == space), "")
    return f"{prefix}:{local}" if prefix else local
