"""An article that a page carries as data: in the state of its script (Next, Nuxt, WordPress …), in a template, in ``noscript``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from itertools import islice
from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement

from narrator.extract.html.tree import sentences_in, text_of

LARGEST = 5_000_000
"""Characters of the largest state that is read."""
DEEPEST = 40
MOST_VALUES = 200_000
"""Values of a state that are looked at."""
LEAST = 250
"""Characters of text from which a state holds an article."""
ASSIGNED = re.compile(r"(?<![\w$.=!<>])[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,3}\s{0,3}=\s{0,3}(?=[\[{])")
"""What a script puts data into: ``window.__STATE__ =``, ``Fusion.globalContent =``."""
TAGGED = re.compile(r"<(?:p|h[2-6]|li|blockquote|div|br)\b", re.IGNORECASE)
PARSED = re.compile(r'JSON\.parse\(\s*(?P<text>"(?:[^"\\\n]|\\.){250,}")\s*\)')
WRITTEN_DEEP = 2
"""Programs within strings of programs, as in the rows of React's server components."""
WRITTEN = re.compile(r'"(?:[^"\\\n]|\\.){250,}"')
"""A long text in a program."""
PARAGRAPH = re.compile(r"(?:<|\\u003[cC])p\b")
PROGRAMS = ("", "text/javascript", "application/javascript", "module")
TITLES = ("headline", "title", "name")
TEXTS = ("content", "text", "value", "html", "body", "rendered", "paragraph", "data", "children", "attributes", "attrs")
"""Where a part of a text has its words, by the editors that write such data: Gutenberg, Slate, Lexical, Portable Text,
ProseMirror, Editor.js, Contentful, Arc."""
NESTED = 6
"""Levels of a part in which its words are looked for."""
PARTED = re.compile(r"\S[^\n]{60,}\n[ \t]*\n\s*\S[^\n]{60,}\n")
"""Paragraphs with empty lines between them: Markdown, or plain text."""
ASSIGNMENTS = 200
KINDS = ("type", "kind", "__typename", "_type", "style", "nodeType", "blockName")
HEADINGS = re.compile(r"heading|header|subtitle|title|\bh[1-6]\b", re.IGNORECASE)
LISTS = re.compile(r"list[-_]?item|bullet", re.IGNORECASE)
SILENT = re.compile(
    r"image|photo|video|(?:^|[ /_-])ad(?:$| )|advert|embed|related|newsletter|promo|gallery|caption|teaser|link",
    re.IGNORECASE,
)
TEMPLATES = ("text/template", "text/x-template", "text/html", "text/x-handlebars-template")


def restored(tree: HtmlElement) -> HtmlElement | None:
    """The article that a page without visible text carries, as an element; None where it carries none."""
    for look in (_noscript, _template, _state, _program, _framed):
        found = look(tree)
        if found is not None:
            return found
    return None


def _noscript(tree: HtmlElement) -> HtmlElement | None:
    """What stands in ``noscript`` with sentences in it."""
    best = max(tree.iter("noscript"), key=sentences_in, default=None)
    if best is None or sentences_in(best) < 2 or len(text_of(best)) < LEAST:
        return None
    best.tag = "div"
    return best


def _template(tree: HtmlElement) -> HtmlElement | None:
    """What a template holds."""
    texts = [each.text or "" for each in tree.iter("script") if (each.get("type") or "").lower() in TEMPLATES]
    texts += [each.text or "" for each in tree.iter("textarea", "xmp") if TAGGED.search(each.text or "")]
    texts = [text for text in texts if len(text) >= LEAST and TAGGED.search(text)]
    if texts:
        return _element(max(texts, key=len))
    best = max(tree.iter("template"), key=lambda each: len(text_of(each)), default=None)
    if best is None or len(text_of(best)) < LEAST:
        return None
    best.tag = "div"
    return best


def _state(tree: HtmlElement) -> HtmlElement | None:
    best = ""
    for script in tree.iter("script"):
        for value in _values(script):
            for found in _articles(value):
                best = max(best, found, key=len)
    return _element(best) if len(best) >= LEAST else None


def _program(tree: HtmlElement) -> HtmlElement | None:
    """The longest text with paragraphs that is written in a program, as in the state of Nuxt 2, which is no JSON."""
    best = ""
    for script in tree.iter("script"):
        if len(script.text or "") <= LARGEST and (script.get("type") or "").lower() in PROGRAMS:
            best = max(best, _written(script.text or "", WRITTEN_DEEP), key=len)
    return _element(best) if best else None


