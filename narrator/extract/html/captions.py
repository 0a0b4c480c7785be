"""Lines about pictures, and lines of quotes and of embedded posts: what a line is by the elements around it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from narrator.extract.html.tree import size_of
from narrator.extract.line import Line
from narrator.languages import scripts

NAME = re.compile(
    r"^(?!has|no|with|without).*caption(?:[-_]?text)?$|(?:^|[-_])(?:image|img|photo|picture|figure)[-_]{1,2}(?:desc(?:ription)?|legend|note)$",
    re.IGNORECASE,
)
FRAMES = ("html", "body", "article", "main", "section")
"""Elements that are no caption whatever their class says, as "hide-caption"."""
LONGEST_CAPTION = 600
"""Characters of the longest caption, so that what follows a figure that nobody closed is none."""
PARAGRAPH = 80
"""Characters of a paragraph: a caption has one of them at most."""
CAPTION_WORDS = 30
POST = re.compile(
    r"^(?:twitter-tweet|twitter-video|instagram-media|bluesky-embed|mastodon-embed|tiktok-embed|fb-post|reddit-embed-bq|reddit-card|text-post-media)$"
)


def is_caption(element: Any) -> bool:
    """Whether an element is a caption by its tag or its class."""
    if element.tag in ("figcaption", "caption"):
        return True
    if element.tag in FRAMES:
        return False
    named = element.get("class")
    return named is not None and any(NAME.search(name) for name in named.split()) and is_short(element)


def is_short(element: Any) -> bool:
    """Whether an element is short enough for a caption: few characters, no headline, and one paragraph at most."""
    if size_of(element, LONGEST_CAPTION) > LONGEST_CAPTION or element.find(".//h1") is not None:
        return False
    return sum(size_of(each, PARAGRAPH) > PARAGRAPH for each in element.iter("p")) <= 1


def is_in_caption(line: Line) -> bool:
    """Whether a line is of a picture's caption."""
    for each in line.around:
        if each.tag in ("blockquote", "pre", "table"):
            return False
        if is_caption(each):
            return True
        if each.tag == "figure":
            return is_short(each) and next(each.iter("img", "picture", "video", "iframe"), None) is not None
    return False


def is_quoted(line: Line) -> bool:
    """Whether a line is of a quote or stands aside."""
    return any(each.tag in ("blockquote", "q", "aside") for each in line.around)


def is_beside_picture(line: Line) -> bool:
    """Whether a short line that is no sentence shares its element with a picture, or is a slanted line right below one."""
    element = line.element
    if scripts.words(line.text) > CAPTION_WORDS or element.tag not in ("p", "div") or not _is_alone(line):
        return False
    if element.find(".//img") is not None:
        return not line.is_sentence
    above = element.getprevious()
    pictured = above is not None and above.find(".//img") is not None and not "".join(above.itertext()).strip()
    slanted = "".join(text for each in element.iter("em", "i", "small") for text in each.itertext())
    return pictured and bool(slanted) and slanted.split() == line.text.split()


def _is_alone(line: Line) -> bool:
    """Whether a line is all that its element says."""
    size = 0
    for part in line.element.itertext():
        size += len(part.strip())
        if size > len(line.text):
            return False
    return True


def is_post(element: Any) -> bool:
    """Whether an element is an embedded post."""
    named = element.get("class")
    return named is not None and _names_post(named)


@lru_cache(maxsize=4096)
def _names_post(classes: str) -> bool:
    return any(POST.match(name) for name in classes.split())


def is_in_post(line: Line) -> bool:
    """Whether a line is of an embedded post."""
    return any(map(is_post, line.around))
