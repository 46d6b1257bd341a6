"""Every measure gives the rows that its contract promises, and its figures open to as much as they say."""

from __future__ import annotations

from importlib.resources import files

import pytest
from small_graph import small_tables

from graph.errors import NotFound
from synthesis.evidence import Evidence, evidence
from synthesis.measures import FUNCTIONS, measure, measures
from synthesis.selection import NothingToCount

GIVEN: dict[str, dict[str, object]] = {
    "findings_behind": {"influence_ids": ["training"]},
    "compare": {"by": "setting"},
    "partners": {"influence_id": "training"},
}


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(small_tables())


def test_every_contract_has_its_function_and_the_other_way_round() -> None:
    assert {file.name for file in (files("synthesis") / "contracts").iterdir()} == {f"{n}.measure" for n in FUNCTIONS}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_rows_are_what_the_contract_promises(small: Evidence, name: str) -> None:
    contract = measures()[name]
    _, measured = measure(small, name, GIVEN.get(name, {}))
    assert measured.rows
    assert {"measure", "unit", "filter", "papers"} <= set(measured.said)
    kinds: dict[str, tuple[type, ...]] = {
        "string": (str,), "integer": (int,), "float": (float, int), "boolean": (bool,), "list<string>": (list,)
    }  # fmt: skip
    for row in measured.rows:
        assert list(row) == [column.name for column in contract.columns]
        for column in contract.columns:
            value = row[column.name]
            assert value is None or type(value) in kinds[column.type], (column.name, value)
            assert value == value, f"{column.name} is not a number"  # noqa: PLR0124  (NaN is not equal to itself)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_openings_fit_what_they_open(name: str) -> None:
    from graph.queries import queries

    contract = measures()[name]
    for opening in contract.opens:
        target = queries()[opening.query] if opening.query in queries() else measures()[opening.query]
        assert opening.column in {column.name for column in contract.columns}
        assert {parameter for parameter, _ in opening.arguments} <= {parameter.name for parameter in target.parameters}


def test_findings_behind_two_influences_are_of_papers_that_report_both(small: Evidence) -> None:
    _, found = measure(small, "findings_behind", {"influence_ids": ["training", "culture"]})
    assert {row["paper_id"] for row in found.rows} == {"A"}  # D looked for training and did not find it
    assert len(found.rows) == 3


def test_findings_behind_a_branch_include_what_is_narrower(small: Evidence) -> None:
    _, found = measure(small, "findings_behind", {"influence_ids": ["support"], "roll_up": True})
    assert {row["influence_id"] for row in found.rows} == {"training"}


def test_unknown_id_is_an_error_with_near_misses(small: Evidence) -> None:
    with pytest.raises(NotFound, match='Did you mean "training"'):
        measure(small, "findings_behind", {"influence_ids": ["trainin"]})


def test_compare_leaves_out_what_nobody_looked_for_and_says_so(small: Evidence) -> None:
    _, found = measure(small, "compare", {"by": "setting"})
    assert "draft:tea" not in {row["influence_id"] for row in found.rows}
    assert "2 influences have no papers that were looked at for them in any group and are left out." in found.notes
    assert "3 papers belong to several groups and are in none." in found.notes  # C, D and E are in clinic and ward


def test_compare_needs_two_groups(small: Evidence) -> None:
    with pytest.raises(NothingToCount, match="No second group is left after grouping by language"):
        measure(small, "compare", {"by": "language"})
