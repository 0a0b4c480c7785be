"""Who is quoted: pairs of marks of each language, over paragraphs, with no character lost or doubled."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrator.engines.base import Limits
from narrator.model import Block, BlockKind, Mark, MarkKind
from narrator.segment import Passage, Speaker, passages, utterances
from narrator.segment.quotations import quotations

LIMITS = Limits(words=60, characters=400)


def quoted(*texts: str, language: str = "en") -> list[str]:
    spans = quotations([(text, language) for text in texts])
    return [text[start:end] for text, inside in zip(texts, spans, strict=True) for start, end in inside]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "“We are late,” she said. “But we come.”", ["“We are late,”", "“But we come.”"]),
        ("en", 'He said: "We are late and tired." Then he left.', ['"We are late and tired."']),
        ("en", "The plan is, in her words, “a bridge to nowhere”.", ["“a bridge to nowhere”."]),
        (
            "en",
            "‘It’s the dogs’ day,’ he said, ‘and it isn’t ours.’",
            ["‘It’s the dogs’ day,’", "‘and it isn’t ours.’"],
        ),
        ("en", "“He told me ‘go away now’ and left,” she said.", ["“He told me ‘go away now’ and left,”"]),
        ("en", "“Why?” asked the mayor.", ["“Why?”"]),
        ("en", '"I\'m done with it," said O\'Neil, "it\'s over."', ['"I\'m done with it,"', '"it\'s over."']),
        ("en", "Asked why, she shrugged: “No idea.”", ["“No idea.”"]),
        ("en", "“We lost the 5'10\" player,” the coach said.", ["“We lost the 5'10\" player,”"]),
        ("ja", "市長は「工事は来年までに終わります」と話した。", ["「工事は来年までに終わります」"]),
        ("zh", "市长说：“施工期间会有不便。”他离开了。", ["“施工期间会有不便。”"]),
        ("zh", "市长表示“施工期间会有不便”，并道歉。", ["“施工期间会有不便”，"]),
        ("zh", "“我们会晚一点到”，她表示。", ["“我们会晚一点到”，"]),
        ("es", "La alcaldesa dijo: “Nos vamos ya”.", ["“Nos vamos ya”."]),
        ("de", "„Wir kommen später“, sagte sie. „Wartet nicht.“", ["„Wir kommen später“,", "„Wartet nicht.“"]),
        ("de", "»Wir kommen heute später«, sagte sie.", ["»Wir kommen heute später«,"]),
        ("fr", "« Nous arrivons plus tard », dit-elle.", ["« Nous arrivons plus tard »,"]),
        ("es", "«Llegamos un poco tarde», dijo ella.", ["«Llegamos un poco tarde»,"]),
        ("it", "“Arriviamo un po’ tardi”, ha detto.", ["“Arriviamo un po’ tardi”,"]),
        ("nl", "‘We komen vandaag later’, zei ze.", ["‘We komen vandaag later’,"]),
        ("pl", "„Przyjedziemy dziś później”, powiedziała.", ["„Przyjedziemy dziś później”,"]),
        ("uk", "«Ми приїдемо пізніше», — сказала вона.", ["«Ми приїдемо пізніше»,"]),
        ("sv", "”Vi kommer lite senare”, sade hon.", ["”Vi kommer lite senare”,"]),
        ("ja", "「私たちは少し遅れます。」と彼女は言った。", ["「私たちは少し遅れます。」"]),
    ],
)
def test_what_somebody_says_is_found_with_its_marks(language: str, text: str, expected: list[str]) -> None:
    assert quoted(text, language=language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The “so called” reform failed.",
        "A “reform” that nobody wanted.",
        "Her novel “The Long Way Home” sold well.",
        "She read “The Old Man and the Sea” twice.",
        "The board is 6' 2\" long and the dogs' bowls are full.",
        "“The Crown” and “The Queen’s Gambit” won awards.",
        "The town, the paper said, has a “reform” of its own.",
        "Rock ’n’ roll of the ’90s isn’t dead.",
        "He opened “and never closed it again.",
        "It ended” without a beginning.",
    ],
)
def test_titles_scare_quotes_apostrophes_and_single_marks_are_nobodys_words(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_goes_on_over_paragraphs_that_open_again() -> None:
    texts = ["“The first part is long.", "“The second part is long too.", "“And the third ends it,” she said."]
    assert quoted(*texts) == [texts[0], texts[1], "“And the third ends it,”"]


def test_a_mark_that_nothing_closes_takes_no_paragraph_behind_it() -> None:
    assert quoted("“He began and did not end.", "The next paragraph says nothing.", "“We go on,” he said.") == [
        "“We go on,”"
    ]


def test_a_quotation_goes_on_over_paragraphs_without_a_mark_up_to_the_one_that_closes_it() -> None:
    texts = ["„Der erste Teil ist lang.", "Der zweite Teil auch.", "Und der dritte endet“, sagte sie."]
    assert quoted(*texts, language="de") == [texts[0], texts[1], "Und der dritte endet“,"]


def test_quotations_with_nothing_between_them_are_one() -> None:
    assert quoted("«Wir gehen jetzt los.»«Und wir auch, sagten sie.» Dann Stille.", language="de") == [
        "«Wir gehen jetzt los.»«Und wir auch, sagten sie.»"
    ]


@example(["«:", "?»«:", "«:"])
@given(st.lists(st.text(st.sampled_from("ab .,!?:’'\"“”„«»‘‚「」—\n "), max_size=80), max_size=5))
def test_quotations_are_in_order_apart_and_inside_their_text(texts: list[str]) -> None:
    for text, spans in zip(texts, quotations([(each, "en") for each in texts]), strict=True):
        edges = [0, *itertools.chain.from_iterable(spans), len(text)]
        assert edges == sorted(edges)
        assert all(start < end for start, end in spans if text)


PIECES = st.lists(
    st.sampled_from(
        ["“We go now,” ", "she said. ", "“", "” ", "«Nous allons» ", '"', "said the man: ", "a long word ", "‘so’ ", "… ",
         "(“in brackets,” he said) ", "Mr. ", "3.5 ", "— ", "\N{NO-BREAK SPACE}", "。", "「はい、そうです。」"]
    ),
    max_size=25,
)  # fmt: skip


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    text = "".join(draw(PIECES))
    place = st.integers(0, len(text))
    spans = [sorted((draw(place), draw(place))) for _ in range(draw(st.integers(0, 3)))]
    kinds = st.sampled_from([(MarkKind.QUOTE, ""), (MarkKind.LANGUAGE, "fr"), (MarkKind.LANGUAGE, "de")])
    marks = tuple(
        Mark(start, end, kind, value) for (start, end), (kind, value) in ((each, draw(kinds)) for each in spans)
    )
    return Block(draw(st.sampled_from([BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.ITEM])), text, marks=marks)


def two_voices(kind: BlockKind, own: str, passage: Passage) -> Speaker:
    """Another voice for quotes, a third for French."""
    return Speaker("q" if passage.is_quote else "f" if passage.language == "fr" else "", passage.language, LIMITS)


@settings(max_examples=60)
@given(st.lists(blocks(), max_size=4))
def test_no_character_is_lost_or_doubled_where_several_voices_read(given_blocks: list[Block]) -> None:
    for block, inside in zip(given_blocks, passages(given_blocks, "en"), strict=True):
        assert [each.end for each in inside[:-1]] == [each.start for each in inside[1:]]
        assert (inside[0].start, inside[-1].end) == (0, len(block.text))
    made = list(utterances(given_blocks, language="en", limits=LIMITS, who=two_voices))
    for place, block in enumerate(given_blocks):
        own = [each for each in made if each.block == place]
        assert "".join("".join(each.written.split()) for each in own) == "".join(block.text.split())
        spans = [(each.block_start, each.block_end) for utterance in own for each in utterance.sentences]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert [each.index for each in made] == list(range(len(made)))


@settings(max_examples=60)
@given(st.lists(blocks(), max_size=4))
def test_sentences_are_cut_alike_however_many_voices_read_them(given_blocks: list[Block]) -> None:
    alone = list(utterances(given_blocks, language="en", limits=LIMITS))
    together = list(utterances(given_blocks, language="en", limits=LIMITS, who=two_voices))

    def texts(made: list) -> dict[int, str]:  # type: ignore[type-arg]
        joined = dict[int, str]()
        for each in made:
            for sentence in each.sentences:
                text = given_blocks[each.block].text[sentence.block_start : sentence.block_end]
                joined[sentence.index] = joined.get(sentence.index, "") + "".join(text.split())
        return joined

    assert texts(alone) == texts(together)
