"""The plug-in in a real WordPress with a real database: installed, set up, heard, and gone without a trace.

Debian: ``apt install wordpress wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql``; each theme that is there is tried.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from narrator import systems
from narrator.model import Details
from narrator.narrator import Narrator
from narrator.publish import site
from narrator.settings import Settings
from tests.publish.browsers import LIT, Reader, launched

WORDPRESS = Path("/usr/share/wordpress")
PROGRAMS = ("php", "mariadbd", "mariadb-install-db")
THEMES = sorted(each.name for each in WORDPRESS.glob("wp-content/themes/*/"))
IS_HERE = bool(THEMES) and all(shutil.which(each, path=f"{os.environ['PATH']}:/usr/sbin") for each in PROGRAMS)
pytestmark = [
    pytest.mark.stress,
    pytest.mark.skipif(
        not IS_HERE, reason="needs Debian's wordpress, a theme of it, mariadb-server, php-cli and php-mysql"
    ),
]
LOADED = "define('WP_ADMIN', true); require 'wp-load.php'; require_once ABSPATH . 'wp-admin/includes/admin.php';"
INSTALL = """define('WP_INSTALLING', true); require 'wp-load.php'; require_once ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Harbor', 'editor', 'editor@example.org', true, '', 'a long password');
update_option('permalink_structure', '/%postname%/');"""
POST = """wp_set_current_user(1); echo wp_insert_post(array('post_title' => 'The pier is open', 'post_status' => 'publish',
'post_content' => '<p>The “pier” opened again on Monday after a winter of work.</p><p>The ferry comes back in May.</p>'));"""
PLUGIN = "narrator-player/narrator-player.php"
SETTINGS_FORM = "form:has(#narrator-folder)"


@dataclass(frozen=True)
class Press:
    """A running WordPress: its folder and its address."""

    folder: Path
    origin: str

    def php(self, code: str) -> str:
        """What a piece of PHP prints, run inside WordPress' folder."""
        host = self.origin.removeprefix("http://")
        head = f"$_SERVER['HTTP_HOST'] = '{host}'; $_SERVER['REQUEST_URI'] = '/';"
        told = subprocess.run(["php", "-r", head + code], cwd=self.folder, capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stdout + told.stderr
        return told.stdout

    def options(self) -> list[str]:
        """The names of all options that speak of narrator."""
        rows = "foreach ($wpdb->get_col(\"SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%narrator%'\") as $n)"
        return self.php(f"{LOADED} global $wpdb; {rows} echo $n, ' ';").split()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def database() -> Iterator[Path]:
    """The socket of a MariaDB of our own; below /tmp, since a socket's path has 107 characters at most."""
    place = Path(tempfile.mkdtemp(prefix="db"))
    sock = place / "s"
    own = ["--no-defaults", f"--datadir={place}/data", f"--user={os.environ.get('USER', 'root')}"]
    subprocess.run(
        ["mariadb-install-db", *own, "--auth-root-authentication-method=normal"], capture_output=True, check=True
    )
    server = shutil.which("mariadbd", path=f"{os.environ['PATH']}:/usr/sbin") or "mariadbd"
    command = [server, *own, f"--socket={sock}", "--skip-networking", f"--pid-file={place}/pid"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while not sock.exists() and child.poll() is None:
            time.sleep(0.1)
        create = f"$d = new mysqli('localhost', 'root', '', '', 0, '{sock}'); $d->query('CREATE DATABASE press');"
        for _ in range(50):
            if subprocess.run(["php", "-r", create], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.2)
        yield sock
        child.terminate()
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def press(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    folder = tmp_path_factory.mktemp("press") / "site"
    shutil.copytree(WORDPRESS, folder, symlinks=False, ignore_dangling_symlinks=True)
    port = free_port()
    origin = f"http://127.0.0.1:{port}"
    names = {
        "DB_NAME": "press",
        "DB_USER": "root",
        "DB_PASSWORD": "",
        "DB_HOST": f"localhost:{database}",
        "WP_HOME": origin,
        "WP_SITEURL": origin,
        "AUTH_KEY": "a",
        "DISABLE_WP_CRON": "1",
    }
    lines = "".join(f"define('{name}', '{value}');\n" for name, value in names.items())
    (folder / "wp-config.php").unlink(missing_ok=True)
    (folder / "wp-config.php").write_text(
        f"<?php\n{lines}$table_prefix = 'wp_';\nif (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');\n"
        "require_once ABSPATH . 'wp-settings.php';\n"
    )
    (folder / "wp-content" / "plugins").mkdir(parents=True, exist_ok=True)
    router = folder.parent / "router.php"
    router.write_text(
        "<?php $f = $_SERVER['DOCUMENT_ROOT'] . parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);\n"
        "if (is_file($f)) return false; if (is_file(rtrim($f, '/') . '/index.php') && $f !== $_SERVER['DOCUMENT_ROOT'] . '/')"
        " { chdir($f); require rtrim($f, '/') . '/index.php'; return; }\n"
        "require $_SERVER['DOCUMENT_ROOT'] . '/index.php';\n"
    )
    found = Press(folder, origin)
    found.php(INSTALL)
    command = ["php", "-S", f"127.0.0.1:{port}", "-t", str(folder), str(router)]
    environment = {**os.environ, "PHP_CLI_SERVER_WORKERS": "4"}
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment, start_new_session=True) as child:
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield found
        os.killpg(child.pid, signal.SIGTERM)  # its workers do not end with it


@pytest.fixture
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = launched(play, "chromium")
        yield started
        started.close()


def test_a_post_is_heard_and_the_plug_in_leaves_nothing(press: Press, browser: Any, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(systems.archive())) as file:
        file.extractall(press.folder / "wp-content" / "plugins")
    press.php(
        f"{LOADED} $e = activate_plugin('{PLUGIN}'); if (is_wp_error($e)) {{ echo $e->get_error_message(); exit(1); }}"
    )
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{press.origin}/wp-login.php")
    page.fill("#user_login", "editor")
    page.fill("#user_pass", "a long password")
    page.click("#wp-submit")
    page.goto(f"{press.origin}/wp-admin/options-general.php?page=narrator-player")
    page.get_by_label("Address of the narrations").fill("https://")
    page.locator(SETTINGS_FORM).evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Save Changes").click()
    assert "no web address" in page.inner_text("#wpbody")
    page.get_by_label("Address of the narrations").fill(f"{press.origin}/listen/embed.js")
    page.get_by_role("button", name="Save Changes").click()
    assert page.get_by_label("Address of the narrations").input_value() == f"{press.origin}/listen"

    assert int(press.php(f"{LOADED} switch_theme('{THEMES[0]}'); {POST}")) > 0
    address = f"{press.origin}/the-pier-is-open/"
    with Narrator(Settings(output=str(tmp_path), voice="tone", sign=False, allow_private=True)) as narrator:
        made = narrator.narrate(address, details=Details(slug="pier")).narration
    said = " ".join(block.text for block in made.article.blocks)
    assert "opened again on Monday" in said
    site.build(tmp_path, f"{press.origin}/listen")
    shutil.copytree(tmp_path, press.folder / "listen")

    for theme in THEMES:
        press.php(f"{LOADED} switch_theme('{theme}');")
        reader = Reader(context, address)
        reader.ready()
        reader.start()
        reader.wait(f"({LIT}).length > 10")
        ours = [each for each in reader.complaints if "ERR_NAME_NOT_RESOLVED" not in each]  # WordPress' own avatars
        assert ours == [], theme
        if os.environ.get("PICTURES"):
            reader.page.screenshot(path=f"{os.environ['PICTURES']}/wordpress-{theme}.png")
    front = urllib.request.urlopen(f"{press.origin}/", timeout=10).read().decode()
    assert "embed.js" not in front, "only single posts have the loader"

    sent = press.folder / "sent.json"
    caught = f"file_put_contents('{sent}', json_encode(array($u, $a['headers'], $a['body'])));"
    answer = (
        "return array('response' => array('code' => 202), 'headers' => array(), 'body' => '', 'cookies' => array());"
    )
    (press.folder / "wp-content" / "mu-plugins").mkdir()
    (press.folder / "wp-content" / "mu-plugins" / "caught.php").write_text(
        f"<?php add_filter('pre_http_request', function ($p, $a, $u) {{ {caught} {answer} }}, 10, 3);"
    )
    page.goto(f"{press.origin}/wp-admin/options-general.php?page=narrator-player")
    page.get_by_label("Address of a narrator studio").fill("https://studio.example.org/")
    page.get_by_label("Token of the studio").fill("a token")
    page.get_by_role("button", name="Save Changes").click()
    press.php(LOADED + POST.replace("The pier is open", "The ferry is back"))
    press.php(f"{LOADED} foreach (_get_cron_array() as $t => $h) foreach ($h['narrator_player_send'] ?? array() as $e)"
              " do_action_ref_array('narrator_player_send', $e['args']);")  # fmt: skip
    to, headers, body = json.loads(sent.read_text())
    assert to == "https://studio.example.org/api/v1/narrations"
    assert headers["Authorization"] == "Bearer a token"
    assert headers["Idempotency-Key"].startswith("wordpress-1-")
    assert json.loads(body) == {"url": f"{press.origin}/the-ferry-is-back/", "publish": False}

    assert press.options() == ["narrator_player"]
    press.php(
        f"{LOADED} deactivate_plugins('{PLUGIN}'); $e = delete_plugins(array('{PLUGIN}')); if ($e !== true) exit(1);"
    )
    assert press.options() == []
    assert not (press.folder / "wp-content" / "plugins" / "narrator-player").exists()
    assert "embed.js" not in urllib.request.urlopen(address, timeout=10).read().decode()
