"""Attacks on tags, sound, statements, signers, containers; bombs; and what is no file: each with what is true of it."""

from __future__ import annotations

import os
import random
import struct
import zlib
from pathlib import Path

from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, COMM, GEOB, ID3, TIT2, TXXX, WOAS
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.wave import WAVE

from tests.credentials.authorities import issued
from tests.verify.workshop import (
    FORMATS,
    IPTC,
    LABEL,
    OPENED,
    PLACED,
    Case,
    Workshop,
    atom,
    attack,
    created,
    each_format,
    id3_frame,
    id3_tag,
    ogg_checked,
    synchsafe,
)

REWRITTEN = "tags were rewritten"
EMBEDDING = ("mp3", "m4a", "flac", "wav")
HOSTILE = "Title\x1b[31m\nnarrator: all is well\r\x07\x9b2J‮ desrever\u2028next\u2066\U000e0041"

# --- tags


@each_format("tags", 0, says=REWRITTEN)
def retitled_by_a_host(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    retitle(path, "Another headline")
    return path


@each_format("tags", 0, says=REWRITTEN)
def a_title_that_speaks_to_terminals(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    retitle(path, HOSTILE.replace("\x00", ""))
    return path


@each_format("tags", 0, says=REWRITTEN)
def a_title_of_a_hundred_thousand_letters(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    retitle(path, "long " * 20_000)
    return path


def retitle(path: Path, title: str) -> None:
    if path.suffix == ".mp3":
        tags = ID3(path)
        tags.add(TIT2(encoding=3, text=title))
        tags.save(path)
    elif path.suffix == ".wav":
        wave = WAVE(path)
        wave.tags.add(TIT2(encoding=3, text=title))
        wave.save()
    else:
        file = {".m4a": MP4, ".flac": FLAC, ".opus": OggOpus}[path.suffix](path)
        file["\xa9nam" if path.suffix == ".m4a" else "TITLE"] = [title]
        file.save()


@attack("tags", 0, says=REWRITTEN)
def a_cover_of_a_megabyte_mp3(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    tags = ID3(path)
    tags.add(APIC(encoding=3, mime="image/jpeg", type=3, desc="", data=b"\xff\xd8\xff" + bytes(1_000_000)))
    tags.save(path)
    return path


@attack("tags", 0, says=REWRITTEN)
def a_cover_of_a_megabyte_m4a(shop: Workshop) -> Path:
    path = shop.copy("m4a")
    file = MP4(path)
    file["covr"] = [MP4Cover(b"\xff\xd8\xff" + bytes(1_000_000), MP4Cover.FORMAT_JPEG)]
    file.save()
    return path


@attack("tags", 0, says=REWRITTEN)
def a_picture_in_flac(shop: Workshop) -> Path:
    path = shop.copy("flac")
    file, picture = FLAC(path), Picture()
    picture.data, picture.mime, picture.type = b"\xff\xd8\xff" + bytes(50_000), "image/jpeg", 3
    file.add_picture(picture)
    file.save()
    return path


@attack("tags", 0, says=REWRITTEN)
def saved_again_as_id3v23(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    tags = ID3(path)
    tags.update_to_v23()
    tags.save(path, v2_version=3)
    return path


@attack("tags", 0, says=REWRITTEN)
def an_id3v1_tag_at_the_end(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    ID3(path).save(path, v1=2)
    return path


@attack("tags", 0, says=REWRITTEN)
def an_ape_tag_at_the_end(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    tags = APEv2()
    tags["Title"] = "Another"
    tags.save(path)
    return path


@attack("tags", 0, says=REWRITTEN)
def the_disclosure_taken_out_of_the_tags(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    tags = ID3(path)
    tags.delall("TXXX")
    tags.delall("COMM")
    tags.add(COMM(encoding=3, lang="eng", desc="", text="Read by a human"))
    tags.save(path)
    return path


@attack("tags", 3)
def a_flipped_byte_in_opus_tags(shop: Workshop) -> Path:
    path = shop.copy("opus")
    return shop.flipped(path, path.read_bytes().index(b"TITLE=") + 8)


@each_format("tags", 13, formats=("mp3", "flac", "opus"))
def stripped(shop: Workshop, form: str) -> Path:
    return strip(shop, form)


def strip(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    path.with_suffix(".c2pa").unlink(missing_ok=True)
    if form == "mp3":
        ID3(path).delete(path)
    elif form == "flac":
        FLAC(path).delete()
        body = path.read_bytes()
        path.write_bytes(body[body.index(b"fLaC") :])
    elif form == "opus":
        OggOpus(path).delete()
    else:
        path = shop.ffmpeg(path, f"stripped.{form}", "-map_metadata", "-1", "-c", "copy", "-map", "0:a")
    return path


@each_format("tags", 0, says="known by its manifest")
def stripped_against_its_manifest(shop: Workshop, form: str) -> Case:
    return Case(strip(shop, form), against=shop.originals.manifest)


REMUXES = {"mp3": "mka", "m4a": "mp4", "opus": "webm", "flac": "mka", "wav": "w64"}


@each_format("tags", 0, says="known by its manifest", formats=("mp3", "m4a", "opus", "flac"))
def moved_into_another_container(shop: Workshop, form: str) -> Case:
    path = shop.ffmpeg(shop.copy(form), f"moved.{REMUXES[form]}", "-c", "copy", "-map", "0:a")
    return Case(path, against=shop.originals.manifest)


@attack("tags", 0, says="known by its manifest")
def aac_without_its_container(shop: Workshop) -> Case:
    path = shop.ffmpeg(shop.copy("m4a"), "bare.aac", "-c", "copy", "-map", "0:a")
    return Case(path, against=shop.originals.manifest)


@each_format("tags", 13, says="by its watermark")
def our_tags_without_a_signature(shop: Workshop, form: str) -> Path:
    return shop.copy(form, "unsigned")


@attack("tags", 1, says="speak of AI")
def our_sentence_left_in_the_comment_of_an_m4a(shop: Workshop) -> Path:
    return shop.ffmpeg(shop.plain(), "left.m4a", "-metadata", f"comment={LABEL}", "-c:a", "aac")


@attack("tags", 1, says="speak of AI")
def our_sentence_left_in_the_icmt_of_a_wav(shop: Workshop) -> Path:
    return shop.ffmpeg(shop.plain(), "left.wav", "-metadata", f"comment={LABEL}")


@attack("tags", 1, says="speak of AI")
def our_sentence_left_in_matroska(shop: Workshop) -> Path:
    return shop.ffmpeg(shop.plain(), "left.mka", "-metadata", f"comment={LABEL}", "-c", "copy")


@attack("tags", 1, says="Not labelled")
def a_source_type_of_another_host_in_the_tags(shop: Workshop) -> Path:
    path = shop.plain()
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="DigitalSourceType", text="https://example.org/trainedAlgorithmicMedia"))
    tags.save(path)
    return path


@attack("tags", 1, says="Not labelled")
def a_comment_about_something_else(shop: Workshop) -> Path:
    path = shop.plain()
    tags = ID3()
    tags.add(COMM(encoding=3, lang="eng", desc="", text="AI, said the minister"))
    tags.save(path)
    return path


@attack("tags", 1, says="speak of AI")
def a_disclosure_that_speaks_to_terminals(shop: Workshop) -> Path:
    path = shop.plain()
    tags = ID3()
    tags.add(TXXX(encoding=3, desc="AI_DISCLOSURE", text=HOSTILE))
    tags.add(WOAS(url="https://example.org/\x1b]8;;"))
    tags.save(path)
    return path


@attack("tags", 1, 4)
def a_hundred_thousand_frames(shop: Workshop) -> Path:
    frames = b"".join(id3_frame("TXXX", b"\3n%d\0v" % i) for i in range(100_000))
    return shop.file("many.mp3", id3_tag(frames) + shop.plain().read_bytes())


# --- sound


@each_format("sound", 3, says="does not hold")
def a_flipped_bit(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    return shop.flipped(path, path.stat().st_size // 2)


@each_format("sound", 3, 4)
def the_second_half_cut_off(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    os.truncate(path, path.stat().st_size // 2)
    return path


@each_format("sound", 3, formats=("mp3", "flac", "opus"))
def the_end_repeated(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    body = path.read_bytes()
    path.write_bytes(body + body[-20_000:])
    return path


@attack("sound", 3)
def a_second_taken_out(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    body = path.read_bytes()
    middle = len(body) // 2 // 192 * 192
    path.write_bytes(body[:middle] + body[middle + 192 * 40 :])
    return path


@each_format("sound", 3, formats=("mp3", "wav"))
def credentials_moved_to_another_sound(shop: Workshop, form: str) -> Path:
    path, other = shop.copy(form), shop.copy(form, "other", f"other.{form}")
    if form == "mp3":
        tags = ID3(other)
        tags.delall("GEOB")
        tags.add(ID3(path).getall("GEOB")[0])
        tags.save(other)
        return other
    body, mine = other.read_bytes(), path.read_bytes()
    return shop.file("moved.wav", body[: body.index(b"C2PA")] + mine[mine.index(b"C2PA") :])


@attack("sound", 3)
def credentials_of_another_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    shop.copy("opus", "other", "other.opus").with_suffix(".c2pa").replace(path.with_suffix(".c2pa"))
    return path


@each_format("sound", 13)
def encoded_anew(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    codec = ("-c:a", "libopus") if form == "opus" else ()
    return shop.ffmpeg(path, f"anew.{form}", "-map_metadata", "-1", "-map", "0:a", "-ar", "48000", *codec)


@each_format("sound", 3, says="not the one that the manifest knows")
def another_sound_against_a_manifest(shop: Workshop, form: str) -> Case:
    return Case(shop.copy(form, "other"), against=shop.originals.manifest)


def wav_header(shop: Workshop, offset: int, form: str, value: int) -> Path:
    path = shop.copy("wav")
    body = bytearray(path.read_bytes())
    struct.pack_into(form, body, body.index(b"fmt ") + 8 + offset, value)
    path.write_bytes(body)
    return path


@attack("sound", 3)
def a_wav_that_plays_at_half_the_rate(shop: Workshop) -> Path:
    return wav_header(shop, 4, "<I", 12_000)


@attack("sound", 3)
def a_wav_of_two_channels(shop: Workshop) -> Path:
    return wav_header(shop, 2, "<H", 2)


@attack("sound", 3)
def a_wav_of_eight_bits(shop: Workshop) -> Path:
    return wav_header(shop, 14, "<H", 8)


@attack("sound", 3)
def a_wav_of_another_codec(shop: Workshop) -> Path:
    return wav_header(shop, 0, "<H", 7)


@attack("sound", 3)
def an_opus_that_is_mute_by_its_gain(shop: Workshop) -> Path:
    path = shop.copy("opus")
    at = path.read_bytes().index(b"OpusHead")
    body = bytearray(path.read_bytes())
    struct.pack_into("<h", body, at + 16, -32768)
    path.write_bytes(ogg_checked(body))
    return path


@attack("sound", 3)
def an_opus_mute_by_its_gain_against_its_manifest(shop: Workshop) -> Case:
    path = an_opus_that_is_mute_by_its_gain(shop)
    path.with_suffix(".c2pa").unlink()
    return Case(path, against=shop.originals.manifest)


@attack("sound", 3)
def an_opus_that_skips_its_beginning(shop: Workshop) -> Path:
    path = shop.copy("opus")
    at = path.read_bytes().index(b"OpusHead")
    body = bytearray(path.read_bytes())
    struct.pack_into("<H", body, at + 10, 65_000)
    path.write_bytes(ogg_checked(body))
    return path


@attack("sound", 3)
def an_m4a_whose_edit_list_plays_a_part(shop: Workshop) -> Path:
    path = shop.copy("m4a")
    body = bytearray(path.read_bytes())
    at = body.index(b"elst")
    struct.pack_into(">I", body, at + 12, struct.unpack_from(">I", body, at + 12)[0] // 3)
    path.write_bytes(body)
    return path


@attack("sound", 3)
def an_m4a_at_another_clock(shop: Workshop) -> Path:
    path = shop.copy("m4a")
    body = bytearray(path.read_bytes())
    at = body.index(b"mdhd")
    struct.pack_into(">I", body, at + 16, struct.unpack_from(">I", body, at + 16)[0] // 2)
    path.write_bytes(body)
    return path


@attack("sound", 3)
def the_manifest_beside_knows_other_bytes(shop: Workshop) -> Path:
    path = shop.copy("mp3", "other", "signed.mp3")
    shop.file("narration.json", shop.originals.manifest.read_bytes())
    return path


@attack("sound", 0, says="known by its manifest")
def stripped_beside_its_manifest(shop: Workshop) -> Path:
    path = shop.copy("mp3", name="signed.mp3")
    ID3(path).delete(path)
    shop.file("narration.json", shop.originals.manifest.read_bytes())
    return path


# --- statements


@each_format("statement", 3, formats=("mp3", "m4a", "flac", "wav"))
def another_sentence_in_the_credentials(shop: Workshop, form: str) -> Path:
    body = shop.copy(form).read_bytes()
    at = body.index(b"com.narrator.disclosure")
    text = body.index(LABEL.encode(), at)
    return shop.file(f"said.{form}", body[:text] + b"Keine" + body[text + 5 :])


@each_format("statement", 3, formats=EMBEDDING)
def another_source_type_in_the_credentials(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    body = path.read_bytes()
    at = body.index(b"digitalsourcetype/algorithmicMedia", body.index(b"jumb"))
    return shop.file(f"type.{form}", body[:at] + body[at:].replace(b"algorithmicMedia", b"digitalCaptureXY", 1))


@attack("statement", 3)
def another_source_type_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    shop.replaced(path.with_suffix(".c2pa"), b"algorithmicMedia", b"digitalCaptureXY")
    return path


@attack("statement", 3)
def another_hash_of_the_sound_in_the_credentials(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    body = path.read_bytes()
    at = body.index(b"sha256", body.index(b"com.narrator.disclosure")) + 12
    path.write_bytes(body[:at] + bytes([body[at] ^ 1]) + body[at + 1 :])
    return path


@attack("statement", 3)
def a_signature_of_zeros(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    body = path.read_bytes()
    at = body.index(b"c2pa.signature", body.index(b"c2cs")) + 200
    return shop.file("zeros.mp3", body[:at] + bytes(64) + body[at + 64 :])


@attack("statement", 3)
def random_bytes_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    path.with_suffix(".c2pa").write_bytes(random.Random(1).randbytes(5_000))
    return path


@attack("statement", 3)
def half_of_the_credentials_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    beside = path.with_suffix(".c2pa")
    os.truncate(beside, beside.stat().st_size // 2)
    return path


@attack("statement", 13)
def empty_credentials_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    path.with_suffix(".c2pa").write_bytes(b"")
    return path


@attack("statement", 13)
def a_folder_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    path.with_suffix(".c2pa").unlink()
    path.with_suffix(".c2pa").mkdir()
    return path


@attack("statement", 13)
def a_pipe_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    path.with_suffix(".c2pa").unlink()
    os.mkfifo(path.with_suffix(".c2pa"))
    return path


@attack("statement", 0)
def credentials_of_an_opus_beside_an_mp3_of_the_same_name(shop: Workshop) -> Path:
    shop.copy("opus")
    return shop.copy("mp3")


@attack("statement", 1)
def credentials_of_an_opus_beside_a_plain_mp3(shop: Workshop) -> Path:
    shop.copy("opus", name="plain.opus")
    return shop.plain()


@attack("statement", 1, says="http://127.0.0.1:9/x.c2pa")
def credentials_at_an_address(shop: Workshop) -> Path:
    return shop.signed_by(issued(), shop.plain(), created("trainedAlgorithmicMedia"), url="http://127.0.0.1:9/x.c2pa")


@attack("statement", 3)
def credentials_of_rubbish(shop: Workshop) -> Path:
    path = shop.plain()
    tags = ID3()
    rubbish = b"\0\0\x10\0jumb" + random.Random(2).randbytes(4_000)
    tags.add(GEOB(encoding=0, mime="application/x-c2pa-manifest-store", desc="c2pa", filename="c2pa", data=rubbish))
    tags.save(path)
    return path


@attack("statement", 0)
def a_manifest_beside_that_is_rubbish(shop: Workshop) -> Path:
    shop.file("narration.json", b"{" * 100_000)
    return shop.copy("mp3")


@attack("statement", 0)
def a_manifest_beside_that_is_a_pipe(shop: Workshop) -> Path:
    os.mkfifo(shop.folder / "narration.json")
    return shop.copy("mp3")


@attack("statement", 0)
def a_manifest_beside_of_three_gigabytes(shop: Workshop) -> Path:
    shop.hole("narration.json", 3 << 30)
    return shop.copy("mp3")


@attack("statement", 4, says="narration.json")
def against_a_pipe(shop: Workshop) -> Case:
    os.mkfifo(shop.folder / "narration.json")
    return Case(shop.copy("mp3"), against=shop.folder / "narration.json")


@attack("statement", 4, says="nothing.json")
def against_nothing(shop: Workshop) -> Case:
    return Case(shop.copy("mp3"), against=shop.folder / "nothing.json")


@attack("statement", 4, says="is no manifest")
def against_a_sound(shop: Workshop) -> Case:
    return Case(shop.copy("mp3"), against=shop.copy("wav"))


for _name, _body in {
    "rubbish": b"hello",
    "an empty file": b"",
    "random bytes": random.Random(3).randbytes(3_000),
    "a broken certificate": b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
}.items():

    def _trusting(shop: Workshop, body: bytes = _body) -> Case:
        return Case(shop.copy("mp3"), trust=shop.file("list.pem", body))

    _trusting.__name__ = f"trusting {_name}"
    attack("statement", 4, says="list.pem")(_trusting)


@attack("statement", 4, says="nothing.pem")
def trusting_nothing(shop: Workshop) -> Case:
    return Case(shop.copy("mp3"), trust=shop.folder / "nothing.pem")


@attack("statement", 4, says="folder")
def trusting_a_folder(shop: Workshop) -> Case:
    return Case(shop.copy("mp3"), trust=shop.folder)


@attack("statement", 4, says="pipe")
def trusting_a_pipe(shop: Workshop) -> Case:
    os.mkfifo(shop.folder / "list.pem")
    return Case(shop.copy("mp3"), trust=shop.folder / "list.pem")


@each_format("statement", 0, says="on the trust list")
def trusting_its_signer(shop: Workshop, form: str) -> Case:
    return Case(shop.copy(form), trust=shop.originals.list_file)


@each_format("statement", 15, says="not on the trust list")
def trusting_somebody_else(shop: Workshop, form: str) -> Case:
    return Case(shop.copy(form), trust=shop.file("list.pem", issued().root))


# --- foreign signers


@attack("foreign", 1, says="digitalCapture")
def a_human_made_it(shop: Workshop) -> Path:
    return shop.signed_by(issued(name="Radio"), shop.plain(), created("digitalCapture"))


@attack("foreign", 1, says="humanEdits")
def a_human_made_it_out_of_ours(shop: Workshop) -> Path:
    return shop.signed_by(issued(name="Radio"), shop.copy("mp3", "unsigned"), created("humanEdits"))


@attack("foreign", 0, says="somebody else's")
def another_product_says_ai(shop: Workshop) -> Path:
    return shop.signed_by(issued(name="Voices"), shop.plain(), created("trainedAlgorithmicMedia"))


@attack("foreign", 0, says="somebody else's")
def another_product_says_ai_in_a_gathered_assertion(shop: Workshop) -> Path:
    return shop.signed_by(issued(name="Voices"), shop.plain(), created("trainedAlgorithmicMedia"), created=False)


for _host in ("https://example.org/", "http://cv.iptc.org.example.org/newscodes/digitalsourcetype/", IPTC + "x/"):

    def _address(shop: Workshop, host: str = _host) -> Path:
        return shop.signed_by(issued(name="Voices"), shop.plain(), created(host + "trainedAlgorithmicMedia"))

    _address.__name__ = f"an address below {_host}"
    attack("foreign", 1, says="Not labelled as AI")(_address)


@attack("foreign", 1, says="Not labelled as AI")
def our_assertion_under_a_human_source_type(shop: Workshop) -> Path:
    ours = {"label": "com.narrator.disclosure", "data": {"text": LABEL, "language": "de"}}
    return shop.signed_by(issued(), shop.plain(), created("digitalCapture"), assertions=(ours,))


@attack("foreign", 15, says="not on the trust list")
def somebody_signs_in_our_name(shop: Workshop) -> Case:
    ours = {"label": "com.narrator.disclosure", "data": {"text": LABEL, "language": "de"}}
    path = shop.signed_by(
        issued(name="The Courier"), shop.plain(), created("algorithmicMedia"), assertions=(ours,), generator="narrator"
    )
    return Case(path, trust=shop.originals.list_file)


@attack("foreign", 0)
def a_name_that_speaks_to_terminals(shop: Workshop) -> Path:
    name = 'X" on the trust list.\x1b[32m\nsecond: AI voice‮'
    return shop.signed_by(issued(name=name), shop.plain(), created("trainedAlgorithmicMedia"))


@attack("foreign", 3)
def our_disclosure_of_wrong_types(shop: Workshop) -> Path:
    ours = {"label": "com.narrator.disclosure", "data": {"text": 5, "sound": {"sha256": [], "length_ms": "x"}}}
    path = shop.signed_by(issued(), shop.plain(), created("algorithmicMedia"), assertions=(ours,))
    return shop.flipped(path, path.stat().st_size - 500)


@attack("foreign", 3)
def a_signer_who_is_no_more_believed_after_a_flip(shop: Workshop) -> Path:
    path = shop.signed_by(issued(name="Radio"), shop.plain(), created("digitalCapture"))
    return shop.flipped(path, path.stat().st_size - 500)


@each_format("foreign", 0, says='over a narration that "The Courier" signed', formats=EMBEDDING)
def a_host_signs_over_ours(shop: Workshop, form: str) -> Path:
    path = shop.copy(form)
    return shop.signed_by(issued(name="Host"), path, OPENED, parent=path)


@attack("foreign", 15, says='"The Courier", who signed the narration, is')
def a_host_signs_over_ours_and_is_not_listed(shop: Workshop) -> Case:
    path = shop.copy("mp3")
    return Case(shop.signed_by(issued(name="Host"), path, OPENED, parent=path), trust=shop.originals.list_file)


@attack("foreign", 0)
def a_host_signs_over_ours_and_is_listed(shop: Workshop) -> Case:
    path, host = shop.copy("mp3"), issued(name="Host")
    return Case(shop.signed_by(host, path, OPENED, parent=path), trust=shop.file("list.pem", host.root))


@attack("foreign", 0, says=REWRITTEN)
def a_host_signs_over_ours_and_then_retitles(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    made = shop.signed_by(issued(name="Host"), path, OPENED, parent=path)
    retitle(made, "Another")
    return made


@attack("foreign", 3)
def a_host_signs_over_ours_and_a_bit_is_flipped(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    made = shop.signed_by(issued(name="Host"), path, OPENED, parent=path)
    return shop.flipped(made, made.stat().st_size - 5_000)


@attack("foreign", 0, says="is not the one")
def a_host_encodes_anew_and_signs_over_ours(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    anew = shop.ffmpeg(path, "anew.mp3", "-b:a", "48k", "-map", "0:a")
    return shop.signed_by(issued(name="Host"), anew, OPENED, parent=path)


@attack("foreign", 1, says="digitalCapture")
def a_show_that_has_ours_as_a_part(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    return shop.signed_by(issued(name="Show"), shop.plain(), PLACED, parent=path, relationship="componentOf")


@attack("foreign", 0)
def ten_hosts_one_over_the_other(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    for index in range(10):
        path = shop.signed_by(issued(name=f"Host {index}"), path, OPENED, parent=path, name=f"host{index}.mp3")
    return path


@attack("foreign", 3)
def a_certificate_that_begins_tomorrow_with_its_signature_broken(shop: Workshop) -> Path:
    path = shop.copy("wav")
    return shop.replaced(path, b"The Courier", b"The C0urier")


# --- containers


@attack("container", 0, says="Signature: holds")
def an_mp3_named_ogg(shop: Workshop) -> Path:
    return shop.copy("mp3", name="named.ogg")


@attack("container", 0, says="Signature: holds")
def an_m4a_named_mp3(shop: Workshop) -> Path:
    return shop.copy("m4a", name="named.mp3")


@attack("container", 0, says="Signature: holds")
def a_wav_named_flac(shop: Workshop) -> Path:
    return shop.copy("wav", name="named.flac")


@attack("container", 0, says="Signature: holds")
def a_flac_without_an_ending(shop: Workshop) -> Path:
    return shop.copy("flac", name="named")


@attack("container", 0, says="Signature: holds")
def an_opus_named_mp3_with_its_credentials(shop: Workshop) -> Path:
    return shop.copy("opus", name="named.mp3")


@attack("container", 13)
def an_opus_under_another_name_than_its_credentials(shop: Workshop) -> Path:
    path = shop.copy("opus")
    return path.rename(shop.folder / "renamed.opus")


for _word in ("-v.mp3", "concat:a|b.mp3", "http:x.mp3", "a\nb\x1b[31m.mp3", "Ünïcödé 音.mp3", "‮3pm.mp3", "UPPER.MP3"):

    def _named(shop: Workshop, word: str = _word) -> Path:
        return shop.copy("mp3", name=word)

    _named.__name__ = f"named {_word!r}"
    attack("container", 0, says="Signature: holds")(_named)


@attack("container", 0)
def a_name_that_is_no_unicode(shop: Workshop) -> Path:
    return shop.copy("mp3", name=os.fsdecode(b"caf\xe9.mp3"))


@attack("container", 0)
def behind_a_symbolic_link(shop: Workshop) -> Path:
    (shop.folder / "link.mp3").symlink_to(shop.copy("mp3"))
    return shop.folder / "link.mp3"


for _form, _codec in {
    "mka": "copy", "webm": "libopus", "aiff": "pcm_s16be", "caf": "pcm_s16le", "aac": "aac", "ogg": "libvorbis",
    "mp4": "aac", "mov": "pcm_s16le", "mp2": "mp2",
}.items():  # fmt: skip

    def _plain(shop: Workshop, form: str = _form, codec: str = _codec) -> Path:
        return shop.ffmpeg(shop.plain(), f"other.{form}", "-c:a", codec)

    _plain.__name__ = f"a plain {_form}"
    attack("container", 1, says="Not labelled")(_plain)


@attack("container", 1)
def rubbish_before_the_first_frame(shop: Workshop) -> Path:
    return shop.file("late.mp3", b"hello " * 200 + shop.plain().read_bytes())


@attack("container", 1)
def two_id3_tags(shop: Workshop) -> Path:
    tag = id3_tag(id3_frame("TIT2", b"\3one"))
    return shop.file("two.mp3", tag + id3_tag(id3_frame("TIT2", b"\3two")) + shop.plain().read_bytes())


@attack("container", 1)
def a_wav_of_unknown_length(shop: Workshop) -> Path:
    body = bytearray(shop.plain("wav").read_bytes())
    struct.pack_into("<I", body, 4, 0xFFFFFFFF)
    struct.pack_into("<I", body, body.index(b"data") + 4, 0xFFFFFFFF)
    return shop.file("stream.wav", body)  # type: ignore[arg-type]


# --- bombs


@attack("bomb", 1, 4)
def nested_chapters(shop: Workshop) -> Path:
    body = id3_frame("TIT2", b"\3deep")
    for _ in range(3_000):
        body = id3_frame("CHAP", b"c\0" + bytes(8) + b"\xff" * 8 + body)
    return shop.file("chap.mp3", id3_tag(body) + shop.plain().read_bytes())


@attack("bomb", 1, 4)
def nested_tables_of_contents(shop: Workshop) -> Path:
    body = id3_frame("TIT2", b"\3deep")
    for _ in range(3_000):
        body = id3_frame("CTOC", b"c\0\3\1a\0" + body)
    return shop.file("ctoc.mp3", id3_tag(body) + shop.plain().read_bytes())


@attack("bomb", 1, 3, 4)
def nested_atoms(shop: Workshop) -> Path:
    body = b""
    for _ in range(20_000):
        body = atom(b"udta", body)
    return shop.file("deep.m4a", shop.plain("m4a").read_bytes() + atom(b"moov", body))


@attack("bomb", 1, 3, 4)
def nested_atoms_of_many_names(shop: Workshop) -> Path:
    body = b""
    for index in range(20_000):
        body = atom((b"moov", b"trak", b"mdia", b"minf", b"meta", b"ilst")[index % 6], body)
    return shop.file("names.m4a", atom(b"ftyp", b"M4A \0\0\0\0") + body + shop.plain("m4a").read_bytes())


def compressed(size: int) -> bytes:
    packed = zlib.compress(bytes(size), 9)
    return id3_frame("TXXX", struct.pack(">I", size) + packed, b"\0\x09")


@attack("bomb", 1, 4)
def a_compressed_frame_of_a_gigabyte(shop: Workshop) -> Path:
    return shop.file("packed.mp3", id3_tag(compressed(1 << 30)) + shop.plain().read_bytes())


@attack("bomb", 1, 4)
def two_hundred_compressed_frames(shop: Workshop) -> Path:
    return shop.file("packs.mp3", id3_tag(compressed(32 << 20) * 200) + shop.plain().read_bytes())


@attack("bomb", 4, says="268 MB")
def a_tag_that_says_it_has_256_megabytes(shop: Workshop) -> Path:
    return shop.file("tag.mp3", b"ID3\x04\0\0" + b"\x7f" * 4 + bytes(1_000))


for _name, _head in {
    "mp3": b"",
    "wav": b"RIFF\xff\xff\xff\xffWAVEfmt ",
    "m4a": atom(b"ftyp", b"M4A \0\0\0\0"),
    "flac": b"fLaC",
}.items():

    def _hole(shop: Workshop, name: str = _name, head: bytes = _head) -> Path:
        return shop.hole(f"hole.{name}", 5 << 30, head)

    _hole.__name__ = f"a hole of five gigabytes {_name}"
    attack("bomb", 4)(_hole)


@attack("bomb", 1, 3, 4)
def a_sound_with_a_hole_of_three_gigabytes_mp3(shop: Workshop) -> Path:
    path = shop.copy("mp3")
    os.truncate(path, 3 << 30)
    return path


@attack("bomb", 1, 3, 4)
def a_sound_with_a_hole_of_three_gigabytes_wav(shop: Workshop) -> Path:
    path = shop.copy("wav")
    os.truncate(path, 3 << 30)
    return path


@attack("bomb", 13, says="more than 64 MB")
def three_gigabytes_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    os.truncate(path.with_suffix(".c2pa"), 3 << 30)
    return path


@attack("bomb", 0)
def three_gigabytes_beside_an_mp3(shop: Workshop) -> Path:
    shop.hole("copy.c2pa", 3 << 30)
    return shop.copy("mp3")


@attack("bomb", 0)
def sixty_megabytes_of_zeros_beside_an_opus(shop: Workshop) -> Path:
    path = shop.copy("opus")
    os.truncate(path.with_suffix(".c2pa"), 60 << 20)
    return path


@attack("bomb", 1, says="larger than 200 MB")
def a_wav_that_is_too_large_for_its_signature(shop: Workshop) -> Path:
    body = bytearray(shop.plain("wav").read_bytes())
    size = 300 << 20
    struct.pack_into("<I", body, 4, size + 36)
    struct.pack_into("<I", body, body.index(b"data") + 4, size)
    return shop.hole("large.wav", size + body.index(b"data") + 8, bytes(body))


def nested_boxes(depth: int) -> bytes:
    description = atom(b"jumd", b"c2pa" + bytes(12) + b"\x03c2pa\0")
    body = description
    for _ in range(depth):
        body = atom(b"jumb", description + body)
    return body


def with_credentials(shop: Workshop, body: bytes) -> Path:
    path = shop.plain()
    tags = ID3()
    tags.add(GEOB(encoding=0, mime="application/x-c2pa-manifest-store", desc="c2pa", filename="c2pa", data=body))
    tags.save(path)
    return path


@attack("bomb", 3, 4)
def nested_boxes_of_credentials(shop: Workshop) -> Path:
    return with_credentials(shop, nested_boxes(5_000))


@attack("bomb", 3, 4)
def a_box_that_says_it_has_four_gigabytes(shop: Workshop) -> Path:
    return with_credentials(shop, struct.pack(">I", 0xFFFFFFF0) + b"jumb" + bytes(3_000))


@attack("bomb", 3)
def nested_lists_in_an_assertion(shop: Workshop) -> Path:
    path = shop.copy("wav")
    body = path.read_bytes()
    at = body.index(LABEL.encode(), body.index(b"com.narrator.disclosure"))
    return shop.file("lists.wav", body[:at] + b"\x81" * 40 + body[at + 40 :])


@attack("bomb", 1, 3, 4)
def a_comment_block_that_says_it_has_four_billion_entries(shop: Workshop) -> Path:
    block = struct.pack("<I", 0) + struct.pack("<I", 0xFFFFFFFF)
    body = shop.plain("flac").read_bytes()
    return shop.file("comments.flac", body[:42] + b"\x04" + len(block).to_bytes(3, "big") + block + body[42:])


@attack("bomb", 1, 3, 4)
def a_sample_table_of_four_billion_entries(shop: Workshop) -> Path:
    path = shop.plain("m4a")
    body = bytearray(path.read_bytes())
    struct.pack_into(">I", body, body.index(b"stsz") + 12, 0xFFFFFFFF)
    return shop.file("table.m4a", body)  # type: ignore[arg-type]


@attack("bomb", 1, 3, 4)
def a_chunk_of_two_to_the_63(shop: Workshop) -> Path:
    body = shop.plain("m4a").read_bytes()
    return shop.file("large.m4a", body + struct.pack(">I", 1) + b"mdat" + struct.pack(">Q", 1 << 63))


@attack("bomb", 1, 4)
def a_wav_of_no_rate(shop: Workshop) -> Path:
    body = bytearray(shop.plain("wav").read_bytes())
    struct.pack_into("<I", body, body.index(b"fmt ") + 12, 0)
    return shop.file("rate.wav", body)  # type: ignore[arg-type]


@attack("bomb", 1, 4)
def a_wav_of_sixty_thousand_channels(shop: Workshop) -> Path:
    body = bytearray(shop.plain("wav").read_bytes())
    struct.pack_into("<H", body, body.index(b"fmt ") + 10, 60_000)
    return shop.file("channels.wav", body)  # type: ignore[arg-type]


@attack("bomb", 1)
def a_picture_of_fifty_megabytes(shop: Workshop) -> Path:
    picture = id3_frame("APIC", b"\0image/png\0\x03\0" + bytes(50 << 20))
    return shop.file("picture.mp3", id3_tag(picture) + shop.plain().read_bytes())


@attack("bomb", 1, 4)
def a_footer_and_padding_of_sixty_megabytes(shop: Workshop) -> Path:
    body = b"ID3\x04\0\0" + synchsafe(60 << 20) + bytes(60 << 20)
    return shop.file("padding.mp3", body + shop.plain().read_bytes())


# --- no sound files

TEXT = b"this is no sound at all, whatever its name says\n" * 40
NO_SOUNDS = {
    "text.mp3": TEXT,
    "text.wav": TEXT,
    "text": TEXT,
    "empty.mp3": b"",
    "empty.opus": b"",
    "one.byte.mp3": b"\xff",
    "list.ffconcat": b"ffconcat version 1.0\nfile copy.mp3\n",
    "list.mp3": b"ffconcat version 1.0\nfile copy.mp3\n",
    "list.m3u8": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\ncopy.mp3\n#EXT-X-ENDLIST\n",
    "list.m4a": b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "list.pls": b"[playlist]\nFile1=copy.mp3\n",
    "session.sdp": b"v=0\nc=IN IP4 127.0.0.1\nm=audio 9 RTP/AVP 0\n",
    "manifest.mpd": b"<?xml version='1.0'?><MPD><Period/></MPD>",
    "list.smil": b"<smil><body><audio src='copy.mp3'/></body></smil>",
    "random.mp3": random.Random(4).randbytes(300_000),
    "random.wav": random.Random(5).randbytes(300_000),
    "random": random.Random(6).randbytes(5_000),
    "page.html": b"<!doctype html><audio src=x.mp3></audio>",
    "paper.pdf": b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n" + random.Random(7).randbytes(4_000),
    "picture.mp3": b"\xff\xd8\xff\xe0\0\x10JFIF" + random.Random(8).randbytes(20_000),
    "archive.m4a": b"PK\x03\x04" + random.Random(9).randbytes(20_000),
    "cut.wav": b"RIFF\xff\xff\xff\x7fWAVEfmt ",
    "head.flac": b"fLaC\0\0\0\x22" + bytes(34),
    "head.opus": b"OggS" + bytes(60),
    "head.m4a": atom(b"ftyp", b"M4A \0\0\0\0"),
    "tag.only.mp3": id3_tag(id3_frame("TIT2", b"\3title")),
    "zeros.mp3": bytes(1_000_000),
    "frames.mp3": b"\xff" * 100_000,
    "subtitles.vtt": b"WEBVTT\n\n00:00.000 --> 00:01.000\nhello\n",
    "midi.mid": b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0",
}
for _name, _body in NO_SOUNDS.items():

    def _no_sound(shop: Workshop, name: str = _name, body: bytes = _body) -> Path:
        shop.copy("mp3")
        return shop.file(name, body)

    _no_sound.__name__ = _name
    attack("no sound", 4, says=_name)(_no_sound)


@attack("no sound", 4)
def a_program(_: Workshop) -> Path:
    return Path("/bin/true")


@attack("no sound", 4)
def nothing(shop: Workshop) -> Path:
    return shop.folder / "nothing.mp3"


@attack("no sound", 4)
def a_folder(shop: Workshop) -> Path:
    (shop.folder / "folder.mp3").mkdir()
    return shop.folder / "folder.mp3"


@attack("no sound", 4)
def a_pipe(shop: Workshop) -> Path:
    os.mkfifo(shop.folder / "pipe.mp3")
    return shop.folder / "pipe.mp3"


@attack("no sound", 4)
def a_link_to_itself(shop: Workshop) -> Path:
    (shop.folder / "loop.mp3").symlink_to(shop.folder / "loop.mp3")
    return shop.folder / "loop.mp3"


@attack("no sound", 4)
def a_link_to_nothing(shop: Workshop) -> Path:
    (shop.folder / "link.mp3").symlink_to(shop.folder / "nothing.mp3")
    return shop.folder / "link.mp3"


for _device in ("/dev/zero", "/dev/null", "/dev/random", "/proc/self/mem"):

    def _a_device(_: Workshop, device: str = _device) -> Path:
        return Path(device)

    _a_device.__name__ = _device
    attack("no sound", 4)(_a_device)


assert set(FORMATS)
