"""The record of a review: which papers the files of references/ hold, from which sources, and what was decided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ReferencesError, ReviewFolderError, SynthesisError, near_misses
from graph.ids import normal_doi
from graph.model import PaperStatus, ScreeningStage
from graph.progress import Progress, silent
from ingest.mapping import ReviewFile, SourceSection
from ingest.references.clusters import Cluster, Deduplicated, Said, deduplicate
from ingest.references.companions import PaperLink, paper_links
from ingest.references.folder import FOLDER, read_references, reference_files
from ingest.references.papers import paper_ids
from ingest.references.record import Record, Remark
from ingest.references.said import PairWords, read_said, with_words
from ingest.references.screening import ScreeningDecision, Settled, decisions_of, named, settle, status_of

REVIEW_FILE = "review.toml"
UNNAMED = "source:unnamed"
"""Stands for files that no [[sources]] names."""


@dataclass(frozen=True)
class FoundPaper:
    """A paper of the record: its cluster, the sources that gave it, and the way that it went."""

    id: str
    cluster: Cluster
    sources: tuple[str, ...]
    decisions: tuple[ScreeningDecision, ...]
    title_abstract: Settled | None
    full_text: Settled | None
    status: PaperStatus
    stage: ScreeningStage | None
    reason: str | None
    in_table: bool = False
    """A table holds it too, under the same identifier; the table's status stands."""


@dataclass(frozen=True)
class ReviewRecord:
    """Everything that references/ says. `records` counts records of each source by its id."""

    papers: tuple[FoundPaper, ...] = ()
    sources: tuple[SourceSection, ...] = ()
    records: Mapping[str, int] = field(default_factory=dict)
    unsourced: int = 0
    """Records of files that no source names and no screening reads."""
    owners: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """File -> ids of the sources that it is of; `source:unnamed` for a file that nothing names."""
    links: tuple[PaperLink, ...] = ()
    """Papers that belong together without being one."""
    found: Deduplicated = field(default_factory=lambda: Deduplicated(()))
    file_problems: tuple[ReferencesError, ...] = ()
    refused: tuple[tuple[str, Remark], ...] = ()
    """(file, what was refused) of every record that could not be read."""
    problems: tuple[SynthesisError, ...] = ()
    warnings: tuple[str, ...] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)


def read_record(
    folder: Path,
    review: ReviewFile,
    dois: Mapping[str, str | None],
    *,
    words: PairWords | None = None,
    progress: Progress = silent,
) -> ReviewRecord:
    """Read references/ with what review.toml says of it. `dois`: the papers of the tables, id -> DOI.

    `words`: what the ledgers say of pairs of records.
    """
    references = read_references(folder, progress=progress)
    problems: list[SynthesisError] = _check(folder, review)
    said, more, wrong, notes = _said(folder, words or {}, {record.id for record in references.records})
    problems += wrong
    found = deduplicate(references.records, said, progress=progress)
    owners = _owners(references.records, review)
    counted = Counter(owner for found_ in references.records for owner in owners[found_.file])
    records, unsourced = {source.id: counted[source.id] for source in review.sources}, counted[UNNAMED]
    papers = _papers(found, review, dois)
    paper_of = {member.id: paper.id for paper in papers for member in paper.cluster.members}
    links, unknown = paper_links(found.links, said, paper_of, {*dois, *paper_of.values()})
    problems += unknown
    return ReviewRecord(
        papers,
        review.sources,
        records,
        unsourced,
        owners,
        links,
        found,
        references.problems,
        tuple((report.path, remark) for report in references.reports for remark in report.refused),
        tuple(problems),
        (*notes, *_warnings(review, records, unsourced, papers)),
        {**references.inputs, **more},
    )


def _said(
    folder: Path, words: PairWords, known: set[str]
) -> tuple[Said, dict[str, str], list[ReferencesError], list[str]]:
    """What people say of pairs, the file that was read, what is wrong, and notes."""
    try:
        said, read = read_said(folder)
    except ReferencesError as error:
        return {}, {}, [error], []
    both, problems, notes = with_words(said, words, known)
    return both, read, problems, notes


