"""A review folder -> checked graph tables and a report that adds up."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from graph.codebook_rows import Changing
from graph.errors import CodebookError, ReviewFolderError, near_misses
from graph.ids import extraction_id, study_id
from graph.progress import Progress, silent
from graph.revision import revision_of
from graph.tables import GraphTables
from ingest.appraisal import gather_appraisals
from ingest.codebook import Codebook, read_codebook
from ingest.codebook_changed import changed
from ingest.frameworks import read_mappings
from ingest.gather import Gathered, gather
from ingest.mapping import ReviewFile, TableSection
from ingest.open_work import open_work
from ingest.problems import Problems
from ingest.records import graph_tables
from ingest.references.citations import add_texts, read_citations
from ingest.references.cited import gather_citations
from ingest.references.companions import join_companions
from ingest.references.flow import ReviewRecord, read_record
from ingest.references.into_graph import gather_record
from ingest.references.said import PairWords
from ingest.report import ImportReport, TableReport
from ingest.review_file import NAME, read_review_file
from ingest.spellings import spellings
from ingest.strictness import tell, total_checks, unmapped_columns
from ingest.survey.read import ReadSurvey, gather_survey
from ingest.texts.folder import Texts, read_texts
from ingest.texts.match import Known
from ingest.words import Words
from ingest.work import Work


@dataclass(frozen=True)
class Ingested:
    """What a folder says. With problems in the report, `tables` is empty and nothing may be built."""

    review: ReviewFile | None
    tables: GraphTables
    report: ImportReport
    inputs: dict[str, str]
    """Path in the folder -> SHA-256, for every file that was read."""
    texts: Texts = field(default_factory=Texts)
    """The full texts with their papers, and what is wrong with the others."""
    codebook: Codebook = field(default_factory=Codebook)
    """As the changes of the ledgers leave it."""
    record: ReviewRecord = field(default_factory=ReviewRecord)
    """What references/ says: papers, sources and screening."""
    survey: ReadSurvey = field(default_factory=ReadSurvey)
    """What survey/ says, single answers included: it stays in the process."""


def read_folder(
    folder: Path,
    *,
    strict: bool = False,
    progress: Progress = silent,
    changing: Changing | None = None,
    words: PairWords | None = None,
) -> Ingested:
    """Read a whole review folder. Everything that is wrong is in the report; only a folder without review.toml raises.

    `strict` turns unmapped columns and disagreeing totals from warnings into problems. `changing` is what the ledgers
    make of the codebook, `words` what they say of pairs of records.
    """
    # long: every part of a folder, in the order in which one needs the other
    review, wrong = read_review_file(folder)
    if review is None:
        return Ingested(None, GraphTables(), ImportReport(str(folder), problems=tuple(wrong)), {})
    problems = Problems()
    inputs = {NAME: hashlib.sha256((folder / NAME).read_bytes()).hexdigest()}
    codebook, read = read_codebook(folder, problems)
    inputs |= read
    codebook = changed(codebook, changing, problems)
    _check_review(folder, review, codebook, problems)
    gathered = Gathered(Words(codebook, {}))
    reports = []
    for number, section in enumerate(review.table):
        progress(f"reading {section.path}", number, len(review.table))
        work = open_work(folder, section, review, problems)
        if work is not None:
            reports.append(_read_table(work, review, gathered, strict=strict))
            inputs |= work.inputs
    record = _read_record(folder, review, gathered, problems, words, strict=strict, progress=progress)
    texts = _read_texts(folder, review, gathered, problems, strict=strict, progress=progress)
    appraised, read = _read_of_papers(folder, review, record, gathered, problems, texts=texts, strict=strict)
    reports += appraised
    gathered.mappings = read_mappings(folder, codebook, gathered.words.drafts, problems)
    survey = gather_survey(folder, review, gathered, problems)
    inputs |= {**record.inputs, **texts.inputs, **read, **gathered.mappings.inputs, **survey.inputs}
    progress("making findings", len(review.table), len(review.table))
    empty = ImportReport(str(folder), tuple(reports), problems.sorted(), tuple(problems.warnings))
    if problems.errors:
        return Ingested(review, GraphTables(), empty, inputs, texts, codebook, record, survey)
    tables = graph_tables(gathered, review, revision_of(inputs))
    waiting = len(gathered.words.drafts)
    report = ImportReport(
        str(folder), tuple(reports), (), tuple(problems.warnings), phrases_waiting=waiting, counts=tables.counts()
    )
    return Ingested(review, tables, report, inputs, texts, codebook, record, survey)


def _read_record(  # noqa: PLR0913  (everything that says which paper a record is of)
    folder: Path,
    review: ReviewFile,
    gathered: Gathered,
    problems: Problems,
    words: PairWords | None,
    *,
    strict: bool,
    progress: Progress,
) -> ReviewRecord:
    """The references of the folder. A file that cannot be read is a warning: tables can be built without it."""
    papers = gathered.papers
    dois = {id_: None if (doi := papers.value(id_, "doi")) is None else str(doi) for id_ in papers.said}
    record = read_record(folder, review, dois, words=words, progress=progress)
    for problem in (*record.problems, *(record.file_problems if strict else ())):
        problems.add(problem)
    for said in (*(() if strict else map(str, record.file_problems)), *record.warnings):
        problems.warn(said)
    gather_record(record, gathered)
    return record


def _read_of_papers(  # noqa: PLR0913  (what is said of papers, when all of them are known)
    folder: Path,
    review: ReviewFile,
    record: ReviewRecord,
    gathered: Gathered,
    problems: Problems,
    *,
    texts: Texts,
    strict: bool,
) -> tuple[tuple[TableReport, ...], dict[str, str]]:
    """Companions, citations and appraisals: reports on the tables of appraisals, and the files that were read."""
    join_companions(record.links, gathered, problems)
    citations = read_citations(folder)
    add_texts(citations, texts.papers)
    gather_citations(citations, record, gathered, problems, strict=strict)
    appraisals = gather_appraisals(folder, review, gathered, problems, strict=strict)
    return appraisals.reports, {**citations.inputs, **appraisals.inputs}


def _read_texts(  # noqa: PLR0913  (everything that says which paper a text is of)
    folder: Path, review: ReviewFile, gathered: Gathered, problems: Problems, *, strict: bool, progress: Progress
) -> Texts:
    """The texts of the folder. One that cannot be used is a warning: tables can be built without it."""
    papers = gathered.papers
    dois = {id_: None if (doi := papers.value(id_, "doi")) is None else str(doi) for id_ in papers.said}
    known = Known(dois, review.texts.files, gathered.text_files, add_new=review.texts.new != "report")
    texts = read_texts(folder, known, progress=progress)
    for found in texts.new:
        about, path = found.read.text.about, found.read.path
        said = {"title": about.title, "year": about.year, "doi": about.doi, "status": review.texts.new}
        papers.add([found.paper_id])
        papers.said[found.paper_id] |= {name: (value, path) for name, value in said.items() if value is not None}
        own = study_id((), paper=found.paper_id)
        gathered.studies.add([own])
        gathered.reports_on.add((found.paper_id, own))
    for problem in texts.problems:
        if strict:
            problems.add(problem)
        else:
            problems.warn(str(problem))
    return texts


def _check_review(folder: Path, review: ReviewFile, codebook: Codebook, problems: Problems) -> None:
    """What review.toml says of the codebook must be true; what it leaves unsaid is a warning."""
    nested = sorted(path.relative_to(folder).as_posix() for path in folder.glob(f"*/**/{NAME}"))
    for path in nested:
        message = f"a second review lies in this folder ({path}). Keep one review in one folder."
        problems.add(ReviewFolderError(NAME, message))
    rounds = Counter(extraction_id(round_.name) for round_ in review.extraction)
    for id_ in (id_ for id_, times in rounds.items() if times > 1):
        names = " and ".join(f'"{round_.name}"' for round_ in review.extraction if extraction_id(round_.name) == id_)
        message = f"two [[extraction]] have one name: {names}. Rename one."
        problems.add(ReviewFolderError(NAME, message, key="extraction"))
    for round_ in review.extraction:
        for influence in () if round_.influences == "all" else round_.influences:
            if influence not in codebook.influences and influence not in codebook.moved:
                near = near_misses(influence, codebook.influences)
                message = f'the extraction "{round_.name}" names "{influence}", which is no influence_id.'
                problems.add(CodebookError(message, path=NAME, term=influence, near=near))
    for cited in review.cited:
        if cited.influence and not codebook.find(cited.influence):
            near = codebook.near(cited.influence)
            message = f'the cited figure "{cited.label}" names "{cited.influence}", which is no influence.'
            problems.add(CodebookError(message, path=NAME, term=cited.influence, near=near))
    _warn_of_gaps(review, problems)


def _warn_of_gaps(review: ReviewFile, problems: Problems) -> None:
    if not review.extraction:
        problems.warn(
            "No [[extraction]] says which influences were looked for, so nothing counts as not reported and no share "
            "can be given."
        )
    if review.table and not any(table.finding for table in review.table):
        problems.warn("No [[table.finding]] says where influences are named, so the tables give no findings.")
    if not review.table and review.texts.new == "report":
        problems.warn("review.toml names no [[table]] yet; the graph will be empty.")


def _read_table(work: Work, review: ReviewFile, gathered: Gathered, *, strict: bool) -> TableReport:
    counts = gather(work, review, gathered)
    section = work.section
    unmapped = unmapped_columns(work)
    totals = total_checks(work, counts.by_column)
    tell(work, unmapped, totals, strict=strict)
    return TableReport(
        path=work.raw.path,
        sheet=work.raw.sheet,
        encoding=work.raw.encoding,
        separator=work.raw.separator,
        rows_read=len(work.frame),
        rows_used=int(work.used.sum()),
        skipped=tuple(sorted(work.skipped.items())),
        papers=counts.papers,
        studies=counts.studies,
        findings=0,
        passages=counts.passages,
        mentions=counts.mentions,
        unmapped=unmapped,
        ignored=section.ignore,
        kept=section.keep,
        spellings=spellings(work, _spelled(section)),
        totals=totals,
        notes=(*work.raw.notes, *work.notes),
    )


def _spelled(section: TableSection) -> frozenset[str]:
    """Columns whose spellings nobody needs: lists and long texts, told elsewhere, and those that are ignored."""
    lists = (finding.influence.column for finding in section.finding if finding.influence.column)
    return frozenset((*lists, *section.ignore))
