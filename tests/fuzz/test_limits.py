"""Every limit on what is read stands in docs/configuration.md, holds where it says, and is told when it is met."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from strangers import BY_NAME, Parser, kept_the_law

UNITS = {"MB": 10**6, "GB": 10**9, "MiB": 2**20, "GiB": 2**30}


@dataclass(frozen=True)
class Limit:
    """A constant by its module, as the docs spell it; the parser that meets it, and a part of what is said then."""

    constant: str
    spelt: str
    parser: str
    says: str


LIMITS = (
    Limit("ingest.csv_text.MOST_CHARACTERS", "1,000,000 characters in a cell", "csv", "a cell is longer than"),
    Limit("ingest.files.MOST_COLUMNS", "16,384 columns", "csv", "more than a spreadsheet has columns"),
    Limit("ingest.workbook_size.MOST_CELLS", "50,000,000 cells in a sheet", "xlsx", "it claims"),
    Limit("ingest.workbooks.MOST_CELLS", "50,000,000 cells in a sheet", "xlsx", "cells. "),
    Limit("ingest.parquet.MOST_CELLS", "50,000,000 cells in a sheet", "parquet", "it claims"),
    Limit("ingest.workbook_size.MOST_TEXT", "1 GiB of text in all cells", "ods", "more than any extraction table"),
    Limit("ingest.parquet.MOST_TEXT", "1 GiB of text in all cells", "parquet", "more than any extraction table"),
    Limit("ingest.workbooks.MOST_INFLATED", "1 GiB unpacked", "xlsx", "it unpacks to at least"),
    Limit("ingest.workbooks.MOST_PARTS", "10,000 parts", "xlsx", "it is an archive of"),
    Limit("ingest.review_file.MOST_BYTES", "10 MB for review.toml", "review.toml", "it has more than"),
    Limit("ingest.codebook.MOST_BYTES", "100 MB for a file of the codebook", "codebook", "it has more than"),
    Limit("ingest.references.read.MOST_BYTES", "2 GiB for a file of references", "ris", "it is larger than 2 GB"),
    Limit(
        "ingest.references.citations.MOST_BYTES", "2 GiB for a file of references", "citations csv", "larger than 2 GB"
    ),
    Limit("ingest.texts.read.MOST_BYTES", "200 MB for a text", "txt", "MB are read"),
    Limit(
        "ingest.texts.trees.MOST_ATTRIBUTES",
        "10,000 attributes of an element",
        "jats",
        "one element of it has more than",
    ),
    Limit("ingest.texts.pdf.MOST_PAGES", "10,000 pages", "pdf", "pages; at most"),
    Limit(
        "ingest.texts.docx.MOST_UNPACKED",
        "100 MB for a part of a Word document",
        "docx",
        "it would unpack to more than",
    ),
    Limit("ingest.texts.docx.MOST_PARTS", "10,000 parts", "docx", "it would unpack to more than"),
    Limit("ingest.exchange.archive.MOST_BYTES", "2 GB for a project", "qdpx", "it has more than"),
    Limit("ingest.exchange.archive.MOST_MEMBERS", "100,000 files in a project", "qdpx", "the archive holds"),
    Limit(
        "ingest.exchange.archive.MOST_UNPACKED",
        "100 MB for a text of a project",
        "qdpx",
        "in it would unpack to more than",
    ),
    Limit(
        "ingest.exchange.archive.MOST_IN_ALL",
        "1 GB for all texts of a project",
        "qdpx",
        "in it would unpack to more than",
    ),
    Limit("ingest.exchange.refi.MOST_XML", "500 MB for a codebook of another tool", "qdc", "its XML has more than"),
    Limit("ingest.exchange.taguette.MOST_BYTES", "1 GB for a database", "taguette", "more than"),
    Limit("ingest.exchange.taguette.MOST_VALUE", "200 MB for a value of a database", "taguette", "too big"),
    Limit(
        "ingest.exchange.eppi.MOST_BYTES", "500 MB for a report of EPPI-Reviewer", "eppi project", "it has more than"
    ),
    Limit("nlp.shards.MOST_BYTES", "1 GiB for a shard of suggestions", "suggestion shard", "it unpacks to more than"),
    Limit("graph.release_zip.MOST_MEMBERS", "200,000 files in a release", "release zip", "files, more than"),
    Limit("graph.release_zip.MOST_UNPACKED", "20 GB unpacked from a release", "release zip", "than"),
    Limit("graph.release_zip.MOST_NAME", "255 bytes for a name", "release zip", "a name that no disk takes"),
    Limit("graph.release_manifest.MOST_BYTES", "200 MB for a manifest", "manifest", "has more than"),
    Limit(
        "graph.release_model.MOST_FACTS",
        "50 MB for the facts of a release",
        "release facts",
        "it holds no release.json",
    ),
    Limit("cli.backup_facts.MOST_FACTS", "50 MB for the facts of a release", "backup facts", "has more than"),
    Limit("graph.free.vetting.MOST_STATEMENT", "20,000 characters in a statement", "free cypher", "it is longer than"),
    Limit("graph.free.vetting.MOST_DEPTH", "60 open brackets", "free cypher", "brackets are open here"),
    Limit("graph.query_header.MOST_DIGITS", "19 digits", "query file", "a bound of a range has at most"),
)


def value_of(spelt: str) -> int:
    """The number at the beginning of a limit."""
    number, unit = re.match(r"([0-9,]+)(?: (\w+))?", spelt).groups()  # type: ignore[union-attr]
    return int(number.replace(",", "")) * UNITS.get(unit or "", 1)


def met(parser: Parser, limit: Limit, at: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a limit of this size refuses the right file of its parser in its own words."""
    module, _, name = limit.constant.rpartition(".")
    monkeypatch.setattr(import_module(module), name, at)
    said = kept_the_law(parser, parser.right())
    assert said == "read" or limit.says in said, said
    return said != "read"


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.constant)
def test_limit_is_told_where_it_is_met_and_not_before(limit: Limit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The right file is made to meet it: it is read from one size of the limit on, and refused below that."""
    parser = BY_NAME[limit.parser]
    refused, read = 0, 1
    assert met(parser, limit, refused, monkeypatch)
    while met(parser, limit, read, monkeypatch):
        refused, read = read, read * 4
    while read - refused > 1:
        middle = (refused + read) // 2
        refused, read = (middle, read) if met(parser, limit, middle, monkeypatch) else (refused, middle)
    assert read < value_of(limit.spelt)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.constant)
def test_limit_is_the_one_of_the_docs(limit: Limit, repo: Path) -> None:
    module, _, name = limit.constant.rpartition(".")
    assert value_of(limit.spelt) == getattr(import_module(module), name)
    page = (repo / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert limit.spelt in " ".join(page.partition("## Limits of what is read")[2].split())
