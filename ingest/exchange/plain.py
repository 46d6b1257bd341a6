"""Text of other tools as a review folder stores it, with the way that offsets take."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_NO_CHARACTER = re.compile("[\0-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
TURNING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls that turn the direction of writing: kept, and named, because they can make a name look like another."""
RUNS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Plain:
    """A text with "\\n" as its only line end. `replaced` counts what is no character and became U+FFFD."""

    text: str
    replaced: int
    _dropped: tuple[int, ...]

    def at(self, offset: int) -> int:
        """The offset here of a code point of the text as the tool has it."""
        return offset - bisect_right(self._dropped, offset - 1)


def plain_text(text: str) -> Plain:
    """The text as it will be stored. A mark of byte order at its beginning goes; the rest keeps its length."""
    dropped = [found.start() + 1 for found in re.finditer("\r\n", text)]
    if text.startswith("\ufeff"):
        dropped.insert(0, 0)
    clean, replaced = _NO_CHARACTER.subn(
        "\ufffd", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    )
    return Plain(clean, replaced, tuple(dropped))


def one_line(text: str | None) -> str:
    """A name on one line, without what no name holds."""
    return " ".join(_NO_NAME.sub(" ", text or "").split())


def several_lines(text: str | None) -> str | None:
    """A description without what is no character; null when it is blank."""
    clean = _NO_CHARACTER.sub("\ufffd", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()
    return clean or None
