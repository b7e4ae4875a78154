"""One figure being read: everything its reading may look at, and the reading itself."""

from __future__ import annotations

from typing import Final

from pipeline.figures.cues import Found, without
from pipeline.figures.discourse import Discourse
from pipeline.figures.phrases import Left, Right
from pipeline.figures.scan import Numeral
from pipeline.figures.sentences import Clause, Item, Sentence

PERCENT: Final = {"%", "百分之", "‰", "千分之", "番", "成", "倍"}
POINTS: Final = {"个百分点", "百分点", "个千分点", "千分点"}
_ITEM_UNITS: Final = {"个", "项", "件", "类", "大", "宗"}
_PEOPLE_UNITS: Final = {"人", "名", "户", "位", "人次", "口", ""}
MEDALS: Final = {"金", "银", "铜"}
RANK_UNITS: Final = {"", "位", "名", "位次"}


class Reading:
    """One figure with its meaning; period and status are added by the context pass."""

    indicator: str = ""
    measure: str = "level"
    negative: bool = False
    bound: str = "eq"
    qualifier: str = ""
    basis: str = ""
    base: str = ""  # 比1957年的704亿元增长…: the year this amount belongs to
    starts: bool = False  # 由…: where a change began
    reaches: bool = False  # 达到, 保持在: a level, never a growth
    arrives: bool = False  # 到…: what was reached
    stands: bool = False  # 突破22万户, 覆盖率98%, 居第一: how it is at the end, never a sum over years
    amounts: bool = False  # 为…: how much it is, reached or spent
    done: bool = False  # 已达到…, 增加了…: what there is already, even in a plan
    parent: int | None = None  # where the number of the whole stands (tidy text)

    def __init__(self, item: Item, cues: list[Found], rules: list[str]) -> None:
        self.item = item
        self.cues = cues
        self.rules = rules

    @property
    def numeral(self) -> Numeral:
        return self.item.numeral

    @property
    def is_count(self) -> bool:
        """Whether the unit is a measure word (家, 个): what is counted is a noun."""
        return self._dimension == "count"

    @property
    def is_money(self) -> bool:
        """Whether the unit is one of money."""
        return self._dimension == "money"

    @property
    def _dimension(self) -> str:
        entry = self.item.numeral.unit_entry
        return "" if entry is None else entry.dimension

    @property
    def is_item(self) -> bool:
        """Whether the unit is one that works and projects are counted in."""
        return self.item.numeral.base_unit in _ITEM_UNITS

    @property
    def counts_people(self) -> bool:
        """Whether persons or households are counted: 名, 户, 万人, or no unit at all."""
        return self.item.numeral.base_unit in _PEOPLE_UNITS


class Case:
    """A reading in the making, with its phrases, its sentence and the discourse so far."""

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        reading: Reading,
        left: Left,
        right: Right,
        talk: Discourse,
        earlier: list[Reading],
        cues: list[Found],
    ) -> None:
        self.text = text
        self.sentence = sentence
        self.reading = reading
        self.left = left
        self.right = right
        self.talk = talk
        self.earlier = earlier  # of the same sentence
        self.cues = cues  # of the sentence
        self.item = reading.item
        self.numeral = self.item.numeral
        self.unit = self.numeral.base_unit

    def said(self, clause: Clause) -> str:
        """The text of a clause, or up to its first figure, without words of time."""
        end = clause.figures[0].start if clause.figures else clause.end
        return without(self.text, clause.start, end, self.cues)[0]

    def fires(self, mechanism: str) -> None:
        """Note a mechanism of the grammar among the rules of the reading."""
        self.reading.rules.append(f"grammar:{mechanism}")
