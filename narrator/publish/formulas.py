"""Formulas as MathML that a page may hold: only elements and attributes of a closed list, whatever the source says."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml import etree
from markupsafe import Markup

LONGEST = 4000
"""Characters of a source that is drawn; a longer one is shown as the text that is read."""
DEEPEST = 60
"""Levels of elements: a browser draws a hundred slowly, and nobody writes them."""
MATHML = "http://www.w3.org/1998/Math/MathML"
ELEMENTS = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "none",
        "mtable",
        "mtr",
        "mtd",
        "mstyle",
        "mpadded",
        "mphantom",
        "semantics",
    ]
)
"""MathML Core, without what links, runs or loads."""
ATTRIBUTES = frozenset(
    [
        "display",
        "displaystyle",
        "mathvariant",
        "stretchy",
        "fence",
        "separator",
        "accent",
        "accentunder",
        "linethickness",
        "columnalign",
        "rowspacing",
        "columnspacing",
        "width",
        "height",
        "depth",
        "lspace",
        "rspace",
        "minsize",
        "maxsize",
        "movablelimits",
        "largeop",
        "symmetric",
        "form",
        "scriptlevel",
    ]
)
VALUE = re.compile(r"[\w .%+-]{0,40}", re.ASCII)


@lru_cache(maxsize=256)
def drawn(source: str, *, is_block: bool) -> Markup | None:
    """A formula as a MathML element; None where its source cannot be drawn.

    Args:
        source: TeX, or MathML.
        is_block: whether it stands by itself.
    """
    if not source.strip() or len(source) > LONGEST:
        return None
    try:
        tree = _parsed(source if source.lstrip().startswith("<") else _converted(source))
        kept = _kept(tree, 0)
    except Exception:  # a converter may fail in any way on what a page calls a formula
        return None
    if kept is None or not "".join(map(str, kept.itertext())).strip():
        return None
    kept.set("display", "block" if is_block else "inline")
    return Markup(etree.tostring(kept, encoding="unicode", with_tail=False))  # noqa: S704 -- rebuilt from the closed list


def _converted(tex: str) -> str:
    from latex2mathml.converter import convert

    return str(convert(tex))


def _parsed(source: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(source.strip().encode(), parser)


def _kept(element: etree._Element, depth: int) -> etree._Element | None:
    """A copy without what is not of the list; None where the element itself is not."""
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    if name not in ELEMENTS or depth > DEEPEST:
        return None
    copy = etree.Element(name, {"xmlns": MATHML} if depth == 0 else None)
    for key, value in element.attrib.items():
        if key in ATTRIBUTES and VALUE.fullmatch(str(value)):
            copy.set(key, str(value))
    copy.text = element.text
    children = list(element)[:1] if name == "semantics" else element  # what follows says the same again, as TeX
    for child in children:
        inside = _kept(child, depth + 1)
        if inside is not None:
            inside.tail = child.tail
            copy.append(inside)
    return copy
