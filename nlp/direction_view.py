"""What the rules of direction see of a sentence: its words, clauses and cues, as one influence mention meets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graph.model import Direction
from nlp.clauses import Words, clauses
from nlp.cues import Cue, cue_list
from nlp.cut import Named, Piece


def words(listed: str) -> frozenset[str]:
    """Words parted by blanks, as a set."""
    return frozenset(listed.split())


COPULA = words(
    "was were is are am be been being 's ’s remained remains remain seemed seems seem appeared appears became become "
    "becomes felt feel feels considered perceived described deemed proved found regarded viewed seen rated judged "
    "thought called as made"
)
JOINING = words("of for by in with from and or nor the a an their its our to on at , & / as well both more any")
_OBJECT = words("found find finds finding made make makes making considered deemed left kept")
_SEEMS = words(
    "seemed seems seem appeared appears appear found considered proved proven felt thought perceived reported said "
    "deemed believed known likely turned"
)
_BETWEEN_COPULA_AND_CUE = 4
STANCES = {"facilitator", "praise", "good", "barrier", "criticism", "bad", "lack"}
"""Families that speak for a direction on their own."""
_NEGATED = STANCES | {"provision", "effect", "association", "cause", "decrease", "relief", "increase", "overcome"}
_SUBJECTS = {"nobody", "no one", "no-one", "none", "none of", "neither", "nor", "not a single", "few", "nothing"}
_TROUBLE = ("problem", "difficult", "trouble", "issue", "challeng", "concern", "worr")
_UN = ("un", "dis", "in", "ir")
NOT_ASKED = object()
"""What a question that was not asked of a target yet is answered with."""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue in the sentence, by tokens of the doc, and the negation that meets it before it meets the influence."""

    start: int
    end: int
    cue: Cue
    said: str
    char_start: int
    char_end: int
    family: str
    negation: Found | None = None

    def stance(self) -> Direction | None:
        """The direction the cue speaks for, once it is negated or not; null when it takes no side."""
        if self.negation is None:
            return {1: Direction.FACILITATOR, -1: Direction.BARRIER}.get(self.cue.polarity * (self.family in STANCES))
        if self.family == "provision" or (self.family in STANCES and self.cue.polarity > 0):
            return Direction.BARRIER
        if self.family == "barrier" or self.said.lower().startswith(_TROUBLE):
            return Direction.NEUTRAL
        if self.family == "bad":
            return Direction.FACILITATOR if self.said.lower().startswith(_UN) else Direction.NEUTRAL
        return Direction.FACILITATOR if self.family in STANCES else None


class Sentence:
    """A sentence with its mentions and cues, looked at once for all mentions."""

    def __init__(self, sentence: Piece, mentions: Sequence[Named], cues: Sequence[Named]) -> None:
        self.span, self.start, self.end = sentence, sentence.start, sentence.end
        self.mentions = sorted(mentions, key=lambda mention: (mention.start, mention.end, mention.label_))
        self.text, self.char_start = sentence.text, sentence.start_char
        self.words = sentence.words()
        inside = [cue for cue in cues if self.start <= cue.start and cue.end <= self.end]
        if len(inside) > 1:
            inside.sort(key=lambda cue: (cue.start, cue.end, cue.id_))
        self.clauses = clauses(Words(sentence, self.words), self.mentions, inside)
        listed = cue_list(sentence.language)
        known = [self._read(cue, listed[id_]) for cue in inside if (id_ := cue.id_) in listed]
        self._denying = [found for found in reversed(known) if _denies(found)]
        self.found = [self._negated(found, known) if found.family in _NEGATED else found for found in known]

    def _read(self, hit: Named, cue: Cue) -> Found:
        return Found(hit.start, hit.end, cue, hit.text, hit.start_char, hit.end_char, cue.family)

    def word(self, token: int) -> str:
        """The word at a token, in lower case; "" outside the sentence."""
        return self.words[token - self.start] if self.start <= token < self.end else ""

    def between(self, start: int, end: int) -> list[str]:
        """The words of some tokens."""
        return self.words[max(0, start - self.start) : max(0, end - self.start)]

    def clause_of(self, token: int) -> tuple[int, int]:
        """The clause a token stands in."""
        return next((clause for clause in self.clauses if clause[0] <= token < clause[1]), (self.start, self.end))

    def _negated(self, found: Found, known: list[Found]) -> Found:
        """The cue with the nearest negation that reaches it, from the left and within its clause."""
        if found.family == "good" and self.word(found.start - 1) in {"less", "least"}:
            return replace(found, negation=next((one for one in known if one.end == found.start), None))
        first, _ = self.clause_of(found.start) if self._denying else (0, 0)
        for other in self._denying:
            if not first <= other.start < other.end <= found.start:
                continue
            reach = 12 if other.family == "denial" else 9 if other.said.lower() in _SUBJECTS else 4
            if other.said.lower().split()[-1] == "no":
                reach = 2
            if found.start - other.end > reach or self._stopped(other, found, known):
                return found
            return replace(found, negation=other)
        return found

    def _stopped(self, negation: Found, found: Found, known: list[Found]) -> bool:
        """A comma, or another cue that takes the negation for itself ("did not help to reduce stress")."""
        long = negation.family == "denial" or negation.said.lower() in _SUBJECTS
        if not long and "," in self.between(negation.end, found.start):
            return True
        takers = STANCES | {"provision", "association", "cause", "effect"}
        return any(
            negation.end <= cue.start < cue.end <= found.start
            and cue.family in takers
            and cue.cue.id != found.cue.id
            and not (cue.family == "provision" and found.family in STANCES and found.start - cue.end <= 1)
            for cue in known
        )


