"""The rhythm of a reader: its pauses, how high a sentence begins, what is said slower; figures in ``rhythm.toml``."""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import groupby, pairwise
from pathlib import Path
from types import MappingProxyType

from narrator.model import BlockKind, Utterance

FLAT, NATURAL = "flat", "natural"
RHYTHMS = (NATURAL, FLAT)
RUNNING = (BlockKind.STANDFIRST, BlockKind.PARAGRAPH, BlockKind.QUOTE)
"""Blocks of sentences that stand together: their first begins high and their last low."""
HEADLINES: Mapping[BlockKind, str] = MappingProxyType({BlockKind.TITLE: "title", BlockKind.HEADING: "heading"})


def read(utterances: Sequence[Utterance], rhythm: str = NATURAL) -> tuple[Utterance, ...]:
    """The utterances as a reader says them; ``flat`` leaves them with equal pauses, pitch and pace.

    The label, tables, lists and code stay as they are: they are no running text.
    """
    if rhythm == FLAT:
        return tuple(utterances)
    lead = next((each.block for each in utterances if each.kind is BlockKind.PARAGRAPH), -1)
    blocks = [list(block) for _, block in groupby(utterances, lambda each: each.block)]
    return tuple(each for block in blocks for each in _block(block, is_lead=block[0].block == lead))


def _block(block: Sequence[Utterance], *, is_lead: bool) -> list[Utterance]:
    kind = block[0].kind
    if kind in HEADLINES:
        name = HEADLINES[kind]
        return [
            dataclasses.replace(each, rate=_figures("rate")[name], onset_semitones=_figures("onset")["headline"])
            for each in block
        ]
    if kind not in RUNNING:
        return list(block)
    paced = [_paced(each, after) for each, after in pairwise(block)]
    return _intoned([*paced, _ended(block[-1], is_lead=is_lead)])


def _paced(utterance: Utterance, after: Utterance) -> Utterance:
    """Inside a block: a pause that grows with the sentence; none where one sentence goes on in the next utterance."""
    if utterance.sentences and after.sentences and utterance.sentences[-1].index == after.sentences[0].index:
        return utterance
    figures = _figures("sentence")
    goes_on = after.written[:1].islower() or after.written.startswith(("—", "–"))
    share = figures["together"] if goes_on else 1.0
    return dataclasses.replace(utterance, pause_s=figures["pause_s"] * share, pause_share=figures["share"] * share)


def _ended(utterance: Utterance, *, is_lead: bool) -> Utterance:
    figures = _figures("paragraph")
    pause_s = utterance.pause_s * figures["pause"] + figures["lead_s"] * is_lead
    return dataclasses.replace(utterance, pause_s=pause_s, pause_share=figures["share"])


def _intoned(block: Sequence[Utterance]) -> list[Utterance]:
    """The first sentence begins high, the last low; parts of one sentence begin alike."""
    first, last = block[0].sentences, block[-1].sentences
    if not first or not last:
        return list(block)
    figures = _figures("onset")
    if first[0].index == last[-1].index:
        return [dataclasses.replace(each, onset_semitones=figures["only"]) for each in block]

    def onset(each: Utterance) -> float:
        if each.sentences and each.sentences[0].index == first[0].index:
            return figures["first"]
        return figures["last"] if each.sentences and each.sentences[-1].index == last[-1].index else 0.0

    return [dataclasses.replace(each, onset_semitones=onset(each)) for each in block]


def onset_left() -> float:
    """The share of a sentence's onset that is left at its end."""
    return _figures("onset")["left"]


def silence_s(utterance: Utterance, length_s: float) -> float:
    """The pause after an utterance whose sound takes ``length_s`` seconds."""
    return utterance.pause_s + utterance.pause_share * min(length_s, _figures("counted")["longest_s"])


@cache
def _figures(name: str) -> Mapping[str, float]:
    table = tomllib.loads(Path(__file__).with_name("rhythm.toml").read_text(encoding="utf-8"))
    return MappingProxyType(table[name])
