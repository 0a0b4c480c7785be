"""Counts with a scale word or letter, and ranges of them: 2-3m viewers, 500-600k, 1.5 million-2 million."""

from __future__ import annotations

import re

from narrator.languages.en.grammar.numbers import NUMBER, spoken
from narrator.languages.en.grammar.reading import DASH, FREE, ahead
from narrator.languages.rules import number_rule

SCALES = {"k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "mln": "million", "mil.": "million", "B": "billion", "b": "billion", "bn": "billion", "bln": "billion", "tn": "trillion", "trn": "trillion"}  # fmt: skip
WORDS = "hundred|thousand|million|billion|trillion|lakh|crore"
VALUE = rf"(?:{NUMBER})(?:\.\d{{1,6}})?"
LENGTHS = r"(?:sprint|hurdle|step|race|final|swim|freestyle|butterfly|backstroke|breaststroke|relay|dash|wave|wall|fence|tree|tower|statue|pole|crater|ditch|boat|yacht|gap|drop|leap|jump|pool|platform|springboard)s?"
"""What is measured in meters where a bare m stands before it."""
PEOPLE = r"(?:people|children|men|women|staff|youth|folk|more|others?|fewer|extra|new|additional|unique|monthly|daily|weekly|active|paying|registered|annual|total|young|older|British|American|European|Chinese|Indian)"
"""Words before or among what is counted."""
COUNTABLE = r"(?:users?|views?|viewers?|followers?|fans?|downloads?|subscribers?|subscriptions?|people|voters?|votes|visitors?|visits|customers?|members?|copies|streams?|plays|listeners?|readers?|likes|posts|accounts?|players?|homes|households?|jobs|workers?|employees|deaths|cases|doses|tests|barrels|tonnes|tons|records|trees|shares|tickets|residents|refugees|migrants|children|men|women|students|patients|passengers|cars|vehicles|devices|units|orders|students|pounds|euros|dollars|hits|clicks|comments|signatures|subs|stations|participants|attendees|supporters|donors|products|words|miles|steps|acres|birds|animals|fish|sheep|cattle|bees)"
"""What people count by the thousand and million; a single digit and a capital is else a name: 4K video, 3M."""
COUNTED = rf"(?=\s(?!{LENGTHS}\b)(?:{PEOPLE}\s)?(?:[a-z]+s|people|children|men|women|staff|more)\b)"
ENDS = r"(?!\w|-\d|\.\d)"


def _scaled(match: re.Match[str]) -> str:
    return f"{spoken(match.group('value'))} {SCALES[match.group('scale')]}"


def _range(match: re.Match[str]) -> str:
    """The first number's scale is said where it is written and another one."""
    first, last = match.group("scale1"), match.group("scale")
    word = SCALES.get(last, last.strip(" -").lower())
    before = SCALES.get(first or "", (first or "").strip(" -").lower())
    head = spoken(match.group("low")) + (f" {before}" if before and (before != word or len(first) > 3) else "")
    return f"{head} to {spoken(match.group('value'))} {word}"


def _many(match: re.Match[str]) -> str | None:
    """A single digit and a capital: 1M users, "about 2B people"; 3M is a company, 4K a picture."""
    text = match.string
    if re.search(
        r"(?:[Aa]bout|[Aa]round|[Oo]ver|[Nn]early|[Aa]lmost|[Rr]oughly|[Ss]ome|[Uu]p to|more than|less than|fewer than|at least|than|to|the|its|by)\s$",
        text[max(0, match.start() - 12) : match.start()],
    ) and re.match(r"\s(?!resolution|screen|display|video|footage)[a-z]|[,.;:)]|$", ahead(match)):
        return (
            _scaled(match)
            if match.group() not in ("3M", "4K", "8K", "2K", "5K") or re.match(rf"\s{COUNTABLE}\b", ahead(match))
            else None
        )
    if re.match(rf"\s(?:{PEOPLE}\s)?{COUNTABLE}\b", ahead(match)):
        return _scaled(match)
    others = re.findall(rf"(?<![\w.])\d{{1,4}}{match.group('scale')}(?=\s(?:{PEOPLE}\s)?{COUNTABLE}\b)", text)
    return _scaled(match) if others and re.match(r"\s[a-z]", ahead(match)) else None


RULES = (
    number_rule("scaled-range", re.compile(rf"(?<![\w.,$€£¥/-])(?P<low>{VALUE})\s?(?P<scale1>k|K|m|M|bn|mn|mln|bln|tn)?{DASH}(?P<value>{VALUE})\s?(?P<scale>k|K|mn|mln|mil\.|bn|bln|tn|trn){ENDS}"), _range),
    number_rule("scaled-range-m", re.compile(rf"{FREE}(?P<low>{VALUE})(?P<scale1>m|M)?{DASH}(?P<value>{VALUE})(?P<scale>m|M|B)(?:{COUNTED}|(?=-(?:strong|person|euro|pound|dollar|tonne|ton)\b))"), _range),
    number_rule("scaled-range-words", re.compile(rf"{FREE}(?P<low>{VALUE})(?P<scale1>[\s-](?:{WORDS}))(?:{DASH}|-to-)(?P<value>{VALUE})(?P<scale>[\s-](?:{WORDS}))\b"), _range),
    number_rule("count-letters", re.compile(rf"{FREE}(?P<value>{VALUE})\s?(?P<scale>mln|mil\.|bln|trn){ENDS}"), _scaled, "l"),
    number_rule("count-plus", re.compile(r"(?<![\w.,$€£¥/-])(?P<value>\d{1,3}(?:\.\d)?)(?P<scale>[MBKk])\+(?=\s[a-z])"), lambda m: f"{_scaled(m)} plus", "+"),
    number_rule("count-capital-one", re.compile(r"(?<![\w.,$€£¥/-])(?P<value>\d)(?P<scale>[MBK])(?!\w|-\w|['’])"), _many, "MBK"),
)  # fmt: skip
