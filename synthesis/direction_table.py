"""Directions: in how many papers an influence helps, hinders, does both ..., and the two kinds of emptiness apart.

Every selected paper is in exactly one of eight columns of a row: six directions, *not reported* (it was extracted for
the influence and says nothing) and *not extracted* (nothing is known). Silence is never zero and never a direction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from graph.model import Direction, PaperWithBoth, Unit
from graph.wilson import wilson_interval
from synthesis.evidence import DIRECTIONS, Codes, Truth
from synthesis.frequency_table import listed_influences
from synthesis.selection import NothingToCount, Selection
from synthesis.units import Looked, looked_at

UNITS = (Unit.PAPER, Unit.STUDY)
"""Units that have one state each; a finding simply has its direction."""
BIT = {word: 1 << place for place, word in enumerate(DIRECTIONS)}


@dataclass(frozen=True)
class DirectionRow:
    """One influence, or one influence in one setting; all figures in the unit of the table.

    `balance` = (facilitator - barrier) / `balance_of`, -1 to 1, with a 95 % interval; None where neither occurs.
    `balance_of` = facilitator + barrier: mixed, neutral and unclear ones are in no balance. `not_reported` is None
    where nobody looked.
    """

    influence_id: str
    name: str
    setting_id: str | None
    setting: str | None
    facilitator: int
    barrier: int
    mixed: int
    neutral: int
    unclear: int
    absent: int
    not_reported: int | None
    not_extracted: int
    of: int
    balance_of: int
    balance: float | None
    balance_low: float | None
    balance_high: float | None


@dataclass(frozen=True)
class DirectionTable:
    """Rows in the order of influence and setting, with the unit, the filter and the rule behind them."""

    rows: tuple[DirectionRow, ...]
    unit: str
    filter: str
    with_both: str
    papers: int


def direction_table(
    selection: Selection,
    unit: Unit = Unit.PAPER,
    *,
    with_both: PaperWithBoth | None = None,
    by_setting: bool = False,
    status: str | None = None,
) -> DirectionTable:
    """The eight columns of every influence, or with `by_setting` of every influence where it is reported or looked for.

    `with_both`: the state of a paper with facilitator and barrier findings; default: as review.toml says.
    Raises NothingToCount without influences, or settings.
    """
    if unit not in UNITS:
        raise ValueError(f"a {unit} has no single direction; use paper or study")
    rule = with_both or PaperWithBoth(str(selection.evidence.review["paper_with_both"]))
    listed = np.flatnonzero(listed_influences(selection, status))
    rows = _in_settings(selection, unit, rule, listed) if by_setting else _overall(selection, unit, rule, listed)
    if not rows:
        raise NothingToCount("setting of which anything is known", selection.told)
    return DirectionTable(tuple(rows), unit.value, selection.told, rule.value, int(selection.papers.sum()))


def states(flags: Codes, rule: PaperWithBoth) -> Codes:
    """The state behind the directions found together: bits of `BIT` -> codes of DIRECTIONS.

    A mixed finding makes it mixed; facilitator and barrier together follow the rule; a stated direction outweighs
    neutral, and neutral outweighs unclear; absent stands only where nothing else does.
    """

    def has(word: str) -> Truth:
        return np.asarray((flags & BIT[word]) > 0, dtype=bool)

    both = has(Direction.FACILITATOR) & has(Direction.BARRIER)
    order = [
        (has(Direction.MIXED), Direction.MIXED.value),
        (both, rule.value),
        *((has(word), word.value) for word in (Direction.FACILITATOR, Direction.BARRIER, Direction.NEUTRAL)),
        (has(Direction.UNCLEAR), Direction.UNCLEAR.value),
    ]
    last = DIRECTIONS.index(Direction.ABSENT)
    return np.select([when for when, _ in order], [DIRECTIONS.index(word) for _, word in order], last).astype(np.int64)


@cache
def state_of(rule: PaperWithBoth) -> Codes:
    """The states behind all sets of directions, by their bits; that of the empty set means nothing."""
    return states(np.arange(1 << len(DIRECTIONS)), rule)


def thing_states(selection: Selection, unit: Unit, rule: PaperWithBoth, rows: Truth) -> tuple[Codes, Codes, Codes]:
    """(thing, influence, state) of every paper or study that says anything of an influence, in these findings.

    In the order of thing and influence.
    """
    gathered = selection.evidence.cells
    cells = gathered.by_paper if unit is Unit.PAPER else gathered.by_study
    flags = cells.together(gathered.flags * (selection.findings & rows))
    said = np.flatnonzero(flags)
    thing, influence = cells.thing[said].astype(np.int64), cells.influence[said]
    order = np.argsort(thing * selection.evidence.influences.num_rows + influence)
    return thing[order], influence[order], state_of(rule)[flags[said[order]]]


def _overall(selection: Selection, unit: Unit, rule: PaperWithBoth, listed: Codes) -> list[DirectionRow]:
    evidence = selection.evidence
    every = np.ones(evidence.paper.size, dtype=bool)
    things = selection.papers if unit is Unit.PAPER else _studies(selection)
    found = _tally(thing_states(selection, unit, rule, every), looked_at(selection, unit), things, listed)
    ids, names = (evidence.influences.column(name).to_pylist() for name in ("id", "name"))
    return [_row((ids[at], names[at], None, None), counts) for at, counts in zip(listed, found, strict=True)]


def _in_settings(selection: Selection, unit: Unit, rule: PaperWithBoth, listed: Codes) -> list[DirectionRow]:
    evidence = selection.evidence
    looked = looked_at(selection, unit)
    ids, names = (evidence.influences.column(name).to_pylist() for name in ("id", "name"))
    place_ids, places = (evidence.settings.column(name).to_pylist() for name in ("id", "name"))
    rows = []
    for setting in range(evidence.settings.num_rows):
        here = evidence.setting == setting
        things = _conducted(selection, unit, setting) | _having(selection, unit, here)
        if not things.any():
            continue
        found = _tally(thing_states(selection, unit, rule, here), looked, things, listed)
        rows += [
            _row((ids[at], names[at], place_ids[setting], places[setting]), counts)
            for at, counts in zip(listed, found, strict=True)
            if counts.said or counts.not_reported
        ]
    return sorted(rows, key=lambda row: (row.influence_id, row.setting_id or ""))


def _studies(selection: Selection) -> Truth:
    """The selected studies of the selected papers."""
    paper, study = selection.evidence.paper_study
    found = np.zeros(selection.evidence.studies.num_rows, dtype=bool)
    found[study[selection.papers[paper]]] = True
    return found & selection.studies


def _conducted(selection: Selection, unit: Unit, setting: int) -> Truth:
    evidence = selection.evidence
    study, place = evidence.study_setting
    studies = np.zeros(evidence.studies.num_rows, dtype=bool)
    studies[study[place == setting]] = True
    studies &= _studies(selection)
    if unit is Unit.STUDY:
        return studies
    paper, of = evidence.paper_study
    papers = np.zeros(evidence.papers.num_rows, dtype=bool)
    papers[paper[studies[of]]] = True
    return papers & selection.papers


def _having(selection: Selection, unit: Unit, here: Truth) -> Truth:
    evidence = selection.evidence
    size = evidence.papers.num_rows if unit is Unit.PAPER else evidence.studies.num_rows
    thing = evidence.paper if unit is Unit.PAPER else evidence.study
    found = np.zeros(size, dtype=bool)
    found[thing[selection.findings & here]] = True
    return found


@dataclass(frozen=True)
class _Tally:
    by_state: tuple[int, ...]
    not_reported: int | None
    of: int

    @property
    def said(self) -> int:
        """Things that say anything, absent included."""
        return sum(self.by_state)


def _tally(found: tuple[Codes, Codes, Codes], looked: Looked, things: Truth, listed: Codes) -> list[_Tally]:
    thing, influence, state = found
    width = looked.groups.shape[1]
    by_state = np.zeros((width, len(DIRECTIONS)), dtype=np.int64)
    np.add.at(by_state, (influence, state), 1)
    inside = looked.holds(thing, influence)
    said_looked = np.bincount(influence[inside], minlength=width)
    members = np.bincount(looked.group[things], minlength=len(looked.groups))
    looked_for = members @ looked.groups
    whole = int(things.sum())
    return [
        _Tally(
            tuple(map(int, by_state[at])),
            int(looked_for[at] - said_looked[at]) if looked_for[at] else None,
            whole,
        )
        for at in listed
    ]


def _row(named: tuple[str, str, str | None, str | None], counts: _Tally) -> DirectionRow:
    said = dict(zip(DIRECTIONS, counts.by_state, strict=True))
    helps, hinders = said[Direction.FACILITATOR], said[Direction.BARRIER]
    low, high = wilson_interval(helps, helps + hinders) if helps + hinders else (None, None)
    id_, name, setting_id, setting = named
    return DirectionRow(
        influence_id=id_,
        name=name,
        setting_id=setting_id,
        setting=setting,
        facilitator=helps,
        barrier=hinders,
        mixed=said[Direction.MIXED],
        neutral=said[Direction.NEUTRAL],
        unclear=said[Direction.UNCLEAR],
        absent=said[Direction.ABSENT],
        not_reported=counts.not_reported,
        not_extracted=counts.of - counts.said - (counts.not_reported or 0),
        of=counts.of,
        balance_of=helps + hinders,
        balance=(helps - hinders) / (helps + hinders) if helps + hinders else None,
        balance_low=None if low is None else 2 * low - 1,
        balance_high=None if high is None else 2 * high - 1,
    )
