"""The container file, the compose example and the documents of the API."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from narrator.studio.access import Scope
from narrator.studio.application import Place, application
from tests.conftest import ROOT

DEPLOY = ROOT / "docs" / "deploy"


def _engine() -> str:
    """A container engine that answers; the test is skipped by name where there is none."""
    for name in ("docker", "podman"):
        found = shutil.which(name)
        if found and subprocess.run([found, "info"], capture_output=True, timeout=60).returncode == 0:
            return found
    pytest.skip("needs a container engine that answers: docker or podman")


@pytest.mark.stress
def test_the_container_is_built_and_is_healthy() -> None:
    engine, name = _engine(), f"narrator-{os.getpid()}"

    def run(*words: str) -> str:
        told = subprocess.run([engine, *words], capture_output=True, text=True, timeout=1800)
        assert told.returncode == 0, told.stderr[-2_000:]
        return told.stdout

    run("build", "-f", str(DEPLOY / "Dockerfile"), "-t", name, str(ROOT))
    try:
        run("run", "-d", "--name", name, "-e", "NARRATOR_STUDIO_TOKEN=sesame", name)
        until_s = time.monotonic() + 120
        check = re.search(r'\["python", "-c", "(.*)"\]', (DEPLOY / "Dockerfile").read_text())
        assert check
        while subprocess.run([engine, "exec", name, "python", "-c", check[1]], capture_output=True).returncode:
            assert time.monotonic() < until_s, run("logs", name)
            time.sleep(1)
    finally:
        subprocess.run([engine, "rm", "-f", name], capture_output=True)
        subprocess.run([engine, "rmi", "-f", name], capture_output=True)


def test_the_systemd_unit_is_one(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    unit = tmp_path / "narrator-studio.service"
    text = (DEPLOY / unit.name).read_text()
    unit.write_text(text.replace("/usr/local/bin/narrator", sys.executable))  # the command has to be there
    told = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_what_is_deployed_asks_for_a_token_and_names_options_that_there_are() -> None:
    from narrator.cli.studio import studio

    known = {name for each in studio.params for name in each.opts}
    for name in ("Dockerfile", "compose.yaml", "narrator-studio.service"):
        text = (DEPLOY / name).read_text()
        command = "\n".join(
            line for line in text.splitlines() if re.search(r"ENTRYPOINT|ExecStart|command:.*--public", line)
        )
        assert set(re.findall(r"(--[a-z-]+)", command)) <= known, name
    assert "NARRATOR_STUDIO_TOKEN" in (DEPLOY / "compose.yaml").read_text()


def test_the_examples_of_the_document_run(place: Place, tmp_path: Path) -> None:
    """As they stand in docs/api.md: first curl's, then Python's."""
    if shutil.which("curl") is None or shutil.which("bash") is None:
        pytest.skip("needs curl and bash")
    gate, app = application(place)
    server = uvicorn.Server(uvicorn.Config(gate, port=0, log_level="error", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    environment = {"STUDIO": address, "TOKEN": app.state.access.add("docs", Scope.WRITE)[1], "PATH": "/usr/bin:/bin"}
    blocks = re.findall(r"```(sh|python)\n(.*?)```", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)
    curl = next(text for kind, text in blocks if kind == "sh" and text.startswith("curl"))
    python = next(text for kind, text in blocks if kind == "python")
    try:
        sent = subprocess.run(["bash", "-ec", curl], env=environment, capture_output=True, text=True, timeout=60)
        assert '"state":"reading"' in sent.stdout, sent.stdout + sent.stderr
        done = subprocess.run(
            [sys.executable, "-c", python], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip().endswith(".mp3")
    finally:
        app.state.is_closing = True
        server.should_exit = True
        thread.join(10)
