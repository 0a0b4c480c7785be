"""Pages, texts and Markdown that mean harm: answered within 10 s and 500 MB, or refused in one line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from narrator.errors import NarratorError
from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings
from tests.cpu import within

PROSE = "The council met on Monday and spoke about the bridge for three hours before it voted to keep it open. "
BODY = "".join(f"<p>{PROSE}Paragraph {i} ends here.</p>" for i in range(6))
CPU_S = 10.0
MEMORY_MB = 500

QUICK = {
    "html": {
        "a megabyte of nested tags": "<div>" * 200_000 + PROSE,
        "nested up to the limit": "<div>" * 29_000 + PROSE * 3,
        "a megabyte in an attribute": f"<p class='{'x' * 1_000_000}'>{PROSE}</p>{BODY}",
        "a hundred thousand attributes": "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">" + BODY,
        "broken entities": "&#xffffff;&bogus;&#0;" * 50_000 + BODY,
        "entities without an end": "&amp" * 250_000 + BODY,
        "ten thousand comments": "<!-- a -->" * 10_000 + BODY,
        "comments without an end": "<!--" * 250_000 + BODY,
        "scripts without an end": "<script>" * 29_000 + "a" * 3_000_000,
        "NUL bytes": f"<article>{BODY}</article>".replace("council", "coun\0cil"),
        "bidirectional controls": "<p>" + ("\u202e\u2066" + PROSE) * 2_000 + "</p>",
        "zero-width text": "<p>" + "\u200b".join(PROSE * 2_000) + "</p>",
        "deep JSON": "<script type='application/ld+json'>" + "[" * 500_000 + "</script>" + BODY,
        "one word of a megabyte": "<p>" + "a" * 1_000_000 + "</p>" + BODY,
        "unclosed tags": "<p>" + "<b><i><a>" * 3_000 + PROSE * 4,
        "tables in tables": "<table><tr><td>" * 3_000 + PROSE * 4,
        "times everywhere": "<time datetime=2020-01-01>x</time>" * 8_000 + BODY,
    },
    "plain": {
        "comments and nothing": "<!-- a -->" * 6_000 + PROSE,
        "nothing but spaces": " " * 60_000 + PROSE,
        "one word of a megabyte": "a" * 1_000_000,
        "brackets": "(" * 1_000_000 + "\n" + PROSE * 4,
        "lines without number": "a\n" * 500_000,
        "stamps of comments": "March 3, 2026 at 3:17 pm\n" * 4_000 + PROSE * 3,
        "links that begin alike": "AAAA BBBBB | x\n" * 10_000,
        "cookies": "cookies accept " * 70_000,
    },
    "markdown": {
        "brackets": "[" * 50_000,
        "wiki brackets": "[[" * 25_000,
        "shortcodes": "{{<" * 150_000,
        "stars": "*" * 500_000,
        "front matter without an end": "---\n" + "a: b\n" * 15_000,
    },
}
SLOW = {
    "html": {
        "paragraphs": "<p>a</p>" * 29_000,
        "short sentences": "<p>He said so.</p>" * 29_000,
        "headlines": "<h1>T</h1>" * 29_000 + BODY,
        "rows": "<table>" + "<tr><td>a</td><td>b</td></tr>" * 9_500 + "</table>" + BODY,
        "items": "<ul>" + "<li>a b c</li>" * 29_000 + "</ul>" + BODY,
        "links": "<a href=x>a</a> " * 29_000 + BODY,
        "nested tables": "<table><tr><td>" * 9_900 + PROSE * 5,
        "prose to the limit": "".join(f"<p>{PROSE}</p>" for _ in range(25_000)),
        "fields for addresses": BODY + "<div>" + "<input type=email>" * 29_000 + PROSE * 9 + "</div>",
        "numbered items": "<ol>" + "<li>a b c</li>" * 29_000 + "</ol>" + BODY,
        "items in items": BODY + "<ul><li>a" * 100 + f"<li>{PROSE}</li>" * 8_000,
        "quotes": BODY + f"<blockquote><p>{PROSE}</p></blockquote>" * 14_000,
        "cells of one table": BODY + "<table>" + ("<tr>" + "<td>1</td>" * 40 + "</tr>") * 700 + "</table>",
        "line breaks": "<p>" + f"{PROSE}<br>" * 14_000,
        "boxes of one kind": BODY + f"<div class=a><p>{PROSE}</p></div>" * 14_000,
        "marks and notes": BODY
        + "".join(f"<a href=#n{i}>1</a><p id=n{i}>A <a href=#r>b</a></p>" for i in range(9_000)),
        "capitals": "<p>" + "A " * 1_400_000 + "</p>",
        "unclosed tags": "<p>" + "<b><i><a>" * 9_900 + PROSE * 4,
        "mixed encodings": BODY.encode() + b"\xff\xfe\xe9\x80" * 1000 + BODY.encode("utf-16-le"),
    },
    "plain": {
        "lines to the limit": "a b c d e\n" * 59_000 + PROSE * 3,
        "prose to the limit": (PROSE * 2 + "\n") * 14_000,
        "names": "Ann Bee\n" * 30_000 + (PROSE + "\n") * 200 + "Ann Bee is a reporter.\n" * 5_000,
        "asides": "More stories\nOne two three four five\n" * 20_000 + PROSE,
        "comments": ("Ann\nMarch 3, 2026 at 3:17 pm\n" + PROSE + "\n") * 6_000,
    },
    "markdown": {
        "brackets": "[" * 990_000,
        "tables": "|a" * 200_000 + "\n" + "|-" * 200_000,
        "emphasis": "*a **b " * 140_000,
        "links": "[a](b)" * 165_000,
        "headings": "# a\n" * 59_000,
    },
}


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, each in QUICK.items() for name in each])
def test_a_hostile_source_is_answered_in_seconds_or_refused_in_one_line(kind: str, name: str) -> None:
    page = Page("a", QUICK[kind][name].encode(), content_type=f"text/{kind}")
    told: list[str] = []
    assert within(CPU_S, lambda: told.append(_told(page)))
    assert not set("\0\u200b\u202e\u2066") & set(told[0])


def _told(page: Page) -> str:
    """What is read of a page; of one that is refused, the line that says so."""
    try:
        return article(page, Settings()).text
    except NarratorError as error:
        return error.message if "\n" not in error.message else "\0"


MEASURED = """
import resource, sys, time
from narrator.errors import NarratorError
from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings
body = open(sys.argv[2], "rb").read()
try:
    article(Page("a", body, content_type="text/" + sys.argv[1]), Settings())
