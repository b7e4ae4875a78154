"""Words in front of a number that say nothing of what is measured, taken out before words are cut.

Each pattern has a guard: a character it cannot do without, looked for first, since most texts hold none.
"""

from __future__ import annotations

import re
from typing import Final

import regex

from pipeline.language.firsts import first_characters

TIMES: Final = "倍"
_OF_MEAN: Final = ("平均水平的", "平均水平")  # 为全国平均水平的三分之一
# note marks, （下同）, page numbers inside a line, ①: anywhere
_NOTE: Final = re.compile(
    r"\^?[\[〔【［]\d{1,3}[\]〕】］]|（(?:以|同比|，)*下同）|，(?:以)?下同(?=）)|(?<=[一-龥])[①-⑳]|—\d{1,3}—|(?<=[一-龥”])（\d{1,2}）"
)
_NOTED: Final = re.compile("[\\[〔【［（—①-⑳]")  # of single characters: faster than regex
# what is to be taken out holds one of these, but for an opening and 全区性
_TOLD: Final = re.compile("[\\[〔【［（—①-⑳“回了在前好抓所连用自后础每均以家建双个）]")
# how long a thing has lasted or took: 粮食产量连续8年稳定在, 仅用10天时间拆除, 自独立测评以来
_LASTING: Final = re.compile(
    r"连续第?(?:\d+|[一二两三四五六七八九十]+)(?:个?(?:年度?|月|季度)|届|次)"
    r"|连续(?:多|数)年|多年(?=稳居|位居|保持|蝉联)|(?:[仅只]|利)用\d+(?:天|个月|年)(?:时间)?|自[^，。；、]{2,12}以来"
)
# when it will be: 项目达产后预计年销售收入
_ONCE_DONE: Final = re.compile(
    r"(?:项目|工程)?(?:全面|全部)?(?:达产|建成|投产|竣工|完工|建成投用|建成投产|达产达效)后(?=预计|可|将|年|，|$)"
    r"|^(?:建成|投产|竣工|完工|通车|建成投用|建成通车)后"
)
# in front: list marks, 五年|内国务院…, “多心”指由…, 在去年水平的基础上
_OPENING: Final = re.compile(
    r"^\s*(?:以(?=每)|(?:结果|使)(?=[一-龥“])(?![用命领者馆])|(?:左右|上下|以上|以内)(?=[增提上下扩减降])|[①-⑳]|以[上下]的|[一二三四五六七八九十]{1,2}是|[(（]?\d{1,2}[)）.．、]|[（(][一二三四五六七八九十]+[）)])"
    r"|^内(?=[国全新病我])|^(?:以|按)[^，。；、]{2,8}计算(?:的?是|为)?(?=[达增完为]|$)|^国家和地区的?"
    r"|^\s*\d{1,3}(?=完成|新建|建设|启动|推进|开展|实施|创建|举办|组织|继续|加强|推动|更新|改造|整治)"
    r"|^(?:第?[一二三四五六七八九十]*个?“[^”]{1,12}”)?(?:是指|指|即(?![办时将来开评墨送达]))(?:由|通过)?(?=[^导示标数])"
    r"|^第?[一二三四五六七八九十]*个?“[^”]{1,12}”(?:[和、及]“[^”]{1,12}”)*(?:是指|指|即|分?别?为)$"
    r"|^(?:要|将|再)?在[^，。；、]{0,24}(?:基础|前提|情况|条件)(?:之)?[上下]"
    r"|^(?:从|在)[^，。；]{2,40}等\d*个?(?:方面|环节|领域)(?=[一-龥])"
    r"|^(?:聚焦|围绕|针对|紧扣)[^，。；]{2,40}等(?:重点|优势|主导)?(?:产业|领域|行业|方面|任务)?(?=(?:开展|实施|推出|出台|制定|部署|组织|谋划|办理|引进|招引|引育|培育|新增|组建|布局)[^，。；]*$)"
    r"|^以[^，。；、]{0,8}速度(?=[一-龥])"
    r"|^第[一二三四五六七八九十]个(?:五年)?(?:计划)?(?:(?:期间|时期|期)内?(?:的)?|合计的?|(?=将|$))"
    r"|^而?旧?中?国?(?:[一二三四五六七八九十]{1,3}|\d{1,3})年合计的?"
    r"|^(?:与|同|在|赴|到|向|从)[^，。；\d]{2,30}等(?:地|地区|城市|国家)(?=[一-龥]{2})(?![的区和及与])"
    r"|^加(?!上[^解级年])(?=[一-龥]{2,16}(?:收入|支出|结余|资金|余额|补助)$)"
    r"|^(?:采用|采取|通过)[^，。；]{2,40}(?:等|多元化)(?:方式|模式|形式|途径|渠道|措施)(?=[一-龥])"
)
# right in front of the number: 提高到每村每年(2万元), 居全国区（县）第二
_PER_EACH: Final = re.compile(
    r"(?<=[到至为达于由从是])(?:每(?:人|生|村|户|亩|岗|千人|万人|立方米|平方米|月|年|吨)(?:每(?:月|年|天|次))?(?:人均)?|年?(?:人均|户均|亩均)每?(?:月|年)?)(?=(?:不到|近|约|超)?$)"
    r"|(?<=[到至从由])(?:每?月|年)?(?:人均|户均)(?=不(?:低于|超过|少于)$)"
)
_MILESTONE: Final = re.compile(
    r"(?:首次)?(?:突破|超过?|迈上|跨越|跨过)“[^”]{0,4}[十百千万亿][^”]{0,4}”(?:大关|台阶)?(?=[、，（]|$)"
)
_TURNED: Final = re.compile(r"(?:止跌回[稳升]|企稳回升)、?(?=(?:力争|争取|实现)?增长$)")
_ARRIVED: Final = re.compile(r"(?<=[加高升长展大降少减][到至为])了(?=的?$)")  # 增加到了(一九五九年)的
_IN_YEAR: Final = re.compile(r"(?<![现存])在的(?!基础)")
_OWN_KIND: Final = re.compile(r"各?(?:县|区|市)（(?:县|区|市)(?:、[县区市])*）$")
_AMONG: Final = ("中排", "中居", "中列")
# what a ratio is to: 是“十一五”的(2.4倍), 全国平均水平(3倍)
_RATIO_BASE: Final = re.compile(
    r"(?:分别)?(?:约|大约)?(?:是|为|等于|相当于)(?:[^，。；、]{0,16}的|[^，。；、]{0,10}平均(?:水平)?)(?=(?:近|约|超)?$)"
    r"|^(?:全[国省市区县球]|[^，。；、]{0,8}平均水平)的?(?=(?:近|约|超)?$)"
)
# 标准不低于当地低保标准的(1.6倍): the bound stays
_RATIO_BOUND: Final = re.compile(r"(?:按)?(不低于|不少于|不超过|超过|高于|低于)[^，。；、]{2,20}的$")
# how much of a plan: 完成全年计划的(107%); more than it: 比原计划超过, 超年度计划(28%)
_OF_PLAN: Final = re.compile(
    r"(?:完成|为|达到|是)了?((?:全年|年度|年|国家|原定|原|[省市县]定|[省市县]?下达|目标)*(?:投资|工作|生产)?"
    r"(?:计划|预算|概算|任务|目标|总进度)数?(?:总量|总数|任务|值)?)的$"
)
_AS_PLANNED: Final = re.compile(
    r"(?:超过|低于|超额)了?原?(?:计划|预算)(?:规定|要求|确定)?的?(?=增长|下降|提高|增加)"
)
_OVER_PLAN: Final = re.compile(
    r"(?:比[^，。；、]{0,8}(?:计划|原定|预算)[^，。；、]{0,6}(?:超过|超额|超)"
    r"|(?:超过|超额|超)(?:国家|全年|年度|年初|原定)?(?:计划|预算))$"
)
_SO_MANY: Final = re.compile(r"(?:实现|达到)?了?“?(?:[两三四五六七八九]个|双)$")  # 实现两个100%
_WELL: Final = re.compile(r"(?<=落实|实施|完成|保障|解决|组织|利用|发挥|维护)好(?=[一-龥“]|$)")
_GRASPED: Final = re.compile(r"^(?:持续)?抓[实细紧牢]抓[实细紧牢好](?=[一-龥“]|$)")
_AHEAD: Final = re.compile(
    r"(?:比[^，。；、]{2,12})?提前[一二两三四五六七八九十\d]+(?:年|个月|天|日|周)半?(?=[一-龥])"
)
_OF_ALL: Final = re.compile(r"全[市省区县州]性(?=[一-龥])")  # 全区性会议
# 率先在全省出台; in 在全国冬运会 the name is of a contest
_AT_LARGE: Final = re.compile(
    r"(?:^(?:率先)?|(?<=[一-龥]{4}))"
    r"在(?:全[省市县区州](?:范围内)?(?:率先)?|全国率先)(?![第各五不])(?=[一-龥]{2})|^率先在全国(?=[一-龥]{2})"
)
_BRACKET: Final = re.compile(r"^（不?含[^（）]{1,16}）(?=[一-龥])")  # 0.9万人（不含航空港区）享受…
ON_BASIS: Final = re.compile(r"^(?:以上|左右)?的?基础之?上")  # 在新增减税降费18亿元的基础上
# 3.5%的较低水平
_STANDING: Final = re.compile(r"^的(?:较?[低高]|合理|最[低高]|历史[^，。；、]{0,3})(?:水平|区间|范围|位)")
_ON_TOP: Final = regex.compile(r"(?<=^[^在，。；、]{3,20})在[^，。；、]{2,14}的?基础上(?=再|又|继续|$)")
_PER_SIZE: Final = ("平方公里", "平方米", "立方米", "公顷")
_OF_SIZE: Final = re.compile(
    r"(?<=[一-龥A-Za-z\d]{2})((?:下降|降低|降|提高|升|增加|达|上升)?[为至到]?)(?:的)?每(?:平方公里|平方米|立方米|公顷)$"
)
# 组织以疏散、自救等环节为重点的演练: what it turns on
_TURNS_ON: Final = re.compile(
    r"以[^，。；以]{2,40}?等[^，。；以]{0,8}?为(?:重点|主|核心|主题|主体|载体|抓手|龙头|依托|主线|导向|内容|主要内容)的(?=[一-龥“])"
)
# 总里程在全省地级市中率先(突破700公里)
_FIRST_AMONG: Final = re.compile(
    r"(?<=[一-龥]{2})在[^，。；、\d]{2,12}中(?=(?:率先|首个|首次|第一个)[^，。；]{0,6}$)"
)
_FOR_NATION: Final = re.compile(r"为国家(?=(?:节约|增产|增收|增加|创造|上缴|积累|节省|多)[^，。；]{0,6}$)")
_AREAS: Final = re.compile(r"^(?:个)?方面的?")  # 办好10个方面的民生实事
_OPENS: Final = first_characters(_OPENING.pattern) or frozenset()  # most texts begin with none of them
assert _OPENS, "patterns that look back have no first characters"
# 建成|区妇幼保健院, but 建成区绿化
_BUILT: Final = re.compile(
    r"^((?:已|新)?建成)区(?=妇幼|儿童|图书|文化馆|文体|体育|人民医院|中医院|档案馆|博物馆|青少年|福利院)"
)


