"""Signing: our own word, with the hash of text and sound, and dated where an authority is asked."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import c2pa
import pytest

from narrator import credentials
from narrator.containers import base as containers
from narrator.containers.coded import packets_sha256
from narrator.credentials import claims, signing
from narrator.errors import LabelError, SettingsError
from narrator.model import Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.credentials.authorities import Authority, stamping

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Narration]:
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "keys"))
        settings = Settings(
            output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", format=FORMATS, page=False
        )
        narration = narrate(SAMPLES / "kurz.html", settings)
    return folder / "out" / narration.slug, narration


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with stamping(tmp_path_factory.mktemp("authority")) as started:
        yield started


def store(path: Path) -> dict[str, dict[str, object]]:
    """All that c2pa reads of a file, by its own reader."""
    kind = containers.of(path).media_type
    beside = path.with_suffix(".c2pa").read_bytes() if path.suffix == ".opus" else None
    with path.open("rb") as stream, c2pa.Reader(kind, stream, beside) as reader:
        return {"plain": json.loads(reader.json()), "detailed": json.loads(reader.detailed_json())}


@pytest.mark.parametrize("name", FORMATS)
def test_actions_ingredient_and_disclosure_are_the_signers_own_word(name: str, signed: tuple[Path, Narration]) -> None:
    whole = store(signed[0] / f"{signed[1].slug}.{name}")["detailed"]
    claim = whole["manifests"][whole["active_manifest"]]["claim"]
    created = {each["url"].rpartition("/")[2] for each in claim["created_assertions"]}
    assert {"c2pa.actions.v2", "c2pa.ingredient.v3", "com.narrator.disclosure"} <= {
        each.rpartition("=c2pa.assertions")[2] for each in created
    }
    assert not claim.get("gathered_assertions")


@pytest.mark.parametrize("name", FORMATS)
def test_text_and_sound_are_signed_by_their_hashes(name: str, signed: tuple[Path, Narration]) -> None:
    folder, narration = signed
    path = folder / f"{narration.slug}.{name}"
    text = hashlib.sha256(narration.article.text.encode()).hexdigest()
    plain = store(path)["plain"]
    manifest = plain["manifests"][plain["active_manifest"]]
    assert text in manifest["ingredients"][0]["description"]
    beside = path.with_suffix(".c2pa") if name == "opus" else None
    found = credentials.read(path, containers.of(path).media_type, beside=beside)
    assert found is not None
    assert found.article_sha256 == text
    assert found.sound is not None
    assert found.sound.sha256 == packets_sha256(path)
    assert found.sound.length_ms == round(narration.timeline.duration_s * 1000)
    assert found.is_own_word


def test_a_mark_is_named_by_scheme_key_and_id(tmp_path: Path) -> None:
    mark = claims.Watermark("narrator-1", "public", "0badcafe")
    claim = claims.Claim("", "narrator", "1", "", "text", "en", "", "", "", "", watermark=mark)
    assert claims.watermark_of(claims.definition(claim)["assertions"][1]["data"]) == mark


def test_a_signature_is_dated_by_a_private_authority(settings: Settings, authority: Authority) -> None:
    wanted = dataclasses.replace(settings, sign=True, timestamp_url=authority.url, format=("mp3", "opus"))
    narration = narrate(SAMPLES / "kurz.html", wanted)
    folder = Path(settings.output, narration.slug)
    for name, beside in (("mp3", None), ("opus", folder / f"{narration.slug}.c2pa")):
        path = folder / f"{narration.slug}.{name}"
        found = credentials.read(path, containers.of(path).media_type, beside=beside)
        assert found is not None
        assert found.is_stamped
        assert found.signed[:10] == narration.created[:10]
        chain = credentials.local_keys().chain
        listed = credentials.read(path, containers.of(path).media_type, beside=beside, anchors=chain + authority.root)
        assert listed is not None
        assert (listed.trusted, listed.stamp_trusted) == (True, True)
        alone = credentials.read(path, containers.of(path).media_type, beside=beside, anchors=chain)
        assert alone is not None
        assert (alone.trusted, alone.stamp_trusted) == (True, False)


def test_an_authority_that_is_down_for_a_moment_is_asked_again(
    settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "STAMP_WAITS_S", (0.0, 0.0))
    authority.failing, authority.asked = 2, 0
    narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, sign=True, timestamp_url=authority.url))
    assert authority.asked == 3


def test_an_authority_that_stays_down_fails_the_run_and_leaves_nothing_undated(
    settings: Settings, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signing, "STAMP_WAITS_S", (0.0, 0.0))
    authority.failing = 3
    with pytest.raises(LabelError, match="gives no time stamp") as error:
        narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, sign=True, timestamp_url=authority.url))
    assert error.value.exit_code == 11
    assert not list(Path(settings.output).glob("[!.]*"))


@pytest.mark.parametrize("address", ["nonsense", "ftp://example.org/", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused_at_the_door(address: str) -> None:
    with pytest.raises(SettingsError, match="timestamp_url"):
        Settings(timestamp_url=address)
