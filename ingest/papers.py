"""The paper and the study of every row, and what the table says of them."""

from __future__ import annotations

import json
import re

import numpy as np

from graph.errors import ReviewFolderError, near_misses
from graph.ids import extraction_id, normal_doi, paper_id, study_id
from graph.model import PaperStatus
from ingest.entities import Entities, RowIds, combine, put, row_error
from ingest.mapping import Column, ListValue, ReviewFile
from ingest.review_file import NAME
from ingest.work import Coded, Work

_EMAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+\.[^\s<>()]+")


def row_papers(work: Work) -> RowIds:
    """The paper of every row, from the id columns or, where those are blank, from `id_else`."""
    section = work.section.paper
    known = [[name for name in names if work.has(name)] for names in (section.id, section.id_else)]
    if len(known[0]) < len(section.id) or not known[0]:
        return RowIds(np.full(len(work.frame), -1), [])
    columns = [work.read(name) or Coded(np.zeros(0, np.int64), []) for names in known for name in names]
    codes, combos = combine(columns)
    split = len(known[0])
    ids: dict[str, int] = {}
    lookup = np.full(len(combos), -1, dtype=np.int64)
    for code, combo in enumerate(combos):
        found = _paper_of(combo[:split]) or _paper_of(combo[split:])
        if found is not None:
            lookup[code] = ids.setdefault(found, len(ids))
    rows = RowIds(lookup[codes], list(ids))
    for at in np.flatnonzero(work.used & (rows.codes < 0)):
        fix = f"Fill {' or '.join(known[0])}" + (f", or {' and '.join(known[1])}." if known[1] else ", or add id_else.")
        row_error(work, int(at), "the paper cannot be told: its id columns are blank.", "no paper id", fix)
    blank = np.array([not any(combo[:split]) for combo in combos], dtype=bool)
    if len(combos) and known[1]:
        fell_back = int((blank[codes] & work.used & (rows.codes >= 0)).sum())
        if fell_back:
            names = " + ".join(known[1])
            work.notes.append(f"{fell_back} rows have no {' + '.join(known[0])}; their paper is told by {names}.")
    return rows


def _paper_of(parts: tuple[str, ...]) -> str | None:
    if not any(parts):
        return None
    return paper_id(doi=parts[0] if len(parts) == 1 else None, parts=parts)


def row_studies(work: Work, papers: RowIds) -> RowIds:
    """The study of every row; without id columns, or where they are blank, the paper is its own study."""
    names = [name for name in work.section.study.id if work.has(name)]
    columns = [work.read(name) or Coded(np.zeros(0, np.int64), []) for name in names]
    ids: dict[str, int] = {}
    own = np.array([ids.setdefault(study_id((), paper=paper), len(ids)) for paper in papers.ids], dtype=np.int64)
    codes = np.where(papers.codes >= 0, own[papers.codes] if len(own) else -1, -1)
    if columns:
        ids = {}
        combined, combos = combine(columns)
        lookup = np.full(len(combos), -1, dtype=np.int64)
        for code, combo in enumerate(combos):
            if any(combo):
                lookup[code] = ids.setdefault(study_id(combo), len(ids))
        codes = lookup[combined]
        for at in np.flatnonzero(work.used & (codes < 0) & (papers.codes >= 0)):
            codes[at] = ids.setdefault(study_id((), paper=papers.ids[papers.codes[at]]), len(ids))
    return RowIds(codes, list(ids))


def read_papers(work: Work, papers: RowIds, into: Entities) -> None:
    """What the table says of its papers."""
    section = work.section.paper
    held = [papers.ids[code] for code in np.unique(papers.codes[work.used & (papers.codes >= 0)])]
    into.add(held)
    for name in ("title", "language"):
        _put_text(work, papers, into, name, getattr(section, name))
    _put_parsed(work, papers, into, "year", section.year)
    _put_parsed(work, papers, into, "doi", section.doi)
    _put_parsed(work, papers, into, "status", section.status)
    _put_authors(work, papers, into, section.authors)
    for id_ in held:
        if id_.startswith("doi:"):
            into.said[id_].setdefault("doi", (id_.removeprefix("doi:"), "its id"))
    if work.section.one_row_is != "study":
        _put_kept(work, papers, into)


def read_studies(work: Work, studies: RowIds, into: Entities) -> None:
    """What the table says of its studies."""
    into.add([studies.ids[code] for code in np.unique(studies.codes[work.used & (studies.codes >= 0)])])
    section = work.section.study
    for name in ("design", "participants", "quality"):
        _put_text(work, studies, into, name, getattr(section, name))
    if work.section.one_row_is == "study":
        _put_kept(work, studies, into)


