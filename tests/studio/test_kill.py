"""The whole studio is killed again and again while it reads and speaks: nothing is lost, made twice, or torn."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from narrator.library import Library
from narrator.studio.access import Access, Scope
from narrator.studio.database import opened

KILLS, JOBS = 50, 100
OPTIONS = ("--voice", "tone:sine", "--no-sign", "--no-watermark", "--no-page")


class Running:
    """A studio in a process of its own."""

    def __init__(self, out: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._out = out
        out.mkdir()
        self._token = Access(opened(out), password="", user="").add("test", Scope.ADMIN)[1]

    def start(self) -> subprocess.Popen[bytes]:
        place = ["--no-browser", "--port", str(self._port), "--output", str(self._out)]
        process = subprocess.Popen(
            [sys.executable, "-m", "narrator", "studio", *place, *OPTIONS], stdout=subprocess.DEVNULL
        )
        until_s = time.monotonic() + 60
        while time.monotonic() < until_s:
            try:
                self.ask("GET", "/feeds")
            except OSError:
                time.sleep(0.1)
            else:
                return process
        raise AssertionError("the studio does not start")

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/api/v1{path}", data, {k: v for k, v in headers.items() if v}, method=method
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.loads(answer.read() or b"{}")

    def drop(self, number: int) -> str:
        text = f"# Boat {number}\n\nThe boat with the number {number} sailed on the river, and came back with {number} crates."
        return str(self.ask("POST", "/narrations", {"text": text}, f"key {number}")["id"])

    def speak(self) -> None:
        for row in self.ask("GET", "/narrations?state=to-review&limit=100")["items"]:
            self.ask("POST", f"/narrations/{row['id']}/speak")


def killed(out: Path, kills: int, jobs: int) -> None:
    """Kill a studio so often while it does so many jobs, let it end them, and look."""
    running, chance = Running(out), random.Random(3)
    process = running.start()
    for turn in range(kills):
        for number in range(jobs * turn // kills, jobs * (turn + 1) // kills):
            running.drop(number)
        running.speak()
        time.sleep(chance.random())
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process = running.start()
    ids = {running.drop(number) for number in range(jobs)}
    until_s = time.monotonic() + 600
    while running.ask("GET", "/narrations?state=ready")["total"] < jobs and time.monotonic() < until_s:
        running.speak()
        time.sleep(0.5)
    total = running.ask("GET", "/narrations")["total"]
    process.send_signal(signal.SIGINT)
    process.wait(20)
    made = list(Library(out).all())
    assert len(ids) == total == len(made) == len({each.article.title for each in made}) == jobs
    assert all(Library(out).intact(each) for each in made)


@pytest.mark.stress
@pytest.mark.skipif(sys.platform == "win32", reason="has no SIGKILL")
def test_fifty_kills_with_a_hundred_articles_lose_none_make_none_twice_and_tear_none(tmp_path: Path) -> None:
    killed(tmp_path / "out", KILLS, JOBS)
