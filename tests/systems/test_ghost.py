"""The loader's tag in a real Ghost with a real database: pasted where the instructions say, and heard in each theme.

Ghost is installed with npm, MariaDB is Debian's: ``GHOST=/folder/of/ghost pytest -m stress tests/systems/test_ghost.py``,
where the folder holds ``ghost.js`` (of Ghost 5) and its ``node_modules``.
"""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrator import systems
from narrator.model import BlockKind, Details
from narrator.narrator import Narrator
from narrator.publish import site
from narrator.settings import Settings
from tests.browsers import LIT, Reader
from tests.systems import servers

GHOST = Path(os.environ.get("GHOST", "none"))
IS_HERE = (GHOST / "ghost.js").is_file() and all(map(servers.program, (*servers.DATABASE, "node")))
pytestmark = [
    pytest.mark.stress,
    pytest.mark.skipif(not IS_HERE, reason="needs GHOST=/folder/of/ghost, node and Debian's mariadb-server"),
]
EDITOR = {"name": "Editor", "email": "editor@example.org", "password": "quay-lantern-4471-tide", "blogTitle": "Harbor"}
PARAGRAPHS = (
    "The “pier” opened again on Monday after a winter of work, and the first boats came in before noon.",
    "Nineteen carpenters had worked on it since November; the old planks went to the school, which builds a shed.",
    "The ferry comes back in May, said the harbor master, and it will stop twice a day as it did before the storm.",
)


class Press:
    """A running Ghost, and an editor who is signed in.

    Args:
        origin: its address.
        listen: the folder that it serves below ``/content/files/``.
    """

    def __init__(self, origin: str, listen: Path) -> None:
        self.origin, self.listen = origin, listen
        self._open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def admin(self, method: str, path: str, body: Any = None) -> Any:
        """The answer of Ghost's admin API (version 5)."""
        headers = {"Content-Type": "application/json", "Origin": self.origin, "Accept-Version": "v5.0"}
        address, sent = f"{self.origin}/ghost/api/admin/{path}", json.dumps(body).encode() if body else None
        with self._open(urllib.request.Request(address, sent, headers, method=method), timeout=30) as answer:
            text = answer.read().decode()
        return json.loads(text) if text.startswith("{") else text

    def publish(self, title: str, paragraphs: tuple[str, ...]) -> str:
        """Publish a post; gives its address."""
        texts = [{"type": "extended-text", "text": each, "version": 1} for each in paragraphs]
        children = [{"type": "paragraph", "version": 1, "children": [each]} for each in texts]
        lexical = json.dumps({"root": {"type": "root", "version": 1, "children": children}})
        post = {"title": title, "status": "published", "lexical": lexical}
        return str(self.admin("POST", "posts/", {"posts": [post]})["posts"][0]["url"])


@pytest.fixture
def press(database: Path, tmp_path: Path) -> Iterator[Press]:
    port = servers.free_port()
    origin = f"http://127.0.0.1:{port}"
    for each in GHOST.iterdir():
        (tmp_path / each.name).symlink_to(each)
    content = tmp_path / "own-content"
    shutil.copytree(GHOST / "content", content)
    configuration = {
        "url": origin,
        "server": {"port": port, "host": "127.0.0.1"},
        "database": {
            "client": "mysql",
            "connection": {"socketPath": str(database), "user": "root", "password": "", "database": "press"},
        },
        "paths": {"contentPath": str(content)},
        "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False},
        "logging": {"transports": ["stdout"]},
    }
    (tmp_path / "config.production.json").write_text(json.dumps(configuration))
    environment, quiet = {**os.environ, "NODE_ENV": "production"}, subprocess.DEVNULL
    with subprocess.Popen(["node", "ghost.js"], cwd=tmp_path, env=environment, stdout=quiet, stderr=quiet) as child:
        servers.wait_for(port, 120)
        started = Press(origin, content / "files" / "listen")
        _wait_until_booted(started)
        started.admin("POST", "authentication/setup/", {"setup": [EDITOR]})
        started.admin("POST", "session/", {"username": EDITOR["email"], "password": EDITOR["password"]})
        yield started
        child.terminate()


def _wait_until_booted(press: Press) -> None:
    """Ghost listens before its tables are made, and says 503 until they are."""
    for _ in range(240):
        try:
            press.admin("GET", "site/")
        except OSError:
            time.sleep(0.5)
        else:
            return


def test_a_post_of_a_ghost_site_is_heard_in_each_theme(press: Press, browser: Any, tmp_path: Path) -> None:
    listen = f"{press.origin}/content/files/listen"
    [snippet] = systems.snippets("ghost", listen)
    press.admin("PUT", "settings/", {"settings": [{"key": "codeinjection_head", "value": snippet.text}]})
    address = press.publish("The pier is open", PARAGRAPHS)
    with Narrator(Settings(output=str(tmp_path / "made"), voice="tone", sign=False, allow_private=True)) as narrator:
        made = narrator.narrate(address, details=Details(slug="pier")).narration
    assert [each.text for each in made.article.blocks if each.kind is BlockKind.PARAGRAPH] == [*PARAGRAPHS]
    site.build(tmp_path / "made", listen, to=str(press.listen))
    themes = [each["name"] for each in press.admin("GET", "themes/")["themes"]]
    for theme in themes:
        press.admin("PUT", f"themes/{theme}/activate/", {})
        reader = Reader(browser.new_context(), address)
        reader.ready()
        reader.start()
        reader.wait(f"({LIT}).length > 10")
        boxes = [reader.page.locator(each).first.bounding_box() for each in ("h1", "narrator-player")]
        assert len({(each["x"], each["width"]) for each in boxes}) == 1, theme
    assert len(themes) >= 2
