"""What languages are called."""

from __future__ import annotations

import pytest

from narrator.languages import names, tables


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("de", "Deutsch"),
        ("en_GB", "English (GB)"),
        ("pt-BR", "Português (BR)"),
        ("zh-TW", "繁體中文"),
        ("zh-Hant-HK", "繁體中文"),
        ("sr-Latn", "Srpski"),
        ("xx", "xx"),
    ],
)
def test_a_language_has_the_name_that_its_readers_give_it(tag: str, name: str) -> None:
    assert names.own_name(tag) == name


@pytest.mark.parametrize("tag", tables.having("label"))
def test_every_language_with_a_label_has_a_name(tag: str) -> None:
    assert names.own_name(tag) != tag
