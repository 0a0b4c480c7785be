"""The elements of a page that are no article whatever their words say: hidden, to be pressed, or furniture by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from narrator.extract.cuts import Cut
from narrator.extract.html import captions, which
from narrator.extract.html.measures import Measures, is_prose
from narrator.extract.html.names import names
from narrator.extract.html.tree import selected, size_of, text_of
from narrator.extract.line import Line

COMMENT = re.compile(r"^(?:.*[-_])?(?:comments?|commentlist|replies|responses|discussion)(?:[-_].*)?$", re.IGNORECASE)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
UNSEEN = re.compile(r"font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|(?:left|top|text-indent)\s*:\s*-\d{4,}px", re.IGNORECASE)
"""Words for machines. Of elements without others in them alone: a size of nothing also takes away gaps between boxes."""
COMMENT_TAGS = ("div", "section", "ol", "ul", "aside", "li", "footer")
HEADED = 60
"""Characters of the longest words that head a form."""
FIELDS = 100
"""Fields of a page that are looked at: a page of more is no article."""
SIGN_UP = 500
"""Characters of the longest words around a field for an address."""
NOTES = ("li", "p", "div", "dd", "tr", "aside")
LONGEST_NOTE = 1500
CORE_SHARE = 0.5
TAIL_SHARE = 0.5

LABELS = ("p", "span", "div", "td", "th", "h2", "h3", "h4", "h5", "h6", "strong", "b", "small")
LONGEST_LABEL = 40
"""Characters of what heads the box of a sponsor."""
BOXES = ("div", "section", "aside", "table", "tbody", "tr", "td", "blockquote")
LONGEST_SPONSOR = 1200
"""Characters of the words of a sponsor, about 200 words."""


def _is_slot(box: Any) -> bool:
    """Whether a box has an empty, named element that a script fills with an advertisement: `<div id="ad-slot-4"></div>`.

    What stands beside such a box is not the advertisement, and may be the article.
    """
    named = (each for each in box.iter("div", "ins", "iframe") if each.get("id"))
    return any(not text_of(each).strip() and next(each.iter("img"), None) is None for each in named)


class Structure:
    """The cuts of a page by its elements."""

    def __init__(
        self,
        tree: HtmlElement,
        measures: Measures,
        *,
        keep: Callable[[str], object],
        captions: bool,
    ) -> None:
        """No cuts yet.

        Args:
            tree: of the page.
            measures: of its elements.
            keep: whether a text is wanted whatever it is.
            captions: whether captions are read.
        """
        self.cuts: dict[Any, Cut] = {}
        """Elements that are cut; what is inside of them is cut with them."""
        self._tree = tree
        self._measures = measures
        self._keep = keep
        self._captions = captions

    def is_cut(self, element: Any) -> bool:
        """Whether an element or one around it is cut."""
        return element in self.cuts or any(each in self.cuts for each in element.iterancestors())

    def footnotes(self, targets: set[str]) -> None:
        """Cut footnotes: a note has the mark that leads to it and the link that leads back, whatever the page calls it.

        Args:
            targets: the ids that marks lead to.
        """
        if not targets:
            return
        for each in [each for each in self._tree.iter(etree.Element) if each.get("id") in targets]:
            note = next((around for around in (each, *each.iterancestors()) if around.tag in NOTES), None)
            if note is None or len(text := text_of(note)) > LONGEST_NOTE or not _leads_back(note) or self._keep(text):
                continue
            self.cuts[note] = Cut.FOOTNOTE

    def skipped(self, selectors: Sequence[str]) -> None:
        """Cut what the user's settings name."""
        for selector in selectors:
            self.cuts.update((each, Cut.SITE_SKIP) for each in selected(self._tree, selector))

    def sign_ups(self) -> None:
        """Cut boxes with a field for an address."""
        for each in islice(self._tree.iter("input"), FIELDS):
            if each.get("type") == "email" or "email" in (each.get("name") or "").lower():
                box = _sign_up(each)
                if not self._keep(text_of(box)):
                    self.cuts[box] = Cut.SIGN_UP

    def furniture(self, wanted: set[Any]) -> None:
        """Cut exact furniture. Narrow on purpose: a broad purge by class names costs articles (two points of F1).

        Args:
            wanted: elements that the user's settings name, and those around them.
        """
        inside = {below for each in self.cuts for below in each.iter(etree.Element)}
        for each in self._tree.iter(etree.Element):
            if each in inside or each.getparent() in inside:
                inside.add(each)
                continue
            cut = _furniture(each, self._measures, is_captioned=self._captions)
            if cut is None or each in wanted or self._is_core(each, cut) or self._keep(text_of(each)):
                continue
            inside.add(each)
            self.cuts[_asked(each, self._measures) if each.tag == "form" else each] = cut

    def sponsored(self, is_label: Callable[[str], bool]) -> None:
        """Cut the boxes that are headed by "together with" or the like and hold a link: a sponsor's words in the flow of a letter.

        Args:
            is_label: whether a text is such a head.
        """
        labels = (each for each in self._tree.iter(*LABELS) if 0 < self._measures.length(each) <= LONGEST_LABEL)
        for label in [each for each in labels if is_label(text_of(each)) and not _is_slot(each)]:
            box = None
            for around in label.iterancestors(*BOXES):
                size = self._measures.length(around)
                if size > LONGEST_SPONSOR or 2 * size > self._measures.length(self._tree):
                    break
                if not text_of(around).startswith(text_of(label)):
                    break
                if size == self._measures.length(label) and _is_slot(around):
                    break
                box = around if next(around.iter("a"), None) is not None else box
            if box is not None and not self.is_cut(box) and not self._keep(text_of(box)):
                self.cuts[box] = Cut.SPONSOR

    def other_articles(self, lines: Sequence[Line], title: str, body: str) -> None:
        """Cut the other articles of the page.

        Args:
            lines: of the whole page.
            title: the headline of the one that was asked for.
            body: its beginning in the page's linked data.
        """
        for each in which.others(lines, title, body):
            if not self._keep(text_of(each)):
                self.cuts[each] = Cut.NEXT_ARTICLE

    def consent_boxes(
        self, lines: Sequence[Line], is_consent: Callable[[Line], bool], is_of_embed: Callable[[Line], bool]
    ) -> None:
        """Cut boxes whose paragraphs all speak of consent, on a page that has others.

        Args:
            lines: of the whole page.
            is_consent: whether a line is of a notice about cookies.
            is_of_embed: whether a line asks for the consent to an embed, where something can be pressed beside it.
        """
        homes: dict[Any, list[bool]] = {}
        for line in lines:
            parent = line.element.getparent()
            if is_prose(line) and parent is not None:
                is_pressed = is_of_embed(line) and next(parent.iter("button", "input"), None) is not None
                homes.setdefault(parent, []).append(is_pressed or is_consent(line))
        boxes = [each for each, said in homes.items() if all(said)]
        if boxes and len(boxes) < len(homes):
            self.cuts.update((each, Cut.CONSENT) for each in boxes if each.tag not in ("body", "article", "main"))

    def tail_sections(self, heads: Callable[[str], bool]) -> None:
        """Cut sections whose own first heading says that they follow articles."""
        whole = self._measures.size[self._tree] or 1
        for heading in self._tree.iter("h2", "h3", "h4", "h5"):
            section = heading.getparent()
            if section is None or section.tag not in ("section", "div", "aside") or section[0] is not heading:
                continue
            is_short = self._measures.size[section] < TAIL_SHARE * whole
            if is_short and heads(text_of(heading)) and not self._keep(text_of(section)):
                self.cuts[section] = Cut.AFTER

    def _is_core(self, each: Any, cut: Cut) -> bool:
        """Whether an element with furniture's name holds the article: the headline and prose, or most of the prose.

        Pages are wrapped in one form, hidden until a script has run, or named after the comments that they allow. What holds
        all of the prose is the article even where it is called comments.
        """
        own = self._measures.prose[each]
        if cut is Cut.CAPTION or "dialog" in (each.get("role") or "") or not own:
            return False
        whole = self._measures.prose[self._tree]
        return each in self._measures.headed or own == whole or (cut is not Cut.COMMENTS and own > CORE_SHARE * whole)


