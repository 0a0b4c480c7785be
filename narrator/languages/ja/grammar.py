"""Japanese: signs, units and dates in words. The figures stay: what reads the characters counts days, people and pens."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from narrator.languages import tables
from narrator.languages.common import enclosed, plain
from narrator.languages.common.vulgar import VULGAR
from narrator.languages.rules import DIGITS, Rule, Step

NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
FREE = r"(?<![\dA-Za-z./:-])"
TO = r"\s?[-–—―~～〜−]\s?"
SCALE = r"(?P<scale>(?:[十百千]?[万億兆]|[千百])?)"
RUBY = re.compile(r"[|｜][^|｜《》\s]{1,20}《([\u3041-\u30ff]{1,30})》")
"""｜東雲《しののめ》, as Aozora Bunko and novel sites write it; without the bar 《ひまわり》 may be the name of a painting."""
WON = (
    r"(?=で(?:勝|敗|下|破|逆転|引き分|先勝|競り|制|快勝|辛勝|惜敗)|の(?:勝利|敗戦|逆転|接戦|引き分け|同点|僅差|スコア))"
)


def order(language: str) -> tuple[Step, ...]:
    """All rules, in their order."""
    table = _table()
    web, _, signs = plain.order("")
    countries = "".join(table["countries"])
    return (
        Step("addresses", "their dots and signs are said by name", (Rule("email", enclosed.EMAIL, _email, "@"),)),
        web,
        Step("ruby", "its marks would be read as quotation marks", (Rule("ruby", RUBY, lambda m: m[1], "《"),)),
        _single(),
        _dates(),
        _telephones(),
        _times(),
        _amounts(),
        _numbers(),
        Step(
            "countries",
            "one character that is a word of another sound elsewhere",
            (Rule("country", re.compile(rf"(?:(?<=^)|(?<=[。「・]))[{countries}](?=[、・])|(?<=[{countries}]・)[{countries}](?![\u4e00-\u9fff])"), lambda m: table["countries"][m.group()], countries),),
        ),
        signs,
    )  # fmt: skip


def _dates() -> Step:
    """Days, years and seasons."""
    return Step(
        "dates",
        "their groups look like ranges and fractions",
        (
            Rule("date", re.compile(rf"{FREE}(\d{{4}})([-/.])(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)"), lambda m: f"{m[1]}年{int(m[3])}月{int(m[4])}日", DIGITS),
            Rule("era", re.compile(r"(?<![A-Za-z\d])([MTSHR])(\d{1,2})(?:([./])(1[0-2]|0?[1-9])\3(3[01]|[12]\d|0?[1-9])(?![\d.])|(?=年))"), _era, "MTSHR"),
            Rule("season", re.compile(rf"{FREE}(\d{{4}})/(\d{{2}})(?=\s?(?:年?シーズン|年度))"), lambda m: f"{m[1]}から{m[2]}", "/"),
            Rule("day", re.compile(rf"{FREE}(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=\s?[(（][月火水木金土日祝])|{FREE}(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])(?=まで|から|より|に|は|発売|開催|開始|締|付|以降|頃|ごろ|[〜～])"), lambda m: f"{int(m[1] or m[3])}月{int(m[2] or m[4])}日", "/"),
        ),
    )  # fmt: skip


def _telephones() -> Step:
    """Numbers that are dialled, house numbers and versions."""
    return Step(
        "telephones",
        "their groups look like ranges",
        (
            Rule("police", re.compile(r"(?<!\d)110番(?![目地])"), lambda m: "ヒャクトオ番", "番"),
            Rule("abroad", re.compile(r"\+\d{1,3}[- ]?\d{1,4}(?:[- ]\d{2,4}){2,3}(?!\d)"), lambda m: f"プラス{_groups(m)}", "+"),
            Rule("telephone", re.compile(r"(?<![\dA-Za-z-])(?:0\d{1,4}(?:[-−–ー]\d{1,4}[-−–ー]|\(\d{1,4}\))|\(0\d{1,4}\)\s?\d{1,4}[-−–ー])\d{3,4}(?!\d)|(?<=〒)\d{3}[-−–ー]\d{4}"), _groups, "-−–ー("),
            Rule("to-the-minute", re.compile(r"(?<=\d時)0(\d)分"), lambda m: f"{m[1]}分" if m[1] != "0" else "", "0"),
            Rule("batting", re.compile(r"(?<=[率])\.(\d)(\d)(\d)(?!\d)"), _batting, "."),
            Rule("lot", re.compile(r"(?<![\d.-])\d{1,3}(?:-\d{1,3}){2,}(?![\d-])"), lambda m: m.group().replace("-", "の"), "-"),
            Rule("version", re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])"), lambda m: m.group().replace(".", "テン"), "."),
        ),
    )  # fmt: skip


def _times() -> Step:
    """Hours, goals and ratios."""
    return Step(
        "scores and times",
        "a colon parts hours from minutes, and goals",
        (
            Rule("score", re.compile(rf"{FREE}(\d{{1,3}})\s?[-–―−:]\s?(\d{{1,3}}){WON}|(?:(?<=スコア)|(?<=スコアは)|(?<=PK)|(?<=延長))(\d{{1,3}})[-:](\d{{1,3}})"), lambda m: f"{m[1] or m[3]}対{m[2] or m[4]}", DIGITS),
            Rule("clocks", re.compile(rf"{FREE}([0-2]?\d):([0-5]\d){TO}([0-2]?\d):([0-5]\d)(?![\d:])"), lambda m: f"{_clock(m[1], m[2])}から{_clock(m[3], m[4])}", ":"),
            Rule("length", re.compile(rf"{FREE}(?P<in>(?<=午[前後]))?(\d{{1,2}}):([0-5]\d):([0-5]\d)(?![\d:])"), _length, ":"),
            Rule("clock", re.compile(rf"{FREE}([0-2]?\d):([0-5]\d)(?![\d:])"), lambda m: _clock(m[1], m[2]), ":"),
            Rule("ratio", re.compile(rf"{FREE}(\d+):(\d+)(?![\d:])"), lambda m: f"{m[1]}対{m[2]}", ":"),
        ),
    )  # fmt: skip


def _amounts() -> Step:
    """Money, percent and units."""
    table = _table()
    money = "|".join(map(re.escape, table["currencies"]))
    units = "|".join(sorted(map(re.escape, table["units"]), key=len, reverse=True))
    each = "|".join(sorted(map(re.escape, [*table["each"], *table["units"]]), key=len, reverse=True))
    return Step(
        "amounts",
        "a number with the sign or the unit beside it",
        (
            Rule("money", re.compile(rf"(?P<sign>[-−])?(?P<money>{money})\s?(?P<a>{NUMBER})(?:{TO}(?P<b>{NUMBER}))?{SCALE}円?"), _money, "$€£¥￥₩₽₹฿"),
            Rule("money-behind", re.compile(rf"(?P<sign>(?<!\d)[-−])?(?P<a>{NUMBER})(?P<b>(?!))?{SCALE}\s?(?P<money>[$€£¥￥₩₽₹฿])"), _money, "$€£¥￥₩₽₹฿"),
            Rule("coordinate", re.compile(r"(\d+)°(\d+)[′'](?:(\d+)[″\"])?"), lambda m: "".join(f"{part}{unit}" for part, unit in zip(m.groups(), "度分秒", strict=True) if part), "°"),
            Rule("each", re.compile(rf"(?<![\dA-Za-z./:])(?P<a>{NUMBER}){SCALE}(?P<money>円|ドル|ユーロ)/(?P<each>{each})(?![A-Za-z])"), _each, "/"),
            Rule("unit", re.compile(rf"(?<![\dA-Za-z.:])(?<!\d/)(?P<sign>[-−+±])?(?P<a>{NUMBER})(?:(?P<first>{units})?{TO}(?P<b>{NUMBER}))?{SCALE}\s?(?P<unit>{units})(?![A-Za-z]|(?<=[A-Z])\d)"), _unit, DIGITS),
            Rule("are", re.compile(r"(?<=\d)a(?=当たり|あたり)"), lambda m: "アール", "a"),
            Rule("unit-alone", re.compile(r"(?<![A-Za-z\d])(?:[kc]?m[²³]|[㎡㎢㎥㎞㎝㎜㎏㎎㎖℃])"), lambda m: table["units"].get(m.group()), "²³㎡㎢㎥㎞㎝㎜㎏㎎㎖℃"),
        ),
    )  # fmt: skip


def _numbers() -> Step:
    """Fractions, ranges, signs and what is left."""
    table = _table()
    money = "|".join(map(re.escape, table["currencies"]))
    return Step(
        "numbers",
        "fractions, ranges and signs",
        (
            Rule("fraction", re.compile(r"(?<![\dA-Za-z./])(\d{1,3})/(\d{1,3}|10{3,4})(?![\d/])"), lambda m: f"{m[2]}分の{m[1]}" if int(m[1]) < int(m[2]) else f"{m[1]}対{m[2]}", "/"),
            Rule("not-up", re.compile(r"(?<![\dA-Za-z.,/:-])(\d{1,3})[-−](\d{1,3})(?![\d-]|[.,]\d|月)(?P<with>(?=[での]|\(\d))?"), _not_up, "-−"),
            Rule("below-zero", re.compile(rf"(?<![\dA-Za-z)）年月日番号丁目])[-−](?P<a>{NUMBER})(?P<unit>度|℃|点|円)?{TO}(?P<below>[-−])?(?P<b>{NUMBER})"), _below_zero, "-−"),
            Rule("range", re.compile(rf"{FREE}({NUMBER})((?:[十百千万億兆]|[年月日時分秒人円回歳個台件校社代階位度倍割話巻号](?!前|後))*){TO}(?=\d)"), lambda m: f"{m[1]}{m[2]}から", "-–—~～〜−"),
            Rule("behind-letters", re.compile(r"(?<=[A-Za-z])-(?=\d)"), lambda m: " ", "-"),
            Rule("sign", re.compile(r"(?<![\dA-Za-z])[-−](?=\d)"), lambda m: "マイナス", "-−"),
            Rule("plus", re.compile(r"(?<!\d)[+](?=\d)|(?<=\d)\+(?!\s?\d)|±(?=\d)"), lambda m: "プラス" if m.group() == "+" else "プラスマイナス", "+±"),
            Rule("added", re.compile(r"(?<=\d)\s?\+\s?(?=\d)"), lambda m: "たす", "+"),
            Rule("times", re.compile(r"(?<=\d)\s?[×x]\s?(?=\d)"), lambda m: "かける", "×x"),
            Rule("divided", re.compile(r"(?<=\d)\s?÷\s?(?=\d)"), lambda m: "わる", "÷"),
            Rule("equal", re.compile(r"(?<=[\w%)円²³])\s?=\s?(?=[\d$€£¥￥−-])"), lambda m: "イコール", "="),
            Rule("power", re.compile(r"(?<=\d)\^(\d{1,3})(?!\d)"), lambda m: f"の{m[1]}乗", "^"),
            Rule("raised", re.compile(r"(?<=[\dA-Za-z)])[²³](?![⁰¹²³⁴-⁹])"), lambda m: "の2乗" if m.group() == "²" else "の3乗", "²³"),
            Rule("to-number", re.compile(r"(?<=[\d%℃度円億万人台点位])\s?[→⇒]\s?(?=[\d$€£¥￥−-])"), lambda m: "から", "→⇒"),
            Rule("down", re.compile(r"[▲△▼]\s?(?=\d)"), lambda m: "マイナス", "▲△▼"),
            Rule("leading-zeros", re.compile(r"(?<![\d.,A-Za-z])0\d+(?![\d.])"), _groups, "0"),
            Rule("money-alone", re.compile(money), lambda m: table["currencies"][m.group()], "$€£¥￥₩₽₹฿"),
            Rule("percent-alone", re.compile("[%‰]"), lambda m: table["units"][m.group()], "%‰"),
        ),
    )  # fmt: skip


def bare(language: str) -> tuple[Rule, ...]:
    """The same for what is no sentence."""
    return tuple(rule for step in order(language) for rule in step.rules)


def _single() -> Step:
    """Signs of one character that hold a number or a word."""
    return Step(
        "single",
        "what is read as a figure runs into the figures behind it",
        (
            Rule("circled", enclosed.CIRCLED_NUMBER, _circled),
            Rule("roman", enclosed.ROMAN_NUMBER, lambda m: str(enclosed.value(m.group()))),
            Rule("vulgar", enclosed.VULGAR_FRACTION, _vulgar),
            Rule("page", re.compile(r"(?<![A-Za-z])pp?\.\s?(\d+)(?![\d-])"), lambda m: f"{m[1]}ページ", "p"),
            Rule("number-sign", re.compile(r"(?<![A-Za-z])(?:N[oO]\.\s?|№\s?)(?=\d)"), lambda m: "ナンバー", "N№"),
            Rule("magnitude", re.compile(r"(?<![A-Za-z])M(?=\d\.\d(?![\d.]))"), lambda m: "マグニチュード", "M"),
            Rule("about", re.compile(r"[≈≒]\s?(?=\d)"), lambda m: "約", "≈≒"),
            Rule("at", re.compile(r"@(?=\w)"), lambda m: "アット", "@"),
        ),
    )


def _circled(match: re.Match[str]) -> str:
    """①20歳 is 1、20歳: without the stop it would be 120歳."""
    before = "、" if match["close"] is not None else ""
    return f"{before}{enclosed.value(match.group())}{'、' if match['ends'] is None else ''}"


def _vulgar(match: re.Match[str]) -> str:
    """2½ is 2と2分の1."""
    top, bottom = VULGAR[match["part"]]
    return f"{match['whole']}と{bottom}分の{top}" if match["whole"] else f"{bottom}分の{top}"


def _email(match: re.Match[str]) -> str:
    """info@example.jp, its signs by their names."""
    names = {"@": "アットマーク", ".": "ドット", "-": "ハイフン", "_": "アンダーバー", "+": "プラス"}
    return "".join(f" {names[sign]} " if sign in names else sign for sign in match.group())


def _era(match: re.Match[str]) -> str:
    """R6.4.1, as officials write it, is 令和6年4月1日."""
    era = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}[match[1]]
    day = f"年{int(match[4])}月{int(match[5])}日" if match[3] else ""
    return f"{era}{int(match[2])}{day}"


def _clock(hour: str, minute: str) -> str:
    return f"{int(hour)}時" + (f"{int(minute)}分" if int(minute) else "")


def _length(match: re.Match[str]) -> str:
    """2:05:11 is how long a race took; 午後2:05:11 and 14:02:05 are times of the day."""
    hours, minutes, seconds = map(int, match.groups()[1:])
    is_time = match["in"] is not None or hours > 9 or match[2].startswith("0")
    return f"{hours}{'時' if is_time else '時間'}{minutes}分{seconds}秒"


def _batting(match: re.Match[str]) -> str:
    """打率.305 is 3割5厘."""
    parts = zip(match.groups(), "割分厘", strict=True)
    return "".join(f"{digit}{place}" for digit, place in parts if digit != "0") or "0割"


def _each(match: re.Match[str]) -> str:
    """1,000円/時 is 1時間あたり1,000円."""
    table = _table()
    of_what = table["each"].get(match["each"]) or "1" + table["units"][match["each"]]
    return f"{of_what}あたり{match['a']}{match['scale']}{match['money']}"


def _below_zero(match: re.Match[str]) -> str:
    """-5〜3."""
    below = "マイナス" if match["below"] else ""
    return f"マイナス{match['a']}{'度' if match['unit'] == '℃' else match['unit'] or ''}から{below}{match['b']}"


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
