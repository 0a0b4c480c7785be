"""reStructuredText -> HTML, by docutils: nothing is included from elsewhere, and what Sphinx adds is known by name."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from docutils.core import publish_parts
from docutils.parsers.rst import Directive, directives, roles
from lxml import etree

from narrator.extract.charsets import decoded
from narrator.extract.document.written import Facts, Written
from narrator.extract.html.tree import drop, parsed
from narrator.model import Page

READ = (
    "versionadded",
    "versionchanged",
    "deprecated",
    "seealso",
    "rubric",
    "centered",
    "glossary",
    "hlist",
    "tab",
    "tabs",
)
"""Directives of Sphinx whose content is text."""
VERSIONS = ("versionadded", "versionchanged", "deprecated")
"""Those whose own line begins with a version."""
LEFT = (
    "toctree", "index", "only", "automodule", "autoclass", "autofunction", "automethod", "autosummary", "currentmodule",
    "module", "highlight", "literalinclude", "tabularcolumns", "sectionauthor", "codeauthor", "plot", "graphviz", "mermaid",
    "bibliography", "youtube", "todo", "todolist", "include", "raw", "csv-table", "post", "datatemplate",
)  # fmt: skip
"""Directives that add nothing that is said."""
CODE = ("code-block", "sourcecode", "ipython", "doctest", "testcode", "prompt", "parsed-literal-block")
ROLES = (
    "ref", "doc", "term", "class", "func", "meth", "mod", "attr", "data", "exc", "obj", "const", "option", "file", "envvar",
    "command", "program", "guilabel", "menuselection", "kbd", "samp", "abbr", "download", "numref", "keyword", "token", "py:class",
    "py:func", "py:meth", "py:mod", "py:attr", "py:data", "py:exc", "py:obj", "c:func", "issue", "pr", "pep", "rfc", "any",
)  # fmt: skip
TARGET = re.compile(r"^(?P<text>.*?)\s*<[^<>]*>$", re.DOTALL)
SETTINGS = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "report_level": 5,
    "halt_level": 5,
    "input_encoding": "unicode",
    "doctitle_xform": True,
    "initial_header_level": 2,
    "embed_stylesheet": False,
    "syntax_highlight": "none",
    "math_output": "MathML",
    "footnote_references": "superscript",
    "line_length_limit": 100_000,
}


def written(page: Page) -> Written:
    """The document as HTML."""
    for name in READ:
        directives.register_directive(name, _Read)
    for name in LEFT:
        directives.register_directive(name, _Left)
    for name in CODE:
        directives.register_directive(name, _Code)
    for name in ROLES:
        roles.register_local_role(name, _role)
    text = decoded(page)
    parts = publish_parts(text.text, writer="html5", settings_overrides=SETTINGS)
    title = re.sub(r"<[^>]*>", "", parts["title"])
    body = parts["html_title"] + parts["html_subtitle"] + parts["fragment"]
    author = re.search(r"(?m)^:Authors?:[ \t]*(\S.{0,100})$", text.text)
    facts = Facts(title=title, byline=author[1].strip() if author else "", doubts=text.doubts_of(text.text))
    return Written(_without_notes(f"<html><body>{body}</body></html>"), "text/html", facts=facts)


def _without_notes(html: str) -> str:
    """The page without its footnotes and their marks."""
    tree = parsed(html, "")
    for each in list(tree.iter("aside", "a")):
        if (each.get("class") or "").startswith("footnote") or each.get("role") == "doc-noteref":
            drop(each)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


class _Read(Directive):
    """Its content is read, with what stands on its own line."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The content as it is."""
        container = nodes.container()
        line = self.arguments[0] if self.arguments else ""
        if self.name in VERSIONS:
            line = line.partition(" " if "\n" not in line else "\n")[2]
        if line.strip():
            inline, _ = self.state.inline_text(" ".join(line.split()), self.lineno)
            container += nodes.paragraph("", "", *inline)
        if self.content:
            self.state.nested_parse(self.content, self.content_offset, container)
        return list(container.children)


class _Left(Directive):
    """It says nothing."""

    has_content = True
    optional_arguments = 100
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Nothing."""
        return []


class _Code(Directive):
    """Code."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """The code as it is written, without the options above it."""
        lines = [line for line in self.content if not re.match(r"\s*:[\w-]+:", line)]
        text = "\n".join(lines).strip("\n")
        return [nodes.literal_block(text, text)]


def _role(name: str, rawtext: str, text: str, *rest: Any, **more: Any) -> tuple[list[nodes.Node], list[nodes.Node]]:
    """The words of a reference: those before its target, without the sign that shortens a name."""
    found = TARGET.match(text)
    words = found["text"] if found and found["text"] else text.rpartition(".")[2] if text.startswith("~") else text
    return [nodes.inline(rawtext, words.lstrip("!~"))], []
