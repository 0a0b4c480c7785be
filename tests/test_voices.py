"""Several voices in one narration: who says what, the same samples however it is made, and one loudness."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import random
import signal
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from narrator import master, preview
from narrator.cli import run
from narrator.containers import base as containers
from narrator.engines import base as engines
from narrator.engines.tone import Tone
from narrator.engines.worker import Pool
from narrator.errors import VoiceError
from narrator.model import Clip, DoubtKind, Narration, Page, Prosody, Utterance, Voice
from narrator.narrator import narrate
from narrator.pipeline import Script, scripted
from narrator.pipeline.speakers import Speakers, _louder
from narrator.settings import Settings
from narrator.settings.recipe import recipe

ARTICLE = """# The ferry is back

“We waited for two winters,” said the captain. “Now we go.” The pier was full. A “so called” fleet left at noon.

## What people say

> The town belongs to the sea.

She calls it “a small miracle of steel and paint”, and nobody laughs. The next boat leaves at noon tomorrow.
"""
PAGE = Page("ferry.md", ARTICLE.encode(), "text/markdown")
OTHER = "tone:soft"
"""Quieter than the article's voice, and of another sample rate."""


@pytest.fixture
def two(settings: Settings) -> Settings:
    return dataclasses.replace(
        settings, quote_voice=OTHER, title_voice=OTHER, format=("wav",), watermark=False, reminder_minutes=0.0
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, npt.NDArray[np.int16]]:
    """A narration of two voices, and its sound."""
    folder = tmp_path_factory.mktemp("two")
    wanted = Settings(
        output=str(folder / "out"),
        cache_dir=folder / "cache",
        voice="tone",
        quote_voice=OTHER,
        title_voice=OTHER,
        format=("wav",),
        sign=False,
        page=False,
        watermark=False,
        reminder_minutes=0.0,
    )
    narration = narrate(dataclasses.replace(PAGE, body=PAGE.body * 4), wanted)
    path = Path(wanted.output, narration.slug, narration.files[0].name)
    return narration, np.concatenate(list(containers.of(path).decoded(path)))


def said_by(script: Script, voice: str) -> list[str]:
    return [each.written for each in script.utterances if each.voice == voice]


def test_quotes_and_headlines_have_their_voice_and_everything_else_the_articles(two: Settings) -> None:
    script = scripted(PAGE, two)
    assert said_by(script, OTHER) == [
        "The ferry is back",
        "“We waited for two winters,”",
        "“Now we go.”",
        "What people say",
        "The town belongs to the sea.",
        "“a small miracle of steel and paint”,",
    ]
    assert "A “so called” fleet left at noon." in said_by(script, "")
    assert [each.id for each in script.voices] == ["tone:sine", OTHER]


@pytest.mark.parametrize(("quote", "title", "first"), [(OTHER, None, "“We"), (None, OTHER, "The ferry")])
def test_either_part_can_have_a_voice_alone(quote: str | None, title: str | None, first: str, two: Settings) -> None:
    script = scripted(PAGE, dataclasses.replace(two, quote_voice=quote, title_voice=title))
    assert said_by(script, OTHER)[0].startswith(first)


def test_the_articles_own_voice_as_the_voice_for_quotes_changes_nothing(two: Settings) -> None:
    plain = dataclasses.replace(two, quote_voice=None, title_voice=None)
    same = dataclasses.replace(two, quote_voice="tone:sine", title_voice="tone")
    assert scripted(PAGE, same) == scripted(PAGE, plain)
    assert {each.voice for each in scripted(PAGE, plain).utterances} == {""}


def test_any_number_of_workers_and_a_cold_or_warm_cache_give_the_same_samples(two: Settings, tmp_path: Path) -> None:
    digests = {
        narrate(
            PAGE,
            dataclasses.replace(two, output=str(tmp_path / name), cache_dir=tmp_path / cache, workers=workers),
        ).pcm_sha256
        for name, cache, workers in [("a", "1", 1), ("b", "2", 2), ("c", "3", 3), ("d", "3", None)]
    }
    assert len(digests) == 1


def test_children_killed_at_random_change_no_sample(two: Settings, tmp_path: Path) -> None:
    script = scripted(dataclasses.replace(PAGE, body=PAGE.body * 6), two)
    calm, _ = _clips(script, dataclasses.replace(two, cache_dir=tmp_path / "calm"), random.Random(0), share=0.0)
    wild, kills = _clips(script, dataclasses.replace(two, cache_dir=tmp_path / "wild"), random.Random(1), share=0.3)
    assert wild == calm
    assert kills > 3


