"""Formulas -> a linear form that can be read: ``(a + b)/2``, ``√x``, ``E = ρgH²/8``.

TeX becomes MathML (latex2mathml, which knows TeX's names), and MathML becomes a line. What has no linear form is None:
the reader is then told that a formula stands there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lxml import etree

from narrator.extract.raised import subscript, superscript

LONGEST_TEX = 2000
"""Characters of TeX from which a formula is not read: the longest displayed ones on pages have some hundred."""
DEEPEST = 40
"""Elements inside of each other from which a formula is not read."""
SPACED = frozenset("=≠≈≡<>≤≥≪≫+−±∓×÷·⋅∗→←↔⇒⇔∈∉⊂⊆∪∩∼≃≅∝∧∨∣")
"""Operators with a space on both sides."""
INVISIBLE = frozenset("\u2061\u2062\u2063\u2064\u200b")
BEFORE_OPERAND = frozenset("(,=<>≤≥+−±×÷/^_{[|→⇒")
"""Behind one of these, or at the beginning, a minus is a sign and no operator."""
ROOTS = {"2": "√", "3": "∛", "4": "∜"}
ACCENTS = frozenset("¯‾ˉ^ˆ~˜→⃗˙¨ˇ˘´`_⏞⏟⏜⏝̅̂̃⃑")
TEX_SIGN = re.compile(r"\\[a-zA-Z]+|[\^_{}]")
WORDS = re.compile(r"[^\W\d_]{3,}")
BIG = frozenset("∑∏∫∬∭∮⋃⋂⨁⨂")
"""Signs with their operand behind a space."""
COMPOUND = re.compile(r"[\s/]")
CHEMICAL = re.compile(r"\\ce\s*\{(?P<inner>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
DISPLAY_STYLE = re.compile(r"^\s*\{\s*\\(?:displaystyle|textstyle)\s*(?P<inner>.*)\}\s*$", re.DOTALL)


def of_tex(source: str) -> str | None:
    """The linear form of TeX; None where it cannot be read."""
    if chemical := CHEMICAL.fullmatch(source.strip()):
        return _chemical(chemical["inner"])
    match = DISPLAY_STYLE.match(source)
    tex = (match["inner"] if match else source).strip()
    if not tex or len(tex) > LONGEST_TEX:
        return None
    from latex2mathml.converter import convert

    try:
        tree = etree.fromstring(convert(tex).encode())
    except Exception:
        return None
    line = of_mathml(tree)
    return None if line is None or "\\" in line else line


def _chemical(formula: str) -> str:
    """A chemical formula as mhchem writes it: ``SO4^2-``, ``2H2 + O2 -> 2H2O``."""
    raised = re.sub(r"\^\{?(\d*[+-]?)\}?", lambda match: superscript(match[1]) or match[1], formula)
    lowered = re.sub(r"(?<=[A-Za-z)\]])_?\{?(\d+)\}?", lambda match: subscript(match[1]) or match[1], raised)
    return " ".join(lowered.replace("<=>", "⇌").replace("->", "→").split())


def of_alternative(text: str) -> str | None:
    """The linear form of the alternative text of a formula, which is TeX or words; None where it cannot be read."""
    text = " ".join(text.split())
    if not text:
        return None
    return of_tex(text) if TEX_SIGN.search(text) or not WORDS.search(text) else text


def is_tex(text: str) -> bool:
    """Whether a text between two dollar signs is a formula rather than two prices."""
    return (
        TEX_SIGN.search(text) is not None
        or re.fullmatch(r"[A-Za-z]|[\w\s()+\-*/.,]*[=<>][\w\s()+\-*/.,]*", text) is not None
    )


def of_mathml(element: Any) -> str | None:
    """The linear form of a MathML element; None where there is nothing in it or it is too deep."""
    try:
        line = _line(element, 0)
    except _TooDeepError:
        return None
    line = re.sub(r"\s+", " ", line).strip()
    return line or None


class _TooDeepError(Exception):
    """A formula is nested beyond measure."""


def _line(element: Any, depth: int) -> str:
    if depth > DEEPEST:
        raise _TooDeepError
    name = etree.QName(element).localname if isinstance(element.tag, str) else ""
    read = READERS.get(name)
    if read is not None:
        return read(element, depth + 1)
    if name in SILENT:
        return ""
    return _row(_children(element), depth + 1) if len(element) else " ".join((element.text or "").split())


def _children(element: Any) -> list[Any]:
    return [each for each in element if isinstance(each.tag, str)]


def _row(elements: Sequence[Any], depth: int) -> str:
    """Parts beside each other: operators get their spaces."""
    out = ""
    is_behind_name = False
    for each in elements:
        part = _line(each, depth)
        if part in INVISIBLE:
            continue
        if etree.QName(each).localname == "mo":
            out = _with_operator(out, part)
        else:
            out += f" {part}" if is_behind_name and part[:1].isalnum() else part
        is_behind_name = _is_name(each)
    return out


def _with_operator(before: str, sign: str) -> str:
    if sign in ("-", "−"):
        return before + ("−" if not before.strip() or before.rstrip()[-1] in BEFORE_OPERAND else " − ")
    if sign in SPACED:
        return f"{before.rstrip()} {sign} "
    if sign in (",", ";"):
        return f"{before.rstrip()}{sign} "
    return f"{before} {sign}" if len(sign) > 1 and sign.isalpha() and before[-1:].isalnum() else before + sign


def _is_name(element: Any) -> bool:
    """Whether an element is the name of a function or a big sign, with or without limits."""
    while len(element) and etree.QName(element).localname in LIMITED:
        element = element[0]
    text = (element.text or "").strip() if not len(element) else ""
    return text in BIG or (len(text) > 1 and text.isalpha())


def _bracketed(text: str) -> str:
    text = text.strip()
    return f"({text})" if COMPOUND.search(text) and not (text[:1] == "(" and text[-1:] == ")") else text


def _fraction(element: Any, depth: int) -> str:
    parts = [_line(each, depth) for each in _children(element)]
    return f"{_bracketed(parts[0])}/{_bracketed(parts[1])}" if len(parts) == 2 else "".join(parts)


def _square_root(element: Any, depth: int) -> str:
    return f"√{_operand(_row(_children(element), depth))}"


def _root(element: Any, depth: int) -> str:
    parts = [_line(each, depth) for each in _children(element)]
    if len(parts) != 2:
        return "".join(parts)
    index = parts[1].strip()
    sign = ROOTS.get(index) or f"{superscript(index) or index}√"
    return f"{sign}{_operand(parts[0])}"


def _operand(text: str) -> str:
    text = text.strip()
    return text if len(text) == 1 or text.isdigit() or (text[:1] == "(" and text[-1:] == ")") else f"({text})"


def _power(element: Any, depth: int) -> str:
    base, *rest = [_line(each, depth).strip() for each in _children(element)] or [""]
    return _raised(_bracketed(base), rest[0] if rest else "")


def _raised(base: str, index: str) -> str:
    if index in ("′", "″", "'", "*", "∗", "°", "†"):
        return base + index
    return base + (superscript(index) or (f"^{_grouped(index)}" if index else ""))


def _grouped(text: str) -> str:
    return text if text.isalnum() or (text[:1] == "(" and text[-1:] == ")") or len(text) == 1 else f"({text})"


def _lowered(base: str, index: str) -> str:
    return base + (subscript(index) or (f"_{_grouped(index)}" if index else ""))


def _index(element: Any, depth: int) -> str:
    base, *rest = [_line(each, depth).strip() for each in _children(element)] or [""]
    return _lowered(base, rest[0] if rest else "")


def _both(element: Any, depth: int) -> str:
    parts = [_line(each, depth).strip() for each in _children(element)]
    base, low, high = (*parts, "", "", "")[:3]
    return _raised(_lowered(base, low), high)


def _over(element: Any, depth: int) -> str:
    parts = [_line(each, depth).strip() for each in _children(element)]
    base, above = (*parts, "", "")[:2]
    return base if not above or all(character in ACCENTS for character in above) else _raised(base, above)


def _under(element: Any, depth: int) -> str:
    parts = [_line(each, depth).strip() for each in _children(element)]
    base, below = (*parts, "", "")[:2]
    return base if not below or all(character in ACCENTS for character in below) else f"{_lowered(base, below)} "


def _under_over(element: Any, depth: int) -> str:
    return f"{_both(element, depth)} "


def _fenced(element: Any, depth: int) -> str:
    inside = ", ".join(_line(each, depth).strip() for each in _children(element))
    return f"{element.get('open', '(')}{inside}{element.get('close', ')')}"


def _table(element: Any, depth: int) -> str:
    rows = [", ".join(_line(cell, depth).strip() for cell in _children(row)) for row in _children(element)]
    return f"[{'; '.join(rows)}]"


def _first(element: Any, depth: int) -> str:
    """Of several forms of one formula the first."""
    children = _children(element)
    return _line(children[0], depth) if children else ""


def _space(element: Any, depth: int) -> str:
    del element, depth
    return " "


READERS: Mapping[str, Callable[[Any, int], str]] = {
    "mfrac": _fraction,
    "msqrt": _square_root,
    "mroot": _root,
    "msup": _power,
    "msub": _index,
    "msubsup": _both,
    "mover": _over,
    "munder": _under,
    "munderover": _under_over,
    "mfenced": _fenced,
    "mtable": _table,
    "semantics": _first,
    "maction": _first,
    "mspace": _space,
}
LIMITED = frozenset(["msub", "msup", "msubsup", "munder", "munderover", "mrow"])
SILENT = frozenset(["annotation", "annotation-xml", "mphantom", "none", "mprescripts", "malignmark", "maligngroup"])
