"""A text on one line: runs of white space as one blank, so that line ends part no term; with the way back."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_SPACE = re.compile(r"\s{2,}|[^\S ]")
_LONG = re.compile(r"\s\s")
_BLANK_LINE = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Flat:
    """`text` without needless white space. `cuts`: where, in `text`, characters were left out, and how many so far."""

    text: str
    cuts: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()

    def back(self, offset: int) -> int:
        """The character of the original that stands at an offset of `text`."""
        if not self.cuts:
            return offset
        at = bisect_right(self.cuts, offset) - 1
        return offset + (self.lost[at] if at >= 0 else 0)

    def forth(self, offset: int) -> int:
        """The character of `text` that an offset of the original became."""
        low, high = 0, len(self.cuts)
        while low < high:
            middle = (low + high) // 2
            if self.cuts[middle] + self.lost[middle] <= offset:
                low = middle + 1
            else:
                high = middle
        return offset - (self.lost[low - 1] if low else 0)


def flat(text: str) -> Flat:
    """The text with one blank for each run of white space; blank lines stay, because they end sentences."""
    if " ".join(text.split()) == text:
        return Flat(text)
    if not _LONG.search(text):
        return Flat(_SPACE.sub(" ", text))
    parts: list[str] = []
    cuts: list[int] = []
    lost: list[int] = []
    at = size = missing = 0
    for found in _SPACE.finditer(text):
        by = "\n\n" if _BLANK_LINE.search(found.group()) else " "
        parts += (text[at : found.start()], by)
        size += found.start() - at + len(by)
        at = found.end()
        if len(by) < len(found.group()):
            missing += len(found.group()) - len(by)
            cuts.append(size)
            lost.append(missing)
    if not parts:
        return Flat(text)
    return Flat("".join((*parts, text[at:])), tuple(cuts), tuple(lost))
