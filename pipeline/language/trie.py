"""Word lists as one regular expression, factored by common beginnings so that it stays fast."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import regex


def alternation(words: Iterable[str], guards: Mapping[str, str] | None = None) -> str:
    """A pattern that matches the longest of `words`; `guards` adds a look-ahead behind a word.

    >>> alternation(["亿元", "亩", "亿吨"])
    '(?:亩|亿(?:元|吨))'
    """
    tree: dict[str, dict] = {}  # type: ignore[type-arg]
    for word in words:
        node = tree
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {"guard": (guards or {}).get(word, "")}
    return _branch(tree)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    options = [regex.escape(char) + _branch(node[char]) for char in sorted(node) if char]
    if "" not in node:
        return options[0] if len(options) == 1 else f"(?:{'|'.join(options)})"
    guard = node[""]["guard"]
    if not options:
        return str(guard)
    longer = "|".join(options)
    return f"(?:{longer}|{guard})"
