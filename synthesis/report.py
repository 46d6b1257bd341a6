"""A report of a review: every table, every figure of its text, the passages it shows, and what stays unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graph.model import InfluenceStatus
from graph.progress import Progress, silent
from graph.tables import GraphTables
from synthesis.evidence import evidence as evidence_of
from synthesis.report_cerqual import Judgement, soqf_table
from synthesis.report_checklists import checklist_tables
from synthesis.report_figures import figures
from synthesis.report_findings import findings_table, illustrations, passages_table
from synthesis.report_frameworks import framework_tables
from synthesis.report_measured import measured_tables
from synthesis.report_model import Figure, Report, Row, Table, columns_of, figure_table, many
from synthesis.report_papers import papers_table, rounds_table
from synthesis.report_survey import survey_figures, survey_tables
from synthesis.report_unknown import unknown_table

MOST_DRAFTS = 30
"""Drafts that get a row and a part of their own, the most reported first; the others stand in the tables as CSV."""
AGREEMENT = columns_of(
    ("of", "string", "claims, one influence, one direction, characters, or the tool against the curators"),
    ("name", "string", "which"),
    ("candidates", "integer", "candidates decided on by two or more"),
    ("coders", "integer", "people who decided"),
    ("conflicts", "integer", "candidates on which they disagreed"),
    ("settled", "integer", "of these adjudicated"),
    ("agreed", "float", "share of agreeing pairs, 0 to 1"),
    ("alpha", "float", "Krippendorff's alpha"),
    ("alpha_low", "float", "lower bound of its 95 % interval"),
    ("alpha_high", "float", "upper bound"),
    ("ac1", "float", "Gwet's AC1"),
    ("ac1_low", "float", "lower bound of its 95 % interval"),
    ("ac1_high", "float", "upper bound"),
    ("agreed_after", "float", "share of agreeing pairs after adjudication"),
    ("alpha_after", "float", "alpha after adjudication"),
    ("said", "string", "why a figure is missing"),
)
SOURCES = columns_of(
    ("name", "string", "database, register, website, person"),
    ("kind", "string", "kind of source"),
    ("provider", "string", "interface that was searched"),
    ("searched_on", "string", "date of the search"),
    ("round", "string", "round of searching; null for the first"),
    ("language_limit", "string", "languages that the search was limited to"),
    ("search", "string", "the query, or what was done"),
    ("hits", "integer", "records that the source says it found"),
)
CITED = columns_of(
    ("label", "string", "what is counted"),
    ("papers", "integer", "the published count, in papers"),
    ("of_papers", "integer", "its denominator"),
    ("studies", "integer", "the published count, in studies"),
    ("of_studies", "integer", "its denominator"),
    ("influences", "integer", "how many influences a publication names"),
    ("percentage", "string", "the percentage as printed"),
    ("basis", "string", "stated, or inferred with the reasoning"),
    ("citation", "string", "the publication"),
)
PRISMA = columns_of(
    ("box", "string", "box of the flow"),
    ("column", "string", "way of identification"),
    ("part", "string", "part of the box: a source, a reason; null for the whole box"),
    ("unit", "string", "records or papers"),
    ("count", "integer", "how many"),
)


@dataclass(frozen=True, slots=True)
class Besides:
    """What a report says besides the graph. `prisma`: the boxes of the flow, empty when no record is there."""

    version: str
    agreement: Sequence[Row] = ()
    agreement_said: tuple[str, ...] = ()
    pending: int = 0
    prisma: Sequence[Row] = ()
    wrong_sums: tuple[str, ...] = ()
    judgements: Sequence[Judgement] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """File of the review -> SHA-256, for every file that the figures rest on."""


def report(graph: GraphTables, besides: Besides, *, quotes: int, progress: Progress = silent) -> Report:
    """The report of one review; `quotes`: passages shown of each influence at most.

    Every number is one of a measure (`narragraph numbers`) or a count of rows of the tables here.
    """
    evidence = evidence_of(graph)
    tables = measured_tables(evidence, progress)
    influences = tables["influences"].rows
    order = [str(row["influence_id"]) for row in influences]
    tables["papers"] = papers_table(evidence, graph)
    tables["extraction"] = rounds_table(graph)
    tables["findings"] = findings_table(evidence, order)
    tables["passages"] = passages_table(graph, tables["findings"])
    tables["soqf"] = soqf_table(besides.judgements, influences, tables["findings"].rows)
    tables |= framework_tables(evidence, graph) | survey_tables(graph) | _recorded(graph, besides)
    named = figures(evidence, graph, tables)
    named |= _decided(graph, besides) | {one.name: one for one in survey_figures(tables)}
    tables["unknown"] = unknown_table(named, tables)
    tables |= checklist_tables(named, tables, besides.version, question=bool(evidence.review.get("question")))
    tables["figures"] = figure_table(named)
    chosen = illustrations(tables["findings"], tables["passages"], quotes)
    shown = shown_influences(influences)
    said = besides.agreement_said, besides.wrong_sums
    return Report(evidence.review, named, tables, shown, chosen, besides.version, *said)


def shown_influences(rows: Sequence[Row]) -> tuple[str, ...]:
    """The influences of the codebook, then the most reported drafts."""
    ids = [str(row["influence_id"]) for row in rows if row["status"] != InfluenceStatus.DRAFT]
    drafts = [str(row["influence_id"]) for row in rows if row["status"] == InfluenceStatus.DRAFT]
    return (*ids, *drafts[:MOST_DRAFTS])


def _recorded(graph: GraphTables, besides: Besides) -> dict[str, Table]:
    sources = graph.node("Source").sort_by("id").to_pylist()
    cited = graph.node("CitedFigure").sort_by("id").to_pylist()
    files = [{"path": path, "sha256": hash_} for path, hash_ in sorted(besides.files.items())]
    described = columns_of(
        ("path", "string", "file in the review folder"), ("sha256", "string", "SHA-256 of its bytes")
    )
    return {
        "agreement": Table(
            "agreement", AGREEMENT, besides.agreement, "candidate", "candidates decided on by two or more"
        ),
        "prisma": Table("prisma", PRISMA, besides.prisma, "as each row says", "records and papers of the searches"),
        "sources": Table("sources", SOURCES, sources, "record", many(len(sources), "source")),
        "cited": Table("cited", CITED, cited, "as each row says", many(len(cited), "published figure")),
        "files": Table("files", described, files, "file", many(len(files), "file")),
    }


def _decided(graph: GraphTables, besides: Besides) -> dict[str, Figure]:
    decisions = graph.node("Decision")
    curators = len(set(graph.edge("MADE").column("start_id").to_pylist()))
    kinds = decisions.column("kind").to_pylist()
    made = (
        Figure("decisions", kinds.count("decision"), "decision", "the newest of each curator on each candidate"),
        Figure("adjudications", kinds.count("adjudication"), "decision", "adjudications of disagreements"),
        Figure("curators", curators, "person", "people who decided"),
        Figure("pending", besides.pending, "candidate", "double-coded, not yet decided on by all; in no figure"),
        Figure("revision", str(graph.node("Review").column("revision")[0]), "none", "revision of the review"),
        Figure("searches", graph.node("Source").num_rows, "source", "sources searched or asked"),
        Figure("records", _identified(besides.prisma), "record", "identified in the searches"),
    )
    return {one.name: one for one in made}


def _identified(boxes: Sequence[Row]) -> int:
    return sum(int(str(row["count"])) for row in boxes if row["box"] == "identified" and row["part"] is None)
