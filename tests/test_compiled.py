"""The compiled grammar (`make fast`) says what the pure one says, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FAST = ROOT / ".venv-fast" / "bin"
TABLES = ("figures.csv", "numerals.csv", "findings.csv", "documents.csv")


def why_not() -> str:
    """Why there is nothing to compare: not compiled, or of other sources than these."""
    package = next(FAST.parent.glob("lib/python*/site-packages/pipeline"), None)
    if package is None:
        return "not compiled: make fast"
    for folder, there in ((ROOT / "pipeline", package), (ROOT / "rules", package / "rules")):
        for file in (path for kind in ("*.py", "*.yaml", "*.csv") for path in folder.rglob(kind)):
            twin = there / file.relative_to(folder)
            if not twin.exists() or twin.read_bytes() != file.read_bytes():
                return f"compiled before {file.relative_to(ROOT)} was changed: make fast"
    return ""


#: where it may not be skipped, it fails
REQUIRED = os.environ.get("BAOSHU_COMPILED") == "required"
pytestmark = pytest.mark.skipif(bool(why_not()) and not REQUIRED, reason=why_not())


def run(python: Path, *arguments: str, cwd: Path) -> str:
    command = [python, "-m", "pipeline.cli", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr  # 3: some numbers are unexplained
    return done.stdout


@pytest.fixture(scope="module")
def datasets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All sentences of the golden cases and the report of raw/, read by both."""
    folder = tmp_path_factory.mktemp("compiled")
    texts = folder / "texts"
    texts.mkdir()
    for cases in (ROOT / "tests" / "golden" / "sentences").glob("*.yaml"):
        sentences = [case["text"] for case in yaml.safe_load(cases.read_text(encoding="utf-8"))]
        (texts / f"{cases.stem}-2023.txt").write_text("\n".join(sentences), encoding="utf-8")
    for report in (ROOT / "raw").glob("*.txt"):
        (texts / report.name).write_bytes(report.read_bytes())
    found = []
    for name, python in (("pure", Path(sys.executable)), ("fast", FAST / "python")):
        run(python, "extract", str(texts), "-o", str(folder / name), "--jobs", "1", cwd=folder)
        found.append(folder / name)
    return found[0], found[1]


def test_what_runs_is_compiled(tmp_path: Path) -> None:
    code = "from pipeline.figures import scan; print(scan.__file__)"
    done = subprocess.run(
        [FAST / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert not done.stdout.strip().endswith(".py"), done.stdout + done.stderr


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_equal(datasets: tuple[Path, Path], table: str) -> None:
    pure, fast = datasets
    assert (pure / table).read_bytes() == (fast / table).read_bytes()


def test_explanations_are_equal(datasets: tuple[Path, Path]) -> None:
    pure, fast = datasets
    rows = (pure / "figures.csv").read_text(encoding="utf-8-sig").splitlines()
    figure = next(row.partition(",")[0] for row in rows if row.startswith("taicang-2023:"))
    said = [
        run(python, "explain", str(folder), figure, "--json", cwd=folder.parent)
        for python, folder in ((Path(sys.executable), pure), (FAST / "python", fast))
    ]
    assert said[0] == said[1]
    assert figure in said[0]
