"""Superscripts and subscripts as Unicode characters, where those exist."""

from __future__ import annotations

SUPERSCRIPTS = dict(zip("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ", strict=True))
SUBSCRIPTS = dict(zip("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎", strict=True))
"""Of letters there are more; voices do not know them."""


def superscript(text: str) -> str | None:
    """A text in superscript characters; None where one of its characters has none."""
    return _mapped(text, SUPERSCRIPTS)


def subscript(text: str) -> str | None:
    """A text in subscript characters; None where one of its characters has none."""
    return _mapped(text, SUBSCRIPTS)


def _mapped(text: str, table: dict[str, str]) -> str | None:
    squeezed = "".join(text.split())
    if not squeezed or any(character not in table for character in squeezed):
        return None
    return "".join(table[character] for character in squeezed)
