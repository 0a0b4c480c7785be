"""What a line is that is not the article: small named rules over phrases that are data per language."""

from __future__ import annotations

import re
from functools import lru_cache

from narrator.extract.cuts import Cut
from narrator.extract.line import WORD, Line
from narrator.extract.wording import EDGES, Phrases, plain
from narrator.languages import scripts

LONGEST = 2000
"""Characters of a line from which it is no furniture, whatever it says."""
CONSENT = re.compile(r"\bcookies?\b|файли cookie", re.IGNORECASE)
PRESSED = re.compile(
    r"\b(?:accept|agree|consent|reject|opt[ -]out|by continuing|by clicking|preferences|akzeptieren|zustimmen|ablehnen|einwilligung|accepte[rz]|refuser|paramétrer|acept(?:o|a[rs]?)|rechazar|configurar|погоджу\w+|прийняти|accetta\w*|rifiuta\w*|accepteren|weigeren|akkoord|akceptuj\w*|odrzuć|aceitar|rejeitar|принять|согласен)\b.{0,200}",
    re.IGNORECASE,
)
COOKIES = re.compile(
    r"\b(?:we|our|this (?:web)?site|wir|unsere|nous|nos|nosotros|nuestr\w+)\b.{0,80}\bcookies?\b|\bcookies?\b.{0,80}\b(?:we|our|wir|nous|partners?)\b",
    re.IGNORECASE,
)
EXTERNAL = re.compile(
    r"\b(?:external|third[- ]party|embedded) (?:content|media|providers?|services?|platforms?)\b|\bextern\w* (?:\w+ )?inhalt\w*|"
    r"\bcontenus? (?:externes?|tiers|intégrés?)|\bcontenidos? externos?|\bcontenut[oi] estern[oi]|\bexterne (?:inhoud|content|media)|"
    r"\btre(?:ści|ść) zewnętrzn|\bconteúdos? externos?|\bexternt innehåll|внешн\w+ (?:контент|содержи\w+)|зовнішн\w+ (?:вміст|контент)|"
    r"\bpersonal data may be|\bpersonenbezogene daten (?:können|übermittelt)|\bdonnées personnelles peuvent|\bdatos personales pueden",
    re.IGNORECASE,
)
"""What stands in the place of an embed until a reader agrees to it."""
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
ADDRESS_WORDS = 8
QUOTED = re.compile('["“„«][^"“”„«»]*["”“»]')
NUMBER_ONLY = re.compile(r"[\d\s.,:/|·•+%kKmM-]+")
COUNT = re.compile(
    r"[\d.,]+\s?[kKmM]?\s+(?:comments?|shares?|views?|likes?|replies|kommentare?|commentaires?|comentarios?|коментар\w*)",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
CLOCK = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}\s?[ap]\.?m\b", re.IGNORECASE)
ZONE = re.compile(r"(?<=[\d\s.])(?:[A-Z]{2,5})(?=\W|$)")
"""A time zone's letters behind a time."""
DATE_PARTS = frozenset(
    re.findall(
        r"\w+",
        "gmt est edt et pt pst pdt cet cest utc bst am pm a p m st nd rd th ago h uhr ist uk us time local de del",
    )
)
BAR = re.compile(r"\s+[|·•]\s+")
PAGE_COUNT = re.compile(r"(?:page|seite|página|сторінка)\s+\d+\s+(?:of|von|de|sur|з)\s+\d+", re.IGNORECASE)
COMMENTS = re.compile(
    r"(?:\d+\s+)?(?:comments?|responses?|thoughts|replies|join the conversation|join the discussion|kommentare|commentaires|comentarios|коментарі)(?:\s*\(?\d+\)?)?(?:\s+(?:on|to|zu|sur|sobre|до)\b.*)?",
    re.IGNORECASE,
)
NAMED_SOURCE = re.compile(r"\((?:[A-ZÀ-ÞЀ-Я][\w.'’-]*(?:\s|(?=\)))){2,6}\)$")
CREDIT_END = re.compile(
    r"(?:credits?|photos?|pictures?|image|source|foto|bild|quelle|crédits?|photo|crédito|fuente|фото|джерело)\s?:\s*[^\W\d_][^.!?:]{1,60}$",
    re.IGNORECASE,
)
LICENCE = re.compile(r"\S\s(?=CC[ -]BY[\w\s.-]{0,12}$)", re.IGNORECASE)
LICENCED_WORDS = 3
"""Words above the licence from which a line is a caption: "Licence: CC BY 4.0" is none."""
SHOWN = re.compile(
    r"\bfile (?:photo|image|picture)\b|\b(?:in|from) this\b[^.!?]{0,30}\b(?:photo|image|picture|photograph)\b|^(?:screenshot|screengrab) (?:by|from|of)\b|\((?:left|right|center|centre|pictured|L|R|links|rechts|à gauche|à droite|izquierda|derecha|ліворуч|праворуч)\)",
    re.IGNORECASE,
)
RIGHTS_TAIL = re.compile(r"(?:©|\(c\))\s?(?:\d{4}\s)?[A-Z][\w.\s]{2,40}$")
CAPTION_START = re.compile(
    r"^(?:image caption|media caption|image source|above|below|pictured|photo|photos|file photo|left to right|from left|clockwise from)\s*[:,]|^(?:image|media) caption\s",
    re.IGNORECASE,
)
CREDIT_INSIDE = re.compile(r"\b(?:photo|image|picture|foto|bild)\s?(?:credit|by|courtesy)\b\s*:?", re.IGNORECASE)
AGENCY_TAIL = re.compile(
    r"[^\W\d_]{3}[\"”»)]?[.!?]\s?[A-ZÀ-ÞЀ-Я][^.!?/]{2,60}(?:\s?/\s?[A-ZÀ-ÞЀ-Я][^.!?]{1,40}|\bvia\s[A-ZÀ-ÞЀ-Я][\w ]{1,30})$|[.;,—–-]\s?Courtesy\s(?:of\s)?[A-ZÀ-ÞЀ-Я][^!?]{2,80}$"
)
"""Who gave a picture, behind the sentence of its caption: "A quiet street at noon.Ada Moss / Agency", "40 x 32 in. Courtesy Moss Gallery."."""
FOLLOWED = re.compile(
    r"\b(?:on|auf|bei|sur|en|в|у)\s(?:\w+\s){0,2}?"
    r"(?:facebook|twitter|x|instagram|telegram|whatsapp|linkedin|youtube|tiktok|threads|bluesky|mastodon|google news|viber)\b",
    re.IGNORECASE,
)
CREDIT_TAIL = re.compile(
    r"[(\[](?=[^()\[\]]{2,90}[)\]]\W*$)[^()\[\]]*(?:(?-i:[^\W\d_]\w+\s?/\s?[A-ZÀ-ÞЀ-Я])|\bphotos?\b|\bpictures?:|\bimages?:|\bbild:|\bpool\b|getty|\bafp\b|\bap\b|reuters|courtesy|handout|\bcredits?:|\bvia |\bfoto|archiv|(?-i:\bEPA/|\bEPA-)|\bdpa\b|(?-i:\bEFE\b)|\bфото)[^()\[\]]*[)\]]\W*$",
    re.IGNORECASE,
)


