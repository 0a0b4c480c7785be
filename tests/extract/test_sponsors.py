"""The words of sponsors in the flow of an article are not read; an article about sponsors is."""

from __future__ import annotations

import pytest

from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings

BODY = [
    f"The council met on {day} and spoke about the bridge for three hours before it voted to keep it open for a year."
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday")
]


def read(*pieces: str, lang: str = "en") -> str:
    html = f'<html lang="{lang}"><head><title>The bridge stays open</title></head><body><article><h1>The bridge stays open</h1>{"".join(pieces)}</article></body></html>'
    return article(Page("a.html", html.encode(), content_type="text/html"), Settings(language=lang)).text


def body() -> list[str]:
    return [f"<p>{text}</p>" for text in BODY]


@pytest.mark.parametrize(
    ("lang", "label"),
    [
        ("en", "TOGETHER WITH"),
        ("en", "Sponsored by"),
        ("en", "Today’s Sponsor"),
        ("en", "A message from our sponsor:"),
        ("de", "ANZEIGE"),
        ("de", "Präsentiert von"),
        ("fr", "En partenariat avec"),
        ("es", "Patrocinado por"),
        ("it", "Sponsorizzato da"),
        ("nl", "Mede mogelijk gemaakt door"),
        ("pl", "Partner wydania"),
        ("pt", "Apresentado por"),
        ("uk", "За підтримки"),
    ],
)
def test_the_box_of_a_sponsor_is_not_read(lang: str, label: str) -> None:
    first, *rest = body()
    box = f"<div><p>{label}</p><p><b>Saltbox</b></p><p>Every boat needs cover, and Saltbox has it in two minutes.</p><a href='/x'>Get it</a></div>"
    assert read(first, box, *rest, lang=lang) == "\n\n".join(BODY)


def test_a_section_about_sponsors_is_read() -> None:
    section = "<h2>Presented by</h2><p>The fair is presented by the port, which has paid for it since 1961.</p>"
    assert "since 1961" in read(*body(), section, *body()[:1])


@pytest.mark.parametrize(
    "slot", ['<div id="ad-4"></div>', '<ins id="ad-4"> </ins>', '<div id="ad-4"><div></div></div>']
)
def test_what_stands_beside_a_slot_for_advertisements_is_read(slot: str) -> None:
    first, *rest = body()
    linked = first.replace("bridge", '<a href="/bridge">bridge</a>')
    row = f"<div><div><div>Advertisement</div>{slot}<script>fill('ad-4')</script></div><div>{linked}</div></div>"
    assert read(row, *rest) == "\n\n".join(BODY)


def test_a_bar_with_the_date_above_a_letter_is_not_read() -> None:
    for bar in ("April 7, 2026 | Read Online", "Read online · April 7, 2026", "April 7, 2026 | View in browser"):
        assert read(f"<p>{bar}</p>", *body()) == "\n\n".join(BODY)


def test_notes_with_a_headline_of_markdown_are_read_as_it(tmp_path: object) -> None:
    text = "# The bridge\n\nIt was said so:\n\nThe pier is old  \nThe sea is cold\n"
    found = article(Page("a.txt", text.encode()), Settings())
    assert found.title == "The bridge"
    assert found.blocks[-1].text == "The pier is old\nThe sea is cold"
