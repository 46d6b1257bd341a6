"""What sensitivity leaves out: low quality, findings of tables only, each kind of source, each curator, each paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from graph.ids import fold
from synthesis.evidence import Truth
from synthesis.selection import NothingToCount, Selection, from_tables, leave_out

LOW = ("low", "critically low", "very low", "poor", "weak", "high risk", "high risk of bias", "serious", "critical")
"""What low quality is usually called; compared without case."""
NO_SOURCES = "no source is recorded for any of these papers"
NO_CURATORS = "no curator's decisions are behind these findings"
MOST_PAPERS = 2000
"""More papers than this are not left out one by one here; the measure frequency does it for shares and ranks."""


def variants(selection: Selection, low: Sequence[str]) -> Iterator[tuple[str, str, Selection | str]]:
    """What is left out, which, and the rest; a string says why it cannot be done."""
    evidence = selection.evidence
    yield "quality", " or ".join(low or LOW), _without_quality(selection, low or LOW)
    yield "tables", "findings known from tables only", _without_tables(selection)
    yield from _without_sources(selection)
    yield from _without_curators(selection)
    ids = evidence.papers.column("id").to_pylist()
    inside = np.flatnonzero(selection.papers)
    if inside.size > MOST_PAPERS:
        yield "paper", "each paper", f"there are {inside.size:,} papers; see the measure frequency for left-out shares"
        return
    for at in inside.tolist():
        mask = np.zeros(selection.papers.size, dtype=bool)
        mask[at] = True
        try:
            yield "paper", ids[at], leave_out(selection, mask)
        except NothingToCount as error:
            yield "paper", ids[at], str(error)


def unappraised(selection: Selection) -> int:
    """Papers none of whose studies says its quality, where other studies do: unknown, so never left out as low."""
    evidence = selection.evidence
    said = np.array([bool(quality) for quality in evidence.studies.column("quality").to_pylist()], dtype=bool)
    if not said.any():
        return 0
    paper, study = evidence.paper_study
    known = np.bincount(paper, weights=said[study], minlength=selection.papers.size) > 0
    return int((selection.papers & ~known).sum())


def _without_quality(selection: Selection, low: Sequence[str]) -> Selection | str:
    evidence = selection.evidence
    said = evidence.studies.column("quality").to_pylist()
    if not any(said):
        return "no study says its quality"
    words = {fold(one) for one in low}
    poor = np.array([quality is not None and fold(quality) in words for quality in said], dtype=bool)
    paper, study = evidence.paper_study
    every = np.bincount(paper, minlength=selection.papers.size)
    bad = np.bincount(paper, weights=poor[study], minlength=selection.papers.size)
    gone: Truth = np.asarray((every > 0) & (bad == every), dtype=bool)
    if not (gone & selection.papers).any():
        return f"no paper is of low quality; the review says: {', '.join(sorted({q for q in said if q}))}"
    try:
        return leave_out(selection, gone)
    except NothingToCount as error:
        return str(error)


def _without_tables(selection: Selection) -> Selection | str:
    """A finding that a table gave and decisions claim too is known from both, and stays."""
    evidence = selection.evidence
    only = from_tables(evidence)
    only[evidence.claims[0]] = False
    if not (selection.findings & only).any():
        return "no finding is known from tables only"
    if not (selection.findings & ~only).any():
        return "every finding is known from tables only; nothing would be left"
    return _without(selection, only)


def _without_sources(selection: Selection) -> Iterator[tuple[str, str, Selection | str]]:
    """Each kind of source: a paper goes when sources of this kind alone gave it. Papers without any source stay."""
    evidence = selection.evidence
    paper, kind = evidence.found
    kinds = np.unique(kind[selection.papers[paper]]).tolist()
    if not kinds:
        yield "source", "each kind of source", NO_SOURCES
    for at in kinds:
        here, elsewhere = np.zeros_like(selection.papers), np.zeros_like(selection.papers)
        here[paper[kind == at]] = True
        elsewhere[paper[kind != at]] = True
        try:
            yield "source", evidence.source_kinds[at], leave_out(selection, here & ~elsewhere)
        except NothingToCount:
            yield "source", evidence.source_kinds[at], "every paper comes from this kind of source alone"


def _without_curators(selection: Selection) -> Iterator[tuple[str, str, Selection | str]]:
    """Each curator: a finding goes when it rests on decisions of this curator alone, and no table gave it."""
    evidence = selection.evidence
    finding, curator, _ = evidence.claims
    behind = np.unique(curator[selection.findings[finding]]).tolist()
    if not behind:
        yield "curator", "each curator", NO_CURATORS
    for at in behind:
        mine, others = np.zeros_like(selection.findings), from_tables(evidence)
        mine[finding[curator == at]] = True
        others[finding[curator != at]] = True
        if (selection.findings & ~(mine & ~others)).any():
            yield "curator", evidence.curators[at], _without(selection, mine & ~others)
        else:
            yield "curator", evidence.curators[at], "every finding rests on this curator alone; nothing would be left"


def _without(selection: Selection, findings: Truth) -> Selection:
    """The selection without these findings; papers stay, because they were looked at all the same."""
    kept = selection.findings & ~findings
    return Selection(selection.evidence, selection.papers, selection.studies, kept, selection.filter)
