"""What was gathered -> the tables of the graph."""

from __future__ import annotations

import pyarrow as pa

from graph.ids import cited_figure_id
from graph.model import InfluenceStatus, PaperStatus
from graph.schema import NODE, SCHEMA_VERSION
from graph.tables import GraphTables
from ingest.arrow import edge_pairs, edges, node_rows
from ingest.findings import read_findings
from ingest.gather import Gathered
from ingest.mapping import ReviewFile
from ingest.passage_nodes import read_passages
from ingest.rounds import extraction_rounds
from ingest.survey.nodes import instrument_nodes, instrument_pairs


def graph_tables(gathered: Gathered, review: ReviewFile, revision: str) -> GraphTables:
    """Every node and edge that the folder says; derived edges come later. What was gathered is used up."""
    passages = read_passages(gathered)
    findings = read_findings(gathered, review, passages)
    rounds = extraction_rounds(gathered, review)
    papers = _papers(gathered)
    nodes = {
        "Review": node_rows("Review", [_review(review, gathered, revision)]),
        "Paper": node_rows("Paper", papers),
        "Source": node_rows("Source", sorted(gathered.sources, key=lambda row: str(row["id"]))),
        "Study": node_rows("Study", gathered.studies.rows()),
        "Setting": node_rows("Setting", gathered.settings.rows()),
        "Influence": node_rows("Influence", _influences(gathered)),
        "Extraction": node_rows("Extraction", rounds.nodes),
        "Finding": findings.nodes,
        "Passage": passages.nodes,
        "CitedFigure": node_rows("CitedFigure", _cited(review)),
        **{label: node_rows(label, rows) for label, rows in gathered.mappings.nodes().items()},
        **{label: node_rows(label, rows) for label, rows in instrument_nodes(gathered.instruments).items()},
    }
    links = {
        "INCLUDES": edge_pairs("INCLUDES", [(review.review.id, str(row["id"])) for row in papers]),
        "FOUND": edge_pairs("FOUND", sorted(gathered.found_by)),
        "CITES": edge_pairs("CITES", sorted(gathered.cites)),
        "RELATED_TO": _related(gathered),
        "REPORTS_ON": edge_pairs("REPORTS_ON", sorted(gathered.reports_on)),
        "CONDUCTED_IN": edge_pairs("CONDUCTED_IN", sorted(gathered.conducted_in)),
        "PART_OF": edge_pairs("PART_OF", sorted(gathered.part_of)),
        **findings.edges,
        "CONTAINS": edges("CONTAINS", passages.papers, passages.ids),
        "NARROWER_THAN": edge_pairs("NARROWER_THAN", _tree(gathered)),
        "EXTRACTED_IN": edge_pairs("EXTRACTED_IN", rounds.extracted_in),
        "LOOKED_FOR": edge_pairs("LOOKED_FOR", rounds.looked_for),
        "CITED_ABOUT": edge_pairs("CITED_ABOUT", _cited_about(gathered, review)),
        **{type_: edge_pairs(type_, pairs) for type_, pairs in gathered.mappings.pairs().items()},
        **{type_: edge_pairs(type_, pairs) for type_, pairs in instrument_pairs(gathered.instruments).items()},
    }
    return GraphTables(nodes, links)


def _related(gathered: Gathered) -> pa.Table:
    found = sorted(gathered.related)
    starts, ends, kinds, by, joined = ([row[at] for row in found] for at in range(5))
    return edges("RELATED_TO", starts, ends, kind=kinds, by=by, one_study=joined)


def _papers(gathered: Gathered) -> list[dict[str, object]]:
    """Every paper; one whose status nobody said is included."""
    extracted = {paper for paper, _ in gathered.extracted_in}
    papers = gathered.papers.rows()
    for row in papers:
        row["status"] = row.get("status") or PaperStatus.INCLUDED.value
        row["extracted"] = row["id"] in extracted
        row["screened"] = bool(row.get("screened")) or row["status"] != PaperStatus.CANDIDATE.value
    return papers


def _review(review: ReviewFile, gathered: Gathered, revision: str) -> dict[str, object]:
    return {
        "id": review.review.id,
        "title": review.review.title,
        "question": review.review.question,
        "registration": review.review.registration,
        "unit": review.counting.unit.value,
        "paper_with_both": review.counting.paper_with_both.value,
        "recommendations": review.counting.recommendations.value,
        "codebook_version": gathered.codebook.version,
        "schema_version": SCHEMA_VERSION,
        "revision": revision,
    }


def _influences(gathered: Gathered) -> list[dict[str, object]]:
    names = [column.name for column in NODE["Influence"].columns]
    known = [
        {name: getattr(influence, name) for name in names} | {"status": influence.status.value}
        for influence in gathered.codebook.influences.values()
    ]
    drafts = [
        {"id": id_, "name": name, "status": InfluenceStatus.DRAFT.value, "level": 0}
        for id_, name in gathered.words.drafts.items()
    ]
    return sorted([*known, *drafts], key=lambda row: str(row["id"]))


def _tree(gathered: Gathered) -> list[tuple[str, str]]:
    influences = gathered.codebook.influences.values()
    return sorted((influence.id, influence.parent_id) for influence in influences if influence.parent_id)


def _cited(review: ReviewFile) -> list[dict[str, object]]:
    return [
        {
            "id": cited_figure_id(cited.citation, cited.label),
            "label": cited.label,
            "papers": cited.papers,
            "of_papers": cited.of_papers,
            "studies": cited.studies,
            "of_studies": cited.of_studies,
            "influences": cited.influences,
            "percentage": cited.percentage,
            "basis": cited.basis,
            "citation": cited.citation,
            "url": cited.url,
        }
        for cited in review.cited
    ]


def _cited_about(gathered: Gathered, review: ReviewFile) -> list[tuple[str, str]]:
    return sorted(
        (cited_figure_id(cited.citation, cited.label), found)
        for cited in review.cited
        if cited.influence and (found := gathered.codebook.find(cited.influence))
    )
