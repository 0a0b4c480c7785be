"""What killed processes leave is taken away by the next, and what a planted manifest names is not touched."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrator import manifest, temporary
from narrator.errors import OutputError, SourceError
from narrator.library import Library
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.store import store
from tests.conftest import ROOT, SAMPLES

HOLDS = """
import sys, time
from pathlib import Path
from narrator import temporary
with temporary.own_folder() as folder:
    (folder / "half").write_text("x")
    print(folder, flush=True)
    time.sleep(60)
"""
SOFT = """
import errno, fcntl, sys, time
from pathlib import Path
def missing(*_):
    raise OSError(errno.ENOSYS, "Function not implemented")
fcntl.flock = missing
from narrator.store.local import LocalStore
with LocalStore(sys.argv[1]).claim("a.lock", wait_s=5) as mine:
    print(mine, flush=True)
    time.sleep(float(sys.argv[2]))
"""


def child(script: str, *given: str, temporary_files: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary_files)}
    return subprocess.Popen(
        [sys.executable, "-c", script, *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_process_leaves_nothing_behind_the_next(
    kind: signal.Signals, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = child(HOLDS, temporary_files=tmp_path)
    assert first.stdout is not None
    place = Path(first.stdout.readline().strip())
    assert (place / "half").is_file()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with temporary.own_folder():
        assert (place / "half").is_file(), "it is still alive"
    first.send_signal(kind)
    first.communicate(timeout=20)
    with temporary.own_folder() as mine:
        assert not place.exists()
    assert not mine.exists()
    assert [each.name for each in place.parent.iterdir()] == []


TRIES = """
import sys, time
from narrator import doctor, serve
def begun(*given, **more):
    print("begun", flush=True)
    time.sleep(60)
if sys.argv[1] == "doctor":
    doctor.containers.of = lambda name: type("Encoder", (), {"encoder": begun})
    doctor._encodes("wav")
else:
    site = serve.Site("memory://library", "http://localhost")
    begun()
"""


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_what_a_killed_command_leaves_is_taken_away_by_the_next(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    first = child(TRIES, command, temporary_files=place)
    assert first.stdout is not None
    assert first.stdout.readline() == "begun\n"
    first.kill()
    first.communicate(timeout=20)
    monkeypatch.setattr("tempfile.tempdir", str(place))
    assert list(place.glob("*/making-*")), "it left something"
    with temporary.own_folder() as mine:
        pass
    assert list(place.rglob("*")) == [mine.parent]


def test_a_lock_whose_folder_was_never_made_is_taken_away(tmp_path: Path) -> None:
    place = tmp_path / "making"
    (place / "narration-2").mkdir(parents=True)
    (place / "making-1.lock").write_text("")
    with temporary.folder(place):
        pass
    assert list(place.iterdir()) == []


def test_a_name_that_somebody_else_has_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"narrator-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    with temporary.own_folder() as mine:
        assert mine.parent == tmp_path
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_system_without_flock_mends_itself_after_a_kill(tmp_path: Path) -> None:
    first = child(SOFT, str(tmp_path), "60", temporary_files=tmp_path)
    assert first.stdout is not None
    assert first.stdout.readline() == "True\n"
    second = child(SOFT, str(tmp_path), "0", temporary_files=tmp_path)
    time.sleep(1)
    assert second.poll() is None, "it waits"
    first.kill()
    first.communicate(timeout=20)
    out, error = second.communicate(timeout=20)
    assert (out, error) == ("True\n", "")


@pytest.mark.parametrize("name", ["../../victim.txt", "/etc/passwd", "..", ".hidden", "a/b.mp3", "", "C:x.mp3", "a\\b"])
def test_a_manifest_that_names_a_file_elsewhere_is_none(name: str, settings: Settings, tmp_path: Path) -> None:
    """Somebody plants it in an archive that is shared: its files would be taken away when the article is made again."""
    narration = narrate(SAMPLES / "news.html", settings)
    place = tmp_path / "out" / narration.slug / manifest.NAME
    table = json.loads(place.read_text())
    table["files"][0]["name"] = name
    place.write_text(json.dumps(table))
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    with pytest.raises(SourceError, match="no name of a file in its folder"):
        manifest.decoded(place.read_bytes())
    library = Library(settings.output)
    assert library.get(narration.slug) is None
    narrate(SAMPLES / "news.html", dataclasses.replace(settings, format=("wav",)))
    library.remove(narration.slug)
    assert victim.read_text() == "mine"


def test_a_manifest_of_another_folder_leads_nowhere(settings: Settings, tmp_path: Path) -> None:
    narration = narrate(SAMPLES / "news.html", settings)
    place = tmp_path / "out" / narration.slug / manifest.NAME
    table = json.loads(place.read_text())
    table["slug"] = "another"
    place.write_text(json.dumps(table))
    assert Library(settings.output).get(narration.slug) is None


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/passwd", "a\\b", "C:x"])
@pytest.mark.parametrize("address", ["out", "memory://bucket/out"])
def test_a_store_touches_nothing_outside(name: str, address: str, tmp_path: Path) -> None:
    place = store(address if "://" in address else str(tmp_path / address))
    for act in (place.get, place.remove, lambda name: place.put(name, b"x"), lambda name: place.create(name, b"x")):
        with pytest.raises(OutputError, match="leads out of the output folder"):
            act(name)
