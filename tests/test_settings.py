"""Settings: every one has its option, its help and its row; what is out of range is said; nothing is read in silence."""

from __future__ import annotations

import logging
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from narrator import Settings
from narrator.cli import command, run
from narrator.cli.options import SettingOption
from narrator.errors import SettingsError
from narrator.settings import Section, Site, Tables, fields
from narrator.settings.publishing import Publishing
from narrator.settings.recipe import recipe
from narrator.settings.table import markdown
from tests.conftest import ROOT


def test_settings_are_the_defaults_unless_they_are_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATOR_RATE", "1.5")
    Path("narrator.toml").write_text('voice = "tone"\n')
    assert Settings().voice is None
    assert Settings().rate == 1.0
    loaded = Settings.load()
    assert (loaded.voice, loaded.rate) == ("tone", 1.5)
    assert Settings.load(rate=0.8).rate == 0.8


def test_settings_compare_hash_and_pickle() -> None:
    settings = Settings(voice="tone", site={"example.org": Site(skip=(".promo",))})
    assert pickle.loads(pickle.dumps(settings)) == settings
    assert hash(settings) == hash(Settings(voice="tone", site=Tables({"example.org": Site(skip=(".promo",))})))
    assert settings != Settings(voice="tone")


def test_every_setting_says_what_it_is_about() -> None:
    for name, field in fields().items():
        assert field.section is not None, name
        assert field.help.endswith("."), name
        assert len(field.help) < 140, name


def test_read_has_an_option_for_every_setting_that_has_one() -> None:
    found = command.get_command(click.Context(command), "read")
    assert found is not None
    options = {each.name: each for each in found.params if isinstance(each, SettingOption)}
    assert set(options) == {name for name, field in fields().items() if field.flags != ()}


def test_help_lists_options_by_what_they_are_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["read", "--help"]) == 0
    text = capsys.readouterr().out
    places = [text.index(f"\n{section.value}:\n") for section in Section]
    assert places == sorted(places)
    assert "narrator read article.html" in text


def test_the_table_in_the_documents_is_the_one_of_the_fields() -> None:
    assert markdown() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8"), "run make docs"


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("rate", 3.0, "rate is 3 (it must be from 0.5 to 2)"),
        ("bitrate", -5, "bitrate is -5 (it must be from 8 to 512)"),
        ("workers", 99999999999, "workers is 1e+11 (it must be from 1 to 256)"),
        ("workers", 0, "workers is 0 (it must be from 1 to 256)"),
        ("reminder_minutes", float("nan"), "reminder_minutes is nan"),
        ("loudness", float("inf"), "loudness is inf"),
        ("format", ("mp3", "ogg"), "format is 'ogg' (it must be mp3, m4a, opus, flac or wav)"),
        ("language", "german please", "language is 'german please'"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: object, message: str) -> None:
    with pytest.raises(SettingsError) as error:
        Settings(**{name: value})  # type: ignore[arg-type]
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('rate = "fast"', "rate is 'fast' (it must be a number)"),
        ("rate = true", "rate is True (it must be a number)"),
        ("workers = 1.5", "workers is 1.5 (it must be a whole number)"),
        ("page = 3", "page is 3 (it must be true or false)"),
        ("format = 3", "format is 3 (it must be a list)"),
        ("[voice]\nname = 1", "voice is {'name': 1} (it must be text)"),
        ("rate = [1, 2]", "rate is [1, 2] (it must be a number)"),
        ('site = "example.org"', "site is 'example.org' (write it as tables: [site.\"example.org\"])"),
        ('[site."a.org"]\nskp = ["p"]', "site.a.org sets 'skp', which is no setting (the nearest is 'skip')"),
        ("rate = ", "is not TOML"),
        (f"a = {'[' * 5000}", "is not TOML"),
    ],
)
def test_a_wrong_file_is_one_clear_line(text: str, message: str) -> None:
    Path("narrator.toml").write_text(text)
    with pytest.raises(SettingsError) as error:
        Settings.load()
    assert message in str(error.value)


def test_paths_in_the_file_are_meant_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "conf").mkdir()
    config = tmp_path / "conf" / "narrator.toml"
    config.write_text('intro = "in.wav"\nlexicon = ["a.toml"]\n[site."a.org"]\nlexicon = ["b.toml"]\n')
    settings = Settings.load(config)
    assert settings.intro == tmp_path / "conf" / "in.wav"
    assert settings.lexicon == (tmp_path / "conf" / "a.toml",)
    assert settings.site["a.org"].lexicon == (tmp_path / "conf" / "b.toml",)


