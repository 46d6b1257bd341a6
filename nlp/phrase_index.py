"""Phrases word by word, and where they stand in a list of words."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Generic, TypeVar

Key = TypeVar("Key")


class PhraseIndex(Generic[Key]):
    """Phrases, each under a key; two keys may share one."""

    def __init__(self) -> None:
        self.firsts: dict[str, _Node[Key]] = {}
        self.known: set[str] = set()
        """The first words once more: two sets are compared by the smaller one."""

    def add(self, key: Key, words: Sequence[str]) -> None:
        """Look for these words in a row; for nothing when there are none."""
        if not words:
            return
        self.known.add(words[0])
        node = self.firsts.setdefault(words[0], _Node())
        for word in words[1:]:
            node = node.following.setdefault(word, _Node())
        if key not in node.keys:
            node.keys.append(key)

    def find(self, words: Sequence[str], kinds: AbstractSet[str]) -> list[tuple[int, int, Key]]:
        """First word, end and key of every phrase in some words; `kinds`: all different ones among them."""
        here = self.known & kinds
        found: list[tuple[int, int, Key]] = []
        for at in [at for at, word in enumerate(words) if word in here] if here else ():
            node: _Node[Key] | None = self.firsts[words[at]]
            end = at + 1
            while node is not None:
                found += [(at, end, key) for key in node.keys]
                node = node.following.get(words[end]) if node.following and end < len(words) else None
                end += 1
        return found


class _Node(Generic[Key]):
    """What may follow some words, and the keys of the phrase that they are."""

    __slots__ = ("following", "keys")

    def __init__(self) -> None:
        self.following: dict[str, _Node[Key]] = {}
        self.keys: list[Key] = []