except NarratorError:
    pass
used = resource.getrusage(resource.RUSAGE_SELF)
print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)
"""


@pytest.mark.stress
@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, name) for cases in (QUICK, SLOW) for kind, each in cases.items() for name in each],  # type: ignore[attr-defined]
)
def test_a_hostile_source_stays_within_time_and_memory(kind: str, name: str, tmp_path: Path) -> None:
    body = (QUICK | {}).get(kind, {}).get(name) or SLOW[kind][name]
    path = tmp_path / "page"
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    command = [sys.executable, "-c", MEASURED, kind, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    seconds, megabytes = map(float, run.stdout.split())
    assert seconds < CPU_S
    assert megabytes < MEMORY_MB


LINES = st.sampled_from(
    [
        "",
        "Home",
        "Share",
        "More stories",
        "Related articles",
        "Read also: why bridges fall",
        "5 Comments",
        "August 8, 2025 at 3:17 pm",
        "By Ines Tolliver",
        "Ines Tolliver",
        "March 3, 2026",
        "Photo: Harbor Archive",
        "The bridge at dawn, seen from the mill",
        "Why does the bridge stay open?",
        "1. Weigh the parcel",
        "• a bullet",
        "The bridge stays open - The Post",
        "The bridge stays open",
        "2021",
        "1,204",
        "Here is what the council found in the end:",
        PROSE.strip(),
        "It was said by those who know that the bridge would not fall, and so it did not.",
        "Sign up for our newsletter and support our journalism today.",
        "— Harbor Office (@harboroffice) March 2, 2026",
        "© 2026 The Post. All rights reserved.",
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=40))
@profile(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
def test_every_line_of_a_pasted_page_is_read_or_removed(lines: list[str]) -> None:
    from narrator.extract import CONTROLS, pasted

    text = CONTROLS.sub("", "\n".join(lines)).replace("\r", "\n")
    read = pasted.reading(text, Settings(language="en")).article
    blocks, removed = read.blocks, read.removed
    told = "\n".join([read.title, *(each.text for each in removed), *(block.text for block in blocks)])
    squeezed = "".join(told.split())
    for line in text.splitlines():
        words = "".join(line.split()).lstrip("•▪◦‣*·-–—0123456789.)")
        assert words[:10] in squeezed
    assert all(0 <= each.before <= len(blocks) for each in removed)
