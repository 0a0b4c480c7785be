"""Polish numbers in their cases, word by word; num2words has the nominative only."""

from __future__ import annotations

import re

GENITIVES = {
    "zero": "zera", "jeden": "jednego", "dwa": "dwóch", "dwie": "dwóch", "trzy": "trzech", "cztery": "czterech", "pięć": "pięciu", "sześć": "sześciu", "siedem": "siedmiu",
    "osiem": "ośmiu", "dziewięć": "dziewięciu", "dziesięć": "dziesięciu", "jedenaście": "jedenastu", "dwanaście": "dwunastu", "trzynaście": "trzynastu",
    "czternaście": "czternastu", "piętnaście": "piętnastu", "szesnaście": "szesnastu", "siedemnaście": "siedemnastu", "osiemnaście": "osiemnastu",
    "dziewiętnaście": "dziewiętnastu", "dwadzieścia": "dwudziestu", "trzydzieści": "trzydziestu", "czterdzieści": "czterdziestu", "pięćdziesiąt": "pięćdziesięciu",
    "sześćdziesiąt": "sześćdziesięciu", "siedemdziesiąt": "siedemdziesięciu", "osiemdziesiąt": "osiemdziesięciu", "dziewięćdziesiąt": "dziewięćdziesięciu",
    "sto": "stu", "dwieście": "dwustu", "trzysta": "trzystu", "czterysta": "czterystu", "pięćset": "pięciuset", "sześćset": "sześciuset", "siedemset": "siedmiuset",
    "osiemset": "ośmiuset", "dziewięćset": "dziewięciuset", "tysiąc": "tysiąca", "tysiące": "tysięcy", "milion": "miliona", "miliony": "milionów", "miliard": "miliarda", "miliardy": "miliardów",}  # fmt: skip
INSTRUMENTAL = {
    "dwóch": "dwoma",
    "trzech": "trzema",
    "czterech": "czterema",
    "pięciu": "pięcioma",
    "sześciu": "sześcioma",
}
DATIVE = {"dwóch": "dwóm", "trzech": "trzem", "czterech": "czterem"}
ENDINGS = {
    "genitive": "ego", "dative": "emu", "locative": "ym", "feminine": "a", "of_her": "ej", "her": "ą", "neuter": "e", "many": "e", "of_many": "ych",}  # fmt: skip
"""Endings of an ordinal by its case; pierwszy is pierwszego, drugi drugiego, trzeci trzeciego."""
TOGETHER = {2: "dwoje", 3: "troje", 4: "czworo", 5: "pięcioro", 6: "sześcioro", 7: "siedmioro", 8: "ośmioro", 9: "dziewięcioro", 10: "dziesięcioro", 20: "dwadzieścioro"}  # fmt: skip


def is_ordinal(word: str) -> bool:
    """Whether a word of a number is an ordinal, as dziewiąty is in tysiąc dziewięćset dziewiąty."""
    return word.endswith(("y", "i")) and word not in ("trzy", "cztery") and not word.endswith(("ony", "ardy"))


def inflected(word: str, case: str) -> str:
    """An ordinal of one word in a case of ``ENDINGS``."""
    ending = ENDINGS[case]
    if word.endswith("y"):
        return word[:-1] + ending
    soft = "ci" if word.endswith("ci") else ""
    stem = word if ending[0] in "ey" else word if soft else word[:-1]
    return stem + (ending.removeprefix("y") if ending[0] == "y" else ending)


def collective(match: re.Match[str]) -> str:
    """The end of a number as one of children has it: piętnaścioro, pięćdziesięcioro."""
    return {"ście": "ścioro", "ści": "ścioro", "siąt": "sięcioro"}[match.group()]
