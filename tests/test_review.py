"""Doubts are said where people look; what is held is not published before somebody approves it."""

from __future__ import annotations

import dataclasses
import getpass
import json
from pathlib import Path

import pytest

from narrator import DoubtError, Narration, Settings, narrate, review
from narrator.cli import run
from narrator.errors import SettingsError, SourceError
from narrator.library import Library
from narrator.model import Doubt, DoubtKind, Review, ReviewState
from narrator.publish import facts, site
from tests.conftest import SAMPLES

APPROVED = ReviewState.APPROVED
SEVERE = Doubt(DoubtKind.UNKNOWN_VOICE_LANGUAGE, "tone:sine does not speak en")
WARNING = Doubt(DoubtKind.OTHER_VOICE, "another voice spoke")
NOTE = Doubt(DoubtKind.FILE_LACKS, "wav cannot carry chapters")


@pytest.fixture
def narration(settings: Settings) -> Narration:
    """A narration in the output folder, with a severe doubt since the tone engine speaks no language."""
    return narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, voice="tone:sine"))


@pytest.mark.parametrize(
    ("hold", "doubts", "state"),
    [
        ("never", [SEVERE], ReviewState.NONE),
        ("severe", [SEVERE, NOTE], ReviewState.HELD),
        ("severe", [WARNING], ReviewState.NONE),
        ("doubted", [WARNING], ReviewState.HELD),
        ("doubted", [NOTE], ReviewState.NONE),
        ("always", [], ReviewState.HELD),
    ],
)
def test_what_is_held_follows_the_setting(hold: str, doubts: list[Doubt], state: ReviewState) -> None:
    assert review.wanted(doubts, Settings(hold=hold)).state is state


def test_strict_refuses_severe_doubts_before_a_voice_speaks(settings: Settings) -> None:
    strict = dataclasses.replace(settings, voice="tone:sine", strict=True)
    with pytest.raises(DoubtError, match="does not speak"):
        narrate(SAMPLES / "kurz.html", strict)
    assert not list(Path(settings.output).glob("[!.]*"))
    assert DoubtError.exit_code == 16


def test_strict_refuses_a_narration_that_was_made_with_a_severe_doubt(narration: Narration, settings: Settings) -> None:
    strict = dataclasses.replace(settings, voice="tone:sine", strict=True)
    with pytest.raises(DoubtError):
        narrate(SAMPLES / "kurz.html", strict)


def test_an_approval_is_kept_in_the_manifest_and_by_a_rerun(narration: Narration, settings: Settings) -> None:
    library = Library(settings.output)
    review.decided(library, narration.slug, ReviewState.HELD, "the desk")
    held = library.get(narration.slug)
    assert held is not None
    assert review.to_review(held)
    review.decided(library, narration.slug, ReviewState.APPROVED, " Ines \n Tolliver ")
    again = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, voice="tone:sine"))
    assert (again.review.state, again.review.by) == (ReviewState.APPROVED, "Ines Tolliver")
    assert not review.to_review(again)


def test_what_is_held_is_not_published_until_it_is_approved(narration: Narration, settings: Settings) -> None:
    library = Library(settings.output)
    site.build(settings.output, "https://listen.example.org")
    review.decided(library, narration.slug, ReviewState.HELD, "the desk")
    built = site.build(settings.output, "https://listen.example.org")
    feed = Path(settings.output, "feed.xml")
    assert built.held == (narration.slug,)
    assert narration.source_id not in feed.read_text()
    assert not Path(settings.output, narration.slug, "index.html").exists()
    review.decided(library, narration.slug, ReviewState.APPROVED, "the desk")
    assert site.build(settings.output, "https://listen.example.org").held == ()
    assert narration.source_id in feed.read_text()


def test_a_decision_needs_a_narration_and_a_name(narration: Narration, settings: Settings) -> None:
    with pytest.raises(SourceError, match="there is no narration ferry"):
        review.decided(Library(settings.output), "ferry", ReviewState.APPROVED, "the desk")
    with pytest.raises(SettingsError, match="nobody is named"):
        review.decided(Library(settings.output), narration.slug, ReviewState.APPROVED, "  ")


