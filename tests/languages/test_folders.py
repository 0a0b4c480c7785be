"""Every language is asked for every key: what one has and another lacks is found here, not by a listener."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import pytest

from narrator import languages
from narrator.languages import grammars, tables

WHOLE = ("en", "de", "es", "fr", "uk", "it", "nl", "pl", "pt", "ru")
"""The languages that have everything."""
NAMES = (
    "label",
    "page",
    "player",
    "announcements",
    "phrases",
    "abbreviations",
    "months",
    "frequent",
    "letters",
    "spoken",
    "lexicon",
    "typography",
    "speech",
)
NOT_ASKED: Mapping[str, frozenset[str]] = {
    # What only some languages need: a day that is said otherwise.
    "page": frozenset({"first"}),
    # Lists that are empty where a language has no such words.
    "abbreviations": frozenset(
        {
            "places",
            "after_clock",
            "units",
            "ends",
            "lettered",
            "words",
            "small",
            "marked",
            "speech",
            "ordinals",
            "ordered",
        }
    ),
    "speech": frozenset({"phrases"}),
    "spoken": frozenset({"masculine", "feminine", "neuter", "no_nouns", "ranked"}),
}
FORMS = ("percent", "degrees")
"""The forms of one noun: one, a few, many, a part of one."""
TABLES = [(tag, name) for name in NAMES for tag in tables.having(name)]


def keys(table: Mapping[str, Any], name: str) -> set[str]:
    return set(table) - NOT_ASKED.get(name, frozenset())


@pytest.mark.parametrize(("tag", "name"), [each for each in TABLES if each[1] not in ("lexicon", "spoken")])
def test_a_table_has_the_keys_of_the_english_one_and_no_other(tag: str, name: str) -> None:
    own, english = tables.own_or_english(tag, name), tables.own_or_english("en", name)
    assert keys(own, name) == keys(english, name)


@pytest.mark.parametrize("tag", tables.having("player"))
def test_the_player_says_each_thing_with_the_same_blanks(tag: str) -> None:
    own, english = (flat(tables.own_or_english(each, "player")) for each in (tag, "en"))
    assert set(own) == set(english)
    for name, words in own.items():
        assert words
        assert sorted(re.findall(r"\{\w+\}", words)) == sorted(re.findall(r"\{\w+\}", english[name])), name


@pytest.mark.parametrize("tag", [tag for tag in tables.having("spoken") if tag != "de"])
def test_spoken_forms_have_the_keys_of_the_german_ones_and_no_other(tag: str) -> None:
    assert keys(tables.own_or_english(tag, "spoken"), "spoken") == keys(tables.own_or_english("de", "spoken"), "spoken")


@pytest.mark.parametrize("tag", WHOLE)
def test_a_whole_language_has_all_files_and_a_grammar(tag: str) -> None:
    asked = set(NAMES) - ({"spoken"} if tag == "en" else {"lexicon"})
    assert {name for name in asked if tag not in tables.having(name)} == set()
    assert grammars.has_grammar(tag)
    assert grammars.rules(tag)


@pytest.mark.parametrize(("tag", "name"), TABLES)
def test_no_list_names_a_thing_twice(tag: str, name: str) -> None:
    for key, values in listed(tables.own_or_english(tag, name)):
        assert len(values) == len(set(values)), f"{tag} {name} {key}: {sorted(set(_twice(values)))}"


@pytest.mark.parametrize("tag", tables.having("months"))
def test_a_year_has_twelve_months_and_a_week_seven_days(tag: str) -> None:
    table = tables.own_or_english(tag, "months")
    assert [len(table[key]) for key in ("names", "short", "variants")] == [12, 12, 12]
    assert len(table["weekdays"]) >= 7


def test_a_folder_has_the_usual_form_of_its_tag_and_only_known_files() -> None:
    for folder in files("narrator.languages").iterdir():
        if folder.is_dir() and folder.name not in ("common", "__pycache__"):
            assert languages.of(folder.name).tag == folder.name
            found = {each.name.removesuffix(".toml") for each in folder.iterdir() if each.name.endswith(".toml")}
            assert found <= {*NAMES, "origins", "numbers", "studio", "cases"}, folder.name


@pytest.mark.parametrize(
    ("tag", "nearest"),
    [
        ("de_AT", ("de-AT", "de")),
        ("zh-Hant-TW", ("zh-Hant-TW", "zh-Hant", "zh-TW", "zh")),
        ("zh_TW", ("zh-TW", "zh-Hant-TW", "zh-Hant", "zh")),
        ("sr_Latn", ("sr-Latn", "sr")),
        ("en", ("en",)),
        ("", ()),
    ],
)
def test_the_nearest_folder_stands_in(tag: str, nearest: tuple[str, ...]) -> None:
    assert languages.of(tag).nearest == nearest


@pytest.mark.parametrize("tag", ["de_DE", "de-AT", "DE", "de_DE.UTF-8", "deu"])
def test_every_form_of_a_tag_finds_its_language(tag: str) -> None:
    for name in ("label", "page", "announcements", "phrases", "abbreviations", "months", "spoken"):
        assert tables.folder_of(tag, name) == "de"
    assert grammars.grammar(tag) is grammars.grammar("de")


@pytest.mark.parametrize("tag", ["", "und", "x-default", "tlh", "C", "common"])
def test_an_unknown_language_has_no_table_and_the_plain_grammar(tag: str) -> None:
    assert tables.table(tag, "label") is None
    assert tables.own_or_english(tag, "label") == tables.table("en", "label")
    assert not grammars.has_grammar(tag)
    assert grammars.rules(tag)


def flat(table: Mapping[str, Any]) -> dict[str, str]:
    """The words of the player, those of its panel too."""
    return {name: said for name, said in {**table, **table["panel"]}.items() if name != "panel"}


def listed(table: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The lists of words; the forms of a noun, which may be alike, stand one level deeper."""
    for key, value in table.items():
        if isinstance(value, list) and all(isinstance(each, str) for each in value) and key not in FORMS:
            yield key, value


def _twice(values: list[str]) -> list[str]:
    return [each for each in values if values.count(each) > 1]
