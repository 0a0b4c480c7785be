"""Tables of written and spoken forms, and what holds for every text."""

from __future__ import annotations

import csv
import itertools
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.lexicon import Entry, Lexicon
from narrator.verbalize import words
from tests.conftest import ROOT
from tests.cpu import within

CASES = [
    (path.stem, *line.split("\t"))
    for path in sorted((Path(__file__).parent / "cases").glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()
]
RULED = ("en-US", "en-GB", "de", "fr", "es", "uk", "it", "pt", "pt-PT", "nl", "pl", "ru")
CLEAN = (ROOT / "samples" / "news.expected.txt").read_text(encoding="utf-8")


def said(text: str, language: str = "en-US", lexicon: Lexicon | None = None) -> str:
    return " ".join(word.text for word in words(text, language, lexicon))


def left(spoken: str) -> list[str]:
    """What no voice should have to guess: number characters that are no letters, signs, and the marks of markup."""
    kinds = ("Nd", "Nl", "No", "Sc", "Sm", "So", "Sk")
    return [c for c in spoken if unicodedata.category(c) in kinds or c in "%&@#*_\\§¶{}"]


@pytest.mark.parametrize("language", sorted({case[0] for case in CASES}))
def test_written_is_said_as_the_table_has_it(language: str) -> None:
    rows = ((written, spoken, said(written, language)) for tag, written, spoken in CASES if tag == language)
    assert [row for row in rows if row[1] != row[2]] == []


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=200),  # type: ignore[arg-type]
    st.sampled_from([*RULED, "ja"]),
)
def test_spans_are_in_order_and_inside_the_text(text: str, language: str) -> None:
    found = words(text, language)
    assert all(0 <= word.start <= word.end <= len(text) for word in found)
    assert all(a.start <= b.start for a, b in itertools.pairwise(found))


@given(
    st.text(
        st.one_of(
            st.sampled_from("0123456789 $€£%.,:/-–+&@#°ABIVXabmkgstnd'()[]½²⁶₂～＄①Ⅳ"),
            st.characters(codec="utf-8", exclude_categories=("Cs",)),  # type: ignore[arg-type]
        ),
        max_size=60,
    ),
    st.sampled_from(RULED),
)
def test_no_digit_or_symbol_is_left_for_the_engine(text: str, language: str) -> None:
    assert not left(said(text, language))


@pytest.mark.parametrize(
    "sentence", [line for line in re.split(r"(?<=[.!?])\s+", CLEAN) if not re.search(r"[\d$(]", line)]
)
def test_a_clean_sentence_is_not_changed(sentence: str) -> None:
    assert said(sentence) == " ".join(sentence.split())


def test_each_spoken_word_knows_its_written_characters() -> None:
    text = "He owes $5.50 to Dr. Wu."
    spans = {text[word.start : word.end]: word.text for word in words(text, "en-US")}
    assert spans["$5.50"] == "cents"
    assert spans["Dr."] == "Doctor"
    assert spans["owes"] == "owes"


def test_the_lexicon_comes_before_the_rules() -> None:
    lexicon = Lexicon([Entry("F-16", say="viper"), Entry("F-16 jet", say="falcon"), Entry("SQL", spell=True)])
    assert said("An F-16 jet, an F-16's tail, SQL.", lexicon=lexicon) == "An falcon, an viper's tail, S Q L."


@pytest.mark.parametrize(
    "text",
    [
        "1" * 50_000,
        "A." * 20_000,
        "1-" * 20_000,
        "a" * 300_000,
        "$" * 20_000,
        "1/" * 20_000,
        "(and)" * 8_000,
        ": " * 20_000,
        "1,234 " * 8_000,
        "www." * 10_000,
        "@a" * 20_000,
        "I " * 100_000,
        "AB " * 40_000,
    ],
)
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert within(5, lambda: words(text, "en-US"))


def test_news_items_of_the_shared_set_stay_above_the_floor(shared: Path) -> None:
    for name, floor in (("tn_news_en.tsv", 97.0), ("tn_nemo_en.tsv", 75.0)):
        scorer = shared.parent / "scorers" / "score_tn.py"
        command = [
            sys.executable,
            str(scorer),
            "--batch",
            "--cmd",
            f"{sys.executable} -m narrator verbalize",
            str(shared / "text" / name),
        ]
        out = subprocess.run(
            command, capture_output=True, text=True, check=True, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
        )
        total = next(line for line in out.stdout.splitlines() if line.startswith("~ALL"))
        assert float(total.split()[-1]) >= floor


def test_the_tables_are_tables() -> None:
    for path in (Path(__file__).parent / "cases").glob("*.tsv"):
        with path.open(encoding="utf-8") as file:
            assert all(len(row) == 2 for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
