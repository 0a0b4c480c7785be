"""Kokoro: how its voices come in, what it is given to say, and that it says it alike everywhere."""

from __future__ import annotations

import shutil
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from narrator.cli import command
from narrator.engines import added, choice, graph, offers
from narrator.engines.kokoro import MODEL_SHA256, Kokoro, _model, _official
from narrator.engines.worker import Worker
from narrator.errors import EngineError, OutputError, VoiceError
from narrator.model import Prosody, Voice, Word

SIWIS = Voice("kokoro:ff_siwis", "kokoro", "ff_siwis", ("fr-FR", "fr"), 24_000, "", "trainedAlgorithmicMedia")
DORA = Voice("kokoro:ef_dora", "kokoro", "ef_dora", ("es-ES", "es"), 24_000, "", "trainedAlgorithmicMedia")
SARA = Voice("kokoro:if_sara", "kokoro", "if_sara", ("it-IT", "it"), 24_000, "", "trainedAlgorithmicMedia")
DORA_BR = Voice("kokoro:pf_dora", "kokoro", "pf_dora", ("pt-BR", "pt"), 24_000, "", "trainedAlgorithmicMedia")
EMMA = Voice("kokoro:bf_emma", "kokoro", "bf_emma", ("en-GB", "en"), 24_000, "", "trainedAlgorithmicMedia")
ALPHA = Voice("kokoro:hf_alpha", "kokoro", "hf_alpha", ("hi-IN", "hi"), 24_000, "", "trainedAlgorithmicMedia")
TEXT = "Le conseil a voté hier soir le retour des bateaux, dit la maire."


@pytest.fixture
def siwis(kokoro_voices: Path, tmp_path: Path) -> Path:
    """A folder with the French voice, as a user may have it."""
    folder = tmp_path / "mine" / "voices"
    folder.mkdir(parents=True)
    (folder / "ff_siwis.bin").write_bytes(added.inside(str(kokoro_voices), "ff_siwis.bin"))
    return folder.parent


