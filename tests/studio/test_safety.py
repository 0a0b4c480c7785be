"""Foreign pages, foreign names, foreign addresses and hostile words reach nothing."""

from __future__ import annotations

import http.server
import re
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from narrator.errors import SettingsError
from narrator.settings import Settings
from narrator.studio import gate
from narrator.studio.access import Scope
from narrator.studio.application import Place, application
from narrator.studio.messages import Messages, signature
from tests.publish import hostile
from tests.studio.conftest import TEXT, Studio

TOKEN = re.compile(r'<meta name="token" content="([0-9a-f]{64})">')


def test_nobody_that_is_unknown_is_answered(studio: Studio) -> None:
    for path in ("/narrations", "/tokens", "/settings", "/voices", "/events"):
        answer = studio.client.get(f"/api/v1{path}", headers={"Authorization": "Bearer nrt_guessed"})
        assert answer.status_code == 401
        assert answer.headers["content-type"] == "application/problem+json"
    studio.client.cookies.clear()
    assert studio.client.get("/api/v1/narrations").status_code == 401


def test_a_foreign_page_cannot_change_anything_though_the_cookie_goes_with_it(studio: Studio) -> None:
    page = studio.client.get("/").text
    for headers in ({}, {"X-Narrator-Token": "0" * 64}, {"Origin": "https://evil.example"}):
        answer = studio.client.post("/api/v1/narrations", json={"text": TEXT}, headers=headers)
        assert answer.status_code == 401
    token = TOKEN.search(page).group(1)
    own = studio.client.post("/api/v1/narrations", json={"text": TEXT}, headers={"X-Narrator-Token": token})
    assert own.status_code == 202


def test_the_cookie_is_for_the_studio_alone(studio: Studio) -> None:
    cookie = studio.client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


def test_a_cookie_that_somebody_made_is_none(studio: Studio) -> None:
    value = studio.app.state.access.cookie("x", Scope.READ)
    body, _, sign = value.partition(".")
    assert studio.app.state.access.session(f"{body}.{'0' * len(sign)}") is None
    assert studio.app.state.access.session("") is None
    assert studio.app.state.access.session(value) is not None


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""])
def test_a_foreign_name_is_refused(studio: Studio, host: str) -> None:
    answer = studio.client.get("/", headers={"Host": host})
    assert answer.status_code == 421


def test_every_answer_has_a_strict_policy(studio: Studio) -> None:
    for path in ("/", "/voices", "/settings", "/api/v1/openapi.json", "/nowhere", "/static/page.js"):
        headers = studio.client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "source", ["/etc/passwd", "file:///etc/passwd", "../x", "s3://a/b", "javascript:alert(1)", "http://", "http://["]
)
def test_only_addresses_of_the_web_are_read(studio: Studio, source: str) -> None:
    answer = studio.ask("POST", "/narrations", json={"url": source})
    assert answer.status_code == 422
    assert studio.ask("GET", "/narrations").json()["total"] == 0


def test_private_addresses_are_not_fetched(studio: Studio) -> None:
    answer = studio.ask("POST", "/narrations", json={"url": "http://127.0.0.1:9/secret"})
    row = studio.waited(answer.json()["id"], "failed", "to-review")
    assert row["state"] == "failed"
    assert "not a public address" in row["reason"]


def test_a_network_without_a_token_is_refused(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="needs a token"):
        application(Place(settings, host="0.0.0.0"))


def test_a_browser_without_the_token_comes_to_the_door_and_no_further(opened: Callable[..., Studio]) -> None:
    studio = opened(password="open sesame")
    for path in ("/", "/settings", "/narrations/abc"):
        assert studio.client.get(path, follow_redirects=False).headers["location"] == "/sign-in"
    assert studio.client.post("/sign-in", data={"token": "guess", "name": "Eve"}).status_code == 401
    inside = studio.client.post(
        "/sign-in", data={"token": "open sesame", "name": "Ada Example"}, follow_redirects=False
    )
    assert inside.headers["location"] == "/"


def test_a_foreign_page_can_neither_sign_in_nor_rename(studio: Studio) -> None:
    studio.client.get("/")
    foreign = studio.client.post("/sign-in", data={"name": "Eve"}, headers={"Origin": "https://evil.example"})
    assert foreign.status_code == 403
    hidden = studio.client.post(
        "/sign-in", data={"name": "Eve"}, headers={"Origin": "null", "Sec-Fetch-Site": "cross-site"}
    )
    assert hidden.status_code == 403
    own = studio.client.post("/sign-in", data={"name": "Ada Example"}, headers={"Origin": "http://127.0.0.1"})
    assert 'value="Ada Example"' in own.text


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.html", "..", "C:\\x.md", "\x00.md", "x" * 500 + ".md"])
def test_the_name_of_a_file_leads_nowhere(studio: Studio, name: str) -> None:
    answer = studio.ask("POST", "/narrations/file", files={"file": (name, TEXT.encode())})
    assert answer.status_code in (202, 422)
    if answer.status_code == 202:
        source = answer.json()["source"]
        assert source.startswith("studio://")
        assert source.count("/") == 3


@pytest.mark.parametrize("number", ["../x", "%2e%2e%2fstudio.sqlite", "a" * 5000, "..%5c", "%00"])
def test_an_id_that_is_none_is_not_found(studio: Studio, number: str) -> None:
    for path in (f"/narrations/{number}", f"/narrations/{number}/script"):
        assert studio.ask("GET", path).status_code in (404, 422)
    assert studio.client.get(f"/listen/{number}").status_code == 404


