"""The four lists of things as shelves: the tables of an open graph joined once, column by column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from graph.database import Database
from graph.queries import queries
from graph.schema import EDGE, snake
from graph.shelf import Behind, Narrow, Shelf, Shown, Values, number, numbers, shown, worded


class NotShelved(Exception):
    """A graph that is too large, or whose ties are not one where they should be: it is left to the engine."""


@dataclass(frozen=True)
class _Tie:
    """The edges of a type between places of two labels, in the order of the first: `things` are tied to `others`."""

    things: pa.Array
    others: pa.Array
    amounts: pa.Array = None
    """The number on each edge that was asked for."""

    def other(self, size: int) -> pa.Array:
        """For each thing the place of the one other that it is tied to, null where there is none."""
        at = pc.index_in(_range(size), value_set=self.things)
        if len(self.things) != size - at.null_count:
            raise NotShelved("several ties where one is allowed")
        return self.others.take(at)

    def count(self, size: int) -> pa.Array:
        """How many ties each thing has."""
        counted = pc.value_counts(self.things)
        return _spread(counted.field("values"), counted.field("counts"), size)

    def sum(self, size: int) -> pa.Array:
        """The numbers on the ties of each thing together."""
        runs = pc.run_end_encode(self.things)
        upto = pc.cumulative_sum(self.amounts.fill_null(number(0, self.amounts.type))).take(
            pc.subtract(runs.run_ends, number(1, runs.run_ends.type))
        )
        before = pa.concat_arrays([numbers([0], upto.type), upto[:-1]]) if len(upto) else upto
        return _spread(runs.values, pc.subtract(upto, before), size)


class _Tables:
    """The tables of one graph, each label sorted by its ids."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._nodes: dict[str, pa.Table] = {}

    def node(self, label: str) -> pa.Table:
        if label not in self._nodes:
            self._nodes[label] = _sorted(self._asked(label))
        return self._nodes[label]

    def column(self, label: str, name: str) -> pa.Array:
        return _one(self.node(label).column(name))

    def ids(self, label: str) -> pa.Array:
        return self.column(label, "id")

    def tie(self, type_: str, of: str, amount: str | None = None) -> _Tie:
        """The edges of a type, seen from the things of a label, with one of their numbers."""
        edge, table = EDGE[type_], self._asked(type_)
        start, end = (
            pc.index_in(_one(table[side]), value_set=self.ids(label))
            for side, label in (("start_id", edge.start), ("end_id", edge.end))
        )
        things, others = (start, end) if of == edge.start else (end, start)
        order = pc.sort_indices(things)
        amounts = None if amount is None else _one(table[amount]).take(order)
        return _Tie(things.take(order), others.take(order), amounts)

    def behind(self, tie: _Tie, label: str) -> Behind:
        return Behind(self.ids(label), tie.things, tie.others)

    def _asked(self, name: str) -> dict[str, pa.ChunkedArray]:
        found = self._database.arrow(queries("dump")[snake(name)], {})
        return dict(zip(found.column_names, found.columns, strict=True))


def _sorted(columns: dict[str, pa.ChunkedArray]) -> pa.Table:
    """The table of some columns in the order of its ids; each column is given up as soon as it is taken over."""
    ids, sorted_ = _one(columns["id"]), {}
    order = pc.sort_indices(ids)
    for name in list(columns):
        sorted_[name] = _one(columns.pop(name)).take(order)
    return pa.Table.from_arrays(list(sorted_.values()), list(sorted_))


def shelf_of(name: str, database: Database, room: int) -> Shelf:
    """The shelf of one list, `name` as its page query is called, in `room` bytes: without its rows where they are more.

    A million findings take some 140 MB, their passages 60 and with their words 200 or more. Raises NotShelved and what
    the engine raises.
    """
    ids, filters, columns = _MADE[name](_Tables(database))
    pa.default_memory_pool().release_unused()
    for found in (Shelf(ids, filters, columns), Shelf(ids, filters, None)):
        if found.nbytes <= room:
            return found
    raise NotShelved("too many things")


_Parts = tuple[pa.Array, Mapping[str, Narrow | Behind], Mapping[str, Shown]]


def _papers(tables: _Tables) -> _Parts:
    of, mentions = tables.node("Paper"), tables.tie("MENTIONS", "Paper", "findings")
    size, year = of.num_rows, tables.column("Paper", "year")
    filters: dict[str, Narrow | Behind] = {
        "influence_id": tables.behind(mentions, "Influence"),
        "status": _equal(tables.column("Paper", "status")),
        "year_from": Narrow(lambda given: pc.greater_equal(year, number(int(str(given)), year.type))),
        "year_to": Narrow(lambda given: pc.less_equal(year, number(int(str(given)), year.type))),
    }
    return (
        tables.ids("Paper"),
        filters,
        {
            **_own(tables, "Paper", ("title", "authors", "year", "doi", "language", "status", "extracted")),
            "influences": shown(mentions.count(size)),
            "findings": shown(mentions.sum(size)),
        },
    )


