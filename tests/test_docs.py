"""Is what the two READMEs say true?  Commands run, Python runs, the languages hold together.

A block of README.md is run as its reader would, in one folder, from top to bottom:

* console: `$ baoshu …` is run; the lines under it are what it must print, `$ echo $?` the code (else 0);
* yaml whose first line is `# path`: written there;  yaml of cases (`- text:`): a sentence case, must hold;
* python: run by a fresh interpreter;  csv: rows and columns of `extracted/figures.csv`;
* sh: targets of the Makefile.
"""

from __future__ import annotations

import ast
import csv
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import golden_cases
import pandas
import pytest
import typer.main
import yaml

from pipeline import cli, sidecar
from pipeline.dataset import dictionary
from pipeline.dataset.frames import read_rows

ROOT = Path(__file__).resolve().parent.parent
ENGLISH, CHINESE = "README.md", "README.zh-CN.md"
PAGES = (ENGLISH, CHINESE, "CHANGELOG.md", "CITATION.cff")
#: files that the examples speak of and that are not in the project
FILES = {"report.pdf": "%PDF-1.4\n", "village.txt": "全村卖出草莓300筐。\n"}
#: `rules/units.yaml:31` moves with every entry above it
LINE = re.compile(r"(?<=\.yaml:)\d+")
BLOCK = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<body>.*?)^(?P=indent)```$", re.M | re.S)


class Block(NamedTuple):
    """A block of code and the line of the page it begins at."""

    kind: str
    body: str
    line: int


class Step(NamedTuple):
    """A command of a console block with what it must print and the code it must end with."""

    command: str
    shown: str
    code: int
    line: int


def text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def blocks(page: str, kind: str = "") -> list[Block]:
    found = [
        Block(match["kind"], textwrap.dedent(match["body"]), match.string.count("\n", 0, match.start()) + 2)
        for match in BLOCK.finditer(text(page))
    ]
    return [block for block in found if kind in ("", block.kind)]


def steps(block: Block) -> Iterator[Step]:
    """The commands of a console block; `$ echo $?` belongs to the one before it."""
    parts = re.split(r"^\$ ", block.body, flags=re.M)[1:]
    found = [part.partition("\n") for part in parts]
    line = block.line
    for number, (command, _, shown) in enumerate(found):
        after = found[number + 1] if number + 1 < len(found) else ("", "", "")
        if command != "echo $?":
            yield Step(command, shown, int(after[2]) if after[0] == "echo $?" else 0, line)
        line += 1 + shown.count("\n")


# --- what is said is what happens -------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the reader of README.md has it once all its files are written."""
    here = tmp_path_factory.mktemp("reader")
    shutil.copytree(ROOT / "raw", here / "raw")
    for name, content in FILES.items():
        (here / name).write_text(content, encoding="utf-8")
    for block in blocks(ENGLISH, "yaml"):
        if block.body.startswith("# "):
            path = here / block.body.partition("\n")[0][2:]
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
    assert cli.main(["extract", str(here / "raw"), "-o", str(here / "extracted"), "-q"]) == cli.WELL
    (here / "extracted" / "run.json").unlink()  # not committed: who has the project has not run it yet
    return here


def console() -> list[Step]:
    return [step for block in blocks(ENGLISH, "console") for step in steps(block)]


@pytest.mark.parametrize("step", console(), ids=lambda step: f"line {step.line}")
def test_a_command_prints_what_the_page_shows(
    step: Step, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *arguments = shlex.split(step.command)
    assert name == "baoshu", f"{ENGLISH}:{step.line}: only baoshu commands can be run here"
    monkeypatch.chdir(folder)
    code = cli.main(arguments)
    printed = capsys.readouterr()
    place = f"{ENGLISH}:{step.line}: `{step.command}`"
    assert code == step.code, f"{place} ends with {code}: {printed.err}"
    now = printed.err + printed.out
    assert LINE.sub("", now) == LINE.sub("", step.shown), f"{place} prints now:\n{now}"


@pytest.mark.parametrize("block", blocks(ENGLISH, "python"), ids=lambda block: f"line {block.line}")
def test_python_runs(block: Block, folder: Path) -> None:
    command = [sys.executable, "-c", block.body]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{ENGLISH}:{block.line}: {done.stderr}"


@pytest.mark.parametrize("block", blocks(ENGLISH, "csv"), ids=lambda block: f"line {block.line}")
def test_rows_of_the_excerpt_are_in_the_dataset(block: Block, folder: Path) -> None:
    header, *rows = csv.reader(block.body.splitlines())
    places = [dictionary.columns("figures").index(name) for name in header]
    held = {tuple(row[place] for place in places) for row in read_rows(folder / "extracted", "figures")}
    assert rows
    for number, row in enumerate(rows, 1):
        assert tuple(row) in held, f"{ENGLISH}:{block.line + number}: not in figures.csv: {','.join(row)}"


def test_the_case_of_the_page_holds(tmp_path: Path) -> None:
    written = [block for block in blocks(ENGLISH, "yaml") if block.body.startswith("- ")]
    assert written
    for number, block in enumerate(written):
        path = tmp_path / f"{number}.yaml"
        path.write_text(block.body, encoding="utf-8")
        for case in golden_cases.load(path, f"{ENGLISH} from line {block.line}"):
            assert not golden_cases.faults(case, golden_cases.read(case))


def test_the_pandas_line_reads_what_was_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    line = re.search(r"pd\.read_csv\([^)]*\)", text(ENGLISH))
    assert line
    monkeypatch.chdir(folder)
    frame = eval(line[0], {"pd": pandas})
    assert tuple(frame.columns) == dictionary.columns("figures")
    assert set(frame["region_code"]) == {"320585"}


def test_make_has_the_targets_of_the_page() -> None:
    targets = set(re.findall(r"^([a-z]+):", text("Makefile"), re.M))
    said = re.findall(r"^make ?([a-z]*)$", "".join(block.body for block in blocks(ENGLISH, "sh")), re.M)
    said += re.findall(r"`make ([a-z]+)`", text(ENGLISH).partition("## Known limits")[0])
    assert {target for target in said if target} <= targets


# --- what there is, is said -------------------------------------------------------------------


def said_in(page: str) -> set[str]:
    """All that stands between backticks, outside blocks."""
    return set(re.findall(r"`([^`\n]+)`", BLOCK.sub("", text(page))))


@pytest.mark.parametrize("page", [ENGLISH, CHINESE])
def test_every_column_command_and_sidecar_key_is_named(page: str) -> None:
    columns = {column for table in dictionary.tables() for column in dictionary.columns(table)}
    assert columns | sidecar.KEYS <= said_in(page)
    commands = re.findall(r"^\| `baoshu ([a-z]+(?: (?:try|check|gaps))?)", text(page), re.M)
    assert sorted(commands) == sorted(_commands())


def _commands() -> Iterator[str]:
    """extract, explain, rules check …"""
    for name, command in typer.main.get_command(cli.app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        yield from (f"{name} {word}" for word in inner) if inner else (name,)


def rooms(page: str) -> list[str]:
    """The rooms of the architecture table, in its order."""
    table = re.search(r"^\| (?:room|房间) \|.*?\n\n", text(page), re.M | re.S)
    assert table
    return re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table[0].splitlines() if line))


@pytest.mark.parametrize("page", [ENGLISH, CHINESE])
def test_the_architecture_names_every_room_once(page: str) -> None:
    there = {path.relative_to(ROOT / "pipeline").parts[0] for path in (ROOT / "pipeline").rglob("*.py")}
    assert sorted(rooms(page)) == sorted({name.removesuffix(".py") for name in there} - {"__init__"})


@pytest.mark.parametrize("page", [ENGLISH, CHINESE])
def test_the_passes_of_the_grammar_are_files_of_their_own(page: str) -> None:
    passes = re.search(r"(?:each adding facts|添上一些事实).*?pipeline/figures/", text(page), re.S)
    assert passes
    for name in re.findall(r"`(\w+)`", passes[0]):
        place = ROOT / "pipeline" / "figures" / name
        assert place.is_dir() or place.with_suffix(".py").is_file(), f"{page} names the pass {name}"


def test_a_room_knows_only_the_rooms_before_it() -> None:
    order = rooms(ENGLISH)
    for path in (ROOT / "pipeline").rglob("*.py"):
        room = path.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py")
        if room != "__init__":
            later = {name for name in _imported(path) if order.index(name) > order.index(room)}
            assert not later, f"{path.relative_to(ROOT)} imports {later}, which come after {room}"


def _imported(path: Path) -> Iterator[str]:
    """The rooms that a module imports, at its head or anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "pipeline":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline."):
            yield str(node.module).split(".")[1]


# --- the pages hold together ------------------------------------------------------------------


def test_the_twin_has_the_same_shape() -> None:
    headings, rows = re.compile(r"^#+ ", re.M), re.compile(r"^\|", re.M)
    english, chinese = (BLOCK.sub("", text(page)) for page in (ENGLISH, CHINESE))
    assert headings.findall(english) == headings.findall(chinese)
    assert len(rows.findall(english)) == len(rows.findall(chinese))


def test_the_twin_has_the_same_blocks() -> None:
    for english, chinese in zip(blocks(ENGLISH), blocks(CHINESE), strict=True):
        assert english[:2] == chinese[:2], f"{CHINESE}:{chinese.line} differs from {ENGLISH}:{english.line}"


@pytest.mark.parametrize("page", [ENGLISH, CHINESE, "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)[^)]*\)", text(page)):
        assert (ROOT / target).exists(), f"{page} links to {target}, which is not there"


@pytest.mark.parametrize("page", PAGES)
def test_no_path_of_a_machine_stands_in_a_page(page: str) -> None:
    assert not re.findall(r"(?<![\w.])/(?:home|root|tmp|work|Users|opt)/\S*|[A-Z]:\\\S*", text(page))


def test_one_version_everywhere() -> None:
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    citation = yaml.safe_load(text("CITATION.cff"))
    assert (citation["version"], citation["license"]) == (version, "Apache-2.0")
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert f"## [{version}] - " in text("CHANGELOG.md")
