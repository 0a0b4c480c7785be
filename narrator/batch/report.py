"""What a producer reads afterwards: ``report.jsonl``, a record an article, and ``report.html``."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.resources import files

from narrator.about import GENERATOR
from narrator.batch.worker import Record
from narrator.store import Store
from narrator.units import clock

JSON_LINES = "report.jsonl"
PAGE = "report.html"
ORDER = ("failed", "done", "unchanged")


def written(store: Store, records: Sequence[Record], *, took_s: float) -> None:
    """Both reports, whole, in place of older ones."""
    lines = "".join(json.dumps(dataclasses.asdict(record), ensure_ascii=False) + "\n" for record in records)
    store.put(JSON_LINES, lines.encode())
    store.put(PAGE, html(records, took_s=took_s).encode())


def html(records: Sequence[Record], *, took_s: float) -> str:
    """The page: totals, then a row an article, the failures first. Everything that articles contain is escaped."""
    from jinja2 import Environment

    template = files("narrator.batch").joinpath("report.html").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["clock"] = clock
    ordered = sorted(records, key=lambda record: (ORDER.index(record.state), record.title.casefold()))
    counts = {state: sum(record.state == state for record in records) for state in ORDER}
    audio_s = sum(record.duration_s for record in records)
    return environment.from_string(template).render(
        records=ordered,
        counts=counts,
        audio_s=audio_s,
        took_s=took_s,
        pace=audio_s / took_s if took_s else 0,
        made=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        generator=GENERATOR,
    )