def anywhere(line: Line, known: Phrases) -> Cut | None:
    """The cut of a line that is not the article wherever it stands; None where there is none."""
    if not line.plain or len(line.text) > LONGEST:
        return None if line.plain else Cut.EMPTY
    if _is_interface(line, known):
        return Cut.INTERFACE
    if any(phrase in line.plain for phrase in known.ai_label) and line.words <= 30:
        return Cut.AI_LABEL
    if _consents(line):
        return Cut.CONSENT
    if "indicates required" in line.plain or (
        line.words <= 40 and _starts(line.plain, ("©", "(c) 20", "copyright 20", "copyright ©"))
    ):
        return Cut.FOOTER
    if _counts(line, known):
        return Cut.COUNTER
    if is_caption(line):
        return Cut.CREDIT
    if _reads_more(line, known):
        return Cut.READ_MORE
    return Cut.ASK if _asks(line, known) else None


def edge_only(line: Line, known: Phrases, *, title: str = "", byline: str = "") -> Cut | None:
    """The cut of a line that is not the article where it stands at the article's beginning or end, and is elsewhere."""
    if len(line.text) > LONGEST:
        return None
    if title and _echoes(line, known, title, byline):
        return Cut.HEADLINE_ECHO
    if NUMBER_ONLY.fullmatch(line.text) or _is_date(line, known) or _is_dated_bar(line, known):
        return Cut.DATE
    if _is_byline(line, known, byline) or _is_address(line):
        return Cut.BYLINE
    if is_credit(line, known):
        return Cut.CREDIT
    if line.words <= 30 and any(phrase in line.plain for phrase in known.footer):
        return Cut.FOOTER
    return None


