"""Speech services, against a server of ours that behaves as theirs are documented, faults included."""

from __future__ import annotations

import dataclasses
import json
import logging
import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from narrator import pipeline, synthesize
from narrator.cache import Cache
from narrator.cli import command
from narrator.engines import remote, services
from narrator.errors import EngineError, RefusedError, SettingsError, VoiceError
from narrator.fetch import page
from narrator.model import BlockKind, DoubtKind, Prosody, Sentence, Utterance, Voice, Word
from narrator.narrator import narrate
from narrator.purse import Purse
from narrator.settings import Service, Settings
from narrator.settings.recipe import recipe
from narrator.synthesize import Synthesizer
from tests.conftest import SAMPLES
from tests.engines.speech_server import KEY, SpeechServer

PLAIN = Prosody()


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("ELEVENLABS_API_KEY", KEY)
    monkeypatch.setenv("NARRATION_RUN", "test")
    monkeypatch.setattr(remote, "FIRST_WAIT_S", 0.01)
    monkeypatch.setattr(remote, "QUEUE_WAIT_S", 0.02)


@pytest.fixture
def server() -> Iterator[SpeechServer]:
    with SpeechServer() as made:
        yield made


def table(server: SpeechServer, kind: str = "openai", **more: object) -> dict[str, Service]:
    return {"mine": Service(kind=kind, base_url=server.address, price_per_million=15.0, **more)}  # type: ignore[arg-type]


def voice(server: SpeechServer, kind: str = "openai", **more: object) -> Voice:
    found = services.voice("mine:nova", table(server, kind, **more))
    assert found is not None
    return found


def utterance(text: str, index: int = 0) -> Utterance:
    words = tuple(Word(word, 0, 0) for word in text.split())
    return Utterance(
        index, 0, BlockKind.PARAGRAPH, text, "en", (Sentence(0, len(text), 0, len(text), index),), 0.3, words=words
    )


def script(count: int) -> list[Utterance]:
    return [utterance(f"Sentence number {i} of the long run.", i) for i in range(count)]


class TestVoice:
    def test_a_service_speaks_only_where_it_is_named(self, server: SpeechServer) -> None:
        assert services.voice("hibari:heart", table(server)) is None
        found = services.voice("mine", table(server))
        assert found is not None
        assert found.id == "mine:alloy"

    def test_the_key_is_in_nothing_that_is_kept(self, server: SpeechServer) -> None:
        assert KEY not in repr(voice(server))

    def test_a_voice_has_to_be_named_where_a_service_has_none_of_its_own(self, server: SpeechServer) -> None:
        with pytest.raises(VoiceError, match="no voice of its own"):
            services.voice("mine", table(server, "elevenlabs"))

    @pytest.mark.parametrize(
        "wrong", [{"kind": "polly"}, {"base_url": "ftp://x"}, {"fields": "[1]"}, {"fields": "{"}, {"concurrency": 0}]
    )
    def test_a_table_that_makes_no_request_is_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(SettingsError, match="service"):
            Service(**wrong)  # type: ignore[arg-type]

    def test_what_is_heard_of_a_service_is_part_of_a_narrations_recipe_and_its_price_is_not(
        self, server: SpeechServer
    ) -> None:
        settings = Settings(voice="mine", service=table(server))
        dearer = Settings(voice="mine", service=table(server, currency="EUR", concurrency=9))
        other = Settings(voice="mine", service=table(server, model="tts-2"))
        assert recipe(settings) == recipe(dearer) != recipe(other)
        assert recipe(Settings(voice="tone", service=table(server))) == recipe(Settings(voice="tone"))


