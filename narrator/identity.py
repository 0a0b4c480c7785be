"""Which source is which article: the keys by which a narration is found again, and when an address counts for one.

An id is minted once and never changes; many keys lead to it. **Known** keys find it before the article is read: the
address that was asked for, the address after redirects, a file's path. Others count after reading: the content with its
title, which must be the same; and addresses that a page only claims (its canonical address), where headline or text
agree with what is stored under them, since templates print wrong ones.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from narrator import addresses
from narrator.model import Article, Details, Doubt, DoubtKind, Page
from narrator.store import is_address

TRACKING_0_1 = re.compile(r"^(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|cmpid)$")
"""Parameters that narrator 0.1 left out."""
FRONT = re.compile(r"/?(?:[a-z]{2}(?:[-_][a-z]{2})?/?)?(?:index\.\w{2,5}|default\.aspx?|home/?)?", re.IGNORECASE)
"""The path of a front page, also of one language's."""
ASIDE = re.compile(r"^(?:www\d?|m|mobile|amp)\.")
"""Beginnings of hosts that are of the same site."""
SHINGLE = 12
"""Letters that are compared in a row, of any script."""
SAME_TEXT = 0.5
"""Share of the shorter text's shingles that two versions of an article have in common; two of a site have 0.1."""
SAME_UNDER_ONE_HEADLINE = 0.2
"""The same, where the headlines are equal: a running story is rewritten."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What leads to a narration; each key is 16 hex digits."""

    origin: str
    """Of the source as it was asked for."""
    known: tuple[str, ...]
    """What finds a narration by itself: where the source was read from, what it was asked for by, what it says."""
    claimed: tuple[str, ...] = ()
    """What finds one whose headline or text agrees."""
    stored: tuple[str, ...] = ()
    """What is written down when the narration is made."""
    minted: str = ""
    """The id, where none is found."""

    @property
    def locks(self) -> tuple[str, ...]:
        """Names of the locks that are held while it is made; 4,096 files at most."""
        return tuple(sorted({key[:3] for key in (*self.known, *self.claimed, self.minted)}))


def source_id(identity: str) -> str:
    """A stable short name: 16 hex digits of the SHA-256 of an address or path."""
    return hashlib.sha256(identity.encode(errors="surrogatepass")).hexdigest()[:16]


def canonical(source: str) -> str:
    """An address in its plainest form, with its fragment, or an absolute path."""
    if addresses.is_web(source):
        address, sign, fragment = source.partition("#")
        return addresses.canonical(address) + (sign and f"#{fragment}")
    return source if source == "-" or is_address(source) else _resolved(source)


def _resolved(path: str) -> str:
    """An absolute path behind all links; as it is written where links lead in a circle, or no system takes the name."""
    try:
        return str(Path(path).resolve())
    except (OSError, RuntimeError, ValueError):
        return str(Path(path).absolute())


def canonical_0_1(address: str) -> str:
    """An address as narrator 0.1 took it: without its fragment and without ``ref``, its path as it is written."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([pair for pair in pairs if not TRACKING_0_1.match(pair[0])])
    return urlunsplit(("https", (parts.hostname or "").lower() + port, parts.path.rstrip("/") or "/", query, ""))


def keys(page: Page, details: Details) -> Keys:
    """What is known of a page before it is read.

    An address that the user gives stands for the source; a file's path then does not, since one file may hold one
    article after another.
    """
    asked = details.url or page.source
    is_web = addresses.is_web(asked)
    places = [asked] if details.url or page.url is None else [page.url, *([asked] if is_web else [])]
    if (
        asked == "-" and page.url is None
    ):  # standard input has no name; under a slug it is that slug's, whatever it holds
        place = "" if details.slug else hashlib.sha256(page.body).hexdigest()
        known: tuple[str, ...] = (_key(place, details),)
    else:
        known = tuple(dict.fromkeys(_key(canonical(place), details) for place in places))
    origin = known[-1]
    return Keys(origin, known, stored=known, minted=known[0])


def keys_of_article(before: Keys, page: Page, details: Details, article: Article) -> Keys:
    """All keys, after the article was read. ``article.url`` is an address that counts, or none."""
    places = [each for each in (details.url, page.url, page.source) if each and each.startswith(("http:", "https:"))]
    claimed = [*places, *([article.url] if article.url else [])]
    says = _key(f"content:{content(article)}", details)
    plain = (_key(canonical(each), details) for each in claimed)
    told = (_key(f"canonical:{canonical(each)}", details) for each in claimed)
    earlier = (_key(canonical_0_1(each), details) for each in places)
    found = dict.fromkeys((*told, *plain, *earlier))
    own = [_key(f"canonical:{canonical(article.url)}", details)] if article.url else []
    return replace(
        before,
        known=(*before.known, says),
        claimed=tuple(key for key in found if key not in before.known),
        stored=tuple(dict.fromkeys((*before.stored, says, *own))),
    )


def keys_of_archive(article: Article, keys: tuple[str, ...], own: str) -> Iterator[str]:
    """The keys of a narration that is there, to write them down again; of narrator 0.1's, all that can be known."""
    yield own
    yield from keys
    if not keys:
        yield _key(f"content:{content(article)}", Details())
        if article.url:
            yield _key(f"canonical:{canonical(article.url)}", Details())