def trimmed(text: str, ordinal: bool = False, unit: str = "") -> str:
    """A text in front of a number without what says nothing of what is measured.

    `ordinal`: a rank follows; `unit`: of the number, 倍 takes what is compared with along.
    """
    if unit == TIMES or (not unit and text.endswith(_OF_MEAN)):
        text = _RATIO_BASE.sub("", text)
        text = _RATIO_BOUND.sub(r"\1", text)
    told = ordinal or _TOLD.search(text) is not None
    if told:
        text = _without_asides(text)
    if text[:1] in _OPENS:
        text = without_mark(text)
    if told:
        text = _without_aim(text, ordinal, unit)
    if "全" in text:
        text = _OF_ALL.sub("", text)
    return _without_each(text, ordinal) if told else text


def _without_asides(text: str) -> str:
    """Without notes, how long something took, and how it was done."""
    if _NOTED.search(text):
        text = _NOTE.sub("", text)
    if "“" in text:
        text = text.removesuffix("“")  # 突破“(百亿)”大关
        text = _MILESTONE.sub("", text)  # 生产总值突破“五百亿”、达(513亿元)
    if "回" in text:
        text = _TURNED.sub("", text)  # 固定资产投资止跌回稳、力争增长(5%)
    if "了" in text[-2:]:
        text = _ARRIVED.sub("", text)
    if "在的" in text:
        text = _IN_YEAR.sub("", text)  # 我国在(一九五二年)的粮食产量
    if "提前" in text:
        text = _AHEAD.sub("", text)  # 提前两年完成(40个)小区改造
    if "好" in text:
        text = _WELL.sub("", text)  # 落实好(20项)民生工程
    if text.startswith(("抓", "持续抓")):
        text = _GRASPED.sub("", text)
    if "所占的" in text:
        text = text.replace("所占的", "所占")
    if "连" in text or "用" in text or "自" in text:
        text = _LASTING.sub("", text)
    if "后" in text:
        text = _ONCE_DONE.sub("", text)
    if "基础上" in text[3:]:
        text = _ON_TOP.sub("", text)  # 警情在八年连降的基础上再(下降17%)
    if text.endswith(_PER_SIZE):
        text = _OF_SIZE.sub(r"\1", text)  # 地均GDP为每平方公里(34亿元)
    return text


