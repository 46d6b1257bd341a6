"""Graphs that leave nothing, or hardly anything, to count: every measure answers, or says in words why it cannot."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

import pytest
from decided_graph import decided_tables
from small_graph import node_rows, small_tables

from graph.errors import ParameterError, SynthesisError
from graph.query_header import Query
from graph.tables import GraphTables
from synthesis.evidence import evidence
from synthesis.frequency import frequencies
from synthesis.measures import FUNCTIONS, measure, measures
from synthesis.selection import NothingToCount

SMALL = small_tables()
FINDINGS = ("Finding", "REPORTS", "ABOUT", "FROM", "IN_SETTING", "ILLUSTRATES")
NEEDED: dict[str, dict[str, object]] = {
    "compare": {"by": "setting"},
    "partners": {"influence_id": "training"},
    "findings_behind": {"influence_ids": ["training"]},
}
WHERE = ("setting=setting:service/ward", "year=..2010", "origin=table", "state=single", "curator=anna")


def _without(*names: str) -> GraphTables:
    nodes, edges = ({name: t for name, t in held.items() if name not in names} for held in (SMALL.nodes, SMALL.edges))
    return GraphTables(nodes, edges)


def _only(papers: str) -> GraphTables:
    """The small graph with all other papers excluded, and their findings not counted."""
    said = [
        {**row, "status": "included" if row["id"] in papers else "excluded"} for row in SMALL.nodes["Paper"].to_pylist()
    ]
    theirs = {row["end_id"] for row in SMALL.edge("REPORTS").to_pylist() if row["start_id"] in papers}
    found = [{**row, "counted": row["counted"] and row["id"] in theirs} for row in SMALL.nodes["Finding"].to_pylist()]
    return GraphTables(
        {**SMALL.nodes, "Paper": node_rows("Paper", said), "Finding": node_rows("Finding", found)}, SMALL.edges
    )


GRAPHS = {
    "no findings": _without(*FINDINGS),
    "no papers": _without("Paper", "CONTAINS", "REPORTS_ON", "EXTRACTED_IN", *FINDINGS),
    "no influences": _without("Influence", "NARROWER_THAN", "LOOKED_FOR", *FINDINGS),
    "no rounds": _without("Extraction", "EXTRACTED_IN", "LOOKED_FOR"),
    "no settings": _without("Setting", "CONDUCTED_IN", "PART_OF", "IN_SETTING"),
    "one paper": _only("A"),
    "one paper that was never extracted": _only("G"),
    "excluded papers only": _only(""),
    "two influences in every paper": decided_tables(),
}


MANY = {"communities": 2, "sensitivity": 3, "partners": 4}
"""Variants of measures that compute long, or as `pairs` does."""


def _variants(contract: Query) -> Iterator[dict[str, object]]:
    """The measure as it is, with each choice of each parameter, and under some filters."""
    needed = NEEDED.get(contract.name, {})
    quick = {"samples": 100, "resamples": 10}
    names = {parameter.name for parameter in contract.parameters}
    base = {**needed, **{name: value for name, value in quick.items() if name in names}}
    yield base
    for parameter in contract.parameters:
        for choice in parameter.choices:
            rare = {"least": 1} if "least" in names else {}
            yield {**base, parameter.name: choice, **rare, **({"all": True} if "all" in names else {})}
        if parameter.type == "boolean":
            yield {**base, parameter.name: True}
    for where in WHERE:
        yield {**base, "where": [where]}


def _no_numbers(value: object) -> bool:
    if isinstance(value, float):
        return not math.isfinite(value)
    if isinstance(value, dict):
        return any(map(_no_numbers, value.values()))
    return isinstance(value, list | tuple) and any(map(_no_numbers, value))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("graph", GRAPHS)
def test_measure_answers_in_numbers_or_says_why_not(graph: str, name: str) -> None:
    held = evidence(GRAPHS[graph])
    answered = 0
    for given in islice(_variants(measures()[name]), MANY.get(name)):
        try:
            _, found = measure(held, name, given)
        except SynthesisError as error:
            assert str(error).endswith((".", "?"))  # noqa: PT017  (what it says is all there is to look at)
            continue
        answered += 1
        assert not _no_numbers([found.rows, dict(found.said)]), given
        assert found.said["unit"], given
    if graph in {"no papers", "excluded papers only"}:
        assert not answered
    if graph == "two influences in every paper" and name != "compare":
        assert answered


@pytest.mark.parametrize(
    ("graph", "name", "given", "message"),
    [
        ("no findings", "concentration", {}, "There is no finding: nothing to count"),
        ("no findings", "frequency", {"unit": "passage"}, "There is no passage that reports anything or was looked at"),
        ("no settings", "frequency", {"unit": "setting"}, "There is no setting that reports anything or was looked at"),
        ("no settings", "directions", {"by_setting": True}, "There is no setting of which anything is known"),
        ("no settings", "pairs", {"window": "setting"}, "There is no setting of which anything is known"),
        ("one paper that was never extracted", "pairs", {}, "There is no paper of which anything is known"),
        ("excluded papers only", "overview", {}, "There is no paper: nothing to count"),
        ("no influences", "overview", {}, "No influence is left after reading the codebook: nothing to count"),
        ("one paper", "compare", {"by": "design"}, "No second group is left after grouping by design"),
    ],
)
def test_nothing_to_count_says_of_what(graph: str, name: str, given: dict[str, object], message: str) -> None:
    with pytest.raises(NothingToCount, match=message):
        measure(evidence(GRAPHS[graph]), name, given)


def test_frequency_without_any_finding_is_zero_of_those_looked_at() -> None:
    _, found = measure(evidence(GRAPHS["no findings"]), "frequency", {"samples": 100})
    rows = {row["influence_id"]: row for row in found.rows}
    low, high = (frequencies([0], [5])[0].low, frequencies([0], [5])[0].high)
    row = rows["training"]  # looked for in A, B, C, D and E
    assert (row["count"], row["reporting"], row["of"], row["share"]) == (0, 0, 5, 0.0)
    assert (row["share_low"], row["share_high"]) == (low, high)
    assert {(row["rank"], row["rank_low"], row["rank_high"]) for row in found.rows} == {(1, 1, 1)}
    assert (rows["draft:tea"]["of"], rows["draft:tea"]["share"]) == (None, None)  # nobody looked: no share


def test_configuration_model_that_does_not_fit_gives_way_to_the_permutation_and_is_an_error_when_asked_for() -> None:
    # P says that pay and culture hinder, Q training and pay, R nothing: pay would need odds without end.
    held = evidence(decided_tables())
    given: dict[str, object] = {"signs": "barrier-barrier", "least": 1, "all": True, "samples": 100}
    with pytest.raises(ParameterError, match=r"leave too little freedom to fit this model: it misses one by .* Use"):
        measure(held, "pairs", {**given, "null_model": "configuration"})
    _, found = measure(held, "pairs", {**given, "level": 0.001})
    assert found.said["null_model"] == "permutation"
    assert any(note.startswith("No pair can pass Holm's correction with 100 samples") for note in found.notes)