def _is_dated_bar(line: Line, known: Phrases) -> bool:
    """Whether a line is a date beside words of the page: "April 7, 2026 | Read online"."""
    parts = [Line(part) for part in BAR.split(line.text.strip())]
    return 1 < len(parts) <= 4 and all(
        _is_date(part, known) or _is_interface(part, known) or _counts(part, known) for part in parts
    )


def _counts(line: Line, known: Phrases) -> bool:
    """Whether a line is a page's number, a number of comments or the time to read."""
    if PAGE_COUNT.fullmatch(line.plain) or COUNT.fullmatch(line.plain):
        return True
    return line.words <= 7 and any(phrase in line.plain for phrase in known.reading_time)


def is_consent(line: Line) -> bool:
    """Whether a line is a part of a notice about cookies."""
    return CONSENT.search(line.text) is not None and (
        PRESSED.search(line.text) is not None or COOKIES.search(line.text) is not None
    )


def is_embed_consent(line: Line) -> bool:
    """Whether a line asks for the consent to content of somebody else; something to press has to stand beside it."""
    return EXTERNAL.search(line.text) is not None


def begins_ask(line: Line, known: Phrases) -> bool:
    """Whether a line begins as a request to the reader does: with an imperative, or an address to reach somebody."""
    starts = (*known.imperatives, *known.openers, *known.follow)
    return _starts(line.plain, starts)


def begins_interface(line: Line, known: Phrases) -> bool:
    """Whether a line begins with several words of a page's own: "Login or subscribe to …"."""
    return _starts(line.plain, known.interface_starts)


def is_plain_ask(line: Line, known: Phrases) -> bool:
    """Whether a line is a request of a site whatever it looks like: an imperative, and what is asked for is ours."""
    said = {word.casefold() for word in WORD.findall(line.text.replace("’", "'"))}
    return bool(said & known.we) and _starts(line.plain, (*known.imperatives, *known.openers, *known.follow))


def is_ask(line: Line, known: Phrases) -> bool:
    """Whether a line is nothing else than a request to the reader."""
    return anywhere(line, known) is Cut.ASK


def at_edge(line: Line, known: Phrases) -> Cut | None:
    """The cut of a line by itself at the article's beginning or end."""
    return anywhere(line, known) or edge_only(line, known)


def _echoes(line: Line, known: Phrases, title: str, byline: str) -> bool:
    """Whether a line is the headline, alone or with the date and who wrote it behind."""
    name, words = plain(title), line.plain.split(" ")
    if line.plain == name:
        return True
    if len(words) > len(name.split(" ")) + 14:
        return False
    length = next((n for n in range(len(words), 3, -1) if name.endswith(" ".join(words[:n]).rstrip(EDGES))), 0)
    rest = line.text.strip().split(maxsplit=length)[length:] if length else []
    parts = [Line(part) for part in re.split(r"\s+[-–—|·]\s+", " ".join(rest).strip(EDGES)) if part.strip()]
    return any(
        _is_date(part, known) or NUMBER_ONLY.fullmatch(part.text) or _is_byline(part, known, byline) for part in parts
    )


