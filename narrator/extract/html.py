"""HTML -> blocks: trafilatura's tree for the body, a purge of exact furniture before it, another way where it finds too little."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from narrator.errors import SettingsError
from narrator.model import Block, BlockKind

LINK_TO_PICTURE = re.compile(r"\s?pic\.twitter\.com/\w+")
COMMENT = re.compile(r"^(?:.*[-_])?(?:comments?|commentlist|replies|responses|discussion)(?:[-_].*)?$", re.IGNORECASE)
NOTE_MARK = re.compile(r"\s?\[(?:\d{1,3}|[a-z]|note \d+|citation needed|edit|update)\](?!\()", re.IGNORECASE)
BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "blockquote",
        "pre",
        "td",
        "th",
        "dd",
        "dt",
        "figcaption",
        "div",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "nav",
        "main",
        "ul",
        "ol",
        "table",
        "tr",
        "form",
        "fieldset",
        "legend",
        "button",
        "label",
        "body",
        "html",
        "figure",
        "details",
        "summary",
        "caption",
        "address",
    ]
)
SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "head",
        "iframe",
        "object",
        "audio",
        "video",
        "canvas",
        "select",
        "option",
        "textarea",
    ]
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
FOOTNOTES = re.compile(
    r"^(?:footnotes?|references|reflist|endnotes?|mw-references-wrap|footnote-ref|reference|noteref|mw-editsection|mw-cite-backlink|pullquote|pull-quote|pull_quote|c-pullquote|screen-reader-text|visually-hidden|visuallyhidden|sr-only|print-only|wp-caption-text|image-caption|photo-caption|caption|media-caption|article-caption|credit|photo-credit|image-credit|newsletter|newsletter-signup|newsletter-form|related|related-articles|related-posts|related-content|related-teaser|read-more|readmore|read-also|more-on|social-share|share-buttons|sharedaddy|jp-relatedposts|comments|comments-area|comment-list|disqus_thread|advertisement|ad-container|ad-slot|promo|cookie-banner|cookie-notice|consent|paywall|membership|author-bio|breadcrumbs|breadcrumb|byline|tags|tag-list|audio-player|toc|visually_hidden|most-read|trending|recirc|skip-link)$",
    re.IGNORECASE,
)
CAPTIONS = re.compile(r"caption", re.IGNORECASE)
COMMENT_TAGS = ("div", "section", "ol", "ul", "aside", "li", "footer")
TAIL_SHARE = 0.5
LEAST = 250
"""Characters of body text below which another way is tried."""


def purged(tree: HtmlElement, *, skip: Sequence[str], captions: bool) -> list[tuple[str, str]]:
    """Take exact furniture out of the tree; the (text, rule) of what went.

    Narrow on purpose: a broad purge by class names costs articles (two points of F1).
    """
    gone: list[tuple[str, str]] = []
    for selector in skip:
        for each in _selected(tree, selector):
            gone.append((_text(each), "site-skip"))
            _drop(each)
    for each in list(tree.iter(etree.Element)):
        if (found := _furniture(each, captions=captions)) and each.getparent() is not None:
            gone.extend((line, found) for line in _lines_of(each))
            _drop(each)
    return [(text, rule) for text, rule in gone if text]


def _furniture(each: Any, *, captions: bool) -> str:
    """The rule by which an element is furniture whatever surrounds it."""
    tag = each.tag
    if not isinstance(tag, str) or tag in ("html", "body", "article", "main", "script", "style"):
        return ""
    if tag == "figcaption":
        return "" if captions else "caption"
    return _unseen(each) or _mark(each) or _named(each, captions=captions)


def _unseen(each: Any) -> str:
    """What is not shown, or is there to be pressed."""
    if each.get("hidden") is not None or HIDDEN.search(each.get("style") or ""):
        return "hidden"
    if each.get("role") in ("dialog", "alertdialog", "search", "navigation", "banner", "contentinfo"):
        return "furniture" if len(_text(each)) < 3000 else ""
    if each.tag in ("button", "form", "nav", "select", "noscript"):
        return "form" if len(_text(each)) < 5000 else ""
    return ""


def _mark(each: Any) -> str:
    """The mark of a footnote."""
    mark = each.tag == "sup" and re.fullmatch(r"\W*(?:\d{1,3}|[a-z*†‡])\W*", _text(each))
    return "footnote-mark" if mark and each.find(".//a") is not None else ""


def _named(each: Any, *, captions: bool) -> str:
    """What its class or id says exactly."""
    names = f"{each.get('class') or ''} {each.get('id') or ''}".split()
    if each.tag in COMMENT_TAGS and any(COMMENT.match(name) for name in names):
        return "comments"
    if not any(FOOTNOTES.match(name) for name in names):
        return ""
    if any(CAPTIONS.search(name) for name in names):
        return "" if captions else "caption"
    return "furniture" if len(_text(each)) <= 4000 else ""


def tail_sections(tree: HtmlElement, heads: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Take away sections whose own first heading says that they follow articles; the (text, rule) of what went."""
    whole = len(_text(tree)) or 1
    gone: list[tuple[str, str]] = []
    for heading in list(tree.iter("h2", "h3", "h4", "h5")):
        section = heading.getparent()
        if section is None or section.tag not in ("section", "div", "aside") or section[0] is not heading:
            continue
        if heads(_text(heading)) and len(_text(section)) < TAIL_SHARE * whole and section.getparent() is not None:
            gone.extend((line, "after-article") for line in _lines_of(section))
            _drop(section)
    return gone


