"""Do the rules load strictly, and does every fault say where it stands and what to do?"""

from __future__ import annotations

import pickle
import re
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import rulebook
from pipeline.rulebook import FILES, Rulebook, RuleError, load

YUAN = """\
# 单位
yuan:
  written: [元, 块]
  dimension: money
  base: 元
  examples: [收入3亿元。]
"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """folder("ours", units="…") writes ours/units.yaml; a / in the name is written as __."""

    def make(name: str, **files: str) -> Path:
        top = tmp_path / name
        top.mkdir(exist_ok=True)
        for stem, text in files.items():
            path = top / (stem.replace("__", "/") + ".yaml")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return top

    return make


@pytest.fixture
def ours(folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """ours(units="…") stands in for the packaged rules; messages are relative to tmp_path."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(rulebook, "packaged", lambda: tmp_path / "rules")
    return lambda **files: folder("rules", **files)


def faults(*overlays: Path) -> list[str]:
    with pytest.raises(RuleError) as raised:
        load(*overlays)
    return str(raised.value).splitlines()


# --- what is right ----------------------------------------------------------------------------


def test_reads_every_scalar_as_text(ours: Folder) -> None:
    ours(units="ton:\n  written: [no, 2024-01-01, 012, ~]\n  dimension: mass\n  examples: [3吨。]\n")
    assert load().units["ton"].written == ("no", "2024-01-01", "012", "~")


def test_reads_numbers_exactly(ours: Folder) -> None:
    ours(units=YUAN + "  factor: '0.1'\n  divisor: 3\n")
    assert (load().units["yuan"].factor, load().units["yuan"].divisor) == (Decimal("0.1"), Decimal(3))


def test_a_table_may_be_a_folder(ours: Folder) -> None:
    gdp = "gdp:\n  name: 地区生产总值\n  code: gdp\n  dimension: [money]\n  examples: [地区生产总值3亿元。]\n"
    ours(
        indicators__economy=gdp, indicators__people=gdp.replace("gdp", "pop").replace("地区生产总值", "人口")
    )
    assert list(load().indicators) == ["gdp", "pop"]


def test_an_empty_folder_and_an_empty_file_are_empty_tables(ours: Folder) -> None:
    ours(words="# 还没有\n", verbs="")
    assert not load().files


def test_knows_where_a_rule_stands(ours: Folder, tmp_path: Path) -> None:
    ours(units=YUAN)
    assert load().files == {"units:yuan": (tmp_path / "rules/units.yaml", 2)}


def test_survives_a_byte_order_mark_and_windows_line_ends(ours: Folder) -> None:
    ours(units="\ufeff" + YUAN.replace("\n", "\r\n"))
    assert load().units["yuan"].written == ("元", "块")


def test_can_be_sent_to_a_worker(ours: Folder) -> None:
    ours(units=YUAN)
    book = load()
    copy: Rulebook = pickle.loads(pickle.dumps(book))
    assert copy == book


def test_the_error_can_be_sent_back_by_a_worker(ours: Folder) -> None:
    ours(units="yuan: 元\n")
    with pytest.raises(RuleError) as raised:
        load()
    assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)


# --- overlays ---------------------------------------------------------------------------------


def test_an_overlay_replaces_adds_and_removes(ours: Folder, folder: Folder) -> None:
    mu = YUAN.replace("yuan", "mu").replace("[元, 块]", "[亩]").replace("money", "area")
    ours(units=YUAN + mu)
    own = folder(
        "own",
        units=YUAN.replace("[元, 块]", "[元]")
        + "mu: null\n"
        + mu.replace("mu:", "kuai:").replace("[亩]", "[块]").replace("area", "count"),
    )
    book = load(own)
    assert {id_: unit.written for id_, unit in book.units.items()} == {"yuan": ("元",), "kuai": ("块",)}
    assert book.files["units:kuai"] == (own / "units.yaml", 9)


def test_the_last_overlay_wins(ours: Folder, folder: Folder) -> None:
    ours(units=YUAN)
    first = folder("first", units="yuan: null\n")
    last = folder("last", units=YUAN.replace("[元, 块]", "[圆]"))
    assert load(first, last).units["yuan"].written == ("圆",)
    assert not load(last, first).units


def test_an_overlay_may_not_remove_what_is_not_there(ours: Folder, folder: Folder) -> None:
    ours(units=YUAN)
    assert faults(folder("own", units="yaun: null\n")) == [
        "own/units.yaml:1:1: yaun: there is no such entry to remove; did you mean 'yuan'?; "
        "correct or delete the line"
    ]


