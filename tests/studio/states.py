"""The states of a studio in which its actions are tried."""

from __future__ import annotations

import base64
import os
import time
from typing import Any

from narrator.studio import work
from narrator.studio.access import Scope
from narrator.studio.application import Place
from narrator.studio.database import DELIVERIES, NARRATIONS
from narrator.studio.queue import Kind
from narrator.studio.schemas import Change, LineChange, NewNarration, SentenceChange
from narrator.studio.schemas import Entry as GivenEntry
from tests.studio.conftest import TEXT
from tests.studio.test_sites import PAGE

WAIT_MS = 30_000
SENTENCE = "Nobody in town thought that it would ever come back after the great storm."
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Rig:
    """A studio that answers, and the states that actions need."""

    def __init__(self, place: Place, locked: str, address: str, app: Any) -> None:
        self.address, self.locked, self.desk, self.state = address, locked, app.state.desk, app.state
        self._place = place

    def waited(self, number: str, *states: str) -> str:
        until_s = time.monotonic() + WAIT_MS / 1_000
        while (row := self.desk.queue.get(number))["state"] not in states:
            assert time.monotonic() < until_s, row
            time.sleep(0.03)
        return number

    def emptied(self) -> None:
        """An inbox without articles, settings without rules, feeds, webhooks and tokens."""
        while rows := self.desk.queue.list(state="", text="", after=0, limit=200)[0]:
            for row in rows:
                self.waited(row["id"], "to-review", "ready", "published", "failed")
                self.desk.remove(row["id"])
        for each in self.state.feeds.all():
            self.state.feeds.remove(each["id"])
        for each in self.desk.messages.all():
            self.desk.messages.remove(each["id"])
        self.desk.config.unlink(missing_ok=True)

    def added(self, text: str = TEXT) -> str:
        row, _ = self.desk.add(NewNarration(text=text), by="Ann")
        return self.waited(row["id"], "to-review", "failed")

    def made(self) -> str:
        number = self.added()
        self.desk.speak(number, by="Ann")
        return self.waited(number, "ready")

    def change(self, number: str, **what: Any) -> None:
        self.desk.change(number, Change(revision=self.desk.script(number)["revision"], **what), by="Ann")

    def at(self, state: str) -> str:
        """The address of the page on which the state is to be seen."""
        self.emptied()
        made = getattr(self, "_" + state.replace("-", "_"), None)
        if made is not None:
            return self.address + str(made())
        number = self.added()
        return f"{self.address}/narrations/{number}" if state == "to-review" else f"{self.address}/{state}"

    def _inbox(self) -> str:
        self.added()
        return "/"

    def _inbox_ready(self) -> str:
        self.made()
        return "/"

    def _inbox_long(self) -> str:
        shared = {"source": "https://example.org/a", "state": "failed", "created": "2026-11-26T10:00:00"}
        with self.desk.queue._engine.begin() as connection:
            for number in range(101):
                row = {"id": os.urandom(8).hex(), "title": f"Boat {number}", "changed": 10_000 + number}
                connection.execute(NARRATIONS.insert().values(**shared, **row))
        return "/"

    def _inbox_later(self) -> str:
        return self._inbox_long() + "?after=100"

    def _missing(self) -> str:
        return "/narrations/none"

    def _failed(self) -> str:
        row, _ = self.desk.add_file("empty.html", b"<html><body></body></html>", by="Ann")
        return f"/narrations/{self.waited(row['id'], 'failed')}"

    def _ready(self) -> str:
        return f"/narrations/{self.made()}"

    def _published(self) -> str:
        number = self.made()
        self.desk.approve(number, by="Ann")
        self.desk.publish(number)
        return f"/narrations/{number}"

    def _changed(self) -> str:
        number = self.added()
        self.change(number, line=LineChange(text=SENTENCE, occurrence=0, is_read=False))
        return f"/narrations/{number}"

    def _unfit(self) -> str:
        number = self.added()
        self.change(number, sentence=SentenceChange(written=SENTENCE, occurrence=0, said="Nobody hoped."))
        page = work.kept(self.desk.library.store, number)
        assert page is not None
        body = page.body.replace(b"great storm", b"long storm")
        work.keep(self.desk.library.store, number, type(page)(page.source, body))
        self.desk.speak(number, by="Ann", kind=Kind.READ)
        time.sleep(0.05)
        self.waited(number, "to-review")
        assert self.desk.script(number)["unfit"]
        return f"/narrations/{number}"

    def _of_a_site(self) -> str:
        row, _ = self.desk.add_file("ferry.html", PAGE.encode(), by="Ann")
        return f"/narrations/{self.waited(row['id'], 'to-review')}"

    def _pictured(self) -> str:
        number = self.added()
        self.desk.cover(number, PICTURE, revision=self.desk.script(number)["revision"], by="Ann")
        return f"/narrations/{number}"

    def _voices(self) -> str:
        return "/voices"

    def _voices_lexicon(self) -> str:
        self.desk.learn(GivenEntry(written="Nguyen", say="win"))
        return "/voices"

    def _sites(self) -> str:
        return "/sites"

    def _sites_tried(self) -> str:
        number = self._of_a_site().rsplit("/", 1)[1]
        return f"/sites?host=www.example.org&narration={number}"

    def _sites_kept(self) -> str:
        self.desk.config.write_text('[site."example.org"]\nskip = ["aside"]\n')
        return "/sites"

    def _settings(self) -> str:
        return "/settings"

    def _settings_full(self) -> str:
        self.state.feeds.add("https://example.org/feed.xml", minutes=60, publish=False)
        hook = self.desk.messages.add("https://example.org/hook")
        row = {"id": os.urandom(4).hex(), "webhook": hook["id"], "event": "narration.ready", "body": "{}"}
        with self.desk.messages._engine.begin() as connection:
            connection.execute(DELIVERIES.insert().values(**row, state="dead", due_s=0.0, tries=9, reason="no answer"))
        for each in self.state.access.tokens():
            self.state.access.remove(each["id"])
        self.state.access.add("blog", Scope.WRITE)
        return "/settings"

    def _sign_in(self) -> str:
        return "/sign-in"
