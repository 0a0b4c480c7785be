"""The read-along page: the article, the player and the label in one file that opens from disk."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from narrator import disclosure
from narrator.errors import SettingsError
from narrator.languages import tables
from narrator.model import AudioFile, BlockKind, Narration
from narrator.publish import embed, facts, player
from narrator.publish.blocks import Rendering
from narrator.publish.pictures import Pictures
from narrator.publish.words import clean, description, direction, foreign, headline, said_date, web_address, wording


@dataclass(frozen=True, slots=True)
class Published:
    """What a page says of itself once it has a public address."""

    url: str
    audio: str
    image: str
    feed: str
    linked_data: Markup
    facts: str = ""
    """Where its facts for other pages are, as seen from the page."""
    canonical: str = ""
    """The address that search engines shall know it by."""
    oembed: str = ""
    """Where other sites learn how to show its player."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What pages are drawn with: the templates, and a style sheet of the publisher's own."""

    environment: Environment
    theme: str = ""

    def style(self, name: str) -> Markup:
        """A style sheet of narrator's, and the publisher's after it."""
        return Markup(asset(name) + self.theme)  # noqa: S704 -- our own file and the publisher's


@lru_cache(maxsize=1)
def plain() -> Drawing:
    """Narrator's own templates and style."""
    return Drawing(_environment(PackageLoader("narrator.publish")))


def drawing(theme: Path | None, templates: Path | None) -> Drawing:
    """What a publisher's pages are drawn with.

    Args:
        theme: a style sheet after narrator's own, as for the variables of its colours.
        templates: a folder whose templates are taken before narrator's own.

    Raises:
        SettingsError: one of them cannot be read.
    """
    if theme is None and templates is None:
        return plain()
    if templates is not None and not templates.is_dir():
        raise SettingsError(f"publish.templates: {templates} is no folder")
    loaders = [PackageLoader("narrator.publish")]
    try:
        added = "" if theme is None else "\n" + theme.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"publish.theme: {theme} cannot be read") from error
    if "</style" in added.lower():
        raise SettingsError(f"publish.theme: {theme} is no style sheet: it ends the element that it would stand in")
    folders = [FileSystemLoader(templates)] if templates else []
    return Drawing(_environment(ChoiceLoader([*folders, *loaders])), added)


def _environment(loader: BaseLoader) -> Environment:
    """The templates, everything escaped that does not say it is markup."""
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def html(narration: Narration, *, published: Published | None = None, drawing: Drawing | None = None) -> str:
    """The page of a narration, whole: no other file but the sound is needed, and no network.

    Args:
        narration: with its files, which stand beside the page.
        published: its public addresses; None for a page on a disk.
        drawing: the templates and the style; None for narrator's own.
    """
    drawing = drawing or plain()
    style, code = drawing.style("page.css"), player.script()
    return drawing.environment.get_template("article.html").render(
        **_named(narration),
        **_drawn(narration, published),
        **_sounding(narration),
        policy=policy(style, code, asks=published is not None, pictures=Pictures(narration).origins),
        style=style,
        player=Markup(code),  # noqa: S704 -- our own file
        published=published,
    )


def _named(narration: Narration) -> dict[str, Any]:
    """What the page says of the article."""
    article = narration.article
    return {
        "language": article.language or "en",
        "direction": direction(article.language),
        "title": clean(headline(narration)),
        "author": clean(article.byline),
        "date": clean(article.published or ""),
        "said_date": said_date(article.published or "", article.language),
        "site": clean(article.site),
        "source": web_address(article.url),
        "description": description(narration),
        "generator": narration.generator,
        "words": wording(article.language),
        "words_lang": foreign(article.language),
    }


def _drawn(narration: Narration, published: Published | None) -> dict[str, Any]:
    """The article's text, and what the player needs to follow it."""
    article = narration.article
    pictures = Pictures(narration)
    drawn = Rendering(narration.blocks, narration.timeline, article.language, place=pictures.place)
    told = {**facts.of_narration(narration), "wording": player.worded(article.language)}
    if told["wording"] != tables.FALLBACK:
        told["words"] = player.wording(article.language)
    if published is not None:
        told |= {"data": published.facts, "latest": f"../{embed.LATEST}"}
    parts = {
        "heading": drawn.opening(BlockKind.TITLE, headline(narration)),
        "byline": drawn.opening(BlockKind.BYLINE, article.byline),
        "disclosed": drawn.opening(BlockKind.LABEL, narration.label.text),
        "lead": drawn.picture(pictures.lead, Markup(""), name="lead") if pictures.lead else "",
        "body": drawn.body(),
    }
    selectors = ({"text": f"#{drawn.names[cue.sentence]}"} for cue in narration.timeline.cues)
    return {**parts, "facts": script_safe({**told, "cues": facts.cues(narration, selectors)})}


def _sounding(narration: Narration) -> dict[str, Any]:
    """The files, the label and what is told about them."""
    label = narration.label
    return {
        "label": label,
        "label_direction": direction(label.language),
        "mark": disclosure.mark(label.language),
        "meaning": disclosure.meaning(label.language),
        "about": facts.about(narration),
        "audio": [listed(each) for each in sounds(narration)],
        "files": [listed(each) for each in narration.files if not each.media_type.startswith(("text/html", "image/"))],
    }


def sounds(narration: Narration) -> list[AudioFile]:
    """The files that can be played."""
    return [each for each in narration.files if each.media_type.startswith("audio/")]


def listed(file: AudioFile) -> dict[str, str]:
    """A file with its address beside the page."""
    return {"name": clean(file.name), "address": "./" + quote(file.name, safe=""), "media_type": file.media_type}


def policy(style: str, *scripts: str, asks: bool = False, own: bool = False, pictures: Sequence[str] = ()) -> str:
    """A Content-Security-Policy that runs these scripts and styles by their hash, and nothing else.

    Args:
        style: the page's style sheet.
        scripts: what may run.
        asks: whether it may read files beside it, as the queue of a published page does.
        own: whether scripts of its own origin may run.
        pictures: origins that pictures may come from, besides the page's own.
    """
    hashes = " ".join([*(f"'sha256-{_sha256(each)}'" for each in scripts), *(["'self'"] if own else [])])
    asked = "connect-src 'self'; " if asks else ""
    shown = " ".join(("'self'", "data:", *pictures))
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'sha256-{_sha256(style)}'; media-src 'self'; "
        f"{asked}img-src {shown}; base-uri 'none'; form-action 'none'"
    )


def script_safe(table: Any) -> Markup:
    """JSON that can stand in a script element: nothing in it can end the element or open a comment."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 -- every sign of markup is escaped above


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """A file of the templates, as it is."""
    return files("narrator.publish").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
