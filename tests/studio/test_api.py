"""The way of an editor by HTTP: drop, hear, mend, approve, publish."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from narrator import edits, synthesize
from narrator.containers import base
from narrator.library import Library
from narrator.publish import artwork
from narrator.studio.access import Scope
from tests.conftest import SAMPLES
from tests.studio.conftest import TEXT, Studio

SENTENCE = "Nobody in town thought that it would ever come back after the great storm."


def test_a_text_is_read_heard_mended_approved_and_published(studio: Studio) -> None:
    number = studio.added()
    assert studio.change(number, sentence={"written": SENTENCE, "said": "Nobody hoped any more."}).status_code == 200
    studio.ask("POST", f"/narrations/{number}/speak")
    made = studio.waited(number, "ready", "failed")
    assert made["state"] == "ready"
    assert studio.ask("POST", f"/narrations/{number}/approve").json()["approved_by"] == "admin"
    shown = studio.ask("POST", f"/narrations/{number}/publish").json()
    assert shown["state"] == "published"
    out = Path(studio.desk.settings.output)
    assert shown["slug"] in (out / "feed.xml").read_text()
    narration = Library(out).get(shown["slug"])
    assert narration is not None
    assert narration.review.by == "admin"
    assert studio.ask("POST", f"/narrations/{number}/take-back").json()["state"] == "ready"
    assert shown["slug"] not in (out / "feed.xml").read_text()


def test_a_changed_sentence_is_what_is_said_and_the_only_one_that_is_spoken(studio: Studio) -> None:
    number = studio.made()
    before = {each["index"]: each["said"] for each in studio.script(number)["sentences"]}
    script = studio.change(number, sentence={"written": SENTENCE, "said": "Nobody hoped any more."}).json()
    after = {each["index"]: each["said"] for each in script["sentences"]}
    assert [index for index in after if after[index] != before[index]] == [3]
    assert studio.ask("GET", f"/narrations/{number}").json()["state"] == "to-review"
    cache = studio.desk.settings.cache_dir
    there = {path for path in cache.rglob("*") if path.is_file() and path.stat().st_size > 1000}
    studio.ask("POST", f"/narrations/{number}/speak")
    studio.waited(number, "ready")
    assert len({path for path in cache.rglob("*") if path.is_file() and path.stat().st_size > 1000} - there) == 1


def test_what_an_editor_heard_is_not_spoken_again(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    number = studio.added()
    heard: list[str] = []
    original = synthesize.Synthesizer._made

    def counted(self: synthesize.Synthesizer, utterance: Any, parts: Any, key: str) -> Any:
        heard.append(key)
        return original(self, utterance, parts, key)

    monkeypatch.setattr(synthesize.Synthesizer, "_made", counted)
    first = studio.ask("GET", f"/narrations/{number}/sentences/2/audio")
    again = studio.ask("GET", f"/narrations/{number}/sentences/2/audio")
    assert first.headers["content-type"] == "audio/wav"
    assert first.content == again.content
    assert len(heard) == 1
    with wave.open(io.BytesIO(first.content)) as file:
        assert file.getnframes() > 1000


def test_other_words_are_heard_before_they_are_saved(studio: Studio) -> None:
    number = studio.added()
    plain = studio.ask("GET", f"/narrations/{number}/sentences/2/audio").content
    other = studio.ask("GET", f"/narrations/{number}/sentences/2/audio", params={"said": "Short."}).content
    assert len(other) < len(plain)
    assert studio.script(number)["revision"] == 0


@pytest.mark.parametrize("said", ["", "…", "\U0001d11e" * 20, "'\""])
def test_words_that_say_nothing_are_a_short_silence(studio: Studio, said: str) -> None:
    number = studio.added()
    answer = studio.ask("GET", f"/narrations/{number}/sentences/2/audio", params={"said": said})
    assert answer.status_code == 200
    with wave.open(io.BytesIO(answer.content)) as file:
        assert 0 < file.getnframes() < file.getframerate() / 10
    if said:
        assert studio.ask("GET", "/speech", params={"text": said, "voice": "tone:sine"}).status_code == 200


def test_a_line_is_left_out_and_read_again(studio: Studio) -> None:
    number = studio.added()
    out = studio.change(number, line={"text": SENTENCE, "is_read": False}).json()
    line = next(each for each in out["lines"] if each["text"] == SENTENCE)
    assert (line["is_read"], line["rule"]) == (False, "editor")
    back = studio.change(number, line={"text": SENTENCE, "occurrence": line["occurrence"], "is_read": None}).json()
    assert next(each for each in back["lines"] if each["text"] == SENTENCE)["is_read"]


def test_a_change_is_undone(studio: Studio) -> None:
    number = studio.added()
    studio.change(number, title="Another headline")
    assert studio.script(number)["title"] == "Another headline"
    undone = studio.ask("POST", f"/narrations/{number}/undo", json={"revision": 1})
    assert undone.json()["title"] == "The ferry runs again"


def test_the_second_of_two_editors_is_told_and_nothing_is_lost(studio: Studio) -> None:
    number = studio.added()
    assert studio.ask("PATCH", f"/narrations/{number}/script", json={"revision": 0, "title": "One"}).status_code == 200
    second = studio.ask("PATCH", f"/narrations/{number}/script", json={"revision": 0, "title": "Two"})
    assert second.status_code == 409
    assert "changed this article meanwhile" in second.json()["title"]
    assert studio.script(number)["title"] == "One"


def test_a_change_that_cannot_be_changes_nothing(studio: Studio) -> None:
    number = studio.added()
    answer = studio.change(number, voice="nobody:here")
    assert answer.status_code == 422
    assert studio.script(number)["voice"] == "tone:sine"
    store = studio.desk.library.store
    assert edits.load(store, studio.script(number)["article"]).voice is None


def test_a_name_is_said_so_here_or_everywhere(studio: Studio) -> None:
    number = studio.added()
    here = studio.change(number, name={"written": "ferry", "say": "fairy"}).json()
    assert any("fairy" in each["said"] for each in here["sentences"])
    studio.desk.config.write_text("# our own rules\nloudness = -16\n")
    studio.change(number, name={"written": "harbour", "say": "harbor", "where": "everywhere"})
    text = studio.desk.config.read_text()
    assert text.startswith("# our own rules\n")
    assert 'lexicon = ["lexicon.toml"]' in text
    other = studio.added(TEXT.replace("great", "big"))
    assert any("harbor" in each["said"] for each in studio.script(other)["sentences"])
    assert {"written": "harbour", "say": "harbor", "ipa": None} in studio.ask("GET", "/lexicon").json()


def test_a_source_that_changed_keeps_the_edits_of_the_sentences_that_stayed(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from narrator.studio import work

    number = studio.added()
    studio.change(number, sentence={"written": SENTENCE, "said": "Nobody hoped."})
    page = work.kept(studio.desk.library.store, number)
    assert page is not None
    changed = page.body.replace(b"from Monday", b"from Tuesday")
    work.keep(studio.desk.library.store, number, type(page)(page.source, changed))
    studio.ask("POST", f"/narrations/{number}/refetch")
    studio.waited(number, "to-review")
    said = [each["said"] for each in studio.script(number)["sentences"]]
    assert "Nobody hoped." in said
    assert any("Tuesday" in each for each in said)


@pytest.mark.parametrize("name", ["news.html", "post.md"])
def test_a_file_is_read(studio: Studio, name: str) -> None:
    body = (SAMPLES / name).read_bytes()
    answer = studio.ask("POST", "/narrations/file", files={"file": (name, body)})
    assert answer.status_code == 202
    assert studio.waited(answer.json()["id"], "to-review", "failed")["state"] == "to-review"


def test_an_equal_request_under_one_key_is_done_once(studio: Studio) -> None:
    headers = {"Idempotency-Key": "post-17"}
    first, again = (studio.ask("POST", "/narrations", json={"text": TEXT}, headers=headers) for _ in range(2))
    assert first.json()["id"] == again.json()["id"]
    other = studio.ask("POST", "/narrations", json={"text": "Another text."}, headers=headers)
    assert other.status_code == 409
    assert studio.ask("GET", "/narrations").json()["total"] == 1


def test_an_article_is_published_at_once_where_that_is_asked_for_and_nothing_is_severe(
    opened: Callable[..., Studio], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio = opened()
    answer = studio.ask("POST", "/narrations", json={"text": TEXT, "publish": True})
    row = studio.waited(answer.json()["id"], "ready", "published", "failed")
    # The tone voice speaks no language, which is a severe doubt: an editor has to look.
    assert (row["state"], row["weight"]) == ("ready", "severe")


def test_the_list_is_paged_searched_and_filtered(studio: Studio) -> None:
    for number in range(3):
        studio.added(TEXT.replace("The ferry runs", f"Boat {number} runs"))
    first = studio.ask("GET", "/narrations", params={"limit": 2}).json()
    assert (len(first["items"]), first["total"], first["next"]) == (2, 3, 2)
    rest = studio.ask("GET", "/narrations", params={"limit": 2, "after": 2}).json()
    assert rest["next"] is None
    assert studio.ask("GET", "/narrations", params={"text": "Boat 1"}).json()["total"] == 1
    assert studio.ask("GET", "/narrations", params={"text": "%"}).json()["total"] == 0
    assert studio.ask("GET", "/narrations", params={"state": "published"}).json()["total"] == 0


def test_a_failure_says_why_and_what_to_do(studio: Studio) -> None:
    answer = studio.ask("POST", "/narrations", json={"html": "<html><body><p>Log in</p></body></html>"})
    row = studio.waited(answer.json()["id"], "failed", "to-review")
    assert row["state"] == "failed"
    assert row["code"] == 5
    assert row["reason"]


def test_removing_takes_files_and_row_away(studio: Studio) -> None:
    number = studio.made()
    slug = studio.ask("GET", f"/narrations/{number}").json()["slug"]
    assert studio.ask("DELETE", f"/narrations/{number}").status_code == 204
    assert studio.ask("GET", f"/narrations/{number}").status_code == 404
    assert not Path(studio.desk.settings.output, slug).exists()


def test_a_sound_file_is_judged(studio: Studio) -> None:
    number = studio.made()
    row = studio.ask("GET", f"/narrations/{number}").json()
    path = next(Path(studio.desk.settings.output, row["slug"]).glob("*.mp3"))
    found = studio.ask("POST", "/verify", files={"file": ("a.mp3", path.read_bytes())}).json()
    assert found["answer"]
    assert "/tmp" not in str(found)
    assert studio.ask("POST", "/verify", files={"file": ("a.mp3", b"no sound")}).status_code in (404, 422)


def test_events_tell_what_changed(studio: Studio) -> None:
    number = studio.added()
    told = studio.ask("GET", "/events", params={"once": True}).text
    assert "event: narration" in told
    assert number in told


def test_events_begin_after_the_change_that_is_named(studio: Studio) -> None:
    first, second = studio.added(), studio.added()
    seen = studio.ask("GET", f"/narrations/{first}").json()["changed"]
    answer = studio.ask("GET", "/events", params={"since": seen, "once": True}).text
    assert second in answer
    assert first not in answer


def test_a_removed_narration_is_told_and_its_number_not_used_again(studio: Studio) -> None:
    first, second = studio.added(), studio.added()
    seen = studio.ask("GET", f"/narrations/{second}").json()["changed"]
    studio.ask("DELETE", f"/narrations/{second}")
    gone = studio.ask("GET", "/events", params={"since": seen, "once": True}).text
    assert '"state": "removed"' in gone
    assert second in gone
    last = studio.desk.queue.last()
    studio.ask("POST", f"/narrations/{first}/speak")
    assert studio.ask("GET", f"/narrations/{first}").json()["changed"] > last > seen


def test_the_document_of_the_api_comes_from_the_code(studio: Studio) -> None:
    document = studio.client.get("/api/v1/openapi.json").json()
    assert "/api/v1/narrations/{number}/script" in document["paths"]


@pytest.mark.parametrize("scope", list(Scope))
def test_a_token_may_what_its_scope_says(studio: Studio, scope: Scope) -> None:
    assert studio.ask("GET", "/narrations", scope=scope).status_code == 200
    may_write = studio.ask("POST", "/narrations", scope=scope, json={"text": TEXT}).status_code
    assert may_write == (403 if scope is Scope.READ else 202)
    may_rule = studio.ask("POST", "/tokens", scope=scope, json={"name": "x"}).status_code
    assert may_rule == (201 if scope is Scope.ADMIN else 403)


def test_a_program_that_names_the_editor_has_that_name_recorded_and_one_that_does_not_is_no_editor(
    studio: Studio,
) -> None:
    number = studio.made()
    slug, library = studio.ask("GET", f"/narrations/{number}").json()["slug"], Library(studio.desk.settings.output)
    studio.ask("POST", f"/narrations/{number}/approve")
    assert library.get(slug).review.is_account
    studio.ask("POST", f"/narrations/{number}/approve", json={"by": "Ada Example"})
    review = library.get(slug).review
    assert (review.by, review.is_account) == ("Ada Example", False)
    assert studio.ask("POST", f"/narrations/{number}/approve", json={"by": "x" * 81}).status_code == 422


def test_an_editor_is_named_by_the_name_that_stands_in_the_settings_and_by_no_account(studio: Studio) -> None:
    access = studio.app.state.access
    people = [access.session(access.cookie(name, Scope.WRITE)) for name in ("", "Ada Example")]
    assert [(each.is_person, bool(each.name)) for each in people] == [(False, True), (True, True)]


def test_a_name_has_other_ways_to_be_said_and_one_that_is_taken_is_kept(studio: Studio) -> None:
    number = studio.added("# Uribe speaks\n\nThe senator Uribe spoke on Friday in the harbour town.")
    found = studio.ask("GET", "/proposals", params={"written": "Uribe", "voice": "tone:sine"}).json()
    assert len(found) == 3
    assert found[0]["spelled"] == "oo-REE-bay"
    taken = {name: value for name, value in found[0]["entry"].items() if value}
    script = studio.change(number, name={**taken, "where": "here"}).json()
    assert "The senator oo-ree-bay spoke" in script["sentences"][-1]["said"]
    assert studio.change(number, name={"written": "Uribe", "language": "es"}).status_code == 200
    assert studio.change(number, name={"written": "Uribe", "language": "no language"}).status_code == 422
    assert studio.ask("PUT", "/lexicon", json={"written": "Lech", "language": "pl"}).status_code == 204
    assert studio.ask("GET", "/lexicon").json()[-1] == {"written": "Lech", "say": None, "ipa": None, "language": "pl"}


def test_a_script_is_streamed_from_a_sentence_on_while_it_is_spoken(studio: Studio) -> None:
    number = studio.added()
    sentences = studio.script(number)["sentences"]
    one = studio.ask("GET", f"/narrations/{number}/sentences/{sentences[-1]['index']}/audio").content
    whole = studio.ask("GET", f"/narrations/{number}/audio").content
    last = studio.ask("GET", f"/narrations/{number}/audio", params={"first": sentences[-1]["index"]}).content
    assert last[:4] == b"RIFF"
    assert one[44:] in last
    assert whole.endswith(last[44:])
    assert studio.ask("GET", f"/narrations/{number}/audio", params={"first": 999}).status_code == 404


def test_a_picture_that_an_editor_gives_is_in_the_file_until_it_is_taken_back(studio: Studio) -> None:
    number, picture = studio.added(), artwork.png("Ferry")
    path = f"/narrations/{number}/cover"
    put: dict[str, Any] = {"params": {"revision": 0}, "files": {"file": ("a.png", picture)}}
    assert studio.ask("GET", path).status_code == 404
    assert studio.ask("PUT", path, **put).json()["revision"] == 1
    assert studio.ask("PUT", path, **put).status_code == 409
    page = studio.client.get(f"/narrations/{number}").text
    assert f'src="/api/v1{path}?of=' in page
    shown = studio.ask("GET", path)
    assert (shown.content, shown.headers["content-type"]) == (picture, "image/png")
    studio.ask("POST", f"/narrations/{number}/speak")
    slug = studio.waited(number, "ready")["slug"]
    sound = next(Path(studio.desk.settings.output, slug).glob("*.mp3"))
    assert base.of(sound).read_tags(sound).cover == picture
    back = studio.ask("DELETE", path, params={"revision": 1}).json()
    assert back["revision"] == 2
    assert "cover" not in back["edits"]
    assert studio.ask("GET", f"/narrations/{number}").json()["state"] == "to-review"


@pytest.mark.parametrize("body", [b"", b"<svg onload='x()'/>", b"GIF89a", b"\xff\xd8\xff" + bytes(5_000_001)])
def test_what_is_no_picture_or_too_large_changes_nothing(studio: Studio, body: bytes) -> None:
    number = studio.added()
    files = {"file": ("a.png", body)}
    assert studio.ask("PUT", f"/narrations/{number}/cover", params={"revision": 0}, files=files).status_code == 422
    assert studio.script(number)["revision"] == 0


def test_a_file_that_was_sent_goes_by_its_own_name_on_pages(studio: Studio) -> None:
    sent = studio.ask("POST", "/narrations/file", files={"file": ("empty.html", b"<html></html>", "text/html")})
    number = sent.json()["id"]
    studio.waited(number, "failed")
    for path in ("/", f"/narrations/{number}"):
        page = studio.client.get(path).text
        assert ">empty.html<" in page
        assert "studio://" not in page


def test_a_pronunciation_that_was_learned_is_forgotten_and_others_stay(studio: Studio) -> None:
    for word in ("Nguyen", "and/or"):
        assert studio.ask("PUT", "/lexicon", json={"written": word, "say": "win"}).status_code == 204
    assert studio.ask("DELETE", "/lexicon", params={"written": "and/or"}).status_code == 204
    assert [each["written"] for each in studio.ask("GET", "/lexicon").json()] == ["Nguyen"]
    assert studio.ask("DELETE", "/lexicon", params={"written": "and/or"}).status_code == 404
