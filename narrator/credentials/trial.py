"""A trial of keys: one second of silence is signed and read back, before a voice speaks in vain."""

from __future__ import annotations

import wave
from typing import TYPE_CHECKING

from narrator.credentials import reading, signing
from narrator.credentials.claims import Claim
from narrator.errors import LabelError
from narrator.temporary import own_folder

if TYPE_CHECKING:
    from narrator.credentials.keys import Keys

RATE_HZ = 8_000
SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"


def sign_silence(keys: Keys) -> None:
    """Sign one second of silence and read it back.

    Raises:
        LabelError: the keys cannot sign, or what they sign does not hold.
    """
    claim = Claim("trial", "narrator", "", SOURCE_TYPE, "trial", "en", "trial", "", "", "")
    with own_folder() as folder:
        path = folder / "silence.wav"
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE_HZ)
            file.writeframes(bytes(2 * RATE_HZ))
        try:
            signing.sign(path, claim, keys)
        except LabelError as error:
            hint = "see the certificate profile of C2PA 2.2, 14.5"
            raise LabelError(
                f"these keys cannot sign: {error.message.partition(': ')[2] or error.message}", hint
            ) from error
        found = reading.read(path, "audio/wav")
    if found is None or not found.is_valid or found.ran_out:
        why = ", ".join(found.problems) if found is not None else "nothing was signed"
        raise LabelError(f"what these keys sign does not hold: {why}", "see the certificate profile of C2PA 2.2, 14.5")
