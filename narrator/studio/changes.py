"""What an editor changes at a page, as the edits that every later run counts."""

from __future__ import annotations

import dataclasses
from typing import Any

from narrator import edits
from narrator.edits import Edits
from narrator.lexicon import Entry
from narrator.studio import rules
from narrator.studio.schemas import Change

PLAIN_FIELDS = ("title", "byline", "voice", "rate", "label")


def changed(there: Edits, wanted: Change) -> Edits:
    """The edits with one change."""
    given: dict[str, Any] = {name: getattr(wanted, name) for name in PLAIN_FIELDS if name in wanted.model_fields_set}
    decided: dict[str, Any] = {name: value if value != "" else None for name, value in given.items()}
    found = dataclasses.replace(there, **decided)
    if line := wanted.line:
        kept = tuple(
            e for e in found.lines if (edits.plain(e.text), e.occurrence) != (edits.plain(line.text), line.occurrence)
        )
        new = () if line.is_read is None else (edits.Line(line.text, line.is_read, line.occurrence),)
        found = dataclasses.replace(found, lines=kept + new)
    if sentence := wanted.sentence:
        own = (edits.plain(sentence.written), sentence.occurrence)
        others = tuple(e for e in found.sentences if (edits.plain(e.written), e.occurrence) != own)
        said = (
            ()
            if sentence.said is None
            else (edits.Said(sentence.written, edits.plain(sentence.said), sentence.occurrence),)
        )
        found = dataclasses.replace(found, sentences=others + said)
    if name := wanted.name:
        rest = tuple(each for each in found.names if each.written != name.written)
        entry = edits.Name(name.written, name.say or None, name.ipa or None, name.language)
        if entry.say or entry.ipa or entry.language:
            rules.checked(Entry(entry.written, say=entry.say, ipa=entry.ipa, language=entry.language))
            rest += (entry,)
        found = dataclasses.replace(found, names=rest)
    return found