def _written(program: str, depth: int) -> str:
    """The longest text with paragraphs among the strings of a program, or of what a string of it holds; empty for none."""
    best = ""
    for found in WRITTEN.finditer(program):
        if len(found[0]) <= max(LEAST, len(best)) or not PARAGRAPH.search(found[0]):
            continue
        with suppress(ValueError):
            text = str(json.loads(found[0], strict=False))
            inner = _written(text, depth - 1) if depth else ""
            best = max(best, inner or text, key=len)
    return best


def _framed(tree: HtmlElement) -> HtmlElement | None:
    """What stands in a frame of the page itself (``srcdoc``)."""
    best = max((each.get("srcdoc") or "" for each in tree.iter("iframe")), key=len, default="")
    return _element(best) if len(best) >= LEAST and TAGGED.search(best) else None


def _values(script: Any) -> Iterator[Any]:
    """The data in a script."""
    text = script.text or ""
    kind = (script.get("type") or "").lower()
    if not text or len(text) > LARGEST or "ld+json" in kind:
        return
    if "json" in kind:
        starts = [0]
    elif kind in PROGRAMS:
        starts = [match.end() for match in islice(ASSIGNED.finditer(text), ASSIGNMENTS)]
    else:
        return
    decoder = json.JSONDecoder(strict=False)
    end = 0
    for start in starts:
        if start < end:
            continue  # It is inside of what was read.
        with suppress(ValueError, RecursionError):
            value, end = decoder.raw_decode(text, start)
            yield value
    for found in PARSED.finditer(text):
        with suppress(ValueError, RecursionError):
            yield json.loads(json.loads(found["text"], strict=False), strict=False)


def _articles(value: Any) -> Iterator[str]:
    """The articles in data, as HTML: a text with tags, or a list of paragraphs; with the title that stands beside it."""
    count = 0
    stack: list[tuple[Any, str, int]] = [(value, "", 0)]
    while stack:
        each, title, depth = stack.pop()
        count += 1
        if count > MOST_VALUES or depth > DEEPEST:
            continue
        if isinstance(each, Mapping):
            own = next((str(each[key]) for key in TITLES if isinstance(each.get(key), str)), "") or title
            stack.extend((inner, own, depth + 1) for inner in each.values())
        elif isinstance(each, list):
            if body := _paragraphs(each):
                yield _headed(title) + body
            stack.extend((inner, title, depth + 1) for inner in each)
        elif isinstance(each, str) and len(each) >= LEAST:
            if TAGGED.search(each):
                yield _headed(title) + each
            elif PARTED.search(each):
                yield _headed(title) + _rendered(each)


def _headed(title: str) -> str:
    return f"<h1>{escape(title)}</h1>" if title and "<" not in title else ""


def _paragraphs(parts: Sequence[Any]) -> str:
    """A list of parts that are paragraphs, as HTML; empty where it is none."""
    out = []
    for part in parts:
        kind = _kind(part) if isinstance(part, Mapping) else ""
        text = _text(part)
        if text and not SILENT.search(kind):
            tag = "h2" if HEADINGS.search(kind) else "li" if LISTS.search(kind) else "p"
            out.append(
                text if TAGGED.match(text.strip()) else f"<{tag}>{text if '<' in text else escape(text)}</{tag}>"
            )
    body = "".join(out)
    return body if len(out) >= 2 and len(re.sub(r"<[^>]*>", "", body)) >= LEAST else ""


def _kind(part: Mapping[str, Any]) -> str:
    """What editors call a part: "paragraph", "core/heading", "block h2"."""
    named = (str(part[key]) for key in KINDS if isinstance(part.get(key), str))
    name = str(part.get("name") or "")
    return " ".join((*named, *((name,) if "/" in name else ())))


def _text(part: Any, depth: int = NESTED) -> str:
    """The text of one part: a string, or the first of its values that is one or holds one."""
    if isinstance(part, str):
        return part if len(part.split()) > 2 else ""
    if not isinstance(part, Mapping) or not depth:
        return ""
    for key in TEXTS:
        value = part.get(key)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, Mapping) and (inner := _text(value, depth - 1)):
            return inner
        if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            joined = "".join(_run(each, depth - 1) for each in value)
            if joined.strip():
                return joined
    return ""


def _run(part: Mapping[str, Any], depth: int) -> str:
    """The words of a run of text: its own, or those of the runs in it, as of a link."""
    own = part.get("text") or part.get("value")
    return str(own) if isinstance(own, str) else _text(part, depth)


def _rendered(text: str) -> str:
    """Markdown, or plain text, as HTML; HTML in it is text."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).render(text))


def _element(text: str) -> HtmlElement | None:
    try:
        parsed: HtmlElement = lxml_html.fragment_fromstring(f"<div>{text}</div>")
    except (ValueError, TypeError, lxml_html.etree.ParserError):
        return None
    return parsed
