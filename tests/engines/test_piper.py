"""Piper: its catalogue, what is checked before a voice is kept, and how it speaks. A server of ours stands for the hub."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from narrator.cli import command
from narrator.engines import added, choice, offers
from narrator.engines.notation import NOTED
from narrator.engines.piper import Piper, _raw, is_free
from narrator.engines.worker import Worker
from narrator.errors import EngineError, VoiceError
from narrator.model import Prosody, Word

TEXT = "The harbor is open again, and the first boats are back."


def card(licence: str) -> str:
    return f"# Model card\n\n* Language: de_DE\n\n## Dataset\n\n* URL: somewhere\n* License: {licence}\n"


class Catalogue:
    """A folder as the hub has it, with a German voice that is the package's American one under another name."""

    def __init__(self, folder: Path, joe: Path) -> None:
        self.folder, self._joe = folder, joe
        self._entries: dict[str, Any] = {}

    def add(self, name: str, licence: str, **config: object) -> None:
        code, speaker, quality = name.split("-")
        home = self.folder / code.partition("_")[0] / code / speaker / quality
        home.mkdir(parents=True)
        settings = json.loads((self._joe / "en_US-joe-medium.onnx.json").read_text())
        settings |= {"language": {"code": code}, "espeak": {"voice": code.partition("_")[0]}, **config}
        (home / f"{name}.onnx.json").write_text(json.dumps(settings))
        (home / f"{name}.onnx").symlink_to(self._joe / "en_US-joe-medium.onnx")
        (home / "MODEL_CARD").write_text(card(licence))
        files = {
            str(each.relative_to(self.folder)): {
                "size_bytes": each.stat().st_size,
                "md5_digest": hashlib.md5(each.read_bytes(), usedforsecurity=False).hexdigest(),
            }
            for each in home.iterdir()
        }
        self._entries[name] = {"key": name, "language": {"code": code}, "quality": quality, "files": files}
        (self.folder / "voices.json").write_text(json.dumps(self._entries))


@pytest.fixture
def catalogue(tmp_path: Path, joe: Path) -> Catalogue:
    if missing := Piper().missing():
        pytest.skip(missing)
    made = Catalogue(tmp_path / "hub", joe)
    made.add("de_DE-anna-low", "CC0")
    made.add("de_DE-berta-medium", "CC BY-NC-SA 4.0")
    made.add("de_DE-carla-medium", "CC BY 4.0")
    made.add("de_AT-dora-high", "see the URL")
    return made


@pytest.fixture
def address(catalogue: Catalogue) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(catalogue.folder))
    handler.log_message = lambda *args: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestCatalogue:
    def test_a_language_is_listed_with_quality_size_and_licence(self, address: str) -> None:
        run = CliRunner().invoke(command, ["voices", "add", "--list", "de", "--from", address])
        lines = [line for line in run.output.splitlines() if line.startswith("piper:")]
        assert [line.split()[0] for line in lines] == [
            "piper:de_DE-carla-medium",
            "piper:de_DE-anna-low",
            "piper:de_AT-dora-high",
            "piper:de_DE-berta-medium",
        ]
        assert "63.2 MB  CC BY 4.0 (may be published; medium quality" in lines[0]
        assert "CC BY-NC-SA 4.0 (may NOT be published by everybody" in lines[3]
        assert "see the URL (read its licence" in lines[2]

    def test_from_then_on_german_is_spoken_by_the_first_free_voice(self, address: str) -> None:
        run = CliRunner().invoke(command, ["voices", "add", "de", "--from", address])
        assert run.exit_code == 0, run.output
        assert "piper:de_DE-carla-medium speaks de-DE de" in run.output
        voice, _ = choice.choose("de")
        assert (voice.id, voice.licence, voice.sample_rate_hz) == ("piper:de_DE-carla-medium", "CC BY 4.0", 22_050)

    def test_where_no_licence_is_plain_the_user_chooses(self, address: str, catalogue: Catalogue) -> None:
        catalogue.add("nl_NL-eva-medium", "Unknown")
        with pytest.raises(VoiceError) as failed:
            offers.added("nl", address)
        assert "nl_NL-eva-medium" in failed.value.hint
        assert offers.added("piper:nl_NL-eva-medium", address).languages == ("nl-NL", "nl")

    def test_another_file_than_the_catalogues_is_refused_and_nothing_is_kept(
        self, address: str, catalogue: Catalogue
    ) -> None:
        model = catalogue.folder / "de/de_DE/anna/low/de_DE-anna-low.onnx"
        body = bytearray(model.read_bytes())
        model.unlink()
        body[-1] ^= 1
        model.write_bytes(body)
        with pytest.raises(VoiceError, match="not the file of the catalogue"):
            Piper().add("de_DE-anna-low", address)
        assert not Piper().voices()

    def test_a_voice_that_the_catalogue_has_not_names_its_neighbours(self, address: str) -> None:
        with pytest.raises(VoiceError) as failed:
            Piper().add("de_DE-nobody-low", address)
        assert "de_DE-anna-low" in failed.value.hint

    @pytest.mark.parametrize("body", ["", "[]", '{"x": {}}', "<html>"])
    def test_what_is_no_catalogue_is_refused(self, address: str, catalogue: Catalogue, body: str) -> None:
        (catalogue.folder / "voices.json").write_text(body)
        with pytest.raises(VoiceError, match="is no catalogue"):
            Piper().add("de_DE-anna-low", f"{address}/")

    def test_a_catalogue_that_cannot_be_reached_leaves_other_engines_their_offers(self) -> None:
        found, obstacles = offers.offers("fr", "http://127.0.0.1:9")
        assert [each for each in obstacles if each.startswith("piper: ")]
        assert all(offer.voice.engine != "piper" for offer in found)

    def test_a_voice_that_piper_alone_cannot_speak_is_refused(self, address: str, catalogue: Catalogue) -> None:
        catalogue.add("zh_CN-mei-medium", "CC0", phoneme_type="pinyin")
        with pytest.raises(VoiceError, match="pinyin"):
            Piper().add("zh_CN-mei-medium", address)

    def test_each_speaker_of_a_voice_is_one(self, address: str, catalogue: Catalogue) -> None:
        catalogue.add("it_IT-duo-medium", "CC0", num_speakers=2, speaker_id_map={"anna": 0, "ugo": 1})
        Piper().add("it_IT-duo-medium#ugo", address)
        assert [voice.name for voice in Piper().voices()] == ["it_IT-duo-medium#anna", "it_IT-duo-medium#ugo"]
        assert choice.choose("it", "piper:it_IT-duo-medium#ugo")[0].name == "it_IT-duo-medium#ugo"


