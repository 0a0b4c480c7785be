"""Addresses of the web, telephones, abbreviations, Roman numerals, signs by their names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from narrator.languages.common import entities
from narrator.languages.common.addresses import HOST, sayable
from narrator.languages.common.romans import roman
from narrator.languages.common.signs import SILENT, leftover
from narrator.languages.common.tongue import Tongue, any_of, before, follows
from narrator.languages.rules import DIGITS, EMOJI, Rule

NUMERAL = r"[IVXІХ]{1,6}"
"""Latin letters, or the Cyrillic ones that look the same."""
VALID = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
LATIN = str.maketrans("ІХ", "IX")


def web(tongue: Tongue) -> tuple[Rule, ...]:
    """Addresses by their domain, mail, handles, hashtags."""
    t = tongue.table

    def host(match: re.Match[str]) -> str:
        tail = re.search(r"[.,;:!?)]*$", match.group("rest") or "")
        return domain(match.group("host")) + (tail.group() if tail else "")

    def domain(name: str) -> str:
        return f" {t['dot']} ".join(spoken(part) for part in name.removeprefix("www.").strip(".").split(".") if part)

    def spoken(part: str) -> str:
        return re.sub(r"\d+", lambda m: f" {tongue.number_in_words(m.group())} ", re.sub(r"[_+]", " ", sayable(part)))

    def mail(match: re.Match[str]) -> str:
        name, _, place = match.group().partition("@")
        return f"{domain(name)} {t['at']} {domain(place)}"

    return (
        entities.rule(t["signs"]["&"]),
        Rule("url", re.compile(r"\b(?:https?|ftp)://(?P<host>[\w.-]{1,253})(?P<rest>(?::\d+)?(?:[/?#][^\s<>]*)?)"), host, ":"),
        Rule("mail", re.compile(r"(?<![\w@])[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,6}[A-Za-z]{2,24}\b"), mail, "@"),
        Rule("domain", re.compile(rf"(?<![\w@.]){HOST}(?![\w-]|\.\w)(?P<rest>/[^\s<>]*)?"), lambda m: host(m) if len(m.group("host").rsplit(".", 1)[0]) > 2 and m.group("host").rsplit(".", 1)[1].islower() else None, "."),
        Rule("handle", re.compile(r"(?<![\w@.])@(\w{1,40})"), lambda m: f"{t['at']} {spoken(m.group(1))}", "@"),
        Rule("hashtag", re.compile(r"(?<![\w&])#(?=\w*[^\W\d])(\w{1,80})"), lambda m: f"{t['hashtag']} {spoken(m.group(1))}", "#"),
    )  # fmt: skip


def phones(tongue: Tongue) -> tuple[Rule, ...]:
    """Numbers that are dialled, digit by digit, group by group."""

    def speak(match: re.Match[str]) -> str:
        plus = f"{tongue.table['plus']} " if "+" in match.group() else ""
        return plus + ", ".join(tongue.digits(group) for group in re.findall(r"\d+", match.group()))

    def called_speak(match: re.Match[str]) -> str:
        word = match.string[match.start() : match.start("gap")]
        return f"{tongue.table['abbreviations'].get(word, word)}{match.group('gap')}{speak(match)}"

    called = tongue.table["called"]
    return (
        Rule("phone-international", re.compile(r"(?<![\w+])\+(?=(?:[\s/().-]{0,2}\d){8,15}(?!\d))\d{1,3}(?:[\s/-]?\(?\d{1,8}\)?){2,6}(?!\d|\s?[%€$£₴])"), speak, "+"),
        Rule("phone-national", re.compile(r"(?<![\w.,/-])(?<!\d[ \u00a0])0\d{2,4}[\s/-]\d{3,8}(?:[\s-]\d{2,4}){0,3}(?![\d%])"), speak, "0"),
        Rule("phone-grouped", re.compile(r"(?<![\w.,/-])(?<!\d[ \u00a0])(?:\d{2,3}\s\d{3}|\d{3}\s\d\d)\s\d\d\s\d\d(?![\w%]|[.,\s]\d)"), speak, DIGITS),
        Rule("phone-called", re.compile(rf"(?:(?<=\s)|(?<=\A))(?:{called})(?P<gap>:?\s)\d{{2,9}}(?:[\s/-]\d{{2,8}}|-\d{{1,4}}){{0,5}}(?![\w%]|[.,]\d)"), called_speak, DIGITS),
    )  # fmt: skip


def rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Roman numerals behind a word, then abbreviations."""
    t = tongue.table
    known = _with_capitals(t["abbreviations"])

    def abbreviation(match: re.Match[str]) -> str | None:
        short = match.group()
        if short not in t["abbreviations"] and not re.search(r"(?:^|[.!?:–—„“\"«]\s?)$", before(match, 3)):
            return None
        if short in t["before_name"] and not re.match(r"\s?[-]?[A-ZÀ-ÞА-ЯІЇЄҐ]", follows(match, 3)):
            return None
        small = short if short in t["abbreviations"] else short[:1].lower() + short[1:]
        in_front, behind = small in t["before_number"], small in t["behind_number"]
        if (in_front or behind) and not (
            (in_front and re.match(r"\s?(?:\d|[LRDA]\.?\s?\d)", follows(match, 6)))
            or (behind and re.search(r"(?:\d|[IVXІХ])\s?$", before(match, 3)))
        ):
            return None
        ends = short.endswith(".") and not follows(match, 4).strip(' "”»)')
        return tongue.short_form(str(known[short]), match) + ("." if ends else "")

    def numeral(match: re.Match[str]) -> str | None:
        written, name = match.group("roman").translate(LATIN), match.group("name")
        if not VALID.fullmatch(written) or (len(written) == 1 and (name == "y" or not tongue.is_numbered(name))):
            return None
        said = tongue.roman(roman(written), name, before(match, 40))
        return said and f"{name} {said}"

    return (
        Rule("roman", re.compile(rf"(?<!\w)(?P<name>[^\W\d_][\w-]{{1,24}})\s(?P<roman>{NUMERAL})(?![\w])(?:\.(?=\s[a-zäöüß]))?"), numeral, "IVXІХ"),
        Rule("abbreviation", re.compile(rf"(?<![\w.])(?<!\w\.[-–])(?:{any_of(known)})(?!\w)"), abbreviation),
    )  # fmt: skip


def _with_capitals(abbreviations: Mapping[str, str]) -> Mapping[str, str]:
    """The short forms, and those in small letters with a capital too, as at a sentence's head: "Bzw."."""
    capitals = {
        short[0].upper() + short[1:]: said[0].upper() + said[1:]
        for short, said in abbreviations.items()
        if short[0].islower() and said
    }
    return {**capitals, **abbreviations}


def signs(tongue: Tongue) -> tuple[Rule, ...]:
    """Signs by their names, or in silence."""
    names = tongue.table["signs"]
    return (
        Rule("emoji", EMOJI, lambda m: " "),
        Rule("ruled", re.compile(rf"([{re.escape(''.join(names))}])\1{{2,}}"), lambda m: " "),
        Rule("letters-and", re.compile(r"(?<=\w)&(?=\w)"), lambda m: f" {names['&']} ", "&"),
        Rule("named", re.compile(f"[{re.escape(''.join(names))}]"), lambda m: f" {names[m.group()]} ", "".join(names)),
        Rule("slash", re.compile(r"\s?/+\s?"), lambda m: " ", "/"),
        Rule("silent", re.compile(f"[{re.escape(SILENT)}]"), lambda m: " "),
        *leftover(tongue.cardinal),
    )
