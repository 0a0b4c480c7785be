"""The player in a page of its own, for other sites to put into a frame, and oEmbed 1.0, by which they learn how."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from narrator.about import GENERATOR
from narrator.model import Narration
from narrator.publish import facts, page, player
from narrator.publish.entry import Entry
from narrator.publish.words import clean, direction, headline

PAGE = "player.html"
OEMBED = "oembed.json"
WIDTH, HEIGHT = 640, 240
"""Pixels: the title, the label and the opened player."""


def html(narration: Narration, told: Entry, canonical: str, drawing: page.Drawing) -> str:
    """The page for a frame: title, player and label; its text is on the page that it names.

    Args:
        narration: whose player it is.
        told: its entry.
        canonical: the address that search engines shall know.
        drawing: templates and style.
    """
    language, style = narration.article.language or "en", drawing.style("player.css")
    known: dict[str, Any] = {**facts.of_narration(narration), "wording": player.worded(language)}
    if known["wording"] != "en":
        known["words"] = player.wording(language)
    known["about"] = facts.about(narration)
    return drawing.environment.get_template("player.html").render(
        language=language,
        direction=direction(language),
        title=clean(headline(narration)),
        generator=GENERATOR,
        policy=page.policy(style, own=True),
        style=style,
        canonical=canonical,
        link=told["article"] or told["url"],
        label=narration.label,
        label_direction=direction(narration.label.language),
        audio=[page.listed(each) for each in page.sounds(narration)],
        facts=page.script_safe(known),
    )


def oembed(narration: Narration, told: Entry, provider: str, base: str) -> str:
    """The answer of oEmbed 1.0 (2.3.4.4, rich) as a file."""
    frame = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0;width:100%;max-width:{}px" '
        'allow="autoplay; clipboard-write" loading="lazy"></iframe>'
    ).format(told["url"] + PAGE, told["title"], WIDTH, HEIGHT, WIDTH)
    table = {
        "version": "1.0",
        "type": "rich",
        "title": told["title"],
        "author_name": told["author"],
        "provider_name": clean(provider),
        "provider_url": f"{base}/",
        "html": str(frame),
        "width": WIDTH,
        "height": HEIGHT,
        "cache_age": 86400,
    }
    return json.dumps({name: value for name, value in table.items() if value != ""}, ensure_ascii=False)
