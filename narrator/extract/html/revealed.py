"""Text that a page carries hidden and that a script or a press of a button shows: it is put where a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from narrator.extract.html.tree import children, drop, sentences_in, text_of

HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
STREAMED = re.compile(
    r"<!--\$\?-->\s*<template\s+id=\"(?P<id>B:[\w:-]+)\">\s*</template>.*?<!--/\$-->", re.DOTALL | re.IGNORECASE
)
"""A place that React fills later, with what stands there until then ("Loading…")."""
SHOWN = re.compile(r"\$RC\(\s*[\"'](?P<place>B:[\w:-]+)[\"']\s*,\s*[\"'](?P<part>S:[\w:-]+)[\"']")
MORE = re.compile(
    r"(?:^|[-_])(?:more|rest|full|continued|remaining|readmore|showmore|expand(?:able|ed)?|collaps(?:e|ed|ible)|truncated?|"
    r"accordion|panel|answer|details?|toggle[-_]?content)(?:$|[-_])",
    re.IGNORECASE,
)
DIALOG = re.compile(
    r"modal|dialog|popup|overlay|consent|cookie|lightbox|tooltip|menu|nav|search|newsletter|signup", re.IGNORECASE
)
PANELS = ("region", "tabpanel", "group")
LEAST_SENTENCES = 1
TEMPLATES = ("text/template", "text/x-template", "text/html", "text/x-handlebars-template")
MOST_BUTTONS = 500
QUESTION_WORDS = 40
"""Words of the longest question on a button."""


def streamed(text: str) -> str:
    """The text of a page without what stands for parts that come later."""
    return (
        STREAMED.sub(lambda match: f'<template id="{match["id"]}"></template>', text) if "<!--$?-->" in text else text
    )


def reveal(tree: HtmlElement) -> None:
    """Show what is hidden until a script or a reader acts; the tree is changed in place."""
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
    _stream(tree)
    _panels(tree)
    _questions(tree)


def _stream(tree: HtmlElement) -> None:
    """Put the parts of a page that React streams where its script puts them."""
    pairs = [
        match.group("place", "part") for script in tree.iter("script") for match in SHOWN.finditer(script.text or "")
    ]
    if not pairs:
        return
    by_id = {each.get("id"): each for each in tree.iter("template", "div") if each.get("id")}
    for place, part in pairs:
        target, source = by_id.get(place), by_id.get(part)
        if target is None or source is None or target.getparent() is None:
            continue
        target.tag = "div"
        target.text = source.text
        for child in list(source):
            target.append(child)
        drop(source)


def _panels(tree: HtmlElement) -> None:
    """Show the panels of accordions and what "show more" shows, where they hold sentences."""
    controlled = set(_controlled(tree))
    linked = {href[1:] for each in tree.iter("a") if (href := each.get("href") or "").startswith("#")}
    for each in tree.iter("div", "section", "p", "span", "li", "article", "dd", "details"):
        is_hidden = each.get("hidden") is not None or HIDDEN.search(each.get("style") or "")
        is_collapsed = each.get("aria-hidden") == "true"
        if not (is_hidden or is_collapsed) or DIALOG.search(f"{each.get('class') or ''} {each.get('id') or ''}"):
            continue
        names = f"{each.get('class') or ''} {each.get('id') or ''}".split()
        is_shown_later = (
            each.get("hidden") == "until-found"
            or each.get("id") in controlled
            or (each.get("id") in linked and _is_next_page(each))
            or each.get("role") in PANELS
            or any(MORE.search(name) for name in names)
        )
        if is_shown_later and sentences_in(each) >= LEAST_SENTENCES:
            _show(each)


def _is_next_page(element: Any) -> bool:
    """Whether an element follows one of its kind that is shown, as the pages of one story do that are leafed through."""
    kind = (element.tag, element.get("class"), element.get("lang"))
    shown = element.getprevious()
    return kind[1] is not None and shown is not None and (shown.tag, shown.get("class"), shown.get("lang")) == kind


def _controlled(tree: HtmlElement) -> Iterator[str]:
    """The ids of what buttons and links open."""
    for each in tree.iter("button", "a", "summary", "div", "h2", "h3", "h4", "label"):
        for name in ("aria-controls", "data-target", "data-bs-target"):
            if value := each.get(name):
                yield from (part.lstrip("#") for part in value.split())
        if each.tag == "a" and each.get("aria-expanded") and (each.get("href") or "").startswith("#"):
            yield each.get("href")[1:]


def _questions(tree: HtmlElement) -> None:
    """Buttons that open an answer are its heading: they are read as one."""
    for each in islice(list(tree.iter("button")), MOST_BUTTONS):
        headings = list(each.iter("h1", "h2", "h3", "h4", "h5", "h6"))
        is_inside_heading = any(around.tag in ("h2", "h3", "h4", "h5", "h6") for around in each.iterancestors())
        text = text_of(each)
        if not text or len(text.split()) > QUESTION_WORDS or each.get("aria-haspopup"):
            continue
        opens = each.get("aria-expanded") is not None or each.get("aria-controls") is not None
        answer = _answer(each) if opens or headings else None
        if answer is None:
            continue
        if opens:
            _show(answer)
        each.tag = "span" if is_inside_heading else "div" if headings else "h3"
        each.attrib.clear()


def _answer(button: Any) -> Any | None:
    """What stands behind a button, or behind the elements around it, where that is a text; else None."""
    node = button
    for _ in range(3):
        following = node.getnext()
        if following is not None:
            is_text = (
                sentences_in(following) > 0 and following.find(".//nav") is None and following.find(".//form") is None
            )
            return following if is_text else None
        node = node.getparent()
        if node is None or node.tag in ("body", "nav", "header", "main", "article"):
            return None
        if len([child for child in children(node) if text_of(child)]) > 1:
            following = node.getnext()
            return following if following is not None and sentences_in(following) > 0 else None
    return None


def _show(element: Any) -> None:
    """Take away what hides an element."""
    for name in ("hidden", "style", "aria-hidden"):
        element.attrib.pop(name, None)
