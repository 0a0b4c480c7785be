"""What attacks are made of: signed and unsigned narrations, foreign signers, and tools that rewrite files."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import struct
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import c2pa
import imageio_ffmpeg

from narrator.credentials import claims
from narrator.model import Details
from narrator.narrator import narrate
from narrator.settings import Settings
from tests.conftest import SAMPLES
from tests.credentials.authorities import Issued, issued

FORMATS = ("mp3", "m4a", "opus", "flac", "wav")
TYPES = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "opus": "audio/ogg", "flac": "audio/flac", "wav": "audio/wav"}
IPTC = "http://cv.iptc.org/newscodes/digitalsourcetype/"
LABEL = "Diese Audiofassung wurde mit KI-Unterstützung erstellt."


@dataclass(frozen=True)
class Originals:
    """Narrations that attacks copy, made once."""

    folder: Path
    signer: Issued

    @property
    def manifest(self) -> Path:
        """``narration.json`` of the signed narration."""
        return self.folder / "out" / "signed" / "narration.json"

    @property
    def list_file(self) -> Path:
        """A trust list with its signer."""
        return self.folder / "list.pem"


def originals(folder: Path) -> Originals:
    """A narration in all formats, signed and unsigned, and a second of another text."""
    signer = issued(name="The Courier")
    chain, key = signer.kept(folder)
    (folder / "list.pem").write_bytes(signer.root)
    settings = Settings(
        output=str(folder / "out"), cache_dir=folder / "cache", voice="tone", format=FORMATS, page=False,
        certificate=chain, key=key,
    )  # fmt: skip
    narrate(SAMPLES / "kurz.html", settings, details=Details(slug="signed"))
    narrate(SAMPLES / "post.md", settings, details=Details(slug="other"))
    bare = dataclasses.replace(settings, sign=False, certificate=None, key=None)
    narrate(SAMPLES / "kurz.html", bare, details=Details(slug="unsigned"))
    return Originals(folder, signer)


@dataclass(frozen=True)
class Case:
    """A file to check, and with what."""

    path: Path
    against: Path | None = None
    trust: Path | None = None


@dataclass(frozen=True)
class Attack:
    """One way to make a file, and what is true of it."""

    kind: str
    make: Callable[[Workshop], Path | Case]
    codes: tuple[int, ...]
    says: str
    """Words that stand in the line."""


ATTACKS: dict[str, Attack] = {}


def attack(kind: str, *codes: int, says: str = "") -> Callable[[Any], Any]:
    """Put a function into the table."""

    def kept(make: Any) -> Any:
        name = f"{kind}: {make.__name__.replace('_', ' ')}"
        assert name not in ATTACKS
        ATTACKS[name] = Attack(kind, make, codes, says)
        return make

    return kept


def each_format(kind: str, *codes: int, says: str = "", formats: tuple[str, ...] = FORMATS) -> Callable[[Any], Any]:
    """Put a function of a workshop and a format into the table, once a format."""

    def kept(make: Any) -> Any:
        for form in formats:
            name = f"{kind}: {make.__name__.replace('_', ' ')} [{form}]"
            ATTACKS[name] = Attack(kind, lambda shop, form=form: make(shop, form), codes, says)  # type: ignore[misc]
        return make

    return kept


@dataclass
class Workshop:
    """A folder for one attack."""

    folder: Path
    originals: Originals
    made: list[Path] = field(default_factory=list)

    def copy(self, form: str, of: str = "signed", name: str = "") -> Path:
        """A copy of a narration's file, with its credentials beside it where they stand there."""
        source = self.originals.folder / "out" / of / f"{of}.{form}"
        path = self.folder / (name or f"copy.{form}")
        shutil.copy(source, path)
        beside = source.with_suffix(".c2pa")
        if form == "opus" and beside.exists():
            shutil.copy(beside, path.with_suffix(".c2pa"))
        return path

    def file(self, name: str, body: bytes) -> Path:
        """A file of these bytes."""
        path = self.folder / name
        path.write_bytes(body)
        return path

    def hole(self, name: str, size: int, head: bytes = b"") -> Path:
        """A file of that size that is mostly a hole."""
        path = self.file(name, head)
        with path.open("r+b") as file:
            file.truncate(size)
        return path

    def ffmpeg(self, source: Path, name: str, *options: str) -> Path:
        """What ffmpeg makes of a file."""
        path = self.folder / name
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-i", str(source), *options, str(path)]
        subprocess.run(command, check=True, capture_output=True)
        return path

    def replaced(self, path: Path, old: bytes, new: bytes, *, count: int = 1) -> Path:
        """The file with bytes replaced; they must be there."""
        body = path.read_bytes()
        assert old in body, old
        path.write_bytes(body.replace(old, new, count))
        return path

    def flipped(self, path: Path, at: int, bit: int = 1) -> Path:
        """The file with one bit flipped."""
        body = bytearray(path.read_bytes())
        body[at] ^= bit
        path.write_bytes(body)
        return path

    def plain(self, form: str = "mp3") -> Path:
        """A tone without any label."""
        options = ("-f", "lavfi", "-i", "sine=frequency=330:duration=2")
        path = self.folder / f"plain.{form}"
        codec = {"m4a": "aac", "opus": "libopus"}.get(form)
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *options, "-ar", "24000"]
        subprocess.run([*command, *(("-c:a", codec) if codec else ()), str(path)], check=True, capture_output=True)
        return path

    def signed_by(
        self,
        signer: Issued,
        source: Path,
        actions: list[dict[str, Any]],
        *,
        parent: Path | None = None,
        relationship: str = "parentOf",
        assertions: tuple[dict[str, Any], ...] = (),
        created: bool = True,
        url: str = "",
        name: str = "",
        generator: str = "Host",
        stamp: str = "",
    ) -> Path:
        """A file signed by somebody with c2pa-python."""
        path = self.folder / (name or f"foreign{source.suffix}")
        kind = TYPES[source.suffix[1:]]
        labels = list(claims.CREATED) if created else []
        settings = {
            "verify": {"verify_after_sign": False, "verify_trust": False, "remote_manifest_fetch": False},
            "trust": {"trust_config": "\n".join(claims.KEY_PURPOSES)},
            "builder": {"thumbnail": {"enabled": False}, "created_assertion_labels": labels},
        }
        definition = {
            "claim_version": 2,
            "claim_generator_info": [{"name": generator, "version": "1"}],
            "title": "foreign",
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": actions}}, *assertions],
        }
        info = c2pa.C2paSignerInfo("es256", signer.chain, signer.key, stamp or None)
        with c2pa.Builder(json.dumps(definition), c2pa.Context.from_dict(settings)) as builder:
            if parent is not None:
                ingredient = {
                    "title": "parent",
                    "relationship": relationship,
                    "instance_id": "parent",
                    "label": "parent",
                }
                with parent.open("rb") as stream:
                    builder.add_ingredient(json.dumps(ingredient), TYPES[parent.suffix[1:]], stream)
            if url:
                builder.set_no_embed()
                builder.set_remote_url(url)
            with source.open("rb") as stream:
                out = io.BytesIO()
                builder.sign(c2pa.Signer.from_info(info), kind, stream, out)
        path.write_bytes(out.getvalue())
        return path


