"""Kinds of pages: hidden text, several articles, furniture in the flow, and pages that are no article."""

from __future__ import annotations

import json
import re

import pytest

from narrator.errors import ArticleError
from narrator.extract import article
from narrator.model import Article, Page
from narrator.settings import Settings

FIRST = "The lamp keeper of Sund has lit the lamp at the end of the mole every night for thirty-one years."
SECOND = "From next month a switch in the harbor office will do it, and nobody will have to walk out in the wind."
THIRD = "The council says that the switch costs less than the oil did, and that the keeper may keep his house."
STORY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
OTHER = (
    "<p>The school roof leaks again, and the pupils of the upper classes are taught in the gymnasium for now.</p>"
    "<p>The roofers of the town say that they have no time before the spring and that tar is dear this year.</p>"
    "<p>The head teacher hopes for a dry winter and has asked the parents for buckets of every size they have.</p>"
)
TITLE = "The last lamp keeper"


def found(body: str, *, head: str = "", lang: str = "en", url: str | None = None) -> Article:
    page = f"<html lang={lang}><head><title>{TITLE}</title>{head}</head><body>{body}</body></html>"
    return article(Page("-", page.encode(), url=url, content_type="text/html"), Settings())


def read(body: str, **options: str) -> str:
    return found(body, **options).text


def framed(inside: str) -> str:
    return f"<nav><a href='/'>Home</a></nav><main><article><h1>{TITLE}</h1>{inside}</article></main><footer>© Sund</footer>"


