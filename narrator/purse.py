"""What services may cost in one run, or in one month, kept in a file that all processes of the run share.

A sentence's price is taken before it is asked for and given back where no sound came, so that the request that would
cost too much is not made.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
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
        name: of an account that goes on; empty for one of this run alone. The parts of a date in it (``%Y-%m``, as of
            ``strftime``) are those of the moment something is paid, so that a new month begins a new account.
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
        self._folder, self._name = folder / "spent", os.environ[RUN]

    @property
    def _path(self) -> Path:
        return self._folder / datetime.now(UTC).strftime(self._name)

    @property
    def spent(self) -> float:
        """What the run has cost so far."""
        return _spent(self._path)

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
        account = self._take(price)
        try:
            yield
        except BaseException:
            with _locked(account):
                _append(account, -price)
            raise

    def _take(self, price: float) -> Path:
        """Take a price from the account of this moment, which is the answer: what is given back is given back to it."""
        assert self._limit is not None
        account = self._path
        with _locked(account):
            spent = _spent(account)
            if spent + price > self._limit + ROUNDING:
                told = f"{spent:.4f} are spent and the next sentence costs {price:.4f}"
                raise RefusedError(
                    f"the budget of {self._limit:g} {self._currency} would be exceeded: {told}",
                    "what was spoken is kept: run it again with a larger budget (--budget, or Settings of the studio)",
                )
            _append(account, price)
        return account


def _spent(account: Path) -> float:
    try:
        return sum(map(float, account.read_text(encoding="ascii").split()))
    except OSError:
        return 0.0


@contextmanager
def _locked(account: Path) -> Iterator[None]:
    from filelock import FileLock

    account.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{account}.lock"):
        yield


def _append(account: Path, price: float) -> None:
    with account.open("a", encoding="ascii") as file:
        file.write(f"{price:.9f}\n")