def _leads_back(note: Any) -> bool:
    return any((link.get("href") or "").startswith("#") for link in note.iter("a"))


def _sign_up(field: Any) -> Any:
    """The largest element around a field for an address that holds no more than the words of a sign-up."""
    box = field
    for each in field.iterancestors():
        if (
            each.tag in ("body", "article", "main")
            or size_of(each, SIGN_UP) > SIGN_UP
            or each.find(".//h1") is not None
        ):
            break
        box = each
    return box


def _asked(form: Any, measures: Measures) -> Any:
    """The box around a form that holds little else than what the form is headed with."""
    box, size = form, measures.length(form)
    for each in form.iterancestors():
        if each.tag not in ("div", "section", "aside") or measures.length(each) > size + HEADED:
            break
        box = each
    return box


def _furniture(each: Any, measures: Measures, *, is_captioned: bool) -> Cut | None:
    """The cut of an element that is furniture whatever surrounds it; None for any other."""
    tag = each.tag
    if tag in ("html", "body", "article", "main", "script", "style"):
        return None
    if tag == "figcaption":
        return None if is_captioned else Cut.CAPTION
    return _unseen(each, measures) or _named(each, measures, is_captioned=is_captioned)


def _unseen(each: Any, measures: Measures) -> Cut | None:
    """What is not shown, or is there to be pressed."""
    style = each.get("style") or ""
    if each.get("hidden") is not None or HIDDEN.search(style) or (UNSEEN.search(style) and len(each) == 0):
        return Cut.HIDDEN
    if each.get("role") in ("dialog", "alertdialog", "search", "navigation", "banner", "contentinfo"):
        return Cut.FURNITURE if measures.length(each) < 3000 else None
    if each.tag in ("button", "form", "nav", "select", "noscript"):
        return Cut.FORM if measures.length(each) < 5000 else None
    return None


def _named(each: Any, measures: Measures, *, is_captioned: bool) -> Cut | None:
    """What its class or id says exactly."""
    own = f"{each.get('class') or ''} {each.get('id') or ''}".split()
    if not own:
        return None
    if each.tag in COMMENT_TAGS and any(COMMENT.match(name) for name in own):
        return Cut.COMMENTS
    if any(captions.NAME.search(name) for name in own) and captions.is_short(each):
        return None if is_captioned else Cut.CAPTION
    is_furniture = any(name.lower() in names()["furniture"] for name in own)
    return Cut.FURNITURE if is_furniture and measures.length(each) <= 4000 else None
