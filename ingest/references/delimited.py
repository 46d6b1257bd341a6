"""Tables of references: CSV, TSV and workbooks of Zotero, Covidence, Rayyan, ASReview, Scopus, Web of Science, IEEE,
PubMed, Springer and EPPI-Reviewer. Columns are known by their names; the others are kept.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from graph.errors import ReferencesError
from ingest.csv_text import MOST_CHARACTERS, separator_of
from ingest.references.assemble import Layout
from ingest.references.record import Entry, Parsed, Remark
from ingest.references.tagged import WOS
from ingest.references.types import TYPES

COLUMNS: dict[str, tuple[str, ...]] = {
    "type": ("item type", "document type", "publication type", "content type", "entrytype", "type", "item_type"),
    "title": ("title", "item title", "document title", "article title", "primary title", "primary_title"),
    "authors": ("authors", "author", "author names", "author full names", "first author"),
    "year": ("publication year", "published year", "year", "publication_year", "date", "publication date"),
    "doi": ("doi", "item doi", "link"),
    "pmid": ("pmid", "pubmed_id", "pubmed id"),
    "journal": (
        *("journal", "publication title", "source title", "journal/book", "publication", "secondary title"),
        *("booktitle", "container_title", "journal_name", "conference name", "parenttitle"),
    ),
    "volume": ("volume", "journal volume"),
    "issue": ("issue", "number", "journal issue"),
    "pages": ("pages", "page start", "start page", "art. no."),
    "last_page": ("", "page end", "end page", ""),
    "abstract": ("abstract", "abstract note", "notes_abstract"),
    "language": ("language", "language of original document"),
    "urls": ("url", "link", "urls", "pdf link"),
    "keywords": ("keywords", "author keywords", "automatic tags", "manual tags", "index keywords"),
}
NOTES = ("notes", "note", "n1", "extra", "exclusion reason", "reasons for exclusion")
_HEADS = frozenset(name for names in COLUMNS.values() for name in names if name)
_SEMICOLON = r"\s*;\s*"
_PERSON = re.compile(r"[^,]+\s[^,]+")


def read_delimited(text: str, path: str) -> tuple[Parsed, Layout]:
    """The rows of a CSV or TSV file as entries. Raises ReferencesError when no column names a title or DOI."""
    csv.field_size_limit(MOST_CHARACTERS)
    separator = separator_of(text, path, 1)
    parsed = Parsed()
    try:
        rows = list(_rows(text, separator, strict=True))
    except csv.Error as error:
        rows = _loosely(text, separator, path)
        parsed.notes.append(Remark(1, f"its quoting is broken ({error}); look at the records around it."))
    return rows_as_entries(rows, path, parsed)


def _loosely(text: str, separator: str, path: str) -> list[tuple[int, list[str]]]:
    try:
        return list(_rows(text, separator, strict=False))
    except csv.Error as error:
        message = f"its quoting is broken ({error})."
        raise ReferencesError(path, message, rule="quoting", fix="Close the quote, or export it again.") from None


def _rows(text: str, separator: str, *, strict: bool) -> Iterator[tuple[int, list[str]]]:
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict), 1
    for row in reader:
        yield line, row
        line = reader.line_num + 1


def rows_as_entries(rows: Sequence[tuple[int, list[str]]], path: str, parsed: Parsed) -> tuple[Parsed, Layout]:
    """Rows with their lines as entries; the first row that is not empty names the columns."""
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise ReferencesError(path, "it holds no rows.", rule="empty", fix="Export it again.")
    head = [" ".join(name.split()) for name in filled[0][1]]
    layout = layout_of(head, path)
    for line, row in filled[1:]:
        names = [*head, *(f"column {at}" for at in range(len(head) + 1, len(row) + 1))]
        cells = {
            name or f"column {at}": cell
            for at, (name, cell) in enumerate(zip(names, row, strict=False), 1)
            if cell.strip()
        }
        raw = json.dumps(cells, ensure_ascii=False)
        repairs = []
        if len(row) > len(head) and any(cell.strip() for cell in row[len(head) :]):
            repairs.append(f"it has {len(row)} cells, the header {len(head)}; a separator may not be quoted.")
        fields = [(name, _people(cell) if name in layout.of("authors") else cell) for name, cell in cells.items()]
        if layout.name in _MENDED:
            fields, said = _MENDED[layout.name](fields)
            repairs += said
        if any(name in _used(layout) for name in cells):
            parsed.entries.append(Entry(line, raw, fields, repairs))
        else:
            parsed.refused.append(Remark(line, "none of its cells is a field of a reference.", raw))
    return parsed, layout


def _used(layout: Layout) -> set[str]:
    """Columns of fields: a row that fills one of them, be it the year alone, is a record."""
    return {tag for field in layout.tags for tag in layout.of(field) if tag and field != "type"}


def layout_of(head: Sequence[str], path: str) -> Layout:
    """Which column is which field, by the names of the header."""
    if {"TI", "AU", "SO"} <= set(head):
        return replace(WOS, name="web of science table")
    by_name: dict[str, str] = {}
    for name in head:
        by_name.setdefault(name.casefold(), name)
    if "journal/book" in by_name:
        by_name = {"volume": "Volume", "issue": "Issue", "pages": "Pages"} | by_name
    tags: dict[str, tuple[str, ...]] = {}
    for field, names in COLUMNS.items():
        if field in {"pages", "last_page"}:
            tags[field] = tuple(by_name.get(name, "") for name in names)
        else:
            tags[field] = tuple(by_name[name] for name in names if name in by_name)
    if not tags["title"] and not tags["doi"]:
        known = ", ".join(head[:8])
        message = f"no column is a title or a DOI; the columns are {known}{', ...' if len(head) > 8 else ''}."
        raise ReferencesError(path, message, rule="columns", fix='Name one of them "Title".')
    return Layout(
        _tool(by_name),
        tags,
        TYPES,
        split={"authors": _SEMICOLON, "keywords": _SEMICOLON if "item type" in by_name else r"\s*[;,]\s*"},
        notes=tuple(by_name[name] for name in NOTES if name in by_name),
    )


def _tool(names: dict[str, str]) -> str:
    """The tool that a header gives away."""
    signs = {
        "covidence #": "covidence csv",
        "asreview_label": "asreview csv",
        "included": "asreview csv",
        "pubmed_id": "rayyan csv",
        "abstract note": "zotero csv",
        "eid": "scopus csv",
        "journal/book": "pubmed csv",
        "book series title": "springer csv",
        "author affiliations": "ieee csv",
    }
    return next((tool for sign, tool in signs.items() if sign in names), "csv")


def _people(cell: str) -> str:
    """Authors separated by semicolons, whatever separated them: ` and `, or commas between whole names."""
    if ";" in cell:
        return cell
    cell = " ".join(cell.split())
    if re.search(r"\s+and\s+", cell) and "," in cell:
        parts = re.split(r"\s+and\s+", cell)
        if all(part.count(",") <= 1 for part in parts):
            return "; ".join(parts)
    parts = [part for part in re.split(r"\s*,\s*(?:and\s+)?", cell.strip()) if part]
    if len(parts) > 1 and all(_PERSON.fullmatch(part) for part in parts):
        return "; ".join(parts)
    return cell


_PLACE = re.compile(r";\s*([^;:(\s]+)?(?:\(([^)]+)\))?:\s*([^.;]+)\.")
_GLUED = re.compile(r"(?<=[a-z]{2})(?<!Mac)(?<!Mc)(?<!De)(?<!La)(?<!Le)(?<!Van)(?=[A-Z][a-z])")


def _pubmed(fields: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """PubMed's CSV tells volume, issue and pages inside the citation only: `Nature. 2021 Dec 21;1(2):10-11.`."""
    place = next(
        (found for name, cell in fields if name.casefold() == "citation" and (found := _PLACE.search(cell))), None
    )
    told = zip(("Volume", "Issue", "Pages"), place.groups() if place else (), strict=False)
    return [*fields, *((name, said) for name, said in told if said)], []


def _springer(fields: list[tuple[str, str]]) -> tuple[list[tuple[str, str]], list[str]]:
    """Springer's CSV writes authors without anything between them: `Andy SmithTom Weber`."""
    mended = [(name, _GLUED.sub("; ", cell) if name == "Authors" else cell) for name, cell in fields]
    said = [] if mended == fields else ["its authors run together; they were cut where a small letter meets a capital."]
    return mended, said


_MENDED = {"pubmed csv": _pubmed, "springer csv": _springer}
