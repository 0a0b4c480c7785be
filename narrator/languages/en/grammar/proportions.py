"""Ratios, scales, durations with a colon, marks out of a number, sums: what else is a time of day or a fraction."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import NUMBER, cardinal
from narrator.languages.en.grammar.reading import Reading, after, ahead, behind
from narrator.languages.rules import DIGITS, Rule, number_rule

RATIO_BEFORE = re.compile(
    r"\b(?:ratios?|scales?|proportions?|dilut\w+|mix\w*|odds|gears?|gearing|leverage|splits?|exchange rate|stirred|blend\w*)\b[^.;!?\d]{0,32}$",
    re.IGNORECASE,
)
RATIO_BEHIND = re.compile(
    r"[\s-](?:ratios?|scale|splits?|dilution|mix(?:ture)?|blend|model|odds|aspect|leverage|map|replica|proportions?|solution|reverse split|student|teacher|female|male|gear)\b"
)
"""Beside these two numbers with a colon are a ratio: "1:10 with water", "a 1:24 scale model"."""
LASTS = re.compile(
    r"\b(?:lasts?|lasted|lasting|clip|video|audio|song|track|film|trailer|episode|podcast|recording|duration|runtime|running time|length|runs(?=\s$)|run for|runs for|ran for|remaining|left)(?:\sis|\swas|\sof|:)?\s\(?$",
    re.IGNORECASE,
)
SHORT_THING = re.compile(
    r"\s(?:countdown|clip|video|song|track|film|trailer|teaser|segment|recording|runtime|interval|intro|solo|short|ad|advert|spot|montage|medley|episode|podcast|workout|timer|reel|audio|sequence|remix|single|version)s?\b"
)
"""What lasts minutes and seconds: a 4:32 clip."""
MARKED = re.compile(
    r"\b(?:scor(?:e[sd]?|ing)|rat(?:e[sd]?|ing)|marks?|marked|grade[sd]?|review(?:ed)?|ranked|perfect|awarded|earn(?:s|ed)|got|gets?|receiv(?:es?|ed)|gave|achiev(?:es?|ed)|managed|result)"
    r"(?:\s(?:of|it|at|a|an|as|him|her|them|full|only|just|was|the film|the book|the show|the album|the game|the restaurant)){0,3}:?\s$",
    re.IGNORECASE,
)
MARKED_BEHIND = re.compile(
    r"\s(?:on|in|for)\s(?:the|a|an|his|her|their|my|your|its|every|each)\s(?:\w+\s){0,2}(?:test|exam|quiz|paper|assessment|essay|review|audit|inspection|survey|scale)s?\b|\s(?:stars?|rating|score|marks?)\b"
)
FULL_MARKS = frozenset(
    {5, 6, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 120, 150, 160, 180, 200, 300, 400, 600, 800}
)
SCORED_BEFORE = re.compile(r"\band\s(?:he|she|they|I|we|you|it|\w+)\s(?:got|scored|earned|had|gave)(?:\sit)?\s$")
MEASURED = re.compile(
    r"\b(?:room|size[sd]?|measur\w+|plot|screen|format|photo\w*|prints?|canvas|area|grid|matrix|board|panel|rug|tile|sheet|dimensions?)\b",
    re.IGNORECASE,
)


def _ratio(match: re.Match[str], reading: Reading) -> str | None:
    if not (RATIO_BEFORE.search(behind(match, 60)) or RATIO_BEHIND.match(ahead(match))):
        return None
    last = re.sub(r"\s", ",", match.group(2))
    third = match.group(3)
    said = f"{reading.number(match.group(1))} to {reading.number(last)}"
    return f"{said} to {reading.number(third)}" if third else said


def _duration(match: re.Match[str]) -> str | None:
    """The clip lasts 1:00, a 4:32 clip, the video (2:00)."""
    minutes, seconds = int(match.group(1)), int(match.group(2))
    described = bool(SHORT_THING.match(ahead(match)))
    if not described and not LASTS.search(behind(match, 30)):
        return None
    if re.match(r"\s?[AaPp]\.?[Mm]\b", ahead(match)):
        return None
    parts = [_counted(minutes, "minute", one=described)] if minutes else []
    parts += [_counted(seconds, "second", one=described)] if seconds or not minutes else []
    return (" " if described else " and ").join(parts)


def _counted(value: int, name: str, *, one: bool) -> str:
    return f"{cardinal(value)} {name}{'' if one or value == 1 else 's'}"


def _marks(match: re.Match[str], reading: Reading) -> str | None:
    """18/20 behind "scored": eighteen out of twenty; "got 9/10 of the votes" is a fraction."""
    top, bottom = float(match.group(1)), int(match.group(2))
    if bottom not in FULL_MARKS or top > bottom or re.match(r"\sof\b|\s?(?:inch|cup|mile)", ahead(match)):
        return None
    before = behind(match)
    if not (MARKED.search(before) or SCORED_BEFORE.search(before) or MARKED_BEHIND.match(ahead(match))):
        return None
    return f"{reading.number(match.group(1))} out of {reading.number(match.group(2))}"


ODDS = re.compile(
    r"\b(?:odds|bookmakers?|bookies?|favou?rites?|outsiders?|betting|antepost|ante-post|shot|backed|punters?|starting price|tipsters?)\b"
)


def _odds(match: re.Match[str]) -> str | None:
    """Odds of 7/1, the 5/2 favourite: where betting is spoken of."""
    if not ODDS.search(behind(match, 80) + ahead(match)):
        return None
    return f"{cardinal(int(match.group(1)))} to {cardinal(int(match.group(2)))}"


def _innings(match: re.Match[str]) -> str | None:
    """287/6, all out for 150/10: runs for the loss of wickets."""
    runs, wickets = int(match.group(1)), int(match.group(2))
    near = match.string[max(0, match.start() - 80) : match.end() + 60]
    if (
        wickets > 10
        or runs <= wickets
        or not ((runs >= 100 and wickets < 10 and CRICKET_SIDE.search(behind(match))) or CRICKET.search(near))
    ):
        return None
    return f"{cardinal(runs)} for {cardinal(wickets)}"


def _innings_hyphen(match: re.Match[str]) -> str | None:
    """287-6 dec: only where cricket is spoken of."""
    near = match.string[max(0, match.start() - 80) : match.end() + 60]
    runs, wickets, declared = int(match.group(1)), int(match.group(2)), bool(match.group("declared"))
    if not (declared or WICKETS.search(near)) or runs < 20 or not wickets:
        return None
    return f"{cardinal(runs)} for {cardinal(wickets)}" + (" declared" if declared else "")


WICKETS = re.compile(r"\b(?:wickets?|overs|declared|all out|stumps|Test match|T20|ODI|lbw|cricket\w*)\b")
CRICKET = re.compile(
    r"\b(?:cricket\w*|wickets?|innings|overs|declared|all out|batting|bowl(?:ed|ing|er|ers)|chas(?:e|ed|ing)|stumps|Test match|T20|ODI|runs|batters?|batsm[ae]n|crease|lbw)\b"
)
CRICKET_SIDE = re.compile(
    r"\b(?:India|England|Australia|Pakistan|Bangladesh|Sri Lanka|New Zealand|South Africa|West Indies|Zimbabwe|Afghanistan|Ireland|Scotland|Netherlands|[Rr]each\w*|made|posted|scored|were|was|at|on|to|closed on|finished on|slumped to|collapsed to)\s$"
)


def _height(match: re.Match[str]) -> str:
    """The 6-2, 220-pound guard; the 6-foot-2 one is plain."""
    return f"{cardinal(int(match.group(1)))} {cardinal(int(match.group(2)))}"


def _product(match: re.Match[str]) -> str | None:
    """3 × 4 = 12, "learn 6 × 7."; a size otherwise: a room of 4 × 5, 4 × 6 prints."""
    rest = ahead(match)
    if re.match(r"\s?\d+(?:\.\d+)?(?:\s?[x×+*−-]\s?\d+(?:\.\d+)?)*\s?=", rest):
        return " times "
    if match.group().strip() != "×" or not re.match(r"\s?\d+(?:\.\d+)?(?:[.,;:?!)]|$)", rest):
        return None
    return None if MEASURED.search(match.string) else " times "


def rules(reading: Reading) -> tuple[Rule, ...]:
    """Before the times of day and the fractions."""
    return (
        number_rule("ratio-named", re.compile(rf"(?<![\w.,:$€£-])(\d{{1,5}}(?:\.\d{{1,3}})?):(\d{{1,3}}(?:\s\d{{3}})+(?!\d)|(?:{NUMBER})(?:\.\d{{1,3}})?)(?::(\d{{1,3}}))?(?![\d:])"), reading.says(_ratio), ":"),
        number_rule("duration", re.compile(r"(?<![\d:.,])(\d{1,3}):([0-5]\d)(?![\d:]|\.\d|\s?[AaPp]\.?[Mm]\b)"), _duration, ":"),
        number_rule("part-of-all", re.compile(r"(?<=\s)(\d{1,4})/(\d{1,4})(?![\w/%]|\.\d)"), after(r"(?:[Ll]ap|[Pp]age|[Ss]tage|[Dd]ay|[Ee]pisode|[Pp]art|[Rr]ound|[Qq]uestion|[Gg]ame|[Mm]atch|[Cc]hapter|[Ss]tep|[Ll]esson|[Ii]ssue|[Pp]hoto|[Tt]hread)", lambda m: f"{cardinal(int(m[1]))} of {cardinal(int(m[2]))}"), "/"),
        number_rule("odds", re.compile(r"(?<![\w.,/$€£-])(\d{1,3})/([1248]|11)(?![\w/%]|\.\d)"), _odds, "/"),
        number_rule("innings", re.compile(r"(?<![\w.,/$€£-])(\d{2,3})/(\d{1,2})(?:d(?:ec)?\b)?(?![\w/%]|\.\d)"), _innings, "/"),
        number_rule("innings-hyphen", re.compile(r"(?<![\w.,/$€£-])(\d{2,3})[-–](\d)(?:\s?(?P<declared>d|dec)\b\.?)?(?![\w/%-]|\.\d)"), _innings_hyphen, "-–"),
        Rule("penalties", re.compile(r"(?<=\d\son\s)pens\b"), lambda m: "penalties", words=frozenset({"pens"})),
        number_rule("height", re.compile(r"(?<![\w.,/$-])([4-8])-(\d|1[01])(?=,?\s(?:and\s)?\d{3}(?:-|\s)pounds?\b|(?:,\s\d{3}\s(?:lbs?\b))|\s(?:guard|forward|center|cornerback|linebacker|lineman|quarterback|receiver|pitcher|tackle|end|swingman|wing|striker|shooting guard|point guard|power forward|freshman|sophomore|junior|senior|native|rookie)\b|,\s(?:guard|forward|center)\b)"), _height, "-"),
        number_rule("marks", re.compile(r"(?<![\w.,/$€£-])(\d{1,3}(?:\.\d)?)\s?/\s?(\d{1,3})(?![\w/%]|\.\d)"), reading.says(_marks), "/"),
        Rule("product", re.compile(r"(?<=\d)\s?[x×]\s?(?=\d)"), _product, f"{DIGITS} x×"),
    )  # fmt: skip