STATE = {
    "props": {
        "post": {"title": TITLE, "body": [{"type": "paragraph", "content": text} for text in (FIRST, SECOND, THIRD)]}
    }
}
LINES = (FIRST, SECOND, THIRD)
EDITED = {
    "Portable Text": [
        {"_type": "block", "style": "normal", "children": [{"text": t[:30]}, {"text": t[30:]}]} for t in LINES
    ],
    "Gutenberg": [{"name": "core/paragraph", "attributes": {"content": text}} for text in LINES],
    "Contentful": [{"nodeType": "paragraph", "content": [{"nodeType": "text", "value": text}]} for text in LINES],
    "Lexical": {"root": {"children": [{"type": "paragraph", "children": [{"text": text}]} for text in LINES]}},
    "Editor.js": {"blocks": [{"type": "paragraph", "data": {"text": text}} for text in LINES]},
    "Draft.js": {"blocks": [{"type": "unstyled", "text": text} for text in LINES], "entityMap": {}},
    "Markdown": "\n\n".join(LINES),
}
"""One text as editors keep it, each in the state of a page's script."""
RENDERED = {"props": {"post": {"title": TITLE, "content": {"rendered": STORY}}}}
HIDDEN = {
    "a shadow root": f"<news-page><template shadowrootmode='open'>{framed(STORY)}</template></news-page>",
    "noscript": f"<noscript><div><h1>{TITLE}</h1>{STORY}</div></noscript><script>document.body.innerHTML=''</script>",
    "a script's state": f"<div id='__next'>Loading…</div><script id='__NEXT_DATA__' type='application/json'>{json.dumps(STATE)}</script>",
    "rendered text in a state": f"<div></div><script type='application/json'>{json.dumps(RENDERED)}</script>",
    "an assigned state": f"<div></div><script>window.__STATE__ = {json.dumps(STATE)};</script>",
    "a text template": f"<div></div><script type='text/template'><h1>{TITLE}</h1>{STORY}</script>",
    "a state that is parsed": f"<div></div><script>window.__S__ = JSON.parse({json.dumps(json.dumps(STATE))});</script>",
    "a state of Arc": "<div></div><script>window.Fusion=window.Fusion||{};Fusion.arcSite='sund';Fusion.globalContent="
    + json.dumps({"content_elements": [{"type": "text", "content": text} for text in (FIRST, SECOND, THIRD)]})
    + ";Fusion.spa=false;</script>",
    "a row of server components": "<div></div><script>self.__next_f.push([1,"
    + json.dumps('5:["$","div",null,{"dangerouslySetInnerHTML":{"__html":' + json.dumps(STORY) + "}}]")
    + "])</script>",
    "a frame": f"<main><h1>{TITLE}</h1><iframe srcdoc='{STORY}'></iframe></main>",
    **{
        name: f"<div></div><script type='application/json'>{json.dumps({'post': {'title': TITLE, 'body': body}})}</script>"
        for name, body in EDITED.items()
    },
    "a program that is no JSON": (
        '<div id="__nuxt"></div><script>window.__NUXT__=(function(a){return {data:[{post:{title:a,body:'
        + json.dumps(STORY).replace("<", "\\u003C")
        + "}}]}}('x'))</script>"
    ),
    "a stream": (
        f'<main><h1>{TITLE}</h1><p>{FIRST}</p><!--$?--><template id="B:0"></template><p>Loading paragraph…</p><!--/$--></main>'
        f'<div hidden id="S:0"><p>{SECOND}</p><p>{THIRD}</p></div><script>$RC=function(b,c){{}};$RC("B:0","S:0")</script>'
    ),
    "an accordion": framed(
        f"<p>{FIRST}</p><div><button aria-expanded='false' aria-controls='a'>The switch</button>"
        f"<div id='a' style='display:none'><p>{SECOND}</p></div></div><p>{THIRD}</p>"
    ),
    "show more": framed(
        f"<p>{FIRST}</p><div class='read-more-content' style='display: none'><p>{SECOND}</p><p>{THIRD}</p></div>"
    ),
    "pages to leaf through": framed(
        "".join(
            f"<div class=page id=p{n} {'' if n == 0 else 'hidden'}><p>{t}</p></div>"
            for n, t in enumerate((FIRST, SECOND, THIRD))
        )
        + "<a href=#p0>1</a><a href=#p1>2</a><a href=#p2>3</a>"
    ),
    "a name of comments": f"<div id=comments-page><h1>{TITLE}</h1><div class=post-comments-enabled>{STORY}</div></div>",
    "until found": framed(f"<p>{FIRST}</p><p>{SECOND}</p><div hidden='until-found'><p>{THIRD}</p></div>"),
    "details": framed(f"<p>{FIRST}</p><details><summary>The switch</summary><p>{SECOND}</p></details><p>{THIRD}</p>"),
    "an aside": f"<div><aside class='content'><h1>{TITLE}</h1>{STORY}</aside></div><footer><p>© Sund</p></footer>",
    "a footer": f"<div><footer class='content'><h1>{TITLE}</h1>{STORY}</footer></div>",
    "a paywall's class": framed(f"<p>{FIRST}</p><div class='paywall'><p>{SECOND}</p><p>{THIRD}</p></div>"),
    "a class on the body": f"<div class='single hide-caption'>{framed(STORY)}</div>",
    "a figure that is not closed": framed(
        f"<p>{FIRST}</p><figure><img src='a.png' alt=''><p>{SECOND}</p><p>{THIRD}</p>"
    ),
}


@pytest.mark.parametrize("body", HIDDEN.values(), ids=HIDDEN.keys())
def test_text_that_a_reader_comes_to_see_is_read(body: str) -> None:
    text = read(body)
    assert all(line in text for line in (FIRST, SECOND, THIRD))
    assert "Loading" not in text


SEVERAL = {
    "two articles": f"<article><h1>{TITLE}</h1>{STORY}</article><article><h1>The school roof</h1>{OTHER}</article>",
    "an endless page": (
        f"<div id=a><div><h1>{TITLE}</h1></div><div class=b>{STORY}</div></div>"
        f"<div id=c><div><h1>The school roof</h1></div><div class=b>{OTHER}{OTHER.replace('roof', 'wall')}</div></div>"
    ),
    "articles headed by links": (
        f"<article class=s><h1>{TITLE}</h1>{STORY}</article>"
        f"<article class=s><h2><a href='/roof'>The school roof</a></h2>{OTHER}</article>"
    ),
    "the asked one below": f"<article><h1>The school roof</h1>{OTHER}</article><article><h1>{TITLE}</h1>{STORY}</article>",
}


@pytest.mark.parametrize("body", SEVERAL.values(), ids=SEVERAL.keys())
def test_of_several_articles_the_one_that_was_asked_for_is_read(body: str) -> None:
    text = read(body)
    assert all(line in text for line in (FIRST, SECOND, THIRD))
    assert "school roof" not in text


