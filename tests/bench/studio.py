"""What the studio costs: ``python -m tests.bench.studio``.

Printed are how long an editor waits for a sentence that nobody heard, beside the same sentence by the bare voice (the
median of five, taken in turns); the same sentence again, from the cache; and weight and CPU time of the heaviest pages,
with all that they load. The time of a page is that of server and client in one process.
"""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from narrator import verbalize
from narrator.engines import base, choice
from narrator.engines.worker import Worker
from narrator.model import Prosody
from narrator.settings import Settings
from narrator.studio.application import Place, application
from narrator.studio.database import NARRATIONS
from narrator.studio.schemas import NewNarration
from tests.bench.articles import words

TIMES = 5
NARRATIONS_LISTED = 5_000
WORDS = 3_000


def timed(call: Callable[[], Any]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def cpu_s(call: Callable[[], Any]) -> float:
    """The median of five, after one that warms."""
    call()
    taken = []
    for _ in range(TIMES):
        begun = time.process_time()
        call()
        taken.append(time.process_time() - begun)
    return statistics.median(taken)


def waited(desk: Any, number: str, state: str) -> None:
    while desk.queue.get(number)["state"] != state:
        time.sleep(0.05)


def weight(client: TestClient, path: str) -> int:
    """Bytes of a page with its style and all scripts that it loads, none of them compressed."""
    loaded, wanted = dict[str, bytes](), [path]
    while wanted:
        if (each := wanted.pop()) in loaded:
            continue
        loaded[each] = client.get(each).content
        text = loaded[each].decode()
        wanted += [f"/static/{name}" for name in re.findall(r'(?:/static|from "\.)/([a-z]+\.(?:js|css))"', text)]
    return sum(map(len, loaded.values()))


def rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Measure, what is to be reached, and what was seen."""
    settings = Settings(output=str(folder / "out"), cache_dir=folder / "cache", sign=False, watermark=False)
    gate, app = application(Place(settings, config=folder / "narrator.toml", jobs=1))
    with TestClient(gate, base_url="http://127.0.0.1") as client:
        client.get("/")
        desk = app.state.desk
        number = desk.add(NewNarration(text=f"# Long\n\n{words(WORDS)}"), by="bench")[0]["id"]
        waited(desk, number, "to-review")
        yield from played(client, desk, number)
        opened = cpu_s(lambda: client.get(f"/narrations/{number}"))
        size = weight(client, f"/narrations/{number}")
        yield f"an article of {WORDS:,} words: weight; CPU", "≤ 400 kB; ≤ 0.3 s", f"{size / 1e3:.0f} kB; {opened:.2f} s"
        listed(desk)
        opened, size = cpu_s(lambda: client.get("/")), weight(client, "/")
        yield (
            f"list of {NARRATIONS_LISTED:,} narrations: weight; CPU",
            "≤ 150 kB; ≤ 0.1 s",
            f"{size / 1e3:.0f} kB; {opened:.3f} s",
        )


def played(client: TestClient, desk: Any, number: str) -> Iterator[tuple[str, str, str]]:
    voice, _ = choice.choose("en", None)
    engine, sentences = base.engine(voice.engine), desk.script(number)["sentences"][2 : 3 + TIMES]
    asked, bare = list[float](), list[float]()
    at = f"/api/v1/narrations/{number}/sentences"
    with Worker(voice.engine) as worker:
        for each in sentences:
            text = engine.text(verbalize.words(each["written"], "en"), "en")
            bare.append(timed(partial(worker.speak, text, voice, Prosody(), "en", limit_s=120)))
            asked.append(timed(partial(client.get, f"{at}/{each['index']}/audio")))
    again = [timed(partial(client.get, f"{at}/{each['index']}/audio")) for each in sentences]
    ratio = statistics.median(
        one / other for one, other in zip(asked[1:], bare[1:], strict=True)
    )  # the first one warms
    yield f"play of an unheard sentence ÷ bare {voice.id}, warm", "≤ 2", f"{ratio:.2f}"
    yield "the same sentence from the cache", "≤ 100 ms", f"{statistics.median(again) * 1e3:.0f} ms"


def listed(desk: Any) -> None:
    """Fill the list with narrations that were published."""
    shared = {
        "source": "https://example.org/articles/",
        "state": "published",
        "voice": "hibari:heart",
        "length_s": 300.0,
    }
    with desk.queue._engine.begin() as connection:
        for number in range(NARRATIONS_LISTED):
            own = {"id": f"bench{number}", "title": f"What the harbour council said on day {number} of the year"}
            more = {
                "slug": f"day-{number}",
                "created": "2026-11-26T10:00:00",
                "changed": 1_000 + number,
                "number": 1_000 + number,
            }
            row = {**shared, **own, **more}
            connection.execute(NARRATIONS.insert().values({name: row[name] for name in row if name in NARRATIONS.c}))


def main() -> None:
    print("| measure | to reach | seen |\n|---|--:|--:|")
    with tempfile.TemporaryDirectory() as name:
        for row in rows(Path(name)):
            print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()
