"""The rest of the API: webhooks, watched feeds, tokens, and the settings as they count."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi import Path as PathParameter

from narrator import languages
from narrator.batch.sources import Item
from narrator.engines import offers
from narrator.errors import SourceError
from narrator.settings import fields
from narrator.studio import schemas, sites, state
from narrator.studio.access import Access, Caller, Scope
from narrator.studio.api import PROBLEMS, Editor, Reader, TheDesk, may, voice_of
from narrator.studio.desk import address
from narrator.studio.feeds import Feeds
from narrator.studio.problems import without_paths

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
Admin = Annotated[Caller, may(Scope.ADMIN)]


@router.get("/webhooks", tags=["webhooks"])
def webhooks(desk: TheDesk, caller: Admin) -> list[dict[str, Any]]:
    """All webhooks, with the deliveries that never arrived."""
    return [dict(each) for each in desk.messages.all()]


@router.post("/webhooks", status_code=201, tags=["webhooks"])
def add_webhook(given: schemas.NewWebhook, desk: TheDesk, caller: Admin) -> dict[str, str]:
    """Tell another program what happens; the secret that signs is in this answer alone."""
    return dict(desk.messages.add(given.url))


@router.delete("/webhooks/{number}", status_code=204, tags=["webhooks"])
def remove_webhook(number: str, desk: TheDesk, caller: Admin) -> None:
    """Tell it nothing more."""
    if not desk.messages.remove(number):
        raise SourceError("there is no such webhook")


@router.post("/deliveries/{number}/again", status_code=204, tags=["webhooks"])
def deliver_again(number: str, desk: TheDesk, caller: Admin) -> None:
    """Try a dead delivery again."""
    if not desk.messages.again(number):
        raise SourceError("there is no such dead delivery")


@router.get("/feeds", tags=["feeds"])
def feeds(request: Request, caller: Reader) -> list[dict[str, Any]]:
    """The feeds that are watched."""
    return [dict(each) for each in _feeds(request).all()]


@router.post("/feeds", status_code=201, tags=["feeds"])
def add_feed(given: schemas.NewFeed, request: Request, caller: Editor) -> dict[str, Any]:
    """Narrate every new item of a feed, to review or published at once."""
    return dict(_feeds(request).add(address(given.url), minutes=given.minutes, publish=given.publish))


@router.delete("/feeds/{number}", status_code=204, tags=["feeds"])
def remove_feed(number: str, request: Request, caller: Editor) -> None:
    """Watch a feed no longer."""
    if not _feeds(request).remove(number):
        raise SourceError("there is no such feed")


@router.get("/tokens", tags=["tokens"])
def tokens(request: Request, caller: Admin) -> list[dict[str, Any]]:
    """The tokens of programs, without what they are."""
    return [dict(each) for each in _access(request).tokens()]


@router.post("/tokens", status_code=201, tags=["tokens"])
def add_token(given: schemas.NewToken, request: Request, caller: Admin) -> dict[str, str]:
    """Make a token; it is in this answer alone."""
    number, token = _access(request).add(given.name, given.scope)
    return {"id": number, "token": token}


@router.delete("/tokens/{number}", status_code=204, tags=["tokens"])
def remove_token(number: str, request: Request, caller: Admin) -> None:
    """Take a token back."""
    if not _access(request).remove(number):
        raise SourceError("there is no such token")


Host = Annotated[str, PathParameter(max_length=253, description="As example.org; it counts for names below it too.")]


@router.get("/sites", tags=["sites"])
def all_sites(desk: TheDesk, caller: Reader) -> list[schemas.Site]:
    """The sites with rules of their own."""
    return [schemas.Site(**each) for each in sites.shown(desk.settings)]


@router.put("/sites/{host}", status_code=204, tags=["sites"])
def write_site(host: Host, given: schemas.SiteRules, desk: TheDesk, caller: Editor) -> None:
    """Write a site's rules into the settings file, in place of those that it has."""
    name, wanted = sites.host(host), sites.site(given.read, given.skip, given.language)
    sites.check(wanted)
    sites.write(desk.config, name, wanted)


