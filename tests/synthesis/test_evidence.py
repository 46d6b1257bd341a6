"""Evidence, selections and counts on the small graph; every expected figure is read off its table by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from small_graph import small_tables

from graph.build import build
from graph.config import Config
from graph.errors import ParameterError
from graph.fetch import fetch
from graph.model import Unit
from graph.store import open_graph
from synthesis.evidence import Evidence, evidence
from synthesis.selection import Filter, NothingToCount, leave_out, select
from synthesis.units import branches, count


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(small_tables())


def by_influence(
    small: Evidence, unit: Unit, filter_: Filter | None = None, *, roll_up: bool = False
) -> dict[str, str]:
    """Influence -> `count, reporting of looked at`."""
    counted = count(select(small, filter_ or Filter()), unit, roll_up=roll_up)
    ids = small.influences.column("id").to_pylist()
    parts = zip(ids, counted.counts, counted.numerators, counted.denominators, strict=True)
    return {id_: f"{things}, {reporting} of {of}" for id_, things, reporting, of in parts}


def test_evidence_keeps_included_papers_and_counted_findings(small: Evidence) -> None:
    assert small.papers.column("id").to_pylist() == ["A", "B", "C", "D", "E", "G"]  # F is excluded
    assert small.size == (6, 6, 10)  # twelve findings without F's and without E's recommendation


@pytest.mark.parametrize(
    ("unit", "training", "culture", "tea"),
    [
        (Unit.PAPER, "3, 3 of 5", "2, 2 of 5", "1, 0 of 0"),  # A, B, C; A, D; E; G was not extracted
        (Unit.STUDY, "2, 2 of 4", "2, 2 of 4", "1, 0 of 0"),  # SA, S1; SA, SD
        (Unit.FINDING, "4, 4 of 9", "3, 3 of 9", "1, 1 of 9"),  # A's two, B, C; A, D twice
        (Unit.PASSAGE, "5, 5 of 9", "2, 2 of 9", "1, 1 of 9"),  # A's facilitator has two; D's is shared by two findings
        (Unit.SETTING, "1, 1 of 2", "2, 2 of 2", "1, 0 of 0"),
    ],
)
def test_count_in_every_unit(small: Evidence, unit: Unit, training: str, culture: str, tea: str) -> None:
    found = by_influence(small, unit)
    assert (found["training"], found["culture"], found["draft:tea"]) == (training, culture, tea)


def test_roll_up_counts_a_paper_once_and_has_no_denominator_where_the_parent_was_not_looked_for(
    small: Evidence,
) -> None:
    found = by_influence(small, Unit.PAPER, roll_up=True)
    assert found["support"] == "3, 0 of 0"  # training is narrower; support itself was added later
    assert found["training"] == "3, 3 of 5"


def test_branches_hold_the_influence_and_everything_narrower(small: Evidence) -> None:
    ids = small.influences.column("id").to_pylist()
    row = branches(small).toarray()[ids.index("support")]
    assert {id_ for id_, inside in zip(ids, row, strict=True) if inside} == {"support", "training"}


@pytest.mark.parametrize(
    ("filter_", "training", "papers"),
    [
        (Filter(setting=("setting:service/clinic",)), "3, 3 of 4", "A B C D"),
        (Filter(year_to=2011), "2, 2 of 2", "A B"),  # A 2010, B 2011
        (Filter(time_point=("After",)), "1, 1 of 5", "A B C D E G"),  # findings only: denominators stay
    ],
)
def test_selection_keeps_denominators_true(small: Evidence, filter_: Filter, training: str, papers: str) -> None:
    kept = select(small, filter_).papers
    assert " ".join(np.array(small.papers.column("id").to_pylist())[kept]) == papers
    assert by_influence(small, Unit.PAPER, filter_)["training"] == training


def test_selection_of_an_unknown_value_names_the_near_miss(small: Evidence) -> None:
    with pytest.raises(ParameterError, match=r'"befor" does not occur in this review.* Did you mean "before"'):
        select(small, Filter(time_point=("befor",)))


def test_selection_that_empties_the_denominator_says_what_it_asked_for(small: Evidence) -> None:
    with pytest.raises(NothingToCount, match="No paper is left after year from 2030: nothing to count"):
        select(small, Filter(year_from=2030))
    with pytest.raises(NothingToCount, match="leaving papers out"):
        leave_out(select(small, Filter()), np.ones(6, dtype=bool))


def test_evidence_is_the_same_from_tables_and_from_an_engine(small: Evidence, tmp_path: Path) -> None:
    build(small_tables(), tmp_path, Config())
    database = open_graph(tmp_path, Config())
    try:
        fetched = evidence(fetch(database))
    finally:
        database.close()
    for name in ("paper", "study", "influence", "setting", "direction", "round_of", "looked_for"):
        assert np.array_equal(getattr(fetched, name), getattr(small, name)), name
    assert fetched.findings.column("id").equals(small.findings.column("id"))
