"""Tags are taken apart in one place, whoever wrote them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator import languages
from narrator.errors import SettingsError
from narrator.settings import Settings
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("written", "tag", "primary"),
    [
        ("de_DE", "de-DE", "de"),
        ("en_US.UTF-8", "en-US", "en"),
        ("de_AT@euro", "de-AT", "de"),
        ("EN", "en", "en"),
        ("en-uk", "en-GB", "en"),
        ("zh-hant-tw", "zh-Hant-TW", "zh"),
        ("sr_Latn", "sr-Latn", "sr"),
        ("sr-Latn-RS", "sr-Latn-RS", "sr"),
        ("es-419", "es-419", "es"),
        ("iw", "he", "he"),
        ("no", "nb", "nb"),
        ("deu", "de", "de"),
        ("de-DE-1996", "de-DE", "de"),
        ("de-CH-x-phonebk", "de-CH", "de"),
        ("en-u-ca-buddhist", "en", "en"),
        (" fr ", "fr", "fr"),
        ("", "", ""),
        ("C", "", ""),
        ("POSIX", "", ""),
        ("x-default", "", ""),
        ("und", "", ""),
        ("English", "", ""),
    ],
)
def test_a_tag_is_understood_as_it_is_written(written: str, tag: str, primary: str) -> None:
    assert languages.of(written).tag == tag
    assert languages.primary(written) == primary


@pytest.mark.parametrize(
    ("tag", "direction"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("he", "rtl"), ("ur", "rtl"), ("ckb", "rtl"), ("az-Arab", "rtl"), ("ku", "ltr"),
     ("en", "ltr"), ("ja", "ltr"), ("pa", "ltr"), ("pa-Arab", "rtl"), ("", "ltr")],
)  # fmt: skip
def test_the_direction_follows_the_script(tag: str, direction: str) -> None:
    assert languages.of(tag).direction == direction


@given(st.text(max_size=30))
def test_whatever_is_written_gives_a_tag_that_gives_itself(written: str) -> None:
    found = languages.of(written)
    assert languages.of(found.tag) == found


def test_a_setting_takes_any_form_and_keeps_one() -> None:
    assert Settings(language="de_DE").language == "de-DE"
    with pytest.raises(SettingsError, match="german please"):
        Settings(language="german please")


def test_no_other_module_takes_a_tag_apart() -> None:
    tag = r"(?:tag|lang|language|locale)s?"
    apart = re.compile(rf"""\b{tag}\.(?:(?:split|partition)\(["'][-_]["']\)|replace\("_", "-"\))|\b{tag}\[:[23]\]""")
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "narrator").rglob("*.py")
        if path.parent.name != "languages" and "verbalize" not in path.parts
        for line in path.read_text(encoding="utf-8").splitlines()
        if apart.search(line)
    ]
    assert not found
