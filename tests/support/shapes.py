"""The shapes of tables that docs/review-folder.md shows, read for real: each must give the findings the page says.

Below a heading, ```csv blocks are the table (`csv sheet=Codes merge=A2:A3` is one sheet of a workbook), ```toml is the
`[[table]]` of review.toml, and ```text what comes out: one line for each finding and passage.

`python tests/support/shapes.py docs/review-folder.md` writes what comes out now into the page: look at the difference.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from ingest.folder import Ingested, read_folder

HEAD = '[review]\nid = "shapes"\ntitle = "Shapes"\n\n'
SECTION = re.compile(r"^### (?P<name>.+?)\n(?P<body>.*?)(?=^##|\Z)", re.DOTALL | re.MULTILINE)
BLOCK = re.compile(r"^```(?P<kind>\w+)(?P<info>[^\n]*)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """One fenced block: its language, what stands beside it, its text."""

    kind: str
    info: dict[str, str]
    text: str


@dataclass(frozen=True)
class Shape:
    """One example: its heading and its blocks."""

    name: str
    blocks: tuple[Block, ...]

    def texts(self, kind: str) -> list[str]:
        """The texts of the blocks of one language."""
        return [block.text for block in self.blocks if block.kind == kind]


def shapes(page: str) -> list[Shape]:
    """Every section of a page that holds a table, a mapping, and what comes out."""
    found = []
    for section in SECTION.finditer(page):
        blocks = tuple(_block(match) for match in BLOCK.finditer(section["body"]))
        if {"csv", "toml", "text"} <= {block.kind for block in blocks}:
            found.append(Shape(section["name"], blocks))
    return found


def _block(match: re.Match[str]) -> Block:
    info = dict(part.split("=", 1) for part in match["info"].split())
    return Block(match["kind"], info, match["text"])


def comes_out(shape: Shape, folder: Path) -> str:
    """What the example gives: a line for each finding and passage, else the problems."""
    (folder / "tables").mkdir(parents=True)
    (folder / "review.toml").write_text(HEAD + "\n".join(shape.texts("toml")), encoding="utf-8")
    sheets = [block for block in shape.blocks if "sheet" in block.info]
    if sheets:
        _workbook(sheets).save(folder / "tables" / "t.xlsx")
    for block in shape.blocks:
        if block.kind == "csv" and block not in sheets:
            place = folder / block.info.get("file", "tables/t.csv")
            place.write_text(block.text, encoding="utf-8")
    ingested = read_folder(folder)
    if ingested.report.problems:
        return "".join(f"{problem}\n" for problem in ingested.report.problems)
    return "".join(f"{line}\n" for line in lines(ingested))


def _workbook(sheets: list[Block]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for block in sheets:
        sheet = book.create_sheet(block.info["sheet"])
        for row in csv.reader(io.StringIO(block.text)):
            sheet.append([cell or None for cell in row])
        for merged in filter(None, block.info.get("merge", "").split(",")):
            sheet.merge_cells(merged)
    return book


def lines(ingested: Ingested) -> list[str]:
    """`paper: influence direction in setting <- "words" (cell)`, sorted by paper and cell."""
    tables = ingested.tables
    findings = {row["id"]: row for row in tables.node("Finding").to_pylist()}
    passages = {row["id"]: row for row in tables.node("Passage").to_pylist()}
    paper = {row["end_id"]: row["start_id"] for row in tables.edge("REPORTS").to_pylist()}
    influence, setting, study = (
        {row["start_id"]: row["end_id"] for row in tables.edge(type_).to_pylist()}
        for type_ in ("ABOUT", "IN_SETTING", "FROM")
    )
    found = []
    for edge in tables.edge("ILLUSTRATES").to_pylist():
        id_, words = edge["end_id"], passages[edge["start_id"]]
        finding = findings[id_]
        own = study[id_].removeprefix("study:")
        told = [paper[id_] + (f" ({study[id_]})" if own != paper[id_] else "") + ":", influence[id_]]
        told.append(finding["direction"])
        told += [f"(reported: {finding['reported']}, inverted)"] if finding["inverted"] else []
        told += [f"in {setting[id_]}"] if id_ in setting else []
        told += [] if finding["assertion"] == "finding" else [f"[{finding['assertion']}]"]
        told += ["[not counted]"] if not finding["counted"] else []
        where = "!".join(filter(None, (words["sheet"], words["cell"])))
        kind = "" if words["kind"] == "cell" else f"{words['kind']} "
        told.append(f'<- {kind}"{words["quote"]}" ({where})')
        found.append(((paper[id_], words["path"], where, setting.get(id_, "")), " ".join(told)))
    return [line for _, line in sorted(found)]


def rewritten(page: str) -> str:
    """The page with what comes out now."""
    for shape in shapes(page):
        with tempfile.TemporaryDirectory() as folder:
            now = comes_out(shape, Path(folder) / "review")
        (said,) = shape.texts("text")
        at = page.index(f"```text\n{said}```", page.index(f"### {shape.name}\n"))
        page = page[:at] + f"```text\n{now}```" + page[at + len(f"```text\n{said}```") :]
    return page


if __name__ == "__main__":
    for name in sys.argv[1:]:
        file = Path(name)
        file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
