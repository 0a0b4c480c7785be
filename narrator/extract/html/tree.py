"""A page as a tree of elements, and small questions to it."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from narrator.errors import ArticleError, SettingsError
from narrator.extract.line import SENTENCE_END

SENTENCE_WORDS = 5
"""Words from which a text in an element is a sentence rather than a label."""
IN_HEAD = frozenset(["title", "meta", "link", "script", "style", "base", "noscript", "template", "object", "bgsound"])
"""Elements that may stand in a page's head."""
CLOSED = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
"""The end of a page as its source says it: what stands behind one is shown all the same (HTML, section 13.2.6.4.19)."""
NOTE = re.compile(r"\W*(?:\d{1,3}|[a-z*†‡])\W*")
"""The text of the mark of a footnote."""


def parsed(text: str, source: str) -> HtmlElement:
    """The tree of a page.

    Raises:
        ArticleError: there is nothing in it.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        return _with_body(lxml_html.document_fromstring(CLOSED.sub("", text).encode(), parser=parser))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"there is no article in {source}: {error}") from error


def _with_body(tree: HtmlElement) -> HtmlElement:
    """The tree with what a page shows in its body: libxml2 leaves it in a head that nobody closed, as HTML allows."""
    top = tree.find("head")
    if top is None:
        return tree
    first = next((index for index, each in enumerate(top) if each.tag not in IN_HEAD), None)
    if first is None:
        return tree
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for place, each in enumerate(list(top)[first:]):
        body.insert(place, each)
    return tree


def head(tree: HtmlElement) -> str:
    """What a page says of itself, as a small page: its metadata, its linked data and its headlines.

    A whole page in BeautifulSoup costs as much as all the rest.
    """
    wanted = (
        each
        for each in tree.iter("title", "meta", "link", "script", "h1")
        if each.tag != "script" or "ld+json" in (each.get("type") or "").lower()
    )
    root = "".join(f' {name}="{escape(value)}"' for name, value in tree.attrib.items() if name in ("lang", "xml:lang"))
    parts = "".join(etree.tostring(each, encoding="unicode", method="html", with_tail=False) for each in wanted)
    return f"<html{root}>{parts}</html>"


def without_note_marks(tree: HtmlElement) -> set[str]:
    """Take the marks of footnotes out of the tree: they are no lines. The ids that they lead to."""
    targets = set()
    for each in list(tree.iter("sup", "a")):
        if target := _target(each):
            targets.add(target)
            drop(each)
    return targets


def _target(each: Any) -> str:
    """The id that the mark of a footnote leads to: of a number, a letter or a sign that is a link; else empty."""
    if not NOTE.fullmatch(text_of(each)):
        return ""
    links = [each] if each.tag == "a" else [*each.iter("a"), *each.iterancestors("a")]
    return next((place for link in links if (place := (link.get("href") or "").partition("#")[2])), "")


def text_of(element: Any) -> str:
    """The text of an element on one line, with that of scripts in it."""
    return " ".join("".join(element.itertext()).split())


def size_of(element: Any, enough: int) -> int:
    """Number of characters in an element, counted until there are enough."""
    size = 0
    for part in element.itertext():
        size += len(" ".join(part.split()))
        if size > enough:
            break
    return size


def selected(tree: HtmlElement, selector: str) -> list[Any]:
    """The elements that a CSS selector of the settings names.

    Raises:
        SettingsError: it is no selector.
    """
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        elements: Any = CSSSelector(selector)(tree)
    except SelectorError as error:
        raise SettingsError(f"{selector!r} is no CSS selector: {error}", 'see [site."…"] in narrator.toml') from error
    return list(elements)


def drop(element: Any) -> None:
    """Remove an element and keep the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def put(element: Any, text: str, **attributes: str) -> None:
    """Replace an element by a ``span`` with a text; what stands behind it stays."""
    tail = element.tail
    element.clear()
    element.tag = "span"
    element.text, element.tail = text, tail
    for name, value in attributes.items():
        element.set(name.replace("_", "-"), value)


def before(element: Any) -> str:
    """The text right before an element in the element around it: what stands behind or in its last sibling."""
    previous = element.getprevious()
    if previous is None:
        parent = element.getparent()
        return (parent.text or "") if parent is not None else ""
    if previous.tail:
        return str(previous.tail)
    return "" if previous.tag == "br" else "".join(previous.itertext())


def behind(element: Any) -> str:
    """The text right behind an element, up to the end of the line's element around it."""
    parts: list[str] = []
    node = element
    while node is not None and node.tag not in ("p", "div", "li", "td", "blockquote", "section", "article", "body"):
        if node.tail:
            parts.append(node.tail)
        following = node.getnext()
        if "".join(parts).strip():
            break
        if following is not None:
            parts.append("".join(following.itertext()))
            break
        node = node.getparent()
    return "".join(parts)


def children(element: Any) -> list[Any]:
    """The elements right inside an element."""
    return [each for each in element if isinstance(each.tag, str)]


def sentences_in(element: Any) -> int:
    """Number of lines in an element that end as sentences do and have some words."""
    count = 0
    for part in element.itertext():
        words = part.split()
        count += len(words) >= SENTENCE_WORDS and SENTENCE_END.search(part.strip()) is not None
    return count
