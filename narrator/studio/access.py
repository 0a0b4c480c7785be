"""Who asks, and what they may: sessions of pages, tokens of programs.

A change from a page needs the page's own token beside the cookie, so that a foreign page cannot make one. Tokens of
programs are kept as their hashes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sql
from sqlalchemy import Engine

from narrator.errors import NarratorError, SettingsError
from narrator.studio.database import FACTS, TOKENS
from narrator.studio.queue import now

PREFIX = "nrt_"
COOKIE = "narrator_session"
HEADER = "x-narrator-token"
DAYS = 30
SECOND_S = 86_400
LONGEST_NAME = 80


class Scope(StrEnum):
    """What a token or a session may."""

    READ = "read"
    """Look and listen."""
    WRITE = "write"
    """Drop, edit, approve, publish."""
    ADMIN = "admin"
    """Also tokens, webhooks and settings."""

    @property
    def rank(self) -> int:
        """The higher may all that the lower may."""
        return list(Scope).index(self)


class DeniedError(NarratorError):
    """Who asks is unknown, or may not do that."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks."""

    id: str
    name: str
    scope: Scope
    page_token: str = ""
    """Of a session: what its pages send with every change."""

    is_person: bool = False
    """Whether ``name`` is one that somebody gave at a page, and no account of a machine and no token's."""

    @property
    def is_admin(self) -> bool:
        """Whether all may be changed."""
        return self.scope is Scope.ADMIN


class Access:
    """Sessions and tokens of one studio.

    Args:
        engine: of its database.
        password: what a browser must know; empty lets in whoever reaches this machine itself.
        user: the name of who comes in and gives none.
    """

    def __init__(self, engine: Engine, *, password: str, user: str) -> None:
        self._engine, self._password, self._user = engine, password, user
        self._secret = bytes.fromhex(fact(engine, "secret", secrets.token_hex(32)))

    @property
    def is_open(self) -> bool:
        """Whether a browser on this machine needs no password."""
        return not self._password

    def signed_in(self, password: str, name: str) -> str:
        """The cookie of a new session.

        Raises:
            DeniedError: the password is another one.
        """
        if self._password and not hmac.compare_digest(password.encode(), self._password.encode()):
            raise DeniedError("this is not the token of the studio", "it was printed where the studio was started")
        return self.cookie(name, Scope.ADMIN)

    def cookie(self, name: str, scope: Scope) -> str:
        """The cookie of a session under the name that somebody gave; empty where none was given."""
        told = {"n": " ".join(name.split())[:LONGEST_NAME], "s": scope.value, "i": secrets.token_hex(8)}
        body = base64.urlsafe_b64encode(json.dumps({**told, "t": int(time.time())}).encode()).decode()
        return f"{body}.{self._sign(body)}"

    def session(self, cookie: str) -> Caller | None:
        """Who has a session's cookie; None where it is none of ours, or too old."""
        body, _, signature = cookie.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(body).encode()):
            return None
        try:
            told = json.loads(base64.urlsafe_b64decode(body))
        except (ValueError, binascii.Error):
            return None
        if time.time() - told["t"] > DAYS * SECOND_S:
            return None
        page_token = self._sign(f"page {body}")
        return Caller(told["i"], told["n"] or self._user, Scope(told["s"]), page_token, is_person=bool(told["n"]))

    def bearer(self, token: str) -> Caller | None:
        """Who has a program's token."""
        with self._engine.connect() as connection:
            row = connection.execute(sql.select(TOKENS).where(TOKENS.c.hash == _hash(token))).mappings().first()
        return None if row is None else Caller(row["id"], row["name"], Scope(row["scope"]))

    def caller(self, headers: Mapping[str, str], cookies: Mapping[str, str], *, changes: bool) -> Caller:
        """Who asks.

        Args:
            headers: of the request.
            cookies: of the request.
            changes: whether the request may change something.

        Raises:
            DeniedError: nobody that is known; or a change that no page of ours asks for.
        """
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            if found := self.bearer(token.strip()):
                return found
            raise DeniedError("this token is not known here", "`narrator studio --new-token NAME` makes one")
        session = self.session(cookies.get(COOKIE, ""))
        if session is None:
            raise DeniedError("nobody is signed in", "open the studio in a browser, or send `Authorization: Bearer …`")
        if changes and not hmac.compare_digest(headers.get(HEADER, "").encode(), session.page_token.encode()):
            raise DeniedError("a page of the studio did not ask for this change", "load the page again")
        return session

    def add(self, name: str, scope: Scope) -> tuple[str, str]:
        """A new token of a program: its id, and the token, which is shown this once.

        Raises:
            SettingsError: it has no name.
        """
        if not name.strip():
            raise SettingsError("a token needs a name", "who uses it, as cms")
        token, number = PREFIX + secrets.token_urlsafe(32), secrets.token_hex(6)
        values = {"id": number, "name": " ".join(name.split())[:LONGEST_NAME], "scope": scope.value, "created": now()}
        with self._engine.begin() as connection:
            connection.execute(TOKENS.insert().values(hash=_hash(token), **values))
        return number, token

    def tokens(self) -> Sequence[Mapping[str, Any]]:
        """All tokens of programs, without what they are."""
        columns = (TOKENS.c.id, TOKENS.c.name, TOKENS.c.scope, TOKENS.c.created)
        with self._engine.connect() as connection:
            return [dict(row) for row in connection.execute(sql.select(*columns).order_by(TOKENS.c.created)).mappings()]

    def remove(self, number: str) -> bool:
        """Take a token back; whether there was one."""
        with self._engine.begin() as connection:
            return connection.execute(TOKENS.delete().where(TOKENS.c.id == number)).rowcount > 0

    def _sign(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()


def fact(engine: Engine, name: str, new: str) -> str:
    """A fact that the studio keeps; ``new`` is written down where it is not known."""
    with engine.begin() as connection:
        there = connection.execute(sql.select(FACTS.c.value).where(FACTS.c.name == name)).scalar()
        if there is None:
            connection.execute(FACTS.insert().values(name=name, value=new))
        return str(there or new)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
