"""Every format: the samples, the length, the tags, read back by ourselves and by others."""

from __future__ import annotations

import dataclasses
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest
from mutagen.mp3 import MP3

from narrator.containers import base
from narrator.containers.base import Tags
from narrator.containers.coded import packets_sha256, parameters
from narrator.errors import EncodeError, OutputError
from narrator.model import Chapter

JPEG = b"\xff\xd8\xff\xe0" + bytes(200) + b"\xff\xd9"
LOSSLESS = ("mp3", "flac", "wav")
"""Of exact length; FLAC and WAV of exact samples too."""


def sound(samples: int, rate: int) -> np.ndarray:
    time = np.arange(samples) / rate
    return np.rint(6000 * np.sin(2 * np.pi * 330 * time) * np.minimum(1, time * 10)).astype(np.int16)


def encoded(path: Path, pcm: np.ndarray, rate: int, *, bitrate: int | None = None, vbr: bool = False) -> Path:
    with base.of(path).encoder(path, rate, bitrate=bitrate, vbr=vbr) as encoder:
        for piece in np.array_split(pcm, 4):
            encoder.write(piece)
    return path


def wanted(rate: int) -> Tags:
    chapters = tuple(Chapter(f"Part {i} " + "x" * (20 - i), i * rate, (i + 1) * rate) for i in range(12))
    return Tags(
        title="Grüße aus Kyiv",
        artist="AI voice · The Courier",
        author="the desk",
        album="The Courier",
        date="2026-10-05",
        language="en-US",
        url="https://example.org/a",
        encoder="narrator 0.1.0",
        disclosure="This audio is created with AI assistance.",
        digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
        content_id="urn:narrator:0123456789abcdef:0123456789abcdef",
        aigc='{"AIGC": {"Label": "1"}}',
        chapters=chapters,
        sample_rate_hz=rate,
        cover=JPEG,
        cover_type="image/jpeg",
    )


def by_ffmpeg(path: Path) -> int:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-i", str(path), "-f", "s16le", "-"]
    return len(subprocess.run(command, capture_output=True, check=True).stdout) // 2


@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
@pytest.mark.parametrize("name", LOSSLESS)
def test_the_length_is_exact_to_the_sample(name: str, rate: int, tmp_path: Path) -> None:
    pcm = sound(3 * rate + 123, rate)
    path = encoded(tmp_path / f"a.{name}", pcm, rate)
    assert sum(map(len, base.of(path).decoded(path))) == len(pcm)
    assert by_ffmpeg(path) == len(pcm)


