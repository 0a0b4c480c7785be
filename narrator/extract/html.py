"""HTML -> blocks: trafilatura's tree for the body, a purge of exact furniture before it, another way where it finds too little."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from narrator.errors import SettingsError
from narrator.extract import body, compose
from narrator.extract.boxes import is_prose
from narrator.extract.pieces import names, pieces
from narrator.extract.reading import Reading
from narrator.model import Block, BlockKind

COMMENT = re.compile(r"^(?:.*[-_])?(?:comments?|commentlist|replies|responses|discussion)(?:[-_].*)?$", re.IGNORECASE)
NOTE = re.compile(r"\W*(?:\d{1,3}|[a-z*†‡])\W*")
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
READ = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "div", "td"])
COMMENT_TAGS = ("div", "section", "ol", "ul", "aside", "li", "footer")
HEADED = 60
"""Characters of the longest words that head a form."""
FIELDS = 100
"""Fields of a page that are looked at: a page of more is no article."""
SIGN_UP = 500
"""Characters of the longest words around a field for an address."""
NOTES = ("li", "p", "div", "dd", "tr", "aside")
LONGEST_NOTE = 1500
LONGEST_CAPTION = 600
LINKED_PAGE = 0.8
"""Share of links in what is wanted of a page from which it is a list of other pages."""
CORE_SHARE = 0.5
TAIL_SHARE = 0.5
LEAST = 250
"""Characters of body text below which another way is tried."""


def told(tree: HtmlElement) -> str:
    """What a page says of itself, as a small page: its metadata, its linked data and its headlines.

    A whole page in BeautifulSoup costs as much as all the rest.
    """
    wanted = (
        each
        for each in tree.iter("title", "meta", "link", "script", "h1")
        if each.tag != "script" or "ld+json" in (each.get("type") or "").lower()
    )
    root = "".join(f' {name}="{escape(value)}"' for name, value in tree.attrib.items() if name in ("lang", "xml:lang"))
    said = "".join(etree.tostring(each, encoding="unicode", method="html", with_tail=False) for each in wanted)
    return f"<html{root}>{said}</html>"


def unmarked(tree: HtmlElement) -> set[str]:
    """Take the marks of footnotes out of the tree: they are no lines. The ids that they lead to."""
    targets = set()
    for each in list(tree.iter("sup", "a")):
        if found := _mark(each):
            targets.add(found)
            _drop(each)
    return targets


def unnoted(tree: HtmlElement, reading: Reading, targets: set[str]) -> list[tuple[str, str]]:
    """Take footnotes out of the tree; the (text, rule) of what went.

    A note is known by the mark that leads to it and the link that leads back, whatever the page calls it.
    """
    gone: list[tuple[str, str]] = []
    for each in [each for each in tree.iter(etree.Element) if each.get("id") in targets]:
        note = next((around for around in (each, *each.iterancestors()) if around.tag in NOTES), None)
        if note is None or len(_text(note)) > LONGEST_NOTE or not _leads_back(note) or reading.keep(_text(note)):
            continue
        gone.extend((line, "footnote") for line in _lines_of(note))
        _drop(note)
    return gone


def _mark(each: Any) -> str:
    """The id that the mark of a footnote leads to: of a number, a letter or a sign that is a link; else empty."""
    if not NOTE.fullmatch(_text(each)):
        return ""
    links = [each] if each.tag == "a" else [*each.iter("a"), *each.iterancestors("a")]
    return next((place for link in links if (place := (link.get("href") or "").partition("#")[2])), "")


def _leads_back(note: Any) -> bool:
    return any((link.get("href") or "").startswith("#") for link in note.iter("a"))


def purged(tree: HtmlElement, reading: Reading, *, skip: Sequence[str], read: Sequence[str]) -> list[tuple[str, str]]:
    """Take exact furniture out of the tree; the (text, rule) of what went.

    Narrow on purpose: a broad purge by class names costs articles (two points of F1).
    """
    gone: list[tuple[str, str]] = []
    for selector in skip:
        for each in _selected(tree, selector):
            gone.append((_text(each), "site-skip"))
            _drop(each)
    selected = [each for selector in read for each in _selected(tree, selector)]
    wanted = {around for each in selected for around in (each, *each.iterancestors())}
    for each in [*islice(tree.iter("input"), FIELDS)]:
        if each.get("type") == "email" or "email" in (each.get("name") or "").lower():
            box = _sign_up(each)
            if reading.keep(_text(box)):
                continue
            gone.extend((line, "sign-up") for line in _lines_of(box))
            _drop(box)
    prose = _prose(tree)
    for each in list(tree.iter(etree.Element)):
        found = _furniture(each, captions=reading.captions) if each.getparent() is not None else ""
        if found and each not in wanted and not reading.keep(_text(each)) and not _is_core(each, found, prose):
            goes = _asked(each) if each.tag == "form" else each
            gone.extend((line, found) for line in _lines_of(goes))
            _drop(goes)
    return [(text, rule) for text, rule in gone if text]


def _prose(root: Any) -> int:
    """How many characters of long lines that are no links an element holds."""
    return sum(len(each.text) for each in pieces(root) if is_prose(each))


def _is_core(each: Any, rule: str, whole: int) -> bool:
    """Whether an element with furniture's name holds the article: the headline and prose, or most of the prose.

    Pages are wrapped in one form, hidden until a script has run, or named after the comments that they allow.
    """
    if rule == "caption" or "dialog" in (each.get("role") or "") or not (own := _prose(each)):
        return False
    return each.find(".//h1") is not None or (rule != "comments" and own > CORE_SHARE * whole)


def _sign_up(field: Any) -> Any:
    """The largest element around a field for an address that holds no more than the words of a sign-up."""
    box = field
    for each in field.iterancestors():
        if (
            each.tag in ("body", "article", "main")
            or _length(each, SIGN_UP) > SIGN_UP
            or each.find(".//h1") is not None
        ):
            break
        box = each
    return box


def _asked(form: Any) -> Any:
    """The box around a form that holds little else than what the form is headed with."""
    box, size = form, len(_text(form))
    for each in form.iterancestors():
        if each.tag not in ("div", "section", "aside") or _length(each, size + HEADED) > size + HEADED:
            break
        box = each
    return box


def _furniture(each: Any, *, captions: bool) -> str:
    """The rule by which an element is furniture whatever surrounds it."""
    tag = each.tag
    if not isinstance(tag, str) or tag in ("html", "body", "article", "main", "script", "style"):
        return ""
    if tag == "figcaption":
        return "" if captions else "caption"
    return _unseen(each) or _named(each, captions=captions)


def _unseen(each: Any) -> str:
    """What is not shown, or is there to be pressed."""
    if each.get("hidden") is not None or HIDDEN.search(each.get("style") or ""):
        return "hidden"
    if each.get("role") in ("dialog", "alertdialog", "search", "navigation", "banner", "contentinfo"):
        return "furniture" if len(_text(each)) < 3000 else ""
    if each.tag in ("button", "form", "nav", "select", "noscript"):
        return "form" if len(_text(each)) < 5000 else ""
    return ""


def _named(each: Any, *, captions: bool) -> str:
    """What its class or id says exactly."""
    own = f"{each.get('class') or ''} {each.get('id') or ''}".split()
    if each.tag in COMMENT_TAGS and any(COMMENT.match(name) for name in own):
        return "comments"
    if any(compose.CAPTION.search(name) for name in own) and len(_text(each)) <= LONGEST_CAPTION:
        return "" if captions else "caption"
    furniture = any(name.lower() in names()["furniture"] for name in own)
    return "furniture" if furniture and len(_text(each)) <= 4000 else ""


def tail_sections(tree: HtmlElement, reading: Reading, heads: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Take away sections whose own first heading says that they follow articles; the (text, rule) of what went."""
    whole = len(_text(tree)) or 1
    gone: list[tuple[str, str]] = []
    for heading in list(tree.iter("h2", "h3", "h4", "h5")):
        section = heading.getparent()
        if section is None or section.tag not in ("section", "div", "aside") or section[0] is not heading:
            continue
        text = _text(section)
        if section.getparent() is None or reading.keep(text):
            continue
        if heads(_text(heading)) and len(text) < TAIL_SHARE * whole:
            gone.extend((line, "after-article") for line in _lines_of(section))
            _drop(section)
    return gone


