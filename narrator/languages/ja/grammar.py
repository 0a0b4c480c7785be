"""Japanese: signs, units and dates in words. The figures stay: what reads the characters counts days, people and pens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from narrator.languages import tables
from narrator.languages.common import plain
from narrator.languages.rules import DIGITS, Rule, Step

NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
FREE = r"(?<![\dA-Za-z./:-])"
TO = r"\s?[-–—~～〜−]\s?"
SCALE = r"(?P<scale>(?:[十百千]?[万億兆]|[千百])?)"
WON = (
    r"(?=で(?:勝|敗|下|破|逆転|引き分|先勝|競り|制|快勝|辛勝|惜敗)|の(?:勝利|敗戦|逆転|接戦|引き分け|同点|僅差|スコア))"
)


def order(language: str) -> tuple[Step, ...]:
    """All rules, in their order."""
    table = _table()
    web, _, signs = plain.order("")
    money = "|".join(map(re.escape, table["currencies"]))
    units = "|".join(sorted(map(re.escape, table["units"]), key=len, reverse=True))
    countries = "".join(table["countries"])
    return (
        web,
        Step(
            "dates",
            "their groups look like ranges and fractions",
            (
                Rule("date", re.compile(rf"{FREE}(\d{{4}})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"), lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日", DIGITS),
                Rule("day", re.compile(rf"{FREE}(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=\s?[(（][月火水木金土日])"), lambda m: f"{int(m[1])}月{int(m[2])}日", "/"),
            ),
        ),
        Step(
            "telephones",
            "their groups look like ranges",
            (
                Rule("police", re.compile(r"(?<!\d)110番(?![目地])"), lambda m: "ヒャクトオ番", "番"),
                Rule("abroad", re.compile(r"\+81[- ]?\d{1,2}[- ]\d{3,4}[- ]\d{4}(?!\d)"), lambda m: f"プラス{_groups(m)}", "+"),
                Rule("telephone", re.compile(r"(?<![\dA-Za-z-])0\d{1,4}-\d{1,4}-\d{3,4}(?!\d)|(?<=〒)\d{3}-\d{4}"), _groups, "-"),
                Rule("lot", re.compile(r"(?<![\d.-])\d{1,3}(?:-\d{1,3}){2,}(?![\d-])"), lambda m: m.group().replace("-", "の"), "-"),
                Rule("version", re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])"), lambda m: m.group().replace(".", "テン"), "."),
            ),
        ),
        Step(
            "scores and times",
            "a colon parts hours from minutes, and goals",
            (
                Rule("score", re.compile(rf"{FREE}(\d{{1,3}})\s?[-–−:]\s?(\d{{1,3}}){WON}|(?<=スコア)(\d{{1,3}})[-:](\d{{1,3}})"), lambda m: f"{m[1] or m[3]}対{m[2] or m[4]}", DIGITS),
                Rule("clock", re.compile(rf"{FREE}([0-2]?\d):([0-5]\d)(?![\d:])"), lambda m: f"{int(m[1])}時" + (f"{int(m[2])}分" if int(m[2]) else ""), ":"),
                Rule("ratio", re.compile(rf"{FREE}(\d+):(\d+)(?![\d:])"), lambda m: f"{m[1]}対{m[2]}", ":"),
            ),
        ),
        Step(
            "amounts",
            "a number with the sign or the unit beside it",
            (
                Rule("money", re.compile(rf"(?P<sign>[-−])?(?P<money>{money})\s?(?P<a>{NUMBER})(?:{TO}(?P<b>{NUMBER}))?{SCALE}"), _money, "$€£¥￥₩₽₹฿"),
                Rule("money-behind", re.compile(rf"(?P<sign>(?<!\d)[-−])?(?P<a>{NUMBER})(?P<b>(?!))?{SCALE}\s?(?P<money>[$€£¥￥₩₽₹฿])"), _money, "$€£¥￥₩₽₹฿"),
                Rule("coordinate", re.compile(r"(\d+)°(\d+)[′'](?:(\d+)[″\"])?"), lambda m: "".join(f"{part}{unit}" for part, unit in zip(m.groups(), "度分秒", strict=True) if part), "°"),
                Rule("unit", re.compile(rf"(?<![\dA-Za-z./:])(?P<sign>[-−+±])?(?P<a>{NUMBER})(?:(?P<first>{units})?{TO}(?P<b>{NUMBER}))?{SCALE}\s?(?P<unit>{units})(?![A-Za-z])"), _unit, DIGITS),
            ),
        ),
        Step(
            "numbers",
            "fractions, ranges and signs",
            (
                Rule("fraction", re.compile(r"(?<![\dA-Za-z./])(\d{1,3})/(\d{1,3})(?![\d/])"), lambda m: f"{m[2]}分の{m[1]}" if int(m[1]) < int(m[2]) else f"{m[1]}対{m[2]}", "/"),
                Rule("not-up", re.compile(rf"{FREE}(\d{{1,3}})[-−](\d{{1,3}})(?![\d-]|月)(?P<with>(?=[での]))?"), _not_up, "-−"),
                Rule("range", re.compile(rf"{FREE}({NUMBER})((?:[十百千万億兆]|[年月日時分秒人円回歳個台件校社代階位度倍割話巻号](?!前|後))*){TO}(?=\d)"), lambda m: f"{m[1]}{m[2]}から", "-–—~～〜−"),
                Rule("behind-letters", re.compile(r"(?<=[A-Za-z])-(?=\d)"), lambda m: " ", "-"),
                Rule("sign", re.compile(r"(?<![\dA-Za-z])[-−](?=\d)"), lambda m: "マイナス", "-−"),
                Rule("plus", re.compile(r"(?<![\dA-Za-z])[+](?=\d)|±(?=\d)"), lambda m: "プラス" if m.group() == "+" else "プラスマイナス", "+±"),
                Rule("added", re.compile(r"(?<=\d)\s?\+\s?(?=\d)"), lambda m: "たす", "+"),
                Rule("times", re.compile(r"(?<=\d)\s?[×x]\s?(?=\d)"), lambda m: "かける", "×x"),
                Rule("leading-zeros", re.compile(r"(?<![\d.,A-Za-z])0\d+(?![\d.])"), _groups, "0"),
                Rule("money-alone", re.compile(money), lambda m: table["currencies"][m.group()], "$€£¥￥₩₽₹฿"),
                Rule("percent-alone", re.compile("[%‰]"), lambda m: table["units"][m.group()], "%‰"),
            ),
        ),
        Step(
            "countries",
            "one character that is a word of another sound elsewhere",
            (Rule("country", re.compile(rf"(?:(?<=^)|(?<=[。「・]))[{countries}](?=[、・])|(?<=[{countries}]・)[{countries}](?![\u4e00-\u9fff])"), lambda m: table["countries"][m.group()], countries),),
        ),
        signs,
    )  # fmt: skip


def bare(language: str) -> tuple[Rule, ...]:
    """The same for what is no sentence."""
    return tuple(rule for step in order(language) for rule in step.rules)


def _money(match: re.Match[str]) -> str:
    """$50 is 50ドル; 5億ドル with its scale."""
    amount = f"{match['a']}から{match['b']}" if match["b"] else match["a"]
    return f"{_sign(match['sign'])}{amount}{match['scale']}{_table()['currencies'][match['money']]}"


def _unit(match: re.Match[str]) -> str:
    """Five kilograms; of a range the unit once."""
    amount = f"{match['a']}から{match['b']}" if match["b"] else match["a"]
    return f"{_sign(match['sign'])}{amount}{match['scale']}{_table()['units'][match['unit']]}"


def _not_up(match: re.Match[str]) -> str | None:
    """What is no range since it does not count up: a score before で or の, else a house number: 1-1 is 1の1."""
    if int(match[1]) < int(match[2]):
        return None
    return f"{match[1]}{'の' if match['with'] is None else '対'}{match[2]}"


def _groups(match: re.Match[str]) -> str:
    """Digit by digit, its groups apart; one by one they are read so, whatever stands beside them."""
    kana = ["ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー"]
    return "、".join("".join(kana[int(digit)] for digit in group) for group in re.findall(r"\d+", match.group()))


def _sign(written: str | None) -> str:
    return {"-": "マイナス", "−": "マイナス", "+": "プラス", "±": "プラスマイナス"}.get(written or "", "")


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tables.own_or_english("ja", "numbers")
