"""The HTTP API: narrations, their scripts and sounds, jobs and events. Pages of the studio change nothing but by it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response, UploadFile
from fastapi.responses import StreamingResponse

from narrator import manifest, temporary
from narrator.engines import base as engines
from narrator.errors import SettingsError, SourceError
from narrator.lexicon import Entry
from narrator.model import Voice
from narrator.studio import compare, rules, schemas
from narrator.studio.access import Caller, DeniedError, Scope
from narrator.studio.desk import Desk
from narrator.studio.queue import PAGE, Kind, State
from narrator.studio.speech import LONGEST

EVERY_S = 0.5
"""Between two looks for what changed."""
COVER_BYTES = 5_000_000
"""Of a picture: it is part of every file of the narration."""
SILENT_S = 15.0
"""Of events: then a comment is sent, so that proxies keep the connection."""
PROBLEMS: dict[int | str, dict[str, Any]] = {
    code: {"model": schemas.Problem, "content": {"application/problem+json": {}}, "description": what}
    for code, what in (
        (400, "The body is no JSON."),
        (401, "Nobody that is known here asks."),
        (403, "The token may not do that."),
        (404, "There is no such thing."),
        (409, "Somebody changed it, or it is not at that point."),
        (413, "More is sent than is taken."),
        (422, "What was sent cannot be."),
        (429, "Too many requests."),
    )
}
router = APIRouter(prefix="/api/v1", responses=PROBLEMS)


def desk_of(request: Request) -> Desk:
    """The desk of the application."""
    desk: Desk = request.app.state.desk
    return desk


def _caller(request: Request) -> Caller:
    changes = request.method not in ("GET", "HEAD")
    caller: Caller = request.app.state.access.caller(request.headers, request.cookies, changes=changes)
    return caller


def may(scope: Scope) -> Any:
    """A dependency: who asks, where that is enough."""

    def check(request: Request) -> Caller:
        caller = _caller(request)
        if caller.scope.rank < scope.rank:
            raise DeniedError(f"this token may only {caller.scope.value}", f"it takes one that may {scope.value}")
        return caller

    return Depends(check)


TheDesk = Annotated[Desk, Depends(desk_of)]
Reader = Annotated[Caller, may(Scope.READ)]
Editor = Annotated[Caller, may(Scope.WRITE)]
Key = Annotated[str, Header(alias="Idempotency-Key", max_length=200, description="An equal request is done once.")]
WAV: dict[int | str, dict[str, Any]] = {200: {"content": {"audio/wav": {}}, "description": "The sound."}}


@router.post("/narrations", status_code=202, tags=["narrations"])
def add(given: schemas.NewNarration, desk: TheDesk, caller: Editor, key: Key = "") -> schemas.Narration:
    """Queue an article: its address, its text or its HTML."""
    row, _ = desk.add(given, by=caller.name, key=key)
    return schemas.Narration(**desk.shown(row))


@router.post("/narrations/file", status_code=202, tags=["narrations"])
def add_file(file: UploadFile, desk: TheDesk, caller: Editor, key: Key = "") -> schemas.Narration:
    """Queue a file: HTML, Markdown, text, e-mail, EPUB, PDF, .docx, .odt."""
    row, _ = desk.add_file(file.filename or "article", file.file.read(), by=caller.name, key=key)
    return schemas.Narration(**desk.shown(row))


@router.get("/narrations", tags=["narrations"])
def narrations(
    desk: TheDesk,
    caller: Reader,
    state: State | None = None,
    text: Annotated[str, Query(max_length=200)] = "",
    after: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE)] = 50,
) -> schemas.Narrations:
    """The list, what is to review and doubted first, then the newest."""
    rows, total = desk.queue.list(state=state.value if state else "", text=text, after=after, limit=limit)
    following = after + len(rows)
    items = [schemas.Narration(**{**row, "page": "", "audio": "", "embed": ""}) for row in rows]
    return schemas.Narrations(items=items, total=total, next=following if rows and following < total else None)


@router.get("/narrations/{number}", tags=["narrations"])
def narration(number: str, desk: TheDesk, caller: Reader) -> schemas.Narration:
    """One narration."""
    return schemas.Narration(**desk.shown(desk.queue.get(number)))


@router.delete("/narrations/{number}", status_code=204, tags=["narrations"])
def remove(number: str, desk: TheDesk, caller: Editor) -> None:
    """Remove a narration and its files."""
    desk.remove(number)


@router.get("/narrations/{number}/script", tags=["script"])
def script(number: str, desk: TheDesk, caller: Reader) -> schemas.Script:
    """What is read, what is not and why, and what is said for each sentence."""
    return _script(desk.script(number))


@router.get("/narrations/{number}/changes", tags=["script"])
def changes(number: str, desk: TheDesk, caller: Reader) -> schemas.Changes:
    """What the script has otherwise than what was published before, sentence by sentence."""
    return schemas.Changes(**desk.changes(number))


@router.patch("/narrations/{number}/script", tags=["script"])
def change(number: str, given: schemas.Change, desk: TheDesk, caller: Editor) -> schemas.Script:
    """Change what is read, said, or by whom; 409 where somebody changed it since the revision that you saw."""
    return _script(desk.change(number, given, by=caller.name))


Revision = Annotated[int, Query(ge=0, le=10_000_000, description="The revision that the editor saw.")]
PICTURE: dict[int | str, dict[str, Any]] = {
    200: {"content": {"image/jpeg": {}, "image/png": {}}, "description": "The picture."}
}


@router.get("/narrations/{number}/cover", tags=["script"], responses=PICTURE, response_class=Response)
def cover(number: str, desk: TheDesk, caller: Reader) -> Response:
    """The picture that an editor gave an article."""
    body, media_type = desk.cover_of(number)
    return Response(body, media_type=media_type, headers={"Cache-Control": "no-store"})


@router.put("/narrations/{number}/cover", tags=["script"])
def set_cover(number: str, file: UploadFile, revision: Revision, desk: TheDesk, caller: Editor) -> schemas.Script:
    """Give an article a picture, JPEG or PNG: it stands in the sound file, for players and podcast apps."""
    picture = file.file.read(COVER_BYTES + 1)
    if len(picture) > COVER_BYTES:
        raise SettingsError(f"the picture has more than {COVER_BYTES // 1_000_000} MB", "make it smaller")
    return _script(desk.cover(number, picture, revision=revision, by=caller.name))


@router.delete("/narrations/{number}/cover", tags=["script"])
def remove_cover(number: str, revision: Revision, desk: TheDesk, caller: Editor) -> schemas.Script:
    """Take the editor's picture back: the article has its own again."""
    return _script(desk.cover(number, None, revision=revision, by=caller.name))


