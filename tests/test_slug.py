"""Names that every file system takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.slug import LIMIT_BYTES, RESERVED, slug


@given(st.text(max_size=400))
def test_any_title_is_a_safe_name(title: str) -> None:
    name = slug(title)
    assert 0 < len(name.encode()) <= LIMIT_BYTES
    assert name not in RESERVED
    assert not set(name) & set('/\\:*?"<>|. \0')
    assert name == slug(name)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Hello, World!", "hello-world"),
        ("Über Größe", "uber-grosse"),
        ("CON", "con-article"),
        ("", "article"),
        ("Війна і мир", "війна-і-мир"),
        ("../../etc/passwd", "etc-passwd"),
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
