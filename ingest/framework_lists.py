"""The constructs of frameworks: those that are published and come with the package, and those of constructs.csv.

frameworks.csv holds names alone; what they mean stands in the publications (`SOURCES`). Names that a framework uses
twice (CFIR 2022: Innovation Deliverers) carry the construct that they belong to.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from graph.errors import TableError, near_misses
from graph.ids import construct_id, fold
from ingest.codebook import records_of
from ingest.problems import Problems

CONSTRUCTS = "constructs.csv"
COLUMNS = ("framework", "construct", "parent")
SOURCES = {
    "CFIR 2022": "Damschroder et al. 2022, Implementation Science 17:75, doi:10.1186/s13012-022-01245-0",
    "CFIR 2009": "Damschroder et al. 2009, Implementation Science 4:50, doi:10.1186/1748-5908-4-50",
    "TDF 2012": "Cane, O'Connor and Michie 2012, Implementation Science 7:37, doi:10.1186/1748-5908-7-37",
    "levels": "the three levels of social analysis",
}


@dataclass(frozen=True, slots=True)
class Construct:
    """One construct; `parent` is the name of the broader one that it belongs to."""

    framework: str
    name: str
    parent: str | None
    source: str

    @property
    def id(self) -> str:
        """Construct.id."""
        return construct_id(self.framework, self.name)


@dataclass(frozen=True)
class Frameworks:
    """Every framework that is known here: folded name -> folded construct -> construct."""

    known: Mapping[str, Mapping[str, Construct]]

    @property
    def names(self) -> list[str]:
        """The frameworks as they are spelled."""
        return [next(iter(constructs.values())).framework for constructs in self.known.values()]

    def of(self, framework: str) -> Mapping[str, Construct]:
        """The constructs of a framework, by folded name; none for one that nobody lists."""
        return self.known.get(fold(framework), {})


def read_frameworks(folder: Path, inputs: dict[str, str], problems: Problems) -> Frameworks:
    """The frameworks of the package, and those of constructs.csv, which may not change one of the package."""
    known: dict[str, dict[str, Construct]] = {}
    published = csv.DictReader(io.StringIO((files("ingest") / "frameworks.csv").read_text(encoding="utf-8")))
    for row in published:
        made = Construct(row["framework"], row["construct"], row["parent"] or None, SOURCES[row["framework"]])
        known.setdefault(fold(made.framework), {})[fold(made.name)] = made
    shipped = frozenset(known)
    for row_number, record in records_of(folder, CONSTRUCTS, COLUMNS[:2], inputs, problems):
        if not record["framework"].startswith("#"):
            _add(row_number, record, known, shipped, problems)
    for framework, constructs in known.items():
        if framework not in shipped:
            _check_parents(constructs.values(), problems)
    return Frameworks(known)


def _add(
    row: int,
    record: dict[str, str],
    known: dict[str, dict[str, Construct]],
    shipped: frozenset[str],
    problems: Problems,
) -> None:
    framework, name = record["framework"], record["construct"]
    if not framework or not name:
        problems.add(_wrong(row, "framework", "framework and construct must not be blank.", "blank"))
        return
    if fold(framework) in shipped:
        message = f'"{framework}" comes with narragraph and is not changed here.'
        fix = f'List your own edition under another name, such as "{framework} adapted".'
        problems.add(_wrong(row, "framework", message, "framework", fix))
        return
    constructs = known.setdefault(fold(framework), {})
    if fold(name) in constructs:
        problems.add(_wrong(row, "construct", f'"{name}" stands here a second time.', "duplicate"))
        return
    spelled = next(iter(constructs.values())).framework if constructs else framework
    constructs[fold(name)] = Construct(spelled, name, record.get("parent") or None, CONSTRUCTS)


def _check_parents(constructs: Iterable[Construct], problems: Problems) -> None:
    """Every parent is a construct of the framework, and none runs in a circle."""
    mine = {fold(one.name): one for one in constructs}
    for one in mine.values():
        if one.parent and fold(one.parent) not in mine:
            near = near_misses(one.parent, [other.name for other in mine.values()])
            message = f'"{one.name}" of {one.framework} names the parent "{one.parent}", which is no construct of it.'
            fix = f'Did you mean "{near[0]}"?' if near else "Give it a row of its own."
            problems.add(TableError(CONSTRUCTS, message, column="parent", value=one.parent, rule="parent", fix=fix))
            continue
        seen, at = [one.name], one
        while at.parent and fold(at.parent) in mine:
            at = mine[fold(at.parent)]
            if at.name in seen:
                message = f"parent runs in a circle: {' -> '.join([*seen, at.name])}."
                if one.name == min(seen):
                    problems.add(TableError(CONSTRUCTS, message, column="parent", rule="circle", fix="Take one out."))
                break
            seen.append(at.name)


def _wrong(row: int, column: str, message: str, rule: str, fix: str = "") -> TableError:
    return TableError(CONSTRUCTS, message, row=row, column=column, rule=rule, fix=fix)
