"""Markdown: what is read of it, and what it says of itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.extract import article, markdown, sniffed
from narrator.extract.markdown import front
from narrator.model import Article, BlockKind, MarkKind, Page
from narrator.settings import Settings

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open."


def read(text: str, *, captions: bool = False) -> Article:
    page = Page("a.md", f"{text}\n\n{PROSE}\n".encode(), content_type="text/markdown")
    return article(page, Settings(captions=captions))


def texts(text: str, kind: BlockKind) -> list[str]:
    return [block.text for block in read(text).blocks if block.kind is kind]


INLINE = [
    ("A [link](https://example.org 'title') here.", "A link here."),
    ("A [link][one] here.\n\n[one]: https://example.org", "A link here."),
    ("It is *very* **old** and `small`.", "It is very old and small."),
    ("A note.[^1]\n\n[^1]: The body of the note.", "A note."),
    ("A note^[its body] inside.", "A note inside."),
    ("Before ![a bridge](a.png) after.", "Before after."),
    ("The [[Bridge of sighs|bridge]] and the [[River]].", "The bridge and the River."),
    ("Seen ![[map.png]] from above.", "Seen from above."),
    ("Two\nlines<br>of one.", "Two lines\nof one."),
    ('Said {{< ref "b.md" >}}so.', "Said so."),
    ("Said {% include x.html %}so.", "Said so."),
    ("Salt &amp; pepper.", "Salt & pepper."),
]


@pytest.mark.parametrize(("source", "said"), INLINE)
def test_inline_markup_is_read_by_its_text(source: str, said: str) -> None:
    assert texts(source, BlockKind.PARAGRAPH)[0] == said


def test_what_is_not_read_is_kept_with_its_rule() -> None:
    found = read("A note.[^1] ![a bridge](a.png)\n\n<!-- hidden -->\n\n{{< map >}}\n\n[^1]: The body of the note.")
    assert {each.rule: each.text for each in found.removed} == {
        "footnote": "The body of the note.",
        "caption": "a bridge",
        "html": "<!-- hidden -->",
        "shortcode": "{{< map >}}",
    }


def test_a_pictures_description_is_read_when_asked_for() -> None:
    found = read("![a bridge in fog](a.png)", captions=True)
    assert [block.text for block in found.blocks if block.kind is BlockKind.CAPTION] == ["a bridge in fog"]


def test_headings_lose_their_marks_and_keep_their_level() -> None:
    found = read("## The bridge {#bridge}\n\nThe river\n---------")
    assert [(block.text, block.level) for block in found.blocks[:2]] == [("The bridge", 2), ("The river", 2)]


def test_lists_keep_their_numbers_and_depth() -> None:
    found = read("0. zero\n1. one\n   - inner\n2. two\n\n- [ ] undone\n- [x] done")
    items = [(block.text, block.number, block.level) for block in found.blocks if block.kind is BlockKind.ITEM]
    assert items == [
        ("zero", 0, 1),
        ("one", 1, 1),
        ("inner", None, 2),
        ("two", 2, 1),
        ("undone", None, 1),
        ("done", None, 1),
    ]


def test_a_table_keeps_its_rows() -> None:
    found = read("| Year | Boats |\n|---|---|\n| 2024 | [17](b) |")
    assert next(block.rows for block in found.blocks if block.kind is BlockKind.TABLE) == (
        ("Year", "Boats"),
        ("2024", "17"),
    )


def test_code_is_code() -> None:
    assert texts("```python\nprint(1)\n```\n\n    indented", BlockKind.CODE) == ["print(1)", "indented"]


def test_quotes_and_alerts_are_told_apart() -> None:
    found = read("> It is open.\n\n> [!WARNING]\n> It may close.")
    assert [(block.kind, block.text) for block in found.blocks[:2]] == [
        (BlockKind.QUOTE, "It is open."),
        (BlockKind.NOTE, "It may close."),
    ]


def test_html_between_paragraphs_is_read_by_its_text() -> None:
    assert "A box of words." in read("<div class='box'>\n<b>A box</b> of words.\n</div>").text
    assert "alert" not in read("<script>\nalert(1)\n</script>").text


YAML = """---
title: "The bridge: open"
authors:
  - name: Ines Tolliver
  - Bo Marsh
date: 2026-03-03 10:00:00 +0100
lastmod: March 4, 2026
lang: en_GB
publisher: The Post
image:
  src: https://example.org/a.jpg
image_credit: Harbor Archive
audio: https://example.org/a.mp3
canonical_url: https://example.org/bridge   # where it was first
description: >
  folded
  text
