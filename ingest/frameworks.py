"""mappings.csv: which influences stand for which constructs of a framework, who says so, and why.

Each author is kept apart: where two disagree, both stand in the graph.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from graph.errors import TableError, near_misses
from graph.ids import construct_id, fold, mapping_id
from graph.model import InfluenceStatus, MappingKind
from ingest.codebook import Codebook, records_of
from ingest.framework_lists import CONSTRUCTS, Construct, Frameworks, read_frameworks
from ingest.problems import Problems

MAPPINGS = "mappings.csv"
NEEDED = ("influence_id", "framework", "construct", "kind", "author", "reason")
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Mapped:
    """One row: what an author says of one influence. `construct` is null where the kind is none."""

    row: int
    influence_id: str
    framework: str
    construct: Construct | None
    kind: MappingKind
    author: str
    reason: str | None = None
    date: str | None = None

    @property
    def id(self) -> str:
        """Mapping.id."""
        return mapping_id(self.influence_id, self.framework, self.construct.id if self.construct else None, self.author)


@dataclass(frozen=True)
class Mappings:
    """Every mapping of a folder, and the frameworks that they name."""

    rows: tuple[Mapped, ...] = ()
    frameworks: Frameworks = field(default_factory=lambda: Frameworks({}))
    inputs: dict[str, str] = field(default_factory=dict)

    def constructs(self) -> list[Construct]:
        """The constructs of the frameworks that a mapping names, all of them: what nobody maps to is a gap."""
        named = dict.fromkeys(fold(row.framework) for row in self.rows)
        return [construct for framework in named for construct in self.frameworks.known[framework].values()]

    def nodes(self) -> dict[str, list[dict[str, object]]]:
        """Label -> rows of Construct and Mapping."""
        constructs: list[dict[str, object]] = [
            {"id": one.id, "framework": one.framework, "name": one.name, "source": one.source}
            for one in self.constructs()
        ]
        mappings: list[dict[str, object]] = [
            {
                "id": row.id,
                "framework": row.framework,
                "kind": row.kind.value,
                "author": row.author,
                "reason": row.reason,
                "date": row.date,
            }
            for row in self.rows
        ]
        rows = {"Construct": constructs, "Mapping": mappings}
        return {label: sorted(each, key=lambda row: str(row["id"])) for label, each in rows.items()}

    def pairs(self) -> dict[str, list[tuple[str, str]]]:
        """Type -> (start, end) of MAPPED_BY, MAPS_TO and BELONGS_TO."""
        broader = [(one.id, construct_id(one.framework, one.parent)) for one in self.constructs() if one.parent]
        return {
            "MAPPED_BY": sorted((row.influence_id, row.id) for row in self.rows),
            "MAPS_TO": sorted((row.id, row.construct.id) for row in self.rows if row.construct),
            "BELONGS_TO": sorted(broader),
        }


def read_mappings(folder: Path, codebook: Codebook, drafts: Mapping[str, str], problems: Problems) -> Mappings:
    """The mappings of a folder; none where there is no mappings.csv. `drafts`: draft influences, id -> name.

    A mapping of an influence that was merged into another goes with it.
    """
    inputs: dict[str, str] = {}
    frameworks = read_frameworks(folder, inputs, problems)
    found: dict[str, Mapped] = {}
    written: set[str] = set()
    authors: dict[str, str] = {}
    known = {**{id_: one.name for id_, one in codebook.influences.items()}, **drafts}
    for row, record in records_of(folder, MAPPINGS, NEEDED, inputs, problems):
        if record["influence_id"].startswith("#"):
            continue
        cell = _Row(row, record, problems)
        record["author"] = authors.setdefault(fold(record["author"]), record["author"])
        mapped = _mapped(cell, known, codebook.moved, frameworks)
        if mapped is None:
            continue
        found.setdefault(mapped.id, mapped)
        if mapped.id in written:
            said = mapped.construct.name if mapped.construct else "none"
            message = f'{mapped.author} has mapped "{mapped.influence_id}" to "{said}" of {mapped.framework} before.'
            cell.wrong("influence_id", message, "duplicate", "Keep one of the rows.")
        elif record["influence_id"] == mapped.influence_id:
            written.add(mapped.id)
    rows = tuple(found.values())
    _check_none(rows, problems)
    _tell(rows, codebook, problems)
    return Mappings(rows, frameworks, inputs)


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    record: Mapping[str, str]
    problems: Problems

    def wrong(self, column: str, message: str, rule: str, fix: str = "") -> None:
        value = self.record.get(column)
        self.problems.add(
            TableError(MAPPINGS, message, row=self.number, column=column, value=value, rule=rule, fix=fix)
        )


def _mapped(cell: _Row, known: Mapping[str, str], moved: Mapping[str, str], frameworks: Frameworks) -> Mapped | None:
    """One row read; null when something in it is wrong, which is told."""
    record = cell.record
    id_ = moved.get(record["influence_id"], record["influence_id"])
    good = _check_influence(cell, id_, known) & _check_author(cell) & _check_date(cell)
    kind = record["kind"].casefold()
    if kind not in set(MappingKind):
        cell.wrong("kind", f'"{record["kind"]}" is not a kind.', "kind", f"Use one of: {', '.join(MappingKind)}.")
        return None
    constructs = frameworks.of(record["framework"])
    if not constructs:
        _tell_framework(cell, frameworks)
        return None
    framework = next(iter(constructs.values())).framework
    construct = constructs.get(fold(record["construct"]))
    if not _check_construct(cell, MappingKind(kind), construct, [one.name for one in constructs.values()]):
        return None
    if not good:
        return None
    reason, when = record["reason"] or None, record.get("date") or None
    return Mapped(cell.number, id_, framework, construct, MappingKind(kind), record["author"], reason, when)


def _check_influence(cell: _Row, id_: str, known: Mapping[str, str]) -> bool:
    if id_ in known:
        return True
    by_word = {**{name: other for other, name in known.items()}, **{other: other for other in known}}
    near = list(dict.fromkeys(by_word[word] for word in near_misses(id_, by_word)))
    fix = f"Did you mean {' or '.join(near)}?" if near else "Use an influence_id of codebook.csv."
    cell.wrong("influence_id", f'"{id_}" is no influence.', "unknown influence", fix)
    return False


def _check_author(cell: _Row) -> bool:
    if cell.record["author"]:
        return True
    cell.wrong("author", "it is blank.", "blank", "Say who maps it: a person or a publication.")
    return False


def _check_date(cell: _Row) -> bool:
    said = cell.record.get("date")
    try:
        if said:
            date.fromisoformat(said)
    except ValueError:
        cell.wrong("date", f'"{said}" is not a date.', "date", "Write it like 2025-03-31, or leave it blank.")
        return False
    return True


def _tell_framework(cell: _Row, frameworks: Frameworks) -> None:
    said = cell.record["framework"]
    near = near_misses(said, frameworks.names) or tuple(n for n in frameworks.names if fold(n).startswith(fold(said)))
    hint = f"Did you mean {' or '.join(near)}? " if said and near else ""
    fix = f"{hint}Known: {', '.join(frameworks.names)}. List the constructs of another in {CONSTRUCTS}."
    cell.wrong("framework", f'"{said}" is not a framework that is known here.', "unknown framework", fix)


def _check_construct(cell: _Row, kind: MappingKind, construct: Construct | None, names: list[str]) -> bool:
    said = cell.record["construct"]
    if kind is MappingKind.NONE:
        if said:
            cell.wrong(
                "construct", f'the kind none says that nothing fits, but "{said}" stands here.', "none", "Blank it."
            )
        return not said
    if construct is None:
        near = near_misses(said, names)
        some = f"It has: {', '.join(names[:MOST_NAMED])}" + (", ..." if len(names) > MOST_NAMED else ".")
        fix = f'Did you mean "{near[0]}"?' if near else some
        cell.wrong("construct", f'"{said}" is no construct of {cell.record["framework"]}.', "unknown construct", fix)
    return construct is not None


def _check_none(rows: Iterable[Mapped], problems: Problems) -> None:
    """Nobody says that nothing fits and names a construct all the same."""
    kept = list(rows)
    named = {(row.author, row.influence_id, row.framework) for row in kept if row.construct}
    for row in kept:
        if row.construct is None and (row.author, row.influence_id, row.framework) in named:
            message = (
                f'{row.author} says that nothing of {row.framework} fits "{row.influence_id}", and that something does.'
            )
            fix = "Keep one of the two."
            problems.add(TableError(MAPPINGS, message, row=row.row, column="kind", value="none", rule="none", fix=fix))


def _tell(rows: Sequence[Mapped], codebook: Codebook, problems: Problems) -> None:
    """Which influences of the codebook a framework leaves open, where authors disagree, and what has no reason."""
    by_framework: dict[str, list[Mapped]] = defaultdict(list)
    for row in rows:
        by_framework[row.framework].append(row)
    active = {id_ for id_, one in codebook.influences.items() if one.status is InfluenceStatus.ACTIVE}
    for framework, mine in by_framework.items():
        if missing := sorted(active - {row.influence_id for row in mine}):
            problems.warn(
                f"{MAPPINGS}: {framework} maps {len(active) - len(missing):,} of {len(active):,} active influences; "
                f"not mapped: {_some(missing)}."
            )
        if split := sorted(disagreed(mine)):
            problems.warn(f"{MAPPINGS}: the authors of {framework} disagree on {len(split):,}: {_some(split)}.")
    if without := sum(row.reason is None for row in rows):
        problems.warn(f"{MAPPINGS}: {without:,} of {len(rows):,} mappings give no reason.")


def disagreed(rows: Iterable[Mapped]) -> set[str]:
    """The influences of one framework of which two authors do not say the same."""
    said: dict[str, dict[str, set[tuple[str | None, str]]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        said[row.influence_id][row.author].add((row.construct.id if row.construct else None, row.kind.value))
    return {id_ for id_, by_author in said.items() if len({frozenset(each) for each in by_author.values()}) > 1}


def _some(ids: list[str]) -> str:
    return ", ".join(ids[:MOST_NAMED]) + (f" and {len(ids) - MOST_NAMED:,} more" if len(ids) > MOST_NAMED else "")
