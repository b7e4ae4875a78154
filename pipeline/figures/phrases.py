"""Phrases as token lists: what stands left of a figure, what right, cut once.

Left of the number, from the right: qualifier, predicate (growth, reach, rank), adverbs; from
the left: adverbs, own-area words, empty verbs.  What remains is the core: the words of the
indicator.  Right of the number only a noun phrase counts, and only where it begins at once.
"""

from __future__ import annotations

from typing import Final

from pipeline.figures.nouns import NounPhrases
from pipeline.figures.trims import TIMES, plan_passed, plan_reached, trimmed, trimmed_behind, without_mark
from pipeline.figures.wordclasses import AT_LEAST, MARKS, PUNCTUATION, RANK_STEPS, SPEEDS, WordClasses

_FROM_BELOW: Final = "后"
_LEAVES: Final = ("退出", "摆脱", "跳出")
_RANKING: Final = "排名"
_NOT_RANKED: Final = ("排名", "中", "在", "增速", "总量", "指标", "数据", "水平", "工作", "数", "首次")
_POINTS: Final = ("个百分点", "百分点", "个千分点", "千分点")
_RATE_NOUNS: Final = ("verbs:growth_noun", "verbs:fall_noun")
_WON: Final = {"荣获", "获得", "获", "夺得", "取得", "勇夺"}
_CONTESTS: Final = ("考核", "考评", "评估", "测评", "评价", "评选", "排行榜", "评比")
_MEAN: Final = "平均"
_PLAN: Final = "计划"
_FREE: Final = "免费"
_LISTED_IN: Final = {"列入", "新列入", "纳入", "新纳入", "已列", "列"}
_SOME: Final = ("一批", "一系列", "系列")
_TELLS: Final = 4  # characters of a head that says enough without the names in front of 等
_AS: Final = "作为"
_INSIDE: Final = "内"
_MARKS_IN_FRONT: Final = "，、：；。）（的 "
_MARKS_BEHIND: Final = "，、：；"
_IT: Final = {"它", "它们"}
_THAN: Final = "比"
_FOR: Final = ("用于", "对", "为")
_BELOW: Final = ("了", "各", "以下", "如下", "整体", "总体")
_NEARLY: Final = {"近", "约", "超", "共", "达", "逾", "共计", "合计"}
_STRENGTHENS: Final = {"加强", "提升", "完善", "改善", "推进", "加快", "强化", "优化"}
_ALREADY: Final = {"已", "已经", "拟"}
_ROUGHLY: Final = ("大约", "大概", "大致")
_EACH: Final = ("各", "各自")
_MOMENT: Final = {"时", "之后", "以后", "后", "时候"}
_SERVED: Final = ("向", "给")
_INNER: Final = {"已", "已经", "共", "先后", "相继", "陆续"}
_FOR_WHOM: Final = {"为", "给"}
_WINS: Final = {"取得", "获得", "获", "夺得"}
_HAVE: Final = {"已有", "共有", "计有", "就有", "即有"}
_HAS: Final = "有"
_WHERE: Final = {
    "全国", "全球", "世界", "中部", "西部", "东部", "东北", "长三角", "珠三角",
    "京津冀", "大湾区", "西南", "西北", "华东",
}  # fmt: skip
_COUNTED_IN: Final = {"个", "城", "市", "家", "座"}
_CAUSES: Final = {"使", "把"}
_FOLD: Final = "番"
_ACHIEVES: Final = "实现"
_AT: Final = {"并", "于", "在", "并于", "到"}
_DONE_WELL: Final = {"成功", "再次", "再度", "首次", "连续", "已", "均"}
_PEERS: Final = (
    "城市", "行业", "园区", "医院", "机场", "港口", "高校",
    "院校", "省份", "市州", "县市", "开发区", "高新区", "综合体", "行政区",
)  # fmt: skip
_NO_SUBJECT: Final = ("中", "居", "列", "至", "冲刺", "跻身")
_SHORT: Final = 8  # 增长, 其中, 比上年增长: texts worth remembering
_KEPT: Final = 10_000  # of them
#: units with which a phrase is read in another way; all others are as one
_TELLING_UNITS: Final = {"", "%", TIMES, _FOLD, *_POINTS, *RANK_STEPS}
_OTHER_UNIT: Final = "个"
_STAYS: Final = {"保持", "长期保持", "长期", "持续", "一直", "始终"}
_AMONG_THEM: Final = {"中", "里", "之中"}
_DOES: Final = "进行"
_ARRIVES: Final = ("至", "到")
_MERELY: Final = "不过"
_NOT: Final = ("不", "未", "没有", "尚未")
_PAUSES: Final = {"", "，", "。", "；", "、"}
_THRESHOLDS: Final = {"关口", "大关", "台阶", "门槛"}