def test_a_second_container_of_the_same_kind_belongs_to_the_article() -> None:
    grid = "<div class='grid'><div class='item body'>{}</div><div class='item'></div></div><div class='ad'>Advertisement</div>"
    more = OTHER.replace("school roof", "lamp room")
    text = read(f"<article><h1>{TITLE}</h1><div>{grid.format(STORY * 1)}{grid.format(more)}</div></article>")
    assert "buckets of every size" in text


def test_a_second_container_is_found_however_deep_both_stand() -> None:
    box = "<div class=row><div class=col><div class=relative><div class=content><div class=body>{}</div></div></div></div></div>"
    first, second = (box.format(part) for part in (STORY, OTHER))
    assert read(
        framed(f"<div class=parts>{first}<div class=row><div class=ad>Advertisement</div></div>{second}</div>")
    ) == (read(framed(STORY + OTHER)))


def test_what_stands_behind_the_end_of_a_page_is_read_as_browsers_show_it() -> None:
    page = f"<html><body><header><a href=/>Home</a></header></body></html><article><h1>{TITLE}</h1>{STORY}</article></body></html>"
    assert article(Page("-", page.encode(), content_type="text/html"), Settings()).text == read(framed(STORY))


def test_long_items_at_the_end_of_the_article_are_read() -> None:
    items = (
        "<ul><li>The lamp: it was made in Sund in 1931 and weighs as much as two horses and a cart together.</li></ul>"
    )
    assert "two horses" in read(framed(STORY + items))


def test_parts_of_one_article_with_first_headings_are_all_read() -> None:
    text = read(f"<main><section><h1>{TITLE}</h1>{STORY}</section><section><h1>The roof</h1>{OTHER}</section></main>")
    assert "school roof" in text


def test_a_guide_keeps_the_headings_over_its_parts_where_a_credit_stands_between() -> None:
    def part(name: str, text: str) -> str:
        return (
            f'<div class="item"><h2>{name}</h2><div class="holder"><picture><img src="/lamp.jpg" width="780" height="438">'
            f'</picture><a class="gallery-credit" href="https://lamps.example/">Lamps of Sund</a></div><div class="columns">'
            f"<p>It {text}</p><p>This one {text}</p></div></div>"
        )

    texts = {
        "Lamp A: the best one for nights at sea": "burned all night in the wind of the mole, and it had oil for days when we came back.",
        "Lamp B: the best one for wind and rain": "went out at four in the morning, and nobody on the quay could light it again before dawn.",
    }
    parts = "".join(part(name, text) for name, text in texts.items())
    story = f'<div class="item"><div class="columns">{STORY}</div></div>'
    assert all(name in read(f"<main><h1>{TITLE}</h1>{story}{parts}</main>") for name in texts)


def test_a_live_blog_keeps_its_key_points_and_the_headings_of_its_posts() -> None:
    posts = "".join(
        f"<article class=block><header><time>1{n}.40</time><h2>{head}</h2></header><p>{text}</p></article>"
        for n, (head, text) in enumerate(
            (("The switch is on", FIRST), ("The keeper speaks", SECOND), ("The vote", THIRD))
        )
    )
    points = "<section><h2>What we know</h2><ul><li>The lamp is out.</li><li>The switch is on.</li></ul></section>"
    text = read(f"<main><h1>{TITLE}</h1>{points}<div class=live>{posts}</div></main>")
    assert all(line in text for line in ("The lamp is out.", "The switch is on", "The keeper speaks", "The vote"))


def test_questions_on_buttons_are_read() -> None:
    pairs = "".join(
        f"<div class=faq><button class=q aria-expanded=true>{q}</button><div class=a><p>{a}</p></div></div>"
        for q, a in (
            ("When is it lit?", "At dusk, and at noon in a fog."),
            ("Who pays for it?", "The town and the boats."),
        )
    )
    text = read(framed(f"{STORY}<h2>Questions</h2>{pairs}"))
    assert "When is it lit?" in text
    assert "Who pays for it?" in text


