"""Russian nouns of the tables in their cases, by their endings; the genitives stand in the tables."""

from __future__ import annotations

SOFT = "яюий"
SINGULAR = {
    "masculine": {"g": ("а", "я"), "d": ("у", "ю"), "a": ("", ""), "i": ("ом", "ем"), "p": ("е", "е")},
    "feminine": {"g": ("ы", "и"), "d": ("е", "е"), "a": ("у", "ю"), "i": ("ой", "ей"), "p": ("е", "е")},
    "third": {"g": ("и", "и"), "d": ("и", "и"), "a": ("ь", "ь"), "i": ("ью", "ью"), "p": ("и", "и")},
}
"""Endings of the hard and of the soft stem: рубль, копейка, часть."""
PLURAL = {"d": ("ам", "ям"), "i": ("ами", "ями"), "p": ("ах", "ях")}
ADJECTIVES = {
    "m": {"g": "ого", "d": "ому", "a": "ый", "i": "ым", "p": "ом"},
    "f": {"g": "ой", "d": "ой", "a": "ую", "i": "ой", "p": "ой"},
}
MANY = {"d": "ым", "i": "ыми", "p": "ых", "g": "ых"}
THIRD = frozenset(["часть", "область", "площадь", "ночь", "степень", "цель"])
"""Feminine nouns that end in a soft sign."""
FIXED = {("рубль", "i"): "рублём", ("статья", "i"): "статьёй", ("рисунок", "n"): "рисунок"}
HUSHED = "жчшщц"


def declined(noun: str, case: str, *, plural: bool) -> str:
    """A noun or an adjective and a noun; what follows the noun stays: километрам в час."""
    words = noun.split()
    out = []
    for at, word in enumerate(words):
        adjective = word.endswith(("ый", "ий", "ая", "ые", "ие", "ых", "их")) and at + 1 < len(words)
        head, dash, last = word.rpartition("-")
        out.append(
            _adjective(word, case, plural=plural) if adjective else f"{head}{dash}{_noun(last, case, plural=plural)}"
        )
        if not adjective:
            return " ".join([*out, *words[at + 1 :]])
    return " ".join(out)


def _adjective(word: str, case: str, *, plural: bool) -> str:
    stem = word[:-2]
    if plural:
        return stem + (MANY[case].replace("ы", "и") if stem.endswith(("ск", "к", "г", "х")) else MANY[case])
    return stem + ADJECTIVES["f" if word.endswith("ая") else "m"][case]


def _noun(word: str, case: str, *, plural: bool) -> str:
    if word.endswith(("о", "е", "и")) and not plural:
        return word
    if (word, case) in FIXED:
        return FIXED[word, case]
    if word.endswith("ная"):
        return f"{word[:-2]}{ADJECTIVES['f'][case]}"
    if plural:
        return _many(word, case)
    if word in THIRD:
        return word[:-1] + SINGULAR["third"][case][0]
    if word.endswith(("а", "я")):
        stem, soft = word[:-1], word.endswith("я")
        if word.endswith("ия") and case in "dp":
            return f"{stem}и"
        if stem[-1] in "гкхжчшщ" and case == "g":
            return f"{stem}и"
        return stem + (SINGULAR["feminine"][case][1 if soft or (case == "i" and stem[-1] in HUSHED) else 0])
    if case == "a":
        return word
    soft = word.endswith(("ь", "й"))
    stem = (
        word[:-1]
        if soft
        else word.removesuffix("ок") + "к"
        if word.endswith("унок")
        else "переулк"
        if word == "переулок"
        else word
    )
    return stem + SINGULAR["masculine"][case][1 if soft else 0]


def _many(word: str, case: str) -> str:
    """By the form behind three: рубля, тонны, копейки, тысячи, евро."""
    if word.endswith(("о", "е")):
        return word
    stem = word[:-1]
    soft = word.endswith("я") or (word.endswith("и") and stem[-1] not in "гкх" + HUSHED)
    return stem + PLURAL[case][1 if soft else 0]
