"""What holds for every engine that is installed, and the quiet failures of pyttsx3, each with its test."""

from __future__ import annotations

import contextlib
import dataclasses
import itertools
import os
import random
import signal
import time
import wave
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from narrator import verbalize
from narrator.cache import Cache
from narrator.children import ChildLost
from narrator.engines import base, choice, graph, siblings, system
from narrator.engines.english import _dictionary
from narrator.engines.neural import Neural
from narrator.engines.system import System
from narrator.engines.worker import Pool, Worker
from narrator.errors import EngineError, VoiceError
from narrator.model import BlockKind, Clip, Prosody, Sentence, Utterance, Voice, Word
from narrator.synthesize import Synthesizer, checked, parts, trimmed

TEXT = "The harbor is open again, and the first boats are back."
ENGINES = [name for name in base.registry() if not base.is_remote(name)]
"""Services have tests of their own, against a server: test_services.py."""
PLAIN = Prosody()


def words(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, 0, 0) for word in text.split())


def english(name: str) -> Voice:
    return choice.choose("en-US", name)[0]


def utterance(text: str, index: int = 0) -> Utterance:
    return Utterance(
        index,
        0,
        BlockKind.PARAGRAPH,
        text,
        "en-US",
        (Sentence(0, len(text), 0, len(text), index),),
        0.3,
        words=words(text),
    )


@pytest.mark.parametrize("name", ENGINES)
class TestConformance:
    @pytest.fixture(autouse=True)
    def _voices(self, name: str, request: pytest.FixtureRequest) -> None:
        """Voices of an engine that has none of its own come from a fixture with its name."""
        if base.engine(name).available():
            request.getfixturevalue(name)

    def test_it_says_what_it_is(self, name: str) -> None:
        engine = base.engine(name)
        assert engine.name == name
        assert engine.version
        assert engine.digital_source_type in ("trainedAlgorithmicMedia", "algorithmicMedia")
        assert engine.limits.words > 10
        assert all(voice.id.startswith(f"{name}:") and voice.sample_rate_hz >= 8000 for voice in engine.voices())

    def test_it_speaks_int16_mono_of_a_plausible_length(self, name: str) -> None:
        with Worker(name) as worker:
            clip = worker.speak(TEXT, english(name), PLAIN, "en-US", limit_s=60)
        assert clip.samples.dtype == np.int16
        assert clip.samples.ndim == 1
        checked(clip, TEXT, 1.0)

    def test_equal_input_gives_equal_samples_in_every_process(self, name: str) -> None:
        if not base.engine(name).deterministic:
            pytest.skip(f"{name} does not promise it here")
        clips = []
        for _ in range(2):
            with Worker(name) as worker:
                worker.speak("Something else first.", english(name), PLAIN, "en-US", limit_s=60)
                clips.append(worker.speak(TEXT, english(name), PLAIN, "en-US", limit_s=60))
        assert (clips[0].samples == clips[1].samples).all()

    def test_a_faster_rate_is_shorter(self, name: str) -> None:
        with Worker(name) as worker:
            lengths = [
                len(worker.speak(TEXT, english(name), Prosody(rate), "en-US", limit_s=60).samples)
                for rate in (0.8, 1.5)
            ]
        assert lengths[1] < 0.75 * lengths[0]


def test_markup_in_an_article_is_no_pronunciation_to_hibari() -> None:
    assert "](/" not in base.engine("hibari").text(words("see [this](/x/) there"), "en-US")


