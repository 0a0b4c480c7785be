"""What the API takes and gives; the OpenAPI document is made of these."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from narrator.studio.access import Scope
from narrator.studio.compare import ChangeKind

Short = Annotated[str, Field(max_length=1_000)]
Tag = Annotated[
    str | None,
    Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=40, description="Whose rules say it (BCP 47)."),
]
Line = Annotated[str, Field(min_length=1, max_length=100_000)]


class Strict(BaseModel):
    """A body without fields that nobody knows."""

    model_config = ConfigDict(extra="forbid")


class NewNarration(Strict):
    """An article: its address, or its text or HTML."""

    url: Annotated[str | None, Field(max_length=4_000, description="http or https address of the article.")] = None
    text: Annotated[str | None, Field(max_length=2_000_000, description="Plain text or Markdown.")] = None
    html: Annotated[str | None, Field(max_length=20_000_000, description="A whole page.")] = None
    title: Annotated[str | None, Field(max_length=1_000, description="Headline of a text.")] = None
    publish: Annotated[bool, Field(description="Speak and publish it without a review, unless a doubt is severe.")] = (
        False
    )


class Narration(BaseModel):
    """Where an article stands."""

    id: str
    source: str
    title: str
    state: str
    article: str
    slug: str
    voice: str
    length_s: float
    words: int
    doubts: int
    weight: str
    reason: str
    hint: str
    code: int
    stage: str
    done: int
    total: int
    approved_by: str
    created: str
    changed: int
    page: Annotated[str, Field(description="Where listeners find it; empty before it is made.")]
    audio: str
    embed: Annotated[str, Field(description="The tag for the publisher's own page.")]


class Narrations(BaseModel):
    """One page of the list."""

    items: list[Narration]
    total: int
    next: Annotated[int | None, Field(description="``after`` of the next page; null at the end.")]


class Accepted(BaseModel):
    """What was asked for is in the queue."""

    narration: str
    job: str


class Job(BaseModel):
    """One piece of work."""

    id: str
    narration: str
    kind: str
    state: str
    by: str
    created: str
    ended: str
    reason: str


class LineChange(Strict):
    """A line to read or not."""

    text: Line
    occurrence: Annotated[int, Field(ge=0, le=100_000)] = 0
    is_read: Annotated[bool | None, Field(description="null takes the decision back.")]


class SentenceChange(Strict):
    """What is said for a sentence."""

    written: Line
    occurrence: Annotated[int, Field(ge=0, le=100_000)] = 0
    said: Annotated[str | None, Field(max_length=20_000, description="Empty for nothing; null takes it back.")]


class Entry(Strict):
    """How a name is said."""

    written: Annotated[str, Field(min_length=1, max_length=200)]
    say: Annotated[str | None, Field(max_length=400, description="Another spelling.")] = None
    ipa: Annotated[str | None, Field(max_length=200)] = None
    language: Tag = None


class NameChange(Entry):
    """How a name is said, and where that counts."""

    where: Annotated[str, Field(pattern="^(here|site|everywhere)$")] = "here"


class Change(Strict):
    """What an editor decides; only what is given changes, and null takes a decision back."""

    revision: Annotated[int, Field(ge=0, description="The revision that the editor saw.")]
    title: Short | None = None
    byline: Short | None = None
    voice: Short | None = None
    rate: Annotated[float | None, Field(ge=0.5, le=2.0)] = None
    label: Short | None = None
    line: LineChange | None = None
    sentence: SentenceChange | None = None
    name: NameChange | None = None


class Undo(Strict):
    """Take the last change back."""

    revision: Annotated[int, Field(ge=1)]


class Approval(Strict):
    """Who heard a narration and answers for it."""

    by: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=80,
            description="The editor's name, as listeners read it. Without it the token's name is recorded, and no page "
            "says that an editor reviewed it.",
        ),
    ] = None


class Script(BaseModel):
    """What is read, what is not, and what is said."""

    article: str
    title: str
    byline: str
    site: str
    url: str | None
    language: str
    voice: str
    voices: list[str]
    rate: float
    label: str
    lines: list[dict[str, Any]]
    sentences: list[dict[str, Any]]
    doubts: list[dict[str, Any]]
    edits: dict[str, Any]
    unfit: Annotated[
        list[dict[str, Any]], Field(description="Edits whose line, sentence or name is not in the article any more.")
    ]
    revision: int


class Changed(BaseModel):
    """What something was, and is."""

    was: str | float
    now: str | float


class SentenceDifference(BaseModel):
    """A sentence that is otherwise than it was published."""

    kind: ChangeKind
    was: str
    now: Annotated[str, Field(description="As written; of a sentence that is only said otherwise, what is said.")]
    written: str


class Changes(BaseModel):
    """What a script has otherwise than what was published before."""

    published: Annotated[str, Field(description="When that was; empty where nothing was published.")]
    voice: Changed | None
    rate: Changed | None
    sentences: list[SentenceDifference]


class Voice(BaseModel):
    """Who can speak here."""

    id: str
    name: str
    engine: str
    languages: list[str]
    licence: str
    provider: str


class NewVoice(Strict):
    """A voice that is offered."""

    voice: Annotated[
        str, Field(min_length=1, max_length=200, pattern="^[^:/]+:[^/]+$", description="As kokoro:ff_siwis.")
    ]


class Offer(BaseModel):
    """A voice that can be added."""

    id: str
    languages: list[str]
    licence: str
    size: Annotated[int, Field(description="In bytes.")]
    is_free: Annotated[bool | None, Field(description="Whether anybody may publish its sound; null: read the licence.")]
    note: str


class Offers(BaseModel):
    """Voices that can be added."""

    items: list[Offer]
    obstacles: Annotated[list[str], Field(description="Why other engines offer nothing now.")]


class Signing(BaseModel):
    """Whether and by whom narrations are signed."""

    is_on: bool
    signer: Annotated[str, Field(description="Empty where the key is made with the first narration.")]
    algorithm: str
    is_own: Annotated[bool, Field(description="Whether the key is the publisher's own, rather than this machine's.")]
    until: Annotated[str, Field(description="Last day of the certificate.")]
    is_dated: Annotated[bool, Field(description="Whether a time-stamping authority dates the signatures.")]
    watermark: Annotated[str, Field(description="off, public, or own")]
    warning: str


class PaidService(BaseModel):
    """A speech service of the settings."""

    name: str
    host: str
    price_per_million: float
    currency: str
    has_key: Annotated[bool, Field(description="Whether its key is there; the key itself is never shown.")]


class Budget(BaseModel):
    """What services may cost."""

    budget: Annotated[float | None, Field(description="Of a month of this studio; null for no limit.")]
    spent: Annotated[float | None, Field(description="Of it; null where nobody counts, without a limit.")]
    services: list[PaidService]


class NewBudget(Strict):
    """What services may cost from now on."""

    budget: Annotated[float | None, Field(ge=0, le=1e9, description="Of a month; null for no limit.")]


class NewWebhook(Strict):
    """Where to tell what happened."""

    url: Annotated[str, Field(max_length=4_000)]


class NewFeed(Strict):
    """A feed whose new items are narrated."""

    url: Annotated[str, Field(max_length=4_000)]
    minutes: Annotated[int, Field(ge=5, le=10_080)] = 60
    publish: bool = False


class NewToken(Strict):
    """A token for a program."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    scope: Scope = Scope.READ


