"""Links that are made row by row are the addresses that export_address gives."""

from __future__ import annotations

import json

import pytest

from api.links import link_texts, linked
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
        known = {name: "known" if found is None else found for name, found in row.items()}
        for rows in ([row], [known], [known, row, known], [known, known]):
            answer = Answer(query, given, rows, truncated=False, info=INFO)
            wanted = [{o.column: address(o.query, opened_by(answer, one, o)) for o in query.opens} for one in rows]
            assert list(map(linked(answer), rows)) == wanted
            assert link_texts(answer) == [json.dumps(links) for links in wanted]
