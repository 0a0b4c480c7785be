"""Articles of any length, from a sample of ours."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import ordinal
from tests.conftest import SAMPLES

SHORT = 600
MIDDLE = 5_000
LONG = 20_000


def words(count: int, *, turn: int = 0) -> str:
    """An article of about so many words, no two paragraphs alike; no two turns share a sentence."""
    text = (SAMPLES / "long-read.expected.txt").read_text(encoding="utf-8")
    paragraphs = [line for line in text.split("\n\n") if len(line) > 100]
    out, size = list[str](), 0
    while size < count:
        for paragraph in paragraphs:
            sentences = re.split(r"(?<=[.!?]) ", paragraph)
            told = " ".join(each if turn == 0 else f"For the {ordinal(turn + 1)} time, {each}" for each in sentences)
            out.append(told)
            size += len(told.split())
            if size >= count:
                break
        turn += 1
    return "\n\n".join(out)
