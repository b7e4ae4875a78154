"""Parts of a whole that leave out what the whole has said: insured people, spending per head."""

from __future__ import annotations

import regex

from pipeline.figures.case import Case

_INSURANCE = regex.compile(r"^(?:全[市县区州省国])?(?:年末)?(?:参加)?(.{2,20}?保险)(?:参保)?(?:总?人数)?$")
_INSURED = {
    *("职工", "在职职工", "参保职工", "参保在职职工"),
    *("退休人员", "离退休人员", "参保退休人员", "参保离退休人员", "参保退休人数", "参保离退休人数"),
    *("参保职工人数", "参保在职职工人数", "参保退休人员人数", "农民工", "参保农民工"),
}
_INSURED_ENDS = tuple(sorted(_INSURED, key=len, reverse=True))
_PER_HEAD = "人均"
_SPENT, _YUAN = ("支出", "收入"), "元"


def named_by_whole(case: Case, text: str) -> str:
    """The full name of a part whose whole stands in front of 其中; "" if it needs nothing.

    参加企业养老保险人数118万人，其中职工87万人 -> 企业养老保险职工; 全体居民人均消费支出25850元，
    其中食品烟酒支出8026元 -> 全体居民人均食品烟酒支出.
    """
    whole = case.talk.whole
    if whole is None or case.reading.measure == "rank":
        return ""
    last = case.earlier[-1] if case.earlier else whole
    if text in _INSURED and last.indicator.endswith(_INSURED_ENDS):
        end = next(end for end in _INSURED_ENDS if last.indicator.endswith(end))
        return last.indicator.removesuffix(end) + text if last.indicator != end else ""
    nested = last if case.left.of_which else whole  # 其中企业职工养老保险…，其中在职职工…
    insured = _INSURANCE.match(nested.indicator) if text in _INSURED else None
    if insured:
        return insured[1] + text
    if _PER_HEAD in last.indicator and case.item.mark == "、":
        whole = last  # 城镇居民工资性收入…、经营净收入…
    before, mark, _ = whole.indicator.rpartition(_PER_HEAD)
    spent = text.endswith(_SPENT) and _PER_HEAD not in text and whole.numeral.unit == _YUAN
    if mark and spent and (case.numeral.unit == _YUAN or case.left.direction):
        people = before[-2:]
        return text.replace(people, people + mark, 1) if people and people in text else before + mark + text
    return ""
