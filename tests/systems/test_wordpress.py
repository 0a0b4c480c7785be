"""The plug-in in a real WordPress with a real database: installed, set up, heard, and gone without a trace.

Debian: ``apt install wordpress wordpress-theme-twentytwentythree mariadb-server php-cli php-mysql``; each theme that is there is tried.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
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
from tests.browsers import LIT, Reader
from tests.systems import servers

WORDPRESS = Path("/usr/share/wordpress")
PROGRAMS = ("php", *servers.DATABASE)
THEMES = sorted(each.name for each in WORDPRESS.glob("wp-content/themes/*/"))
IS_HERE = bool(THEMES) and all(map(servers.program, PROGRAMS))
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


@pytest.fixture(scope="module")
def press(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Press]:
    folder = tmp_path_factory.mktemp("press") / "site"
    shutil.copytree(WORDPRESS, folder, symlinks=False, ignore_dangling_symlinks=True)
    port = servers.free_port()
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
        servers.wait_for(port)
        yield found
        os.killpg(child.pid, signal.SIGTERM)  # its workers do not end with it


def signed_in(press: Press, context: Any) -> Any:
    """A window of the editor's, on the settings page of the plug-in that was just put in."""
    with zipfile.ZipFile(io.BytesIO(systems.archive())) as file:
        file.extractall(press.folder / "wp-content" / "plugins")
    press.php(f"{LOADED} $e = activate_plugin('{PLUGIN}'); if (is_wp_error($e)) exit(1);")
    page = context.new_page()
    page.goto(f"{press.origin}/wp-login.php")
    page.fill("#user_login", "editor")
    page.fill("#user_pass", "a long password")
    page.click("#wp-submit")
    page.goto(f"{press.origin}/wp-admin/options-general.php?page=narrator-player")
    return page


def save(page: Any, **settings: str) -> None:
    """Save settings by their labels, unchecked by the browser."""
    for label, value in settings.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    page.locator(SETTINGS_FORM).evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Save Changes").click()


def narrated(press: Press, address: str, folder: Path) -> None:
    """The post is narrated by its address, and published into a folder of the site."""
    with Narrator(Settings(output=str(folder), voice="tone", sign=False, allow_private=True)) as narrator:
        made = narrator.narrate(address, details=Details(slug="pier")).narration
    assert "opened again on Monday" in made.article.text
    site.build(folder, f"{press.origin}/listen", to=str(press.folder / "listen"))


def heard(press: Press, context: Any, address: str, theme: str) -> None:
    """The post plays and is lit in a theme."""
    press.php(f"{LOADED} switch_theme('{theme}');")
    reader = Reader(context, address)
    reader.ready()
    reader.start()
    reader.wait(f"({LIT}).length > 10")
    ours = [each for each in reader.complaints if "ERR_NAME_NOT_RESOLVED" not in each]  # WordPress' own avatars
    assert ours == [], theme


def sent(press: Press) -> Any:
    """What the plug-in sends to the studio when a post is published: address, headers, body."""
    place = press.folder / "sent.json"
    caught = f"file_put_contents('{place}', json_encode(array($u, $a['headers'], $a['body'])));"
    answer = "array('response' => array('code' => 202), 'headers' => array(), 'body' => '', 'cookies' => array())"
    hooks = press.folder / "wp-content" / "mu-plugins"
    hooks.mkdir()
    (hooks / "caught.php").write_text(
        f"<?php add_filter('pre_http_request', function ($p, $a, $u) {{ {caught} return {answer}; }}, 10, 3);"
    )
    press.php(LOADED + POST.replace("The pier is open", "The ferry is back"))
    events = "foreach (_get_cron_array() as $h) foreach ($h['narrator_player_send'] ?? array() as $e)"
    press.php(f"{LOADED} {events} do_action_ref_array('narrator_player_send', $e['args']);")
    return json.loads(place.read_text())


def test_a_post_is_heard_and_the_plug_in_leaves_nothing(press: Press, browser: Any, tmp_path: Path) -> None:
    context = browser.new_context()
    page = signed_in(press, context)
    save(page, Address_of_the_narrations="https://")
    assert "no web address" in page.inner_text("#wpbody")
    save(page, Address_of_the_narrations=f"{press.origin}/listen/embed.js")
    assert page.get_by_label("Address of the narrations").input_value() == f"{press.origin}/listen"

    assert int(press.php(f"{LOADED} switch_theme('{THEMES[0]}'); {POST}")) > 0
    address = f"{press.origin}/the-pier-is-open/"
    narrated(press, address, tmp_path)
    for theme in THEMES:
        heard(press, context, address, theme)
    assert "embed.js" not in text_of(f"{press.origin}/"), "only single posts have the loader"

    save(page, Address_of_a_narrator_studio="https://studio.example.org/", Token_of_the_studio="a token")
    to, headers, body = sent(press)
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
    assert "embed.js" not in text_of(address)


def text_of(address: str) -> str:
    """A page as it is sent."""
    return str(urllib.request.urlopen(address, timeout=10).read().decode())
