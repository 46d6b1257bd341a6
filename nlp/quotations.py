"""Quotations in a sentence, found by their marks, and whether a participant speaks. Offsets are of the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_PAIRS = (("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("»", "«"), ("‘", "’"))
_ANY_MARK = re.compile("[\"'“”„«»‘]")
_LEFT_OPEN = {"“": "„", "„": "", "«": "»«"}
"""Marks whose quotation may go on in the next sentence; with marks before them that make them closing ones."""
_SPOKEN = re.compile(
    r"\b(said|says|say|explained|explains|recalled|remembered|remarked|commented|comments|told|put it|puts it|stated|"
    r"reported|noted|described|added|replied|answered|shared|expressed|reflected|admitted|complained|observed|mentioned|"
    r"in the words of|as one|interviewee|respondent|participant|quote)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"[\s,.]*[(\[](?![^)\]]*\b(?:19|20)\d\d)[^)\]]*\d[^)\]]*[)\]]")
"""A speaker in brackets, such as (P4) or (peer worker, site 3); a year would make it a citation."""
_PLAIN_MARKS = re.compile(r"""(?<![\w"])"(?=[\w\[(….])|(?<=[\w.,!?…)\]])"(?!\w)""")
_SINGLE = re.compile(r"(?<![\w'])'(?=\w)(?P<said>[^']*(?:\w'\w[^']*)*)'(?!\w)")
_FIRST_PERSON = re.compile(r"\b(I|I'm|I've|me|my|myself|we|us|our|you)\b")
_FEWEST_WORDS = 4
_WHOLE_WORDS = 5
_SAID_NEAR = 60


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, and what follows them."""

    start: int
    end: int
    text: str
    after: str

    @property
    def words(self) -> int:
        """How many words it has; a word or two between marks is a term held at arm's length, not speech."""
        return len(self.text.split())


def quotations(text: str) -> list[Quotation]:
    """Every quotation of a sentence, in order; one that is not closed runs to the end of the sentence."""
    if not _ANY_MARK.search(text):
        return []
    found = [*_plain(text), *_paired(text)]
    found += [_quotation(text, *match.span("said")) for match in _SINGLE.finditer(text)]
    kept: list[Quotation] = []
    for one in sorted(found, key=lambda quotation: (quotation.start, -quotation.end)):
        if one.text.strip() and (not kept or one.start >= kept[-1].end):
            kept.append(one)
    return kept


def _quotation(text: str, start: int, end: int) -> Quotation:
    return Quotation(start, end, text[start:end], text[end + 1 :])


def _plain(text: str) -> list[Quotation]:
    marks = [match.start() for match in _PLAIN_MARKS.finditer(text)]
    pairs = zip(marks[::2], [*marks[1::2], len(text)], strict=False)
    return [_quotation(text, opened + 1, closed) for opened, closed in pairs]


def _paired(text: str) -> list[Quotation]:
    found = []
    for opening, closing in _PAIRS:
        at = 0
        while (opened := text.find(opening, at)) >= 0:
            closed = _closing(text, opened + 1, closing)
            if closed < 0:
                if _is_left_open(text, opened):
                    found.append(_quotation(text, opened + 1, len(text)))
                break
            found.append(_quotation(text, opened + 1, closed))
            at = closed + 1
    return found


def _is_left_open(text: str, opened: int) -> bool:
    """Whether a quotation goes on in the next sentence: nothing closes it, and its mark is not itself a closing one."""
    opening = text[opened]
    closing = {last for first, last in _PAIRS if first == opening}
    return opening in _LEFT_OPEN and not (
        closing & set(text[opened + 1 :]) or set(_LEFT_OPEN[opening]) & set(text[:opened])
    )


def _closing(text: str, at: int, closing: str) -> int:
    """Where the quotation ends; the apostrophe of "don’t" does not end one."""
    while (closed := text.find(closing, at)) >= 0:
        following = text[closed + 1 : closed + 2]
        if closing != "’" or not following.isalnum():
            return closed
        at = closed + 1
    return -1


def speaker_id(found: Sequence[Quotation]) -> Quotation | None:
    """A quotation followed by a speaker in brackets, a sign that needs no language."""
    return next((one for one in found if one.words >= _FEWEST_WORDS and _NUMBERED.match(one.after)), None)


def participant_speaks(text: str, found: Sequence[Quotation]) -> Quotation | None:
    """The quotation a participant speaks in: said by somebody, numbered, or whole and in the first person."""
    if (numbered := speaker_id(found)) is not None:
        return numbered
    for one in found:
        if one.words < _FEWEST_WORDS:
            continue
        outside = text[max(0, one.start - _SAID_NEAR) : one.start] + " " + one.after[:_SAID_NEAR]
        whole = one.words >= _WHOLE_WORDS and one.start <= 1 and _FIRST_PERSON.search(one.text) is not None
        speech = one.words > _FEWEST_WORDS or _FIRST_PERSON.search(one.text) is not None
        if whole or (speech and _SPOKEN.search(outside)):
            return one
    return None
