"""Short articles in many languages, and pages that carry them."""

from __future__ import annotations

import tomllib
from pathlib import Path

ARTICLES: dict[str, dict[str, object]] = tomllib.loads(
    (Path(__file__).parent / "articles.toml").read_text(encoding="utf-8")
)


def title(language: str) -> str:
    return str(ARTICLES[language]["title"])


def paragraphs(language: str) -> list[str]:
    found = ARTICLES[language]["paragraphs"]
    assert isinstance(found, list)
    return [str(each) for each in found]


def page(language: str, head: str = "", before: str = "", declared: str | None = None) -> str:
    """A page with the article of a language; what else its head holds, and what stands before its root."""
    text = "".join(f"<p>{each}</p>" for each in paragraphs(language))
    lang = language if declared is None else declared
    return (
        f'{before}<!DOCTYPE html><html lang="{lang}"><head>{head}<title>{title(language)}</title></head><body>'
        f'<nav><a href="/">Home</a> <a href="/news">News</a></nav><main><article><h1>{title(language)}</h1>{text}'
        f"</article></main><footer>© 2026</footer></body></html>"
    )
