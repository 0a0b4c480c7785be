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
CASES_OF = {
    "ulica": {"g": "ulicy", "l": "ulicy", "i": "ulicą"}, "aleja": {"g": "alei", "l": "alei", "i": "aleją"}, "plac": {"g": "placu", "l": "placu", "i": "placem"},
    "osiedle": {"g": "osiedla", "l": "osiedlu", "i": "osiedlem"}, "województwo": {"g": "województwa", "l": "województwie", "i": "województwem"},
    "powiat": {"g": "powiatu", "l": "powiecie", "i": "powiatem"}, "gmina": {"g": "gminy", "l": "gminie", "i": "gminą"},
    "artykuł": {"g": "artykułu", "l": "artykule", "i": "artykułem"}, "godzina": {"g": "godziny", "l": "godzinie", "i": "godziną"},
}  # fmt: skip
"""Nouns that stand cut short, in the cases that prepositions ask for."""
ASKED = (
    ("i", frozenset(["zgodnie z", "zgodnie ze", "wraz z", "przed", "nad", "pod", "za", "między"])),
    ("l", frozenset(["w", "we", "na", "przy", "o", "po"])),
    ("g", frozenset(["do", "od", "z", "ze", "u", "mocy", "podstawie", "obok", "koło", "wzdłuż", "według", "treści", "brzmieniu", "naruszenie", "około", "wokół", "terenie", "rogu", "zmiana", "zmianę", "zmiany"])),
)  # fmt: skip
MEN = re.compile(r"(?:ców|owców|czyków|arzy|erzy|istów|ystów|entów|antów|orów|eli|ników|yków|logów|ysiów|iaków)$")
THINGS = re.compile(r"(?:domków|procentów|elementów|dokumentów|momentów|fragmentów|instrumentów|talentów|patentów|kontynentów|resortów|samolotów|punktów|wniosków|budynków|wyników|silników|pomników|składników|czynników|ręczników|słowników|dzienników|podręczników|miesięcy|owoców|motorów|kolorów|wyborów|sponsorów|telewizorów|traktorów|zbiorów|wzorów|sektorów|hektolitrów|zabytków|głośników|odcinków|śmigłowców|końców|pojemników|wierzchołków|języków|kurierów|zeszytów|krzyków|guzików|koszyków|hoteli|modeli|tuneli|paneli|celi|cieli|materiałów|korytarzy|kalendarzy|cmentarzy|pamiętników)$")  # fmt: skip
FEW_WOMEN = re.compile(r"(?:cje|sje|zje|gie|ości|iny|yny|ety|ury|erki|anki|ówki|tki|czki|żki|nie|ele|awy|owe|kie|ie|aki|ki|wy|ony|ody|amy|oby|ary|ony|ały)$")  # fmt: skip
"""Endings that tell men and things, and a few women."""
OF_HER = frozenset(["minucie", "rocznicy", "rundzie", "połowie", "kolejce", "edycji", "lidze", "klasie", "dzielnicy", "stronie", "części", "sesji", "kadencji", "godzinie"])  # fmt: skip
"""Feminine nouns behind an ordinal with a stop: w 45. minucie."""


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
