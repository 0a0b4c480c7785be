"""The four answers apart: the time of signing, the trust list, several files, JSON, files of narrator 0.1."""

from __future__ import annotations

import dataclasses
import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from narrator import credentials, verify
from narrator.cli import run
from narrator.credentials import Claim, Keys, Watermark
from narrator.errors import LabelError
from narrator.verify import judgement, reader
from narrator.verify.answers import WORST_FIRST, Mark, SignatureState, SoundState, TimeState, Verdict
from narrator.verify.facts import SoundFacts
from narrator.verify.judgement import Facts, Known
from tests.conftest import ROOT
from tests.credentials.authorities import DAY, Authority, issued, stamping
from tests.verify.workshop import LABEL, Originals, Workshop, created, originals

SOUND = SoundFacts("audio/mpeg", "mp3", "mp3", 24_000, 1, "", 1, 0.0, "ab" * 32, ())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("keys")))
        return originals(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with stamping(tmp_path_factory.mktemp("authority")) as started:
        yield started


def brief(made: Originals, folder: Path, keys: Keys, stamp: str) -> list[Path]:
    """Unsigned narrations, signed now."""
    folder.mkdir()
    shop = Workshop(folder, made)
    paths = [shop.copy("mp3", "unsigned"), shop.copy("opus", "unsigned")]
    claim = Claim(
        "t", "narrator", "1", "http://c2pa.org/digitalsourcetype/trainedAlgorithmicData", "x", "en", "", "", "", ""
    )
    for path in paths:
        credentials.sign(path, claim, keys, timestamp_url=stamp)
    return paths


def test_a_certificate_that_ran_out_is_no_forgery_and_a_stamp_outlives_it(
    made: Originals, authority: Authority, tmp_path: Path
) -> None:
    signer = issued(name="Brief", begins=-DAY, lasts=timedelta(seconds=8))
    begun = time.monotonic()
    keys = Keys(signer.chain, signer.key, "Brief", True, "es256")
    bare = brief(made, tmp_path / "a", keys, "")
    stamped = brief(made, tmp_path / "b", keys, authority.url)
    time.sleep(max(0.0, 9 - (time.monotonic() - begun)))
    for path in bare:
        found = verify.report(path)
        assert found.verdict is Verdict.RAN_OUT
        assert 'signature was by "Brief", certificate ran out on' in found.answer
        assert "unchanged as far as it can be told" in found.answer
        assert verify.report(path, anchors=signer.root).verdict is Verdict.RAN_OUT
        assert verify.report(path, anchors=issued().root).verdict is Verdict.UNLISTED
    for path in stamped:
        found = verify.report(path)
        assert (found.verdict, found.time.state) == (Verdict.LABELLED, TimeState.STAMPED)
        assert 'signed by "Brief" on ' in found.answer
        assert verify.report(path, anchors=signer.root + authority.root).verdict is Verdict.LABELLED
        listed_signer_only = verify.report(path, anchors=signer.root)
        assert listed_signer_only.verdict is Verdict.RAN_OUT
        assert "authority of its time stamp is not on the trust list" in listed_signer_only.answer


def test_a_clock_set_back_is_told_as_that(made: Originals) -> None:
    path = made.folder / "out" / "signed" / "signed.mp3"
    credential = verify.report(path).credential
    assert credential is not None
    early = dataclasses.replace(credential, ran_out=True, valid_from="2999-01-01T00:00:00+00:00")
    found = judgement.report(facts(credential=early))
    assert (found.verdict, found.time.state) == (Verdict.RAN_OUT, TimeState.NOT_YET)
    assert "is the clock of this machine right?" in found.answer


def facts(**more: object) -> Facts:
    nothing = Facts("x.mp3", SOUND, (), None, None, "", "", False, None, None, "", ())
    return dataclasses.replace(nothing, **more)  # type: ignore[arg-type]


def test_a_mark_without_a_signature_is_told_as_encoded_anew() -> None:
    found = judgement.report(facts(mark=Mark("narrator-1", "0badcafe")))
    assert (found.verdict, found.sound.state) == (Verdict.ENCODED_ANEW, SoundState.MARKED)
    assert "with id 0badcafe" in found.answer


def test_a_mark_that_could_not_be_looked_for_is_told_in_the_line() -> None:
    late = "reading takes longer than 24 s"
    found = judgement.report(facts(unheard=late))
    assert found.verdict == Verdict.NOT_LABELLED
    assert "No label is proven: the file itself is not signed, and a watermark could not be looked for." in found.answer
    assert f"Sound: not known (a watermark could not be looked for: {late})." in found.answer
    other = judgement.report(facts(unheard=late, known=Known(False, True, "", "")))
    assert other.verdict == Verdict.CHANGED
    assert late in other.answer


def test_a_reader_that_is_late_with_the_watermark_is_told_in_the_line(
    made: Originals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*given: object) -> None:
        raise reader.LostError("reading takes longer than 24 s")

    monkeypatch.setattr(reader.Reader, "marks", late)
    shop = Workshop(tmp_path, made)
    assert verify.report(shop.copy("flac")).verdict == Verdict.LABELLED
    assert "a watermark could not be looked for" in verify.report(shop.copy("flac", "unsigned", "bare.flac")).answer


def test_the_signed_mark_is_read_back(made: Originals) -> None:
    signed = {"text": "x", "watermark": {"scheme": "narrator-1", "key": "public", "id": "0badcafe"}}
    shop = Workshop(made.folder, made)
    assertion = {"label": "com.narrator.disclosure", "data": signed}
    path = shop.signed_by(
        issued(), shop.plain(), created("algorithmicMedia"), assertions=(assertion,), name="marked.mp3"
    )
    credential = verify.report(path).credential
    assert credential is not None
    assert credential.watermark == Watermark("narrator-1", "public", "0badcafe")


def test_the_worst_of_several_files_counts() -> None:
    assert verify.worst(list(Verdict)) is Verdict.CHANGED
    assert [int(each) for each in WORST_FIRST] == [3, 4, 15, 14, 13, 1, 0]
    assert verify.worst([Verdict.LABELLED, Verdict.RAN_OUT, Verdict.UNLISTED]) is Verdict.UNLISTED


def test_files_after_one_that_cannot_be_read_are_still_checked(
    made: Originals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.verify import attacks

    bomb = attacks.nested_chapters(Workshop(tmp_path, made))
    text = Workshop(tmp_path, made).file("text.mp3", b"hello" * 100)
    good = made.folder / "out" / "signed" / "signed.wav"
    assert run(["verify", str(bomb), str(tmp_path), str(text), str(good)]) == 4
    told = capsys.readouterr()
    assert "AI voice, signed by" in told.out
    assert "Traceback" not in told.err


def test_json_has_the_four_answers_in_fields_of_their_own(
    made: Originals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = made.folder / "out" / "signed" / "signed.flac"
    text = Workshop(tmp_path, made).file("a\x1b[31m\nb.mp3", b"hello" * 100)
    assert run(["verify", "--json", str(good), str(text)]) == 4
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    found = json.loads(lines[0])
    assert (found["sound"]["state"], found["signature"]["state"]) == ("as signed", "holds")
    assert (found["signer"]["name"], found["time"]["state"]) == ("The Courier", "within validity")
    assert json.loads(lines[1])["verdict"] == 4
    assert "\x1b" not in lines[1]


def test_details_name_the_signer_the_statement_and_the_article(
    made: Originals, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["verify", "-v", str(made.folder / "out" / "signed" / "signed.m4a")]) == 0
    told = capsys.readouterr().out
    for word in ('signed by: "The Courier"', "made with:", "disclosure:", "digital source type:", "title:"):
        assert word in told


@pytest.mark.parametrize(
    "path", sorted((ROOT / "tests" / "data" / "archive-0.1.0").glob("*/*.mp3")), ids=lambda p: p.stem
)
def test_a_file_of_narrator_0_1_is_labelled_and_its_word_is_told_to_be_a_gathered_one(path: Path) -> None:
    found = verify.report(path)
    if found.credential is None:
        pytest.skip("it is not signed")
    assert found.signature.state is SignatureState.HOLDS
    assert any("not among what the signer calls its own word" in each for each in found.findings)


def test_a_trust_list_of_a_binary_form_is_told_as_none(tmp_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    path = tmp_path / "list.der"
    path.write_bytes(x509.load_pem_x509_certificate(issued().root).public_bytes(Encoding.DER))
    assert run(["verify", "--trust", str(path), str(path)]) == 4


@pytest.mark.stress
@pytest.mark.parametrize("form", ["mp3", "opus"])
def test_a_flip_in_the_credentials_is_unseen_in_filling_and_in_heads_of_boxes_alone(
    form: str, made: Originals, tmp_path: Path
) -> None:
    shop = Workshop(tmp_path, made)
    path = shop.copy(form)
    holder = path.with_suffix(".c2pa") if form == "opus" else path
    body = holder.read_bytes()
    begin = body.index(b"jumb") - 4
    end = begin + int.from_bytes(body[begin : begin + 4], "big")
    pad = body.rindex(b"cpad", begin, end)
    heads = [at for at in range(begin, end) if body[at : at + 4] in (b"jumb", b"jumd")]
    unseen = []
    for at in range(begin, end, 3):
        flipped = bytearray(body)
        flipped[at] ^= 1
        holder.write_bytes(flipped)
        try:
            found = credentials.read(path, "audio/mpeg", beside=holder if form == "opus" else None)
        except LabelError:
            continue
        if found is not None and found.is_valid and found.disclosure == LABEL:
            unseen.append(at)
    elsewhere = [at for at in unseen if at < pad and not any(head - 4 <= at <= head + 40 for head in heads)]
    assert not elsewhere, [(at - begin, body[at - 24 : at + 8]) for at in elsewhere]


def test_a_file_that_may_not_be_read_is_told_and_the_next_one_is_still_checked(
    made: Originals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    closed, path = made.folder / "list.pem", made.folder / "out" / "signed" / "signed.mp3"
    monkeypatch.setattr("os.access", lambda *_, **__: False)  # what click asks; a test as root may read everything
    assert run(["verify", str(closed), str(path)]) == 4
    assert "AI voice" in capsys.readouterr().out


def test_a_manifest_that_lists_no_sound_is_refused(
    made: Originals, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = json.loads(made.manifest.read_text())
    place = tmp_path / "narration.json"
    place.write_text(json.dumps({**plain, "files": []}))
    assert run(["verify", "--against", str(place), str(made.folder / "out" / "signed" / "signed.mp3")]) == 4
    assert "lists no sound file" in capsys.readouterr().err
