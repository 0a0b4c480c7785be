"""Names that every file system takes."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.identity import Keys
from narrator.library import Library
from narrator.slug import LIMIT_BYTES, RESERVED, is_safe, slug

FORBIDDEN = set('/\\:*?"<>|. \0\t\n\r') | {chr(code) for code in range(32)}


def folded(name: str) -> str:
    """What a file system that knows neither case nor Unicode forms makes of a name."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())


def hostile(count: int) -> list[str]:
    """Titles that have broken something somewhere: devices, paths, controls, forms, lengths, look-alikes."""
    rng = random.Random(11)
    seeds = (
        "CON", "con.txt", "aux", "LPT1", "COM\u00b9", "nul ", "..", ".", "../../etc/passwd", "C:\\Windows", "\\\\server\\share", "~root",
        "a/b", "a:b", "-rf", "--help", "$(reboot)", "`id`", "%00", "a\0b", "\u202egnp.exe", "e\u0301", "\u00e9", "\ufb01sh", "fish", "FISH",
        "\u0130stanbul", "\u0131stanbul", "STRASSE", "stra\u00dfe", "\u03a3\u03c2\u03c3", "\u212b", "\u00c5", "A\u030a", "\u1112\u1161\u11ab", "\ud55c", "\U0001f600", "\ud800", "   ",
        "", "\u200b", "\u3000", "'; DROP TABLE", "<script>", "x" * 300, "\u4e2d" * 200, "\u0627" * 120, "a-" * 200, "_", "__init__", "\u0345", "narration.json", ".narrator",
    )  # fmt: skip
    titles = list(seeds)
    while len(titles) < count:
        one, two = rng.choice(seeds), rng.choice(seeds)
        titles.append(rng.choice((one + two, f"{one} {two}", one.upper() + str(rng.randrange(9)), one)))
    return titles


@given(st.text(max_size=400))
def test_any_title_is_a_safe_name(title: str) -> None:
    name = slug(title)
    assert 0 < len(name.encode()) <= LIMIT_BYTES
    assert name not in RESERVED
    assert not set(name) & FORBIDDEN
    assert not name.startswith("-")
    assert name == slug(name)
    assert is_safe(name)


@given(st.text(max_size=40))
def test_a_name_is_its_own_lower_case_and_composed_form(title: str) -> None:
    name = slug(title)
    assert name == unicodedata.normalize("NFC", name)
    assert folded(slug(name.upper())) == folded(name) or len(name.upper().encode()) > LIMIT_BYTES


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hello, World!", "hello-world"),
        ("Über Größe", "uber-grosse"),
        ("CON", "con-article"),
        ("COM\u00b9", "com1-article"),
        ("", "article"),
        ("Війна і мир", "війна-і-мир"),
        ("../../etc/passwd", "etc-passwd"),
        (".narrator", "narrator"),
    ],
)
def test_a_title_becomes(title: str, name: str) -> None:
    assert slug(title) == name


def test_a_thousand_equal_titles_get_a_thousand_names() -> None:
    taken: set[str] = set()
    for _ in range(1000):
        taken.add(slug("x" * 300, taken=taken.__contains__))
    assert len(taken) == 1000
    assert max(len(name.encode()) for name in taken) <= LIMIT_BYTES


def _keys(number: int) -> Keys:
    key = f"{number:016x}"
    return Keys(key, (key,), stored=(key,), minted=key)


def test_a_thousand_hostile_titles_get_a_thousand_distinct_safe_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("narrator.store.local.os.fsync", lambda number: None)  # what survives a power cut is not asked
    library = Library(tmp_path / "out")
    names = [library.claim(title, _keys(i), None).slug for i, title in enumerate(hostile(1000))]
    assert len({folded(name) for name in names}) == 1000
    for name in names:
        place = (tmp_path / "out" / name / f"{name}.mp3").resolve()
        assert place.parent.parent == (tmp_path / "out").resolve()
        assert len(f".{name}.mp3.xxxxxxxx.part".encode()) <= 255
        place.parent.mkdir()
    assert len(list((tmp_path / "out").iterdir())) == 1001


def test_a_name_among_ten_thousand_of_its_title_is_found_in_a_few_questions() -> None:
    taken = {"the-news", *(f"the-news-{i}" for i in range(2, 10_000))}
    asked: list[str] = []
    assert slug("The news", taken=lambda name: asked.append(name) or name in taken) == "the-news-10000"  # type: ignore[func-returns-value]
    assert len(asked) < 40


@pytest.mark.parametrize("name", ["", ".", "..", ".narrator", "a/b", "a\\b", "../a", "a\0"])
def test_what_reaches_outside_of_a_folder_is_not_safe(name: str) -> None:
    assert not is_safe(name)
