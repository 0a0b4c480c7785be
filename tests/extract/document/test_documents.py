"""Documents are read whole and without what they carry beside the article; broken and hostile ones are refused in words."""

from __future__ import annotations

import time
from html import escape

import pytest

from narrator.errors import NarratorError, SourceError
from narrator.extract import article
from narrator.extract.document import epub
from narrator.model import Article, BlockKind, DoubtKind, Page
from narrator.settings import Settings
from tests.extract.document import made
from tests.extract.document.made import MORE, PARAGRAPHS, TITLE

HTML = f"<html><body><h1>{TITLE}</h1>" + "".join(f"<p>{each}</p>" for each in (*PARAGRAPHS, *MORE)) + "</body></html>"


def read(body: bytes, name: str = "document", kind: str = "", chapter: int | None = None) -> Article:
    return article(Page(name, body, content_type=kind, chapter=chapter), Settings())


def texts(found: Article) -> list[str]:
    return [block.text for block in found.blocks]


def test_a_word_document_is_read_without_its_header_and_its_table_of_contents() -> None:
    body = (
        made.paragraph(TITLE, "Title")
        + made.paragraph("A first part 2", "toc 1")
        + "".join(made.paragraph(each) for each in PARAGRAPHS)
        + made.paragraph("A first part", "Heading 1")
        + made.paragraph(MORE[0], "Quote")
        + "<w:p><w:r><w:t>Kept, </w:t></w:r><w:del><w:r><w:delText>gone, </w:delText></w:r></w:del><w:r><w:t>and kept.</w:t></w:r></w:p>"
    )
    found = read(made.docx(body, {"word/header1.xml": f"<w:hdr {made.W}>{made.paragraph('Confidential')}</w:hdr>"}))
    assert found.title == TITLE
    assert texts(found) == [*PARAGRAPHS, "A first part", MORE[0], "Kept, and kept."]
    assert found.blocks[3].kind is BlockKind.HEADING
    assert found.blocks[4].kind is BlockKind.QUOTE


def test_formulas_of_word_are_said_to_be_left_out() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = made.paragraph(MORE[0]) + f"<w:p><m:oMath {math}><m:r><m:t>x</m:t></m:r></m:oMath></w:p>"
    assert DoubtKind.LEFT_OUT in [each.kind for each in read(made.docx(body)).doubts]


def test_an_opendocument_text_is_read_without_comments_deleted_text_and_contents() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted long ago.</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>A part 2</text:p></text:index-body></text:table-of-content>"
        f'<text:p text:style-name="Title">{TITLE}</text:p>'
        + "".join(f"<text:p>{escape(each, quote=False)}</text:p>" for each in PARAGRAPHS)
        + '<text:h text:outline-level="1">A part</text:h>'
        "<text:p>Nine<office:annotation><text:p>Is it nine?</text:p></office:annotation> gulls<text:s/>and"
        "<text:line-break/>a dog<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p>"
        "</text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>One thing</text:p></text:list-item></text:list>"
        '<text:p>E = mc<text:span text:style-name="T1">2</text:span></text:p>'
    )
    styles = '<style:style style:name="T1"><style:text-properties style:text-position="super 58%"/></style:style>'
    found = read(made.odt(body, styles, "<meta:initial-creator>Ana Paz</meta:initial-creator>"))
    assert (found.title, found.byline) == (TITLE, "Ana Paz")
    assert texts(found)[:4] == [*PARAGRAPHS, "A part"]
    assert "gulls and" in found.text
    assert "a dog." in found.text
    assert "E = mc²" in found.text
    assert not any(each in found.text for each in ("Deleted", "A part 2", "Is it nine", "A note"))
    assert BlockKind.ITEM in [block.kind for block in found.blocks]


BOOK = {
    "cover.xhtml": made.chapter("", ["Cover"], ""),
    "nav.xhtml": made.chapter("Contents", ["One", "Two"]),
    "one.xhtml": made.chapter("The first quay", PARAGRAPHS, '<span epub:type="pagebreak" title="3">3</span>'),
    "two.xhtml": made.chapter(
        "The second quay", MORE, '<aside epub:type="footnote"><p>A note of the book.</p></aside>'
    ),
}


def test_a_book_is_read_in_order_with_its_chapters_as_headings() -> None:
    found = read(made.epub(BOOK, properties={"nav.xhtml": "nav"}))
    assert (found.title, found.byline, found.language) == ("Quays", "Zoë Lindqvist", "en")
    assert texts(found) == ["The first quay", *PARAGRAPHS, "The second quay", *MORE]


