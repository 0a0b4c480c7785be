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


ROWS = (("Crossing", "Passengers"), ("21:00", "44"), ("24:00", ""))


def table(rows: tuple[tuple[str, ...], ...], *, is_headed: bool) -> Block:
    return Block(BlockKind.TABLE, "\n".join("\t".join(row) for row in rows), rows=rows, is_headed=is_headed)


def test_a_short_table_is_read_row_by_row_each_cell_after_its_head() -> None:
    found = said(table(ROWS, is_headed=True))
    assert [(each.announce, each.written) for each in found] == [
        ("Crossing:", "21:00"),
        ("Passengers:", "44"),
        ("Crossing:", "24:00"),
    ]
    assert [each.pause_s for each in found] == [0.12, 0.35, 0.7]


def test_a_table_without_a_head_is_read_cell_by_cell() -> None:
    block = table(ROWS, is_headed=False)
    found = said(block)
    assert [each.written for each in found] == ["Crossing", "Passengers", "21:00", "44", "24:00"]
    assert all(block.text[s.block_start : s.block_end] == each.written for each in found for s in each.sentences)


def test_a_post_is_said_with_the_name_and_without_handle_and_date() -> None:
    post = Block(BlockKind.EMBED, "The bridge is open.", source="City Council (@council) March 2, 2026")
    assert said(post)[0].announce == "A post by City Council:"


def test_the_addresses_behind_a_post_are_not_said() -> None:
    post = Block(BlockKind.EMBED, "The bridge is open. https://t.co/xYz pic.twitter.com/AbC")
    assert [each.written for each in said(post)] == ["The bridge is open."]
