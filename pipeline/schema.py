"""What an entry of each file in `rules/` may hold.  Strict: an unknown key is an error.

The keys are explained to people in the head of each file and in rules/README.md;
here they are only typed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self, get_args

import regex
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Dimension = Literal[
    "count",
    "money",
    "share",
    "points",
    "length",
    "area",
    "volume",
    "mass",
    "energy",
    "power",
    "time",
    "temperature",
    "speed",
    "concentration",
    "data",
    "rate",
    "multiple",
    "standard",
    "unknown",
]
Bound = Literal["gt", "ge", "lt", "le", "approx"]
RoleName = Literal["figure", "condition", "name", "time", "ordinal", "furniture"]
Status = Literal["actual", "estimate", "target"]


def compiles(pattern: str) -> str:
    """The pattern itself, if `regex` takes it; the flags are the engine's: none."""
    try:
        regex.compile(pattern)
    except regex.error as error:
        raise ValueError(f"the pattern {pattern!r} does not compile: {error}") from error
    return pattern


Text = Annotated[str, Field(min_length=1)]  # an empty written form would fire everywhere
Pattern = Annotated[str, AfterValidator(compiles)]


def upwards(span: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """The span itself, if it starts with the smaller number."""
    if span[0] > span[1]:
        raise ValueError(f"a range starts with the smaller number: [{span[1]}, {span[0]}]")
    return span


Span = Annotated[tuple[Decimal, Decimal], AfterValidator(upwards)]


class Entry(BaseModel):
    """Common to every rule: sentences in which it must fire and in which it must not."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    examples: tuple[Text, ...] = Field(min_length=1)
    not_: tuple[Text, ...] = Field(default=(), alias="not")
    why: str = ""


class Unit(Entry):
    """A unit or measure word.  value x scale (万, 亿) x factor = value in `base`."""

    written: tuple[Text, ...] = Field(min_length=1)
    dimension: Dimension
    base: str = ""  # empty: the written form is its own base (家, 个)
    factor: Decimal = Field(default=Decimal(1), gt=0)
    divisor: Decimal = Field(default=Decimal(1), gt=0)  # exact fractions: 1亩 = 2000/30000 公顷
    not_followed_by: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _factor_needs_base(self) -> Self:
        if not self.base and (self.factor != 1 or self.divisor != 1):
            raise ValueError("factor and divisor convert into base, but there is no base; add it")
        return self


class Qualifier(Entry):
    """Words beside a number that make it a bound: 超, 近, 以上, 左右."""

    written: tuple[Text, ...] = Field(min_length=1)
    side: Literal["before", "after"]
    bound: Bound
    not_preceded_by: tuple[Text, ...] = ()  # 签 in front of 约: another word
    not_followed_by: tuple[Text, ...] = ()


class Verb(Entry):
    """A verb by what it does to the figure after it."""

    written: tuple[Text, ...] = Field(min_length=1)
    kind: Literal["direction", "reach", "empty", "telling", "relation", "rank"]
    sign: Literal["", "+", "-"] = ""  # direction only

    @model_validator(mode="after")
    def _sign_needs_direction(self) -> Self:
        if self.sign and self.kind != "direction":
            raise ValueError(f"sign belongs to kind direction only, this is {self.kind}; delete sign")
        return self


class Attribute(Entry):
    """A noun that says which side of a thing is measured: 面积, 增速, 失业率.

    sibling: owner = the phrase before, without its own attribute (粮食播种面积…、总产…);
    meta: owner = the whole indicator before (地区生产总值…，增速…);
    complete: never takes an owner (城镇登记失业率).
    """

    written: tuple[Text, ...] = Field(min_length=1)
    kind: Literal["sibling", "meta", "complete"]


class Word(Entry):
    """A word with a fixed part in the grammar."""

    written: tuple[Text, ...] = Field(min_length=1)
    kind: Literal[
        "adverb",
        "area",
        "moment",
        "preposition",
        "conjunction",
        "particle",
        "grade",
        "verb",
        "noun",
        "word",
        "split",
        "origin",
        "goal",
        "stock",
        "place",
        "causing",
        "having",
        "inside",
        "endeavour",
        "toward",
        "fronted",
        "task",
        "work",
        "per_head",
        "changing",
        "parts",
        "person",
        "attributive",
        "outcome",
        "passed_on",
        "means",
        "after_subject",
        "building",
        "graded",
        "shared_head",
        "as_manner",
        "manner",
        "branch",
        "pushing",
        "sending",
        "park",
        "helping",
        "peers",
        "giving",
        "strengthened",
        "undoing",
        "sister",
        "container",
    ]


class Role(Entry):
    """What a number is when it is no figure (or surely one), by its surroundings.

    `before` must match right up to the number, `number` all of it, `after` right behind it;
    all are regular expressions on the tidy text, empty = anything.  `units`: units as read
    ("" = none) the rule looks at, empty = all.  The longest total match wins.
    """

    role: RoleName
    units: tuple[str, ...] = ()
    before: Pattern = ""
    number: Pattern = ""
    after: Pattern = ""


class Section(Entry):
    """A heading or opening phrase and what it says of the figures under it."""

    heading: Pattern = Field(min_length=1)  # regular expression
    status: Status
    period: str  # Y, Y-1, Y-5/Y-1, Y/Y+4 ... relative to the report year
    scope: Literal["section", "document", "opening", "wording", "line", "block"] = "section"


class Cue(Entry):
    """Words in a sentence that decide status, period or basis of figures near them."""

    pattern: Pattern = Field(min_length=1)  # regular expression on the tidy text
    kind: Literal["status", "period", "basis"]
    gives: str  # a status, a period expression, or a canonical basis
    scope: Literal["figure", "clause", "sentence", "paragraph", "document"] = "clause"

    @model_validator(mode="after")
    def _gives_a_status(self) -> Self:
        if self.kind == "status" and self.gives not in get_args(Status):
            raise ValueError(f"gives of kind status is one of {', '.join(get_args(Status))}")
        return self


class Indicator(Entry):
    """A canonical indicator: what panels are built from."""

    name: Text
    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,27}$")
    aliases: tuple[Text, ...] = ()
    dimension: tuple[Dimension, ...] = Field(min_length=1)  # of its level
    unit: str = ""  # base unit of its level
    plausible: tuple[Decimal, Decimal] | None = None  # of its level in the base unit
    plausible_growth: tuple[Decimal, Decimal] | None = None  # in %

    @model_validator(mode="after")
    def _ranges_go_up(self) -> Self:
        for name in ("plausible", "plausible_growth"):
            span = getattr(self, name)
            if span and span[0] > span[1]:
                raise ValueError(f"{name} starts with the smaller number: [{span[1]}, {span[0]}]")
        return self


class LineWord(Entry):
    """Words that tell what a line of a text is."""

    written: tuple[Text, ...] = Field(min_length=1)
    kind: Literal["clutter", "title", "outer", "annex", "turn", "binder"]


class HeadingWord(Entry):
    """Words of the headings over a table's columns, by what they say of the numbers below."""

    written: tuple[Text, ...] = Field(min_length=1)
    kind: Literal[
        "name",
        "unit",
        "serial",
        "code",
        "amount",
        "growth",
        "share",
        "index",
        "rank",
        "done",
        "target",
        "actual",
        "estimate",
        "before",
        "whole",
    ]


class Split(Entry):
    """A phrase whose numbers speak of its parts, one after the other."""

    whole: tuple[Text, ...] = Field(min_length=1)
    parts: tuple[Text, ...] = Field(min_length=2)
    how: Literal["inside", "instead"]


class Check(Entry):
    """What figures of one report are held against each other, or against."""

    kind: Literal["part", "sum", "share", "growth", "real", "twice", "range", "about"]
    written: tuple[Text, ...] = ()  # share, real: ends of indicators; growth: bases that mean the year before
    except_: tuple[Text, ...] = Field(default=(), alias="except")  # words in an indicator that leave it out
    indicators: tuple[Text, ...] = ()  # real, range: codes
    whole: tuple[Text, ...] = ()  # sum: codes or texts, any of them
    totals: tuple[Decimal, ...] = ()  # sum: in place of a whole
    parts: tuple[tuple[Text, ...], ...] = ()  # sum: each part by its codes or texts
    share: Decimal = Field(default=Decimal(0), ge=0)  # about: of the value, to both sides
    allowance: Decimal = Field(default=Decimal(0), ge=0)  # real: points that prices may explain
    national: Span | None = None  # range: in the base unit of the indicators
    province: Span | None = None
    city: Span | None = None
    county: Span | None = None
    recent: tuple[int, Decimal] | None = (
        None  # range: from that year on the lower ends are so many times higher
    )
    growth: Span | None = None  # range: in %, over one year

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed = {"share": ("written",), "range": ("indicators",), "about": ("share",), "sum": ("parts",)}
        for name in needed.get(self.kind, ()):
            if not getattr(self, name):
                raise ValueError(f"kind {self.kind} needs {name}; add it")
        if self.kind == "sum" and bool(self.whole) == bool(self.totals):
            raise ValueError("a sum has a whole or totals, one of the two; write one")
        return self


class Across(Entry):
    """What reports of several years or regions are held against each other by."""

    kind: Literal["yearly", "span", "ceiling", "soft", "same", "far", "revision", "ladder"]
    written: tuple[Text, ...] = ()  # yearly: bases; ceiling: ends of indicators; span, soft: words
    indicators: tuple[Text, ...] = ()  # ceiling, same, ladder: codes
    times: Decimal = Field(default=Decimal(0), ge=0)  # far: how many times its target a level may be
    least: Decimal = Field(default=Decimal(0), ge=0)  # revision: points or % that are not worth a word
    allowance: Decimal = Field(default=Decimal(0), ge=0)  # revision: points or % that it may explain

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> Self:
        needed = {
            "yearly": ("written",), "span": ("written",), "soft": ("written",),
            "same": ("indicators",), "ladder": ("indicators",), "far": ("times",), "revision": ("allowance",),
        }  # fmt: skip
        for name in needed.get(self.kind, ()):
            if not getattr(self, name):
                raise ValueError(f"kind {self.kind} needs {name}; add it")
        return self


#: file stem -> type of its entries; a folder holds several files of one type
FILES: dict[str, type[Entry]] = {
    "units": Unit,
    "qualifiers": Qualifier,
    "verbs": Verb,
    "attributes": Attribute,
    "words": Word,
    "roles": Role,
    "sections": Section,
    "cues": Cue,
    "splits": Split,
    "layout": LineWord,
    "tables": HeadingWord,
    "indicators": Indicator,
    "checks": Check,
    "across": Across,
}
