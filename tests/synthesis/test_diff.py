"""What differs between two states of the small graph; the changes are made by hand."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from decided_graph import decided_tables
from small_graph import small_tables

from graph.tables import GraphTables
from synthesis.diff import StateChange, diff
from synthesis.evidence import evidence


def with_column(tables: GraphTables, label: str, name: str, changed: dict[str, object]) -> GraphTables:
    """The tables with some values of one property changed, by id."""
    table = tables.node(label)
    values = [
        changed.get(id_, value)
        for id_, value in zip(table.column("id").to_pylist(), table.column(name).to_pylist(), strict=True)
    ]
    at = table.schema.get_field_index(name)
    column = pa.array(values, table.schema.field(name).type)
    return GraphTables({**tables.nodes, label: table.set_column(at, name, column)}, tables.edges)


def finding_of(tables: GraphTables, paper: str, influence: str, direction: str) -> str:
    """The finding of the paper on the influence with this direction."""
    of_paper = tables.edge("REPORTS").filter(pc.equal(tables.edge("REPORTS").column("start_id"), paper))
    about = dict(zip(*(tables.edge("ABOUT").column(name).to_pylist() for name in ("start_id", "end_id")), strict=True))
    finding = tables.node("Finding")
    said = dict(zip(*(finding.column(name).to_pylist() for name in ("id", "direction")), strict=True))
    held = of_paper.column("end_id").to_pylist()
    (found,) = [id_ for id_ in held if about[id_] == influence and said[id_] == direction]
    return str(found)


def test_nothing_differs_from_itself() -> None:
    assert diff(evidence(small_tables()), evidence(small_tables("r2"))).empty


def test_excluded_paper_explains_every_figure_it_carried() -> None:
    before = small_tables()
    after = with_column(small_tables("r2"), "Paper", "status", {"A": "excluded"})
    of_a = [finding_of(before, "A", *way) for way in (("training", "facilitator"), ("training", "barrier"))]
    of_a.append(finding_of(before, "A", "culture", "mixed"))
    found = diff(evidence(before), evidence(with_column(after, "Finding", "counted", dict.fromkeys(of_a, False))))
    assert (found.revision_before, found.revision_after) == ("r1", "r2")
    assert (found.papers_added, found.papers_gone) == ((), ("A",))
    training = next(change for change in found.influences if change.influence_id == "training")
    assert (training.papers_before, training.papers_after) == (3, 2)
    assert (training.of_before, training.of_after) == (5, 4)
    assert training.because == (StateChange("training", "A", "mixed", "not there"),)
    pay = next(change for change in found.influences if change.influence_id == "pay")
    assert pay.because == (StateChange("pay", "A", "not_reported", "not there"),)
    (pair,) = found.pairs  # A was the only paper with culture and training
    assert (pair.a_influence_id, pair.b_influence_id) == ("culture", "training")
    assert (pair.papers_before, pair.papers_after, pair.because) == (1, 0, ("A",))


def test_turned_direction_is_told_though_no_count_differs() -> None:
    before = small_tables()
    finding = finding_of(before, "B", "training", "facilitator")
    after = with_column(small_tables("r2"), "Finding", "direction", {finding: "barrier"})
    (change,) = diff(evidence(before), evidence(after)).influences
    assert (change.papers_before, change.papers_after) == (3, 3)
    assert (change.facilitator_before, change.facilitator_after) == (2, 1)
    assert (change.barrier_before, change.barrier_after) == (0, 1)
    assert change.because == (StateChange("training", "B", "facilitator", "barrier"),)


def test_decision_that_is_gone_explains_what_its_paper_does_not_say_any_more() -> None:
    before = decided_tables()
    gone = "f:P-training"  # what anna decided alone
    nodes = {**before.nodes, "Finding": before.node("Finding").filter(pc.not_equal(before.node("Finding")["id"], gone))}
    ends = {"REPORTS": "end_id", "ABOUT": "start_id", "FROM": "start_id", "ILLUSTRATES": "end_id", "CLAIMS": "end_id"}
    kept = {
        type_: before.edge(type_).filter(pc.not_equal(before.edge(type_)[end], gone)) for type_, end in ends.items()
    }
    found = diff(evidence(before), evidence(GraphTables(nodes, {**before.edges, **kept})))
    (change,) = [change for change in found.influences if change.because]
    assert (change.influence_id, change.papers_before, change.papers_after) == ("training", 3, 2)
    said = StateChange("training", "P", "facilitator", "not_reported", ("e:anna-f:P-training",), ("anna",))
    assert change.because == (said,)


def test_decision_that_confirms_what_a_table_said_changes_no_figure() -> None:
    before = decided_tables()
    claims = before.edge("CLAIMS").filter(pc.not_equal(before.edge("CLAIMS")["end_id"], "f:Q-culture"))
    assert diff(evidence(before), evidence(GraphTables(before.nodes, {**before.edges, "CLAIMS": claims}))).empty
