"""The tables of the studio: what is in hand, who may ask, who is told. Narrations themselves are files of the library.

SQLite with a write-ahead log: a change is on the disk when the call returns, whatever kills the process afterwards.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Column, Connection, Engine, ForeignKey, Integer, MetaData, String, Table, event

from narrator.errors import OutputError

FOLDER = ".narrator/studio"
FILE = f"{FOLDER}/studio.sqlite"
BUSY_S = 30.0

METADATA = MetaData()
NARRATIONS = Table(
    "narrations",
    METADATA,
    Column("id", String, primary_key=True),
    Column("source", String, nullable=False),
    Column("title", String, nullable=False, default=""),
    Column("state", String, nullable=False, index=True),
    Column("article", String, nullable=False, default="", index=True),
    Column("slug", String, nullable=False, default=""),
    Column("voice", String, nullable=False, default=""),
    Column("language", String, nullable=False, default=""),
    Column("length_s", sql.Float, nullable=False, default=0.0),
    Column("words", Integer, nullable=False, default=0),
    Column("doubts", Integer, nullable=False, default=0),
    Column("weight", String, nullable=False, default=""),
    Column("reason", String, nullable=False, default=""),
    Column("hint", String, nullable=False, default=""),
    Column("code", Integer, nullable=False, default=0),
    Column("stage", String, nullable=False, default=""),
    Column("done", Integer, nullable=False, default=0),
    Column("total", Integer, nullable=False, default=0),
    Column("approved_by", String, nullable=False, default=""),
    Column("publish", Integer, nullable=False, default=0),
    Column("created", String, nullable=False),
    Column("changed", Integer, nullable=False, index=True),
)
"""One row an article that was dropped; ``changed`` counts up over all rows, so that a listener knows what is new."""
REMOVED = Table(
    "removed",
    METADATA,
    Column("id", String, primary_key=True),
    Column("changed", Integer, nullable=False, index=True),
)
"""Narrations that were taken off the list; ``changed`` counts in one row with that of the narrations."""
JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String, primary_key=True),
    Column("number", Integer, nullable=False, index=True),
    Column("narration", String, ForeignKey("narrations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("by", String, nullable=False, default=""),
    Column("created", String, nullable=False),
    Column("ended", String, nullable=False, default=""),
    Column("reason", String, nullable=False, default=""),
)
TOKENS = Table(
    "tokens",
    METADATA,
    Column("id", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("hash", String, nullable=False, unique=True),
    Column("scope", String, nullable=False),
    Column("created", String, nullable=False),
)
WEBHOOKS = Table(
    "webhooks",
    METADATA,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False),
    Column("secret", String, nullable=False),
    Column("created", String, nullable=False),
)
DELIVERIES = Table(
    "deliveries",
    METADATA,
    Column("id", String, primary_key=True),
    Column("webhook", String, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("event", String, nullable=False),
    Column("body", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("tries", Integer, nullable=False, default=0),
    Column("due_s", sql.Float, nullable=False, default=0.0),
    Column("reason", String, nullable=False, default=""),
)
FEEDS = Table(
    "feeds",
    METADATA,
    Column("id", String, primary_key=True),
    Column("url", String, nullable=False, unique=True),
    Column("minutes", Integer, nullable=False),
    Column("publish", Integer, nullable=False, default=0),
    Column("due_s", sql.Float, nullable=False, default=0.0),
    Column("reason", String, nullable=False, default=""),
)
SEEN = Table(
    "seen",
    METADATA,
    Column("feed", String, ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String, primary_key=True),
)
"""What a feed named when it was looked at: only what is new is dropped."""
REPLIES = Table(
    "replies",
    METADATA,
    Column("key", String, primary_key=True),
    Column("request", String, nullable=False),
    Column("narration", String, nullable=False),
    Column("created", String, nullable=False),
)
"""Idempotency keys: which narration an equal request made."""
FACTS = Table("facts", METADATA, Column("name", String, primary_key=True), Column("value", String, nullable=False))


def opened(out: Path) -> Engine:
    """The database of an output folder, made where there is none.

    Raises:
        OutputError: it cannot be opened or written.
    """
    path = out / FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        engine = sql.create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_S, "check_same_thread": False})
        event.listen(engine, "connect", _prepared)
        event.listen(engine, "begin", _begun)
        METADATA.create_all(engine)
        path.chmod(0o600)
    except (OSError, sql.exc.SQLAlchemyError) as error:
        raise OutputError("the studio's database cannot be opened", "is the output folder writable?") from error
    return engine


def _prepared(connection: Any, _: object) -> None:
    """A new connection: readers do not wait for a writer, and what is committed is on the disk."""
    connection.isolation_level = None  # SQLAlchemy begins transactions itself
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begun(connection: Connection) -> None:
    """A transaction takes its lock when it begins: one that reads and then writes never fails half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