---
"""
TOML = """+++
title = "The bridge: open"
authors = ["Ines Tolliver", "Bo Marsh"]
date = 2026-03-03T10:00:00+01:00
[cover]
image = "https://example.org/a.jpg"
+++
"""


def test_yaml_front_matter_is_read() -> None:
    found = read(YAML)
    assert (found.title, found.byline) == ("The bridge: open", "Ines Tolliver and Bo Marsh")
    assert (found.published, found.modified) == ("2026-03-03T10:00:00+0100", "2026-03-04")
    assert (found.language, found.url) == ("en-GB", "https://example.org/bridge")
    assert found.image is not None
    assert (found.image.url, found.image.credit) == ("https://example.org/a.jpg", "Harbor Archive")
    assert found.audio_url == "https://example.org/a.mp3"
    assert found.text == PROSE


def test_toml_front_matter_is_read() -> None:
    found = read(TOML)
    assert (found.title, found.byline) == ("The bridge: open", "Ines Tolliver and Bo Marsh")
    assert (found.published or "").startswith("2026-03-03T10:00:00")
    assert found.image is not None


def test_what_is_no_date_no_address_and_no_language_is_absent() -> None:
    found = read("---\ndate: yesterday\nurl: somewhere\nlang: '!'\nimage: a.png\n---\n")
    assert (found.published, found.url, found.image) == (None, None, None)
    assert found.language == "en"


def test_the_first_heading_is_the_title_where_nothing_else_is() -> None:
    found = read("# The bridge\n\nIt is open.")
    assert found.title == "The bridge"
    assert found.blocks[0].text == "It is open."


def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert "It is open." in read("---\n\nIt is open.").text


@given(st.text(alphabet=st.sampled_from("#*->[](){}`|:^!<%\n\t 12abc\"'+."), max_size=200))
def test_any_markdown_is_read(text: str) -> None:
    blocks = markdown.reading(text, Settings(language="en")).article.blocks
    assert all(block.text.strip() or not block.is_read or block.kind is BlockKind.TABLE for block in blocks)


@given(st.text(alphabet=st.sampled_from("---\n:abc[]{}\"'#>| =+"), max_size=120))
def test_any_front_matter_is_read(text: str) -> None:
    for mark in ("---", "+++"):
        meta, _ = front.split(f"{mark}\n{text}\n{mark}\n")
        assert set(meta) <= set(front.KEYS)
        assert all(isinstance(value, str) and value for value in meta.values())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: T\n---\nWords.", "markdown"),
        ("# Title\n\nSome **bold** words.", "markdown"),
        ("- one\n- two\n\n[a](https://example.org)", "markdown"),
        ("Subscribe\n* indicates required\nSubscribe\n* indicates required\n* required", "plain"),
        ("---\nIt is open.", "plain"),
        ("He said [that] (and more) # 1", "plain"),
    ],
)
def test_what_standard_input_is_is_seen(text: str, kind: str) -> None:

    assert sniffed(text) == f"text/{kind}"


def test_marks_formulas_and_breaks_are_kept() -> None:
    found = read(
        "A **bold** [link](https://example.org) of 10<sup>9</sup> with $x^2$.\n\n$$\\frac{a}{b}$$\n\nOne  \nTwo"
    )
    first = found.blocks[0]
    assert first.text == "A bold link of 10⁹ with x²."
    assert [(first.text[mark.start : mark.end], mark.kind) for mark in first.marks] == [
        ("bold", MarkKind.STRONG),
        ("link", MarkKind.LINK),
        ("x²", MarkKind.FORMULA),
    ]
    assert [block.text for block in found.blocks[1:3]] == ["a/b", "One\nTwo"]


def test_two_prices_are_no_formula() -> None:
    assert read("A ticket costs $5 or $7 in summer.").blocks[0].text == "A ticket costs $5 or $7 in summer."


def test_struck_words_are_not_read() -> None:
    assert read("It cost ~~400~~ 450 crowns.").blocks[0].text == "It cost 450 crowns."


def test_a_picture_is_a_figure_that_is_not_read() -> None:
    found = read("![a bridge in fog](https://example.org/a.png)")
    figure = found.blocks[0]
    assert (figure.kind, figure.is_read, figure.image and figure.image.alt) == (
        BlockKind.FIGURE,
        False,
        "a bridge in fog",
    )
    assert "fog" not in found.text


def test_a_headline_of_markdown_tells_what_the_text_is() -> None:
    assert sniffed("# The bridge\n\nIt is open.\n") == "text/markdown"
    assert sniffed("#1 in the list of bridges\n\nIt is open.\n") == "text/plain"
