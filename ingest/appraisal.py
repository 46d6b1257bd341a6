"""Quality appraisal tables -> Study.quality and Study.appraisals. What was not appraised stays unknown, never low."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from graph.errors import near_misses
from graph.ids import normal_doi, study_id
from ingest.entities import combine, row_error, say
from ingest.gather import Gathered
from ingest.influence_columns import headers_of
from ingest.mapping import AppraisalSection, PaperSection, ReviewFile, TableSection
from ingest.open_work import open_work
from ingest.papers import row_papers
from ingest.problems import Problems
from ingest.report import TableReport
from ingest.strictness import tell, unmapped_columns
from ingest.work import Coded, Work


@dataclass(frozen=True)
class Appraisals:
    """What the appraisal tables were: a report on each, and the SHA-256 of every file by path."""

    reports: tuple[TableReport, ...]
    inputs: dict[str, str]


def gather_appraisals(
    folder: Path, review: ReviewFile, gathered: Gathered, problems: Problems, *, strict: bool
) -> Appraisals:
    """Add what the tables say of studies. Call it when all papers are known: a row of no known paper is a problem."""
    reports: list[TableReport] = []
    inputs: dict[str, str] = {}
    kept: defaultdict[str, set[str]] = defaultdict(set)
    for section in review.appraisal:
        work = open_work(folder, _as_table(section), review, problems)
        if work is None:
            continue
        inputs |= work.inputs
        studies, papers = _read(work, section, gathered, kept)
        unmapped = unmapped_columns(work)
        tell(work, unmapped, (), strict=strict)
        reports.append(_report(work, unmapped, papers, studies))
    for study, said in kept.items():
        value = f"[{', '.join(sorted(said))}]"
        gathered.studies.said[study]["appraisals"] = (value, "the appraisal tables")
    return Appraisals(tuple(reports), inputs)


def _as_table(section: AppraisalSection) -> TableSection:
    same = ("path", "sheet", "header_row", "last_row", "encoding", "separator", "ignore", "skip")
    paper = PaperSection(id=section.paper or section.study)
    return TableSection(paper=paper, **{name: getattr(section, name) for name in same})


def _read(
    work: Work, section: AppraisalSection, gathered: Gathered, kept: defaultdict[str, set[str]]
) -> tuple[int, int]:
    """Add the rows of one table; returns how many studies and papers it appraised."""
    overall = work.read(section.overall)
    as_stored = None if overall is None or section.overall is None else _column(section)
    reported = None if as_stored is None else work.cells(as_stored).decoded()
    who = None if (named := work.read(section.reviewer)) is None else named.decoded()
    votes: defaultdict[str, list[_Vote]] = defaultdict(list)
    items = {name: coded.decoded() for name in headers_of(work, section.items) if (coded := work.read(name))}
    studies: set[str] = set()
    papers: set[str] = set()
    for at, (paper, of) in _studies(work, section, gathered):
        said: dict[str, object] = {"tool": section.tool, "version": section.version, "paper": paper}
        value = None if overall is None else overall.values[overall.codes[at]] or None
        said["overall"] = value
        said["reported"] = None if reported is None else reported[at].strip() or None
        said["items"] = {name: cells[at] or None for name, cells in items.items()}
        said |= {} if who is None else {"reviewer": who[at] or None}
        for study in of:
            kept[study].add(json.dumps(said, ensure_ascii=False))
            if value is not None:
                votes[study].append(_Vote("" if who is None else who[at], value, at))
        studies.update(of)
        papers.update([paper] if paper else [])
    if as_stored is not None:
        _settle(work, as_stored, votes, gathered)
    return len(studies), len(papers)


@dataclass(frozen=True)
class _Vote:
    """What one reviewer, or with "" all together, say overall in one row."""

    who: str
    value: str
    at: int


def _settle(work: Work, column: str, votes: Mapping[str, Sequence[_Vote]], gathered: Gathered) -> None:
    """Study.quality: what all together say, else what every reviewer says; where they differ it stays unknown."""
    shared = alike = 0
    for study, every in votes.items():
        together = [vote for vote in every if not vote.who]
        values = {vote.value for vote in every}
        several = len({vote.who for vote in every if vote.who}) > 1
        shared, alike = shared + several, alike + (several and len({vote.value for vote in every if vote.who}) == 1)
        twice = len({(vote.who, vote.value) for vote in every}) > len({vote.who for vote in every})
        if together or len(values) == 1 or twice:  # one reviewer who says two things is an error, as without reviewers
            for vote in together or every:
                say(gathered.studies, work, (study, "quality", vote.value), (vote.at, column))
        else:
            told = ", ".join(f"{vote.who} {vote.value}" for vote in sorted(every, key=lambda vote: vote.who))
            work.problems.warn(
                f"{work.raw.path}: reviewers differ on {study} ({told}); its quality stays unknown until a row "
                "without a reviewer says what they agreed on."
            )
    if shared:
        work.notes.append(f"reviewers agree overall on {alike} of {shared} studies that two or more appraised.")


def _column(section: AppraisalSection) -> str:
    return section.overall if isinstance(section.overall, str) else section.overall.column if section.overall else ""


def _studies(
    work: Work, section: AppraisalSection, gathered: Gathered
) -> Iterator[tuple[int, tuple[str | None, tuple[str, ...]]]]:
    """The row, its paper (null where the table names studies), and the studies that it appraises."""
    used = np.flatnonzero(work.used)
    if section.study:
        names = [name for name in section.study if work.has(name)]
        if len(names) == len(section.study):
            codes, combos = combine([work.read(name) or Coded(np.zeros(0, np.int64), []) for name in names])
            for at in used.tolist():
                study = study_id(combos[codes[at]]) if any(combos[codes[at]]) else None
                if _known(work, at, study, gathered.studies.said, "study") and study:
                    yield at, (None, (study,))
        return
    rows = row_papers(work)
    held = _by_doi(gathered)
    of: defaultdict[str, list[str]] = defaultdict(list)
    for held_paper, held_study in sorted(gathered.reports_on):
        of[held_paper].append(held_study)
    for at in used.tolist():
        if rows.codes[at] < 0:
            continue
        wanted = rows.ids[rows.codes[at]]
        paper = wanted if wanted in gathered.papers.said else held.get(wanted.removeprefix("doi:"))
        if not _known(work, at, paper, gathered.papers.said, "paper", wanted) or paper is None:
            continue
        if paper not in of:
            own = study_id((), paper=paper)
            gathered.studies.add([own])
            gathered.reports_on.add((paper, own))
            of[paper].append(own)
        yield at, (paper, tuple(of[paper]))


def _by_doi(gathered: Gathered) -> dict[str, str]:
    said = ((gathered.papers.value(id_, "doi"), id_) for id_ in gathered.papers.said)
    return {normal: id_ for doi, id_ in said if doi is not None and (normal := normal_doi(str(doi)))}


def _known(work: Work, at: int, id_: str | None, known: Collection[str], label: str, wanted: str | None = None) -> bool:  # noqa: PLR0913, PLR0917  (everything the message says)
    """Whether the review has what the row appraises; a row without it is a problem."""
    if id_ is not None and id_ in known:
        return True
    told = wanted or id_
    if told is None:
        row_error(work, at, f"the {label} cannot be told: its id columns are blank.", "no id", "Fill them.")
        return False
    near = near_misses(told, known)
    hint = f'Did you mean "{near[0]}"? ' if near else ""
    fix = f"{hint}Correct the row, or leave it out under `skip`."
    row_error(work, at, f'it appraises "{told}", which is no {label} of the review.', f"unknown {label}", fix)
    return False


def _report(work: Work, unmapped: tuple[str, ...], papers: int, studies: int) -> TableReport:
    raw = work.raw
    return TableReport(
        path=raw.path,
        sheet=raw.sheet,
        encoding=raw.encoding,
        separator=raw.separator,
        rows_read=len(work.frame),
        rows_used=int(work.used.sum()),
        skipped=tuple(sorted(work.skipped.items())),
        papers=papers,
        studies=studies,
        unmapped=unmapped,
        ignored=work.section.ignore,
        notes=(*raw.notes, *work.notes),
    )