@router.post("/narrations/{number}/undo", tags=["script"])
def undo(number: str, given: schemas.Undo, desk: TheDesk, caller: Editor) -> schemas.Script:
    """Take the last change back."""
    return _script(desk.undo(number, given.revision, by=caller.name))


@router.get("/narrations/{number}/sentences/{index}/audio", tags=["script"], responses=WAV, response_class=Response)
def sentence(
    number: str,
    index: int,
    desk: TheDesk,
    caller: Reader,
    said: Annotated[str | None, Query(max_length=LONGEST, description="Other words, to be tried.")] = None,
) -> Response:
    """A sentence as sound, at once."""
    return _sound(desk.sentence(number, index, said))


@router.get("/narrations/{number}/audio", tags=["script"], responses=WAV, response_class=StreamingResponse)
def audio(
    number: str,
    desk: TheDesk,
    caller: Reader,
    first: Annotated[int, Query(ge=0, le=1_000_000, description="The sentence to begin with.")] = 0,
) -> StreamingResponse:
    """The whole script as one WAV file, sent while it is spoken: playing can begin with its first sentence."""
    return StreamingResponse(desk.stream(number, first), media_type="audio/wav", headers={"Cache-Control": "no-store"})


@router.post("/narrations/{number}/speak", status_code=202, tags=["narrations"])
def speak(number: str, desk: TheDesk, caller: Editor) -> schemas.Accepted:
    """Have it spoken; only sentences that changed are spoken again."""
    return schemas.Accepted(narration=number, job=desk.speak(number, by=caller.name))


