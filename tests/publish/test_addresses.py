"""One table of addresses, run by Python and by the loader: both have to say the same of each."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from narrator import addresses
from narrator.publish import embed
from tests.conftest import ROOT

ROWS = [
    tuple(line.split("\t"))
    for line in (ROOT / "tests" / "data" / "addresses.tsv").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize(("address", "plainest"), ROWS)
def test_python_says_the_plainest_form(address: str, plainest: str) -> None:
    assert addresses.canonical(address) == plainest


@pytest.mark.parametrize(("address", "plainest"), [row for row in ROWS if addresses.is_web(row[0])])
def test_the_plainest_form_stays_as_it_is(address: str, plainest: str) -> None:
    assert addresses.canonical(plainest) == plainest


@pytest.mark.browser
def test_the_script_says_the_same(each_browser: Any) -> None:
    parts = files("narrator.publish.player")
    code = "".join(parts.joinpath(name).read_text(encoding="utf-8") for name in ("address.js", "hash.js"))
    page = each_browser.new_page()
    told = page.evaluate(
        f"(rows) => {{ const TRACKING = /{addresses.TRACKING}/; {code}; return rows.map((each) => [canonical(each), hashed(canonical(each))]) }}",
        [row[0] for row in ROWS],
    )
    page.close()
    assert [each for each, _ in told] == [plainest for _, plainest in ROWS]
    assert [name for _, name in told] == [embed.hashed(plainest) for _, plainest in ROWS]
