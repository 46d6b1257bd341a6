"""Sentences with exact offsets: a regular expression proposes where one ends, and a list of reasons forbids it.

Candidate: `.!?` with closing quotes and brackets, an optional citation, then white space. Forbidden after
abbreviations and initials, before lower case, inside ordinals, and between a quote and the bracket that says whose it
is. A blank line always ends one. docs/decisions/0009-tagging.md.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from nlp.abbreviations import Abbreviations, abbreviations
from nlp.languages import known_language, stop_words

_CLOSE = "\"'\u2019\u201d\u201c\u00bb\u203a)\\]\u2018"
_NUMBERS = r"\d{1,3}(?:\s?[,\u2013\u2014-]\s?\d{1,3})*"
_END = re.compile(
    rf"""(?P<stop>[.!?\u2026\u061f\u3002]+)(?P<close>(?:[{_CLOSE}]|\s\u00bb)*)
    (?P<cited>{_NUMBERS}|[\u00b9\u00b2\u00b3\u2070-\u2079][\u00b9\u00b2\u00b3\u2070-\u2079\u207b\u02d2,\u2013]*|\s?\[{_NUMBERS}\])?
    (?P<close2>[{_CLOSE}]*)(?=\s|$)""",
    re.VERBOSE,
)
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_SPACED_CITATION = re.compile(rf"\s+{_NUMBERS}(?=\s+[^\W\d_])")
_ATTRIBUTION = re.compile(r"\s*[(\[]([^()\[\].!?]{1,80})[)\]](?=[\s.,;:]|$)")
_SPEAKER = re.compile(r"(?!(?:see|cf|table|fig|box|appendix)\b)[^\W\d_][^\d]{0,60}\d", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"[^\W_]+(?:\.[^\W\d_]+)*$")
_NEXT = re.compile(r"[\s\"'\u2018\u201c\u201e\u00ab\u00bf\u00a1(\[-]*(\w[\w'\u2019-]*)?")
_MIXED_CASE = re.compile(r"[a-z][A-Z]")
_QUOTES = frozenset("\"\u201d\u201c\u00bb\u2019'")
_LABELS = frozenset(
    ("figure", "table", "box", "appendix", "tableau", "encadré", "abbildung", "tabelle", "figura", "tabla", "jedwali")
)
"""Words with which a caption begins: `Figure 1. Themes`."""
_FAR = 24
"""Characters before a full stop that an abbreviation may take."""


def sentence_bounds(
    text: str, language: str | None = "en", citations: Sequence[tuple[int, int]] = ()
) -> list[tuple[int, int]]:
    """Start and end of every sentence, without white space around; all that is printed stands in exactly one.

    `citations`: where citation marks are known to stand; digits elsewhere are then taken for numbers.
    """
    base = known_language(language)[0]
    judge = _Judge(text, base, abbreviations(base), citations)
    bounds: list[tuple[int, int]] = []
    start = 0
    for end in judge.ends():
        if end > start:
            _trimmed(text, start, end, bounds)
            start = end
    _trimmed(text, start, len(text), bounds)
    return bounds


def _trimmed(text: str, start: int, end: int, bounds: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        bounds.append((start, end))


class _Judge:
    """Decides on the candidates of one text."""

    def __init__(self, text: str, language: str, known: Abbreviations, citations: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.language = language
        self.known = known
        self.cited = sorted(citations)
        self.openers = stop_words(language)
        self.start = 0

    def ends(self) -> list[int]:
        """Where sentences end, in order."""
        found = []
        hard = [match.start() for match in _BLANK_LINE.finditer(self.text)] if "\n" in self.text else []
        at = 0
        for match in _END.finditer(self.text):
            while at < len(hard) and hard[at] < match.start():
                found.append(hard[at])
                self.start = hard[at]
                at += 1
            end = self._end(match)
            if end is not None and end > self.start:
                found.append(end)
                self.start = end
        return sorted({*found, *hard})

    def _end(self, match: re.Match[str]) -> int | None:
        """Where the sentence of a candidate ends; null when it goes on."""
        end = match.end()
        if end >= len(self.text) or self._is_plain(match.start(), end):
            return end
        if match["cited"] and not self._is_citation(match):
            return None
        if self.text[end:].startswith("\n\n"):
            return end
        if not match["cited"] and (spaced := self._spaced_citation(end)):
            return spaced
        if (owner := _ATTRIBUTION.match(self.text, end)) and self._is_owner(match, owner):
            return None if self._goes_on(owner.end(), ".") else owner.end()
        if self._goes_on(end) or (not match["cited"] and self._is_abbreviated(match)):
            return None
        return end

    def _is_plain(self, stop: int, end: int) -> bool:
        """Whether nine in ten ends are seen at once: a word that is no abbreviation, a full stop, a capital."""
        text = self.text
        if end != stop + 1 or text[stop] != "." or not text[end + 1 : end + 2].isupper() or text[end] != " ":
            return False
        word = text[text.rfind(" ", max(0, stop - _FAR), stop) + 1 : stop]
        return len(word) > 1 and word.isalpha() and word.casefold() not in self.known.last_words

    def _is_citation(self, match: re.Match[str]) -> bool:
        """Whether the digits after a full stop cite: known marks do, else what follows a letter or a bracket does."""
        start = match.start("cited")
        if self.cited:
            return self._in_citation(start, match.end("cited"))
        if not match["cited"][0].isdecimal():
            return True
        before = self.text[match.start() - 1 : match.start()]
        return before.isalpha() or before in ")]" or bool(match["close"])

    def _in_citation(self, start: int, end: int) -> bool:
        at = bisect_right(self.cited, (start, len(self.text))) - 1
        here = at >= 0 and self.cited[at][1] > start
        return here or (at + 1 < len(self.cited) and self.cited[at + 1][0] < end)

    def _spaced_citation(self, end: int) -> int | None:
        """The end of `. 21 According`: a number between sentences that begins none."""
        found = _SPACED_CITATION.match(self.text, end)
        if found is None:
            return None
        first = found.end() - len(found.group().lstrip())
        if self.cited:
            return found.end() if self._in_citation(first, found.end()) else None
        after = self.text[found.end() :].lstrip()[:24]
        word = _NEXT.match(after)
        opens = word is not None and (word[1] or "").casefold() in (self.openers | {"according"})
        return found.end() if after[:1].isupper() and opens else None

    def _is_owner(self, match: re.Match[str], owner: re.Match[str]) -> bool:
        """Whether a bracket after a full stop says who spoke: after a quote, or when it reads like `(GP 5)`."""
        if "." not in match["stop"] and not match["close"] and not _SPEAKER.match(owner[1]):
            return False
        return bool(_QUOTES & set(match["close"])) or bool(_SPEAKER.match(owner[1]))

    def _goes_on(self, end: int, marks: str = "") -> bool:
        """Whether what follows cannot begin a sentence: it is in lower case, or a mark."""
        if self.text[end : end + 1] and self.text[end] in marks:
            return True
        following = _NEXT.match(self.text, end)
        if following is None or following[1] is None:
            at = end
            while at < len(self.text) and self.text[at].isspace():
                at += 1
            return at < len(self.text) and self.text[at] in ",;:)]=<>%&/"
        return following[1][0].islower() and not _MIXED_CASE.match(following[1])

    def _is_abbreviated(self, match: re.Match[str]) -> bool:
        """Whether the full stop belongs to a word: an abbreviation, an initial, an ordinal or a list number."""
        if match["stop"] != "." or (match["close"] and match["close"][0] not in ")]"):
            return False
        before = self.text[max(self.start, match.start() - _FAR) : match.start()]
        word = _WORD_BEFORE.search(before)
        if word is None:
            return False
        following = _NEXT.match(self.text, match.end())
        after = (following[1] or "") if following else ""
        opens = after[:1].isupper() and after.casefold() in self.openers
        if word.group().isdecimal():
            return self._is_ordinal(word.group(), before[: word.start()], opens)
        if len(word.group()) == 1 and word.group().isupper():
            lower = before[: word.start()].rstrip()[-1:].islower()
            return not (opens and lower)
        return self.known.forbids(before, after, opens)

    def _is_ordinal(self, number: str, before: str, opens: bool) -> bool:
        """`1. Training` at the beginning; `am 3. Oktober` in German."""
        if len(number) > 2:
            return False
        begins = not before.strip() and self.text[self.start :].lstrip().startswith(number)
        label = before.strip(" \u00a0").casefold() in _LABELS and self.text[: len(before) + 4].strip().startswith(
            before
        )
        return begins or label or (self.language == "de" and before[-1:] not in ",." and not opens)
