"""The first layer of free Cypher: what is refused before an engine sees it, and what is not."""

from __future__ import annotations

import pytest
from hostile import BOMBS, REFUSED, STOPPED, Hostile
from hypothesis import given
from hypothesis import strategies as st

from graph.free.ask import check_parameters
from graph.free.errors import StatementRefused
from graph.free.limits import MOST_STATEMENT
from graph.free.vetting import DENIED, vetted
from graph.queries import queries
from graph.query_header import Query

ENGINES = ("ladybug", "neo4j")


@pytest.mark.parametrize("hostile", REFUSED, ids=lambda hostile: hostile.kind)
@pytest.mark.parametrize("engine", ENGINES)
def test_hostile_statement_is_refused(hostile: Hostile, engine: str) -> None:
    with pytest.raises(StatementRefused) as refused:
        vetted(hostile.statement, {}, engine)
    assert len(str(refused.value)) < 400, "a refusal does not repeat the statement"


@pytest.mark.parametrize("word", sorted(DENIED))
def test_denied_word_is_told_with_its_place_and_may_be_a_name_in_backticks(word: str) -> None:
    with pytest.raises(StatementRefused, match=f"line 2, column 3: {word} may not stand in it") as refused:
        vetted(f"MATCH (n)\n  {word.lower()} (m)", {}, "ladybug")
    assert (refused.value.line, refused.value.column) == (2, 3)
    assert vetted(f"MATCH (n) RETURN n.`{word}` AS `{word}`", {}, "ladybug")
    assert vetted(f"RETURN '{word}' AS said /* {word} */", {}, "ladybug")


@pytest.mark.parametrize("query", queries().values(), ids=lambda query: query.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_query_of_the_product_could_be_asked_freely(query: Query, engine: str) -> None:
    statement = "\n".join(line for line in query.text.splitlines() if not line.startswith("//"))
    given = dict.fromkeys((parameter.name for parameter in query.parameters), 1)
    assert vetted(query.text, given, engine).split() == statement.split()


@pytest.mark.parametrize(
    "statement",
    [
        "MATCH (p:Paper)-[r:REPORTS|FROM*1..3]->(f) WHERE p.year >= 2010.5 AND NOT f.counted RETURN p ORDER BY p.id;",
        "match (p) where p.title contains 'it\\'s \"so\"' return p.title as `Länge` // bytes: é",
        "UNWIND range(1, 10) AS x UNWIND range(-5, 5, 2) AS y RETURN x % y, [1, 2, {a: 1}] AS l",
        "OPTIONAL MATCH (p:Paper) WHERE EXISTS { MATCH (p)-->(q) } RETURN COUNT { MATCH (p)--() } AS n",
        "MATCH (p) RETURN date('2020-01-01') AS d, date.truncate('year', date('2020-01-01')) AS y",
        "WITH 1 AS start MATCH (a)<--(b)--(c) WHERE any(x IN a.authors WHERE x = 'A') RETURN 1e5, start",
        *(hostile.statement for hostile in (*STOPPED, *BOMBS)),
    ],
)
def test_plain_reading_passes(statement: str) -> None:
    for engine in ENGINES:
        assert vetted(statement, {}, engine)


def test_engine_sees_no_comment_and_every_place_stays() -> None:
    text = "MATCH (p) // all of them\r\n/* two\nlines */ RETURN p /* x */ ; // end"
    seen = vetted(text, {}, "ladybug")
    assert "/" not in seen
    assert (seen.find("RETURN"), seen.count("\n"), seen.rstrip()[-1]) == (text.find("RETURN"), 2, "p")


def test_regular_expressions_are_refused_where_they_cannot_be_stopped() -> None:
    statement = "MATCH (p:Paper) WHERE p.title =~ '(a+)+b' RETURN p"
    assert vetted(statement, {}, "ladybug")
    with pytest.raises(StatementRefused, match="CONTAINS"):
        vetted(statement, {}, "neo4j")


def test_length_of_a_range_may_come_from_parameters_and_is_looked_at() -> None:
    statement = "UNWIND range($from, $to) AS x RETURN x"
    assert vetted(statement, {"from": 1, "to": 9}, "ladybug")
    for bad in (10**9, "9", None, 1.5, True):
        with pytest.raises(StatementRefused, match="range"):
            vetted(statement, {"from": 1, "to": bad}, "ladybug")


def test_parameters_are_those_that_stand_in_the_statement() -> None:
    with pytest.raises(StatementRefused, match=r"the parameter \$id was not given"):
        vetted("MATCH (p {id: $id}) RETURN p", {}, "ladybug")
    with pytest.raises(StatementRefused, match='"ids" was given'):
        vetted("MATCH (p {id: $id}) RETURN p", {"id": "A", "ids": "B"}, "ladybug")


@pytest.mark.parametrize(
    "parameters",
    [
        {"a b": 1},
        {"é": 1},
        {"big": 2**63},
        {"nested": [[[[[[[[1]]]]]]]]},
        {"no_number": [float("nan")]},
        {"half": {"a": "\ud800"}},
        {"long": "x" * 200_001},
    ],
    ids=lambda given: next(iter(given)),
)
def test_parameters_that_an_engine_would_bend_are_refused(parameters: dict[str, object]) -> None:
    with pytest.raises(StatementRefused):
        check_parameters(parameters)


@given(st.text(max_size=60) | st.lists(st.sampled_from([*DENIED, "RETURN", "1", "'", "//", "/*", "*/", "`", "\n"])))
def test_whatever_is_sent_is_refused_or_free_of_denied_words(sent: str | list[str]) -> None:
    statement = sent if isinstance(sent, str) else "RETURN " + " ".join(sent)
    try:
        seen = vetted(statement, {}, "neo4j")
    except StatementRefused:
        return
    assert len(seen) <= MOST_STATEMENT
    # A second reading, by another way: cut quotes out, then look for words.
    bare = []
    quote = ""
    for sign in seen.replace("\\\\", "").replace("\\'", "").replace('\\"', ""):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"`":
            quote = sign
            bare.append(" ")
        else:
            bare.append(sign)
    assert not set("".join(bare).upper().replace("_", "x").split()) & DENIED
