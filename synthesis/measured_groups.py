"""Groups of papers compared, influence by influence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from graph.model import Direction, PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.adjust import holm
from synthesis.compare import Comparison, compare
from synthesis.direction_table import thing_states
from synthesis.evidence import DIRECTIONS, Codes, Evidence
from synthesis.frequency_table import listed_influences
from synthesis.measured import cautions, selected, word
from synthesis.measures import Measured
from synthesis.selection import NothingToCount, Selection
from synthesis.units import count, looked_at

OF_PAPERS = ("language",)
OF_STUDIES = ("design", "quality")


@dataclass(frozen=True)
class Groups:
    """The group of every paper (NONE where it has none or several), the groups' names, and how many have several."""

    names: tuple[str, ...]
    of_paper: Codes
    several: int
    without: int


def compared(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers compare`."""
    selection = selected(evidence, given)
    groups = groups_of(selection, str(given["by"]))
    listed = np.flatnonzero(listed_influences(selection, word(given["status"])))
    tables = _signs(selection, groups) if given["signs"] else _reports(selection, groups)
    found: list[tuple[int, Comparison]] = []
    for step, at in enumerate(listed.tolist()):
        progress("comparing groups", step, len(listed))
        pairs = list(zip(tables[0][:, at].tolist(), tables[1][:, at].tolist(), strict=True))
        if any(map(sum, pairs)):
            found.append((at, compare(dict(zip(groups.names, pairs, strict=True)))))
    tested = [at for at, (_, comparison) in enumerate(found) if comparison.p is not None]
    adjusted = dict(zip(tested, holm(np.array([found[at][1].p for at in tested], dtype=float)).tolist(), strict=True))
    rows = []
    # The least likely tables first; those of which nothing can be said last.
    for order in sorted(range(len(found)), key=lambda order: (adjusted.get(order, 2.0), found[order][1].p or 0.0)):
        influence, comparison = found[order]
        rows += _rows(evidence, influence, comparison, adjusted.get(order), str(given["by"]))
    said = {
        "measure": "comparison of groups",
        "unit": "paper",
        "filter": selection.told,
        "papers": int(selection.papers.sum()),
        "by": given["by"],
        "tests": len(tested),
        "papers_of_several_groups": groups.several,
        "papers_of_no_group": groups.without,
    }
    notes = [f"{groups.several:,} papers belong to several groups and are in none."] if groups.several else []
    notes += [f"{groups.without:,} papers have no {given['by']} and are in no group."] if groups.without else []
    if skipped := len(listed) - len(found):
        why = "facilitator or barrier papers" if given["signs"] else "papers that were looked at for them"
        notes.append(f"{skipped:,} influences have no {why} in any group and are left out.")
    return Measured(rows, said, (*notes, *cautions(selection)))


def groups_of(selection: Selection, by: str) -> Groups:
    """The groups of the selected papers. Raises NothingToCount with fewer than two."""
    pairs = _values(selection.evidence, by)
    pairs = {(paper, value) for paper, value in pairs if selection.papers[paper]}
    names = tuple(sorted({value for _, value in pairs}))
    if len(names) < 2:
        raise NothingToCount("second group", f"grouping by {by} ({names[0] if names else 'no paper has one'})")
    held: dict[int, set[str]] = {}
    for paper, value in pairs:
        held.setdefault(paper, set()).add(value)
    of_paper = np.full(selection.papers.size, -1, dtype=np.int64)
    for paper, values in held.items():
        if len(values) == 1:
            of_paper[paper] = names.index(next(iter(values)))
    several = sum(len(values) > 1 for values in held.values())
    return Groups(names, of_paper, several, int(selection.papers.sum()) - len(held))


def _values(evidence: Evidence, by: str) -> set[tuple[int, str]]:
    """(paper, value) for every value that a paper has, itself or through its studies and their settings."""
    if by in OF_PAPERS:
        values = evidence.papers.column(by).to_pylist()
        return {(paper, value) for paper, value in enumerate(values) if value is not None}
    paper, study = evidence.paper_study
    if by in OF_STUDIES:
        of_study = {
            at: {value} for at, value in enumerate(evidence.studies.column(by).to_pylist()) if value is not None
        }
    else:
        of_study = _of_settings(evidence, by)
    return {(int(p), value) for p, s in zip(paper, study, strict=True) for value in of_study.get(int(s), ())}


def _of_settings(evidence: Evidence, by: str) -> dict[int, set[str]]:
    """Study -> values of its settings, and of the settings that these are part of."""
    table = evidence.settings
    kinds, names = table.column("kind").to_pylist(), table.column("name").to_pylist()
    if by == "setting":
        own = table.column("id").to_pylist()
    else:
        said = table.column(by).to_pylist()
        kind = by.replace("_", " ")
        own = [
            value or (name if kinds[at] == kind else None)
            for at, (value, name) in enumerate(zip(said, names, strict=True))
        ]
    above: dict[int, set[int]] = {}
    for part, whole in zip(*(pair.tolist() for pair in evidence.part_of), strict=True):
        above.setdefault(part, set()).add(whole)
    found: dict[int, set[str]] = {}
    for study, setting in zip(*(pair.tolist() for pair in evidence.study_setting), strict=True):
        here, waiting = set(), [setting]
        while waiting:
            at = waiting.pop()
            if at not in here:
                here.add(at)
                waiting += above.get(at, ()) if by != "setting" else ()
        found.setdefault(study, set()).update(value for at in here if (value := own[at]) is not None)
    return found


def _reports(selection: Selection, groups: Groups) -> tuple[Codes, Codes]:
    """(reporting, not reporting), groups x influences, among the papers that were looked at."""
    counted, looked = count(selection, Unit.PAPER), looked_at(selection, Unit.PAPER)
    size = (len(groups.names), looked.groups.shape[1])
    reporting, whole = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    paper, influence = (part.astype(np.int64) for part in counted.held.nonzero())
    kept = (groups.of_paper[paper] >= 0) & looked.holds(paper, influence)
    np.add.at(reporting, (groups.of_paper[paper[kept]], influence[kept]), 1)
    for group in range(size[0]):
        inside = (groups.of_paper == group) & selection.papers
        whole[group] = np.bincount(looked.group[inside], minlength=len(looked.groups)) @ looked.groups
    return reporting, whole - reporting


def _signs(selection: Selection, groups: Groups) -> tuple[Codes, Codes]:
    """(facilitator, barrier), groups x influences."""
    evidence = selection.evidence
    rule = PaperWithBoth(str(evidence.review["paper_with_both"]))
    paper, influence, state = thing_states(selection, Unit.PAPER, rule, np.ones(evidence.paper.size, dtype=bool))
    tables = []
    for direction in (Direction.FACILITATOR, Direction.BARRIER):
        table = np.zeros((len(groups.names), evidence.influences.num_rows), dtype=np.int64)
        kept = (state == DIRECTIONS.index(direction)) & (groups.of_paper[paper] >= 0)
        np.add.at(table, (groups.of_paper[paper[kept]], influence[kept]), 1)
        tables.append(table)
    return tables[0], tables[1]


def _rows(
    evidence: Evidence, influence: int, comparison: Comparison, adjusted: float | None, by: str
) -> list[dict[str, object]]:
    id_, name = (evidence.influences.column(column)[influence].as_py() for column in ("id", "name"))
    return [
        {
            "influence_id": id_,
            "name": name,
            "group": group,
            "with": some,
            "without": others,
            "share": some / (some + others) if some + others else None,
            "residual": comparison.residuals[group],
            "p": comparison.p,
            "p_adj": None if adjusted is None else float(adjusted),
            "exact": comparison.exact,
            "warning": "; ".join(comparison.warnings) or None,
            "where": f"{by}={group}",
        }
        for group, (some, others) in comparison.table.items()
    ]
