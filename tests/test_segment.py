"""Sentences: no character lost, the joins of news, and utterances that fit a voice."""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.engines.base import Limits
from narrator.model import Block, BlockKind, Utterance
from narrator.segment import sentences, utterances

LIMITS = Limits(words=60, characters=400)

TOGETHER = [
    "He arrived on Sept. 25 in New York.",
    "He met U.S. President Joe Biden.",
    "It begins at 8 p.m. EST on Monday.",
    "Dr. Smith and Mrs. Jones met Gen. Wu.",
    "J. K. Rowling wrote it.",
    "The No. 1 seed lost.",
    '"Is it true?" she asked.',
    "It cost 3.5 million dollars vs. 2.1 before.",
    "Guns, drones, etc. were found.",
    "He lives at 5 St. James Street.",
]
APART = [
    ("It ended. Then rain came.", 2),
    ("He lives in the U.S. The rest left.", 2),
    ('He said "no." She left.', 2),
    ("Really? Yes! Good.", 3),
    ("It rose 5%. Shares fell 3.2%. Nobody cared.", 3),
    ("It was 9 p.m. The street was empty.", 2),
]


@pytest.mark.parametrize("text", TOGETHER)
def test_this_is_one_sentence(text: str) -> None:
    assert sentences(text, "en") == [text]


@pytest.mark.parametrize(("text", "count"), APART)
def test_these_are_several(text: str, count: int) -> None:
    assert len(sentences(text, "en")) == count


@given(st.text(max_size=300), st.sampled_from(["en", "de", "uk", "ja", "xx"]))
def test_every_character_comes_back(text: str, language: str) -> None:
    assert "".join(sentences(text, language)) == text


def said(*blocks: Block) -> list[Utterance]:
    return list(utterances(blocks, language="en", limits=LIMITS))


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=1500)
)
def test_the_utterances_of_a_block_cover_its_text_in_order(text: str) -> None:
    found = said(Block(BlockKind.PARAGRAPH, text))
    spans = [(s.block_start, s.block_end) for each in found for s in each.sentences]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    covered = "".join(text[a:b] for a, b in spans)
    assert "".join(covered.split()) == "".join(text.split())


def test_a_long_sentence_is_cut_at_clauses_within_the_limits() -> None:
    text = ", ".join(f"and then the boat number {i} left the pier" for i in range(40)) + "."
    found = said(Block(BlockKind.PARAGRAPH, text))
    assert len(found) > 3
    assert all(len(each.written) <= LIMITS.characters for each in found)
    assert all(each.written.endswith((",", ".")) for each in found)
    assert {s.index for each in found for s in each.sentences} == {0}


def test_a_number_is_never_cut() -> None:
    text = "count " + " ".join(["1,234,567 890"] * 60)
    pieces = [each.written for each in said(Block(BlockKind.PARAGRAPH, text))]
    assert all(piece.startswith(("1,234,567", "count", "890")) for piece in pieces)


def test_short_sentences_share_a_breath_and_keep_their_captions() -> None:
    found = said(Block(BlockKind.PARAGRAPH, "No. Never. He would not go there again, whatever they said."))
    assert len(found) < 3
    assert [s.index for each in found for s in each.sentences] == [0, 1, 2]


def test_pauses_are_longer_before_a_heading_and_after_the_headline() -> None:
    found = said(
        Block(BlockKind.TITLE, "Headline"),
        Block(BlockKind.PARAGRAPH, "One sentence is here. Another sentence is there."),
        Block(BlockKind.HEADING, "Part two", level=2),
        Block(BlockKind.PARAGRAPH, "The end."),
    )
    assert [each.pause_s for each in found] == [1.0, 0.35, 1.0, 0.6, 0.7]


def test_an_ordered_item_is_said_by_its_number_and_a_plain_one_is_not() -> None:
    found = said(Block(BlockKind.ITEM, "Wash up.", 1, number=3), Block(BlockKind.ITEM, "Rest.", 1))
    assert [each.announce for each in found] == ["3.", ""]


def test_code_and_large_tables_are_announced_and_skipped() -> None:
    rows = tuple(tuple(f"{i}.{j}" for j in range(9)) for i in range(30))
    found = said(Block(BlockKind.CODE, "x = 1"), Block(BlockKind.TABLE, "…", rows=rows))
    assert [each.written for each in found] == ["", ""]
    assert found[1].announce == "A table with 30 rows and 9 columns is left out here."


@pytest.mark.parametrize("text", ["A." * 500_000, "a" * 1_000_000, "word " * 200_000, "1-" * 500_000, '"' * 300_000])
def test_a_megabyte_of_hostile_text_is_seconds(text: str) -> None:
    begun = time.process_time()
    assert "".join(sentences(text, "en")) == text
    assert time.process_time() - begun < 5


def test_the_shared_news_and_weblogs_stay_above_the_floor(shared: Path) -> None:
    for name, floor in (("pud_news_paragraphs.json", 0.988), ("ewt_weblog_paragraphs.json", 0.97)):
        items = [each for each in json.loads((shared / "text" / name).read_text()) if each["lang"] == "en"]
        hits = wanted = got = 0
        for item in items:
            gold, found = _cuts(item["sents"]), _cuts(sentences(item["text"], "en"))
            hits, wanted, got = hits + len(gold & found), wanted + len(gold), got + len(found)
        assert 2 * hits / (wanted + got) >= floor


def _cuts(parts: list[str]) -> set[int]:
    total, out = 0, []
    for part in parts:
        total += len("".join(part.split()))
        out.append(total)
    return set(out[:-1])
