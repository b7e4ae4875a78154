"""Noun phrases: where the thing that is counted ends, and what a clause speaks of."""

from __future__ import annotations

import re
from typing import Final

from pipeline.figures.wordclasses import FORMS, MARKS, OPEN, PUNCTUATION, WordClasses

_GAINS: Final = {"获", "获得", "荣获", "获评", "获批", "入选", "纳入", "列入", "取得", "成为", "通过", "当选"}
_WORKS: Final = ("项目", "工程", "基地", "产业园", "园区", "生产线", "大桥", "中心")
_PURPOSES: Final = {
    "促进", "推动", "推进", "提升", "支持", "优化", "服务", "加强", "改善", "保障", "规范",
    "强化", "对照", "稳定", "鼓励", "深化", "扶持", "关爱", "惠及", "方便", "便利",
}  # fmt: skip
_MEASURES: Final = (
    "措施", "举措", "政策", "活动", "行动", "意见", "办法", "制度", "方案", "计划", "任务", "清单",
)  # fmt: skip
_DEEDS: Final = ("工程", "项目", "行动", "计划", "任务", "示范点", "试点", "专项")
_BOUNDED: Final = {"以上", "以下", "以内"}  # 453台10蒸吨及以下燃煤锅炉
_WIDENS: Final = "扩大"
_NEW: Final = "新"
_NOT_YET: Final = "未"
_TOGETHER: Final = ("同", "与")
_AS_FOR: Final = ("至于", "关于", "对于")
_PLAN: Final = "计划"
_STRENGTHENS: Final = {"完善", "加强", "强化", "优化", "健全", "规范"}
_IDIOM: Final = 4
_RESULTS: Final = ("取得", "得到", "初见")
_TOWARD: Final = ("对", "对于")
_OVER: Final = ("过", "超", "近")
_SCALES: Final = "十百千万亿"
_HONOURS: Final = {
    "评为", "授予", "认定", "确定", "列为", "命名", "表彰", "评定", "选为", "确认", "采纳", "推介",
}  # fmt: skip
_LIMITS: Final = {"过", "超", "超过", "达", "达到", "突破", "逾", "不足", "低于", "高于"}
_ROUND: Final = re.compile("[百千万][余多]?[个件家名项座所场台套条]")
_MORE_SO: Final = "较最很更"
_TASKS: Final = {"任务", "工程"}  # 年度脱贫任务, 断头路贯通工程
_CAN: Final = "可"
_BODIES: Final = ("企业", "单位", "机构", "公司", "场所", "设施")
_LIMIT: Final = 6  # tokens from 产值 to the 的 in 产值超过5亿元的
_RELATIVE: Final = 4  # tokens from a verb to the 的 behind it
_BY: Final = "被"
_STYLE: Final = "式"
_COLOURS: Final = (_BY, _NOT_YET, _NEW, _CAN)
_OF: Final = "之"
_FRACTION: Final = {"一", "内", "外", "间", "中", "前", "后", "列", "上", "下"}
_QUALITIES: Final = ("性", "型", "级", "化", "国控", "省控", "国考", "省考")


