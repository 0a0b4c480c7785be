"""Small things inside an article, in the markup that sites give them: which are read and which are not."""

from __future__ import annotations

import pytest

from tests.extract.test_article import BODY, read

MORE = BODY.replace("Paragraph", "Part")
NOT_READ = {
    "caption in a div": '<div class="image"><img src="a.jpg"><div>Boats wait below the bridge in March.</div></div>',
    "caption in a span": '<p><img src="a.jpg"><span class="img-cap">Boats wait below the bridge</span></p>',
    "credit alone": '<div class="photo"><img src="a.jpg"><p class="credit-line">Harbour Desk / City Archive</p></div>',
    "caption in a figure": "<figure><img src=a.jpg><p>Boats wait below the bridge in March, as they did in May.</p></figure>",
    "caption in a list": '<ul class="gallery"><li><img src="a.jpg"><p class="slide-caption">Boats wait below.</p></li></ul>',
    "video title": '<div class="video-player"><div class="video-title">Boats wait below the bridge</div><div>01:24</div></div>',
    "audio player": '<div class="audio"><span>Listen to this article</span><span>5 min</span></div>',
    "advertisement": "<div>ADVERTISEMENT</div>",
    "story continues": "<p><em>Story continues below advertisement</em></p>",
    "inline related": '<div class="inline-related"><h4>Related</h4><ul><li><a href="/1">Why bridges fall at night in winter</a></li></ul></div>',
    "related in a strong": '<p><strong>RELATED: <a href="/1">Why bridges fall at night in winter</a></strong></p>',
    "read more in brackets": '<p>[<a href="/1">Read more: Why bridges fall at night</a>]</p>',
    "linked headline": '<h3><a href="/1">Why bridges fall at night in winter</a></h3>',
    "linked heading with summary": '<div class="card"><h3><a href="/1">Why bridges fall</a></h3><p>An engineer explains what the ice does to a pillar that is older than the town.</p></div>',
    "newsletter box": '<div class="box"><h3>The bridge letter</h3><p>All about the bridge, every Friday.</p><form><input type="email" name="email"><button>Sign up</button></form></div>',
    "newsletter line": "<p><em>Sign up for our weekly newsletter about bridges.</em></p>",
    "donation": '<div class="box"><p>The Post is read by 40,000 people. If you can, please support our journalism with a gift today.</p></div>',
    "tip line": "<p><em>Have a tip? Email us at tips@example.org.</em></p>",
    "share row": '<ul class="share"><li><a href="#f">Facebook</a></li><li><a href="#t">Twitter</a></li></ul>',
    "contents": '<div class="toc"><p>Contents</p><ul><li><a href="#a">The vote</a></li><li><a href="#b">The bridge</a></li></ul></div>',
    "contents by links": '<ul><li><a href="#a">The vote of the council</a></li><li><a href="#b">The bridge and the boats</a></li></ul>',
    "list below a lead": '<p><strong>Read more:</strong></p><ul><li><a href="/1">Why bridges fall at night in winter</a></li></ul>',
    "app": "<p>Download our app to read the news first.</p>",
    "poll": '<div class="poll"><h4>Poll</h4><form><p>Should the bridge stay open?</p><label><input type="radio">Yes</label></form></div>',
    "pull quote": '<aside class="quote"><p>spoke about the bridge for three hours</p></aside>',
    "hidden": '<p style="display: none">Not for eyes at all, this one.</p>',
    "screen reader": '<span class="sr-only">Opens in a new window of the browser</span>',
    "aria player": '<div role="dialog"><p>This is a modal window. Press escape to close it.</p></div>',
    "comment count": '<p><a href="#comments">14 comments</a></p>',
    "gallery link": '<p><a href="/g">VIEW GALLERY: 14 PICTURES OF THE BRIDGE</a></p>',
    "sponsored": '<div class="sponsored"><p>Brought to you by the makers of steel.</p></div>',
}
READ = {
    "one word": "<p>Why?</p>",
    "short answer": "<p>No.</p>",
    "bold question": "<p><strong>How old is the bridge?</strong></p><p>Older than the town, says the engineer who looks after it.</p>",
    "time": "<p>10:30 p.m.</p><p>The last boat has left, and the bridge comes down for the night.</p>",
    "sentence of a link": '<p><a href="/1">The council published the whole report on Monday.</a></p>',
    "linked product": '<h3><a href="https://shop.example/x">Steel rope of twelve millimetres for harbours</a></h3><p>It holds three tons and costs nine dollars at the shop.</p>',
    "list with links": '<ul><li><a href="/1">The north pillar</a> was built in 1931.</li><li><a href="/2">The south pillar</a> is younger by nine years.</li></ul>',
    "list of links": '<ul><li><a href="/1">The life of the engineer</a></li><li><a href="/2">How the vote went</a></li></ul>',
    "poem": "<p>The bridge is up,<br>the boats go by,<br>and nobody is late.</p>",
    "colon": "<p>The council said:</p><p>“The bridge stays open, whatever it costs us.”</p>",
    "list in a div": '<div class="list-wrap"><ul><li>Three boats of wood.</li><li>Nine boats of steel.</li></ul></div>',
    "quote in a figure": "<figure><blockquote><p>Nobody in this town can swim, and so we need it.</p></blockquote></figure>",
    "heading in a div": "<div class='heading-wrap'><h2>What happens next</h2></div>",
    "fact box": "<div class='factbox'><h3>The bridge in numbers</h3><p>It is 214 metres long and opens eleven times a day for boats.</p></div>",
    "update": "<p><strong>Update, March 3:</strong> The mayor has signed the paper.</p>",
    "newsletter as a topic": "<p>The museum's newsletter, which 400 members get, says that the bridge will be painted in June.</p>",
    "subscribers as a topic": "<p>The paper lost a tenth of its subscribers when it left the town, and its support for the bridge went with it.</p>",
    "share as a topic": "<p>They share the cost of the bridge and follow the same rules on both sides of the river.</p>",
    "photo as a topic": "<p>A photo of the bridge from 1931 shows two boats and a horse waiting below it.</p>",
    "exclamation": "<p>THE BRIDGE STAYS!</p>",
    "rule": "<hr><p>That was the first of two votes on the matter this year.</p>",
    "nested sections": "<section><div><h2>Two pillars</h2><div><p>Both of them stand on rock, and have since they were built in 1931.</p></div></div></section>",
    "emphasis": "<p><em>The engineer spoke to the council in German.</em></p>",
    "details": "<details open><summary>How it is paid</summary><p>By a toll of two dollars for each boat that it opens for.</p></details>",
    "pros and cons in a table": "<table><tr><td><ul><li>Opens in a minute</li><li>Needs no oil</li></ul></td><td><p>Dear to build, and the north pillar has to be painted every second year.</p></td></tr></table>",
    "prices in boxes": "<div class='prices'><ul><li class='row'><span>A boat</span> <span>$2</span></li><li class='row'><span>A ship</span> <span>$9</span></li></ul></div>",
    "answer in an accordion": "<div class='acc'><div class='acc-head'><h4>Who pays?</h4></div><div class='acc-body'>The town pays a third, and the harbour pays the rest of it, every year, until 2040.</div></div>",
    "linked product in a list": '<ul><li><h4><a href="https://shop.example/y">Harbour rope no. 4</a></h4></li><li>It holds three tons.</li></ul>',
    "definition": "<dl><dt>Span</dt><dd>The part between two pillars of a bridge.</dd></dl>",
}  # fmt: skip


def text_of(html: str) -> set[str]:
    from lxml import html as lxml_html

    root = lxml_html.fragment_fromstring(html, create_parent="div")
    return {" ".join(text.split()) for text in root.itertext() if len(text.strip()) > 2}


@pytest.mark.parametrize("name", NOT_READ)
def test_it_is_not_read(name: str) -> None:
    found = read(f"<article><h1>The bridge stays open</h1><div>{BODY}{NOT_READ[name]}{MORE}</div></article>")
    assert [block.text for block in found.blocks if block.is_read and "ends here" not in block.text] == []
    assert sum(block.is_read for block in found.blocks) == 12


@pytest.mark.parametrize("name", READ)
def test_it_is_read(name: str) -> None:
    found = read(f"<article><h1>The bridge stays open</h1><div>{BODY}{READ[name]}{MORE}</div></article>").text
    assert [part for part in text_of(READ[name]) if part not in " ".join(found.split())] == []
