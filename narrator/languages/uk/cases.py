"""Ukrainian nouns of the tables in their cases, by their endings; the genitives of the plural stand in the tables."""

from __future__ import annotations

import re

HUSHED = "жчшщ"
SINGULAR = {
    "masculine": {"g": ("а", "я"), "d": ("у", "ю"), "a": ("", ""), "i": ("ом", "ем"), "p": ("і", "і")},
    "feminine": {"g": ("и", "і"), "d": ("і", "і"), "a": ("у", "ю"), "i": ("ою", "ею"), "p": ("і", "і")},
}
"""Endings of the hard and of the soft stem."""
PLURAL = {"d": ("ам", "ям"), "i": ("ами", "ями"), "p": ("ах", "ях"), "g": ("ів", "ів")}
ADJECTIVES = {"g": "ого", "d": "ому", "a": "ий", "i": "им", "p": "ому"}
MANY = {"g": "их", "d": "им", "i": "ими", "p": "их"}
FIXED = {("область", "i"): "областю", ("стаття", "i"): "статтею", ("площа", "i"): "площею"}
SOFTENED = {"к": "ц", "г": "з", "х": "с"}
NUMBERS = (
    (re.compile(r"тисячи\b"), "тисячі"),
    (re.compile(r"дев'яностами\b"), "дев'яноста"),
    (re.compile(r"\b(?:стами|стах)\b"), "ста"),
    (re.compile(r"\bсьома\b"), "сімома"),
)
"""What num2words has otherwise than the spelling of 2019: двохсот, сімома."""


def declined(noun: str, case: str, *, plural: bool) -> str:
    """A noun or an adjective and a noun; what follows the noun stays: кілометрам на годину."""
    words = noun.split()
    out: list[str] = []
    for at, word in enumerate(words):
        adjective = word.endswith(("ий", "ні")) and at + 1 < len(words)
        head, dash, last = word.rpartition("-")
        if not adjective:
            said = _many(last, case) if plural else _one(last, case)
            return " ".join([*out, f"{head}{dash}{said}", *words[at + 1 :]])
        out.append(word[:-1] + MANY[case] if plural else word[:-2] + ADJECTIVES[case])
    return " ".join(out)


def _one(word: str, case: str) -> str:
    if word.endswith(("о", "е", "и")) or (word, case) in FIXED:
        return FIXED.get((word, case), word)
    if word.endswith("ість") or word == "область":
        return word if case == "a" else f"{word[:-1]}і".replace("істі", "ості")
    if word.endswith(("а", "я")):
        stem = word[:-1]
        soft = word.endswith("я") or stem[-1] in HUSHED
        if case in "dp" and stem[-1] in SOFTENED:
            return f"{stem[:-1]}{SOFTENED[stem[-1]]}і"
        if word.endswith("я") and stem[-1] in "аеиіо" and case in "gdp":
            return f"{stem}ї"
        return stem + ("у" if case == "a" and stem[-1] in HUSHED else SINGULAR["feminine"][case][1 if soft else 0])
    if case == "a":
        return word
    stem = re.sub(r"(?:о|е)к$", "к", word) if len(word) > 4 else word
    if case == "g" and word in ("пункт", "проспект", "бульвар", "район", "розділ", "підпункт", "провулок", "рисунок"):
        return f"{stem}у" if word not in ("рисунок",) else f"{stem}а"
    return f"{stem}у" if case == "p" and stem[-1] == "к" else stem + SINGULAR["masculine"][case][0]


def _many(word: str, case: str) -> str:
    """By the form behind three: долари, гривні, відсотки, тисячі, євро."""
    if word.endswith(("о", "е")):
        return word
    stem = word[:-1]
    soft = word.endswith("ї") or (word.endswith("і") and stem[-1] not in HUSHED)
    return stem + PLURAL[case][1 if soft else 0]
