"""The one report of an import: read, kept, refused, changed, left out, and what a review folder cannot hold."""

from __future__ import annotations

from collections.abc import Iterator

from graph.exchange.shapes import Fate, Project
from ingest.exchange.folder import Plan

NAME = "import-report.md"
_HEADINGS = {
    Fate.REFUSED: "Refused",
    Fate.CHANGED: "Changed",
    Fate.LEFT_OUT: "Left out",
}
_REFI = (
    "who made or changed the project, its sources and selections, and when (the time of a coding is kept)",
    "names of selections; types of variables",
    "formatted documents (.docx), pages of PDFs, pictures, sound and video: the plain text is read",
    "cases, sets, links and maps; what a case says of a document stands in tables/documents.csv",
)
CANNOT = {
    "REFI-QDA project": _REFI,
    "REFI-QDA codebook": ("sets of codes",),
    "Taguette project": (
        "users, their passwords, e-mail addresses and rights",
        "the log of commands (who highlighted last, and when, is kept)",
        "formatting of documents: paragraphs are kept apart by blank lines",
    ),
    "EPPI-Reviewer report": (
        "outcomes and their figures, comparisons, screening decisions, allocations",
        "who coded: the report does not say",
        "full texts and abstracts: quotes stand in tables/codings.csv without a place in a text",
    ),
}


def lines(kind: str, file: str, project: Project, plan: Plan, stored: int) -> Iterator[str]:
    """The report as Markdown, one fact a line. `stored`: entries that the marks became."""
    yield from (f"# Import of {file}", "", f"{kind}, written by {project.origin}.", "", "## Read and kept", "")
    coded = sum(coding.code is not None for coding in project.codings)
    yield f"- {_many(len(project.codes), 'code')} -> {_many(plan.influences, 'influence')} in codebook.csv"
    bare = sum(mark.direction is None for mark in plan.marks)
    if bare:
        yield f"- one more influence, a draft, holds {_many(bare, 'passage')} marked without a code; it claims nothing"
    if kind != "REFI-QDA codebook":
        rows = f"{_many(plan.documents, 'row')} in tables/documents.csv, {_many(plan.texts, 'text')}"
        yield f"- {_many(len(project.sources), 'document')} -> {rows}"
        into = f"{_many(len(plan.marks), 'mark')} in decisions/, {_many(plan.rows, 'row')} in tables/codings.csv"
        yield f"- {_many(project.selections, 'marked passage')}, {_many(coded, 'coding')} -> {into}"
        places = len({(mark.path, mark.char_start, mark.char_end) for mark in plan.marks})
    if plan.marks:
        yield f"- the marks stand on {_many(places, 'stretch')} of text and are {_many(stored, 'ledger entry')}"
    if kind != "REFI-QDA codebook":
        yield f"- {_many(len(project.coders), 'coder')} -> {_many(len(plan.people), 'curator')} in review.toml"
    yield from _rest(kind, project, plan)


def _many(number: int, what: str) -> str:
    """A number with its noun: 1 code, 2 codes, 3 stretches, 4 entries."""
    if number == 1:
        return f"1 {what}"
    ending = f"{what[:-1]}ies" if what.endswith("y") else f"{what}es" if what.endswith("ch") else f"{what}s"
    return f"{number:,} {ending}"


def _rest(kind: str, project: Project, plan: Plan) -> Iterator[str]:
    for fate, heading in _HEADINGS.items():
        said = [remark.said for remark in plan.remarks if remark.fate is fate]
        if said:
            yield from ("", f"## {heading} ({len(said)})", "", *(f"- {' '.join(one.split())}" for one in said))
    yield from ("", "## What a review folder does not hold of such a file", "")
    yield from (f"- {one}" for one in CANNOT[kind])
    if project.description:
        yield from ("", "## Description of the project", "", project.description.strip())
    for name, text in project.notes:
        yield from ("", f"## Memo: {' '.join(name.split()) or 'without a name'}", "", text.strip())
