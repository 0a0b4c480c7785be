"""A proxy before an object store that does what networks do: slow, 503, cut in mid-upload, an answer that is lost, denied."""

from __future__ import annotations

import http.client
import random
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from urllib.parse import urlsplit

KINDS = ("slow", "busy", "cut", "lost")
SLOW_S = 0.3
HOP = ("connection", "transfer-encoding", "content-length", "keep-alive", "server", "date")
DENIED = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
BUSY = b"<Error><Code>ServiceUnavailable</Code><Message>Please try again.</Message></Error>"


class Faults:
    """Puts a fault into a share of the requests; seeded, so that a run can be run again."""

    def __init__(self, target: str, *, share: float, kinds: tuple[str, ...] = KINDS, writes_only: bool = False) -> None:
        self.counts: Counter[str] = Counter()
        self._target = urlsplit(target).netloc
        self._share, self._kinds, self._writes_only = share, kinds, writes_only
        self._random, self._lock = random.Random(7), Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (_Request,), {"faults": self}))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Faults:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault(self, method: str) -> str:
        """What goes wrong with the next request; empty for nothing."""
        with self._lock:
            spared = self._writes_only and method not in ("PUT", "POST", "DELETE")
            bad = not spared and self._random.random() < self._share
            kind = self._random.choice(self._kinds) if bad else ""
            self.counts[kind or "fine"] += 1
            return kind

    def forwarded(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        """What the store itself answers."""
        connection = http.client.HTTPConnection(self._target, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                if name.lower() not in ("connection", "transfer-encoding", "content-length", "expect"):
                    connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


class _Request(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faults: Faults

    def _answer(self) -> None:
        kind = self.faults.fault(self.command)
        body = self._body(half=kind == "cut")
        if kind == "slow":
            time.sleep(SLOW_S)
        if kind == "denied":
            self._send(403, {"content-type": "application/xml"}, DENIED)
        elif kind == "busy":
            self._send(503, {"content-type": "application/xml"}, BUSY)
        elif kind == "cut" and self.command == "PUT":
            self._gone()
        else:
            status, headers, answer = self.faults.forwarded(self.command, self.path, dict(self.headers.items()), body)
            if kind == "lost":
                self._gone()
            elif kind == "cut":
                self._send(status, headers, answer, cut=True)
            else:
                self._send(status, headers, answer)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _answer  # noqa: N815

    def _body(self, *, half: bool) -> bytes:
        """What the client sends; of an upload that is cut, the first half."""
        if "100-continue" in self.headers.get("expect", ""):
            self.send_response_only(100)
            self.end_headers()
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            return self._pieces()
        length = int(self.headers.get("content-length") or 0)
        return self.rfile.read(length // 2 if half and self.command == "PUT" else length)

    def _pieces(self) -> bytes:
        whole = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            whole += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return whole

    def _send(self, status: int, headers: dict[str, str], body: bytes, *, cut: bool = False) -> None:
        self.send_response(status)
        for name, value in headers.items():
            if name.lower() not in HOP:
                self.send_header(name, value)
        length = headers.get("Content-Length", headers.get("content-length")) if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self._gone()

    def _gone(self) -> None:
        """Hang up in the middle."""
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    def log_message(self, *args: object) -> None:
        pass
