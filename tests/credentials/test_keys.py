"""Keys: every certificate that people really have signs; what cannot sign is refused before a voice speaks."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from narrator import credentials
from narrator.cli import run
from narrator.credentials import certificates, keys
from narrator.errors import LabelError
from tests.credentials import authorities
from tests.credentials.authorities import C2PA, DAY, DOCUMENT, EMAIL, KINDS, PEM, SERVER, Issued, issued


@pytest.mark.parametrize("purpose", [C2PA, EMAIL, DOCUMENT])
def test_a_certificate_of_every_purpose_that_may_sign_is_taken(purpose: str, tmp_path: Path) -> None:
    assert credentials.used(*issued(purpose).kept(tmp_path)).name == "The Courier"
    assert credentials.local_keys().own


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_of_every_kind_signs(kind: str, tmp_path: Path) -> None:
    assert credentials.own_keys(*issued(private=KINDS[kind]()).kept(tmp_path)).own  # type: ignore[no-untyped-call]


REFUSED = {
    "for servers only": (lambda: issued(SERVER), "not one for signing content"),
    "an authority": (lambda: issued(is_authority=True), "is an authority's"),
    "not yet valid": (lambda: issued(begins=DAY), "is valid only from"),
    "run out": (lambda: issued(begins=-2 * DAY, lasts=-DAY), "ran out on"),
    "RSA of 1024 bits": (lambda: issued(private=rsa.generate_private_key(65537, 1024)), "1024 bits"),
    "secp256k1": (lambda: issued(private=ec.generate_private_key(ec.SECP256K1())), "secp256k1"),
    "another's key": (lambda: Issued(issued().chain, issued().key, b""), "do not belong together"),
    "no PEM": (lambda: Issued(b"hello", b"hello", b""), "no PEM"),
    "key for certificate": (lambda: Issued((made := issued()).key, made.key, b""), "no PEM"),
    "empty": (lambda: Issued(b"", b"", b""), "no PEM"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_key_that_cannot_sign_is_refused_when_it_is_given(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make, words = REFUSED[name]
    chain, key = make().kept(tmp_path)  # type: ignore[no-untyped-call]
    assert run(["keys", "use", str(chain), str(key)]) == 11
    assert words in capsys.readouterr().err
    assert not (keys.folder() / "key.pem").exists()


def test_a_folder_or_a_device_for_a_key_is_refused(tmp_path: Path) -> None:
    for place in (tmp_path, Path("/dev/zero")):
        with pytest.raises(LabelError, match="not a file"):
            credentials.own_keys(place, place)


def test_a_key_that_others_can_read_brings_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chain, key = issued().kept(tmp_path)
    key.chmod(0o644)
    assert run(["keys", "use", str(chain), str(key)]) == 0
    assert "can read the key" in capsys.readouterr().err
    assert not credentials.local_keys().warning


def test_a_lost_key_of_the_local_chain_gets_a_hint_that_works() -> None:
    credentials.local_keys()
    (keys.folder() / "key.pem").unlink()
    with pytest.raises(LabelError, match="is lost") as error:
        credentials.local_keys()
    named = error.value.hint.partition("delete ")[2].partition(":")[0]
    Path(named).unlink()
    assert credentials.local_keys().name == certificates.LOCAL_NAME


def test_a_lost_key_of_a_publisher_gets_another_hint(tmp_path: Path) -> None:
    chain, key = issued().kept(tmp_path)
    credentials.used(chain, key)
    (keys.folder() / "key.pem").unlink()
    with pytest.raises(LabelError, match="is lost") as error:
        credentials.local_keys()
    assert "narrator keys use" in error.value.hint


def test_narrators_own_chain_that_ran_out_is_told_as_that_and_can_be_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(certificates, "YEARS", 0)
        with pytest.raises(LabelError, match="that narrator made here ran out") as error:
            credentials.local_keys()
    Path(error.value.hint.partition("delete ")[2].partition(":")[0]).unlink()
    assert credentials.local_keys()


def test_a_clock_set_back_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    credentials.local_keys()

    class Past(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> datetime.datetime:  # type: ignore[override]
            return super().now(tz) - 30 * DAY

    monkeypatch.setattr(keys, "datetime", Past)
    with pytest.raises(LabelError, match="valid only from") as error:
        credentials.local_keys()
    assert "clock" in error.value.hint


def test_a_listed_signer_that_is_no_authority_lets_nobody_else_be_trusted() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    listed = issued(name="Listed", private=private)
    now = datetime.datetime.now(datetime.UTC)
    forged = authorities._certificate(
        "The Courier", private.public_key(), "Listed", private, False, (now - DAY, now + DAY), (EMAIL,)
    )
    own = x509.load_pem_x509_certificates(listed.chain)
    assert certificates.is_anchored(own, listed.root)
    assert certificates.is_anchored(own[:1], own[0].public_bytes(PEM))
    assert not certificates.is_anchored([forged, *own], listed.root)
    assert not certificates.is_anchored([forged, *own], own[0].public_bytes(PEM))
