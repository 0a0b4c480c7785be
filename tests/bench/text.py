"""How texts are said: ``python -m tests.bench.text clean|datelines|headlines|sentences|megabyte``.

``clean``: sentences of ordinary prose (no figure, sign, short form or word in capitals) of the shared texts and samples in
the ten languages with a grammar; printed are those that came out in other words. ``datelines``: our places in capitals, in
the ways of four agencies; a place is spelt where one of its words stays in capitals. ``headlines``: the first two, three and
four words of clean English sentences in capitals; spelt likewise. ``sentences``: CPU time of a clean English sentence.
``megabyte``: CPU time of 1 MB of pieces that rules look for, in lines of 200 characters, so under all English rules.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Callable, Iterator

from narrator.engines import english
from narrator.languages import primary
from narrator.verbalize import words
from tests.conftest import ROOT, SHARED
from tests.verbalize.test_hostile import fragments

LANGUAGES = ("en", "de", "fr", "es", "uk", "it", "pt", "pl", "nl", "ru")
PLAIN = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ ,;:?!\"“”„«»‘’()-]){24,280}[.!?][\"”»’]?")
ABBREVIATED = re.compile(
    r"\w\.\w|\b[^\W\d_]\b(?<![aAIiyYeEoOàÀwWzZuUvVкКсСоОуУиИаАвВзЗіІйЙяЯєЄ])|\b\w*[^\W\d_a-zà-ÿа-яёіїєґąćęłńóśźż]{2}\w*"
)
SHORT = re.compile(
    r"\b(?:vs|etc|[Cc]o|Inc|Mrs?|Ms|Drs?|Jr|Sr|aka|pop|eg|ie|Cllr|Prof|Anm|bzw|ca|resp|tys|mln|Ltd|Corp|No|St|est|approx|dept|Gov|Rev|Sen|Rep|Gen)\b|\((?:our|and|or|s)\)"
)
"""Short forms without an inner stop, and words in brackets that are read without them."""
LINE = 200
DATELINES = (
    "{} (AP) — The council met.",
    "{} (Reuters) - The council met.",
    "{} — The council met.",
    "{}: The council met.",
)


def clean(language: str) -> list[str]:
    """Sentences without anything that a rule should read otherwise."""
    text = "\n".join(_texts(language))
    found = (
        match.strip() for line in text.splitlines() for match in re.split(r"(?<=[.!?][\"”»’])\s+|(?<=[.!?])\s+", line)
    )
    return [
        each
        for each in dict.fromkeys(found)
        if PLAIN.fullmatch(each) and not ABBREVIATED.search(each) and not SHORT.search(each)
    ]


def _texts(language: str) -> Iterator[str]:
    for name in ("ewt_weblog_paragraphs.json", "pud_news_paragraphs.json"):
        for row in json.loads((SHARED / "data" / "text" / name).read_text(encoding="utf-8")):
            if primary(row["lang"]) == language:
                yield "\n".join(row["sents"])
    for name in ("articles", "pages-real"):
        folder = SHARED / "data" / name
        for row in json.loads((folder / "index.json").read_text(encoding="utf-8")):
            if primary(row.get("language") or "und") == language:
                yield (folder / row["gold"]).read_text(encoding="utf-8")
    if language == "en":
        for path in sorted((ROOT / "samples").glob("*.expected.txt")):
            if path.name != "kurz.expected.txt":
                yield path.read_text(encoding="utf-8")


def said(text: str, language: str = "en-US") -> str:
    return " ".join(word.text for word in words(text, language))


def print_clean() -> None:
    total = changed = 0
    for language in LANGUAGES:
        rows = clean(language)
        wrong = [row for row in rows if said(row, language) != " ".join(row.split())]
        total, changed = total + len(rows), changed + len(wrong)
        print(f"{language}: {len(wrong)} changed of {len(rows)}")
        for row in wrong:
            print(f"  {row}\n  -> {said(row, language)}")
    print(f"all: {changed} changed of {total}")


def is_spelt(text: str, length: int) -> bool:
    """Whether the voice (hibari) spells a word of the first ``length`` characters: as many stresses as it has letters."""
    for word in words(text, "en-US"):
        letters = re.sub(r"\W", "", word.text)
        if word.end <= length and len(letters) > 1 and letters.isupper():
            sounds = word.ipa or english.phonemes(word.text.strip(".,:;"))
            if len(re.findall("[ˌˈ]", sounds)) >= len(letters):
                return True
    return bool(re.search(r"\b[B-HJ-Z] [A-Z]\b", said(text)[:length]))


def print_datelines() -> None:
    places = (ROOT / "tests" / "data" / "datelines.txt").read_text(encoding="utf-8").split("\n")
    rows = [(place, form) for place in filter(None, places) for form in DATELINES]
    wrong = [said(form.format(place)) for place, form in rows if is_spelt(form.format(place), len(place.split(",")[0]))]
    print(*wrong, f"datelines: {len(wrong)} spelt of {len(rows)} = {100 * len(wrong) / len(rows):.1f} %", sep="\n")


def print_headlines() -> None:
    rows = [re.findall(r"[\w'’-]+", row) for row in clean("en")]
    for length in (2, 3, 4):
        heads = list(dict.fromkeys(" ".join(row[:length]).upper() for row in rows if len(row) >= length))
        wrong = [head for head in heads if is_spelt(head, len(head))]
        print(f"headlines of {length}: {len(wrong)} spelt of {len(heads)} = {100 * len(wrong) / len(heads):.1f} %")
        print("  " + "; ".join(f"{head}: {said(head)}" for head in wrong))


def _cpu_s(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def print_sentences() -> None:
    rows = clean("en")
    said(rows[0])
    seconds = min(_cpu_s(lambda: [said(row) for row in rows]) for _ in range(3))
    print(f"{1000 * seconds / len(rows):.3f} ms of CPU a sentence, {len(rows)} clean ones, the best of three")


def print_megabyte() -> None:
    text = fragments(1_000_000, 3)
    lines = [text[at : at + LINE] for at in range(0, len(text), LINE)]
    said(lines[0])
    print(f"{_cpu_s(lambda: [said(line) for line in lines]):.2f} CPU s for 1 MB in {len(lines)} lines")


def main(which: str) -> None:
    measures = {
        "clean": print_clean,
        "datelines": print_datelines,
        "headlines": print_headlines,
        "sentences": print_sentences,
        "megabyte": print_megabyte,
    }
    measures[which]()


if __name__ == "__main__":
    main(sys.argv[1])
