"""Which document and which figure of NEW is which of OLD.

Documents: by id; what is left, by equal bytes (sha256): a renamed file.

Figures of a document whose text is the same: by their place, then where their places overlap (a number
that is now read with more or fewer of its characters).

Where the text changed, offsets tell nothing.  The figures are two sequences, aligned in order; first by
what is surest, then what is left between by what is less so:

1. the same quote in the same sentence, read alike, then read otherwise;
2. the same taken out of the order: a paragraph that moved;
3. a sentence that is the same but for its numbers: the same indicator, then the same shape of quote;
4. the same indicator, measure, period and status;
5. the same quote in a sentence that is much alike.

Repeated sentences are paired in their order.  What is left is lost or gained.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence

from pipeline.dataset.tables import DocumentRow, Row
from pipeline.diff.align import Pair, align, gaps
from pipeline.diff.stored import FIGURE

_NUMBER = re.compile(r"\d+(?:[.．]\d+)?")
#: pairs of characters that two sentences must share to be the same sentence, put otherwise
_ALIKE = 0.5
_START, _END = FIGURE["char_start"], FIGURE["char_end"]
_QUOTE, _SENTENCE = FIGURE["quote"], FIGURE["sentence"]
_TEXT, _MEASURE = FIGURE["indicator_text"], FIGURE["measure"]
_PERIOD, _STATUS = FIGURE["period"], FIGURE["status"]
_Key = Callable[[Row], Hashable]


def document_pairs(
    old: Mapping[str, DocumentRow], new: Mapping[str, DocumentRow]
) -> list[tuple[DocumentRow | None, DocumentRow | None]]:
    """Each document with its partner, None where it has none; those of NEW in order, then the lost."""
    left: defaultdict[str, deque[DocumentRow]] = defaultdict(deque)
    for row in old.values():
        if row.document_id not in new and row.sha256:
            left[row.sha256].append(row)
    told: list[tuple[DocumentRow | None, DocumentRow | None]] = []
    renamed = set()
    for row in new.values():
        partner = old.get(row.document_id)
        if partner is None and left[row.sha256]:
            partner = left[row.sha256].popleft()
            renamed.add(partner.document_id)
        told.append((partner, row))
    told += ((row, None) for row in old.values() if row.document_id not in new.keys() | renamed)
    return told


def figure_pairs(old: Sequence[Row], new: Sequence[Row], same_text: bool) -> list[Pair]:
    """Places in `old` and `new` of the figures that are each other, rising in `old`."""
    return _by_place(old, new) if same_text else _by_words(old, new)


# --- the same text ----------------------------------------------------------------------------


def _by_place(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    there = {row[_START]: place for place, row in enumerate(new)}
    pairs = [(place, there[row[_START]]) for place, row in enumerate(old) if row[_START] in there]
    return sorted([*pairs, *_overlapping(old, new, pairs)])


def _overlapping(old: Sequence[Row], new: Sequence[Row], pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Of what is not paired yet: figures that share a character, in order."""
    taken = {j for _, j in pairs}
    paired = {i for i, _ in pairs}
    others = deque(j for j in range(len(new)) if j not in taken)
    for i, row in enumerate(old):
        if i in paired:
            continue
        while others and int(new[others[0]][_END]) <= int(row[_START]):
            others.popleft()
        if others and int(new[others[0]][_START]) < int(row[_END]):
            yield i, others.popleft()


# --- another text -----------------------------------------------------------------------------


def _read_alike(row: Row) -> Hashable:
    return row[_SENTENCE], row[_QUOTE], row[_TEXT], row[_MEASURE], row[_PERIOD], row[_STATUS]


def _same_quote(row: Row) -> Hashable:
    return row[_SENTENCE], row[_QUOTE]


def _same_indicator(row: Row) -> Hashable:
    return without_numbers(row[_SENTENCE]), row[_TEXT], row[_MEASURE]


def _same_shape(row: Row) -> Hashable:
    return without_numbers(row[_SENTENCE]), without_numbers(row[_QUOTE])


def _same_statement(row: Row) -> Hashable:
    return row[_TEXT], row[_MEASURE], row[_PERIOD], row[_STATUS]


def _quote(row: Row) -> Hashable:
    return row[_QUOTE]


def without_numbers(text: str) -> str:
    """The text with a mark for each number in digits.

    >>> without_numbers("增长2.5%、1635亿元")
    '增长#%、#亿元'
    """
    return _NUMBER.sub("#", text)


def _by_words(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    ordered: list[Pair] = []
    for key in (_read_alike, _same_quote):
        ordered = _refined(old, new, ordered, [], key)
    moved = _anywhere(old, new, ordered)
    for key in (_same_indicator, _same_shape, _same_statement):
        ordered = _refined(old, new, ordered, moved, key)
    ordered = _refined(old, new, ordered, moved, _quote, alike)
    return sorted([*ordered, *moved])


def _refined(
    old: Sequence[Row],
    new: Sequence[Row],
    ordered: list[Pair],
    moved: Collection[Pair],
    key: _Key,
    holds: Callable[[Row, Row], bool] = lambda old, new: True,
) -> list[Pair]:
    """`ordered`, and the pairs that a key finds between them."""
    gone, come = {i for i, _ in moved}, {j for _, j in moved}
    found = list(ordered)
    for from_old, to_old, from_new, to_new in gaps(ordered, (0, 0), (len(old), len(new))):
        mine = [i for i in range(from_old, to_old) if i not in gone]
        theirs = [j for j in range(from_new, to_new) if j not in come]
        pairs = align([key(old[i]) for i in mine], [key(new[j]) for j in theirs])
        found += ((mine[i], theirs[j]) for i, j in pairs if holds(old[mine[i]], new[theirs[j]]))
    return sorted(found)


def _anywhere(old: Sequence[Row], new: Sequence[Row], ordered: Sequence[Pair]) -> list[Pair]:
    """Of what is not paired yet: the same quote in the same sentence, the first with the first."""
    gone, come = {i for i, _ in ordered}, {j for _, j in ordered}
    found: list[Pair] = []
    for key in (_read_alike, _same_quote):
        places: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for j, row in enumerate(new):
            if j not in come:
                places[key(row)].append(j)
        for i, row in enumerate(old):
            if i not in gone and (there := places.get(key(row))):
                found.append((i, there.popleft()))
                gone.add(i)
                come.add(found[-1][1])
    return found


def alike(old: Row, new: Row) -> bool:
    """Whether their sentences share most of their pairs of characters."""
    one, other = _twos(old[_SENTENCE]), _twos(new[_SENTENCE])
    return 2 * len(one & other) >= _ALIKE * (len(one) + len(other)) > 0


def _twos(sentence: str) -> set[str]:
    return {sentence[place : place + 2] for place in range(len(sentence) - 1)}