class Left:
    """The reading of the text in front of a number."""

    direction: str = ""  # + or -
    bound: str = ""
    qualifier: str = ""
    reach: bool = False
    rank: bool = False
    starts: bool = False  # 由/从: the value is where something began
    of_which: bool = False
    together: bool = False  # 分别
    listed: bool = False  # the text ended with 、 or 和: what stands before is another thing
    plan: str = ""  # 完成计划的…: the plan the number is a share of
    stock: str = ""  # 总数, 总量, where nothing else is left
    cumulative: bool = False  # 累计, 总数: the stock, not the new ones
    acts: bool = False  # an adverb stood in front of its verb: 甲校、乙院先后|选派
    opened: bool = False  # an empty verb stands in front: 实现再就业
    last_verb: str = ""
    goal: str = ""  # 增长|为, 增加|到: the verb of reach behind one of change
    against: tuple[str, ...] = ()  # 高于全市: what a difference is from

    def __init__(self) -> None:
        self.tokens: list[str] = []  # the core
        self.rules: list[str] = []

    def again(self) -> Left:
        """A reading of the same text, which its sentence may go on with as it likes."""
        again = Left()
        again.tokens, again.against, again.rules = self.tokens[:], self.against, self.rules[:]
        again.direction, again.bound, again.qualifier = self.direction, self.bound, self.qualifier
        again.reach, again.rank, again.starts = self.reach, self.rank, self.starts
        again.of_which, again.together, again.listed = self.of_which, self.together, self.listed
        again.plan, again.stock, again.cumulative = self.plan, self.stock, self.cumulative
        again.acts, again.opened = self.acts, self.opened
        again.last_verb, again.goal = self.last_verb, self.goal
        return again

    def grouped(self, head: Left) -> Left:
        """A later member of a group: the phrase and predicate of the first, its own qualifier."""
        told = head.again()
        told.bound, told.qualifier = self.bound or head.bound, self.qualifier or head.qualifier
        told.rank, told.of_which, told.together = head.rank or self.rank, False, True
        told.rules += self.rules
        return told


class Right:
    """The reading of the text behind a number and its unit."""

    bound: str = ""
    qualifier: str = ""
    of: bool = False  # 80%的幼儿园
    grows: bool = False  # 的增长速度: the per cent is a growth
    rule: str = ""  # of the qualifier

    def __init__(self) -> None:
        self.noun: list[str] = []  # the noun phrase that begins at once
        self.rest: list[str] = []