def test_questions_in_a_list_of_terms_are_read_with_their_hidden_answers() -> None:
    pairs = "".join(
        f"<dt><button aria-expanded=false>{q}</button></dt><dd hidden>{a}</dd>"
        for q, a in (
            ("When is it lit?", "At dusk, and at noon in a fog that hides the mole."),
            ("Who pays for it?", "The town pays one half of it, and the boats the other."),
        )
    )
    text = read(framed(f"<dl>{pairs}</dl>"))
    assert all(line in text for line in ("When is it lit?", "At dusk", "Who pays for it?", "the boats the other."))


KEPT = {
    "a party": "<p>Sen. Ada Linn (D) asked who would trim the wick, and Gov. Lena Marsh (R) laughed out loud at that.</p>",
    "below": "<p>Below, we look at the lamps of three other towns and at what became of the people who lit them.</p>",
    "a bracket": "<p>Half of all sailors look for a light before they look for a harbor (Institute of Coastal Light)</p>",
    "a heading in brackets": "<h2>What the Switch Costs (And Who Will Pay)</h2><p>The town pays for it, in two parts.</p>",
    "a step": "<ol><li>Log in to your account at the harbor office.</li><li>Sign up for a turn at the switch.</li></ol>",
    "a heading": "<h2>Privacy</h2><p>The house has no curtains, and the keeper has never wanted any in all his years.</p>",
    "a story about subscriptions": "<p>The lamp letter won 400 newsletter subscribers, and its editor thinks that subscriptions will pay for oil.</p>",
    "items": "<p>The office answers questions on these networks:</p><ul><li>Facebook</li><li>Mastodon</li></ul>",
    "a place": "<h2>About Sund</h2><p>Sund has 900 inhabitants, one church and no bridge to anywhere else.</p>",
    "a quote": "<blockquote class=pullquote><p>A lamp that nobody lights is a pole with a house on top of it.</p></blockquote>",
    "a pull quote aside": "<aside class='pull-quote pullquote'><blockquote>“I have never missed the oil, nor the wind.”</blockquote></aside>",
    "a callout": "<div class='kg-card kg-callout-card'><div class=kg-callout-text>The lamp is seen at nine miles.</div></div>",
    "verse": "<p>She read:</p><div class=verse><p>The lamp is old,<br>The sea is cold,</p><p>We wait for the boat.</p></div>",
}


@pytest.mark.parametrize("inside", KEPT.values(), ids=KEPT.keys())
@pytest.mark.parametrize("place", ["inside", "last"])
def test_wording_alone_cuts_no_prose(inside: str, place: str) -> None:
    body = f"<p>{FIRST}</p>{inside}<p>{SECOND}</p><p>{THIRD}</p>" if place == "inside" else f"{STORY}{inside}"
    text = " ".join(read(framed(body)).split())
    lines = [" ".join(part.split()) for part in re.split(r"<[^<>]+>", inside)]
    assert [line for line in lines if line and line not in text] == []


