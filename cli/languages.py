"""Languages of records, papers and texts, and what could not be read: two tables of `narragraph references`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from cli.table import Column
from graph.model import PaperStatus

if TYPE_CHECKING:
    from ingest.folder import Ingested

STATUSES = tuple(status.value for status in PaperStatus)
LANGUAGES = (
    Column("language"),
    Column("in_review", "boolean"),
    *(Column(name, "integer") for name in ("records", "papers", *STATUSES, "texts")),
)
UNREAD = tuple(
    Column(name)
    for name in ("kind", "what", "title", "original_title", "translated_title", "language", "status", "why")
)


def language_rows(ingested: Ingested) -> list[dict[str, object]]:
    """One row for each language, most papers first: records, papers by status, full texts by what they are written in.

    `language` is null where no export and no table says it; a language that has no tag stands as it is spelt.
    """
    from ingest.references.languages import spelt

    counted: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for paper in ingested.record.papers:
        for member in paper.cluster.members:
            counted[spelt(member.language)]["records"] += 1
    languages = _of_papers(ingested)
    for row in ingested.tables.node("Paper").select(["id", "status"]).to_pylist():
        counted[languages[row["id"]]].update(("papers", row["status"]))
    for text in ingested.texts.papers:
        counted[next(iter(text.text.languages), None)]["texts"] += 1
    named = _of_review(ingested)
    names = ("records", "papers", *STATUSES, "texts")
    return [
        {
            "language": language,
            "in_review": None if language is None or not named else language in named,
            **{name: found[name] for name in names},
        }
        for language, found in sorted(counted.items(), key=lambda pair: (-pair[1]["papers"], pair[0] or "~"))
    ]


def _of_papers(ingested: Ingested) -> dict[str, str | None]:
    """The language of every paper: as the graph has it, else as its records spell it."""
    from ingest.references.languages import spelt, spoken

    records = {paper.id: paper.cluster.members for paper in ingested.record.papers}
    nodes = ingested.tables.node("Paper").select(["id", "language"]).to_pylist()
    return {row["id"]: spelt(row["language"]) or spoken(records.get(row["id"], ())) for row in nodes}


def _of_review(ingested: Ingested) -> set[str | None]:
    """The languages that the review reads, as `[review] languages` says."""
    from ingest.references.languages import spelt

    return {spelt(said) for said in (ingested.review.review.languages if ingested.review else ())}


def unread_rows(ingested: Ingested) -> list[dict[str, object]]:
    """What nobody could read: papers in languages that `[review] languages` does not name, papers whose full text was
    not retrieved, files of texts/ and references/ that cannot be used, and records that were refused.
    """
    found = sorted([*_papers(ingested), *_files(ingested)], key=lambda row: (str(row["kind"]), str(row["what"])))
    return [dict.fromkeys(column.name for column in UNREAD) | row for row in found]


def _papers(ingested: Ingested) -> Iterator[dict[str, object]]:
    from ingest.references.titles import Titles, titles_of
    from synthesis.prisma import is_not_retrieved

    named = _of_review(ingested)
    records, languages = {paper.id: paper for paper in ingested.record.papers}, _of_papers(ingested)
    for row in ingested.tables.node("Paper").to_pylist():
        language = languages[row["id"]]
        paper = records.get(row["id"])
        told = next(
            (both for both in map(titles_of, paper.cluster.members if paper else ()) if both.original), Titles()
        )
        said = {
            "what": row["id"],
            "title": row["title"],
            "original_title": told.original,
            "translated_title": told.translated,
            "language": language,
            "status": row["status"],
        }
        if named and language is not None and language not in named:
            yield {"kind": "language", **said, "why": "the review does not read this language"}
        if row["status"] == PaperStatus.EXCLUDED and is_not_retrieved(row["screening_reason"]):
            yield {"kind": "not retrieved", **said, "why": row["screening_reason"]}


def _files(ingested: Ingested) -> Iterator[dict[str, object]]:
    for problem in ingested.texts.problems:
        yield {"kind": "text", "what": problem.path, "why": str(problem).removeprefix(f"{problem.path}: ")}
    for trouble in ingested.record.file_problems:
        yield {"kind": "file", "what": trouble.path, "why": str(trouble).removeprefix(f"{trouble.path}: ")}
    for path, remark in ingested.record.refused:
        yield {"kind": "record", "what": f"{path}:{remark.line}", "why": remark.message}
