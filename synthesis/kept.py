"""What a filter keeps, by id: for a picture of exactly the part that was counted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from synthesis.evidence import NONE, Codes, Evidence, Truth
from synthesis.selection import Selection, select
from synthesis.where import read_where


def kept(evidence: Evidence, where: Sequence[str]) -> tuple[dict[str, frozenset[str]], str]:
    """Label -> ids that a filter keeps, and the filter in words: papers, their findings, and what these touch.

    Raises ParameterError for a value the review does not have, NothingToCount.
    """
    selection = select(evidence, read_where(where))
    at = np.flatnonzero(selection.findings)
    tables = {
        "Paper": (evidence.papers, np.flatnonzero(selection.papers)),
        "Study": (evidence.studies, _studies(selection)),
        "Setting": (evidence.settings, _settings(selection, at)),
        "Influence": (evidence.influences, np.unique(evidence.influence[at])),
        "Finding": (evidence.findings, at),
    }
    return {
        label: frozenset(table.column("id").take(codes).to_pylist()) for label, (table, codes) in tables.items()
    }, selection.told


def _studies(selection: Selection) -> Codes:
    """The studies of kept papers that the filter keeps too."""
    paper, study = selection.evidence.paper_study
    inside: Truth = selection.papers[paper] & selection.studies[study]
    return np.unique(study[inside])


def _settings(selection: Selection, findings: Codes) -> Codes:
    """The settings of kept findings, and everything that these are part of."""
    evidence = selection.evidence
    found = np.zeros(evidence.settings.num_rows, dtype=bool)
    named = evidence.setting[findings]
    found[named[named != NONE]] = True
    part, whole = evidence.part_of
    while (more := whole[found[part] & ~found[whole]]).size:
        found[more] = True
    return np.flatnonzero(found)
