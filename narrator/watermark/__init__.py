"""A watermark in the sound: it says that narrator made it, and which narration it is of.

``marked`` lays it over a stream of sound; ``detect`` finds it in a piece of any copy, from about eight seconds on, and
needs nothing but the key. What it can and cannot do is in docs/label.md.
"""

from narrator.watermark.detection import Found, detect
from narrator.watermark.keys import PUBLIC, SCHEME, Key
from narrator.watermark.marking import marked

__all__ = ["PUBLIC", "SCHEME", "Found", "Key", "detect", "marked"]
