"""The whole way, by equalities of the tone voice and by the real ones."""

from __future__ import annotations

import dataclasses
import itertools
from pathlib import Path

import numpy as np
import pytest
from mutagen.id3 import ID3
from mutagen.mp3 import MP3

from narrator import master, synthesize
from narrator.containers import base as containers
from narrator.model import Details, Edit, Page
from narrator.narrator import narrate
from narrator.pipeline import scripted
from narrator.settings import Settings
from tests.conftest import SAMPLES

PAGE = Page("a.txt", ("One sentence stands here alone. " * 3 + "\n\n" + "Another one comes after it. " * 3).encode())


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was really spoken, in this process's count."""
    said: list[str] = []
    original = synthesize.Synthesizer._made

    def counted(self: synthesize.Synthesizer, utterance: object, parts: list[str], key: str) -> object:
        said.append(key)
        return original(self, utterance, parts, key)  # type: ignore[arg-type]

    monkeypatch.setattr(synthesize.Synthesizer, "_made", counted)
    return said


def test_the_samples_in_the_file_are_those_of_the_timeline(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, format=("mp3", "flac", "wav"))
    narration = narrate(SAMPLES / "news.html", wanted)
    for file in narration.files[:3]:
        path = Path(settings.output, narration.slug, file.name)
        decoded = sum(len(piece) for piece in containers.of(path).decoded(path))
        assert decoded == narration.timeline.length
    mp3 = MP3(Path(settings.output, narration.slug, narration.files[0].name))
    assert abs(mp3.info.length - narration.timeline.duration_s) < 0.001


def test_cues_lie_in_order_inside_the_sound_and_cover_every_sentence(settings: Settings) -> None:
    narration = narrate(SAMPLES / "news.html", settings)
    cues = narration.timeline.cues
    assert [cue.sentence for cue in cues] == list(range(len(cues)))
    assert all(a.end <= b.start for a, b in itertools.pairwise(cues))
    assert cues[-1].end <= narration.timeline.length
    for cue in cues:
        text = narration.blocks[cue.block].text
        assert text[cue.block_start : cue.block_end].strip() == cue.text


def test_the_label_comes_first_then_the_headline_then_the_byline(settings: Settings) -> None:
    narration = narrate(SAMPLES / "news.html", settings)
    assert [cue.text for cue in narration.timeline.cues[:3]] == [
        "This audio is created with AI assistance.",
        "Harbor ferry returns after two winters on the dry dock",
        "By Tidewater Courier harbor desk.",
    ]


def test_an_unchanged_article_is_not_made_again(settings: Settings, spoken: list[str]) -> None:
    first = narrate(SAMPLES / "kurz.html", settings)
    count = len(spoken)
    second = narrate(SAMPLES / "kurz.html", settings)
    assert second == first
    assert len(spoken) == count


def test_one_edited_sentence_is_one_synthesis(settings: Settings, spoken: list[str]) -> None:
    narrate(PAGE, settings)
    spoken.clear()
    edited = dataclasses.replace(PAGE, body=PAGE.body.replace(b"alone. One", b"no more. One", 1))
    narrate(edited, settings)
    assert len(spoken) == 1


def test_an_edited_article_keeps_its_folder_and_id(settings: Settings) -> None:
    page = dataclasses.replace(PAGE, url="https://example.org/story")
    first = narrate(page, settings, details=Details(title="First headline"))
    second = narrate(page, settings, details=Details(title="Second headline"))
    assert (second.slug, second.source_id) == (first.slug, first.source_id)
    assert second.article.title == "Second headline"


def test_two_articles_of_one_title_get_two_folders(settings: Settings) -> None:
    more = ["", " The council will decide on Friday."]
    pages = [
        dataclasses.replace(PAGE, url=f"https://example.org/{i}", body=PAGE.body + each.encode())
        for i, each in enumerate(more)
    ]
    slugs = [narrate(page, settings, details=Details(title="Same")).slug for page in pages]
    assert slugs == ["same", "same-2"]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_any_number_of_workers_and_a_cold_or_warm_cache_give_the_same_samples(
    workers: int, settings: Settings, tmp_path: Path
) -> None:
    one = narrate(SAMPLES / "news.html", dataclasses.replace(settings, output=str(tmp_path / "a"), workers=workers))
    warm = narrate(SAMPLES / "news.html", dataclasses.replace(settings, output=str(tmp_path / "b")))
    assert one.pcm_sha256 == warm.pcm_sha256


