"""Every measure gives the rows that its contract promises, and its figures open to as much as they say."""

from __future__ import annotations

from importlib.resources import files

import pytest
from matrix_graph import matrix_tables
from small_graph import edge_rows, small_tables

from graph.errors import NotFound, ParameterError
from graph.model import Direction
from graph.tables import GraphTables
from synthesis.evidence import Evidence, evidence
from synthesis.measures import FUNCTIONS, measure, measures
from synthesis.selection import NothingToCount

GIVEN: dict[str, dict[str, object]] = {
    "findings_behind": {"influence_ids": ["training"]},
    "compare": {"by": "setting"},
    "pairs": {"all": True, "samples": 200},
    "partners": {"influence_id": "training", "samples": 200},
    "sets": {"least_size": 2, "least_shared": 1},
    "communities": {"resamples": 10},
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


@pytest.mark.parametrize("where", [[], ["setting=setting:service/ward"]])
def test_findings_behind_a_state_are_of_as_many_papers_as_counted(small: Evidence, where: list[str]) -> None:
    _, counted = measure(small, "overview", {"where": where})
    for row in counted.rows:
        for direction in Direction:
            asked = {"influence_ids": [row["influence_id"]], "state": direction.value, "where": where}
            _, found = measure(small, "findings_behind", asked)
            assert len({one["paper_id"] for one in found.rows}) == row[f"{direction}_papers"]
    assert any(row["mixed_papers"] for row in counted.rows) or where


def test_findings_behind_no_influence_are_of_any(small: Evidence) -> None:
    _, found = measure(small, "findings_behind", {"paper_id": "C"})
    assert {row["influence_id"] for row in found.rows} == {"training", "pay"}
    with pytest.raises(NotFound, match="Paper"):
        measure(small, "findings_behind", {"paper_id": "F"})  # excluded: no paper that is counted


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


def test_pairs_are_held_against_the_papers_that_say_anything(small: Evidence) -> None:
    _, found = measure(small, "pairs", {"all": True, "null_model": "hypergeometric"})
    # Of A-E (G was not extracted) three report training (A, B, C), two culture (A, D), and A both; pay is too rare.
    (row,) = found.rows
    assert (row["a_influence_id"], row["b_influence_id"]) == ("culture", "training")
    assert (row["a"], row["b"], row["shared"], row["expected"]) == (2, 3, 1, pytest.approx(2 * 3 / 5))
    assert row["p"] == pytest.approx(1 - 1 / 10)  # 10 ways to place culture's two papers; one of them shares none
    assert row["needed"] is None  # even sharing both papers has p = 3 / 10
    assert (found.said["windows"], found.said["influences"], found.said["tests"]) == (5, 2, 1)
    assert "1 papers were not extracted; nothing is known of them, they are no windows." in found.notes
    assert "1 of 1 pairs are below the detectable size" in found.notes[1]


def test_influence_and_a_broader_one_are_no_test() -> None:
    tables = small_tables()
    narrower = edge_rows("NARROWER_THAN", [("training", "support"), ("culture", "training")])
    small = evidence(GraphTables(tables.nodes, {**tables.edges, "NARROWER_THAN": narrower}))
    _, found = measure(small, "pairs", {"all": True, "least": 1, "null_model": "hypergeometric"})
    rows = {(row["a_influence_id"], row["b_influence_id"]): row for row in found.rows}
    row = rows["culture", "training"]
    assert (row["related"], row["p_holm"], row["p_bh"], row["needed"]) == (True, None, None, None)
    assert row["beyond_chance"] is False
    assert found.said["tests"] == len(rows) - 1
    assert any(note.startswith("1 pairs are an influence and a broader one") for note in found.notes)


def test_pairs_by_sign_use_the_state_of_the_paper(small: Evidence) -> None:
    given = {"all": True, "signs": "facilitator-barrier", "least": 1, "null_model": "hypergeometric"}
    _, found = measure(small, "pairs", given)
    pairs = {(row["a_influence_id"], row["b_influence_id"]): row["shared"] for row in found.rows}
    assert pairs == {("training", "pay"): 1}  # C says training helps and pay hinders; A is mixed on training


def test_backbone_weighs_pairs_beyond_chance_by_what_exceeds_it() -> None:
    # 16 papers: 7 report a, b and c, one a and b, 8 only d. a-b share 8 of an expected 8 x 8 / 16 = 4, a-c and b-c 7 of
    # 8 x 7 / 16 = 3.5. a: weights 4 and 3.5 of 7.5, so 1 - 4 / 7.5 and 1 - 3.5 / 7.5; c: twice 3.5 of 7, so a half.
    papers = evidence(matrix_tables(["abc"] * 7 + ["ab"] + ["d"] * 8))
    _, found = measure(papers, "pairs", {"all": True, "null_model": "hypergeometric"})
    pairs = {str(row["a_influence_id"]) + str(row["b_influence_id"]): row["disparity"] for row in found.rows}
    assert {pair: value for pair, value in pairs.items() if value is not None} == {
        "ab": pytest.approx(1 - 4 / 7.5),
        "ac": pytest.approx(0.5),
        "bc": pytest.approx(0.5),
    }
    assert {"ad", "bd", "cd"} <= pairs.keys()  # never together: no edges


def test_no_parameter_hides_behind_an_option_of_the_command() -> None:
    from cli.commands import loaded

    options = {parameter.name for parameter in loaded("numbers").params}
    for contract in measures().values():
        assert options.isdisjoint({parameter.name for parameter in contract.parameters}), contract.name


def test_no_set_is_said_aloud(small: Evidence) -> None:
    _, found = measure(small, "sets", {"least": 1})
    assert (found.rows, found.said["sets"]) == ([], 0)
    assert found.notes == (
        "No 3 influences are reported together in 3 windows or more; lower least_shared or least_size.",
    )


def test_partners_put_the_influence_first(small: Evidence) -> None:
    _, found = measure(small, "partners", {"influence_id": "training", "least": 1, "samples": 200})
    assert {(row["partner_id"], row["a"], row["b"], row["shared"]) for row in found.rows} == {
        ("culture", 3, 2, 1),
        ("pay", 3, 1, 1),
    }


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("pairs", {"window": "section"}, "no passage here lies in a section"),
        ("pairs", {"level": 2.0}, "a level lies between 0 and 1"),
        ("communities", {"level": float("nan")}, "a level lies between 0 and 1"),
        ("pairs", {"least": 3}, "No pair of influences is left after keeping those reported in at least 3 windows"),
        ("partners", {"influence_id": "role"}, "No pair with role is left"),
        ("sets", {"status": "draft"}, "No pair of influences is left"),
    ],
)
def test_what_cannot_be_counted_is_said(small: Evidence, name: str, given: dict[str, object], message: str) -> None:
    with pytest.raises((NothingToCount, ParameterError), match=message):
        measure(small, name, given)
