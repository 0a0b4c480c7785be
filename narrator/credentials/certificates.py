"""Certificates (X.509): a local chain made here, and what the chain of a signature says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

LOCAL_NAME = "narrator local signer"
YEARS = 10
MOST = 16
"""Certificates that are followed from a signer upwards."""


def new_chain() -> tuple[bytes, bytes]:
    """Returns a new root and leaf for signing, and the leaf's key, as PEM.

    A signer's certificate needs an extended key usage and may not be self-signed (C2PA 2.2, 14.5).
    """
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


def of_signature(cose: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a COSE signature (RFC 9360, ``x5chain``), the signer's first; empty where there are none.

    They stand there as CBOR byte strings of two length bytes: no other DER in a signature has that form.
    """
    from cryptography import x509

    out: list[x509.Certificate] = []
    at = 0
    while len(out) < MOST and (at := cose.find(b"\x30\x82", at + 1)) >= 0:
        length = int.from_bytes(cose[at + 2 : at + 4], "big") + 4
        if cose[at - 3 : at] == b"\x59" + length.to_bytes(2, "big"):
            try:
                out.append(x509.load_der_x509_certificate(cose[at : at + length]))
            except Exception:  # noqa: S112 - cryptography has several kinds for what is no certificate
                continue
            at += length - 1
    return tuple(out)


def validity(chain: Sequence[x509.Certificate]) -> tuple[str, str]:
    """From when to when the signer's certificate is valid, ISO 8601 in UTC; empty where there is none."""
    if not chain:
        return "", ""
    leaf = chain[0]
    return leaf.not_valid_before_utc.isoformat(), leaf.not_valid_after_utc.isoformat()


def is_anchored(chain: Sequence[x509.Certificate], anchors: bytes) -> bool:
    """Whether a chain leads to one of the PEM certificates ``anchors``, whatever the clock says."""
    from cryptography import x509

    trusted = x509.load_pem_x509_certificates(anchors)
    if not chain:
        return False
    current, left = chain[0], list(chain[1:])
    for _ in range(MOST):
        if current in trusted or any(_issued(current, each) for each in trusted):
            return True
        above = next((each for each in left if _issued(current, each)), None)
        if above is None:
            return False
        left.remove(above)
        current = above
    return False


def _issued(child: x509.Certificate, parent: x509.Certificate) -> bool:
    """Whether ``parent`` is an authority (RFC 5280, 4.2.1.9) and issued ``child``: a signer may issue nobody."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature

    try:
        if not parent.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return False
    except (x509.ExtensionNotFound, ValueError):
        return False
    try:
        child.verify_directly_issued_by(parent)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