class TestPyttsx3:
    """Each was reproduced with pyttsx3 used as its documentation shows."""

    def speak(self, *texts: str, voice: str = "system:gmw/en-us") -> list[Clip]:
        with Worker("system") as worker:
            chosen = choice.choose("en-US", voice)[0]
            return [worker.speak(text, chosen, PLAIN, "en-US", limit_s=60) for text in texts]

    def test_the_first_utterance_is_not_lost(self) -> None:
        (clip,) = self.speak(TEXT)
        assert len(clip.samples) > 30_000

    def test_several_in_a_row_are_each_their_own(self) -> None:
        first, second, third = self.speak(TEXT, "Short.", TEXT)
        assert len(second.samples) < len(first.samples) / 2
        assert (first.samples == third.samples).all()

    def test_rate_and_voice_are_not_dropped(self) -> None:
        with Worker("system") as worker:
            voices = [choice.choose("en", f"system:{name}")[0] for name in ("gmw/en-us", "gmw/de")]
            clips = [worker.speak(TEXT, voice, PLAIN, "en", limit_s=60) for voice in voices for _ in range(3)]
        assert len({clip.samples.tobytes() for clip in clips[:3]}) == 1
        assert clips[0].samples.tobytes() != clips[3].samples.tobytes()

    def test_a_sound_that_came_out_empty_is_made_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        voice = choice.choose("en-US", "system:gmw/en-us")[0]
        whole = System().speak(TEXT, voice, PLAIN, "en-US")
        speak, calls = system._spoken_in_child, list[bool]()

        def failing_once(text: str, name: str, prosody: Prosody, path: Path) -> bool:
            calls.append(speak(text, name, prosody, path))
            if len(calls) == 1:
                with wave.open(str(path), "wb") as file:
                    file.setparams((1, 2, 22_050, 0, "NONE", ""))
                return False
            return calls[-1]

        monkeypatch.setattr(system, "_spoken_in_child", failing_once)
        assert System().speak(TEXT, voice, PLAIN, "en-US").body == whole.body
        assert calls == [True, True]

    def test_a_last_word_that_is_said_with_another_is_spoken_all_the_same(self) -> None:
        voice = choice.choose("bg", "system:zls/bg")[0]
        first, second = (System().speak("Това е в дух на братство.", voice, PLAIN, "bg") for _ in range(2))
        assert len(first.samples) > 20_000
        assert first.body == second.body

    def test_an_unknown_voice_is_an_error_and_not_another_voice(self) -> None:
        voice = dataclasses.replace(english("system"), name="gmw/nobody", id="system:gmw/nobody")
        with Worker("system") as worker, pytest.raises(EngineError):
            worker.speak(TEXT, voice, PLAIN, "en-US", limit_s=60)

    def test_blank_text_is_refused_rather_than_waited_for(self) -> None:
        with pytest.raises(EngineError, match="nothing to say"):
            self.speak("   ")

    def test_a_nul_does_not_cut_the_text(self) -> None:
        engine = base.engine("system")
        assert engine.text(words("one\0two three"), "en-US") == "one two three"

    def test_a_long_text_does_not_crash_it(self) -> None:
        text = "All the boats are back in the harbor. " * 35
        (clip,) = self.speak(text)
        assert len(clip.samples) / clip.sample_rate_hz > 40


def test_a_hanging_engine_is_replaced_within_its_limit() -> None:
    begun = time.monotonic()
    with Worker("tone") as worker:
        worker.speak("Warm.", english("tone"), PLAIN, "en", limit_s=30)
        assert worker.pid is not None
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(ChildLost, match="no answer in 1 s"):
            worker.speak("Hang.", english("tone"), PLAIN, "en", limit_s=1)
        assert worker.speak("Again.", english("tone"), PLAIN, "en", limit_s=30).samples.any()
    assert time.monotonic() - begun < 60


def test_workers_killed_at_random_change_no_sample(tmp_path: object) -> None:
    script = [utterance(f"Sentence number {'x' * (i % 9)} of the run {i}.", i) for i in range(50)]
    with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}/a"), workers=2) as synthesizer:
        calm = [clip.samples.tobytes() for _, _, clip in synthesizer.clips(script)]
    rng = random.Random(1)
    kills = 0
    with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}/b"), workers=2) as synthesizer:
        wild = []
        for _, _, clip in synthesizer.clips(script):
            wild.append(clip.samples.tobytes())
            pid = rng.choice(synthesizer._workers).pid
            if pid and kills < 20 and rng.random() < 0.5:
                time.sleep(rng.random() * 0.03)
                with contextlib.suppress(ProcessLookupError):  # replaced by now
                    os.kill(pid, signal.SIGKILL)
                    kills += 1
    assert wild == calm
    assert kills > 10


