"""Webhooks: what happened is told to other programs, signed, once each, again later where they do not answer.

The signature is an HMAC-SHA256 of ``<time>.<body>`` with the webhook's secret; by ``X-Narrator-Delivery`` a receiver
knows a delivery that it had before.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
import sqlalchemy as sql
from sqlalchemy import Engine

from narrator.addresses import is_web_address
from narrator.errors import NarratorError, SettingsError
from narrator.fetch.addresses import PublicBackend
from narrator.fetch.deadline import Deadline
from narrator.studio.database import DELIVERIES, WEBHOOKS
from narrator.studio.queue import now

TRIES = 8
FIRST_S = 2.0
"""Before the second try; each later one waits twice as long: the last about four minutes after the first."""
ANSWER_S = 10.0
TICK_S = 0.5
SHOWN = 200
log = logging.getLogger(__name__)


class Messages:
    """The webhooks of one studio, and the thread that sends.

    Args:
        engine: of its database.
        allow_private: gives whether private addresses are allowed, as in fetching.
        first_s: seconds before the second try.
    """

    def __init__(self, engine: Engine, allow_private: Callable[[], bool], *, first_s: float = FIRST_S) -> None:
        self._engine, self._allow_private, self._first_s = engine, allow_private, first_s
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="messages", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def stop(self) -> None:
        """Send nothing more; what waits is sent after the next start."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(ANSWER_S)

    def add(self, url: str) -> Mapping[str, str]:
        """A new webhook, with its secret.

        Raises:
            SettingsError: it is no web address.
        """
        if not is_web_address(url) or not _parsed(url) or urlsplit(url).username:
            raise SettingsError("a webhook is no web address", "give an http or https address without a password")
        row = {"id": secrets.token_hex(6), "url": url, "secret": secrets.token_urlsafe(32), "created": now()}
        with self._engine.begin() as connection:
            connection.execute(WEBHOOKS.insert().values(**row))
        return row

    def all(self) -> Sequence[Mapping[str, Any]]:
        """All webhooks without their secrets, each with its deliveries that are dead."""
        dead = sql.select(DELIVERIES).where(DELIVERIES.c.state == "dead").order_by(DELIVERIES.c.due_s.desc()).limit(100)
        with self._engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(sql.select(WEBHOOKS)).mappings()]
            lost = [dict(row) for row in connection.execute(dead).mappings()]
        told = ("id", "event", "tries", "reason")
        return [
            {
                "id": row["id"],
                "url": row["url"],
                "created": row["created"],
                "dead": [{name: each[name] for name in told} for each in lost if each["webhook"] == row["id"]],
            }
            for row in rows
        ]

    def remove(self, number: str) -> bool:
        """Take a webhook and what waits for it away; whether there was one."""
        with self._engine.begin() as connection:
            return connection.execute(WEBHOOKS.delete().where(WEBHOOKS.c.id == number)).rowcount > 0

    def again(self, delivery: str) -> bool:
        """Try a dead delivery again; whether there was one."""
        wanted = sql.update(DELIVERIES).where(DELIVERIES.c.id == delivery, DELIVERIES.c.state == "dead")
        with self._engine.begin() as connection:
            return connection.execute(wanted.values(state="waiting", tries=0, due_s=0.0)).rowcount > 0

    def tell(self, event: str, facts: Mapping[str, Any]) -> None:
        """Write down for each webhook what happened; it is sent soon."""
        with self._engine.begin() as connection:
            for (webhook,) in list(connection.execute(sql.select(WEBHOOKS.c.id))):
                number = secrets.token_hex(12)
                body = json.dumps({"id": number, "event": event, "at": now(), "narration": dict(facts)})
                row = {"id": number, "webhook": webhook, "event": event, "body": body, "state": "waiting"}
                connection.execute(DELIVERIES.insert().values(**row, due_s=0.0))

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                if self.send_due():
                    continue
            except Exception:  # a thread that ended would send nothing any more, and nobody would know
                log.exception("sending messages failed")
            self._stopped.wait(TICK_S)

    def send_due(self) -> int:
        """Send what is due, once each; how many were tried."""
        wanted = (
            sql.select(DELIVERIES, WEBHOOKS.c.url, WEBHOOKS.c.secret)
            .join(WEBHOOKS, WEBHOOKS.c.id == DELIVERIES.c.webhook)
            .where(DELIVERIES.c.state == "waiting", DELIVERIES.c.due_s <= time.time())
            .order_by(DELIVERIES.c.due_s)
            .limit(20)
        )
        with self._engine.connect() as connection:
            rows = [dict(row) for row in connection.execute(wanted).mappings()]
        for row in rows:
            reason = _sent(row, allow_private=self._allow_private())
            tries = row["tries"] + 1
            state = "waiting" if reason and tries < TRIES else "dead" if reason else "sent"
            due_s = time.time() + self._first_s * 2 ** (tries - 1)
            values = {"state": state, "tries": tries, "due_s": due_s, "reason": reason}
            with self._engine.begin() as connection:
                connection.execute(sql.update(DELIVERIES).where(DELIVERIES.c.id == row["id"]).values(**values))
        return len(rows)


def signature(secret: str, moment: str, body: bytes) -> str:
    """What ``X-Narrator-Signature`` holds."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def _sent(row: Mapping[str, Any], *, allow_private: bool) -> str:
    """Send one delivery; empty, or why it did not arrive. A redirect is no arrival: it may lead anywhere."""
    url, body, moment = _parsed(str(row["url"])), str(row["body"]).encode(), str(int(time.time()))
    if url is None:
        return "this is no web address"
    headers: dict[str | bytes, str | bytes] = {
        "Host": url.netloc,
        "Content-Type": "application/json",
        "User-Agent": "narrator",
        "X-Narrator-Event": str(row["event"]),
        "X-Narrator-Delivery": str(row["id"]),
        "X-Narrator-Time": moment,
        "X-Narrator-Signature": signature(str(row["secret"]), moment, body),
    }
    place = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    backend = PublicBackend(Deadline(ANSWER_S), allow_private=allow_private)
    try:
        with httpcore.ConnectionPool(network_backend=backend) as pool:
            limits = {"connect": ANSWER_S, "read": ANSWER_S, "write": ANSWER_S, "pool": ANSWER_S}
            request = pool.stream("POST", place, headers=headers, content=body, extensions={"timeout": limits})
            with request as answer:
                return "" if 200 <= answer.status < 300 else f"the receiver answered {answer.status}"
    except NarratorError as error:
        return error.message[:SHOWN]
    except Exception as error:  # one receiver's surprise must not end the messages to the others
        return f"the receiver cannot be reached ({type(error).__name__})"


def _parsed(url: str) -> httpx.URL | None:
    """An address as it is asked for, in ASCII; None where it is none."""
    try:
        return httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        return None
