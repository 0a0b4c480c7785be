"""Blocks and their marks as HTML: what the page knew is on our page, and nothing else is."""

from __future__ import annotations

import dataclasses

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from narrator.model import AudioFile, Block, BlockKind, Cue, Image, Mark, MarkKind, Narration, Timeline
from narrator.publish import formulas, page, pictures
from narrator.publish.blocks import Rendering
from narrator.publish.inline import marked
from tests.publish.hostile import strings

SHOWN = Image("https://pictures.example/pier.jpg", "M. Lind", "A pier")


def drawn(*blocks: Block, cues: tuple[Cue, ...] = ()) -> str:
    return str(Rendering(blocks, Timeline(24_000, 0, (), cues, ()), "en", place=lambda url: url).body())


def paragraph(text: str, *marks: tuple[int, int, MarkKind, str]) -> Block:
    return Block(BlockKind.PARAGRAPH, text, marks=tuple(Mark(*each) for each in marks))


def item(text: str, level: int = 1, number: int | None = None) -> Block:
    return Block(BlockKind.ITEM, text, level=level, number=number)


def cue(number: int, block: int, start: int, end: int, text: str) -> Cue:
    return Cue(number, number * 100, number * 100 + 90, text, block, start, end)


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Block(BlockKind.HEADING, "Part", level=2), "<h2>Part</h2>"),
        (Block(BlockKind.HEADING, "Part", level=1), "<h2>Part</h2>"),
        (Block(BlockKind.STANDFIRST, "In short."), '<p class="standfirst">In short.</p>'),
        (
            Block(BlockKind.QUOTE, "said", source="Someone"),
            '<blockquote>said <cite class="note">— Someone</cite></blockquote>',
        ),
        (Block(BlockKind.CODE, "a = 1\nb = 2"), "<pre>a = 1\nb = 2</pre>"),
        (Block(BlockKind.PARAGRAPH, "Roses are red,\nviolets blue."), "<p>Roses are red,<br>violets blue.</p>"),
        (Block(BlockKind.PARAGRAPH, "שלום", language="he"), '<p lang="he" dir="rtl">שלום</p>'),
        (Block(BlockKind.NOTE, "A note."), '<p class="note">A note.</p>'),
        (Block(BlockKind.FIGURE, "The pier.", is_read=False), '<p class="note">The pier.</p>'),
        (Block(BlockKind.FIGURE, "", image=Image("javascript:x"), is_read=False), ""),
    ],
)
def test_a_block_has_its_element(block: Block, html: str) -> None:
    assert str(Rendering([block], Timeline(24_000, 0, (), (), ()), "en").body()) == html


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (paragraph("an old word", (3, 6, MarkKind.EMPHASIS, "")), "an <em>old</em> word"),
        (paragraph("an old word", (3, 6, MarkKind.STRONG, "")), "an <strong>old</strong> word"),
        (paragraph("run it()", (4, 8, MarkKind.CODE, "")), "run <code>it()</code>"),
        (paragraph("no, yes", (0, 2, MarkKind.STRUCK, "")), "<s>no</s>, yes"),
        (paragraph("he said “so”", (8, 12, MarkKind.QUOTE, "")), "he said <q>“so”</q>"),
        (paragraph("the 20th", (6, 8, MarkKind.SUP, "")), "the 20<sup>th</sup>"),
        (paragraph("10⁹ of H₂O", (2, 3, MarkKind.SUP, ""), (8, 9, MarkKind.SUB, "")), "10⁹ of H₂O"),
        (
            paragraph("市長の東海林氏", (3, 6, MarkKind.RUBY, "しょうじ")),
            "市長の<ruby>東海林<rt>しょうじ</rt></ruby>氏",
        ),
        (paragraph("the ISS", (4, 7, MarkKind.ABBR, "Space Station")), 'the <abbr title="Space Station">ISS</abbr>'),
        (paragraph("sans souci", (0, 10, MarkKind.LANGUAGE, "fr")), '<span lang="fr" dir="ltr">sans souci</span>'),
        (
            paragraph("see this", (4, 8, MarkKind.LINK, "https://example.org/?a=1&b=2")),
            'see <a href="https://example.org/?a=1&amp;b=2" rel="noopener">this</a>',
        ),
        (paragraph("see this", (4, 8, MarkKind.LINK, "javascript:alert(1)")), "see this"),
        (paragraph("see this", (4, 8, MarkKind.LINK, "#part")), "see this"),
        (
            paragraph("a link to it", (2, 12, MarkKind.LINK, "https://example.org"), (10, 12, MarkKind.STRONG, "")),
            'a <a href="https://example.org" rel="noopener">link to <strong>it</strong></a>',
        ),
        (
            paragraph("abcdef", (0, 4, MarkKind.EMPHASIS, ""), (2, 6, MarkKind.STRONG, "")),
            "<em>ab<strong>cd</strong></em>ef",
        ),
    ],
)
def test_marks_are_elements(block: Block, html: str) -> None:
    assert drawn(block) == f"<p>{html}</p>"


