"""The sample under review: what is drawn, what was said of it, the rates, the signature."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipeline import review
from pipeline.audit import report as reports
from pipeline.audit import report_html
from pipeline.audit.state import Audit, Refused
from pipeline.dataset.dictionary import columns
from pipeline.dataset.tables import DocumentRow, Row
from pipeline.review import log
from pipeline.review.columns import EDITABLE
from pipeline.review.log import Entry
from pipeline.review.overlay import Verdict
from pipeline.review.rates import Judgement, rates
from pipeline.review.sample import Item, Sample, draw
from pipeline.revise import numeral

_AT = {name: place for place, name in enumerate(columns("figures"))}
_WRONG = frozenset({"fix", "reject", "missing"})


class SampleReview:
    """A sample of one dataset: drawn from the rows it has, judged as the log says now.

    Drawn from the rows as the program read them: what was put right before counts as wrong, too.  Where
    the dataset was read anew the sample is drawn anew, as it would be by a new start.
    """

    def __init__(self, audit: Audit, size: int, seed: int) -> None:
        self._audit = audit
        self._sample, self._drawn_from = draw(self._figures(), size, seed, self._others()), audit.stored
        self._gone: int | None = None  # items that the last draw lost; None: there was but one draw

    @property
    def sample(self) -> Sample:
        """What is drawn of the dataset as it is known now."""
        if self._drawn_from is not self._audit.stored:
            old = self._sample
            self._sample = draw(self._figures(), old.size, old.seed, self._others())
            self._drawn_from = self._audit.stored
            self._gone = len(set(_items(old)) - set(_items(self._sample)))
        return self._sample

    def notices(self) -> list[str]:
        """What to say of the sample before anything else: that it is another one now."""
        sample = self.sample
        if self._gone is None:
            return []
        return [
            f"数据集重新提取过，已用同一种子（{sample.seed}）按现在的数据重新抽样；"
            f"原来抽中的有{self._gone}个已不在样本里，其余结论照旧。"
        ]

    def _figures(self) -> Iterator[Item]:
        for id_, document in self._audit.stored.items():
            for row in document.figures:
                yield Item(id_, int(row[_AT["char_start"]]), document.row.kind)

    def _others(self) -> Iterator[Item]:
        for id_, document in self._audit.stored.items():
            for row in map(numeral, document.numerals):
                if row.role != "figure":
                    yield Item(id_, row.char_start, document.row.kind)

    def told(self) -> dict[str, Any]:
        """What the page gets; in the order of the draw, so that a half-done sample is a fair one."""
        place = {id_: number for number, id_ in enumerate(self._audit.stored)}
        items = _items(self.sample)
        return {
            "size": len(items),
            "seed": self.sample.seed,
            "queue": [[place[item.document_id], item.start] for item in items],
        }

    # --- the report ---------------------------------------------------------------------------

    def report(self) -> dict[str, Any]:
        """The report as data.  Raises Refused where the dataset is another by now."""
        self._audit.check_unchanged()
        return reports.as_dict(self._report())

    def html(self) -> str:
        """The report as a page to print."""
        return report_html.page(self._report())

    def lines(self) -> list[str]:
        """The report for a terminal."""
        return reports.lines(self._report())

    def sign(self, name: str) -> dict[str, str]:
        """Sign the sample off: into the log, and as a page into the dataset's folder.

        Raises Refused where something is not judged yet, nobody signs, or the page cannot be written:
        there is no signature then.  Raises LogError; there is no page then.
        """
        self._audit.check_unchanged()
        name = name.strip()
        if not name:
            raise Refused("请填写签发人的姓名。", 400)
        told = self._report()
        if left := told.rates.figures.open + told.rates.others.open:
            raise Refused(f"还有{left}个没有核对，核对完才能签发。")
        path = self._log()
        data = {"size": self.sample.size, "seed": self.sample.seed, "state": self._state()}
        now = datetime.now(UTC).astimezone().isoformat(timespec="seconds")
        target = self._audit.folder / f"sample-{self.sample.size}-seed-{self.sample.seed}.html"
        facts = replace(told.facts, signed_by=name, signed_at=now)
        page = report_html.page(replace(told, facts=facts))
        with _standing(target, page):
            log.append(path, Entry(secrets.token_hex(8), now, name, "sign", data=data))
        return {"html": page, "file": target.name}

    def _log(self) -> Path:
        """The log that a signature goes into: that of the first document whose file is known."""
        sources = (self._audit.means.source(document.row) for document in self._audit.stored.values())
        source = next((source for source in sources if source), None)
        if source is None:
            raise Refused("找不到原文件，签字无处可存：请用 --sources 给出它们所在的文件夹。")
        return log.beside(source)

    def _report(self) -> reports.Report:
        said = self._verdicts()
        judged = {place: _judgement(verdict) for place, verdict in said.items()}
        return reports.Report(
            self._facts({verdict.entry.by for verdict in said.values()}),
            rates(self.sample, judged),
            tuple(self._mistake(place, verdict) for place, verdict in said.items() if _is_wrong(verdict)),
        )

    def _verdicts(self) -> dict[tuple[str, int], Verdict]:
        """What stands at the items of the sample, in the order of the draw."""
        items = _items(self.sample)
        found = {}
        for item in items:
            verdict = self._audit.revised(item.document_id).overlay.verdicts.get(item.start)
            if verdict is not None and not verdict.stale:
                found[item.document_id, item.start] = verdict
        return found

    def _facts(self, reviewers: set[str]) -> reports.Facts:
        stored = self._audit.stored.values()
        signed = self._signature()
        return reports.Facts(
            dataset=self._audit.folder.resolve().name,
            documents=len(stored),
            figures=sum(len(document.figures) for document in stored),
            rules=self._audit.rules_digest(),
            version=version("baoshu"),
            seed=self.sample.seed,
            size=self.sample.size,
            reviewers=tuple(sorted(reviewers)),
            signed_by=signed.by if signed else "",
            signed_at=signed.at if signed else "",
        )

    def _signature(self) -> Entry | None:
        """Who signed this very sample with these very verdicts; what was judged anew is unsigned again."""
        state = self._state()
        sources = {self._audit.means.source(document.row) for document in self._audit.stored.values()}
        logs = {log.beside(source): review.log_of(source) for source in sources if source}
        signed = [
            entry
            for one in logs.values()
            for entry in one.entries
            if entry.kind == "sign" and entry.data.get("state") == state
        ]
        return max(signed, key=lambda entry: entry.at, default=None)

    def _state(self) -> str:
        """A digest of the sample and of what was said of each item."""
        items = _items(self.sample)
        said = self._verdicts()
        told = [[*item, said[item[:2]].entry.id if item[:2] in said else ""] for item in items]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]

    def _mistake(self, place: tuple[str, int], verdict: Verdict) -> reports.Mistake:
        document, entry = self._audit.stored[place[0]], verdict.entry
        row = next((row for row in document.figures if row[_AT["char_start"]] == str(place[1])), None)
        changes = tuple(
            reports.Change(name, *pair) for name, pair in entry.fields.items() if name in EDITABLE
        )
        return reports.Mistake(
            _named(document.row), entry.quote, _sentence(row, entry), entry.kind, changes, entry.why,
            entry.by, row[_AT["page"]] if row else "",
        )  # fmt: skip


def _items(sample: Sample) -> tuple[Item, ...]:
    """All that was drawn, in the order of the draw."""
    return (*sample.figures.items, *sample.others.items)


@contextmanager
def _standing(target: Path, page: str) -> Iterator[None]:
    """A page is written whole before the block, and is as it was before where the block fails."""
    new = target.with_name(f".{target.name}.new")
    try:
        before = target.read_bytes() if target.exists() else None
        new.write_text(page, encoding="utf-8", newline="")
        new.replace(target)
    except OSError as error:
        with suppress(OSError):
            new.unlink(missing_ok=True)
        why = error.strerror or error
        raise Refused(f"报告{target.name}写不进数据集的文件夹（{why}），没有签发。", 500) from error
    try:
        yield
    except BaseException:
        target.unlink() if before is None else target.write_bytes(before)
        raise


def _judgement(verdict: Verdict) -> Judgement:
    """What a verdict says of the row as the program reads it today: a settled fix is right by now."""
    if verdict.settled:
        return Judgement("accept")
    return Judgement(verdict.entry.kind, frozenset(verdict.entry.fields) & frozenset(EDITABLE))


def _is_wrong(verdict: Verdict) -> bool:
    return verdict.entry.kind in _WRONG and not verdict.settled


def _named(row: DocumentRow) -> str:
    return row.title or row.file


def _sentence(row: Row | None, entry: Entry) -> str:
    return row[_AT["sentence"]] if row else entry.before + entry.span + entry.after