def test_a_chapter_of_a_book_is_an_article() -> None:
    found = read(made.epub(BOOK, properties={"nav.xhtml": "nav"}), chapter=2)
    assert (found.title, found.site, texts(found)) == ("The second quay", "Quays", list(MORE))


def test_a_chapter_that_is_not_there_is_refused_with_their_number() -> None:
    with pytest.raises(SourceError, match="has 2 chapters, and no chapter 7"):
        read(made.epub(BOOK, properties={"nav.xhtml": "nav"}), chapter=7)


def test_chapters_without_headings_are_named_by_the_table_of_contents() -> None:
    nav = made.chapter("", [], '<nav epub:type="toc"><ol><li><a href="one.xhtml">The quay</a></li></ol></nav>')
    book = {"nav.xhtml": nav, "one.xhtml": made.chapter("", PARAGRAPHS)}
    assert epub.titles(Page("a.epub", made.epub(book, properties={"nav.xhtml": "nav"}))) == ("The quay",)


def test_a_book_that_its_seller_locked_is_refused() -> None:
    locked = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData xmlns="http://www.w3.org/2001/04/xmlenc#">'
        '<CipherData><CipherReference URI="OPS/one.xhtml"/></CipherData></EncryptedData></encryption>'
    )
    with pytest.raises(SourceError, match="locked by its seller"):
        read(made.epub(BOOK, more={"META-INF/encryption.xml": locked}))


def running(page: int) -> list[made.Row]:
    return [(60, 30, 8, "The Quay Report 2026"), (290, 800, 9, f"Page {page} of 2")]


def test_a_pdf_is_read_in_paragraphs_without_running_heads_and_numbers() -> None:
    first = [
        (60.0, 60.0, 20.0, f"*{TITLE}"),
        *made.wrapped(PARAGRAPHS[0], 60, 100),
        *made.wrapped(PARAGRAPHS[1], 60, 180),
    ]
    last = [
        *made.wrapped(PARAGRAPHS[2], 60, 60),
        (60.0, 130.0, 14.0, "*What comes next"),
        *made.wrapped(MORE[0], 60, 160),
    ]
    found = read(made.pdf([[*running(1), *first], [*running(2), *last]]))
    assert found.title == TITLE
    assert texts(found) == [*PARAGRAPHS, "What comes next", MORE[0]]


def test_what_a_browser_prints_around_a_page_is_not_read() -> None:
    around: list[made.Row] = [(24, 15, 8, f"6/4/26, 3:21 PM {TITLE}"), (24, 815, 8, "https://quay.example/a 1/1")]
    found = read(made.pdf([[*around, (60, 60, 20, f"*{TITLE}"), *made.wrapped(PARAGRAPHS[0], 60, 100)]]))
    assert texts(found) == [PARAGRAPHS[0]]


def test_small_print_above_the_text_of_a_single_page_is_its_head() -> None:
    found = read(made.pdf([[(60, 30, 8, "The Quay Report - June 2026"), *made.wrapped(PARAGRAPHS[0], 60, 100)]]))
    assert texts(found) == [PARAGRAPHS[0]]


def test_columns_of_a_pdf_are_read_one_after_the_other() -> None:
    left = [row for i in range(4) for row in made.wrapped(f"{MORE[0]} It was part {i}.", 50, 120 + 90 * i, width=40)]
    right = [
        row for i in range(4) for row in made.wrapped(f"{MORE[1]} It was part {i + 4}.", 320, 120 + 90 * i, width=40)
    ]
    headline: made.Row = (50, 60, 22, f"*{TITLE}")
    found = read(made.pdf([sorted([headline, *left, *right], key=lambda row: row[1])]))
    assert found.title == TITLE
    assert [text[-2] for text in texts(found)] == list("01234567")


def test_words_that_a_line_parts_are_whole_again() -> None:
    lines = [
        "The harbour mas-",
        "ter is self-",
        "employed and well-known. The harbour master and his well-",
        "known dog left.",
    ]
    found = read(made.pdf([[(60.0, 100 + 14.0 * i, 11.0, line) for i, line in enumerate(lines)]]))
    assert (
        found.text
        == "The harbour master is self-employed and well-known. The harbour master and his well-known dog left."
    )


