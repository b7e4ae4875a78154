"""Every YAML file of golden/sentences becomes tests; a failure reads in Chinese, without a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import golden_cases as golden
import pytest

SENTENCES = Path(__file__).parent / "golden" / "sentences"


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    if file_path.suffix == ".yaml" and file_path.parent == SENTENCES:
        return SentenceFile.from_parent(parent, path=file_path)
    return None


class SentenceFile(pytest.File):
    """One topic: a YAML list of cases."""

    def collect(self) -> Iterator[SentenceItem]:
        try:
            cases = golden.load(self.path, self.path.relative_to(self.config.rootpath).as_posix())
        except golden.CaseFileError as error:
            raise self.CollectError(str(error)) from None
        for case in cases:
            name = f"{case.line}: {case.text.split(maxsplit=1)[0][:24]}"
            yield SentenceItem.from_parent(self, name=name, case=case)


class Wrong(Exception):
    """A case that does not hold; its text is the whole report."""


class SentenceItem(pytest.Item):
    """One text and what is to be read from it."""

    def __init__(self, *, case: golden.Case, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.case = case

    def runtest(self) -> None:
        case, place = self.case, f"{self.case.file}:{self.case.line}"
        got = golden.read(case)
        if case.expect is None:
            ask = f"{place}: 已生成，请核对：逐项对照原文改正，再抄到这条用例里"
            raise Wrong(f"{ask}\n{golden.proposal(got)}")
        faults = golden.faults(case, got)
        if case.known_gap and faults:
            pytest.xfail(case.known_gap)
        if case.known_gap:
            raise Wrong(f"{place}: 这条现在读对了，请删去 known_gap 一行（{case.known_gap}）")
        if faults:
            raise Wrong("\n".join([f"原文  {case.text}", *faults]))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, Wrong):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.case.line - 1, f"{self.case.file}:{self.case.line}"
