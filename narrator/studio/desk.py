"""What an editor does with one article: change it, hear it, approve it, publish it. Pages and API call nothing else."""

from __future__ import annotations

import dataclasses
import hashlib
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from narrator import edits, label, lexicon, preview, review, systems
from narrator.addresses import is_web_address
from narrator.batch import record
from narrator.batch.record import Record
from narrator.edits import Edits
from narrator.errors import ConflictError, SettingsError, SourceError
from narrator.lexicon import Entry
from narrator.library import Library
from narrator.model import Page, ReviewState
from narrator.publish import site
from narrator.settings import Settings
from narrator.settings.publishing import Publishing, site_address
from narrator.studio import compare, rules, work
from narrator.studio.changes import changed
from narrator.studio.database import FOLDER
from narrator.studio.messages import Messages
from narrator.studio.queue import Job, Kind, Queue, Row, State, digest, now
from narrator.studio.schemas import Change, NewNarration
from narrator.studio.schemas import Entry as GivenEntry
from narrator.studio.speech import Speech
from narrator.studio.workers import Workers
from narrator.verify import Checker, Report

ENDINGS = {"text": "md", "html": "html"}


class Desk:
    """One output folder with all that the studio has open for it.

    Args:
        queue: what is in hand.
        messages: who is told.
        config: the settings file that rules are written into.
        is_budget_fixed: whether the budget was given elsewhere, so that this file cannot change it.
        settings: gives the settings that count now.
        base_url: where listeners find the library.
    """

    def __init__(
        self,
        queue: Queue,
        messages: Messages,
        *,
        config: Path,
        is_budget_fixed: bool = False,
        settings: Callable[[], Settings],
        base_url: str,
        jobs: int,
        cluster: str = "",
    ) -> None:
        self.queue, self.messages, self.speech = queue, messages, Speech()
        self.workers = Workers(queue, settings, jobs=jobs, done=self._ended, cluster=cluster)
        self.base_url = site_address(base_url)
        self.config, self.is_budget_fixed, self._settings = config, is_budget_fixed, settings

    @property
    def settings(self) -> Settings:
        """The settings that count now: rules that were written a moment ago count at once."""
        return self._settings()

    @property
    def library(self) -> Library:
        """The output folder."""
        return Library(self.settings.output)

    def add(self, given: NewNarration, *, by: str, key: str = "") -> tuple[Row, bool]:
        """Queue an article.

        Returns:
            Its row, and whether it is new: an equal request under the same key is answered as the first.

        Raises:
            SettingsError: not exactly one of address, text and HTML is given; or the address is none of the web.
            ConflictError: the key belongs to another request.
        """
        sources = [name for name in ("url", "text", "html") if (getattr(given, name) or "").strip()]
        if len(sources) != 1:
            raise SettingsError("give one of url, text and html")
        if sources == ["url"]:
            return self._queued(address(given.url or ""), by=by, publish=given.publish, key=key, given=given)
        text = (given.text or given.html or "").strip()
        if given.title and sources == ["text"]:
            text = f"# {' '.join(given.title.split())}\n\n{text}"
        name = f"article.{ENDINGS[sources[0]]}"
        return self.add_file(name, text.encode(), by=by, publish=given.publish, key=key)

    def add_file(self, name: str, body: bytes, *, by: str, publish: bool = False, key: str = "") -> tuple[Row, bool]:
        """Queue a file that was sent; arguments and errors as of ``add``."""
        number = secrets.token_hex(8)
        safe = "".join(each if each.isalnum() or each in ".-_" else "-" for each in Path(name).name)[-80:] or "article"
        source = f"studio://{number}/{safe}"
        work.keep(self.library.store, number, Page(source, body))
        content = hashlib.sha256(body).hexdigest()
        row, is_new = self._queued(
            source, by=by, publish=publish, key=key, given=[name, content, publish], number=number
        )
        if not is_new:
            self.library.store.remove(f"{FOLDER}/pages/{number}")
        return row, is_new

    def _queued(
        self, source: str, *, by: str, publish: bool, key: str, given: Any, number: str = ""
    ) -> tuple[Row, bool]:
        row, is_new = self.queue.add(
            source, by=by, publish=publish, key=f"{by} {key}" if key else "", request=digest(given), number=number
        )
        self.workers.wake()
        return row, is_new

    def script(self, number: str) -> dict[str, Any]:
        """The script of a narration, with the edits that count now.

        Raises:
            SourceError: there is no such narration, or it was not read yet.
        """
        self.queue.get(number)
        table = work.script_of(self.library.store, number)
        if table is None:
            raise SourceError("this article was not read yet", "wait until it is to review")
        return {"unfit": [], **table, "revision": edits.load(self.library.store, table["article"]).revision}

    def changes(self, number: str) -> dict[str, Any]:
        """What the script of a narration has otherwise than what was published before.

        Raises:
            SourceError: there is no such narration, or it was not read yet.
        """
        script = self.script(number)
        return compare.changes(compare.published(self.library, number, script["article"]), compare.edition(script, ""))

    def change(self, number: str, wanted: Change, *, by: str) -> dict[str, Any]:
        """Write down what an editor decides; the script as it is then.

        Raises:
            ConflictError: somebody changed the article since the editor saw it.
            NarratorError: what is decided cannot be: no such voice, no line left; then nothing is changed.
        """
        row, script = self.queue.get(number), self.script(number)
        there = edits.load(self.library.store, script["article"])
        if wanted.name is not None and wanted.name.where != "here":
            self._rule(wanted.name.where, GivenEntry(**wanted.name.model_dump(exclude={"where"})), script)
            return self._drafted(row)
        return self._saved(row, script["article"], there, changed(there, wanted), wanted.revision, by)

    def cover(self, number: str, picture: bytes | None, *, revision: int, by: str) -> dict[str, Any]:
        """Give an article a picture of its own, or take it back with None; the script as it is then. Errors as above.

        Raises:
            SettingsError: it is neither JPEG nor PNG.
        """
        row, script = self.queue.get(number), self.script(number)
        store, article = self.library.store, script["article"]
        there = edits.load(store, article)
        if picture is not None:
            label.picture_of(picture)
        name = None if picture is None else edits.keep_cover(store, article, picture)
        return self._saved(row, article, there, dataclasses.replace(there, cover=name), revision, by)

    def cover_of(self, number: str) -> tuple[bytes, str]:
        """The picture that an editor gave an article, and its media type.

        Raises:
            SourceError: it has none.
        """
        article = self.script(number)["article"]
        found = edits.cover(self.library.store, article, edits.load(self.library.store, article))
        if not found:
            raise SourceError("no editor gave this article a picture")
        return label.picture_of(found)

    def undo(self, number: str, revision: int, *, by: str) -> dict[str, Any]:
        """Take the last change back; the script as it is then. Errors as of ``change``."""
        row, script = self.queue.get(number), self.script(number)
        there = edits.load(self.library.store, script["article"])
        before = edits.before(self.library.store, script["article"], revision - 1)
        if before is None:
            raise ConflictError("what counted before is not known any more")
        return self._saved(row, script["article"], there, before, revision, by)

    def _saved(self, row: Row, article: str, there: Edits, wanted: Edits, revision: int, by: str) -> dict[str, Any]:
        store = self.library.store
        made = edits.save(store, article, wanted, revision=revision, by=by)
        try:
            return self._drafted(row)
        except Exception:
            edits.save(store, article, there, revision=made.revision, by=by)
            raise

    def _drafted(self, row: Row) -> dict[str, Any]:
        found = self.workers.draft(str(row["id"]), str(row["source"]))
        if found.state == record.FAILED:
            raise SettingsError(found.reason, found.hint)
        told = {"title": found.title, "voice": found.voice, "doubts": len(found.doubts), "weight": found.weight}
        if row["state"] in (State.READY, State.PUBLISHED, State.TO_REVIEW, State.FAILED):
            told["state"] = State.TO_REVIEW.value
        self.queue.change(str(row["id"]), **told)
        return self.script(str(row["id"]))

    def _rule(self, where: str, entry: GivenEntry, script: Mapping[str, Any]) -> None:
        host = urlsplit(script["url"] or "").hostname or ""
        if where == "site" and not host:
            raise SettingsError("this article has no site", "say it so here, or everywhere")
        self.learn(entry, host if where == "site" else "")

    def learn(self, entry: GivenEntry, host: str = "") -> None:
        """Write a pronunciation into a lexicon file that counts for all articles, or for those of a site.

        Raises:
            SettingsError: it says nothing, or has phonemes that no voice speaks.
        """
        wanted = Entry(entry.written, say=entry.say or None, ipa=entry.ipa or None, language=entry.language)
        rules.learn(self.config, wanted, host)

    def limit(self, budget: float | None) -> None:
        """Write down what services may cost in a month; None for no limit. It counts from the next sentence on.

        Raises:
            ConflictError: the studio was started with a budget, which stays.
        """
        if self.is_budget_fixed:
            raise ConflictError(
                "the studio was started with a budget", "start it without --budget and NARRATOR_BUDGET to set one here"
            )
        rules.limit(self.config, budget)

    def sentence(self, number: str, index: int, said: str | None = None) -> bytes:
        """A sentence of a script as a WAV file, with other words where they are given.

        Raises:
            SourceError: there is no such sentence.
            EngineError: the voice did not say it.
        """
        script = self.script(number)
        found = next((each for each in script["sentences"] if each["index"] == index), None)
        if found is None:
            raise SourceError("there is no such sentence")
        utterance, language = work.utterance_of(found), script["language"]
        if said is not None:
            words, _ = preview.tried(said, utterance.language, utterance.voice or script["voice"]["id"], self.settings)
            utterance = dataclasses.replace(utterance, words=words.words)
        settings = dataclasses.replace(self.settings, rate=script["rate"])
        return self.speech.sentence(utterance, compare.voices_of(script), language, settings)

    def stream(self, number: str, first: int) -> Iterator[bytes]:
        """All sentences of a script from one on, as a WAV file that grows while they are spoken.

        Raises:
            SourceError: there is no such sentence.
        """
        script = self.script(number)
        wanted = [work.utterance_of(each) for each in script["sentences"] if each["index"] >= first]
        if not wanted:
            raise SourceError("there is no such sentence")
        settings = dataclasses.replace(self.settings, rate=script["rate"])
        return self.speech.stream(wanted, compare.voices_of(script), script["language"], settings)

    def speak(self, number: str, *, by: str, kind: Kind = Kind.SPEAK) -> str:
        """Queue the making, or the reading again, of a narration; the id of the job.

        What was published by another way is written down first: the new narration takes its place.
        """
        self.queue.get(number)
        script = work.script_of(self.library.store, number) if kind is Kind.SPEAK else None
        if script and (before := compare.published(self.library, number, script["article"])):
            compare.keep(self.library.store, number, before)
        job = self.queue.again(number, kind, by=by)
        self.workers.wake()
        return job

    def approve(self, number: str, *, by: str, is_account: bool = False) -> None:
        """Write down that an editor heard a narration and lets it be published.

        Args:
            number: of the narration.
            by: the name of who approves.
            is_account: whether that names a program or an account of this machine, which is no editor.

        Raises:
            ConflictError: it is not made, or was changed since.
            SettingsError: nobody is named.
        """
        review.decided(self.library, self._made(number), ReviewState.APPROVED, by, is_account=is_account)
        self.queue.change(number, approved_by=by)
        self._tell("narration.approved", number)

    def publish(self, number: str) -> None:
        """Make the site again, with this narration.

        Raises:
            ConflictError: nobody approved it.
        """
        narration = self.library.get(self._made(number))
        if narration is None or narration.review.state is ReviewState.HELD:
            raise ConflictError("nobody approved this narration", "approve it first")
        self._build()
        compare.keep(self.library.store, number, compare.edition(self.script(number), now()))
        self.queue.change(number, state=State.PUBLISHED.value)
        self._tell("narration.published", number)

    def take_back(self, number: str, *, by: str) -> None:
        """Take a narration from the site; it waits for a review again.

        Raises:
            ConflictError: it is not made.
        """
        review.decided(self.library, self._made(number), ReviewState.HELD, by)
        self._build()
        self.queue.change(number, state=State.READY.value, approved_by="")
        self._tell("narration.taken-back", number)

    def remove(self, number: str) -> None:
        """Take a narration away: its files, its page, its place in the list. What was decided about it is kept."""
        row = self.queue.get(number)
        if row["state"] in (State.SPEAKING, State.READING):
            raise ConflictError("this article is in hand", "wait until it has ended")
        library = self.library
        if row["slug"]:
            library.remove(row["slug"])
        if row["state"] == State.PUBLISHED:
            self._build()
        self.queue.remove(number)
        for name in (f"pages/{number}", f"scripts/{number}.json"):
            library.store.remove(f"{FOLDER}/{name}")
        compare.forget(library.store, number)

    def shown(self, row: Row) -> dict[str, Any]:
        """A narration as the API tells of it."""
        page = audio = embed = ""
        if row["slug"]:
            page = f"{self.base_url}/{quote(row['slug'])}/"
            narration = self.library.get(row["slug"])
            audio = f"{page}{quote(narration.files[0].name)}" if narration else ""
            embed = systems.tag(self.base_url)
        return {**row, "page": page, "audio": audio, "embed": embed}

    def verified(self, path: Path) -> Report:
        """What a sound file is.

        Raises:
            SourceError: it is no sound file.
        """
        with Checker() as checker:
            return checker.report(path)

    def entries(self) -> Sequence[Entry]:
        """The publisher's own pronunciations, the stronger last."""
        files = [path for path in self.settings.lexicon if path.exists()]
        return [entry for path in files for entry in lexicon.parsed(lexicon.read(path), path.name)]

    def _build(self) -> None:
        """Make the site and its feeds again, as ``[publish]`` and ``[feed.NAME]`` of the settings file want them."""
        config = self.config if self.config.is_file() else None
        site.build(self.settings.output, publishing=Publishing.load(config, base_url=self.base_url))

    def _made(self, number: str) -> str:
        """The slug of a narration that is made of what its editor sees."""
        row = self.queue.get(number)
        if not row["slug"] or row["state"] not in (State.READY, State.PUBLISHED):
            raise ConflictError("this narration is not made, or was changed since", "have it spoken first")
        return str(row["slug"])

    def _ended(self, job: Job, found: Record) -> None:
        """A job has ended: tell it, and publish where nobody has to look."""
        row = self.queue.get(job.narration)
        if found.state == record.FAILED:
            self._tell("narration.failed", job.narration)
        elif job.kind is Kind.SPEAK:
            self._tell("narration.ready", job.narration)
            if row["publish"] and found.review == ReviewState.NONE.value:
                self.publish(job.narration)
        else:
            self._tell("narration.to-review", job.narration)

    def _tell(self, event: str, number: str) -> None:
        row = self.queue.get(number)
        self.messages.tell(event, {name: row[name] for name in ("id", "title", "state", "source", "slug", "reason")})


def address(given: str) -> str:
    """An address of the web, without spaces around it.

    Raises:
        SettingsError: it is another kind of address, or a path of this machine, which the studio never reads.
    """
    if not is_web_address(given):
        raise SettingsError("this is no address of the web", "give an http or https address, a text or a file")
    return given.strip()
