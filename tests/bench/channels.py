"""What happens to a sound on its way: encoders, noise, rooms, telephones, players. Float32 mono at 24 kHz."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import soxr

Wave = npt.NDArray[np.float32]
Channel = Callable[[Wave], Wave]
RATE_HZ = 24_000


def coded(wave: Wave, codec: str, kbit: int, form: str, rate_hz: int = RATE_HZ, **options: str) -> Wave:
    """Through an encoder and back."""
    body = io.BytesIO()
    with av.open(body, "w", format=form) as container:
        stream: Any = container.add_stream(codec, rate=rate_hz, options=options)
        stream.layout, stream.bit_rate = "mono", kbit * 1000
        fifo = av.AudioFifo()
        fifo.write(frame(soxr.resample(wave, RATE_HZ, rate_hz), rate_hz, "flt" if codec == "libopus" else "fltp"))
        while piece := fifo.read(stream.codec_context.frame_size or 1152, partial=True):
            for packet in stream.encode(piece):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    body.seek(0)
    with av.open(body) as container:
        resampler = av.AudioResampler(format="flt", layout="mono")
        pieces = [
            out.to_ndarray().reshape(-1) for each in container.decode(audio=0) for out in resampler.resample(each)
        ]
        rate_hz = container.streams.audio[0].rate
    return np.asarray(soxr.resample(np.concatenate(pieces), rate_hz, RATE_HZ), np.float32)


def frame(wave: Wave, rate_hz: int, form: str) -> Any:
    out = av.AudioFrame.from_ndarray(np.ascontiguousarray(wave[None], np.float32), format=form, layout="mono")
    out.sample_rate, out.pts = rate_hz, 0
    return out


mp3 = partial(coded, codec="libmp3lame", kbit=64, form="mp3")
aac = partial(coded, codec="aac", kbit=64, form="adts")
opus = partial(coded, codec="libopus", form="ogg", rate_hz=48_000)


def level(wave: Wave) -> float:
    return float(np.sqrt(np.mean(np.square(wave, dtype=np.float64))))


def mixed(wave: Wave, other: Wave, below_db: float) -> Wave:
    return np.asarray(wave + other * level(wave) / level(other) * 10 ** (-below_db / 20), np.float32)


def noisy(wave: Wave, below_db: float) -> Wave:
    noise = np.random.default_rng(len(wave)).standard_normal(len(wave)).astype(np.float32)
    return mixed(wave, noise, below_db)


@cache
def room(tail_s: float) -> Wave:
    """Exponential noise after the direct sound, as strong as it: a large room at some metres."""
    count = round(tail_s * 1.2 * RATE_HZ)
    tail = np.random.default_rng(3).standard_normal(count) * 10 ** (-3 * np.arange(count) / RATE_HZ / tail_s)
    tail[:60] = 0
    tail /= np.sqrt(np.sum(tail**2))
    tail[0] = 1
    return tail.astype(np.float32)


def filtered(wave: Wave, response: Wave) -> Wave:
    size = 1 << (len(wave) + len(response)).bit_length()
    whole = np.fft.irfft(np.fft.rfft(wave, size) * np.fft.rfft(response, size), size)
    return np.asarray(whole[: len(wave)], np.float32)


def shaped(wave: Wave, gains_db: Mapping[float, float]) -> Wave:
    """An equalizer: gains at some frequencies, straight lines between."""
    spectrum = np.fft.rfft(wave)
    curve = np.interp(np.fft.rfftfreq(len(wave), 1 / RATE_HZ), list(gains_db), list(gains_db.values()))
    return np.asarray(np.fft.irfft(spectrum * 10 ** (curve / 20), len(wave)), np.float32)


def telephone(wave: Wave) -> Wave:
    """300 to 3,400 Hz, 8 kHz, µ-law of 8 bits (ITU-T G.711)."""
    band = shaped(wave, {0: -60, 200: -30, 300: 0, 3400: 0, 3900: -60, 12_000: -60})
    narrow = np.clip(soxr.resample(band, RATE_HZ, 8_000), -1, 1)
    law = np.rint(np.sign(narrow) * np.log1p(255 * np.abs(narrow)) / np.log1p(255) * 127) / 127
    return np.asarray(
        soxr.resample(np.sign(law) * np.expm1(np.abs(law) * np.log1p(255)) / 255, 8_000, RATE_HZ), np.float32
    )


def at_rate(wave: Wave, rate_hz: int) -> Wave:
    return np.asarray(soxr.resample(soxr.resample(wave, RATE_HZ, rate_hz), rate_hz, RATE_HZ), np.float32)


def music(length_s: float, seed: int = 1) -> Wave:
    """Chords of decaying tones over noise of a drum, made here."""
    rng, count = np.random.default_rng(seed), round(length_s * RATE_HZ)
    out = np.zeros(count + 2 * RATE_HZ, np.float32)
    at = np.arange(2 * RATE_HZ) / RATE_HZ
    for beat in range(int(length_s * 2)):
        start = beat * RATE_HZ // 2
        root = 110 * 2 ** (rng.integers(0, 12) / 12)
        for each in (1, 5 / 4, 3 / 2, 2, 3):
            tone = sum(np.sin(2 * np.pi * root * each * part * at + rng.uniform(0, 6)) / part for part in range(1, 9))
            out[start : start + len(at)] += (tone * np.exp(-3 * at)).astype(np.float32)
        hit = rng.standard_normal(3000) * np.exp(-np.arange(3000) / 400) * 2
        out[start : start + 3000] += hit.astype(np.float32)
    return np.asarray(out[:count] / np.abs(out).max() * 0.5, np.float32)


def over_music(wave: Wave, below_db: float) -> Wave:
    return mixed(wave, music(len(wave) / RATE_HZ), below_db)


def faster(wave: Wave, speed: float) -> Wave:
    """Played faster with the pitch kept, by FFmpeg's atempo (WSOLA, as in players)."""
    graph = av.filter.Graph()
    source = graph.add(
        "abuffer", args=f"sample_rate={RATE_HZ}:sample_fmt=flt:channel_layout=mono:time_base=1/{RATE_HZ}"
    )
    nodes = [source, graph.add("atempo", str(speed)), graph.add("aformat", "sample_fmts=flt"), graph.add("abuffersink")]
    for one, next_one in itertools.pairwise(nodes):
        one.link_to(next_one)
    graph.configure()
    graph.push(frame(wave, RATE_HZ, "flt"))
    graph.push(None)
    pieces = []
    try:
        while True:
            pieces.append(graph.pull().to_ndarray().reshape(-1))
    except (av.EOFError, av.BlockingIOError):
        return np.concatenate(pieces).astype(np.float32)


CHANNELS: Mapping[str, Channel] = {
    "none": lambda wave: wave,
    "MP3 64k": mp3,
    "AAC 64k": aac,
    "Opus 32k": partial(opus, kbit=32),
    "Opus 24k": partial(opus, kbit=24),
    "Opus 16k voip": partial(opus, kbit=16, application="voip"),
    "MP3 64k → AAC 64k → Opus 24k": lambda wave: opus(aac(mp3(wave)), kbit=24),
    "noise 20 dB below": partial(noisy, below_db=20),
    "+6 dB, −20 dB": lambda wave: np.asarray(np.clip(wave * 2, -1, 1) / 20, np.float32),
    "equalizer": partial(shaped, gains_db={0: -9, 300: 6, 1000: -6, 3000: 9, 6000: -9, 12_000: 6}),
    "16 kHz": partial(at_rate, rate_hz=16_000),
    "44.1 kHz": partial(at_rate, rate_hz=44_100),
    "telephone": telephone,
    "music 20 dB below": partial(over_music, below_db=20),
    "music 10 dB below": partial(over_music, below_db=10),
    "reverberation 0.5 s": lambda wave: filtered(wave, room(0.5)),
}
