"""The rule for a first measure: every part of it on the small graph, and margins that hold when they are tried."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graph import node_rows, small_tables

from graph.errors import ParameterError
from graph.tables import GraphTables
from synthesis.evidence import Evidence, evidence
from synthesis.selection import everything
from synthesis.survey.draft import Draft, DraftRule, Proposed, draft
from synthesis.survey.met import Met, met_in

OPEN = DraftRule(
    least_share=0, least_papers=0, worst_rank=99, least_directed=0, least_countries=0, least_income_groups=0
)
"""Asks for nothing."""


@pytest.fixture(scope="module")
def found() -> Evidence:
    return evidence(small_tables())


def made(found: Evidence, rule: DraftRule) -> Draft:
    return draft(everything(found), rule, samples=200)


def rows(found: Evidence, rule: DraftRule) -> dict[str, Proposed]:
    return {row.influence_id: row for row in made(found, rule).rows}


def with_settings(**values: dict[str, str | None]) -> Evidence:
    tables = small_tables()
    changed = [row | values.get(row["id"].rpartition("/")[2], {}) for row in tables.node("Setting").to_pylist()]
    return evidence(GraphTables({**tables.nodes, "Setting": node_rows("Setting", changed)}, tables.edges))


def test_rule_that_asks_for_nothing_carries_what_was_looked_for_and_leaves_the_rest_open(found: Evidence) -> None:
    told = rows(found, OPEN)
    assert {id_: row.carried for id_, row in told.items()} == {
        **dict.fromkeys(("training", "culture", "pay", "role"), True),
        "support": None,  # nobody looked for it as such, so its share is not known: it waits
    }
    assert "draft:tea" not in told, "a free phrasing is in no codebook"
    assert "share not known" in told["support"].margin


@pytest.mark.parametrize(
    ("rule", "carried"),
    [
        ({"least_share": 0.4}, {"training", "culture"}),
        ({"least_share": 0.41}, {"training"}),
        ({"least_papers": 3}, {"training"}),
        ({"least_directed": 2}, {"training"}),
        ({"least_directed": 1}, {"training", "culture", "pay"}),
        ({"least_countries": 1}, {"training", "culture", "pay"}),
        ({"least_countries": 2}, set()),
        ({"worst_rank": 1}, set()),
        ({"least_income_groups": 3}, {"training", "culture", "pay", "role"}),
    ],
)
def test_each_part_of_the_rule(found: Evidence, rule: dict[str, float], carried: set[str]) -> None:
    told = rows(found, DraftRule(**{**vars_of(OPEN), **rule}))  # type: ignore[arg-type]
    assert {id_ for id_, row in told.items() if row.carried} == carried
    failing = [row for row in told.values() if row.carried is False]
    assert all(row.fails for row in failing)


def vars_of(rule: DraftRule) -> dict[str, float]:
    return {name: getattr(rule, name) for name in rule.__dataclass_fields__}


def test_income_groups_that_nobody_names_are_not_judged_and_it_is_said(found: Evidence) -> None:
    told = made(found, DraftRule(least_income_groups=1, least_countries=0, least_papers=1))
    assert "No setting of these papers names its income group: income groups were not judged." in told.not_judged
    assert "The share of 1 influence is not known, because no paper was read for it: it waits." in told.not_judged


def test_papers_of_unknown_country_leave_the_part_open_and_do_not_fail_it() -> None:
    """Training: papers A, B and C in the clinic. The ward lies in Y now; where the clinic lies is not said."""
    found = with_settings(clinic={"country": None}, ward={"country": "Y"}, x={"kind": "region"})
    met = met_in(everything(found), "country")
    assert met is not None
    assert (met["training"], met["culture"], met["pay"]) == (Met(0, 3), Met(1, 1), Met(1, 0))
    told = rows(found, DraftRule(**{**vars_of(OPEN), "least_countries": 2}))  # type: ignore[arg-type]
    assert (told["training"].carried, told["culture"].carried, told["pay"].carried) == (True, True, False)
    assert "the country of 3 papers is not known: this part was not judged" in told["training"].margin
    assert told["pay"].fails == ("met in 1 country, fewer than 2",)


@settings(max_examples=25)
@given(least=st.integers(0, 100))
def test_margins_in_shares_are_true_when_they_are_tried(found: Evidence, least: int) -> None:
    rule = DraftRule(**{**vars_of(OPEN), "least_share": least / 100})  # type: ignore[arg-type]
    for id_, row in rows(found, rule).items():
        if row.carried is None:
            continue
        told = re.search(r"--least-share (\d\.\d\d)", row.margin)
        if told is None:
            assert row.share == 1 or not row.carried
            continue
        tried = rows(found, DraftRule(**{**vars_of(OPEN), "least_share": float(told[1])}))  # type: ignore[arg-type]
        assert tried[id_].carried is not row.carried


def test_margin_in_papers_is_true_when_papers_are_taken_away(found: Evidence) -> None:
    """Training is reported by 3 of 5; with at least 40 % of them it stays with 2 and falls with 1."""
    row = rows(found, DraftRule(**{**vars_of(OPEN), "least_share": 0.4}))["training"]  # type: ignore[arg-type]
    assert row.margin.startswith("carried by 3 papers; would fall out when 2 papers fewer report it, or")
    assert np.ceil(0.4 * 5) == 3 - 2 + 1


def test_ranks_come_with_the_draws_and_are_repeatable(found: Evidence) -> None:
    one, two = made(found, OPEN), made(found, OPEN)
    assert one == two
    training = next(row for row in one.rows if row.influence_id == "training")
    assert (training.rank, training.rank_low) == (1, 1)
    assert f"rank {training.rank_low} to {training.rank_high}" in training.margin


@pytest.mark.parametrize(
    "wrong", [{"least_share": 2}, {"least_papers": -1}, {"worst_rank": 0}, {"least_countries": -2}]
)
def test_rule_that_makes_no_sense_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ParameterError):
        DraftRule(**wrong)