def is_credit(line: Line, known: Phrases) -> bool:
    """Whether a line credits a picture: it ends with a bracketed source, or is short and names one."""
    if len(line.text) > LONGEST:
        return False
    if CREDIT_TAIL.search(line.text) and line.words <= 60:
        return True
    lower = line.text.casefold().strip()
    if line.words <= 25 and _starts(lower, _beginnings(known.credit)):
        return True
    if line.is_sentence or line.words > 14:
        return False
    if lower.rstrip(EDGES).endswith(known.credit):
        return True
    return line.words <= 5 and any(phrase in lower for phrase in known.credit)


@lru_cache(maxsize=64)
def _beginnings(credit: tuple[str, ...]) -> tuple[str, ...]:
    """The phrases behind which a credit's name comes. Asked for each line of a page."""
    return tuple(phrase for phrase in credit if phrase.endswith((":", "by", "of")))


def is_caption(line: Line) -> bool:
    """Whether a line is a picture's caption wherever it stands: it ends with a source, or begins or speaks as one."""
    text = line.text.strip()
    if line.words > 60 or len(text) > LONGEST:
        return False
    if (
        line.words >= 4
        and (CREDIT_TAIL.search(text) or RIGHTS_TAIL.search(text))
        and text.count('"') + text.count("“") == 0
    ):
        return True
    if line.words >= 6 and NAMED_SOURCE.search(text):
        return True
    if _ends_as_credit(text) or (line.words <= 45 and SHOWN.search(QUOTED.sub(" ", text))):
        return True
    return CAPTION_START.search(text) is not None or CREDIT_INSIDE.search(text) is not None


def _ends_as_credit(text: str) -> bool:
    """Whether a text ends with who gave a picture, or with the licence of one."""
    if CREDIT_END.search(text):
        return True
    licence = LICENCE.search(text)
    return licence is not None and len(text[: licence.end()].split()) >= LICENCED_WORDS


def names_source(line: Line) -> bool:
    """Whether a line ends with who took or gave a picture, in brackets: "(Courtesy of the archive)"."""
    return CREDIT_TAIL.search(line.text) is not None


def is_credited(line: Line) -> bool:
    """Whether a line says who took or gave a picture, or begins as a caption with a colon."""
    text = line.text
    patterns = (CREDIT_TAIL, CREDIT_INSIDE, RIGHTS_TAIL, AGENCY_TAIL)
    start = CAPTION_START.search(text)
    return (
        any(pattern.search(text) for pattern in patterns)
        or _ends_as_credit(text)
        or (start is not None and start.group().rstrip()[-1:] != ",")
    )


def ends_article(line: Line) -> bool:
    """Whether a line heads what never belongs to an article: the readers' comments."""
    return line.words <= (30 if line.plain[:1].isdigit() else 8) and COMMENTS.fullmatch(line.plain) is not None


def heads_tail(line: Line, known: Phrases) -> bool:
    """Whether a line heads a section that follows articles: related ones, more of the site, comments."""
    if line.words > 8 or line.text.rstrip().endswith("."):
        return False
    sure = " " in line.plain or line.plain in ("related", "recommended", "trending", "newsletter")
    return ends_article(line) or (sure and line.plain in known.tail_headings)


def _is_interface(line: Line, known: Phrases) -> bool:
    if line.plain in known.interface or _all_interface(line, known):
        return True
    return line.words <= 16 and _starts(line.plain, known.interface_starts)


def _all_interface(line: Line, known: Phrases) -> bool:
    """Several interface phrases in one line, as "Share Tweet Email" or "Become a member Gift membership"."""
    rest = line.plain
    if line.words > 10:
        return False
    while rest:
        words = rest.split(" ")
        length = next((n for n in range(min(6, len(words)), 0, -1) if plain(" ".join(words[:n])) in known.interface), 0)
        if not length:
            return False
        rest = " ".join(words[length:]).strip(EDGES)
    return True