def extractions(work: Work, papers: RowIds, review: ReviewFile) -> set[tuple[str, str]]:
    """(paper, extraction) for every round in which the rows say that their paper was extracted."""
    section = work.section.paper
    known = {round_.name: extraction_id(round_.name) for round_ in review.extraction}
    found: set[tuple[str, str]] = set()
    if section.extracted_in is not None:
        if section.extracted_in not in known:
            _unknown_round(work, section.extracted_in, list(known))
        else:
            used = np.unique(papers.codes[work.used & (papers.codes >= 0)])
            found |= {(papers.ids[code], known[section.extracted_in]) for code in used}
    coded = work.read(section.extracted)
    if coded is not None:
        for code, name in enumerate(coded.values):
            if name and name not in known:
                _unknown_round(work, name, list(known))
            elif name:
                rows = np.unique(papers.codes[(coded.codes == code) & work.used & (papers.codes >= 0)])
                found |= {(papers.ids[row], known[name]) for row in rows}
    return found


def _unknown_round(work: Work, name: str, known: list[str]) -> None:
    message = f'"{name}" is not the name of an [[extraction]].'
    key = f"table {work.label}, paper"
    work.problems.add(ReviewFolderError(NAME, message, key=key, near=near_misses(name, known)))


def _column(spec: Column) -> str:
    return spec if isinstance(spec, str) else spec.column


def _put_text(work: Work, rows: RowIds, into: Entities, name: str, spec: Column | None) -> None:
    coded = work.read(spec)
    if coded is not None and spec is not None:
        put(into, work, rows, name, (coded, [value or None for value in coded.values], _column(spec)))


def _put_parsed(work: Work, rows: RowIds, into: Entities, name: str, spec: Column | None) -> None:
    """Year, DOI and status: a value that cannot be read is a problem in every cell that holds it."""
    coded = work.read(spec)
    if coded is None or spec is None:
        return
    parse, rule, fix = {
        "year": (_year, "year", "Write four digits, or list the word under `missing`."),
        "doi": (normal_doi, "doi", "A DOI begins with 10.; list other words under `missing`."),
        "status": (_status, "status", f"Use or map to one of: {', '.join(PaperStatus)}."),
    }[name]
    values: list[object] = [parse(value) if value else None for value in coded.values]
    for code, (text, value) in enumerate(zip(coded.values, values, strict=True)):
        if text and value is None:
            for at in np.flatnonzero((coded.codes == code) & work.used):
                work.error(int(at), _column(spec), f'"{text}" is not a {rule}.', rule, fix)
    put(into, work, rows, name, (coded, values, _column(spec)))


def _year(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[12]\d{3}", text) else None


def _status(text: str) -> str | None:
    return text.casefold() if text.casefold() in set(PaperStatus) else None


def _put_authors(work: Work, rows: RowIds, into: Entities, spec: str | ListValue | None) -> None:
    """Authors as the table spells them; e-mail addresses are dropped, never stored."""
    if spec is None:
        return
    value = ListValue(column=spec) if isinstance(spec, str) else spec
    coded = work.read(value)
    if coded is None:
        return
    separators = (value.split,) if isinstance(value.split, str) else value.split or ()
    lists: list[object] = []
    dropped = 0
    for text in coded.values:
        dropped += len(_EMAIL.findall(text))
        clean = _EMAIL.sub("", text)
        parts = re.split("|".join(map(re.escape, separators)), clean) if separators else [clean]
        names = [part.strip(" \t\r\n,;<>()") for part in parts]
        lists.append([name for name in names if name] or None)
    if dropped:
        work.notes.append(f"{dropped} e-mail addresses in {value.column} were left out.")
    put(into, work, rows, "authors", (coded, lists, value.column))


def _put_kept(work: Work, rows: RowIds, into: Entities) -> None:
    """Kept columns as one JSON object; an entity of several rows or tables keeps each distinct value."""
    names = [name for name in work.section.keep if work.has(name)]
    if not names:
        return
    kept: dict[str, dict[str, list[str]]] = {}
    columns = {name: work.cells(name).decoded() for name in names}
    for at in np.flatnonzero(work.used & (rows.codes >= 0)):
        id_ = rows.ids[rows.codes[at]]
        mine = kept.setdefault(id_, _kept_before(into, id_))
        for name, cells in columns.items():
            text = cells[at].strip()
            if text and text not in mine.setdefault(name, []):
                mine[name].append(text)
    for id_, said in kept.items():
        shown = {name: values[0] if len(values) == 1 else values for name, values in said.items() if values}
        if shown:
            into.said[id_]["extra"] = (json.dumps(shown, ensure_ascii=False), work.label)


def _kept_before(into: Entities, id_: str) -> dict[str, list[str]]:
    before = into.value(id_, "extra")
    said = json.loads(str(before)) if before is not None else {}
    return {name: value if isinstance(value, list) else [value] for name, value in said.items()}