def test_the_database_and_the_pages_are_not_served(studio: Studio) -> None:
    studio.added()
    for path in (".narrator/studio/studio.sqlite", ".narrator/", ".narrator/studio/pages/"):
        assert studio.client.get(f"/listen/{path}").status_code == 404


def test_what_is_too_large_is_refused_before_it_is_read(studio: Studio) -> None:
    body = b"x" * (gate.LIMIT_BYTES + 1)
    assert studio.ask("POST", "/narrations", content=body).status_code == 413


def test_who_asks_too_often_waits(opened: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "AT_ONCE", 5.0)
    studio = opened()
    answers = [studio.ask("GET", "/jobs/none") for _ in range(12)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


def test_only_sites_that_are_listed_may_use_the_api_from_their_pages(opened: Callable[..., Studio]) -> None:
    studio = opened(origins=("https://cms.example",))
    allowed = studio.ask("GET", "/narrations", headers={"Origin": "https://cms.example"})
    assert allowed.headers["access-control-allow-origin"] == "https://cms.example"
    other = studio.ask("GET", "/narrations", headers={"Origin": "https://evil.example"})
    assert "access-control-allow-origin" not in other.headers
    assert "access-control-allow-credentials" not in allowed.headers


def test_no_answer_has_a_path_of_the_machine_or_a_secret(studio: Studio, place: Place) -> None:
    studio.desk.config.write_text('lexicon = ["gone.toml"]\n')
    texts = [studio.ask("GET", path).text for path in ("/settings", "/tokens", "/webhooks", "/lexicon", "/feeds")]
    studio.ask("POST", "/webhooks", json={"url": "https://example.org/hook"})
    texts += [studio.ask("GET", "/webhooks").text, studio.client.get("/settings").text]
    for text in texts:
        assert str(place.config.parent) not in text
        assert studio.tokens[Scope.ADMIN] not in text
        assert "secret" not in text or "shown this once" in text


def test_hostile_words_stay_words_in_every_field(studio: Studio) -> None:
    """Each of the two hundred in every field that pages show: nothing of it is markup."""
    strings = list(hostile.strings())
    number = studio.added(
        "# " + strings[0].replace("\n", " ") + "\n\n" + "\n\n".join(f"Words {s} end here." for s in strings)
    )
    studio.change(number, title=strings[5], byline=strings[7], label=strings[10])
    studio.ask("POST", "/feeds", json={"url": "https://example.org/" + "?<script>owned()</script>"})
    for each in strings[:5]:
        studio.ask("POST", "/tokens", json={"name": each[:80].replace("\x00", "") or "x"})
    for path in (f"/narrations/{number}", "/", "/settings", f"/?text={strings[1]}"):
        page = studio.client.get(path).text
        assert len(re.findall(r"<script", page)) == 1, path
        assert not re.findall(r"<[^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', page)), path
        assert "javascript:" not in "".join(re.findall(r'(?:href|src)="[^"]*"', page)), path


class Receiver(http.server.BaseHTTPRequestHandler):
    """Answers three of ten requests with an error, and keeps what arrived."""

    arrived: list[tuple[dict[str, str], bytes]]
    asked = 0

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).asked += 1
        fails = type(self).asked % 10 in (1, 4, 7)
        if not fails:
            type(self).arrived.append((dict(self.headers), body))
        self.send_response(500 if fails else 204)
        self.end_headers()

    def log_message(self, *each: Any) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[str]:
    Receiver.arrived, Receiver.asked = [], 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()


def test_every_message_arrives_once_and_signed_though_three_of_ten_tries_fail(studio: Studio, receiver: str) -> None:
    studio.desk.messages.stop()
    messages = Messages(studio.desk.messages._engine, lambda: True, first_s=0.0)
    hook = messages.add(receiver)
    for number in range(40):
        messages.tell("narration.ready", {"id": str(number)})
    while messages.send_due():
        pass
    assert sorted(int(__import__("json").loads(body)["narration"]["id"]) for _, body in Receiver.arrived) == list(
        range(40)
    )
    headers, body = Receiver.arrived[0]
    assert headers["X-Narrator-Signature"] == signature(hook["secret"], headers["X-Narrator-Time"], body)


def test_a_webhook_to_a_private_address_reaches_nobody_and_is_shown_as_dead(
    studio: Studio, receiver: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrator.studio import messages as module

    monkeypatch.setattr(module, "TRIES", 1)
    studio.desk.messages.stop()
    messages = Messages(studio.desk.messages._engine, lambda: False, first_s=0.0)
    messages.add(receiver)
    messages.tell("narration.ready", {"id": "1"})
    messages.send_due()
    assert Receiver.asked == 0
    dead = messages.all()[0]["dead"]
    assert "not a public address" in dead[0]["reason"]
    assert studio.ask("POST", f"/deliveries/{dead[0]['id']}/again").status_code == 204
    assert studio.ask("POST", "/webhooks", json={"url": "file:///etc/passwd"}).status_code == 422


def test_what_waits_for_an_editor_is_heard_by_those_who_are_signed_in_alone(studio: Studio) -> None:
    number = studio.made()
    slug = studio.ask("GET", f"/narrations/{number}").json()["slug"]
    page = f"/listen/{slug}/{slug}.html"
    studio.client.cookies.clear()
    assert studio.client.get(page).status_code == 404
    assert studio.client.get(f"/listen/{slug}/narration.json").status_code == 404
    studio.client.get("/")
    assert studio.client.get(page).status_code == 200
    studio.ask("POST", f"/narrations/{number}/approve")
    studio.client.cookies.clear()
    assert studio.client.get(page).status_code == 200
