"""Words: one private jieba tokenizer, with the words of `rules/` added, and its word classes.

jieba gives boundaries and word classes as evidence; it never owns a number.  HMM is off:
what is in no dictionary stays single characters, the same each time.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from functools import cached_property

# jieba imports pkg_resources only to open its own files and falls back to open():
# leaving it out saves 0.15 s of every start.
sys.modules.setdefault("pkg_resources", None)  # type: ignore[arg-type]

import jieba  # noqa: E402

SHORT, KEPT = 8, 20_000  # pieces worth remembering, and how many

jieba.setLogLevel(logging.WARNING)


class Words:
    """A segmenter with its dictionary; loading is put off until the first cut."""

    def __init__(self, extra: Iterable[str] = (), split: Iterable[str] = ()) -> None:
        self._extra = tuple(extra)
        self._split = tuple(split)
        self._short: dict[str, list[str]] = {}  # 增长, 比上年增长: the same few pieces all the time

    @cached_property
    def _tokenizer(self) -> jieba.Tokenizer:
        tokenizer = jieba.Tokenizer()
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
            return self._tokenizer.lcut(text, HMM=False)  # type: ignore[no-any-return]
        known = self._short.get(text)
        if known is None:
            if len(self._short) >= KEPT:
                self._short.clear()
            known = self._short[text] = self._tokenizer.lcut(text, HMM=False)
        return known.copy()

    def tag(self, word: str) -> str:
        """jieba's word class: n, v, vn, a, d, m …; "n" for unmarked and "x" for unknown words."""
        tag = self._tags.get(word)
        return tag if tag is not None else ("n" if word in self._tokenizer.FREQ else "x")

    def frequency(self, text: str) -> int:
        """How often the dictionary has seen a word; 0 if it is none."""
        return int(self._tokenizer.FREQ.get(text, 0) or 0)