def test_an_overlay_may_not_take_a_form_of_ours_by_accident(ours: Folder, folder: Folder) -> None:
    ours(units=YUAN)
    own = folder("own", units=YUAN.replace("yuan", "dollar").replace("[元, 块]", "[美元, 元]"))
    assert faults(own) == [
        "own/units.yaml:3:17: dollar.written: '元' already stands in yuan (rules/units.yaml:3); delete one"
    ]


def test_an_overlay_that_is_not_there(ours: Folder, tmp_path: Path) -> None:
    ours()
    assert faults(tmp_path / "owm") == ["owm:1:1: there is no such rules folder; check the path"]


# --- the digest -------------------------------------------------------------------------------


def test_the_digest_is_blind_to_layout_order_examples_and_place(ours: Folder, folder: Folder) -> None:
    mu = YUAN.replace("yuan", "mu").replace("[元, 块]", "[亩]")
    ours(units=YUAN + mu)
    before = load().digest
    tidied = (
        mu + YUAN.replace("[元, 块]", "\n    - '元'\n    - 块").replace("3亿元", "4亿元") + "  factor: 1\n"
    )
    ours(units="")
    assert load(folder("own", units="# 换个地方\n" + tidied)).digest == before


@pytest.mark.parametrize(
    ("old", "new"), [("块", "圆"), ("yuan", "rmb"), ("base: 元", "base: 圆"), ("money", "count")]
)
def test_the_digest_sees_every_other_change(ours: Folder, old: str, new: str) -> None:
    ours(units=YUAN)
    before = load().digest
    ours(units=YUAN.replace(old, new))
    assert load().digest != before


# --- what is wrong, and what the message says -------------------------------------------------

ROLE = "phone:\n  role: name\n  number: '12345'\n  examples: [12345热线。]\n"
CUE = "than_last_year:\n  pattern: '同比'\n  kind: basis\n  gives: 同比\n  examples: [同比增长5%。]\n"
VERB = "grow:\n  written: [增长]\n  kind: direction\n  sign: +\n  examples: [增长5%。]\n"
GDP = "gdp:\n  name: 总值\n  code: gdp\n  aliases: [GDP]\n  dimension: [money]\n  examples: [GDP 3亿元。]\n"

