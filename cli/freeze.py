"""A new base: codebook.csv, terms.csv and phrases.csv as the ledgers have made them, all of them or none."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graph.codebook_rows import CodebookRows, InfluenceRow
from graph.errors import FolderNotWritable, ReviewFolderError
from graph.ids import fold
from graph.links import itself
from graph.store import sync_folder

if TYPE_CHECKING:
    from cli.curated import Curated
    from curation.entries import Body, Entry
    from graph.terms import Term

NAMES = ("codebook.csv", "terms.csv", "phrases.csv")
_COLUMN = {part.name: "influence_id" if part.name == "id" else part.name for part in fields(InfluenceRow)}


@dataclass
class _Sheet:
    """A csv file: its header, its records by column, and how its cells are separated."""

    header: list[str]
    records: list[dict[str, str]]
    separator: str = ","

    def text(self) -> str:
        """The file's text; every line ends in one way."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.separator, lineterminator="\n")
        writer.writerow(self.header)
        writer.writerows([record.get(column, "") for column in self.header] for record in self.records)
        return out.getvalue()


def freeze(place: Path, curated: Curated, write: Callable[[Body], str], reason: str | None) -> list[str]:
    """Write the files that differ, and an entry that says which changes are in them; returns their names.

    The entry comes first: with the files as they were it has no effect. Raises ReviewFolderError when the files would
    not say what the ledgers say, FolderNotWritable, DecisionRefused and NotSaved; then no file has changed.
    """
    from curation.codebook import thawed
    from curation.entries import Freeze

    _, open_ = thawed(curated.base, curated.state.changes)
    if not open_:
        return []
    texts = dict(_texts(place, curated, open_))
    of = tuple(entry.id for entry in curated.state.changes if not isinstance(entry.body, Freeze))
    rows = curated.rows
    after = _read_again(place, texts, rows, curated.ingested.codebook.terms)
    later = tuple(sorted(rows.later))
    write(Freeze(curated.base.version, after, of, rows.moved, rows.other_names, later, reason))
    _replace_all(place, texts)
    return list(texts)


def _texts(place: Path, curated: Curated, open_: list[Entry]) -> Iterator[tuple[str, str]]:
    made = {
        "codebook.csv": _codebook(_sheet(place / NAMES[0]), curated.base, curated.rows),
        "terms.csv": _terms(_sheet(place / NAMES[1]), curated.rows),
        "phrases.csv": _phrases(_sheet(place / NAMES[2]), curated.rows, _spelt(open_)),
    }
    for name, sheet in made.items():
        before = _sheet(place / name)
        if (sheet.header, sheet.records) != (before.header, before.records) and (sheet.records or before.records):
            yield name, sheet.text()


def _sheet(file: Path) -> _Sheet:
    from ingest.csv_text import decode, rows_of, separator_of

    if not file.is_file():
        return _Sheet([], [])
    text = decode(file.read_bytes(), file.name).text
    separator = separator_of(text, file.name, 1)
    rows = [[cell.strip() for cell in row] for row in rows_of(text, file.name, separator)]
    if not rows:
        return _Sheet([], [])
    cells = (row + [""] * (len(rows[0]) - len(row)) for row in rows[1:] if any(row))
    return _Sheet(rows[0], [dict(zip(rows[0], row, strict=False)) for row in cells], separator)


def _codebook(sheet: _Sheet, base: CodebookRows, now: CodebookRows) -> _Sheet:
    """What is not changed keeps its cells as they were spelt; what was merged goes, what is new comes at the end."""
    held = {record["influence_id"]: record for record in sheet.records}
    records = []
    for id_ in [*(one for one in held if one in now.influences), *(one for one in now.influences if one not in held)]:
        before, row = base.influences.get(id_, InfluenceRow(id_, "")), now.influences[id_]
        record = dict(held.get(id_, {"influence_id": id_}))
        for part, column in _COLUMN.items():
            if getattr(before, part) != getattr(row, part):
                record[column] = getattr(row, part) or ""
        records.append(record)
    header = sheet.header or ["influence_id", "name"]
    said = [column for column in _COLUMN.values() if any(record.get(column) for record in records)]
    return _Sheet([*header, *(column for column in said if column not in header)], records, sheet.separator)


def _terms(sheet: _Sheet, now: CodebookRows) -> _Sheet:
    found: list[dict[str, str]] = []
    for record in sheet.records:
        moved = record | {"influence_id": now.moved.get(record["influence_id"], record["influence_id"])}
        if moved not in found:
            found.append(moved)
    return _Sheet(sheet.header, found, sheet.separator)


def _phrases(sheet: _Sheet, now: CodebookRows, spelt: Mapping[str, str]) -> _Sheet:
    held = {fold(record["phrase"]) for record in sheet.records}
    records = [
        record | {"influence_id": now.phrases[fold(record["phrase"])]}
        for record in sheet.records
        if fold(record["phrase"]) in now.phrases
    ]
    new = sorted(now.phrases.keys() - held)
    records += [{"phrase": spelt.get(phrase, phrase), "influence_id": now.phrases[phrase]} for phrase in new]
    return _Sheet(sheet.header or ["phrase", "influence_id"], records, sheet.separator)


def _spelt(changes: list[Entry]) -> dict[str, str]:
    """Folded phrase -> as somebody wrote it."""
    from curation.entries import PhraseChange

    bodies = [entry.body for entry in changes if isinstance(entry.body, PhraseChange)]
    return {fold(body.phrase): " ".join(body.phrase.split()) for body in bodies}


def _read_again(place: Path, texts: Mapping[str, str], rows: CodebookRows, terms: tuple[Term, ...]) -> str | None:
    """Read the files as a build will, before they are put in place; returns the version they have."""
    from ingest.codebook import read_codebook
    from ingest.problems import Problems

    with tempfile.TemporaryDirectory() as other:
        for name in NAMES:
            if name in texts:
                (Path(other) / name).write_text(texts[name], encoding="utf-8", newline="")
            elif (place / name).is_file():
                (Path(other) / name).write_bytes((place / name).read_bytes())
        problems = Problems()
        found, _ = read_codebook(Path(other), problems)
    plain = {id_: InfluenceRow(*(getattr(one, part) for part in _COLUMN)) for id_, one in found.influences.items()}
    same = plain == rows.influences and dict(found.phrases) == dict(rows.phrases)
    if problems.errors or not same or _without_rows(found.terms) != _without_rows(terms):
        why = str(problems.errors[0]) if problems.errors else "they would not say what the ledgers say"
        raise ReviewFolderError(str(place), f"the codebook cannot be frozen: {why}. No file was changed.")
    return found.version


def _without_rows(terms: tuple[Term, ...]) -> set[Term]:
    return {replace(term, row=None) for term in terms}


def _replace_all(place: Path, texts: Mapping[str, str]) -> None:
    """Put every file in place; when one cannot be, put back those that were."""
    before = {name: (place / name).read_bytes() if (place / name).is_file() else None for name in texts}
    parts = {name: place / f".{name}.{os.getpid()}.part" for name in texts}
    done: list[str] = []
    try:
        for name, text in texts.items():
            with open(parts[name], "w", encoding="utf-8", newline="", opener=itself) as opened:
                opened.write(text)
                opened.flush()
                os.fsync(opened.fileno())
        for name in texts:
            parts[name].replace(place / name)
            done.append(name)
        sync_folder(place)
    except OSError as error:
        for name in done:
            content = before[name]
            if content is None:
                (place / name).unlink(missing_ok=True)
            else:
                (place / name).write_bytes(content)
        raise FolderNotWritable(str(place), f"the codebook was not frozen ({error.strerror})") from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
