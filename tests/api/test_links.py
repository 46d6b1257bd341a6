"""Links that are made row by row are the addresses that export_address gives."""

from __future__ import annotations

import pytest

from api.links import linked
from graph.ask import Answer, GraphInfo, opened_by
from graph.export_address import address
from graph.queries import queries
from graph.query_header import Query
from synthesis.measures import measures

INFO = GraphInfo("ladybug", "r", "R", "paper", "mixed", "count", None, 1, "r1", None)
ALL = [query for folder in (queries(), queries("page"), measures()) for query in folder.values() if query.opens]
TEXTS = ("plain", "doi:10.1/a b?c=d&e#f%+~", "gr\u00fc\u00dfe \U0001f375", "", "'\"\\\n\x00", None)
LISTS: tuple[list[str] | None, ...] = ([], ["a/b", "\u00e9"], None)


def value(type_: str, number: int) -> object:
    if type_.startswith("list<"):
        return LISTS[number % len(LISTS)]
    return {"integer": number, "float": number / 3, "boolean": number % 2 == 0}.get(type_, TEXTS[number % len(TEXTS)])


@pytest.mark.parametrize("query", ALL, ids=lambda query: f"{query.folder}-{query.name}")
def test_links_are_the_addresses_that_open_a_figure(query: Query) -> None:
    for number in range(12):
        given = {p.name: value(p.type, number + at) for at, p in enumerate(query.parameters)}
        row = {column.name: value(column.type, number + at) for at, column in enumerate(query.columns)}
        answer = Answer(query, given, [row], truncated=False, info=INFO)
        wanted = {one.column: address(one.query, opened_by(answer, row, one)) for one in query.opens}
        assert linked(answer)(row) == wanted
