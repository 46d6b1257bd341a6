"""Pages of a list: ids by key, rows by id, so that a page costs the same at the beginning and at the end.

Both come from columns in memory (graph/shelf.py) where there are any. From the engine ids come in windows that several
pages share: finding the next ones in order reads every id of a label. A list that is one answer of a query or a measure
is answered once for a revision, and cut.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from api.kept import Made
from api.links import link_texts, opening_columns
from api.places import Place, page_of
from api.resources import Resource
from api.source import GraphSource
from api.spelled import Spelled, spelled
from graph.ask import Answer, GraphInfo, check_ids, near_ids
from graph.database import Database, Row
from graph.errors import NotFound, ParameterError
from graph.queries import queries
from graph.query_header import Parameter, Query
from graph.shelf import Shelf

WINDOW = 10_000
"""Ids that are fetched together; no page is longer."""
AT_ONCE = 1_000
"""Rows of a stream that are in memory together."""
BLOCK = 100
"""Rows of a list that is one answer which become JSON together."""
_KEY, _CELL = 100, 60
"""What an id, or a cell of a row, weighs in memory, about."""
Value = TypeVar("Value")
Whole = Callable[[Database, Query, Mapping[str, object]], Answer]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of one graph. `answer`: how a list that is one answer is asked for, all of it."""

    source: GraphSource
    answer: Whole

    def page(  # noqa: PLR0913, PLR0917  (what is asked for, of which graph, and how)
        self,
        database: Database,
        info: GraphInfo,
        resource: Resource,
        filters: Mapping[str, object],
        place: Place,
        form: str,
    ) -> tuple[Answer, Place | None]:
        """One page and where the next one begins. The last page is `truncated` when the list itself was cut off."""
        if not resource.keys:
            whole, end = self.whole(database, info, resource, filters), place.number + place.limit
            following = replace(place, after=str(end)) if end < len(whole.rows) else None
            cut = whole.truncated or following is not None
            texts = partial(self._texts, info, resource, filters, whole, slice(place.number, end))
            page = replace(whole, rows=whole.rows[place.number : end], truncated=cut)
            return Spelled(**vars(page), texts=texts), following
        query, shelf = narrowest(resource, filters), self.source.shelves.of(database, info, resource.contract.name)
        places = None if shelf is None else self._places(shelf, info, query, filters)
        if shelf is None or places is None:
            ids, following = page_of(partial(self._window, database, info, query, filters), str, place)
        else:
            found, following = page_of(partial(_window_on, shelf, places), shelf.id, place)
            if shelf.columns is not None:
                page = Answer(resource.contract, dict(filters), [], following is not None, info)
                return _taken(page, shelf, found, form), following
            ids = list(map(shelf.id, found))
        rows, now = self.rows(database, resource, ids), self.source.info(database)
        return Answer(resource.contract, dict(filters), rows, following is not None, now), following

    def whole(self, database: Database, info: GraphInfo, resource: Resource, filters: Mapping[str, object]) -> Answer:
        """All of a list that is one answer."""

        def make() -> Made[Answer]:
            found = self.answer(database, resource.contract, filters)
            weight = len(found.rows) * len(found.query.columns) * _CELL
            return Made(replace(found, query=resource.contract), weight, keep=found.info == info)

        return self._kept(info, [resource.path, dict(filters)], make)

    def _texts(
        self, info: GraphInfo, resource: Resource, filters: Mapping[str, object], found: Answer, part: slice
    ) -> tuple[list[str], list[str]]:
        """Rows of a list that is one answer, and their links, as JSON: made block by block, and once."""
        rows, links = [], []
        begin, end = part.start // BLOCK * BLOCK, min(part.stop, len(found.rows))
        for at in range(begin, end, BLOCK):

            def make(at: int = at) -> Made[tuple[list[str], list[str]]]:
                some = replace(found, rows=found.rows[at : at + BLOCK], parameters=dict(filters))
                texts = spelled(some)
                return Made(texts, sum(_KEY + len(text) for part in texts for text in part))

            block = self._kept(info, ["texts", resource.path, dict(filters), at], make)
            rows += block[0]
            links += block[1]
        cut = slice(part.start - begin, part.stop - begin)
        return rows[cut], links[cut]

    def rows(self, database: Database, resource: Resource, ids: list[str]) -> list[Row]:
        """The rows of some ids, in their order."""
        return database.rows(queries("page")[resource.contract.name], {"ids": ids}) if ids else []

    def thing(self, database: Database, info: GraphInfo, resource: Resource, id_: str) -> Answer:
        """The one row of one thing. Raises NotFound."""
        assert resource.one is not None  # noqa: S101  (only a list of things has routes of things)
        column, label = resource.one
        if resource.keys:
            found = self._one(database, info, resource, id_)
        else:
            found = [r for r in self.whole(database, info, resource, unnarrowed(resource)).rows if r[column] == id_]
        if not found:
            raise NotFound(label, id_, near_ids(database, label, id_))
        return Answer(resource.contract, {column: id_}, found, truncated=False, info=self.source.info(database))

    def _one(self, database: Database, info: GraphInfo, resource: Resource, id_: str) -> list[Row]:
        """The row of one thing, if there is one."""
        shelf = self.source.shelves.of(database, info, resource.contract.name)
        place = None if shelf is None or shelf.columns is None else shelf.place(id_)
        if shelf is None or place is None:
            return self.rows(database, resource, [id_])
        return shelf.rows([place])

    def batches(
        self, database: Database, resource: Resource, filters: Mapping[str, object], place: Place
    ) -> Iterator[list[str]]:
        """Ids of a list of things from one place to its end, some at a time."""
        query, after, more = narrowest(resource, filters), place.after, True
        while more:
            # Not through what is kept: a whole list would push out the pages that others are reading.
            ids, more = self._fetched(database, query, filters, after)
            yield from (ids[at : at + AT_ONCE] for at in range(0, len(ids), AT_ONCE))
            after = ids[-1] if ids else after

    def _places(
        self, shelf: Shelf, info: GraphInfo, query: Query, filters: Mapping[str, object]
    ) -> Sequence[int] | None:
        """The places that filters keep; null for an id that nobody has, of which the engine tells."""
        given = {p.name: filters[p.name] for p in query.parameters if p.name in filters}

        def make() -> Made[Sequence[int] | None]:
            found = shelf.places(given)
            return Made(found, _KEY + (found.nbytes if isinstance(found, memoryview) else 0), keep=found is not None)

        return self._kept(info, ["places", query.name, given], make)

    def _window(
        self, database: Database, info: GraphInfo, query: Query, filters: Mapping[str, object], after: str
    ) -> tuple[list[str], bool]:
        """The next ids after one, and whether there are further ones."""
        given = {p.name: filters[p.name] for p in query.parameters if p.name in filters}

        def make() -> Made[tuple[list[str], bool]]:
            found = self._fetched(database, query, given, after)
            return Made(found, len(found[0]) * _KEY, keep=self.source.info(database) == info)

        return self._kept(info, [query.name, given, after], make)

    def _fetched(
        self, database: Database, query: Query, filters: Mapping[str, object], after: str
    ) -> tuple[list[str], bool]:
        given = {p.name: filters[p.name] for p in query.parameters if p.name in filters}
        check_ids(database, query, {**given, "after": after, "limit": WINDOW})
        rows = database.rows(query, {**given, "after": after, "limit": WINDOW + 1})
        ids = [str(row[query.columns[0].name]) for row in rows]
        return ids[:WINDOW], len(ids) > WINDOW

    def _kept(self, info: GraphInfo, asked: list[object], make: Callable[[], Made[Value]]) -> Value:
        if info.building is not None:
            return make().value
        found: Value = self.source.lists.get_or_make(json.dumps([vars(info), asked]), make)
        return found