def test_a_mark_over_two_sentences_is_in_both() -> None:
    block = paragraph("One here. Two there.", (4, 13, MarkKind.LINK, "https://example.org"))
    cues = (cue(0, 0, 0, 9, "One here."), cue(1, 0, 10, 20, "Two there."))
    parts = BeautifulSoup(drawn(block, cues=cues), "lxml").select("[data-s]")
    assert [each.get_text() for each in parts] == ["One here.", "Two there."]
    assert [each.a.get_text() for each in parts if each.a] == ["here.", "Two"]


def test_lists_are_nested_and_keep_their_numbers() -> None:
    html = drawn(
        item("a"), item("b", 2), item("c", 3), item("d", 2), item("e"), item("f", 1, 3), item("g", 2), item("h", 1, 4)
    )
    assert html == (
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"
        '<ol><li value="3">f<ul><li>g</li></ul></li><li value="4">h</li></ol>'
    )


def test_what_follows_a_list_is_there() -> None:
    assert (
        drawn(item("a"), paragraph("b"), item("c"), paragraph("d"))
        == "<ul><li>a</li></ul>\n<p>b</p>\n<ul><li>c</li></ul>\n<p>d</p>"
    )


def test_a_list_that_begins_deep_is_a_list() -> None:
    assert drawn(item("a", 3), item("b", 1)) == "<ul><li>a</li><li>b</li></ul>"


def test_a_table_has_heads_only_where_it_has_some_and_its_caption_inside() -> None:
    rows = (("Year", "Fish"), ("2020", "12"))
    table = Block(BlockKind.TABLE, "Year\tFish\n2020\t12", rows=rows, is_headed=True)
    caption = Block(BlockKind.CAPTION, "Catches by year")
    html = drawn(caption, table)
    assert "<caption>Catches by year</caption>" in html
    assert 'aria-label="Catches by year"' in html
    assert html.count("Catches by year") == 2
    assert '<tr><th scope="col">Year</th><th scope="col">Fish</th></tr><tr><td>2020</td><td>12</td></tr>' in html
    assert drawn(table, caption) == html
    assert "<th" not in drawn(dataclasses.replace(table, is_headed=False))


def test_cells_have_their_marks() -> None:
    table = Block(
        BlockKind.TABLE, "a\tb", rows=(("a", "b"),), marks=(Mark(2, 3, MarkKind.LINK, "https://example.org"),)
    )
    assert '<td><a href="https://example.org" rel="noopener">b</a></td>' in drawn(table)


def test_a_figure_has_its_picture_alternative_text_caption_and_credit() -> None:
    shown = BeautifulSoup(
        drawn(Block(BlockKind.FIGURE, "The pier at dawn.", image=SHOWN, is_read=False)), "lxml"
    ).figure
    assert shown.img["src"] == SHOWN.url
    assert shown.img["alt"] == "A pier"
    assert shown.img["referrerpolicy"] == "no-referrer"
    assert (
        shown.figcaption.get_text(" ") == "The pier at dawn.   M. Lind".replace("   ", "  ")
        or shown.figcaption.get_text() == "The pier at dawn. M. Lind"
    )
    assert shown.select_one(".credit").get_text() == "M. Lind"


def test_notes_and_their_marks_lead_to_each_other() -> None:
    block = paragraph("It grew.", (8, 8, MarkKind.LINK, "#note-3"))
    marks = (Mark(3, 7, MarkKind.EMPHASIS), Mark(7, 7, MarkKind.LINK, "#note-3"))
    html = BeautifulSoup(
        drawn(dataclasses.replace(block, marks=marks), Block(BlockKind.NOTE, "By a third.", number=3)), "lxml"
    )
    mark, note = html.select_one("[role=doc-noteref]"), html.select_one("[role=doc-footnote]")
    assert mark["href"] == f"#{note['id']}"
    assert mark.get_text() == "3"
    assert note.select_one("[role=doc-backlink]")["href"] == f"#{mark['id']}"