Selectors = Annotated[list[Annotated[str, Field(max_length=400)]], Field(max_length=50, description="CSS selectors.")]


class SiteRules(Strict):
    """What is particular to one site's pages."""

    read: Selectors = []
    """Only what these name is read; empty leaves it to the rules."""
    skip: Selectors = []
    language: Tag = None


class Site(SiteRules):
    """A site and its rules."""

    host: str


class SiteTrial(SiteRules):
    """Rules to be tried on a page: its address, or the page of a narration that is kept."""

    url: Annotated[str | None, Field(max_length=4_000)] = None
    narration: Annotated[str | None, Field(max_length=64)] = None


class TriedLine(BaseModel):
    """A line of a page, as rules would read it."""

    text: str
    is_read: bool
    was_read: bool
    rule: Annotated[str, Field(description="Why it is not read.")]
    selector: Annotated[str, Field(description="CSS of the nearest element around it that a rule could name.")]


class Tried(BaseModel):
    """What rules would change."""

    title: str
    words: int
    words_before: int
    lines: list[TriedLine]


class Proposal(BaseModel):
    """Another way to say a name."""

    entry: Entry
    like: Annotated[str, Field(description="The language whose rules say it so (BCP 47); empty for letter by letter.")]
    spelled: Annotated[str, Field(description="As it sounds, in English letters; empty where that is not known.")]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    hint: str = ""
    code: Annotated[int, Field(description="narrator's exit code for the same error.")] = 1
