"""Formulas of substances: each letter and number alone, as H2SO4 and NO2."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import cardinal
from narrator.languages.rules import DIGITS, Rule, number_rule

ELEMENTS = "He|Li|Be|Ne|Na|Mg|Al|Si|Cl|Ar|Ca|Sc|Ti|Cr|Mn|Fe|Co|Ni|Cu|Zn|Ga|Ge|As|Se|Br|Kr|Rb|Sr|Zr|Nb|Mo|Ag|Cd|In|Sn|Sb|Te|Xe|Cs|Ba|La|Ce|Pt|Au|Hg|Tl|Pb|Bi|Po|Rn|Ra|Th|Pu|Am|H|B|C|N|O|F|P|S|K|V|I|W|U"
ATOM = rf"(?:{ELEMENTS})"
WORDS = {"CO2": "CO two", "CO": "CO"}
"""Formulas whose letters the voices spell already, and that are said so often that a pause between them is heard."""


def _formula(match: re.Match[str]) -> str | None:
    written = match.group()
    if written in WORDS:
        return WORDS[written]
    parts = re.findall(rf"{ATOM}|\d{{1,3}}|[()]", written)
    atoms = [part for part in parts if part.isalpha()]
    if not any(part.isdecimal() for part in parts) or len(atoms) < 2:
        return None
    if re.fullmatch(r"[A-Z]{2,3}\d{1,3}", written) and written not in COMMON:
        return None
    said = (cardinal(int(part)) if part.isdecimal() else " ".join(part.upper()) for part in parts if part not in "()")
    return " ".join(said)


COMMON = frozenset(
    {
        "NO2",
        "NO3",
        "SO2",
        "SO3",
        "SO4",
        "PO4",
        "CO3",
        "CN2",
        "CS2",
        "NH3",
        "NH4",
        "CH4",
        "CH3",
        "HO2",
        "UF6",
        "SF6",
        "OF2",
        "HNO3",
        "HCO3",
        "CHO2",
        "BF3",
        "PF5",
        "BH3",
    }
)
"""Formulas of two letters and a number; others of that form are names of roads and models: CB2, HS2."""
RULES = (
    Rule("formula", re.compile(rf"(?=[(A-Z])(?<![\w.,$€£/-])(?=[A-Z][A-Za-z()]*\d)(?:{ATOM}\d{{0,3}}|\((?:{ATOM}\d{{0,3}}){{1,4}}\)\d{{0,2}}){{2,8}}(?![\w])"), _formula, DIGITS),
    number_rule("isotope", re.compile(r"(?<!\w)([¹²³⁰⁴⁵⁶⁷⁸⁹]{1,3})([A-Z][a-z]?)(?!\w)"), lambda m: f"{' '.join(m.group(2).upper())} {cardinal(int(''.join(str('⁰¹²³⁴⁵⁶⁷⁸⁹'.index(c)) for c in m.group(1))))}", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
)  # fmt: skip
