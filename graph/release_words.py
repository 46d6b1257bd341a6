"""What the files of a release are, in words and by format."""

from __future__ import annotations

from pathlib import PurePosixPath

from graph.release_model import CITATION, FACTS, INPUTS, MANIFEST, README
from graph.schema import EDGES, NODES, snake

_FORMATS = {
    ".bib": "application/x-bibtex",
    ".cff": "application/yaml",
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".html": "text/html",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".ris": "application/x-research-info-systems",
    ".toml": "application/toml",
    ".tsv": "text/tab-separated-values",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
_MEANT = {
    CITATION: "how to cite this release (Citation File Format 1.2.0)",
    README: "what is in this release and how to check it",
    MANIFEST: "SHA-256 of every other file, for sha256sum -c",
    FACTS: "the facts of this release: revision, inputs with their hashes, what is left out",
    "codebook.ttl": "the codebook as a SKOS concept scheme",
    "report/report.html": "the report of the review as one page that loads nothing",
    "report/tables/columns.csv": "every column of the tables of the report, with its meaning",
    "graph/csv/manifest.json": "what the tables of the graph and their columns mean",
    "graph/parquet/manifest.json": "what the tables of the graph and their columns mean",
    f"{INPUTS}/review.toml": "the question, the counting rules, and how the tables are read",
    f"{INPUTS}/codebook.csv": "the influences as the team wrote them down",
    f"{INPUTS}/terms.csv": "words that name or suggest an influence",
    f"{INPUTS}/phrases.csv": "phrases of the tables, and the influence that each was given to",
    f"{INPUTS}/mappings.csv": "which influence stands for which construct of a framework, by whom and why",
    f"{INPUTS}/cerqual.csv": "judgements of confidence in the findings (GRADE-CERQual)",
    f"{INPUTS}/duplicates.csv": "what people say of pairs of records",
}
_FOLDERS = {
    INPUTS: "the review folder as far as it is in the release; everything else is made from it",
    f"{INPUTS}/tables": "tables of extracted data, as the team has them",
    f"{INPUTS}/decisions": "decisions of curators, one append-only ledger for each curator and device",
    f"{INPUTS}/texts": "full texts of the papers",
    f"{INPUTS}/references": "records as databases and reference managers exported them",
    f"{INPUTS}/citations": "which paper cites which",
    "graph": "the tables of the graph",
    "graph/csv": "nodes and relationships as CSV, one file for each label and type",
    "graph/parquet": "nodes and relationships as Parquet, one file for each label and type",
    "report": "the report and its tables",
    "report/tables": "every number of the report, as CSV",
}
_TABLES = {snake(one.label): f"{one.label}: {one.meaning}" for one in NODES}
_TABLES |= {snake(one.type): f"{one.start} {one.type} {one.end}: {one.meaning}" for one in EDGES}


def meaning_of(path: str) -> str:
    """What a file is."""
    if path in _MEANT:
        return _MEANT[path]
    stem = PurePosixPath(path).stem
    if path.startswith("graph/"):
        return _TABLES[stem]
    if path.startswith("report/tables/"):
        return f'the table "{stem}" of the report; columns.csv says what its columns mean'
    return "an input, as the team has it"


def folder_meaning(folder: str) -> str:
    """What a folder holds."""
    return _FOLDERS.get(folder, f"files of {PurePosixPath(folder).parent}/")


def format_of(path: str) -> str:
    """The media type of a file by its ending."""
    return _FORMATS.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")
