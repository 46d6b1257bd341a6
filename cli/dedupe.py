"""`narragraph dedupe`: which records are one paper, why, and which pairs wait for a person."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.pairs import PAIRS, pair_rows, said_rows, said_with_ledgers
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.spreadsheet import LIST_SEPARATOR

if TYPE_CHECKING:
    from ingest.references.clusters import Deduplicated, Said
    from ingest.references.record import Record


class Part(StrEnum):
    """What is printed."""

    CLUSTERS = "clusters"
    REVIEW = "review"
    LINKS = "links"
    DECIDED = "decided"


Shown = Annotated[
    Part,
    typer.Option(
        "--show",
        help="Clusters of duplicates, pairs that wait for a person, papers that belong together, or pairs decided.",
    ),
]
CLUSTERS = (
    *(Column(name) for name in ("paper_id", "record_id", "title")),
    Column("year", "integer"),
    Column("journal"),
    Column("file"),
    Column("line", "integer"),
    Column("why"),
)


def dedupe(
    context: typer.Context,
    folder: Folder = None,
    show: Shown = Part.CLUSTERS,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Which records of references/ are one paper. Nothing is deleted: a cluster keeps its members and why they joined.

    Identifiers come first, then title, authors, year, journal, volume and pages, each with points. Pairs that are not
    sure wait for a person: `narragraph decide --only pairs` and the page show them side by side. Or `--show review`
    writes them with an empty verdict: save them as duplicates.csv, write duplicate, different, link or companion, and
    run the command again; taking a line out undoes it. A preprint and its article, a paper and its correction or reply,
    and a meeting's and a journal's paper are links, never duplicates. Companions share one study.
    """
    from ingest.references.clusters import deduplicate
    from ingest.references.folder import read_references

    terminal: Terminal = context.obj
    place = review_folder(folder)
    with terminal.progress() as progress:
        references = read_references(place, progress=progress)
        said, notes = said_with_ledgers(place, references.records)
        found = deduplicate(references.records, said, progress=progress)
    _print(found, said, show, chosen_form(form, as_json))
    sys.stdout.flush()
    for told in (*references.problems, *notes):
        terminal.warn(str(told))
    _tell(found, terminal, str(folder) if folder else None)
    if references.problems:
        raise typer.Exit(Code.DATA_INVALID)


def _print(found: Deduplicated, said: Said, show: Part, form: Form) -> None:
    columns, rows = CLUSTERS, _clusters(found)
    if show is Part.DECIDED:
        columns, rows = PAIRS, list(said_rows(found, said))
    elif show is not Part.CLUSTERS:
        columns, rows = PAIRS, list(pair_rows(found, found.review if show is Part.REVIEW else found.links))
    if form is Form.JSON:
        write_json({"records": _records(found), "papers": len(found.clusters), show.value: rows}, sys.stdout)
    else:
        write_rows(form, columns, rows, sys.stdout)


def _records(found: Deduplicated) -> int:
    return sum(len(cluster.members) for cluster in found.clusters)


def _clusters(found: Deduplicated) -> list[dict[str, object]]:
    """One row for each member of a cluster of several, the best record first."""
    from ingest.references.papers import paper_ids

    rows: list[dict[str, object]] = []
    for paper, cluster in zip(paper_ids(found.clusters), found.clusters, strict=True):
        if len(cluster.members) == 1:
            continue
        why: dict[str, str] = {}
        for pair in cluster.joined:
            for record_id in (pair.one, pair.other):
                why.setdefault(record_id, LIST_SEPARATOR.join(pair.reasons))
        members = sorted(cluster.members, key=lambda member: (member.id != cluster.best.id, member.file, member.line))
        rows += [_member(paper, member, why.get(member.id, "the same text")) for member in members]
    return rows


def _member(paper: str, record: Record, why: str) -> dict[str, object]:
    return {
        "paper_id": paper,
        "record_id": record.id,
        "title": record.title,
        "year": record.year,
        "journal": record.journal,
        "file": record.file,
        "line": record.line,
        "why": why,
    }


def _tell(found: Deduplicated, terminal: Terminal, folder: str | None) -> None:
    records, papers = _records(found), len(found.clusters)
    twice = f", {found.repeats:,} of them the same text again" if found.repeats else ""
    terminal.say(f"{records:,} records = {papers:,} papers + {records - papers:,} duplicates{twice}.")
    there = f" {folder}" if folder else ""
    if found.review:
        pairs = "1 pair waits" if len(found.review) == 1 else f"{len(found.review):,} pairs wait"
        terminal.say(f"{pairs} for a person: `narragraph decide{there} --only pairs`, or the page of `serve`.")
    if found.links:
        pairs = "1 pair of papers belongs" if len(found.links) == 1 else f"{len(found.links):,} pairs of papers belong"
        terminal.say(f"{pairs} together without being one: `narragraph dedupe{there} --show links`.")
