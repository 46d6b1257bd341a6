"""From a selection to windows x influences: what two influences must share to co-occur, and by which sign."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.errors import ParameterError
from graph.model import Direction, InfluenceStatus, PaperWithBoth, Unit
from synthesis.direction_table import thing_states
from synthesis.evidence import ABSENT, DIRECTIONS, NONE, SECTIONS, Codes, Evidence, Truth
from synthesis.frequency_table import listed_influences
from synthesis.incidence import Incidence, incidence
from synthesis.selection import NothingToCount, Selection
from synthesis.units import branches

ANY = "any"
SIGNS = (ANY, Direction.FACILITATOR.value, Direction.BARRIER.value)
SECTION = "section"
MOST_INFLUENCES = 1500
"""More influences than this make a table of pairs that no memory holds."""


@dataclass(frozen=True)
class Windows:
    """Two incidences over the same windows (the second is null when both signs are the same), and what was left out."""

    first: Incidence
    second: Incidence | None
    listed: Codes
    """The place in the codebook of every column."""
    related: Truth
    """Columns x columns: whether one influence is narrower than the other or the same, or two constructs share one."""
    rare: int
    """Influences left out because too few windows report them."""
    not_extracted: int
    """Papers left out because nobody extracted them and nothing is known of them."""
    unlooked: int
    """(window, influence) that stand as not reported though nobody looked; 0 for windows other than papers."""
    nowhere: int
    """Findings left out because none of their passages lies in a section; 0 for windows other than sections."""


def windows_of(selection: Selection, window: str, signs: tuple[str, str], *, status: str | None, least: int) -> Windows:
    """The windows of a selection. Raises ParameterError for a window the review does not have, NothingToCount."""
    if window == SECTION:
        _check_sections(selection.evidence)
    listed = _listed(selection, status)
    kept = _kept_papers(selection)
    sides = [_entries(selection, window, sign) for sign in dict.fromkeys(signs)]
    rows = _rows(selection, window, kept, sides)
    if not rows.size:
        raise NothingToCount(f"{window} of which anything is known", selection.told)
    place = np.full(int(max(rows.max(initial=0), *(side[0].max(initial=0) for side in sides))) + 1, NONE)
    place[rows] = np.arange(rows.size)
    totals = sum(np.bincount(np.unique(np.stack(side), axis=1)[1], minlength=listed.size) for side in sides)
    often = listed & (np.asarray(totals) >= least)
    if often.sum() > MOST_INFLUENCES:
        message = f"{int(often.sum()):,} influences are reported at least {least} times; raise it until few enough are."
        raise ParameterError("numbers", "least", least, message)
    if often.sum() < 2:
        raise NothingToCount("pair of influences", f"keeping those reported in at least {least} windows")
    columns = np.flatnonzero(often)
    column = np.full(listed.size, NONE)
    column[columns] = np.arange(columns.size)
    ids = selection.evidence.influences.column("id").take(columns).to_pylist()
    found = []
    for thing, influence in sides:
        inside = often[influence]
        found.append(incidence(place[thing[inside]], column[influence[inside]], rows.size, ids, window))
    unlooked = _unlooked(selection, rows, columns, found) if window == "paper" else 0
    return Windows(
        first=found[0],
        second=found[1] if len(found) > 1 else None,
        listed=columns,
        related=_related(selection, columns),
        rare=int(listed.sum() - often.sum()),
        not_extracted=int((selection.papers & ~kept).sum()),
        unlooked=unlooked,
        nowhere=_nowhere(selection) if window == SECTION else 0,
    )


def _check_sections(evidence: Evidence) -> None:
    if (evidence.section == NONE).all():
        message = (
            "no passage here lies in a section: sections come with decisions on texts, and cells of tables have none. "
            "Use paper, study, passage or setting."
        )
        raise ParameterError("numbers", "window", SECTION, message)


def _sections(selection: Selection) -> tuple[Codes, Codes]:
    """(finding, section of its paper) of every selected finding whose passages lie in sections."""
    evidence = selection.evidence
    finding, passage = evidence.passages
    section = evidence.section[passage]
    inside = selection.findings[finding] & (section != NONE)
    return finding[inside], evidence.paper[finding[inside]] * len(SECTIONS) + section[inside]


def _nowhere(selection: Selection) -> int:
    inside = selection.findings & (selection.evidence.direction != ABSENT)
    inside[_sections(selection)[0]] = False
    return int(inside.sum())


def _related(selection: Selection, columns: Codes) -> Truth:
    evidence = selection.evidence
    below = branches(evidence)[columns][:, columns].toarray().astype(bool)
    place = np.full(evidence.influences.num_rows, NONE)
    place[columns] = np.arange(columns.size)
    one, other = (place[side] for side in evidence.together)
    listed = (one != NONE) & (other != NONE)
    below[one[listed], other[listed]] = True
    return np.asarray(below | below.T, dtype=bool)


def _listed(selection: Selection, status: str | None) -> Truth:
    """The influences of one status; by default the active ones, and all where none is active yet."""
    said = selection.evidence.influences.column("status").to_pylist()
    default = InfluenceStatus.ACTIVE.value if InfluenceStatus.ACTIVE.value in said else None
    listed = listed_influences(selection, status or default)
    grouping = selection.evidence.grouping
    if grouping is not None and grouping.not_mapped is not None:
        listed[grouping.not_mapped] = False
    return listed


def _kept_papers(selection: Selection) -> Truth:
    """Papers of which something is known: extracted in some round, or with a finding."""
    evidence = selection.evidence
    known = evidence.round_of != NONE
    known[evidence.paper[selection.findings]] = True
    return np.asarray(selection.papers & known, dtype=bool)


def _entries(selection: Selection, window: str, sign: str) -> tuple[Codes, Codes]:
    """(window, influence) of everything reported with a sign; a paper or study has one state per influence."""
    evidence = selection.evidence
    inside = selection.findings & (evidence.direction != ABSENT)
    if window in {"paper", "study"} and sign != ANY:
        rule = PaperWithBoth(str(evidence.review["paper_with_both"]))
        thing, influence, state = thing_states(selection, Unit(window), rule, np.ones(inside.size, dtype=bool))
        said = state == DIRECTIONS.index(sign)
        return thing[said], influence[said]
    if sign != ANY:
        inside &= evidence.direction == DIRECTIONS.index(sign)
    if window == "passage":
        finding, passage = evidence.passages
        return passage[inside[finding]], evidence.influence[finding[inside[finding]]]
    if window == SECTION:
        finding, section = _sections(selection)
        return section[inside[finding]], evidence.influence[finding[inside[finding]]]
    thing = {"paper": evidence.paper, "study": evidence.study, "setting": evidence.setting}[window][inside]
    return thing[thing != NONE], evidence.influence[inside][thing != NONE]


def _rows(selection: Selection, window: str, kept: Truth, sides: list[tuple[Codes, Codes]]) -> Codes:
    """All windows, those that report nothing included: they are part of the denominator."""
    evidence = selection.evidence
    if window == "paper":
        return np.flatnonzero(kept)
    paper, study = evidence.paper_study
    studies = np.zeros(evidence.studies.num_rows, dtype=bool)
    studies[study[kept[paper]]] = True
    studies &= selection.studies
    if window == "study":
        return np.flatnonzero(studies)
    if window == "passage":
        finding, passage = evidence.passages
        return np.unique(passage[selection.findings[finding]])
    if window == SECTION:
        return np.unique(_sections(selection)[1])
    settings = np.zeros(evidence.settings.num_rows, dtype=bool)
    of, setting = evidence.study_setting
    settings[setting[studies[of]]] = True
    for thing, _ in sides:
        settings[thing] = True
    return np.flatnonzero(settings)


def _unlooked(selection: Selection, rows: Codes, columns: Codes, found: list[Incidence]) -> int:
    evidence = selection.evidence
    looked = np.vstack([evidence.looked_for, np.zeros((1, evidence.looked_for.shape[1]), dtype=bool)])
    silent = ~looked[evidence.round_of[rows]][:, columns]
    for side in found:
        silent &= ~side.dense()
    return int(silent.sum())
