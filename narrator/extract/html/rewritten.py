"""What elements inside a line write into it: formulas, powers, initials, quotation marks; and what they do not, as struck words.

The tree is rewritten before any line is taken from it, so that the extractor that votes sees the same text as we do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from narrator.extract.html import formulas
from narrator.extract.html.inline import READING
from narrator.extract.html.tree import before, behind, drop, put, text_of
from narrator.extract.raised import subscript, superscript
from narrator.extract.wording import Phrases, plain
from narrator.languages import tables

STRUCK = 2000
"""Characters from which a struck element is rather the page's own mark-up gone wrong."""
LINE_THROUGH = re.compile(r"text-decoration(?:-line)?\s*:\s*[^;]*line-through", re.IGNORECASE)
PAGE_NUMBER = re.compile(
    r"[\[({]?\s*(?:pg|pag|page|p|s|seite|str|стр)?\.?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[\])}]?", re.IGNORECASE
)
PAGE_NUMBER_NAME = re.compile(r"^(?:page[-_]?(?:num(?:ber)?|no|break)|pagenum|pgnum|pb)$", re.IGNORECASE)
INITIAL_NAME = re.compile(r"initial|drop[-_]?cap|lettrine|first[-_]?letter|^dc$|versal", re.IGNORECASE)
INITIAL = re.compile(r"[\"'“”„«‘]?\s?[^\W\d_][\"'’]?")
WORD_LETTERS = frozenset("aioeyuwzàôéвискоуяаіє")
"""Letters that are a word by themselves in some language."""
NOTE_NUMBER = re.compile(r"\[?(?:\d{1,3}|[*†‡§])\]?")
SENTENCE_MARK = re.compile(r"[.!?,;:”\"’»]\s*$")
LONG_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{4,}$")
CARD_NAME = re.compile(
    r"^(?:[\w-]*[-_])?(?:hover|rollover|tooltip|popover|popup|flyout|tippy|glossary|infotip)[\w-]*?[-_]?"
    r"(?:card|block|text|content|body|inner|box|popup|panel|bubble|definition|menu|list)$|^(?:hovercard|hover-card|popover)$",
    re.IGNORECASE,
)
"""The name of what is shown when a word is pointed at; of the word itself it is another."""
LINES = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "dd", "blockquote", "figcaption")
QUOTES = tuple("\"“„«‘'‚「")
REMARK = re.compile(r"\([^()]{6,60}\)")
LINKS = 2
REMARKS = 2
"""Links that say the same in brackets of how they open."""
BUTTON_WORDS = 8
"""Words of the longest button that is a part of a sentence."""


def rewrite(tree: HtmlElement, language: str, known: Phrases) -> None:
    """Rewrite a page's tree in place.

    Args:
        tree: of the page.
        language: of the page (BCP 47), for its quotation marks.
        known: the phrases of that language.
    """
    words = tables.own_or_english(language or tables.FALLBACK, "typography")
    formulas.rewrite(tree, str(words["formula"]))
    _apply(tree, ("span", "a", "div", "i", "pagenum"), _page_number)
    _apply(tree, ("ruby",), _ruby)
    _apply(tree, ("rt", "rp", "rtc"), lambda each: drop(each))
    _apply(tree, ("del", "s", "strike"), _struck)
    _apply(tree, ("span",), _struck_by_style)
    _apply(tree, ("img", "svg"), _initial_picture)
    _apply(tree, ("span", "b", "strong", "font", "big"), _initial)
    _apply(tree, ("div", "p"), _initial_box)
    _link_remarks(tree)
    _apply(tree, ("sup", "sub"), _script)
    _apply(tree, ("button",), lambda each: _button(each, known))
    _apply(tree, ("span", "div", "aside", "template"), _card)
    _quotes(tree, str(words["quotes"]).split("…"), str(words["inner"]).split("…"))


def _apply(tree: HtmlElement, tags: Sequence[str], change: Callable[[Any], None]) -> None:
    for each in list(tree.iter(*tags)):
        change(each)


def _ruby(ruby: Any) -> None:
    """Keep how a page says that characters are read: of 東海林 with しょうじ above it."""
    said = "".join("".join(each.itertext()) for each in ruby.iter("rt"))
    ruby.set(READING, "".join(said.split()))


def _classes(each: Any) -> list[str]:
    return (each.get("class") or "").split()


def _page_number(each: Any) -> None:
    """The number of a page of a book, which stands between any two words."""
    is_named = each.get("role") == "doc-pagebreak" or each.get("epub:type") == "pagebreak"
    if is_named or any(PAGE_NUMBER_NAME.match(name) for name in _classes(each)):
        text = text_of(each)
        if not text or PAGE_NUMBER.fullmatch(text):
            drop(each)


def _struck(each: Any) -> None:
    if len(text_of(each)) < STRUCK:
        drop(each)


def _struck_by_style(each: Any) -> None:
    if LINE_THROUGH.search(each.get("style") or ""):
        _struck(each)


def _initial_picture(each: Any) -> None:
    """A first letter that is a picture is joined to its word."""
    letter = (each.get("alt") or each.get("aria-label") or "").strip()
    if INITIAL.fullmatch(letter) and letter[-1:].isupper() and behind(each)[:1].islower():
        put(each, letter)


