"""Predicates without a subject, verbs without an object: what they speak of was said before.

The last indicator, the noun counted last, or what the clause in front, without figures, names.
"""

from __future__ import annotations

from pipeline.figures.case import PERCENT, POINTS, RANK_UNITS, Case
from pipeline.figures.phrases import Left, Phrases
from pipeline.figures.wordclasses import WordClasses

_EFFORT = "力度"  # 加大安居工程建设力度，新开工700万套
_TRADES = ("产业", "行业")


class Carried:
    """Names the indicators of figures that have no noun of their own."""

    def __init__(self, classes: WordClasses, phrases: Phrases) -> None:
        self._classes = classes
        self._phrases = phrases

    def settle(self, case: Case) -> None:
        """A bare predicate speaks of the last indicator."""
        reading, left, talk = case.reading, case.left, case.talk
        before = case.earlier[-1] if case.earlier else None
        if (left.reach or left.rank) and before and before.starts:  # 由第39位跃升至21位
            reading.indicator = before.indicator
            if "grammar:relation" in before.rules:
                case.fires("relation")
            if before.measure == "rank" and case.unit in RANK_UNITS:
                reading.measure = "rank"
            return
        if reading.measure == "rank" and before and before.measure == "rank" and case.item.mark == "、":
            reading.indicator = before.indicator  # 居全省第五、全市第一
            return
        if left.starts or not talk.last:
            talk.last = self.topic(case) or talk.last
        elif left.reach and case.item.mark == "，":
            talk.last = self._named_before(case) or talk.last
        share = case.unit in POINTS or (left.starts and case.unit in PERCENT)
        if share and before and "grammar:relation" in before.rules:
            reading.indicator = before.indicator  # 占比重达64.5%，较上年提高4个百分点
            case.fires("relation")
            return
        reading.indicator = talk.last_bare if left.cumulative and talk.last_bare else talk.last
        case.fires("last_carried")

    def _named_before(self, case: Case) -> str:
        """同我国有外交关系的国家，现在已增加到129个: the clause before is nothing but the name."""
        clause = case.sentence.clauses[case.item.clause - 1]
        said = case.said(clause)
        tokens = [] if clause.figures else self._phrases.spoken_of(said)
        name = "".join(tokens)
        if said.endswith(name) or self._classes.is_indicator(name):
            return name  # 社会消费品零售总额稳定增长，完成94.8亿元
        return name if self._classes.attribute_start(tokens)[1] else ""

    def topic(self, case: Case) -> str:
        """What the clause before speaks of, where no figure has named an owner yet."""
        for clause in reversed(case.sentence.clauses[: case.item.clause]):
            if clause.figures:
                return ""
            said = case.said(clause)
            whole = self._phrases.read_left(said).tokens
            if case.left.starts and self._classes.attribute_start(whole)[1]:
                return "".join(whole)  # 财政收入占国民收入的比重，由…降到…
            tokens = self._phrases.spoken_of(said)
            trades = bool(tokens) and tokens[-1].endswith(_TRADES)
            if "等" in tokens and not trades:
                tokens = tokens[tokens.index("等") + 1 :]  # A、B等重点片区
            if tokens:
                return "" if "、" in tokens and not trades else "".join(tokens)
        return ""

    def settle_verbs(self, case: Case) -> bool:
        """Verbs alone: 开工1200套，竣工6366套; 加快保障性住房建设，开工1200套; 建立补贴制度，惠及2100万人."""
        talk, tokens = case.talk, case.left.tokens
        verb = "".join(tokens)
        classes, last = self._classes, tokens[-1]
        if classes.attribute_start(tokens)[1] or case.reading.measure != "level" or last in classes.relation:
            return False  # 招生, 投入 are attributes of an owner
        if last in classes.noun and last in classes.telling and last not in classes.building:
            return False  # 造林, 培训 name their own object
        if talk.noun and talk.noun_unit == case.unit and case.item.mark not in "；":
            case.reading.indicator = verb + self._without_stock(talk.noun)
        elif last in classes.after_subject and talk.noun and case.item.mark == "，" and case.earlier:
            case.reading.indicator = talk.noun + verb  # 组织惠民活动4500场，吸引25万人次
        elif self._works_on(case):
            case.reading.indicator = talk.owner + verb  # 某项目完成投资6.1亿元，开工25.9万平方米
        else:
            subject = last in classes.after_subject
            topic = self._spoken_before(case) if subject or last in classes.building else ""
            if not topic:
                return False
            talk.noun, talk.noun_unit = topic, case.unit
            case.reading.indicator = f"{topic}{verb}" if subject else f"{verb}{topic}"
        case.fires("object_carried")
        return True

    def _without_stock(self, noun: str) -> str:
        """社康中心总数 -> 社康中心; 棚户区改造开工 -> 棚户区."""
        ends = sorted((*self._classes.stock, *self._classes.building), key=len, reverse=True)
        return next((noun[: -len(w)] for w in ends if noun.endswith(w) and noun != w), noun)

    def _works_on(self, case: Case) -> bool:
        """Behind the money of a project, in another unit: what the project built with it."""
        before, owner = (case.earlier[-1] if case.earlier else None), case.talk.owner
        if before is None or len(owner) < 4 or not before.indicator.startswith(owner):
            return False
        return before.is_money and case.item.mark == "，" and before.indicator != owner

    def _spoken_before(self, case: Case) -> str:
        """What the clause right in front, without a figure of its own, works on."""
        if case.item.mark != "，" or not case.item.clause:
            return ""
        clause = case.sentence.clauses[case.item.clause - 1]
        if clause.figures:
            return ""
        tokens = self._phrases.spoken_of(case.said(clause))
        while len(tokens) > 1 and (tokens[-1] == _EFFORT or self._classes.is_listed_verb(tokens[-1])):
            tokens = tokens[:-1]  # 保障性住房|建设
        return "" if "、" in tokens or len("".join(tokens)) < 2 else "".join(tokens)

    def only_grows(self, left: Left) -> bool:
        """增长下降1.46%: nothing but a second word of change."""
        grows = bool(left.direction) and all(t in self._classes.direction for t in left.tokens)
        return grows or left.tokens == ["比"]  # 71.5%比28.5%
