"""What the content credentials of a file say, and what of them holds. Nothing that is read is trusted."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrator.credentials import certificates, claims
from narrator.credentials.claims import Sound, Watermark
from narrator.errors import LabelError

if TYPE_CHECKING:
    from cryptography import x509

BINDINGS = ("assertion.dataHash.mismatch", "assertion.bmffHash.mismatch", "assertion.boxesHash.mismatch")
"""Failures that mean: the file is not the one that was signed (C2PA 2.2, 15.10 and 15.12)."""
EXPIRED = ("signingCredential.expired", "claimSignature.outsideValidity")
UNTRUSTED = ("signingCredential.untrusted",)
STAMPED, STAMP_TRUSTED = "timeStamp.validated", "timeStamp.trusted"
DEEPEST = 32
"""Parents that are followed: a host's manifest over ours has one."""


class ElsewhereError(LabelError):
    """The credentials are not in the file: it only names an address where they are said to be."""


@dataclass(frozen=True, slots=True)
class Credential:
    """What one manifest says, and what of it holds."""

    signer: str
    """The common name of the certificate, else its organization."""
    generator: str
    digital_source_types: tuple[str, ...]
    """Of all actions, in their order."""
    disclosure: str
    """The sentence of narrator's own assertion; empty where there is none."""
    language: str
    is_own_word: bool
    """Whether that assertion, or the action with the source type, is among the created assertions."""
    problems: tuple[str, ...]
    """Codes of C2PA for what does not hold, without those below."""
    is_bound: bool
    """Whether the hash of the file holds."""
    ran_out: bool
    """Whether the certificate's time is over, and no trusted time stamp proves that it was not when it signed."""
    trusted: bool | None
    """Whether the signer is on the trust list; None where none was given."""
    is_stamped: bool
    """Whether a time stamp is in the signature, and is sound."""
    stamp_trusted: bool | None
    """Whether its authority is on the trust list; None where none was given."""
    signed: str
    """When, ISO 8601: by the time stamp, else as the signer says; empty where nobody does."""
    valid_from: str
    valid_to: str
    """Of the certificate, ISO 8601; empty where it cannot be read."""
    is_beside: bool
    """Whether the credentials stand in a file beside the sound."""
    is_narrators: bool
    """Whether narrator's own assertion is there."""
    sound: Sound | None
    article_sha256: str
    watermark: Watermark | None
    parent: Credential | None
    """The manifest of the file that this one was made of (``parentOf``)."""

    @property
    def is_valid(self) -> bool:
        """Whether signature and file hold, whatever the clock and the lists say."""
        return self.is_bound and not self.problems


def read(path: Path, media_type: str, *, beside: Path | None = None, anchors: bytes = b"") -> Credential | None:
    """What the credentials of a file say; None where it has none.

    Args:
        path: the sound file.
        media_type: what it is, by its content.
        beside: a file that holds its credentials, for a container that cannot carry them.
        anchors: PEM certificates that are trusted, of signers and of time-stamping authorities.

    Raises:
        ElsewhereError: the file names an address of its credentials, and narrator does not ask there.
        LabelError: there are credentials, and they cannot be read.
    """
    import c2pa

    try:
        found = _read(path, media_type, beside, anchors, stamps=bool(anchors))
        if found is None or not anchors or not found.ran_out:
            return found
        return _trusted_whatever_the_time(found, path, media_type, beside, anchors)
    except c2pa.C2paError as error:
        text = " ".join(str(error).split())
        if (
            "ManifestNotFound" in type(error).__name__
            or "ManifestNotFound" in text
            or "no JUMBF" in text
            or "NotSupported" in text
        ):
            return None
        if "must fetch remote" in text:
            address = text.rpartition(" ")[2][:200]
            raise ElsewhereError(
                f"its credentials are said to be at {address}, and narrator does not ask there"
            ) from error
        raise LabelError(f"the credentials cannot be read: {text[:200]}") from error
    except Exception as error:  # JSON of a form that no signer writes, a certificate of no known version
        raise LabelError(f"the credentials are of no known form: {error!r}"[:200]) from error


