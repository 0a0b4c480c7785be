"""hibari's vocoder, which makes the sound of what its network says: equal samples in three fifths of the time.

The network says five things of each frame of 12.5 ms in each of 601 bins. hibari's own ``dsp.synth`` takes them bin by
bin, each step over the whole sentence. Here they are taken frame by frame, as the network makes them and as the
transforms want them, a few frames at a time, so that they stay in the processor's cache; noise is drawn once; frames
without a voiced sample have no harmonics.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from hibari import dsp

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Spectra = npt.NDArray[np.complex64]
    Flags = npt.NDArray[np.bool_]

BINS = dsp.N_FFT // 2 + 1
LEVEL, TURN, NOISE, LOOSE, PHASE = range(5)
"""What the network says of a frame and bin: the level of the harmonics and how far they are turned, the level of the
noise, level and phase of what is neither. Levels are natural logarithms."""
FEATURES = 5
LOUDEST = 7.0
"""The highest level that hibari takes."""
STEP = 32
"""Frames that are worked on together: their spectra are 150 kB."""
DRAWN = 800
"""Frames for which noise is drawn together: 10 s, 4 MB."""


class Vocoder:
    """Makes sound with one noise; equal features give equal samples.

    Args:
        seed: of the noise.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._noise: Spectra = np.zeros(0, np.complex64)

    def wave(self, features: Floats, f0_hz: Floats) -> Floats:
        """The sound of a sentence at 24 kHz, bit by bit that of ``hibari.dsp.synth``.

        Args:
            features: as the network's last layer gives them, shape (frames, 5 · 601).
            f0_hz: pitch of each frame, 0 where nothing is voiced, shape (frames,).
        """
        of = features.reshape(len(features), FEATURES, BINS)
        spectra = np.zeros((len(of), BINS), np.complex64)
        pulses = dsp.pulses(f0_hz)
        windows = _windows(pulses, len(of))
        for span in _runs(_voiced(pulses)):
            spectra[span] = dsp.rfft(windows[span] * dsp.WIN_SRC, 1)
            angle = np.tanh(of[span, TURN])
            angle *= np.pi
            spectra[span] *= _polar(_amplitude(of[span, LEVEL]), angle)
        drawn = self._drawn(len(of))
        for span in _steps(0, len(of)):
            spectra[span] += _scaled(drawn[span], _amplitude(of[span, NOISE]))
            spectra[span] += _polar(_amplitude(of[span, LOOSE]), of[span, PHASE])
        wave: Floats = dsp.ola(spectra.T)
        return wave

    def _drawn(self, frames: int) -> Spectra:
        """Noise of so many frames, as hibari draws it: bin by bin."""
        if len(self._noise) < frames * BINS:
            count = -(-frames // DRAWN) * DRAWN * BINS
            self._noise = np.random.default_rng(self._seed).standard_normal(2 * count, np.float32).view(np.complex64)
        return self._noise[: frames * BINS].reshape(BINS, frames).T


def _windows(pulses: Floats, frames: int) -> Floats:
    """Views of the pulses, a window a frame, shape (frames, 1200)."""
    padded = np.pad(pulses, dsp.N_FFT // 2, mode="reflect")
    return np.lib.stride_tricks.sliding_window_view(padded, dsp.N_FFT)[:: dsp.HOP][:frames]


def _voiced(pulses: Floats) -> Flags:
    """Whether a pulse is in the window of each frame: two frames before it, itself and the next."""
    heard = np.pad(pulses.reshape(-1, dsp.HOP).any(axis=1), (2, 1))
    return np.asarray(np.lib.stride_tricks.sliding_window_view(heard, 4).any(axis=1))


def _runs(flags: Flags) -> Iterator[slice]:
    """The frames that are flagged, in runs of a step at the most."""
    bounds = np.flatnonzero(np.diff(flags, prepend=False, append=False)).tolist()
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        yield from _steps(start, end)


def _steps(start: int, end: int) -> Iterator[slice]:
    """All frames from one to another, a step at a time."""
    for first in range(start, end, STEP):
        yield slice(first, min(first + STEP, end))


def _amplitude(levels: Floats) -> Floats:
    """What logarithms stand for."""
    wanted = np.minimum(levels, np.float32(LOUDEST))
    return np.exp(wanted, out=wanted)


def _polar(amplitude: Floats, angle: Floats) -> Spectra:
    """Complex numbers of their amplitude and their angle in radians."""
    made = np.empty(angle.shape, np.complex64)
    np.multiply(np.cos(angle), amplitude, out=made.real)
    np.multiply(np.sin(angle), amplitude, out=made.imag)
    return made


def _scaled(spectra: Spectra, amplitude: Floats) -> Spectra:
    """Complex numbers times an amplitude each; numpy would make those complex first."""
    made = np.empty(spectra.shape, np.complex64)
    np.multiply(spectra.real, amplitude, out=made.real)
    np.multiply(spectra.imag, amplitude, out=made.imag)
    return made
