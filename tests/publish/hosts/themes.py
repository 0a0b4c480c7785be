"""The same article as the themes of several systems show it, with what they do to text: quotes, links, marks, cards."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

RTL = ("ar", "he")


@dataclass(frozen=True)
class Host:
    """An article on a publisher's site."""

    language: str
    title: str
    byline: str
    blocks: tuple[tuple[str, tuple[str, ...]], ...]
    """Kind (``p``, ``h2``, ``li``) and its sentences."""

    @property
    def sentences(self) -> list[str]:
        return [sentence for _, sentences in self.blocks for sentence in sentences]


def articles() -> dict[str, Host]:
    """The articles by language."""
    table: dict[str, Any] = tomllib.loads(Path(__file__).with_name("articles.toml").read_text(encoding="utf-8"))
    return {tag: _host(each) for tag, each in table.items()}


def _host(table: dict[str, str]) -> Host:
    blocks = []
    for line in table["text"].strip().splitlines():
        kind, text = (
            ("h2", line[3:]) if line.startswith("## ") else ("li", line[2:]) if line.startswith("- ") else ("p", line)
        )
        blocks.append((kind, tuple(text.split(" | "))))
    return Host(table["language"], table["title"], table["byline"], tuple(blocks))


def edited(host: Host, every: int, start: int = 1) -> Host:
    """The article with each so many-eth sentence changed: a word put in, taken out, or all of it replaced."""
    count, blocks = 0, []
    for kind, sentences in host.blocks:
        kept = []
        for sentence in sentences:
            count += 1
            kept.append(_changed(sentence, count) if count % every == start else sentence)
        blocks.append((kind, tuple(kept)))
    return replace(host, blocks=tuple(blocks))


