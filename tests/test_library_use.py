"""narrator from Python: a dozen names, made once, safe from several threads and processes."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

import narrator
from narrator import Narrator, Settings, narrate
from narrator.library import Library
from tests.conftest import SAMPLES


def test_all_public_names_are_there_and_documented() -> None:
    for name in narrator.__all__:
        assert name == "__version__" or getattr(narrator, name).__doc__, name
    assert set(narrator.__all__) <= set(dir(narrator))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="narrates"):
        narrator.narrates  # noqa: B018


def test_importing_narrator_imports_no_library() -> None:
    code = "import sys, narrator; print([m for m in ('numpy', 'lxml', 'click', 'hibari', 'httpx') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_outcome_says_whether_the_narration_was_made_or_found(settings: Settings) -> None:
    with Narrator(settings) as maker:
        first = maker.narrate(SAMPLES / "kurz.html")
        second = maker.narrate(SAMPLES / "kurz.html")
    assert (first.made, second.made) == (True, False)
    assert first.narration == second.narration


def test_several_threads_make_a_source_once(settings: Settings) -> None:
    with Narrator(settings) as maker, ThreadPoolExecutor(4) as threads:
        outcomes = list(threads.map(lambda _: maker.narrate(SAMPLES / "kurz.html"), range(4)))
    assert sum(each.made for each in outcomes) == 1


def test_a_source_that_another_run_makes_is_said_to_be_busy(settings: Settings) -> None:
    source = str(SAMPLES / "kurz.html")
    with Narrator(settings) as maker:
        from narrator.narrator import _claim

        with (
            Library(settings.output).store.claim(_claim(source, narrator.Details()), wait_s=0),
            pytest.raises(narrator.BusyError, match=r"another run has .*kurz\.html in hand"),
        ):
            maker.narrate(source, wait_s=0.1)


def test_a_narrator_that_was_closed_narrates_on(settings: Settings) -> None:
    maker = Narrator(settings)
    maker.narrate(SAMPLES / "kurz.html")
    maker.close()
    assert maker.narrate(SAMPLES / "post.md").made
    maker.close()


def test_public_types_compare_hash_copy_and_pickle(settings: Settings) -> None:
    found = narrate(SAMPLES / "kurz.html", settings)
    for each in (found, found.article, found.voice, *found.doubts, narrator.Details(title="A")):
        assert pickle.loads(pickle.dumps(each)) == each
        assert copy.deepcopy(each) == each
        assert isinstance(hash(each), int)
    assert narrator.Outcome(found, made=True) == narrator.Outcome(found, made=True)


@pytest.mark.parametrize(
    "error", [narrator.VoiceError("no voice", "take another"), narrator.BusyError("busy"), narrator.SourceError("gone")]
)
def test_errors_pickle_with_their_hints(error: narrator.NarratorError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message, again.hint) == (type(error), error.message, error.hint)
