"""Content credentials into a finished file (C2PA 2.2, by c2pa-python)."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.credentials import claims
from narrator.credentials.claims import Claim
from narrator.errors import LabelError

if TYPE_CHECKING:
    from narrator.credentials.keys import Keys

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
BESIDE_TYPES = ("audio/ogg", "audio/webm")
"""The media types of those."""
SIDECAR = ".c2pa"
STAMP_WAITS_S = (1.0, 3.0)
"""Between the tries of a time-stamping authority that does not answer: three tries in all."""


def sign(path: Path, claim: Claim, keys: Keys, *, timestamp_url: str = "") -> Path | None:
    """Sign a finished file, last of all: any later change of the file breaks the signature.

    Args:
        path: the file; its ending says what it is.
        claim: what is said of it.
        keys: who says it.
        timestamp_url: a time-stamping authority (RFC 3161), asked up to three times; empty for no stamp.

    Returns:
        The ``.c2pa`` file beside it, for a container that cannot carry credentials; else None.

    Raises:
        LabelError: it could not be signed or dated; the file is as it was.
    """
    import c2pa

    try:
        signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(keys.algorithm, keys.chain, keys.key, timestamp_url or None))
    except c2pa.C2paError as error:
        raise LabelError(f"the key of {keys.name} cannot sign: {_one_line(error)}", "see narrator keys use") from error
    waits = iter(STAMP_WAITS_S)
    while True:
        try:
            return _signed(path, claim, signer)
        except c2pa.C2paError as error:
            if not timestamp_url or not _is_stamping(error):
                hint = "--no-sign leaves the signature out"
                raise LabelError(f"{path.name} could not be signed: {_one_line(error)}", hint) from error
            if (wait_s := next(waits, None)) is None:
                hint = "it was asked three times; try later, or take timestamp_url out of the settings"
                raise LabelError(f"{timestamp_url} gives no time stamp: {_one_line(error)}", hint) from error
            time.sleep(wait_s)


def _signed(path: Path, claim: Claim, signer: Any) -> Path | None:
    import c2pa

    made = path.with_name(f".{path.name}.signed")
    kind = TYPES[path.suffix.lower()]
    try:
        with c2pa.Builder(json.dumps(claims.definition(claim)), _context()) as builder, path.open("rb") as source:
            builder.add_ingredient(json.dumps(claims.ingredient(claim)), "text/plain", io.BytesIO(b""))
            for index, part in enumerate(claim.parts):
                with part.path.open("rb") as stream:
                    builder.add_ingredient(json.dumps(claims.component(claim, index)), part.media_type, stream)
            if path.suffix.lower() in BESIDE:
                builder.set_no_embed()
                manifest = builder.sign(signer, kind, source, io.BytesIO())
                target = path.with_suffix(SIDECAR)
                target.write_bytes(manifest)
                return target
            with made.open("w+b") as target_file:
                builder.sign(signer, kind, source, target_file)
            os.replace(made, path)
            return None
    finally:
        made.unlink(missing_ok=True)


def _context() -> Any:
    import c2pa

    return c2pa.Context.from_dict(
        {
            "verify": {"verify_after_sign": False, "verify_trust": False, "remote_manifest_fetch": False},
            "trust": {"trust_config": "\n".join(claims.KEY_PURPOSES) + "\n"},
            "builder": {"thumbnail": {"enabled": False}, "created_assertion_labels": list(claims.CREATED)},
        }
    )


def _is_stamping(error: Exception) -> bool:
    """Whether it was the time stamp that failed: c2pa-rs has one kind of error for it and for what a key cannot do,
    and the keys were tried before.
    """
    return "signature" in str(error).lower() or "timestamp" in str(error).lower()


def _one_line(error: Exception) -> str:
    """The library's words in one line."""
    return " ".join(str(error).split())[:200]
