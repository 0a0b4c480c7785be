"""The label everywhere it is seen: captions and page, tags, lock screen, search engines, credentials of an intro."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from narrator import credentials, disclosure, verify
from narrator.arrange import Arranger
from narrator.containers import base as containers
from narrator.containers.base import Tags
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.publish import captions, entry, facts, page
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.credentials.authorities import issued
from tests.verify.workshop import Originals, Workshop, created

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")


def told_twice(settings: Settings) -> Narration:
    """A narration with a reminder each half minute."""
    return narrate(SAMPLES / "long-read.html", dataclasses.replace(settings, reminder_minutes=0.5))


def read_tags(settings: Settings, narration: Narration) -> Sequence[Tags]:
    folder = Path(settings.output, narration.slug)
    return [containers.of(each).read_tags(folder / f"{narration.slug}.{each}") for each in FORMATS]


def test_a_reminder_has_a_cue_in_the_captions_and_on_the_page(settings: Settings) -> None:
    narration = told_twice(settings)
    notices = narration.timeline.notices
    assert notices
    assert {each.text for each in notices} == {narration.label.short}
    text = captions.vtt(narration.timeline)
    assert text.count(narration.label.short) == len(notices)
    starts = [line.split(" --> ")[0] for line in text.splitlines() if " --> " in line]
    assert starts == sorted(starts)
    cues = facts.cues(narration, ({"text": "#x"} for _ in narration.timeline.cues))
    shown = [each for each in cues if "notice" in each]
    assert [each["notice"] for each in shown] == [each.text for each in notices]
    assert len(cues) == len(narration.timeline.cues) + len(notices)
    assert json.dumps(shown[0]["notice"]) in page.html(narration)


def test_without_a_spoken_label_there_is_no_reminder_to_show(settings: Settings) -> None:
    assert told_twice(dataclasses.replace(settings, spoken_label=False)).timeline.notices == ()
    assert Arranger(24_000).timeline((), "x").notices == ()


def test_who_is_heard_is_an_ai_voice_and_who_wrote_stays_the_author(settings: Settings) -> None:
    narration = narrate(SAMPLES / "news.html", dataclasses.replace(settings, format=FORMATS))
    article = narration.article
    assert article.byline
    for tags in read_tags(settings, narration):
        assert tags.artist == f"AI voice · {article.site or narration.voice.name}"
        assert tags.author == article.byline
        assert tags.content_id == f"urn:narrator:{narration.source_id}:{narration.pcm_sha256[:16]}"
        assert tags.aigc == ""
    told = facts.of_narration(narration)
    assert told["artist"].startswith("AI voice · ")
    assert told["author"] == article.byline


def test_an_aigc_field_stands_in_the_tags_where_it_is_asked_for(settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, format=FORMATS, aigc_producer="示例报社"))
    for tags in read_tags(settings, narration):
        table = json.loads(tags.aigc)["AIGC"]
        assert (table["Label"], table["ContentProducer"], table["ProduceID"]) == ("1", "示例报社", tags.content_id)


@pytest.mark.parametrize(
    "term", ["trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "algorithmicMedia"]
)
def test_search_engines_are_told_in_schema_orgs_own_term(term: str, settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", settings)
    labelled = dataclasses.replace(narration, label=dataclasses.replace(narration.label, digital_source_type=term))
    told = entry.entry(labelled, "https://example.org")
    audio = entry.linked_data(labelled, told, "")["audio"]
    assert audio["digitalSourceType"] == f"https://schema.org/{term[0].upper()}{term[1:]}DigitalSource"
    assert (audio["name"], audio["inLanguage"]) == (told["title"], "de")


def test_the_mark_of_the_eu_stands_on_the_page_in_the_letters_of_the_language(settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", settings)
    assert '<span class="ai-mark" aria-hidden="true">KI</span>' in page.html(narration)
    assert disclosure.mark("sw") == "AI"


def test_credentials_that_an_intro_brings_are_kept(settings: Settings, tmp_path: Path) -> None:
    shop = Workshop(tmp_path, Originals(tmp_path, issued()))
    intro = shop.signed_by(issued(name="Jingles"), shop.plain("wav"), created("digitalCapture"), name="jingle.wav")
    wanted = dataclasses.replace(settings, sign=True, intro=intro, outro=intro, format=("mp3", "opus"))
    narration = narrate(SAMPLES / "kurz.html", wanted)
    path = Path(settings.output, narration.slug, f"{narration.slug}.mp3")
    found = verify.report(path)
    assert found.verdict is verify.Verdict.LABELLED
    assert found.credential is not None
    assert found.credential.is_own_word
    assert found.digital_source_types == (disclosure.source_type_address("compositeWithTrainedAlgorithmicMedia"),)
    import c2pa

    with path.open("rb") as stream, c2pa.Reader("audio/mpeg", stream) as reader:
        store = json.loads(reader.json())
    parts = store["manifests"][store["active_manifest"]]["ingredients"]
    part = next(each for each in parts if each["relationship"] == "componentOf")
    assert part["title"] == "jingle.wav"
    assert store["manifests"][part["active_manifest"]]["signature_info"]["common_name"] == "Jingles"
    assert len(parts) == 2


def test_an_intro_without_credentials_or_with_broken_ones_is_no_ingredient(settings: Settings, tmp_path: Path) -> None:
    shop = Workshop(tmp_path, Originals(tmp_path, issued()))
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, sign=True, intro=shop.plain("wav")))
    path = Path(settings.output, narration.slug, f"{narration.slug}.mp3")
    found = credentials.read(path, "audio/mpeg")
    assert found is not None
    assert found.is_valid
