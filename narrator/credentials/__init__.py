"""Content credentials (C2PA) and the keys that sign them."""

from narrator.credentials.claims import Claim, Part, Sound, Watermark
from narrator.credentials.keys import NO_KEY, Keys, exported, local_keys, own_keys, used, valid_until
from narrator.credentials.reading import Credential, ElsewhereError, read
from narrator.credentials.signing import BESIDE_TYPES, SIDECAR, sign

__all__ = [
    "BESIDE_TYPES",
    "NO_KEY",
    "SIDECAR",
    "Claim",
    "Credential",
    "ElsewhereError",
    "Keys",
    "Part",
    "Sound",
    "Watermark",
    "exported",
    "local_keys",
    "own_keys",
    "read",
    "sign",
    "used",
    "valid_until",
]
