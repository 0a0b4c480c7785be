"""Feeds that are watched: every item that is new is dropped into the inbox."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Engine

from narrator.batch import feeds
from narrator.errors import ConflictError, NarratorError
from narrator.studio.database import FEEDS, SEEN
from narrator.studio.desk import Desk
from narrator.studio.schemas import NewNarration

TICK_S = 2.0
MINUTE_S = 60.0
BY = "feed"
LONGEST = 500
"""Items of one feed that are dropped at a time."""
log = logging.getLogger(__name__)


class Feeds:
    """The watched feeds of one studio, and the thread that looks."""

    def __init__(self, engine: Engine, desk: Desk) -> None:
        self._engine, self._desk = engine, desk
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="feeds", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def add(self, url: str, *, minutes: int, publish: bool) -> Mapping[str, Any]:
        """Watch a feed from now on: what it names at the first look is there already and is not narrated.

        Raises:
            ConflictError: it is watched already.
        """
        row = {"id": secrets.token_hex(6), "url": url, "minutes": minutes, "publish": int(publish)}
        try:
            with self._engine.begin() as connection:
                connection.execute(FEEDS.insert().values(**row, due_s=0.0))
        except sql.exc.IntegrityError as error:
            raise ConflictError("this feed is watched already") from error
        return row

    def all(self) -> Sequence[Mapping[str, Any]]:
        """All watched feeds."""
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(sql.select(FEEDS).order_by(FEEDS.c.url)).mappings()]

    def remove(self, number: str) -> bool:
        """Watch it no longer; whether it was."""
        with self._engine.begin() as connection:
            return connection.execute(FEEDS.delete().where(FEEDS.c.id == number)).rowcount > 0

    def look(self) -> int:
        """Look at the feeds that are due; how many items were new."""
        due = [row for row in self.all() if abs(row["due_s"]) <= time.time()]
        return sum(self._looked(row) for row in due)

    def _looked(self, row: Mapping[str, Any]) -> int:
        new, reason, is_first = 0, "", row["due_s"] <= 0.0
        try:
            for item in feeds.at(row["url"], self._desk.settings):
                if new >= LONGEST or not item.source or item.trouble or self._is_seen(row["id"], item.source):
                    continue
                if not (is_first or self._desk.queue.has_source(item.source)):
                    self._desk.add(NewNarration(url=item.source, publish=bool(row["publish"])), by=BY)
                    new += 1
                with self._engine.begin() as connection:  # after it is queued: a crash between drops it again, as known
                    connection.execute(SEEN.insert().values(feed=row["id"], source=item.source))
        except (NarratorError, ValueError) as error:
            reason = error.message if isinstance(error, NarratorError) else "the feed has addresses that are none"
        later_s = time.time() + row["minutes"] * MINUTE_S
        due_s = -later_s if is_first and reason else later_s  # below 0: its first look is still to come
        values = {"due_s": due_s, "reason": reason}
        with self._engine.begin() as connection:
            connection.execute(sql.update(FEEDS).where(FEEDS.c.id == row["id"]).values(**values))
        return new

    def _is_seen(self, feed: str, source: str) -> bool:
        wanted = sql.select(SEEN.c.feed).where(SEEN.c.feed == feed, SEEN.c.source == source)
        with self._engine.connect() as connection:
            return connection.execute(wanted).first() is not None

    def _run(self) -> None:
        while not self._stopped.wait(TICK_S):
            try:
                self.look()
            except Exception:  # a thread that ended would watch nothing any more, and nobody would know
                log.exception("watching feeds failed")