def test_the_command_lists_what_waits_and_takes_the_editors_word(
    narration: Narration, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["-o", settings.output]
    assert run(["review", "hold", narration.slug, "--by", "the desk", *out]) == 0
    assert run(["review", *out]) == 0
    listed = capsys.readouterr().out
    assert f"{narration.slug}  (held)" in listed
    assert "severe: tone:sine does not speak" in listed
    assert run(["review", "--json", *out]) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["slug"], row["review"], row["doubts"][0]["weight"]) == (narration.slug, "held", "severe")
    assert run(["review", "approve", narration.slug, "--by", "Ines Tolliver", *out]) == 0
    assert run(["review", *out]) == 0
    assert "nothing waits for a review" in capsys.readouterr().out
    assert run(["review", "approve", "ferry", *out]) == 4


def test_read_says_its_doubts_last_and_what_is_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    arguments = ["-o", settings.output, "--cache-dir", str(tmp_path / "c"), "--voice", "tone:sine", "--no-sign"]
    assert run(["read", str(SAMPLES / "kurz.html"), "--hold", "severe", *arguments]) == 0
    error = capsys.readouterr().err.splitlines()
    assert error[-2].startswith("  severe: tone:sine does not speak")
    assert error[-1].startswith("  held for a review: narrator review approve ")


def test_a_report_counts_marks_and_filters_what_is_to_review(tmp_path: Path, settings: Settings) -> None:
    arguments = ["-o", settings.output, "--cache-dir", str(tmp_path / "c"), "--voice", "tone:sine", "--no-sign"]
    assert run(["batch", str(SAMPLES / "kurz.html"), "--hold", "severe", *arguments]) == 0
    page = Path(settings.output, "report.html").read_text()
    assert '<tr class="review">' in page
    assert "held for review" in page
    assert "Show only those to review" in page
    row = json.loads(Path(settings.output, "report.jsonl").read_text())
    assert (row["to_review"], row["review"], row["weight"]) == (True, "held", "severe")
    assert row["doubts"][0]["text"].startswith("tone:sine does not speak")


def test_a_review_is_no_part_of_what_is_made() -> None:
    assert Review().state is ReviewState.NONE


def test_the_label_panel_names_the_editor_who_approved_in_words_of_the_label(narration: Narration) -> None:
    def panel(review: Review) -> list[str]:
        return [value for _, value in facts.about(dataclasses.replace(narration, review=review))]

    assert any(each == "Von der Redaktion geprüft: Ada Example" for each in panel(Review(APPROVED, "Ada Example", "x")))
    for other in (Review(), Review(ReviewState.HELD, "Ada Example"), Review(APPROVED, "cms", "x", is_account=True)):
        assert not any("geprüft" in each for each in panel(other))


def test_an_account_of_the_machine_is_kept_but_no_listener_reads_it(narration: Narration, settings: Settings) -> None:
    assert run(["review", "approve", narration.slug, "--output", settings.output]) == 0
    kept = Library(settings.output).get(narration.slug)
    assert kept is not None
    assert (kept.review.by, kept.review.is_account) == (getpass.getuser(), True)


def test_what_is_published_after_an_approval_names_the_editor_in_page_frame_and_embedded_player(
    narration: Narration, settings: Settings
) -> None:
    library = Library(settings.output)
    library.rewrite(
        dataclasses.replace(narration, article=dataclasses.replace(narration.article, url="https://a.example/b"))
    )
    site.build(settings.output, base_url="https://example.org/listen")
    review.decided(library, narration.slug, APPROVED, "Ada <b>Example")
    site.build(settings.output, base_url="https://example.org/listen")
    out = Path(settings.output)
    for path in (out / narration.slug / "index.html", out / narration.slug / "player.html"):
        assert "geprüft: Ada &lt;b&gt;Example" in (text := path.read_text()) or "Ada \\u003cb\\u003eExample" in text
    embedded = [each.read_text() for each in (out / "embed").glob("*.json")]
    assert any("geprüft: Ada <b>Example" in each for each in embedded)
