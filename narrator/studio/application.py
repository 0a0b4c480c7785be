"""The studio put together: database, workers, API, pages, the library as listeners see it, behind one gate."""

from __future__ import annotations

import dataclasses
import getpass
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import ASGIApp

from narrator import serve
from narrator.about import VERSION
from narrator.errors import BusyError, OutputError, SettingsError
from narrator.purse import begin_run
from narrator.settings import Settings
from narrator.settings.publishing import Publishing
from narrator.settings.sources import FILE
from narrator.store import is_address, store
from narrator.studio import admin, api, pages, problems
from narrator.studio.access import Access, Scope
from narrator.studio.database import FOLDER, opened
from narrator.studio.desk import Desk
from narrator.studio.feeds import Feeds
from narrator.studio.gate import Gate
from narrator.studio.listening import Listening
from narrator.studio.messages import Messages
from narrator.studio.queue import Queue

JOBS = 2
"""Narrations at a time where nothing else is said: an editor's sentences need a core too."""
JOBS_OF_CLUSTER = 32
"""The same on a cluster, whose workers take as many as they have threads: those that wait there cost nothing here."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a studio is opened."""

    settings: Settings
    config: Path = Path(FILE)
    """The settings file that rules are written into; made with the first rule."""
    host: str = "127.0.0.1"
    port: int = 8700
    base_url: str = ""
    """Where listeners find the library; empty for the studio itself."""
    public_hosts: tuple[str, ...] = ()
    """Other names by which the studio may be asked, as behind a proxy."""
    origins: tuple[str, ...] = ()
    """Sites whose pages may use the API with a token."""
    password: str = ""
    """What a browser must know; empty only on this machine itself."""
    jobs: int = JOBS
    is_budget_fixed: bool = False
    """Whether the command line or the environment gave the budget: what the settings file says of it does not count."""
    cluster: str = ""
    """Address of the Dask scheduler whose workers make narrations; empty for this machine."""

    @property
    def listen_url(self) -> str:
        """Where listeners find the library."""
        told = Publishing.load(self.config).base_url if self.config.is_file() else ""
        return self.base_url or told or f"http://{_bracketed(self.host)}:{self.port}/listen"


def application(place: Place) -> tuple[ASGIApp, FastAPI]:
    """The studio as an ASGI application, and the part of it that answers.

    Raises:
        OutputError: the output folder is an object store's, or cannot be written.
        SettingsError: it is open to the network without a password.
    """
    if place.host not in serve.LOCAL and not place.password:
        raise SettingsError("a studio that the network reaches needs a token", "--token, or NARRATOR_STUDIO_TOKEN")
    if is_address(place.settings.output):
        raise OutputError("the studio works in a local folder", "give --output a folder of this machine")
    out = Path(place.settings.output)
    engine = opened(out)
    app = FastAPI(
        title="narrator",
        version=VERSION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(place, engine),
    )
    problems.answering(app)
    queue, messages = Queue(engine), Messages(engine, lambda: place.settings.allow_private)
    desk = Desk(
        queue,
        messages,
        config=place.config,
        is_budget_fixed=place.is_budget_fixed,
        settings=lambda: _current(place),
        base_url=place.listen_url,
        jobs=place.jobs,
        cluster=place.cluster,
    )
    app.state.desk, app.state.feeds = desk, Feeds(engine, desk)
    app.state.access = Access(engine, password=place.password, user=_user())
    app.state.is_closing = False
    app.include_router(api.router)
    app.include_router(admin.router)
    app.include_router(pages.router)
    app.mount("/static", pages.static())
    app.mount("/listen", Listening(out, place.listen_url, app.state.access))
    return Gate(app, hosts=_hosts(place), origins=place.origins), app


def run(place: Place) -> None:
    """Answer until interrupted; what was in hand is begun again by the next start.

    Raises:
        BusyError: another studio works in this folder.
        OutputError: the port cannot be opened.
    """
    import uvicorn

    with store(place.settings.output).claim(f"{FOLDER}/open", wait_s=0.0) as is_ours:
        if not is_ours:
            raise BusyError("another studio works in this folder", "use that one, or end it")
        begin_run("studio-%Y-%m")  # one account a month: a restart does not begin to spend anew
        gate, app = application(place)
        config = uvicorn.Config(
            gate,
            host=place.host,
            port=place.port,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=2,
        )
        server = uvicorn.Server(config)
        try:
            server.run()
        except SystemExit as error:
            raise OutputError(f"port {place.port} on {place.host} cannot be opened", "--port takes another") from error
        app.state.is_closing = True


def _lifespan(place: Place, engine: Engine):  # type: ignore[no-untyped-def]
    @asynccontextmanager
    async def living(app: FastAPI) -> AsyncIterator[None]:
        desk: Desk = app.state.desk
        desk.workers.start()
        desk.messages.start()
        app.state.feeds.start()
        try:
            yield
        finally:
            app.state.is_closing = True
            app.state.feeds.stop()
            desk.workers.stop()
            desk.messages.stop()
            desk.speech.close()
            engine.dispose()

    return living


def _current(place: Place) -> Settings:
    """The settings with the rules that were written since the studio was opened."""
    if not place.config.is_file():
        return place.settings
    fresh = Settings.load(place.config)
    budget = place.settings.budget if place.is_budget_fixed else fresh.budget
    return dataclasses.replace(place.settings, lexicon=fresh.lexicon, site=fresh.site, budget=budget)


def _hosts(place: Place) -> Sequence[str]:
    return (*serve.LOCAL, _bracketed(place.host), *(each.lower() for each in place.public_hosts))


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _user() -> str:
    with suppress(Exception):  # a container may have a user without a name
        return getpass.getuser()
    return "editor"


def new_token(place: Place, name: str, scope: Scope) -> str:
    """A new token for a program.

    Raises:
        SettingsError: it has no name.
    """
    out = Path(place.settings.output)
    out.mkdir(parents=True, exist_ok=True)
    return Access(opened(out), password=place.password, user="").add(name, scope)[1]