CASES = {
    "a misspelt value": (
        "units",
        YUAN.replace("money", "mony"),
        "4:3: yuan.dimension: 'mony' is not one of count, money, share, points, length, area, volume, mass, "
        "energy, power, time, temperature, speed, concentration, data, rate, multiple, standard, unknown; "
        "did you mean 'money'?",
    ),
    "an unknown key": (
        "units",
        YUAN + "  exampels: [3元。]\n",
        "7:3: yuan.exampels: units has no key 'exampels'; did you mean 'examples'?",
    ),
    "an unknown key like none": (
        "verbs",
        VERB + "  好: x\n",
        "6:3: grow.好: verbs has no key '好'; it has examples, not, why, written, kind, sign",
    ),
    "a key twice": (
        "units",
        YUAN + "  base: 圆\n",
        "7:3: yuan.base: the key stands here twice, first in line 5; delete one",
    ),
    "an id twice": (
        "units",
        YUAN + YUAN.removeprefix("# 单位\n").replace("[元, 块]", "[圆]"),
        "7:1: yuan: the key stands here twice, first in line 2; delete one",
    ),
    "a missing key": (
        "units",
        YUAN.replace("  dimension: money\n", ""),
        "2:1: yuan.dimension: 'dimension' is missing; add it",
    ),
    "no examples": (
        "units",
        YUAN.replace("[收入3亿元。]", "[]"),
        "6:3: yuan.examples: the list is too short, at least 1 needed; add one",
    ),
    "nothing behind a key": (
        "units",
        YUAN.replace("base: 元", "base:"),
        "5:3: yuan.base: nothing stands here; write a value or delete the line",
    ),
    "an entry without keys": (
        "units",
        "yuan: 元\n",
        "1:1: yuan: the entry has no keys; write them indented below, or `null` to remove an entry of ours",
    ),
    "text where a list should be": (
        "units",
        YUAN.replace("[元, 块]", "元"),
        "3:3: yuan.written: 元 is no list; write [元]",
    ),
    "an empty written form": (
        "units",
        YUAN.replace("[元, 块]", "[元, '']"),
        "3:16: yuan.written: the text is empty; write one or delete it",
    ),
    "a number that is none": (
        "units",
        YUAN + "  factor: 一万\n",
        "7:3: yuan.factor: '一万' is not a number; write digits, like 0.5",
    ),
    "a factor of nothing": (
        "units",
        YUAN + "  factor: 0\n",
        "7:3: yuan.factor: 0 is not greater than 0; correct the number",
    ),
    "a factor without base": (
        "units",
        YUAN.replace("  base: 元\n", "") + "  factor: 10\n",
        "2:1: yuan: factor and divisor convert into base, but there is no base; add it",
    ),
    "an id with a space": (
        "units",
        YUAN.replace("yuan:", "my yuan:"),
        "2:1: my yuan: an id is one word of letters, digits and _; rename it",
    ),
    "a form twice in one entry": (
        "units",
        YUAN.replace("块", "元"),
        "3:16: yuan.written: '元' already stands in yuan (rules/units.yaml:3); delete one",
    ),
    "a form in two entries": (
        "verbs",
        VERB + VERB.replace("grow", "rise"),
        "7:13: rise.written: '增长' already stands in grow (rules/verbs.yaml:2); delete one",
    ),
    "a sign on a verb that has none": (
        "verbs",
        VERB.replace("direction", "reach"),
        "1:1: grow: sign belongs to kind direction only, this is reach; delete sign",
    ),
    "an alias in two indicators": (
        "indicators",
        GDP + GDP.replace("gdp", "gnp").replace("总值", "总产值"),
        "10:13: gnp.aliases: 'GDP' already stands in gdp (rules/indicators.yaml:4); delete one",
    ),
    "a code twice": (
        "indicators",
        GDP + GDP.replace("gdp:", "gnp:").replace("总值", "总产值").replace("[GDP]", "[GNP]"),
        "9:3: gnp.code: 'gdp' already stands in gdp (rules/indicators.yaml:3); delete one",
    ),
    "a code with capitals": (
        "indicators",
        GDP.replace("code: gdp", "code: GDP"),
        "3:3: gdp.code: 'GDP' does not fit; use a-z, 0-9 and _, a letter first, at most 28",
    ),
    "a range upside down": (
        "indicators",
        GDP + "  plausible: [9, 1]\n",
        "1:1: gdp: plausible starts with the smaller number: [1, 9]",
    ),
    "half a range": (
        "indicators",
        GDP + "  plausible: [9]\n",
        "7:3: gdp.plausible: the list is too short; add what is missing",
    ),
    "a pattern that does not compile": (
        "roles",
        ROLE.replace("12345", "(12345"),
        "3:3: phone.number: the pattern '(12345' does not compile: missing ) at position 6",
    ),
    "an empty pattern": (
        "cues",
        CUE.replace("'同比'", "''"),
        "2:3: than_last_year.pattern: the text is empty; write one or delete it",
    ),
    "a cue to a status that is none": (
        "cues",
        CUE.replace("basis", "status"),
        "1:1: than_last_year: gives of kind status is one of actual, estimate, target",
    ),
    "a pattern in double quotes": (
        "roles",
        ROLE.replace("'12345'", '"\\d+"'),
        r"3:12: not valid YAML, found unknown escape character; put patterns into single quotes, like '\d+'",
    ),
    "a bare percent sign": (
        "units",
        YUAN.replace("块", "%"),
        "3:16: not valid YAML, found character that cannot start any token; "
        "indent with spaces; put a value that begins with % @ or ` into single quotes",
    ),
    "an open bracket": (
        "units",
        YUAN.replace("块]", "块"),
        "4:12: not valid YAML, did not find expected ',' or ']' for what opens in line 3; "
        "look for a missing comma, bracket or quote, and align the keys",
    ),
    "a tag": (
        "roles",
        ROLE.replace("'12345'", "!12345"),
        "3:11: a value that begins with & * or ! must be in single quotes",
    ),
    "an alias": (
        "roles",
        ROLE.replace("'12345'", "*12345"),
        "3:11: a value that begins with & * or ! must be in single quotes",
    ),
    "a list of entries": (
        "units",
        "- yuan\n",
        "1:1: the file must hold `name:` with indented keys below, and so on",
    ),
    "two documents": (
        "units",
        YUAN + "---\n" + YUAN,
        "7:1: a second document begins here; delete the line ---",
    ),
    "a control character": (
        "units",
        YUAN.replace("块", "块\x07"),
        "3:17: an invisible control character stands here; delete it",
    ),
    "deep nesting": ("units", "yuan: " + "[" * 9, "1:12: nested more than 6 deep; write it flat"),
    "endless nesting": (
        "units",
        "[" * 50_000,
        "1:1001: not valid YAML, exceeded maximum nesting depth; write it flat",
    ),
}


@pytest.mark.parametrize(("stem", "text", "message"), CASES.values(), ids=CASES)
def test_says_what_is_wrong_and_where(ours: Folder, stem: str, text: str, message: str) -> None:
    ours(**{stem: text})
    assert faults() == [f"rules/{stem}.yaml:{message}"]


