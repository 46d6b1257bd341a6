"""A project of another tool -> the files of a review folder, the marks that its coders made, and one report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.documents import StoredText
from graph.exchange.shapes import Fate, Project, Remark
from ingest.codebook import CODEBOOK, CODEBOOK_COLUMNS
from ingest.exchange.codings import TABLE as CODINGS
from ingest.exchange.codings import codings
from ingest.exchange.documents import OURS, Documents, documents
from ingest.exchange.documents import TABLE as DOCUMENTS
from ingest.exchange.influences import Influences, influences
from ingest.exchange.kept import NAME, spelled, table
from ingest.exchange.marks import Mark, Marks, marks
from ingest.exchange.plain import RUNS, TURNING, one_line


@dataclass(frozen=True)
class Plan:
    """What is to be written: path -> text. The marks become the ledgers of their curators."""

    files: dict[str, str]
    stored: dict[str, StoredText]
    """The texts among them, as they were read."""
    marks: tuple[Mark, ...]
    people: dict[str, str]
    remarks: tuple[Remark, ...]
    influences: int
    documents: int
    texts: int
    rows: int


def plan(project: Project, review_id: str, title: str) -> Plan:
    """The folder that a project becomes."""
    uncoded = any(coding.code is None and coding.start is not None for coding in project.codings)
    found = influences(project.codes, uncoded=uncoded)
    held = documents(project.sources)
    made = marks(project, found, held)
    files = {CODEBOOK: _codebook(found), NAME: spelled((*found.kept, *held.kept, *made.kept))}
    if project.sources:
        files[DOCUMENTS] = held.table
    rows = codings(made.rows)
    if made.rows:
        files[CODINGS] = rows.table
    for one in held.by_guid.values():
        if one.path is not None and one.plain is not None:
            files[one.path] = one.plain.text
    lines = [*_review(project, review_id, one_line(project.name) or title, held, made), *rows.lines]
    files["review.toml"] = "\n".join(lines) + "\n"
    remarks = (*project.remarks, *found.remarks, *held.remarks, *made.remarks, *rows.remarks, *_looks(found, held))
    stored = {one.path: one.stored for one in held.by_guid.values() if one.path is not None and one.stored is not None}
    numbers = len(found.rows), len(held.by_guid), len(stored), len(made.rows)
    return Plan(files, stored, made.marks, dict(made.people), remarks, *numbers)


def _codebook(found: Influences) -> str:
    rows = [
        (r.id, r.name, r.parent_id, r.definition, r.includes, r.excludes, r.example, r.status.value) for r in found.rows
    ]
    return table(CODEBOOK_COLUMNS, rows)


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _review(project: Project, review_id: str, title: str, held: Documents, made: Marks) -> Iterator[str]:
    """The lines of review.toml."""
    yield f"# Made from a project of {one_line(project.origin)}; import-report.md says what was kept and what was not."
    yield "# Every key: docs/review-folder.md."
    yield from ("", "[review]", f"id = {_toml(review_id)}", f"title = {_toml(title)}", '# question = "..."')
    role = "adjudicator" if len(made.people) == 1 else "coder"
    for curator, name in made.people.items():
        yield from ("", "[[curators.people]]", f"id = {_toml(curator)}", f"name = {_toml(name)}")
        yield f"role = {_toml(role)}   # only an adjudicator settles conflicts and changes the codebook"
    yield ""
    yield '# What the papers were read for: without it an influence that was not coded is never "not reported".'
    yield from ("# [[extraction]]", '# name = "coding"', '# influences = "all"')
    if held.by_guid:
        yield from ("", "[[table]]", f"path = {_toml(DOCUMENTS)}", 'one_row_is = "paper"')
        if held.extra:
            yield f"keep = {_toml(list(held.extra))}"
        yield from ("", "  [table.paper]", '  id = ["document"]', '  text = "file"')
        for name in OURS:
            if name in held.columns:
                value = '{ column = "authors", split = ";" }' if name == "authors" else _toml(name)
                yield f"  {name} = {value}"


def _looks(found: Influences, held: Documents) -> Iterator[Remark]:
    """Names that look like something else: kept as they are, and told."""
    names: Sequence[str] = [*(row.name for row in found.rows), *(one.source.name for one in held.by_guid.values())]
    runs = [name for name in names if name.startswith(RUNS)]
    turning = [name for name in names if TURNING.search(name)]
    if runs:
        said = f"{len(runs)} names begin with = + - or @ ({_some(runs)})"
        yield Remark(Fate.CHANGED, f"Kept as they are: {said}; a spreadsheet program would run them as formulas.")
    if turning:
        said = f"{len(turning)} names hold controls that turn the direction of writing ({_some(turning)})."
        yield Remark(Fate.CHANGED, f"Kept as they are: {said}")


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(TURNING.sub("\ufffd", name)[:40] for name in names[:5])
    return shown + (", ..." if len(names) > 5 else "")
