"""One file of references -> records and a report that adds up: seen = read + refused."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from graph.errors import ReferencesError, TableError
from ingest.references.assemble import Layout, assemble
from ingest.references.bibtex import LAYOUT as BIBTEX
from ingest.references.bibtex import read_bibtex
from ingest.references.decoded import MOST_BYTES, Decoded, decoded, json_of
from ingest.references.delimited import read_delimited, rows_as_entries
from ingest.references.detect import format_of
from ingest.references.json_files import CSL, EPPI, OURS, eppi_marks, read_json
from ingest.references.marks import column_marks
from ingest.references.record import FileRead, FileReport, Mark, MarkKind, Parsed, Record, Remark
from ingest.references.ris import LAYOUT as RIS
from ingest.references.ris import read_ris
from ingest.references.tagged import READERS
from ingest.references.xml import ENDNOTE_XML, PUBMED_XML, read_endnote_xml, read_pubmed_xml

WORKBOOKS = frozenset({".xlsx", ".xls", ".ods"})
FULL_TEXTS = frozenset({".pdf", ".docx", ".doc", ".html", ".htm"})
REFUSED_ARCHIVES = {
    ".asreview": "Export the data set with its labels from ASReview, as CSV or RIS.",
    ".enl": "Export the library from EndNote, as XML or RIS.",
    ".rdf": "Export the library from Zotero as RIS, CSV or CSL-JSON.",
    ".zip": "Unpack it and put the files into references/.",
}


def read_file(file: Path, path: str) -> FileRead:
    """The records of one file; `path` is its name in messages. Raises ReferencesError when nothing can be read."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise ReferencesError(path, "it is larger than 2 GB.", rule="size", fix="Export it in parts.")
        content = file.read_bytes()
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        raise ReferencesError(path, message, rule="unreadable", fix="Give yourself permission to read it.") from None
    if file.suffix.lower() in WORKBOOKS:
        return _workbook(file, path, content)
    return read_content(content, path)


def read_content(content: bytes, path: str) -> FileRead:
    """As `read_file`, from bytes that are there already."""
    suffix = Path(path).suffix.lower()
    if suffix in FULL_TEXTS:
        message = "it is a full text, not a list of references."
        raise ReferencesError(path, message, rule="format", fix="Put it into texts/.")
    if suffix in REFUSED_ARCHIVES and (content[:2] == b"PK" or b"\0" in content[:2000]):
        raise ReferencesError(path, "it is a project file, not an export.", rule="format", fix=REFUSED_ARCHIVES[suffix])
    text = decoded(content, path)
    parsed, layout = _parsed(text.text, path)
    return _assembled(parsed, layout, path, text, content)


def _parsed(text: str, path: str) -> tuple[Parsed, Layout]:
    name = format_of(text, path)
    if name == "table":
        return read_delimited(text, path)
    if name == "json":
        return read_json(text, path)
    if name == "ris":
        return read_ris(text), RIS
    if name == "bibtex":
        return read_bibtex(text), BIBTEX
    if name == "endnote xml":
        return read_endnote_xml(text, path), ENDNOTE_XML
    if name == "pubmed xml":
        return read_pubmed_xml(text, path), PUBMED_XML
    reader, layout = READERS[name]
    return reader(text), layout


def _workbook(file: Path, path: str, content: bytes) -> FileRead:
    from ingest.workbooks import read_sheet, sheet_names

    try:
        sheet = read_sheet(file, path, sheet_names(file, path)[0])
    except TableError as error:
        raise ReferencesError(path, error.problem, rule=error.rule, fix=error.fix) from None
    rows = list(enumerate(sheet.rows, start=1))
    parsed, layout = rows_as_entries(rows, path, Parsed())
    return _assembled(parsed, layout, path, Decoded("", "workbook"), content)


def _assembled(parsed: Parsed, layout: Layout, path: str, text: Decoded, content: bytes) -> FileRead:
    records: list[Record] = []
    repairs: list[Remark] = list(text.repairs)
    repaired: set[int] = set()
    for number, entry in enumerate(parsed.entries):
        record, said = assemble(entry, layout, path)
        records.append(_with_marks(record, layout))
        if said:
            repaired.add(number)
            repairs += [Remark(entry.line, message) for message in said]
    report = FileReport(
        path=path,
        format=layout.name,
        encoding=text.encoding,
        sha256=hashlib.sha256(content).hexdigest(),
        seen=len(records) + len(parsed.refused),
        read=len(records),
        repaired=len(repaired),
        repairs=tuple(sorted(repairs, key=lambda remark: remark.line)),
        refused=tuple(parsed.refused),
        notes=tuple(parsed.notes),
    )
    if not report.seen:
        raise ReferencesError(path, "it holds no records.", rule="empty", fix="Export it again.")
    return FileRead(tuple(records), report)


def _with_marks(record: Record, layout: Layout) -> Record:
    if layout is EPPI:
        return replace(record, marks=(*record.marks, *eppi_marks(record.other)))
    if layout is CSL and f'"{OURS}"' in record.raw:
        return _given_back(record)
    if layout.name.endswith("csv"):
        marks = tuple(column_marks(json.loads(record.raw)))
        return replace(record, marks=(*record.marks, *marks)) if marks else record
    return record


def _given_back(record: Record) -> Record:
    """What narragraph wrote beside the fields of CSL; a record that only looks like it stays as it is."""
    item = json_of(record.raw)
    custom = item.get("custom")
    if not isinstance(custom, dict):
        return record
    try:
        ours = custom[OURS]
        return replace(
            record,
            keywords=tuple(map(str, ours["keywords"])),
            urls=tuple(map(str, ours["urls"])),
            marks=tuple(Mark(str(tool), MarkKind(kind), str(said), who) for tool, kind, said, who in ours["marks"]),
            other=tuple((str(tag), str(value)) for tag, value in ours["other"]),
        )
    except (KeyError, TypeError, ValueError):
        return replace(record, other=(*record.other, ("custom", json.dumps(custom, ensure_ascii=False))))