class NounPhrases:
    """Finds the ends of noun phrases in token lists."""

    def __init__(self, classes: WordClasses) -> None:
        self._classes = classes

    def noun_end(self, tokens: list[str], shared: bool, listed: bool = False, works: bool = False) -> int:
        """How many of the tokens form the noun phrase a count in front of them counts.

        `listed`: names joined by 、 are one phrase (投资3亿元的甲河、乙河堤防工程); `works`: the
        phrase names works, to the end of their name (投资4亿元的高山跳台滑雪训练基地).
        """
        end, place = 0, 0
        while place < len(tokens):
            token = tokens[place]
            if token in OPEN:
                place = end = _closing(tokens, place)
                continue
            if skipped := self._modifier_ahead(tokens, place, end):
                place += skipped
                continue
            closes = token == _PLAN and end and {*tokens[place + 1 : place + 2]} <= PUNCTUATION
            kind = "noun" if closes else self._classes.word_kind(token)  # 4个更新|计划
            if ahead := self._ahead(tokens, place, end, kind, works):
                place = end = ahead
                continue
            if (
                self._moves_on(tokens, place, end)
                or self._stands(tokens, place, end)
                or self._is_done(tokens, place, end)
                or self._paints(tokens, place, end)
            ):
                break  # 475个事项|全市域通办; 12000名购房户|办理了
            if kind == "stop" and self._modifies(tokens, place, end):
                pass  # 3个重点项目, 3个落地项目, 3条快速通道
            elif kind == "noun":
                if shared and end and token in self._classes.attributes:
                    return self._before_attribute(tokens, place)
                end = place + 1
            elif kind == "stop":
                head = 0 if end else self._behind_relative(tokens, place)
                if not head:
                    break
                place = head
                continue
            elif kind == "verb":
                if self._acts_behind(tokens, place, end, shared):
                    break
                end = place + 1 if place + 1 == len(tokens) and end else end
            elif kind == "mark" and token in MARKS and end:
                if _ROUND.match("".join(tokens[place + 1 : place + 3])):
                    break  # 4个重点项目和|百件实事
                more = self.noun_end(tokens[place + 1 :], False, listed, works)
                if all(t in self._classes.telling for t in tokens[:place]):
                    return place + 1 + more  # 11所新建、改扩建学校
                behind = place + 1 + more
                done = tokens[place - 1] in self._classes.works
                named = listed and not done and not any(map(self._turns, tokens[place + 1 : place + 2]))
                joined = named or self._joins(tokens, place)
                whole = behind == len(tokens) or (works and tokens[behind - 1].endswith(_WORKS))
                if joined and more and (whole or self._ends(tokens[behind])):
                    return behind
                break
            elif kind == "mark" and token == "的" and end and place + 1 < len(tokens):
                pass
            elif kind == "mark" and not place:
                break
            place += 1
        return end

    def _ahead(self, tokens: list[str], place: int, end: int, kind: str, works: bool) -> int:
        """Behind a noun phrase that only begins at `place`, though it looks as if one ended; else 0."""
        ahead = self._works_ahead(tokens, place) if works and end and kind in ("stop", "verb") else 0
        ahead = ahead or self._limited_ahead(tokens, place)
        if not place and tokens[0] in _PURPOSES:
            ahead = ahead or self._purpose_ahead(tokens)
        if kind == "verb":
            ahead = ahead or self._relative_behind(tokens, place, end)
        return ahead or (self._quality_ahead(tokens, place) if kind == "stop" and end else 0)

    @staticmethod
    def _purpose_ahead(tokens: list[str]) -> int:
        """14条|促进房地产市场平稳健康发展政策措施: the clause, where it ends in what is counted; else 0."""
        end = next((i for i, t in enumerate(tokens) if t in PUNCTUATION or t in OPEN), len(tokens))
        return end if end > 2 and tokens[end - 1].endswith(_MEASURES) else 0

    def _modifier_ahead(self, tokens: list[str], place: int, end: int) -> int:
        """How many tokens are a modifier whatever they are: 被|覆盖河道, 压缩|式转运站, 颐康|之|家."""
        token = tokens[place]
        if token in PUNCTUATION or place + 1 == len(tokens):
            return 0
        classes, behind = self._classes, tokens[place + 1]
        if token in _COLOURS or behind == _STYLE:
            named = place + 2 < len(tokens) and classes.word_kind(tokens[place + 2]) == "noun"
            if token == _BY and not end and named and classes.is_verb(behind):
                return 0 if behind in _GAINS or behind in _HONOURS else 2
            if behind == _STYLE and named:
                return 2
            if token == _NOT_YET and end and named and classes.is_verb(behind):
                return 2  # 2468户超期|未安置居民
            if token == _NEW and named and behind in classes.telling:
                return 2  # 13个新|组建部门
            if token == _CAN and named and classes.word_kind(behind) == "verb":
                return 2  # 33座可|移动休息室
        if token.isdigit() and not end:
            return next((i + 1 for i, t in enumerate(tokens[place : place + 5]) if t in _BOUNDED), 0)
        if token == _OF and end and behind not in PUNCTUATION and behind not in _FRACTION:
            return 1
        return 0

    def _acts_behind(self, tokens: list[str], place: int, end: int, shared: bool) -> bool:
        """58万名孕妇|提供筛查, 469个行政村|设立法律顾问: a verb that is a predicate, no part of the name."""
        classes = self._classes
        if end and classes.is_person(tokens[place - 1]) and not self._ends_in_work(tokens, place):
            return True
        if end and self._body_acts(tokens, place):
            return True
        next_acts = shared and bool(end) and tokens[place] in classes.telling
        return next_acts or not self._is_modifier(tokens, place, end)

    def _relative_behind(self, tokens: list[str], place: int, end: int) -> int:
        """上级|要求取消的行政审批事项: behind a subject and what it does, and the 的, the thing; else 0."""
        classes = self._classes
        if (
            not end
            or tokens[place] in FORMS
            or tokens[place] in classes.noun
            or classes.is_person(tokens[place - 1])
        ):
            return 0
        for index in range(place + 1, min(place + _RELATIVE, len(tokens) - 1)):
            if tokens[index] in PUNCTUATION or tokens[index] in MARKS:
                return 0
            if tokens[index] == "的":
                more = self.noun_end(tokens[index + 1 :], False)
                return index + 1 + more if more else 0
            if not classes.is_verb(tokens[index]):
                return 0
        return 0

    def _quality_ahead(self, tokens: list[str], place: int) -> int:
        """基础|较好|的|城中村: behind the thing that is told by what it is like; else 0."""
        more_so = tokens[place] in _MORE_SO and place + 1 < len(tokens)  # 较|好|的
        like = tokens[place + more_so]
        place += more_so + 1
        if (len(like) < 2 and not more_so) or tokens[place : place + 1] != ["的"]:
            return 0
        if self._classes.lexicon.words.tag(like)[0] not in "az" and like[0] not in _MORE_SO:
            return 0
        more = self.noun_end(tokens[place + 1 :], False)
        return place + 1 + more if more else 0

    def _limited_ahead(self, tokens: list[str], place: int) -> int:
        """产值|超|5|亿元|的|企业: behind the thing, where what it is measured by limits it; else 0.

        空置率|50|%|以上|的|村: the limit may stand behind its number.
        """
        limited = place + 1 < len(tokens) and tokens[place + 1] in _LIMITS
        if limited and tokens[place] not in self._classes.attributes:
            limited = place + 2 < len(tokens) and _is_number(tokens[place + 2])
            if not limited or self._classes.word_kind(tokens[place]) != "noun":
                return 0  # 设计师|超|千|人|的|基地
        behind = not limited and tokens[place] in self._classes.attributes
        if behind:
            behind = place + 1 < len(tokens) and _is_number(tokens[place + 1])
            behind = behind and not _BOUNDED.isdisjoint(tokens[place + 2 : place + _LIMIT])
        if not limited and not behind:
            return 0
        for index in range(place + 3, min(place + _LIMIT + 2 * behind, len(tokens) - 1)):
            if tokens[index] == "的":
                more = self.noun_end(tokens[index + 1 :], False)
                return index + 1 + more if more else 0
        return 0

    def _stands(self, tokens: list[str], place: int, end: int) -> bool:
        """5项主要指标|居全市第一: a verb of rank and whose."""
        classes = self._classes
        if not end or tokens[place] not in classes.rank or place + 1 == len(tokens):
            return False
        return tokens[place + 1] in classes.area or tokens[place + 1] in classes.place

    def _works_ahead(self, tokens: list[str], place: int) -> int:
        """国家高山跳台|滑雪训练基地: behind the works a name leads up to; 0 where a predicate comes first.

        Inside names the dictionary's verbs are no evidence, so only the works themselves end them.
        """
        classes = self._classes
        for index in range(place, len(tokens)):
            token = tokens[index]
            if token in PUNCTUATION or token in MARKS or token in classes.adverb or token == "的":
                return 0
            if token in classes.outcome or token in classes.building or token in classes.direction:
                return 0
            if index > place and (token in classes.tasks or token.endswith(_WORKS)):
                return index + 1
        return 0

    def _body_acts(self, tokens: list[str], place: int) -> bool:
        """A village, school or the like, a telling verb, and an object that is no work or project."""
        classes = self._classes
        body = tokens[place - 1] in classes.container and tokens[place] in classes.telling
        if not body or tokens[place] in classes.building or tokens[place] in classes.noun:
            return False
        stop = next((i for i in range(place, len(tokens)) if tokens[i] in PUNCTUATION), len(tokens))
        return (
            stop - place > 1
            and not tokens[stop - 1].endswith(_WORKS)
            and not self._ends_in_work(tokens, place)
        )

    def _ends_in_work(self, tokens: list[str], place: int) -> bool:
        """老年人家庭|适老化改造: what follows is done to them, not by them."""
        stop = next((i for i in range(place, len(tokens)) if tokens[i] in PUNCTUATION), len(tokens))
        last = tokens[stop - 1]
        return last in self._classes.works or last in self._classes.tasks

    def _moves_on(self, tokens: list[str], place: int, end: int) -> bool:
        """全市|通办, 稳定|脱贫: words of place or manner right in front of a predicate."""
        classes, behind = self._classes, place
        while behind < len(tokens) and (tokens[behind] in classes.manner or tokens[behind] in classes.area):
            behind += 1
        if behind == place or behind == len(tokens) or tokens[behind] in PUNCTUATION:
            return False
        if not end and not all(classes.is_adverbial(token) for token in tokens[place:behind]):
            return False  # 2个湾区入选: the thing itself
        return classes.word_kind(tokens[behind]) in ("verb", "stop")

    def _paints(self, tokens: list[str], place: int, end: int) -> bool:
        """27个街角游园|星罗棋布: an idiom behind the thing, at the end of the clause."""
        if not end or len(tokens[place]) != _IDIOM:
            return False
        if place + 1 < len(tokens) and tokens[place + 1] not in PUNCTUATION:
            return False
        told = tokens[place - 1] == "的" or tokens[place].startswith(_RESULTS)
        return not told and self._classes.lexicon.words.tag(tokens[place]) == "i"

    def _is_done(self, tokens: list[str], place: int, end: int) -> bool:
        """办理|了: a telling verb with the mark of what is done."""
        if not end or place + 1 == len(tokens) or tokens[place + 1] != "了":
            return False
        return tokens[place] in self._classes.telling

    def _joins(self, tokens: list[str], place: int) -> bool:
        """超市和直销店; 市、区重大项目; 区域性、功能性总部; 新建、改造工作."""
        before, behind = tokens[place - 1], tokens[place + 1 : place + 2]
        if tokens[place] != "、" or len(before) == 1 or before.endswith(_QUALITIES):
            return True
        classes = self._classes
        return bool(behind) and before in classes.works and behind[0] in classes.works

    def _turns(self, token: str) -> bool:
        """Whether a token behind 、 begins something else: a verb, or what is measured."""
        classes = self._classes
        begins = token in classes.telling or token in classes.attributes or token in classes.stock
        return begins or classes.is_predicate(token)

    def _ends(self, token: str) -> bool:
        classes = self._classes
        return token in PUNCTUATION or token in classes.manner or classes.word_kind(token) == "stop"

    def _behind_relative(self, tokens: list[str], place: int) -> int:
        """叫得响的农业品牌: behind the 的 of a relative clause that begins at `place`; 0 without one."""
        for index in range(place + 1, len(tokens) - 1):
            again = tokens[index] == "、" and tokens[index + 1] == tokens[place]  # 有潜力、有代表性的
            if tokens[index] in PUNCTUATION and not again:
                return 0
            if tokens[index] == "的":
                return index + 1
        return 0

    def _modifies(self, tokens: list[str], place: int, end: int) -> bool:
        """An adverb or predicate that stands before a noun as its modifier: 重点项目, 落地项目."""
        classes = self._classes
        if place + 1 == len(tokens):
            return False
        behind = tokens[place + 1]
        if tokens[place] in classes.attributive and (
            behind in classes.attributive or classes.word_kind(behind) == "noun"
        ):
            return True
        if not end and tokens[place] in _OVER and behind[0] in _SCALES:
            return True  # 3个过千亿新兴产业
        if end:
            last = {*tokens[place + 2 : place + 3]} <= PUNCTUATION
            ends = tokens[place] in classes.direction or (tokens[place] in classes.stop and behind in _TASKS)
            return ends and behind in _DEEDS and last  # 交通环境|改善|工程, 年度|脱贫|任务
        if tokens[place] in _GAINS:
            return False  # 2人获全国劳动模范
        return classes.is_noun_adverb(tokens[place]) or (
            tokens[place] in classes.stop and classes.word_kind(tokens[place + 1]) == "noun"
        )

    def _before_attribute(self, tokens: list[str], place: int) -> int:
        """三级重点项目|年度投资完成率: the count ends at its own head, not at a modifier of the next."""
        for index in range(place - 1, 0, -1):
            if self._classes.word_kind(tokens[index - 1]) == "noun" and tokens[index] in self._classes.inside:
                place = index
        return place

    def _is_modifier(self, tokens: list[str], place: int, end: int) -> bool:
        """A verb inside a noun phrase: 签约项目, 改造提升工程; not the predicate behind one."""
        if not end:
            return True
        told = tokens[place - 1] != "”" and tokens[place - 1] not in self._classes.manner
        if told and tokens[place + 1 : place + 2] and tokens[place + 1] in OPEN:
            return False  # 396家体育场馆|接入“掌上城”
        last = ""
        for token in tokens[place + 1 :]:
            last = self._classes.word_kind(token)
            if last not in ("noun", "verb"):
                break
        else:
            return last == "noun" or (not last and self._classes.lexicon.words.tag(tokens[place]) == "vn")
        closed = token in PUNCTUATION or (last == "stop" and tokens[place] in self._classes.works)
        bodies = tokens[place + 1].endswith(_BODIES) and not tokens[place - 1].endswith(_BODIES)
        if last == "stop" and bodies and tokens[place + 2 : place + 3] == [token]:
            closed = True  # 824家有机物|排放企业|落实监管
        if last == "stop" and tokens[-2:-1] == [token] and not self._classes.is_listed_verb(tokens[place]):
            closed = True  # 3个总决赛|获奖项目落户
        return closed and self._classes.word_kind(tokens[place + 1]) == "noun"

    def spoken_of(self, tokens: list[str]) -> list[str]:
        """The thing a clause without figures speaks of: its subject, else the object of its verb.

        `tokens`: the clause without the adverbs and the like it begins with; they are used up.
        """
        if tokens and tokens[0] in self._classes.means:
            return []
        if tokens and tokens[0] in _TOGETHER and "的" in tokens[1:-1]:
            return tokens  # 同我国建交的国家
        if tokens and tokens[0] in _AS_FOR:
            tokens = tokens[1:]  # 至于煤炭产量
        if len(tokens) > 2 and tokens[0] in _STRENGTHENS:
            tokens.pop(0)  # 完善|劳动争议调解工作模式
            while tokens[0] in MARKS or tokens[0] in _STRENGTHENS:
                tokens.pop(0)
        done = False
        while tokens and tokens[0] not in OPEN and self._classes.word_kind(tokens[0]) in ("verb", "stop"):
            first, classes = tokens[0], self._classes
            if first in _TOWARD and done:
                tokens.pop(0)  # 加大|对|学生资助力度
                break
            if (
                first not in classes.telling
                and first not in classes.adverb
                and first not in classes.direction
            ):
                return []
            done = True
            tokens.pop(0)
        end = self.noun_end(tokens, False)
        if tokens[end : end + 1] and tokens[end] in MARKS:
            end = self._list_end(tokens, end)
            if tokens[end : end + 1] == ["等"]:
                more = self.noun_end(tokens[end + 1 :], False)
                end += 1 + more if more else 0
        if tokens[end : end + 1] and self._classes.word_kind(tokens[end]) == "mark":
            return []  # cut in the middle of something
        return tokens[:end]

    def _list_end(self, tokens: list[str], end: int) -> int:
        """Behind the last member of a list of noun phrases that begins before `end`."""
        while end < len(tokens) and tokens[end] in MARKS:
            more = self.noun_end(tokens[end + 1 :], False)
            if not more:
                break
            end += 1 + more
        return end


def _is_number(token: str) -> bool:
    return token[0].isdigit() or set(token) <= set(_SCALES)


def _closing(tokens: list[str], place: int) -> int:
    """Behind the quote or bracket that opens at `place`; behind the last token if it never closes."""
    close = OPEN[tokens[place]]
    for index in range(place + 1, len(tokens)):
        if tokens[index] == close:
            return index + 1
    return len(tokens)
