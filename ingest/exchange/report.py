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
    coded = [coding for coding in project.codings if coding.code is not None]
    yield f"- {len(project.codes)} codes -> {plan.influences} influences in codebook.csv"
    if kind == "REFI-QDA codebook":
        yield from _rest(kind, project, plan)
        return
    yield f"- {len(project.sources)} documents -> {plan.documents} rows in tables/documents.csv, {plan.texts} texts"
    into = f"{len(plan.marks)} marks and {plan.rows} rows in tables/codings.csv"
    yield f"- {project.selections} marked passages, {len(coded)} codings -> {into}"
    yield f"- {len(project.coders)} coders -> {len(plan.people)} curators; {stored} entries in decisions/"
    yield from _rest(kind, project, plan)


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