def _clips(script: Script, settings: Settings, rng: random.Random, *, share: float) -> tuple[list[bytes], int]:
    """The clips of a script, while children of all its voices are killed; and how many were."""
    kills, spoken = 0, list[bytes]()
    with Pool(keeps=False) as pool, Speakers(script.voice, "en", settings, pool) as speakers:
        speakers.join(script.others)
        for _, _, clip in speakers.clips(script.utterances):
            spoken.append(clip.samples.tobytes())
            pids = [worker.pid for each in speakers._all() for worker in each._workers if worker.pid]
            if pids and rng.random() < share:
                with contextlib.suppress(ProcessLookupError):  # replaced by now
                    os.kill(rng.choice(pids), signal.SIGKILL)
                    kills += 1
    return spoken, kills


def test_cues_are_as_exact_as_with_one_voice(made: tuple[Narration, npt.NDArray[np.int16]]) -> None:
    narration, sound = made
    cues = narration.timeline.cues
    assert len(sound) == narration.timeline.length
    assert [cue.sentence for cue in cues] == list(range(len(cues)))
    for cue in cues:
        assert narration.blocks[cue.block].text[cue.block_start : cue.block_end].strip() == cue.text
        assert np.abs(sound[cue.start : cue.start + 480]).max() > 100, f"{cue.text}: no sound where it begins"
        assert np.abs(sound[cue.end - 480 : cue.end]).max() > 100, f"{cue.text}: no sound where it ends"
    for before, after in itertools.pairwise(cues):
        assert not sound[before.end : after.start].any(), f"sound between {before.text!r} and {after.text!r}"


def test_a_sentence_of_two_voices_has_one_cue_of_the_one_that_says_most_of_it(
    made: tuple[Narration, npt.NDArray[np.int16]],
) -> None:
    voices = {cue.text: cue.voice for cue in made[0].timeline.cues}
    assert voices["“We waited for two winters,” said the captain."] == OTHER
    assert voices["She calls it “a small miracle of steel and paint”, and nobody laughs."] == OTHER
    assert voices["The pier was full."] == ""


def test_the_voices_are_equally_loud(made: tuple[Narration, npt.NDArray[np.int16]]) -> None:
    narration, sound = made
    cues = narration.timeline.cues
    parts = [np.concatenate([sound[c.start : c.end] for c in cues if c.voice == voice]) for voice in ("", OTHER)]
    own, other = (master.loudness([part], narration.timeline.sample_rate_hz).integrated_lufs for part in parts)
    assert other == pytest.approx(own, abs=1.0)


def test_a_peak_that_would_not_fit_makes_its_sentence_quieter_and_not_distorted() -> None:
    wave = np.round(20_000 * np.sin(np.arange(4_800) * 0.1)).astype(np.int16)
    louder = _louder(Clip(wave, 24_000), 12.0).samples.astype(float)
    assert np.abs(louder).max() == pytest.approx(32_767, abs=1)
    assert np.abs(louder - wave * (32_767 / np.abs(wave).max())).max() <= 1.0
    assert np.abs(_louder(Clip(wave, 24_000), -6.0206).samples - wave / 2).max() <= 1.0
    assert not len(_louder(Clip(wave[:0], 24_000), 6.0).samples)


def test_a_narration_names_all_its_voices(made: tuple[Narration, npt.NDArray[np.int16]]) -> None:
    assert [each.id for each in made[0].voices] == ["tone:sine", OTHER]


def test_another_voice_for_quotes_makes_a_narration_anew(two: Settings) -> None:
    assert recipe(two) != recipe(dataclasses.replace(two, quote_voice=None))


def test_a_passage_in_another_language_is_said_by_a_voice_of_that_language(settings: Settings) -> None:
    body = (
        "<article><h1>The toast</h1><p>At the end the mayor of the town raised his glass and spoke to all who came.</p>"
        '<p><span lang="fr">Nous avons tous attendu ce jour</span>, she answered, and then went home.</p>'
        '<p>She answered with <span lang="fr">merci bien</span> and left.</p></article>'
    )
    page = Page("toast.html", body.encode(), "text/html")
    script = scripted(page, dataclasses.replace(settings, voice="system", language="en"))
    foreign = [(each.written, each.language) for each in script.utterances if each.voice]
    assert foreign == [("Nous avons tous attendu ce jour,", "fr")]
    assert [each.languages[0].partition("-")[0] for each in script.others] == ["fr"]


