"""Page -> Article: what is read, what was cut and why, and what the page says about itself."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from narrator.errors import ArticleError
from narrator.extract import charsets, limits
from narrator.extract.cleaned import cleaned
from narrator.extract.language import detected, settled
from narrator.extract.lines import Line, edge_rule, ends_article, heads_tail
from narrator.extract.notes import is_note, is_notice, is_reply
from narrator.extract.wording import phrases, plain
from narrator.model import Article, Block, BlockKind, Image, Page, Removed
from narrator.settings import Settings, Site

__all__ = ["article", "site"]

HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|h1)\b", re.IGNORECASE)
MARKDOWN = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        r"\A(?:---|\+\+\+)[ \t]*\n(?:.*\n)*?(?:---|\+\+\+)[ \t]*$",
        r"^#{1,6} \S",
        r"^(?:```|~~~)",
        r"^(?:[*-] \S.*\n){2}",
        r"^> \S",
        r"\]\((?:https?:|/|\.|#)[^)\s]*\)",
        r"\*\*\S[^*\n]*\*\*",
        r"^\|? ?:?-{3,}:? ?\|",
    )
)
"""Marks of Markdown: front matter alone tells it, of the others two kinds. "* required" on a page is one."""
LEAST_WORDS = 12
"""Of a page; what somebody wrote and nothing was cut from may be shorter."""
NOTICE_WORDS = 80
"""Words below which a page that is headed as an error, a log-in or a check is no article."""
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
"""Controls, zero-width characters and bidirectional overrides: they change what is seen and not what is said."""
BODY_SHARE = 0.4
"""Where a page shows less than that of the text in its JSON-LD, it is read from there."""


def article(page: Page, settings: Settings) -> Article:
    """The article of a page.

    Args:
        page: HTML, Markdown or plain text; what it is, is looked for where nobody declared it.
        settings: language, keep, captions, and the site's own table.

    Raises:
        SourceError: it is no text.
        ArticleError: there is no article in it.
    """
    read = charsets.decoded(page)
    text = CONTROLS.sub("", read.text).replace("\r\n", "\n").replace("\r", "\n")
    kind = page.content_type.split(";")[0].strip().lower() or sniffed(text)
    if kind in ("text/html", "application/xhtml+xml"):
        found = _from_html(limits.page(text, page.source), page, settings)
    elif kind == "text/markdown":
        found = _from_markdown(limits.lines(text, page.source, characters=limits.MARKED_CHARACTERS), settings)
    else:
        found = _from_text(limits.lines(text, page.source), settings)
    words = sum(len(block.text.split()) for block in found.blocks)
    written = kind == "text/markdown" or (kind == "text/plain" and not found.removed)
    if words < (1 if written else LEAST_WORDS) or (
        words < NOTICE_WORDS and is_notice(found.title, phrases(found.language))
    ):
        raise ArticleError(
            f"there is no article in {page.source if page.source != '-' else 'standard input'}",
            "`narrator extract --removed` shows what is there",
        )
    return dataclasses.replace(
        found, doubts=(*read.doubts_of(f"{found.title}\n{found.byline}\n{found.text}"), *found.doubts)
    )


def sniffed(text: str) -> str:
    """What a text is that nobody declared: ``text/html``, ``text/markdown`` or ``text/plain``."""
    head = text[:4096]
    found = [mark.search(head) is not None for mark in MARKDOWN]
    if HTML.search(head) and not found[0]:
        return "text/html"
    return "text/markdown" if found[0] or sum(found) >= 2 else "text/plain"


def _from_text(text: str, settings: Settings) -> Article:
    from narrator.extract import pasted

    language = settings.language or detected(text)
    title, around, blocks, removed = pasted.article(text, phrases(language), _kept(settings))
    return Article(
        blocks,
        title=title,
        byline=around.byline,
        language=language,
        published=around.published,
        modified=around.modified,
        removed=removed,
    )


def _from_markdown(text: str, settings: Settings) -> Article:
    from narrator.extract import markdown

    meta, blocks, removed = markdown.article(text, captions=settings.captions)
    words = " ".join(block.text for block in blocks)
    language, doubt = (settings.language, None) if settings.language else settled(meta.get("language", ""), words)
    return Article(
        blocks,
        title=meta.get("title", ""),
        byline=meta.get("byline", ""),
        site=meta.get("site", ""),
        url=meta.get("url"),
        language=language,
        published=meta.get("published"),
        modified=meta.get("modified"),
        image=Image(meta["image"], credit=meta.get("credit", "")) if "image" in meta else None,
        audio_url=meta.get("audio"),
        removed=removed,
        doubts=(doubt,) if doubt else (),
    )


def _from_html(text: str, page: Page, settings: Settings) -> Article:
    from narrator.extract import html, metadata, shown
    from narrator.extract.reading import Reading

    tree = _tree(charsets.unescaped(text), page)
    meta = metadata.meta(html.told(tree), page.url)
    own = site(settings, meta.url or page.url)
    targets = html.unmarked(tree)
    lines = html.visible_lines(tree)
    early = phrases(settings.language or own.language or meta.language)
    meta = shown.completed(meta, tree, lines, early)
    keep = _kept(settings)
    reading = Reading(
        judge=lambda text: edge_rule(Line(text), early, byline=meta.byline),
        is_note=lambda text: is_note(text, early),
        ends=lambda text: ends_article(Line(text)),
        is_reply=lambda text: is_reply(text, early),
        keep=keep.search if keep else lambda text: False,
        captions=settings.captions,
        host=(urlsplit(meta.url).hostname or "") if meta.url else "",
    )
    gone = html.unnoted(tree, reading, targets)
    gone += html.purged(tree, reading, skip=own.skip, read=own.read)
    gone += html.tail_sections(tree, reading, lambda text: heads_tail(Line(text), early))
    told = settings.language or own.language or meta.language
    found, outside = html.blocks(tree, reading, language=told, read=own.read)
    gone += outside
    if sum(len(block.text) for block in found) < max(html.LEAST, BODY_SHARE * len(meta.body)):
        found = tuple(Block(BlockKind.PARAGRAPH, " ".join(line.split())) for line in _body_lines(meta.body)) or found
    wanted = settings.language or own.language
    words = " ".join(block.text for block in found)
    language, doubt = (wanted, None) if wanted else settled(meta.language, words)
    kept, cut = cleaned(found, phrases(language), title=meta.title, byline=meta.byline, keep=keep)
    return Article(
        kept,
        title=meta.title,
        byline=meta.byline,
        site=meta.site,
        url=meta.url,
        language=language,
        published=meta.published,
        modified=meta.modified,
        image=meta.image,
        audio_url=meta.audio_url,
        removed=tuple(_removed(lines, kept, dict([*gone, *cut]))),
        doubts=(doubt,) if doubt else (),
    )


def _tree(text: str, page: Page):  # type: ignore[no-untyped-def]
    from lxml import etree
    from lxml import html as lxml_html

    try:
        return lxml_html.document_fromstring(
            text.encode(),
            parser=lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True),
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ArticleError(f"there is no article in {page.source}: {error}") from error


def _body_lines(body: str) -> list[str]:
    from bs4 import BeautifulSoup

    text = BeautifulSoup(body, "lxml").get_text("\n") if "<" in body else body
    return [line for line in re.split(r"\n+", text) if line.strip()]


def site(settings: Settings, url: str | None) -> Site:
    """The table of the page's host, or of the longest domain above it."""
    host = urlsplit(url).hostname or "" if url else ""
    names = [name for name in settings.site if host == name or host.endswith("." + name)]
    return settings.site[max(names, key=len)] if names else Site()


def _kept(settings: Settings) -> re.Pattern[str] | None:
    if not settings.keep:
        return None
    try:
        return re.compile("|".join(f"(?:{each})" for each in settings.keep))
    except re.error as error:
        from narrator.errors import SettingsError

        raise SettingsError(f"keep is no regular expression: {error}") from error


def _removed(lines: Sequence[str], kept: Sequence[Block], rules: dict[str, str]) -> list[Removed]:
    """Every line of the page that is not read, with its place and its rule."""
    position = {plain(line): index for index, block in enumerate(kept) for line in block.text.split("\n")}
    whole = "\n".join(plain(f"{block.text}\n{block.source}") for block in kept)
    by_plain = {plain(text): rule_ for text, rule_ in rules.items()}
    out: list[Removed] = []
    before = 0
    for line in lines:
        name = plain(line)
        if name in position:
            before = position[name] + 1
        elif name and name not in whole:
            out.append(Removed(line, by_plain.get(name, "outside-article"), before))
    return out
