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

    def add(self, key: Key, words: Sequence[str]) -> None:
        """Look for these words in a row; for nothing when there are none."""
        if not words:
            return
        node = self.firsts.setdefault(words[0], _Node())
        for word in words[1:]:
            node = node.following.setdefault(word, _Node())
        if key not in node.keys:
            node.keys.append(key)

    def find(self, words: Sequence[str], kinds: AbstractSet[str]) -> list[tuple[int, int, Key]]:
        """First word, end and key of every phrase in some words; `kinds`: all different ones among them."""
        firsts, found = self.firsts, []
        if firsts.keys().isdisjoint(kinds):
            return []
        for at, word in enumerate(words):
            node = firsts.get(word)
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
