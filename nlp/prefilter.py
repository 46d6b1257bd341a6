"""Which phrases a text could hold, seen without cutting it into words: no is certain, yes is not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

Phrase = TypeVar("Phrase")
_RUN = re.compile(r"[a-z0-9]+(?:[^\W_\x00-\x7f][^\W_]*)?|[^\W_]+")
"""Letters and digits, as `[^\\W_]+` finds them in small letters, in half the time where they are those of English."""
_MOST_KNOWN = 50_000
"""Stretches that are remembered before the memory is emptied."""
_HEAD = 3
"""Letters by which most runs are seen to be no part of anything."""
_DIGITS = frozenset("0123456789")


class Prefilter(Generic[Phrase]):
    """Phrases by the runs of letters and digits that must all be in a text, wherever in it they stand.

    `glued`: whether words may begin with a letter that is not theirs, as in Hebrew.
    """

    def __init__(self, *, glued: bool = False) -> None:
        self.glued = glued
        self.words: set[str] = set()
        self.begun: set[str] = set()
        self.sizes: set[int] = set()
        self.heads: set[str] = set()
        self.head = _HEAD
        self.needs: dict[str, list[tuple[frozenset[str], Phrase]]] = {}
        """By the longest of them: parts that must all be in a text, and the phrase they are parts of."""
        self.parts: dict[str, tuple[str, ...]] = {}
        """By stretches between blanks: which parts their runs may be."""
        self.silent: set[str] = set()
        """Stretches that may be none."""

    def add(self, phrase: Phrase, spelled: str) -> None:
        """Look for a phrase that is spelled so, in small letters."""
        runs = _RUN.findall(spelled)
        self.words.update(runs)
        self._need(phrase, runs)

    def add_begun(self, phrase: Phrase, stems: Iterable[str]) -> None:
        """Look for a phrase whose words begin so."""
        runs = [run.group() for stem in stems if (run := _RUN.match(stem))]
        self.begun.update(runs)
        self.sizes.update(map(len, runs))
        self._need(phrase, [f"{run}*" for run in runs])

    def _need(self, phrase: Phrase, parts: Iterable[str]) -> None:
        need = frozenset(parts)
        self.heads.clear()
        if need:
            self.needs.setdefault(min(need, key=lambda part: (-len(part), part)), []).append((need, phrase))

    def may_hold(self, text: str) -> Iterator[Phrase]:
        """The phrases that a text could hold."""
        if len(self.parts) + len(self.silent) > _MOST_KNOWN:
            self.parts.clear()
            self.silent.clear()
        if not self.heads:
            self._note_heads()
        here: set[str] = set()
        for stretch in set(text.split()).difference(self.silent):
            parts = self.parts.get(stretch)
            if parts is None:
                parts = self._meet(stretch)
            here.update(parts)
        return (phrase for part in here for need, phrase in self.needs.get(part, ()) if need <= here)

    def _note_heads(self) -> None:
        """The first letters of all parts, with the n that may be glued to the shortest."""
        self.head = min(_HEAD, *self.sizes) if self.sizes else _HEAD
        self.heads = {f"{word}{after}"[: self.head] for word in (*self.words, *self.begun, "") for after in ("", "n")}

    def _meet(self, stretch: str) -> tuple[str, ...]:
        """Remember which parts of phrases the runs of a stretch may be."""
        small = stretch.lower()
        runs = [small] if small.isalpha() else _RUN.findall(small)
        parts = tuple(part for run in runs for part in self._parts(run))
        if parts:
            self.parts[stretch] = parts
        else:
            self.silent.add(stretch)
        return parts

    def _parts(self, run: str) -> list[str]:
        """The parts of phrases that a run may be: words of theirs, or beginnings."""
        if run[: self.head] not in self.heads and run[0] not in _DIGITS and not self.glued:
            return []
        # The tokenizer parts "don't" before its n, and "5km" after its digits.
        forms = [run]
        if run[-1] == "n" or run[0] in _DIGITS:
            forms += [run.removesuffix("n"), run.lstrip("0123456789")]
        if self.glued:
            forms += [form[1:] for form in forms]
        parts = [form for form in forms if form in self.words]
        return parts + [f"{form[:size]}*" for form in forms for size in self.sizes if form[:size] in self.begun]
