"""A tiny graph written by hand, with every case that decides a count. Answers in tests refer to this table.

    paper  status    study   influence  setting  direction    assertion        note
    A      included  SA      training   clinic   facilitator  finding          two passages
    A      included  SA      training   clinic   barrier      finding          -> A is mixed on training
    A      included  SA      culture    clinic   mixed        finding
    B      included  S1      training   clinic   facilitator  finding          before; S1 has two papers
    C      included  S1      training   clinic   facilitator  finding          after
    C      included  S1      pay        ward     barrier      participant_quote
    D      included  SD      culture    clinic   neutral      finding          shared by two settings
    D      included  SD      culture    ward     neutral      finding
    D      included  SD      training   -        absent       finding          looked for, not found
    E      included  SE      training   ward     facilitator  recommendation   stored, not counted
    E      included  SE      draft:tea  ward     unclear      finding          a free phrasing
    F      excluded  SF      training   clinic   barrier      finding          not counted: excluded
    G      included  SG      (not extracted: nothing is known)

Extraction round 1 looked for training, culture, pay and role in A-F; role was reported by nobody.
MEDLINE gave A, B and F (3 hits), experts gave A. G is a preprint of A; B and C are companions.
A cites B and F, B cites F, F cites G: nothing is left to screen.
Tree: training is narrower than support; support was added later and was not looked for as such.

    author  influence  level   kind      author  influence  level   kind
    ann     training   meso    exact     bob     training   micro   narrower    they disagree on training
    ann     culture    meso    close     ann     culture    macro   narrower    culture counts in two
    ann     pay        macro   broader   ann     role       -       none        support and draft:tea: nobody looked
meso and micro belong to service; macro stands alone.
"""

from __future__ import annotations

import pyarrow as pa

from graph.ids import construct_id, finding_id, mapping_id, note_passage_id
from graph.schema import EDGE, NODE, SCHEMA_VERSION
from graph.tables import GraphTables, edge_schema, node_schema

FINDINGS = [
    ("A", "SA", "training", "clinic", "facilitator", "finding", None),
    ("A", "SA", "training", "clinic", "barrier", "finding", None),
    ("A", "SA", "culture", "clinic", "mixed", "finding", None),
    ("B", "S1", "training", "clinic", "facilitator", "finding", "before"),
    ("C", "S1", "training", "clinic", "facilitator", "finding", "after"),
    ("C", "S1", "pay", "ward", "barrier", "participant_quote", None),
    ("D", "SD", "culture", "clinic", "neutral", "finding", None),
    ("D", "SD", "culture", "ward", "neutral", "finding", None),
    ("D", "SD", "training", None, "absent", "finding", None),
    ("E", "SE", "training", "ward", "facilitator", "recommendation", None),
    ("E", "SE", "draft:tea", "ward", "unclear", "finding", None),
    ("F", "SF", "training", "clinic", "barrier", "finding", None),
]
PAPERS = "ABCDEFG"
STUDIES = {"A": "SA", "B": "S1", "C": "S1", "D": "SD", "E": "SE", "F": "SF", "G": "SG"}
LEVELS = ("macro", "meso", "micro", "service")
MAPPINGS = [
    ("ann", "training", "meso", "exact"),
    ("bob", "training", "micro", "narrower"),
    ("ann", "culture", "meso", "close"),
    ("ann", "culture", "macro", "narrower"),
    ("ann", "pay", "macro", "broader"),
    ("ann", "role", None, "none"),
]


def level(name: str) -> str:
    """The id of a construct of the small graph."""
    return construct_id("levels", name)


def _mapping(author: str, influence: str, name: str | None) -> str:
    return mapping_id(influence, "levels", level(name) if name else None, author)


def node_rows(label: str, rows: list[dict[str, object]]) -> pa.Table:
    """A node table from rows; properties that a row leaves out are null."""
    names = [column.name for column in NODE[label].columns]
    return pa.Table.from_pylist([dict.fromkeys(names) | row for row in rows], schema=node_schema(NODE[label]))


def edge_rows(type_: str, rows: list[tuple[object, ...]]) -> pa.Table:
    """An edge table from (start_id, end_id, property, ...) tuples."""
    schema = edge_schema(EDGE[type_])
    return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema=schema)


