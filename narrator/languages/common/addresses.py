"""Names of hosts on the web."""

from __future__ import annotations

DOMAINS = "com|org|net|edu|gov|mil|int|info|io|co|uk|us|eu|de|fr|es|it|ua|ru|ca|au|nz|ie|in|jp|cn|br|pl|nl|be|ch|at|se|no|dk|fi|tv|me|ai|app|dev|news|blog|online|site|shop|store|biz|xyz|example|media|world|live|today|fm|ly|gg|be|cz|sk|hu|ro|gr|tr|il|za|mx|ar|cl|kr|tw|hk|sg|my|id|th|vn|ph|pk|bd|ng|ke|eg|sa|ae|ir|by|kz|ge|am|md|lt|lv|ee"
HOST = rf"(?P<host>(?:[\w-]{{1,63}}\.){{1,6}}(?:{DOMAINS}))"


def sayable(text: str) -> str:
    """A name without the characters that are numbers, but no digits: powers and numbers in circles."""
    return "".join(c for c in text if c.isalpha() or c.isdecimal() or not c.isnumeric())
