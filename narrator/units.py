"""Pure conversions."""


def seconds(samples: int, sample_rate_hz: int) -> float:
    """The duration of ``samples``, in seconds."""
    return samples / sample_rate_hz


def samples(duration_s: float, sample_rate_hz: int) -> int:
    """The number of whole samples nearest to ``duration_s``."""
    return round(duration_s * sample_rate_hz)


def amplitude(level_db: float) -> float:
    """The factor of a level in decibels: 0 dB is 1.0, −6.02 dB is 0.5."""
    return float(10.0 ** (level_db / 20.0))


def shortened(text: str, most: int) -> str:
    """A text of ``most`` characters at the most, with a sign that there is more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def timestamp(sample: int, sample_rate_hz: int) -> str:
    """``hh:mm:ss.mmm``, rounded to the millisecond, as captions and chapters want it."""
    second, millisecond = divmod(round(sample * 1000 / sample_rate_hz), 1000)
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{millisecond:03}"


def in_minutes(duration_s: float) -> str:
    """``m:ss`` or ``h:mm:ss``, rounded to the second: 75.4 is ``1:15``."""
    minutes, second = divmod(round(duration_s), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
