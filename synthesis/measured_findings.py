"""The findings behind a figure, under the filter that the figure was counted with."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from graph.model import Direction, PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.direction_table import thing_states
from synthesis.evidence import ABSENT, DIRECTIONS, NONE, Codes, Evidence, Truth, of_status
from synthesis.measured import selected, word
from synthesis.measures import Measured
from synthesis.selection import Selection
from synthesis.units import branches


def findings_behind(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers findings_behind`: one row per finding, in the order of papers and ids."""
    progress("looking up findings", 0, 1)
    selection = selected(evidence, given)
    here = np.ones(evidence.paper.size, dtype=bool)
    if given["setting_id"] is not None:
        here = evidence.setting == evidence.settings.column("id").to_pylist().index(given["setting_id"])
    inside = here & selection.findings & _about(evidence, given, selection.findings)
    inside &= _of_status(evidence, word(given["status"]))
    if given["paper_id"] is not None:
        inside &= evidence.paper == evidence.papers.column("id").to_pylist().index(given["paper_id"])
    direction, state = word(given["direction"]), word(given["state"])
    if direction is not None:
        inside &= evidence.direction == DIRECTIONS.index(direction)
    elif state != Direction.ABSENT:
        inside &= evidence.direction != ABSENT
    if state is not None:
        inside &= _in_state(selection, state, here)
    at = _once(evidence, np.flatnonzero(inside))
    rows = _rows(evidence, at)
    said = {
        "measure": "findings",
        "unit": "finding",
        "filter": selection.told,
        "papers": len({row["paper_id"] for row in rows}),
        "findings": len(rows),
    }
    return Measured(rows, said)


def _rows(evidence: Evidence, at: Codes) -> list[dict[str, object]]:
    passages = np.bincount(evidence.passages[0], minlength=evidence.paper.size)
    ids = {
        "paper_id": (evidence.papers, evidence.paper),
        "study_id": (evidence.studies, evidence.study),
        "influence_id": _influences(evidence),
    }
    columns: dict[str, list[object]] = {"finding_id": evidence.findings.column("id").take(at).to_pylist()}
    columns |= {name: table.column("id").take(codes[at]).to_pylist() for name, (table, codes) in ids.items()}
    columns["direction"] = [DIRECTIONS[code] for code in evidence.direction[at]]
    places = evidence.settings.column("id").to_pylist()
    columns["setting_id"] = [None if code == NONE else places[code] for code in evidence.setting[at]]
    columns["passages"] = passages[at].tolist()
    rows = [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]
    return sorted(rows, key=lambda row: (str(row["paper_id"]), str(row["finding_id"])))


def _in_state(selection: Selection, state: str, here: Truth) -> Truth:
    """Findings whose paper comes to a state on their influence, by all its findings `here` that the filter keeps."""
    evidence = selection.evidence
    rule = PaperWithBoth(str(evidence.review["paper_with_both"]))
    paper, influence, found = thing_states(selection, Unit.PAPER, rule, here)
    fits = np.zeros((evidence.papers.num_rows, evidence.influences.num_rows), dtype=bool)
    of_it = found == DIRECTIONS.index(state)
    fits[paper[of_it], influence[of_it]] = True
    return np.asarray(fits[evidence.paper, evidence.influence], dtype=bool)


def _once(evidence: Evidence, entries: Codes) -> Codes:
    """Each finding once, though it counts in several constructs."""
    return entries[np.unique(evidence.numbers[entries], return_index=True)[1]]


def _influences(evidence: Evidence) -> tuple[pa.Table, Codes]:
    """The influences that findings are about, also where constructs are counted."""
    grouping = evidence.grouping
    return (evidence.influences, evidence.influence) if grouping is None else (grouping.influences, grouping.influence)


def _of_status(evidence: Evidence, status: str | None) -> Truth:
    """Findings on influences of a codebook status; a grouping has kept those alone."""
    if status is None or evidence.grouping is not None:
        return np.ones(evidence.paper.size, dtype=bool)
    return of_status(evidence, status)[evidence.influence]


def _about(evidence: Evidence, given: Mapping[str, object], among: Truth) -> Truth:
    """Findings on any of the influences, of the papers that report all of them; without any, all findings."""
    ids = evidence.influences.column("id").to_pylist()
    wanted = given["influence_ids"]
    assert isinstance(wanted, list)  # noqa: S101  (the contract says list<id<Influence>>)
    branch = branches(evidence) if given["roll_up"] else None
    papers = np.ones(evidence.papers.num_rows, dtype=bool)
    about = np.full(evidence.paper.size, not wanted, dtype=bool)
    for id_ in wanted:
        at = ids.index(id_)
        mine = np.zeros(len(ids), dtype=bool)
        mine[at if branch is None else branch[[at]].nonzero()[1]] = True
        on_it = mine[evidence.influence]
        about |= on_it
        if len(wanted) > 1:
            reporting = np.zeros_like(papers)
            reporting[evidence.paper[on_it & among & (evidence.direction != ABSENT)]] = True
            papers &= reporting
    return about & papers[evidence.paper]
