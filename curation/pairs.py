"""Pairs of records that may be one paper: how two are shown side by side, and what people's words come to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from curation.entries import Entry
from curation.pair_decisions import PairDecision, PairVerdict
from graph.errors import NotFound, near_misses
from graph.ids import digest

if TYPE_CHECKING:
    from curation.desk import Desk

Ends = tuple[str, str]
"""Two record ids, the smaller first."""
Piece = tuple[str, bool]
"""Some text, and whether the other record does not have it."""
PLACES = frozenset({"source", "file"})
"""What is told of a record and is no matter of likeness."""


def pair_id(one: str, other: str) -> str:
    """`pair:` and a digest of the ids of two records."""
    return f"pair:{digest([one, other])}"


@dataclass(frozen=True, slots=True)
class PairRecord:
    """A record beside another. `said`: its fields by name, in the order to read them, without empty ones."""

    id: str
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, and what the rules say of them: points, and the reasons for them."""

    one: PairRecord
    other: PairRecord
    points: float | None = None
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """`pair:` and a digest of both ids."""
        return pair_id(*self.ends)

    @property
    def ends(self) -> Ends:
        """The ids of both."""
        return self.one.id, self.other.id


@dataclass(frozen=True, slots=True)
class Line:
    """One field of both, in pieces; `state`: same, differs, or only one says it."""

    name: str
    one: tuple[Piece, ...]
    other: tuple[Piece, ...]
    state: str


@dataclass(frozen=True)
class Word:
    """What people say of a pair, the newest entry of each. `verdict`: what stands; null where two differ."""

    entries: tuple[Entry, ...]
    verdict: PairVerdict | None

    @property
    def differ(self) -> bool:
        """Whether two people say two things, so that none of them stands."""
        return self.verdict is None and any(
            said.verdict is not PairVerdict.UNSURE for said in map(decided, self.entries)
        )

    @property
    def by(self) -> str:
        """Those who say what stands."""
        return ", ".join(sorted({one.curator for one in self.entries if decided(one).verdict is self.verdict}))


NOBODY = Word((), None)


def decided(entry: Entry) -> PairDecision:
    """The body of an entry that decides on a pair."""
    assert isinstance(entry.body, PairDecision)  # noqa: S101  (only such entries are asked)
    return entry.body


def words(entries: Iterable[Entry]) -> dict[Ends, Word]:
    """What standing decisions on pairs, in ledger order, come to."""
    newest: dict[Ends, dict[str, Entry]] = {}
    for entry in entries:
        said = newest.setdefault((decided(entry).one, decided(entry).other), {})
        said.pop(entry.curator, None)
        said[entry.curator] = entry
    found = {}
    for ends, by in newest.items():
        sure = {decided(entry).verdict for entry in by.values()} - {PairVerdict.UNSURE}
        found[ends] = Word(tuple(by.values()), sure.pop() if len(sure) == 1 else None)
    return found


@dataclass(frozen=True)
class Standing:
    """The pairs of a desk as one curator finds them: those that wait for them, those where people differ, the rest."""

    waiting: tuple[Pair, ...]
    differing: tuple[Pair, ...]
    decided: tuple[Pair, ...]
    words: Mapping[Ends, Word] = field(default_factory=dict)

    def word(self, pair: Pair) -> Word:
        """What is said of a pair."""
        return self.words.get(pair.ends, NOBODY)

    def after(self, id_: str = "") -> Pair | None:
        """The pair that waits after one, going round; null when none waits."""
        ids = [pair.id for pair in self.waiting]
        at = ids.index(id_) + 1 if id_ in ids else 0
        return next(iter([*self.waiting[at:], *self.waiting[:at]]), None)


def standing_pairs(desk: Desk, curator: str) -> Standing:
    """How the pairs of a desk stand; one that this curator was not sure of does not wait for them any more."""
    with desk.lock:
        said = words(desk.views.pairs)
    waiting, differing, done = [], [], []
    for pair in desk.material.pairs.values():
        word = said.get(pair.ends, NOBODY)
        if word.differ:
            differing.append(pair)
        elif word.verdict is None and all(entry.curator != curator for entry in word.entries):
            waiting.append(pair)
        else:
            done.append(pair)
    return Standing(tuple(waiting), tuple(differing), tuple(done), said)


def pair_at(desk: Desk, id_: str) -> Pair:
    """A pair by its id. Raises NotFound."""
    if id_ not in desk.material.pairs:
        raise NotFound("Pair", id_, near_misses(id_, desk.material.pairs))
    return desk.material.pairs[id_]


def pair_decision(
    pair: Pair, verdict: PairVerdict, *, note: str | None = None, seconds: float | None = None
) -> PairDecision:
    """The act that decides on a pair."""
    titles = pair.one.said.get("title"), pair.other.said.get("title")
    return PairDecision(*pair.ends, verdict, *titles, pair.points, pair.reasons, note or None, seconds)


def side_by_side(pair: Pair) -> list[Line]:
    """Every field that one of both has, words marked that the other one does not have."""
    one, other = pair.one.said, pair.other.said
    names = [name for name in dict.fromkeys([*one, *other]) if name not in PLACES]
    lines = [_line(name, one.get(name, ""), other.get(name, "")) for name in names]
    places = [name for name in one if name in PLACES]
    return [*lines, *(Line(name, ((one[name], False),), ((other.get(name, ""), False),), "") for name in places)]


def _line(name: str, one: str, other: str) -> Line:
    if not one or not other:
        return Line(name, _all(one), _all(other), "only one says it")
    left, right = re.findall(r"\S+|\s+", one), re.findall(r"\S+|\s+", other)
    matcher = SequenceMatcher(None, [_bare(word) for word in left], [_bare(word) for word in right], autojunk=False)
    pieces: tuple[list[Piece], list[Piece]] = ([], [])
    for tag, a, b, c, d in matcher.get_opcodes():
        for side, text in ((0, "".join(left[a:b])), (1, "".join(right[c:d]))):
            if text:
                pieces[side].append((text, tag != "equal"))
    differs = any(marked for side in pieces for text, marked in side if _bare(text))
    return Line(name, tuple(pieces[0]), tuple(pieces[1]), "differs" if differs else "same")


def _all(text: str) -> tuple[Piece, ...]:
    return ((text, False),) if text else ()


def _bare(word: str) -> str:
    """A word without case and marks: what two exports write in their own way is no difference."""
    return re.sub(r"[^\w]", "", word).casefold()
