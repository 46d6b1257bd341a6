"""The frameworks of a report: what each author says of every mapped influence, and the counts by construct."""

from __future__ import annotations

from collections import defaultdict

from graph.tables import GraphTables
from synthesis.evidence import DIRECTIONS, Evidence
from synthesis.frequency import NOT_A_SAMPLE
from synthesis.measures import measure
from synthesis.report_model import Row, Table, columns_of, many
from synthesis.selection import NothingToCount

MAPPINGS = columns_of(
    ("framework", "string", "name of the framework"),
    ("influence_id", "string", "Influence.id"),
    ("influence", "string", "its name"),
    ("construct_id", "string", "Construct.id; null where the kind is none"),
    ("construct", "string", "its name"),
    ("kind", "string", "exact, close, narrower (the influence is a part of the construct), broader, partial or none"),
    ("author", "string", "who says so"),
    ("reason", "string", "why"),
    ("date", "string", "when"),
    ("alike_authors", "integer", "authors who say the same, this one included"),
    ("authors", "integer", "authors who say anything of the influence in this framework"),
)
CONSTRUCTS = columns_of(
    ("framework", "string", "name of the framework"),
    ("construct_id", "string", "Construct.id; unmapped: and the framework for what is not mapped"),
    ("construct", "string", "its name"),
    ("papers", "integer", "papers that report an influence of it, each once"),
    ("reporting_looked_for_papers", "integer", "of the papers looked at for every influence of it, those that do"),
    ("looked_for_papers", "integer", "papers looked at for every influence of it; null when nobody looked"),
    ("share", "float", "reporting / looked for, 0 to 1"),
    ("share_low", "float", "lower bound of its 95 % Wilson interval"),
    ("share_high", "float", "upper bound"),
    *(
        (f"{state}_papers", "integer", f"papers: {state.replace('_', ' ')}")
        for state in (*DIRECTIONS, "not_reported", "not_extracted")
    ),
)


def framework_tables(evidence: Evidence, graph: GraphTables) -> dict[str, Table]:
    """Tables `mappings` and `constructs`; without mappings both have no rows and say why."""
    frameworks = sorted({mapped.framework for mapped in evidence.mappings})
    why = None if frameworks else "No mappings.csv maps an influence to a framework."
    said = _said(graph)
    rows: list[Row] = []
    notes: list[str] = []
    for framework in frameworks:
        try:
            _, counted = measure(evidence, "overview", {"framework": framework})
        except NothingToCount as error:
            notes.append(f"{framework}: there is no {error.what} to count.")
            continue
        notes += [f"{framework}: {note}" for note in counted.notes if note != NOT_A_SAMPLE]
        rows += [
            {**row, "framework": framework, "construct_id": row["influence_id"], "construct": row["name"]}
            for row in counted.rows
        ]
    of = many(evidence.papers.num_rows, "included paper")
    return {
        "mappings": Table("mappings", MAPPINGS, said, "mapping", many(len(said), "mapping"), why=why),
        "constructs": Table("constructs", CONSTRUCTS, rows, "paper", of, tuple(notes), why=why),
    }


def _said(graph: GraphTables) -> list[Row]:
    """Every mapping with its ends, and how many authors say the same."""
    influence = dict(_ends(graph, "MAPPED_BY", flipped=True))
    construct = dict(_ends(graph, "MAPS_TO"))
    names = {row["id"]: row["name"] for label in ("Influence", "Construct") for row in graph.node(label).to_pylist()}
    rows = [
        {
            **row,
            "influence_id": influence[row["id"]],
            "influence": names[influence[row["id"]]],
            "construct_id": construct.get(row["id"]),
            "construct": names.get(construct.get(row["id"])),
        }
        for row in graph.node("Mapping").to_pylist()
    ]
    by_influence: dict[object, set[object]] = defaultdict(set)
    alike: dict[object, set[object]] = defaultdict(set)
    for row in rows:
        by_influence[_about(row)].add(row["author"])
        alike[_about(row), row["construct_id"], row["kind"]].add(row["author"])
    for row in rows:
        row["authors"] = len(by_influence[_about(row)])
        row["alike_authors"] = len(alike[_about(row), row["construct_id"], row["kind"]])
    return sorted(rows, key=lambda row: (row["framework"], row["influence_id"], row["author"], row["id"]))


def _about(row: Row) -> tuple[object, object]:
    return row["framework"], row["influence_id"]


def _ends(graph: GraphTables, type_: str, *, flipped: bool = False) -> list[tuple[str, str]]:
    starts, ends = (graph.edge(type_).column(side).to_pylist() for side in ("start_id", "end_id"))
    return list(zip(ends, starts, strict=True) if flipped else zip(starts, ends, strict=True))
