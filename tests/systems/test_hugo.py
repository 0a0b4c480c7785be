"""The files for Hugo in a site that the real Hugo builds: the player is on each article, and heard there.

Debian: ``apt install hugo``.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from narrator.cli import run
from narrator.model import Details, Page
from narrator.narrator import Narrator
from narrator.publish import site
from narrator.settings import Settings
from tests.browsers import LIT, Reader

pytestmark = [pytest.mark.stress, pytest.mark.skipif(not shutil.which("hugo"), reason="needs Debian's hugo")]
STORY = "The “pier” opened again on Monday after a winter of work.\n\n{place}\n\nThe ferry comes back in May.\n"
LAYOUTS = {
    "_default/baseof.html": '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>'
    '<link rel="canonical" href="{{ .Permalink }}">{{ partial "narrator.html" . }}</head>'
    '<body><main>{{ block "main" . }}{{ end }}</main></body></html>',
    "_default/single.html": '{{ define "main" }}<article><h1>{{ .Title }}</h1>{{ .Content }}</article>{{ end }}',
    "index.html": '{{ define "main" }}<h1>Harbor</h1>{{ end }}',
}


class Quiet(SimpleHTTPRequestHandler):
    """A server of files that writes no line for each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name in the standard library
        """Writes nothing."""


@pytest.fixture
def origin(tmp_path: Path) -> Iterator[str]:
    """Where the built site is served."""
    served = tmp_path / "public"
    served.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(served))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def built(place: Path, origin: str) -> Path:
    """A site with two articles, one of which says where its player stands; gives the folder that Hugo wrote."""
    for name, text in LAYOUTS.items():
        (place / "layouts" / name).parent.mkdir(parents=True, exist_ok=True)
        (place / "layouts" / name).write_text(text)
    (place / "content").mkdir()
    for name, shortcode in (("pier", ""), ("own-place", "{{< narrator >}}")):
        head = f'---\ntitle: "The {name} is open"\n---\n'
        (place / "content" / f"{name}.md").write_text(head + STORY.format(place=shortcode))
    (place / "hugo.toml").write_text(
        f'baseURL = "{origin}/"\ntitle = "Harbor"\n[params]\nnarrator = "{origin}/listen/"\n'
    )
    assert run(["embed", "hugo", "--base-url", f"{origin}/listen", "--to", str(place)]) == 0
    command = ["hugo", "--config", "hugo.toml", "--disableKinds", "taxonomy,term,RSS,sitemap"]
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    return place / "public"


def test_an_article_of_a_hugo_site_is_heard(tmp_path: Path, origin: str, browser: Any) -> None:
    public = built(tmp_path, origin)
    assert "embed.js" not in (public / "index.html").read_text()
    with Narrator(Settings(output=str(tmp_path / "made"), voice="tone", sign=False)) as narrator:
        for name in ("pier", "own-place"):
            page = Page(f"{name}.html", (public / name / "index.html").read_bytes(), content_type="text/html")
            narrator.narrate(page, details=Details(url=f"{origin}/{name}/", slug=name))
    site.build(tmp_path / "made", f"{origin}/listen", to=str(public / "listen"))
    for name, above in (("pier", "H1"), ("own-place", None)):
        reader = Reader(browser.new_context(), f"{origin}/{name}/")
        reader.ready()
        reader.start()
        reader.wait(f"({LIT}).length > 10")
        placed = "document.querySelector('narrator-player')"
        assert reader.page.evaluate(f"{placed}.previousElementSibling?.tagName ?? null") == above
        assert reader.page.evaluate(f"!!{placed}.closest('[data-narrator]')") == (above is None)