def _changed(sentence: str, number: int) -> str:
    middle = next(at for at in range(len(sentence) // 2, len(sentence)) if sentence[at].isalpha())
    return (
        sentence[:middle] + sentence[middle + 1 :],
        sentence[:-1] + " xx" + sentence[-1],
        "Xx " + sentence,
        sentence[:middle] + "xx" + sentence[middle:],
        "Xx xxxx xx.",
    )[number % 5]


def plain_page(host: Host) -> str:
    """The page that is narrated: nothing but the article."""
    body = "\n".join(f"<{kind}>{_joined(host, sentences)}</{kind}>" for kind, sentences in _lists(host))
    return (
        f'<!DOCTYPE html><html lang="{host.language}"><head><meta charset="utf-8"><title>{escape(host.title)}</title>'
        f'<meta property="og:title" content="{escape(host.title)}"><meta name="author" content="{escape(host.byline)}"></head>'
        f"<body><main><article><h1>{escape(host.title)}</h1>{body}</article></main></body></html>"
    )


def page(host: Host, theme: str, head: str = "", body: str = "") -> str:
    """The article in a theme; ``head`` and ``body`` are put at the ends of both."""
    way = "rtl" if host.language in RTL else "ltr"
    return (
        f'<!DOCTYPE html><html lang="{host.language}" dir="{way}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(host.title)} – The Harbor Paper</title>{head}</head>'
        f"{THEMES[theme](host)}{body}</html>"
    )


# --- themes -----------------------------------------------------------------------------------------------------------


def wordpress(host: Host) -> str:
    """Curly quotes, block classes, a share bar, a related list that repeats the headline, comments that quote."""
    text = [
        f'<{k} class="wp-block-paragraph">{_joined(host, s, texturized, linked=True)}</{k}>' for k, s in _lists(host)
    ]
    text.insert(
        2,
        '<figure class="wp-block-image"><img alt="" src="data:,"><figcaption>The north pier, seen from above.</figcaption></figure>',
    )
    text.insert(4, '<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Click to print</a></li></ul></div>')
    quoted = texturized(host.sentences[1])
    return f"""<body class="single"><style>body {{ font: 18px/1.6 Georgia, serif; margin: 0 auto; max-width: 40rem }}</style>
<header><a href="/">The Harbor Paper</a><nav aria-label="Menu"><ul><li><a href="/a">{texturized(host.title)}</a></li></ul></nav></header>
<main><article class="post"><header class="entry-header"><h1 class="entry-title">{texturized(host.title)}</h1>
<div class="entry-meta"><span class="byline">by <a href="#">{host.byline}</a></span></div></header>
<div class="entry-content">{"".join(text)}</div></article>
<section id="comments"><h2>2 thoughts on “{texturized(host.title)}”</h2><p>{quoted}</p><p>Well put!</p></section></main>
<aside><h2>Related</h2><p><a href="#">{texturized(host.title)}</a> {texturized(host.sentences[0])[:30]}…</p></aside>"""


def ghost(host: Host) -> str:
    """A header in a grid, a summary that is the first sentence, a bookmark card and a sign-up inside."""
    text = [f"<{k}>{_joined(host, s, curled)}</{k}>" for k, s in _lists(host)]
    text.insert(
        3,
        '<figure class="kg-card kg-bookmark-card"><a href="#"><div>Another story</div><div>About something else.</div></a></figure>',
    )
    text.insert(
        5,
        '<div class="kg-card"><h4>Sign up for more</h4><form><input type="email" aria-label="E-mail"><button>Subscribe</button></form></div>',
    )
    return f"""<body class="post-template"><style>html {{ font-size: 62.5% }} body {{ font: 2rem/1.6 sans-serif; margin: 0 }}
.gh-article {{ display: grid; grid-template-columns: 1fr min(70rem, 100%) 1fr }} .gh-article > * {{ grid-column: 2 }}
.gh-header {{ display: flex; flex-direction: column; align-items: center }}</style>
<div class="gh-article"><header class="gh-header"><span>News</span><h1 class="gh-title">{curled(host.title)}</h1><p class="gh-excerpt">{curled(host.sentences[0])}</p>
<div><a href="#"><img alt="{host.byline}" src="data:,"></a><h4><a href="#">{host.byline}</a></h4><time>Nov 25</time> — 4 min read</div></header>
<section class="gh-content">{"".join(text)}</section></div>"""


def hugo(host: Host) -> str:
    """Footnotes, anchors on headings, a table of contents with the same headings, soft hyphens."""
    text = []
    for number, (kind, sentences) in enumerate(_lists(host), 1):
        inside = _joined(host, sentences, softened)
        if kind == "h2":
            inside += f'<a class="anchor" href="#h{number}" aria-hidden="true">¶</a>'
        elif kind == "p":
            first, space, rest = inside.partition(" ") if " " in inside else ("", "", inside)
            inside = f'{first}{space}{rest}<sup id="fnref:{number}"><a href="#fn:{number}" role="doc-noteref">{number}</a></sup>'
        text.append(f'<{kind} id="h{number}">{inside}</{kind}>')
    toc = "".join(f'<li><a href="#">{s[0]}</a></li>' for k, s in host.blocks if k == "h2")
    notes = "".join(
        f'<li id="fn:{n}"><p>A note, number {n}.<a href="#fnref:{n}">↩︎</a></p></li>' for n in range(1, len(text))
    )
    return f"""<body><style>* {{ box-sizing: border-box; margin: 0; padding: 0 }} body {{ font: 16px/1.7 system-ui }}</style>
<main class="prose"><h1>{softened(host.title)}</h1><p>2026-11-25 · {host.byline} · 4 min</p><aside><nav id="TableOfContents"><ul>{toc}</ul></nav></aside>
<article>{"".join(text)}<div class="footnotes" role="doc-endnotes"><hr><ol>{notes}</ol></div></article></main>"""


def mkdocs(host: Host) -> str:
    """Menus with every heading left and right of the text, words in code, a dark scheme."""
    text = [f"<{k}>{_joined(host, s, coded)}</{k}>" for k, s in _lists(host)]
    menu = "".join(f'<li><a href="#">{s[0]}</a></li>' for k, s in host.blocks if k == "h2")
    return f"""<body data-md-color-scheme="slate"><style>body {{ background: #1e2129; color: #e2e4e9; font: 16px/1.6 sans-serif; display: flex }}
nav {{ flex: 0 0 12rem }} a {{ color: #8ab4f8 }}</style>
<nav aria-label="Pages"><ul><li>{host.title}</li>{menu}</ul></nav><main class="md-content"><article class="md-content__inner">
<h1>{host.title}<a class="headerlink" href="#">¶</a></h1>{"".join(text)}</article></main><nav aria-label="Contents"><ul>{menu}</ul></nav>"""


def handmade(host: Host) -> str:
    """A table for the layout, lines broken by <br>, paragraphs that are none, a drop cap."""
    lines = []
    for kind, sentences in host.blocks:
        inside = "<br>\n".join(escape(each) for each in sentences)
        lines.append(
            f"<b>{inside}</b><br><br>" if kind == "h2" else f"• {inside}<br>" if kind == "li" else f"{inside}<br><br>"
        )
    first = lines[0]
    lines[0] = f'<span style="float: left; font-size: 3em">{first[0]}</span>{first[1:]}'
    return f"""<body bgcolor="#ffffcc"><table width="600"><tr><td><font size="6"><b>{escape(host.title)}</b></font><br>
<i>{escape(host.byline)}</i><br><br>{"".join(lines)}</td><td valign="top"><font size="2">Home<br>News<br>{escape(host.title)[:12]}</font></td></tr></table>"""


def framework(host: Host) -> str:
    """Each word in an element of its own, an advertisement inside a paragraph's flow, text twice where one is hidden."""
    text = []
    for number, (kind, sentences) in enumerate(_lists(host)):
        inside = " ".join(f"<span>{escape(word)}</span>" for word in " ".join(sentences).split(" "))
        if host.language in ("ja", "zh"):
            inside = f"<span>{escape(''.join(sentences))}</span>"
        text.append(f"<{kind}>{inside}</{kind}>")
        if number == 2:
            text.append("<div class='ad'>Advertisement. Buy two boats. Get one pier.</div>")
    hidden = " ".join(map(escape, host.sentences))
    return f"""<body><style>.flex {{ display: flex; gap: 1rem; align-items: center }} h1 {{ font-size: 2rem }} .print {{ display: none }}</style>
<div id="root"><div class="print">{hidden}</div><main><div class="flex"><h1>{escape(host.title)}</h1><button>Save</button></div>
<div>By <a href="#">{escape(host.byline)}</a></div><article>{"".join(text)}</article></main></div>"""


THEMES: dict[str, Callable[[Host], str]] = {
    "wordpress": wordpress,
    "ghost": ghost,
    "hugo": hugo,
    "mkdocs": mkdocs,
    "handmade": handmade,
    "framework": framework,
}


# --- what themes do to text -------------------------------------------------------------------------------------------


def curled(text: str) -> str:
    """Quotes as typography has them."""
    text = re.sub(r'(^|\s)"', "\\1“", escape(text, quote=False)).replace('"', "”")
    return text.replace("'", "’").replace("...", "…")


def texturized(text: str) -> str:
    """The same, with dashes as entities and no-break spaces before units."""
    return curled(text).replace(" – ", "&nbsp;&#8212; ").replace("%", "&#37;")


def softened(text: str) -> str:
    """With soft hyphens in long words and a break opportunity."""
    return re.sub(r"(\w{6})(\w{3,})", "\\1&shy;\\2", escape(text, quote=False)).replace("9.5", "9.5<wbr>")


def coded(text: str) -> str:
    """With the second word in an element of code, and the third strong."""
    words = escape(text, quote=False).split(" ")
    if len(words) > 3:
        words[1], words[2] = f"<code>{words[1]}</code>", f"<strong>{words[2]}</strong>"
    return " ".join(words)


def _joined(
    host: Host, sentences: Sequence[str], shaped: Callable[[str], str] = escape, *, linked: bool = False
) -> str:
    between = "" if host.language in ("ja", "zh") else " "
    written = [shaped(each) for each in sentences]
    if linked and len(written) > 1 and "&" not in written[1]:
        half = len(written[1]) // 2
        written[1] = f'{written[1][:half]}<a href="#more"><em>{written[1][half:]}</em></a>'
    return between.join(written)


def _lists(host: Host) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The blocks; items stand without their list, which browsers take."""
    yield from host.blocks
