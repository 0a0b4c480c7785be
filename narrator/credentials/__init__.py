"""Content credentials (C2PA) and the keys that sign them."""

from narrator.credentials.keys import Keys, exported, local_keys, own_keys, used
from narrator.credentials.signing import Claim, Credential, read, sign

__all__ = ["Claim", "Credential", "Keys", "exported", "local_keys", "own_keys", "read", "sign", "used"]
