"""Words: one private jieba tokenizer, with the words of `rules/` added, and its word classes.

jieba gives boundaries and word classes as evidence; it never owns a number.  HMM is off:
what is in no dictionary stays single characters, the same each time.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterable
from functools import cached_property
from math import log

# jieba imports pkg_resources only to open its own files and falls back to open():
# leaving it out saves 0.15 s of every start.
sys.modules.setdefault("pkg_resources", None)  # type: ignore[arg-type]

import jieba  # noqa: E402

from pipeline.language import paths  # noqa: E402

#: Chinese characters in runs, and the marks between them one by one
_CHINESE = re.compile(r"[\u4e00-\u9fd5“”‘’、，。；：！？（）《》〈〉…—·]*")
_PIECES = re.compile(r"[\u4e00-\u9fd5]+|.")
SHORT, KEPT = 24, 200_000  # pieces worth remembering, and how many

jieba.setLogLevel(logging.WARNING)


class _Tokenizer(jieba.Tokenizer):  # type: ignore[misc]
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
        """The words of a piece of nothing but Chinese characters."""
        _, ends = self._path(piece)
        return paths.words(piece, ends)

    def _path(self, sentence: str) -> tuple[list[float], list[int]]:
        return paths.likeliest(sentence, self._known, self._weight, -log(self.total))

    def _weight(self, piece: str) -> float | None:
        """Log probability of a word, 0 of what only begins words, None of what does not.

        Kept in a small table of its own: jieba's is so large that most looks into it miss the cache.
        """
        if len(self._known) >= KEPT:
            self._known.clear()
        frequency = self.FREQ.get(piece)
        weight = log(frequency) - log(self.total) if frequency else frequency
        self._known[piece] = weight
        return weight


class Words:
    """A segmenter with its dictionary; loading is put off until the first cut."""

    def __init__(self, extra: Iterable[str] = (), split: Iterable[str] = ()) -> None:
        self._extra = tuple(extra)
        self._split = tuple(split)
        self._short: dict[str, list[str]] = {}  # 增长, 比上年增长: the same few pieces all the time

    @cached_property
    def _tokenizer(self) -> _Tokenizer:
        tokenizer = _Tokenizer()
        tokenizer.initialize()
        for word in self._extra:
            tokenizer.add_word(word)
        for word in self._split:
            tokenizer.del_word(word)
        return tokenizer

    @cached_property
    def _tags(self) -> dict[str, str]:
        """Word class of every dictionary word that is no plain noun, as jieba's file gives it."""
        tags = {}
        with self._tokenizer.get_dict_file() as lines:
            for line in lines:
                word, _, tag = line.decode("utf-8").rstrip().split(" ")
                if tag != "n":
                    tags[word] = tag
        return tags

    def cut(self, text: str) -> list[str]:
        """The words of a text, in order; joined they are the text.  The list is the caller's."""
        if len(text) > SHORT:
            return self._cut(text)
        known = self._short.get(text)
        if known is None:
            if len(self._short) >= KEPT:
                self._short.clear()
            known = self._short[text] = self._cut(text)
        return known.copy()

    def _cut(self, text: str) -> list[str]:
        """As jieba cuts it; where there is nothing but Chinese, without its detour over generators."""
        if not _CHINESE.fullmatch(text):
            return self._tokenizer.lcut(text, HMM=False)  # type: ignore[no-any-return]
        words: list[str] = []
        for piece in _PIECES.findall(text):
            if len(piece) == 1:
                words.append(piece)
            else:
                words += self._tokenizer.best(piece)
        return words

    def tag(self, word: str) -> str:
        """jieba's word class: n, v, vn, a, d, m …; "n" for unmarked and "x" for unknown words."""
        tag = self._tags.get(word)
        return tag if tag is not None else ("n" if word in self._tokenizer.FREQ else "x")

    def frequency(self, text: str) -> int:
        """How often the dictionary has seen a word; 0 if it is none."""
        return int(self._tokenizer.FREQ.get(text, 0) or 0)
