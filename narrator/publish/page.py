"""The read-along page: the article, the player and the label in one file that opens from disk."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from narrator import disclosure
from narrator.languages import tables
from narrator.model import AudioFile, BlockKind, Narration
from narrator.publish import player
from narrator.publish.text import Rendering, clean, direction
from narrator.units import clock

if TYPE_CHECKING:
    from jinja2 import Environment

DESCRIPTION = 200
"""Characters of the text that stand for the article in a list."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a page says of itself once it has a public address."""

    url: str
    audio: str
    image: str
    feed: str
    linked_data: Markup


def html(narration: Narration, *, published: Published | None = None) -> str:
    """The page of a narration, whole: no other file but the sound is needed, and no network.

    Args:
        narration: with its files, which stand beside the page.
        published: its public addresses; None for a page on a disk.
    """
    article, label = narration.article, narration.label
    drawn = Rendering(narration.blocks, narration.timeline, article.language)
    words = wording(article.language)
    style, code = asset("page.css"), player.script()
    return (
        environment()
        .get_template("article.html")
        .render(
            language=article.language or "en",
            direction=direction(article.language),
            policy=policy(style, code),
            title=clean(title(narration)),
            heading=drawn.opening(BlockKind.TITLE, title(narration)),
            byline=drawn.opening(BlockKind.BYLINE, article.byline),
            disclosed=drawn.opening(BlockKind.LABEL, label.text),
            author=clean(article.byline),
            date=clean(article.published or ""),
            said_date=said_date(article.published or "", article.language),
            site=clean(article.site),
            source=web_address(article.url),
            description=description(narration),
            generator=narration.generator,
            label=label,
            label_direction=direction(label.language),
            meaning=disclosure.meaning(label.language),
            about=tuple(about(narration, words)),
            audio=[listed(each) for each in sounds(narration)],
            files=[listed(each) for each in narration.files if not each.media_type.startswith("text/html")],
            facts=script_safe(facts(narration, drawn.names, words)),
            body=drawn.body(),
            words=words,
            words_lang=foreign(article.language),
            style=Markup(style),  # noqa: S704 -- our own file
            player=Markup(code),  # noqa: S704 -- our own file
            published=published,
        )
    )


def title(narration: Narration) -> str:
    """The headline; without one the first words."""
    return narration.article.title or " ".join(narration.article.text.split()[:8]) or narration.slug


def description(narration: Narration) -> str:
    """The first words of the text, on one line, at most 200 characters."""
    spoken = (b.text for b in narration.article.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.QUOTE))
    text = " ".join(clean(next(spoken, "")).split())
    return text if len(text) <= DESCRIPTION else text[:DESCRIPTION].rsplit(" ", 1)[0] + " …"


def sounds(narration: Narration) -> list[AudioFile]:
    """The files that can be played."""
    return [each for each in narration.files if each.media_type.startswith("audio/")]


def listed(file: AudioFile) -> dict[str, str]:
    """A file with its address beside the page."""
    return {"name": clean(file.name), "address": "./" + quote(file.name, safe=""), "media_type": file.media_type}


def web_address(url: str | None) -> str:
    """``url`` where it is an http or https address, else nothing: no other kind may become a link."""
    try:
        parts = urlsplit(clean(url or "").strip())
    except ValueError:
        return ""
    return parts.geturl() if parts.scheme in ("http", "https") and parts.netloc else ""


def facts(narration: Narration, names: Mapping[int, str], words: Mapping[str, Any]) -> dict[str, Any]:
    """What the player reads: cues after W3C Sync Media, a text's selector beside a fragment of the sound."""
    timeline, article = narration.timeline, narration.article
    rate = timeline.sample_rate_hz
    told: dict[str, Any] = {
        "id": narration.source_id,
        "title": clean(title(narration)),
        "artist": clean(article.byline),
        "site": clean(article.site),
        "duration": round(timeline.duration_s, 3),
        "chapters": [{"title": clean(each.title), "start": round(each.start / rate, 3)} for each in timeline.chapters],
        "cues": [
            {"text": f"#{names[c.sentence]}", "audio": f"#t={c.start / rate:.3f},{c.end / rate:.3f}"}
            for c in timeline.cues
        ],
    }
    return told | ({"words": words["player"]} if "player" in words else {})


def about(narration: Narration, words: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The rows of the panel behind the label."""
    label, voice = narration.label, narration.voice
    signature = words["unsigned"]
    if label.signed and label.signer:
        signature = words["trusted" if label.trusted else "local"].format(name=clean(label.signer))
    return [
        (words["means"], disclosure.meaning(label.language)),
        (words["voice"], f"{voice.name} ({voice.id})"),
        (words["made"], f"{said_date(narration.created, narration.article.language)}, {narration.generator}"),
        (words["length"], clock(narration.timeline.duration_s)),
        (words["signature"], signature),
    ]


def policy(style: str, *scripts: str) -> str:
    """A Content-Security-Policy that runs these scripts and styles by their hash, and nothing else."""
    hashes = " ".join(f"'sha256-{_sha256(each)}'" for each in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'sha256-{_sha256(style)}'; media-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'"
    )


def script_safe(table: Any) -> Markup:
    """JSON that can stand in a script element: nothing in it can end the element or open a comment."""
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 -- every sign of markup is escaped above


def wording(language: str) -> Mapping[str, Any]:
    """What a page says of itself, in its language where there is one, else in English."""
    return tables.own_or_english(language, "page")


def foreign(language: str) -> Markup:
    """The attributes of an element with our words on a page whose language we have none in: they are English."""
    return Markup("") if tables.table(language, "page") else Markup(' lang="en" dir="ltr"')


def said_date(moment: str, language: str) -> str:
    """The day of an ISO 8601 moment as the language writes it; as it is where either is not known."""
    try:
        day = date.fromisoformat(moment[:10])
    except ValueError:
        return clean(moment)
    words, calendar = tables.table(language, "page"), tables.table(language, "months")
    if words is None or calendar is None:
        return day.isoformat()
    first = words.get("first", 1) if day.day == 1 else day.day
    return str(words["date"]).format(day=first, month=calendar["names"][day.month - 1], year=day.year)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, everything escaped that does not say it is markup."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(loader=PackageLoader("narrator.publish"), autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """A file of the templates, as it is."""
    return files("narrator.publish").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=16)
def _sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
