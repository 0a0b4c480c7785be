"""Who signs, what services cost and are paid, and voices that are added: without a secret and without a path."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from narrator import label, purse
from narrator.batch.staff import Staff
from narrator.engines import piper
from narrator.errors import RefusedError
from narrator.purse import RUN, Purse, begin_run
from narrator.settings import Service, Settings
from narrator.settings.fields import Tables
from narrator.studio import state
from narrator.studio.access import Scope
from narrator.studio.application import Place
from tests.engines.conftest import joe
from tests.engines.test_piper import Catalogue, address, catalogue
from tests.studio.conftest import Studio

__all__ = ["address", "catalogue", "joe"]
SECRET = "sk-very-secret"


@pytest.fixture
def paid(place: Place, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with two services, one of which has its key, and ten to spend."""
    monkeypatch.setenv("OUR_KEY", SECRET)
    monkeypatch.setenv(RUN, "test")
    monkeypatch.delenv("ELEVENLABS_API_KEY", raising=False)
    tables = {
        "mine": Service(key="OUR_KEY", price_per_million=15.0, currency="EUR"),
        "other": Service(kind="elevenlabs", base_url="https://speech.example.org", voice="x"),
    }
    return dataclasses.replace(place.settings, service=Tables(tables), budget=10.0)


def test_who_signs_is_said_before_and_after_there_is_a_key(settings: Settings) -> None:
    wanted = dataclasses.replace(settings, sign=True)
    before = state.signing(wanted)
    assert (before["is_on"], before["signer"], before["warning"]) == (True, "", "")
    label.keys(wanted)
    after = state.signing(wanted)
    assert (after["signer"], after["is_own"]) == ("narrator local signer", False)
    assert after["until"] > "2026"
    assert state.signing(dataclasses.replace(settings, watermark=False))["watermark"] == "off"


def test_a_key_that_cannot_be_had_is_named_without_its_place(settings: Settings, tmp_path: Path) -> None:
    missing = tmp_path / "none.pem"
    found = state.signing(dataclasses.replace(settings, sign=True, certificate=missing, key=missing))
    assert found["warning"]
    assert str(tmp_path) not in found["warning"]


def test_what_is_spent_stands_beside_the_budget(paid: Settings) -> None:
    assert paid.cache_dir is not None
    account = Purse(15.0, paid.budget, paid.cache_dir, "EUR")
    with account.paying(200_000):
        pass
    found = state.paid(paid)
    assert (found["budget"], found["spent"]) == (10.0, 3.0)
    assert [(each["name"], each["host"], each["has_key"]) for each in found["services"]] == [
        ("mine", "api.openai.com", True),
        ("other", "speech.example.org", False),
    ]
    assert SECRET not in str(found)


def test_all_children_of_a_run_pay_from_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(RUN, raising=False)
    with Staff(tries=1, tell=lambda step: None):
        assert os.environ[RUN]
    begin_run("studio-2026-11")
    with Staff(tries=1, tell=lambda step: None):
        assert os.environ[RUN] == "studio-2026-11"


def test_the_settings_page_shows_them_and_the_api_tells_administrators_alone(
    opened: Callable[..., Studio], paid: Settings
) -> None:
    studio = opened(settings=paid)
    page = studio.client.get("/settings").text
    for words in ("Signature and watermark", "0.00 of 10.00", "its key is there", "its key is missing"):
        assert words in page, words
    assert SECRET not in page
    for path in ("/signing", "/budget"):
        assert studio.ask("GET", path).status_code == 200
        assert studio.ask("GET", path, scope=Scope.WRITE).status_code == 403


def test_a_voice_is_offered_added_and_speaks(
    studio: Studio, catalogue: Catalogue, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "ADDRESS", address)
    offered = studio.ask("GET", "/voices/offers", params={"language": "de"}).json()
    found = {each["id"]: each for each in offered["items"]}
    assert found["piper:de_DE-carla-medium"]["is_free"] is True
    assert (
        studio.ask("POST", "/voices", json={"voice": "piper:de_DE-carla-medium"}, scope=Scope.WRITE).status_code == 403
    )
    added = studio.ask("POST", "/voices", json={"voice": "piper:de_DE-carla-medium"})
    assert (added.status_code, added.json()["licence"]) == (201, "CC BY 4.0")
    assert "piper:de_DE-carla-medium" in [each["id"] for each in studio.ask("GET", "/voices").json()]
    assert "piper:de_DE-carla-medium" in studio.client.get("/voices").text


@pytest.mark.parametrize("voice", ["", "kore", "piper:../../etc/x", "piper:nobody-at-all", "nobody:here", "tone:x:y"])
def test_a_voice_that_nobody_offers_is_refused_with_what_to_do(
    studio: Studio, voice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(piper, "ADDRESS", "http://127.0.0.1:9")
    answer = studio.ask("POST", "/voices", json={"voice": voice})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_budget_is_set_in_the_settings_file_whose_comments_stay(
    opened: Callable[..., Studio], paid: Settings
) -> None:
    studio = opened(settings=dataclasses.replace(paid, budget=None))
    studio.desk.config.write_text("# ours\nbudget = 2.0\n\n[service.mine]\n# a note\nprice_per_million = 15\n")
    assert studio.ask("PUT", "/budget", json={"budget": 7.5}).json()["budget"] == 7.5
    text = studio.desk.config.read_text()
    assert "# ours" in text
    assert "# a note" in text
    assert Settings.load(studio.desk.config).budget == 7.5
    assert 'value="7.5"' in studio.client.get("/settings").text
    assert studio.ask("PUT", "/budget", json={"budget": None}).json()["budget"] is None
    assert "budget" not in studio.desk.config.read_text()


@pytest.mark.parametrize("amount", [-1, 1e10, "many"])
def test_a_budget_that_is_none_is_refused_and_nothing_is_written(studio: Studio, amount: object) -> None:
    assert studio.ask("PUT", "/budget", json={"budget": amount}).status_code == 422
    assert studio.ask("PUT", "/budget", json={"budget": 1}, scope=Scope.WRITE).status_code == 403
    assert not studio.desk.config.exists()


def test_a_budget_of_the_command_line_stays(opened: Callable[..., Studio], paid: Settings) -> None:
    studio = opened(settings=paid, is_budget_fixed=True)
    answer = studio.ask("PUT", "/budget", json={"budget": 99})
    assert (answer.status_code, answer.json()["title"]) == (409, "the studio was started with a budget")
    studio.desk.config.write_text("budget = 50.0\n")
    assert studio.desk.settings.budget == 10.0
    assert "it cannot be changed here" in studio.client.get("/settings").text


def test_a_new_month_begins_a_new_account(paid: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [datetime(2026, 11, 30, tzinfo=UTC)]
    monkeypatch.setattr(purse, "datetime", SimpleNamespace(now=lambda zone: moments[-1]))
    monkeypatch.setenv(RUN, "studio-%Y-%m")
    assert paid.cache_dir is not None
    account = Purse(15.0, 1.0, paid.cache_dir)
    with account.paying(60_000):
        pass
    with pytest.raises(RefusedError, match="budget"), account.paying(60_000):
        pass
    moments.append(datetime(2026, 12, 1, tzinfo=UTC))
    with account.paying(60_000):
        assert account.spent == pytest.approx(0.9)
