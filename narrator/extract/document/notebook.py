"""Jupyter notebooks (nbformat 3 and 4) -> Markdown: the text between the code, the code as code, no output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from narrator.errors import SourceError
from narrator.extract.document.written import Facts, Written
from narrator.model import Page

FENCE = re.compile(r"^`{3,}", re.MULTILINE)


def written(page: Page) -> Written:
    """The cells of a notebook, in order.

    Raises:
        SourceError: it is no notebook.
    """
    try:
        notebook = json.loads(page.body.decode("utf-8-sig"))
        cells = notebook["cells"] if "cells" in notebook else notebook["worksheets"][0]["cells"]
        parts = [part for cell in cells if (part := _cell(cell).strip())]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(f"{page.source} is a broken notebook: {error}", "is it whole?") from error
    told = notebook.get("metadata") if isinstance(notebook.get("metadata"), dict) else {}
    authors = ", ".join(_names(told.get("authors")))
    title = str(told.get("title") or "")
    return Written("\n\n".join(parts), "text/markdown", facts=Facts(title=title, byline=authors))


def _names(authors: Any) -> Iterator[str]:
    for each in authors if isinstance(authors, list) else []:
        if isinstance(each, dict) and isinstance(each.get("name"), str):
            yield each["name"]


def _cell(cell: Any) -> str:
    kind = cell.get("cell_type")
    source = cell.get("source", cell.get("input", ""))
    text = "".join(source) if isinstance(source, list) else str(source)
    if kind == "heading":
        return "#" * min(6, max(1, int(cell.get("level", 1)))) + " " + text
    if kind == "markdown":
        return text
    if kind == "code":
        longest = max((len(fence) for fence in FENCE.findall(text)), default=2)
        fence = "`" * max(3, longest + 1)
        return f"{fence}\n{text}\n{fence}" if text.strip() else ""
    return ""
