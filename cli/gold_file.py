"""A CSV of what coders marked in papers they read whole -> marked passages, each found in its text or told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from graph.anchors import Anchor, make_anchor
from graph.documents import PaperText
from graph.errors import CodebookError, SynthesisError, TableError, near_misses
from graph.model import Assertion, Direction
from graph.search_key import search_key

if TYPE_CHECKING:
    from nlp.gold import Gold

NEEDED = ("paper_id", "quote", "influence_id", "direction")
COLUMNS = (*NEEDED, "assertion")


class GoldFile:
    """What is read of one file; `problems` holds everything that is wrong with it."""

    def __init__(self, path: Path, texts: Sequence[PaperText], names: Mapping[str, str]) -> None:
        self.path = str(path)
        self.texts: dict[str, list[PaperText]] = {}
        for paper in texts:
            self.texts.setdefault(paper.paper_id, []).append(paper)
        self.names = names
        self.problems: list[SynthesisError] = []
        self.gold: list[Gold] = []
        self.papers: list[str] = []
        """Every paper that is named, once: all of them were read whole."""
        for row, cells in _records(path):
            self._read(row, {name: cell.strip() for name, cell in cells.items()})

    def _read(self, row: int, cells: Mapping[str, str]) -> None:
        from nlp.gold import Gold

        paper = cells["paper_id"]
        if paper not in self.texts:
            self._wrong(row, "paper_id", paper, f'no text of "{paper}" is in texts/.', list(self.texts))
            return
        if paper not in self.papers:
            self.papers.append(paper)
        if not any(cells[name] for name in NEEDED[1:]):
            return  # a paper in which nothing was marked
        problems = len(self.problems)
        influence = cells["influence_id"]
        if influence not in self.names:
            self._wrong(
                row, "influence_id", influence, f'"{influence}" is no active influence of the codebook.', self.names
            )
        direction = self._word(row, "direction", cells, Direction)
        assertion = self._word(row, "assertion", {"assertion": cells.get("assertion") or "finding"}, Assertion)
        found = self._anchor(row, paper, cells["quote"])
        if found is not None and len(self.problems) == problems:
            anchor, language = found
            self.gold.append(Gold(paper, anchor, influence, Direction(direction), Assertion(assertion), language))

    def _word(self, row: int, column: str, cells: Mapping[str, str], words: type[Direction | Assertion]) -> str:
        word = cells[column].casefold()
        if word not in {member.value for member in words}:
            said = f'"{cells[column]}" is no {column}. Use one of: {", ".join(words)}.'
            self._wrong(row, column, cells[column], said, ())
        return word

    def _anchor(self, row: int, paper: str, quote: str) -> tuple[Anchor, str | None] | None:
        """Where a quote stands in the first text of its paper that has it."""
        wanted = search_key(quote).key
        for text in self.texts[paper] if wanted else ():
            key = search_key(text.text.text)
            places = key.key.count(wanted)
            if places > 1:
                said = f"these words stand at {places} places of {text.path}; quote more of the sentence."
                self._wrong(row, "quote", quote, said, ())
                return None
            if places:
                at = key.key.index(wanted)
                anchor = make_anchor(text.text, *key.place(at, at + len(wanted)))
                return anchor, next(iter(text.text.languages), None)
        said = "these words are in no text of the paper; copy them from the text." if wanted else "there are no words."
        self._wrong(row, "quote", quote, said, ())
        return None

    def _wrong(self, row: int, column: str, value: str, message: str, near: object) -> None:
        known = list(near) if isinstance(near, Sequence | Mapping) else []
        misses = near_misses(value, known)
        if misses:
            self.problems.append(
                CodebookError(message, path=f"{self.path}, row {row}, column {column}", term=value, near=misses)
            )
        else:
            self.problems.append(TableError(self.path, message, row=row, column=column, value=value, rule="gold"))


def _records(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The rows by column name, with their numbers as a spreadsheet shows them. Raises TableError."""
    from ingest.csv_text import decode, rows_of, separator_of

    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"it cannot be read ({error.strerror})."
        raise TableError(str(path), message, rule="gold", fix="Give a CSV file after --gold.") from None
    text = decode(content, str(path)).text
    rows = rows_of(text, str(path), separator_of(text, str(path), 1))
    header = [name.strip() for name in rows[0]] if rows else []
    missing = [name for name in NEEDED if name not in header]
    if missing:
        message = f"it has no column {', '.join(missing)}."
        fix = f"Its columns are {', '.join(COLUMNS)}; assertion may be left out."
        raise TableError(str(path), message, rule="gold", fix=fix)
    width = len(header)
    return [
        (number, dict(zip(header, [*row, *[""] * (width - len(row))], strict=False)))
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