def test_a_cache_that_cannot_be_written_costs_time_and_nothing_else(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "no-cache").write_text("a file in the way")
    without = narrate(PAGE, dataclasses.replace(settings, cache_dir=tmp_path / "no-cache", output=str(tmp_path / "a")))
    with_one = narrate(PAGE, dataclasses.replace(settings, output=str(tmp_path / "b")))
    assert without.pcm_sha256 == with_one.pcm_sha256


def test_loudness_is_as_asked_and_peaks_stay_below(settings: Settings) -> None:
    narration = narrate(SAMPLES / "news.html", dataclasses.replace(settings, voice=None))
    assert narration.loudness.integrated_lufs == pytest.approx(-19.0, abs=0.3)
    assert narration.loudness.true_peak_dbtp <= -1.0


@pytest.mark.parametrize("voice", ["hibari", "system"])
def test_every_format_is_as_loud_as_asked_when_it_is_decoded(voice: str, settings: Settings) -> None:
    every = ("mp3", "m4a", "opus", "flac", "wav")
    narration = narrate(SAMPLES / "news.html", dataclasses.replace(settings, voice=voice, format=every))
    for file in narration.files[: len(every)]:
        path = Path(settings.output, narration.slug, file.name)
        rate = 48_000 if path.suffix == ".opus" else narration.timeline.sample_rate_hz
        heard = master.loudness(containers.of(path).decoded(path), rate)
        assert heard.integrated_lufs == pytest.approx(-19.0, abs=0.3), file.name
        assert heard.true_peak_dbtp <= -1.0, file.name


def test_tags_carry_the_label_and_the_article(settings: Settings) -> None:
    narration = narrate(SAMPLES / "news.html", settings)
    tags = ID3(Path(settings.output, narration.slug, narration.files[0].name))
    assert str(tags["TXXX:AI_DISCLOSURE"]) == "This audio is created with AI assistance."
    assert str(tags["TXXX:DigitalSourceType"]).endswith("/digitalsourcetype/algorithmicMedia")
    assert str(tags["TIT2"]) == "Harbor ferry returns after two winters on the dry dock"
    assert str(tags["TALB"]) == "Tidewater Courier"
    assert tags["WOAS"].url == "https://tidewater-courier.example/2026/10/harbor-ferry-returns"
    chapters = [frame for frame in tags.values() if frame.FrameID == "CHAP"]
    assert [str(frame.sub_frames["TIT2"]) for frame in chapters][1:] == [
        "Oak from the old courthouse",
        "What it costs to ride",
    ]


def test_no_silence_inside_is_longer_than_a_second_and_a_half(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, voice=None, format=("wav",))
    narration = narrate(SAMPLES / "numbers.html", wanted)
    path = Path(settings.output, narration.slug, narration.files[0].name)
    sound = np.concatenate(list(containers.of(path).decoded(path)))
    loud = np.flatnonzero(np.abs(sound) > 100)
    assert np.diff(loud).max() < 1.5 * narration.timeline.sample_rate_hz


def test_an_edited_script_changes_what_is_said_and_not_what_is_shown(settings: Settings) -> None:
    plain = scripted(PAGE, settings).utterances
    alike = [each.index for each in plain if each.written == "One sentence stands here alone."]
    edit = Edit(alike[1], "One sentence stands here alone.", "Something else entirely.")
    edited = scripted(PAGE, settings, edits=[edit]).utterances
    assert [each.written for each in edited] == [each.written for each in plain]
    assert [each.index for each in edited if each.spoken == "Something else entirely."] == [alike[1]]


def test_a_long_piece_reminds_of_the_label(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, reminder_minutes=0.2)
    narration = narrate(SAMPLES / "news.html", wanted)
    reminders = [place for place in narration.timeline.places if place.utterance is None]
    assert len(reminders) >= 2
    cued = {cue.start for cue in narration.timeline.cues}
    assert all(place.start not in cued for place in reminders)


def test_the_seed_is_read_by_the_system_voice(settings: Settings, shared: Path) -> None:
    source = next((shared / "seed").glob("000_*.txt"))
    wanted = dataclasses.replace(settings, voice="system:gmw/en-us")
    narration = narrate(source, wanted)
    assert narration.voice.id == "system:gmw/en-us"
    assert 60 < narration.timeline.duration_s < 200
    assert narration.loudness.integrated_lufs == pytest.approx(-19.0, abs=0.3)
