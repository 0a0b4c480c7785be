"""Utterances: they fit a voice, cover the text, and keep the sentences that captions show."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from narrator.engines.base import Limits
from narrator.model import Block, BlockKind, Utterance
from narrator.segment import utterances

LIMITS = Limits(words=60, characters=400)


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
