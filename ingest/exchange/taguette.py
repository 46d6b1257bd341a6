"""Taguette projects (.sqlite3). Source: the tables of its own database, as it exports a project."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import ExchangeError
from graph.exchange.guids import guid_of
from graph.exchange.shapes import Code, Coder, Coding, Fate, Project, Remark, Source
from ingest.exchange.refi_sources import in_utc
from ingest.exchange.taguette_text import Counted, counted

MOST_BYTES = 1_000_000_000
MAGIC = b"SQLite format 3\0"
_NEEDED = {
    "projects": ("id", "name", "description", "created"),
    "documents": ("id", "name", "description", "filename", "contents"),
    "tags": ("id", "path", "description"),
    "highlights": ("id", "document_id", "start_offset", "end_offset", "snippet"),
    "highlight_tags": ("highlight_id", "tag_id"),
}
MOST_VALUE = 200_000_000
"""Bytes of one value of the database."""
_AGAIN = 'Export the project again from Taguette ("Export project").'
Row = tuple[Any, ...]


def read_taguette(file: Path) -> Project:
    """The one project of a Taguette database. Raises ExchangeError for any other database, or a broken one."""
    path = file.name
    if file.stat().st_size > MOST_BYTES:
        raise ExchangeError(path, f"it has more than {MOST_BYTES // 1_000_000} MB.", rule="size", fix=_AGAIN)
    try:
        # Taken as it is: no lock, no journal beside it, nothing of it run.
        address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.text_factory = lambda content: content.decode("utf-8", "replace")
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_VALUE)
            return _project(database, path)
    except sqlite3.Error as error:
        raise ExchangeError(path, f"the database is broken ({error}).", rule="sqlite", fix=_AGAIN) from None


def _rows(database: sqlite3.Connection, table: str, *columns: str) -> list[Row]:
    """The rows of a table. Raises sqlite3.DataError when they hold more than the file: pages of it are given twice."""
    rows: list[Row] = []
    held = 0
    for row in database.execute(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1"):  # noqa: S608  (fixed names)
        held += sum(len(value) for value in row if isinstance(value, str | bytes))
        if held > MOST_BYTES:
            raise sqlite3.DataError(f"the table {table} holds more than {MOST_BYTES // 1_000_000:,} MB")
        rows.append(row)
    return rows


def _project(database: sqlite3.Connection, path: str) -> Project:
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    lacking = next((name for name in _NEEDED if name not in tables), None)
    if lacking is not None:
        message = f'it is a database without a table "{lacking}", so no project of Taguette.'
        raise ExchangeError(path, message, rule="tables", fix=_AGAIN)
    _check_stored(database, path)
    held = {name: _rows(database, name, *columns) for name, columns in _NEEDED.items()}
    if len(held["projects"]) != 1:
        names = ", ".join(str(row[1]) for row in held["projects"][:5])
        message = f"it holds {len(held['projects'])} projects ({names}), and one is read at a time."
        raise ExchangeError(path, message, rule="projects", fix=_AGAIN)
    _, name, description, created = held["projects"][0]
    made = _Made(guid_of("taguette", str(name), str(created)))
    return made.project(str(name), str(description or "").strip() or None, held, _acts(database, tables))


def _check_stored(database: sqlite3.Connection, path: str) -> None:
    """Refuse tables whose values are computed when they are read: a small file could give any number of them."""
    for name in (*_NEEDED, "commands"):
        (made,) = database.execute(
            "SELECT max(sql) FROM sqlite_master WHERE type = 'table' AND name = ?", (name,)
        ).fetchone()
        virtual = str(made).split(None, 2)[1:2] == ["VIRTUAL"]
        if virtual or any(row[-1] for row in database.execute(f"PRAGMA table_xinfo({name})")):
            message = f'the table "{name}" computes what it holds, which no project of Taguette does.'
            raise ExchangeError(path, message, rule="tables", fix=_AGAIN)


def _acts(database: sqlite3.Connection, tables: set[str]) -> dict[int, tuple[str, str | None]]:
    """Highlight -> who made it last, and when, from the log of commands."""
    found: dict[int, tuple[str, str | None]] = {}
    if "commands" not in tables:
        return found
    for _, login, date, payload in _rows(database, "commands", "id", "user_login", "date", "payload"):
        try:
            said = json.loads(payload)
        except (TypeError, ValueError, RecursionError):
            continue
        if isinstance(said, dict) and said.get("type") == "highlight_add" and isinstance(said.get("highlight_id"), int):
            found[said["highlight_id"]] = (str(login), in_utc(str(date)))
    return found


@dataclass
class _Made:
    """The parts of the project while they are made."""

    base: str
    remarks: list[Remark] = field(default_factory=list)
    coders: dict[str, Coder] = field(default_factory=dict)

    def project(
        self, name: str, description: str | None, held: Mapping[str, list[Row]], acts: dict[int, tuple[str, str | None]]
    ) -> Project:
        """Everything of the project."""
        codes = self._codes(held["tags"])
        texts: dict[int, tuple[Source, Counted]] = {}
        for id_, title, said, filename, contents in held["documents"]:
            text = counted(str(contents))
            about = {"file": str(filename)} if filename and filename != title else {}
            guid = guid_of(self.base, "document", str(id_))
            texts[id_] = (Source(guid, str(title), text.text, str(said) or None, about), text)
        tags = self._tags({row[0] for row in held["highlights"]}, codes, held["highlight_tags"])
        codings: list[Coding] = []
        for row in held["highlights"]:
            codings += self._highlight(row, texts, tags.get(row[0], []), acts)
        return Project(
            name,
            "Taguette",
            tuple(codes.values()),
            tuple(self.coders.values()),
            tuple(source for source, _ in texts.values()),
            tuple(codings),
            description,
            tuple(self.remarks),
            selections=len(held["highlights"]),
        )

    def _tags(self, highlights: set[int], codes: Mapping[int, Code], links: list[Row]) -> dict[int, list[str]]:
        """Highlight -> the codes that it was given; what a link names must be there."""
        found: dict[int, list[str]] = {}
        stray = 0
        for highlight, tag in links:
            if highlight in highlights and tag in codes:
                found.setdefault(highlight, []).append(codes[tag].guid)
            else:
                stray += 1
        if stray:
            said = f"{stray} links of highlights and tags name a highlight or a tag that is not there."
            self.remarks.append(Remark(Fate.REFUSED, said))
        return found

    def _codes(self, rows: list[Row]) -> dict[int, Code]:
        """Tags; a full stop in a name makes it a child of the tag of the part before, as Taguette shows it."""
        guids = {id_: guid_of(self.base, "tag", str(id_)) for id_, _, _ in rows}
        by_path = {str(path): guids[id_] for id_, path, _ in rows}
        found = {}
        for id_, path, description in sorted(rows, key=lambda row: (str(row[1]).count("."), str(row[0]).zfill(20))):
            above, _, last = str(path).rpartition(".")
            parent = by_path.get(above) if above else None
            name = last if parent and last else str(path)
            found[id_] = Code(guids[id_], name, parent, str(description or "") or None)
        return found

    def _highlight(
        self,
        row: Row,
        texts: Mapping[int, tuple[Source, Counted]],
        tags: list[str],
        acts: Mapping[int, tuple[str, str | None]],
    ) -> list[Coding]:
        id_, document, start, end, snippet = row
        quote = counted(str(snippet)).text
        if document not in texts:
            message = (
                f'Highlight {id_} ("{quote[:60]}") is of a document that is not there; its {len(tags)} tags are lost.'
            )
            self.remarks.append(Remark(Fate.REFUSED, message))
            return []
        source, text = texts[document]
        place = text.place(start, end) if isinstance(start, int) and isinstance(end, int) else None
        if place is None:
            why = f"bytes {start} to {end} are no characters of it"
            message = (
                f'"{source.name}": highlight {id_} ("{quote[:60]}") has no place: {why}; its {len(tags)} tags are lost.'
            )
            self.remarks.append(Remark(Fate.REFUSED, message))
            return []
        login, at = acts.get(id_, (None, None))
        coder = self._coder(login)
        selection = guid_of(self.base, "highlight", str(id_))
        codes: list[str | None] = [*tags] or [None]
        return [
            Coding(guid_of(selection, code or "no tag"), source.guid, code, *place, selection, coder, at, None, quote)
            for code in codes
        ]

    def _coder(self, login: str | None) -> str | None:
        if login is None:
            return None
        guid = guid_of(self.base, "user", login)
        self.coders.setdefault(guid, Coder(guid, login))
        return guid