def test_tells_all_faults_of_all_files_at_once(ours: Folder) -> None:
    ours(
        units=YUAN.replace("money", "mony").replace("base", "bass"),
        verbs=VERB.replace("+", "x"),
        words="a: [",
    )
    assert [line.split(": ")[0] for line in faults()] == [
        "rules/units.yaml:4:3",
        "rules/units.yaml:5:3",
        "rules/verbs.yaml:4:3",
        "rules/words.yaml:2:1",
    ]


def test_a_wrong_entry_does_not_hide_the_faults_of_its_neighbours(ours: Folder) -> None:
    ours(verbs=VERB + VERB.replace("grow", "rise") + "bad: {}\n")
    assert [line.split(": ")[1] for line in faults()] == ["rise.written", *["bad." + key for key in MISSING]]


MISSING = ("examples", "kind", "written")


def test_the_same_form_may_stand_on_both_sides_of_a_number(ours: Folder) -> None:
    side = "{0}:\n  written: [多]\n  side: {0}\n  bound: gt\n  examples: [3多。]\n"
    ours(qualifiers=side.format("before") + side.format("after"))
    assert len(load().qualifiers) == 2


def test_an_id_in_two_files_of_a_folder(ours: Folder) -> None:
    ours(indicators__a=GDP, indicators__b=GDP.replace("总值", "总产值").replace("GDP", "GNP"))
    assert faults() == [
        "rules/indicators/b.yaml:1:1: gdp: the id stands in rules/indicators/a.yaml:1 too; "
        "rename or delete one"
    ]


def test_a_file_that_belongs_to_no_table(ours: Folder) -> None:
    top = ours(unit=YUAN, indicators__economy=GDP)
    (top / "indicators" / "people.yml").write_text("", encoding="utf-8")
    (top / "README.md").write_text("", encoding="utf-8")
    assert faults() == [
        "rules/indicators/people.yml:1:1: no file of the rules is called 'people.yml'; "
        "did you mean 'people.yaml'?; rename or move it",
        "rules/unit.yaml:1:1: no file of the rules is called 'unit.yaml'; "
        "did you mean 'units.yaml'?; rename or move it",
    ]


def test_a_file_in_another_encoding(ours: Folder) -> None:
    (ours() / "units.yaml").write_bytes(YUAN.encode("gb18030"))
    assert faults() == ["rules/units.yaml:1:1: the file is not UTF-8; save it as UTF-8"]


def test_a_file_that_cannot_be_read(ours: Folder, tmp_path: Path) -> None:
    (ours() / "indicators").mkdir()
    (tmp_path / "rules/indicators/economy.yaml").symlink_to(tmp_path / "rules/indicators/economy.yaml")
    assert faults() == [
        "rules/indicators/economy.yaml:1:1: the file cannot be read, Too many levels of symbolic links; "
        "check the file and its permissions"
    ]


@given(cut=st.integers(0, len(YUAN)), put=st.text(max_size=8))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_the_answer_is_a_rulebook_or_a_rule_error(ours: Folder, cut: int, put: str) -> None:
    path = ours() / "units.yaml"
    path.write_bytes((YUAN[:cut] + put + YUAN[cut:]).encode("utf-8", "surrogatepass"))
    try:
        load()
    except RuleError as error:
        assert all(line.startswith("rules/units.yaml:") for line in str(error).splitlines())


# --- ours -------------------------------------------------------------------------------------


def test_our_own_rules_have_no_flaw() -> None:
    assert load().digest


def test_loading_thousands_of_rules_stays_quick(ours: Folder) -> None:
    """Measured 0.12 s for 2,500 entries; the bound leaves room for a busy machine."""
    one = GDP.replace("[GDP]", "[甲0, 乙0, 丙0]").replace("总值", "总值0").replace("gdp", "gdp0")
    ours(indicators="".join(one.replace("0", f"{n}") for n in range(2_500)))
    start = time.perf_counter()
    assert len(load().indicators) == 2_500
    assert time.perf_counter() - start < 1


README = Path(rulebook.__file__).parent.parent / "rules" / "README.md"
EXAMPLES = re.findall(
    r"\n### ([a-z]+)[^\n]*\n(?:(?!\n##).)*?```yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL
)


def test_the_readme_has_an_example_of_every_table() -> None:
    assert [name for name, _ in EXAMPLES] == list(FILES)


def test_the_examples_of_the_readme_can_be_put_over_our_rules(folder: Folder) -> None:
    own = folder("own", **dict(EXAMPLES))
    assert sum(path.is_relative_to(own) for path, _ in load(own).files.values()) == len(FILES)
