"""What is loaded to read a source: libraries for HTML and PDF take 0.1 s, which a short text need not wait for."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
from narrator import extract
from narrator.model import Page
from narrator.settings import Settings
text = "The harbor is open again. Boats left at noon, and the first came back at dusk with a full hold of herring."
article = extract.article(Page("note.txt", text.encode(), content_type="text/plain"), Settings())
assert article.text
print(*sorted({"bs4", "lxml", "pymupdf"} & set(sys.modules)))
"""


def test_a_plain_text_is_read_without_what_reads_html_and_pdf() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
