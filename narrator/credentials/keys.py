"""The keys that sign: a publisher's own, or a local chain that is made once and said to be one."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.errors import LabelError

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

CHAIN = "chain.pem"
KEY = "key.pem"
LOCAL_NAME = "narrator local signer"
YEARS = 10
LOCK_S = 30.0


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
    """Of C2PA: es256, es384, ps256, ed25519."""

    def __repr__(self) -> str:
        """Without the key: nothing that prints may show it."""
        return f"Keys({self.name!r}, own={self.own})"


def folder() -> Path:
    """Where the local chain is kept."""
    from platformdirs import user_data_path

    return user_data_path("narrator") / "keys"


def own_keys(certificate: Path, key: Path) -> Keys:
    """A publisher's own certificate and key.

    Raises:
        LabelError: one cannot be read, is expired, or they do not belong together.
    """
    try:
        return _checked(certificate.read_bytes(), key.read_bytes(), own=True)
    except OSError as error:
        raise LabelError(f"{error.filename} cannot be read: {error.strerror}", "see certificate and key") from error


def local_keys(*, make: bool = True) -> Keys:
    """The local chain; made now where there is none yet, once, under a lock.

    Raises:
        LabelError: there is none and ``make`` is False, or it cannot be kept.
    """
    place = folder()
    try:
        if not (place / CHAIN).exists():
            if not make:
                raise LabelError("there is no key to sign with here", "give certificate and key, or --no-sign")
            _make_once(place)
        used_flag = (place / "own").exists()
        return _checked((place / CHAIN).read_bytes(), (place / KEY).read_bytes(), own=used_flag)
    except OSError as error:
        raise LabelError(f"keys cannot be kept in {place}: {error.strerror}", "give certificate and key") from error


def used(certificate: Path, key: Path) -> Keys:
    """Keep a publisher's own certificate and key for all later runs."""
    keys = own_keys(certificate, key)
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_private(place / KEY, keys.key)
    (place / CHAIN).write_bytes(keys.chain)
    (place / "own").write_text("given by the user\n")
    return keys


def exported(path: Path) -> Path:
    """Write the chain (never the key) to ``path``, for those who want to trust it."""
    try:
        path.write_bytes(local_keys().chain)
    except OSError as error:
        raise LabelError(f"{path} cannot be written: {error.strerror}") from error
    return path


def _make_once(place: Path) -> None:
    from filelock import FileLock

    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with FileLock(place / "lock", timeout=LOCK_S):
        if not (place / CHAIN).exists():
            chain, key = _new_chain()
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


def _new_chain() -> tuple[bytes, bytes]:
    """A root and a leaf for signing (C2PA 2.1, 14.5: an extended key usage, no self-signed leaf)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    root_key, leaf_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = _certificate("narrator local root", root_key, None)
    leaf = _certificate(LOCAL_NAME, leaf_key, (root, root_key))
    encoding = serialization.Encoding.PEM
    key = leaf_key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return leaf.public_bytes(encoding) + root.public_bytes(encoding), key


def _certificate(
    name: str, key: EllipticCurvePrivateKey, issuer: tuple[x509.Certificate, EllipticCurvePrivateKey] | None
) -> x509.Certificate:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    subject = x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "narrator"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
    now = datetime.now(UTC)
    root = issuer is None
    signer = issuer[1] if issuer else key
    usage = dict.fromkeys(("content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not root,
                key_cert_sign=root,
                crl_sign=root,
                encipher_only=False,
                decipher_only=False,
                **usage,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if not root:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return builder.sign(signer, hashes.SHA256())


def _checked(chain: bytes, key: bytes, *, own: bool) -> Keys:
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    try:
        certificates = x509.load_pem_x509_certificates(chain)
        private: Any = serialization.load_pem_private_key(key, password=None)
    except (ValueError, TypeError) as error:
        raise LabelError("certificate or key is no PEM that can be read", "the key must have no password") from error
    leaf = certificates[0]
    form = (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    if private.public_key().public_bytes(*form) != leaf.public_key().public_bytes(*form):
        raise LabelError("certificate and key do not belong together", "give the key of the first certificate")
    if leaf.not_valid_after_utc < datetime.now(UTC):
        raise LabelError(f"the certificate ran out on {leaf.not_valid_after_utc:%Y-%m-%d}", "give a newer one")
    return Keys(chain, key, _common_name(leaf), own, _algorithm(private))


def _common_name(certificate: x509.Certificate) -> str:
    from cryptography.x509.oid import NameOID

    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    names = names or certificate.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()


def _algorithm(private: Any) -> str:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    if isinstance(private, ec.EllipticCurvePrivateKey):
        return {256: "es256", 384: "es384", 521: "es512"}.get(private.curve.key_size, "es256")
    if isinstance(private, ed25519.Ed25519PrivateKey):
        return "ed25519"
    if isinstance(private, rsa.RSAPrivateKey):
        return "ps256"
    raise LabelError("the key is of a kind that content credentials do not know", "use EC, RSA or Ed25519")