def test_a_long_script_after_a_short_one_gets_its_children(tmp_path: object) -> None:
    long = [utterance("A sentence of some length that is said again. " * 3 + str(i), i) for i in range(60)]
    with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}")) as synthesizer:
        synthesizer.clip(utterance("A short one."))
        assert len(synthesizer._workers) == 1
        assert len(list(synthesizer.clips(long))) == 60
        assert len(synthesizer._workers) == os.cpu_count()


def test_children_load_their_voice_before_the_first_sentence_is_there(tmp_path: object) -> None:
    with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}"), workers=2) as synthesizer:
        synthesizer.warm(1)
        deadline = time.monotonic() + 30
        while any(worker.pid is None for worker in synthesizer._workers) and time.monotonic() < deadline:
            time.sleep(0.01)
        pids = [worker.pid for worker in synthesizer._workers]
        assert None not in pids
        assert len(list(synthesizer.clips(utterance(f"Sentence number {i}.", i) for i in range(9)))) == 9
        assert [worker.pid for worker in synthesizer._workers] == pids
        assert synthesizer.syntheses == 9


def test_a_sentence_that_no_try_can_say_is_named(tmp_path: object) -> None:
    voice = dataclasses.replace(english("system"), name="gmw/nobody")
    with (
        Synthesizer(voice, PLAIN, cache=Cache(f"{tmp_path}"), workers=1) as synthesizer,
        pytest.raises(EngineError, match="The harbor is open"),
    ):
        list(synthesizer.clips([utterance(TEXT)]))


def test_a_worker_ends_with_its_parent() -> None:
    worker = Worker("tone")
    worker.speak("Hello.", english("tone"), PLAIN, "en", limit_s=30)
    child = worker._child._process
    assert child is not None
    child.stdin.close()
    assert child.wait(timeout=10) == 0
    worker.close()


@pytest.mark.parametrize(
    ("samples", "text"),
    [
        (np.zeros(0, np.int16), TEXT),
        (np.zeros(30_000, np.int16), TEXT),
        (np.full(30_000, 32767, np.int16), TEXT),
        (np.full(300, 900, np.int16), TEXT),
        (np.full(24_000 * 90, 900, np.int16), "Hi."),
    ],
)
def test_a_clip_that_cannot_be_speech_is_refused(samples: np.ndarray, text: str) -> None:
    with pytest.raises(EngineError):
        checked(Clip(samples, 24_000), text, 1.0)


def test_silence_at_the_edges_is_trimmed_to_fifty_milliseconds() -> None:
    wave = np.concatenate([np.zeros(9_600), np.full(4_800, 8_000), np.zeros(12_000)]).astype(np.int16)
    assert len(trimmed(Clip(wave, 24_000)).samples) == pytest.approx(4_800 + 2 * 1_200, abs=240)


def test_words_over_the_limits_are_parted_and_a_number_stays_whole() -> None:
    many: Sequence[Word] = [Word(f"w{i}", i // 3, i // 3 + 1) for i in range(100)]
    runs = parts(many, base.Limits(words=20, characters=400))
    assert [word for run in runs for word in run] == list(many)
    assert all(len(run) <= 20 for run in runs)
    assert all(a[-1].start != b[0].start for a, b in itertools.pairwise(runs))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("hibari:hart", "no voice 'hart'"),
        ("nobody", "no voice or engine 'nobody'"),
        ("nobody:heart", "no engine"),
        ("system:xx", "no voice"),
    ],
)
def test_an_unknown_voice_is_named(wanted: str, message: str) -> None:
    with pytest.raises(VoiceError, match=message):
        choice.choose("en", wanted)