def _read(path: Path, media_type: str, beside: Path | None, anchors: bytes, *, stamps: bool) -> Credential | None:
    import c2pa

    with path.open("rb") as stream:
        manifest = beside.read_bytes() if beside is not None else None
        with c2pa.Reader(media_type, stream, manifest, context=_context(anchors, stamps=stamps)) as reader:
            return _Store(reader, anchors, beside=beside is not None).active


def _trusted_whatever_the_time(
    found: Credential, path: Path, media_type: str, beside: Path | None, anchors: bytes
) -> Credential:
    """The same with ``trusted`` by the chain alone: c2pa-rs calls every signer untrusted whose certificate ran out."""
    import dataclasses

    import c2pa

    with path.open("rb") as stream:
        manifest = beside.read_bytes() if beside is not None else None
        with c2pa.Reader(media_type, stream, manifest, context=_context(b"", stamps=False)) as reader:
            signature = _signature(reader, json.loads(reader.json())["active_manifest"])
    return dataclasses.replace(found, trusted=certificates.is_anchored(certificates.of_signature(signature), anchors))


def _context(anchors: bytes, *, stamps: bool) -> Any:
    import c2pa

    trust = {"trust_config": "\n".join(claims.KEY_PURPOSES) + "\n"}
    if anchors:
        trust["trust_anchors"] = anchors.decode()
    return c2pa.Context.from_dict(
        {
            "verify": {
                "verify_trust": bool(anchors),
                "verify_timestamp_trust": stamps,
                "remote_manifest_fetch": False,
                "ocsp_fetch": False,
            },
            "trust": trust,
        }
    )


def _signature(reader: Any, label: str) -> bytes:
    """The box with the COSE signature of a manifest; empty where it cannot be had.

    c2pa-rs answers with the whole store of a manifest, in which its parents stand first: their signatures are not its.
    """
    import c2pa

    out = io.BytesIO()
    try:
        reader.resource_to_stream(f"self#jumbf=/c2pa/{label}/c2pa.signature", out)
    except c2pa.C2paError:
        return b""
    for name, manifest in (each for _, store in _labelled(out.getvalue()) for each in _labelled(store)):
        if name == label:
            return next((body for part, body in _labelled(manifest) if part == "c2pa.signature"), b"")
    return b""


