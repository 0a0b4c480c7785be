"""Each attack is answered truly, in one line, without a crash; the file after it is still checked."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrator import verify
from narrator.cli import label, one_line
from narrator.errors import NarratorError
from tests.verify import attacks, attacks_headers, attacks_signers
from tests.verify.workshop import ATTACKS, Case, Originals, Workshop, originals

assert attacks
assert attacks_headers
assert attacks_signers
LONG = frozenset(
    {
        "bomb: two hundred compressed frames",
        "bomb: a sound with a hole of three gigabytes mp3",
        "bomb: a sound with a hole of three gigabytes wav",
        "tags: a hundred thousand frames",
    }
)
"""Those that take more than ten seconds and have a smaller neighbour in the table."""
assert set(ATTACKS) >= LONG


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Originals:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("keys")))
        return originals(tmp_path_factory.mktemp("originals"))


@pytest.fixture(scope="module")
def checker() -> Iterator[verify.Checker]:
    with verify.Checker() as started:
        yield started


def answered(checker: verify.Checker, case: Case, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The code and what is printed, as ``narrator verify`` does."""
    try:
        anchors = verify.anchors(case.trust) if case.trust else b""
        found = checker.report(case.path, against=case.against, anchors=anchors)
    except NarratorError as error:
        return int(verify.Verdict.UNREADABLE), one_line(f"narrator: {error.message}") + "\n"
    capsys.readouterr()
    label._echo_report(found, verbose=False, as_json=False)
    assert all(line == one_line(line) for line in verify.lines(found))
    return int(found.verdict), capsys.readouterr().out


@pytest.mark.parametrize(
    "name", [pytest.param(each, marks=pytest.mark.stress) if each in LONG else each for each in ATTACKS]
)
def test_an_attack_is_answered_truly_in_one_line(
    name: str, made: Originals, checker: verify.Checker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    attack = ATTACKS[name]
    case = attack.make(Workshop(tmp_path, made))
    case = case if isinstance(case, Case) else Case(case)
    code, text = answered(checker, case, capsys)
    assert code in attack.codes, text
    assert attack.says in text
    assert text.count("\n") == 1
    shown = text.removesuffix("\n")
    assert not any(unicodedata.category(each) in ("Cc", "Cf", "Zl", "Zp", "Cs") for each in shown), text
