"""A tiny graph with decisions on texts, written by hand. Answers in tests refer to this table.

    paper  influence  direction    section     decisions             a table gave it
    P      training   facilitator  results     anna (single)         no
    P      pay        barrier      results     anna, ben (agreed)    no
    P      culture    barrier      discussion  cleo (adjudicated)    no
    Q      training   barrier      results     ben (single)          no
    Q      pay        barrier      -           -                     yes
    Q      culture    facilitator  results     anna (single)         yes, in a cell besides
    R      pay        facilitator  discussion  anna (single)         no
    R      training   facilitator  -           -                     yes

Training of R is the view of nurses. All three papers were looked at for all three influences. Dora is a curator who
decided nothing.
"""

from __future__ import annotations

from small_graph import edge_rows, node_rows

from graph.schema import SCHEMA_VERSION
from graph.tables import GraphTables

FINDINGS = (
    ("P", "training", "facilitator", "results", ("anna",), "single", False),
    ("P", "pay", "barrier", "results", ("anna", "ben"), "agreed", False),
    ("P", "culture", "barrier", "discussion", ("cleo",), "adjudicated", False),
    ("Q", "training", "barrier", "results", ("ben",), "single", False),
    ("Q", "pay", "barrier", None, (), None, True),
    ("Q", "culture", "facilitator", "results", ("anna",), "single", True),
    ("R", "pay", "facilitator", "discussion", ("anna",), "single", False),
    ("R", "training", "facilitator", None, (), None, True),
)
PAPERS, INFLUENCES, CURATORS = "PQR", ("culture", "pay", "training"), ("anna", "ben", "cleo", "dora")


def decided_tables() -> GraphTables:
    """The graph of the table above."""
    ids = [f"f:{row[0]}-{row[1]}" for row in FINDINGS]
    rows = list(zip(ids, FINDINGS, strict=True))
    decisions = [(f"e:{who}-{id_}", who, id_, row[5]) for id_, row in rows for who in row[4]]
    texts = [(f"p:text-{id_}", id_, row[0], row[3]) for id_, row in rows if row[3]]
    cells = [(f"p:cell-{id_}", id_, row[0], None) for id_, row in rows if row[6]]
    review = {
        "id": "decided",
        "title": "A decided review",
        "unit": "paper",
        "paper_with_both": "mixed",
        "recommendations": "stored",
        "codebook_version": "c1",
        "schema_version": SCHEMA_VERSION,
        "revision": "r1",
    }
    findings = [
        {
            "id": id_,
            "direction": row[2],
            "assertion": "finding",
            "counted": True,
            "mitigated": False,
            "inverted": False,
            "setting_shared": False,
            "origin": "table" if row[6] else "curation",
            "viewpoint": "nurses" if row[:2] == ("R", "training") else None,
        }
        for id_, row in rows
    ]
    passages: list[dict[str, object]] = [
        {"id": id_, "kind": "text" if section else "cell", "quote": finding, "section": section}
        for id_, finding, _, section in (*texts, *cells)
    ]
    return GraphTables(
        nodes={
            "Review": node_rows("Review", [review]),
            "Paper": node_rows("Paper", [{"id": id_, "status": "included", "extracted": True} for id_ in PAPERS]),
            "Study": node_rows("Study", [{"id": f"study:{id_}"} for id_ in PAPERS]),
            "Influence": node_rows(
                "Influence", [{"id": id_, "name": id_.title(), "status": "active", "level": 0} for id_ in INFLUENCES]
            ),
            "Extraction": node_rows("Extraction", [{"id": "extraction:1", "name": "1", "papers": 3}]),
            "Finding": node_rows("Finding", findings),
            "Passage": node_rows("Passage", passages),
            "Curator": node_rows("Curator", [{"id": id_, "name": id_, "role": "coder"} for id_ in CURATORS]),
            "Decision": node_rows("Decision", [{"id": id_, "kind": "decision"} for id_, *_ in decisions]),
        },
        edges={
            "INCLUDES": edge_rows("INCLUDES", [("decided", id_) for id_ in PAPERS]),
            "REPORTS_ON": edge_rows("REPORTS_ON", [(id_, f"study:{id_}") for id_ in PAPERS]),
            "REPORTS": edge_rows("REPORTS", [(row[0], id_) for id_, row in rows]),
            "ABOUT": edge_rows("ABOUT", [(id_, row[1]) for id_, row in rows]),
            "FROM": edge_rows("FROM", [(id_, f"study:{row[0]}") for id_, row in rows]),
            "CONTAINS": edge_rows("CONTAINS", [(paper, id_) for id_, _, paper, _ in (*texts, *cells)]),
            "ILLUSTRATES": edge_rows("ILLUSTRATES", [(id_, finding, None) for id_, finding, *_ in (*texts, *cells)]),
            "EXTRACTED_IN": edge_rows("EXTRACTED_IN", [(id_, "extraction:1") for id_ in PAPERS]),
            "LOOKED_FOR": edge_rows("LOOKED_FOR", [("extraction:1", id_) for id_ in INFLUENCES]),
            "MADE": edge_rows("MADE", [(who, id_) for id_, who, *_ in decisions]),
            "CLAIMS": edge_rows("CLAIMS", [(id_, finding, state) for id_, _, finding, state in decisions]),
        },
    )
