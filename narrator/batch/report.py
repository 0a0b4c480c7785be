"""What a producer reads afterwards: ``report.html``; and for programs ``report.jsonl`` and ``report.csv``.

Records are written down as they come and never held in memory; the page is streamed from them, the failures first.
"""

from __future__ import annotations

import csv
import dataclasses
import itertools
import json
import pickle
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.resources import files
from types import TracebackType
from typing import IO, Any

from narrator.about import GENERATOR
from narrator.batch import record
from narrator.batch.record import Record
from narrator.errors import OutputError
from narrator.model import Doubt, DoubtKind
from narrator.store import Store
from narrator.store.local import write_errors
from narrator.units import in_minutes

PAGE, JSON_LINES, TABLE = "report.html", "report.jsonl", "report.csv"
DETAILS = "report-errors.txt"
"""What a developer needs of failures that nobody foresaw; there is none where all were foreseen."""
STATES = (record.FAILED, record.DONE, record.UNCHANGED, record.MERGED, record.SKIPPED)
ROWS = 2_000
"""Of each state that the page shows; a browser has to carry it. The other two files have all."""
NAMES = 10
"""Said by guess that the page and the last lines show; each article's row has its own."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is run by spreadsheets: an apostrophe goes before it (OWASP, CSV injection)."""
COLUMNS = tuple(field.name for field in dataclasses.fields(Record) if field.name != "details")
LARGEST = 200_000_000
"""Of an earlier report that is read for its pace, in bytes."""


@dataclasses.dataclass(slots=True)
class Totals:
    """What a run came to so far."""

    states: Counter[str] = dataclasses.field(default_factory=Counter)
    audio_s: float = 0.0
    """Of sound that was made in this run, or would be."""
    there_s: float = 0.0
    """Of sound that was there already."""
    size: int = 0
    """Of what was made, in bytes."""
    worked_s: float = 0.0
    """Of all workers together."""
    to_review: int = 0
    """Articles that an editor should look at."""
    guessed: Counter[str] = dataclasses.field(default_factory=Counter)
    """Name that is said by guess -> articles that it stands in."""
    with_guessed: int = 0
    """Articles with such names."""

    def add(self, found: Record) -> None:
        """Count one more."""
        self.states[found.state] += 1
        self.worked_s += found.took_s
        self.to_review += found.to_review
        names = {word for doubt in found.doubts if doubt.kind is DoubtKind.NAMES_GUESSED for word in doubt.words}
        self.guessed.update(names)
        self.with_guessed += bool(names)
        if found.state in (record.UNCHANGED, record.MERGED):
            self.there_s += found.duration_s
        else:
            self.audio_s, self.size = self.audio_s + found.duration_s, self.size + found.size

    @property
    def ended(self) -> int:
        """Articles so far."""
        return self.states.total()

    @property
    def most_guessed(self) -> str:
        """The names said by guess that most articles have, with their counts; empty where there are none."""
        ranked = sorted(self.guessed.items(), key=lambda item: (-item[1], item[0]))
        more = f" and {len(ranked) - NAMES} more" if len(ranked) > NAMES else ""
        return ", ".join(f"{name} ({count})" for name, count in ranked[:NAMES]) + more