def _without_aim(text: str, ordinal: bool, unit: str) -> str:
    """Without among whom something was first, what it turns on, and whom it serves."""
    if "建成区" in text[:5]:
        text = _BUILT.sub(r"\1", text)
    if "在" in text and "中" in text:
        text = _FIRST_AMONG.sub("", text)
    if "为国家" in text:
        text = _FOR_NATION.sub("", text)
    if "以" in text and "为" in text:
        text = _TURNS_ON.sub("", text)
    if "在全" in text and not ordinal:
        text = _AT_LARGE.sub("", text)
    if unit == "%" and text.endswith(("双", "个")):
        text = _SO_MANY.sub("", text)  # 利用率、处置率实现双100%, “两个100%”
    return text


def _without_each(text: str, ordinal: bool) -> str:
    """Without for each of whom a number is, and without what a place is said to be among."""
    if "每" in text or "均" in text:
        text = _PER_EACH.sub("", text)
    if ordinal and text.endswith("）"):
        text = _OWN_KIND.sub("", text)
    if ordinal and text[-2:] in _AMONG:
        text = text[:-1]  # 在大中城市中排(第15位)
    return text


def trimmed_behind(text: str) -> str:
    """A text behind a number and its unit, without note marks and 方面的."""
    if _NOTED.search(text):
        text = _NOTE.sub("", text)
    if text.startswith("（"):
        text = _BRACKET.sub("", text)
    if text.startswith("的"):
        text = _STANDING.sub("", text)
    if "基础" in text:
        text = ON_BASIS.sub("，", text)
    return _AREAS.sub("", text) if "方面" in text else text


def without_mark(text: str) -> str:
    """A clause without the list mark or the like it begins with."""
    opening = _OPENING.match(text)
    return text[opening.end() :] if opening else text


def plan_reached(text: str) -> tuple[str, str]:
    """(text in front, plan) where a text ends with how much of a plan: 完成全年计划的; else (text, "")."""
    found = _OF_PLAN.search(text) if text.endswith("的") else None
    if found and text.endswith("到", 0, found.start()):
        return text[: found.start()], ""  # 增加到(一九五四年)预算的45%
    return (text[: found.start()], found[1]) if found else (text, "")


def plan_passed(text: str) -> tuple[str, bool]:
    """(text in front, True) where a text ends with more than a plan: 超年度计划; else (text, False)."""
    if "计划" not in text and "预算" not in text and "原定" not in text:
        return text, False
    text = _AS_PLANNED.sub("", text)
    found = _OVER_PLAN.search(text)
    return (text[: found.start()], True) if found else (text, False)
