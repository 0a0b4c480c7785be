"""The front matter of a Markdown file: the plain part of YAML between ``---`` and TOML between ``+++``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any

from narrator import languages
from narrator.extract.dates import iso

YAML = re.compile(r"\A---[ \t]*\n(?P<body>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
TOML = re.compile(r"\A\+\+\+[ \t]*\n(?P<body>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
KEYS = {
    "title": ("title", "headline"),
    "byline": ("author", "authors", "byline", "creator"),
    "published": ("date", "published", "pubdate", "publishdate", "date_published", "created"),
    "modified": ("modified", "lastmod", "updated", "last_modified_at", "date_modified"),
    "language": ("lang", "language", "locale"),
    "url": ("url", "canonical", "canonical_url", "canonicalurl", "link", "permalink", "source"),
    "site": ("site", "publisher", "publication", "site_name"),
    "image": ("image", "cover", "cover_image", "thumbnail", "featured_image", "hero"),
    "credit": ("image_credit", "image_caption_credit", "cover_credit", "photo_credit"),
    "audio": ("audio", "audio_url"),
}
INNER = ("name", "src", "url", "image", "path")
"""What is taken of a value that has parts of its own."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


def split(text: str) -> tuple[dict[str, str], str]:
    """What the front matter says, by our names for it (see ``KEYS``), and the text behind it.

    Dates are ISO 8601, addresses http, a language BCP 47; what is none of these is left out.
    """
    for pattern, read in ((YAML, _yaml), (TOML, _toml)):
        if match := pattern.match(text):
            found = {key.lower().replace("-", "_"): value for key, value in read(match["body"]).items()}
            return _named(found), text[match.end() :]
    return {}, text


def _named(found: Mapping[str, Any]) -> dict[str, str]:
    out = {}
    for name, keys in KEYS.items():
        values = (_plain(found.get(key), name) for key in keys)
        value = next((value for value in values if value), "")
        if value:
            out[name] = value
    return out


def _plain(value: Any, name: str) -> str:
    """A value as one line, if it is one of its kind."""
    if isinstance(value, Mapping):
        value = next((value[key] for key in INNER if key in value), None)
    if isinstance(value, list):
        names = [_plain(each, "") for each in value]
        names = [each for each in names if each]
        return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1] if names else ""
    text = " ".join(str(value).split()) if value is not None else ""
    if name in ("published", "modified"):
        return iso(text) or ""
    if name in ("url", "image", "audio"):
        return text if re.match(r"https?://\S+$", text) else ""
    if name == "language":
        return languages.of(text).tag if LANGUAGE.fullmatch(text) else ""
    return text


def _toml(body: str) -> dict[str, Any]:
    try:
        return tomllib.loads(body)
    except tomllib.TOMLDecodeError:
        return {}


def _yaml(body: str) -> dict[str, Any]:
    """The plain part of YAML: ``key: value``, lists in brackets or by dashes, folded text, one level of mappings."""
    out: dict[str, Any] = {}
    key = ""
    for line in body.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line.startswith((" ", "\t", "-")) and (match := re.match(r"([\w .-]+?)\s*:(?:\s+(.*))?$", line)):
            key = match[1]
            out[key] = _scalar(match[2] or "")
        elif key:
            out[key] = _continued(out[key], line.strip())
    return out


def _continued(value: Any, line: str) -> Any:
    """A value with one more line of it."""
    if line.startswith("- "):
        item = line[2:].strip()
        inner = re.match(r"name\s*:\s+(.*)$", item)
        return [*(value if isinstance(value, list) else []), _scalar(inner[1] if inner else item)]
    if isinstance(value, list):
        return value
    if (match := re.match(r"(\w+)\s*:\s+(.*)$", line)) and (not value or isinstance(value, dict)):
        return {**(value or {}), match[1]: _scalar(match[2])}
    return f"{value if isinstance(value, str) and value not in ('|', '>', '>-', '|-') else ''} {line}".strip()


def _scalar(text: str) -> Any:
    text = text.strip()
    if text[:1] in ("'", '"') and text[-1:] == text[:1] and len(text) > 1:
        return text[1:-1].replace('\\"', '"').replace("''", "'" if text[0] == "'" else "''")
    text = re.sub(r"\s+#.*$", "", text)
    if text.startswith("[") and text.endswith("]"):
        return [_scalar(each) for each in text[1:-1].split(",") if each.strip()]
    return text
