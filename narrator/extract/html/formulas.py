"""Formulas of a page, however it draws them: MathML, KaTeX, MathJax, Wikipedia's, pictures, TeX between dollar signs."""

from __future__ import annotations

import re
from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement

from narrator.extract.formulas import of_alternative, of_mathml, of_tex
from narrator.extract.html.tree import drop, put, text_of

SOURCE = "data-formula"
"""The attribute with a formula's source."""
DISPLAY = "data-display"
"""The attribute of a formula that stands by itself."""
UNREAD = "data-unread"
"""The attribute of a formula that has no linear form."""
WRAPPERS = frozenset(
    [
        "katex",
        "katex-display",
        "mwe-math-element",
        "MathJax_Display",
        "mjx-chtml",
        "MathJax",
        "MathJax_SVG",
        "MathJax_CHTML",
    ]
)
PREVIEWS = frozenset(["MathJax_Preview", "katex-html"])
PICTURED = re.compile(r"(?:^|[-_\s])(?:tex|latex|math|mathml|equation|formula|eqn)(?:$|[-_\s])", re.IGNORECASE)
DRAWN = re.compile(r"latex|codecogs|mathtex|mimetex|math/render|/tex/|quicklatex|texrendr", re.IGNORECASE)
WORDED = re.compile(r"(?=.*[^\W\d_]{3})[^\W_]+(?:\s[^\W_]+)+")
"""An alternative text in words, as "x squared"."""
DELIMITED = re.compile(
    r"\\\((?P<a>.{1,1000}?)\\\)|\\\[(?P<b>.{1,1000}?)\\\]|\$\$(?P<c>[^$]{1,1000}?)\$\$"
    r"|(?<![\w\\$])\$(?=[^\s$])(?P<d>[^$\n]{0,300}?(?:\\[A-Za-z]|[\^_][\w{\\])[^$\n]{0,300}?)(?<=\S)\$(?![\d$])",
    re.DOTALL,
)
"""TeX between its own delimiters; between single dollar signs only what no price is."""
SKIPPED = frozenset(["script", "style", "textarea", "pre", "code", "noscript", "template", "option"])


def rewrite(tree: HtmlElement, word: str) -> None:
    """Put a ``span`` with the linear form in the place of each formula.

    Args:
        tree: of the page.
        word: what is written for a formula that has no linear form, as "formula".
    """
    for each in list(tree.iter("span", "div", "mjx-container", "mjx-assistive-mml")):
        if each.getparent() is None:
            continue
        classes = set((each.get("class") or "").split())
        if classes & PREVIEWS:
            drop(each)
        elif classes & WRAPPERS or each.tag == "mjx-container":
            _wrapper(each, word)
    for each in list(tree.iter("script")):
        if (each.get("type") or "").lower().startswith("math/"):
            source = each.text or ""
            is_display = "display" in (each.get("type") or "")
            _put(each, source, of_tex(source) if "tex" in each.get("type").lower() else None, word, is_display)
    for each in list(tree.iter("math")):
        _put(each, *_of_math(each), word, each.get("display") == "block")
    for each in list(tree.iter("img")):
        if is_formula_picture(each):
            alternative = (each.get("alt") or "").strip()
            _put(each, alternative, of_alternative(alternative), word, is_display=False)
    _delimited(tree, word)


def is_formula_picture(image: Any) -> bool:
    """Whether a picture is a formula by its class or by what drew it."""
    if not (image.get("alt") or "").strip():
        return False
    return PICTURED.search(image.get("class") or "") is not None or DRAWN.search(image.get("src") or "") is not None


def _wrapper(each: Any, word: str) -> None:
    """A formula that a library or a wiki drew: its MathML, else the picture's alternative text; else it is left to a script."""
    math = next(each.iter("math"), None)
    if math is not None:
        source, line = _of_math(math)
        is_display = (
            math.get("display") == "block" or "display" in (each.get("class") or "") or bool(each.get("display"))
        )
        _put(each, source, line, word, is_display)
        return
    image = next((image for image in each.iter("img") if image.get("alt")), None)
    if image is not None:
        _put(each, image.get("alt"), of_alternative(image.get("alt")), word, is_display=False)
        return
    following = each.getnext()
    if following is not None and following.tag == "script":
        drop(each)


def _of_math(math: Any) -> tuple[str, str | None]:
    """The source and the linear form of MathML; words that describe it count before its elements."""
    alternative = " ".join((math.get("alttext") or math.get("aria-label") or "").split())
    annotation = next((each for each in math.iter("annotation") if "tex" in (each.get("encoding") or "").lower()), None)
    tex = (annotation.text or "").strip() if annotation is not None else alternative if "\\" in alternative else ""
    if WORDED.fullmatch(alternative):
        return tex or alternative, alternative
    line = of_tex(tex) if tex else None
    return tex or text_of(math), line or of_mathml(math) or (of_alternative(alternative) if alternative else None)


def _put(each: Any, source: str, line: str | None, word: str, is_display: bool) -> None:
    attributes = {SOURCE: " ".join(source.split()) or "?"}
    if is_display:
        attributes[DISPLAY] = "1"
    if line is None:
        attributes[UNREAD] = "1"
    put(each, line or word)
    for name, value in attributes.items():
        each.set(name, value)


def _delimited(tree: HtmlElement, word: str) -> None:
    """TeX that a script would draw, in the text."""
    for each in list(tree.iter()):
        if not isinstance(each.tag, str) or each.tag in SKIPPED or each.get(SOURCE) is not None:
            continue
        if each.text and DELIMITED.search(each.text):
            parts = list(_parts(each.text, word))
            each.text = parts[0]
            for position, (span, tail) in enumerate(zip(parts[1::2], parts[2::2], strict=True)):
                span.tail = tail
                each.insert(position, span)
        for child in list(each):
            if child.tail and DELIMITED.search(child.tail):
                parts = list(_parts(child.tail, word))
                child.tail = parts[0]
                place = each.index(child)
                for position, (span, tail) in enumerate(zip(parts[1::2], parts[2::2], strict=True), 1):
                    span.tail = tail
                    each.insert(place + position, span)


def _parts(text: str, word: str) -> Any:
    """A text cut at its formulas: text, span, text, … span, text."""
    at = 0
    for match in DELIMITED.finditer(text):
        yield text[at : match.start()]
        span = lxml_html.Element("span")
        source = next(group for group in match.groups() if group)
        _put(span, source, of_tex(source), word, is_display=bool(match["b"] or match["c"]))
        yield span
        at = match.end()
    yield text[at:]