@pytest.fixture
def served(siwis: Path) -> Iterator[str]:
    """The same folder over HTTP, as the model's hub has it."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(siwis / "voices"))
    handler.log_message = lambda *args: None  # type: ignore[attr-defined]
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestAdding:
    def test_a_voice_comes_from_a_folder(self, siwis: Path) -> None:
        assert Kokoro().add("ff_siwis", str(siwis)).id == "kokoro:ff_siwis"
        assert [voice.id for voice in Kokoro().voices()] == ["kokoro:ff_siwis"]

    def test_a_voice_comes_from_an_address(self, served: str) -> None:
        assert Kokoro().add("ff_siwis", served).id == "kokoro:ff_siwis"

    @pytest.mark.parametrize("kind", ["zip", "tar"])
    def test_a_voice_comes_from_an_archive(self, siwis: Path, tmp_path: Path, kind: str) -> None:
        path = tmp_path / f"voices.{kind}"
        if kind == "zip":
            with zipfile.ZipFile(path, "w") as archive:
                archive.write(siwis / "voices" / "ff_siwis.bin", "deep/ff_siwis.bin")
        else:
            with tarfile.open(path, "w") as archive:
                archive.add(siwis, "deep")
        assert Kokoro().add("ff_siwis", str(path)).name == "ff_siwis"

    def test_a_language_brings_its_first_voice(self, kokoro_voices: Path) -> None:
        assert offers.added("fr", str(kokoro_voices)).id == "kokoro:ff_siwis"
        assert offers.added("pt-PT", str(kokoro_voices)).id == "kokoro:pf_dora"
        assert offers.added("em_alex", str(kokoro_voices)).id == "kokoro:em_alex"

    def test_all_official_voices_are_in_the_archive_with_their_digests(self, kokoro_voices: Path) -> None:
        with tarfile.open(kokoro_voices) as archive:
            names = {Path(each).stem for each in archive.getnames() if each.endswith(".bin")}
            assert names == set(_official())
            for each in archive:
                if each.name.endswith(".bin"):
                    assert added.sha256(archive.extractfile(each).read()) == _official()[Path(each.name).stem]

    def test_another_file_under_a_voices_name_is_refused_and_nothing_is_kept(self, siwis: Path) -> None:
        path = siwis / "voices" / "ff_siwis.bin"
        path.write_bytes(path.read_bytes()[:-4] + b"\0\0\0\0")
        with pytest.raises(VoiceError, match="is not that voice"):
            Kokoro().add("ff_siwis", str(siwis))
        assert not Kokoro().voices()

    def test_a_voice_of_ones_own_is_taken_and_comes_first(self, siwis: Path) -> None:
        shutil.copy(siwis / "voices" / "ff_siwis.bin", siwis / "ff_anna.bin")
        assert Kokoro().add("ff_anna", str(siwis)).languages == ("fr-FR", "fr")
        Kokoro().add("ff_siwis", str(siwis))
        assert [voice.name for voice in Kokoro().voices()] == ["ff_anna", "ff_siwis"]

    @pytest.mark.parametrize("name", ["ff_nobody", "../ff_siwis", "ff_siwis/..", "x", ""])
    def test_a_name_that_no_voice_has_is_refused(self, name: str) -> None:
        with pytest.raises(VoiceError, match="no voice"):
            Kokoro().add(name)

    def test_a_place_without_the_voice_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(VoiceError, match=r"no ff_siwis\.bin in"):
            Kokoro().add("ff_siwis", str(tmp_path))
        with pytest.raises(VoiceError, match="cannot be read"):
            Kokoro().add("ff_siwis", str(tmp_path / "nowhere"))
        (tmp_path / "note.txt").write_text("no archive")
        with pytest.raises(VoiceError, match="no folder and no archive"):
            Kokoro().add("ff_siwis", str(tmp_path / "note.txt"))

    def test_a_cut_archive_is_an_error_with_a_name(self, kokoro_voices: Path, tmp_path: Path) -> None:
        path = tmp_path / "cut.tgz"
        path.write_bytes(kokoro_voices.read_bytes()[:400_000])
        with pytest.raises(VoiceError, match=r"cut\.tgz"):
            Kokoro().add("ff_siwis", str(path))

    def test_an_address_that_does_not_answer_says_how_else(self, served: str) -> None:
        for place in ("http://127.0.0.1:9", f"{served}/nothing"):
            with pytest.raises(VoiceError) as failed:
                Kokoro().add("ff_siwis", place)
            assert "--from" in failed.value.hint

    def test_a_folder_that_cannot_be_written_is_an_error_with_its_path(
        self, siwis: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        (tmp_path / "full").write_text("a file where a folder should be")
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "full"))
        with pytest.raises(OutputError, match="ff_siwis"):
            Kokoro().add("ff_siwis", str(siwis))

    def test_the_command_adds_one_and_lists_what_there_is(self, kokoro_voices: Path) -> None:
        run = CliRunner().invoke(command, ["voices", "add", "--list", "it", "--from", str(kokoro_voices)])
        assert run.exit_code == 0
        assert [line.split()[0] for line in run.stdout.splitlines()] == ["kokoro:if_sara", "kokoro:im_nicola"]
        run = CliRunner().invoke(command, ["voices", "add", "kokoro:if_sara", "--from", str(kokoro_voices)])
        assert run.exit_code == 0
        assert "it-IT" in run.output
        assert "kokoro:if_sara" in CliRunner().invoke(command, ["voices", "--lang", "it"]).output


def test_without_a_voice_other_languages_are_the_systems() -> None:
    assert "voices add" in Kokoro().available()
    assert choice.choose("fr")[0].engine == "system"


def test_a_voice_that_was_added_speaks_its_language(kokoro: Kokoro) -> None:
    assert choice.choose("fr-CA")[0].id == "kokoro:ff_siwis"
    assert choice.choose("en-US")[0].id == "hibari:heart"
    assert choice.choose("de")[0].engine == "system"


@pytest.mark.parametrize(
    ("voice", "text", "phonemes"),
    [
        (SIWIS, "Le conseil a voté hier.", "lə kɔ̃sˈɛj a votˈe jˈɛʁ."),
        (SIWIS, "« Oui », dit-elle : ça va ?", "“wˈi”, dˈitˈɛl: sa vˈa?"),
        (SIWIS, "L'eau (douce) — enfin…", "lˈo (dˈus) — ɑ̃fˈɛ̃…"),
        (SIWIS, "Le [Guardian](:en) écrit.", "lˈə ɡˈɑːdiən ekʁˈi."),
        (SIWIS, "Monsieur [Ngũgĩ](/ŋɡuɡi/) parle.", "məsjˈø ŋɡuɡi pˈaʁl."),
        (DORA, "¿Qué pasa en la ciudad?", "kˈe pˈasa en la θjuðˈad?"),
        (SARA, "Ciao, la città è bella!", "ʧˈao, la ʧitːˈa e bˈɛlla!"),
        (DORA_BR, "Não é de noite.", "nˌɐ̃ʊ̃ ɛ ʤy nˈoɪʧy."),
        (ALPHA, "नमस्ते।", "nəmˈʌsteː."),
    ],
)
def test_what_the_model_is_given(voice: Voice, text: str, phonemes: str) -> None:
    assert Kokoro().phonemes(text, voice) == phonemes


def test_british_english_is_another_dictionary() -> None:
    heart = Voice("kokoro:af_heart", "kokoro", "af_heart", ("en-US", "en"), 24_000, "", "trainedAlgorithmicMedia")
    assert Kokoro().phonemes("The new car.", EMMA) != Kokoro().phonemes("The new car.", heart)


@pytest.mark.parametrize(
    ("word", "given"),
    [
        (Word("Guardian,", 0, 8, language="en"), "[Guardian](:en),"),
        (Word("Ngũgĩ", 0, 5, ipa="ŋɡuɡi"), "[Ngũgĩ](/ŋɡuɡi/)"),
        (Word("[chat](/x/)", 0, 11), "chat (/x/)"),
        (Word("Paris", 0, 5, language="fr"), "Paris"),
    ],
)
def test_a_word_with_its_own_sound_is_marked_and_an_article_cannot_mark_one(word: Word, given: str) -> None:
    assert Kokoro().text([word], "fr-FR").strip() == given


def test_a_pitch_or_a_text_without_sounds_is_refused(kokoro: Kokoro) -> None:
    with pytest.raises(EngineError, match="no pitch"):
        kokoro.speak(TEXT, SIWIS, Prosody(pitch_semitones=1), "fr")
    with pytest.raises(EngineError, match="no sounds"):
        kokoro.speak(" ", SIWIS, Prosody(), "fr")
    with pytest.raises(EngineError, match="phonemes in one utterance"):
        kokoro.speak("Bonjour à tous. " * 60, SIWIS, Prosody(), "fr")


def test_a_voice_that_was_taken_away_is_an_error_that_says_how_to_get_it_back(kokoro: Kokoro) -> None:
    with pytest.raises(EngineError) as failed:
        kokoro.speak("Ciao.", SARA, Prosody(), "it")
    assert failed.value.hint == "narrator voices add kokoro:if_sara"


@pytest.mark.stress
def test_equal_words_sound_alike_in_every_process_and_after_a_fork(kokoro: Kokoro) -> None:
    alone = kokoro.speak(TEXT, SIWIS, Prosody(), "fr").samples
    workers = [Worker("kokoro") for _ in range(2)]
    workers[0].load(SIWIS, Prosody(), "fr", workers[1:])
    for worker in workers:
        assert np.array_equal(worker.speak(TEXT, SIWIS, Prosody(), "fr", limit_s=60).samples, alone)
        worker.close()


def test_where_no_cache_can_be_written_the_model_is_read_from_memory(
    kokoro: Kokoro, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "full").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "full"))
    model = _model()
    assert isinstance(model, bytes)
    assert added.sha256(model[: -len(graph.output("/encoder/CumSum_output_0"))]) == MODEL_SHA256