CUT = {
    "consent to an embed": (
        "de",
        "<div class='embed-consent'><p>An dieser Stelle finden Sie einen externen Inhalt, der den Artikel ergänzt und hier angezeigt wird.</p></div>",
        "externen Inhalt",
    ),
    "consent to an embed in English": (
        "en",
        "<div class=e><p>At this point you find external content of Clipper that completes the article and that you may show.</p>"
        "<p>I agree that it is shown. Personal data may be sent to it.</p><button>Show</button></div>",
        "external content",
    ),
    "an ask with a button": (
        "en",
        "<div class=inline-ask><h4>The mole needs you</h4><p>The letter of Sund has no owner with deep pockets. If you value our work, please "
        "consider a gift of any size.</p><a href='/give'>Give now</a></div>",
        "Give now",
    ),
    "words for machines": ("en", "<p style='font-size:0'>Sund hotels</p>", "hotels"),
    "what loads": ("en", "<div class=skeleton>Loading chart…</div>", "Loading"),
    "a labelled link": ("en", "<p>READ: <a href='/x'>Bread is up again</a></p>", "Bread"),
    "a caption named a description": ("en", "<img src=a.jpg><div class=image__desc>A wick from 1901</div>", "wick"),
    "tags": ("en", f"<p>{THIRD}</p><p>Tags: lamp, Sund, oil</p>", "Tags"),
    "a name and an address": ("en", f"<p>{THIRD}</p><p>Ada Linn linn@sund.example.org</p>", "linn@"),
    "shares by name": ("es", "<p>Compartir en Mastodonte</p>", "Compartir"),
    "the rights and who sends a letter": (
        "en",
        f"<p>{THIRD}</p><p>Copyright © 2026 Sund Letter, All rights reserved.<br>You are receiving this since you opted in.</p>"
        "<p>Our mailing address is: 12 Mole Road, Sund</p><p>You can update your preferences or unsubscribe from this list.</p>",
        "Mole Road",
    ),
    "a list of links": (
        "en",
        "<h3>More from us</h3><ul><li><a href='/a'>Why the herring came back to us</a></li><li><a href='/b'>The ferry that was sold twice last year</a></li></ul>",
        "herring",
    ),
    "a hover card": (
        "en",
        "<p>It was <span class='pop'><a href='/p'>Ada Linn</a><span class='rollover-block'><img src=a.jpg><a href='/p'>Ada Linn</a>"
        "<a href='/1'>Council buys oil</a></span></span> who said so to the council.</p>",
        "Council buys oil",
    ),
    "a shortcode": ("en", '<p>[button link="https://example.org/kit" type="big"]</p>', "button link"),
    "a template tag": ("en", "<p>{{ad_slot}}</p>", "ad_slot"),
    "what leads to a poll": (
        "en",
        f"<p>{THIRD}</p><p><a>Login</a> or <a>Subscribe</a> to participate in polls.</p>",
        "participate in polls",
    ),
    "the rules for comments": (
        "pt",
        f"<p>{THIRD}</p><p>ATENÇÃO: Comentários com textos ofensivos não serão aprovados pelo moderador.</p>",
        "moderador",
    ),
    "a tip line": ("en", "<p>Have a tip? Ada Linn may be reached at linn@example.org.</p>", "Have a tip"),
}


@pytest.mark.parametrize(("lang", "inside", "line"), CUT.values(), ids=CUT.keys())
def test_what_the_page_shows_to_be_furniture_is_not_read(lang: str, inside: str, line: str) -> None:
    last = "" if "tip" in line or THIRD in inside else f"<p>{THIRD}</p>"
    text = read(
        framed(f"<p>{FIRST}</p><p>{SECOND}</p>{'' if last or THIRD in inside else f'<p>{THIRD}</p>'}{inside}{last}"),
        lang=lang,
    )
    assert line not in text
    assert THIRD in text


WRITTEN = {
    "sv": (
        "Lampan på piren tändes för sista gången på måndagen, och nu ska en strömbrytare göra arbetet.",
        "Vaktaren säger att han får behålla huset.",
    ),
    "cs": (
        "Lampa na molu se v pondělí rozsvítila naposledy a od teď ji bude zapínat vypínač v přístavu.",
        "Strážce říká, že dům si může nechat.",
    ),
    "tr": (
        "Mendireğin ucundaki lamba pazartesi günü son kez yakıldı ve bundan sonra bir düğme bu işi yapacak.",
        "Bekçi evde kalabileceğini söylüyor.",
    ),
    "ja": (
        "防波堤の先のランプは月曜日に最後の火がともされ、これからは港の事務所のスイッチがその仕事を引き継ぐことになった。",
        "番人は家に住み続けてよいという。",
    ),
    "zh": (
        "防波堤尽头的灯星期一最后一次由守灯人点亮，从下个月起将由港务办公室里的一个开关来完成这项工作。",
        "守灯人说他可以继续住在那所房子里。",
    ),
    "ko": (
        "방파제 끝의 등불은 월요일에 마지막으로 켜졌고, 다음 달부터는 항만 사무실의 스위치가 그 일을 맡게 된다.",
        "등지기는 집에 계속 살 수 있다고 말한다.",
    ),
    "ar": (
        "أضيء المصباح في آخر الرصيف للمرة الأخيرة يوم الاثنين، ومن الشهر المقبل سيقوم مفتاح في مكتب الميناء بهذا العمل.",
        "يقول الحارس إنه سيبقى في البيت.",
    ),
}
TAILS = (
    ("sv", "Prenumerera på vårt nyhetsbrev"),
    ("sv", "Läs också: <a href=/k>Katten på Karsk</a>"),
    ("cs", "Přihlaste se k odběru newsletteru"),
    ("cs", "Čtěte také: <a href=/k>Kočka z Karsku</a>"),
    ("tr", "Bültenimize abone olun"),
    ("ja", "あわせて読みたい"),
    ("ja", "この記事をシェア"),
    ("zh", "责任编辑：王敏"),
    ("zh", "扫码关注我们的公众号"),
    ("ko", "[관련기사]"),
    ("ko", "김소금 기자 salt@sund.example.org"),
    ("ar", "تابعنا على فيسبوك"),
    ("ar", "اشترك في نشرتنا البريدية"),
)


