"""Intensity and concentration on the small graph, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from small_graph import small_tables

from synthesis.concentration import concentration
from synthesis.evidence import evidence
from synthesis.selection import Filter, NothingToCount, leave_out, select


def test_papers_carry_what_they_report() -> None:
    # Counted findings without absent: A 3, B 1, C 2, D 2, E 1 (its recommendation is stored) = 9; G has none.
    found = concentration(select(evidence(small_tables()), Filter()))
    assert [(row.paper_id, row.findings) for row in found.rows] == [("A", 3), ("C", 2), ("D", 2), ("B", 1), ("E", 1)]
    assert (found.papers, found.findings, found.influences) == (6, 9, 4)  # training, culture, pay, tea
    assert found.half_held_by == 2  # A and C hold 5 of 9
    assert (found.top_tenth, found.top_tenth_share) == (1, pytest.approx(3 / 9))
    first = found.rows[0]
    assert (first.influences, first.intensity) == (2, 2 / 4)  # A: training and culture
    assert first.intensity_often == 2 / 2  # training 3 of 6 and culture 2 of 6 are above a quarter; pay and tea are not
    assert found.rows[-1].cumulative == 1.0


def test_nothing_found_is_said() -> None:
    everything = select(evidence(small_tables()), Filter())
    with pytest.raises(NothingToCount, match="No influence is left after keeping those of the status retired"):
        concentration(everything, status="retired")
    only_g = leave_out(everything, np.array([id_ != "G" for id_ in "ABCDEG"]))
    with pytest.raises(NothingToCount, match="There is no finding: nothing to count"):
        concentration(only_g)
