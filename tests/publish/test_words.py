"""The word that is heard is lit, on our own page and on the publisher's."""

from __future__ import annotations

import dataclasses
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from narrator import manifest
from narrator.model import BlockKind, Cue, Mark, MarkKind, Narration, WordTime
from narrator.publish import embed, facts, page, site
from tests.browsers import MEDIA, NOW, Reader
from tests.publish.hosts.publisher import Publisher, narrated, serving

LIT_WORD = "[...(CSS.highlights.get('narrator-word') || [])].map(range => range.toString()).join('')"


def timed(narration: Narration) -> Narration:
    """The narration with a time for each written word, as voices tell them."""

    def of(cue: Cue) -> Cue:
        text = narration.blocks[cue.block].text[cue.block_start : cue.block_end]
        found = [each.span() for each in re.finditer(r"\S*\w\S*", text)]
        step = (cue.end - cue.start) // max(1, len(found))
        at = cue.block_start
        words = tuple(
            WordTime(cue.start + n * step, cue.start + (n + 1) * step, at + first, at + end)
            for n, (first, end) in enumerate(found)
        )
        return dataclasses.replace(cue, words=words)

    cues = tuple(map(of, narration.timeline.cues))
    return dataclasses.replace(narration, timeline=dataclasses.replace(narration.timeline, cues=cues))


def told(narration: Narration) -> list[dict[str, Any]]:
    return facts.cues(narration, embed.quotes(narration))


def test_words_are_counted_in_letters_and_hundredths_of_a_second(narration: Narration) -> None:
    rate = narration.timeline.sample_rate_hz
    own = timed(narration)
    for cue, table in zip(own.timeline.cues, told(own), strict=True):
        block = own.blocks[cue.block]
        if block.kind in (BlockKind.LABEL, BlockKind.BYLINE) or any(m.kind is MarkKind.FORMULA for m in block.marks):
            continue
        letters = "".join(c for c in block.text[cue.block_start : cue.block_end] if c.isalnum())
        numbers = table["words"]
        assert sum(numbers[::2]) == len(letters)
        assert abs(round(cue.start * 100 / rate) + sum(numbers[1::2]) - cue.words[-1].start * 100 / rate) <= 1


def test_letters_that_are_not_said_are_passed_over(narration: Narration) -> None:
    own = timed(narration)
    cue = own.timeline.cues[3]
    fewer = dataclasses.replace(cue, words=(cue.words[1], *cue.words[3:]))
    cues = (*own.timeline.cues[:3], fewer, *own.timeline.cues[4:])
    table = told(dataclasses.replace(own, timeline=dataclasses.replace(own.timeline, cues=cues)))[3]
    assert table["words"][0] < 0


def test_a_sentence_with_a_formula_and_the_openings_have_no_words(narration: Narration) -> None:
    own = timed(narration)
    index = own.timeline.cues[4].block
    block = own.blocks[index]
    drawn = dataclasses.replace(block, marks=(Mark(0, len(block.text), MarkKind.FORMULA, "x"),))
    blocks = (*own.blocks[:index], drawn, *own.blocks[index + 1 :])
    tables = told(dataclasses.replace(own, blocks=blocks))
    assert not any("words" in each for each in tables if each["block"] == index)
    assert "words" not in tables[0]
    assert any("words" in each for each in tables)


def test_a_voice_that_tells_no_times_has_no_words(narration: Narration) -> None:
    assert not any("words" in each for each in told(narration))


def test_cues_of_three_thousand_words_stay_small(narration: Narration) -> None:
    own, count, tables, times = timed(narration), 0, list[dict[str, Any]](), 0
    while count < 3000:
        count += sum(len(cue.words) for cue in own.timeline.cues)
        # Each time with other letters, so that what repeats is not what makes it small.
        tables += json.loads(_turned(json.dumps(told(own), ensure_ascii=False), times))
        times += 1
    assert len(gzip.compress(json.dumps(tables, ensure_ascii=False, separators=(",", ":")).encode())) <= 20_000


def _turned(text: str, by: int) -> str:
    def turned(found: re.Match[str]) -> str:
        return "".join(chr((ord(c) - 97 + by) % 26 + 97) if "a" <= c <= "z" else c for c in found[0])

    return re.sub(r'(?<="quote": ")[^"]*', turned, text)


def heard(reader: Reader, narration: Narration, cues: range, script: str = LIT_WORD) -> None:
    """Seek to the middle of words and see which one is lit."""
    rate = narration.timeline.sample_rate_hz
    for cue in narration.timeline.cues[cues.start : cues.stop : cues.step]:
        word = cue.words[len(cue.words) // 2]
        written = narration.blocks[cue.block].text[word.block_start : word.block_end]
        reader.seek((word.start + word.end) / 2 / rate)
        letters = json.dumps("".join(c for c in written if c.isalnum()))
        reader.wait(f"({script}).replace(/[^\\p{{L}}\\p{{N}}]/gu, '') === {letters}")


@pytest.mark.browser
def test_the_word_is_lit_on_our_own_page(each_browser: Any, article: tuple[Path, Narration], tmp_path: Path) -> None:
    own = timed(article[1])
    for each in article[0].parent.iterdir():
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "timed.html").write_text(page.html(own), encoding="utf-8")
    context = each_browser.new_context()
    reader = Reader(context, (tmp_path / "timed.html").as_uri()).ready().paused()
    heard(reader, own, range(4, 16, 3))
    assert reader.complaints == []
    context.close()


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A publisher whose narrations have the times of words."""
    folder = tmp_path_factory.mktemp("spoken")
    made = {tag: timed(each) for tag, each in narrated(folder / "out", folder / "cache").items()}
    for each in made.values():
        (folder / "out" / each.slug / manifest.NAME).write_text(manifest.encoded(each), encoding="utf-8")
    site.build(folder / "out", "https://paper.example/listen")
    with serving(folder / "out", made) as running:
        yield running


@pytest.mark.browser
def test_the_word_is_lit_on_the_publishers_page(each_browser: Any, spoken: Publisher) -> None:
    context = each_browser.new_context()
    for language, theme in (("en", "wordpress"), ("de", "hugo"), ("ar", "ghost")):
        reader = Reader(context, spoken.story(language, theme)).ready()
        reader.page.evaluate("document.querySelector('narrator-player').play()")
        reader.wait(f"{NOW} > 0")
        reader.page.evaluate(f"{MEDIA}.pause()")
        heard(reader, spoken.narrations[language], range(4, 12, 3))
    context.close()
