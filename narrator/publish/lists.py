"""The lists of a site: all narrations, and those of a language, a section or an author, in pages of 50."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from narrator import languages, slug
from narrator.about import GENERATOR
from narrator.languages.names import own_name
from narrator.publish import page, player
from narrator.publish.entry import Entry
from narrator.publish.words import clean, direction, wording
from narrator.settings.publishing import Feed, Publishing

A_PAGE = 50
"""Narrations on a page."""
NAMED = 30
"""Languages, sections or authors that the front page names; the others are found through their articles."""
NEAR = 2
"""Numbers of pages beside the one that is shown."""
FEW = 3
"""Narrations from which on an author has a feed."""


@dataclass(frozen=True, slots=True)
class Group:
    """Narrations that have something in common."""

    kind: str
    """``language``, ``section``, ``author`` or ``year``; empty for all."""
    name: str
    path: str
    """Its folder, with a slash at the end; empty for the front page."""
    feed: str
    """Its feed, as seen from the published folder; that of all where it has none."""
    entries: tuple[Entry, ...]
    """Newest first."""

    @property
    def title(self) -> str:
        """What readers are told of it: a language by the name that its own readers give it; empty for all."""
        return own_name(self.name) if self.kind == "language" else self.name

    @property
    def language(self) -> str:
        """The language that its title is written in; empty for the site's own."""
        return self.name if self.kind == "language" else ""


def groups(newest: Sequence[Entry]) -> list[Group]:
    """All lists of a site, the front page first. What all narrations have in common makes no list."""
    kinds: dict[str, dict[str, list[Entry]]] = {each: defaultdict(list) for each in ("language", "section", "author")}
    years: dict[str, list[Entry]] = defaultdict(list)
    for entry in newest:
        for kind, of_kind in kinds.items():
            if name := entry[kind]:
                of_kind[name].append(entry)
        years[str(entry["year"])].append(entry)
    out = [Group("", "", "", "feed.xml", tuple(newest))]
    for kind, of_kind in {**kinds, "year": years}.items():
        taken: set[str] = set()
        for name, entries in of_kind.items() if len(of_kind) > 1 or kind == "year" else ():
            part = slug.slug(name, taken=taken.__contains__)
            taken.add(part)
            has_feed = kind != "author" or len(entries) >= FEW
            feed = f"feeds/{kind}-{quote(part)}.xml" if has_feed else "feed.xml"
            out.append(Group(kind, name, f"{kind}/{quote(part)}/", feed, tuple(entries)))
    return out


def chosen(newest: Sequence[Entry], feed: Feed) -> tuple[Entry, ...]:
    """The narrations of a feed that the publisher described."""
    wanted = languages.of(feed.language)

    def is_in(entry: Entry) -> bool:
        spoken = languages.of(entry["language"])
        return (
            (not feed.language or wanted.tag == spoken.tag or wanted.tag == wanted.primary == spoken.primary)
            and (not feed.section or entry["section"].casefold() == feed.section.casefold())
            and (not feed.author or feed.author.casefold() in entry["author"].casefold())
            and (feed.year is None or entry["year"] == feed.year)
        )

    return tuple(filter(is_in, newest))


def documents(
    group: Group, every: Sequence[Group], publishing: Publishing, shown: dict[str, str], drawing: page.Drawing
) -> Iterator[tuple[str, str]]:
    """The pages of a list, each with its path.

    Args:
        group: which list.
        every: all lists of the site.
        publishing: what is said of the site.
        shown: title, description and address of the cover.
        drawing: templates and style.
    """
    count = max(1, -(-len(group.entries) // A_PAGE))
    title = f"{clean(group.title)} · {shown['title']}" if group.title else shown["title"]
    fixed: dict[str, Any] = {
        **shown,
        "title": title,
        "language": publishing.language,
        "direction": direction(publishing.language),
        "generator": GENERATOR,
        "words": wording(publishing.language),
        "policy": page.policy(drawing.style("page.css"), player.search(), asks=True),
        "style": drawing.style("page.css"),
        "code": Markup(player.search()),  # noqa: S704 -- our own file
        "feed": group.feed,
        "is_front": not group.kind,
        "alternates": _alternates(group, every, publishing),
    }
    for number in range(1, count + 1):
        path = group.path + (f"page/{number}/" if number > 1 else "")
        root = "../" * path.count("/") or "./"
        entries = group.entries[(number - 1) * A_PAGE : number * A_PAGE]
        yield (
            f"{path}index.html",
            drawing.environment.get_template("index.html").render(
                **fixed,
                address=f"{publishing.base_url}/{path}",
                root=root,
                number=number,
                entries=[{**each, "thumbnail": _thumbnail(each)} for each in entries],
                pages=[_page(root + group.path, each, number, count) for each in range(1, count + 1)],
                kinds=_kinds(every) if not group.kind and number == 1 else [],
            ),
        )


def _page(folder: str, number: int, current: int, count: int) -> dict[str, Any]:
    """A number below the list: those near the current one, the first and the last are links."""
    is_near = abs(number - current) <= NEAR or number in (1, count)
    return {
        "number": number,
        "href": folder + (f"page/{number}/" if number > 1 else ""),
        "is_near": is_near,
        "is_gap": not is_near and abs(number - current) == NEAR + 1,
    }


def _kinds(every: Sequence[Group]) -> list[list[tuple[str, str, str]]]:
    """What the front page leads to: languages, sections, authors, the largest first; title, language, path of each."""
    out = []
    for kind in ("language", "section", "author"):
        of_kind = sorted((each for each in every if each.kind == kind), key=lambda each: -len(each.entries))
        if of_kind:
            out.append([(clean(each.title), each.language, each.path) for each in of_kind[:NAMED]])
    return out


def _alternates(group: Group, every: Sequence[Group], publishing: Publishing) -> list[tuple[str, str]]:
    """The lists of the languages, for search engines; on these lists only."""
    of_languages = [each for each in every if each.kind == "language"]
    if group.kind not in ("", "language") or not of_languages:
        return []
    found = [(each.name, f"{publishing.base_url}/{each.path}") for each in of_languages]
    return [*found, ("x-default", f"{publishing.base_url}/")]


def _thumbnail(entry: Entry) -> str:
    """The copy of the article's picture, as seen from the published folder; nothing is asked of other servers."""
    picture = str(entry["picture"])
    return picture.removeprefix(entry["url"][: -len(entry["path"]) - 1]) if picture.startswith(entry["url"]) else ""
