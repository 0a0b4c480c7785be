"""Pictures of an article: what is copied, from where, and what never is."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from narrator.fetch import pictures
from narrator.model import Page
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.fetch.conftest import Site

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", ""),
        (b"<!DOCTYPE html>", ""),
        (b"", ""),
    ],
)
def test_a_picture_is_known_by_its_first_bytes(body: bytes, kind: str) -> None:
    assert pictures.kind_of(body) == kind


def test_pictures_beside_the_file_are_copied_and_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "articles"
    (inner / "img").mkdir(parents=True)
    (inner / "img" / "a b.png").write_bytes(PNG)
    (tmp_path / "secret.png").write_bytes(PNG)
    (inner / "not.png").write_bytes(b"text")
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    urls = ["img/a%20b.png", "img/a%20b.png", "../secret.png", "/etc/hostname", "not.png", "gone.png", "link.png", ""]
    page = Page(str(inner / "article.md"), b"")
    assert [each.source for each in pictures.copies(urls, page, Settings())] == ["img/a%20b.png"]


def test_pictures_of_the_web_are_fetched_and_what_cannot_be_had_is_left(site: Site, local: Settings) -> None:
    good = site.put("/a.png", PNG, Content_Type="image/png")
    page = Page(site.put("/article"), b"", site.address + "/article")
    found = list(pictures.copies([good, site.address + "/gone.png"], page, dataclasses.replace(local, host_pause=0.0)))
    assert [(each.source, each.body, each.content_type) for each in found] == [(good, PNG, "image/png")]


def test_copies_are_files_of_the_narration_and_its_page_shows_them(tmp_path: Path) -> None:
    (tmp_path / "pier.png").write_bytes(PNG)
    (tmp_path / "a.md").write_text(
        "# The pier\n\nThe pier was closed on Tuesday.\n\n![A pier](pier.png)\n\nIt is old.\n"
    )
    settings = Settings(
        output=str(tmp_path / "out"), cache_dir=tmp_path / "cache", voice="tone", sign=False, pictures=True
    )
    made = narrate(tmp_path / "a.md", settings)
    (copy,) = (each.name for each in made.files if each.media_type == "image/png")
    folder = tmp_path / "out" / made.slug
    assert (folder / copy).read_bytes() == PNG
    assert f'src="./{copy}"' in (folder / f"{made.slug}.html").read_text()
