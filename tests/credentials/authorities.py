"""Authorities for tests: certificates of every kind that people have, and a time-stamping authority by ``openssl ts``."""

from __future__ import annotations

import datetime
import http.server
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import NameOID, ObjectIdentifier

C2PA, EMAIL, DOCUMENT = "1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36"
SERVER, STAMPING = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.8"
DAY = datetime.timedelta(days=1)
PEM = serialization.Encoding.PEM


@dataclass(frozen=True)
class Issued:
    """A chain (leaf first), its key, and the root alone, all PEM."""

    chain: bytes
    key: bytes
    root: bytes

    def kept(self, folder: Path, name: str = "own") -> tuple[Path, Path]:
        """Certificate and key as files."""
        chain, key = folder / f"{name}.pem", folder / f"{name}.key"
        chain.write_bytes(self.chain)
        key.write_bytes(self.key)
        key.chmod(0o600)
        return chain, key


def issued(
    *purposes: str,
    name: str = "The Courier",
    private: Any = None,
    begins: datetime.timedelta = -DAY,
    lasts: datetime.timedelta = 365 * DAY,
    is_authority: bool = False,
    is_critical: bool = False,
) -> Issued:
    """A new root and what it issued to ``name``."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    private = private or ec.generate_private_key(ec.SECP256R1())
    now = datetime.datetime.now(datetime.UTC)
    wide = (now - 3000 * DAY, now + 3000 * DAY)
    root = _certificate("Test root", root_key.public_key(), "Test root", root_key, True, wide, ())
    span = (now + begins, now + lasts)
    leaf = _certificate(
        name,
        private.public_key(),
        "Test root",
        root_key,
        is_authority,
        span,
        purposes or (EMAIL,),
        critical=is_critical,
    )
    key = private.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return Issued(leaf.public_bytes(PEM) + root.public_bytes(PEM), key, root.public_bytes(PEM))


def _certificate(
    name: str,
    public: Any,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    is_authority: bool,
    span: tuple[datetime.datetime, datetime.datetime],
    purposes: Sequence[str],
    *,
    critical: bool = False,
) -> x509.Certificate:
    unused = ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    usage = dict.fromkeys((*unused, "encipher_only", "decipher_only"), False)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(span[0])
        .not_valid_after(span[1])
        .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority, key_cert_sign=is_authority, crl_sign=is_authority, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    if purposes and name != issuer:
        usages = x509.ExtendedKeyUsage([ObjectIdentifier(each) for each in purposes])
        builder = builder.add_extension(usages, critical=critical)
    return builder.sign(signer, hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


KINDS = {
    "P-256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "P-384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "P-521": lambda: ec.generate_private_key(ec.SECP521R1()),
    "Ed25519": ed25519.Ed25519PrivateKey.generate,
    "RSA-2048": lambda: rsa.generate_private_key(65537, 2048),
}


@dataclass
class Authority:
    """A time-stamping authority that answers on this machine."""

    url: str
    root: bytes
    """PEM of its root."""
    asked: int = 0
    failing: int = 0
    """Of the next requests, how many get an error instead of a stamp."""


@contextmanager
def stamping(folder: Path) -> Iterator[Authority]:
    """A time-stamping authority (RFC 3161): ``openssl ts`` behind HTTP."""
    made = issued(STAMPING, name="Test time", is_critical=True)
    leaf, _, rest = made.chain.partition(b"-----END CERTIFICATE-----\n")
    (folder / "tsa.pem").write_bytes(leaf + b"-----END CERTIFICATE-----\n")
    (folder / "root.pem").write_bytes(rest)
    (folder / "tsa.key").write_bytes(made.key)
    (folder / "serial").write_text("01\n")
    (folder / "tsa.cnf").write_text(
        f"[tsa]\ndefault_tsa = t\n[t]\nserial = {folder}/serial\nsigner_cert = {folder}/tsa.pem\n"
        f"certs = {folder}/root.pem\nsigner_key = {folder}/tsa.key\nsigner_digest = sha256\n"
        "default_policy = 1.2.3.4.1\ndigests = sha256, sha384, sha512\ness_cert_id_alg = sha256\n"
    )
    authority = Authority("", made.root)

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            authority.asked += 1
            if authority.failing:
                authority.failing -= 1
                self.send_error(503)
                return
            (folder / "query").write_bytes(body)
            command = ["openssl", "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "reply"]
            subprocess.run(command, cwd=folder, capture_output=True, check=True)
            reply = (folder / "reply").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(reply)))
            self.end_headers()
            self.wfile.write(reply)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    authority.url = f"http://127.0.0.1:{server.server_port}/"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