def test_a_voices_name_alone_is_enough() -> None:
    assert choice.choose("en", "heart")[0].id == "hibari:heart"
    assert choice.choose("en", "Heart")[0].id == "hibari:heart"


def test_english_is_hibaris_and_other_languages_are_the_systems() -> None:
    assert choice.choose("en-US")[0].id == "hibari:heart"
    assert choice.choose("de")[0].id == "system:gmw/de"
    assert choice.choose("uk")[0].id == "system:zle/uk"


def test_where_hibari_is_missing_english_falls_back_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from narrator.engines.neural import Neural

    monkeypatch.setattr(Neural, "available", lambda self: "hibari is not installed")
    voice, doubt = choice.choose("en-US")
    assert voice.engine == "system"
    assert doubt is not None
    assert "hibari is not installed" in doubt.text


def test_the_child_that_speaks_says_which_words_its_dictionary_has(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice = Neural().voices()[0]
    with Synthesizer(voice, PLAIN, cache=Cache(f"{tmp_path}"), workers=1) as synthesizer:
        synthesizer.warm(100)
        with monkeypatch.context() as patch:
            patch.setattr(base, "engine", lambda name: pytest.fail("this process needs no dictionary"))
            assert synthesizer.dictionary_words(("harbor", "Vargosi", "Paris"), "en") == ["harbor", "Paris"]
        pid = synthesizer._workers[0].pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert synthesizer.dictionary_words(("harbor", "Vargosi"), "en") == ["harbor"]


def test_a_pool_keeps_its_children_from_one_synthesizer_to_the_next(tmp_path: object) -> None:
    with Pool() as pool:
        pids = []
        for i in range(2):
            with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}"), workers=1, pool=pool) as synthesizer:
                synthesizer.clip(utterance(f"Sentence number {i}."))
                pids.append(synthesizer._workers[0].pid)
        assert pids[0] == pids[1]
    assert pool.lend("tone").pid is None


def test_a_pool_speaks_on_after_an_article_that_was_broken_off(tmp_path: object) -> None:
    with Pool() as pool:
        synthesizer = Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}"), workers=1, pool=pool)
        with pytest.raises(KeyboardInterrupt), synthesizer:
            next(_broken_off(synthesizer))
        with Synthesizer(english("tone"), PLAIN, cache=Cache(f"{tmp_path}"), workers=1, pool=pool) as next_one:
            assert next_one.clip(utterance(TEXT)).samples.any()


def test_children_of_a_voice_that_was_not_wanted_end() -> None:
    with Pool(keeps=False) as pool:
        pool.expect(english("tone"), PLAIN, "en", 1)
        expected = pool.lend("tone")
        assert expected.pid is not None
        pool._idle["tone"].append(expected)
        pool.let_go("tone")
        assert expected.pid is None


@pytest.fixture
def family(request: pytest.FixtureRequest) -> Iterator[list[Worker]]:
    """Three workers whose children share one start."""
    with Pool() as pool:
        pool.expect(english(request.param), PLAIN, "en-US", 3)
        workers = [each for each in (pool.lend(request.param) for _ in range(3)) if isinstance(each, Worker)]
        yield workers
        for worker in workers:
            pool.take_back(worker)


@pytest.mark.skipif(not siblings.CAN_FORK, reason="this system cannot fork")
@pytest.mark.parametrize("family", ["tone", "hibari"], indirect=True)
def test_siblings_say_what_a_child_of_its_own_says(family: list[Worker]) -> None:
    voice = english(family[0].engine)
    with Worker(voice.engine) as alone:
        expected = alone.speak(TEXT, voice, PLAIN, "en-US", limit_s=60).samples
    for worker in (*family, *family):
        assert (worker.speak(TEXT, voice, PLAIN, "en-US", limit_s=60).samples == expected).all()
    assert len({worker.pid for worker in family}) == 3
    parents = {Path(f"/proc/{worker.pid}/stat").read_text().rpartition(")")[2].split()[1] for worker in family[1:]}
    assert parents == {str(family[0].pid)}