class TestFolder:
    def test_a_voice_comes_from_a_folder_without_a_catalogue(self, piper: Piper) -> None:
        (voice,) = piper.voices()
        assert (voice.id, voice.languages, voice.licence) == ("piper:en_US-joe-medium", ("en-US", "en"), "CC0")

    @pytest.mark.parametrize("name", ["joe", "../en_US-joe-medium", "en_US-joe-huge", ""])
    def test_a_name_that_no_voice_has_is_refused(self, name: str, joe: Path) -> None:
        with pytest.raises(VoiceError, match="no name of a Piper voice"):
            Piper().add(name, str(joe))

    def test_settings_that_are_none_are_refused(self, joe: Path, tmp_path: Path) -> None:
        (tmp_path / "de_DE-x-low.onnx").write_bytes(b"model")
        (tmp_path / "de_DE-x-low.onnx.json").write_text("{}")
        with pytest.raises(VoiceError, match="not those of a Piper voice"):
            Piper().add("de_DE-x-low", str(tmp_path))

    def test_a_model_that_is_none_is_an_error_when_it_should_speak(self, piper: Piper) -> None:
        (added.folder("piper") / "en_US-joe-medium.onnx").write_bytes(b"no model")
        with pytest.raises(EngineError, match="cannot be loaded"):
            piper.speak(TEXT, piper.voices()[0], Prosody(), "en-US")

    def test_a_model_that_was_replaced_has_another_fingerprint(self, piper: Piper) -> None:
        (voice,) = piper.voices()
        before = piper.fingerprint(voice)
        (added.folder("piper") / "en_US-joe-medium.onnx").write_bytes(b"another")
        assert piper.fingerprint(voice) != before


def test_english_stays_hibaris_where_piper_has_a_voice_too(piper: Piper) -> None:
    assert choice.choose("en-US")[0].id == "hibari:heart"
    assert choice.choose("en-US", "piper")[0].id == "piper:en_US-joe-medium"


def test_the_licence_of_the_engine_is_said_where_it_is_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrator.engines.piper.find_spec", lambda name: None)
    assert "GPL-3.0" in Piper().missing()
    with pytest.raises(VoiceError) as failed:
        offers.added("de", "http://127.0.0.1:9")
    assert "GPL-3.0" in failed.value.hint
    assert "[piper]" in failed.value.hint


@pytest.mark.parametrize(
    ("licence", "free"),
    [
        ("CC0", True),
        ("CC BY 4.0", True),
        ("https://creativecommons.org/licenses/by/4.0/", None),
        ("cc-by-sa-4.0", True),
        ("CC BY-NC-SA 4.0", False),
        ("Public domain", True),
        ("MIT", True),
        ("for research only", False),
        ("non-commercial", False),
        ("unknown", None),
        ("", None),
    ],
)
def test_what_a_licence_says_of_publishing(licence: str, free: bool | None) -> None:
    assert is_free(licence) is free


@pytest.mark.parametrize(
    ("word", "given"),
    [
        (Word("Ngũgĩ,", 0, 5, ipa="ŋɡuɡi"), "[[ŋɡuɡi]],"),
        (Word("Schröder", 0, 5, language="de"), "[[ʃrˈøːdɜ]]"),
        (Word("[[x]]", 0, 5), "x"),
        (Word("plain.", 0, 5), "plain."),
    ],
)
def test_a_word_with_its_own_sound_reaches_piper_as_phonemes(word: Word, given: str) -> None:
    assert NOTED.sub(_raw, Piper().text([word], "en-US")).strip() == given


def test_a_pitch_or_a_text_without_sounds_is_refused(piper: Piper) -> None:
    (voice,) = piper.voices()
    with pytest.raises(EngineError, match="no pitch"):
        piper.speak(TEXT, voice, Prosody(pitch_semitones=1), "en-US")
    with pytest.raises(EngineError, match="no sound"):
        piper.speak(" ", voice, Prosody(), "en-US")


def test_equal_words_sound_alike_in_every_process_and_after_a_fork(piper: Piper) -> None:
    (voice,) = piper.voices()
    alone = piper.speak(TEXT, voice, Prosody(), "en-US").samples
    workers = [Worker("piper") for _ in range(2)]
    workers[0].load(voice, Prosody(), "en-US", workers[1:])
    for worker in workers:
        assert np.array_equal(worker.speak(TEXT, voice, Prosody(), "en-US", limit_s=120).samples, alone)
        worker.close()


def test_two_sentences_have_a_pause_between_them(piper: Piper) -> None:
    (voice,) = piper.voices()
    clip = piper.speak("It rained. We stayed.", voice, Prosody(), "en-US")
    quiet = np.abs(clip.samples[2_205:-6_615].astype(np.int32)) < 200
    longest = max(map(len, "".join("1" if each else " " for each in quiet).split()))
    assert longest >= 0.15 * clip.sample_rate_hz
