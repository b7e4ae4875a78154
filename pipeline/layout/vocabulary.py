"""The words layout has to know, from `rules/`, and the dictionary behind its cohesion test."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


def _nothing(_: str) -> int:
    return 0


class Vocabulary(NamedTuple):
    """Word lists by what they tell about a line, and word frequencies (0 = no word)."""

    clutter: tuple[str, ...] = ()  # lines of a web page around a report: 责任编辑, 分享到
    titles: tuple[str, ...] = ()  # what reports call themselves: 工作报告, 统计公报
    outer: tuple[str, ...] = ()  # words of headings that are parts of a report: 工作回顾, 主要目标
    annex: tuple[str, ...] = ()  # words of headings behind the report: 名词解释, 附件
    turns: tuple[str, ...] = ()  # openings with which a paragraph leaves the numbered list: 各位代表
    binders: tuple[str, ...] = ()  # line ends that want their continuation: 的, 和, 年
    frequency: Callable[[str], int] = _nothing
