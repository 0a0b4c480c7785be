"""What the blocks of a page are: kinds, numbers, languages, who said it; and that no neighbour is lost."""

from __future__ import annotations

from narrator.model import Block, BlockKind
from tests.extract.test_article import BODY, PROSE, read, rules


def blocks(html: str) -> tuple[Block, ...]:
    more = BODY.replace("Paragraph", "Part")
    return read(f"<article><h1>The bridge stays open</h1>{BODY}{html}{more}</article>").blocks


def of_kind(html: str, kind: BlockKind) -> list[Block]:
    return [block for block in blocks(html) if block.kind is kind]


def test_an_embedded_post_says_who_said_it_once() -> None:
    post = (
        '<blockquote class="twitter-tweet"><p lang="en">The bridge is open to all boats again.</p>'
        '— City Council (@council) <a href="https://example.org/1">March 2, 2026</a></blockquote>'
    )
    (found,) = of_kind(post, BlockKind.EMBED)
    assert found.text == "The bridge is open to all boats again."
    assert found.source == "City Council (@council) March 2, 2026"


def test_a_quote_says_who_said_it_once() -> None:
    quote = (
        "<blockquote><p>A bridge is a promise that somebody kept.</p><footer>— The harbour master</footer></blockquote>"
    )
    found = of_kind(quote, BlockKind.QUOTE)
    assert [(each.text, each.source) for each in found] == [
        ("A bridge is a promise that somebody kept.", "The harbour master")
    ]


def test_an_ordered_list_counts_as_the_page_does() -> None:
    items = '<ol start="4"><li>First the boats are tied.</li><li value="9">Then the bridge goes up.</li><li>All wait.</li></ol>'
    assert [block.number for block in of_kind(items, BlockKind.ITEM)] == [4, 9, 10]


def test_a_part_in_another_language_says_so() -> None:
    part = '<p lang="fr">Le conseil a parlé du pont pendant trois heures avant de voter pour le garder ouvert.</p>'
    found = next(block for block in blocks(part) if block.text.startswith("Le conseil"))
    assert found.language == "fr"
    assert all(block.language is None for block in blocks(part) if block is not found and "council" in block.text)


def test_words_of_two_elements_are_not_joined() -> None:
    html = "<h2>The boats</h2>It was the first time since the war that the bridge did not go up for anybody at all."
    found = read(f"<article><h1>T</h1>{BODY}<div>{html}</div>{BODY.replace('P', 'Q')}</article>")
    assert "boatsIt" not in found.text


def test_a_post_from_a_line_break_to_the_next_is_paragraphs() -> None:
    lines = "<br><br>".join(f"{PROSE}Paragraph {i} ends here." for i in range(6))
    found = read(f"<div><h1>The bridge stays open</h1>{lines}</div>")
    assert [block.text[-17:] for block in found.blocks] == [f"agraph {i} ends here."[-17:] for i in range(6)]


def test_a_headline_and_a_standfirst_above_the_article_are_not_read() -> None:
    head = (
        "<header><h1>Council votes for the bridge</h1><h2>The vote ends three years of quarrel over repairs.</h2>"
        "<div>By the city desk</div><time>2 March 2026</time></header>"
    )
    found = read(f"<main>{head}<div class=story>{BODY}</div></main>")
    assert found.blocks[0].text.endswith("Paragraph 0 ends here.")
    assert rules(found).get("Council votes for the bridge")
    assert rules(found).get("The vote ends three years of quarrel over repairs.")


def test_a_line_that_is_a_link_to_another_page_is_not_read() -> None:
    line = '<p>ALSO IN THE CITY | <a href="/x">Ferry line closes for the winter months this year</a></p>'
    found = read(f"<article><h1>T</h1>{BODY}{line}{BODY.replace('P', 'Q')}</article>")
    assert "Ferry line" not in found.text