@pytest.mark.skipif(not siblings.CAN_FORK, reason="this system cannot fork")
@pytest.mark.parametrize("family", ["tone"], indirect=True)
@pytest.mark.parametrize("victim", [0, 1, 2])
def test_a_sibling_or_its_elder_that_dies_is_replaced_and_the_others_speak_on(
    family: list[Worker], victim: int
) -> None:
    voice = english("tone")
    pids = [worker.speak(TEXT, voice, PLAIN, "en", limit_s=30) and worker.pid for worker in family]
    os.kill(pids[victim] or 0, signal.SIGKILL)
    with contextlib.suppress(ChildLost):  # a child that is seen to be dead is replaced before the call
        family[victim].speak(TEXT, voice, PLAIN, "en", limit_s=30)
    for worker in family:
        assert worker.speak(TEXT, voice, PLAIN, "en", limit_s=30).samples.any()
    assert [a == b.pid for a, b in zip(pids, family, strict=True)] == [i != victim for i in range(3)]


@pytest.mark.skipif(not siblings.CAN_FORK, reason="this system cannot fork")
@pytest.mark.parametrize("family", ["tone"], indirect=True)
def test_a_sibling_that_hangs_is_replaced_within_its_limit(family: list[Worker]) -> None:
    voice = english("tone")
    family[2].speak("Warm.", voice, PLAIN, "en", limit_s=30)
    os.kill(family[2].pid or 0, signal.SIGSTOP)
    with pytest.raises(ChildLost, match="no answer in 1 s"):
        family[2].speak("Hang.", voice, PLAIN, "en", limit_s=1)
    assert family[2].speak("Again.", voice, PLAIN, "en", limit_s=30).samples.any()


@pytest.mark.skipif(not siblings.CAN_FORK, reason="this system cannot fork")
@pytest.mark.parametrize("family", ["tone"], indirect=True)
def test_siblings_of_a_start_that_hangs_are_replaced_too(family: list[Worker]) -> None:
    os.kill(family[0].pid or 0, signal.SIGSTOP)
    for worker in reversed(family):
        with contextlib.suppress(ChildLost):  # unless the start was over before it was stopped
            worker.speak("Hang.", english("tone"), PLAIN, "en", limit_s=1)
    for worker in family:
        assert worker.speak("Again.", english("tone"), PLAIN, "en", limit_s=30).samples.any()


@pytest.mark.skipif(not siblings.CAN_FORK, reason="this system cannot fork")
def test_no_sibling_outlives_its_pool() -> None:
    with Pool() as pool:
        pool.expect(english("tone"), PLAIN, "en", 3)
        workers = [pool.lend("tone") for _ in range(3)]
        for worker in workers:
            worker.speak(TEXT, english("tone"), PLAIN, "en", limit_s=30)
        pids = [worker.pid for worker in workers]
        for worker in workers:
            pool.take_back(worker)
    deadline = time.monotonic() + 60
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]


def _broken_off(synthesizer: Synthesizer) -> Iterator[object]:
    yield next(synthesizer.clips(utterance(f"Sentence number {i}.", i) for i in range(9))) and _interrupted()


def _interrupted() -> object:
    raise KeyboardInterrupt


def test_hibari_speaks_as_its_own_constructor_would_have_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hibari import Hibari

    theirs = Hibari(threads=1)
    wave = theirs.from_phonemes(theirs.g2p("The ferry returns on Monday."), seed=0)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    for _ in range(2):  # first what is kept of the model is made, then it is there
        spoken = Neural().speak("The ferry returns on Monday.", Neural().voices()[0], Prosody(), "en-US")
        assert (spoken.samples == np.round(np.clip(wave, -1, 1) * 32767).astype(np.int16)).all()


