"""Japanese and Chinese by Kokoro: how the characters are read, and what is said where what reads them is not installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata, util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrator import listen, segment, verbalize
from narrator.engines import chinese, choice, japanese, kokoro, offers, phonemes, reading, sounds
from narrator.engines.kokoro import TOKENS, Kokoro
from narrator.errors import VoiceError
from narrator.languages import scripts
from narrator.model import Block, BlockKind, Prosody, Voice
from tests.bench import voices as bench

ALPHA = Voice("kokoro:jf_alpha", "kokoro", "jf_alpha", ("ja-JP", "ja"), 24_000, "", "trainedAlgorithmicMedia")
XIAOXIAO = Voice("kokoro:zf_xiaoxiao", "kokoro", "zf_xiaoxiao", ("zh-CN", "zh"), 24_000, "", "trainedAlgorithmicMedia")
LONG = {
    "ja": "広島市は港に新しい橋を架ける計画を発表し市民の暮らしが大きく変わると市長は話したが漁業者からは工事中の騒音や水質の悪化が心配だという声も上がっている"
    * 3
    + "。",
    "zh": "广州市政府宣布将在港口建造一座新桥，市长说市民的生活将会发生很大的变化，不过渔民担心施工期间的噪音和水质恶化，"
    * 4
    + "。",
}


@pytest.mark.parametrize("read", [japanese.phonemes, chinese.phonemes])
def test_letters_with_accents_are_read_as_those_without(read: Callable[[str], str]) -> None:
    assert read("café Müller") == read("cafe Muller")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("今日は晴れ。", "kʲoː βa haɾe."),
        ("三本と一本と六本", "saɴ boɴ to iʔpoɴ to ɾoʔpoɴ"),
        ("4月1日から二十日まで", "ɕiɡaʦɨ ʦɨitaʨi kaɾa haʦɨka made"),
        ("「本当？」と言った。", "“hontoː?” to iʔta."),
        ("NHKとOpenAI", "enɯeiʨikei to ˌOpᵊnˈAˌI"),
        ("新聞、銀行、案内", "ɕimbɯɴ, ɡʲiŋkoː, annai"),
    ],
)
def test_japanese_is_read_as_it_is_counted_and_punctuated(text: str, said: str) -> None:
    assert japanese.phonemes(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("你好，世界！", "ni↓xau↓, ʂɨ↘ʨje↘!"),
        ("“四是四”", "“sɨ↘ʂɨ↘ sɨ↘”"),
        ("儿子去上海", "ɚ↗ʦɨ ʨʰy↘ ʂa↘ŋxai↓"),
        ("绿色的女儿", "ly↘sɤ↘ tɤ ny↓ɚ↗"),
        ("萬億點", "wa↘ni↘tjɛ↓n"),
        ("7", "ʨʰi→"),
    ],
)
def test_mandarin_has_its_tones_and_a_figure_is_never_lost(text: str, said: str) -> None:
    assert chinese.phonemes(text) == said


def test_every_sound_of_both_tables_is_one_that_the_model_knows() -> None:
    table = chinese._table()
    parts = [*table["initials"].values(), *table["finals"].values(), *table["tones"].values(), table["buzzed"]["final"]]
    known = {*phonemes.kokoro(), "0", "N"}
    assert {letter for part in (*parts, *japanese._table().values()) for letter in part} <= known


@settings(max_examples=60, deadline=None)
@given(
    value=st.integers(0, 10**15),
    sign=st.sampled_from(["", "-", "−"]),
    unit=st.sampled_from(["", "%", "℃", "$", "km", "个"]),
)
def test_no_figure_and_no_sign_of_chinese_is_left(value: int, sign: str, unit: str) -> None:
    said = "".join(word.text for word in verbalize.words(f"共有{sign}{value}{unit}。", "zh"))
    assert not set(said) & set("0123456789%℃$-−km")
    assert not sign or "负" in said or "零下" in said


@pytest.mark.parametrize(("language", "voice"), [("ja", ALPHA), ("zh", XIAOXIAO)])
def test_a_sentence_without_spaces_is_cut_to_what_the_model_takes_and_nothing_is_lost(
    language: str, voice: Voice
) -> None:
    block = Block(BlockKind.PARAGRAPH, LONG[language])
    parts = list(segment.utterances((block,), language=language, limits=Kokoro.limits))
    assert len(parts) > 3
    assert "".join(part.written for part in parts) == LONG[language]
    assert all(scripts.size(part.written) <= Kokoro.limits.characters for part in parts)
    texts = [Kokoro().text(verbalize.words(part.written, language), language) for part in parts]
    said = [Kokoro().phonemes(text, voice) for text in texts]
    assert max(map(len, said)) < TOKENS


@pytest.fixture
def _nothing_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where neither extra is installed."""

    def found(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in (japanese.PACKAGE, *chinese.PACKAGES) else util.find_spec(name, package)

    monkeypatch.setattr(japanese, "find_spec", found)
    monkeypatch.setattr(chinese, "find_spec", found)


@pytest.mark.usefixtures("_nothing_reads")
class TestWithoutTheExtras:
    @pytest.mark.parametrize(("language", "extra"), [("ja", "japanese"), ("zh-TW", "chinese")])
    def test_the_command_that_brings_a_voice_brings_its_reader(self, language: str, extra: str) -> None:
        command = choice.natural(language)
        assert command.startswith(f"pip install 'article-narrator[{extra}]' && narrator voices add ")

    @pytest.mark.parametrize(("name", "extra"), [("jf_alpha", "japanese"), ("zf_xiaoxiao", "chinese")])
    def test_a_voice_is_refused_with_that_command_and_offered_with_it(
        self, kokoro_voices: Path, name: str, extra: str
    ) -> None:
        with pytest.raises(VoiceError) as refused:
            offers.added(f"kokoro:{name}", str(kokoro_voices))
        assert refused.value.hint == f"pip install 'article-narrator[{extra}]'"
        notes = {offer.voice.name: offer.note for offer in Kokoro().offers("")}
        assert extra in notes[name]
        assert not notes["ff_siwis"]

    def test_a_voice_that_was_added_before_is_not_taken(
        self, kokoro_voices: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as installed:
            installed.setattr(japanese, "find_spec", util.find_spec)
            offers.added("ja", str(kokoro_voices))
            assert [voice.name for voice in Kokoro().voices()] == ["jf_alpha"]
        assert not Kokoro().voices()


def test_a_language_brings_its_voice_which_reads_its_characters(kokoro_voices: Path) -> None:
    for language, name, text in (("ja", "jf_alpha", "港の新しい橋とNHK。"), ("zh-Hans", "zf_xiaoxiao", "新桥和GDP。")):
        offers.added(language, str(kokoro_voices))
        voice, doubts = reading.chosen(language, None, text)
        assert (voice.name, doubts) == (name, ())
    with pytest.raises(VoiceError, match="cannot read"):
        reading.chosen("zh", "kokoro:zf_xiaoxiao", "ひらがなだけのぶんです。")


@pytest.mark.parametrize(("voice", "text"), [(ALPHA, "試合は3対2で、広島が勝った。"), (XIAOXIAO, "比分三比二。")])
def test_it_is_spoken(kokoro_voices: Path, voice: Voice, text: str) -> None:
    engine = Kokoro()
    engine.add(voice.name, str(kokoro_voices))
    clip = engine.speak(
        engine.text(verbalize.words(text, voice.languages[1]), voice.languages[1]), voice, Prosody(), ""
    )
    assert 1 < len(clip.samples) / clip.sample_rate_hz < 6


@pytest.mark.stress
@pytest.mark.parametrize(("language", "name", "most"), [("ja", "jf_alpha", 8), ("zh", "zf_xiaoxiao", 4)])
def test_a_recognizer_hears_what_was_said(kokoro_voices: Path, language: str, name: str, most: float) -> None:
    offers.added(language, str(kokoro_voices))
    row = bench.measured(f"kokoro:{name}", language, bench.recognizer())
    assert float(row.split()[2]) <= most


def test_both_are_languages_of_the_engine() -> None:
    assert {"ja-JP", "zh-CN"} <= {tag for tags in kokoro.LANGUAGES.values() for tag in tags}


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("ja", "市役所の橋", "しやくしょの はし"),
        ("ja", "三百台", "300台"),
        ("zh-TW", "舊大樓實用", "旧大楼实用"),
        ("zh", "二零二四", "2024"),
    ],
)
def test_two_ways_to_write_one_thing_sound_alike(language: str, said: str, heard: str) -> None:
    assert listen.letters(sounds.of(said, language)) == listen.letters(sounds.of(heard, language))


def test_other_languages_and_what_nothing_reads_compare_as_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sounds.of("Zwölf Brücken", "de") == "Zwölf Brücken"
    monkeypatch.setattr(sounds, "SOUNDS", {"ja": (lambda: True, japanese.kana)})
    assert sounds.of("橋", "ja") == "橋"


def test_what_is_longer_than_open_jtalk_takes_at_once_is_read_whole() -> None:
    assert japanese.kana("橋、" * 3_000) == japanese.kana("橋、") * 3_000


@pytest.mark.parametrize(("name", "package"), [("jf_alpha", "pyopenjtalk-plus"), ("zf_xiaoxiao", "pypinyin")])
def test_another_version_of_what_reads_the_characters_makes_other_clips(
    kokoro_voices: Path, monkeypatch: pytest.MonkeyPatch, name: str, package: str
) -> None:
    voice = Kokoro().add(name, str(kokoro_voices))
    before = Kokoro().fingerprint(voice)
    real = metadata.version
    monkeypatch.setattr(metadata, "version", lambda each: "999" if each == package else real(each))
    assert Kokoro().fingerprint(voice) != before
