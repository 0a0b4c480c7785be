"""The keys that sign: a publisher's own, or a local chain that is made once and said to be one."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator import regular
from narrator.credentials import certificates, claims, trial
from narrator.errors import LabelError, SourceError

if TYPE_CHECKING:
    from cryptography import x509

CHAIN = "chain.pem"
KEY = "key.pem"
OWN = "own"
"""The file that says that the chain was given by the user."""
NO_KEY = "there is no key to sign with here"
LOCK_S = 30.0
LARGEST_PEM = 1024 * 1024
SMALLEST_RSA_BITS = 2048
"""Of C2PA 2.2, 14.2."""


@dataclass(frozen=True, slots=True)
class Keys:
    """A certificate chain and its key, both PEM."""

    chain: bytes
    key: bytes
    name: str
    """Of the signer, as the certificate has it."""
    own: bool
    """Whether the user gave them, rather than narrator making them here."""
    algorithm: str
    """Of C2PA: es256, es384, es512, ps256, ed25519."""
    warning: str = ""
    """One sentence, where something about them is not as it should be; else empty."""

    def __repr__(self) -> str:
        """Without the key: nothing that prints may show it."""
        return f"Keys({self.name!r}, own={self.own})"


def folder() -> Path:
    """Where the local chain is kept."""
    from platformdirs import user_data_path

    return user_data_path("narrator") / "keys"


def own_keys(certificate: Path, key: Path) -> Keys:
    """A publisher's own certificate and key, tried out: one second of silence is signed and read back.

    Raises:
        LabelError: one cannot be read, or they cannot sign; the message says why.
    """
    return _checked(_content(certificate), _content(key), own=True, warning=_openness(key))


def local_keys(*, make: bool = True) -> Keys:
    """The local chain; made now where there is none yet, once, under a lock.

    Raises:
        LabelError: there is none and ``make`` is False, or it cannot be kept, or it no longer serves.
    """
    place = folder()
    try:
        if not (place / CHAIN).exists():
            if not make:
                raise LabelError(NO_KEY, "give certificate and key, or --no-sign")
            _make_once(place)
        is_own = (place / OWN).exists()
        if not (place / KEY).exists():
            raise LabelError(f"the key {place / KEY} is lost, its certificate is there", _renewal(place, own=is_own))
        return _checked(
            (place / CHAIN).read_bytes(), (place / KEY).read_bytes(), own=is_own, warning=_openness(place / KEY)
        )
    except OSError as error:
        raise LabelError(f"keys cannot be kept in {place}: {error.strerror}", "give certificate and key") from error


def used(certificate: Path, key: Path) -> Keys:
    """Keep a publisher's own certificate and key for all later runs, once they have signed and been read back."""
    keys = own_keys(certificate, key)
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_private(place / KEY, keys.key)
        (place / CHAIN).write_bytes(keys.chain)
        (place / OWN).write_text("given by the user\n")
    except OSError as error:
        raise LabelError(f"keys cannot be kept in {place}: {error.strerror}", "give certificate and key") from error
    return keys


def exported(path: Path) -> Path:
    """Write the chain (never the key) to ``path``, for those who want to trust it."""
    try:
        path.write_bytes(local_keys().chain)
    except OSError as error:
        raise LabelError(f"{path} cannot be written: {error.strerror}") from error
    return path


def valid_until(keys: Keys) -> str:
    """The last day of a signer's certificate, ISO 8601."""
    from cryptography import x509

    return x509.load_pem_x509_certificates(keys.chain)[0].not_valid_after_utc.date().isoformat()


def _content(path: Path) -> bytes:
    """A PEM file's bytes.

    Raises:
        LabelError: it is no file that can be read.
    """
    try:
        return regular.content(path, LARGEST_PEM)
    except SourceError as error:
        raise LabelError(error.message, "give the PEM files of certificate and key") from error


