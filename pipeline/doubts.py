"""A reader's remarks -> findings: those on a figure name it, those on the document stand alone."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from pipeline.model import Figure, Finding, Remark, Source

NEAR = 2  # characters around a figure in which a doubtful one concerns it


def findings(source: Source, figures: Sequence[Figure]) -> tuple[Finding, ...]:
    """The findings of a source; a remark on text that holds no figure is dropped."""
    if not source.remarks:
        return ()
    return tuple(_findings(source, figures))


def _findings(source: Source, figures: Sequence[Figure]) -> Iterator[Finding]:
    starts = [figure.char_start for figure in figures]
    ends = [figure.char_end for figure in figures]
    named: set[tuple[str, int]] = set()
    for remark in source.remarks:
        if not remark.end:
            yield _finding(source, remark)
            continue
        for place in _concerned(starts, ends, remark):
            if (remark.check, place) not in named:  # one finding a figure, however many of its digits
                named.add((remark.check, place))
                yield _finding(source, remark, (f"{source.document_id}:{place}",))


def _concerned(starts: Sequence[int], ends: Sequence[int], remark: Remark) -> list[int]:
    """Where the figures begin that a remark lies on; if on none, those it stands next to."""
    first = bisect_right(ends, remark.start)
    found = list(starts[first : bisect_left(starts, remark.end)])
    if found:
        return found
    before = [starts[first - 1]] if first and remark.start - ends[first - 1] <= NEAR else []
    after = [starts[first]] if first < len(starts) and starts[first] - remark.end <= NEAR else []
    return before + after


def _finding(source: Source, remark: Remark, figure_ids: tuple[str, ...] = ()) -> Finding:
    return Finding(remark.check, remark.severity, source.document_id, figure_ids, remark.message)