def _finding(row: tuple[str, str, str, str | None, str, str, str | None]) -> dict[str, object]:
    paper, study, influence, setting, direction, assertion, when = row
    place = f"setting:service/{setting}" if setting else None
    return {
        "id": finding_id(paper, study, influence, place, direction, assertion, None, None, when),
        "direction": direction,
        "assertion": assertion,
        "counted": paper != "F" and assertion != "recommendation",
        "mitigated": False,
        "time_point": when,
        "inverted": False,
        "setting_shared": paper == "D" and place is not None,
        "origin": "table",
    }


def small_tables(revision: str = "r1", paper_with_both: str = "mixed") -> GraphTables:
    """The graph of the table above."""
    findings = [_finding(row) for row in FINDINGS]
    ids = [str(row["id"]) for row in findings]
    passages: list[dict[str, object]] = []
    contains: list[tuple[object, ...]] = []
    illustrates: list[tuple[object, ...]] = []
    for row, finding in zip(FINDINGS, ids, strict=True):
        if row[:3] == ("D", "SD", "culture") and row[3] == "ward":
            illustrates.append((passages[-1]["id"], finding, None))  # one cell named both settings
            continue
        kind = "note" if row[0] == "E" else "cell"
        for nth in range(2 if finding == ids[0] else 1):
            quote = f"{row[0]} says {row[4]} of {row[2]}, {nth}"
            passage = note_passage_id(row[0], None, quote + finding)
            at = {"path": "tables/t.csv", "cell": f"B{len(passages) + 2}", "char_start": 0, "char_end": len(quote)}
            passages.append({"id": passage, "kind": kind, "quote": quote, **(at if kind == "cell" else {})})
            contains.append((row[0], passage))
            illustrates.append((passage, finding, None))
    return GraphTables(
        nodes={
            "Review": node_rows(
                "Review",
                [
                    {
                        "id": "small",
                        "title": "A small review",
                        "question": "What helps?",
                        "unit": "paper",
                        "paper_with_both": paper_with_both,
                        "recommendations": "stored",
                        "codebook_version": "c1",
                        "schema_version": SCHEMA_VERSION,
                        "revision": revision,
                    }
                ],
            ),
            "Paper": node_rows(
                "Paper",
                [
                    {
                        "id": paper,
                        "title": f"Paper {paper}",
                        "authors": [f"Author {paper}"],
                        "year": 2010 + number if paper != "G" else None,
                        "status": "excluded" if paper == "F" else "included",
                        "extracted": paper != "G",
                    }
                    for number, paper in enumerate(PAPERS)
                ],
            ),
            "Source": node_rows(
                "Source",
                [
                    {"id": "source:medline", "kind": "database", "provider": "Ovid", "name": "MEDLINE", "hits": 3},
                    {"id": "source:experts", "kind": "expert", "name": "Experts"},
                ],
            ),
            "Study": node_rows("Study", [{"id": study} for study in sorted(set(STUDIES.values()))]),
            "Setting": node_rows(
                "Setting",
                [
                    {"id": "setting:service/clinic", "name": "Clinic", "kind": "service", "country": "X"},
                    {"id": "setting:service/ward", "name": "Ward", "kind": "service", "country": "X"},
                    {"id": "setting:country/x", "name": "X", "kind": "country"},
                ],
            ),
            "Influence": node_rows(
                "Influence",
                [
                    {"id": "culture", "name": "Culture", "status": "active", "level": 0},
                    {"id": "pay", "name": "Pay", "status": "active", "level": 0},
                    {"id": "role", "name": "Role", "status": "active", "level": 0},
                    {"id": "support", "name": "Support", "status": "active", "level": 0},
                    {"id": "training", "name": "Training", "status": "active", "level": 1},
                    {"id": "draft:tea", "name": "Tea", "status": "draft", "level": 0},
                ],
            ),
            "Construct": node_rows(
                "Construct", [{"id": level(name), "framework": "levels", "name": name} for name in LEVELS]
            ),
            "Mapping": node_rows(
                "Mapping",
                [
                    {
                        "id": _mapping(author, influence, name),
                        "framework": "levels",
                        "kind": kind,
                        "author": author,
                        "reason": f"{author} says {kind}",
                    }
                    for author, influence, name, kind in MAPPINGS
                ],
            ),
            "Extraction": node_rows("Extraction", [{"id": "extraction:round-1", "name": "round 1", "papers": 5}]),
            "Finding": node_rows("Finding", findings),
            "Passage": node_rows("Passage", passages),
            "CitedFigure": node_rows(
                "CitedFigure",
                [
                    {
                        "id": "cited:1",
                        "label": "Training",
                        "papers": 22,
                        "of_papers": 53,
                        "percentage": "42 %",
                        "basis": "stated",
                        "citation": "Somebody 2020",
                    }
                ],
            ),
        },
        edges={
            "INCLUDES": edge_rows("INCLUDES", [("small", paper) for paper in PAPERS]),
            "FOUND": edge_rows("FOUND", [*(("source:medline", paper) for paper in "ABF"), ("source:experts", "A")]),
            "CITES": edge_rows("CITES", [("A", "B"), ("A", "F"), ("B", "F"), ("F", "G")]),
            "RELATED_TO": edge_rows(
                "RELATED_TO", [("A", "G", "preprint", "rules", False), ("B", "C", "companion", "ann", True)]
            ),
            "REPORTS_ON": edge_rows("REPORTS_ON", list(STUDIES.items())),
            "CONDUCTED_IN": edge_rows(
                "CONDUCTED_IN",
                [
                    ("SA", "setting:service/clinic"),
                    ("S1", "setting:service/clinic"),
                    ("S1", "setting:service/ward"),
                    ("SD", "setting:service/clinic"),
                    ("SD", "setting:service/ward"),
                    ("SE", "setting:service/ward"),
                    ("SF", "setting:service/clinic"),
                ],
            ),
            "PART_OF": edge_rows(
                "PART_OF",
                [
                    ("setting:service/clinic", "setting:country/x"),
                    ("setting:service/ward", "setting:country/x"),
                ],
            ),
            "REPORTS": edge_rows("REPORTS", [(row[0], id_) for row, id_ in zip(FINDINGS, ids, strict=True)]),
            "ABOUT": edge_rows("ABOUT", [(id_, row[2]) for row, id_ in zip(FINDINGS, ids, strict=True)]),
            "FROM": edge_rows("FROM", [(id_, row[1]) for row, id_ in zip(FINDINGS, ids, strict=True)]),
            "IN_SETTING": edge_rows(
                "IN_SETTING",
                [(id_, f"setting:service/{row[3]}") for row, id_ in zip(FINDINGS, ids, strict=True) if row[3]],
            ),
            "CONTAINS": edge_rows("CONTAINS", contains),
            "ILLUSTRATES": edge_rows("ILLUSTRATES", illustrates),
            "NARROWER_THAN": edge_rows("NARROWER_THAN", [("training", "support")]),
            "EXTRACTED_IN": edge_rows("EXTRACTED_IN", [(paper, "extraction:round-1") for paper in "ABCDEF"]),
            "LOOKED_FOR": edge_rows(
                "LOOKED_FOR",
                [("extraction:round-1", influence) for influence in ("culture", "pay", "role", "training")],
            ),
            "CITED_ABOUT": edge_rows("CITED_ABOUT", [("cited:1", "training")]),
            "MAPPED_BY": edge_rows(
                "MAPPED_BY",
                [(influence, _mapping(author, influence, name)) for author, influence, name, _ in MAPPINGS],
            ),
            "MAPS_TO": edge_rows(
                "MAPS_TO",
                [(_mapping(author, influence, name), level(name)) for author, influence, name, _ in MAPPINGS if name],
            ),
            "BELONGS_TO": edge_rows("BELONGS_TO", [(level(name), level("service")) for name in ("meso", "micro")]),
        },
    )


def written_pairs(revision: str = "r1") -> dict[str, pa.Table]:
    """One pair as `numbers pairs --write` would write it: A reports culture and training."""
    row = ("culture", "training", 1, 1.2, 0.8, 0.9, "paper", "no filter", "permutation, holm", 7, revision)
    return {"CO_OCCURS": edge_rows("CO_OCCURS", [row])}