def _reads_more(line: Line, known: Phrases) -> bool:
    start = next((phrase for phrase in known.read_more if _starts(line.plain, (phrase,))), None)
    if start is None or line.words > 30:
        return False
    text = line.text.strip(EDGES)
    rest = text[len(start) :].lstrip()
    return (
        rest[:1] in (":", "|", "»", ">", "→", "-", "–", "—")
        or text[: len(start)].isupper()
        or (not line.is_sentence and line.words <= 14 and len(start.split()) > 1)
    )


def _asks(line: Line, known: Phrases) -> bool:
    """A request to the reader: it begins with an imperative, or speaks of us and you and of what is asked for.

    The words outside quotation marks count; a list of words alone would delete half of an article on NATO membership.
    """
    if line.words <= 25 and FOLLOWED.search(line.text) and _starts(line.plain, known.follow):
        return True
    outside = QUOTED.sub(" ", line.text)
    found = {each.group().casefold() for each in known.ask_words.finditer(outside)}
    said = {word.casefold() for word in WORD.findall(outside.replace("’", "'"))}
    sure = bool(found & known.sure_asks)
    if line.words <= 60 and outside.strip() and _starts(line.plain, known.imperatives):
        return bool(found) or line.words <= 8
    if line.words <= 60 and outside.strip() and _starts(line.plain, known.openers):
        return sure or bool(found and said & known.we)
    if line.words > 90 or outside.strip() != line.text.strip() or not said & known.asker:
        return False
    # Of us and of you and of three such things, or of two where one is little else: a product's guide says less.
    both = bool(said & known.we) and bool(said & (known.asker - known.we))
    return len(found) >= (3 if not sure else 2) and (both or (sure and (bool(said & known.we) or len(found) >= 3)))


def _consents(line: Line) -> bool:
    """A cookie notice, however long: it names cookies and what may be pressed."""
    return line.words <= 200 and CONSENT.search(line.text) is not None and PRESSED.search(line.text) is not None


def _is_date(line: Line, known: Phrases) -> bool:
    words = [word.casefold().strip(".") for word in re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", line.text)]
    if len(words) > 9 or not re.search(r"\d", line.text):
        return False
    if CLOCK.search(line.text):
        words = [word for word in words if word.upper() not in ZONE.findall(line.text)]
    return bool(words) and all(word in known.date_words or word in DATE_PARTS for word in words)


def _is_byline(line: Line, known: Phrases, byline: str) -> bool:
    if byline and line.plain in (plain(byline), *(plain(f"{word} {byline}") for word in known.byline)):
        return True
    if line.words > 14 or line.is_sentence:
        return False
    first = max((word for word in known.byline if _starts(line.plain, (word,))), key=len, default=None)
    if first is None:
        return False
    if first in known.desks:
        return line.words <= 8
    rest = WORD.findall(line.text.strip()[len(first) :])
    capital = sum(word[:1].isupper() or word[:1].isdigit() for word in rest)
    return bool(rest) and capital >= len(rest) * (0.3 if len(first) > 2 or first == "by" else 0.6)


def _is_address(line: Line) -> bool:
    """Whether a line is a name and an e-mail address, as Korean articles end: of who wrote it."""
    return line.words <= ADDRESS_WORDS and not line.is_sentence and ADDRESS.search(line.text) is not None


def _starts(text: str, starts: tuple[str, ...]) -> bool:
    """Whether the text begins with one of the phrases, as whole words where the phrase ends in a word and words have spaces."""
    if not text.startswith(starts):
        return False
    return any(
        text.startswith(start) and not (text[len(start) : len(start) + 1].isalnum() and _ends_in_word(start))
        for start in starts
    )


def _ends_in_word(phrase: str) -> bool:
    return phrase[-1:].isalnum() and not scripts.has_unspaced(phrase)