def _labelled(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Labels and contents of the superboxes of one level (ISO/IEC 19566-5, JUMBF, A.2 and A.3)."""
    at = 0
    while at + 8 <= len(body):
        size = int.from_bytes(body[at : at + 4], "big")
        if size < 8 or at + size > len(body):
            return
        inner = body[at + 8 : at + size]
        if body[at + 4 : at + 8] == b"jumb" and inner[4:8] == b"jumd":
            described = int.from_bytes(inner[:4], "big")
            label = inner[8 + 16 + 1 : described].partition(b"\0")[0]
            yield label.decode(errors="replace"), inner[described:]
        at += size


class _Store:
    """The manifests of one file, as the library reads them."""

    def __init__(self, reader: Any, anchors: bytes, *, beside: bool) -> None:
        self._reader, self._anchors, self._beside = reader, anchors, beside
        self._store = json.loads(reader.json())
        self._detailed = json.loads(reader.detailed_json())

    @property
    def active(self) -> Credential:
        """The active manifest, with its parents."""
        results = self._store.get("validation_results") or {}
        return self._credential(self._store["active_manifest"], results.get("activeManifest") or {}, DEEPEST)

    def _credential(self, label: str, results: Mapping[str, Any], deep: int) -> Credential:
        manifest = self._store["manifests"][label]
        failures, successes = _codes(results, "failure"), _codes(results, "success")
        said = _Statements(manifest, self._created(label))
        signature = manifest.get("signature_info") or {}
        chain = certificates.of_signature(_signature(self._reader, label))
        valid_from, valid_to = certificates.validity(chain)
        is_stamped = STAMPED in successes
        other = (*BINDINGS, *EXPIRED, *UNTRUSTED)
        return Credential(
            signer=str(signature.get("common_name") or signature.get("issuer") or ""),
            generator=said.generator,
            digital_source_types=said.source_types,
            disclosure=str(said.disclosure.get("text", "")),
            language=str(said.disclosure.get("language", "")),
            is_own_word=said.is_own_word,
            problems=tuple(each for each in failures if each not in other),
            is_bound=not set(failures) & set(BINDINGS),
            ran_out=bool(set(failures) & set(EXPIRED)),
            trusted=self._trusted(chain, successes, is_parent=deep < DEEPEST),
            is_stamped=is_stamped,
            stamp_trusted=STAMP_TRUSTED in successes if self._anchors and is_stamped else None,
            signed=str(signature.get("time") or said.when),
            valid_from=valid_from,
            valid_to=valid_to,
            is_beside=self._beside,
            is_narrators=bool(said.disclosure),
            sound=claims.sound_of(said.disclosure),
            article_sha256=said.article_sha256,
            watermark=claims.watermark_of(said.disclosure),
            parent=self._parent(manifest, deep),
        )

    def _trusted(self, chain: Sequence[x509.Certificate], successes: Sequence[str], *, is_parent: bool) -> bool | None:
        """Whether the signer is on the list: of a parent by its chain, since c2pa-rs asks for the active one only."""
        if not self._anchors:
            return None
        # c2pa-rs takes authorities only: a list may also name the certificates of signers themselves.
        return (not is_parent and "signingCredential.trusted" in successes) or certificates.is_anchored(
            chain, self._anchors
        )

    def _created(self, label: str) -> frozenset[str]:
        """The labels of the assertions that the signer calls its own; of a version 1 claim all are."""
        claim = (self._detailed["manifests"].get(label) or {}).get("claim") or {}
        links = claim.get("created_assertions", claim.get("assertions", ()))
        return frozenset(str(each.get("url", "")).rpartition("/")[2] for each in links)

    def _parent(self, manifest: Mapping[str, Any], deep: int) -> Credential | None:
        for each in manifest.get("ingredients", ()):
            label = each.get("active_manifest")
            if each.get("relationship") == "parentOf" and label in self._store["manifests"] and deep:
                results = (each.get("validation_results") or {}).get("activeManifest") or {}
                return self._credential(label, self._now(label, results), deep - 1)
        return None

    def _now(self, label: str, then: Mapping[str, Any]) -> Mapping[str, Any]:
        """What was found of a parent when its child was signed, and what is found now on top of it."""
        deltas = (self._store.get("validation_results") or {}).get("ingredientDeltas") or ()
        found = [each for delta in deltas for each in (delta.get("validationDeltas") or {}).get("failure", ())]
        mine = [each for each in found if label in str(each.get("url", ""))]
        return {**then, "failure": [*then.get("failure", ()), *mine]}


class _Statements:
    """What a manifest's assertions say."""

    def __init__(self, manifest: Mapping[str, Any], created: frozenset[str]) -> None:
        assertions = {str(each["label"]): _table(each.get("data")) for each in manifest.get("assertions", ())}
        self.disclosure = assertions.get(claims.DISCLOSURE, {})
        self.article_sha256 = str(_table(self.disclosure.get("article")).get("sha256", ""))
        self.actions = tuple(_actions(assertions))
        self.source_types = tuple(dict.fromkeys(filter(None, (_source_type(each) for each in self.actions))))
        self.when = next((str(each["when"]) for each in self.actions if each.get("when")), "")
        agents = manifest.get("claim_generator_info") or [{}]
        agent = _table(agents[0] if isinstance(agents, list) else agents)
        self.generator = " ".join(str(agent.get(key, "")) for key in ("name", "version")).strip()
        speaking = {claims.DISCLOSURE} if self.disclosure else {"c2pa.actions", claims.ACTIONS}
        self.is_own_word = bool(speaking & {each.partition("__")[0] for each in created})


def _actions(assertions: Mapping[str, Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for label, table in assertions.items():
        if label.partition("__")[0] in ("c2pa.actions", claims.ACTIONS):
            actions = table.get("actions")
            yield from (each for each in (actions if isinstance(actions, list) else ()) if isinstance(each, Mapping))


def _source_type(action: Mapping[str, Any]) -> str:
    return str(action.get("digitalSourceType") or "")


def _table(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _codes(results: Mapping[str, Any], kind: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each.get("code")) for each in results.get(kind, ())))