def test_notes_at_the_foot_of_a_page_are_not_read_in_the_middle_of_a_sentence() -> None:
    rows = [
        *made.wrapped(f"{PARAGRAPHS[0]} {PARAGRAPHS[1]} {MORE[0]}"[:-20], 60, 100),
        (60.0, 700.0, 8.0, "1 A note of the printer."),
    ]
    found = read(made.pdf([rows, made.wrapped("that the sentence goes on with here, and then it ends.", 60, 100)]))
    assert "A note" not in found.text
    assert len(found.blocks) == 1


def test_paragraphs_that_are_indented_are_told_apart() -> None:
    rows: list[made.Row] = []
    for text in (*PARAGRAPHS, *MORE):
        rows += made.wrapped(text, 60, rows[-1][1] + 13.75 if rows else 100, indent=14)
    assert texts(read(made.pdf([rows]))) == [*PARAGRAPHS, *MORE]


def test_a_scanned_pdf_is_refused_in_words() -> None:
    with pytest.raises(SourceError, match="scanned") as caught:
        read(made.pdf([[], []]))
    assert "OCRmyPDF" in caught.value.hint


def test_a_pdf_that_is_cut_short_or_nonsense_is_refused() -> None:
    for body in (b"%PDF-1.7\n", b"%PDF-1.4\n" + b"\x00\x01rubbish" * 400):
        with pytest.raises(SourceError):
            read(body)


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    rows = made.wrapped(PARAGRAPHS[0], 60, 100)
    with pytest.raises(SourceError, match="more than 200 pages"):
        read(made.pdf([rows] * 201))


@pytest.mark.parametrize("kind", ["placed", "in a row"])
def test_pages_of_pdftohtml_are_read_in_paragraphs(kind: str) -> None:
    pages = [[*running(i), *made.wrapped(each, 60, 100)] for i, each in enumerate(PARAGRAPHS[:2], 1)]
    if kind == "placed":
        body = "".join(
            f'<div id="page{i}-div" style="position:relative;width:595px;height:842px;">'
            + "".join(
                f'<p style="position:absolute;top:{row[1]:.0f}px;left:{row[0]:.0f}px;white-space:nowrap" class="ft00">{row[3].replace(" ", "&#160;")}</p>'
                for row in rows
            )
            + "</div>"
            for i, rows in enumerate(pages, 1)
        )
        page = (
            f"<html><head><title>a.pdf</title><style>.ft00{{font-size:11px}}</style></head><body>{body}</body></html>"
        )
    else:
        body = "<hr/>".join(
            f"<a name={i}></a>" + "<br/>\n".join(row[3] for row in rows[2:]) + f"<br/>{i}<br/>"
            for i, rows in enumerate(pages, 1)
        )
        page = f"<html><head><title>a.pdf</title></head><body>{body}</body></html>"
    assert texts(read(page.encode(), kind="text/html")) == PARAGRAPHS[:2]


def test_an_e_mail_is_read_by_its_html_with_who_wrote_it_and_when() -> None:
    found = read(made.eml(HTML, Subject="Fwd: " + TITLE))
    assert (found.title, found.byline, found.published) == (TITLE, "Zoë Lindqvist", "2026-04-07T08:00:00+02:00")
    assert texts(found) == [*PARAGRAPHS, *MORE]


def test_an_e_mail_in_plain_text_is_read_without_its_headers_and_signature() -> None:
    text = "\n\n".join((*PARAGRAPHS, *MORE)) + "\n\n-- \nZoë Lindqvist\nQuay 4, Ostrel\n"
    found = read(made.eml(text=text))
    assert texts(found) == [*PARAGRAPHS, *MORE]


def test_who_sends_a_newsletter_is_no_person() -> None:
    found = read(made.eml(HTML, From="The Quay Letter <news@quay.example>".replace("The Quay Letter", "quayletter24")))
    assert (found.byline, found.site) == ("", "quayletter24")


