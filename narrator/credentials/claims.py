"""What is signed and what is read back: the assertions of a claim (C2PA 2.2, section 18), as plain types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACTIONS = "c2pa.actions.v2"
DISCLOSURE = "com.narrator.disclosure"
"""The label of narrator's own assertion."""
CREATED = (ACTIONS, "c2pa.actions", "c2pa.ingredient", "c2pa.ingredient.v3", DISCLOSURE)
"""What the signer says itself. Assertions that are not named here go into a claim's *gathered* ones, which are not
attributed to the signer (C2PA 2.2, 10.3.2)."""
KEY_PURPOSES = ("1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36")
"""Extended key usages that may sign: C2PA's own, e-mail protection, document signing (C2PA 2.2, 14.5.1)."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What is signed of the sound itself, so that it is known again when a host rewrites the tags."""

    sha256: str
    """Of the encoded packets, hex."""
    codec: str
    """FFmpeg's name, as ``mp3`` or ``pcm_s16le``."""
    sample_rate_hz: int
    channels: int
    length_ms: int
    """Of the narration; an edited header that plays the same packets shorter or faster is found by it."""
    setup_sha256: str = ""
    """Of the codec's setup, hex; empty where it has none. Opus keeps a gain there, which can mute the same packets."""


@dataclass(frozen=True, slots=True)
class Watermark:
    """The mark in the sound, as the credentials name it."""

    scheme: str
    """Name and version of the scheme."""
    key: str
    """Name of the key, or of several with spaces between them; never the key."""
    id: str
    """The number that the mark carries, hex."""


@dataclass(frozen=True, slots=True)
class Part:
    """A sound file with credentials of its own that became a part of the sound, as an intro."""

    path: Path
    media_type: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What is signed."""

    title: str
    generator: str
    version: str
    digital_source_type: str
    """The whole IPTC address."""
    disclosure: str
    language: str
    article_title: str
    article_url: str
    article_sha256: str
    """Of the text that was read, UTF-8, hex."""
    created: str
    """ISO 8601, UTC."""
    sound: Sound | None = None
    watermark: Watermark | None = None
    """None where the sound carries no mark."""
    parts: tuple[Part, ...] = ()
    """Their credentials are kept as ingredients."""


def definition(claim: Claim) -> dict[str, Any]:
    """The manifest definition for c2pa-python."""
    agent = {"name": claim.generator, "version": claim.version}
    action = {
        "action": "c2pa.created",
        "when": claim.created,
        "softwareAgent": agent,
        "digitalSourceType": claim.digital_source_type,
        "parameters": {"ingredientIds": ["article"]},
    }
    return {
        "claim_version": 2,
        "claim_generator_info": [agent],
        "title": claim.title,
        "assertions": [
            {"label": ACTIONS, "data": {"actions": [action, *_placings(claim)]}},
            {"label": DISCLOSURE, "data": _disclosure(claim)},
        ],
    }


def _placings(claim: Claim) -> list[dict[str, Any]]:
    return [
        {"action": "c2pa.placed", "when": claim.created, "parameters": {"ingredientIds": [_part_id(index)]}}
        for index in range(len(claim.parts))
    ]


def component(claim: Claim, index: int) -> dict[str, Any]:
    """A part as an ingredient."""
    name = _part_id(index)
    return {"title": claim.parts[index].path.name, "relationship": "componentOf", "label": name, "instance_id": name}


def _part_id(index: int) -> str:
    return f"part-{index + 1}"


def ingredient(claim: Claim) -> dict[str, Any]:
    """The article as an ingredient: title, address and the hash of the text that was read, not the text itself."""
    out = {
        "title": claim.article_title,
        "relationship": "inputTo",
        "label": "article",
        "instance_id": "article",
        "description": f"SHA-256 of the text that was read (UTF-8): {claim.article_sha256}",
    }
    return {**out, "informational_URI": claim.article_url} if claim.article_url else out


def _disclosure(claim: Claim) -> dict[str, Any]:
    """Narrator's own assertion: the sentence, the sound, the text, the mark."""
    out: dict[str, Any] = {
        "text": claim.disclosure,
        "language": claim.language,
        "article": {"sha256": claim.article_sha256},
    }
    if claim.sound is not None:
        sound = claim.sound
        out["sound"] = {
            "sha256": sound.sha256,
            "codec": sound.codec,
            "sample_rate_hz": sound.sample_rate_hz,
            "channels": sound.channels,
            "length_ms": sound.length_ms,
            "setup_sha256": sound.setup_sha256,
        }
    if claim.watermark is not None:
        mark = claim.watermark
        out["watermark"] = {"scheme": mark.scheme, "key": mark.key, "id": mark.id}
    return out


def sound_of(disclosure: Mapping[str, Any]) -> Sound | None:
    """The signed sound of a disclosure assertion; None where it names none, or nonsense."""
    table = disclosure.get("sound")
    if not isinstance(table, Mapping):
        return None
    texts = [table.get(name) for name in ("sha256", "codec")]
    numbers = [table.get(name) for name in ("sample_rate_hz", "channels", "length_ms")]
    if not all(isinstance(each, str) for each in texts) or not all(type(each) is int for each in numbers):
        return None
    return Sound(
        sha256=table["sha256"],
        codec=table["codec"],
        sample_rate_hz=table["sample_rate_hz"],
        channels=table["channels"],
        length_ms=table["length_ms"],
        setup_sha256=str(table.get("setup_sha256", "")),
    )


def watermark_of(disclosure: Mapping[str, Any]) -> Watermark | None:
    """The mark that a disclosure assertion names; None where it names none."""
    table = disclosure.get("watermark")
    if not isinstance(table, Mapping):
        return None
    return Watermark(*(str(table.get(name, "")) for name in ("scheme", "key", "id")))