def created(term: str) -> list[dict[str, Any]]:
    """An action: made as that term says."""
    return [{"action": "c2pa.created", "digitalSourceType": term if ":" in term else IPTC + term}]


OPENED: list[dict[str, Any]] = [
    {"action": "c2pa.opened", "parameters": {"ingredientIds": ["parent"]}},
    {"action": "c2pa.edited"},
]
PLACED: list[dict[str, Any]] = [
    {"action": "c2pa.created", "digitalSourceType": IPTC + "digitalCapture"},
    {"action": "c2pa.placed", "parameters": {"ingredientIds": ["parent"]}},
]


def synchsafe(size: int) -> bytes:
    """A number as ID3v2.4 has it."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3_tag(body: bytes) -> bytes:
    """An ID3v2.4 tag of frames."""
    return b"ID3\x04\x00\x00" + synchsafe(len(body)) + body


def id3_frame(name: str, body: bytes, flags: bytes = b"\0\0") -> bytes:
    """A frame of ID3v2.4."""
    return name.encode() + synchsafe(len(body)) + flags + body


def atom(name: bytes, body: bytes) -> bytes:
    """An atom of MP4."""
    return struct.pack(">I", len(body) + 8) + name + body


def ogg_checked(body: bytearray) -> bytes:
    """Ogg with the checksum of its first page made right again (RFC 3533, 6)."""
    count = body[26]
    size = 27 + count + sum(body[27 : 27 + count])
    body[22:26] = bytes(4)
    check = 0
    for byte in body[:size]:
        check ^= byte << 24
        for _ in range(8):
            check = (check << 1 ^ (0x04C11DB7 if check & 0x80000000 else 0)) & 0xFFFFFFFF
    struct.pack_into("<I", body, 22, check)
    return bytes(body)