def counted(article: Article, page: Page, details: Details) -> tuple[Article, tuple[Doubt, ...]]:
    """The article with an address that counts: its canonical one on the same site that is not the site's front page.

    Returns:
        The article, whose ``url`` is else that of the page; and what is not sure about it.
    """
    told, asked = article.url, details.url or page.url
    if not told or details.url or (asked and canonical(told) == canonical(asked)):
        return article, ()
    why = ""
    if _is_front(told) and not (asked and _is_front(asked)):
        why = "which is the site's front page"
    elif asked and not _is_one_site(told, asked):
        why = "which is of another site"
    if not why:
        return article, ()
    doubt = Doubt(DoubtKind.CANONICAL_WRONG, f"the page gives {told} as its address, {why}; its own was taken")
    return replace(article, url=asked), (doubt,)


def is_same_article(one: Article, other: Article) -> bool:
    """Whether two texts are versions of one article: they have much in common, or something under one headline."""
    first, second = _letters(one.text), _letters(other.text)
    if not first or not second:
        return first == second and _letters(one.title) == _letters(other.title)
    common = _in_common(first, second)
    return common >= (SAME_UNDER_ONE_HEADLINE if _letters(one.title) == _letters(other.title) else SAME_TEXT)


def is_replaced(there: Article, article: Article) -> bool:
    """Whether an article that is found under a known key is another one: another address of its own, another text."""
    if not there.url or not article.url or canonical(there.url) == canonical(article.url):
        return False
    return not is_same_article(there, article)


def doubted(article: Article, page: Page, keys: Keys, details: Details) -> tuple[Article, Keys, Doubt]:
    """An article whose page gives the address of another one: with its own address, and no key of the other's."""
    told, own = article.url, page.url
    words = f"the page gives {told} as its address, under which another article is stored; its own was taken"
    kept = tuple(key for key in keys.stored if key != _key(f"canonical:{canonical(told or '')}", details))
    return replace(article, url=own), replace(keys, stored=kept), Doubt(DoubtKind.CANONICAL_WRONG, words)


def canonical_keys(article: Article, page: Page, details: Details) -> tuple[str, ...]:
    """Keys of the address that a page gives as its own, where that is another than the one it was read from."""
    if details.url or not article.url or (page.url and canonical(article.url) == canonical(page.url)):
        return ()
    plain = canonical(article.url)
    return _key(f"canonical:{plain}", details), _key(plain, details)


def content(article: Article) -> str:
    """A digest of what an article says: its headline and its text, whatever the spaces."""
    text = " ".join(f"{article.title} \n {article.text}".split())
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()


def _key(place: str, details: Details) -> str:
    """A key. The fragment of an address is set off from a slug, which stands behind ``#`` since narrator 0.1."""
    place = place.replace("#", " #")
    return source_id(f"{place}#{details.slug}" if details.slug else place)


def _is_front(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return not parts.query and not parts.fragment and bool(FRONT.fullmatch(parts.path))


def _is_one_site(one: str, other: str) -> bool:
    """Whether two addresses are of one site: equal hosts but for ``www.`` and the like, or one below the other."""
    try:
        first, second = (ASIDE.sub("", (urlsplit(each).hostname or "").lower()) for each in (one, other))
    except ValueError:
        return False
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _in_common(one: str, other: str) -> float:
    """Share of the shorter text's shingles that the other has too."""
    first, second = ({text[i : i + SHINGLE] for i in range(max(1, len(text) - SHINGLE + 1))} for text in (one, other))
    return len(first & second) / min(len(first), len(second))