def _window_on(shelf: Shelf, places: Sequence[int], after: str) -> tuple[Sequence[int], bool]:
    """The next places after an id, as many as the engine would be asked for, and whether there are further ones."""
    at = bisect_right(places, after, key=shelf.id) if after else 0
    return places[at : at + WINDOW], at + WINDOW < len(places)


def _taken(page: Answer, shelf: Shelf, places: Sequence[int], form: str) -> Answer:
    """A page with its rows from a shelf; as JSON their texts, and beside them what links are made of."""
    if form != "json":
        return replace(page, rows=shelf.rows(places))
    needed = opening_columns(page.query)
    page = replace(page, rows=shelf.rows(places, needed) if needed else [{} for _ in places])
    return Spelled(**vars(page), texts=lambda: (shelf.json(places), link_texts(page)))


def unnarrowed(resource: Resource) -> dict[str, object]:
    """The filters of a list that nobody narrowed."""
    return {parameter.name: parameter.default for parameter in resource.filters}


def narrowest(resource: Resource, filters: Mapping[str, object]) -> Query:
    """The file of ids that takes these filters, the one with fewest ids. Raises ParameterError."""
    given = {name for name, value in filters.items() if value is not None}
    for query in resource.keys:
        known = {parameter.name for parameter in query.parameters}
        if given <= known and {p.name for p in query.parameters if p.required} - {"limit"} <= given:
            return query
    names = [parameter.name for parameter in resource.filters if parameter.name in given and _id(parameter)]
    raise ParameterError(resource.contract.name, names[-1], filters[names[-1]], f"it does not go with {names[0]} here.")


def _id(parameter: Parameter) -> bool:
    return parameter.type.startswith("id<")
