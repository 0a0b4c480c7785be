"""What ``narrator doctor`` says of a machine."""

from __future__ import annotations

import builtins
from typing import Any

import pytest

from narrator.cli import run


def test_a_machine_that_can_do_everything_is_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    out = capsys.readouterr().out
    for what in ("hibari-tts", "voice hibari", "voice system", "format mp3", "format opus", "cache"):
        assert f"ok   {what}" in out


def test_what_is_missing_is_named_with_the_way_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = builtins.__import__

    def without(name: str, *more: Any, **how: Any) -> Any:
        if name.partition(".")[0] == "lameenc":
            raise ImportError("No module named 'lameenc'")
        return real(name, *more, **how)

    monkeypatch.setattr(builtins, "__import__", without)
    monkeypatch.delitem(__import__("sys").modules, "lameenc", raising=False)
    code = run(["doctor"])
    out = capsys.readouterr().out
    lines = out.splitlines()
    at = next(number for number, each in enumerate(lines) if "format mp3" in each)
    assert code == 1
    assert not lines[at].startswith("ok")
    assert "--force-reinstall" in " ".join(lines[at : at + 2])
