"""The label in a file: covers and keys that do not serve, and files that do not keep what was written into them."""

from __future__ import annotations

import dataclasses
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narrator import credentials, label
from narrator.cli import run
from narrator.containers import base
from narrator.containers.base import Tags
from narrator.credentials import trial
from narrator.errors import LabelError, SettingsError
from narrator.library import INNER
from narrator.model import Chapter
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.credentials.authorities import issued

BARE = ("--voice", "tone", "--no-page")


def left(folder: Path) -> list[str]:
    """The names of what stands in an output folder, but for narrator's own notes."""
    return sorted(each.name for each in folder.glob("*") if each.name != INNER)


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (b"GIF89a", SettingsError.exit_code, "is neither JPEG nor PNG"),
        (None, SettingsError.exit_code, "cannot be read: No such file"),
    ],
)
def test_a_cover_that_is_none_ends_the_run_before_anything_is_written(
    body: bytes | None, code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cover = tmp_path / "cover.png"
    if body is not None:
        cover.write_bytes(body)
    out = tmp_path / "out"
    given = [*BARE, "--no-sign", "--cover", str(cover), "--output", str(out)]
    assert run(["read", str(SAMPLES / "kurz.html"), *given]) == code
    assert words in capsys.readouterr().err
    assert left(out) == []


@pytest.mark.parametrize("start", [b"\xff\xd8\xff", b"\x89PNG"])
def test_a_picture_is_known_by_its_first_bytes(start: bytes) -> None:
    assert label.picture_of(start + b"...")[1] in ("image/jpeg", "image/png")


WANTED = Tags(title="A day", disclosure="Made with AI.", chapters=(Chapter("A day", 0, 800),), sample_rate_hz=8_000)
LOSSES = {
    "disclosure was not kept": {"disclosure": ""},
    "title was not kept": {"title": "Another"},
    "the chapters were not kept": {"chapters": ()},
}


def silence(path: Path) -> Path:
    """A tenth of a second of silence."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(1_600))
    return path


@pytest.mark.parametrize("words", LOSSES)
def test_a_file_that_does_not_keep_a_tag_is_refused(
    words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = silence(tmp_path / "a.wav")
    container = type(base.of(path))
    assert label.write([path], WANTED) == ()
    read = container.read_tags
    changed: dict[str, Any] = LOSSES[words]  # type: ignore[assignment]
    monkeypatch.setattr(container, "read_tags", lambda *given: dataclasses.replace(read(*given), **changed))
    with pytest.raises(LabelError, match=words):
        label.check(path, WANTED)


UNSAID: dict[str, Callable[[Any], Any]] = {
    "unsigned": lambda found: None,
    "another sentence": lambda found: dataclasses.replace(found, disclosure="A human read this."),
}


@pytest.mark.parametrize("kind", UNSAID)
def test_a_signature_that_does_not_say_the_label_is_not_published(
    kind: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("A ferry takes you over the river in ten minutes, each day but Sunday.")
    real = credentials.read
    monkeypatch.setattr(credentials, "read", lambda *given, **more: UNSAID[kind](real(*given, **more)))
    with pytest.raises(LabelError, match="do not hold after signing"):
        narrate(tmp_path / "a.txt", dataclasses.replace(settings, sign=True))
    assert left(Path(settings.output)) == []


def test_keys_that_sign_nothing_are_refused_by_a_trial(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = credentials.own_keys(*issued().kept(tmp_path))
    monkeypatch.setattr("narrator.credentials.reading.read", lambda *given: None)
    with pytest.raises(LabelError, match="does not hold: nothing was signed"):
        trial.sign_silence(own)


def test_an_intro_whose_credentials_are_broken_is_no_reason_not_to_sign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object, **more: object) -> None:
        raise LabelError("the credentials are broken")

    intro = silence(tmp_path / "intro.wav")
    monkeypatch.setattr(credentials, "read", broken)
    assert list(label._parts(Settings(intro=intro, outro=intro))) == []


def test_narrator_keys_shows_who_signs_and_gives_the_chain_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["keys", "show"]) == 0
    assert "made on this machine; it is not on a public trust list" in capsys.readouterr().out
    chain = tmp_path / "chain.pem"
    assert run(["keys", "export", str(chain)]) == 0
    assert "narrator verify --trust`" in capsys.readouterr().out
    assert b"CERTIFICATE" in chain.read_bytes()
    assert b"PRIVATE" not in chain.read_bytes()


def test_a_chain_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["keys", "export", str(tmp_path / "none" / "chain.pem")]) == LabelError.exit_code
    assert "chain.pem cannot be written: No such file or directory" in capsys.readouterr().err


def test_a_key_of_a_watermark_is_made_once_and_is_its_owners_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mark.key"
    assert run(["keys", "watermark", str(path)]) == 0
    out = capsys.readouterr().out
    assert "keep it secret" in out
    assert path.read_text().split()[-1] not in out
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    assert run(["keys", "watermark", str(path)]) == 9
    assert path.read_bytes() == before


def test_keys_that_cannot_be_kept_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "file"))
    with pytest.raises(LabelError, match="keys cannot be kept in"):
        credentials.local_keys()
    with pytest.raises(LabelError, match="keys cannot be kept in"):
        credentials.used(*issued().kept(tmp_path))
