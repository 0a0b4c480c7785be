"""Whether a word is a noun or a verb where it stands, by its neighbours: the record, they record every car."""

from __future__ import annotations

import re

DETERMINERS = frozenset(["a", "an", "the", "this", "that", "these", "those", "his", "her", "hers", "its", "their", "our", "my", "your", "no", "any", "some", "each", "every", "another", "either", "neither", "such", "whose", "what", "which", "both", "all", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "first", "second", "third", "last", "next", "new", "old", "own", "same", "other", "certain", "many", "more", "most", "few", "fewer", "several"])  # fmt: skip
PREPOSITIONS = frozenset(["of", "in", "on", "for", "with", "at", "by", "from", "without", "under", "into", "over", "about", "between", "against", "after", "before", "during", "through", "per", "via", "as", "than", "amid", "among", "despite", "since", "until", "off", "onto", "within", "across", "like", "near", "behind", "toward", "towards", "beyond", "beneath", "plus"])  # fmt: skip
MODALS = frozenset(["will", "would", "can", "could", "may", "might", "must", "shall", "should", "won't", "wouldn't", "can't", "couldn't", "cannot", "shouldn't", "mustn't", "do", "does", "did", "don't", "doesn't", "didn't", "i'll", "you'll", "we'll", "they'll", "he'll", "she'll", "it'll", "i'd", "you'd", "we'd", "they'd", "he'd", "she'd", "let", "let's", "lets", "please", "help", "helps", "helped"])  # fmt: skip
PRONOUNS = frozenset(["i", "we", "they", "you", "who"])
PEOPLE = frozenset(["people", "police", "men", "women", "children", "staff", "media", "authorities", "troops", "many", "some", "others", "most", "few", "analysts"])  # fmt: skip
ADVERBS = frozenset(["also", "never", "always", "often", "still", "now", "then", "not", "only", "just", "rarely", "usually", "sometimes", "seldom", "even", "already", "soon", "further", "better", "routinely"])  # fmt: skip
TO_NOUN = frozenset(["due", "thanks", "according", "close", "up", "back", "prior", "led", "leads", "lead", "leading", "similar", "compared", "addition", "access", "response", "rise", "rose", "risen", "fell", "contributed", "applied", "related", "key", "added", "return", "returned", "subject", "down", "opposed", "opposition", "exposure", "exposed", "objections", "objection", "limited", "equal", "equivalent", "committed", "addicted", "solution", "solutions", "answer", "attention", "prone", "linked", "tied", "led", "next", "nearer", "closer", "respect", "regard", "contrary", "comes", "came", "went", "goes", "going", "amounted", "turned", "turn", "switched", "moved", "owing", "relates"])  # fmt: skip
"""Before "to", which is then no sign of a verb: due to record rainfall."""
NO_PLURAL = frozenset(["this", "its", "his", "was", "has", "is", "does", "us", "news", "sales", "sports", "arms", "always", "perhaps", "across", "plus", "less", "bus", "class", "loss", "business", "process", "access", "success", "press", "congress", "crisis", "basis", "analysis", "yes", "thus", "series", "species", "mass", "gas", "pass", "cross", "boss", "glass", "grass", "dress", "stress", "address", "witness", "princess", "illness", "fitness", "economics", "politics", "physics", "mathematics", "as", "yours", "hers", "ours", "theirs", "various", "serious", "previous", "religious", "dangerous", "famous", "obvious", "nervous", "anonymous", "enormous", "jealous", "generous", "numerous"])  # fmt: skip
STARTS = frozenset(["the", "a", "an", "his", "her", "its", "their", "our", "my", "your", "this", "that", "these", "those", "him", "them", "it", "us", "me", "you", "more", "less", "no", "any", "all", "every", "each", "some", "how", "whether", "why", "what", "to", "how"])  # fmt: skip
"""What begins the object of a verb."""
NOUN_FOLLOWS = frozenset(["of", "is", "was", "are", "were", "has", "had", "have", "will", "would", "which", "who", "whose", "by", "said", "says", "remains", "remain", "seems", "became"])  # fmt: skip
ADJECTIVE = re.compile(
    r"(?:al|ic|ous|ive|ful|less|ary|able|ible|ant|ent|ish|ese|ern|ian|can|ean|est|ist|or|like)$|^(?:big|small|large|huge|major|minor|high|low|long|short|good|bad|great|good|early|late|strong|weak|sharp|steep|slight|modest|free|full|fair|main|key|top|joint|mass|peaceful|public|private|federal|local|national|street|student|work|art|peace|pay|tax|trade|price|wage|rate|building|house|city|state|government|data|film|music|world|murder|prime|rape|child|drug|human|metal|sharp|fresh|foreign|direct|open|live|clean|heavy|light|hot|cold|young|rare|true|real|fake|secret|whole|only|single|double|multi-year|record|lucrative|year-long|\w+-\w+)$"
)
MOST = 40
"""Characters of the text before the word that are looked at."""
BACK = re.compile(r"[\w'’-]+|[,.;:!?()\"“”—–]")