class Report:
    """The three files of one run. Use as a context manager; nothing is visible before ``publish``.

    Raises:
        OutputError: the output folder cannot be written, or is full.
    """

    def __init__(self, store: Store) -> None:
        self.totals = Totals()
        self._store = store
        self._stack = ExitStack()
        self._spools: dict[str, IO[bytes]] = {}

    def __enter__(self) -> Report:
        self._folder = self._stack.enter_context(self._store.making())
        with write_errors(self._folder):
            self._lines, self._details = self._opened(JSON_LINES), self._opened(DETAILS)
            self._csv = csv.writer(self._opened(TABLE))
            self._csv.writerow(COLUMNS)
            self._spools = {state: self._stack.enter_context((self._folder / state).open("w+b")) for state in STATES}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stack.close()
        except OSError as full:  # what is still in a buffer finds no room
            if kind is None:
                raise OutputError(f"the report cannot be written: {full.strerror}") from full

    def add(self, found: Record) -> None:
        """Write one record down."""
        self.totals.add(found)
        fields = dataclasses.asdict(found)
        details = fields.pop("details")
        with write_errors(self._folder):
            self._lines.write(json.dumps(fields, ensure_ascii=False) + "\n")
            if details:
                self._details.write(f"== {found.source}\n{found.reason}\n\n{details}\n\n")
            self._csv.writerow([cell(getattr(found, name)) for name in COLUMNS])
            pickle.dump(found, self._spools[found.state])

    def publish(self, *, took_s: float, ended: str = "") -> None:
        """Put all three in place of older ones, each whole.

        Args:
            took_s: how long the run took.
            ended: why it began no more articles, where it did not come to the end.
        """
        with write_errors(self._folder):
            with (self._folder / PAGE).open("w", encoding="utf-8", errors="replace") as page:
                page.writelines(self._page(took_s, ended))
            for each in (self._lines, self._table, self._details):
                each.flush()
        names = [JSON_LINES, TABLE, PAGE]
        if self._has_details:
            names.insert(0, DETAILS)
        else:
            self._store.remove(DETAILS)
        for name in names:
            self._store.put_file(self._folder / name, name)

    @property
    def _has_details(self) -> bool:
        return (self._folder / DETAILS).stat().st_size > 0

    def _opened(self, name: str) -> IO[str]:
        path = self._folder / name
        file = self._stack.enter_context(path.open("w", encoding="utf-8", errors="replace", newline=""))
        if name == TABLE:
            self._table = file
        return file

    def _page(self, took_s: float, ended: str) -> Iterator[str]:
        self._details.flush()
        rows = {state: self._shown(state) for state in STATES}
        others = (JSON_LINES, TABLE, *((DETAILS,) if self._has_details else ()))
        return html(rows, self.totals, took_s=took_s, ended=ended, others=others)

    def _shown(self, state: str) -> Iterator[Record]:
        """The first records of a state, read back."""
        spool = self._spools[state]
        spool.seek(0)
        for _ in range(min(ROWS, self.totals.states[state])):
            yield pickle.load(spool)  # noqa: S301 - our own file


def html(
    rows: dict[str, Iterator[Record]],
    totals: Totals,
    *,
    took_s: float,
    ended: str = "",
    others: tuple[str, ...] = (JSON_LINES, TABLE),
) -> Iterator[str]:
    """The page in pieces: totals, then a row an article. Everything that articles contain is escaped.

    Args:
        rows: the records of each state that are shown.
        totals: of all records, shown or not.
        took_s: how long the run took.
        ended: why it began no more articles; empty where it came to the end.
        others: files of the same run that the page links.
    """
    from jinja2 import Environment

    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["in_minutes"] = in_minutes
    template = environment.from_string(files("narrator.batch").joinpath(PAGE).read_text(encoding="utf-8"))
    return template.generate(
        failed=rows[record.FAILED],
        done=rows[record.DONE],
        unchanged=rows[record.UNCHANGED],
        merged=rows[record.MERGED],
        skipped=rows[record.SKIPPED],
        counts={state.replace(" ", "_"): totals.states[state] for state in STATES},
        hidden={state: max(0, totals.states[state] - ROWS) for state in STATES},
        totals=totals,
        took_s=took_s,
        pace=totals.audio_s / took_s if took_s else 0,
        ended=ended,
        when=datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        generator=GENERATOR,
        others=others,
    )


def cell(value: Any) -> str:
    """A field as a spreadsheet may show it and will not run it."""
    parts = [each.text if isinstance(each, Doubt) else str(each) for each in value] if isinstance(value, tuple) else ()
    text = "; ".join(parts) if isinstance(value, tuple) else f"{value}"
    return f"'{text}" if isinstance(value, str | tuple) and text.startswith(FORMULA) else text


def pace(store: Store) -> float | None:
    """Seconds of audio a worker made a second in the last run; None where no report tells."""
    if not 0 < (store.size(JSON_LINES) or 0) < LARGEST:
        return None
    made = worked = 0.0
    for line in itertools.islice((store.get(JSON_LINES) or b"").splitlines(), 10_000):
        try:
            found = json.loads(line)
            if found["state"] == record.DONE:
                made, worked = made + float(found["duration_s"]), worked + float(found["took_s"])
        except (ValueError, KeyError, TypeError):
            continue
    return made / worked if worked and made else None
