"""The record of a review -> papers, sources and links among what the tables gathered."""

from __future__ import annotations

from graph.ids import study_id
from graph.model import PaperStatus
from ingest.gather import Gathered
from ingest.mapping import SourceSection
from ingest.references.flow import FoundPaper, ReviewRecord
from ingest.references.languages import language_of


def gather_record(record: ReviewRecord, gathered: Gathered) -> None:
    """Add papers and sources. What a table says of a paper stands; a record only fills what it leaves open."""
    for paper in record.papers:
        gathered.papers.add([paper.id])
        said = gathered.papers.said[paper.id]
        for name, value in _properties(paper).items():
            if value is not None:
                said.setdefault(name, (value, paper.cluster.best.file))
        if paper.status is PaperStatus.INCLUDED and not paper.in_table:
            own = study_id((), paper=paper.id)
            gathered.studies.add([own])
            gathered.reports_on.add((paper.id, own))
        # (:Source)-[:FOUND]->(:Paper)
        gathered.found_by.update((source, paper.id) for source in paper.sources)
    # (:Paper)-[:RELATED_TO {kind, by, one_study}]->(:Paper)
    gathered.related.update((link.one, link.other, link.kind, link.by, link.joins) for link in record.links)
    gathered.sources += [_source(source) for source in record.sources]


def _properties(paper: FoundPaper) -> dict[str, object]:
    best = paper.cluster.best
    doi = next((member.doi for member in (best, *paper.cluster.members) if member.doi), None)
    return {
        "title": best.title,
        "authors": list(best.authors) or None,
        "year": best.year,
        "doi": doi,
        "language": language_of((best, *paper.cluster.members)),
        "status": None if paper.in_table else paper.status.value,
        "screening_stage": paper.stage.value if paper.stage else None,
        "screened": True if paper.title_abstract or paper.full_text else None,
        "screening_reason": paper.reason,
    }


def _source(source: SourceSection) -> dict[str, object]:
    return {
        "id": source.id,
        "kind": source.kind.value,
        "provider": source.provider,
        "name": source.name,
        "searched_on": source.searched_on.isoformat() if source.searched_on else None,
        "search": source.query,
        "hits": source.hits,
        "language_limit": " ".join(source.language_limit) or None,
        "round": source.round,
    }
