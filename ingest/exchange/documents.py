"""Documents of another tool as texts and papers of a review folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from graph.documents import StoredText
from graph.errors import TextError
from graph.exchange.shapes import Fate, Remark, Source
from graph.ids import fold, normal_doi, paper_id, slug
from graph.model import PaperStatus
from ingest.exchange.kept import Kept, table
from ingest.exchange.plain import Plain, one_line, plain_text, several_lines
from ingest.texts.read import text_of

TABLE = "tables/documents.csv"
PAPER = "paper_id"
"""The variable in which narragraph's own exports name the paper of a source."""
OURS = ("title", "authors", "year", "doi", "language", "status")
"""Variables that say what the columns of a paper say."""
_YEAR = re.compile(r"\d{4}")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}$")


@dataclass(frozen=True)
class Document:
    """One source as the folder has it: the paper's key in tables, its file in texts/, and its text."""

    source: Source
    key: str
    path: str | None
    plain: Plain | None
    stored: StoredText | None = None
    """The text as a build will read it; there with `path`."""


@dataclass(frozen=True)
class Documents:
    """All of them by GUID; the table of papers, and the columns of it that are kept for reading."""

    by_guid: dict[str, Document]
    table: str
    columns: tuple[str, ...]
    extra: tuple[str, ...]
    kept: tuple[Kept, ...]
    remarks: tuple[Remark, ...]


@dataclass
class _Rows:
    taken: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    rows: list[dict[str, str]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    said: dict[tuple[str, str], str] = field(default_factory=dict)
    """(document, column) -> what a row says of the paper."""

    def add(self, row: dict[str, str], name: str) -> None:
        """One row. Of two sources of one paper the first says what the paper is."""
        kept = {"document": row["document"], "file": row["file"]}
        for column, value in row.items():
            if column in kept or not value:
                continue
            first = self.said.setdefault((row["document"], column), value)
            kept[column] = first
            if first != value:
                said = f'"{name}": {column} is "{value}", and "{first}" in another source of the paper, which stands.'
                self.remarks.append(Remark(Fate.CHANGED, said))
        self.rows.append(kept)


def documents(sources: Sequence[Source]) -> Documents:
    """The documents of a project. One whose text cannot be stored is a paper without a text, and a remark."""
    made = _Rows()
    by_guid = {source.guid: _document(source, made) for source in sources}
    used = [name for name in OURS if any(row.get(name) for row in made.rows)]
    names = dict.fromkeys(name for row in made.rows for name in row)
    extra = [name for name in names if name not in {"document", "file", *OURS}]
    columns = ["document", "file", *used, *extra]
    cells = table(columns, [[row.get(column, "") for column in columns] for row in made.rows])
    kept = tuple(
        Kept("document", one.path or one.key, one.source.guid, several_lines(one.source.name) or "")
        for one in by_guid.values()
    )
    return Documents(by_guid, cells, tuple(columns), tuple(extra), kept, tuple(made.remarks))


def _document(source: Source, made: _Rows) -> Document:
    name = one_line(source.name) or "document"
    key = _key(source, name, made)
    path, plain, stored = _stored(source, name, made)
    row = {"document": key, "file": PurePath(path).name if path else ""}
    # Where narragraph itself names the paper, no title means that it has none.
    row["title"] = one_line(source.about.get("title")) or ("" if PAPER in source.about else name)
    for variable, value in source.about.items():
        column, said = _column(variable, one_line(value) if variable != "notes" else several_lines(value) or "")
        if column != "title" and said:
            row[column] = said
    if description := several_lines(source.description):
        row["description"] = description
    made.add(row, name)
    return Document(source, key, path, plain, stored)


def _key(source: Source, name: str, made: _Rows) -> str:
    """What tells the paper in tables: its own id, its DOI, or a word made of the document's name."""
    said = one_line(source.about.get(PAPER))
    doi = normal_doi(said) if said.startswith("doi:") else normal_doi(source.about.get("doi", "")) if not said else None
    if doi or said:
        key = doi or said.removeprefix("paper:")
        new = f"doi:{doi}" if doi else paper_id(parts=[key])
        if said and new != said:
            made.remarks.append(Remark(Fate.CHANGED, f'The paper "{said}" has the id {new} here.'))
        if not said and key in made.taken:
            made.remarks.append(Remark(Fate.CHANGED, f'"{name}" has the DOI {doi} of another document: one paper.'))
        made.taken.add(key)  # two sources of one paper share it
        return key
    key = _apart(_word(name), made.taken)
    made.taken.add(key)
    return key


def _word(name: str) -> str:
    """A word for tables and files, short enough to stay itself where an id is made of it."""
    return slug(_EXTENSION.sub("", name) or name, 36)


def _apart(stem: str, taken: set[str]) -> str:
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key


def _stored(source: Source, name: str, made: _Rows) -> tuple[str | None, Plain | None, StoredText | None]:
    """The file of a text, after reading it once as a build will."""
    if source.text is None:
        return None, None, None
    plain = plain_text(source.text)
    file = f"{_apart(_word(name), made.files)}.txt"
    path = f"texts/{file}"
    try:
        stored = text_of(plain.text.encode("utf-8"), path)
    except TextError as error:
        message = f'The text of "{source.name}" is not stored: {str(error).partition(": ")[2]}'
        made.remarks.append(Remark(Fate.REFUSED, message))
        return None, plain, None
    if stored.text != plain.text:
        made.remarks.append(Remark(Fate.REFUSED, f'The text of "{source.name}" does not come back as it was written.'))
        return None, plain, None
    made.files.add(file.removesuffix(".txt"))
    if plain.replaced:
        said = f'{plain.replaced} signs of "{source.name}" that are no characters became U+FFFD.'
        made.remarks.append(Remark(Fate.CHANGED, said))
    return path, plain, stored


def _column(variable: str, value: str) -> tuple[str, str]:
    """The column of documents.csv for a variable, with its value. What a column of ours cannot take gets another."""
    name = one_line(variable)
    fits = {
        "year": bool(_YEAR.fullmatch(value)),
        "doi": normal_doi(value) is not None,
        "status": value in {status.value for status in PaperStatus},
    }
    if name in OURS:
        return (name, value) if fits.get(name, True) else (f"{name} as given", value)
    if fold(name) in {"document", "file", "description", PAPER, *OURS}:
        return (f"{name} as given", value if fold(name) != PAPER else "")
    return name or "variable", value
