"""Parts of a whole that leave out what the whole has said: insured people, spending per head."""

from __future__ import annotations

import regex

from pipeline.figures.case import Case, Reading

_INSURANCE = regex.compile(r"^(?:全[市县区州省国])?(?:年末)?(?:参加)?(.{2,20}?保险)(?:参保)?(?:总?人数)?$")
_INSURED = {
    *("职工", "在职职工", "参保职工", "参保在职职工"),
    *("退休人员", "离退休人员", "参保退休人员", "参保离退休人员"),
}
_PER_HEAD = "人均"
_SPENT, _YUAN = ("支出", "收入"), "元"


def named_by_whole(case: Case, text: str) -> str:
    """The full name of a part whose whole stands in the same sentence; "" if it needs nothing.

    参加企业养老保险人数118万人，其中职工87万人 -> 企业养老保险职工; 全体居民人均消费支出25850元，
    其中食品烟酒支出8026元 -> 全体居民人均食品烟酒支出.
    """
    whole = _whole(case)
    if whole is None or case.reading.measure == "rank":
        return ""
    insured = _INSURANCE.match(whole.indicator) if text in _INSURED else None
    if insured:
        return insured[1] + text
    before, mark, _ = whole.indicator.rpartition(_PER_HEAD)
    spent = text.endswith(_SPENT) and _PER_HEAD not in text and whole.numeral.unit == _YUAN
    if mark and spent and (case.numeral.unit == _YUAN or case.left.direction):
        people = before[-2:]
        return text.replace(people, people + mark, 1) if people and people in text else before + mark + text
    return ""


def _whole(case: Case) -> Reading | None:
    """The figure in front of 其中."""
    if case.talk.whole is None:
        return None
    return next((r for r in case.earlier if r.numeral.start == case.talk.whole), None)