@router.post("/narrations/{number}/refetch", status_code=202, tags=["narrations"])
def refetch(number: str, desk: TheDesk, caller: Editor) -> schemas.Accepted:
    """Read the source again; edits are kept where their sentences are still there."""
    return schemas.Accepted(narration=number, job=desk.speak(number, by=caller.name, kind=Kind.READ))


@router.post("/narrations/{number}/approve", tags=["narrations"])
def approve(number: str, desk: TheDesk, caller: Editor, given: schemas.Approval | None = None) -> schemas.Narration:
    """Approve it. The label panel shows the name that you gave: in ``by``, or in the settings of the studio."""
    by = (given.by if given else None) or ""
    desk.approve(number, by=by or caller.name, is_account=not (by or caller.is_person))
    return schemas.Narration(**desk.shown(desk.queue.get(number)))


@router.post("/narrations/{number}/publish", tags=["narrations"])
def publish(number: str, desk: TheDesk, caller: Editor) -> schemas.Narration:
    """Put an approved narration on the site and into the feed."""
    desk.publish(number)
    return schemas.Narration(**desk.shown(desk.queue.get(number)))


@router.post("/narrations/{number}/take-back", tags=["narrations"])
def take_back(number: str, desk: TheDesk, caller: Editor) -> schemas.Narration:
    """Take it from the site and the feed."""
    desk.take_back(number, by=caller.name)
    return schemas.Narration(**desk.shown(desk.queue.get(number)))


@router.get("/narrations/{number}/jobs", tags=["jobs"])
def jobs(number: str, desk: TheDesk, caller: Reader) -> list[schemas.Job]:
    """The jobs of a narration, the newest first."""
    desk.queue.get(number)
    return [schemas.Job(**row) for row in desk.queue.jobs(number)]


@router.get("/jobs/{number}", tags=["jobs"])
def job(number: str, desk: TheDesk, caller: Reader) -> schemas.Job:
    """One job."""
    return schemas.Job(**desk.queue.job(number))


@router.get(
    "/events",
    tags=["jobs"],
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "One event a narration that changes."}},
)
async def events(
    request: Request,
    desk: TheDesk,
    caller: Reader,
    last: Annotated[str, Header(alias="Last-Event-ID", max_length=20)] = "",
    since: Annotated[int | None, Query(ge=0, lt=2**63, description="Begin after this number of a change.")] = None,
    once: Annotated[bool, Query(description="End after what is new now.")] = False,
) -> StreamingResponse:
    """What changes, as server-sent events."""
    begun = since if since is not None else (0 if once else desk.queue.last())
    begun = min(int(last), 2**63 - 1) if last.isascii() and last.isdigit() else begun
    told = _events(request, desk, begun, once=once)
    return StreamingResponse(told, media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, desk: Desk, seen: int, *, once: bool) -> AsyncIterator[str]:
    silent_s = 0.0
    yield f"id: {seen}\nretry: 2000\n\n"
    while not await request.is_disconnected() and not request.app.state.is_closing:
        for row in await asyncio.to_thread(desk.queue.since, seen):
            seen, silent_s = row["changed"], 0.0
            yield f"id: {seen}\nevent: narration\ndata: {json.dumps(row)}\n\n"
        if once:
            return
        await asyncio.sleep(EVERY_S)
        silent_s += EVERY_S
        if silent_s >= SILENT_S:
            silent_s = 0.0
            yield ": still here\n\n"


@router.get("/voices", tags=["voices"])
def voices(desk: TheDesk, caller: Reader) -> list[schemas.Voice]:
    """Who can speak here."""
    return [voice_of(each) for each in engines.voices()]


