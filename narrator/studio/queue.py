"""Narrations and their jobs: added, taken by one worker each, ended; what a dead process had in hand begins again."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Connection, Engine

from narrator.errors import ConflictError, SourceError
from narrator.studio.database import JOBS, NARRATIONS, REMOVED, REPLIES

PAGE = 100
"""Narrations of one answer, at the most."""
GONE = "removed"
"""State that a change names for a narration that is no longer there."""


class State(StrEnum):
    """Where a narration stands."""

    READING = "reading"
    TO_REVIEW = "to-review"
    SPEAKING = "speaking"
    READY = "ready"
    PUBLISHED = "published"
    FAILED = "failed"


class Kind(StrEnum):
    """What a job does."""

    READ = "read"
    """Fetch the source and make its script."""
    SPEAK = "speak"
    """Make the narration."""


IN_HAND = {Kind.READ: State.READING, Kind.SPEAK: State.SPEAKING}


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work on a narration."""

    id: str
    narration: str
    kind: Kind
    by: str


Row = Mapping[str, Any]


class Queue:
    """What is in hand, in the studio's database. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, source: str, *, by: str, publish: bool = False, key: str = "", request: str = "", number: str = ""
    ) -> tuple[Row, bool]:
        """A new narration with the job of reading it, or the one that an equal request made before.

        Args:
            source: an address, or a name for what was sent.
            by: who asks.
            publish: whether it is spoken and published without a review.
            key: idempotency key of the request; empty where it has none.
            request: digest of the request's content.
            number: id of the narration; empty makes one.

        Returns:
            The narration, and whether it was added now.

        Raises:
            ConflictError: the key belongs to another request.
        """
        with self._engine.begin() as connection:
            if key and (there := _reply(connection, key, request)):
                return _row(connection, there), False
            made = number or secrets.token_hex(8)
            row = {"id": made, "source": source, "state": State.READING.value, "publish": int(publish)}
            connection.execute(NARRATIONS.insert().values(**row, created=now(), changed=_next(connection)))
            _queue(connection, made, Kind.READ, by)
            if key:
                connection.execute(REPLIES.insert().values(key=key, request=request, narration=made, created=now()))
            return _row(connection, made), True

    def again(self, narration: str, kind: Kind, *, by: str) -> str:
        """Queue a job on a narration; the id of the one that waits already where there is one.

        Raises:
            SourceError: there is no such narration.
        """
        with self._engine.begin() as connection:
            _row(connection, narration)
            waiting = connection.execute(
                sql.select(JOBS.c.id).where(
                    JOBS.c.narration == narration, JOBS.c.kind == kind.value, JOBS.c.state == "queued"
                )
            ).scalar()
            job = str(waiting) if waiting else _queue(connection, narration, kind, by)
            _change(connection, narration, state=IN_HAND[kind].value, reason="", hint="", code=0, stage="", done=0)
            return job

    def take(self) -> Job | None:
        """The oldest job that waits, now this caller's; None where there is none.

        A narration has one job in hand at a time.
        """
        busy = sql.select(JOBS.c.narration).where(JOBS.c.state == "running")
        oldest = (
            sql.select(JOBS.c.id)
            .where(JOBS.c.state == "queued", JOBS.c.narration.not_in(busy))
            .order_by(JOBS.c.number)
            .limit(1)
            .scalar_subquery()
        )
        taken = sql.update(JOBS).where(JOBS.c.id == oldest, JOBS.c.state == "queued").values(state="running")
        with self._engine.begin() as connection:
            row = connection.execute(taken.returning(JOBS)).mappings().first()
        return None if row is None else Job(row["id"], row["narration"], Kind(row["kind"]), row["by"])

    def resume(self) -> int:
        """Queue again what a process that is gone had in hand; how many. Called once, before workers start."""
        with self._engine.begin() as connection:
            return connection.execute(sql.update(JOBS).where(JOBS.c.state == "running").values(state="queued")).rowcount

    def put_back(self, job: Job) -> None:
        """Queue a job again, at the end: another run has the article in hand."""
        with self._engine.begin() as connection:
            values = {"state": "queued", "number": _next_job(connection)}
            connection.execute(sql.update(JOBS).where(JOBS.c.id == job.id).values(**values))

    def end(self, job: Job, *, reason: str = "", **changes: Any) -> None:
        """A job has ended; what it changes of its narration is written with it, or neither is."""
        state = "failed" if reason else "done"
        with self._engine.begin() as connection:
            ended = {"state": state, "ended": now(), "reason": reason}
            connection.execute(sql.update(JOBS).where(JOBS.c.id == job.id).values(**ended))
            _change(connection, job.narration, reason=reason, **changes)

    def change(self, narration: str, **changes: Any) -> None:
        """Write what is new of a narration."""
        with self._engine.begin() as connection:
            _change(connection, narration, **changes)

    def get(self, narration: str) -> Row:
        """One narration.

        Raises:
            SourceError: there is none of that id.
        """
        with self._engine.connect() as connection:
            return _row(connection, narration)

    def list(self, *, state: str = "", text: str = "", after: int = 0, limit: int = PAGE) -> tuple[Sequence[Row], int]:
        """Narrations, the newest first: those with severe doubts before all others where they are to review.

        Args:
            state: only those that stand so; empty for all.
            text: only those with it in headline or source.
            after: how many are passed over.
            limit: how many at the most.

        Returns:
            The rows, and how many there are in all.
        """
        wanted: sql.ColumnElement[bool] = sql.true()
        if state:
            wanted = wanted & (NARRATIONS.c.state == state)
        if text:
            like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
            wanted = wanted & (NARRATIONS.c.title.like(like, escape="\\") | NARRATIONS.c.source.like(like, escape="\\"))
        first = sql.case({"to-review": 0}, value=NARRATIONS.c.state, else_=1)
        heavy = sql.case({"severe": 0, "warning": 1}, value=NARRATIONS.c.weight, else_=2)
        order = (first, sql.case((first == 0, heavy), else_=0), NARRATIONS.c.created.desc(), NARRATIONS.c.id)
        with self._engine.connect() as connection:
            count = connection.execute(sql.select(sql.func.count()).select_from(NARRATIONS).where(wanted)).scalar_one()
            rows = connection.execute(
                sql.select(NARRATIONS).where(wanted).order_by(*order).offset(after).limit(limit)
            ).mappings()
            return [dict(row) for row in rows], int(count)

    def counts(self) -> Mapping[str, int]:
        """How many narrations stand where."""
        wanted = sql.select(NARRATIONS.c.state, sql.func.count()).group_by(NARRATIONS.c.state)
        with self._engine.connect() as connection:
            return {str(state): int(count) for state, count in connection.execute(wanted)}

    def since(self, changed: int) -> Sequence[Row]:
        """Narrations that changed after a number, in the order in which they did; of removed ones id and state only."""
        with self._engine.connect() as connection:
            there, gone = (
                connection.execute(
                    sql.select(table).where(table.c.changed > changed).order_by(table.c.changed).limit(PAGE)
                ).mappings()
                for table in (NARRATIONS, REMOVED)
            )
            rows = [*map(dict, there), *({**row, "state": GONE} for row in gone)]
        return sorted(rows, key=lambda row: int(row["changed"]))[:PAGE]

    def last(self) -> int:
        """The number of the last change."""
        with self._engine.connect() as connection:
            return _last(connection)

    def jobs(self, narration: str) -> Sequence[Row]:
        """The jobs of a narration, the newest first."""
        wanted = sql.select(JOBS).where(JOBS.c.narration == narration).order_by(JOBS.c.number.desc()).limit(PAGE)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(wanted).mappings()]

    def job(self, number: str) -> Row:
        """One job.

        Raises:
            SourceError: there is none of that id.
        """
        with self._engine.connect() as connection:
            row = connection.execute(sql.select(JOBS).where(JOBS.c.id == number)).mappings().first()
        if row is None:
            raise SourceError("there is no such job")
        return dict(row)

    def has_source(self, source: str) -> bool:
        """Whether somebody dropped this source before."""
        with self._engine.connect() as connection:
            wanted = sql.select(NARRATIONS.c.id).where(NARRATIONS.c.source == source).limit(1)
            return connection.execute(wanted).first() is not None

    def remove(self, narration: str) -> None:
        """Take a narration and its jobs off the list."""
        with self._engine.begin() as connection:
            row = {"id": narration, "changed": _next(connection)}
            if connection.execute(NARRATIONS.delete().where(NARRATIONS.c.id == narration)).rowcount:
                connection.execute(REMOVED.insert().values(**row))


def now() -> str:
    """The moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def digest(*content: object) -> str:
    """Of a request: equal requests have equal ones."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _reply(connection: Connection, key: str, request: str) -> str:
    row = connection.execute(sql.select(REPLIES).where(REPLIES.c.key == key)).mappings().first()
    if row is None:
        return ""
    if row["request"] != request:
        raise ConflictError("this idempotency key was used for another request", "take a new key for a new request")
    there = connection.execute(sql.select(NARRATIONS.c.id).where(NARRATIONS.c.id == row["narration"])).scalar()
    if there is None:
        raise ConflictError("what this idempotency key made was removed since", "take a new key")
    return str(there)


def _row(connection: Connection, narration: str) -> Row:
    row = connection.execute(sql.select(NARRATIONS).where(NARRATIONS.c.id == narration)).mappings().first()
    if row is None:
        raise SourceError("there is no such narration")
    return dict(row)


def _queue(connection: Connection, narration: str, kind: Kind, by: str) -> str:
    job = secrets.token_hex(8)
    values = {"id": job, "number": _next_job(connection), "narration": narration, "kind": kind.value}
    connection.execute(JOBS.insert().values(**values, state="queued", by=by, created=now()))
    return job


def _next_job(connection: Connection) -> int:
    return int(connection.execute(sql.select(sql.func.max(JOBS.c.number))).scalar() or 0) + 1


def _last(connection: Connection) -> int:
    tables = (NARRATIONS, REMOVED)
    return max(int(connection.execute(sql.select(sql.func.max(each.c.changed))).scalar() or 0) for each in tables)


def _next(connection: Connection) -> int:
    return _last(connection) + 1


def _change(connection: Connection, narration: str, **changes: Any) -> None:
    values = {**changes, "changed": _next(connection)}
    connection.execute(sql.update(NARRATIONS).where(NARRATIONS.c.id == narration).values(**values))
