"""Child processes: they answer in time or are ended, they die alone, and they say what they last wrote."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import children
from narrator.children import Child, ChildLost

ECHO = """
    import os, sys, time
    from narrator import children
    requests, answers = children.served()
    print("nobody reads this")
    while (request := children.read(requests)) is not None:
        match bytes(request).decode().split():
            case ["echo", what]: children.write(answers, what.encode(), str(os.getpid()).encode())
            case ["sleep", seconds]: time.sleep(float(seconds)); children.write(answers, b"awake")
            case ["spin", seconds]:
                until = time.process_time() + float(seconds)
                while time.process_time() < until: pass
                children.write(answers, b"done")
            case ["exit", code]: print("a last word", file=sys.stderr, flush=True); os._exit(int(code))
            case ["nonsense"]: sys.stdout.flush(); answers.write(b"\\xff\\xff"); answers.flush(); os._exit(0)
            case ["memory", megabytes]: children.write(answers, str(len(bytearray(int(megabytes) << 20))).encode())
            case ["environment", name]: children.write(answers, os.environ.get(name, "none").encode())
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module that answers a few requests."""
    (tmp_path / "answering.py").write_text(textwrap.dedent(ECHO))
    monkeypatch.syspath_prepend(tmp_path)
    return "answering"


def ask(child: Child, request: str, *, within_s: float = 20.0) -> bytes:
    with child.answering(within_s):
        child.send(request.encode())
        return bytes(child.receive())


def test_a_child_answers_frame_by_frame_and_stays(module: str) -> None:
    with Child(module) as child:
        assert child.pid is None
        assert ask(child, "echo one") == b"one"
        first = child.receive()
        assert ask(child, "echo two") == b"two"
        assert child.receive() == first == str(child.pid).encode()


def test_a_child_that_hangs_is_ended_and_the_next_request_starts_another(module: str) -> None:
    with Child(module) as child:
        begun = time.monotonic()
        with pytest.raises(ChildLost, match="gave no answer in 1 s") as lost:
            ask(child, "sleep 60", within_s=1.0)
        assert time.monotonic() - begun < 50
        assert lost.value.late
        assert lost.value.how == "hung"
        assert ask(child, "echo again") == b"again"


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="this system binds no process to a core")
def test_a_child_that_waits_for_a_core_is_not_late(module: str) -> None:
    core = min(os.sched_getaffinity(0))
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(4)]
    try:
        with Child(module) as child:
            ask(child, "sleep 0")
            assert child.pid is not None
            for pid in (child.pid, *(each.pid for each in busy)):
                os.sched_setaffinity(pid, {core})
            begun = time.monotonic()
            assert ask(child, "spin 0.4", within_s=0.8) == b"done"
            assert time.monotonic() - begun > 0.8
    finally:
        for each in busy:
            each.kill()
            each.wait()


def test_a_child_that_works_for_ever_is_late(module: str) -> None:
    with Child(module) as child:
        ask(child, "sleep 0")
        with pytest.raises(ChildLost, match="gave no answer in 1 s"):
            ask(child, "spin 600", within_s=1.0)


def test_a_child_that_shows_life_gets_more_time(module: str) -> None:
    with Child(module) as child, child.answering(1.0):
        for _ in range(3):
            child.send(b"sleep 0.6")
            assert child.receive() == b"awake"
            child.renew(1.0)


def test_a_child_that_dies_says_how_and_what_it_last_wrote(module: str) -> None:
    with Child(module) as child:
        with pytest.raises(ChildLost, match=r"ended unexpectedly \(exit code 7\)") as lost:
            ask(child, "exit 7")
        assert not lost.value.late
        assert lost.value.last_lines == "a last word"


def test_a_child_that_is_killed_says_by_which_signal(module: str) -> None:
    with Child(module) as child:
        ask(child, "echo one")
        child.receive()
        os.kill(child.pid or 0, signal.SIGKILL)
        with pytest.raises(ChildLost) as lost:  # it may be seen to be dead first, and then is replaced
            ask(child, "exit 9")
        assert lost.value.how in ("SIGKILL", "exit code 9")


def test_a_child_that_answers_nonsense_is_lost(module: str) -> None:
    with Child(module) as child, pytest.raises(ChildLost):
        ask(child, "nonsense")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits address space")
def test_a_child_over_its_memory_limit_dies_alone(module: str) -> None:
    with Child(module, memory_bytes=1 << 30) as child:
        assert ask(child, "memory 64") == str(64 << 20).encode()
        with pytest.raises(ChildLost, match="exit code 1") as lost:
            ask(child, "memory 4096")
        assert "MemoryError" in lost.value.last_lines


def test_a_child_gets_the_environment_it_is_given(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARBOR", "north")
    with Child(module, environment={"PIER": "4"}) as child:
        assert ask(child, "environment PIER") == b"4"
        assert ask(child, "environment HARBOR") == b"north"
    with Child(module, environment={"HARBOR": None}) as child:
        assert ask(child, "environment HARBOR") == b"none"


def test_a_child_takes_large_pages_unless_the_user_says_otherwise(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.hugetlb=0")
    with Child(module) as child:
        assert ask(child, "environment GLIBC_TUNABLES") == b"glibc.malloc.hugetlb=1:glibc.malloc.hugetlb=0"


def test_a_child_ends_with_its_input(module: str) -> None:
    child = Child(module)
    ask(child, "echo one")
    process = child._process
    assert process is not None
    process.stdin.close()
    process.wait(10)
    assert process.returncode == 0
    child.close()


def test_closing_twice_and_closing_what_never_ran_do_nothing(module: str) -> None:
    child = Child(module)
    child.close()
    ask(child, "echo one")
    child.close()
    child.close()
    assert child.pid is None


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_frames_come_out_as_they_went_in(parts: list[bytes]) -> None:
    pipe = io.BytesIO()
    children.write(pipe, *parts)
    pipe.seek(0)
    assert [bytes(each) for each in iter(lambda: children.read(pipe), None)] == parts


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_frame_that_is_cut_short_is_no_frame(body: bytes, data: st.DataObject) -> None:
    pipe = io.BytesIO()
    children.write(pipe, body)
    cut = data.draw(st.integers(1, len(pipe.getvalue()) - 1))
    with pytest.raises(EOFError):
        children.read(io.BytesIO(pipe.getvalue()[:cut]))
