"""Attacks on who signed what: a host's signature over a narration that did not hold, and credentials that are there
and cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

from mutagen.id3 import ID3

from tests.credentials.authorities import issued
from tests.verify.attacks import retitle, strip
from tests.verify.workshop import LABEL, OPENED, Case, Workshop, attack, created

BEFORE = 'Changed or forged before "Host" signed it'


def signed_over(shop: Workshop, path: Path) -> Path:
    """A file that a host signs as made of what it got."""
    return shop.signed_by(issued(name="Host"), path, OPENED, parent=path)


@attack("signer", 3, says=BEFORE)
def a_host_signs_over_a_flipped_sound(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    return signed_over(shop, shop.flipped(path, path.stat().st_size // 2))


@attack("signer", 3, says=BEFORE)
def a_host_signs_over_another_sentence(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    body = path.read_bytes()
    at = body.index(LABEL.encode(), body.index(b"com.narrator.disclosure"))
    return signed_over(shop, shop.file(path.name, body[:at] + b"Keine" + body[at + 5 :]))


@attack("signer", 3, says=BEFORE)
def a_host_signs_over_credentials_of_another_sound(shop: Workshop) -> Path:
    path, tags = shop.plain(), ID3()
    tags.add(ID3(shop.copy("mp3")).getall("GEOB")[0])
    tags.save(path)
    return signed_over(shop, path)


@attack("signer", 3, says=BEFORE)
def two_hosts_sign_over_a_flipped_sound(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    first = signed_over(shop, shop.flipped(path, path.stat().st_size // 2)).rename(shop.folder / "first.mp3")
    return signed_over(shop, first)


@attack("signer", 0, says="tags were rewritten between")
def a_host_retitles_and_signs_over_ours(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    retitle(path, "Another headline")
    return signed_over(shop, path)


@attack("signer", 1, says="it carries our mark")
def somebody_says_that_our_sound_was_recorded(shop: Workshop) -> Path:
    return shop.signed_by(issued(name="Radio"), strip(shop, "mp3"), created("digitalCapture"))


@attack("signer", 0, says="on the trust list")
def trusting_the_signer_and_no_authority(shop: Workshop) -> Case:
    end = b"-----END CERTIFICATE-----\n"
    leaf = shop.originals.signer.chain.partition(end)[0] + end
    return Case(shop.copy("mp3"), trust=shop.file("list.pem", leaf))


@attack("signer", 13, says="the credentials beside it are an empty file")
def an_empty_file_of_credentials(shop: Workshop) -> Path:
    path = shop.copy("opus")
    path.with_suffix(".c2pa").write_bytes(b"")
    return path


@attack("signer", 13, says="the credentials beside it cannot be read: it is a pipe")
def a_pipe_of_credentials(shop: Workshop) -> Path:
    path = strip(shop, "opus")
    os.mkfifo(path.with_suffix(".c2pa"))
    return path


@attack("signer", 13, says="the credentials beside it cannot be read: Too many levels")
def a_circle_of_credentials(shop: Workshop) -> Path:
    path = strip(shop, "opus")
    path.with_suffix(".c2pa").symlink_to(path.with_suffix(".c2pa"))
    return path