def test_a_variable_that_is_no_setting_is_a_warning_and_no_end(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("NARRATOR_VOICES", "3")
    monkeypatch.setenv("NARRATOR_HOME", "/somewhere")
    monkeypatch.setenv("NARRATOR_STUDIO_TOKEN", "sesame")
    with caplog.at_level(logging.WARNING, "narrator"):
        assert Settings.load().voice is None
    assert "NARRATOR_VOICES is in the environment and is no setting; the nearest is 'voice'" in caplog.text
    assert "TOKEN" not in caplog.text  # the studio reads it


def test_the_command_warns_of_a_variable_that_is_no_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NARRATOR_VOICES", "3")
    assert run(["settings"]) == 0
    assert "narrator: NARRATOR_VOICES is in the environment and is no setting" in capsys.readouterr().err


def test_narrator_settings_says_where_a_value_comes_from(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("narrator.toml").write_text('voice = "tone"\nrate = 1.2\n')
    monkeypatch.setenv("NARRATOR_RATE", "1.5")
    assert run(["settings"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert rows == [["voice", '"tone"', "file"], ["rate", "1.5", "environment"]]


def test_a_settings_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    config = tmp_path / "narrator.toml"
    config.write_bytes(b"\xef\xbb\xbf" + b'language = "de"\n')
    assert Settings.load(config).language == "de"


@pytest.mark.parametrize("text", ["voice = 5\n", "format = []\n"])
def test_a_number_for_a_name_and_no_format_are_refused(tmp_path: Path, text: str) -> None:
    config = tmp_path / "narrator.toml"
    config.write_text(text)
    with pytest.raises(SettingsError):
        Settings.load(config)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"base_url": "ftp://example.org"}, "is not the address of a site"),
        ({"base_url": "https://example.org/?a=1"}, "is not the address of a site"),
        ({"hub": "example.org"}, "hub is 'example.org'"),
        ({"language": "german please"}, "language is 'german please'"),
        ({"email": "nobody"}, "email is 'nobody'"),
        ({"email": "a@example.org, b@example.org"}, "must be one e-mail address"),
        ({"canonical": "both"}, "canonical is 'both'"),
    ],
)
def test_a_site_that_cannot_be_published_so_is_refused_by_name(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Publishing(**given)
    assert words in str(caught.value)


def test_what_is_given_counts_before_the_file_of_settings() -> None:
    Path("narrator.toml").write_text('[publish]\ntitle = "A"\nauthor = "B"\n[feed.news]\nsection = "News"\n')
    found = Publishing.load(title="C", author=None)
    assert (found.title, found.author, found.feed["news"].section) == ("C", "B", "News")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"timestamp_url": "stamp.example.org"}, "timestamp_url is 'stamp.example.org'"),
        ({"certificate": Path("a.pem")}, "certificate and key go together"),
        ({"watermark": False, "watermark_key": Path("a.key")}, "there is a watermark_key, and watermark is off"),
    ],
)
def test_settings_that_do_not_go_together_are_refused(given: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        Settings(**given)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[service.mine]\nkind = "openai"\nbase_url = "localhost"', "service.base_url is 'localhost'"),
        ('[service.mine]\nkind = "openai"\nbase_url = "http://a.org"\nfields = "calm"', "service.fields is 'calm'"),
        ('[service.mine]\nkind = "openai"\nbase_url = "http://a.org"\nfields = "[1]"', "service.fields is '[1]'"),
        ("service = 3", "service is 3"),
        ("[service]\nmine = 3", "service.mine is 3"),
    ],
)
def test_a_service_that_no_request_can_be_made_of_is_refused(text: str, words: str) -> None:
    Path("narrator.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        Settings.load()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda path: path.write_bytes(b'voice = "h\xe4"'), "narrator.toml is not in UTF-8"),
        (lambda path: path.mkdir(), "narrator.toml is no file"),
        (os.mkfifo, "narrator.toml is no file"),  # it would be waited for without end
    ],
)
def test_what_is_no_file_of_settings_is_told(
    make: Callable[[Path], object], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    make(Path("narrator.toml"))
    assert run(["settings"]) == SettingsError.exit_code
    assert words in capsys.readouterr().err


def test_all_settings_are_listed_with_their_help_and_without_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NARRATOR_PROXY", "http://me:secret@proxy.example.org")
    for given in ("--all",), ("--json",), ():
        assert run(["settings", *given]) == 0
        assert "me:secret" not in capsys.readouterr().out


def test_without_any_setting_the_command_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["settings"]) == 0
    assert capsys.readouterr().out == "everything is at its default; --all lists the settings\n"


def test_a_file_that_is_named_and_gone_is_told_before_a_voice_speaks(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"gone\.toml cannot be read"):
        recipe(Settings(lexicon=(tmp_path / "gone.toml",)))


def test_an_edited_file_is_another_recipe(tmp_path: Path) -> None:
    lexicon = tmp_path / "a.toml"
    lexicon.write_text("a")
    first = recipe(Settings(lexicon=(lexicon,)))
    lexicon.write_text("b")
    assert recipe(Settings(lexicon=(lexicon,))) != first