def test_formulas_are_drawn_and_else_shown_as_they_are_read() -> None:
    inside = drawn(paragraph("then E = mc² holds", (5, 12, MarkKind.FORMULA, "E = mc^2")))
    assert "<msup><mi>c</mi><mn>2</mn></msup>" in inside
    block = Block(BlockKind.FORMULA, "x over 2", marks=(Mark(0, 8, MarkKind.FORMULA, r"\frac{x}{2}"),))
    assert '<div class="formula"><math' in drawn(block)
    assert 'display="block"' in drawn(block)
    assert drawn(paragraph("a = b", (0, 5, MarkKind.FORMULA, "<math><a href='x'>"))) == "<p>a = b</p>"


@pytest.mark.parametrize(
    "source",
    [
        "<math><mtext><script>owned()</script>x</mtext></math>",
        '<math href="javascript:owned()"><mi onclick="owned()">x</mi></math>',
        '<math><annotation-xml encoding="text/html"><img src="x" onerror="owned()"/></annotation-xml><mi>x</mi></math>',
        '<!DOCTYPE math [<!ENTITY e SYSTEM "file:///etc/passwd">]><math><mi>&e;x</mi></math>',
        r"\text{<img src=x onerror=owned()>}",
        r"\href{javascript:owned()}{x}",
        "{" * 3000,
        "<math>" * 200 + "<mi>x</mi>" + "</math>" * 200,
        *strings(),
    ],
)
def test_nothing_hostile_is_left_in_a_formula(source: str) -> None:
    shown = formulas.drawn(source, is_block=False)
    if shown is not None:
        tree = BeautifulSoup(shown, "lxml-xml")
        for element in tree.find_all(True):
            assert element.name in formulas.ELEMENTS
            assert set(element.attrs) <= formulas.ATTRIBUTES | {"xmlns"}


MARKS = st.lists(
    st.builds(
        Mark,
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(MarkKind),
        st.sampled_from(["", "https://e.org", "fr", "x^2", "<b>"]),
    ),
    max_size=6,
)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30), MARKS)
def test_the_text_is_there_whatever_the_marks(text: str, marks: list[Mark]) -> None:
    known = [each for each in marks if each.kind is not MarkKind.FORMULA and each.end > each.start]
    html = marked(text, sorted(known, key=lambda each: (each.start, -each.end)), 0, len(text))
    assert BeautifulSoup(f"<pre>x{html}</pre>", "html.parser").pre.get_text()[1:] == text.replace("\ufffe", "").replace(
        "\uffff", ""
    )


# --- pictures ---------------------------------------------------------------------------------------------------------


def with_pictures(
    narration: Narration, *images: Image, lead: Image | None = None, copied: tuple[str, ...] = ()
) -> Narration:
    figures = tuple(Block(BlockKind.FIGURE, "", image=each, is_read=False) for each in images)
    files = tuple(AudioFile(each, "image/jpeg", 1, "0" * 64) for each in copied)
    return dataclasses.replace(
        narration,
        blocks=(*narration.blocks, *figures),
        files=(*narration.files, *files),
        article=dataclasses.replace(narration.article, image=lead),
    )


def test_the_policy_names_the_hosts_of_pictures_and_no_other(narration: Narration) -> None:
    shown = page.html(with_pictures(narration, SHOWN, Image("https://x.example/a.png"), Image("https://a b;*/c.png")))
    policy = BeautifulSoup(shown, "lxml").select_one("meta[http-equiv=Content-Security-Policy]")["content"]
    assert "img-src 'self' data: https://pictures.example https://x.example;" in policy


def test_a_picture_that_was_copied_is_named_beside_the_page(narration: Narration) -> None:
    copy = f"{pictures.name_of(SHOWN.url)}.jpg"
    tree = BeautifulSoup(page.html(with_pictures(narration, SHOWN, copied=(copy,))), "lxml")
    assert tree.select_one("figure img")["src"] == f"./{copy}"
    assert "pictures.example" not in tree.select_one("meta[http-equiv]")["content"]


def test_the_lead_picture_is_shown_once(narration: Narration) -> None:
    lead = Image("https://pictures.example/big/pier-1200x800.jpg?w=1200")
    assert len(BeautifulSoup(page.html(with_pictures(narration, lead=lead)), "lxml").select("figure.lead img")) == 1
    both = BeautifulSoup(page.html(with_pictures(narration, SHOWN, lead=lead)), "lxml")
    assert [each["src"] for each in both.select("img")] == [SHOWN.url]
