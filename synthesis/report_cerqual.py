"""Judgements of confidence that people made (GRADE-CERQual), read from cerqual.csv, and the table that holds them.

Sources: Lewin S et al. Implement Sci 2018;13(Suppl 1):2 (components and levels); the columns of the table are those of
the Summary of Qualitative Findings of iSoQ. A judgement that is not in the file is "not judged"; nothing is inferred.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.errors import CodebookError, near_misses
from graph.model import Direction
from synthesis.report_model import Row, Table, columns_of

FILE = "cerqual.csv"
COMPONENTS = ("methodological_limitations", "coherence", "adequacy", "relevance")
CONCERNS = ("no or very minor concerns", "minor concerns", "moderate concerns", "serious concerns")
CONFIDENCE = ("high", "moderate", "low", "very low")
COLUMNS = ("influence_id", "finding", *COMPONENTS, "overall", "explanation")
NOT_JUDGED = "not judged"
SOQF = columns_of(
    ("number", "integer", "number of the finding"),
    ("influence_id", "string", "influences that it is about, joined by ;"),
    ("influence", "string", "their names"),
    ("finding", "string", "the summarised finding, as people wrote it; null: to be written"),
    ("overall", "string", "CERQual assessment of confidence, or: not judged"),
    ("explanation", "string", "explanation of the assessment"),
    *((one, "string", f"{one.replace('_', ' ')}: concerns, or: not judged") for one in COMPONENTS),
    ("papers", "integer", "papers that report any of the influences"),
    ("contributing", "list<string>", "which, by Paper.id"),
    ("labels", "list<string>", "which, as people name them"),
)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of cerqual.csv: a summarised finding on one or more influences, and what people judge of it."""

    influence_ids: tuple[str, ...]
    finding: str | None
    components: Mapping[str, str]
    overall: str
    explanation: str | None


def read_judgements(text: str, known: Sequence[str]) -> tuple[Judgement, ...]:
    """The judgements in the text of a cerqual.csv. `known`: the influence ids of the codebook.

    Raises CodebookError that names line, value and what is possible.
    """
    lines = csv.reader(text.removeprefix("\ufeff").splitlines(keepends=True))
    header = [cell.strip() for cell in next(lines, [])]
    for name in header:
        if name not in COLUMNS or header.count(name) > 1:
            twice = "stands twice" if header.count(name) > 1 else "is no column"
            message = f'"{name}" {twice}; the columns are {", ".join(COLUMNS)}.'
            raise CodebookError(message, path=f"{FILE}, line 1", term=name, near=near_misses(name, COLUMNS))
    if "influence_id" not in header:
        raise CodebookError("the column influence_id is missing.", path=f"{FILE}, line 1", term="influence_id")
    return tuple(_judgements(lines, header, known))


def _judgements(lines: Iterator[list[str]], header: Sequence[str], known: Sequence[str]) -> Iterator[Judgement]:
    start = 2
    for cells in lines:
        where, start = f"{FILE}, line {start}", lines.line_num + 1  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise CodebookError(f"{len(cells)} cells, but {len(header)} columns.", path=where)
        said = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        ids = tuple(dict.fromkeys(filter(None, map(str.strip, said["influence_id"].split(";")))))
        for id_ in ids or ("",):
            if id_ not in known:
                message = f'the codebook has no influence "{id_}".'
                raise CodebookError(message, path=where, term=id_, near=near_misses(id_, known))
        components = {name: _word(said.get(name, ""), CONCERNS, name, where) for name in COMPONENTS}
        overall = _word(said.get("overall", ""), CONFIDENCE, "overall", where)
        yield Judgement(ids, said.get("finding") or None, components, overall, said.get("explanation") or None)


def _word(cell: str, among: Sequence[str], column: str, where: str) -> str:
    if not cell or cell.casefold() == NOT_JUDGED:
        return NOT_JUDGED
    if cell.casefold() not in among:
        message = f'{column} says "{cell}"; possible: {", ".join(among)}, or nothing where nobody judged.'
        raise CodebookError(message, path=where, term=cell, near=near_misses(cell.casefold(), among))
    return cell.casefold()


def soqf_table(judgements: Sequence[Judgement], influences: Sequence[Row], findings: Sequence[Row]) -> Table:
    """The judged findings in their order, then every reported influence that none is about: not judged."""
    names = {str(row["influence_id"]): str(row["name"]) for row in influences}
    papers: dict[str, set[str]] = {}
    labels = {str(row["paper_id"]): str(row["paper"]) for row in findings}
    for row in findings:
        if row["direction"] != Direction.ABSENT:
            papers.setdefault(str(row["influence_id"]), set()).add(str(row["paper_id"]))
    about = {id_ for one in judgements for id_ in one.influence_ids}
    nobody = dict.fromkeys(COMPONENTS, NOT_JUDGED)
    left = [
        Judgement((str(row["influence_id"]),), None, nobody, NOT_JUDGED, None)
        for row in influences
        if row["influence_id"] not in about and row["status"] == "active" and row["papers"]
    ]
    rows: list[Row] = []
    for number, one in enumerate([*judgements, *left], start=1):
        mine = set[str]().union(*(papers.get(id_, set()) for id_ in one.influence_ids))
        contributing = sorted(mine, key=lambda id_: (labels[id_].casefold(), id_))
        rows.append(
            {
                "number": number,
                "influence_id": "; ".join(one.influence_ids),
                "influence": "; ".join(names.get(id_, id_) for id_ in one.influence_ids),
                "finding": one.finding,
                "overall": one.overall,
                "explanation": one.explanation,
                **one.components,
                "papers": len(contributing),
                "contributing": contributing,
                "labels": [labels[id_] for id_ in contributing],
            }
        )
    return Table("soqf", SOQF, rows, "paper", "papers that contribute to each finding")
