"""Whether every quote still stands where its passage says: the files are read again, the graph is not believed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.documents import PaperText
from graph.errors import TableError
from graph.model import PassageKind
from ingest.files import read_table
from ingest.mapping import ReviewFile, TableSection
from ingest.table import RawTable
from ingest.text_anchors import LostQuote, check_texts

_CELL = re.compile(r"([A-Z]+)([0-9]+)")
Place = tuple[str, str | None]


@dataclass(frozen=True)
class AnchorCheck:
    """`found` of `checked` passages hold their quote; notes have nothing to check against."""

    checked: int
    found: int
    notes: int
    moved: int
    """Text passages found at another place: their text was read anew since."""
    lost: tuple[LostQuote, ...]


def check_anchors(
    folder: Path, review: ReviewFile, passages: Iterable[Mapping[str, object]], texts: Iterable[PaperText] = ()
) -> AnchorCheck:
    """Look every passage up in its file. `passages`: rows with those of Passage; `texts`: all of the folder."""
    cells: dict[Place, list[Mapping[str, object]]] = {}
    in_texts: list[Mapping[str, object]] = []
    notes = 0
    for passage in passages:
        if passage["kind"] == PassageKind.NOTE:
            notes += 1
        elif passage["kind"] == PassageKind.CELL:
            sheet = passage["sheet"]
            cells.setdefault((str(passage["path"]), None if sheet is None else str(sheet)), []).append(passage)
        else:
            in_texts.append(passage)
    lost = [quote for place, held in sorted(cells.items(), key=str) for quote in _lost(folder, review, place, held)]
    text_lost, moved = check_texts(in_texts, texts)
    lost += text_lost
    checked = sum(len(held) for held in cells.values()) + len(in_texts)
    return AnchorCheck(checked, checked - len(lost), notes, moved, tuple(lost))


def _lost(folder: Path, review: ReviewFile, place: Place, passages: list[Mapping[str, object]]) -> Iterator[LostQuote]:
    sections = [section for section in _sections(review, place[0]) if section.sheet in {None, place[1]}]
    tables = []
    reason = "review.toml no longer reads this file or sheet"
    for section in sections:
        try:
            raw = read_table(folder, section)
        except TableError as error:
            reason = error.problem
            continue
        if raw.sheet == place[1]:
            tables.append(_cells(raw))
    for passage in passages:
        reasons = [why for table in tables if (why := _why_not(table, passage)) is not None]
        if len(reasons) == len(tables):  # no reading of the file holds the quote
            shown = place[0] if place[1] is None else f"{place[0]}, sheet {place[1]}"
            where = f"{shown}, cell {passage['cell']}"
            yield LostQuote(str(passage["id"]), where, reasons[0] if reasons else reason)


def _sections(review: ReviewFile, path: str) -> Iterator[TableSection]:
    """Every way in which review.toml reads a file, joined sheets included."""
    for section in review.table:
        if section.path == path:
            yield section
        for join in section.join:
            if (join.path or section.path) == path:
                yield TableSection(path=path, sheet=join.sheet, header_row=join.header_row, paper=section.paper)


def _cells(raw: RawTable) -> dict[tuple[str, int], str]:
    """The text of every cell by column letter and row."""
    rows = [int(row) for row in raw.frame.index]
    return {
        (letter, row): str(text)
        for letter, name in zip(raw.letters, raw.columns, strict=True)
        for row, text in zip(rows, raw.frame[name], strict=True)
        if text
    }


def _why_not(cells: dict[tuple[str, int], str], passage: Mapping[str, object]) -> str | None:
    """Why the quote is not at its anchor; null when it is."""
    address = _CELL.fullmatch(str(passage["cell"]))
    if address is None:
        return "the address is not one of a cell"
    text = cells.get((address[1], int(address[2])))
    if text is None:
        return "the cell is empty or gone"
    start, end = passage["char_start"], passage["char_end"]
    if not isinstance(start, int) or not isinstance(end, int):
        return "the passage has no offsets"
    if text[start:end] != passage["quote"]:
        return f"characters {start} to {end} of the cell are other words"
    if passage["text_sha256"] not in {None, hashlib.sha256(text.encode()).hexdigest()}:
        return "the words stand there, but the rest of the cell has changed"
    return None