def blocks(
    tree: HtmlElement, reading: Reading, *, language: str, read: Sequence[str]
) -> tuple[tuple[Block, ...], list[tuple[str, str]]]:
    """The article's blocks in reading order, none where there is no article; and the (text, rule) of what went.

    Args:
        tree: of the page, its furniture gone.
        reading: what is known of single lines.
        language: of the page (BCP 47).
        read: CSS selectors of what alone is read; empty leaves it to the rules.
    """
    selected = [each for selector in read for each in _selected(tree, selector)]
    if selected:
        return tuple(compose.blocks([each for root in selected for each in pieces(root)], language)), []
    shown = tuple(pieces(tree))
    found = body.choice(shown, _extracted(tree), reading)
    wanted = tuple(each for each, is_wanted in zip(shown, found.wanted, strict=True) if is_wanted)
    if sum(each.link_share * len(each.text) for each in wanted) > LINKED_PAGE * sum(len(each.text) for each in wanted):
        return (), [(each.text, "list-of-links") for each in wanted]
    gone = [(each.text, rule) for each, rule in zip(shown, found.rules, strict=True) if rule]
    return tuple(_noted(compose.blocks(wanted, language), reading)), gone


def _noted(found: Iterable[Block], reading: Reading) -> Iterator[Block]:
    for block in found:
        is_note = block.kind is BlockKind.PARAGRAPH and reading.is_note(block.text)
        yield replace(block, kind=BlockKind.NOTE) if is_note else block


