"""tables/codings.csv: codings of whole documents, as they came; parts of a claim have columns where a row has them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.exchange.claims import noted_in_words
from graph.exchange.guids import normal_guid
from graph.exchange.shapes import Fate, Remark
from graph.links import lies_elsewhere
from graph.model import Assertion, Direction
from ingest.csv_text import decode, rows_of
from ingest.exchange.kept import table
from ingest.exchange.plain import several_lines

TABLE = "tables/codings.csv"
_COLUMNS = ("document", "influence", "direction", "quote", "note", "coder", "guid", "at")
_NOT_MAPPED = ("coder", "guid", "at")
_PARTS = ("setting", "stage", "viewpoint", "time_point", "assertion")
_KIND = "setting_kind"


@dataclass(frozen=True, slots=True)
class Row:
    """One coding without a passage. `said`: the other parts of the claim, by name."""

    document: str
    influence: str
    direction: Direction
    quote: str | None
    note: str | None
    coder: str | None
    guid: str
    at: str | None
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Codings:
    """The text of the table ("" without rows), its lines in review.toml, and what stands in notes."""

    table: str
    lines: tuple[str, ...]
    remarks: tuple[Remark, ...]


def codings(rows: Sequence[Row]) -> Codings:
    """The table. What has no column stands in the note, in words."""
    if not rows:
        return Codings("", (), ())
    kinds = {row.said.get(_KIND, "setting") for row in rows if "setting" in row.said}
    columns = [name for name in _PARTS if any(name in row.said for row in rows)]
    if len(kinds) > 1:  # a table has settings of one kind
        columns.remove("setting")
    held = {*columns, *([_KIND] if len(kinds) == 1 else [])}
    inside = Counter(name for row in rows for name in row.said if name not in held)
    cells = [[*_cells(row, held), *(_part(row, name) for name in columns)] for row in rows]
    remarks = [
        Remark(Fate.CHANGED, f'"{name}" of {many} codings of whole documents stands in their notes, in words.')
        for name, many in inside.items()
    ]
    lines = tuple(_lines(columns, next(iter(kinds), "")))
    return Codings(table([*_COLUMNS, *columns], cells), lines, tuple(remarks))


def _cells(row: Row, held: set[str]) -> list[str | None]:
    words = {name: value for name, value in row.said.items() if name not in held}
    note = several_lines(noted_in_words(words, row.note))
    said = (several_lines(row.quote), note, row.coder, row.guid, row.at)
    return [row.document, row.influence, row.direction.value, *said]


def _part(row: Row, name: str) -> str:
    default = Assertion.FINDING.value if name == "assertion" else ""
    return " ".join(row.said.get(name, default).split())


def _lines(columns: Sequence[str], kind: str) -> Iterator[str]:
    """How review.toml says that the table is read."""
    yield from ("", "[[table]]", f"path = {json.dumps(TABLE)}", 'one_row_is = "finding"')
    yield f"ignore = {json.dumps(_NOT_MAPPED)}"
    yield from ("", "  [table.paper]", '  id = ["document"]', "")
    if "setting" in columns:
        yield from ("  [[table.setting]]", '  name = "setting"', f"  kind = {json.dumps(kind, ensure_ascii=False)}", "")
    yield from ("  [[table.finding]]", '  influence = { column = "influence" }')
    yield f'  direction = {{ column = "direction", map = {{ {_same(Direction)} }} }}'
    yield from ('  quote = "quote"', '  note = "note"')
    yield from (f'  {name} = "{name}"' for name in ("stage", "viewpoint", "time_point") if name in columns)
    if "assertion" in columns:
        yield f'  assertion = {{ column = "assertion", map = {{ {_same(Assertion)} }} }}'


def _same(words: type[Direction] | type[Assertion]) -> str:
    return ", ".join(f'{one.value} = "{one.value}"' for one in words)


def read_rows(folder: Path, kind: str | None) -> list[Row]:
    """The codings of a folder; none where the file is gone, elsewhere, or of other columns. `kind`: of its settings."""
    file = folder / TABLE
    if not file.is_file() or lies_elsewhere(folder, file):
        return []
    header, *rows = rows_of(decode(file.read_bytes(), TABLE).text, TABLE, ",") or [[]]
    if tuple(header[: len(_COLUMNS)]) != _COLUMNS:
        return []
    found = []
    for cells in rows:
        said = dict(zip(header, cells, strict=False))
        guid = normal_guid(said.get("guid"))
        if guid is None or said["direction"] not in {one.value for one in Direction}:
            continue
        parts = {name: said[name] for name in _PARTS if said.get(name)}
        if parts.get("assertion") == Assertion.FINDING:
            del parts["assertion"]
        if kind and "setting" in parts:
            parts[_KIND] = kind
        quote, note, coder, at = (said[name] or None for name in ("quote", "note", "coder", "at"))
        direction = Direction(said["direction"])
        found.append(Row(said["document"], said["influence"], direction, quote, note, coder, guid, at, parts))
    return found
