"""Content credentials into a finished file, and out of any file (C2PA 2.1, by c2pa-python)."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narrator.credentials.keys import Keys
from narrator.errors import LabelError

TYPES: Mapping[str, str] = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".wav": "audio/wav",
    ".flac": "audio/flac",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
}
"""What c2pa-python is told; the last two it cannot embed into: their credentials stand in a file beside."""
BESIDE = (".opus", ".ogg", ".oga", ".webm")
SIDECAR = ".c2pa"
DISCLOSURE = "com.narrator.disclosure"
"""The label of narrator's own assertion."""


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
    article_text: str
    """The text that was read: it becomes an ingredient with its hash."""
    created: str
    """ISO 8601, UTC."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What a file's credentials say, and whether they hold."""

    valid: bool
    """The signature and the hash of the file hold."""
    trusted: bool
    """The signer is on the trust list that was asked."""
    problems: tuple[str, ...]
    """Codes of C2PA for what does not hold."""
    signer: str
    generator: str
    digital_source_type: str
    disclosure: str
    language: str
    signed: str
    """ISO 8601, or empty."""
    beside: bool = False
    """Whether they stand in a file beside the sound."""


def sign(path: Path, claim: Claim, keys: Keys) -> Path | None:
    """Sign a finished file, last of all: any later change of the file breaks it.

    Returns:
        The ``.c2pa`` file beside it, for a container that cannot carry credentials; else None.

    Raises:
        LabelError: it could not be signed; the file is as it was.
    """
    import c2pa

    made = path.with_name(f".{path.name}.signed")
    beside = path.suffix.lower() in BESIDE
    try:
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(keys.algorithm, keys.chain, keys.key, None))
        with c2pa.Builder(json.dumps(_definition(claim)), _context()) as builder:
            text = claim.article_text.encode()
            builder.add_ingredient(json.dumps(_ingredient(claim)), "text/plain", io.BytesIO(text))
            if beside:
                builder.set_no_embed()
                with path.open("rb") as source:
                    manifest = builder.sign(signer, TYPES[path.suffix.lower()], source, io.BytesIO())
                target = path.with_suffix(SIDECAR)
                target.write_bytes(manifest)
                return target
            with path.open("rb") as source, made.open("w+b") as target_file:
                builder.sign(signer, TYPES[path.suffix.lower()], source, target_file)
            os.replace(made, path)
            return None
    except c2pa.C2paError as error:
        raise LabelError(f"{path.name} could not be signed: {error}", "--no-sign leaves the signature out") from error
    finally:
        made.unlink(missing_ok=True)


def read(path: Path, *, anchors: bytes = b"") -> Credential | None:
    """What the credentials of a file say; None where it has none.

    Args:
        path: any sound file.
        anchors: PEM certificates that are trusted.

    Raises:
        LabelError: there are credentials, and they cannot be read.
    """
    import c2pa

    sidecar = path.with_suffix(SIDECAR)
    try:
        if path.suffix.lower() in BESIDE:
            if not sidecar.is_file():
                return None
            with path.open("rb") as stream:
                kind = TYPES.get(path.suffix.lower(), "audio/ogg")
                reader = c2pa.Reader(kind, stream, sidecar.read_bytes(), context=_context(anchors))
                return _credential(reader, beside=True)
        with path.open("rb") as stream:
            kind = TYPES.get(path.suffix.lower(), "audio/mpeg")
            reader = c2pa.Reader(kind, stream, context=_context(anchors))
            return _credential(reader, beside=False)
    except c2pa.C2paError.ManifestNotFound:
        return None
    except c2pa.C2paError as error:
        if "ManifestNotFound" in str(error) or "no JUMBF" in str(error):
            return None
        raise LabelError(f"the credentials of {path.name} cannot be read: {error}") from error


def _context(anchors: bytes = b"") -> Any:
    import c2pa

    settings: dict[str, Any] = {
        "verify": {"verify_after_sign": False, "verify_trust": bool(anchors), "remote_manifest_fetch": False},
        "builder": {"thumbnail": {"enabled": False}},
    }
    if anchors:
        settings["trust"] = {"trust_anchors": anchors.decode()}
    return c2pa.Context.from_dict(settings)


def _definition(claim: Claim) -> dict[str, Any]:
    agent = {"name": claim.generator, "version": claim.version}
    return {
        "claim_version": 2,
        "claim_generator_info": [agent],
        "title": claim.title,
        "assertions": [
            {
                "label": "c2pa.actions.v2",
                "data": {
                    "actions": [
                        {
                            "action": "c2pa.created",
                            "when": claim.created,
                            "softwareAgent": agent,
                            "digitalSourceType": claim.digital_source_type,
                            "parameters": {"ingredientIds": ["article"]},
                        }
                    ]
                },
            },
            {"label": DISCLOSURE, "data": {"text": claim.disclosure, "language": claim.language}},
        ],
    }


def _ingredient(claim: Claim) -> dict[str, Any]:
    found = {"title": claim.article_title, "relationship": "inputTo", "label": "article", "instance_id": "article"}
    return {**found, "informational_URI": claim.article_url} if claim.article_url else found


def _credential(reader: Any, *, beside: bool) -> Credential:
    with reader:
        store = json.loads(reader.json())
    active = store["manifests"][store["active_manifest"]]
    assertions = {each["label"]: each.get("data") or {} for each in active.get("assertions", ())}
    actions = assertions.get("c2pa.actions.v2", assertions.get("c2pa.actions", {})).get("actions", [])
    created: dict[str, Any] = next((each for each in actions if each.get("action") == "c2pa.created"), {})
    disclosure = assertions.get(DISCLOSURE, {})
    signature = active.get("signature_info") or {}
    agent = (active.get("claim_generator_info") or [{}])[0]
    failures = (store.get("validation_results") or {}).get("activeManifest", {}).get("failure", [])
    codes = tuple(dict.fromkeys(str(each.get("code")) for each in failures))
    problems = tuple(code for code in codes if not code.startswith("signingCredential.untrusted"))
    return Credential(
        valid=not problems and store.get("validation_state") in ("Valid", "Trusted"),
        trusted=store.get("validation_state") == "Trusted",
        problems=problems,
        signer=str(signature.get("common_name") or signature.get("issuer") or ""),
        generator=" ".join(str(agent.get(key, "")) for key in ("name", "version")).strip(),
        digital_source_type=str(created.get("digitalSourceType", "")),
        disclosure=str(disclosure.get("text", "")),
        language=str(disclosure.get("language", "")),
        signed=str(signature.get("time") or created.get("when") or ""),
        beside=beside,
    )
