"""Records -> RIS and CSL-JSON. What a format has no field for is written beside it, and told.

Sources: RIS format specification (2011); CSL-JSON schema 1.0, whose `custom` object is for what it does not name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.references.assemble import RIS_OF
from ingest.references.json_files import OURS
from ingest.references.record import Record
from ingest.references.values import year_of

INDENT = "      "
"""Before the second and later lines of a value, so that no line of a text can be taken for a tag."""
_RIS_NAMES = frozenset({"ris"})


@dataclass(frozen=True)
class Written:
    """A file's text, and what another program will find in another place than in the original."""

    text: str
    moved: tuple[str, ...]


def as_ris(records: Iterable[Record]) -> Written:
    """Records as RIS. Fields of other formats that RIS has no tag for become notes: `N1  - name: value`."""
    lines: list[str] = []
    moved: dict[str, int] = {}
    for record in records:
        for tag, value in _ris_lines(record, moved):
            first, *more = value.split("\n")
            lines.append(f"{tag}  - {first}")
            lines += [INDENT + line for line in more]
        lines += ["ER  - ", ""]
    said = tuple(f"{name}: {times} written as notes (N1)" for name, times in sorted(moved.items()))
    return Written("\n".join(lines), said)


def _ris_lines(record: Record, moved: dict[str, int]) -> Iterator[tuple[str, str]]:
    other = record.other
    if record.format not in _RIS_NAMES:
        for name, _ in other:
            label = f"{record.format} {name}"
            moved[label] = moved.get(label, 0) + 1
        other = tuple(("N1", f"{name}: {value}") for name, value in other)
    yield "TY", next((value for tag, value in other if tag == "TY"), RIS_OF.get(record.type, "GEN"))
    yield from _fields(record, dated=any(tag == "PY" and year_of(value) == record.year for tag, value in other))
    yield from ((tag, value) for tag, value in other if tag != "TY")


def _fields(record: Record, *, dated: bool) -> Iterator[tuple[str, str]]:
    """The fields of a record as RIS; `dated`: a date of publication that is kept in full says the year."""
    singles = (
        ("TI", record.title),
        ("PY", str(record.year) if record.year is not None and not dated else None),
        ("DO", record.doi),
        ("PMID", record.pmid),
        ("JF", record.journal),
        ("VL", record.volume),
        ("IS", record.issue),
        ("LA", record.language),
    )
    yield from (("AU", author) for author in record.authors)
    yield from ((tag, value) for tag, value in singles if value is not None)
    if record.pages is not None:
        first, dash, last = record.pages.partition("-")
        whole = not dash or not first or "-" in last
        yield "SP", record.pages if whole else first
        if not whole:
            yield "EP", last
    if record.abstract is not None:
        yield "AB", record.abstract
    yield from (("UR", url) for url in record.urls)
    yield from (("KW", word) for word in record.keywords)


def as_csl(record: Record) -> dict[str, object]:
    """A record as an item of CSL-JSON; `custom.narragraph` holds where it stood and what CSL has no name for."""
    item: dict[str, object] = {"id": record.id, "type": record.type}
    singles = {
        "title": record.title,
        "container-title": record.journal,
        "volume": record.volume,
        "issue": record.issue,
        "page": record.pages,
        "DOI": record.doi,
        "PMID": record.pmid,
        "language": record.language,
        "abstract": record.abstract,
    }
    if record.authors:
        item["author"] = [_name(author) for author in record.authors]
    if record.year is not None:
        item["issued"] = {"date-parts": [[record.year]]}
    item |= {name: value for name, value in singles.items() if value is not None}
    if record.urls:
        item["URL"] = record.urls[0]
    if record.keywords:
        item["keyword"] = "; ".join(record.keywords)
    item["custom"] = {
        OURS: {
            "file": record.file,
            "line": record.line,
            "format": record.format,
            "sha256": record.sha256,
            "urls": list(record.urls),
            "keywords": list(record.keywords),
            "marks": [[mark.tool, mark.kind.value, mark.value, mark.reviewer] for mark in record.marks],
            "other": [list(pair) for pair in record.other],
        }
    }
    return item


def _name(author: str) -> dict[str, str]:
    family, comma, given = author.partition(", ")
    if comma and family and given and "," not in family + given:
        return {"family": family, "given": given}
    return {"literal": author}
