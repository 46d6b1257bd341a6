"""The audit of a graph: what must hold in every graph, whatever review it is of. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.ask import read_parameters
from graph.compare import Difference, compare, compare_tables
from graph.database import Database, Row
from graph.difference import ENDS, change, derived_rows
from graph.queries import queries
from graph.query_header import Parameter
from graph.requested import REQUESTED
from graph.schema import EDGES, snake
from graph.tables import GraphTables

SAMPLED = 3
"""Ids tried for each parameter that needs one, when two engines are asked the same."""


@dataclass(frozen=True)
class Check:
    """One check: `passed` is null for what is only told. `checked` counts what was looked at."""

    name: str
    passed: bool | None
    checked: int
    detail: str
    failures: tuple[str, ...] = ()


def check_of(name: str, checked: int, what: str, failures: Iterable[str]) -> Check:
    """A check that passes when nothing failed."""
    failed = tuple(failures)
    detail = what if not failed else ("1 failure" if len(failed) == 1 else f"{len(failed):,} failures")
    return Check(name, not failed, checked, detail, failed)


def check_findings(database: Database) -> list[Check]:
    """Every finding has a passage, one influence, one study, one paper, and at most one setting."""
    ids = [str(row["id"]) for row in _dump(database, "Finding")]
    behind = Counter(str(row["end_id"]) for row in _dump(database, "ILLUSTRATES"))
    unfounded = (f"{id_}: no passage" for id_ in ids if not behind[id_])
    checks = [check_of("findings have passages", len(ids), "every finding opens to a passage", unfounded)]
    reported = Counter(str(row["end_id"]) for row in _dump(database, "REPORTS"))
    ends = {type_: Counter(str(row["start_id"]) for row in _dump(database, type_)) for type_ in ("ABOUT", "FROM")}
    places = Counter(str(row["start_id"]) for row in _dump(database, "IN_SETTING"))
    loose = [
        f"{id_}: {reported[id_]} papers, {ends['ABOUT'][id_]} influences, {ends['FROM'][id_]} studies, "
        f"{places[id_]} settings"
        for id_ in ids
        if (reported[id_], ends["ABOUT"][id_], ends["FROM"][id_]) != (1, 1, 1) or places[id_] > 1
    ]
    what = "one paper, one influence, one study, at most one setting"
    return [*checks, check_of("findings are whole", len(ids), what, loose)]


def check_derived(database: Database) -> list[Check]:
    """Every derived relationship equals its recount from the findings."""
    review = GraphTables({"Review": database.arrow(queries("dump")["review"], {})})
    checks = []
    for type_ in (edge.type for edge in EDGES if edge.derived):
        held, wanted = _dump(database, type_), derived_rows(database, type_, review)
        found = change(type_, held, wanted, ENDS)
        wrong = [f"{_ends(row)}: missing" for row in found.made]
        wrong += [f"{_ends(row)}: recounted {_figures(row)}" for row in found.altered]
        wrong += [f"{_ends(row)}: no finding behind it" for row in found.gone]
        checks.append(check_of(f"{type_} recounted", len(wanted), "equals its recount from findings", wrong))
    return checks


def check_requested(database: Database) -> list[Check]:
    """What was made on request is of the revision that the graph shows; a stale one is told, it is no failure."""
    shown = _dump(database, "Review")[0]["revision"]
    checks = []
    for type_ in REQUESTED:
        rows = _dump(database, type_)
        stale = sum(row["revision"] != shown for row in rows)
        if rows:
            told = f"{stale:,} are stale: write them again" if stale else "written on the revision that is shown"
            checks.append(Check(f"{type_} on request", None, len(rows), told))
    return checks


def check_tables_held(database: Database, tables: GraphTables) -> Check:
    """The graph holds exactly the rows of its tables, property for property."""
    rows = sum(tables.counts().values())
    what = "the folder, read again, gives the same rows"
    return check_of("folder equals graph", rows, what, map(_told, compare_tables(database, tables)))


def check_engines(left: Database, right: Database) -> list[Check]:
    """Two graphs hold the same rows and answer every read query with the same rows in the same order."""
    rows = sum(len(_dump(left, edge.type)) for edge in EDGES)
    what = f"{left.engine} and {right.engine} hold the same rows"
    checks = [check_of("engines agree on rows", rows, what, map(_told, compare(left, right)))]
    asked = 0
    wrong = []
    # What was made on request was made on one graph, not on both.
    compared = [query for query in queries().values() if not any(type_ in query.text for type_ in REQUESTED)]
    for query in compared:
        for given in _questions(left, query.parameters):
            parameters = read_parameters(query, given)
            asked += 1
            if left.rows(query, parameters) != right.rows(query, parameters):
                wrong.append(f"{query.name} {given}: the answers differ")
    what = f"{len(compared)} read queries give the same rows in the same order"
    return [*checks, check_of("engines agree on answers", asked, what, wrong)]


def _questions(database: Database, parameters: tuple[Parameter, ...]) -> list[dict[str, object]]:
    """Values for the parameters that are needed: the first few ids; the others keep their defaults."""
    needed = [parameter for parameter in parameters if parameter.required]
    if not needed:
        return [{}]
    given: list[dict[str, object]] = [{} for _ in range(SAMPLED)]
    for parameter in needed:
        ids = _values(database, parameter)
        for at, question in enumerate(given):
            if at < len(ids):
                question[parameter.name] = [ids[at]] if parameter.type.startswith("list<") else ids[at]
    return [question for question in given if len(question) == len(needed)]


def _values(database: Database, parameter: Parameter) -> list[str]:
    """Every id of the label that a parameter names; for one that names a framework its names."""
    inner = parameter.type.removeprefix("list<")
    if inner.startswith("id<"):
        return sorted(str(row["id"]) for row in _dump(database, inner.removeprefix("id<").rstrip(">")))
    if parameter.name != "framework":
        raise ValueError(f"no values are known for the parameter {parameter.name}: {parameter.type}")
    return sorted({str(row["framework"]) for row in _dump(database, "Construct")})


def _dump(database: Database, name: str) -> list[Row]:
    return database.rows(queries("dump")[snake(name)], {})


def _ends(row: Mapping[str, object]) -> str:
    return f"{row['start_id']} -> {row['end_id']}"


def _figures(row: Row) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items() if name not in ENDS)


def _told(difference: Difference) -> str:
    row = difference.left or difference.right or {}
    key = str(row["id"]) if "id" in row else _ends(row)
    if difference.left is None:
        return f"{difference.name} {key}: missing"
    if difference.right is None:
        return f"{difference.name} {key}: should not be there"
    left, right = difference.left, difference.right
    names = [name for name in right if left.get(name) != right[name]]
    return f"{difference.name} {key}: {', '.join(f'{name} {left.get(name)!r}, not {right[name]!r}' for name in names)}"
