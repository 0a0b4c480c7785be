"""Rules of a site: tried on a page without a trace, written into the settings file with its comments, counted at once."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from narrator.studio import sites
from tests.studio.conftest import Studio

STORY = "The harbour council said on Friday that the ferry will run again from Monday on, twice a day."
MORE = "Nobody in town thought that it would ever come back after the great storm of last winter."
PROMO = "Our weekly letter about the harbour is written by three people who love boats very much."
PAGE = f"""<!doctype html><html lang=en><head><title>The ferry runs again</title>
<link rel=canonical href="https://www.example.org/ferry"></head><body><article><h1>The ferry runs again</h1>
<div class="story"><p>{STORY}</p><p>{MORE}</p><div class="letter-box"><p>{PROMO}</p></div>
<p>A return ticket costs four dollars, and children below six go free of charge.</p></div></article></body></html>"""


@pytest.fixture
def number(studio: Studio) -> str:
    """Of a narration whose page is kept."""
    row = studio.ask("POST", "/narrations", json={"html": PAGE}).json()
    return str(studio.waited(row["id"], "to-review", "failed")["id"])


def tried(studio: Studio, number: str, **rules: Any) -> dict[str, Any]:
    answer = studio.ask("POST", "/sites/example.org/try", json={"narration": number, **rules})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_a_trial_says_what_would_be_read_otherwise_and_changes_nothing(studio: Studio, number: str) -> None:
    found = tried(studio, number, skip=[".letter-box"])
    changed = [each for each in found["lines"] if each["is_read"] != each["was_read"]]
    assert [each["text"] for each in changed] == [PROMO]
    assert found["words_before"] - found["words"] == len(PROMO.split())
    assert not studio.desk.config.exists()
    assert not list(Path(studio.desk.settings.output).glob(f"{sites.TRIALS}/*"))


def test_each_line_names_the_element_that_a_rule_could_name(studio: Studio, number: str) -> None:
    selectors = {each["text"]: each["selector"] for each in tried(studio, number)["lines"]}
    assert selectors[PROMO] == "div.letter-box"
    assert selectors[STORY] == "div.story"
    without = tried(studio, number, skip=[selectors[PROMO]])
    assert not next(each for each in without["lines"] if each["text"] == PROMO)["is_read"]


def test_rules_are_written_with_the_comments_kept_and_count_for_the_next_reading(studio: Studio, number: str) -> None:
    before = '# ours\nloudness = -16\n\n[site."example.org"]\n# the letter\nlexicon = ["own.toml"] # kept\n\n[site."b.example"]\nskip = ["nav"]\n'
    studio.desk.config.write_text(before)
    (studio.desk.config.parent / "own.toml").write_text('[Alder]\nsay = "Older"\n')
    rules = {"skip": [".letter-box", " "], "language": "en"}
    assert studio.ask("PUT", "/sites/Example.org", json=rules).status_code == 204
    text = studio.desk.config.read_text()
    assert tomllib.loads(text)["site"]["example.org"] == {
        "lexicon": ["own.toml"],
        "skip": [".letter-box"],
        "language": "en",
    }
    for comment in ("# ours", "# the letter", "# kept"):
        assert comment in text
    studio.ask("POST", f"/narrations/{number}/refetch")
    studio.waited(number, "reading", "to-review")
    studio.waited(number, "to-review")
    assert PROMO not in [each["text"] for each in studio.script(number)["lines"] if each["is_read"]]
    assert [each["host"] for each in studio.ask("GET", "/sites").json()] == ["b.example", "example.org"]
    assert studio.ask("DELETE", "/sites/example.org").status_code == 204
    assert tomllib.loads(studio.desk.config.read_text())["site"]["example.org"] == {"lexicon": ["own.toml"]}
    assert studio.ask("DELETE", "/sites/b.example").status_code == 204
    assert studio.ask("DELETE", "/sites/b.example").status_code == 404


@pytest.mark.parametrize(
    "name",
    ["https://example.org", "a b", "../x", "[x]", "-a.org", "a..b", "x" * 300, "example.org]\n[publish", "é" * 80],
)
def test_what_is_no_site_is_refused(studio: Studio, name: str) -> None:
    answer = studio.ask("PUT", f"/sites/{quote(name, safe='')}", json={"skip": ["nav"]})
    assert answer.status_code in (404, 422)
    assert not studio.desk.config.exists()


@pytest.mark.parametrize("selector", ["div[", ">>>", "p:nth(", "###", "a::before"])
def test_what_is_no_selector_is_refused_and_nothing_is_written(studio: Studio, number: str, selector: str) -> None:
    assert studio.ask("PUT", "/sites/example.org", json={"skip": [selector]}).status_code == 422
    answer = studio.ask("POST", "/sites/example.org/try", json={"narration": number, "skip": [selector]})
    assert answer.status_code == 422
    assert "selector" in answer.json()["title"]
    assert not studio.desk.config.exists()


def test_a_settings_file_that_is_none_is_left_as_it_is(studio: Studio) -> None:
    studio.desk.config.write_text("site = 3\n")
    answer = studio.ask("PUT", "/sites/example.org", json={"skip": ["nav"]})
    assert answer.status_code == 422
    assert studio.desk.config.read_text() == "site = 3\n"


def test_only_public_addresses_are_tried(studio: Studio) -> None:
    for url in ("http://127.0.0.1:9/x", "file:///etc/passwd", ""):
        assert studio.ask("POST", "/sites/example.org/try", json={"url": url}).status_code == 422
    assert studio.ask("POST", "/sites/example.org/try", json={"narration": "none"}).status_code == 404


def test_a_name_in_other_letters_is_written_as_addresses_have_it(studio: Studio) -> None:
    assert studio.ask("PUT", "/sites/b%C3%BCcher.example", json={"skip": ["nav"]}).status_code == 204
    assert studio.ask("GET", "/sites").json()[0]["host"] == "xn--bcher-kva.example"
