"""Which part of the evidence is counted: filters on papers, studies, settings and findings, told in words.

A filter on year, language, design or quality picks papers, so it changes denominators. A filter on settings picks the
papers whose studies were conducted there, and of their findings those that hold there. A filter on viewpoint, stage,
time point, origin, state or curator picks findings only: the papers stay in the denominator, because they were looked
at all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from graph.errors import ParameterError, SynthesisError, near_misses
from graph.ids import fold
from synthesis.evidence import NONE, STATES, TABLE, Codes, Evidence, Truth

OF_SETTINGS = ("country", "income_group", "kind")
OF_STUDIES = ("design", "quality")
OF_FINDINGS = ("viewpoint", "stage", "time_point", "origin")
OF_DECISIONS = ("state", "curator")
_NAMED = ("setting", *OF_SETTINGS, *OF_STUDIES, *OF_FINDINGS, *OF_DECISIONS, "language")


class NothingToCount(SynthesisError):
    """No paper, or no finding, is left to count."""

    slug = "nothing-to-count"

    def __init__(self, what: str, after: str, fix: str = "Widen the filter, or look at the review.") -> None:
        where = f"No {what} is left after {after}" if after != Filter().told() else f"There is no {what}"
        super().__init__(f"{where}: nothing to count. {fix}")
        self.what = what
        self.after = after


@dataclass(frozen=True)
class Filter:
    """What to keep; an empty part keeps everything. Several values of one part: any of them. Parts: all of them.

    `setting`, `country`, `income_group` and `kind` pick settings; a setting stands for all that are part of it. `state`
    is how a finding came to count (table, single, agreed, adjudicated; it may be several), `curator` somebody whose
    decision it rests on. Both together: a decision of that curator in that state.
    """

    setting: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    income_group: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    year_from: int | None = None
    year_to: int | None = None
    viewpoint: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    time_point: tuple[str, ...] = ()
    origin: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    curator: tuple[str, ...] = ()

    @property
    def picks_findings(self) -> bool:
        """Whether it leaves findings out of papers that it keeps."""
        return any(getattr(self, name) for name in (*OF_FINDINGS, *OF_DECISIONS))

    def told(self) -> str:
        """The filter in words; `no filter` when it keeps everything."""
        parts: list[str] = []
        for name, value in vars(self).items():
            if value is not None and value != ():
                shown = " or ".join(f'"{word}"' for word in value) if isinstance(value, tuple) else str(value)
                parts.append(f"{name.replace('_', ' ')} {shown}")
        return ", ".join(parts) or "no filter"


@dataclass(frozen=True)
class Selection:
    """A part of the evidence: which papers, studies and findings are in."""

    evidence: Evidence
    papers: Truth
    studies: Truth
    findings: Truth
    filter: Filter

    @property
    def told(self) -> str:
        """The filter in words."""
        return self.filter.told()


def select(evidence: Evidence, filter_: Filter) -> Selection:
    """The part that a filter keeps. Raises ParameterError for a value the review does not have, NothingToCount."""
    _check_values(evidence, filter_)
    places = _settings(evidence, filter_)
    studies = np.ones(evidence.studies.num_rows, dtype=bool)
    for name in OF_STUDIES:
        studies &= _holds(evidence.studies.column(name), getattr(filter_, name))
    if places is not None:
        studies &= _conducted_in(evidence, places)
    papers = _any(evidence.paper_study, studies, evidence.papers.num_rows)
    papers &= _holds(evidence.papers.column("language"), filter_.language)
    papers &= _years(evidence.papers.column("year"), filter_)
    if not papers.any():
        raise NothingToCount("paper", filter_.told())
    findings = papers[evidence.paper] & studies[evidence.study]
    if places is not None:
        findings &= (evidence.setting != NONE) & places[evidence.setting]
    for name in OF_FINDINGS:
        findings &= _holds(evidence.findings.column(name), getattr(filter_, name))
    if filter_.state or filter_.curator:
        findings &= _rests_on(evidence, filter_)
    if filter_.picks_findings and not findings.any():
        raise NothingToCount("finding", filter_.told())
    return Selection(evidence, papers, studies, findings, filter_)


def everything(evidence: Evidence) -> Selection:
    """All of the evidence, even where that is nothing."""
    sizes = (evidence.papers.num_rows, evidence.studies.num_rows, evidence.size[2])
    papers, studies, findings = (np.ones(size, dtype=bool) for size in sizes)
    return Selection(evidence, papers, studies, findings, Filter())


def from_tables(evidence: Evidence) -> Truth:
    """Which findings a table gave, whatever was decided besides."""
    return pc.fill_null(pc.equal(evidence.findings.column("origin"), TABLE), False).to_numpy()  # type: ignore[no-any-return]


def _rests_on(evidence: Evidence, filter_: Filter) -> Truth:
    """Findings of some states, or that rest on decisions of some curators."""
    finding, curator, state = evidence.claims
    states, curators = {fold(word) for word in filter_.state}, {fold(word) for word in filter_.curator}
    fits = np.ones(finding.size, dtype=bool)
    if states:
        fits &= np.array([fold(word) in states for word in STATES], dtype=bool)[state]
    if curators:
        fits &= np.array([fold(word) in curators for word in evidence.curators], dtype=bool)[curator]
    found = np.zeros(evidence.size[2], dtype=bool)
    found[finding[fits]] = True
    return found | from_tables(evidence) if TABLE in states and not curators else found


def leave_out(selection: Selection, papers: Truth) -> Selection:
    """The selection without these papers. Raises NothingToCount when none is left."""
    kept = selection.papers & ~papers
    if not kept.any():
        raise NothingToCount("paper", f"{selection.told}, leaving papers out")
    findings = selection.findings & kept[selection.evidence.paper]
    return Selection(selection.evidence, kept, selection.studies, findings, selection.filter)


def _holds(column: pa.ChunkedArray, wanted: Sequence[str]) -> Truth:
    if not wanted:
        return np.ones(len(column), dtype=bool)
    folded = {fold(word) for word in wanted}
    fitting = [value for value in column.unique().to_pylist() if value is not None and fold(value) in folded]
    return pc.is_in(column, value_set=pa.array(fitting, column.type)).to_numpy()  # type: ignore[no-any-return]


def _years(column: pa.ChunkedArray, filter_: Filter) -> Truth:
    kept = np.ones(len(column), dtype=bool)
    year = column.to_numpy()  # one that is not known is NaN, which lies in no span
    if filter_.year_from is not None:
        kept &= year >= filter_.year_from
    if filter_.year_to is not None:
        kept &= year <= filter_.year_to
    return kept


def _settings(evidence: Evidence, filter_: Filter) -> Truth | None:
    """The settings that are wanted, with everything that is part of them; null when settings do not matter."""
    table = evidence.settings
    wanted = np.ones(table.num_rows, dtype=bool)
    asked = False
    for name in ("country", "income_group", "kind"):
        if values := getattr(filter_, name):
            wanted &= _within(evidence, _holds(table.column(name), values) | _named(table, name, values))
            asked = True
    if filter_.setting:
        ids = set(filter_.setting)
        wanted &= _within(evidence, np.array([id_ in ids for id_ in table.column("id").to_pylist()], dtype=bool))
        asked = True
    return wanted if asked else None


def _named(table: pa.Table, kind: str, values: Sequence[str]) -> Truth:
    """Settings of this very kind and name: a country is a setting of its own in many reviews."""
    of_kind = _holds(table.column("kind"), (kind.replace("_", " "),))
    return of_kind & _holds(table.column("name"), values)


def _within(evidence: Evidence, settings: Truth) -> Truth:
    """These settings and all that are part of them, directly or not."""
    inside = settings.copy()
    part, whole = evidence.part_of
    while True:
        more = part[inside[whole] & ~inside[part]]
        if not more.size:
            return inside
        inside[more] = True


def _conducted_in(evidence: Evidence, places: Truth) -> Truth:
    studies = _any(evidence.study_setting, places, evidence.studies.num_rows)
    there = (evidence.setting != NONE) & places[evidence.setting]
    studies[evidence.study[there]] = True
    return studies


def _any(pairs: tuple[Codes, Codes], wanted: Truth, size: int) -> Truth:
    found = np.zeros(size, dtype=bool)
    found[pairs[0][wanted[pairs[1]]]] = True
    return found


def _check_values(evidence: Evidence, filter_: Filter) -> None:
    """A value that the review does not have is an error with near misses, never an empty answer that reads as zero."""
    for name in _NAMED:
        asked = getattr(filter_, name)
        words = _words(evidence, name) if asked else []
        folded = {fold(word) for word in words}
        for value in asked:
            if fold(value) not in folded:
                has = ", ".join(f'"{word}"' for word in words[:8]) or "nothing there"
                message = f'"{value}" does not occur in this review. It has: {has}.'
                raise ParameterError("numbers", name, value, message, near_misses(value, words))


def _words(evidence: Evidence, name: str) -> list[str]:
    """What a part of a filter may name in this review, in order."""
    if name == "state":
        told = [TABLE] if from_tables(evidence).any() else []
        return sorted({*(STATES[code] for code in np.unique(evidence.claims[2]).tolist()), *told})
    if name == "curator":
        return sorted(set(evidence.curators))
    table, columns = evidence.settings, [name, "name"]
    if name in {"setting", "kind"}:
        columns = ["id" if name == "setting" else name]
    elif name not in OF_SETTINGS:
        tables = dict.fromkeys(OF_STUDIES, evidence.studies) | dict.fromkeys(OF_FINDINGS, evidence.findings)
        table, columns = tables.get(name, evidence.papers), [name]
    return sorted(
        {word for column in columns for word in table.column(column).unique().to_pylist() if word is not None}
    )