def _check(folder: Path, review: ReviewFile) -> list[SynthesisError]:
    """Sources that are named twice, and files that are not there."""
    problems: list[SynthesisError] = []
    ids = Counter(source.id for source in review.sources)
    for id_ in (id_ for id_, times in ids.items() if times > 1):
        name = next(source.name for source in review.sources if source.id == id_)
        message = f'two [[sources]] are called "{name}" on the same day. Give each search its `searched_on`.'
        problems.append(ReviewFolderError(REVIEW_FILE, message, key="sources"))
    paths = [file.relative_to(folder).as_posix() for file in reference_files(folder)]
    patterns = [("sources", pattern) for source in review.sources for pattern in source.files]
    patterns += [("screening", pattern) for section in review.screening for pattern in section.files]
    for key, pattern in patterns:
        if not any(named(path, [pattern]) for path in paths):
            near = near_misses(pattern, paths)
            message = f'no file in {FOLDER}/ is "{pattern}".'
            problems.append(ReviewFolderError(REVIEW_FILE, message, key=f"{key}.files", near=near))
    return problems


def _owners(records: Sequence[Record], review: ReviewFile) -> dict[str, tuple[str, ...]]:
    """The sources of each file. Files that only screening reads have none: they hold decisions, not a search."""
    found: dict[str, tuple[str, ...]] = {}
    for path in {record.file for record in records}:
        owners = tuple(source.id for source in review.sources if named(path, source.files))
        if not owners and not any(named(path, section.files) for section in review.screening):
            owners = (UNNAMED,)
        found[path] = owners
    return found


def _papers(found: Deduplicated, review: ReviewFile, dois: Mapping[str, str | None]) -> tuple[FoundPaper, ...]:
    held = {normal: id_ for id_, doi in dois.items() if doi and (normal := normal_doi(doi))}
    taken: set[str] = set()
    papers = []
    for wanted, cluster in zip(paper_ids(found.clusters), found.clusters, strict=True):
        id_ = _joined(wanted, cluster, held, taken)
        taken.add(id_)
        papers.append(_paper(id_, cluster, review, in_table=id_ in dois))
    return tuple(sorted(papers, key=lambda paper: paper.id))


def _joined(wanted: str, cluster: Cluster, held: Mapping[str, str], taken: set[str]) -> str:
    """The id of the paper in the tables that has one of the cluster's DOIs, else its own."""
    for member in cluster.members:
        id_ = held.get(member.doi or "")
        if id_ is not None and id_ not in taken and wanted == f"doi:{member.doi}":
            return id_
    return wanted


def _paper(id_: str, cluster: Cluster, review: ReviewFile, *, in_table: bool) -> FoundPaper:
    files = {member.file for member in cluster.members}
    sources = [source.id for source in review.sources if any(named(path, source.files) for path in files)]
    decisions = tuple(decision for member in cluster.members for decision in decisions_of(member, review.screening))
    title, full = (settle(decisions, stage) for stage in (ScreeningStage.TITLE_ABSTRACT, ScreeningStage.FULL_TEXT))
    status, stage, reason = status_of(title, full)
    return FoundPaper(id_, cluster, tuple(sources), decisions, title, full, status, stage, reason, in_table)


def _warnings(
    review: ReviewFile, records: Mapping[str, int], unsourced: int, papers: Sequence[FoundPaper]
) -> list[str]:
    said = []
    if unsourced and review.sources:
        said.append(f"{unsourced:,} records of {FOLDER}/ are in files that no [[sources]] and no [[screening]] names.")
    for source in review.sources:
        held = records[source.id]
        if source.hits is not None and source.files and source.hits != held:
            said.append(f'The source "{source.name}" says {source.hits:,} hits; its files hold {held:,} records.')
    excluded = defaultdict(list)
    for paper in papers:
        if paper.in_table and paper.status is PaperStatus.EXCLUDED:
            excluded[paper.stage].append(paper.id)
    for stage, ids in excluded.items():
        stage_said = stage.value.replace("_", " ") if stage else "screening"
        said.append(
            f"{len(ids)} papers of the tables were excluded by {stage_said}, such as {ids[0]}; the tables stand."
        )
    return said
