"""Word documents (.docx) -> HTML, by mammoth: what styles mean, without headers, comments and deleted text."""

from __future__ import annotations

import re
from io import BytesIO

from lxml import etree

from narrator.extract.document.archive import Archive
from narrator.extract.document.written import Facts, Written
from narrator.model import Doubt, DoubtKind, Page

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Code'] => pre:separator('\\n')
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='caption'] => p.caption:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
p[style-name='TOC Heading'] => !
p[style-name='table of figures'] => !
p[style-name^='index '] => !
p[style-name='header'] => !
p[style-name='footer'] => !
r[style-name='page number'] => !
r[style-name='Hyperlink'] =>
r[style-name='annotation reference'] => !
u => em
strike => s
comment-reference => !
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
}
CORE = "docProps/core.xml"
PICTURE = re.compile(r"<img\b[^>]*>")


def written(page: Page) -> Written:
    """The document as HTML.

    Raises:
        SourceError: it is broken, locked or too large.
    """
    import mammoth

    with Archive(page.body, page.source) as archive:
        main = next(name for name in sorted(archive.names) if re.fullmatch(r"word/document\d*\.xml", name))
        root = archive.xml(main)
        for name in sorted(archive.names):
            if name.startswith("word/") and name.endswith(".xml") and name != main:
                archive.read(name)  # counts against the limits before mammoth unpacks it
        core = archive.xml(CORE) if CORE in archive.names else None
        formulas = sum(1 for _ in root.iter(f"{M}oMath"))
        language = next((each.get(f"{W}val") or "" for each in root.iter(f"{W}lang") if each.get(f"{W}val")), "")
    result = mammoth.convert_to_html(
        BytesIO(page.body), style_map=STYLES, convert_image=mammoth.images.img_element(lambda image: {"src": ""})
    )
    text = PICTURE.sub("", result.value)
    told = f"{formulas} formulas of the document are left out: Word's own are not read" if formulas else ""
    doubts = (Doubt(DoubtKind.LEFT_OUT, told),) if told else ()
    facts = Facts(title=_core(core, "dc:title"), byline=_core(core, "dc:creator"), language=language, doubts=doubts)
    return Written(f"<html><body>{text}</body></html>", "text/html", facts=facts)


def _core(core: etree._Element | None, name: str) -> str:
    """A property of the document; empty where it has none."""
    found = core.find(name, NAMESPACES) if core is not None else None
    return " ".join((found.text or "").split()) if found is not None else ""
