"""Lines of lists, as people write, paste and export them: each names what it means, and none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.batch import lists

THERE = {"a.html", "b.html", "Ä b.html", "#1.html", "50%.html", "it's.html", "x#y.html", "sub/e.html", " lead.html"}
U = "https://example.org/"
CASES: list[tuple[str, list[str]]] = [
    ("a.html", ["a.html"]),
    ("  a.html\t", ["a.html"]),
    (" lead.html", [" lead.html"]),
    ("gone.html", ["gone.html"]),
    ("", []),
    ("   ", []),
    ("# a comment", []),
    ("#EXTM3U", []),
    ("#1.html", ["#1.html"]),
    ("x#y.html", ["x#y.html"]),
    ("a.html  # the first", ["a.html"]),
    ("a.html #", ["a.html"]),
    (f"{U}x # two", [f"{U}x"]),
    (f"{U}x#part", [f"{U}x#part"]),
    ("50%.html", ["50%.html"]),
    ("%C3%84%20b.html", ["Ä b.html"]),
    ("A\u0308 b.html", ["Ä b.html"]),
    ("it's.html", ["it's.html"]),
    ("'a.html'", ["a.html"]),
    ('"Ä b.html"', ["Ä b.html"]),
    (f'"{U}x"', [f"{U}x"]),
    (f"<{U}x>", [f"{U}x"]),
    (f"- {U}x", [f"{U}x"]),
    (f"12. {U}x", [f"{U}x"]),
    (f"* <{U}x>  # with all", [f"{U}x"]),
    (f"{U}x {U}y", [f"{U}x", f"{U}y"]),
    (f"{U}x, {U}y,", [f"{U}x", f"{U}y"]),
    (f"{U}x\tThe title", [f"{U}x"]),
    (f"{U}a b", [f"{U}a b"]),
    (f"\ufeff{U}x\u200b", [f"{U}x"]),
    ("sub\\e.html", ["sub/e.html"]),
    ("\x1a", []),
    ("s3://bucket/a b.html", ["s3://bucket/a b.html"]),
]


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_a_line_names_what_it_means(line: str, expected: list[str]) -> None:
    assert list(lists.of_line(line, THERE.__contains__)) == expected


def test_an_address_of_this_machine_is_a_path() -> None:
    assert list(lists.of_line("file:///in/%C3%84.html", {"/in/Ä.html"}.__contains__)) == ["/in/Ä.html"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0c", "\n\n"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    assert list(lists.names(f"a.html{end}b.html{end}", THERE.__contains__)) == ["a.html", "b.html"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (f"{U}x\n{U}y\n", True),
        (f"{U}x # the first\n# a comment\n\n{U}y", True),
        ("a.html\ngone.html", True),
        (f"{U}x is where the story began.\n", False),
        ("The harbor is open.\na.html\n", False),
        ("# Only\n# comments\n", False),
        ("", False),
        ("x" * 5000 + ".html", False),
    ],
)
def test_a_text_is_a_list_where_every_line_names_something(text: str, is_one: bool) -> None:
    assert lists.is_list(text, THERE.__contains__) is is_one


@given(st.text(max_size=60))
def test_a_line_that_is_no_comment_is_never_lost(line: str) -> None:
    found = list(lists.of_line(line, lambda name: False))
    seen = line.strip().strip(lists.UNSEEN).strip()
    assert found or not lists._bare(seen) or seen.startswith("#")
