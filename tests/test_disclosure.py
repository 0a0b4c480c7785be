"""The label in people's own language: forty wordings, said by a voice that can read them, or not said."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from narrator import disclosure, languages
from narrator.containers import base as containers
from narrator.engines import base, reading
from narrator.languages import scripts, tables
from narrator.model import DoubtKind, Weight
from narrator.narrator import narrate
from narrator.settings import Settings

EU = [
    "bg",
    "cs",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fi",
    "fr",
    "ga",
    "hr",
    "hu",
    "it",
    "lt",
    "lv",
    "mt",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sv",
]
OTHERS = ["uk", "ru", "tr", "ar", "he", "hi", "bn", "ur", "id", "vi", "th", "zh", "ja", "ko", "nb", "ca"]
ENDS = (".", "。", "।", "۔")


def said(_: str, __: str) -> bool:
    return True


@pytest.mark.parametrize("tag", [*EU, *OTHERS, "zh-Hant"])
def test_a_language_has_a_label_of_its_own_in_its_own_letters(tag: str) -> None:
    words = disclosure.wording(tag)
    assert tables.folder_of(tag, "label") == tag
    long, short, synthetic, short_synthetic = (words[name] for name in disclosure.SENTENCES)
    assert len({long, short, synthetic, short_synthetic}) == 4
    assert disclosure.reviewed("Ada", tag).replace("Ada", "{name}") == words["reviewed"] != "Ada"
    for text in (long, short, synthetic, short_synthetic, words["meaning"]):
        assert text == text.strip()
        assert text.endswith(ENDS) or tag == "th"
        assert next(iter(scripts.shares(text))) in scripts.of_language(tag)
    assert "{name}" in words["byline"]


def test_no_two_languages_share_a_sentence() -> None:
    everything = [words[name] for _, words in tables.all_of("label") for name in (*disclosure.SENTENCES, "meaning")]
    assert len(set(everything)) == len(everything)


def test_norwegian_by_its_older_code_and_regions_find_their_wording() -> None:
    assert disclosure.wording("no") == disclosure.wording("nb")
    assert disclosure.wording("pt_BR") == disclosure.wording("pt")
    assert disclosure.wording("zh-TW") == disclosure.wording("zh-Hant")


@pytest.mark.parametrize("tag", ["en", "de", "ja"])
def test_what_is_wholly_synthetic_has_a_wording_of_its_own(tag: str) -> None:
    made, doubt = disclosure.label(tag, ["algorithmicMedia"], Settings(label_style="synthetic"), said)
    assert (made.text, doubt) == (disclosure.wording(tag)["synthetic"], None)
    assert made.short == disclosure.wording(tag)["synthetic_short"]
    assert made.text in disclosure.sentences()


def test_a_language_without_a_wording_is_labelled_in_english_by_a_voice_that_speaks_it() -> None:
    made, doubt = disclosure.label("sw", ["algorithmicMedia"], Settings(), lambda _, tag: tag == "en")
    assert (made.language, made.spoken) == ("en", True)
    assert doubt is not None
    assert (doubt.kind, doubt.kind.weight) == (DoubtKind.LABEL_LANGUAGE, Weight.WARNING)
    own, none = disclosure.label("sw", ["algorithmicMedia"], Settings(label="Sauti hii ni ya mashine."), said)
    assert (own.language, own.spoken, none) == ("sw", True, None)


def test_a_language_without_a_wording_is_labelled_in_writing_where_no_voice_speaks_english() -> None:
    made, doubt = disclosure.label("sw", ["algorithmicMedia"], Settings(), lambda _, tag: tag == "sw")
    assert (made.language, made.spoken) == ("en", False)
    assert doubt is not None
    assert (doubt.kind, doubt.kind.weight) == (DoubtKind.LABEL_UNSAID, Weight.SEVERE)


def test_a_label_that_the_voice_cannot_read_is_not_said() -> None:
    made, doubt = disclosure.label("hi", ["algorithmicMedia"], Settings(), lambda *_: False)
    assert not made.spoken
    assert doubt is not None
    assert doubt.kind is DoubtKind.LABEL_UNSAID
    quiet, none = disclosure.label("hi", ["algorithmicMedia"], Settings(spoken_label=False), lambda *_: False)
    assert (quiet.spoken, none) == (False, None)


@pytest.mark.parametrize("tag", [*EU, *OTHERS])
def test_every_wording_can_be_read_by_the_voice_that_is_chosen_for_its_language_or_is_refused(tag: str) -> None:
    text = disclosure.wording(tag)["label"]
    if voices := base.speaking(base.voices(), tag):
        assert any(reading.reads(voice, text, tag) for voice in voices) or tag in ("ja", "th", "zh", "he", "mt")


def test_an_english_voice_says_the_label_of_an_article_whose_language_has_none(
    settings: Settings, tmp_path: Path
) -> None:
    source = tmp_path / "makala.md"
    source.write_text("# Habari\n\n" + "Huu ni mwaka mpya na watu wengi wamefika mjini leo asubuhi. " * 12)
    narration = narrate(source, dataclasses.replace(settings, language="sw", voice=None))
    label, title = narration.timeline.cues[:2]
    english = {each.id: each for each in narration.others}[label.voice]
    assert (label.text, title.text) == ("This audio is created with AI assistance.", "Habari")
    assert "en" in {languages.of(each).primary for each in english.languages}
    assert (title.voice, narration.voice.languages) == ("", ("sw",))
    assert [doubt.kind for doubt in narration.doubts if doubt.kind.value.startswith("label.")] == [
        DoubtKind.LABEL_LANGUAGE
    ]
    tags = containers.of("mp3").read_tags(Path(settings.output, narration.slug, narration.files[0].name))
    assert tags.disclosure == label.text
    assert languages.of(narration.label.language).primary == "en"
