"""Extracted texts under .narragraph/texts/, so that a file is read once. Derived: deleting them loses nothing.

.narragraph/texts/<SHA-256 of the text>.json.gz      the stored text
.narragraph/texts/files/<SHA-256 of a file>.<ext>.v2 the text that reader version 2 made of it,
    and what the file says of itself and cites: two files may hold the same words.
"""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from graph.documents import (
    About,
    Block,
    BlockKind,
    Box,
    Cell,
    Citation,
    CitedWork,
    Line,
    Run,
    Section,
    StoredText,
    Table,
    TextFormat,
    text_sha256,
)
from graph.ids import digest
from graph.links import itself
from graph.store import HOME
from ingest.texts.read import READER_VERSION

_HEX = set("0123456789abcdef")


def text_home(folder: Path) -> Path:
    """Where the extracted texts of a review folder lie."""
    return folder / HOME / "texts"


def stored_text(folder: Path, sha256: str) -> StoredText | None:
    """An extracted text by its own hash, older readings too; null when it is not there or not what it says."""
    if len(sha256) != 64 or not set(sha256) <= _HEX:
        return None
    try:
        with gzip.open(text_home(folder) / f"{sha256}.json.gz", "rt", encoding="utf-8") as file:
            found = from_plain(json.load(file))
    except (OSError, ValueError, KeyError, TypeError, IndexError, EOFError, zlib.error):
        return None
    return found if found.sha256 == sha256 == text_sha256(found.text) else None


def text_of_file(folder: Path, file_sha256: str, suffix: str) -> StoredText | None:
    """What was extracted from a file with these bytes; null when nothing was yet."""
    try:
        said = json.loads(_pointer(folder, file_sha256, suffix).read_text(encoding="utf-8"))
        if said.pop("check", None) not in {None, _check_of(said)}:
            return None  # a bit of it has flipped; those of earlier versions have no check
        stored = stored_text(folder, said["sha256"])
        return None if stored is None else replace(stored, about=_about(said), references=_references(said))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(folder: Path, file_sha256: str, suffix: str, stored: StoredText) -> None:
    """Keep an extracted text. A folder that cannot be written is no reason to stop: next time it is read anew."""
    pointer = _pointer(folder, file_sha256, suffix)
    try:
        pointer.parent.mkdir(parents=True, exist_ok=True)
        packed = gzip.compress(
            json.dumps(to_plain(stored), ensure_ascii=False).encode("utf-8", "surrogatepass"), 3, mtime=0
        )
        _replace(text_home(folder) / f"{stored.sha256}.json.gz", packed)
        own = {"sha256": stored.sha256, "about": vars(stored.about), "references": _rows(stored.references)}
        own = json.loads(json.dumps(own))
        _replace(
            pointer, json.dumps(own | {"check": _check_of(own)}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        )
    except OSError:
        return


def _check_of(said: dict[str, Any]) -> str:
    return digest([json.dumps(said, sort_keys=True)])


def _pointer(folder: Path, file_sha256: str, suffix: str) -> Path:
    return text_home(folder) / "files" / f"{file_sha256}{suffix.lower()}.v{READER_VERSION}"


def _replace(file: Path, content: bytes) -> None:
    """Write beside and rename, so that no reader sees half a file."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.new")
    with open(temporary, "wb", opener=itself) as opened:
        opened.write(content)
    temporary.replace(file)


def to_plain(stored: StoredText) -> dict[str, Any]:
    """A stored text as plain values; `from_plain` gives the same one back."""
    return {
        "text": stored.text,
        "sha256": stored.sha256,
        "format": stored.format,
        "blocks": _rows(stored.blocks),
        "runs": _rows(stored.runs),
        "citations": _rows(stored.citations),
        "tables": [[table.char_start, table.char_end, _rows(table.cells)] for table in stored.tables],
        "lines": [[line.char_start, line.char_end, *_rows([line.box])[0]] for line in stored.lines],
        "about": vars(stored.about),
        "pages": stored.pages,
        "counts": stored.counts,
        "notes": stored.notes,
        "references": _rows(stored.references),
    }


def from_plain(plain: dict[str, Any]) -> StoredText:
    """The stored text that `to_plain` wrote. Raises KeyError, TypeError or ValueError for anything else."""
    return StoredText(
        text=plain["text"],
        sha256=plain["sha256"],
        format=TextFormat(plain["format"]),
        blocks=tuple(Block(BlockKind(row[0]), Section(row[1]), *row[2:]) for row in plain["blocks"]),
        runs=tuple(Run(*row) for row in plain["runs"]),
        citations=tuple(Citation(start, end, tuple(targets)) for start, end, targets in plain["citations"]),
        tables=tuple(Table(start, end, tuple(Cell(*row) for row in cells)) for start, end, cells in plain["tables"]),
        lines=tuple(Line(start, end, Box(*box)) for start, end, *box in plain["lines"]),
        about=_about(plain),
        pages=plain["pages"],
        counts=tuple((name, number) for name, number in plain["counts"]),
        notes=tuple(plain["notes"]),
        references=_references(plain),
    )


def _about(plain: dict[str, Any]) -> About:
    return About(**{**plain["about"], "keywords": tuple(plain["about"]["keywords"])})


def _references(plain: dict[str, Any]) -> tuple[CitedWork, ...]:
    """What a text cites; texts that were kept by an earlier reader say nothing of it."""
    return tuple(CitedWork(*row) for row in plain.get("references", ()))


def _rows(things: Sequence[Any]) -> list[list[Any]]:
    """The fields of slotted dataclasses, in their order."""
    return [[getattr(thing, name) for name in thing.__slots__] for thing in things]
