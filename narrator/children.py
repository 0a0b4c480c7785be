"""Child processes that answer requests: started, given a deadline and a memory limit, ended, and asked why they died.

Engines, articles and checks of unknown files run in children, so that what hangs, crashes or takes all memory ends
alone. Both ends speak in frames over pipes: four bytes of length (little endian), then so many bytes. A child ends when
its input ends, so that it never outlives its parent.
"""

from __future__ import annotations

import math
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol

from narrator.thrift import thrift

LENGTH = struct.Struct("<I")
WATCH_S = 0.2
"""Seconds that a child may be late before it is ended."""
DYING_S = 1.0
"""Seconds that a child may take from the end of its answers to its own end, so that its exit code is its own."""
LAST_BYTES = 2_000
"""Of a child's standard error that are told when it dies."""
MEMORY = "CHILD_MEMORY_BYTES"
"""Environment variable by which a child hears of its memory limit."""
TRIMMED = "MALLOC_TRIM_THRESHOLD_"
"""Dask lets its workers give each freed piece of memory back to the system, which costs a child a sixth more time."""
TUNABLES, LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"
"""Lets a child's memory come in pages of 2 MB where Linux has them (glibc 2.35, "Memory Allocation Tunables").

Arrays of a sentence come and go, and each new page of 4 kB is a turn of the system's: a voice takes an eighth less."""
BROKEN = (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, pickle.UnpicklingError, struct.error)
"""What reading the answer of a child raises that died or answered nonsense."""


class ChildLost(Exception):  # noqa: N818 - it is no error of the user's: callers try again
    """A child hung, died or answered nonsense; the message says which."""

    def __init__(self, message: str, *, late: bool, how: str, last_lines: str = "") -> None:
        super().__init__(message)
        self.late = late
        """Whether it gave no answer in time, rather than died."""
        self.how = how
        """In a word or two: ``hung``, ``SIGKILL``, ``exit code 1``."""
        self.last_lines = last_lines
        """The end of its standard error; empty where it wrote none."""


