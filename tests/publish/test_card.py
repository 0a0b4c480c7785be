"""The card for social networks: its size, what stands on it, and what it does with pictures and letters that fail."""

from __future__ import annotations

import dataclasses
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from narrator.model import Narration
from narrator.narrator import narrate
from narrator.publish import artwork, card, site
from narrator.settings import Settings
from tests.conftest import SAMPLES


def drawn(narration: Narration, picture: bytes = b"", **article: Any) -> bytes:
    return card.jpeg(dataclasses.replace(narration, article=dataclasses.replace(narration.article, **article)), picture)


def photo(kind: str = "JPEG") -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (900, 500), (200, 90, 20)).save(content, kind)
    return content.getvalue()


def bomb() -> bytes:
    """A PNG that says that it has 60,000 × 60,000 pixels."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(10_000))), (b"IEND", b""))
    return artwork.PNG + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def test_a_card_has_the_size_that_networks_show_whole(narration: Narration) -> None:
    opened = Image.open(io.BytesIO(card.jpeg(narration)))
    assert (opened.format, opened.size) == ("JPEG", (1200, 630))


def test_equal_narrations_have_equal_cards_and_others_have_not(narration: Narration) -> None:
    assert drawn(narration) == drawn(narration)
    assert drawn(narration, title="Boats") != drawn(narration, title="Buses")


@pytest.mark.parametrize("title", ["Škoda", "Паром", "Φέρι", "العبارة", "מעבורת", "เรือ", "ბორანი", "नौका"])
def test_letters_of_eight_scripts_are_drawn(narration: Narration, title: str) -> None:
    assert drawn(narration, title=title) != drawn(narration, title=title + title)


def test_a_headline_in_letters_that_the_font_lacks_is_left_out(narration: Narration) -> None:
    assert drawn(narration, title="フェリー") == drawn(narration, title="渡轮恢复")


def test_a_sign_that_the_font_lacks_is_left_out_alone(narration: Narration) -> None:
    assert drawn(narration, title="Floods \U0001f30a") == drawn(narration, title="Floods")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_articles_own_picture_is_on_it(narration: Narration, kind: str) -> None:
    red, green, blue = Image.open(io.BytesIO(drawn(narration, photo(kind)))).getpixel((1100, 300))  # type: ignore[misc]
    assert abs(red - 200) + abs(green - 90) + abs(blue - 20) < 40


@pytest.mark.parametrize(
    "picture",
    [
        b"no picture",
        photo()[:200],
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        bomb(),
        photo("BMP"),
        photo("PNG")[:60],
    ],
    ids=["text", "cut", "svg", "bomb", "bmp", "cut png"],
)
def test_a_picture_that_cannot_be_opened_is_left_out(narration: Narration, picture: bytes) -> None:
    assert drawn(narration, picture) == drawn(narration)


@given(st.text(max_size=600))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_headline_has_a_card(narration: Narration, title: str) -> None:
    assert drawn(narration, title=title)


def test_a_published_page_names_its_card(library: Path, tmp_path: Path) -> None:
    site.build(library, "https://example.org/listen", to=str(tmp_path / "public"))
    page = next((tmp_path / "public").glob("*/index.html"))
    assert f'og:image" content="https://example.org/listen/{page.parent.name}/card.jpg"' in page.read_text()
    assert (page.parent / "card.jpg").read_bytes().startswith(artwork.JPEG)


def test_without_a_page_there_is_no_card(tmp_path: Path) -> None:
    wanted = Settings(output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", sign=False, page=False)
    assert "card.jpg" not in [each.name for each in narrate(SAMPLES / "kurz.html", wanted).files]
