"""Words that end in a full stop without ending a sentence, by language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

_MOST_WORDS = 3


@dataclass(frozen=True)
class Abbreviations:
    """`always` never end a sentence, `ending` may, `counting` are abbreviations only before a number."""

    always: frozenset[str]
    ending: frozenset[str]
    counting: frozenset[str]

    @cached_property
    def last_words(self) -> frozenset[str]:
        """The last word of each: another word before a full stop needs no second look."""
        return frozenset(word.split()[-1] for word in self.always | self.ending | self.counting)

    def forbids(self, before: str, after: str, opens: bool) -> bool:
        """Whether the full stop after `before` ends no sentence; `opens`: `after` is a word that often begins one."""
        words = before.split()[-_MOST_WORDS:]
        for length in range(1, len(words) + 1):
            said = " ".join(words[-length:]).lstrip("([\"'\u201c\u2018\u201e\u00ab").casefold()
            if said in self.always:
                return True
            if said in self.ending:
                return not opens
            if said in self.counting:
                return after[:1].isdecimal()
        return False


@cache
def abbreviations(language: str) -> Abbreviations:
    """The shared list and that of a language; only the shared one for a language without a file."""
    marked: dict[str, set[str]] = {"": set(), "+": set(), "#": set()}
    for name in ("shared", language):
        file = Path(__file__).parent / f"{name}.txt"
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            if line.strip() and not line.startswith("#"):
                word, _, mark = (
                    line.strip().rpartition(" ") if line.strip()[-2:] in {" +", " #"} else (line.strip(), "", "")
                )
                marked[mark].add(word.casefold())
    return Abbreviations(frozenset(marked[""]), frozenset(marked["+"]), frozenset(marked["#"]))
