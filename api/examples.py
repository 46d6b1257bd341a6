"""Examples for the contract, made from a query's own header. Their values are invented and in the field's terms."""

from __future__ import annotations

import re
from typing import Any

from api.answers import body
from graph.ask import Answer, GraphInfo
from graph.query_header import Parameter, Query, ResultColumn
from graph.schema import SCHEMA_VERSION

INFO = GraphInfo(
    engine="ladybug",
    review_id="small",
    title="A small review",
    unit="paper",
    paper_with_both="mixed",
    recommendations="stored",
    codebook_version="c1",
    schema_version=SCHEMA_VERSION,
    revision="r1",
    building=None,
)
WORDS: dict[str, object] = {
    "influence_id": "training",
    "influence": "Training",
    "a_influence_id": "culture",
    "a_name": "Culture",
    "b_influence_id": "training",
    "b_name": "Training",
    "partner_id": "culture",
    "partner": "Culture",
    "parent_id": "support",
    "influence_ids": ["training", "culture"],
    "without_ids": ["pay"],
    "name": "Training",
    "setting_id": "setting:service/clinic",
    "setting": "clinic",
    "framework": "levels",
    "construct_id": "construct:levels/meso",
    "construct": "meso",
    "paper_id": "A",
    "study_id": "A/SA",
    "title": "Paper A",
    "authors": ["Author, A."],
    "review_id": INFO.review_id,
    "revision": INFO.revision,
    "since": INFO.revision,
    "codebook_version": INFO.codebook_version,
    "schema_version": SCHEMA_VERSION,
    "unit": INFO.unit,
    "paper_with_both": INFO.paper_with_both,
    "recommendations": INFO.recommendations,
    "building": None,
    "year": 2020,
    "level": 1,
    "looked_for_papers": 4,
    "included_papers": 6,
    "quote": "Training was too short.",
    "path": "tables/findings.csv",
    "cell": "C4",
    "page": 4,
    "after": "",
}
BY_TYPE: dict[str, object] = {
    "string": "...",
    "integer": 3,
    "float": 0.5,
    "boolean": True,
    "list<string>": ["..."],
}
_LISTED = re.compile(r"(\w+)(?:, \w[\w ]*)*(?: or \w+|, \.\.\.)(?:$|,)")
"""A meaning that lists its values: `cell, text or note`."""


def example_value(name: str, type_: str, meaning: str, parameter: Parameter | None = None) -> object:
    """A value for one column or parameter. Listed values come first, then what a name usually holds."""
    if parameter is not None and parameter.choices:
        return parameter.choices[0]
    if parameter is not None and parameter.default not in (None, "", []):
        return parameter.default
    listed = _LISTED.match(meaning)
    if type_ == "string" and listed and parameter is None:
        return listed[1]
    usual = BY_TYPE.get(type_, BY_TYPE["string"])
    found = WORDS.get(name, usual)
    # One name may be of another type elsewhere: authors of a paper are names, those of a mapping a number.
    return found if found is None or isinstance(found, type(usual)) else usual


def example_answer(query: Query) -> Answer:
    """An answer of one row."""
    parameters = {
        p.name: example_value(p.name, plain(p.type), p.meaning, p) if p.required else p.default
        for p in query.parameters
    }
    return Answer(query, parameters, [{c.name: _cell(c) for c in query.columns}], truncated=False, info=INFO)


def example_body(query: Query) -> dict[str, Any]:
    """The JSON body of that answer."""
    return body(example_answer(query))


def _cell(column: ResultColumn) -> object:
    return example_value(column.name, plain(column.type), column.meaning)


def plain(type_: str) -> str:
    """id<Label> as string, list<id<Label>> as list<string>."""
    return "list<string>" if type_.startswith("list<") else "string" if type_.startswith("id<") else type_
