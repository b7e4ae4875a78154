"""Numerals as exact decimals: Arabic, Chinese and mixed.

A closed system, so an algorithm and not a list.  Values are `Decimal`; what cannot be read
is refused with `ValueError`, never guessed (几十, 十几, 三四十 are no exact numbers).

>>> parse("1,635.16")
Decimal('1635.16')
>>> parse("三亿五千万")
Decimal('350000000')
>>> parse("一百二")
Decimal('120')
>>> parse("十点四")
Decimal('10.4')
>>> parse("一九七八")
Decimal('1978')
>>> parse("1.1万")
Decimal('11000.0')
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

DIGITS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
    "陆": 6, "柒": 7, "捌": 8, "玖": 9,
}  # fmt: skip
SMALL: Final = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000, "廿": 20, "卅": 30}
LARGE: Final = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
SCALES: Final = SMALL | LARGE
NUMERAL_CHARS: Final = "".join(DIGITS) + "".join(SCALES)


def scale_value(text: str) -> int:
    """The factor of a run of scale characters: 万 -> 10^4, 万亿 -> 10^12, empty -> 1.

    >>> scale_value("百万")
    1000000
    """
    if not text:
        return 1
    product = 1
    for char in text:
        product *= SCALES[char]
    return product


def parse(text: str) -> Decimal:
    """The value of a whole numeral, or ValueError.

    >>> parse("两三")
    Traceback (most recent call last):
    ...
    ValueError: not one exact number: 两三
    """
    if text[0].isdigit() and text[0].isascii():
        number = text.rstrip("十百千万亿")
        return Decimal(number.replace(",", "")) * scale_value(text[len(number) :])
    whole, point, fraction = text.partition("点")
    value = Decimal(_whole(whole))
    if not point:
        return value
    tail = fraction.rstrip("万亿")
    if not tail or any(c not in DIGITS for c in tail):
        raise ValueError(f"not one exact number: {text}")
    decimals = "".join(str(DIGITS[c]) for c in tail)
    return Decimal(f"{value}.{decimals}") * scale_value(fraction[len(tail) :])


def _whole(text: str) -> int:
    """A Chinese integer: positional (一千二百), digit by digit (一九七八) or with 万 and 亿."""
    for char in "亿億":
        if char in text:
            left, _, right = text.rpartition(char)
            return (_whole(left) if left else 1) * 10**8 + _rest(right, 10**8, text)
    for char in "万萬":
        if char in text:
            left, _, right = text.rpartition(char)
            return (_below_wan(left) if left else 1) * 10**4 + _rest(right, 10**4, text)
    return _below_wan(text)


def _rest(text: str, scale: int, whole: str) -> int:
    """What stands after 万 or 亿; a bare digit is the next place down (一万二 = 12000)."""
    if not text:
        return 0
    if len(text) == 1 and text in DIGITS and DIGITS[text]:
        return DIGITS[text] * scale // 10
    value = _whole(text)
    if value >= scale:
        raise ValueError(f"not one exact number: {whole}")
    return value


def _below_wan(text: str) -> int:
    if not any(c in SMALL for c in text):
        return _digit_run(text)
    total, digit, last = 0, None, 10**4
    for char in text:
        if char in DIGITS:
            if digit:  # 三四十: two digits for one place
                raise ValueError(f"not one exact number: {text}")
            digit = DIGITS[char]
            continue
        if char not in SMALL:  # 万 in front of 亿 within itself: 一万五千万
            raise ValueError(f"not one exact number: {text}")
        place = SMALL[char]
        if place >= last and place < 20:
            raise ValueError(f"not one exact number: {text}")
        total += place if place in (20, 30) else (1 if digit is None else digit) * place
        last, digit = (10 if place in (20, 30) else place), None
    if not digit:
        return total
    bare_tail = text[-2] in "百千"  # 一百二 = 120, but 一百零二 = 102
    return total + digit * (SMALL[text[-2]] // 10 if bare_tail else 1)


def _digit_run(text: str) -> int:
    """One digit, or a year-like run of four and more; 两三 and 四五 are no exact numbers."""
    if not text or any(c not in DIGITS for c in text):
        raise ValueError(f"not a numeral: {text}")
    if len(text) in (2, 3) and "〇" not in text and "零" not in text and "○" not in text:
        raise ValueError(f"not one exact number: {text}")
    return int("".join(str(DIGITS[c]) for c in text))


_UNUSUAL: Final = ("E", "I", "N")  # of 1E+3, Infinity, NaN


def plain(value: Decimal) -> str:
    """A decimal without an exponent, digits as they are.

    >>> plain(Decimal("1.635E+3")), plain(Decimal("-8.650"))
    ('1635', '-8.650')
    """
    text = str(value if value else value.copy_abs())
    if not any(mark in text for mark in _UNUSUAL):
        return text  # half as dear as `format`
    if not value.is_finite():
        raise ValueError(f"{value} is no number that a table may hold")
    return format(value if value else value.copy_abs(), "f")


def optional(value: Decimal | None) -> str:
    """As `plain`; unknown is empty."""
    return "" if value is None else plain(value)


def short(value: Decimal | None) -> str:
    """As `plain`, without the zeros that a multiplication leaves behind (8000000.00)."""
    return trimmed(optional(value))


def trimmed(text: str) -> str:
    """A printed decimal without idle zeros."""
    return text.rstrip("0").rstrip(".") if "." in text else text
