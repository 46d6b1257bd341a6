"""The smallest graph for a list of papers and what each reports: one finding for each influence, all looked for."""

from __future__ import annotations

from collections.abc import Sequence

from small_graph import edge_rows, node_rows

from graph.schema import SCHEMA_VERSION
from graph.tables import GraphTables


def matrix_tables(papers: Sequence[str]) -> GraphTables:
    """`["abc", "d"]`: the first paper reports a, b and c, the second d; every finding helps."""
    ids = [f"paper-{number:04}" for number in range(len(papers))]
    influences = sorted(set("".join(papers)))
    findings = [
        (f"f:{id_}-{influence}", id_, influence) for id_, held in zip(ids, papers, strict=True) for influence in held
    ]
    review = {"id": "matrix", "title": "Matrix", "unit": "paper", "paper_with_both": "mixed", "revision": "r1"}
    said = {"direction": "facilitator", "assertion": "finding", "counted": True, "origin": "table"}
    return GraphTables(
        nodes={
            "Review": node_rows("Review", [{**review, "schema_version": SCHEMA_VERSION}]),
            "Paper": node_rows("Paper", [{"id": id_, "status": "included", "extracted": True} for id_ in ids]),
            "Study": node_rows("Study", [{"id": id_} for id_ in ids]),
            "Influence": node_rows("Influence", [{"id": id_, "name": id_, "status": "active"} for id_ in influences]),
            "Extraction": node_rows("Extraction", [{"id": "extraction:1", "name": "1", "papers": len(ids)}]),
            "Finding": node_rows("Finding", [{"id": id_, **said} for id_, _, _ in findings]),
        },
        edges={
            "REPORTS_ON": edge_rows("REPORTS_ON", [(id_, id_) for id_ in ids]),
            "REPORTS": edge_rows("REPORTS", [(paper, id_) for id_, paper, _ in findings]),
            "ABOUT": edge_rows("ABOUT", [(id_, influence) for id_, _, influence in findings]),
            "FROM": edge_rows("FROM", [(id_, paper) for id_, paper, _ in findings]),
            "EXTRACTED_IN": edge_rows("EXTRACTED_IN", [(id_, "extraction:1") for id_ in ids]),
            "LOOKED_FOR": edge_rows("LOOKED_FOR", [("extraction:1", influence) for influence in influences]),
        },
    )
