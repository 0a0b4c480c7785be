"""Signs of one character that hold a number, for languages without spaces: circled ones, Roman ones, fractions.

Read as they are they run into what stands behind them: "①20歳" would be a hundred and twenty.
"""

from __future__ import annotations

import re
import unicodedata

from narrator.languages.common.vulgar import PART

CIRCLED = "①-⑳㉑-㉟㊱-㊿⓪❶-❿➀-➓⓫-⓴⓵-⓾⑴-⒇⒈-⒛"
ROMAN = "Ⅰ-Ⅻⅰ-ⅻ"
CIRCLED_NUMBER = re.compile(
    rf"(?P<close>(?<=\d))?[{CIRCLED}](?P<ends>(?=\s|$|[)、。，,.:：\-~〜～とはがをのもや和与與的至到]))?"
)
"""``close`` stands behind a figure; ``ends`` where what follows ends it: a mark, or a particle as in ①と②."""
ROMAN_NUMBER = re.compile(f"[{ROMAN}]")
VULGAR_FRACTION = re.compile(rf"(?P<whole>\d+)?\s?{PART}")
EMAIL = re.compile(r"(?<![A-Za-z0-9._+-])[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")
"""RFC 5321, section 4.5.3.1 for the lengths; names in other letters stay as they are written."""


def value(sign: str) -> int:
    """The whole number that a circled or a Roman sign holds (Unicode's numeric value)."""
    return int(unicodedata.numeric(sign))