@router.delete("/sites/{host}", status_code=204, tags=["sites"])
def remove_site(host: Host, desk: TheDesk, caller: Editor) -> None:
    """Take a site's rules away."""
    if not sites.remove(desk.config, sites.host(host)):
        raise SourceError("there are no rules of this site")


@router.post("/sites/{host}/try", tags=["sites"])
def try_site(host: Host, given: schemas.SiteTrial, desk: TheDesk, caller: Editor) -> schemas.Tried:
    """Read a page by these rules, and say what would be read otherwise; nothing is changed."""
    name, settings, number = sites.host(host), desk.settings, given.narration or ""
    wanted = sites.site(given.read, given.skip, given.language, settings.site.get(name))
    item = Item(str(desk.queue.get(number)["source"]) if number else address(given.url or ""))
    return schemas.Tried(**sites.trial(desk.workers, settings, name, wanted, item, number))


@router.get("/settings", tags=["settings"])
def settings(desk: TheDesk, caller: Reader) -> dict[str, Any]:
    """The settings as they count: no secret, and of files the names alone."""
    hidden = {each.name for each in dataclasses.fields(desk.settings) if not each.repr} | {"proxy", "output", "service"}
    return {name: _plain(getattr(desk.settings, name)) for name in fields() if name not in hidden}


@router.get("/signing", tags=["settings"])
def signing(desk: TheDesk, caller: Admin) -> schemas.Signing:
    """Whether and by whom narrations are signed, and the watermark; nothing secret is in it."""
    return schemas.Signing(**state.signing(desk.settings))


@router.get("/budget", tags=["settings"])
def budget(desk: TheDesk, caller: Admin) -> schemas.Budget:
    """The speech services that may be paid, and what is spent of the month's budget."""
    return schemas.Budget(**state.paid(desk.settings))


@router.put("/budget", tags=["settings"])
def set_budget(given: schemas.NewBudget, desk: TheDesk, caller: Admin) -> schemas.Budget:
    """Write the month's budget into the settings file, whose comments stay; it counts from the next sentence on."""
    desk.limit(given.budget)
    return schemas.Budget(**state.paid(desk.settings))


@router.get("/voices/offers", tags=["voices"])
def voice_offers(caller: Reader, language: Annotated[str, Query(max_length=40)] = "") -> schemas.Offers:
    """Voices that can be added, those for a language first where one is given; and what stands in the way of more."""
    found, obstacles = offers.offers(languages.of(language).tag if language else "")
    return schemas.Offers(
        items=[
            schemas.Offer(
                id=each.voice.id,
                languages=[*each.voice.languages],
                licence=each.voice.licence,
                size=each.size,
                is_free=each.is_free,
                note=each.note,
            )
            for each in found
        ],
        obstacles=[without_paths(each) for each in obstacles],
    )


@router.post("/voices", status_code=201, tags=["voices"])
def add_voice(given: schemas.NewVoice, caller: Admin) -> schemas.Voice:
    """Fetch a voice that is offered from where its makers keep it, check it, and speak with it from now on."""
    return voice_of(offers.added(given.voice))


def _plain(value: object) -> Any:
    if isinstance(value, Path):
        return value.name
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    return {str(name): _plain(each) for name, each in _pairs(value)}


def _pairs(value: Any) -> list[tuple[str, Any]]:
    if dataclasses.is_dataclass(value):
        return [(each.name, getattr(value, each.name)) for each in dataclasses.fields(value)]
    return list(value.items())


def _access(request: Request) -> Access:
    access: Access = request.app.state.access
    return access


def _feeds(request: Request) -> Feeds:
    found: Feeds = request.app.state.feeds
    return found
