"""Whatever dies: nothing torn, nothing lost, nothing made twice."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrator import manifest
from narrator.batch import record
from narrator.batch.runner import Here, Run
from narrator.batch.sources import entries
from narrator.batch.worker import made
from narrator.cli import run
from narrator.library import Library
from narrator.narrator import narrate
from narrator.settings import Settings
from narrator.store.local import MAKING, LocalStore
from tests.batch.conftest import arguments, articles, begun, command, records
from tests.bench.runs import family
from tests.conftest import ROOT


class Watch:
    """Looks at an output folder between kills."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._seen: dict[Path, tuple[int, int]] = {}
        self.twice: set[Path] = set()
        self.torn: set[Path] = set()

    def look(self) -> int:
        """How many narrations are there; what is torn, and what was made again, is kept."""
        for path in self._out.glob("[!.]*/narration.json"):
            status = path.stat()
            mark = (status.st_ino, status.st_mtime_ns)
            if self._seen.setdefault(path, mark) != mark:
                self.twice.add(path)
            narration = manifest.decoded(path.read_bytes())
            for file in narration.files:
                body = path.with_name(file.name)
                if not body.exists() or hashlib.sha256(body.read_bytes()).hexdigest() != file.sha256:
                    self.torn.add(body)
        return len(self._seen)


def disturbed(
    folder: Path, tmp_path: Path, *, kills: int, apart_s: tuple[float, float], more: tuple[str, ...] = ()
) -> Watch:
    """Run a batch to its end while random processes of it are killed; a coordinator that died is begun again."""
    rng = random.Random(5)
    watch = Watch(tmp_path / "out")
    line = command("batch", folder, *arguments(tmp_path), "--retries", "5", *more)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    child = None
    done = 0
    while True:
        if child is None or child.poll() is not None:
            if child is not None and child.returncode == 0 and done >= kills:
                return watch
            child = subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if done >= kills:
            child.wait()
        else:
            time.sleep(rng.uniform(*apart_s))
            members = family(child.pid)
            if members:
                try:
                    os.kill(rng.choice(members), signal.SIGKILL)
                    done += 1
                except ProcessLookupError:
                    pass
        watch.look()


def undisturbed(folder: Path, place: Path) -> dict[str, str]:
    """source id -> hash of the samples, of a calm run."""
    settings = Settings(output=str(place / "out"), cache_dir=place / "cache", voice="tone", sign=False, page=False)
    with Here(made, settings) as here:
        assert all(each.state == record.DONE for each in Run(entries([str(folder)], Settings()), here).records())
    return samples(place / "out")


def samples(out: Path) -> dict[str, str]:
    return {each.source_id: each.pcm_sha256 for each in Library(out).all()}


def check(watch: Watch, folder: Path, tmp_path: Path, count: int) -> None:
    assert watch.look() == count
    assert watch.torn == set()
    assert watch.twice == set()
    (tmp_path / "calm").mkdir()
    assert samples(tmp_path / "out") == undisturbed(folder, tmp_path / "calm")
    assert not list((tmp_path / "out" / MAKING).glob("*"))


def test_killed_at_random_all_is_done_once_and_sounds_the_same(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 12)
    watch = disturbed(folder, tmp_path, kills=5, apart_s=(0.3, 1.5))
    check(watch, folder, tmp_path, 12)


@pytest.mark.stress
def test_a_hundred_kills_in_three_hundred_articles(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 300)
    watch = disturbed(folder, tmp_path, kills=100, apart_s=(0.5, 1.5))
    check(watch, folder, tmp_path, 300)


def test_a_killed_coordinator_takes_its_workers_with_it(tmp_path: Path) -> None:
    child = begun("batch", articles(tmp_path / "articles", 40), *arguments(tmp_path))
    deadline = time.monotonic() + 60
    while len(family(child.pid)) < 4 and time.monotonic() < deadline:
        time.sleep(0.05)
    members = family(child.pid)
    child.kill()
    child.communicate()
    deadline = time.monotonic() + 60
    while any(_runs(each) for each in members) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_runs(each) for each in members)