def _openness(key: Path) -> str:
    """A warning where others can read a key; empty where they cannot, or where the system has no such rights."""
    if os.name != "posix":
        return ""
    mode = key.stat().st_mode
    if not mode & (stat.S_IRGRP | stat.S_IROTH):
        return ""
    return f"others on this machine can read the key {key}: chmod 600 it"


def _renewal(place: Path, *, own: bool) -> str:
    """What to do about keys that no longer serve."""
    if own:
        return "give it again: narrator keys use CHAIN.pem KEY.pem"
    return f"delete {place / CHAIN}: the next run makes a new certificate and key"


def _make_once(place: Path) -> None:
    from narrator.temporary import file_lock

    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with file_lock(place / "lock").acquire(timeout=LOCK_S):
        if not (place / CHAIN).exists():
            chain, key = certificates.new_chain()
            _write_private(place / KEY, key)
            part = place / f"{CHAIN}.part"
            part.write_bytes(chain)
            os.replace(part, place / CHAIN)


def _write_private(path: Path, content: bytes) -> None:
    """Readable by its owner only, from the first byte on."""
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    number = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(number, "wb") as file:
        file.write(content)
    os.replace(part, path)


def _checked(chain: bytes, key: bytes, *, own: bool, warning: str) -> Keys:
    """The keys, if they can sign: what is known to fail is named, and all else is tried.

    Raises:
        LabelError: they cannot.
    """
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        found = x509.load_pem_x509_certificates(chain)
        private: Any = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError) as error:
        raise LabelError("certificate or key is no PEM that can be read", "the key must have no password") from error
    except Exception as error:  # a curve or an algorithm that cryptography does not know
        raise LabelError(f"the key is of a kind that cannot be read: {error}", "use EC, RSA or Ed25519") from error
    leaf = found[0]
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise LabelError("certificate and key do not belong together", "give the key of the first certificate")
    _check_time(leaf, own=own)
    _check_purpose(leaf)
    keys = Keys(chain, key, _common_name(leaf), own, _algorithm(private), warning)
    if own:
        trial.sign_silence(keys)
    return keys


def _check_time(leaf: x509.Certificate, *, own: bool) -> None:
    now = datetime.now(UTC)
    whose = "the certificate" if own else "the certificate that narrator made here"
    if leaf.not_valid_after_utc < now:
        hint = "give a newer one" if own else _renewal(folder(), own=False)
        raise LabelError(f"{whose} ran out on {leaf.not_valid_after_utc:%Y-%m-%d}", hint)
    if leaf.not_valid_before_utc > now:
        since = f"{leaf.not_valid_before_utc:%Y-%m-%d %H:%M} UTC"
        clock = f"this machine's clock says {now:%Y-%m-%d %H:%M} UTC: set it right, or wait"
        raise LabelError(f"{whose} is valid only from {since} on", clock)


def _check_purpose(leaf: x509.Certificate) -> None:
    from cryptography import x509

    try:
        if leaf.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise LabelError("the first certificate is an authority's, not a signer's", "put the signer's own first")
    except x509.ExtensionNotFound:
        pass
    try:
        purposes = {each.dotted_string for each in leaf.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
    except x509.ExtensionNotFound:
        purposes = set()
    if not purposes & set(claims.KEY_PURPOSES):
        raise LabelError(
            "the certificate is not one for signing content",
            "its extended key usage must have C2PA signing, e-mail protection or document signing",
        )


def _common_name(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    names = names or certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _algorithm(private: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey):
        curves = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}
        if private.curve.name not in curves:
            raise LabelError(f"the key is of the curve {private.curve.name}", "use P-256, P-384 or P-521")
        return curves[private.curve.name]
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey):
        if private.key_size < SMALLEST_RSA_BITS:
            raise LabelError(f"the RSA key has {private.key_size} bits", f"it must have {SMALLEST_RSA_BITS} or more")
        return "ps256"
    raise LabelError("the key is of a kind that content credentials do not know", "use EC, RSA or Ed25519")
