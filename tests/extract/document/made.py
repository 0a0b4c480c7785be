"""Documents that tests write themselves, as small as they can be."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.extract import articles

TITLE = articles.title("en")
PARAGRAPHS = articles.paragraphs("en")
MORE = (
    "The new lease runs for eleven years. After that the town may take the house back for the price of the roof.",
    "A second inspection is planned for the spring, when the water is low enough to look at the piles of the quay.",
)


def archive(files: Mapping[str, str | bytes], mimetype: str = "") -> bytes:
    """A ZIP archive; of OpenDocument and EPUB the media type is its first file, stored."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as zipped:
        if mimetype:
            zipped.writestr("mimetype", mimetype, ZIP_STORED)
        for name, body in files.items():
            zipped.writestr(name, body)
    return out.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
STYLES = ("Title", "Heading 1", "Heading 2", "Quote", "caption", "toc 1", "header")


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style.replace(" ", "")}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(body: str, more: Mapping[str, str] | None = None) -> bytes:
    """A Word document of XML for its body."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
        for name in STYLES
    )
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "_rels/.rels": RELATIONS,
            "word/document.xml": f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>',
            "word/styles.xml": f'<?xml version="1.0"?><w:styles {W}>{styles}</w:styles>',
            **(more or {}),
        }
    )


ODT = "application/vnd.oasis.opendocument.text"
SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
        "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
        "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    }.items()
)


def odt(body: str, styles: str = "", meta: str = "") -> bytes:
    """An OpenDocument text of XML for its body."""
    content = (
        f'<?xml version="1.0"?><office:document-content {SPACES}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    files = {"content.xml": content}
    if meta:
        files["meta.xml"] = (
            f'<?xml version="1.0"?><office:document-meta {SPACES}><office:meta>{meta}</office:meta></office:document-meta>'
        )
    return archive(files, ODT)


CONTAINER = (
    '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)


def chapter(title: str, text: Iterable[str], more: str = "") -> str:
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{heading}'
        + "".join(f"<p>{escape(each, quote=False)}</p>" for each in text)
        + f"{more}</body></html>"
    )


def epub(
    files: Mapping[str, str], *, properties: Mapping[str, str] | None = None, more: Mapping[str, str] | None = None
) -> bytes:
    """An e-book whose files are read in their order."""
    told = properties or {}
    items = "".join(
        f'<item id="i{number}" href="{name}" media-type="application/xhtml+xml"'
        + (f' properties="{told[name]}"' if name in told else "")
        + "/>"
        for number, name in enumerate(files)
    )
    spine = "".join(f'<itemref idref="i{number}"/>' for number in range(len(files)))
    package = (
        '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Quays</dc:title><dc:creator>Lindqvist, Zoë</dc:creator>'
        f"<dc:language>en</dc:language></metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    named = {f"OPS/{name}": body for name, body in files.items()}
    return archive(
        {"META-INF/container.xml": CONTAINER, "OPS/book.opf": package, **named, **(more or {})}, "application/epub+zip"
    )


Row = tuple[float, float, float, str]
"""Left, top, size and text of a printed line; a text that begins with * is bold."""


def pdf(pages: Sequence[Sequence[Row]], *, height: float = 842, title: str = "", trailer: str = "") -> bytes:
    """A PDF of lines at places, in Helvetica."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>".encode("latin-1"),
    ]
    kids = []
    for rows in pages:
        drawn = b"\n".join(_drawn(*row, height) for row in rows)
        packed = zlib.compress(drawn)
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 {height}] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>".encode()
        )
        objects.append(f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    return (
        out
        + (
            f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
            f"/Info 5 0 R {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def _drawn(left: float, top: float, size: float, text: str, height: float) -> bytes:
    font, text = ("F2", text[1:]) if text.startswith("*") else ("F1", text)
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252")
    return f"BT /{font} {size} Tf {left} {height - top - size} Td (".encode() + escaped + b") Tj ET"


def wrapped(text: str, left: float, top: float, *, width: int = 60, size: float = 11, indent: float = 0) -> list[Row]:
    """A paragraph as lines of at most so many characters, and where the next one begins."""
    rows: list[Row] = []
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            rows.append((left + (0 if rows else indent), top, size, line))
            line, top = word, top + 1.25 * size
        else:
            line = f"{line} {word}" if line else word
    return [*rows, (left + (0 if rows else indent), top, size, line)]


def eml(html: str = "", text: str = "", **headers: str) -> bytes:
    """An e-mail with its versions."""
    message = EmailMessage()
    told = {
        "From": "Zoë Lindqvist <zoe@quay.example>",
        "To": "you@example.org",
        "Subject": TITLE,
        "Date": "Tue, 07 Apr 2026 08:00:00 +0200",
        "Message-ID": "<1@quay.example>",
    }
    for name, value in {**told, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        message[name] = value
    message.set_content(text or "See the other version.")
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes()


def notebook(cells: Sequence[tuple[str, str]]) -> bytes:
    """A Jupyter notebook of kinds and texts."""
    made = [
        {"cell_type": kind, "source": text.splitlines(keepends=True), "metadata": {}}
        | (
            {"outputs": [{"output_type": "stream", "text": ["never read\n"]}], "execution_count": 1}
            if kind == "code"
            else {}
        )
        for kind, text in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
