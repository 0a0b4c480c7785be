"""Articles are read side by side in threads, the first of each language loading its rules."""

from __future__ import annotations

import subprocess
import sys

import pytest

TOGETHER = """
import sys, threading
from narrator.verbalize import words
sys.setswitchinterval(1e-6)
gate = threading.Barrier(4)
failed = []
def speak(language):
    gate.wait()
    try:
        assert words("3 von 4 & mehr", language)
    except BaseException as error:
        failed.append(error)
threads = [threading.Thread(target=speak, args=(each,)) for each in ("en", "de", "fi", "en-GB")]
[each.start() for each in threads]
[each.join() for each in threads]
sys.exit(repr(failed) if failed else 0)
"""


@pytest.mark.parametrize("turn", range(3))
def test_languages_may_be_loaded_by_several_threads_at_once(turn: int) -> None:
    done = subprocess.run([sys.executable, "-c", TOGETHER], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
