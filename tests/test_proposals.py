"""Other ways to say a name: each sounds otherwise, and each can be kept in a lexicon."""

from __future__ import annotations

import pytest

from narrator import verbalize
from narrator.engines import base, espeak
from narrator.engines.respelling import respelled
from narrator.lexicon import Lexicon
from narrator.model import Voice
from narrator.proposals import MOST, proposals

NAMES = ["Uribe", "Wojciech", "Nguyen", "Saoirse", "Marseille", "Szczecin", "Lech Wałęsa", "Smith", "Kyiv", "Zürich"]


@pytest.mark.parametrize(
    ("phonemes", "spelled"),
    [
        ("kˈiv", "KEEV"),
        ("uɹˈibA", "oo-REE-bay"),
        ("kəmˈɑlə", "kuh-MAH-luh"),
        ("mɑɹsˈA", "mar-SAY"),
        ("ˈɪŋɡlənd", "IHNG-gluhnd"),
        ("kˈiv pˈOst", "KEEV POHST"),
        ("ʃ", "sh"),
        ("", ""),
    ],
)
def test_phonemes_are_respelled_as_people_write_them(phonemes: str, spelled: str) -> None:
    assert respelled(phonemes) == spelled


@pytest.mark.skipif(not espeak.available(), reason="espeak-ng is not installed")
@pytest.mark.parametrize("voice", ["hibari:heart", "tone:sine"])
@pytest.mark.parametrize("name", NAMES)
def test_each_proposal_sounds_otherwise_than_now_and_than_the_others(name: str, voice: str) -> None:
    chosen = _voice(voice)
    found = proposals(name, chosen, "en")
    assert 1 <= len(found) <= MOST

    def said(*entries: object) -> str:
        words = verbalize.words(name, "en", Lexicon([*_built_in(), *entries]))  # type: ignore[list-item]
        return base.engine(chosen.engine).text(words, "en")

    texts = [said(each.entry) for each in found]
    assert len({said(), *texts}) == len(found) + 1
    assert all(each.spelled for each in found)


def test_short_names_in_capitals_are_proposed_letter_by_letter() -> None:
    first = proposals("BKA", _voice("tone:sine"), "en")[0]
    assert (first.entry.say, first.like, first.spelled) == ("B K A", "", "B-K-A")


def _built_in() -> list[object]:
    from narrator import lexicon

    return list(lexicon.load((), "en").entries.values())


def _voice(name: str) -> Voice:
    return next(each for each in base.voices() if each.id == name)