class Process(Protocol):
    """What a child is made of: subprocess.Popen, or a process that another child forked."""

    stdin: Any
    stdout: Any
    returncode: int | None

    @property
    def pid(self) -> int | None:
        """Number of the process; None before it is known."""
        ...

    def poll(self) -> int | None:
        """The exit code, or None while it runs."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...

    def wait(self, timeout: float | None = None) -> Any:
        """Return when it has ended."""
        ...


class Child:
    """The parent's end of one child, which starts with the first frame that is sent.

    One that was lost or closed starts again with the next frame. Used by one thread at a time.

    Args:
        module: what ``python -m`` runs; it answers with ``served``.
        arguments: for it.
        environment: variables that it gets beside the parent's; None takes one away.
        memory_bytes: address space that it may take; None is no limit. Only where the system has such limits.
        ending_s: how long an idle child may take to end by itself.
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str] = (),
        *,
        environment: Mapping[str, str | None] | None = None,
        memory_bytes: int | None = None,
        ending_s: float = 0.2,
    ) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._environment, self._memory_bytes = dict(environment or {}), memory_bytes
        self._ending_s = ending_s
        self._process: Process | None = None
        self._errors: IO[bytes] | None = None
        self._has_answered = False
        self._due_s = math.inf
        """When the answer in hand is due, by the monotonic clock."""
        self._is_late = False
        """Whether its process was ended for being late."""

    def __enter__(self) -> Child:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """Number of the process that runs now; None where none does, or where it has not told its number yet."""
        return self._process.pid if self._process else None

    @property
    def is_started(self) -> bool:
        """Whether it has a process."""
        return self._process is not None

    def start(self, arguments: Sequence[str] = (), pass_fds: Sequence[int] = ()) -> Process:
        """Start the process, with further arguments and open files where they are needed."""
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the child
        process = subprocess.Popen(
            [*self._command, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=_environment(self._environment, self._memory_bytes),
            pass_fds=tuple(pass_fds),
        )
        self.adopt(process)
        return process

    def adopt(self, process: Process) -> None:
        """Take a process that somebody else started, and watch its deadlines."""
        self._process, self._is_late = process, False
        threading.Thread(target=self._watch, args=(process,), daemon=True).start()

    def send(self, *parts: bytes | bytearray | memoryview) -> None:
        """Send a frame for each part; the process is started where none runs."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            self.start()
        assert self._process is not None
        write(self._process.stdin, *parts)

    def receive(self) -> bytearray:
        """The next frame of the answer.

        Raises:
            EOFError: the child ended. Other errors of a broken pipe come as they are: see ``answering``.
        """
        if self._process is None:
            raise EOFError("no child")
        body = read(self._process.stdout)
        if body is None:
            raise EOFError("the child ended")
        self._has_answered = True
        return body

    @contextmanager
    def answering(self, within_s: float) -> Iterator[None]:
        """The block sends a request and receives its answer, which is due within so many seconds.

        Seconds for which the child waited for a core do not count, where the system tells them (Linux).

        Raises:
            ChildLost: the child was late, died, or answered nonsense; it is ended.
        """
        self.renew(within_s)
        try:
            yield
        except BROKEN as error:
            raise self._lost(within_s) from error
        finally:
            self._due_s = math.inf

    def renew(self, within_s: float) -> None:
        """Give the child so many seconds from now: it showed that it is alive."""
        self._due_s = time.monotonic() + within_s

    def close(self) -> None:
        """End the child: by itself where it waits for work, else at once."""
        is_idle = self._has_answered and self._due_s == math.inf
        self._end(within_s=self._ending_s if is_idle else 0.0)

    def _end(self, *, within_s: float) -> tuple[int | None, str]:
        """End the process; its exit code, and the last lines of its standard error."""
        process, self._process = self._process, None
        self._has_answered = False
        if process is not None:
            _end(process, within_s=within_s)
        code = None if process is None else process.returncode
        errors, self._errors = self._errors, None
        if errors is None:
            return code, ""
        with errors:
            return code, _tail(errors)

    def _lost(self, within_s: float) -> ChildLost:
        late = self._is_late
        code, last_lines = self._end(within_s=0.0 if late else DYING_S)
        if late:
            return ChildLost(f"gave no answer in {within_s:.0f} s", late=True, how="hung", last_lines=last_lines)
        how = how_it_ended(code)
        return ChildLost(f"ended unexpectedly ({how})", late=False, how=how, last_lines=last_lines)

    def _watch(self, process: Process) -> None:
        """End a process whose answer is late; whoever waits for the answer then hears of it."""
        patience = _Patience()
        while process.poll() is None:
            if self._due_s < math.inf:
                patience.look(process.pid, self._due_s)
                if patience.is_over:
                    self._is_late = True
                    process.kill()
            time.sleep(WATCH_S)


@dataclass(slots=True)
class _Patience:
    """How long a process has waited for a core since its answer was asked for.

    A voice that needs 5 s of a core was given up after 28 s on a machine with twenty other programs.
    """

    due_s: float = math.inf
    waited_s: float = 0.0
    _seen_s: float = 0.0
    _cpu_s: float = 0.0

    def look(self, pid: int | None, due_s: float) -> None:
        """Look at a process now; whoever looks twice a second misses little."""
        now_s, (is_ready, cpu_s) = time.monotonic(), _state(pid)
        if due_s != self.due_s:
            self.due_s, self.waited_s = due_s, 0.0
        elif is_ready:
            self.waited_s += max(0.0, now_s - self._seen_s - (cpu_s - self._cpu_s))
        self._seen_s, self._cpu_s = now_s, cpu_s

    @property
    def is_over(self) -> bool:
        """Whether the answer is late, the time without a core not counted."""
        return time.monotonic() > self.due_s + self.waited_s


def _state(pid: int | None) -> tuple[bool, float]:
    """Whether a process runs or is ready to, and its CPU seconds (Linux: proc_pid_stat(5), fields 3, 14 and 15)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return fields[0] == "R", (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return False, 0.0


def how_it_ended(code: int | None) -> str:
    """How a process ended, in a word or two: ``SIGKILL``, ``exit code 1``."""
    if code is None or code >= 0:
        return f"exit code {code}" if code is not None else "of no known cause"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"


def write(pipe: IO[bytes], *parts: bytes | bytearray | memoryview) -> None:
    """Write a frame for each part and flush."""
    for part in parts:
        pipe.write(LENGTH.pack(len(part)))
        pipe.write(part)
    pipe.flush()


def read(pipe: IO[bytes]) -> bytearray | None:
    """The next frame; None where the pipe has ended.

    Raises:
        EOFError: it ended within a frame.
    """
    head = pipe.read(LENGTH.size)
    if not head:
        return None
    if len(head) != LENGTH.size:
        raise EOFError("cut short")
    body = bytearray(LENGTH.unpack(head)[0])
    if pipe.readinto(body) != len(body):  # type: ignore[attr-defined]
        raise EOFError("cut short")
    return body


def served() -> tuple[IO[bytes], IO[bytes]]:
    """In the child: the pipe of requests and the pipe of answers.

    From then on what the child prints reaches nobody, Ctrl-C is the parent's to answer, and the memory limit holds.
    """
    thrift()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit_memory(os.environ.get(MEMORY, ""))
    return sys.stdin.buffer, answers


def _limit_memory(limit: str) -> None:
    if not limit:
        return
    with suppress(ImportError, ValueError, OSError):  # Windows has no such limits, macOS takes none of address space
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (int(limit), int(limit)))


def _environment(more: Mapping[str, str | None], memory_bytes: int | None) -> dict[str, str]:
    """The variables of a child: it finds what the parent finds, also where narrator was imported from a folder."""
    path = os.pathsep.join(each for each in sys.path if each)
    limit = {MEMORY: None if memory_bytes is None else str(memory_bytes)}
    tunables = ":".join(filter(None, (LARGE_PAGES, os.environ.get(TUNABLES))))  # the later one counts
    wanted = {**os.environ, "PYTHONPATH": path, TRIMMED: None, TUNABLES: tunables, **limit, **more}
    return {name: value for name, value in wanted.items() if value is not None}


def _end(process: Process, *, within_s: float) -> None:
    """Close a process's input, which ends one that waits for work, and kill what is left of it after ``within_s``."""
    with suppress(OSError):
        process.stdin.close()
    if within_s:
        with suppress(subprocess.TimeoutExpired):
            process.wait(within_s)
    process.kill()
    process.wait()
    with suppress(OSError):
        process.stdout.close()


def _tail(errors: IO[bytes]) -> str:
    with suppress(OSError, ValueError):
        end = errors.seek(0, os.SEEK_END)
        errors.seek(max(0, end - LAST_BYTES))
        return errors.read().decode(errors="replace").strip()
    return ""