def _runs(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_what_a_dead_process_left_half_made_is_taken_away(tmp_path: Path) -> None:
    place = LocalStore(str(tmp_path / "out"))
    code = (
        "import os, sys; from narrator.store.local import LocalStore\n"
        "with LocalStore(sys.argv[1]).making() as folder: (folder / 'half').write_text('x'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "out")], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert len(list((tmp_path / "out" / MAKING).glob("*/half"))) == 1
    with place.making() as mine:
        (mine / "half").write_text("x")
        with place.making():
            assert (mine / "half").exists()
        assert list((tmp_path / "out" / MAKING).glob("*/half")) == [mine / "half"]
    assert list((tmp_path / "out" / MAKING).iterdir()) == []


def test_a_power_cut_cannot_leave_a_manifest_before_its_files(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[tuple[str, str]] = []
    replace, fsync = os.replace, os.fsync

    def replaced(source: str | Path, target: str | Path) -> None:
        log.append(("name", str(target)))
        replace(source, target)

    def flushed(number: int) -> None:
        log.append(("flush", os.readlink(f"/proc/self/fd/{number}")))
        fsync(number)

    monkeypatch.setattr("narrator.store.local.os.replace", replaced)
    monkeypatch.setattr("narrator.store.local.os.fsync", flushed)
    narration = narrate(articles(tmp_path / "articles", 1) / "a0.txt", settings)
    folder = Path(settings.output) / narration.slug
    last = log.index(("name", str(folder / manifest.NAME)))
    for file in narration.files:
        named = log.index(("name", str(folder / file.name)))
        assert log[named - 1][0] == "flush"
        assert named < log.index(("flush", str(folder))) < last
    assert log[last - 1][0] == "flush"


@pytest.mark.parametrize("damage", [lambda path: path.write_bytes(path.read_bytes()[:100]), Path.unlink])
def test_a_file_that_a_power_cut_cost_is_made_again(tmp_path: Path, settings: Settings, damage: object) -> None:
    folder = articles(tmp_path / "articles", 1)
    with Here(made, settings, jobs=1) as place:
        list(Run(entries([str(folder)], Settings()), place).records())
        (narration,) = Library(settings.output).all()
        before = narration.pcm_sha256
        damage(Path(settings.output) / narration.slug / narration.files[0].name)  # type: ignore[operator]
        (again,) = Run(entries([str(folder)], Settings()), place).records()
    assert again.state == record.DONE
    (after,) = Library(settings.output).all()
    assert Library(settings.output).intact(after)
    assert after.pcm_sha256 == before


def test_a_manifest_that_is_torn_is_as_good_as_none(tmp_path: Path, settings: Settings) -> None:
    folder = articles(tmp_path / "articles", 1)
    with Here(made, settings, jobs=1) as place:
        list(Run(entries([str(folder)], Settings()), place).records())
        (path,) = Path(settings.output).glob("[!.]*/narration.json")
        path.write_bytes(path.read_bytes()[:500])
        (again,) = Run(entries([str(folder)], Settings()), place).records()
    assert again.state == record.DONE


FULL = """
mount -t tmpfs -o size={size} tmpfs {out}
{command}; echo "exit $?"
find {out} -name narration.json | wc -l
mount -o remount,size=64m {out}
{command}; echo "exit $?"
find {out} -name narration.json | wc -l
cp {out}/report.jsonl {kept}
"""


def _namespaces() -> bool:
    return (
        bool(shutil.which("unshare"))
        and not subprocess.run(["unshare", "--map-root-user", "--mount", "true"], capture_output=True).returncode
    )


@pytest.mark.skipif(not _namespaces(), reason="needs a mount of its own")
def test_a_full_disk_is_said_and_a_rerun_with_room_goes_on(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 8)
    out = tmp_path / "out"
    out.mkdir()
    line = " ".join(command("batch", folder, *arguments(tmp_path), "--jobs", "1"))
    script = FULL.format(size="400k", out=out, command=line, kept=tmp_path / "kept")
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120,
    )  # fmt: skip
    numbers = [int(line) for line in done.stdout.splitlines() if line.strip().isdigit()]
    exits = [line for line in done.stdout.splitlines() if line.startswith("exit")]
    assert "No space left" in done.stderr
    assert "free some room" in done.stderr
    assert exits[0] in ("exit 3", "exit 9")
    assert exits[1] == "exit 0"
    assert 0 < numbers[0] < numbers[1] == 8
    assert "Traceback" not in done.stderr


def test_ctrl_c_then_a_rerun_makes_only_what_is_missing(tmp_path: Path) -> None:
    folder = articles(tmp_path / "articles", 20)
    child = begun("batch", folder, *arguments(tmp_path))
    while not list((tmp_path / "out").glob("[!.]*/narration.json")):
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    child.communicate(timeout=60)
    there = len(list((tmp_path / "out").glob("[!.]*/narration.json")))
    assert run(["batch", str(folder), *arguments(tmp_path)]) == 0
    assert sum(each["state"] == "unchanged" for each in records(tmp_path)) == there
    assert len(records(tmp_path)) == 20