def blocks(tree: HtmlElement, *, read: Sequence[str] = ()) -> tuple[Block, ...]:
    """The article's blocks in reading order; empty where there is no article."""
    if read:
        found = [each for selector in read for each in _selected(tree, selector)]
        if found:
            return tuple(block for each in found for block in _plain_blocks(each))
    body = _extracted(tree)
    own = tuple(_blocks_of(body)) if body is not None else ()
    size = sum(len(block.text) for block in own)
    other = _by_paragraphs(tree)
    other_size = sum(len(block.text) for block in other)
    if size < LEAST or (other_size > 1.6 * size and size < 0.6 * other_size):
        return other if other_size > max(size, LEAST) else own
    return own


def _extracted(tree: HtmlElement) -> Any:
    from copy import deepcopy

    import trafilatura

    found = trafilatura.bare_extraction(
        deepcopy(tree), with_metadata=False, include_comments=False, include_tables=True, include_images=False
    )
    return found.body if found is not None else None


def _blocks_of(body: Any) -> Iterator[Block]:
    """Blocks from trafilatura's tree: p, head, quote, list with items, table, code."""
    for each in body:
        tag = each.tag
        if tag == "head":
            level = re.sub(r"\D", "", each.get("rend") or "") or "2"
            yield from _one(BlockKind.HEADING, each, level=int(level))
        elif tag == "list":
            yield from _items(each, 1)
        elif tag == "quote":
            parts = [child for child in each if child.tag in ("p", "list", "head")]
            for part in parts or [each]:
                yield from _one(BlockKind.QUOTE, part)
        elif tag == "table":
            yield from _table(each)
        elif tag == "code":
            text = "".join(each.itertext()).strip("\n")
            if text.strip():
                yield Block(BlockKind.CODE, text)
        else:
            yield from _one(BlockKind.PARAGRAPH, each)


def _items(each: Any, level: int) -> Iterator[Block]:
    ordered = each.get("rend") == "ol"
    number = 0
    for item in each:
        if item.tag == "item":
            number += 1
            nested = [child for child in item if child.tag == "list"]
            for inner in nested:
                item.remove(inner)
            yield from _one(BlockKind.ITEM, item, level=level, number=number if ordered else None)
            for inner in nested:
                yield from _items(inner, level + 1)


def _table(each: Any) -> Iterator[Block]:
    rows = tuple(
        tuple(_clean("".join(cell.itertext())) for cell in row if cell.tag == "cell") for row in each.iter("row")
    )
    rows = tuple(row for row in rows if any(row))
    if not rows:
        return
    if max(map(len, rows)) == 1:
        for row in rows:
            yield Block(BlockKind.PARAGRAPH, row[0])
        return
    yield Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), rows=rows)


def _one(kind: BlockKind, each: Any, *, level: int = 0, number: int | None = None) -> Iterator[Block]:
    text = _clean(_flowing(each))
    if text:
        yield Block(kind, text, level=level, number=number, language=each.get("lang"))


def _flowing(each: Any) -> str:
    """The text, a line break as a space."""
    for line_break in each.iter("lb"):
        line_break.tail = " " + (line_break.tail or "")
    return "".join(each.itertext())


def _clean(text: str) -> str:
    """One line, single spaces, no footnote marks."""
    return " ".join(NOTE_MARK.sub("", LINK_TO_PICTURE.sub("", text)).replace("\u200b", "").split())


def _by_paragraphs(tree: HtmlElement) -> tuple[Block, ...]:
    """The other way: the container whose direct paragraphs hold the most text, and what stands between them."""
    best, most = None, 0
    for each in tree.iter("article", "main", "section", "div", "td", "body"):
        size = sum(len(text) for child in each if child.tag == "p" and len(text := _text(child)) > 40)
        if size > most:
            best, most = each, size
    if best is None:
        return ()
    parent = best.getparent()
    if parent is not None and parent.tag not in ("html", "body"):
        siblings = sum(
            len(_text(child)) for other in parent for child in other if other.tag == best.tag and child.tag == "p"
        )
        if siblings > 1.3 * most:
            best = parent
    return tuple(_plain_blocks(best))


def _plain_blocks(root: Any) -> Iterator[Block]:
    """Blocks straight from HTML, in order."""
    kinds = {"p": BlockKind.PARAGRAPH, "li": BlockKind.ITEM, "blockquote": BlockKind.QUOTE, "pre": BlockKind.CODE}
    for each in root.iter("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre"):
        if any(parent.tag in ("blockquote", "li", "pre") for parent in each.iterancestors() if parent is not root):
            continue
        text = _clean(_text(each)) if each.tag != "pre" else "".join(each.itertext()).strip("\n")
        if not text:
            continue
        if each.tag in kinds:
            yield Block(kinds[each.tag], text, level=1 if each.tag == "li" else 0)
        else:
            yield Block(BlockKind.HEADING, text, level=int(each.tag[1]))


def visible_lines(tree: HtmlElement) -> list[str]:
    """Every line that the page shows, in order."""
    return list(_lines_of(tree))


def _lines_of(root: Any) -> Iterator[str]:
    parts: list[str] = []

    def flush() -> Iterator[str]:
        line = " ".join("".join(parts).split())
        parts.clear()
        if line:
            yield line

    for event, each in etree.iterwalk(root, events=("start", "end")):
        tag = each.tag
        if not isinstance(tag, str):
            if event == "end" and each.tail and each is not root:
                parts.append(each.tail)
            continue
        block = tag in BLOCKS or tag == "br"
        if block:
            yield from flush()
        if event == "start" and tag not in SKIPPED and each.text:
            parts.append(each.text)
        elif event == "end" and each.tail and each is not root:
            parts.append(each.tail)
    yield from flush()


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
