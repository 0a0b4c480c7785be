"""The pictures of an article: which the page shows, from where, and which one stands for the whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from narrator.model import BlockKind, Image, Narration
from narrator.publish.words import web_address

PREFIX = "picture-"
"""Beginning of the names of pictures that were copied beside the page."""
NAME_DIGITS = 12
HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?")
"""Hosts that may stand in a Content-Security-Policy."""
SIZE = re.compile(r"[-_](?:\d{2,5}x\d{2,5}|scaled)(?=\.\w+$)")
"""What systems put into the names of smaller copies."""


def name_of(url: str) -> str:
    """The name of a copied picture, without its ending."""
    return PREFIX + hashlib.sha256(url.encode(errors="replace")).hexdigest()[:NAME_DIGITS]


def addresses(narration: Narration) -> Iterator[str]:
    """Where all pictures of an article are, as the source names them."""
    if narration.article.image:
        yield narration.article.image.url
    yield from (block.image.url for block in narration.blocks if block.image)


class Pictures:
    """The pictures of one narration."""

    def __init__(self, narration: Narration) -> None:
        copies = (each.name for each in narration.files if each.media_type.startswith("image/"))
        self._copied = {each.rpartition(".")[0]: each for each in copies}
        figures = (block.image for block in narration.blocks if block.kind is BlockKind.FIGURE and block.image)
        self._figures = tuple(figures)
        self._lead = narration.article.image

    @property
    def lead(self) -> Image | None:
        """The article's own picture, where none of its figures is the same."""
        if self._lead is None or any(_stem(self._lead.url) == _stem(each.url) for each in self._figures):
            return None
        return self._lead

    @property
    def origins(self) -> tuple[str, ...]:
        """Where pictures come from that were not copied, each once, as a policy names it."""
        images = [*self._figures, *([self._lead] if self._lead else [])]
        found = (self.place(image.url) for image in images)
        parts = (urlsplit(address) for address in found if address and not address.startswith("./"))
        return tuple(sorted({f"{each.scheme}://{each.netloc}" for each in parts}))

    def place(self, url: str) -> str:
        """The address that the page names: the copy beside it, else the picture's own; empty for what is none."""
        if copy := self._copied.get(name_of(url)):
            return "./" + quote(copy, safe="")
        address = web_address(url)
        return address if address and HOST.fullmatch(urlsplit(address).netloc) else ""


def _stem(url: str) -> str:
    """What copies of one picture in several sizes have in common."""
    return SIZE.sub("", urlsplit(url).path.rpartition("/")[2]) if web_address(url) else url
