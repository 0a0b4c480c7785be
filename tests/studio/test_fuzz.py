"""The API against its own OpenAPI document: no request, allowed or not, makes it fail or answer what it does not name."""

from __future__ import annotations

import gc
import itertools
import random
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from narrator.studio import gate
from narrator.studio.application import Place
from tests.studio.conftest import TEXT, Studio, served

CHECKED = [
    checks.not_a_server_error,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.status_code_conformance,
]
ENDLESS = "/api/v1/events"
"""Sent until the reader goes away, but with ``once``."""


class Fuzzed:
    """A studio with articles, its document, and what was answered."""

    def __init__(self, studio: Studio, numbers: Sequence[str], address: str) -> None:
        self.studio, self._numbers = studio, numbers
        self.schema = schemathesis.openapi.from_url(f"{address}/api/v1/openapi.json")
        self.answers: Counter[int] = Counter()

    def run(self, examples: int, *, every: int = 1, start: int = 0) -> None:
        """Ask operations so often with what their document allows, and so often with what it does not.

        Args:
            examples: requests of an operation and kind.
            every: each how many-th operation is asked.
            start: of the random numbers; another one gives other requests.
        """
        for each in itertools.islice(self.schema.get_all_operations(), 0, None, every):
            operation = each.ok()
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self._asked(operation, operation.as_strategy(generation_mode=mode), examples, start)

    def _asked(self, operation: Any, strategy: Any, examples: int, start: int) -> None:
        chance = random.Random(operation.label)

        @seed(start)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=strategy)
        def ask(case: Any) -> None:
            if "number" in (case.path_parameters or {}) and chance.random() < 0.5:
                case.path_parameters["number"] = chance.choice(self._numbers)
            if case.path == ENDLESS:
                case.query = {**(case.query or {}), "once": "true"}
            answer = case.call(headers={"Authorization": f"Bearer {self.studio.tokens['admin']}"})
            self.answers[answer.status_code] += 1
            case.validate_response(answer, checks=CHECKED)

        with suppress(Unsatisfiable):  # an operation to which nothing can be sent that its document forbids
            ask()


@pytest.fixture
def fuzzed(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Fuzzed]:
    monkeypatch.setattr(gate, "AT_ONCE", 1e9)
    with served(place) as (address, app), httpx.Client(base_url=address, timeout=60) as client:
        studio = Studio(client, app)
        numbers = [studio.added(TEXT.replace("ferry", each)) for each in ("ferry", "boat")]
        studio.desk.workers._stopped.set()  # what is asked for waits: a thousand narrations are not what is tried
        yield Fuzzed(studio, numbers, address)


def test_requests_are_answered_as_the_document_says(fuzzed: Fuzzed) -> None:
    fuzzed.run(1, every=4)
    assert not [code for code in fuzzed.answers if code >= 500]


@pytest.mark.stress
def test_ten_thousand_requests_are_answered_as_the_document_says_and_memory_stays(fuzzed: Fuzzed) -> None:
    sizes: list[float] = []
    while fuzzed.answers.total() < 10_000:
        fuzzed.run(25, start=len(sizes))
        gc.collect()
        sizes.append(resident_mb())
    assert not [code for code in fuzzed.answers if code >= 500], fuzzed.answers
    assert sizes[-1] - sizes[1] < 50, sizes  # the first round loads what all need


def resident_mb() -> float:
    """Memory of this process in MB."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6
