"""jieba's tokenizer, with its choice of words found faster.

Apart from `words.py`, which can be compiled; a class of jieba's cannot.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from math import log

# jieba imports pkg_resources only to open its own files and falls back to open():
# leaving it out saves 0.15 s of every start.
sys.modules.setdefault("pkg_resources", None)  # type: ignore[arg-type]

import jieba  # noqa: E402

from pipeline.language import paths  # noqa: E402

_FILLS = "\x00"  # stands in no text: takes up what the words weigh less than jieba's total

jieba.setLogLevel(logging.WARNING)


class Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's own choice of words, found in one pass instead of by way of a graph: twice as fast."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[str, float | None] = {}

    def add_word(self, word: str, freq: int | None = None, tag: str | None = None) -> None:
        super().add_word(word, freq, tag)
        self._known.clear()  # every word weighs less beside one more

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:
        """No graph is made; `calc` looks the words up itself."""
        return {}

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:
        """Fill `route`: at each place the best log probability to the end, and where its word ends."""
        scores, ends = self._path(sentence)
        route.update(
            {start: (score, end - 1) for start, (score, end) in enumerate(zip(scores, ends, strict=True))}
        )

    def best(self, piece: str) -> list[str]:
        """The words of a piece that jieba cuts in one go; single letters are not joined."""
        _, ends = self._path(piece)
        return paths.words(piece, ends)

    def _path(self, sentence: str) -> tuple[list[float], list[int]]:
        return paths.likeliest(sentence, self._known, self.FREQ, log(self.total))

    def in_rust(self) -> Callable[[str, bool], list[str]] | None:
        """`best` by rjieba, with this very dictionary; None where it is not installed.

        It is asked with False: without HMM.  Takes 0.4 s and 60 MiB.  Of Chinese characters alone it
        makes the same words; of what has letters, signs or points among them it does not always, and
        is not asked.
        """
        try:
            import rjieba
        except ImportError:
            return None
        segmenter, total = rjieba.Jieba.empty(), 0  # type: ignore[no-untyped-call]
        for word, frequency in self.FREQ.items():
            if frequency:
                segmenter.add_word(word, frequency, "")
                total += frequency
        if self.total > total:  # of a word that is told twice or taken out jieba keeps the weight
            segmenter.add_word(_FILLS, self.total - total, "")
        return segmenter.cut  # type: ignore[no-any-return]
