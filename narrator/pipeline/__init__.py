"""An article as it is asked for becomes a narration. Composition only; each verb is a stage of its own."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection
from pathlib import Path

from narrator import identity, label, review, synthesize, watermark
from narrator.engines import choice, services
from narrator.engines.worker import Pool
from narrator.library import Library
from narrator.making import Making, Outcome, decided, is_finished, is_of
from narrator.model import Hearer, Listener, Narration, Progress, Prosody
from narrator.pipeline.recording import Proofs, marked, recorded
from narrator.pipeline.script import Choice, Script, chosen, pronunciations, scripted, written
from narrator.pipeline.speakers import Cost, Speakers, cost, speaker
from narrator.pipeline.unknown import Unknown, names, unknown
from narrator.settings import Settings

__all__ = ["Cost", "Script", "Unknown", "cost", "made", "names", "pronunciations", "scripted", "speaker", "unknown"]


def made(
    library: Library,
    wanted: Making,
    on_progress: Listener,
    pool: Pool,
    *,
    wait_s: float = -1.0,
    replaces: bool = True,
    on_sound: Hearer | None = None,
) -> Outcome:
    """The narration, made and put in its place; or the one that is there, known now that the article was read."""
    expected = _expected(wanted, pool)
    choice = chosen(wanted.page, wanted.settings, wanted.details)
    if expected not in ("", choice.voice.engine):
        pool.let_go(expected)
    keys = identity.keys_of_article(wanted.keys, wanted.page, wanted.details, choice.article)
    with library.held(keys, wait_s=wait_s):
        there = library.recognize(choice.article, keys)
        if there is not None:
            asked, wanted = wanted, decided(library, wanted, there)
            choice = choice if wanted is asked else chosen(wanted.page, wanted.settings, wanted.details)
            is_same = is_finished(library, there, wanted)
            if is_same or not (replaces or is_of(there, keys)):
                library.learn(there, keys)
                review.allowed(there.doubts, wanted.settings)
                return Outcome(there, made=False, same=is_same)
        else:
            choice, keys = _own_address(library, choice, wanted, keys)
        return Outcome(_spoken(library, choice, wanted, keys, there, on_progress, pool, on_sound), made=True)


def _own_address(library: Library, choice: Choice, wanted: Making, keys: identity.Keys) -> tuple[Choice, identity.Keys]:
    """A new article, with a doubt where the address that its page gives is another article's."""
    if library.find(*identity.canonical_keys(choice.article, wanted.page, wanted.details)) is None:
        return choice, keys
    article, keys, doubt = identity.doubted(choice.article, wanted.page, keys, wanted.details)
    return dataclasses.replace(choice, article=article, doubts=(*choice.doubts, doubt)), keys


def _spoken(
    library: Library,
    choice: Choice,
    wanted: Making,
    keys: identity.Keys,
    there: Narration | None,
    on_progress: Listener,
    pool: Pool,
    on_sound: Hearer | None,
) -> Narration:
    """The narration, spoken, labelled and put in its place."""
    with Speakers(choice.voice, choice.article.language, wanted.settings, pool) as speakers:
        speakers.warm(len(choice.article.text))
        proofs = Proofs(label.keys(wanted.settings), watermark.keys_of(wanted.settings))
        script = marked(
            written(choice, wanted.settings, wanted.script, wanted.edits, speakers.dictionary_words), wanted, proofs
        )
        review.allowed(script.doubts, wanted.settings)
        claim = library.claim(script.article.heading, keys, there, wanted.details.slug)
        with library.store.making() as folder:
            hearers = iter([on_sound])  # what a check lets say again is not played again

            def record(said: Script) -> Narration:
                return recorded(said, wanted, claim, folder, on_progress, speakers, proofs, next(hearers, None))

            narration = _heard(script, folder, wanted.settings, record) if wanted.settings.check else record(script)
            library.publish(claim.slug, folder, [file.name for file in narration.files], narration)
    on_progress(Progress("done", 1, 1, narration.timeline.duration_s))
    return narration


def _heard(script: Script, folder: Path, settings: Settings, record: Callable[[Script], Narration]) -> Narration:
    """The narration, heard by a recognizer; what fails is spoken once more in two parts, and the better is kept.

    Raises:
        DoubtError: a sentence still fails, and the settings are strict.
    """
    from narrator import hearing

    said = hearing.said_of(script.utterances)
    narration = record(script)
    heard = hearing.hear(folder / narration.files[0].name, narration, said)
    found = heard.doubts
    if failed := heard.failed:
        again = record(_apart(script, failed))
        second = hearing.hear(folder / again.files[0].name, again, said)
        left = failed if second.unheard else second.failed
        better = {sentence for sentence, share in failed.items() if left.get(sentence, 1.0) > share}
        narration = again if better == set(failed) else record(_apart(script, better))
        kept = (each for each in heard.findings if each.expected.sentence not in better)
        new = (each for each in second.findings if each.expected.sentence in better)
        found = hearing.Hearing((*kept, *new)).doubts
    doubts = (*narration.doubts, *found)
    review.allowed(doubts, settings)
    return dataclasses.replace(narration, doubts=doubts, review=review.wanted(doubts, settings))


def _apart(script: Script, sentences: Collection[int]) -> Script:
    """The script with some sentences spoken in two parts."""
    utterances = tuple(
        dataclasses.replace(each, is_apart=any(sentence.index in sentences for sentence in each.sentences))
        for each in script.utterances
    )
    return dataclasses.replace(script, utterances=utterances)


def _expected(wanted: Making, pool: Pool) -> str:
    """The engine of the likely voice, which begins to load while the article is extracted; empty where one is warm."""
    settings = wanted.settings
    if settings.voice and services.voice(settings.voice, settings.service):
        return ""  # nothing is loaded, and every call costs
    voice, _ = choice.choose(settings.language or "en", settings.voice)
    count = synthesize.worth(len(wanted.page.body), settings.workers)
    prosody = Prosody(settings.rate, settings.pitch)
    return voice.engine if pool.expect(voice, prosody, settings.language or "en", count) else ""
