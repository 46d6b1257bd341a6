"""Reference lists -> CITES among papers, and works outside the review that several included papers cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.errors import ReferencesError, near_misses
from graph.ids import normal_doi, paper_id
from graph.model import PaperStatus
from ingest.gather import Gathered
from ingest.problems import Problems
from ingest.references.citations import FOLDER, Citations, Work
from ingest.references.flow import ReviewRecord

LEAST = 2
"""Included papers that cite a work outside the review before it becomes a paper of the graph, as a candidate."""

MOST_HINTS = 50
"""Words that name nothing and are compared with every id, to say what may be meant."""


@dataclass
class _Placed:
    """Where each citation belongs."""

    edges: set[tuple[str, str]] = field(default_factory=set)
    outside: dict[str, set[str]] = field(default_factory=dict)
    """Id of a work outside the review -> papers that cite it."""
    keys: dict[str, str] = field(default_factory=dict)
    """Id of a work outside the review -> its key in the files."""
    paths: dict[str, str] = field(default_factory=dict)
    """Id of a work outside the review -> the file that names it first."""
    strangers: set[str] = field(default_factory=set)
    """Citing works that are no papers of the review."""
    unknown: dict[str, str] = field(default_factory=dict)
    """Words that name nothing -> the file that holds them."""


def gather_citations(
    citations: Citations, record: ReviewRecord, gathered: Gathered, problems: Problems, *, strict: bool
) -> None:
    """Add CITES; both ends are papers of the review, but for works that `LEAST` included papers cite or more."""
    known = _known(record, gathered)
    placed = _Placed()
    for (citing, cited), path in citations.pairs.items():
        _place((citing, cited, path), citations.works, known, placed)
    for id_, citing_papers in sorted(placed.outside.items()):
        if sum(_included(paper, gathered) for paper in citing_papers) >= LEAST:
            _add(id_, citations.works.get(placed.keys[id_], Work()), placed.paths[id_], gathered)
            placed.edges |= {(paper, id_) for paper in citing_papers}
    gathered.cites |= {(one, other) for one, other in placed.edges if one != other}
    for problem in citations.problems if strict else ():
        problems.add(problem)
    for said in () if strict else map(str, citations.problems):
        problems.warn(said)
    _tell(citations, placed, gathered, problems)


def _place(
    citation: tuple[str, str, str], works: Mapping[str, Work], known: Mapping[str, str], placed: _Placed
) -> None:
    citing, cited, path = citation
    one, other = _paper(citing, works, known), _paper(cited, works, known)
    new = None if other else _new_id(cited, works)
    if one is None and citing.startswith(("doi:", "openalex:")):
        placed.strangers.add(citing)
    elif one is None:
        placed.unknown.setdefault(citing, path)
    elif other is not None:
        placed.edges.add((one, other))
    elif new is None:
        placed.unknown.setdefault(cited, path)
    else:
        placed.outside.setdefault(new, set()).add(one)
        placed.keys.setdefault(new, cited)
        placed.paths.setdefault(new, path)


def _known(record: ReviewRecord, gathered: Gathered) -> dict[str, str]:
    """Ids, `doi:...` and record ids -> the paper that has them."""
    found = {member.id: paper.id for paper in record.papers for member in paper.cluster.members}
    found |= {f"pmid:{m.pmid}": paper.id for paper in record.papers for m in paper.cluster.members if m.pmid}
    found |= {f"doi:{m.doi}": paper.id for paper in record.papers for m in paper.cluster.members if m.doi}
    dois = ((gathered.papers.value(id_, "doi"), id_) for id_ in gathered.papers.said)
    found |= {f"doi:{normal}": id_ for doi, id_ in dois if doi is not None and (normal := normal_doi(str(doi)))}
    return found | {id_: id_ for id_ in gathered.papers.said}


def _paper(key: str, works: Mapping[str, Work], known: Mapping[str, str]) -> str | None:
    doi = works.get(key, Work()).doi
    return known.get(key) or (known.get(f"doi:{doi}") if doi else None)


def _new_id(key: str, works: Mapping[str, Work]) -> str | None:
    """The id of a work outside the review; null for words that are no DOI, no PubMed id and no work of OpenAlex."""
    doi = works.get(key, Work()).doi
    if doi or key.startswith("doi:"):
        return paper_id(doi=doi or key.removeprefix("doi:"))
    return paper_id(parts=[key.replace(":", " ")]) if key.startswith(("openalex:", "pmid:")) else None


def _included(paper: str, gathered: Gathered) -> bool:
    return gathered.papers.value(paper, "status") in {None, PaperStatus.INCLUDED.value}


def _add(id_: str, work: Work, path: str, gathered: Gathered) -> None:
    gathered.papers.add([id_])
    said = {"title": work.title, "year": work.year, "doi": work.doi, "status": PaperStatus.CANDIDATE.value}
    gathered.papers.said[id_] |= {name: (value, path) for name, value in said.items() if value is not None}


def _tell(citations: Citations, placed: _Placed, gathered: Gathered, problems: Problems) -> None:
    for number, (id_, path) in enumerate(placed.unknown.items()):
        near = near_misses(id_, gathered.papers.said) if number < MOST_HINTS else ()
        fix = f'Did you mean "{near[0]}"?' if near else "Write a DOI or the id of a paper."
        problems.add(ReferencesError(path, f'"{id_}" is no paper of the review and no DOI.', rule="unknown", fix=fix))
    if placed.strangers:
        told = f"Citing works of {FOLDER}/ that are no papers of the review: {len(placed.strangers):,}"
        problems.warn(f"{told}, such as {min(placed.strangers)}; what they cite is not used.")
    if citations.unnamed:
        told = f"Entries of reference lists in texts/: {citations.in_texts:,}, of them without DOI and PubMed id"
        problems.warn(f"{told}: {citations.unnamed:,}; what these cite is not used.")
    if citations.without_doi:
        problems.warn(f"Entries of reference lists in {FOLDER}/ without a DOI: {citations.without_doi:,}; not used.")
