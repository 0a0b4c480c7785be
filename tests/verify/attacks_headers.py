"""Attacks on what stands around the packets: headers that play them otherwise, and tags behind the last frame."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.verify.attacks import REWRITTEN, strip
from tests.verify.workshop import Case, Workshop, attack, id3_frame, ogg_checked, synchsafe

FIELDS = {
    "a movie without volume": (b"mvhd", 24, ">H", 0),
    "a movie at double speed": (b"mvhd", 20, ">I", 0x20000),
    "a track without volume": (b"tkhd", 36, ">H", 0),
    "a track that is not enabled": (b"tkhd", 0, ">I", 0),
    "an edit at double speed": (b"elst", 16, ">I", 0x20000),
    "an edit that stands still": (b"elst", 16, ">I", 0),
    "samples that last half as long": (b"stts", 12, ">I", 512),
    "a sample entry of half the rate": (b"mp4a", 24, ">I", 12_000 << 16),
}
"""Atom, offset in its body, form and value."""


def m4a_with(shop: Workshop, atom: bytes, offset: int, form: str, value: int) -> Path:
    """A signed M4A with one field of its header changed."""
    path = shop.copy("m4a")
    body = bytearray(path.read_bytes())
    struct.pack_into(form, body, body.index(atom) + 4 + offset, value)
    path.write_bytes(body)
    return path


for _name, _field in FIELDS.items():

    def _changed(shop: Workshop, field: tuple[bytes, int, str, int] = _field) -> Path:
        return m4a_with(shop, *field)

    _changed.__name__ = f"an m4a with {_name}"
    attack("header", 3)(_changed)


@attack("header", 3, says="plays them otherwise")
def an_m4a_of_two_tracks_against_its_manifest(shop: Workshop) -> Case:
    path, other = shop.copy("m4a"), shop.copy("m4a", "other", "other.m4a")
    made = shop.ffmpeg(path, "two.m4a", "-i", str(other), "-map", "0:a", "-map", "1:a", "-c", "copy")
    return Case(made, against=shop.originals.manifest)


@attack("header", 3, says="plays them otherwise")
def an_opus_at_half_its_volume_against_its_manifest(shop: Workshop) -> Case:
    path = strip(shop, "opus")
    body = bytearray(path.read_bytes())
    struct.pack_into("<h", body, body.index(b"OpusHead") + 16, -6 * 256)
    path.write_bytes(ogg_checked(body))
    return Case(path, against=shop.originals.manifest)


_FRAME = id3_frame("TIT2", b"\3behind")
_SIZE = b"\4\0\x10" + synchsafe(len(_FRAME))
TAILS = {
    "an id3 tag with a footer": b"ID3" + _SIZE + _FRAME + b"3DI" + _SIZE,
    "lyrics": b"LYRICSBEGININD0000200ETT00004Test000033LYRICS200",
    "a megabyte of filling": bytes(1_000_000),
}
for _name, _tail in TAILS.items():

    def _followed(shop: Workshop, tail: bytes = _tail) -> Path:
        return shop.file("tail.mp3", shop.copy("mp3").read_bytes() + tail)

    _followed.__name__ = f"an mp3 with {_name} behind it"
    attack("header", 0, says=REWRITTEN)(_followed)


@attack("header", 3)
def an_mp3_with_other_frames_behind_it(shop: Workshop) -> Path:
    return shop.file("tail.mp3", shop.copy("mp3").read_bytes() + b"ID3" + bytes(97) + shop.plain().read_bytes())


@attack("header", 0, says=REWRITTEN)
def credentials_of_an_mp3_beside_it(shop: Workshop) -> Path:
    from mutagen.id3 import ID3

    path = shop.copy("mp3")
    path.with_suffix(".c2pa").write_bytes(ID3(path).getall("GEOB")[0].data)
    ID3(path).delete(path)
    return path


def without_tags(shop: Workshop, name: str, *options: str) -> Path:
    """A marked narration, unsigned, as ffmpeg makes it of a WAV."""
    return shop.ffmpeg(shop.copy("wav", "unsigned"), name, "-map_metadata", "-1", *options)


@attack("header", 13)
def two_channels_that_cancel_each_other(shop: Workshop) -> Path:
    return without_tags(shop, "two.wav", "-af", "pan=stereo|c0=c0|c1=-1*c0")


@attack("header", 13)
def six_channels_of_which_one_is_heard(shop: Workshop) -> Path:
    silent = "|".join(f"{each}=0*c0" for each in ("FL", "FR", "LFE", "BL", "BR"))
    return without_tags(shop, "six.flac", "-af", f"pan=5.1|FC=c0|{silent}")


@attack("header", 13, says="never signed")
def a_wav_with_the_head_of_a_large_one(shop: Workshop) -> Path:
    return without_tags(shop, "large.wav", "-rf64", "always")


for _form in ("mp4", "mkv"):

    def _mute(shop: Workshop, form: str = _form) -> Path:
        picture = ("-f", "lavfi", "-i", "color=c=black:s=64x64:r=5:d=1", "-map", "1:v")
        return shop.ffmpeg(shop.copy("wav"), f"film.{form}", *picture)

    _mute.__name__ = f"an {_form} without sound"
    attack("header", 4, says="holds no sound")(_mute)