@router.get("/speech", tags=["voices"], responses=WAV, response_class=Response)
def speech(
    desk: TheDesk,
    caller: Reader,
    text: Annotated[str, Query(min_length=1, max_length=LONGEST)],
    language: Annotated[str, Query(max_length=40)] = "en",
    voice: Annotated[str | None, Query(max_length=200)] = None,
    written: Annotated[str, Query(max_length=200, description="A name that is said otherwise.")] = "",
    say: Annotated[str, Query(max_length=400)] = "",
    ipa: Annotated[str, Query(max_length=200)] = "",
    like: Annotated[str, Query(max_length=40, description="The language whose rules say the name.")] = "",
) -> Response:
    """Any short text as sound, with one more pronunciation where it is given."""
    is_given = written and (say or ipa or like)
    entry = Entry(written, say=say or None, ipa=ipa or None, language=like or None) if is_given else None
    return _sound(desk.speech.text(text, language, voice, desk.settings, entry))


@router.get("/proposals", tags=["lexicon"])
def proposals(
    desk: TheDesk,
    caller: Reader,
    written: Annotated[str, Query(min_length=1, max_length=200)],
    language: Annotated[str, Query(max_length=40)] = "en",
    voice: Annotated[str | None, Query(max_length=200)] = None,
) -> list[schemas.Proposal]:
    """Up to three ways to say a name otherwise; ``GET /speech`` lets you hear each."""
    return [
        schemas.Proposal(
            entry=schemas.Entry(written=written, say=each.entry.say, language=each.entry.language),
            like=each.like,
            spelled=each.spelled,
        )
        for each in desk.speech.proposals(written, language, voice, desk.settings)
    ]


@router.get("/lexicon", tags=["lexicon"], response_model_exclude_unset=True)
def lexicon(desk: TheDesk, caller: Reader) -> list[schemas.Entry]:
    """Pronunciations that count in all articles."""
    return [_entry(each) for each in desk.entries()]


@router.put("/lexicon", status_code=204, tags=["lexicon"])
def learn(given: schemas.Entry, desk: TheDesk, caller: Editor) -> None:
    """Write a pronunciation that counts in all articles."""
    desk.learn(given)


@router.delete("/lexicon", status_code=204, tags=["lexicon"])
def forget(written: Annotated[str, Query(min_length=1, max_length=200)], desk: TheDesk, caller: Editor) -> None:
    """Take a pronunciation that was learned here away; those of other lexicon files stay."""
    if not rules.forget(desk.config, written):
        raise SourceError("no such pronunciation was learned here")


@router.post("/verify", tags=["verify"])
def verify(file: UploadFile, desk: TheDesk, caller: Reader) -> dict[str, Any]:
    """What a sound file is: whether it is labelled, by whom, and whether that holds."""
    suffix = Path(file.filename or "").suffix.lower()
    if not suffix.isascii() or not suffix[1:].isalnum():
        raise SettingsError("the file's name has no ending of a sound file", "as .mp3, .m4a, .opus, .flac or .wav")
    with temporary.own_folder() as folder:
        path = folder / f"upload{suffix[:8]}"
        path.write_bytes(file.file.read())
        report: dict[str, Any] = json.loads(json.dumps(manifest.plain(desk.verified(path)), default=str))
        return {**report, "file": ""}  # not the place where it was kept


def voice_of(voice: Voice) -> schemas.Voice:
    """A voice as the API gives it."""
    told = {name: getattr(voice, name) for name in schemas.Voice.model_fields if name != "languages"}
    return schemas.Voice(**told, languages=[*voice.languages])


def _entry(entry: Entry) -> schemas.Entry:
    """An entry with what it says; a language is given where it has one."""
    language = {"language": entry.language} if entry.language else {}
    return schemas.Entry(written=entry.written, say=entry.say, ipa=entry.ipa, **language)


def _sound(body: bytes) -> Response:
    return Response(body, media_type="audio/wav", headers={"Cache-Control": "no-store"})


def _script(table: Mapping[str, Any]) -> schemas.Script:
    bare = [{name: value for name, value in each.items() if name != "utterance"} for each in table["sentences"]]
    voices = [each.id for each in compare.voices_of(table)]
    return schemas.Script(**{**table, "voice": table["voice"]["id"], "voices": voices, "sentences": bare})
