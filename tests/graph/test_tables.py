"""Tables that break a law of the graph never reach an engine."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pytest
from graph_model import graphs
from hypothesis import given, settings
from hypothesis import strategies as st
from small_graph import edge_rows, node_rows, small_tables

from graph.schema import EDGE, EDGES, NODE, NODES
from graph.tables import GraphTables, TablesBroken, batches, check_tables, edge_schema, node_schema


@settings(deadline=None)
@given(graphs())
def test_tables_that_keep_the_laws_pass(tables: GraphTables) -> None:
    check_tables(tables)


def test_no_tables_at_all_pass() -> None:
    check_tables(GraphTables())
    assert set(GraphTables().counts().values()) == {0}


def _with_node(label: str, table: pa.Table) -> GraphTables:
    small = small_tables()
    return GraphTables({**small.nodes, label: table}, small.edges)


def _with_edge(type_: str, table: pa.Table) -> GraphTables:
    small = small_tables()
    return GraphTables(small.nodes, {**small.edges, type_: table})


def _cast(table: pa.Table, name: str, type_: pa.DataType) -> pa.Table:
    at = table.schema.get_field_index(name)
    return table.set_column(at, pa.field(name, type_), pa.nulls(table.num_rows, type_))


def _again(table: pa.Table) -> pa.Table:
    return pa.concat_tables([table, table.slice(0, 1)])


PAPERS = small_tables().node("Paper")
BROKEN: dict[str, tuple[Callable[[], GraphTables], str]] = {
    "unknown label": (lambda: _with_node("Article", PAPERS), "Article: no such label or relationship type"),
    "unknown type": (lambda: _with_edge("CITES_IT", edge_rows("REPORTS", [])), "CITES_IT: no such label"),
    "derived type": (lambda: _with_edge("MENTIONS", edge_rows("MENTIONS", [])), "MENTIONS: no such label"),
    "label as a type": (lambda: _with_edge("Paper", PAPERS), "Paper:"),
    "a column too few": (lambda: _with_node("Paper", PAPERS.drop_columns(["doi"])), "Paper: its columns are id, title"),
    "a column too many": (lambda: _with_node("Paper", PAPERS.append_column("x", PAPERS["doi"])), "extra, x, not id"),
    "null in a list": (
        lambda: _with_node("Paper", node_rows("Paper", [{"id": "a", "authors": ["x", None]}])),
        "Paper: authors holds a list with null in it",
    ),
    "year is text": (lambda: _with_node("Paper", _cast(PAPERS, "year", pa.string())), "year is string, not int64"),
    "year is small": (lambda: _with_node("Paper", _cast(PAPERS, "year", pa.int32())), "Paper: year is int32"),
    "year is a float": (lambda: _with_node("Paper", _cast(PAPERS, "year", pa.float64())), "Paper: year is double"),
    "title is nothing": (lambda: _with_node("Paper", _cast(PAPERS, "title", pa.null())), "Paper: title is null"),
    "authors are one text": (lambda: _with_node("Paper", _cast(PAPERS, "authors", pa.string())), "authors is string"),
    "id twice": (lambda: _with_node("Paper", _again(PAPERS)), "Paper: id is not unique"),
    "id missing": (lambda: _with_node("Paper", node_rows("Paper", [{"title": "x"}])), "Paper: id is null in 1 rows"),
    "relationship twice": (
        lambda: _with_edge("REPORTS_ON", _again(small_tables().edge("REPORTS_ON"))),
        r"REPORTS_ON: start_id \+ end_id is not unique",
    ),
    "end missing": (lambda: _with_edge("REPORTS_ON", edge_rows("REPORTS_ON", [("A", None)])), "end_id is null"),
    "start is nobody": (lambda: _with_edge("REPORTS_ON", edge_rows("REPORTS_ON", [("Z", "SA")])), '"Z" is no Paper'),
    "end is nobody": (lambda: _with_edge("REPORTS_ON", edge_rows("REPORTS_ON", [("A", "Z")])), '"Z" is no Study'),
    "end is a paper": (lambda: _with_edge("REPORTS_ON", edge_rows("REPORTS_ON", [("A", "A")])), '"A" is no Study'),
    "property of another type": (
        lambda: _with_edge("ILLUSTRATES", _cast(small_tables().edge("ILLUSTRATES"), "coded_cell", pa.int64())),
        "ILLUSTRATES: coded_cell is int64",
    ),
}  # fmt: skip


@pytest.mark.parametrize("law", BROKEN)
def test_broken_law_is_named_with_its_table(law: str) -> None:
    make, said = BROKEN[law]
    with pytest.raises(TablesBroken, match=said) as caught:
        check_tables(make())
    assert str(caught.value).startswith(f"{caught.value.table}: ")
    assert "report it" in str(caught.value)


@pytest.mark.parametrize("name", [*NODE, *(edge.type for edge in EDGES if not edge.derived)])
def test_every_table_is_checked_for_its_key(name: str) -> None:
    """A row twice is refused in each label and each relationship type."""
    small = small_tables()
    empty = {label: node_rows(label, [{"id": "x"}]) for label in NODE if not small.node(label).num_rows}
    small = GraphTables({**small.nodes, **empty}, small.edges)
    check_tables(small)
    if name in NODE:
        broken = GraphTables({**small.nodes, name: _again(small.node(name))}, small.edges)
    else:
        ends = (small.node(label).column("id")[0].as_py() for label in (EDGE[name].start, EDGE[name].end))
        one = (
            small.edge(name)
            if small.edge(name).num_rows
            else edge_rows(name, [(*ends, *[None] * len(EDGE[name].columns))])
        )
        broken = GraphTables(small.nodes, {**small.edges, name: _again(one)})
    with pytest.raises(TablesBroken, match=f"^{name}: "):
        check_tables(broken)


def test_columns_come_in_the_order_of_the_schema() -> None:
    """Bulk loading is positional."""
    turned = PAPERS.select(list(reversed(PAPERS.column_names)))
    assert _with_node("Paper", turned).node("Paper").column_names == [column.name for column in NODE["Paper"].columns]
    edge = small_tables().edge("ILLUSTRATES")
    assert edge.column_names == ["start_id", "end_id", *(column.name for column in EDGE["ILLUSTRATES"].columns)]
    assert _with_edge("ILLUSTRATES", edge.select(["coded_cell", "end_id", "start_id"])).edge("ILLUSTRATES") == edge


def test_schemas_name_every_label_and_type() -> None:
    assert {table.label: node_schema(table).names for table in NODES} == {
        table.label: [column.name for column in table.columns] for table in NODES
    }
    assert all(edge_schema(edge).names[:2] == ["start_id", "end_id"] for edge in EDGES)


@given(st.integers(0, 30), st.integers(1, 12))
def test_batches_hold_every_row_once(rows: int, size: int) -> None:
    table = pa.table({"n": pa.array(range(rows), pa.int64())})
    cut = list(batches(table, size))
    assert [row["n"] for batch in cut for row in batch] == list(range(rows))
    assert all(1 <= len(batch) <= size for batch in cut)
