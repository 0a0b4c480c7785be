"""A server of this machine that answers what a test puts there, and says what it was asked."""

from __future__ import annotations

import ipaddress
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from narrator.fetch import hosts
from narrator.fetch.deadline import Deadline
from narrator.settings import Settings

PAGE = b"<html><body><article><h1>Title</h1><p>" + b"Words of an article. " * 30 + b"</p></article></body></html>"


@dataclass
class Site:
    """A server, what it answers, and what it was asked."""

    address: str
    server: ThreadingHTTPServer
    answers: dict[str, list[tuple[int, dict[str, str], bytes]]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def put(self, path: str, body: bytes = PAGE, status: int = 200, **headers: str) -> str:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(path, []).append((status, {"Content-Type": "text/html", **names}, body))
        return self.address + path


@pytest.fixture
def site() -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, dict(self.headers)))
            queue = found.answers.get(self.path)
            if not queue:
                self.send_error(404)
                return
            status, headers, body = queue[0] if len(queue) == 1 else queue.pop(0)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                return

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Site(f"http://127.0.0.1:{server.server_port}", server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    return Settings(allow_private=True, cache_dir=tmp_path / "cache", host_pause=0)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited for each time; nobody really waits, and the hosts' clock goes on."""
    waited: list[float] = []
    started = hosts.now_s()
    monkeypatch.setattr(Deadline, "wait", lambda self, wait_s: waited.append(wait_s) if wait_s > 0 else None)
    monkeypatch.setattr(hosts, "now_s", lambda: started + sum(waited))
    return waited


def certificate(folder: Path, *, address: str = "127.0.0.1", begins: datetime | None = None) -> tuple[Path, Path]:
    """The files of a certificate that signs itself, valid for ten days, and of its key."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, address)])
    begins = begins or datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=10))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .sign(private, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    unlocked = serialization.NoEncryption()
    secret = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, unlocked)
    (folder / "key.pem").write_bytes(secret)
    return folder / "cert.pem", folder / "key.pem"