def test_a_natural_voice_says_foreign_words_itself_where_only_a_machine_speaks_their_language(
    settings: Settings,
) -> None:
    body = (
        "<article><h1>The toast</h1><p>At the end the mayor of the town raised his glass and spoke to all who came.</p>"
        '<p>And then <i lang="la">e pluribus unum est</i>, or <q lang="ru">мы пришли домой вчера</q>, he said.</p>'
        '<p lang="de">Die Boote fahren seit gestern wieder über den Fluss.</p></article>'
    )
    page = Page("toast.html", body.encode(), "text/html")
    script = scripted(page, dataclasses.replace(settings, voice="hibari", language="en"))
    foreign = [(each.written, script.voice_of(each).languages[0]) for each in script.utterances if each.voice]
    assert foreign == [
        ("“мы пришли домой вчера”,", "ru"),
        ("Die Boote fahren seit gestern wieder über den Fluss.", "de"),
    ]


def test_a_passage_that_no_voice_speaks_is_read_by_the_articles_and_said_to_be(settings: Settings) -> None:
    body = f"<article><h1>Words</h1><p>{'The word is old. ' * 9}</p><p lang='tlh'>nuqneH vavnIʼ ghaH puqloDwIʼ</p></article>"
    script = scripted(
        Page("words.html", body.encode(), "text/html"), dataclasses.replace(settings, voice="hibari", language="en")
    )
    assert script.others == ()
    doubts = [each for each in script.doubts if each.kind is DoubtKind.FOREIGN_PASSAGE]
    assert len(doubts) == 1
    assert "tlh" in doubts[0].text


@pytest.mark.parametrize("wrong", [{"quote_voice": "hibari:hart"}, {"title_voice": "hibari:hart"}])
def test_a_voice_that_is_not_there_is_refused_before_a_sound_is_made(
    wrong: Any, settings: Settings, tmp_path: Path
) -> None:
    with pytest.raises(VoiceError, match=r"no voice .hart. \(the nearest are hibari:heart\)"):
        narrate(PAGE, dataclasses.replace(settings, **wrong))
    assert not list((tmp_path / "out").glob("*/*.mp3"))


class Mute(Tone):
    """A voice that is listed and cannot speak."""

    name = "mute"

    def voices(self) -> tuple[Voice, ...]:
        return (dataclasses.replace(super().voices()[0], id="mute:sine", engine=self.name),)

    def speak(self, text: str, voice: Voice, prosody: Prosody, language: str) -> Clip:
        raise RuntimeError("the voice's file is broken")


def test_a_voice_for_quotes_that_breaks_is_named_with_its_sentence_and_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = {"mute": EntryPoint("mute", f"{__name__}:Mute", engines.GROUP)}
    monkeypatch.setattr(engines, "_others", lambda: others)
    (tmp_path / "ferry.md").write_text(ARTICLE)
    out = tmp_path / "out"
    code = run(
        [
            "read",
            str(tmp_path / "ferry.md"),
            "-o",
            str(out),
            "--voice",
            "tone",
            "--quote-voice",
            "mute",
            "--workers",
            "1",
        ]
    )
    error = capsys.readouterr().err
    assert code == 7
    assert "mute" in error
    assert "We waited for two winters" in error
    assert not [each for each in out.rglob("*") if each.is_file() and each.suffix == ".mp3"]


def test_a_script_to_edit_names_the_other_voices_and_is_read_back_without_them(two: Settings, tmp_path: Path) -> None:
    script = scripted(PAGE, two)
    lines = list(preview.lines(script))
    assert f"1 {OTHER} | The ferry is back" in lines
    assert lines[0].startswith("0 | ")
    (tmp_path / "script.txt").write_text("\n".join(lines), encoding="utf-8")
    again = scripted(PAGE, two, edits=preview.edits(tmp_path / "script.txt"))
    assert again.utterances == script.utterances


def test_every_utterance_knows_its_speaker(two: Settings) -> None:
    script = scripted(PAGE, two)

    def name(utterance: Utterance) -> str:
        return script.voice_of(utterance).id

    assert {name(each) for each in script.utterances} == {"tone:sine", OTHER}
