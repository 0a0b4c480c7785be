"""Utterances: they fit a voice, cover the text, and keep the sentences that captions show."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.engines.base import Limits
from narrator.model import Block, BlockKind, Utterance
from narrator.segment import utterances
from tests.cpu import grows_with_its_input, within

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


WORDS = st.sampled_from(
    [
        "boats",
        "of",
        "the",
        "1,234,567",
        "Jan. 6, 2021",
        "New York",
        "Washington, D.C.",
        "left",
        "3.5 million",
        "Dana Holt, Jr.",
    ]
)


@given(st.lists(st.tuples(WORDS, st.sampled_from(["", "", "", ",", ";", " –"])), min_size=30, max_size=200))
def test_a_long_sentence_is_never_cut_inside_a_date_a_number_or_a_name(parts: list[tuple[str, str]]) -> None:
    text = " ".join(word + mark for word, mark in parts)
    pieces = [each.written for each in said(Block(BlockKind.PARAGRAPH, text))]
    assert all(len(each) <= LIMITS.characters and len(each.split()) <= LIMITS.words for each in pieces)
    assert not [each for each in pieces if each.startswith(("2021", "D.C.", "York", "Jr.", "million", "567"))]


def test_a_long_sentence_is_cut_into_even_shares() -> None:
    text = ", ".join(["the ferry left the old pier before dawn"] * 11) + "."
    sizes = [len(each.written.split()) for each in said(Block(BlockKind.PARAGRAPH, text))]
    assert max(sizes) - min(sizes) <= 8


def test_a_semicolon_is_cut_before_a_comma() -> None:
    half = "the council met, talked, and voted on the bridge before it went home to its supper on the other bank"
    found = said(Block(BlockKind.PARAGRAPH, f"{half}, and then {half}; after that {half}, and at last {half}."))
    assert found[0].written.endswith(";")


def test_a_very_short_sentence_shares_the_breath_of_a_long_one() -> None:
    long = "He would not go there again, whatever they said about the weather, the boat, the fare and the company on board."
    (found,) = said(Block(BlockKind.PARAGRAPH, f"No. {long}"))
    assert [found.written[each.start : each.end] for each in found.sentences] == ["No.", long]


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


ENDLESS = ["word ", "a", "1,234 ", "No. ", "so, "]


@pytest.mark.parametrize("part", ENDLESS)
def test_a_text_without_a_stop_costs_in_proportion_to_its_length(part: str) -> None:
    def utter(times: int) -> None:
        text = part * times
        found = said(Block(BlockKind.PARAGRAPH, text))
        assert sum(len("".join(each.written.split())) for each in found) == len("".join(text.split()))

    assert grows_with_its_input(utter, 50_000 // len(part))


@pytest.mark.stress
@pytest.mark.parametrize("part", ENDLESS)
def test_a_megabyte_without_a_stop_is_cut_in_seconds(part: str) -> None:
    assert within(5, lambda: said(Block(BlockKind.PARAGRAPH, part * (1_000_000 // len(part)))))