class Phrases:
    """Reads the phrases on both sides of a number."""

    def __init__(self, classes: WordClasses) -> None:
        self._classes = classes
        self._nouns = NounPhrases(classes)
        qualifiers = classes.lexicon.qualifiers
        self._before = {written: told for (side, written), told in qualifiers.items() if side == "before"}
        self._after = {written: told for (side, written), told in qualifiers.items() if side == "after"}
        self._behind = classes.lexicon.after
        self._behind_first = {written[0] for written in self._after}
        # what `_strip_right` and `_strip_left` may take; most phrases end and begin with other words
        self._strippable_right = {
            *(*self._before, *classes.direction, *classes.reach, *classes.rank, *classes.adverb),
            *(*classes.outcome, *classes.endeavour, *classes.origin, *classes.area, *classes.place),
            *(*_BELOW, *_HAVE, *_MARKS_BEHIND, "（", "）", "的", _MERELY, _MEAN),
        }
        self._strippable_left = {
            *(*classes.parts, *classes.stock, *classes.idle, *classes.as_manner, *classes.empty),
            *(*AT_LEAST, *_IT, *_NOT, *_MARKS_IN_FRONT, "分别", _INSIDE),
        }
        self._remembered: dict[str, dict[str, Left]] = {}  # by unit, and whether a rank follows

    def read_left(self, text: str, ordinal: bool = False, unit: str = "") -> Left:
        """The reading of `text`, which ends at the number (or at its 第, then `ordinal`).

        `unit`: in percentage points 高于… is a difference, in 倍 是…的 names what is compared with.
        """
        if len(text) > _SHORT:
            return self._read_left(text, ordinal, unit)
        told = unit if unit in _TELLING_UNITS else _OTHER_UNIT
        if ordinal:
            told += "第"
        remembered = self._remembered.get(told)
        if remembered is None:
            remembered = self._remembered[told] = {}
        known = remembered.get(text)
        if known is None:
            if len(remembered) >= _KEPT:
                remembered.clear()
            known = remembered[text] = self._read_left(text, ordinal, unit)
        return known.again()

    def _read_left(self, text: str, ordinal: bool, unit: str) -> Left:
        left = Left()
        text, left.plan = plan_reached(trimmed(text, ordinal, unit))
        text, passed = plan_passed(text)
        if passed:
            left.direction, left.last_verb = "+", "超过"
        if not text:
            return left
        tokens = self._classes.words(text)
        left.listed = tokens[-1] in MARKS
        self._strip_right(tokens, left, ordinal)
        self._drop_role(tokens)
        if unit in _POINTS and (not left.direction or left.last_verb.endswith(SPEEDS)):
            self._take_comparison(tokens, left, text)
        if left.direction and _THAN in tokens:
            del tokens[len(tokens) - 1 - tokens[::-1].index(_THAN) :]  # 比前十七年的总和还多83%
        self._strip_left(tokens, left)
        tries = len(tokens) > 1 and tokens[0] in self._classes.endeavour
        acts = tries and (tokens[1] in self._classes.telling or tokens[1] in self._classes.empty)
        if tries and (left.reach or left.direction or acts):
            del tokens[0]
            self._strip_left(tokens, left)
        if left.direction and unit in RANK_STEPS and all(self._is_where(t) for t in tokens):
            tokens.clear()  # 全国排名有望|上升3位
        if tokens and all(t in _AT for t in tokens):
            tokens.clear()  # 并于(2024年)突破1万亿元
        if left.direction or left.reach or unit == _FOLD:
            cause = next((i for i in range(len(tokens) - 2, 0, -1) if tokens[i] in _CAUSES), 0)
            if unit == _FOLD and not cause and _ACHIEVES in tokens[:-1]:
                place = tokens.index(_ACHIEVES)  # 越来越相信实现|工农业总产值翻两番
                cause = place if self._classes.attribute_start(tokens[place + 1 :]) == (0, "complete") else 0
            del tokens[: cause + 1 if cause else 0]  # 又将在五年内使|工业生产提高一倍
        self._take_least(tokens, left)
        self._take_roughly(tokens, left)
        self._take_about(tokens, left)
        self._drop_means(tokens)
        self._drop_inner(tokens, left)
        if tokens and tokens[-1] in _MOMENT and (left.reach or left.direction) and not left.starts:
            tokens.clear()  # 修订计划时|减少为三百亿元
        while (left.rank or ordinal) and len(tokens) > 1 and tokens[-1] in _STAYS:
            tokens.pop()  # 扫码率长期保持|全市第一
        if (left.rank or ordinal) and tokens and not tokens[-1].endswith("中"):
            self._drop_rank_verb(tokens, left)
        if (left.rank or ordinal) and tokens:
            self._strip_setting(tokens)
        if (left.rank or ordinal) and all(self._is_where(t) or t in self._classes.peers for t in tokens):
            tokens.clear()  # 总量超7200家、连续七年|全国区县级第一
        self._drop_how(tokens, left, ordinal, unit)
        if (left.rank or ordinal) and _RANKING in text and self._is_ranked(tokens):
            tokens.append(_RANKING)
        left.tokens = tokens
        return left

    def _is_ranked(self, tokens: list[str]) -> bool:
        """高新区|排名第5位: who is ranked, where 高新区 alone would not say what of it; but 增速|排名."""
        if not tokens or tokens[-1].endswith(_NOT_RANKED) or self._measured(tokens):
            return False
        return "项" not in tokens  # 两项指标|排名: of things named before

    def _drop_how(self, tokens: list[str], left: Left, ordinal: bool, unit: str) -> None:
        """What stands last and tells how, where or among whom, once all else is taken off."""
        if (left.rank or ordinal) and len(tokens) > 1 and tokens[-1] in _COUNTED_IN:
            self._drop_field(tokens)
        measured = len(tokens) > 1 and unit == "%" and tokens[-2] in self._classes.attributes
        if measured and tokens[-1] in self._classes.area:
            tokens.pop()  # 返岗率|全市率先达到100%
        if len(tokens) == 1 and left.reach and self._is_how(tokens[0]):
            tokens.clear()  # 高效|完成(2362亩基本农田整改)

    def _is_where(self, token: str) -> bool:
        return token in self._classes.area or token in self._classes.place or token in _WHERE

    def _is_how(self, token: str) -> bool:
        """高效, 免费, 保质保量: words of manner that name no place (城区)."""
        classes = self._classes
        how = token in classes.manner and classes.lexicon.words.tag(token)[0] not in "ns"
        return how or token in classes.as_manner or token == _FREE

    def _drop_role(self, tokens: list[str]) -> None:
        """作为支柱产业的金融业增加值: what it is taken as."""
        if tokens and tokens[0] == _AS and "的" in tokens[1:-1]:
            del tokens[: tokens.index("的") + 1]

    @staticmethod
    def _take_least(tokens: list[str], left: Left) -> None:
        """每个村至少打造1个示范点: a bound that stands in front of the verb."""
        place = next((i for i, token in enumerate(tokens) if token in AT_LEAST), -1)
        if place >= 0:
            left.bound, left.qualifier = left.bound or "ge", left.qualifier or tokens[place]
            del tokens[0 if tokens[0].startswith("每") else place : place + 1]

    @staticmethod
    def _take_roughly(tokens: list[str], left: Left) -> None:
        """全国|大约|损失工业总产值: a bound far in front of the number."""
        place = next((i for i in range(min(3, len(tokens))) if tokens[i] in _ROUGHLY), -1)
        if place >= 0 and not left.bound and place + 1 < len(tokens):
            left.bound, left.qualifier = "approx", tokens[place]
            del tokens[place]

    @staticmethod
    def _take_about(tokens: list[str], left: Left) -> None:
        """约|有发明专利(291项)."""
        if len(tokens) > 2 and tokens[0] == "约" and tokens[1] == "有" and not left.bound:
            left.bound, left.qualifier = "approx", tokens[0]
            del tokens[:2]

    def _drop_inner(self, tokens: list[str], left: Left) -> None:
        """农副产品加工园区|已|入驻: adverbs between a subject and its verb; 向我县|选派: the area served."""
        for place in range(len(tokens) - 2, 0, -1):
            served = tokens[place - 1] in _SERVED and tokens[place] in self._classes.area
            if served and tokens[place + 1] in self._classes.telling:
                del tokens[place - 1 : place + 1]
                left.acts = True
        for place in range(len(tokens) - 2, 0, -1):
            if (
                tokens[place] in _INNER
                and (tokens[place + 1] in self._classes.telling or tokens[place + 1] in _WINS)
                and tokens[place - 1] not in MARKS
            ):
                del tokens[place]
                left.acts = True

    def _drop_means(self, tokens: list[str]) -> None:
        """利用场地新改建设施, 10个街道各打造1个: what stands before the verb is not what is counted."""
        if not tokens:
            return
        telling = self._classes.telling
        if tokens[0] in self._classes.means and not tokens[-1].endswith("中"):  # 在公共文化服务考评中
            place = next((i for i, t in enumerate(tokens) if i > 1 and t in telling), 0)
            if tokens[place + 1 : place + 2] != ["的"] and place + 1 < len(tokens):
                del tokens[:place]
        for place in range(min(4, len(tokens) - 1)):
            if tokens[place] in _EACH and tokens[place + 1] in telling:
                del tokens[: place + 1]
                return

    def _strip_right(self, tokens: list[str], left: Left, ordinal: bool) -> None:
        while tokens:
            token = tokens[-1]
            if token not in self._strippable_right:
                break
            if self._take_qualifier(tokens, left) or self._take_predicate(token, tokens, left, ordinal):
                tokens.pop()
            elif token in ("等", "等等"):
                break
            elif token == "的":
                if not (left.reach or left.direction or left.bound) and not self._linked(tokens):
                    break  # 国家下达的90亿元…: the noun comes behind the number
                tokens.pop()
            elif token == _MERELY and len(tokens) > 1:
                tokens.pop()  # 钢产量|不过
            elif token == _PLAN and not _LISTED_IN.isdisjoint(tokens):
                break  # 新列入城市更新单元计划
            elif token == _MEAN and (len(tokens) > 1 or left.direction):
                tokens.pop()  # 药品价格平均降幅
            elif token in self._classes.adverb or token in _BELOW or token in _MARKS_BEHIND:
                if token == "分别":
                    left.together = True
                if token in self._classes.stock:
                    left.cumulative = True
                tokens.pop()
            elif token in self._classes.outcome or (
                (left.reach or left.direction) and token in self._classes.endeavour
            ):
                tokens.pop()  # 增加值扭负为正、增长3.5%; 劳动生产率要求提高2%
            elif token in _HAVE and (len(tokens) > 1 or left.bound):
                left.reach, left.last_verb, left.goal = True, _HAS, token
                tokens.pop()  # 享受待遇的职工|已有480万人
            elif token in self._classes.origin:
                left.starts = True
                tokens.pop()
            elif (left.rank or ordinal) and (
                token in self._classes.area or token in self._classes.place or token in "（）"
            ):
                tokens.pop()
            else:
                break

    def _take_comparison(self, tokens: list[str], left: Left, text: str) -> None:
        """增速高于全市(24个百分点): the difference from something named behind the verb."""
        for place in range(len(tokens) - 1, -1, -1):
            token = tokens[place]
            if token in self._classes.direction and token[-1] in "于出":
                rule, left.direction = self._classes.direction[token]
                left.rules.append(rule)
                left.last_verb = token
                if left.qualifier == token and token in self._before:
                    left.bound = left.qualifier = ""
                left.against = self._against(tokens[place:], text.rpartition(token)[2])
                del tokens[place:]
                if tokens[-1:] == ["分别"]:
                    left.together = bool(tokens.pop())
                return

    def _against(self, tokens: list[str], said: str) -> tuple[str, ...]:
        """高于|全国|、|全省|平均水平 -> 高于全国平均, 高于全省平均: what a difference in points is from."""
        mean = _MEAN if _MEAN in said else ""
        where = [t for t in tokens[1:] if t in self._classes.area or t in self._classes.place]
        return tuple([f"{tokens[0]}{area}{mean}" for area in where])

    def _take_qualifier(self, tokens: list[str], left: Left) -> bool:
        if left.bound:
            return False
        token = tokens[-1]
        entry = self._before.get(token)
        if entry is None:
            return False
        rule, qualifier = entry
        if left.direction and token[-1] in "于过":
            return True  # 低于|(1985年)增长44.6%的速度: the growth of another year, no bound
        previous = tokens[-2][-1:] if len(tokens) > 1 else ""
        adverb = len(tokens) > 1 and tokens[-2] in self._classes.adverb  # 再度|突破, but 制度|突破
        if previous and previous in qualifier.not_preceded_by and not adverb:
            return False
        left.bound, left.qualifier = qualifier.bound, token
        left.rules.append(rule)
        return True

    def _take_predicate(self, token: str, tokens: list[str], left: Left, ordinal: bool) -> bool:
        if token in self._classes.direction and not (ordinal and tokens[-2:-1] and tokens[-2] in MARKS):
            noun = self._classes.direction[token][0] in _RATE_NOUNS  # 增速|为8.9%: how fast
            if left.reach and tokens[-1] is token and left.last_verb in self._classes.goal and not noun:
                left.goal, left.last_verb = left.last_verb, token  # 增加|到: where it went, not by how much
                return True
            if left.direction or (left.reach and len(tokens) == 1 and token in self._classes.telling):
                return False
            if left.reach and tokens[-1] is token and left.last_verb.endswith(_ARRIVES) and not noun:
                return True  # 浓度连续5年下降、|降至: how it went there
            rule, left.direction = self._classes.direction[token]
            left.rules.append(rule)
            left.last_verb = token
            return True
        if token in self._classes.reach and not (ordinal and token in self._classes.rank):
            if token in self._classes.telling and not self._measured(tokens[:-1]):
                return False  # 中央财政安排(3亿元)
            left.reach = True
            left.last_verb = token
            return True
        if token in self._classes.rank and not left.direction:
            left.rank = True
            left.rules.append(self._classes.rank[token][0])
            return True
        return False

    def _measured(self, tokens: list[str]) -> bool:
        """Whether a phrase ends in an attribute, adverbs aside: 播种面积也(安排为)."""
        kept = list(tokens)
        while kept and kept[-1] in self._classes.adverb:
            kept.pop()
        return bool(self._classes.attribute_start(kept)[1])

    def _strip_left(self, tokens: list[str], left: Left) -> None:
        self._drop_heading(tokens)
        self._drop_finished(tokens)
        self._drop_deed_before(tokens)
        count = 0
        while count < len(tokens):
            token = tokens[count]
            if token not in self._strippable_left:
                break
            if token in self._classes.parts:
                left.of_which = True
            elif token == "分别":
                left.together = True
            elif token in AT_LEAST and not left.bound:
                left.bound, left.qualifier = "ge", token  # 每个县至少引进1个项目
            elif count + 1 == len(tokens) and token in self._classes.stock:
                left.cumulative = True
                left.stock = token if token.startswith("总") else ""
            elif token in _IT and self._colours(tokens[count + 1 : count + 2]):
                pass  # 它|虽然(比上年减少20%)
            elif self._tells_stock(tokens, count) or not self._skips(token, tokens, count):
                break
            left.opened = left.opened or token in self._classes.empty
            count += 1
        if count:
            del tokens[:count]

    def _colours(self, tokens: list[str]) -> bool:
        """Whether an adverb or conjunction follows."""
        return bool(tokens) and (tokens[0] in self._classes.adverb or tokens[0] in self._classes.conjunction)

    def _drop_rank_verb(self, tokens: list[str], left: Left) -> None:
        """赣州跃居全国百强城市(第56位): the list stays, the verb goes; of places neither stays."""
        classes = self._classes
        if tokens[-1] == _FROM_BELOW and (leaves := [i for i, t in enumerate(tokens) if t in _LEAVES]):
            left.rank = True
            del tokens[leaves[-1] :]  # 空气质量综合指数坚决|退出全省后(十位)
            while tokens and (tokens[-1] in classes.adverb or tokens[-1] in classes.manner):
                tokens.pop()
            return
        place = next((i for i in range(len(tokens) - 1, -1, -1) if tokens[i] in classes.rank), -1)
        if place < 0:
            if self._drop_peers(tokens):
                self._strip_right(tokens, left, ordinal=True)  # 增速|全市行政区排名(第一)
            return
        among = tokens[place + 1 :]
        if among and self._is_where(among[0]) and among[-1].endswith(_PEERS) and "强" not in "".join(among):
            del tokens[place:]  # 跃居中部非省会城市(第2位): among whom
        elif all(
            self._is_where(t) or t in classes.peers or t in MARKS or t in ("（", "）", "非") for t in among
        ):
            del tokens[place:]  # 中部非省会城市
        elif place and tokens[place - 1] in _DONE_WELL:
            while place and tokens[place - 1] in _DONE_WELL:
                place -= 1
                del tokens[place]
            del tokens[place]  # 已|成功|跻身全国百强区
        elif len(tokens[place]) > 1 or place == 0 or self._is_where(among[0]):
            del tokens[place]  # 竞争力|居|全国百强区

    def _drop_peers(self, tokens: list[str]) -> bool:
        """客流量|全市商业综合体(第一), 区中医院|在全国医院(第53位): among whom, where no verb says so."""
        place = next((i for i in range(len(tokens) - 1, 0, -1) if self._is_where(tokens[i])), 0)
        if not place or not tokens[-1].endswith(_PEERS):
            return False
        place -= tokens[place - 1] == "在"
        kept = tokens[:place]
        if not kept or kept[0] == "在" or kept[-1] in self._classes.telling:
            return False
        if not kept[-1].endswith(_NO_SUBJECT):
            del tokens[place:]
        return len(tokens) == place

    def _drop_field(self, tokens: list[str]) -> None:
        """信用指数|全国261个(地级市第19位): among how many it was ranked."""
        for place in range(len(tokens) - 2, 0, -1):
            if self._is_where(tokens[place]) and any(t.isdigit() for t in tokens[place + 1 :]):
                del tokens[place - (tokens[place - 1] == "在") :]
                return

    def _strip_setting(self, tokens: list[str]) -> None:
        """增速在全省考核中排名(第3): where the rank was given is not what is ranked, if that is said."""
        if len(tokens) > 1 and tokens[-1] in _WON and tokens[-2].endswith("中"):
            tokens.pop()  # 在考评中|荣获第一
        if "在" not in tokens or tokens[-1][-1] not in "中里":
            return
        place = tokens.index("在")
        inner = tokens[place + 1 :]
        while len(inner) > 1 and (inner[0] in self._classes.place or inner[0] in self._classes.area):
            inner = inner[1:]
        counted = 2 if len(inner) > 2 and inner[0].isdigit() else 0
        head = "".join(inner[counted:])[:-1]  # 在100|个|大中城市法治政府评估中
        named = not head.endswith(_PEERS) and not any(t.isdigit() for t in inner)
        if head.endswith(_CONTESTS) or (not place and named):
            # 在全国信用监测排名中, 在“万家企业评环境”中; 经开区|在全省综合考核中
            tokens[place:] = [head] if head else []
        else:
            del tokens[place:]

    def _tells_stock(self, tokens: list[str], place: int) -> bool:
        """累计建设海外仓: 累计 in front of a telling verb says that it is no yearly figure, and stays."""
        if tokens[place] != "累计" or place + 1 == len(tokens):
            return False
        return self._classes.is_doing(tokens[place + 1])

    def _drop_heading(self, tokens: list[str]) -> None:
        """经济实力稳步增强|地区生产总值: a heading run into the line below it ends where its verb does."""
        for place in range(2, len(tokens)):
            if tokens[place - 1] not in self._classes.grown:
                continue
            start, kind = self._classes.attribute_start(tokens[place:])
            if (not start and kind == "complete") or (kind and tokens[place] in self._classes.area):
                del tokens[:place]
                return

    def _drop_finished(self, tokens: list[str]) -> None:
        """转移支付规模大幅增加、专项项目(减少三分之二): what is complete before 、 says nothing here."""
        for place in range(len(tokens) - 2, 0, -1):
            if tokens[place] == "、":
                if tokens[0] in self._classes.telling and tokens.count("、") > 1:
                    return  # 建立两地协作、技能提升、关爱稳岗(四项机制)
                last = tokens[place - 1]
                if place > 1 and (
                    last in self._classes.direction or last in self._classes.stop
                ):  # 竣工、在建项目: a verb alone has ended nothing
                    del tokens[: place + 1]
                return

    def _drop_deed_before(self, tokens: list[str]) -> None:
        """落实减税降费政策、|为市场主体减负: what is done for someone behind 、 is a deed of its own."""
        for place in range(len(tokens) - 3, 0, -1):
            if tokens[place] == "、" and tokens[place + 1] in _FOR_WHOM:
                if any(t in self._classes.empty or t in self._classes.telling for t in tokens[:place]):
                    del tokens[: place + 1]
                return

    def _skips(self, token: str, tokens: list[str], place: int) -> bool:
        if token in _NOT:
            return place + 1 == len(tokens)  # 不|合格食品处置率, 尚未|开工项目: what is counted is told by it
        if token in self._classes.idle:
            return True
        if token in self._classes.as_manner:  # 高标准|完成造林, but 高标准农田
            behind = tokens[place + 1 : place + 2]
            return bool(behind) and (behind[0] in self._classes.telling or behind[0] in self._classes.empty)
        if token in self._classes.empty:
            return place + 1 < len(tokens) and not self._opens_relative(tokens, place)
        if token == _INSIDE:
            return place > 0 and tokens[place - 1] in self._classes.adverb  # 五年|内|新增
        return token in _MARKS_IN_FRONT

    def _opens_relative(self, tokens: list[str], place: int) -> bool:
        """用于民生的财政支出: the verb belongs to what stands before the 的."""
        if "的" not in tokens[place + 2 : place + 6] or tokens[place + 1] in self._classes.telling:
            return False
        return tokens.index("的", place + 2) + 1 < len(tokens)

    def read_right(self, text: str, shared: bool = False, listed: bool = False) -> Right:
        """Qualifier behind the unit, then the noun phrase that follows without a break.

        `shared`: another figure follows in the clause; `listed`: names joined by 、 are one phrase.
        """
        right = Right()
        if text in _PAUSES:
            return right  # as behind most numbers
        found = self._behind.match(text) if text[0] in self._behind_first else None
        if found:
            right.rule, entry = self._after[found[0]]
            right.bound, right.qualifier = entry.bound, found[0]
            text = text[found.end() :]
        if not text or text[0] in "。；、：）！？”:;∶":
            return right
        text = trimmed_behind(text)
        if not text or text[0] in "，。；、：）！？”—（:;,∶":
            return right
        tokens = self._classes.words(text)
        if tokens and tokens[0] in _THRESHOLDS:
            return right  # 突破千亿元关口后
        if tokens[0] in _AMONG_THEM and (len(tokens) == 1 or tokens[1] in PUNCTUATION):
            return right  # 在职干部4万多人中，
        if tokens and tokens[0] == "的":
            right.of, tokens = True, tokens[1:]
        right.grows = self._classes.is_growth_noun(tokens)
        opened = int(len(tokens) > 2 and tokens[0] in _ALREADY and self._classes.is_doing(tokens[1]))
        end = (
            0 if right.grows else self._nouns.noun_end(tokens[opened:], shared, right.of or listed, right.of)
        )
        end += opened if end else 0  # 17个已|开工城市更新项目
        while shared and end and tokens[end - 1] in _NEARLY:
            end -= 1  # 20所学校|近6510名学生
        if right.of and end and end < len(tokens) and tokens[end] == "等" and "、" in tokens[:end]:
            more = self._nouns.noun_end(tokens[end + 1 :], shared)
            end += 1 + more if more else 0  # 投资3亿元的道路、管网等基础设施建设
        right.noun, right.rest = tokens[:end], tokens[end:]
        if "、" in right.noun and "的" in right.noun:
            head = len(right.noun) - right.noun[::-1].index("的")
            if "、" in right.noun[:head]:
                right.noun = right.noun[head:]  # 33个特色鲜明、设施完善的中心村
        return right

    def noun_end(self, tokens: list[str]) -> int:
        """How many of the tokens form the noun phrase they begin with."""
        return self._nouns.noun_end(tokens, False)

    def _linked(self, tokens: list[str]) -> bool:
        """由(一九七八年)的…, 增加到(一九八二年)的…: 的 belongs to the time that was taken out."""
        said = [token for token in tokens if token not in self._classes.adverb]
        if len(said) == 2 and said[0] in self._classes.reach:
            return True  # 分别是(2017年)的2.3倍
        place = len(tokens) - 2
        while place > 0 and tokens[place] in self._classes.adverb:
            place -= 1  # 由年初的
        if place < 0:
            return False
        token = tokens[place]
        reached = token in self._classes.reach and token[-1] in "到达至为是于"  # 为(2018年)的2.3倍
        return reached or token in self._classes.origin or token.endswith(("到", "至"))

    def object_in(self, tokens: list[str]) -> list[str]:
        """The object of the verbs that tokens begin with; [] if they begin with none: 完成了|防渗处理."""
        classes = self._classes
        rest, verbs = classes.without_adverbs(tokens), 0
        if rest[:1] == ["为"]:  # 为全部学校配置一体机
            place = next((i for i, token in enumerate(rest) if i > 1 and token in classes.telling), 0)
            rest = rest[place:]
        while verbs < len(rest) and (
            rest[verbs] in classes.telling
            or (not verbs and rest[verbs] in _STRENGTHENS)
            or rest[verbs].startswith("完成")
            or (not verbs and rest[verbs] == _DOES)
            or (rest[verbs] in _FOR and not verbs)
            or (
                verbs
                and (rest[verbs] == "了" or (rest[verbs] in MARKS and rest[verbs - 1] in classes.telling))
            )
        ):
            verbs += 1
        rest = rest[verbs:] if verbs else []
        while rest and (rest[0] in classes.area or rest[0] in classes.place):
            rest = rest[1:]
        end = self._nouns.noun_end(rest, False, True)
        stop = next((i for i, token in enumerate(rest) if token in PUNCTUATION and token != "、"), len(rest))
        if end and "等" in rest[end:stop]:
            behind = rest.index("等", end) + 1
            head = [token for token in rest[behind:stop] if token not in _SOME]
            head = head[: self._nouns.noun_end(head, False)]
            if "、" in rest[:behind] and sum(map(len, head)) >= _TELLS:
                return list(head)  # 购置社区党群服务中心、社康中心等物业项目
        return list(rest[:end])

    def words_of(self, text: str) -> list[str]:
        """The tokens of a clause without the adverbs and the like it begins with."""
        tokens = self._classes.words(without_mark(text))
        self._strip_left(tokens, Left())
        return tokens

    def spoken_of(self, text: str) -> list[str]:
        """The thing a clause without figures speaks of; see NounPhrases.spoken_of."""
        return self._nouns.spoken_of(self.words_of(text))
