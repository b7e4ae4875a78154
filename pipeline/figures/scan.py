"""Numbers with their units: one pass over the tidy text, with a pattern for digits and one for words.

Every run of digits becomes a `Numeral`, and every Chinese numeral that has a unit, a
fraction or an ordinal mark; 一 in 一些 or 统一 is no numeral.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

import regex

from pipeline.language.numerals import DIGITS, SCALES, parse, scale_value
from pipeline.language.patterns import Found, compiled
from pipeline.language.trie import alternation
from pipeline.schema import Unit

_DIGITS: Final = r"\d++(?:,\d{3}(?!\d))*+(?:\.\d++|·\d++(?=%|个百分点|倍))?+"
_SCALE: Final = "十百千万亿"
_NUMERALS: Final = "零〇○一二两三四五六七八九十百千万亿廿卅"
# what a number begins with: most of a text is neither digit nor numeral, and `re` skips it at once, if
# the set says each digit by itself (those outside the basic plane: any); the digits behind go with it
_ANY_DIGIT: Final = "".join(char for char in map(chr, range(0x10000)) if char.isdecimal())
_BEGINS: Final = re.compile(rf"[{_ANY_DIGIT}{_NUMERALS}半第翻\U00010000-\U0010FFFF](?:(?<=[0-9])[0-9]*+)?")
# what can stand behind the first character of a number in words, units aside: 一 in 一些 begins none
_GOES_ON: Final = f"{_NUMERALS}点分半余多来、至到—－~～-，。；）”\n的行"
_SOLE: Final = "半第翻"  # those that may do without
# 千 in front of 瓦, 克, 米 belongs to the unit
_HAN: Final = (
    r"(?:[零〇○一二两三四五六七八九十百万亿廿卅]|千(?![瓦克米伏]))++"
    r"(?:点[零〇一二三四五六七八九]++[万亿]*+)?+"
)
_HALF_OF: Final = re.compile(r"天|小时|个工作日|个月|年(?!度)")
_TO: Final = r"[到至—－~～\-]{1,2}"
_MORE: Final = "余多几来"
_OF_WHOM: Final = "[余多](?=[贫困农企群家居学干职党员市][一-龥])(?!余|家[种项]|学科|元)"  # 3400多贫困户
_LONGEST: Final = 24  # digits
_SIGNS: Final = ("-", "－", "−")
_MINUS: Final = re.compile(r"[为是率值达于至到长降幅升度][-－−]\Z")


class Numeral:
    """A number with its unit; passes over it add its role.  Offsets count in the tidy text."""

    unit_rule: str = ""
    unit_entry: Unit | None = None
    scale: int = 1
    role: str = ""
    rule: str = ""
    last_start: int = -1  # of a range's second number

    def __init__(
        self,
        start: int,
        number_end: int,
        end: int,
        number: str,
        value: Decimal | None,
        value_max: Decimal | None = None,
        unit: str = "",
        base_unit: str = "",
        more: bool = False,
        han: bool = False,
        ordinal: bool = False,
        implicit: bool = False,
    ) -> None:
        self.start = start  # of the number itself
        self.number_end = number_end
        self.end = end  # behind the unit
        self.number = number
        self.value = value
        self.value_max = value_max
        self.unit = unit  # as written with 万/亿, without 余/多
        self.base_unit = base_unit  # unit without its scale
        self.more = more  # 余, 多
        self.han = han
        self.ordinal = ordinal  # 第 in front
        self.implicit = implicit  # 亿元 without a digit

    def moved(self, by: int) -> Numeral:
        """The same so many characters further on."""
        again = Numeral(
            self.start + by, self.number_end + by, self.end + by, self.number, self.value, self.value_max,
            self.unit, self.base_unit, self.more, self.han, self.ordinal, self.implicit,
        )  # fmt: skip
        again.unit_rule, again.unit_entry, again.scale = self.unit_rule, self.unit_entry, self.scale
        again.role, again.rule = self.role, self.rule
        again.last_start = self.last_start + by if self.last_start >= 0 else -1
        return again


def _in_words(unit_pattern: str, unit: str) -> str:
    """A number in Chinese numerals; some only behind certain words."""
    passing = "(?:(?<=[破超过达上到])|(?<=[破超过达上到]“))"
    return (
        rf"(?P<whole>[百千万]|{_HAN})分之(?P<part>{_DIGITS}|{_HAN})(?:(?:{_TO}(?:[百千]分之)?|、)(?P<part2>{_DIGITS}|{_HAN})(?!分之|{unit_pattern}))?+"
        rf"|(?P<low>{_HAN})(?:{_TO}|(?<=[一二两三四五六七八九])、)(?P<high>{_HAN})(?:(?P<runit>{unit_pattern}))"
        rf"|(?P<han>{_HAN})(?P<hmore>[余多来](?=[万亿]|{unit_pattern}))?+(?:(?<=[多余])(?P<hscale>[万亿]+))?+(?:{unit})"
        rf"|(?P<round>{passing}[百千万]{{1,2}}亿)(?=”?大关|新?台阶|[，。；、）”\n]|$)"
        rf"|(?P<top>(?<=前)(?:[三四五六八十]|[二三]十))(?=[，。；、）”\n]|$|的|行列)"
        rf"|(?=[一二两三四五六七八九十廿卅][{_NUMERALS}]*[万亿])(?P<bare>{_HAN})(?P<bmore>[余多])?+"
        rf"(?=[，。；、）！\n]|$|左右|上下|以[上下内]|之[多内间]|农民|人民|群众|同胞|儿童|青年|妇女|职工|高级专门人才|专门人才|科技人员|知识分子|干部|社员|大学生|毕业生)"
        rf"|(?P<half>一半(?!导体)|半数|(?<=[至到为需])半(?={_HALF_OF.pattern})|(?<=[过近超减])半(?=[，。；、）的\n]|$))"
    )


class Scanner:
    """Finds the numerals of a text; holds the compiled patterns."""

    def __init__(self, units: dict[str, tuple[str, Unit]], unit_pattern: str) -> None:
        self._units = units
        unit = rf"(?P<unit>{unit_pattern}(?:/{unit_pattern})?+)(?P<other>（{unit_pattern}）)?+"
        # 千瓦, 百分点: there the scale character belongs to the unit
        guarded = [word for word in units if word[0] in _SCALE]
        scale = rf"(?:(?!{alternation(guarded)})[{_SCALE}])" if guarded else rf"[{_SCALE}]"
        arabic = (
            rf"(?P<slash>(?<![\d/])\d{{1,2}}/\d{{1,2}})(?![\d/年月A-Za-z])"
            rf"|(?P<number>{_DIGITS}(?:[万亿]\d{{1,4}}(?=[千百多万余]))?)(?P<more>[余多](?=[{_SCALE}]|{unit_pattern}))?+"
            rf"(?P<scale>{scale}*+)(?P<more2>[余多来](?={unit_pattern}|[万亿])|{_OF_WHOM})?+"
            rf"(?P<scale2>(?<=[多余])[万亿]+)?+(?:{unit})?+"
        )
        self._digits = compiled(arabic)
        self._words = compiled(
            rf"(?=[{_NUMERALS}半])(?:{_in_words(unit_pattern, unit)})"
            rf"|第(?P<nth>{_HAN})(?P<place>[位名](?!列|居|单|额))?+|翻(?P<fold>[一二两三四]?)番"
        )
        self._behind = frozenset(_GOES_ON) | {word[0] for word in units} | {""}

    def scan(self, text: str) -> list[Numeral]:
        """All numerals of `text`, in order, ranges joined."""
        found: list[Numeral] = []
        in_digits, in_words, behind = self._digits.match, self._words.match, 0
        for begin in _BEGINS.finditer(text):
            place = begin.start()
            if place < behind:
                continue
            first = text[place]
            if first.isdigit():
                if hit := in_digits(text, place):
                    behind = hit.end()
                    found.append(self._arabic(hit, text, place, behind))
            elif first not in _SOLE and text[place + 1 : place + 2] not in self._behind:
                continue  # most: cheaper than asking the pattern
            elif hit := in_words(text, place):
                behind = hit.end()
                if numeral := self._numeral(hit, text):
                    found.append(numeral)
        for numeral in found:
            if not numeral.unit_rule and numeral.unit in self._units:  # 百分之, 番
                numeral.unit_rule, numeral.unit_entry = self._units[numeral.unit]
        found = _join_ranges(found, text)
        _share_units(found, text)
        return found

    def _numeral(self, match: Found, text: str) -> Numeral | None:
        if match["han"] is not None:
            return self._chinese(match, text)
        if match["whole"] is not None:
            return _fraction(match, text)
        if match["low"] is not None:
            return self._han_range(match)
        if match["nth"] is not None:
            return _nth(match)
        if match["round"] is not None:  # 突破千亿大关
            return self._round(match)
        if match["top"] is not None:  # 居全省前三
            top = match["top"]
            return Numeral(match.start(), match.end(), match.end(), top, Decimal(parse(top)), han=True)
        if match["bare"] is not None:
            return self._bare(match)
        return self._half(match, text) if match["half"] else _fold(match)

    def _arabic(self, match: Found, text: str, start: int, end: int) -> Numeral:
        slash, written, more, scale, more2, scale2, unit, other = match.groups()  # by name takes longer
        if slash:
            return _slash(match)
        scale, unit = scale + (scale2 or ""), (unit or "") + (other or "")
        number = written.replace(",", "").replace("·", ".")
        number_end = start + len(written)
        if len(number) > _LONGEST:  # no report has such a number: a code, and told so by roles.yaml
            return Numeral(start, number_end, number_end, number[:_LONGEST], None)
        if "万" in number or "亿" in number:  # 1万6千 = 16000: the places belong together
            value, scale = _compound(number, scale)
        else:
            value = Decimal(number)
        before = text[start - 1 : start]
        numeral = Numeral(
            start,
            number_end,
            end,
            written,
            value,
            unit=scale + unit,
            more=bool(more or more2),
            ordinal=before == "第",
        )
        if before in _SIGNS and _MINUS.search(text, max(0, start - 2), start):
            numeral.start -= 1
            numeral.value = -numeral.value if numeral.value else numeral.value
        self._set_unit(numeral, unit, scale)
        return numeral

    def _han_range(self, match: Found) -> Numeral | None:
        """三到五元, 七十亿到一百亿元, 四、五十亿元 (40 to 50): one numeral with two values."""
        low, high = match["low"], match["high"]
        try:
            top = parse(high)
            bottom = parse(low)
            if bottom < 10 and high[0] in DIGITS and len(high) > 1 and not low.endswith(tuple(SCALES)):
                bottom *= scale_value("".join(c for c in high[1:] if c in SCALES))
        except ValueError:
            return None
        if bottom >= top:
            return None
        kept = high.rstrip("万亿") or high
        factor = scale_value(high[len(kept) :])
        scale = high[len(kept) :]
        numeral = Numeral(
            match.start(), match.end("high"), match.end(), match[0][: match.end("high") - match.start()],
            bottom / factor, top / factor, unit=scale + match["runit"], han=True,
        )  # fmt: skip
        self._set_unit(numeral, match["runit"], scale)
        return numeral

    def _chinese(self, match: Found, text: str) -> Numeral | None:
        number, hmore, later, unit, other = match.group("han", "hmore", "hscale", "unit", "other")
        unit = (unit or "") + (other or "")
        start = match.start()
        before = text[start - 1 : start]
        if number in "零〇○" or before == "几" or (before == "数" and number[0] in _SCALE):
            return None  # 零部件, 零售; 几十亿元 has no value
        number_end = start + len(number)
        number += later or ""  # 六亿三千(多)万 is one number
        try:
            value = parse(number)
        except ValueError:
            return None
        kept = number.rstrip("万亿") or number[:1]
        scale = number[len(kept) :] if len(kept) < len(number) else ""
        implicit = number[0] in "百千万亿" and not number.strip(_SCALE)
        if implicit:
            kept, scale, value = "", number, Decimal(1)
        else:
            value = value / scale_value(scale) if scale else value
        numeral = Numeral(
            start, number_end, match.end(), number, value,
            unit=scale + unit, more=bool(hmore), han=True, implicit=implicit, ordinal=before == "第",
        )  # fmt: skip
        self._set_unit(numeral, unit, scale)
        _with_half(numeral, text)
        return numeral

    def _half(self, match: Found, text: str) -> Numeral:
        """一半, 过半; 缩短至半天 with its unit."""
        numeral = Numeral(match.start(), match.end(), match.end(), match[0], Decimal("0.5"), han=True)
        unit = _HALF_OF.match(text, match.end()) if match[0] == "半" else None
        if unit:
            numeral.unit, numeral.end = unit[0], unit.end()
            self._set_unit(numeral, unit[0], "")
        return numeral

    def _bare(self, match: Found) -> Numeral | None:
        """人口控制在十亿六千万左右: large enough to be an amount without a unit."""
        number = match["bare"]
        kept = number.rstrip("万亿")
        try:
            value = parse(number) / scale_value(number[len(kept) :])
        except ValueError:
            return None
        numeral = Numeral(
            match.start(), match.end("bare"), match.end(), number, value,
            unit=number[len(kept) :], more=bool(match["bmore"]), han=True,
        )  # fmt: skip
        self._set_unit(numeral, "", number[len(kept) :])
        return numeral

    def _round(self, match: Found) -> Numeral:
        scale = match["round"]
        numeral = Numeral(
            match.start(), match.end(), match.end(), scale, Decimal(1), unit=scale, han=True, implicit=True
        )
        self._set_unit(numeral, "", scale)
        return numeral

    def _set_unit(self, numeral: Numeral, unit: str, scale: str) -> None:
        numeral.base_unit = unit
        numeral.scale = scale_value(scale)
        entry = self._units.get(unit) or self._units.get(unit.partition("（")[0])
        if entry:
            numeral.unit_rule, numeral.unit_entry = entry


def _with_half(numeral: Numeral, text: str) -> None:
    """一倍半, 两成半, 两年半."""
    if (
        numeral.base_unit in ("倍", "成", "年")
        and text[numeral.end : numeral.end + 1] == "半"
        and numeral.value
    ):
        numeral.value += Decimal("0.5")
        numeral.end += 1


def _fraction(match: Found, text: str) -> Numeral | None:
    """百分之四点五 keeps 百分之 as its unit; 三分之二 is a bare fraction."""
    whole, part = match["whole"], match["part"]
    if text[match.end() : match.end() + 1] == "几":  # 百分之十几 has no value
        return None
    try:
        value = parse(part)
        value_max = parse(match["part2"]) if match["part2"] else None
        if whole in ("百", "千", "万"):
            unit = f"{whole}分之"
        else:
            unit, value = "", round(value / parse(whole), 4)
    except (ValueError, ArithmeticError):
        return None
    return Numeral(
        match.start(), match.end(), match.end(), match[0], value,
        value_max if value_max is not None and value_max > value else None,
        unit=unit, base_unit=unit, han=True,
    )  # fmt: skip


def _slash(match: Found) -> Numeral:
    """占全国1/4: a bare fraction."""
    upper, lower = map(int, match["slash"].split("/"))
    value = round(Decimal(upper) / lower, 4) if lower > upper else None
    return Numeral(match.start(), match.end(), match.end(), match["slash"], value, han=True)


def _nth(match: Found) -> Numeral | None:
    try:
        value = parse(match["nth"])
    except ValueError:
        return None
    start, end = match.span("nth")
    unit = match["place"] or ""
    return Numeral(
        start, end, match.end(), match["nth"], value, unit=unit, base_unit=unit, han=True, ordinal=True
    )


def _compound(number: str, scale: str) -> tuple[Decimal, str]:
    """1万6千 -> 16000 and no scale; 1亿3千(多)万 -> 13000 and 万."""
    head, tail = regex.split("[万亿]", number)
    place = 10**8 if "亿" in number else 10**4
    small = scale_value(scale.rstrip("万")) if scale else 1
    rest = scale[len(scale.rstrip("万")) :]
    value = Decimal(head) * place + Decimal(tail) * small * scale_value(rest)
    return value / scale_value(rest), rest


def _fold(match: Found) -> Numeral:
    value = parse(match["fold"]) if match["fold"] else Decimal(1)
    return Numeral(
        match.start(), match.end(), match.end(), match[0], value, unit="番", base_unit="番", han=True
    )


_LIST_MARK: Final = {"、", "和", "或", "与", "及"}
_WIDEST_MARK: Final = 2
_RANGE_MARK: Final = {"~", "～", "—", "–", "-", "－", "——", "--", "至", "到", "―", "─"}


def _join_ranges(found: list[Numeral], text: str) -> list[Numeral]:
    """2~3家, 6%—7%: two numbers, one range, when the units allow it."""
    kept: list[Numeral] = []
    for numeral in found:
        low = kept[-1] if kept else None
        near = low is not None and numeral.start - low.end <= _WIDEST_MARK
        if near and low and text[low.end : numeral.start] in _RANGE_MARK and _one_range(low, numeral, text):
            low.value_max, low.last_start = numeral.value, numeral.start
            low.end, low.number_end, low.more = numeral.end, numeral.number_end, numeral.more
            low.unit, low.unit_rule, low.unit_entry = numeral.unit, numeral.unit_rule, numeral.unit_entry
            low.base_unit, low.scale = numeral.base_unit, numeral.scale
            continue
        kept.append(numeral)
    return kept


def _share_units(found: list[Numeral], text: str) -> None:
    """压缩至55、50、24个工作日: the unit behind the last is that of the bare numbers before it."""
    for low, high in zip(reversed(found[:-1]), reversed(found[1:]), strict=True):
        bare = not (low.unit or low.ordinal or low.han or high.ordinal)
        if low.start == 0 or text[low.start - 1] == "\n":
            continue  # 14、20辆: the number of a list
        if bare and high.unit and not high.han and text[low.end : high.start] in _LIST_MARK:
            low.unit, low.unit_rule, low.unit_entry = high.unit, high.unit_rule, high.unit_entry
            low.base_unit, low.scale = high.base_unit, high.scale


def _one_range(low: Numeral, high: Numeral, text: str) -> bool:
    if low.value is None or high.value is None or low.value_max is not None or low.ordinal:
        return False
    if high.value >= 1900 > low.value and high.base_unit == "年":  # 32.6到2019年
        return False
    scaled = low.unit and not low.base_unit and high.unit.startswith(low.unit)  # 700万到800万吨
    if (low.unit not in ("", high.unit) and not scaled) or low.value >= high.value or not high.unit:
        return False
    return text[low.start - 1 : low.start] not in ("由", "从", "自") or text[low.end] not in "至到"
