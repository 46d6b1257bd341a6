"""Write the files that follow from graph/schema.py alone: DDL, writes and dumps, one statement each.

`python -m cypher.generate` writes them, `--check` says whether the committed files are what it would write.
They are committed so that what runs can be read, linted and explained; nothing is generated at run time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from graph.schema import EDGES, NODES, Column, EdgeTable, NodeTable, snake

HERE = Path(__file__).resolve().parent
LADYBUG = {
    "string": "STRING",
    "integer": "INT64",
    "float": "DOUBLE",
    "boolean": "BOOLEAN",
    "list<string>": "STRING[]",
}
CASTS = {
    "integer": "toInteger(r.{0})",
    "float": "toFloat(r.{0})",
    "boolean": "toBoolean(r.{0})",
    # The embedded engine cannot bind null as a list, so "nothing" travels as []; it must not stay [] in the graph.
    "list<string>": "CASE WHEN size(r.{0}) > 0 THEN r.{0} END",
}


def all_files() -> dict[str, str]:
    """Path below cypher/ -> text, for every generated file."""
    found: dict[str, str] = {}
    for node in NODES:
        found.update(_node_writes(node))
        found.update(_node_reads(node))
    for edge in EDGES:
        found.update(_edge_writes(edge))
        found.update(_edge_reads(edge))
    found["schema/ladybug/nodes.cypher"] = _block("nodes", "Node tables.", [_ladybug_node(node) for node in NODES])
    found["schema/ladybug/edges.cypher"] = _block("edges", "Edge tables.", [_ladybug_edge(edge) for edge in EDGES])
    constraints = [
        f"CREATE CONSTRAINT {node.label.lower()}_id IF NOT EXISTS FOR (n:{node.label}) REQUIRE n.id IS UNIQUE"
        for node in NODES
    ]
    found["schema/neo4j/constraints.cypher"] = _block("constraints", "Unique keys; each also an index.", constraints)
    return found


def _block(name: str, summary: str, statements: list[str]) -> str:
    body = ";\n\n".join(statements)
    return f"// {name}\n// {summary}\n// Generated from graph/schema.py by python -m cypher.generate.\n\n{body};\n"


def _ladybug_node(node: NodeTable) -> str:
    columns = [f"  {column.name} {LADYBUG[column.type]}" for column in node.columns]
    return f"CREATE NODE TABLE IF NOT EXISTS {node.label}(\n" + ",\n".join(columns) + ",\n  PRIMARY KEY (id)\n)"


def _ladybug_edge(edge: EdgeTable) -> str:
    columns = "".join(f", {column.name} {LADYBUG[column.type]}" for column in edge.columns)
    return f"CREATE REL TABLE IF NOT EXISTS {edge.type}(FROM {edge.start} TO {edge.end}{columns})"


def _file(name: str, summary: str, lines: list[str], statement: str) -> str:
    header = [name, summary, "Generated from graph/schema.py by python -m cypher.generate.", *lines]
    return "".join(f"// {line}\n" for line in header) + f"\n{statement}\n"


def _assign(variable: str, columns: tuple[Column, ...]) -> str:
    pairs = [f"{variable}.{column.name} = {CASTS.get(column.type, 'r.{0}').format(column.name)}" for column in columns]
    return "SET " + ",\n    ".join(pairs)


ROWS = "param   rows: list<map>  one map for each, all with the same keys"
HANDLED = "column  handled: integer  rows that were handled"


def _node_writes(node: NodeTable) -> Iterator[tuple[str, str]]:
    label, low = node.label, snake(node.label)
    yield (
        f"write/create_{low}.cypher",
        _file(
            f"create_{low}",
            f"Make each {label} of the rows that is not there yet.",
            [
                "",
                "Two statements instead of MERGE: UNWIND with MERGE drops repeated keys on the embedded engine.",
                ROWS,
            ],
            f"UNWIND $rows AS r\nOPTIONAL MATCH (n:{label} {{id: r.id}})\nWITH r, n\nWHERE n IS NULL\n"
            f"CREATE (x:{label} {{id: r.id}})",
        ),
    )
    yield f"write/make_{low}.cypher", _make_node(node)
    yield (
        f"write/set_{low}.cypher",
        _file(
            f"set_{low}",
            f"Set every property of the {label} nodes of the rows.",
            [ROWS, HANDLED],
            f"UNWIND $rows AS r\nMATCH (n:{label} {{id: r.id}})\n{_assign('n', node.columns[1:])}\n"
            "RETURN count(*) AS handled",
        ),
    )
    yield (
        f"write/delete_{low}.cypher",
        _file(
            f"delete_{low}",
            f"Delete the {label} nodes of the rows with all their relationships.",
            [ROWS],
            f"UNWIND $rows AS r\nMATCH (n:{label} {{id: r.id}})\nDETACH DELETE n",
        ),
    )


def _make_node(node: NodeTable) -> str:
    given = [f"{column.name}: {CASTS.get(column.type, 'r.{0}').format(column.name)}" for column in node.columns]
    return _file(
        f"make_{snake(node.label)}",
        f"Make the {node.label} nodes of the rows with every property; one that is there already is an error.",
        ["", "One statement in place of create and set, for a transaction that is undone as a whole.", ROWS, HANDLED],
        f"UNWIND $rows AS r\nCREATE (n:{node.label} {{\n  " + ",\n  ".join(given) + "\n})\nRETURN count(*) AS handled",
    )


def _node_reads(node: NodeTable) -> Iterator[tuple[str, str]]:
    label, low = node.label, snake(node.label)
    yield (
        f"lookup/{low}.cypher",
        _file(
            low,
            f"Which of some ids are {label} nodes.",
            ["param   ids: list<string>  the ids", "column  found: string  an id that is there"],
            f"UNWIND $ids AS wanted\nMATCH (n:{label} {{id: wanted}})\nRETURN n.id AS found",
        ),
    )
    yield (
        f"size/{low}.cypher",
        _file(
            low,
            f"How many {label} nodes there are.",
            ["column  size: integer  nodes"],
            f"MATCH (n:{label})\nRETURN count(*) AS size",
        ),
    )
    yield (
        f"dump/{low}.cypher",
        _file(
            low,
            f"Every {label} with every property.",
            [f"column  {column.name}: {column.type}  {column.meaning}" for column in node.columns],
            f"MATCH (n:{label})\nRETURN " + ",\n       ".join(f"n.{c.name} AS {c.name}" for c in node.columns),
        ),
    )


def _drawing(edge: EdgeTable) -> str:
    return f"(:{edge.start})-[:{edge.type}]->(:{edge.end})"


def _edge_writes(edge: EdgeTable) -> Iterator[tuple[str, str]]:
    low, drawing = snake(edge.type), _drawing(edge)
    ends = f"UNWIND $rows AS r\nMATCH (a:{edge.start} {{id: r.start_id}})\n"
    setting = f"\n{_assign('x', edge.columns)}" if edge.columns else ""
    yield (
        f"write/link_{low}.cypher",
        _file(
            f"link_{low}",
            f"Make or update {drawing} for each row.",
            [ROWS, HANDLED],
            f"{ends}MATCH (b:{edge.end} {{id: r.end_id}})\nMERGE (a)-[x:{edge.type}]->(b){setting}\n"
            "RETURN count(*) AS handled",
        ),
    )
    yield f"write/join_{low}.cypher", _join_edge(edge)
    yield (
        f"write/unlink_{low}.cypher",
        _file(
            f"unlink_{low}",
            f"Delete {drawing} for each row.",
            [
                "",
                "Both ends first, by their keys: a shorter pattern makes the embedded engine look at all of them.",
                ROWS,
            ],
            f"{ends}MATCH (b:{edge.end} {{id: r.end_id}})\nOPTIONAL MATCH (a)-[x:{edge.type}]->(b)\nWITH x\n"
            "WHERE x IS NOT NULL\nDELETE x",
        ),
    )


def _join_edge(edge: EdgeTable) -> str:
    given = [f"{column.name}: {CASTS.get(column.type, 'r.{0}').format(column.name)}" for column in edge.columns]
    inside = f" {{{', '.join(given)}}}" if given else ""
    return _file(
        f"join_{snake(edge.type)}",
        f"Make {_drawing(edge)} for each row, of which one end is so new that it cannot be there.",
        ["", "Faster than link, which looks for it first.", ROWS, HANDLED],
        f"UNWIND $rows AS r\nMATCH (a:{edge.start} {{id: r.start_id}})\nMATCH (b:{edge.end} {{id: r.end_id}})\n"
        f"CREATE (a)-[:{edge.type}{inside}]->(b)\nRETURN count(*) AS handled",
    )


def _edge_reads(edge: EdgeTable) -> Iterator[tuple[str, str]]:
    low, drawing = snake(edge.type), _drawing(edge)
    yield (
        f"size/{low}.cypher",
        _file(
            low,
            f"How many {drawing} there are.",
            ["column  size: integer  relationships"],
            f"MATCH (:{edge.start})-[x:{edge.type}]->(:{edge.end})\nRETURN count(*) AS size",
        ),
    )
    columns = [("start_id", "string", f"{edge.start}.id"), ("end_id", "string", f"{edge.end}.id")]
    columns += [(column.name, column.type, column.meaning) for column in edge.columns]
    returned = ["a.id AS start_id", "b.id AS end_id", *(f"x.{column.name} AS {column.name}" for column in edge.columns)]
    yield (
        f"dump/{low}.cypher",
        _file(
            low,
            f"Every {drawing} with every property.",
            [f"column  {name}: {type_}  {meaning}" for name, type_, meaning in columns],
            f"MATCH (a:{edge.start})-[x:{edge.type}]->(b:{edge.end})\nRETURN " + ",\n       ".join(returned),
        ),
    )


def main(arguments: list[str]) -> int:
    """Write the files, or with --check name those that differ; 1 when any does."""
    wanted = all_files()
    folders = {Path(path).parent.as_posix() for path in wanted}
    present = {file.relative_to(HERE).as_posix() for folder in folders for file in (HERE / folder).glob("*.cypher")}
    extra = {path for path in present - set(wanted) if "Generated from" in (HERE / path).read_text(encoding="utf-8")}
    wrong = [p for p, text in wanted.items() if p not in present or (HERE / p).read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        sys.stderr.writelines(f"cypher/{path} is not what graph/schema.py gives\n" for path in sorted({*wrong, *extra}))
        return 1 if wrong or extra else 0
    for path, text in wanted.items():
        (HERE / path).parent.mkdir(parents=True, exist_ok=True)
        (HERE / path).write_text(text, encoding="utf-8")
    for path in extra:
        (HERE / path).unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
