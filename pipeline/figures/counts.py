"""Counts in front of their noun: 16所学校投用, 投资3亿元的快速路, 2411名群众的生活得到保障.

What is counted stands behind the number; the words in front of it say what was done (新建), and
the predicate behind the noun what became of it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from pipeline.figures.case import PERCENT, POINTS, Case
from pipeline.figures.wordclasses import DONE, FORMS, MARKS, PUNCTUATION, WordClasses

_GAINS: Final = ("获", "荣获", "入选", "跻身", "上榜", "晋升", "晋级", "被评为", "被列为", "被确定为")
_ALL_OF_THEM: Final = {"已", "已经", "均", "都", "全部", "全"}
_IN_ALL: Final = {"共", "累计", "合计", "共计", "总计"}
_PREDICATE_END: Final = re.compile(r"[，。；：！（）]")
_CLOSED: Final = {"等", "等等", "的", "”", "》"}
_NEARLY: Final = "约近超达共"
_GOES_ON: Final = {"推进", "铺开", "全面铺开", "展开", "进展", "进展顺利", "顺利推进", "稳步推进", "有序推进"}
_HURRIES: Final = "加快"
_ACHIEVED: Final = "实现"
_OF_KIND: Final = ("属", "级", "型", "立", "办", "建")
_IN_GROUPS: Final = {  # units of groups
    "户", "栋", "宗", "批", "批次", "类", "大类", "大项", "项", "组", "条", "处",
}  # fmt: skip
_PERSONS: Final = "人"
_DWELLERS: Final = {"户", "人", "名"}
_SOLVES: Final = ("解决", "保障", "改善")
_SAYS_LITTLE: Final = ("进行", "予以", "给予")
_NO_DEED: Final = {"是", "由于", "因为"}
_NO_PREDICATE: Final = ("实现", "完成", *_SAYS_LITTLE)
_SHORTEST_SHARED: Final = 4
_MANNERS: Final = ("标准", "质量", "水平", "起点")
_TREATS: Final = ("对", "针对", "将", "把")
_USED_FOR: Final = ("用于", "投向")
_WITH: Final = {"与", "同", "向", "赴", "到"}
_TIMES: Final = {"次", "余次", "场", "场次", "轮"}
_LONGEST_HELD: Final = 6
_SIGNED: Final = ("签约", "预约", "节约", "履约", "集约", "解约")
_NO_TREATS: Final = tuple("应面核校绝成比")
_POLICY: Final = "施策"
_COVERED: Final = ("全覆盖", "覆盖")
_HOLDS: Final = "有"
_THESE: Final = {"这", "这些"}
_PACE: Final = "进度"
_NEWLY: Final = ("新增",)
_IN_THE_WORLD: Final = ["世界", "上"]
_AIM: Final = "目标"
_IN: Final = "在"
_MONEY_OF: Final = ("投资", "总规模", "规模", "总金额", "总额")
_LONGEST_QUOTE: Final = 14
_AMONG: Final = ("中", "里")
_EACH: Final = "每"
_WHOLE: Final = "整体"
_ONE_OF: Final = "之一"
_ENDED: Final = ("完工", "开工", "竣工", "投用", "投产")
_TIMES_UNIT: Final = "次"
_LONGEST_DEED: Final = 24
_PLACED: Final = re.compile(
    r"[^，。；、]*?((?:稳?居|位居|位列|列|排名?|名列)全[国省市区县州]?[^，。；、]{0,6}?(?:第|前|首)[\d一二三四五六七八九十]+(?:位|名)?)(?=[，。；、])"
)
_WHOSE: Final = {"我国", "全国", "各地"}
_HAS: Final = ("已有", "共有")
_STANDS: Final = {"居", "稳居", "位居", "位列", "列", "排", "排名", "名列"}
_QUALITY: Final = ("水质", "断面水质", "环境质量")
_ROOM_IN: Final = ("学位", "床位", "病床", "车位", "托位")
_WITH_ROOM: Final = ("园", "学校", "医院", "中心", "小学", "中学", "停车场")


class Counts:
    """Reads the figures whose noun stands behind the number."""

    def __init__(self, classes: WordClasses) -> None:
        self._classes = classes
        self._areas = tuple(classes.area)

    def applies(self, case: Case) -> bool:
        """Is the noun behind the number what it counts?"""
        left, right = case.left, case.right
        if case.reading.measure in ("growth", "rank", "ratio") or right.grows:
            return self._cuts_share(case)
        if left.direction:  # 增加5000个学位, 提升300个驿站, but not 职工增加600人
            if left.last_verb == _HURRIES and not left.tokens:
                return True  # 加快6.88平方公里产业空间开发
            acts = self._double_verb(case) or left.last_verb in self._classes.telling
            doubled = len(left.tokens) == 1 and self._double_verb(case)  # 新建提升310公里农村公路
            opens = left.direction == "-" and not left.tokens and case.item.mark != "、"  # 减少15万吨污水入河
            return (case.reading.is_count or doubled or opens) and (not left.tokens or acts)
        if case.unit in PERCENT or case.unit in POINTS:
            if right.noun[-1] == _AIM and self._classes.attribute_start(left.tokens)[1]:
                return False  # 完成公办园占比30%的阶段性目标
            acts = all(self._classes.acts(t) for t in left.tokens)  # 推动90%以上审批事项网上办理
            # 完成40%城中村综合治理, 实现28%以上建成区达到海绵城市要求
            met = left.last_verb == _ACHIEVED and bool(right.rest)
            done = not left.tokens and (left.last_verb in DONE or met)
            return right.of or (acts and (not left.reach or done))
        if left.reach and (self._verb_and_done(case) or self._done_there(case)):
            return True
        if self._those_with(case) or self._for_each(case):
            return True
        if (left.goal in _HAS or self._has_things(case)) and left.tokens and case.reading.is_count:
            return True  # 教育园区已有13所学校, 电力工业部有101个建设项目
        if left.last_verb in self._classes.having and case.reading.is_count:
            said = case.text[slice(*case.item.left)]
            if said.endswith("的有"):
                return True  # 开工建设的有八百多个工业企业
        if not left.tokens or left.reach:
            return all(
                token.endswith(_MANNERS) or token in self._classes.area or token in _WHOSE
                for token in left.tokens
            )  # 高标准实现10公里道路建设, 全国完成140亿元的投资额
        last = left.tokens[-1]
        spent = self._classes.attribute_start(left.tokens)[1] == "sibling" and case.reading.is_money
        done = right.noun[0] in self._classes.telling or right.noun[0] in DONE
        if spent and not right.of and done:
            return False  # 投资1.5亿元实施供热工程: the object of a verb
        if right.of and self._owner_behind(left.tokens, case):
            return True  # 总投资12亿元的40个项目
        if last in _CLOSED or self._classes.is_verb(last):
            return True
        counted = case.reading.is_count or case.reading.numeral.unit_entry is None
        return counted or len(right.noun) > 1 or not case.item.shared

    def _cuts_share(self, case: Case) -> bool:
        """压减20%的一般性支出: a verb of change, a share, and what it is a share of."""
        return bool(case.left.direction and case.right.of and not case.left.tokens)

    def _those_with(self, case: Case) -> bool:
        """亩产皮棉一百斤以上的有45个县: the condition in front belongs to the noun behind."""
        left = case.left
        if not left.tokens or left.last_verb not in self._classes.having:
            return False
        return left.tokens[-1] in ("以上", "以下", "以内")

    def _for_each(self, case: Case) -> bool:
        """每平方公里有1家上市企业: so many of the noun behind for each."""
        tokens = case.left.tokens
        return bool(tokens) and tokens[0] == _EACH and case.left.last_verb in self._classes.having

    def _double_verb(self, case: Case) -> bool:
        """建设提升300个驿站: two verbs, no growth."""
        telling = self._classes.telling
        return case.left.last_verb in telling and all(token in telling for token in case.left.tokens)

    def _has_things(self, case: Case) -> bool:
        """电力工业部|有101个建设项目: the things one has stand behind; no predicate (有9家|落户)."""
        left, noun, classes = case.left, case.right.noun, self._classes
        if left.last_verb != _HOLDS or left.of_which or case.item.shared or not left.tokens:
            return False
        if not case.reading.is_count:
            return False
        acts = [t not in classes.noun and classes.is_verb(t) for t in (noun[0], noun[-1])]
        if any(acts) or classes.word_kind(noun[-1]) != "noun" or left.tokens[-1] in _CLOSED:
            return False
        if left.tokens[-1].endswith(_AMONG):
            left.tokens = ["有"]  # 36个行业大类中|有23个行业增加值实现增长
        return True

    def _done_there(self, case: Case) -> bool:
        """搬迁项目1号地块|完成814套回迁选房: what was done stands behind, where it was done in front."""
        left, classes = case.left, self._classes
        done = left.last_verb in DONE and bool(left.tokens) and case.reading.is_count
        if not done or case.item.shared or left.of_which or left.tokens[-1] in classes.telling:
            return False
        first, last = left.tokens[0], left.tokens[-1]
        if first in classes.means or first.isdigit() or (first == "“" and last == "”") or last == _POLICY:
            left.tokens = []  # 以“短平快”模式|完成20处治理
            return True
        return not classes.attribute_start(left.tokens)[1] and classes.work_of(left.tokens) == ""

    def _verb_and_done(self, case: Case) -> bool:
        """新建完成47个公园; 免费为58万名孕妇提供筛查: no level that was reached."""
        left = case.left
        if left.last_verb in self._classes.telling and left.last_verb not in DONE:
            return True  # 中央财政安排1000亿元奖补资金
        if left.last_verb in DONE:
            done = all(t in self._classes.telling or t.endswith(_MANNERS) for t in left.tokens)
            return done and not (case.reading.is_money or case.unit in PERCENT)  # 建设完成37公里绿道
        return left.last_verb in self._classes.causing and case.reading.counts_people

    def settle(self, case: Case) -> None:
        """Names the indicator, and leaves noun, owner and verb in the discourse."""
        talk = case.talk
        if named := self._touching(case) or self._spent_again(case):
            case.reading.indicator = named
            case.fires("count_before")
            return
        self._treated(case)
        core, noun = self._core(case), self._room_in(case, self._with_quote(case))
        case.fires("count_before")
        if case.right.noun[-1] in _AMONG and len(case.right.noun) > 1:  # 在国家考核的一百种产品中
            noun = noun.removesuffix(case.right.noun[-1])
            core = core[1:] if core[:1] == ["在"] else core
        reaches = case.right.of and core and core[-1] in self._classes.after_subject
        if reaches and case.unit not in PERCENT:
            case.reading.indicator = noun + core[-1]  # 惠及3400万人的引水工程
            return
        if self._owner_behind(core, case):
            noun = self._not_ended(case, noun)
            start, _ = self._classes.attribute_start(core)
            case.reading.indicator = noun + "".join(core[start:])
            verbs = [t for t in core[:start] if t not in self._classes.preposition]
            talk.owner, talk.verb = noun, "".join(verbs if self._classes.only_verbs(verbs) else [])
            return
        predicate = self._predicate(case)
        core = self._without_names(core, noun + predicate, case.left.acts)
        verb = self._verb(core)
        if talk.doer and case.item.mark == "、" and core and core[0] in self._classes.telling:
            core = [talk.doer, *core]  # 专项斗争打掉5个犯罪集团、刑拘8人
        if not core and self._takes_verb(case, predicate):
            core, verb = [talk.verb], talk.verb
            case.fires("verb_carried")
        if case.unit in PERCENT:
            again = noun.startswith("“") and case.item.mark == "、" and bool(case.earlier)
            noun = talk.owner + noun if again else noun  # 政务事项80%“全市域通办”、90%“掌上办”
            case.reading.indicator = noun + predicate  # 80%的幼儿园达到标准
            return
        if case.left.direction and case.left.last_verb[:1] not in self._classes.changes:
            case.reading.measure, case.reading.negative = "level", False  # 加快17个项目建设
        if self._is_done(case, core, predicate) and (
            predicate in self._classes.noun or not case.left.direction
        ):
            noun, predicate = noun + predicate, ""  # 完成31个村健身设施|配备
        if predicate and self._told_by(case, core, noun, predicate):
            case.reading.indicator = "".join(core) + self._said_of(case, predicate, noun)
        elif case.unit in _TIMES and case.right.rest and core and core[-1] in self._classes.telling:
            case.reading.indicator = "".join(core) + noun + self._held(case)
        else:
            case.reading.indicator = "".join(core) + noun + self._what_for(case, core, predicate)
        talk.noun, talk.noun_unit = noun, case.unit
        body = "".join(core).removeprefix(verb)
        talk.owner = body + noun if body or len(noun) > 2 else verb + noun  # 新开工项目24个，总投资…
        talk.owner = self._done_in(case) or talk.owner
        counted = case.reading.is_count or case.reading.counts_people or case.reading.is_money
        talk.verb = verb or (self._verb_behind(core) if counted else "")
        talk.doer = "".join(core[: self._classes.verb_of(core) - 1]) if self._acted_by(core) else ""

    def _treated(self, case: Case) -> None:
        """对125家重点企业|挂点服务, 4条道路建设|进度: what is done to them is no part of a name."""
        if len(case.right.noun) > 1 and case.right.noun[-1] in (_AIM, _PACE):
            case.right.noun = case.right.noun[:-1]
        noun, place = case.right.noun, len(case.right.noun)
        clause = case.sentence.clauses[case.item.clause]
        said = case.text[clause.start : clause.figures[0].start]
        if case.item.shared or "对" not in said:
            return
        if said.endswith(self._areas):
            said = next(said.removesuffix(a) for a in self._classes.area if said.endswith(a))
        if not said.endswith(_TREATS[:2]) or said[-2:-1] in _NO_TREATS:
            return
        while place > 1 and (
            noun[place - 1] in self._classes.telling or self._classes.is_verb(noun[place - 1])
        ):
            place -= 1
        if place < len(noun) and self._classes.is_predicate(noun[place]):
            case.right.noun, case.right.rest = noun[:place], [*noun[place:], *case.right.rest]

    @staticmethod
    def _done_in(case: Case) -> str:
        """劳务合作在10个国家展开，完成营业额…: what was done in the places counted; "" if it is not said."""
        tokens = case.left.tokens
        return "".join(tokens[:-1]) if len(tokens) > 2 and tokens[-1] == _IN else ""

    def _told_by(self, case: Case, core: list[str], noun: str, predicate: str) -> bool:
        """Whether what is said of the things counted belongs in front of them: 荣获…的项目."""
        if not core or (len(noun) <= 2 and all(map(self._classes.is_verb, core))):
            return True
        won = predicate.startswith(_GAINS) and "、" not in core and not case.left.reach
        return won and core[0] not in self._classes.preposition and not any(map(self._classes.is_verb, core))

    def _spent_again(self, case: Case) -> str:
        """投资3500万元的管网改造、3800万元的巷道改造: the attribute of the sum in front; "" if it is none."""
        before = case.earlier[-1] if case.earlier else None
        if before is None or case.item.mark != "、" or case.left.tokens or not case.reading.is_money:
            return ""
        spent = next((w for w in _MONEY_OF if before.indicator.endswith(w)), "")
        if not (spent and before.is_money and case.right.of and "grammar:count_before" in before.rules):
            return ""
        return self._not_ended(case, "".join(case.right.noun)) + spent

    def _verb(self, core: list[str]) -> str:
        """The verb a phrase begins with; both of 新建和提升3条大道、7个公园."""
        telling = self._classes.telling
        if len(core) > 2 and core[1] in MARKS and core[0] in telling and core[2] in telling:
            return "".join(core[:3])
        return "".join(core[: self._classes.verb_of(core)])

    @staticmethod
    def _is_done(case: Case, core: list[str], predicate: str) -> bool:
        """完成31个村健身设施|配备, 实现300个住宅区“大围合”|全覆盖: what is said is what was done."""
        left = case.left
        covered = predicate.endswith(_COVERED) and left.last_verb == _ACHIEVED
        return not core and left.reach and (covered or left.last_verb in DONE)

    def _verb_behind(self, core: list[str]) -> str:
        """What a phrase that begins with no telling verb leaves for the next count: 运动员|斩获 -> 斩获."""
        if core and self._classes.only_verbs(core):
            return "".join(core)
        acts = bool(core) and core[-1] in self._classes.telling and core[-1] not in self._classes.noun
        return core[-1] if acts and core[-1] not in self._classes.after_subject else ""

    def _room_in(self, case: Case, noun: str) -> str:
        """新增11所幼儿园、2970座学位: 幼儿园学位; 4家公司整体划转: 公司."""
        if noun.endswith(_WHOLE) and self._predicate(case) and noun != _WHOLE:
            return noun.removesuffix(_WHOLE)
        inside = noun in _ROOM_IN and case.item.mark == "、" and case.talk.noun.endswith(_WITH_ROOM)
        return case.talk.noun + noun if inside else noun

    @staticmethod
    def _touching(case: Case) -> str:
        """新开工9条6.2公里支路: the name of the count in front, of the same noun; "" if there is none."""
        before = case.earlier[-1] if case.earlier and not case.item.mark and not case.left.tokens else None
        if before is None or not before.is_count:
            return ""
        return before.indicator if before.indicator.endswith("".join(case.right.noun)) else ""

    def share_touching(self, case: Case) -> None:
        """对全县120户260名困难群众建档: of two counts that touch, both count the noun behind them."""
        before = case.earlier[-1] if case.earlier and not case.item.mark else None
        if before is None or before.numeral.base_unit not in _IN_GROUPS:
            return
        if before.numeral.end != case.numeral.start or "grammar:count_before" not in case.reading.rules:
            return
        told = self._classes.words(case.reading.indicator)
        own = "的" not in told and "grammar:verb_carried" not in case.reading.rules
        acts = own and self._classes.is_verb(told[0]) and told[0] not in self._classes.noun
        if acts or all(self._classes.is_verb(t) or self._classes.is_adverbial(t) for t in told):
            case.reading.indicator = before.indicator  # 监测对象828户1710人实现稳定脱贫
        else:
            before.indicator = case.reading.indicator

    @staticmethod
    def _held(case: Case) -> str:
        """组织4次重点项目|集中开工: what was held so many times goes to the end of the clause."""
        said = "" if case.item.shared else _PREDICATE_END.split("".join(case.right.rest))[0]
        return said if len(said) <= _LONGEST_HELD else ""

    def _what_for(self, case: Case, core: list[str], predicate: str) -> str:
        """选派6名医护人员|驰援武汉, 安排149亿财政预算|用于民生领域: what they were sent or spent for."""
        if case.item.shared or not core:
            return ""
        said = ""
        if tuple(core) == _NEWLY and not case.left.opened:
            said = predicate  # 新增26个住宅区|开通管道燃气: not the estates are new
        elif core[-1] in self._classes.sending and case.reading.counts_people:
            said = predicate
        elif case.right.rest[:1] and case.right.rest[0] in _USED_FOR:
            said = _PREDICATE_END.split("".join(case.right.rest))[0]
        return said if len(said) <= _LONGEST_QUOTE else ""

    def _acted_by(self, core: list[str]) -> bool:
        """专项斗争|打掉: a doer in front of the verb, for the verbs behind 、."""
        return len(core) > 1 and core[-1] in self._classes.telling and core[0] not in self._classes.telling

    def _takes_verb(self, case: Case, predicate: str) -> bool:
        """新增12家企业和8家机构: the verb of the count in front holds for a count without one."""
        talk, classes = case.talk, self._classes
        if predicate and talk.verb in classes.helping:
            return False  # 帮助4省区93个贫困县摘帽
        if any(t in classes.having for t in case.left.tokens[-1:]):
            return False  # 新建服务区10个、涵盖300项业务
        acts = case.left.tokens[:1] and (
            case.left.tokens[0] in classes.helping or case.left.tokens[0] in classes.telling
        )
        if not case.item.mark and acts:
            return False  # 安排219亿元支持116户企业破产
        again = case.item.mark == "，" and bool(talk.verb_before) and not case.left.tokens
        again = again and not case.left.reach and {*case.right.rest[:1]} <= PUNCTUATION
        if again and talk.noun_unit == case.unit and talk.noun.endswith(case.right.noun[-1]):
            talk.verb = talk.verb_before  # 打造3个千万级单品，10个百万级单品
            return not predicate and not case.left.opened
        return case.item.mark in ("、", "") and bool(talk.verb) and not case.left.opened

    @staticmethod
    def _not_ended(case: Case, noun: str) -> str:
        """投资11亿元的医院新院区一期|主体完工: the works, not how far they are."""
        while len(case.right.noun) > 1 and case.right.noun[-1].endswith(_ENDED):
            noun = noun.removesuffix(case.right.noun.pop())
        return noun

    def settle_times(self, case: Case) -> bool:
        """先后6次举办集中开工活动, 10次对我县工作作出批示: what was done so many times stands behind."""
        if case.unit != _TIMES_UNIT or case.reading.measure != "level" or case.item.shared:
            return False
        said = [*case.right.noun, *case.right.rest]
        if not said:
            return False
        if case.left.reach or case.left.direction or any(map(self._classes.is_verb, case.left.tokens)):
            return False
        if said[0] not in self._classes.telling and (
            case.right.noun or not self._classes.is_predicate(said[0])
        ):
            return False
        deed = _PREDICATE_END.split("".join(said))[0]
        if not 4 <= len(deed) <= _LONGEST_DEED:
            return False
        case.reading.indicator = "".join(case.left.tokens) + deed
        case.fires("count_before")
        return True

    def settle_people(self, case: Case) -> bool:
        """243人全部脱贫: people of whom only the predicate tells who they are."""
        predicate = self._predicate(case)
        helping, causing = self._classes.helping, self._classes.causing
        told = [t for t in case.left.tokens if t not in helping and t not in causing]
        reached = case.left.reach and case.left.last_verb != _ACHIEVED  # 实现1200户3500人脱贫
        free = not (told or reached or case.left.direction or case.left.rank)
        if not (free and case.reading.counts_people and case.unit and 2 <= len(predicate) <= _LONGEST_QUOTE):
            return False
        case.reading.indicator = predicate
        case.fires("count_before")
        return True

    def _core(self, case: Case) -> list[str]:
        """The words in front that belong to the indicator: verbs and modifiers."""
        classes, left = self._classes, case.left
        core: list[str] = [t for t in left.tokens if not (left.reach and t.endswith(_MANNERS))]
        verb_behind = left.direction and (
            left.last_verb in classes.telling if core else left.last_verb != _HURRIES
        )
        if verb_behind or (left.reach and left.last_verb in classes.telling and left.last_verb not in DONE):
            core = [*core, left.last_verb]
        if core and core[-1] in _THESE:
            core = core[:-1]  # 在这119个项目中
        if core[-2:] == _IN_THE_WORLD:
            core = core[:-2]  # 同世界上174个国家发展了往来
        elif len(core) > 1 and core[-1] in classes.area and core[-2] in classes.causing:
            core = core if core[-2] == _IN and len(core) > 2 else core[:-1]  # 为全省87万名孕妇
        if core and core[0] in _TREATS and len(core) > 1:
            core = [t for t in core[1:] if t not in classes.area]  # 对全区6条河道进行整治
        if len(core) == 1 and core[0] in classes.helping and self._predicate(case):
            return []  # 帮助272个贫困村如期摘帽
        if self._those_with(case):
            return [*core, "的"]
        if self._for_each(case):
            return core
        if core and (core[-1] in classes.causing or core[-1] in classes.having):
            return core[: classes.verb_of(core)]  # 我国又同15个国家建立邦交
        if len(core) == 1 and core[0] in classes.empty and core[0] not in classes.telling:
            return []  # 抓好8个项目
        if len(core) == 1 and core[0] in classes.means and core[0] not in classes.telling:
            return []  # 依托11万亩富硒土地
        if len(core) == 1 and core[0].endswith(DONE) and core[0] not in classes.telling:
            return []  # 基本完成8座集贸市场改造
        if left.listed:
            return core[: classes.verb_of(core)]  # 完成公园带、10公里碧道建设
        return core

    def _with_quote(self, case: Case) -> str:
        """推进“千项万亿”重大项目建设，1299个重大项目: the name the sentence has given the noun before."""
        noun = "".join(case.right.noun)
        if case.left.tokens:
            return noun
        said = case.text[
            case.earlier[-1].numeral.end if case.earlier else case.sentence.start : case.numeral.start
        ]
        place = said.rfind("”" + noun) if len(noun) > 1 else -1
        opening = said.rfind("“", max(0, place - _LONGEST_QUOTE), place) if place > 0 else -1
        if opening < 0:
            return noun
        case.talk.alias = (noun, said[opening : place + 1] + noun)
        return case.talk.alias[1]

    def _said_of(self, case: Case, predicate: str, noun: str) -> str:
        """晋级国家一级博物馆的博物馆; 基本生活得到保障的受灾群众 where people were counted."""
        tokens = case.right.noun
        if case.unit == _PERSONS and tokens[0] in self._classes.telling and len(tokens) > 1:
            return noun + predicate  # 3296人|享受特困人员救助供养
        if tokens[-1] in self._classes.tasks and not case.reading.is_item:
            return noun  # 15公里雨水管网二期工程竣工: the works, not how far they are
        if "的" in tokens[1:-1] and tokens[0] in self._classes.container:
            place = tokens.index("的")  # 78所学校的体育场馆|向社会开放
            return f"{''.join(tokens[place + 1 :])}{predicate}的{''.join(tokens[:place])}"
        quality = next((q for q in _QUALITY if noun.endswith(q) and noun != q), "")
        if quality:
            return f"{quality}{predicate}的{noun.removesuffix(quality)}"  # 66条河流水质达到五类
        cut = self._people_end(tokens) if case.reading.counts_people else 0
        if cut:
            things = "".join(tokens[cut:]).removeprefix("的")
            return f"{things}{predicate}的{''.join(tokens[:cut])}"
        return f"{predicate}的{noun}"

    def _thing(self, noun: list[str]) -> list[str]:
        """推进|路段建设: without the verbs in front, where more than one word is left."""
        verbs = self._classes.verb_of(noun) if noun[0] in self._classes.telling else 0
        return noun[verbs:] if len(noun) - verbs > 1 else noun

    def _people_end(self, tokens: list[str]) -> int:
        """受灾群众|的基本生活: behind the last person, where something else follows; else 0."""
        for place in range(len(tokens) - 1, 0, -1):
            if self._classes.is_person(tokens[place]):
                return 0
            if self._classes.is_person(tokens[place - 1]):
                return place
        return 0

    def share(self, counts: list[Case]) -> None:
        """What stands behind the last of several counts side by side holds for all of them."""
        if len(counts) < 2 or "grammar:count_before" not in counts[-1].reading.rules:
            return
        self._share_head(counts)
        self._share_graded(counts)
        self._share_solved(counts[-2], counts[-1])
        self._share_work(counts)
        self._share_predicate(counts)
        self._share_stage(counts[-2], counts[-1])

    @staticmethod
    def _share_head(counts: list[Case]) -> None:
        """6个市属、12个区属公立医院项目: kinds side by side have one head."""
        last = counts[-1].right.noun
        behind = last[last.index("”") + 1 :] if last[:1] == ["“"] and "”" in last else []
        for case in counts[:-1]:
            noun = case.right.noun
            quoted = noun[:1] == ["“"] and noun[-1] == "”" and case.unit == counts[-1].unit
            if behind and quoted and case.reading.indicator.endswith("".join(noun)):
                case.reading.indicator += "".join(behind)  # 3个“工改居”和2个“工改工”项目
                case.right.noun = [*noun, *behind]
                continue
            if len(noun) != 1 or len(last) < 2 or case.unit != counts[-1].unit:
                continue
            kind = noun[0][-1]
            if kind in _OF_KIND and last[0].endswith(kind) and case.reading.indicator.endswith(noun[0]):
                case.reading.indicator += "".join(last[1:])
                case.right.noun = [*noun, *last[1:]]

    def _share_graded(self, counts: list[Case]) -> None:
        """推进省级400个、市级3000个重点项目建设: grades in front of the numbers, the head behind the last."""
        grades, last = self._classes.grade, counts[-1]
        if last.left.tokens[-1:] == [] or last.left.tokens[-1] not in grades:
            return
        head = "".join(last.right.noun)
        for case in counts[:-1]:
            said = case.left.tokens
            if not said or said[-1] not in grades or case.right.noun or case.unit != last.unit:
                continue
            if case.reading.indicator.endswith(said[-1]):
                case.reading.indicator += head
                case.fires("shared_work")
                verb = "".join(said[: self._classes.verb_of(said)])
                if len(last.left.tokens) == 1 and not last.reading.indicator.startswith(verb):
                    last.reading.indicator = verb + last.reading.indicator

    def _share_solved(self, case: Case, last: Case) -> None:
        """解决56个村、3.2万人的饮水安全问题: places and the people in them have one problem."""
        noun, verb = case.right.noun, "".join(case.left.tokens)
        plain = last.left.tokens in ([], noun) and "".join(last.right.noun) in last.reading.indicator
        if len(noun) != 1 or noun[0] not in self._classes.container or not plain:
            return
        if not verb or not last.reading.counts_people or case.reading.indicator != verb + noun[0]:
            return
        if verb.startswith(_SOLVES) and not self._predicate(last):
            thing = "".join(last.right.noun)
            if not self._classes.is_person(last.right.noun[-1]):
                case.reading.indicator = f"{verb}{thing}的{noun[0]}"
                last.reading.indicator = verb + thing
                case.fires("shared_work")

    def _share_work(self, counts: list[Case]) -> None:
        """完成7家图书馆、10家书吧的改造升级: the work named behind the last is done to all."""
        last = counts[-1].right.noun
        if (
            (counts[-1].left.last_verb in DONE and counts[-1].item.mark == "、")
            or "等" in counts[-1].left.tokens
            or (counts[-1].left.tokens and self._classes.acts(counts[-1].left.tokens[-1]))
        ):
            return  # 731亩生态景观林带和西乡立交等8个立体绿化工程
        self._share_task(counts)
        work = self._classes.work_of(last)
        if not work:
            return
        places = self._classes.container
        for case in counts[:-1]:
            rules = case.reading.rules
            if "grammar:count_before" not in rules or "grammar:shared_work" in rules:
                continue
            alone = len(last) > 2 and len(case.right.noun) == 1 and case.unit != counts[-1].unit
            if last[0] in places and len(last) > 1 and (case.right.noun[-1] in places or alone):
                case.reading.indicator += "".join(last[1:])  # 879个小区、114个城中村|正本清源改造
                case.fires("shared_work")
                continue
            if case.right.noun[-1] in places and counts[-1].unit in _DWELLERS and len(last) > 2:
                case.reading.indicator += "".join(last)  # 211个城中村、22.4万户管道天然气入户改造
                case.fires("shared_work")
                continue
            named = case.reading.indicator.endswith("".join(case.right.noun))
            if named and not self._classes.work_of(case.right.noun):
                case.reading.indicator += work
                case.fires("shared_work")

    def _share_task(self, counts: list[Case]) -> None:
        """108个小区、9个城中村“正本清源”工程: a work of that name is done in all the places."""
        last, places = counts[-1].right.noun, self._classes.container
        if len(last) < 2 or last[-1] not in self._classes.tasks or last[0] not in places:
            return
        for case in counts[:-1]:
            if len(case.right.noun) == 1 and case.right.noun[0] in places and not self._predicate(case):
                case.reading.indicator += "".join(last[1:])
                case.right.noun = [*case.right.noun, *last[1:]]
                case.fires("shared_work")

    def _share_stage(self, case: Case, last: Case) -> None:
        """总投资56亿元的9个项目竣工投产: the money is that of the projects so far."""
        noun = "".join(case.right.noun)
        touching = not last.item.mark and case.right.of and noun and noun == "".join(last.right.noun)
        predicate = self._predicate(last) if touching and case.reading.is_money else ""
        if predicate and case.reading.indicator.startswith(noun) and case.reading.indicator != noun:
            case.reading.indicator = predicate + case.reading.indicator

    def _share_predicate(self, counts: list[Case]) -> None:
        """10所学校、12个专业群入选“双高计划”: subjects side by side have one predicate."""
        last = counts[-1]
        predicate = "" if last.left.tokens else self._predicate(last)
        if not predicate:
            return
        for case in counts[:-1]:
            said = [t for t in case.left.tokens if t not in self._classes.area]
            treated = len(said) == 1 and said[0] in _TREATS
            treated = treated or (case.unit in PERCENT and all(map(self._classes.acts, said)))
            if (case.left.tokens and not treated) or "grammar:count_before" not in case.reading.rules:
                continue
            if case.reading.indicator == "".join(case.right.noun):
                case.reading.indicator = self._said_of(case, predicate, case.reading.indicator)
                case.fires("shared_predicate")

    def _owner_behind(self, core: list[str], case: Case) -> bool:
        """投资3.3亿元的机场快速路, 完成投资3亿元的…: the owner stands behind its attribute."""
        start, kind = self._classes.attribute_start(core)
        classes = self._classes
        money = case.right.of and case.reading.is_money and bool(core)
        if money and core[-1].endswith(_MONEY_OF):
            return True  # 实施了总投资1.6亿元的…工程
        bare = all(classes.is_listed_verb(token) or token in classes.preposition for token in core[:start])
        return bool(core) and bare and kind == "sibling" and not case.reading.is_count

    def _predicate(self, case: Case) -> str:
        """8家博物馆晋级国家一级博物馆: what is said of the things counted belongs to the indicator."""
        classes = self._classes
        rest = classes.without_adverbs(case.right.rest)
        first = next((t for t in rest if t not in classes.manner and t not in classes.area), "")
        if not first:
            return ""
        stands = first in _STANDS and rest[0] == first
        done = len(rest) < len(case.right.rest) and first in classes.telling and first in classes.noun
        joined = first in _WITH and self._acts_with(rest)  # 48家企业|与金融机构达成意向
        if not (stands or done or joined or classes.is_predicate(first)):
            return ""
        text = _PREDICATE_END.split("".join(rest))[0]
        text = text if text.endswith(_SIGNED) else text.rstrip(_NEARLY)
        if stands:
            return self._placed(case, text)
        if not 2 <= len(text) <= 30:
            return ""
        if first in FORMS or (rest[0] in _NO_DEED and case.unit not in PERCENT):
            return ""  # 由80名律师|组成的队伍; 一亿多吨石油|是一笔财富
        if case.right.rest[0] == "等" or text in _GOES_ON or text == _ONE_OF:
            return ""  # 60个小区等绿化工程; 81项工程扎实推进
        if case.item.shared and (len(text) < _SHORTEST_SHARED or classes.attribute_start(rest)[1]):
            return ""  # 1299个项目完成投资1.4万亿元: what follows is of the next number
        if case.item.shared and (case.right.rest[0] in _IN_ALL or any(t in classes.direction for t in rest)):
            return ""  # 28条河流治理|共拆除建筑6.9万平方米; 10条河流|污染指数降幅超过30%
        if case.item.shared and first in classes.relation:
            return ""  # 3类商品占进口总值的78.9%
        if rest[0] == "为" or (first in self._classes.direction and case.item.shared):
            return ""  # 以4家企业为龙头; 比1952年的615万人增长66%
        if done and not {*case.right.rest[: len(case.right.rest) - len(rest)]} <= _ALL_OF_THEM:
            text = _PREDICATE_END.split("".join(case.right.rest))[0]
            text = text if text.endswith(_SIGNED) else text.rstrip(_NEARLY)
        return self._main(text)

    @staticmethod
    def _placed(case: Case, text: str) -> str:
        """5项指标|居全市第一, 9个派出所|排名全国前五十: with the number of the place."""
        if not case.item.shared:
            return text if len(text) <= _LONGEST_QUOTE else ""
        found = _PLACED.match(case.text, case.item.right[0], case.sentence.end)
        return found[1] if found else ""

    def _acts_with(self, rest: list[str]) -> bool:
        """与金融机构达成意向签约: a verb behind the one it is done with."""
        for token in rest[1:]:
            if token in PUNCTUATION:
                return False
            if self._classes.is_predicate(token) or (
                token in self._classes.telling and token not in self._classes.noun
            ):
                return True
        return False

    def _main(self, predicate: str) -> str:
        """进行整治 -> 整治; 具备办证条件、得到肯定 -> 具备办证条件; a bare 完成 says nothing."""
        first, mark, second = predicate.partition("、")
        said = self._classes.without_adverbs(self._classes.words(second)) if second else []
        opening = next((t for t in said if t not in self._classes.manner), "")
        quoted = first.count("“") > first.count("”")  # 实现“开放共享、一键预约”
        if mark and opening and not quoted and self._classes.is_predicate(opening):
            predicate = first
        for verb in _SAYS_LITTLE:
            if predicate.startswith(verb) and len(predicate) > len(verb) + 1:
                return predicate.removeprefix(verb).removeprefix("了")
        return "" if predicate in _NO_PREDICATE else predicate

    def _without_names(self, core: list[str], noun: str, acts: bool) -> list[str]:
        """引进A、B等12个项目: the names before 等 go, the verb stays."""
        verbs = self._classes.verb_of(core) if core and self._classes.is_verb(core[0]) else 0
        if core and core[-1] in ("等", "等等"):
            return core[:verbs] if len(noun) >= 3 else core
        names = "、" in core or any(a == "”" and b == "“" for a, b in pairwise(core))
        named = names and core[-1] != "的" and not any(t in self._classes.grade for t in core)
        there = bool(core) and core[0] in self._classes.preposition  # 在甲国、乙国|设立4家中心
        if named and (acts or there) and not verbs and core[-1] in self._classes.telling:
            return core[-1:]  # 甲校、乙院|选派64名支医人员
        if named and verbs and core[-1] in self._classes.telling and core[-2] in MARKS:
            return core[-1:]  # 配备负压救护车、|建成4个实验室
        if named and (verbs or not self._classes.is_verb(core[0])):
            return core[:verbs]  # 打造伊敏河、六二六小河两条景观带: the names of what is counted
        return core
