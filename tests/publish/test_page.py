"""The read-along page as text: structure, safety, sizes."""

from __future__ import annotations

import dataclasses
import gzip
import json
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from narrator.languages import tables
from narrator.model import Article, Block, BlockKind, Narration
from narrator.narrator import narrate
from narrator.publish import blocks, page, player, words
from narrator.settings import Settings
from tests.conftest import SAMPLES


def soup(narration: Narration) -> BeautifulSoup:
    return BeautifulSoup(page.html(narration), "lxml")


def facts(narration: Narration) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = json.loads(soup(narration).select_one("narrator-player script").string)  # type: ignore[arg-type]
    return found


def test_read_writes_the_page_beside_the_audio(narration: Narration) -> None:
    assert [each.name for each in narration.files if each.media_type == "text/html"] == [f"{narration.slug}.html"]


def test_no_page_writes_none(tmp_path: Path, settings: Settings) -> None:
    assert not [f for f in narrate(SAMPLES / "kurz.html", settings).files if f.name.endswith(".html")]


def test_every_cue_selects_its_own_sentence(narration: Narration) -> None:
    drawn, cues = soup(narration), facts(narration)["cues"]
    assert len(cues) == len(narration.timeline.cues)
    for cue, told in zip(narration.timeline.cues, cues, strict=True):
        first = drawn.select_one(told["text"])
        parts = [first, *drawn.select(f'[data-of="{told["text"][1:]}"]')]
        shown, spoken = ("".join(each.split()) for each in ("".join(part.get_text() for part in parts), cue.text))
        assert shown in (spoken, spoken.removesuffix("."))


def test_a_sentence_keeps_its_id_when_another_is_put_before_it(narration: Narration) -> None:
    cues = narration.timeline.cues
    names = blocks.identities(cues)
    moved = tuple(dataclasses.replace(each, sentence=each.sentence + 1) for each in cues[3:])
    kept = blocks.identities((dataclasses.replace(cues[0], text="Something new.", sentence=3), *moved))
    assert kept[cues[5].sentence + 1] == names[cues[5].sentence]


def test_the_whole_text_is_on_the_page(narration: Narration) -> None:
    shown = "".join(soup(narration).select_one("div.text").get_text().split())
    for block in narration.article.blocks:
        assert "".join(block.text.split()) in shown


def test_the_page_names_no_address_but_those_of_the_article(narration: Narration) -> None:
    article = narration.article
    own = {mark.value for block in article.blocks for mark in block.marks}
    own |= {block.image.url for block in article.blocks if block.image}
    own |= {article.url} if article.url else set()
    for name in ("src", "href"):
        for each in soup(narration).select(f"[{name}]"):
            assert str(each[name]).startswith(("./", "data:,")) or each[name] in own


def test_without_script_there_is_a_native_player_and_the_label(narration: Narration) -> None:
    drawn = soup(narration)
    assert drawn.select_one("narrator-player audio[controls] source[src]")
    assert drawn.select_one("[slot=label]").get_text() == narration.label.text


def test_a_title_that_was_not_spoken_is_shown_all_the_same(narration: Narration) -> None:
    silent = dataclasses.replace(
        narration, blocks=narration.article.blocks, timeline=dataclasses.replace(narration.timeline, cues=())
    )
    drawn = soup(silent)
    assert drawn.h1.get_text() == narration.article.title
    assert narration.label.text in drawn.select_one("[slot=label]").get_text()


def test_only_web_addresses_become_links() -> None:
    assert words.web_address("https://example.org/a?b=1") == "https://example.org/a?b=1"
    for bad in ("javascript:alert(1)", "data:text/html,x", " java\nscript:1", "//example.org", "http://[", "", None):
        assert words.web_address(bad) == ""


def test_an_article_of_another_direction_says_so(narration: Narration) -> None:
    arabic = dataclasses.replace(narration, article=dataclasses.replace(narration.article, language="ar"))
    assert soup(arabic).html["dir"] == "rtl"


@pytest.mark.parametrize("language", [tag for tag in tables.having("player") if tag != "en"])
def test_the_player_names_its_controls_in_every_language_that_has_a_label(language: str, narration: Narration) -> None:
    there = dataclasses.replace(narration, article=dataclasses.replace(narration.article, language=language))
    told = facts(there)["words"]
    assert set(player.wording("en")) <= set(told)
    assert told["play"] != "Play"  # type: ignore[call-overload]


def test_a_language_without_words_gets_english_ones(narration: Narration) -> None:
    there = dataclasses.replace(narration, article=dataclasses.replace(narration.article, language="tlh"))
    assert "words" not in facts(there)
    assert player.wording("tlh")["play"] == "Play"


def test_the_player_keeps_its_size() -> None:
    assert len(gzip.compress(player.script().encode())) <= 20_000


def test_a_page_on_a_disk_may_ask_for_nothing(narration: Narration) -> None:
    rules = soup(narration).select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert rules.startswith("default-src 'none'")
    assert "connect-src" not in rules
    for word in ("XMLHttpRequest", "sendBeacon", "WebSocket", "https:", "import("):
        assert word not in player.script()


def test_the_byline_has_no_stop_that_is_only_spoken(narration: Narration) -> None:
    assert soup(narration).select_one(".by").get_text() == "By The narrator project"


def test_json_in_the_page_cannot_end_its_element() -> None:
    told = page.script_safe({"a": "</script><!--<script>&\u2028"})
    assert "<" not in told
    assert json.loads(told) == {"a": "</script><!--<script>&\u2028"}


def test_an_article_without_a_title_is_named_by_its_first_words(narration: Narration) -> None:
    plain = dataclasses.replace(narration, article=Article((Block(BlockKind.PARAGRAPH, "Some words to begin with."),)))
    assert words.headline(plain) == "Some words to begin with."