@pytest.mark.parametrize("vbr", [False, True])
@pytest.mark.parametrize("samples", [600, 24_000, 100_001])
def test_an_mp3_says_its_length_to_the_millisecond(samples: int, vbr: bool, tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.mp3", sound(samples, 24_000), 24_000, vbr=vbr)
    assert MP3(path).info.length == pytest.approx(samples / 24_000, abs=0.001)
    assert by_ffmpeg(path) == samples


def test_an_mp3_decodes_without_lag(tmp_path: Path) -> None:
    pcm = np.zeros(24_000, np.int16)
    pcm[10_000:10_040] = 12_000
    path = encoded(tmp_path / "a.mp3", pcm, 24_000, bitrate=128)
    decoded = np.concatenate(list(base.of(path).decoded(path))).astype(float)
    lags = range(-40, 41)
    best = max(lags, key=lambda lag: float(np.dot(decoded[9_900 + lag : 10_140 + lag], pcm[9_900:10_140])))
    assert best == 0


@pytest.mark.parametrize(("name", "rate", "frame"), [("m4a", 24_000, 1024), ("opus", 48_000, 960)])
def test_m4a_and_opus_are_within_a_frame(name: str, rate: int, frame: int, tmp_path: Path) -> None:
    pcm = sound(3 * rate + 123, rate)
    path = encoded(tmp_path / f"a.{name}", pcm, rate)
    assert abs(sum(map(len, base.of(path).decoded(path))) - len(pcm)) <= frame


@pytest.mark.parametrize("name", ["flac", "wav"])
def test_lossless_formats_keep_every_sample(name: str, tmp_path: Path) -> None:
    pcm = sound(50_000, 24_000)
    path = encoded(tmp_path / f"a.{name}", pcm, 24_000)
    assert (np.concatenate(list(base.of(path).decoded(path))) == pcm).all()


@pytest.mark.parametrize("name", list(base.FORMATS))
def test_tags_come_back_as_they_were_written(name: str, tmp_path: Path) -> None:
    rate = 24_000
    path = encoded(tmp_path / f"a.{name}", sound(13 * rate, rate), rate)
    container = base.of(path)
    container.write_tags(path, wanted(rate))
    found = container.read_tags(path)
    for field in (
        "title",
        "artist",
        "author",
        "content_id",
        "aigc",
        "album",
        "date",
        "language",
        "url",
        "encoder",
        "disclosure",
        "digital_source_type",
    ):
        assert getattr(found, field) == getattr(wanted(rate), field), field
    assert found.cover == JPEG
    assert found.cover_type == "image/jpeg"
    assert [chapter.title for chapter in found.chapters] == [chapter.title for chapter in wanted(rate).chapters]
    scale = found.sample_rate_hz / rate
    for chapter, original in zip(found.chapters, wanted(rate).chapters, strict=True):
        assert chapter.start / scale == pytest.approx(original.start, abs=rate / 500)


@pytest.mark.parametrize("name", list(base.FORMATS))
def test_tags_change_no_sound(name: str, tmp_path: Path) -> None:
    path = encoded(tmp_path / f"a.{name}", sound(40_000, 24_000), 24_000)
    before = np.concatenate(list(base.of(path).decoded(path)))
    base.of(path).write_tags(path, wanted(24_000))
    assert (np.concatenate(list(base.of(path).decoded(path))) == before).all()


def test_id3_chapters_stand_in_order_behind_their_table(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.mp3", sound(13 * 24_000, 24_000), 24_000)
    base.of(path).write_tags(path, wanted(24_000))
    body = path.read_bytes()
    places = [body.index(b"CTOC")] + [body.index(f"chp{i:04}\0".encode(), body.index(b"CHAP")) for i in range(12)]
    assert places == sorted(places)
    assert b"SYLT" not in body


def test_an_unknown_format_names_those_there_are() -> None:
    with pytest.raises(EncodeError, match="no audio format"):
        base.of("mid")


@pytest.mark.parametrize("name", list(base.FORMATS))
def test_a_folder_that_is_not_there_is_an_output_error(name: str, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        encoded(tmp_path / "nowhere" / f"a.{name}", sound(1000, 24_000), 24_000)


@pytest.mark.parametrize("vbr", [False, True])
@pytest.mark.parametrize("rate", [22_050, 24_000, 48_000])
@pytest.mark.parametrize("name", list(base.FORMATS))
def test_the_packets_of_a_file_are_those_that_a_demuxer_finds(name: str, rate: int, vbr: bool, tmp_path: Path) -> None:
    path = encoded(tmp_path / f"a.{name}", sound(3 * rate, rate), rate, vbr=vbr)
    container = base.of(path)
    untagged = container.packets_sha256(path)
    container.write_tags(path, wanted(rate))
    assert container.packets_sha256(path) == untagged == packets_sha256(path)
    assert container.parameters(path) == dataclasses.replace(parameters(path), texts=container.parameters(path).texts)


def test_an_mp3_that_is_cut_short_has_no_hash(tmp_path: Path) -> None:
    path = encoded(tmp_path / "a.mp3", sound(30_000, 24_000), 24_000)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(EncodeError, match="cut short"):
        base.of(path).packets_sha256(path)
