"""Words: one private jieba tokenizer, with the words of `rules/` added, and its word classes.

jieba gives boundaries and word classes as evidence; it never owns a number.  HMM is off:
what is in no dictionary stays single characters, the same each time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from pipeline.language import paths
from pipeline.language.tokenizer import Tokenizer

#: Chinese characters in runs, and what stands between them one by one
_PIECES: Final = re.compile(r"[\u4e00-\u9fd5]+|.", re.DOTALL)
#: what jieba cuts in one go, and all else one by one
_BLOCKS: Final = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+|\r\n|.", re.DOTALL)
_FIRST: Final = "\u4e00"
_LAST: Final = "\u9fd5"
_MARKS: Final = frozenset("“”‘’、，。；：！？（）《》〈〉…—·")
SHORT: Final = 24  # characters of a piece worth remembering
KEPT: Final = 200_000  # of them


class Words:
    """A segmenter with its dictionary; loading is put off until the first cut."""

    def __init__(self, extra: Iterable[str] = (), split: Iterable[str] = ()) -> None:
        self._extra = tuple(extra)
        self._split = tuple(split)
        self._loaded: Tokenizer | None = None
        self._classes: dict[str, str] | None = None
        self._quick: Callable[[str, bool], list[str]] | None = None  # by rjieba
        self._seen: dict[str, int] = {}  # how often the dictionary has seen each word
        self._short: dict[str, list[str]] = {}  # 增长, 比上年增长: the same few pieces all the time

    def _tokenizer(self) -> Tokenizer:
        if self._loaded is None:
            tokenizer = Tokenizer()
            tokenizer.initialize()
            for word in self._extra:
                tokenizer.add_word(word)
            for word in self._split:
                tokenizer.del_word(word)
            self._loaded, self._seen = tokenizer, tokenizer.FREQ
        return self._loaded

    def _tags(self) -> dict[str, str]:
        """Word class of every dictionary word that is no plain noun, as jieba's file gives it."""
        if self._classes is None:
            classes: dict[str, str] = {}
            with self._tokenizer().get_dict_file() as lines:
                for line in lines:
                    word, _, tag = line.decode("utf-8").rstrip().split(" ")
                    if tag != "n":
                        classes[word] = tag
            self._classes = classes
        return self._classes

    def quicken(self) -> None:
        """Have rjieba find the words, where it is installed: the same ones in a fifth of the time.

        Loading it costs what two hundred reports gain.
        """
        if self._quick is None:
            self._quick = self._tokenizer().in_rust()

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
        words: list[str] = []
        quick, tokenizer = self._quick, self._tokenizer()
        for piece in _PIECES.findall(text):
            if len(piece) > 1:
                words += tokenizer.best(piece) if quick is None else quick(piece, False)
            elif _FIRST <= piece <= _LAST or piece in _MARKS:
                words.append(piece)
            else:
                return self._mixed(text)
        return words

    def _mixed(self, text: str) -> list[str]:
        """What has letters and digits among its characters, as jieba's `lcut` without HMM has it."""
        words: list[str] = []
        for piece in _BLOCKS.findall(text):
            if len(piece) == 1 or piece == "\r\n":
                words.append(piece)
            else:
                words += paths.joined(self._tokenizer().best(piece))
        return words

    def tag(self, word: str) -> str:
        """jieba's word class: n, v, vn, a, d, m …; "n" for unmarked and "x" for unknown words."""
        tag = self._tags().get(word)
        return tag if tag is not None else ("n" if word in self._seen else "x")

    def frequency(self, text: str) -> int:
        """How often the dictionary has seen a word; 0 if it is none."""
        if not self._seen:
            self._tokenizer()
        return self._seen.get(text, 0)