def test_hibari_speaks_where_its_quicker_graph_cannot_be_kept_or_read(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The ferry returns on Monday.", Neural().voices()[0], Prosody(), "en-US"
    expected = Neural().speak(*said)
    monkeypatch.setattr("narrator.engines.kept.kept", lambda name, identity, make: b"no model")
    assert (Neural().speak(*said).samples == expected.samples).all()


def test_the_dictionary_that_is_kept_is_hibaris_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from hibari.g2p import G2P

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    theirs = vars(G2P(british=True))
    for _ in range(2):
        own = vars(_dictionary.__wrapped__(True))
        assert own.keys() == theirs.keys()
        assert vars(own["tagger"]) == vars(theirs["tagger"])
        assert own["lexicon"].golds.d == theirs["lexicon"].golds.d
        assert own["lexicon"].silvers.d == theirs["lexicon"].silvers.d
        assert own["tokenizer"].special == theirs["tokenizer"].special


@pytest.mark.parametrize("frames", [1, 4, 33, 90])
def test_the_vocoder_makes_the_very_samples_of_hibaris_own(frames: int) -> None:
    from hibari import dsp

    from narrator.engines.vocoder import BINS, Vocoder

    random = np.random.default_rng(frames)
    features = random.normal(0.0, 2.0, (frames, 5 * BINS)).astype(np.float32)
    voiced = np.repeat(random.random(-(-frames // 8)) < 0.6, 8)[:frames]
    f0_hz = np.where(voiced, random.uniform(90, 300, frames), 0.0).astype(np.float32)
    own = Vocoder(0)
    parts = features.reshape(frames, 5, BINS).transpose(1, 2, 0)
    theirs = dsp.synth(*map(np.ascontiguousarray, parts), f0_hz, np.random.default_rng(0))
    assert (own.wave(features, f0_hz) == theirs).all()
    assert (own.wave(features, f0_hz) == theirs).all(), "noise that was drawn already is the same"


@pytest.mark.parametrize("model", [b"\x3a", b"\x3a\x05ab", b"\x0b", b"\xff" * 3])
def test_what_is_no_model_is_not_taken_for_one(model: bytes) -> None:
    with pytest.raises(ValueError, match=r"cut short|no field"):
        graph.without_outputs(model)


def test_a_model_loses_its_outputs_and_nothing_else() -> None:
    ours = graph.output("a") + graph.output("b", graph.FLOAT)
    node = bytes([graph.GRAPH << 3 | 2, 4, 1 << 3 | 2, 2, 8, 1])
    head = bytes([1 << 3, 8, 9 << 3 | 5, 1, 2, 3, 4])
    assert graph.without_outputs(head + node + ours) == head + node + bytes([graph.GRAPH << 3 | 2, 0]) * 2


@pytest.mark.parametrize("title", ["King", "Queen", "Pope", "Chapter", "World War", "Prince"])
def test_a_name_behind_a_title_is_no_roman_numeral(title: str) -> None:
    engine = Neural()
    for name in ("Charles", "Leo", "Isabel", "Victoria", "Xavier"):
        together = engine.phonemes(f"{title} {name} spoke.", engine.voices()[0]).split()
        assert len(together) == len(title.split()) + 2, together


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("Plan A failed at once.", "Plan [A](/ˈA/) failed at once."),
        ("Take vitamin A, daily.", "Take vitamin [A](/ˈA/), daily."),
        ("The A-10 flew.", "The [A](/ˈA/) ten flew."),
        ("A-10 jets flew.", "[A](/ˈA/) ten jets flew."),
        ("An M&A firm paid.", "An M and [A](/ˈA/) firm paid."),
        ("Appendix A", "Appendix [A](/ˈA/)"),
        ("A dog ran. A cat sat.", "A dog ran. A cat sat."),
        ("He said: “A dog ran.”", "He said: “A dog ran.”"),
        ("Once Upon A Time In Town", "Once Upon A Time In Town"),
    ],
)
def test_the_letter_a_is_no_article(written: str, given: str) -> None:
    assert Neural().text(verbalize.words(written, "en-US"), "en-US") == given
