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
from narrator.studio.database import FEEDS
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
        """Watch a feed from now on.

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
        due = [row for row in self.all() if row["due_s"] <= time.time()]
        return sum(self._looked(row) for row in due)

    def _looked(self, row: Mapping[str, Any]) -> int:
        new, reason = 0, ""
        try:
            for item in feeds.at(row["url"], self._desk.settings):
                if new >= LONGEST or not item.source or item.trouble or self._desk.queue.known(item.source):
                    continue
                self._desk.add(NewNarration(url=item.source, publish=bool(row["publish"])), by=BY)
                new += 1
        except (NarratorError, ValueError) as error:
            reason = error.message if isinstance(error, NarratorError) else "the feed has addresses that are none"
        values = {"due_s": time.time() + row["minutes"] * MINUTE_S, "reason": reason}
        with self._engine.begin() as connection:
            connection.execute(sql.update(FEEDS).where(FEEDS.c.id == row["id"]).values(**values))
        return new

    def _run(self) -> None:
        while not self._stopped.wait(TICK_S):
            try:
                self.look()
            except Exception:  # a thread that ended would watch nothing any more, and nobody would know
                log.exception("watching feeds failed")
