"""What a sentence leaves behind for the next figure: the one place where context lives.

| slot   | holds                             | taken by                        | set again          |
|--------|-----------------------------------|---------------------------------|--------------------|
| last   | the indicator of the last figure  | a bare predicate (增长2%)        | every figure       |
| owner  | what an attribute belongs to      | a bare attribute (总投资)        | every own phrase   |
| verb   | the telling verb in force (新增)   | an item behind 、 without one    | own verb; ， ；     |
| noun   | what was counted last             | verbs alone (竣工6366套)         | every count        |
| listed | the indicators of the last group  | 分别 without a subject           | every group        |
| recent | the counts of the sentence        | 总数分别达…                      | every count        |
| measure | the attribute of the last figure | parts and branches without one     | every attribute    |
| tail   | what a list measures              | items without an attribute      | every sentence     |
| among  | the whole of shares (在…中)        | 比重                            | every sentence     |
| whole  | the figure in front of 其中        | parent of what follows          | every sentence     |
| outer  | the whole in front of that one    | what follows ；                  | every sentence     |

All is reset at a paragraph; at a sentence all but `last`, and `owner` stays where it speaks on (实现…).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pipeline.figures.case import Reading


class Discourse:
    last: str = ""
    last_bare: str = ""  # the same without its telling verb: 累计38家
    last_measure: str = ""
    owner: str = ""
    verb: str = ""
    unit: str = ""  # of the last figure
    verb_of_whole: str = ""  # 破获案件110万起，其中重大案件27万起
    verb_before: str = ""  # of the clause before: only for what is parallel
    among: str = ""  # 在工农业总产值中，…: the whole of shares
    noun: str = ""  # noun phrase of the last count
    noun_unit: str = ""  # and the unit it was counted in
    alias: tuple[str, str] = ("", "")  # 重大项目, and what the sentence calls it: “千项万亿”重大项目
    doer: str = ""  # 专项斗争打掉5个…、刑拘8人: who does it
    invested: str = ""  # a project or park that money was put into
    serves: str = ""  # by what is served: 扶持资金惠及企业、项目
    whole: Reading | None = None  # the figure of the whole
    outer: Reading | None = None  # the whole of a whole: 机构100个，其中医院9个；基层机构80个，其中卫生院20个
    previous: Reading | None = None  # the last amount, should 其中 follow
    previous_base: str = ""
    tail: str = ""  # what all items of the sentence measure: 主要产品产量中，…
    tail_unit: str = ""  # unit of the figure the tail was taken from
    measure: str = ""  # what the last figure with an attribute measures (增加值), for parts and branches
    measure_unit: str = ""
    relation: str = ""  # 占全年用水量比重, for a bare 占

    def __init__(self, note: str = "") -> None:
        """`note`: what a note at the start of a paragraph explains: 〔6〕加工园区：总面积…"""
        self.note = note
        self.grade_frame: list[str] = []  # tokens of the last core, for 省级…、市级…
        self.listed: list[str] = []
        self.recent_full: list[str] = []  # the same with their verbs
        self.recent: list[str] = []  # counts of the sentence, without their verbs

    def resume(self, before: Discourse) -> None:
        """Go on where it was before an aside: all slots as they were."""
        for slot in SLOTS:
            setattr(self, slot, getattr(before, slot))

    def new_sentence(self, goes_on: bool = False, in_parts: bool = False) -> None:
        """`goes_on`: it speaks on of the same owner (实现…); `in_parts`: of parts of a whole (分…看)."""
        if not goes_on and not in_parts:
            self.measure = ""
        if not goes_on:
            self.owner = ""
            self.noun = ""
        self.verb = self.verb_before = self.verb_of_whole = self.among = ""
        self.alias = ("", "")
        self.listed = []
        self.whole = self.outer = None
        self.recent = []
        self.recent_full = []
        self.grade_frame = []
        self.relation = ""
        self.serves = self.doer = self.invested = ""


#: all it holds, in the order in which it is shown
SLOTS: Final = (
    "last", "last_bare", "last_measure", "owner", "verb", "unit", "verb_of_whole", "verb_before", "among",
    "noun", "noun_unit", "alias", "grade_frame", "doer", "invested", "serves", "note", "listed", "whole",
    "outer", "previous", "previous_base", "tail", "tail_unit", "measure", "measure_unit", "relation",
    "recent_full", "recent",
)  # fmt: skip
