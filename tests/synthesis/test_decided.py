"""Sections, states and curators: which part of a graph with decisions is counted, worked by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from decided_graph import decided_tables
from small_graph import small_tables

from graph.build import build
from graph.config import Config
from graph.errors import ParameterError
from graph.fetch import fetch
from graph.store import open_graph
from synthesis.evidence import Evidence, evidence
from synthesis.measures import Measured, measure
from synthesis.selection import NothingToCount


@pytest.fixture(scope="module")
def decided() -> Evidence:
    return evidence(decided_tables())


def asked(graph: Evidence, name: str, **given: object) -> Measured:
    return measure(graph, name, given)[1]


def counts(graph: Evidence, *where: str) -> dict[str, str]:
    rows = asked(graph, "overview", where=list(where)).rows
    return {str(row["influence_id"]): f"{row['papers']} of {row['looked_for_papers']}" for row in rows}


def test_section_is_a_window_of_one_paper(decided: Evidence) -> None:
    # P results {training, pay}, P discussion {culture}, Q results {training, culture}, R discussion {pay}.
    found = asked(decided, "pairs", window="section", all=True, null_model="hypergeometric", least=1)
    pairs = {(row["a_influence_id"], row["b_influence_id"]): (row["a"], row["b"], row["shared"]) for row in found.rows}
    assert pairs == {
        ("culture", "pay"): (2, 2, 0),
        ("culture", "training"): (2, 2, 1),
        ("pay", "training"): (2, 2, 1),
    }
    assert {row["expected"] for row in found.rows} == {2 * 2 / 4}
    assert (found.said["unit"], found.said["windows"]) == ("section", 4)
    assert "2 findings lie in no section (tables have none) and are left out." in found.notes


def test_section_by_sign_uses_the_findings_of_the_section(decided: Evidence) -> None:
    given = {"window": "section", "signs": "facilitator-barrier", "all": True, "least": 1}
    found = asked(decided, "pairs", **given, null_model="hypergeometric")
    shared = {(row["a_influence_id"], row["b_influence_id"]): row["shared"] for row in found.rows if row["shared"]}
    assert shared == {("training", "pay"): 1, ("culture", "training"): 1}  # P results; Q results


@pytest.mark.parametrize("name", ["pairs", "sets", "communities"])
def test_without_any_section_the_answer_says_so(name: str) -> None:
    with pytest.raises(
        ParameterError, match="no passage here lies in a section: sections come with decisions on texts"
    ):
        asked(evidence(small_tables()), name, window="section")


def test_filter_that_leaves_no_section_says_so(decided: Evidence) -> None:
    with pytest.raises(NothingToCount, match='No section of which anything is known is left after viewpoint "nurses"'):
        asked(decided, "pairs", window="section", where=["viewpoint=nurses"])


@pytest.mark.parametrize(
    ("where", "culture", "pay", "training"),
    [
        ((), "2 of 3", "3 of 3", "3 of 3"),
        (("state=single",), "1 of 3", "1 of 3", "2 of 3"),
        (("state=agreed",), "0 of 3", "1 of 3", "0 of 3"),
        (("state=adjudicated",), "1 of 3", "0 of 3", "0 of 3"),
        (("state=Table",), "1 of 3", "1 of 3", "1 of 3"),
        (("state=table", "state=single"), "1 of 3", "2 of 3", "3 of 3"),
        (("curator=anna",), "1 of 3", "2 of 3", "1 of 3"),
        (("curator=anna", "state=single"), "1 of 3", "1 of 3", "1 of 3"),
        (("curator=ben", "curator=cleo"), "1 of 3", "1 of 3", "1 of 3"),
    ],
)
def test_state_and_curator_pick_findings_and_leave_denominators(
    decided: Evidence, where: tuple[str, ...], culture: str, pay: str, training: str
) -> None:
    assert counts(decided, *where) == {"culture": culture, "pay": pay, "training": training}


@pytest.mark.parametrize(
    ("where", "message"),
    [
        (["state=agred"], '"agred" does not occur in this review. It has: .* Did you mean "agreed"'),
        (["curator=ana"], 'It has: "anna", "ben", "cleo", "dora". Did you mean "anna"'),
        (["curator=dora"], 'No finding is left after curator "dora": nothing to count'),
        (["viewpoint=nurses", "state=single"], 'No finding is left after viewpoint "nurses", state "single"'),
        (["state=table", "curator=anna"], 'No finding is left after state "table", curator "anna": nothing to count'),
    ],
)
def test_state_or_curator_that_picks_nothing_is_said(decided: Evidence, where: list[str], message: str) -> None:
    with pytest.raises((NothingToCount, ParameterError), match=message):
        asked(decided, "overview", where=where)


def test_filter_of_findings_says_what_it_does_to_silence(decided: Evidence) -> None:
    found = asked(decided, "overview", where=["state=agreed"])
    (culture,) = [row for row in found.rows if row["influence_id"] == "culture"]
    assert culture["not_reported_papers"] == 3  # though two papers report it: none of their findings was agreed on
    assert any(note.startswith("The filter picks findings and keeps papers") for note in found.notes)
    assert not any("picks findings" in note for note in asked(decided, "overview").notes)


def test_review_of_tables_alone_knows_only_that_state() -> None:
    with pytest.raises(ParameterError, match='"single" does not occur in this review'):
        counts(evidence(small_tables()), "state=single")


def test_without_a_curator_go_findings_that_rest_on_that_curator_alone(decided: Evidence) -> None:
    found = asked(decided, "sensitivity", pairs=False)
    rows = {str(row["which"]): row for row in found.rows if row["left_out"] == "curator"}
    # anna alone: training of P, pay of R; pay of P is ben's too, and culture of Q stands in a table.
    assert {who: row["findings"] for who, row in rows.items()} == {"anna": 6, "ben": 7, "cleo": 7}
    assert {row["papers"] for row in rows.values()} == {3}
    assert (rows["anna"]["of_influence_id"], rows["anna"]["largest_change"]) == ("pay", pytest.approx(1 / 3))
    assert rows["anna"]["top_now"] == ["culture", "pay", "training"]
    assert rows["cleo"]["turned"] == ["culture"]  # one each way; without cleo it helps


def test_findings_known_from_tables_only_are_left_out(decided: Evidence) -> None:
    (row,) = [row for row in asked(decided, "sensitivity", pairs=False).rows if row["left_out"] == "tables"]
    assert (row["done"], row["findings"]) == (True, 6)  # pay of Q and training of R go, culture of Q is decided too


def test_curator_behind_everything_cannot_be_left_out(decided: Evidence) -> None:
    found = asked(decided, "sensitivity", where=["state=adjudicated"], pairs=False)
    (row,) = [row for row in found.rows if row["left_out"] == "curator"]
    assert (row["which"], row["done"], row["top_same"]) == ("cleo", False, None)
    assert row["said"] == "every finding rests on this curator alone; nothing would be left"


def test_sections_and_claims_are_the_same_from_tables_and_from_an_engine(decided: Evidence, tmp_path: Path) -> None:
    build(decided_tables(), tmp_path, Config())
    database = open_graph(tmp_path, Config())
    try:
        fetched = evidence(fetch(database))
    finally:
        database.close()
    assert fetched.curators == decided.curators
    for ours, theirs in zip(fetched.claims, decided.claims, strict=True):
        assert np.array_equal(ours, theirs)
    windows = [asked(one, "pairs", window="section", all=True, least=1, samples=100) for one in (fetched, decided)]
    assert windows[0].rows == windows[1].rows