@pytest.mark.parametrize(("lang", "tail"), TAILS)
def test_what_pages_say_below_an_article_is_known_in_its_language(lang: str, tail: str) -> None:
    body = "".join(f"<p>{each}</p>" for each in (*WRITTEN[lang], tail))
    assert read(framed(body), lang=lang).split("\n\n") == list(WRITTEN[lang])


CARD = "<article class=teaser><h2><a href='/a/{0}'>The story number {0}</a></h2><p>A keeper says why it may not last for long.</p></article>"
CONSENT = (
    "<h1>We are part of the Tide family of brands</h1><p>When you use our sites and apps, we use cookies to provide our sites to you, "
    "authenticate users and measure your use.</p><p>If you click “Accept all”, we and our partners will also store and access data on a "
    "device for personalised advertising.</p><button>Accept all</button><button>Reject all</button>"
)
NONE = {
    "a consent page": f"<div>{CONSENT}</div>",
    "a list of articles": f"<main>{''.join(CARD.format(n) for n in range(8))}</main>",
    "a page of search results": f"<main><h1>Search results for lamp</h1>{''.join(CARD.format(n) for n in range(4))}</main>",
    "list of articles": (
        f"<main><h1>Topic: Lamps</h1><p>All stories on lamps and on those who light them.</p>"
        f"{''.join(CARD.format(n).replace('may not', f'of the house on pier {n} may not') for n in range(6))}</main>"
    ),
    "consent page": (
        "<div><h2>Weiterlesen mit Werbung oder im Abo</h2><p>Wir und unsere 90 Partner verarbeiten personenbezogene Daten, um Informationen "
        "auf einem Gerät zu speichern und abzurufen.</p><p>Oder lesen Sie ganz ohne Werbung und Tracking für 3 Euro im Monat, jederzeit "
        "kündbar.</p><button>Akzeptieren und weiter</button></div>"
    ),
    "a list of products": "<main><h1>Salt</h1>"
    + "".join(f"<div><h3>Salt {n}, 500 g</h3><span>{n}0 kr</span></div>" for n in range(7)),
    "a page that asks to log in or to subscribe": (
        f"<main><h1>{TITLE}</h1><div class=w><h2>Read on with Lamp Plus</h2><p>This story is for subscribers. Choose your plan.</p>"
        "<ul><li>Monthly: 9 crowns a month</li><li>Yearly: 89 crowns a year, save 18 percent</li></ul>"
        "<p>All plans include the paper, the app and the archive back to 1898 on all of your devices.</p></div></main>"
    ),
}


@pytest.mark.parametrize(("kind", "body"), NONE.items())
def test_a_page_without_an_article_is_refused_by_name(kind: str, body: str) -> None:
    with pytest.raises(ArticleError) as error:
        read(body)
    assert kind in str(error.value)


def test_a_page_about_its_own_recipes_is_read() -> None:
    cards = "".join(
        f"<h2><a href='/r/{n}'>Dish number {n}</a></h2><p>One pot, forty minutes and a window that opens to the sea.</p>"
        for n in range(6)
    )
    assert "Dish number 3" in read(framed(f"<p>{FIRST}</p>{cards}<p>{SECOND}</p>"))


def test_an_article_beside_a_long_notice_about_cookies_is_read() -> None:
    notice = "<p>We use necessary cookies to make our site work, and we would like to set analytics cookies. They are set only if you accept.</p>"
    text = read(
        f"<div class=x><div>Our use of cookies</div>{notice * 6}</div><div class=y><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p></div>"
    )
    assert FIRST in text
    assert "cookies" not in text
