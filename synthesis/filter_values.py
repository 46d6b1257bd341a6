"""What a review can be filtered by: every part of a filter with its values, and what each of them alone would keep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.ids import fold
from synthesis.evidence import STATES, TABLE, Evidence
from synthesis.selection import OF_DECISIONS, OF_FINDINGS, OF_SETTINGS, OF_STUDIES, NothingToCount, from_tables, select
from synthesis.where import read_where

PARTS = (*OF_SETTINGS, "setting", *OF_STUDIES, "language", *OF_FINDINGS, *OF_DECISIONS)


@dataclass(frozen=True, slots=True)
class Value:
    """One value; `kept`: the papers (of parts that pick findings: the findings) that it alone keeps."""

    value: str
    name: str
    kept: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a filter with the values that keep anything, most first; `of`: paper or finding."""

    name: str
    of: str
    values: tuple[Value, ...]


def filter_values(evidence: Evidence) -> tuple[Part, ...]:
    """The parts of which the review has a value. Values that differ only in case or width are one."""
    found = []
    for name in PARTS:
        of = "finding" if name in (*OF_FINDINGS, *OF_DECISIONS) else "paper"
        once: dict[str, tuple[str, str]] = {}
        for value, said in _values(evidence, name):
            once.setdefault(value if name == "setting" else fold(value), (value, said))
        counted = [Value(value, said, _kept(evidence, name, value, of)) for value, said in once.values()]
        values = sorted((one for one in counted if one.kept), key=lambda one: (-one.kept, fold(one.name), one.value))
        if values:
            found.append(Part(name, of, tuple(values)))
    return tuple(found)


def years(evidence: Evidence) -> tuple[int, int] | None:
    """The first and the last year of an included paper; null when no year is known."""
    known = [year for year in evidence.papers.column("year").to_pylist() if year is not None]
    return (min(known), max(known)) if known else None


def _values(evidence: Evidence, part: str) -> Iterator[tuple[str, str]]:
    """(value, what it is called) of a part, in the order of the tables."""
    if part == "state":
        stated = {STATES[code] for code in evidence.claims[2].tolist()}
        stated |= {TABLE} if from_tables(evidence).any() else set()
        yield from ((state, state) for state in STATES if state in stated)
    elif part == "curator":
        yield from ((name, name) for name in evidence.curators)
    elif part in (*OF_SETTINGS, "setting"):
        yield from _of_settings(evidence, part)
    else:
        table = {"language": evidence.papers, "design": evidence.studies, "quality": evidence.studies}.get(part)
        column = (evidence.findings if table is None else table).column(part)
        yield from ((value, value) for value in column.unique().to_pylist() if value)


def _of_settings(evidence: Evidence, part: str) -> Iterator[tuple[str, str]]:
    """A country, or an income group, may be a setting of its own, as the filter knows too."""
    for row in evidence.settings.select(list(dict.fromkeys(("id", "name", "kind", *OF_SETTINGS)))).to_pylist():
        own = row["name"] if row["kind"] == part.replace("_", " ") else None
        value = row["id"] if part == "setting" else row[part] or own
        if value:
            yield value, (row["name"] or value) if part == "setting" else value


def _kept(evidence: Evidence, part: str, value: str, of: str) -> int:
    try:
        selection = select(evidence, read_where([f"{part}={value}"]))
    except NothingToCount:
        return 0
    return int((selection.papers if of == "paper" else selection.findings).sum())
