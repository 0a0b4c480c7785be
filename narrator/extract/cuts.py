"""Why a line is not read: the closed list of cuts.

A rule that cuts a line names one of these, so that a misspelt one fails the type check. The value is what users see:
in ``extract --removed``, in manifests and in reports.
"""

from __future__ import annotations

from enum import Enum, StrEnum


class Place(Enum):
    """Where a cut may cut a line."""

    ANYWHERE = "anywhere"
    EDGE = "edge"
    """At the article's beginning or end alone: in the middle such a line is text."""


class Cut(StrEnum):
    """A reason for which a line is not read: its name, where it cuts, and what it costs a run of pasted lines.

    ``cost`` is negative: what a line with this cut takes from the sum of a run of lines that is taken for the
    article of a pasted page (see ``pasted/runs.py``). ``is_aside`` tells a cut whose line heads an aside, from which a
    run may come back to the article.
    """

    place: Place
    cost: float
    is_aside: bool
    overrules: bool

    def __new__(
        cls,
        value: str,
        cost: float = -3.0,
        place: Place = Place.ANYWHERE,
        is_aside: bool = False,
        overrules: bool = False,
    ) -> Cut:
        """A cut with what is known of it."""
        cut = str.__new__(cls, value)
        cut._value_ = value
        cut.cost, cut.place, cut.is_aside, cut.overrules = cost, place, is_aside, overrules
        return cut

    # What no rule is needed for.
    EMPTY = "empty"
    OUTSIDE = "outside-article"
    """Nobody wanted it: no extractor, no neighbour."""
    AFTER = "after-article"

    # By the elements of the page.
    SITE_SKIP = "site-skip"
    """The user's settings name it."""
    HIDDEN = "hidden"
    FORM = "form"
    SIGN_UP = "sign-up"
    SPONSOR = "sponsor"
    """The box of somebody who pays for it, by the words that head it."""
    FURNITURE = "furniture"
    SECTION_OF_LINKS = "section-of-links"
    LIST_OF_LINKS = "list-of-links"
    """The whole page is little but links."""
    LINKS = "links"
    """A bar of them in one line."""
    DOWNLOAD = "download"

    # By what the line says.
    INTERFACE = "interface", -5.0
    AI_LABEL = "ai-label"
    CONSENT = "consent", -30.0
    FOOTER = "footer", -60.0
    DISCLAIMER = "disclaimer", -6.0
    COUNTER = "counter"
    CREDIT = "credit", -4.0
    CAPTION = "caption", -3.0
    READ_MORE = "read-more", -6.0
    ASK = "ask", -20.0

    # Around the headline.
    HEADLINE_ECHO = "headline-echo", -3.0, Place.EDGE
    DATE = "date", -3.0, Place.EDGE
    BYLINE = "byline", -3.0, Place.EDGE
    STANDFIRST = "standfirst"

    # Beside and below the article.
    PULL_QUOTE = "pull-quote"
    TWICE = "twice", -10.0
    FOOTNOTE = "footnote"
    REFERENCES = "references"
    TABLE = "table", -0.5
    EMBED = "embed", -1.0, Place.ANYWHERE, False, True
    """Who posted an embedded post: said with the line above."""
    TAIL_HEADING = "tail-heading", -4.0, Place.ANYWHERE, True
    ASIDE_HEADING = "aside-heading", -4.0, Place.ANYWHERE, True, True
    RELATED = "related", -4.0
    TEASER = "teaser", -25.0
    AUTHOR_NOTE = "author-note"
    COMMENTS_HEADING = "comments-heading"
    """What heads comments, where it is not sure that they begin."""
    COMMENTS = "comments", -60.0, Place.ANYWHERE, False, True
    NEXT_ARTICLE = "next-article", -60.0, Place.ANYWHERE, False, True

    # Of Markdown.
    SHORTCODE = "shortcode"
    """What a site generator puts something else for."""
    HTML = "html"
