"""Characters with their place in the source, before they are a stored text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.documents import Run

_LINE_END = re.compile(r"\r\n?")
_NO_CHARACTER = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass
class Piece:
    """Characters from one place of the source, or of our own making when `where` is null."""

    chars: str
    where: str | None
    source_start: int


def source_end(run: Run) -> int:
    """Where a run ends in the source."""
    return run.source_start + run.char_end - run.char_start


def normalised(chars: str) -> Iterator[tuple[int, str]]:
    """(offset, characters) with line ends as `\\n`; what is no character at all is U+FFFD."""
    if "\r" not in chars:
        yield 0, _NO_CHARACTER.sub("\ufffd", chars)
        return
    at = 0
    for found in _LINE_END.finditer(chars):
        if found.start() > at:
            yield at, _NO_CHARACTER.sub("\ufffd", chars[at : found.start()])
        yield found.start(), "\n"
        at = found.end()
    if at < len(chars):
        yield at, _NO_CHARACTER.sub("\ufffd", chars[at:])


def stripped(pieces: Sequence[Piece]) -> tuple[list[Piece], int]:
    """The pieces without white space at both ends, and how many characters went at the beginning."""
    kept = list(pieces)
    dropped = 0
    while kept:
        chars = kept[0].chars
        bare = chars.lstrip()
        dropped += len(chars) - len(bare)
        if bare:
            kept[0] = Piece(bare, kept[0].where, kept[0].source_start + len(chars) - len(bare))
            break
        del kept[0]
    while kept:
        bare = kept[-1].chars.rstrip()
        if bare:
            kept[-1] = Piece(bare, kept[-1].where, kept[-1].source_start)
            break
        del kept[-1]
    return kept, dropped