def test_a_page_that_is_one_form_is_read() -> None:
    assert len(read(f'<form id="aspnetForm"><h1>The bridge stays open</h1><div>{BODY}</div></form>').blocks) == 6


def test_a_page_that_is_hidden_until_a_script_has_run_is_read() -> None:
    assert len(read(f'<div style="display:none"><h1>The bridge stays open</h1>{BODY}</div>').blocks) == 6


def test_a_page_named_after_the_comments_that_it_allows_is_read() -> None:
    assert len(read(f'<div class="post comments-open"><h1>The bridge stays open</h1>{BODY}</div>').blocks) == 6


def test_a_second_copy_for_small_screens_is_not_read() -> None:
    copies = "".join(f'<div class="body {size}">{BODY}</div>' for size in ("large", "small"))
    assert len(read(f"<main><h1>The bridge stays open</h1>{copies}</main>").blocks) == 6


def test_a_slanted_line_below_a_picture_is_a_caption() -> None:
    picture = '<p><img src="a.jpg"></p><p><em>The bridge at dawn, with two boats waiting below.</em></p>'
    found = read(f"<article><h1>T</h1>{BODY}{picture}{BODY.replace('P', 'Q')}</article>")
    assert "at dawn" not in found.text


def test_a_byline_below_an_unknown_line_is_not_read() -> None:
    top = "<p>Harbour letters</p><p>By Harbour Desk</p><p>2 March 2026</p>"
    found = read(f"<article><h1>The bridge stays open</h1>{top}{BODY}</article>")
    assert "Harbour Desk" not in found.text
    assert "2 March" not in found.text


def test_a_time_heading_below_the_first_paragraph_is_read() -> None:
    found = read(f"<article><h1>T</h1><p>{PROSE}</p><p>10 p.m.</p>{BODY}</article>")
    assert "10 p.m." in found.text


def test_what_a_company_says_of_itself_below_its_news_is_not_read() -> None:
    about = "<p><strong>About Coastal Ferry Company</strong></p><p>Coastal Ferry Company runs nine boats and three piers.</p>"
    assert "nine boats" not in read(f"<article><h1>T</h1>{BODY}{about}</article>").text


def test_a_section_about_a_thing_is_read() -> None:
    about = "<h2>About the old bridge</h2><p>It was built in 1931 and opens eleven times a day for the boats.</p>"
    assert "built in 1931" in read(f"<article><h1>T</h1>{BODY}{about}</article>").text


REPLIES = "".join(
    f'<div class="x{i}"><p>A reader says:</p><p>I crossed that bridge every day of my life, number {i}, and never once was I late for work.</p></div>'
    for i in range(8)
)


def test_comments_are_known_by_their_heading_whatever_they_are_called() -> None:
    body = "".join(f"<p>{PROSE}{PROSE}Paragraph {i} ends here.</p>" for i in range(8))
    page = f"<div class=a><h1>The bridge stays open</h1>{body}</div><div class=b><h3>8 thoughts on “The bridge stays open”</h3>{REPLIES}</div>"
    found = read(page)
    assert len(found.blocks) == 8
    assert "late for work" not in found.text


def test_replies_in_a_list_are_comments() -> None:
    items = REPLIES.replace("<div", "<li").replace("</div>", "<a href='#r'>Reply</a></li>")
    assert "late for work" not in read(f"<article><h1>T</h1>{BODY}<ol>{items}</ol></article>").text


def test_footnotes_are_known_by_the_links_there_and_back() -> None:
    text = f'<p>It was so.<a href="#n1" id="r1">1</a> {PROSE}</p>{BODY}'
    notes = '<div class="q"><p id="n1">The count was held in the school by the river. <a href="#r1">↩</a></p></div>'
    found = read(f"<article><h1>T</h1>{text}{notes}</article>")
    assert "It was so. The council" in found.text
    assert rules(found)["The count was held in the school by the river. ↩"] == "footnote"