def _studies(tables: _Tables) -> _Parts:
    reported = tables.tie("REPORTS_ON", "Study")
    filters: dict[str, Narrow | Behind] = {
        "paper_id": tables.behind(reported, "Paper"),
        "setting_id": tables.behind(tables.tie("CONDUCTED_IN", "Study"), "Setting"),
    }
    ids = tables.ids("Study")
    own = _own(tables, "Study", ("design", "participants", "quality", "appraisals"))
    return ids, filters, {**own, "papers": shown(reported.count(len(ids)))}


def _findings(tables: _Tables) -> _Parts:
    ids = tables.ids("Finding")
    paper, study, influence, setting, passages = (
        tables.tie(type_, "Finding") for type_ in ("REPORTS", "FROM", "ABOUT", "IN_SETTING", "ILLUSTRATES")
    )
    about, there = influence.other(len(ids)), setting.other(len(ids))
    filters: dict[str, Narrow | Behind] = {
        "paper_id": tables.behind(paper, "Paper"),
        "influence_id": tables.behind(influence, "Influence"),
        "setting_id": tables.behind(setting, "Setting"),
        "direction": _equal(tables.column("Finding", "direction")),
        "counted": _equal(tables.column("Finding", "counted")),
    }
    own = ("direction", "reported", "inverted", "assertion", "counted", "mitigated", "stage", "viewpoint", "time_point")
    columns = {
        "finding_id": Values(ids),
        "paper_id": worded(paper.other(len(ids)), tables.ids("Paper")),
        "study_id": worded(study.other(len(ids)), tables.ids("Study")),
        "influence_id": worded(about, tables.ids("Influence")),
        "influence": worded(about, tables.column("Influence", "name")),
        "setting_id": worded(there, tables.ids("Setting")),
        "setting": worded(there, tables.column("Setting", "name")),
        **_own(tables, "Finding", ("setting_shared", *own, "origin"), named=False),
        "passages": shown(passages.count(len(ids))),
    }
    return ids, filters, columns


def _passages(tables: _Tables) -> _Parts:
    ids = tables.ids("Passage")
    paper, finding = tables.tie("CONTAINS", "Passage"), tables.tie("ILLUSTRATES", "Passage")
    about = tables.tie("ABOUT", "Finding").other(len(tables.ids("Finding")))
    filters: dict[str, Narrow | Behind] = {
        "finding_id": tables.behind(finding, "Finding"),
        "paper_id": tables.behind(paper, "Paper"),
        "influence_id": Behind(tables.ids("Influence"), finding.things, about.take(finding.others)),
        "kind": _equal(tables.column("Passage", "kind")),
    }
    names = [column.name for column in queries("page")["passages"].columns]
    own = _own(tables, "Passage", tuple(names[2:-1]), named=False)
    columns = {
        "passage_id": Values(ids),
        "paper_id": worded(paper.other(len(ids)), tables.ids("Paper")),
        **own,
        "findings": shown(finding.count(len(ids))),
    }
    return ids, filters, columns


_MADE: Mapping[str, Callable[[_Tables], _Parts]] = {
    "papers": _papers,
    "studies": _studies,
    "findings": _findings,
    "passages": _passages,
}
SHELVED = frozenset(_MADE)
"""The lists that can be shelved."""


def _own(tables: _Tables, label: str, names: tuple[str, ...], *, named: bool = True) -> dict[str, Shown]:
    """Columns of the things themselves, the id first when `named`."""
    first: dict[str, Shown] = {f"{label.lower()}_id": Values(tables.ids(label))} if named else {}
    return {**first, **{name: shown(tables.column(label, name)) for name in names}}


def _equal(array: pa.Array) -> Narrow:
    """A filter that keeps what has the given value."""
    coded = array.dictionary_encode()
    at = {value: place for place, value in enumerate(coded.dictionary.to_pylist())}

    def keeps(value: object) -> pa.Array:
        return pc.equal(coded.indices, number(at.get(value, -1), coded.indices.type))

    return Narrow(keeps, coded.indices.nbytes)


def _one(column: pa.ChunkedArray) -> pa.Array:
    found = column.combine_chunks()
    if isinstance(found, pa.ChunkedArray):
        raise NotShelved("its words do not fit into one array")
    return found


def _range(size: int) -> pa.Array:
    return pa.arange(0, size).cast(pa.int32())


def _spread(things: pa.Array, amounts: pa.Array, size: int) -> pa.Array:
    """The number of each thing, 0 for those that have none."""
    return amounts.take(pc.index_in(_range(size), value_set=things)).fill_null(number(0, amounts.type))