def _extracted(tree: HtmlElement) -> str:
    """The article's text by trafilatura, or by the paragraphs where that finds far less than the page shows."""
    from copy import deepcopy

    import trafilatura

    found = trafilatura.bare_extraction(
        deepcopy(tree), with_metadata=False, include_comments=False, include_tables=True, include_images=False
    )
    own = " ".join(found.body.itertext()) if found is not None and found.body is not None else ""
    other = _by_paragraphs(tree)
    if len(own) < LEAST or (len(other) > 1.6 * len(own) and len(own) < 0.6 * len(other)):
        return other if len(other) > max(len(own), LEAST) else own
    return own


def _by_paragraphs(tree: HtmlElement) -> str:
    """The text of the container whose direct paragraphs hold the most, and of what stands between them."""
    best, most = None, 0
    for each in tree.iter("article", "main", "section", "div", "td", "body"):
        size = sum(len(text) for child in each if child.tag == "p" and len(text := _text(child)) > 40)
        if size > most:
            best, most = each, size
    if best is None:
        return ""
    parent = best.getparent()
    if parent is not None and parent.tag not in ("html", "body"):
        siblings = sum(
            len(_text(child)) for other in parent for child in other if other.tag == best.tag and child.tag == "p"
        )
        if siblings > 1.3 * most:
            best = parent
    return " ".join(each.text for each in pieces(best) if each.element.tag in READ)


def visible_lines(tree: HtmlElement) -> list[str]:
    """Every line that the page shows, in order."""
    return [each.text for each in pieces(tree)]


def _lines_of(root: Any) -> list[str]:
    return [each.text for each in pieces(root)]


def _length(each: Any, enough: int) -> int:
    """How many characters of text an element holds, counted until there are enough."""
    size = 0
    for part in each.itertext():
        size += len(" ".join(part.split()))
        if size > enough:
            break
    return size


def _text(each: Any) -> str:
    return " ".join("".join(each.itertext()).split())


def _selected(tree: HtmlElement, selector: str) -> list[Any]:
    """The elements that a CSS selector of the settings names.

    Raises:
        SettingsError: it is no selector.
    """
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        found: Any = CSSSelector(selector)(tree)
    except SelectorError as error:
        raise SettingsError(f"{selector!r} is no CSS selector: {error}", 'see [site."…"] in narrator.toml') from error
    return list(found)


def _drop(each: Any) -> None:
    """Remove an element and keep the text behind it."""
    parent = each.getparent()
    if parent is None:
        return
    tail = each.tail or ""
    before = each.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(each)
