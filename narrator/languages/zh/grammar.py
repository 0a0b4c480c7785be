"""Chinese: years digit by digit, percent and fractions with the whole first, liǎng where two are counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from narrator.languages import of, tables
from narrator.languages.common import enclosed, plain
from narrator.languages.common.vulgar import VULGAR
from narrator.languages.rules import DIGITS, Rule, Step

FIGURES = "零一二三四五六七八九"
TELEPHONE = "零幺二三四五六七八九"
"""One is yāo in numbers that are dialled."""
PLACES = ("千", "百", "十", "")
SCALES = ("", "万", "亿", "万亿")
LONGEST = 16
"""Digits of the largest number that the scales reach; a longer one is read digit by digit."""
NUMBER = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
FREE = r"(?<![\dA-Za-z./:-])"
TO = r"\s?(?:[-–—~～〜至到])\s?"
SCALE = r"(?P<scale>万亿|百万|千万|[千万亿萬億]?)"
TRADITIONAL = ("TW", "HK", "MO")
SCORE = r"(?:(?<=以)|(?<=比分)|(?<=比分为)|(?<=比分為)|(?<=总分)|(?<=打成)|(?<=战成))"


def order(language: str) -> tuple[Step, ...]:
    """All rules, in their order."""
    say = _Chinese(language)
    web, _, signs = plain.order("")
    return (
        Step("addresses", "their dots and signs are said by name", (Rule("email", enclosed.EMAIL, say.email, "@"),)),
        web,
        _single(say),
        _dates(say),
        _telephones(say),
        _times(say),
        _amounts(say),
        _numbers(say),
        signs,
    )  # fmt: skip


def _dates(say: _Chinese) -> Step:
    """Days, years and seasons."""
    year = r"(?P<year>\d{4})"
    return Step(
        "dates",
        "their groups look like telephone numbers and ranges",
        (
            Rule("date", re.compile(rf"{FREE}{year}([-/.])(?P<month>0?[1-9]|1[0-2])\2(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)"), say.date, DIGITS),
            Rule("day", re.compile(rf"{FREE}(0?[1-9]|1[0-2])/(1[3-9]|2\d|3[01])(?=[前起止]|至今|开始|開始|截止|当天|當天|[(（]周|[(（]週)"), lambda m: say.hand(f"{cardinal(int(m[1]))}月{cardinal(int(m[2]))}日"), "/"),
            Rule("event", re.compile(r"(?<![\d.])(\d{1,2})·(\d{1,2})(?![\d.])"), say.run, "·"),
            Rule("season", re.compile(r"(?<!\d)(\d{4})[/-](\d{2})(?=\s?(?:赛季|賽季|年度|学年|學年))"), say.run, "季年"),
            Rule("quarter", re.compile(r"(?<![\dA-Za-z])\d{4}(?=Q[1-4])"), say.run, "Q"),
            Rule("generation", re.compile(r"(?<![\d.,])\d[05](?=后(?![来面天续备]))"), say.run, "后"),
            Rule("spelt", re.compile(r"(?<!\d)(?:985|211)(?=\s?(?:高校|工程|院校|大学|大學))|(?<=波音)\s?\d{3}|(?<=空客)\s?\d{3}"), say.run, DIGITS),
            Rule("life", re.compile(rf"(?<=[(（])(?P<year>1\d{{3}}|20\d\d){TO}(?P<last>1\d{{3}}|20\d\d)(?=[)）])"), say.years, DIGITS),
            Rule("years", re.compile(rf"{FREE}{year}{TO}(?P<last>\d{{4}})(?=学?年|學年|赛季)"), say.years, "年季"),
            Rule("decades", re.compile(rf"{FREE}{year}{TO}(?P<last>\d0)(?=年代)"), say.decades, "年"),
            Rule("year", re.compile(rf"(?:{FREE}|(?<=年[-–—~～〜−])){year}(?=\s?年)(?!\s?年[前来间]\D|\s?年的?历史)"), say.year, "年"),
            Rule("year-long-ago", re.compile(rf"{FREE}(?P<year>\d{{2}}[1-9]\d|\d{{3}}[1-9])(?=\s?年[前来间])"), say.year, "年"),
        ),
    )  # fmt: skip


def _telephones(say: _Chinese) -> Step:
    """Numbers that are dialled, house numbers and versions."""
    return Step(
        "telephones",
        "their groups look like ranges and subtractions",
        (
            Rule("abroad", re.compile(r"\+86[- ]?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"), say.telephone, "+"),
            Rule("code", re.compile(r"(?<![\d.,])\d{3,4}(?=室)|(?<=尾号|尾號)\d{3,6}(?!\d)|(?<=[邮郵][编編])\d{6}(?!\d)|(?<=\d[转轉])\d{2,5}(?!\d)|(?<![\d.,])(?:\d{3}(?=路(?:公交|公車|巴士|车|車|[,，。、])|国道|省道|國道)|\d{6}(?=\.(?:SH|SZ|BJ)(?![A-Za-z])))"), say.telephone, DIGITS),
            Rule("service", re.compile(r"(?<![\d.,$€£¥-])(?:123(?:06|15|33|48|28|66|69)|10086|955\d\d)(?![\d.,%‰℃]|\s?[A-Za-z元美欧人名个個件户戶家台辆輛吨噸米公亿億万萬股份只次])"), say.telephone, DIGITS),
            Rule("mobile", re.compile(r"(?<![\d.+−-])1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?![\d.%‰℃元个個人名亿億万萬美欧歐吨噸米公户戶套股份$€£¥])(?! ?[A-Za-z])"), say.telephone, DIGITS),
            Rule("telephone", re.compile(r"(?<![\dA-Za-z])(?:\+?\d{2,4}-\d{3,4}-\d{3,4}|0\d{2,3}[- ]\d{3,4}[- ]?\d{4}|\(0\d{2,3}\)\s?\d{3,4}[- ]?\d{4}|\+\d{1,3}(?:[- ]\d{2,4}){2,4})(?![\d-])"), say.telephone, DIGITS),
            Rule("hong-kong", re.compile(r"(?<![\d.$€£¥-])[235689]\d{3} \d{4}(?![\d.]| \d)"), say.telephone, DIGITS),
            Rule("hotline-before", re.compile(r"(?<![\d.])\d{3,6}(?=\s?(?:热线|熱線|服务台|電話))"), say.telephone, DIGITS),
            Rule("hotline", re.compile(r"(?P<front>(?:拨打|撥打|致电|致電|热线|熱線|电话|電話)[^\d。，,]{0,4})(?P<digits>\d{3,8})(?![\d.%])"), say.hotline, DIGITS),
        ),
    )  # fmt: skip


def _times(say: _Chinese) -> Step:
    """Hours, goals and ratios."""
    return Step(
        "times and scores",
        "a colon parts hours from minutes, and goals",
        (
            Rule("score", re.compile(rf"{SCORE}\s?(?P<a>\d{{1,3}})\s?[-:∶–比]\s?(?P<b>\d{{1,3}})(?!\d)"), say.score, DIGITS),
            Rule("clocks", re.compile(rf"{FREE}(\d{{1,2}}):([0-5]\d){TO}(\d{{1,2}}):([0-5]\d)(?![\d:])"), say.times, ":"),
            Rule("clock", re.compile(rf"{FREE}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"), say.time, ":"),
            Rule("ratio", re.compile(rf"{FREE}(?P<a>\d+)[:∶](?P<b>\d+)(?![\d:])"), say.score, ":∶"),
        ),
    )  # fmt: skip


def _amounts(say: _Chinese) -> Step:
    """Money, percent and units."""
    money = "|".join(map(re.escape, say.table["currencies"]))
    units = "|".join(sorted(map(re.escape, say.table["units"]), key=len, reverse=True))
    return Step(
        "amounts",
        "a number with the sign or the unit beside it",
        (
            Rule("percents", re.compile(rf"{FREE}(?P<sign>[-−+])?(?P<a>{NUMBER})(?P<first>%)?{TO}(?P<b>{NUMBER})%"), say.percents, "%"),
            Rule("percent", re.compile(rf"(?<![\dA-Za-z.])(?P<sign>[-−+±])?(?P<a>{NUMBER})\s?(?P<of>[%‰])"), say.percent, "%‰"),
            Rule("money", re.compile(rf"(?P<sign>[-−])?(?P<money>{money})\s?(?P<a>{NUMBER})(?:{TO}(?P<b>{NUMBER}))?{SCALE}(?:美?元)?"), say.money, "$€£¥￥₩₽₹฿"),
            Rule("money-behind", re.compile(rf"{FREE}(?P<sign>[-−])?(?P<a>{NUMBER})(?P<b>(?!))?{SCALE}\s?(?P<money>[$€£¥￥₩₽₹฿])"), say.money, "$€£¥￥₩₽₹฿"),
            Rule("coordinate", re.compile(r"(\d+)°(\d+)[′'](?:(\d+)[″\"])?"), say.coordinate, "°"),
            Rule("unit", re.compile(rf"(?<![\dA-Za-z.:])(?<!\d/)(?P<sign>[-−])?(?P<a>{NUMBER})(?:{TO}(?P<b>[-−]?(?:{NUMBER})))?{SCALE}\s?(?P<unit>{units})(?![A-Za-z]|(?<=[A-Z])\d)"), say.unit, DIGITS),
            Rule("unit-alone", re.compile(r"(?<![A-Za-z\d])(?:[kc]?m[²³]|[㎡㎢㎥㎞㎝㎜㎏㎎℃℉])"), lambda m: say.hand(say.table["units"][m.group()]) if m.group() in say.table["units"] else None, "²³㎡㎢㎥㎞㎝㎜㎏㎎℃℉"),
            Rule("each", re.compile(r"(?<=[元币幣斤里升米克吨噸圆圓磅时時])\s?/\s?(?=[吨噸斤克升米公千平立个個件股桶人天日月年小分秒秒次辆輛台盎亩畝])"), lambda m: "每", "/"),
        ),
    )  # fmt: skip


def _numbers(say: _Chinese) -> Step:
    """Fractions, ranges, signs and what is left."""
    money = "|".join(map(re.escape, say.table["currencies"]))
    return Step(
        "numbers",
        "fractions, ranges, and all other digits",
        (
            Rule("no-whole", re.compile(r"(?<=[率为為])\.(\d{2,3})(?![\d.])"), lambda m: say.hand(f"点{_digits(m[1])}"), "."),
            Rule("power", re.compile(r"(?<![\d.])(?P<a>\d+)\^(?P<b>\d{1,3})(?!\d)"), say.power, "^"),
            Rule("version", re.compile(r"(?<![\d.])\d+(?:\.\d+){2,}(?![\d.])"), say.version, "."),
            Rule("fraction", re.compile(r"(?<![\dA-Za-z./])(?P<a>\d{1,3})/(?P<b>\d{1,3}|10{3,4})(?![\d/])"), say.fraction, "/"),
            Rule("range", re.compile(rf"{FREE}(?P<a>{NUMBER}){TO}(?P<b>{NUMBER})(?![\d-])"), say.range, DIGITS),
            Rule("to", re.compile(r"(?<=[年月日号時时分秒元万亿萬億个個人名吨噸米级級点點周天岁歲度倍届%])\s?[-–—~～〜−]\s?(?=\d)|(?<=\))\s?[-–—~～〜−]\s?(?=\d{1,2}[日号號月])"), lambda m: "到", "-–—~～〜−"),
            Rule("behind-name", re.compile(r"(?<=[歼殲运運轰轟直武强苏图圖鹰剑舟征宫娥风風浪龙龍])-(?=\d)|(?<=米格)-(?=\d)"), lambda m: " ", "-"),
            Rule("behind-letters", re.compile(r"(?<=[A-Za-z])-?(?P<a>\d+(?:\.\d+)?)"), say.model, DIGITS),
            Rule("minus", re.compile(rf"(?<![\dA-Za-z])(?P<sign>[-−+±])(?P<a>{NUMBER})"), say.signed, "-−+±"),
            Rule("two", re.compile(rf"(?<!\d)(?<!\d[.,])(?<!第)2(?=\s?(?:{'|'.join(say.table['counted']['words'].split())}))(?!年[级級])"), say.two, "2"),
            Rule("number", re.compile(NUMBER), say.plain, DIGITS),
            Rule("plus", re.compile(r"(?<=[\d万亿萬億])\s?\+"), lambda m: say.hand("加"), "+"),
            Rule("plus-minus", re.compile(r"(?<=\d)\s?±\s?(?=\d)"), lambda m: say.hand("加减"), "±"),
            Rule("times", re.compile(r"(?<=\d)\s?[×x]\s?(?=\d)"), lambda m: say.hand("乘"), "×x"),
            Rule("divided", re.compile(r"(?<=\d)\s?÷\s?(?=\d)"), lambda m: say.hand("除以"), "÷"),
            Rule("equal", re.compile(r"(?<=[\w%)²³])\s?=\s?(?=[\d$€£¥￥−-])"), lambda m: say.hand("等于"), "="),
            Rule("raised", re.compile(r"(?<=[\dA-Za-z)])[²³](?![⁰¹²³⁴-⁹])"), lambda m: "的平方" if m.group() == "²" else "的立方", "²³"),
            Rule("to-number", re.compile(r"(?<=[\d%℃度元亿億万萬人台点點位])\s?[→⇒]\s?(?=[\d$€£¥￥−-])"), lambda m: "到", "→⇒"),
            Rule("up-or-down", re.compile(r"[▲△▼▽]\s?(?=\d)"), lambda m: say.hand("涨" if m.group()[0] in "▲△" else "跌"), "▲△▼▽"),
            Rule("money-alone", re.compile(rf"{money}"), lambda m: say.hand(say.table["currencies"][m.group()]), "$€£¥￥₩₽₹฿"),
            Rule("percent-alone", re.compile("[%‰]"), lambda m: say.hand("百分号" if m.group() == "%" else "千分号"), "%‰"),
        ),
    )  # fmt: skip


def _single(say: _Chinese) -> Step:
    """Signs of one character that hold a number or a word; nothing reads them where they stand as they are."""
    return Step(
        "single",
        "no voice knows them",
        (
            Rule("circled", enclosed.CIRCLED_NUMBER, say.circled),
            Rule("roman", enclosed.ROMAN_NUMBER, lambda m: cardinal(enclosed.value(m.group()))),
            Rule("vulgar", enclosed.VULGAR_FRACTION, say.vulgar),
            Rule("number-sign", re.compile(r"№\s?(?=\d)"), lambda m: "第", "№"),
            Rule("about", re.compile(r"[≈≒]\s?(?=\d)"), lambda m: say.hand("约"), "≈≒"),
            Rule("at", re.compile(r"@(?=\w)"), lambda m: "艾特", "@"),
        ),
    )


def bare(language: str) -> tuple[Rule, ...]:
    """For what is too long to be a sentence: numbers one by one."""
    say = _Chinese(language)
    return (
        *plain.order("")[0].rules,
        Rule("number", re.compile(NUMBER), say.plain, DIGITS),
        *plain.order("")[2].rules,
    )


def cardinal(value: int) -> str:
    """A whole number below ten quadrillion: 12010 is 一万二千零一十; two thousand, ten thousand are 两."""
    if value == 0:
        return FIGURES[0]
    said = ""
    for index in range(len(SCALES) - 1, -1, -1):
        group = value // 10_000**index % 10_000
        if group:
            gap = said and (group < 1000 or value // 10_000 ** (index + 1) % 10_000 == 0)
            said += (FIGURES[0] if gap else "") + _group(group, counts=index > 0) + SCALES[index]
    return said.removeprefix("一") if said.startswith("一十") else said


def _group(value: int, *, counts: bool) -> str:
    """Four digits; ``counts`` where a scale follows, before which two is 两."""
    if value == 2 and counts:
        return "两"
    said, gap = "", False
    for digit, place in zip(f"{value:04}", PLACES, strict=True):
        if digit == "0":
            gap = bool(said)
            continue
        figure = "两" if digit == "2" and place == "千" else FIGURES[int(digit)]
        said += (FIGURES[0] if gap else "") + figure + place
        gap = False
    return said


class _Chinese:
    """The ways of saying a number, in the characters of a tag."""

    def __init__(self, language: str) -> None:
        tag = of(language)
        self.table = _table()
        self._hant = tag.script == "Hant" or (not tag.script and tag.region in TRADITIONAL)

    def hand(self, said: str) -> str:
        """In the characters of the text."""
        return said.translate(_written()) if self._hant else said

    def number(self, written: str) -> str:
        """A number as it is written, with its thousands and decimals."""
        whole, _, fraction = written.replace(",", "").partition(".")
        is_long = len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0")
        said = _digits(whole) if is_long else cardinal(int(whole))
        return f"{said}点{_digits(fraction)}" if fraction else said

    def date(self, match: re.Match[str]) -> str:
        """2024-03-05."""
        month, day = cardinal(int(match["month"])), cardinal(int(match["day"]))
        return self.hand(f"{_digits(match['year'])}年{month}月{day}日")

    def year(self, match: re.Match[str]) -> str | None:
        """二零二四; of two thousand years the number."""
        return None if match["year"].endswith("000") and match["year"] != "2000" else self.hand(_digits(match["year"]))

    def years(self, match: re.Match[str]) -> str:
        """2024-2025."""
        return self.hand(f"{_digits(match['year'])}至{_digits(match['last'])}")

    def decades(self, match: re.Match[str]) -> str:
        """1960-70年代."""
        return self.hand(f"{_digits(match['year'])}到{cardinal(int(match['last']))}")

    def run(self, match: re.Match[str]) -> str:
        """One figure after the other: 95后, 9·11, 985高校."""
        return self.hand(_digits(re.sub(r"\D", "", match.group())))

    def version(self, match: re.Match[str]) -> str:
        """2.0.1."""
        return self.hand("点".join(map(self.number, match.group().split("."))))

    def coordinate(self, match: re.Match[str]) -> str:
        """北纬39°54′."""
        parts = (f"{self.number(part)}{unit}" for part, unit in zip(match.groups(), "度分秒", strict=True) if part)
        return self.hand("".join(parts))

    def telephone(self, match: re.Match[str]) -> str:
        """Its groups, each digit by digit."""
        groups = re.findall(r"\d+", match.group())
        said = "，".join("".join(TELEPHONE[int(digit)] for digit in group) for group in groups)
        return self.hand(("加" if match.group().startswith("+") else "") + said)

    def hotline(self, match: re.Match[str]) -> str:
        """拨打110."""
        return match["front"] + self.hand("".join(TELEPHONE[int(digit)] for digit in match["digits"]))

    def score(self, match: re.Match[str]) -> str:
        """3:2."""
        return self.hand(f"{cardinal(int(match['a']))}比{cardinal(int(match['b']))}")

    def circled(self, match: re.Match[str]) -> str:
        """①20岁 is 一，二十岁: two numbers, not one."""
        before = "，" if match["close"] is not None else ""
        return f"{before}{cardinal(enclosed.value(match.group()))}{'，' if match['ends'] is None else ''}"

    def vulgar(self, match: re.Match[str]) -> str:
        """2½ is 二又二分之一."""
        top, bottom = VULGAR[match["part"]]
        whole = f"{self.number(match['whole'])}又" if match["whole"] else ""
        return f"{whole}{cardinal(bottom)}分之{cardinal(top)}"

    def email(self, match: re.Match[str]) -> str:
        """info@example.cn, its signs by their names and its digits one by one."""
        names = {"@": "艾特", ".": "点", "-": "杠", "_": "下划线", "+": "加"}
        names |= dict(zip("0123456789", FIGURES, strict=True))
        return self.hand("".join(names.get(sign, sign) for sign in match.group()))

    def power(self, match: re.Match[str]) -> str:
        """10^3."""
        return self.hand(f"{self.number(match['a'])}的{cardinal(int(match['b']))}次方")

    def times(self, match: re.Match[str]) -> str | None:
        """9:00-17:30."""
        first, last = _clock(match[1], match[2]), _clock(match[3], match[4])
        return self.hand(f"{first}到{last}") if max(int(match[1]), int(match[3])) <= 24 else None

    def time(self, match: re.Match[str]) -> str:
        """十点三十分; the minutes below ten with their zero."""
        minute = int(match["minute"])
        said = _clock(match["hour"], match["minute"])
        if match["second"] and not minute:
            said += "零分"
        if match["second"]:
            said += f"{cardinal(int(match['second']))}秒"
        return self.hand(said)

    def percents(self, match: re.Match[str]) -> str:
        """3%-5%; the second 百分之 where the first percent is written."""
        sign = {"-": "负", "−": "负"}.get(match["sign"] or "", "")
        again = "百分之" if match["first"] else ""
        return self.hand(f"{sign}百分之{self.number(match['a'])}到{again}{self.number(match['b'])}")

    def percent(self, match: re.Match[str]) -> str:
        """负百分之三点五."""
        of_what = {"%": "百分之", "‰": "千分之"}[match["of"]]
        return self.hand(f"{_sign(match['sign'])}{of_what}{self.number(match['a'])}")

    def money(self, match: re.Match[str]) -> str:
        """五亿美元."""
        currency = self.table["currencies"][match["money"]]
        amount = self._two(match["a"]) if not match["b"] else f"{self.number(match['a'])}到{self.number(match['b'])}"
        return self.hand(f"{_sign(match['sign'])}{amount}{match['scale']}{currency}")

    def unit(self, match: re.Match[str]) -> str:
        """Of a temperature below zero 零下; two metres are 两米."""
        unit, last = self.table["units"][match["unit"]], match["b"]
        if match["unit"] == "‰":
            return self.percent(match)
        is_cold = unit.endswith("氏度")
        sign = ("零下" if is_cold else "负") if match["sign"] else ""
        said = f"{sign}{self.number(match['a']) if last else self._two(match['a'])}"
        if last:
            below = ("零下" if is_cold else "负") if last[0] in "-−" else ""
            said += f"到{below}{self.number(last.lstrip('-−'))}"
        return self.hand(f"{said}{match['scale']}{unit}")

    def fraction(self, match: re.Match[str]) -> str:
        """1/2; of 80/20 the first is larger: 八十比二十."""
        if int(match["a"]) >= int(match["b"]):
            return self.score(match)
        return self.hand(f"{cardinal(int(match['b']))}分之{cardinal(int(match['a']))}")

    def range(self, match: re.Match[str]) -> str:
        """10-20; where the first is larger a score."""
        first, last = (float(match[each].replace(",", "")) for each in "ab")
        return self.hand(f"{self.number(match['a'])}{'到' if first < last else '比'}{self.number(match['b'])}")

    def model(self, match: re.Match[str]) -> str:
        """G20, F-35; three digits and more one by one: A380."""
        written = match["a"]
        return self.hand(_digits(written) if written.isdecimal() and len(written) > 2 else self.number(written))

    def signed(self, match: re.Match[str]) -> str:
        """-3."""
        return self.hand(_sign(match["sign"]) + self.number(match["a"]))

    def two(self, match: re.Match[str]) -> str:
        """Two of something."""
        return self.hand("两")

    def plain(self, match: re.Match[str]) -> str:
        """A number with nothing beside it that changes it."""
        return self.hand(self.number(match.group()))

    def _two(self, written: str) -> str:
        return "两" if written == "2" else self.number(written)


def _sign(written: str | None) -> str:
    return {"-": "负", "−": "负", "+": "正", "±": "正负"}.get(written or "", "")


def _clock(written_hour: str, written_minute: str) -> str:
    """十点零五分."""
    hour, minute = int(written_hour), int(written_minute)
    said = ("两" if hour == 2 else cardinal(hour)) + "点"
    return f"{said}{'零' if minute < 10 else ''}{cardinal(minute)}分" if minute else said


def _digits(written: str) -> str:
    return "".join(FIGURES[int(digit)] for digit in written)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return tables.own_or_english("zh", "numbers")


@lru_cache(maxsize=1)
def _written() -> dict[int, int]:
    pair = _table()["written"]
    return dict(zip(map(ord, pair["hans"]), map(ord, pair["hant"]), strict=True))
