"""The label in every layer, and what ``verify`` says of files that hold, were changed, stripped or forged."""

from __future__ import annotations

import dataclasses
import random
import shutil
import stat
from pathlib import Path

import pytest
from mutagen.id3 import ID3, TIT2

from narrator import credentials
from narrator.cache import Cache
from narrator.cli import run
from narrator.containers import base as containers
from narrator.errors import LabelError, SourceError
from narrator.model import Details, Narration
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.verify import Verdict, report
from narrator.verify.answers import SignatureState, SignerState, SoundState, TimeState
from tests.conftest import SAMPLES
from tests.containers.test_formats import encoded, sound

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Narration]:
    """A short signed narration in all formats, made once."""
    folder = tmp_path_factory.mktemp("signed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "keys"))
        settings = Settings(
            output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", format=FORMATS, page=False
        )
        narration = narrate(SAMPLES / "kurz.html", settings, details=Details(slug="signed"))
    return folder / "out" / "signed", narration


@pytest.fixture
def copy(signed: tuple[Path, Narration], tmp_path: Path) -> Path:
    """A copy of the audio without the manifest beside it."""
    for path in signed[0].glob("signed.*"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_labelled_intact_and_says_so(name: str, copy: Path) -> None:
    found = report(copy / f"signed.{name}")
    assert found.verdict is Verdict.LABELLED
    assert found.answer.startswith('AI voice, signed by "narrator local signer" on ')
    assert (found.sound.state, found.signature.state) == (SoundState.AS_SIGNED, SignatureState.HOLDS)
    assert (found.signer.state, found.time.state) == (SignerState.NOT_ASKED, TimeState.WITHIN)
    assert found.credential is not None
    assert found.credential.disclosure == "Diese Audiofassung wurde mit KI-Unterstützung erstellt."
    assert found.credential.digital_source_types[0].endswith("/algorithmicMedia")
    assert found.tags is not None
    assert found.tags.disclosure == found.credential.disclosure


def _flips(path: Path, count: int, seed: int) -> int:
    """How many of ``count`` single flipped bits in the sound are found."""
    whole = path.read_bytes()
    rng = random.Random(seed)
    found = 0
    for _ in range(count):
        place = rng.randrange(len(whole) // 4, len(whole) * 3 // 4)
        body = bytearray(whole)
        body[place] ^= 1 << rng.randrange(8)
        path.write_bytes(body)
        try:
            found += report(path).verdict is Verdict.CHANGED
        except SourceError:
            found += 1
    return found


@pytest.mark.parametrize("name", FORMATS)
def test_a_flipped_bit_in_the_sound_is_found(name: str, copy: Path) -> None:
    assert _flips(copy / f"signed.{name}", 6, 1) == 6


@pytest.mark.stress
@pytest.mark.parametrize("name", FORMATS)
def test_two_hundred_flipped_bits_are_all_found(name: str, copy: Path) -> None:
    assert _flips(copy / f"signed.{name}", 200, 2) == 200


def test_an_edited_tag_is_found_and_the_sound_is_known_to_be_the_signed_one(copy: Path) -> None:
    tags = ID3(copy / "signed.mp3")
    tags.add(TIT2(encoding=3, text="Another headline"))
    tags.save(copy / "signed.mp3")
    found = report(copy / "signed.mp3")
    assert found.signature.state is SignatureState.REWRITTEN
    assert found.verdict is Verdict.LABELLED
    assert "tags were rewritten" in found.answer


def test_a_stripped_copy_is_known_by_its_watermark_and_its_manifest_knows_it_better(
    signed: tuple[Path, Narration], copy: Path
) -> None:
    ID3(copy / "signed.mp3").delete(copy / "signed.mp3")
    assert report(copy / "signed.mp3").verdict is Verdict.ENCODED_ANEW
    against = report(copy / "signed.mp3", against=signed[0] / "narration.json")
    assert against.verdict is Verdict.LABELLED
    assert against.manifest_matches is True


def test_another_sound_is_told_from_the_manifests(signed: tuple[Path, Narration], tmp_path: Path) -> None:
    path = encoded(tmp_path / "other.mp3", sound(50_000, 24_000), 24_000)
    assert report(path, against=signed[0] / "narration.json").verdict is Verdict.CHANGED


def test_another_files_credentials_do_not_hold(copy: Path) -> None:
    encoded(copy / "other.opus", sound(50_000, 48_000), 48_000)
    shutil.copy(copy / "signed.c2pa", copy / "other.c2pa")
    assert report(copy / "other.opus").verdict is Verdict.CHANGED


def test_tags_alone_prove_nothing(copy: Path, settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, watermark=False))
    path = shutil.copy(Path(settings.output, narration.slug, narration.files[0].name), copy / "unsigned.mp3")
    found = report(path)  # type: ignore[arg-type]
    assert found.verdict is Verdict.NOT_LABELLED
    assert "nothing proves it" in found.answer
    assert narration.label.signed is False


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_without_a_label_is_never_called_labelled(name: str, tmp_path: Path) -> None:
    path = encoded(tmp_path / f"plain.{name}", sound(30_000, 24_000), 24_000)
    assert report(path).verdict is Verdict.NOT_LABELLED


HOSTILE = {
    "text.mp3": b"this is no sound at all" * 40,
    "cut.wav": b"RIFF\xff\xff\xff\x7fWAVEfmt ",
    "tag.mp3": b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(1000),
    "empty.flac": b"",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_sound_gets_one_clear_line(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).write_bytes(HOSTILE[name])
    assert run(["verify", str(tmp_path / name)]) == 4
    error = capsys.readouterr().err
    assert name in error
    assert "Traceback" not in error


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": 1}', "{" * 100_000, '{"schema": 1, "slug": {"a": []}}'])
def test_a_hostile_manifest_is_refused(text: str, copy: Path) -> None:
    (copy / "narration.json").write_text(text)
    assert report(copy / "signed.mp3").verdict is Verdict.LABELLED
    with pytest.raises(SourceError, match="no manifest"):
        report(copy / "signed.mp3", against=copy / "narration.json")


def test_verify_speaks_json(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "--json", str(copy / "signed.flac")]) == 0
    assert '"verdict": 0' in capsys.readouterr().out


def test_the_exported_chain_makes_the_signer_trusted(
    signed: tuple[Path, Narration], copy: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(signed[0].parent.parent / "keys"))
    chain = credentials.exported(tmp_path / "chain.pem").read_bytes()
    assert b"PRIVATE" not in chain
    assert report(copy / "signed.mp3", anchors=chain).signer.state is SignerState.LISTED


def test_the_local_key_is_made_once_and_is_its_owners_only() -> None:
    first, second = credentials.local_keys(), credentials.local_keys()
    assert first.chain == second.chain
    from narrator.credentials.keys import folder

    assert stat.S_IMODE((folder() / "key.pem").stat().st_mode) == 0o600
    assert "PRIVATE" not in repr(first)


def test_without_leave_to_make_a_key_signing_fails(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, sign=True, make_keys=False)
    with pytest.raises(LabelError, match="no key to sign with"):
        narrate(SAMPLES / "kurz.html", wanted)
    assert not list(Path(settings.output).glob("[!.]*"))


def test_a_publishers_own_key_signs(settings: Settings, tmp_path: Path) -> None:
    from narrator.credentials import certificates

    chain, key = certificates.new_chain()
    (tmp_path / "own.pem").write_bytes(chain)
    (tmp_path / "own.key").write_bytes(key)
    wanted = dataclasses.replace(
        settings, sign=True, certificate=tmp_path / "own.pem", key=tmp_path / "own.key", make_keys=False
    )
    narration = narrate(SAMPLES / "kurz.html", wanted)
    assert narration.label.trusted
    assert str(tmp_path / "own.key") not in repr(wanted)


def test_a_missing_key_is_told_before_a_voice_speaks(settings: Settings) -> None:
    with pytest.raises(LabelError, match="no key to sign with"):
        narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, sign=True, make_keys=False))
    assert Cache(settings.cache_dir).info().clips == 0


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    from narrator.credentials import certificates

    (chain, _), (_, key) = certificates.new_chain(), certificates.new_chain()
    (tmp_path / "a.pem").write_bytes(chain)
    (tmp_path / "b.key").write_bytes(key)
    with pytest.raises(LabelError, match="do not belong together"):
        credentials.own_keys(tmp_path / "a.pem", tmp_path / "b.key")


@pytest.mark.parametrize("name", FORMATS)
def test_signing_adds_less_than_eight_kilobytes(name: str, settings: Settings, tmp_path: Path) -> None:
    """Without the mark in the sound: its number follows from the settings, and AAC takes more or fewer bytes for it."""
    settings = dataclasses.replace(settings, watermark=False)
    plain = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, format=(name,), output=str(tmp_path / "a")))
    both = dataclasses.replace(settings, format=(name,), output=str(tmp_path / "b"), sign=True)
    with_one = narrate(SAMPLES / "kurz.html", both)
    sizes = [sum(f.size for f in each.files if not f.name.endswith(".vtt")) for each in (plain, with_one)]
    assert sizes[1] - sizes[0] <= 8_000


def test_a_human_recording_makes_the_whole_a_composite(settings: Settings, tmp_path: Path) -> None:
    intro = encoded(tmp_path / "jingle.wav", sound(48_000, 48_000), 48_000)
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, intro=intro, outro=intro))
    assert narration.label.digital_source_type == "compositeWithTrainedAlgorithmicMedia"
    places = [place for place in narration.timeline.places if place.utterance is None]
    assert [place.length for place in places] == [24_000, 24_000]
    assert places[0].start == 0


def test_the_spoken_label_can_be_left_out_and_that_is_recorded(settings: Settings) -> None:
    narration = narrate(SAMPLES / "kurz.html", dataclasses.replace(settings, spoken_label=False))
    assert narration.label.spoken is False
    assert narration.timeline.cues[0].text == "Der Nachtzug nach Norden fährt wieder täglich"
    tags = containers.of("mp3").read_tags(Path(settings.output, narration.slug, narration.files[0].name))
    assert tags.disclosure == narration.label.text
