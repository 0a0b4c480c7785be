"""What a line keeps of its elements: powers, formulas, breaks, initials, struck words, quotes; and the marks on its text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrator.engines.base import Limits
from narrator.extract import article
from narrator.extract.formulas import of_tex
from narrator.model import Block, BlockKind, Mark, MarkKind, Page
from narrator.segment import utterances
from narrator.settings import Settings

MORE = "".join(
    f"<p>The harbor office said in its {name} report that the quay would be closed to lorries for the whole winter.</p>"
    for name in ("first", "second", "third")
)


def blocks(html: str, *, lang: str = "en") -> tuple[Block, ...]:
    page = f"<html lang={lang}><body><article><h1>Quay</h1>{html}{MORE}</article></body></html>"
    return article(Page("-", page.encode(), content_type="text/html"), Settings()).blocks


WRITTEN = [
    ("It is 4.5 × 10<sup>9</sup> years old.", "It is 4.5 × 10⁹ years old."),
    ("It weighs 10<sup>-6</sup> grams.", "It weighs 10⁻⁶ grams."),
    ("CO<sub>2</sub> and SO<sub>4</sub><sup>2-</sup> eat it.", "CO₂ and SO₄²⁻ eat it."),
    ("They dated it by <sup>14</sup>C.", "They dated it by ¹⁴C."),
    ("It has 120 m<sup>2</sup> and 3 km<sup>2</sup>.", "It has 120 m² and 3 km²."),
    ("It is 4x<sup>n</sup> long.", "It is 4xⁿ long."),
    ("On the 21<sup>st</sup> of June.", "On the 21st of June."),
    ("M<sup>lle</sup> Ruiz came.", "Mlle Ruiz came."),
    ("They won the vote.<sup>3</sup> Then they left.", "They won the vote. Then they left."),
    ("They won the vote<sup>3</sup> and left.", "They won the vote and left."),
    ("It cost <del>400</del> <ins>450</ins> crowns.", "It cost 450 crowns."),
    ("It cost <s>400</s> 450 crowns.", "It cost 450 crowns."),
    ('It cost <span style="text-decoration: line-through">400</span> 450 crowns.', "It cost 450 crowns."),
    ("She said <q>Then swim</q> to them.", "She said “Then swim” to them."),
    ("She said <q>I heard <q>no</q> twice</q> to them.", "She said “I heard ‘no’ twice” to them."),
    ("She said “<q>Then swim</q>” to them.", "She said “Then swim” to them."),
    ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> is a sign.", "漢 is a sign."),
    ("It was har&shy;bour&shy;master&#8203;s’ work.", "It was harbourmasters’ work."),
    ('<img class="dropcap" src="t.png" alt="T">he boats left.', "The boats left."),
    ('<span class="dc"><img src="w.gif" alt="W"></span>hen they left.', "When they left."),
    ('<svg role="img" aria-label="W"><path d="M0"/></svg>hen they left.', "When they left."),
    ('<span class="drop-cap">T</span> <span>he boats left.</span>', "The boats left."),
    ('<span class="drop-cap">A</span> boat left.', "A boat left."),
    ('<span class="drop-cap">T</span>he boats left.', "The boats left."),
    ('<div class="first-letter">T</div><p>he boats left.</p>', "The boats left."),
    (
        "The <a target=_blank>quay <span>(opens in a new tab)</span></a> and the "
        "<a target=_blank>pier<svg></svg> <span>(opens in a new tab)</span></a>, stood.",
        "The quay and the pier, stood.",
    ),
    ("The <a target=_blank>quay <span>(of stone)</span></a> stood.", "The quay (of stone) stood."),
    ("<p>[CTA_MODULE]</p><p>The boats left.</p>", "The boats left."),
    ("The list [A_B] is long.", "The list [A_B] is long."),
    ('It was <span class="pagenum">[Pg 143]</span> painted red.', "It was painted red."),
    ('by a shipping <span role="doc-pagebreak" aria-label="142">142</span>family.', "by a shipping family."),
    ('It <a id="page_13" class="pageno">[13]</a>stands.', "It stands."),
    ('said <button title="x">Ilka Brandvold,</button> who left.', "said Ilka Brandvold, who left."),
    ('the <span role="tooltip">A wall for boats.</span>quay was empty.', "the quay was empty."),
    ('the quay<span class="tooltip-text">A wall for boats.</span> was empty.', "the quay was empty."),
    ("It is <math><mi>x</mi><mo>=</mo><mn>5</mn></math> here.", "It is x = 5 here."),
    ("So <math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> of it.", "So 1/2 of it."),
    ('It is <math alttext="x squared"><msup><mi>x</mi><mn>2</mn></msup></math> now.', "It is x squared now."),
    ('It is <img class="tex" src="f.png" alt="x squared"> now.', "It is x squared now."),
    ('It is <img class="latex" src="f.png" alt="\\sqrt{x}"> now.', "It is √x now."),
    (
        'It is <span class="katex"><span class="katex-mathml"><math><semantics><mi>a</mi><annotation encoding='
        '"application/x-tex">a_1</annotation></semantics></math></span><span class="katex-html" aria-hidden="true">'
        "a1</span></span> now.",
        "It is a₁ now.",
    ),
    (
        'It is <span class="MathJax_Preview">b</span><span class="MathJax"><span>b</span></span>'
        '<script type="math/tex">b^2</script> now.',
        "It is b² now.",
    ),
    (
        "It is <mjx-container><svg></svg><mjx-assistive-mml><math><mi>c</mi></math></mjx-assistive-mml>"
        "</mjx-container> now.",
        "It is c now.",
    ),
    (
        'It is <span class="mwe-math-element"><span style="display: none;"><math><mi>E</mi></math></span>'
        '<img src="x.svg" class="mwe-math-fallback-image-inline" alt="{\\displaystyle E}"></span>, so.',
        "It is E, so.",
    ),
    ("It is \\(x^2 + y_1\\) or $$\\sqrt{x}$$ now.", "It is x² + y₁ or √x now."),
    ("The sign $\\Rightarrow$ and $x^2$ mean much.", "The sign ⇒ and x² mean much."),
    ("A ticket costs $5 or $7 in summer.", "A ticket costs $5 or $7 in summer."),
]


@pytest.mark.parametrize(("html", "text"), WRITTEN)
def test_a_line_says_what_its_elements_write(html: str, text: str) -> None:
    assert blocks(f"<p>{html}</p>")[0].text == text


def test_a_picture_between_two_sentences_does_not_join_their_words() -> None:
    read = blocks('<p>They left in May.<img src="/boat.jpg" width="600" height="400">In June they came back.</p>')
    assert next(each.text for each in read if each.text) == "They left in May. In June they came back."


def test_a_formula_that_cannot_be_read_is_named() -> None:
    assert blocks("<p>It is <math><mspace></mspace></math> now.</p>")[0].text == "It is formula now."
    assert blocks("<p>Es ist <math><mspace></mspace></math> hier.</p>", lang="de")[0].text == "Es ist Formel hier."


def test_quotation_marks_are_those_of_the_language() -> None:
    assert blocks("<p>Sie sagte <q>Nein</q> zu ihm.</p>", lang="de")[0].text == "Sie sagte „Nein“ zu ihm."


BREAKS = [
    (
        "The pier is old<br>The sea is cold<br>And none is afloat",
        "The pier is old\nThe sea is cold\nAnd none is afloat",
    ),
    ("The board sits at:<br>Harbor House<br>12 Quay Street", "The board sits at:\nHarbor House\n12 Quay Street"),
    (
        "The board of the harbor voted on Tuesday to close the<br>old pier after engineers found cracks.",
        "The board of the harbor voted on Tuesday to close the old pier after engineers found cracks.",
    ),
]


@pytest.mark.parametrize(("html", "text"), BREAKS)
def test_a_break_of_the_page_is_a_break_of_the_text(html: str, text: str) -> None:
    assert blocks(f"<p>{html}</p>")[0].text == text


def test_a_break_in_a_heading_is_a_space() -> None:
    assert (
        blocks("<h2>The old<br>pier</h2><p>It was built before the war by a family of shippers.</p>")[0].text
        == "The old pier"
    )


def marked(html: str) -> list[tuple[str, MarkKind, str]]:
    block = blocks(f"<p>{html}</p>")[0]
    return [(block.text[mark.start : mark.end], mark.kind, mark.value) for mark in block.marks]


def test_marks_stand_on_the_words_that_the_page_marks() -> None:
    html = (
        'A <b>bold <i>and slanted</i></b> <a href="https://example.org/x">link</a>, '
        '<abbr title="North Atlantic Treaty Organization">NATO</abbr>, <code>ls -l</code>, the 1<sup>st</sup>, '
        '<span lang="fr">mot</span>, <q>so</q> and <math><mi>x</mi></math>.'
    )
    assert marked(html) == [
        ("bold and slanted", MarkKind.STRONG, ""),
        ("and slanted", MarkKind.EMPHASIS, ""),
        ("link", MarkKind.LINK, "https://example.org/x"),
        ("NATO", MarkKind.ABBR, "North Atlantic Treaty Organization"),
        ("ls -l", MarkKind.CODE, ""),
        ("st", MarkKind.SUP, ""),
        ("mot", MarkKind.LANGUAGE, "fr"),
        ("“so”", MarkKind.QUOTE, ""),
        ("x", MarkKind.FORMULA, "x"),
    ]


@pytest.mark.parametrize(
    ("tag", "kinds"),
    [
        ("q", {MarkKind.QUOTE, MarkKind.LANGUAGE}),
        ("i", {MarkKind.EMPHASIS, MarkKind.LANGUAGE}),
        ("em", {MarkKind.EMPHASIS, MarkKind.LANGUAGE}),
        ("cite", {MarkKind.EMPHASIS, MarkKind.LANGUAGE}),
        ('a href="https://example.org/x"', {MarkKind.LINK, MarkKind.LANGUAGE}),
        ("dfn", {MarkKind.LANGUAGE}),
        ("bdi", {MarkKind.LANGUAGE}),
    ],
)
def test_words_that_an_element_of_another_kind_marks_can_be_of_another_language(tag: str, kinds: set[MarkKind]) -> None:
    found = marked(
        f'They say <{tag} lang="fr">sans <b>aucun</b> doute</{tag.split()[0]}> and go, <{tag}>so</{tag.split()[0]}>.'
    )
    assert {kind for text, kind, _ in found if "sans" in text} == kinds
    assert [value for text, kind, value in found if kind is MarkKind.LANGUAGE] == ["fr"]
    assert ("aucun", MarkKind.STRONG, "") in found


def test_the_language_of_a_whole_paragraph_is_no_mark() -> None:
    html = '<p lang="fr">Le conseil a parlé du <i>pont</i> pendant trois heures avant de voter.</p>'
    block = next(block for block in blocks(MORE + html) if "conseil" in block.text)
    assert (block.language, [mark.kind for mark in block.marks]) == ("fr", [MarkKind.EMPHASIS])


def test_marks_of_a_cell_stand_in_the_text_of_the_table() -> None:
    html = (
        f"{MORE}<table><tr><th>Pier</th><th>Age</th></tr><tr><td>An <b>old</b> one</td><td><i>90</i></td></tr></table>"
    )
    table = next(block for block in blocks(html) if block.kind is BlockKind.TABLE)
    assert [table.text[mark.start : mark.end] for mark in table.marks] == ["old", "90"]


INLINE = st.recursive(
    st.text(alphabet="ab \n", min_size=1, max_size=6),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(["b", "i", "code", "q", "sup", "span", "br", "a href=https://example.org"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(st.lists(INLINE, min_size=1, max_size=4))
def test_marks_are_ordered_nested_and_inside_the_text(parts: list[str]) -> None:
    html = "x".join(parts).replace("</a href=https://example.org>", "</a>").replace("</br>", "")
    for block in blocks(f"<p>x{html}x</p>"):
        marks = block.marks
        assert all(0 <= mark.start < mark.end <= len(block.text) for mark in marks)
        assert list(marks) == sorted(marks, key=lambda mark: (mark.start, -mark.end))
        pairs = ((a, b) for i, a in enumerate(marks) for b in marks[i + 1 :])
        assert all(b.start >= a.end or b.end <= a.end for a, b in pairs)


def test_an_utterance_has_the_marks_of_its_part_of_the_block() -> None:
    text = "The first sentence has a long word in it. The second one is 10⁹ years old and has a link."
    start = text.index("link")
    block = Block(
        BlockKind.PARAGRAPH, text, marks=(Mark(4, 9, MarkKind.STRONG), Mark(start, start + 4, MarkKind.LINK, "x"))
    )
    spoken = list(utterances([block], language="en", limits=Limits(characters=300, words=60)))
    found = [(each.written[mark.start : mark.end], mark.kind) for each in spoken for mark in each.marks]
    assert found == [("first", MarkKind.STRONG), ("link", MarkKind.LINK)]


def test_what_is_not_read_has_no_utterance() -> None:
    figure = Block(BlockKind.FIGURE, "A pier in the fog.", is_read=False)
    assert list(utterances([figure], language="en", limits=Limits(characters=300, words=60))) == []


TEX = [
    (r"\frac{a+b}{2}", "(a + b)/2"),
    (r"6{x}_{1} + 4{x}_{2} \leq {24}", "6x₁ + 4x₂ ≤ 24"),
    (r"{\displaystyle E=\rho gH^{2}/8}", "E = ρgH²/8"),
    (r"\sum_{i=1}^{n} i", "∑_(i = 1)ⁿ i"),
    (r"\sin x + \log_{10} y", "sin x + log₁₀ y"),
    (r"-3 \times 10^{-6}", "−3 × 10⁻⁶"),
    (r"\sqrt[3]{x+1}", "∛(x + 1)"),
    (r"e^{-x^2}", "e^(−x²)"),
    (r"\ce{2H2 + O2 -> 2H2O}", "2H₂ + O₂ → 2H₂O"),
    (r"\text{speed} = \frac{d}{t}", "speed = d/t"),
    (r"\badcommand{", None),
]


@pytest.mark.parametrize(("tex", "line"), TEX)
def test_tex_has_a_line_that_can_be_read(tex: str, line: str | None) -> None:
    assert of_tex(tex) == line


@given(st.text(alphabet="\\frac{}^_ab1&()[]sqrt", max_size=60))
def test_any_tex_has_a_line_without_commands_or_none(tex: str) -> None:
    line = of_tex(tex)
    assert line is None or "\\" not in line


def test_how_characters_are_read_is_kept_beside_them() -> None:
    html = "市長の<ruby>東<rp>(</rp><rt>しょう</rt><rp>)</rp>海林<rt>じ</rt></ruby>氏は、新しい庁舎が来年の春に完成すると発表した。"
    assert marked(html) == [("東海林", MarkKind.RUBY, "しょうじ")]
