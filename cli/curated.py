"""A review folder with its decisions: tables, ledger fold and codebook changes put together, as the design says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli.surveyed import with_survey
from curation.codebook import fold_codebook
from curation.entries import Entry
from curation.fold import State, fold
from curation.ledger import Ledgers, heads, read_ledgers
from curation.pairs import words
from curation.visible import visible_to
from graph.codebook_rows import CodebookRows
from graph.errors import CodebookError, LedgerError, SynthesisError, near_misses
from graph.progress import Progress, silent

if TYPE_CHECKING:
    from curation.known import Known
    from curation.records import Records
    from ingest.folder import Ingested


@dataclass(frozen=True)
class Curated:
    """A folder as it is to be built. `inputs` are its files without ledgers, `known` its tables without decisions."""

    ingested: Ingested
    ledgers: Ledgers
    state: State = field(default_factory=State)
    inputs: dict[str, str] = field(default_factory=dict)
    known: Known | None = None
    base: CodebookRows = field(default_factory=CodebookRows)
    rows: CodebookRows = field(default_factory=CodebookRows)
    """The codebook as its files have it, and after the changes of the ledgers."""


@dataclass
class _Changing:
    """Folds the changes over the base when the folder is read, and keeps what became of it."""

    changes: Sequence[Entry]
    base: CodebookRows = field(default_factory=CodebookRows)
    rows: CodebookRows = field(default_factory=CodebookRows)

    def __call__(self, base: CodebookRows) -> tuple[CodebookRows, Sequence[SynthesisError]]:
        """What the ledgers make of the base."""
        self.base = base
        self.rows, errors = fold_codebook(base, self.changes)
        return self.rows, errors


def read_curated(folder: Path, *, strict: bool = False, progress: Progress = silent) -> Curated:
    """Read a folder with everything that everybody may see of its decisions. What is wrong is in the report."""
    from ingest.folder import read_folder

    try:
        ledgers = read_ledgers(folder)
    except LedgerError as error:
        ingested = read_folder(folder, strict=strict, progress=progress)
        return Curated(_refused(ingested, [error]), Ledgers())
    seen = visible_to(None, ledgers.entries)
    state = fold(seen)
    changing = _Changing(state.changes)
    ingested = read_folder(folder, strict=strict, progress=progress, changing=changing, words=said_of_pairs(state))
    ingested = with_survey(folder, ingested, progress)
    inputs = dict(ingested.inputs)
    ingested = replace(ingested, inputs=inputs | heads(seen))
    if ingested.review is None or ingested.report.problems:
        return Curated(ingested, ledgers, state, inputs)
    known = _known(ingested, changing.rows)
    whole = _with_decisions(ingested, ledgers, state, known)
    return Curated(whole, ledgers, state, inputs, known, changing.base, changing.rows)


def said_of_pairs(state: State) -> dict[tuple[str, str], tuple[str, str, str]]:
    """What stands of people's words on pairs of records: the verdict, by whom, and the newest line that says it."""
    return {
        ends: (word.verdict.value, word.by, word.entries[-1].where)
        for ends, word in words(state.pairs).items()
        if word.verdict is not None
    }


def _known(ingested: Ingested, rows: CodebookRows) -> Known:
    from curation.known import known_of

    assert ingested.review is not None  # noqa: S101  (asked by the caller)
    people = ingested.review.curators.people
    return known_of(
        ingested.tables,
        moved=rows.moved,
        curators={person.id: person.role for person in people},
        names={person.id: person.name or person.id for person in people},
    )


def _with_decisions(ingested: Ingested, ledgers: Ledgers, state: State, known: Known) -> Ingested:
    """The tables with the rows of the decisions, under a revision that knows of them."""
    from curation.records import records
    from graph.additions import with_additions, with_revision
    from graph.revision import revision_of

    made = records(state, known)
    problems = [*_strangers(ledgers.entries, known), *_problems(made, known)]
    if problems:
        return _refused(ingested, problems)
    tables = with_revision(with_additions(ingested.tables, made.additions), revision_of(ingested.inputs))
    warnings = (*ingested.report.warnings, *ledgers.notes, *state.strays, *made.orphans)
    return replace(ingested, tables=tables, report=replace(ingested.report, warnings=warnings, counts=tables.counts()))


def _refused(ingested: Ingested, problems: Sequence[SynthesisError]) -> Ingested:
    from graph.tables import GraphTables

    report = replace(ingested.report, problems=(*ingested.report.problems, *problems))
    return replace(ingested, tables=GraphTables(), report=report)


def _strangers(entries: Sequence[Entry], known: Known) -> Iterator[SynthesisError]:
    """The first entry of everybody whom review.toml does not name, when it names anybody."""
    told: set[str] = set()
    for entry in entries if known.curators else ():
        if entry.curator not in known.curators and entry.curator not in told:
            told.add(entry.curator)
            message = f'the curator "{entry.curator}" is not under [[curators.people]] in review.toml. Add them there.'
            near = near_misses(entry.curator, known.curators)
            yield CodebookError(message, path=entry.where, term=entry.curator, near=near)


def _problems(made: Records, known: Known) -> Iterator[SynthesisError]:
    for entry, message, term in made.problems:
        yield CodebookError(message, path=entry.where, term=term, near=near_misses(term, known.influences))
