"""What a source is: by its content before its name; what is not read is refused by its name, never read with its markup."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest

from narrator import fetch, mediatypes
from narrator.cli import run
from narrator.errors import SourceError
from narrator.extract import article
from narrator.model import Page
from narrator.settings import Settings
from tests.extract import articles
from tests.extract.document import made

TEXT = "\n\n".join(articles.paragraphs("en"))


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("a"), io.BytesIO(b""))
    return out.getvalue()


REFUSED: dict[str, tuple[bytes, str]] = {
    "letter.rtf": (b"{\\rtf1\\ansi " + TEXT.encode("ascii", "replace") + b"\\par}", "rich text"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old Office"),
    "page.webarchive": (b"bplist00\xd1\x01\x02_\x10\x0fWebMainResource", "Safari web archive"),
    "article.nxml": (
        b'<?xml version="1.0"?><!DOCTYPE article PUBLIC "-//NLM//DTD JATS 1.2//EN" "x.dtd"><article><front/><body/></article>',
        "JATS",
    ),
    "bare.xml": (b'<article article-type="research-article"><front><p>x</p></front></article>', "JATS"),
    "paper.tex": (b"% mine\n\\documentclass{article}\n\\begin{document}\nHello\n\\end{document}\n", "LaTeX"),
    "talk.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n", "WebVTT"),
    "talk.srt": (b"1\r\n00:00:01,000 --> 00:00:02,000\r\nHello\r\n", "SubRip"),
    "talk.ass": (b"[Script Info]\nTitle: x\n", "subtitles"),
    "notes.org": (b"#+TITLE: A day\n* One\nText [[https://e.org][here]].\n", "Org mode"),
    "manual.adoc": (b"= A manual\nAna Paz\n:toc:\n\n== One\n\nText.\n", "AsciiDoc"),
    "page.wiki": (b"'''Quay''' is a [[place]].\n\n== History ==\n{{infobox}}\n", "wikitext"),
    "data.json": (json.dumps({"title": "x", "body": TEXT}).encode(), "JSON"),
    "lines.jsonl": (b'{"a": 1}\n{"a": 2}\n', "JSON"),
    "essay.pages": (made.archive({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "Apple Pages"),
    "slides.pptx": (made.archive({"[Content_Types].xml": "x", "ppt/presentation.xml": "x"}), "PowerPoint"),
    "slides.odp": (made.archive({}, "application/vnd.oasis.opendocument.presentation"), "OpenDocument file that is no"),
    "table.xlsx": (made.archive({"[Content_Types].xml": "x", "xl/workbook.xml": "x"}), "Excel"),
    "table.csv": (b"a,b\n1,2\n", "table of values"),
    "book.mobi": (b"Quay".ljust(60, b"\x00") + b"BOOKMOBI", "Kindle"),
    "book.fb2": (b'<?xml version="1.0"?><FictionBook xmlns="x"><body/></FictionBook>', "FB2"),
    "scan.djvu": (b"AT&TFORM\x00\x00", "DjVu"),
    "page.ps": (b"%!PS-Adobe-3.0\n", "PostScript"),
    "feed.xml": (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "feed"),
    "feed.atom": (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', "feed"),
    "drawing.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><text>Hello</text></svg>', "SVG"),
    "other.xml": (b'<?xml version="1.0"?><note><to>you</to></note>', "XML document"),
    "unprologued": (b"<note>\n<to>you</to></note>", "XML document"),
    "ls.1": (b'.\\" mine\n.TH LS 1\n.SH NAME\n', "manual page"),
    "refs.bib": (b"@article{a, title={x}}", "bibliography"),
    "day.ics": (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "calendar"),
    "link.url": (b"[InternetShortcut]\nURL=https://example.org/\n", "shortcut"),
    "a.patch": (b"diff --git a/x b/x\n--- a/x\n+++ b/x\n", "patch"),
    "tool.py": (b"print('hello')\n", "program"),
    "tool": (b"#!/bin/sh\necho hello\n", "program"),
    "settings.yaml": (b"a: 1\n", "settings"),
    "page.mdx": (b"import X from 'x'\n\n# Hello\n", "MDX"),
    "picture.png": (b"\x89PNG\r\n\x1a\n\x00", "picture"),
    "picture.webp": (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "WebP"),
    "picture.heic": (b"\x00\x00\x00\x18ftypheic", "HEIC"),
    "sound.mp3": (b"ID3\x04\x00\x00", "sound file"),
    "sound.wav": (b"RIFF\x00\x00\x00\x00WAVEfmt ", "WAV"),
    "sound.m4a": (b"\x00\x00\x00\x20ftypM4A ", "sound file"),
    "film.mkv": (b"\x1aE\xdf\xa3\x01", "video"),
    "files.zip": (made.archive({"a.txt": "x"}), "ZIP archive"),
    "files.tar": (tar(), "archive"),
    "files.gz": (b"\x1f\x8b\x08\x00", "compressed"),
    "files.7z": (b"7z\xbc\xaf'\x1c", "compressed"),
    "tool.exe": (b"MZ\x90\x00", "program"),
    "base.sqlite": (b"SQLite format 3\x00", "database"),
    "font.woff2": (b"wOF2\x00", "font"),
    "help.chm": (b"ITSF\x03", "word processor"),
}
BY_NAME_ALONE = {"table.csv", "page.mdx", "settings.yaml", "tool.py"}
"""What only its name tells: somebody may have typed it."""


def page(name: str, body: bytes, kind: str = "") -> Page:
    return Page(name, body, content_type=kind)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_refused_by_its_name(name: str) -> None:
    body, words = REFUSED[name]
    with pytest.raises(SourceError, match=words) as caught:
        fetch.checked(page(name, body))
    assert "does not read" in caught.value.message
    with pytest.raises(SourceError, match=words):
        article(page(name, body), Settings())


@pytest.mark.parametrize("name", [each for each in REFUSED if each not in BY_NAME_ALONE])
@pytest.mark.parametrize("other", ["-", "renamed.txt"])
def test_what_is_not_read_is_known_by_its_content_too(name: str, other: str) -> None:
    with pytest.raises(SourceError, match=r"does not read|binary"):
        fetch.checked(page(other, REFUSED[name][0], "text/plain" if other != "-" else ""))


FEED = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
JATS = b'<?xml version="1.0"?><article article-type="research"><front><journal-meta/></front><body><p>x</p></body></article>'


@pytest.mark.parametrize(
    ("body", "words"), [(FEED, "a feed"), (JATS, "a JATS article"), (b'{"title": "x", "body": "<p>y</p>"}', "JSON")]
)
def test_what_is_sent_as_a_page_and_is_none_is_refused_by_its_name(body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        fetch.checked(page("https://example.org/a", body, "text/html"))


READ: dict[str, bytes] = {
    "a.docx": made.docx("".join(map(made.paragraph, articles.paragraphs("en")))),
    "a.odt": made.odt("".join(f"<text:p>{each}</text:p>" for each in articles.paragraphs("en"))),
    "a.epub": made.epub({"one.xhtml": made.chapter("One", articles.paragraphs("en"))}),
    "a.pdf": made.pdf([made.wrapped(articles.paragraphs("en")[0], 60, 100)]),
    "a.eml": made.eml(articles.page("en")),
    "a.ipynb": made.notebook([("markdown", TEXT)]),
    "a.rst": f"Quay\n====\n\n.. note:: x\n\n{TEXT} ``code``\n".encode(),
    "a.html": articles.page("en").encode(),
    "a.md": f"# Quay\n\n{TEXT}\n\n- a\n- b\n".encode(),
    "a.txt": TEXT.encode(),
}


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("other", ["", "-", "renamed.txt", "renamed.bin"])
def test_what_is_read_is_read_whatever_it_is_called(name: str, other: str) -> None:
    found = article(fetch.checked(page(other or name, READ[name])), Settings())
    assert articles.paragraphs("en")[0][:40] in found.text
    assert "<" not in found.text


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(600, b"\x00")
"""How files of old Office begin, and those of new Office that have a password (MS-CFB, 2.2)."""
CUT = made.archive({"[Content_Types].xml": "x", "xl/workbook.xml": "x"})[:90]


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("a.xls", OLE, "an Excel workbook"),
        ("locked.xlsx", OLE, "an Excel workbook"),
        ("cut.XLSX", CUT, "an Excel workbook"),
        ("cut.ods", CUT, "OpenDocument"),
        ("a.ppt", OLE, "PowerPoint"),
        ("a.doc", OLE, "old Office"),
        ("cut.zip", CUT, "ZIP archive"),
        ("cut.html", CUT, "ZIP archive"),
    ],
    # An archive holds the time of its making, which would make the names of the tests differ from process to process.
    ids=["a.xls", "locked.xlsx", "cut.XLSX", "cut.ods", "a.ppt", "a.doc", "cut.zip", "cut.html"],
)
def test_what_begins_as_many_kinds_do_is_known_by_its_name(name: str, body: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        fetch.checked(page(name, body))


def test_a_workbook_without_an_ending_is_known_by_the_type_that_was_declared() -> None:
    with pytest.raises(SourceError, match="an Excel workbook") as caught:
        fetch.checked(page("https://example.org/export", CUT, "application/vnd.ms-excel"))
    assert "save it as CSV" in caught.value.hint


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.txt"])
def test_a_text_keeps_the_type_that_was_declared(name: str) -> None:
    for kind in ("text/html", "text/plain", "text/markdown"):
        surer = {"a.html": "text/html", "a.md": "text/markdown"}.get(name, kind) if kind == "text/plain" else kind
        assert fetch.checked(page(name, READ[name], kind)).content_type == surer
    assert fetch.checked(page("-", READ[name])).content_type == ""


@pytest.mark.parametrize(
    "text",
    [
        "Dear all,\n\nFrom: the desk\n\nThe meeting is on Monday.",
        "1\n\nThe first chapter.",
        "= not a title, he wrote, and left.",
        "[a] and {b} are letters.",
        "<3 is a heart, and <name> a placeholder here.",
        "* one\n* two\n\nSee [[x]].",
        "\\begin is how LaTeX begins things.",
        "--- a line ---\nand another",
        "{not json}",
        "Subject: hello\n\nI wrote this myself.",
    ],
)
def test_what_somebody_typed_is_text(text: str) -> None:
    assert mediatypes.of("-", "", text.encode()) is None


def test_no_ending_is_read_and_refused() -> None:
    assert len(set(mediatypes.endings())) == len(mediatypes.endings())
    for ending in mediatypes.endings():
        found = mediatypes.of_name(f"A.{ending[1:].upper()}")
        assert found is not None
        assert found.is_read


def test_the_command_refuses_with_4_and_what_would_help(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "letter.rtf"
    path.write_bytes(REFUSED["letter.rtf"][0])
    assert run(["extract", str(path)]) == 4
    told = capsys.readouterr().err
    assert "rich text (RTF)" in told
    assert "save it as .docx" in told


def test_a_chapter_is_asked_for_by_option_and_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(made.epub({f"{i}.xhtml": made.chapter(f"Part {i}", [f"{TEXT} {i}."]) for i in (1, 2)}))
    assert run(["extract", str(path), "--chapter", "2"]) == 0
    by_option = capsys.readouterr().out
    assert run(["extract", f"{path}#2"]) == 0
    assert capsys.readouterr().out == by_option
    assert "2." in by_option
    assert run(["extract", str(path)]) == 0
    whole = capsys.readouterr().out
    assert "Part 1" in whole
    assert "Part 2" in whole
    assert run(["extract", str(path), "--chapter", "9"]) == 4
    path.rename(tmp_path / "book.zip")
    assert run(["extract", str(tmp_path / "book.zip"), "--chapter", "1"]) == 2