def test_an_e_mail_without_a_text_is_refused() -> None:
    with pytest.raises(SourceError, match="without a text"):
        read(b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: application/pkcs7-mime\nSubject: x\n\nAAAA\n")


def test_a_mailbox_is_refused_and_one_message_of_it_is_read() -> None:
    one = b"From a@b Tue Apr  7 08:00:00 2026\n" + made.eml(HTML)
    assert texts(read(one)) == [*PARAGRAPHS, *MORE]
    with pytest.raises(SourceError, match="mailbox"):
        read(one + b"\n" + one)


def test_a_saved_page_is_read_as_the_page_that_it_is() -> None:
    quoted = HTML.encode().replace(b"=", b"=3D").decode("latin-1")
    parts = "".join(
        f"------B\nContent-Type: {kind}\nContent-Transfer-Encoding: quoted-printable\nContent-Location: {place}\n\n{body}\n"
        for kind, place, body in (
            ("text/html; charset=utf-8", "https://quay.example/ad", "<p>An advertisement in a frame of its own.</p>"),
            ("text/html; charset=utf-8", "https://quay.example/a", quoted),
            ("text/css", "https://quay.example/a.css", "p {}"),
        )
    )
    saved = (
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/a\nMIME-Version: 1.0\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="----B"\n\n{parts}------B--\n'
    )
    found = read(saved.encode("latin-1"), "page.html", "text/html")
    assert texts(found) == [*PARAGRAPHS, *MORE]
    assert found.url == "https://quay.example/a"


def test_a_notebook_is_read_without_its_output() -> None:
    cells = [
        ("markdown", f"# {TITLE}\n\n{PARAGRAPHS[0]}"),
        ("code", "print(1)\n```\nx"),
        ("raw", "raw"),
        ("markdown", MORE[0]),
    ]
    found = read(made.notebook(cells), "a.ipynb")
    assert found.title == TITLE
    assert [(block.kind, block.text) for block in found.blocks] == [
        (BlockKind.PARAGRAPH, PARAGRAPHS[0]),
        (BlockKind.CODE, "print(1)\n```\nx"),
        (BlockKind.PARAGRAPH, MORE[0]),
    ]


def test_restructured_text_is_read_with_the_roles_and_directives_of_sphinx() -> None:
    text = f"""{TITLE}
{"=" * len(TITLE)}

:Author: Ana Paz

.. _start:

{PARAGRAPHS[0]}

.. toctree::

   other

See :ref:`the other page <other>` and :class:`~quay.Boat` [1]_.

.. code-block:: python
   :linenos:

   print(1)

A part
------

.. versionadded:: 2.0
   {MORE[0]}

* ``one`` thing
* *another* thing

.. raw:: html

   <b>never</b>

.. include:: /etc/passwd

.. [1] A note.
"""
    found = read(text.encode(), "a.rst")
    assert found.title == TITLE
    assert "See the other page and Boat" in found.text
    assert texts(found)[0] == PARAGRAPHS[0]
    assert MORE[0] in found.text
    assert not any(each in found.text for each in ("toctree", "linenos", "never", "root:", "::", "A note"))


GROWING = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(f'<!ENTITY a{i} "' + f"&a{i - 1};" * 10 + '">' for i in range(1, 12))
HOSTILE = {
    "a bomb in a Word document": made.docx(made.paragraph("x"), {"word/styles2.xml": "<a/>" + " " * 300_000_000}),
    "a bomb in an OpenDocument text": made.archive({"content.xml": b"<a>" + b"a" * 90_000_000}, made.ODT),
    "entities that grow": made.archive({"content.xml": f"<!DOCTYPE a [{GROWING}]><a>&a11;</a>"}, made.ODT),
    "an entity that reads a file": made.archive(
        {"content.xml": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'}, made.ODT
    ),
    "elements within elements": made.odt("<text:section>" * 5_000 + "deep" + "</text:section>" * 5_000),
    "an archive that is cut short": made.docx(made.paragraph("x"))[:-200],
    "a book that leads outside of itself": made.archive(
        {"META-INF/container.xml": made.CONTAINER.replace("OPS/book.opf", "../../etc/passwd")}, "application/epub+zip"
    ),
    "a notebook that is none": b'{"nbformat": 4, "cells": [1, 2]}',
    "parts within parts": b"MIME-Version: 1.0\nFrom: a@b.example\nSubject: x\n"
    + b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(2_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_means_harm_is_refused_within_a_short_time(name: str) -> None:
    begin = time.monotonic()
    with pytest.raises(NarratorError) as caught:
        read(HOSTILE[name], "harm")
    assert "root:" not in str(caught.value)
    assert time.monotonic() - begin < 60


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from narrator.extract.document import child

    monkeypatch.setattr(child, "LIMIT_S", 0.01)
    with pytest.raises(SourceError, match="took longer"):
        read(made.pdf([made.wrapped(PARAGRAPHS[0], 60, 100)] * 100))