@pytest.mark.parametrize("kind", ["openai", "elevenlabs"])
class TestFaults:
    def test_two_hundred_sentences_are_all_spoken_and_none_is_paid_twice(
        self, kind: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        rng = random.Random(7)
        kinds = ["429", "503", "queue", "busy", "cut", "odd", "reset"]
        plan = [rng.choice(kinds) if rng.random() < 0.2 else "" for _ in range(2_000)]
        with SpeechServer(lambda number: plan[number], limit=3) as server:
            speaker = voice(server, kind, concurrency=6)
            for _ in range(2):  # the second time all is in the cache
                with Synthesizer(speaker, PLAIN, cache=Cache(tmp_path / "cache")) as synthesizer:
                    clips = list(synthesizer.clips(script(200)))
            assert len(clips) == 200
            assert len(server.paid) == 200
            assert set(server.paid.values()) == {1}
            assert server.most_at_once <= 6
        written = [each.read_bytes() for each in tmp_path.rglob("*") if each.is_file()]
        assert not any(KEY.encode() in each for each in written)
        assert KEY not in caplog.text

    @pytest.mark.parametrize("fault", ["400", "402", "quota"])
    def test_what_another_try_would_not_mend_is_asked_once(self, kind: str, fault: str, tmp_path: Path) -> None:
        with SpeechServer(lambda number: fault) as server:
            with (
                Synthesizer(voice(server, kind, concurrency=1), PLAIN, cache=Cache(tmp_path)) as synthesizer,
                pytest.raises(RefusedError) as failed,
            ):
                synthesizer.clip(utterance("A sentence of some length."))
            assert len(server.asked) == 1
            assert KEY not in str(failed.value)

    def test_a_wrong_key_is_asked_once_and_shown_nowhere(
        self, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-wrong-key")
        monkeypatch.setenv("ELEVENLABS_API_KEY", "sk-wrong-key")
        with SpeechServer() as server:
            with (
                Synthesizer(voice(server, kind), PLAIN, cache=Cache(tmp_path)) as synthesizer,
                pytest.raises(RefusedError, match="401") as failed,
            ):
                synthesizer.clip(utterance("A sentence of some length."))
            assert len(server.asked) == 1
        assert "sk-wrong-key" not in str(failed.value)

    def test_a_service_that_is_down_is_asked_so_often_and_the_sentence_is_named(
        self, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remote, "TRIES", 3)
        with SpeechServer(lambda number: "503") as server:
            with (
                Synthesizer(voice(server, kind), PLAIN, cache=Cache(tmp_path)) as synthesizer,
                pytest.raises(EngineError, match=r"A sentence of some length.*503"),
            ):
                synthesizer.clip(utterance("A sentence of some length."))
            assert len(server.asked) == 3 * synthesize.TRIES

    def test_silence_is_no_sentence(self, kind: str, tmp_path: Path) -> None:
        with (
            SpeechServer(lambda number: "silence" if number == 1 else "") as server,
            Synthesizer(voice(server, kind), PLAIN, cache=Cache(tmp_path)) as synthesizer,
        ):
            assert synthesizer.clip(utterance("A sentence of some length.")).samples.any()
            assert len(server.asked) == 2


class TestRequest:
    def test_markup_that_an_article_contains_reaches_no_service(self, server: SpeechServer, tmp_path: Path) -> None:
        for kind in ("openai", "elevenlabs"):
            with Synthesizer(voice(server, kind), PLAIN, cache=Cache(tmp_path)) as synthesizer:
                synthesizer.clip(utterance('Wait [pause:9s] here, <break time="3s"/> and [word](/x/) {now}.'))
        for asked in server.asked:
            assert not set("[]<>{}") & set(asked.get("input") or asked["text"])

    def test_elevenlabs_hears_what_stands_around_a_sentence(self, server: SpeechServer, tmp_path: Path) -> None:
        lines = [utterance("The first one here.", 0), utterance("The second one here.", 1), utterance("The third.", 2)]
        with Synthesizer(voice(server, "elevenlabs", concurrency=1), PLAIN, cache=Cache(tmp_path)) as synthesizer:
            list(synthesizer.clips(lines))
        around = [(each.get("previous_text"), each.get("next_text")) for each in server.asked]
        assert around == [
            (None, "The second one here."),
            ("The first one here.", "The third."),
            ("The second one here.", None),
        ]
        assert {each["seed"] for each in server.asked} == {0}

    def test_more_fields_go_with_each_request(self, server: SpeechServer, tmp_path: Path) -> None:
        fields = '{"normalization_options": {"normalize": false}}'
        with Synthesizer(voice(server, fields=fields), PLAIN, cache=Cache(tmp_path)) as synthesizer:
            synthesizer.clip(utterance("A sentence of some length."))
        assert server.asked[0]["normalization_options"] == {"normalize": False}
        assert (server.asked[0]["voice"], server.asked[0]["response_format"]) == ("nova", "pcm")

    def test_a_server_of_ones_own_needs_no_key_and_openai_does(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("OPENAI_API_KEY")
        with SpeechServer(key="") as server, Synthesizer(voice(server), PLAIN, cache=Cache(tmp_path)) as synthesizer:
            assert synthesizer.clip(utterance("A sentence of some length.")).samples.any()
        speaker = services.voice("mine", {"mine": Service()})
        assert speaker is not None
        with (
            Synthesizer(speaker, PLAIN, cache=Cache(tmp_path)) as synthesizer,
            pytest.raises(RefusedError, match="OPENAI_API_KEY"),
        ):
            synthesizer.clip(utterance("Another sentence of some length."))

    def test_a_wav_of_unknown_length_is_read_to_its_end_and_mp3_is_refused(
        self, server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remote, "TRIES", 1)
        server.form = "wav"
        with Synthesizer(voice(server), PLAIN, cache=Cache(tmp_path)) as synthesizer:
            assert len(synthesizer.clip(utterance("A sentence of some length.")).samples) == 26 * 1_200
        server.form = "mp3"
        with (
            Synthesizer(voice(server), PLAIN, cache=Cache(tmp_path)) as synthesizer,
            pytest.raises(EngineError, match="no 16 bit PCM"),
        ):
            synthesizer.clip(utterance("Another sentence of some length."))


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100])
def test_a_wav_of_another_rate_is_resampled(rate: int) -> None:
    import io
    import wave

    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((np.sin(np.arange(rate) / 20) * 9_000).astype("<i2").tobytes())
    clip = remote.pcm(file.getvalue(), 24_000)
    assert clip.sample_rate_hz == 24_000
    assert len(clip.samples) == pytest.approx(24_000, abs=2)


@pytest.mark.parametrize("body", [b"", b"\0", b"{}", b"<html>", b"OggS\0\0", b"RIFF\0\0\0\0WAVE", b"\xff\xfb\0\0"])
def test_what_is_no_sound_is_none(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"sent|came"):
        remote.pcm(body, 24_000)


class TestMoney:
    def settings(self, server: SpeechServer, tmp_path: Path, **more: object) -> Settings:
        return Settings(
            output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="mine:nova", sign=False, page=False,
            service=table(server), **more,  # type: ignore[arg-type]
        )  # fmt: skip

    def test_the_price_is_known_before_and_is_nothing_for_what_was_spoken(
        self, server: SpeechServer, tmp_path: Path
    ) -> None:
        settings = self.settings(server, tmp_path)
        found = pipeline.scripted(page(str(SAMPLES / "post.md"), settings), settings)
        before = pipeline.cost(found, settings)
        assert before is not None
        narration = narrate(SAMPLES / "post.md", settings)
        asked = sum(len(each["input"]) for each in server.asked)
        assert (before.characters, before.currency) == (asked, "USD")
        assert before.amount == pytest.approx(asked * 15e-6)
        after = pipeline.cost(found, settings)
        assert after is not None
        assert after.characters == 0
        assert [each.kind for each in narration.doubts if each.kind is DoubtKind.LEAVES_MACHINE]
        assert narration.label.digital_source_type == "trainedAlgorithmicMedia"
        assert narration.voice.provider == f"{services.host(server.address)}, gpt-4o-mini-tts"
        assert not any(KEY.encode() in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())

    def test_a_budget_stops_before_the_request_that_would_exceed_it_and_keeps_what_was_paid(
        self, server: SpeechServer, tmp_path: Path
    ) -> None:
        settings = self.settings(server, tmp_path, budget=0.004)
        with pytest.raises(RefusedError, match="budget"):
            narrate(SAMPLES / "post.md", settings)
        paid = sum(len(text) * count for text, count in server.paid.items()) * 15e-6
        assert 0.001 < paid <= 0.004
        narrate(SAMPLES / "post.md", dataclasses.replace(settings, budget=None))
        assert set(server.paid.values()) == {1}

    def test_a_service_that_reads_the_quotes_alone_gets_and_is_paid_for_no_other_word(
        self, server: SpeechServer, tmp_path: Path
    ) -> None:
        quoted = "“We waited for two winters,” said the captain. “Now we go.” The pier was full."
        (tmp_path / "ferry.md").write_text(f"# The ferry is back\n\n{quoted}\n")
        settings = self.settings(server, tmp_path, quote_voice="mine:nova")
        settings = dataclasses.replace(settings, voice="tone", cache_dir=tmp_path / "cache")
        found = pipeline.scripted(page(str(tmp_path / "ferry.md"), settings), settings)
        before = pipeline.cost(found, settings)
        assert before is not None
        narration = narrate(tmp_path / "ferry.md", settings)
        asked = {each["input"] for each in server.asked}
        assert {text.strip("“”,. ") for text in asked} == {"We waited for two winters", "Now we go"}
        assert before.characters == sum(map(len, asked))
        assert [each.id for each in narration.voices] == ["tone:sine", "mine:nova"]
        assert narration.label.digital_source_type == "trainedAlgorithmicMedia"
        assert DoubtKind.LEAVES_MACHINE in {each.kind for each in narration.doubts}
        assert not any(KEY.encode() in each.read_bytes() for each in tmp_path.rglob("*") if each.is_file())

    def test_services_of_two_currencies_are_refused_since_one_budget_cannot_count_them(
        self, server: SpeechServer, tmp_path: Path
    ) -> None:
        both = {"mine": table(server)["mine"], "theirs": table(server, currency="EUR")["mine"]}
        settings = dataclasses.replace(self.settings(server, tmp_path, quote_voice="theirs:nova"), service=both)
        with pytest.raises(SettingsError, match="USD and EUR"):
            narrate(SAMPLES / "post.md", settings)
        assert not server.asked

    def test_a_run_of_several_processes_has_one_budget(self, tmp_path: Path) -> None:
        first, second = (Purse(1.0, 0.00015, tmp_path) for _ in range(2))
        with first.paying(100):
            pass
        with pytest.raises(RefusedError), second.paying(100):
            pass
        with pytest.raises(ZeroDivisionError), second.paying(50):
            raise ZeroDivisionError
        assert second.spent == pytest.approx(0.0001)

    def test_the_commands_say_where_the_text_goes_and_what_it_costs(self, server: SpeechServer, tmp_path: Path) -> None:
        config = tmp_path / "narrator.toml"
        config.write_text(
            f'voice = "mine:nova"\nsign = false\n[service.mine]\nbase_url = "{server.address}"\nprice_per_million = 15\n'
        )
        line = f"the text goes to {services.host(server.address)}, gpt-4o-mini-tts to be spoken: "
        for arguments in (["script", "--json"], ["read", "-o", str(tmp_path / "out")]):
            run = CliRunner().invoke(command, [*arguments, str(SAMPLES / "post.md"), "--config", str(config)])
            assert run.exit_code == 0, run.output
            assert run.stderr.count(line) == 1
            assert "USD" in run.stderr
        run = CliRunner().invoke(command, ["batch", str(SAMPLES / "news.html"), "--dry-run", "--config", str(config)])
        assert run.exit_code == 0, run.output
        assert "USD" in run.output


def test_an_unknown_key_of_a_table_is_named(tmp_path: Path) -> None:
    config = tmp_path / "narrator.toml"
    config.write_text('[service.mine]\napi_key = "x"\n')
    with pytest.raises(SettingsError, match="api_key"):
        Settings.load(config)


def test_json_of_a_manifest_keeps_a_services_voice(server: SpeechServer) -> None:
    from narrator import manifest

    plain = json.loads(json.dumps(manifest.plain(voice(server))))
    assert plain["options"]
    assert KEY not in json.dumps(plain)