def _initial(each: Any) -> None:
    """A first letter in an element of its own is joined to its word, whatever white space stands between."""
    if not any(INITIAL_NAME.search(name) for name in _classes(each)):
        return
    letter = text_of(each)
    rest = behind(each)
    if not INITIAL.fullmatch(letter) or not rest[:1].isspace() or not rest.lstrip()[:1].islower():
        return
    if letter[-1].casefold() in WORD_LETTERS and not _is_word(each, letter[-1] + rest.split()[0]):
        return
    _close_up(each)


def _initial_box(each: Any) -> None:
    """A first letter in a box of its own above the paragraph is joined to its word."""
    if not any(INITIAL_NAME.search(name) for name in _classes(each)) or not INITIAL.fullmatch(letter := text_of(each)):
        return
    following = next(iter(each.xpath("following::text()[normalize-space()][1]")), None)
    if following is None or not following.is_text or not following.lstrip()[:1].islower():
        return
    following.getparent().text = letter + following.lstrip()
    drop(each)


def _link_remarks(tree: HtmlElement) -> None:
    """What every link that opens a window says of that to screen readers, "(opens in a new window)", is in no sentence."""
    last = [
        each
        for each in tree.iterfind(".//a[@target]//span")
        if each.getnext() is None and not (each.tail or "").strip()
    ]
    remarks = [each for each in last if REMARK.fullmatch(text_of(each))]
    counts = Counter(text_of(each) for each in remarks)
    for each in remarks:
        if counts[text_of(each)] < REMARKS:
            continue
        previous, link = each.getprevious(), each.getparent()
        if previous is not None:
            previous.tail = (previous.tail or "").rstrip()
        else:
            link.text = (link.text or "").rstrip()
        drop(each)


def _is_word(each: Any, word: str) -> bool:
    """Whether a word stands elsewhere on the page: "A" and "fter" are one word where "after" does."""
    name = re.escape(word.strip(".,;:!?").casefold())
    return re.search(rf"\b{name}\b", "".join(each.getroottree().getroot().itertext()).casefold()) is not None


def _close_up(each: Any) -> None:
    """Take away the white space behind an element, up to the next letter."""
    node = each
    while node is not None and node.tag not in LINES:
        if node.tail:
            node.tail = node.tail.lstrip()
            if node.tail:
                return
        following = node.getnext()
        if following is not None:
            if following.text:
                following.text = following.text.lstrip()
            return
        node = node.getparent()


def _script(each: Any) -> None:
    """Superscripts and subscripts as characters where those exist; the mark of a footnote that is no link goes."""
    text = text_of(each)
    if each.tag == "sup" and NOTE_NUMBER.fullmatch(text) and _is_note(before(each)):
        drop(each)
        return
    written = superscript(text) if each.tag == "sup" else subscript(text)
    if written and (
        each.tag == "sub" or any(character.isdigit() or character in "+-−" for character in text) or len(text) == 1
    ):
        put(each, written)


def _is_note(text: str) -> bool:
    """Whether a raised number behind a text is that of a footnote: behind a sentence or a long word, not a unit."""
    return SENTENCE_MARK.search(text) is not None or LONG_WORD.search(text) is not None


def _button(each: Any, known: Phrases) -> None:
    """A button inside a sentence is a part of it: a name that opens a note."""
    text = text_of(each)
    parent = each.getparent()
    if parent is None or not text or len(text.split()) > BUTTON_WORDS or plain(text) in known.interface:
        return
    line = next((around for around in islice(each.iterancestors(), 3) if around.tag in LINES), None)
    if line is not None and before(each).strip() and behind(each).strip():
        each.tag = "span"
        each.attrib.clear()


def _card(each: Any) -> None:
    """What is shown when a word in a line is pointed at is no part of the line."""
    is_named = (
        each.get("role") == "tooltip" or each.get("popover") is not None or any(map(CARD_NAME.match, _classes(each)))
    )
    if not is_named and not _is_profile(each):
        return
    if any(around.tag in LINES for around in each.iterancestors()):
        drop(each)


def _is_profile(each: Any) -> bool:
    """Whether an element in a line is a picture and links, as of a person whose name is pointed at and said again."""
    previous = each.getprevious()
    if previous is None or each.tag != "span" or each.find(".//img") is None or len(each.findall(".//a")) < LINKS:
        return False
    return bool(text_of(previous)) and text_of(each).startswith(text_of(previous))


def _quotes(tree: HtmlElement, outer: Sequence[str], inner: Sequence[str]) -> None:
    """Quotation marks around what ``q`` quotes, where nobody wrote them."""
    for each in list(tree.iter("q")):
        text = text_of(each)
        if not text or text[0] in QUOTES or before(each).rstrip()[-1:] in QUOTES:
            continue
        first, last = inner if any(around.tag == "q" for around in each.iterancestors()) else outer
        each.text = first + (each.text or "").lstrip()
        children = [child for child in each if isinstance(child.tag, str)]
        if children:
            children[-1].tail = (children[-1].tail or "").rstrip() + last
        else:
            each.text = each.text.rstrip() + last
