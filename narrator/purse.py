"""What services may cost in one run, kept in a file that all processes of the run share.

A sentence's price is taken before it is asked for and given back where no sound came, so that the request that would
cost too much is not made.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrator.errors import RefusedError

RUN = "NARRATION_RUN"
"""The variable of the environment by which the processes of one run know each other."""
MILLION = 1_000_000
ROUNDING = 1e-9
"""Sums of prices are a little off."""


def begin_run(name: str = "") -> None:
    """Begin a run whose processes share one account: those that this process starts from now on, and itself.

    Args:
        name: of an account that goes on, as that of a month; empty for one of this run alone.
    """
    if name:
        os.environ[RUN] = name
    else:
        os.environ.setdefault(RUN, secrets.token_hex(8))


class Purse:
    """What is left to spend in this run.

    Args:
        price_per_million: of so many characters.
        limit: the most that the run may cost; None for no limit, which nobody counts.
        folder: where the run's account is kept.
        currency: that both are in.
    """

    def __init__(self, price_per_million: float, limit: float | None, folder: Path, currency: str = "USD") -> None:
        self._price, self._limit, self._currency = price_per_million, limit, currency
        begin_run()
        self._path = folder / "spent" / os.environ[RUN]

    @property
    def spent(self) -> float:
        """What the run has cost so far."""
        try:
            return sum(map(float, self._path.read_text(encoding="ascii").split()))
        except OSError:
            return 0.0

    def price(self, characters: int) -> float:
        """Of so many characters."""
        return characters * self._price / MILLION

    @contextmanager
    def paying(self, characters: int) -> Iterator[None]:
        """Take the price of a sentence; give it back where what is done in between fails.

        Raises:
            RefusedError: there is not so much left.
        """
        if self._limit is None or not self._price:
            yield
            return
        price = self.price(characters)
        self._take(price)
        try:
            yield
        except BaseException:
            self._write(-price)
            raise

    def _take(self, price: float) -> None:
        assert self._limit is not None
        with self._locked():
            spent = self.spent
            if spent + price > self._limit + ROUNDING:
                told = f"{spent:.4f} are spent and the next sentence costs {price:.4f}"
                raise RefusedError(
                    f"the budget of {self._limit:g} {self._currency} would be exceeded: {told}",
                    "what was spoken is kept: run it again with a larger --budget",
                )
            self._append(price)

    def _write(self, price: float) -> None:
        with self._locked():
            self._append(price)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock

        self._path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(f"{self._path}.lock"):
            yield

    def _append(self, price: float) -> None:
        with self._path.open("a", encoding="ascii") as file:
            file.write(f"{price:.9f}\n")