def is_verb(before: str, after: str, *, third: bool = False) -> bool | None:
    """Whether a word that may be a noun or a verb is a verb; None where its neighbours do not say.

    Args:
        before: what stands before it in its sentence.
        after: what stands behind it.
        third: whether it has the s of the third person, or of a plural.
    """
    words = [word.lower().replace("’", "'") for word in BACK.findall(before[-MOST:])]
    following = BACK.findall(after[:MOST])
    behind = following[0].lower() if following else ""
    if not words or words[-1] in ',.;:!?()"“”—–':
        return _after_a_pause(words, behind)
    if third:
        return _third(words, behind)
    last, earlier = words[-1], words[-2] if len(words) > 1 else ""
    if last == "to":
        return earlier not in TO_NOUN
    if last in MODALS or (last in PRONOUNS and behind not in NOUN_FOLLOWS):
        return True
    if (
        last in DETERMINERS - {"that", "which", "all", "most", "many", "few", "both", "some"}
        or last in PREPOSITIONS
        or last.endswith("'s")
    ):
        return False
    if last in ADVERBS or (last.endswith("ly") and len(last) > 4):
        return _behind_an_adverb(words[:-1], behind)
    if last in ("and", "or") and len(words) > 2:
        return _behind_and(words[:-1], behind)
    return _behind_a_noun(words, behind)


def _third(words: list[str], behind: str) -> bool | None:
    """It records every call; the firm exports steel; oil exports rose."""
    last = words[-1]
    if last in (
        "he",
        "she",
        "it",
        "who",
        "which",
        "nobody",
        "everyone",
        "someone",
        "everybody",
        "also",
        "now",
        "still",
        "often",
    ):
        return True
    if last in DETERMINERS or last in PREPOSITIONS or last.endswith("'s") or last in MODALS or _is_plural(last):
        return False
    if behind in STARTS - {"to", "what", "how", "no", "all"}:
        return True
    return False if behind in NOUN_FOLLOWS | {"to", "from", "in", "on", "rose", "fell", "were", "are"} else None


def _after_a_pause(words: list[str], behind: str) -> bool | None:
    """At the beginning of a sentence: "Record every call." commands, "Record profits" does not."""
    if words and words[-1] == ",":
        return None
    return True if behind in STARTS - {"to", "that"} else None


def _behind_an_adverb(words: list[str], behind: str) -> bool | None:
    last = words[-1] if words else ""
    if last in MODALS | PRONOUNS | {"to"} or last in PEOPLE or _is_plural(last):
        return True
    return False if last in DETERMINERS else None


def _behind_and(words: list[str], behind: str) -> bool | None:
    """To buy and record music; the film and record industry."""
    if any(word in MODALS or word == "to" for word in words[-3:]) and behind in STARTS:
        return True
    return False if behind in NOUN_FOLLOWS else None


def _behind_a_noun(words: list[str], behind: str) -> bool | None:
    last = words[-1]
    governed = any(word in ("a", "an", "this", "another", "each", "every") for word in words[-4:-1])
    if (last in PEOPLE or _is_plural(last)) and not governed:
        if (
            behind in STARTS
            or behind in ("by", "with", "on", "in", "at", "from", "that", "against", "when", "if")
            or last in PEOPLE
        ):
            return True
        is_subject = not any(word in MODALS or word in PREPOSITIONS or word in (",", "and") for word in words)
        return True if is_subject and behind not in NOUN_FOLLOWS and behind else None
    if ADJECTIVE.search(last) or last.endswith(("ed", "ing", "en")):
        return False
    return False if behind in NOUN_FOLLOWS or governed else None


def _is_plural(word: str) -> bool:
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "'s")) and word not in NO_PLURAL
