"""A speech service of ours, built after what OpenAI and ElevenLabs publish of theirs: it speaks tones, and fails as told.

``faults`` is called with the number of each request and names what happens to it: ``""`` for nothing, ``429``,
``503``, ``queue`` and ``busy`` (ElevenLabs' two kinds of 429), ``cut`` (the stream ends early), ``odd`` (half a sample),
``silence``, ``hang``, ``reset``.
"""

from __future__ import annotations

import base64
import json
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

KEY = "sk-test-0123456789abcdef"
RATE_HZ = 24_000
SAMPLES_A_CHARACTER = 1_200


class SpeechServer(ThreadingHTTPServer):
    """Counts what was asked for and what was delivered whole, which is what is paid."""

    daemon_threads = True

    def __init__(self, faults: Callable[[int], str] = lambda number: "", *, key: str = KEY, limit: int = 64) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults, self.key, self.limit = faults, key, limit
        self.asked: list[dict[str, Any]] = []
        self.paid: Counter[str] = Counter()
        self.at_once = self.most_at_once = 0
        self.form = "pcm"
        self.lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def __enter__(self) -> SpeechServer:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    server: SpeechServer

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Nothing."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append({"path": self.path, **body})
            number = len(self.server.asked)
            self.server.at_once += 1
            self.server.most_at_once = max(self.server.most_at_once, self.server.at_once)
        try:
            self._answer(body, number)
        finally:
            with self.server.lock:
                self.server.at_once -= 1

    def _answer(self, body: dict[str, Any], number: int) -> None:
        eleven = "with-timestamps" in self.path
        given = (
            self.headers.get("xi-api-key") if eleven else self.headers.get("Authorization", "").removeprefix("Bearer ")
        )
        text = body["text"] if eleven else body["input"]
        if self.server.key and given != self.server.key:
            return self._refuse(401, {"error": {"message": f"Incorrect API key provided: {given}."}})
        if len(text) > 4_096:
            return self._refuse(400, {"error": {"message": "input is longer than 4096 characters"}})
        with self.server.lock:
            crowded = self.server.at_once > self.server.limit
        fault = "queue" if crowded else self.server.faults(number)
        refusals: dict[str, tuple[int, dict[str, Any]]] = {
            "429": (429, {"error": {"message": "Rate limit reached", "code": "rate_limit_exceeded"}}),
            "quota": (429, {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}),
            "400": (400, {"error": {"message": "invalid voice"}}),
            "402": (402, {"detail": {"message": f"pay first, {given}"}}),
            "503": (503, {"error": "overloaded"}),
            "queue": (429, {"detail": {"status": "too_many_concurrent_requests", "message": "too many"}}),
            "busy": (429, {"detail": {"status": "system_busy", "message": "busy"}}),
        }
        if fault in refusals:
            return self._refuse(*refusals[fault])
        if fault == "hang":
            time.sleep(3)
        if fault == "reset":
            self.connection.close()
            return None
        sound = self._sound(text, fault)
        if eleven:
            times = [i * SAMPLES_A_CHARACTER / RATE_HZ for i in range(len(text) + 1)]
            alignment = {
                "characters": list(text),
                "character_start_times_seconds": times[:-1],
                "character_end_times_seconds": times[1:],
            }
            sound = json.dumps({"audio_base64": base64.b64encode(sound).decode(), "alignment": alignment}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(sound)))
        self.end_headers()
        if fault == "cut":
            self.wfile.write(sound[: len(sound) // 2])
            self.connection.close()
            return None
        self.wfile.write(sound)
        if fault not in ("odd", "silence"):
            with self.server.lock:
                self.server.paid[text] += 1
        return None

    def _sound(self, text: str, fault: str) -> bytes:
        time_s = np.arange(len(text) * SAMPLES_A_CHARACTER) / RATE_HZ
        wave = np.round(6_000 * np.sin(2 * np.pi * (200 + len(text)) * time_s)).astype("<i2")
        body = (wave * (fault != "silence")).tobytes() + b"\0" * (fault == "odd")
        if self.server.form == "wav":  # as some servers stream it: nobody knows the length yet
            header = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0" + RATE_HZ.to_bytes(4, "little")
            return header + (2 * RATE_HZ).to_bytes(4, "little") + b"\x02\0\x10\0data\xff\xff\xff\xff" + body
        return b"ID3\x04" + body if self.server.form == "mp3" else body

    def _refuse(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        if status == 429:
            self.send_header("Retry-After", "0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