def _denies(found: Found) -> bool:
    """A negation, or a lack that ends in one: "there was no shortage"."""
    return found.family in {"negation", "denial"} or (found.family == "lack" and found.said.lower().endswith(" no"))


class Target:
    """One mention and what may speak for it: the cues of its clause, none of them part of another mention.

    `start` and `end`: tokens of the mention. `others`: mentions of the clause that share no word with it. `inside`:
    cues that are part of the words for the influence, such as "lack of" in "lack of training". `words_around`: cues of
    the clause outside the mention; `cues`: those of them in no other mention. `ruling` is kept by `governing`.
    """

    __slots__ = (
        *("_by_family", "clause", "cues", "end", "inside", "mention", "others", "ruling", "sentence", "start"),
        "words_around",
    )

    def __init__(self, sentence: Sentence, mention: Named, clause: tuple[int, int]) -> None:
        self.sentence, self.mention, self.clause = sentence, mention, clause
        self.start, self.end = start, end = mention.start, mention.end
        first, last = clause
        found = sentence.found
        self.others = [
            other
            for other in (sentence.mentions if len(sentence.mentions) > 1 else ())
            if (other.end <= start or other.start >= end) and first <= other.start < last
        ]
        self.inside = [f for f in found if start <= f.start and f.end <= end]
        around = [f for f in found if first <= f.start and f.end <= last and (f.end <= start or f.start >= end)]
        taken = [(other.start, other.end) for other in self.others]
        self.words_around = around
        self.cues = [f for f in around if not any(a < f.end and f.start < b for a, b in taken)] if taken else around
        self._by_family: dict[str, list[Found]] = {}
        for cue in self.cues:
            self._by_family.setdefault(cue.family, []).append(cue)
        self.ruling: object = NOT_ASKED

    def of(self, *families: str) -> list[Found]:
        """The cues of some families, in the order of the text."""
        if self._by_family.keys().isdisjoint(families):
            return []
        held = [self._by_family[family] for family in families if family in self._by_family]
        if len(held) < 2:
            return held[0]
        return [found for found in self.cues if found.family in families]

    def before(self, *families: str) -> list[Found]:
        """The cues of some families before the mention, the nearest first."""
        start = self.start
        return [found for found in reversed(self.of(*families)) if found.end <= start]

    def after(self, *families: str) -> list[Found]:
        """The cues of some families after the mention, the nearest first."""
        end = self.end
        return [found for found in self.of(*families) if found.start >= end]

    def gap(self, found: Found) -> int:
        """Words between a cue and the mention."""
        return self.start - found.end if found.end <= self.start else found.start - self.end

    def words_to(self, found: Found) -> list[str]:
        """The words between a cue and the mention."""
        ends = (found.end, self.start) if found.end <= self.start else (self.end, found.start)
        return self.sentence.between(*ends)

    def shares_a_verb(self, found: Found) -> bool:
        """ "raised confidence and reduced stress": both verbs have the same subject, and it is not the confidence."""
        verbs = (f for f in self.cues if f.cue.side == "after" and 0 <= self.start - f.end <= 2)
        return self.sentence.word(found.start - 1) == "and" and any(verbs)

    def tied(self, found: Found) -> bool:
        """Whether no other influence stands between, except beside this one ("training and pay were ...")."""
        if not self.others:
            return True
        if found.end <= self.start:
            between = [other for other in self.others if found.end <= other.start and other.end <= self.start]
            return all(self._listed(other.end, self.start, between) for other in between)
        between = [other for other in self.others if self.end <= other.start and other.end <= found.start]
        return all(self._joined(self.end, other.start, between) for other in between)

    def _joined(self, start: int, end: int, between: Iterable[Named]) -> bool:
        held = {token for other in between for token in range(other.start, other.end)}
        return all(self.sentence.word(token) in JOINING for token in range(start, end) if token not in held)

    def _listed(self, start: int, end: int, between: Iterable[Named]) -> bool:
        words = self.sentence.between(start, end)
        listing = bool({",", "and", "or", "nor"} & set(words)) and not COPULA & set(words)
        cue = any(start <= f.start and f.end <= end and f.family in STANCES for f in self.cues)
        return (listing and not cue) or self._joined(start, end, between)


def _to_be(target: Target, found: Found) -> bool:
    """ "to be flexible": wished for; "seemed to be flexible" is said of something."""
    near = target.sentence.between(found.start - 4, found.start)
    at = next((i for i, (one, two) in enumerate(pairwise(near)) if (one, two) == ("to", "be")), None)
    return at is not None and not _SEEMS & set(target.sentence.between(found.start - 7, found.start - 4 + at))


def copula_between(target: Target, found: Found) -> bool:
    """Whether a cue is said of the mention: "training was helpful", "found training helpful", "training helpful"."""
    words = target.words_to(found)
    if _to_be(target, found):
        return False
    said_of = bool(COPULA & set(target.sentence.between(found.start - _BETWEEN_COPULA_AND_CUE, found.start)))
    if found.start >= target.end:
        led = any(word in _OBJECT for word in target.sentence.between(target.start - 4, target.start))
        return (said_of and bool(COPULA & set(words))) or (not words and led)
    return bool(COPULA & set(words)) or said_of
