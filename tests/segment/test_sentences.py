"""Sentences: no character lost, cut where a reader would, in linear time, with and without the splitter's wheel."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.cli import run
from narrator.segment import sentences
from tests.cpu import grows_with_its_input, within

CASES = Path(__file__).parent / "cases"
LANGUAGES = ("en", "de", "fr", "es", "uk", "ja", "zh", "nl")
HOSTILE = ["A.", "a", "1-", '"', ". '", "1. ", "I. ", ".[1]", "a\n", " ", "5 m. A ", "word ", "a… B ", "1. Word "]


def cases(language: str) -> list[list[str]]:
    """The sentences of each case of a language."""
    lines = (CASES / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return [line.replace("⏎", "\n").split("|") for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("language", "wanted"), [(language, wanted) for language in LANGUAGES for wanted in cases(language)]
)
def test_a_text_is_cut_where_its_sentences_end(language: str, wanted: list[str]) -> None:
    assert sentences("".join(wanted), language) == wanted


@pytest.fixture
def _no_splitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentencex", None)


@pytest.mark.usefixtures("_no_splitter")
@pytest.mark.parametrize(("language", "share"), [("en", 0.99), ("de", 0.95), ("fr", 0.95), ("es", 0.95), ("uk", 0.95)])
def test_without_the_splitter_the_same_joins_do_nearly_as_well(language: str, share: float) -> None:
    wanted = cases(language)
    assert sum(sentences("".join(each), language) == each for each in wanted) / len(wanted) >= share


@pytest.mark.usefixtures("_no_splitter")
def test_without_the_splitter_a_language_without_a_table_is_cut_at_its_marks() -> None:
    assert sentences("今日は雨。明日は晴れ。", "ja") == ["今日は雨。", "明日は晴れ。"]


@given(st.text(max_size=300), st.sampled_from(["en", "de", "uk", "ja", "xx"]))
def test_every_character_comes_back(text: str, language: str) -> None:
    assert "".join(sentences(text, language)) == text


@given(
    st.lists(
        st.sampled_from(
            ["A", "is", "1.", "2)", "•", "Dr.", "U.S.", "...", "…", '"', "'", "(", ")", "\n", " ", "?!", "[1]"]
        )
    ),
    st.sampled_from(["en", "de", "ar"]),
)
def test_every_mark_comes_back_and_no_sentence_is_without_a_word(parts: list[str], language: str) -> None:
    text = "".join(parts)
    found = sentences(text, language)
    assert "".join(found) == text
    assert len(found) < 2 or all(any(map(str.isalnum, each)) for each in found)


@pytest.mark.parametrize("part", HOSTILE)
def test_hostile_text_costs_in_proportion_to_its_length(part: str) -> None:
    """Twice the text, not four times the time; how long a megabyte takes is asked below, without coverage."""
    assert grows_with_its_input(lambda times: sentences(part * times, "en"), 50_000 // len(part))


@pytest.mark.stress
@pytest.mark.parametrize("part", HOSTILE)
def test_a_megabyte_of_hostile_text_is_seconds(part: str) -> None:
    assert within(5, lambda: sentences(part * (1_000_000 // len(part)), "en"))


def test_a_long_text_is_not_cut_inside_a_sentence() -> None:
    sentence = "The mayor said on Monday that the ferry would sail again before the end of the month. "
    assert set(sentences(sentence * 1000, "en")) == {sentence}


def test_the_command_joins_the_lines_of_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The night was cold\nand wet. Nobody came.\n\u241e\nmilk\nbread\n", encoding="utf-8")
    assert run(["segment", str(path)]) == 0
    assert capsys.readouterr().out == "The night was cold and wet.\nNobody came.\n\u241e\nmilk\nbread\n"


@pytest.mark.parametrize(
    ("name", "floor"), [("pud_news_paragraphs.json", 0.988), ("ewt_weblog_paragraphs.json", 0.975)]
)
def test_the_shared_news_and_weblogs_stay_above_the_floor(shared: Path, name: str, floor: float) -> None:
    items = [each for each in json.loads((shared / "text" / name).read_text()) if each["lang"] == "en"]
    hits = wanted = got = 0
    for item in items:
        gold, found = _cuts(item["sents"]), _cuts(sentences(item["text"], "en"))
        hits, wanted, got = hits + len(gold & found), wanted + len(gold), got + len(found)
    assert 2 * hits / (wanted + got) >= floor


def test_nine_of_ten_golden_rules_are_kept_to_the_letter(shared: Path) -> None:
    items = [each for each in json.loads((shared / "text/golden_rules.json").read_text()) if each["lang"] == "en"]
    assert sum(_cuts(each["sents"]) == _cuts(sentences(each["text"], "en")) for each in items) / len(items) >= 0.9


def test_no_other_language_is_cut_worse_than_by_the_splitter_alone(shared: Path) -> None:
    from sentencex import segment

    for language in {each["lang"] for each in json.loads((shared / "text/golden_rules.json").read_text())}:
        items = [
            each for each in json.loads((shared / "text/golden_rules.json").read_text()) if each["lang"] == language
        ]
        ours = sum(_cuts(each["sents"]) == _cuts(sentences(each["text"], language)) for each in items)
        bare = sum(_cuts(each["sents"]) == _cuts(list(segment(language, each["text"]))) for each in items)
        assert ours >= bare, language


def _cuts(parts: list[str]) -> set[int]:
    total, out = 0, []
    for part in parts:
        total += len("".join(part.split()))
        out.append(total)
    return set(out[:-1])
