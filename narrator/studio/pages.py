"""The pages: rendered here, changed by the API alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.staticfiles import StaticFiles

from narrator.errors import SourceError
from narrator.languages import primary, tables
from narrator.studio import rules, sites
from narrator.studio import state as studio_state
from narrator.studio.access import COOKIE, DAYS, SECOND_S, Access, Caller, DeniedError, Scope
from narrator.studio.api import desk_of
from narrator.studio.desk import Desk
from narrator.studio.queue import State
from narrator.units import in_minutes

LANGUAGE = "narrator_language"
SENT = re.compile(r"studio://[0-9a-f]+/")
"""What stands before the name of a file that was sent: nobody who sent ``ferry.html`` knows that number."""
LIST = 100
router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def static() -> StaticFiles:
    """The style and the script of all pages."""
    return StaticFiles(directory=str(files("narrator.studio").joinpath("static")))


@router.get("/")
def inbox(request: Request, state: str = "", text: str = "", after: int = 0) -> Response:
    """The list, and where to drop an article."""

    def content(desk: Desk) -> Mapping[str, Any]:
        last = desk.queue.last()  # before the rows: what changes meanwhile is told once more rather than never
        wanted = state if state in [each.value for each in State] else ""
        start = min(max(after, 0), 10_000_000)
        rows, total = desk.queue.list(state=wanted, text=text[:200], after=start, limit=LIST)
        counts = desk.queue.counts()
        told = {"rows": rows, "total": total, "after": start, "text": text[:200], "state": wanted, "counts": counts}
        return {**told, "states": [each.value for each in State], "last": last, "step": LIST}

    return _page(request, "inbox.html", content)


@router.get("/narrations/{number}")
def article(request: Request, number: str) -> Response:
    """One article: what is read, what is said, and the way to its publication."""

    def content(desk: Desk) -> Mapping[str, Any]:
        last = desk.queue.last()
        row = desk.queue.get(number)
        try:
            script = desk.script(number)
        except SourceError:
            script = None
        heard = desk.library.get(row["slug"]) if row["slug"] else None
        if script:
            script = {**script, "host": urlsplit(script["url"] or "").hostname or ""}
        told = {"row": desk.shown(row), "script": script, "heard": heard, "last": last}
        voices = desk_voices() if script else []
        changes = desk.changes(number) if script else {}
        return {**told, "lines": _lines(script) if script else [], "voices": voices, "changes": changes}

    return _page(request, "article.html", content)


@router.get("/voices")
def voices(request: Request) -> Response:
    """Voices side by side, pronunciations, and what a sound file is."""

    def content(desk: Desk) -> Mapping[str, Any]:
        wanted = primary(_language(request))
        found = desk_voices()
        own = [each for each in found if wanted in {primary(tag) for tag in each.languages}]
        return {
            "own": own,
            "others": [each for each in found if each not in own],
            "entries": desk.entries(),
            "learned": rules.learned(desk.config),
        }

    return _page(request, "voices.html", content)


@router.get("/sites")
def site_rules(request: Request, host: str = "", narration: str = "") -> Response:
    """Rules of sites, tried on a page."""

    def content(desk: Desk) -> Mapping[str, Any]:
        rules = sites.shown(desk.settings)
        chosen = next((each for each in rules if each["host"] == host), None)
        row = desk.queue.get(narration) if narration else None
        return {"rules": rules, "chosen": chosen, "host": host[:253], "row": row}

    return _page(request, "sites.html", content)


@router.get("/settings")
def settings(request: Request) -> Response:
    """Feeds, webhooks, tokens, who you are, who signs, what services cost."""

    def content(desk: Desk) -> Mapping[str, Any]:
        feeds, access = request.app.state.feeds, request.app.state.access
        own = {"feeds": feeds.all(), "webhooks": desk.messages.all(), "tokens": access.tokens()}
        paid = {**studio_state.paid(desk.settings), "is_fixed": desk.is_budget_fixed}
        return {**own, "signing": studio_state.signing(desk.settings), "paid": paid}

    return _page(request, "settings.html", content, scope=Scope.ADMIN)


@router.get("/sign-in")
def sign_in(request: Request) -> Response:
    """Where a browser tells the token."""
    return _rendered(request, "sign-in.html", None, {"wrong": False})


@router.post("/sign-in")
async def signed_in(request: Request) -> Response:
    """Check what a browser tells, or change the name of who is signed in; a foreign page may do neither."""
    if _is_foreign(request):
        return _rendered(request, "sign-in.html", None, {"wrong": True}, status=403)
    given = parse_qs((await request.body()).decode("utf-8", "replace")[:4_000])
    access: Access = request.app.state.access
    session, name = access.session(request.cookies.get(COOKIE, "")), given.get("name", [""])[0]
    if session is not None and name.strip() and "token" not in given:  # an editor who says under which name
        return _with_cookie(RedirectResponse("/settings", 303), request, access.cookie(name, session.scope))
    try:
        cookie = access.signed_in(given.get("token", [""])[0].strip(), given.get("name", [""])[0])
    except DeniedError:
        return _rendered(request, "sign-in.html", None, {"wrong": True}, status=401)
    return _with_cookie(RedirectResponse("/", 303), request, cookie)


def _is_foreign(request: Request) -> bool:
    """Whether a page of another site asks. A proxy may do TLS, so that only the host of the origin is compared."""
    origin = request.headers.get("origin", "null")
    place = request.headers.get("sec-fetch-site", "same-origin")
    return place not in ("same-origin", "none") or (
        origin not in ("null", "") and urlsplit(origin).netloc != request.url.netloc
    )


def _page(request: Request, name: str, content: Any, scope: Scope = Scope.READ) -> Response:
    """A page for who is signed in; on an open studio everybody on this machine is."""
    access: Access = request.app.state.access
    caller = access.session(request.cookies.get(COOKIE, ""))
    cookie = ""
    if caller is None:
        if not access.is_open:
            return RedirectResponse("/sign-in", 303)
        cookie = access.signed_in("", "")
        caller = access.session(cookie)
    if caller is None or caller.scope.rank < scope.rank:
        return RedirectResponse("/", 303)
    try:
        answer = _rendered(request, name, caller, content(desk_of(request)))
    except SourceError:
        answer = _rendered(request, "missing.html", caller, {}, status=404)
    return _with_cookie(answer, request, cookie) if cookie else answer


def _rendered(
    request: Request, name: str, caller: Caller | None, content: Mapping[str, Any], status: int = 200
) -> Response:
    language = _language(request)
    words = tables.own_or_english(language, "studio")
    told = {
        "w": words,
        "language": language,
        "languages": tables.having("studio"),
        "caller": caller,
        "path": request.url.path,
    }
    return HTMLResponse(environment().get_template(name).render(**told, **content), status)


def _with_cookie(answer: Response, request: Request, cookie: str) -> Response:
    is_secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
    answer.set_cookie(COOKIE, cookie, max_age=DAYS * SECOND_S, httponly=True, samesite="strict", secure=is_secure)
    return answer


def _language(request: Request) -> str:
    """The language of the page: the one that was chosen, else the first of the browser's that we have."""
    wanted = request.query_params.get("language") or request.cookies.get(LANGUAGE, "")
    asked = [
        wanted,
        *(each.partition(";")[0].strip() for each in request.headers.get("accept-language", "").split(",")),
    ]
    return next((found for each in asked[:10] if each and (found := tables.folder_of(each[:40], "studio"))), "en")


def desk_voices() -> list[Any]:
    """The voices that speak here, without those that only tests name."""
    from narrator.engines import base, choice

    return [each for each in base.voices() if each.engine not in choice.SILENT]


def _lines(script: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The lines with their sentences, and the doubts about each."""
    sentences: dict[int, list[Any]] = {}
    for each in script["sentences"]:
        sentences.setdefault(each["block"], []).append(each)
    doubts: dict[int, list[Any]] = {}
    for each in script["doubts"]:
        if each.get("block") is not None:
            doubts.setdefault(each["block"], []).append(each)
    return [
        {**line, "sentences": sentences.get(line.get("block", -1), []), "doubts": doubts.get(line.get("block", -1), [])}
        for line in script["lines"]
    ]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates, which escape everything."""
    found = Environment(
        loader=PackageLoader("narrator.studio", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["in_minutes"] = in_minutes
    found.filters["sent"] = lambda text: SENT.sub("", text)
    return found
