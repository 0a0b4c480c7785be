"""Every action of every page of the studio: where its control stands, what it is called, and what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

CONTROLS = ("a", "button", "input", "select", "textarea", "summary")
JINJA = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)
MADE = re.compile(r'made\("(button|a|input|select|textarea|summary)", {(.*?) }[,)]', re.DOTALL)


@dataclass(frozen=True)
class Action:
    """One action.

    Attributes:
        control: as ``controls`` names it.
        at: the state of the studio in which it is there.
        css: finds its control on the page.
        name: its accessible name; after an asterisk how it begins, where others begin so too.
        role: of ARIA; empty where the control is found by its label.
        asks: method and end of the address of the request that it makes.
        then: JavaScript that holds when it was done.
        before: what is done with the page first: steps as ``fill CSS := TEXT``, between semicolons.
        text: what is typed or chosen; a file's name where the control takes files.
        says: what is said in the status line.
        ways: in which it can be done; what is seen with the focus alone is for the keyboard.
    """

    control: str
    at: str
    css: str
    name: str
    role: str = ""
    asks: str = ""
    then: str = ""
    before: str = ""
    text: str = ""
    says: str = ""
    ways: str = "mouse keyboard name"

    def prepare(self, page: Any, given: Mapping[str, Any]) -> None:
        """Do what comes before the action; ``given`` has the files by name."""
        for step in filter(None, self.before.split(" ; ")):
            kind, _, rest = step.partition(" ")
            css, _, text = rest.partition(" := ")
            place = page.locator(css)
            if kind == "click":
                place.click()
            elif kind == "wait":
                place.wait_for()
            elif kind == "fill":
                place.fill(text)
            elif kind == "choose":
                place.select_option(text)
            else:
                assert kind == "give", step
                place.set_input_files(given[text])


class _Controls(HTMLParser):
    """The controls of a template, each named by its form and by the attribute that tells it from others."""

    def __init__(self) -> None:
        super().__init__()
        self.form, self.found = "", list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        data = [name for name in given if name.startswith("data-") and name not in ("data-text", "data-occurrence")]
        if tag == "form":
            self.form = (
                f"form[{data[0] if data else 'action'}={given[data[0]] if data else given.get('action', '')}] ".replace(
                    "=]", "]"
                )
            )
        if tag not in CONTROLS:
            return
        name = next((each for each in (*data, "name", "rel", "href") if each in given), "")
        value = "" if not name else f"[{name}]" if given[name] in ("", "…") else f"[{name}={given[name]}]"
        self.found.append(f"{self.form}{tag}{value}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = ""


def controls() -> Iterator[str]:
    """All controls that the pages have by their templates and scripts, as ``FILE: control``."""
    for each in files("narrator.studio").joinpath("templates").iterdir():
        parser = _Controls()
        parser.feed(VALUE.sub("…", JINJA.sub("", each.read_text(encoding="utf-8"))))
        yield from (f"{each.name}: {name}" for name in parser.found)
    for each in files("narrator.studio").joinpath("static").iterdir():
        if each.name.endswith(".js"):
            for tag, properties in MADE.findall(each.read_text(encoding="utf-8")):
                text = re.search(r"textContent: (`.*?`|[^,]+)", properties)
                assert text, f"{each.name} makes a {tag} without a word on it"
                yield f"{each.name}: {tag} {text[1].strip()}"


def _actions() -> Iterator[Action]:
    for line in Path(__file__).with_suffix(".tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            values = line.split("\t")
            named = dict(zip(Action.__dataclass_fields__, values, strict=False))
            yield Action(**{name: value for name, value in named.items() if value or name == "role"})


ACTIONS = tuple(_actions())
