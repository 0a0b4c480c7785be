"""A plug-in for MkDocs: pages are narrated as the site is built, and each gets the player.

Named in ``mkdocs.yml`` as ``narrator``; see docs/embed.md. What was narrated before is found
again, sentence by sentence.
"""

from __future__ import annotations

import dataclasses
import fnmatch
import html as escapes
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from mkdocs.config import Config
from mkdocs.config import config_options as options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as SitePage

from narrator.errors import NarratorError
from narrator.library import Library
from narrator.model import Details, Page
from narrator.narrator import Narrator
from narrator.publish import site
from narrator.settings import Settings
from narrator.settings.publishing import Publishing
from narrator.systems import tag

log = get_plugin_logger(__name__)


class Options(Config):  # type: ignore[no-untyped-call]
    """What ``mkdocs.yml`` may say below the plug-in's name."""

    pages = options.ListOfItems(options.Type(str), default=[])
    """Patterns of source paths, as ``blog/*``; a page's own ``narrate: true`` or ``false`` wins."""
    folder = options.Type(str, default="listen")
    """Folder of the built site that gets the narrations."""
    library = options.Type(str, default=".narrator")
    """Folder beside ``mkdocs.yml`` where narrations are kept from one build to the next."""
    settings = options.Optional(options.File(exists=True))
    """A ``narrator.toml``; else the one beside ``mkdocs.yml`` where there is one."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A page that will be narrated: its address, its title, its own HTML without the theme."""

    address: str
    title: str
    html: str
    source: str


class NarratorPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Narrates pages at build; ``mkdocs serve`` narrates nothing, since its addresses are of this machine."""

    def __init__(self) -> None:
        self._serves = False
        self._wanted: list[_Wanted] = []

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Keep which command it is."""
        self._serves = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begin a build."""
        self._wanted = []
        if not config.site_url and not self._serves:
            raise PluginError("narrator: site_url is missing in mkdocs.yml; the player knows a page by its address")
        return config

    def on_page_content(self, html: str, /, *, page: SitePage, config: MkDocsConfig, files: Files) -> str:
        """Note a page that will be narrated."""
        if self._is_wanted(page):
            address = page.canonical_url or ""
            self._wanted.append(_Wanted(address, str(page.title or ""), html, page.file.src_uri))
        return html

    def on_post_page(self, output: str, /, *, page: SitePage, config: MkDocsConfig) -> str:
        """Add the loader's tag to a page that will be narrated."""
        if not self._is_wanted(page):
            return output
        head, end, rest = output.partition("</head>")
        return f"{head}{tag(self._base(config))}\n{end}{rest}" if end else f"{output}{tag(self._base(config))}\n"

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Narrate, publish, and copy what is published into the site."""
        if self._serves or not self._wanted:
            return
        here = Path(config.config_file_path).parent
        library = here / self.config.library
        try:
            slugs = self._narrated(
                library, Settings.load(_settings_file(here, self.config.settings)), config.theme.locale
            )
            self._forget(library, slugs)
            site.build(library, publishing=self._publishing(here, config))
        except NarratorError as error:
            raise PluginError(f"narrator: {error}") from error

    def _publishing(self, here: Path, config: MkDocsConfig) -> Publishing:
        """What the settings file says, in the folder of the built site."""
        told = Publishing.load(_settings_file(here, self.config.settings))
        language = told.language if told.language != "en" else str(config.theme.locale or "en")
        place = str(Path(config.site_dir) / self.config.folder)
        title = told.title or config.site_name
        return dataclasses.replace(told, to=place, language=language, title=title, base_url=self._base(config))

    def _is_wanted(self, page: SitePage) -> bool:
        own = page.meta.get("narrate")
        if self._serves or not page.canonical_url:
            return False
        if own is not None:
            return bool(own)
        return any(fnmatch.fnmatchcase(page.file.src_uri, pattern) for pattern in self.config.pages)

    def _base(self, config: MkDocsConfig) -> str:
        return f"{(config.site_url or '').rstrip('/')}/{self.config.folder.strip('/')}"

    def _narrated(self, library: Path, settings: Settings, locale: object) -> set[str]:
        """The folders of all narrations.

        A page that cannot be narrated is a warning, which ``mkdocs build --strict`` makes an error.
        """
        slugs = set[str]()
        with Narrator(settings, output=library) as narrator:
            for wanted in self._wanted:
                page = Page(wanted.source, _document(wanted, str(locale or "en")).encode(), content_type="text/html")
                try:
                    outcome = narrator.narrate(page, details=Details(title=wanted.title or None, url=wanted.address))
                except NarratorError as error:
                    log.warning("%s is not narrated: %s", wanted.source, error)
                    continue
                slugs.add(outcome.narration.slug)
                log.info("%s %s", "narrated" if outcome.made else "found", wanted.source)
        return slugs

    def _forget(self, library: Path, slugs: set[str]) -> None:
        """Remove narrations of pages that the site no longer has."""
        kept, here = Library(library), {each.address for each in self._wanted}
        for narration in list(kept.all()):
            if narration.slug not in slugs and narration.article.url not in here:
                kept.remove(narration.slug)


def _document(wanted: _Wanted, language: str) -> str:
    """A page's own text as a document, without navigation and footer."""
    title = escapes.escape(wanted.title)
    return (
        f'<!doctype html><html lang="{escapes.escape(language)}"><head><title>{title}</title>'
        f'<link rel="canonical" href="{escapes.escape(wanted.address)}"></head>'
        f"<body><article>{wanted.html}</article></body></html>"
    )


def _settings_file(here: Path, named: str | None) -> Path | None:
    """The settings file that is named, else the one beside ``mkdocs.yml`` where there is one."""
    beside = here / "narrator.toml"
    return Path(named) if named else beside if beside.is_file() else None
