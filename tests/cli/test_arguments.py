"""Parameters of a query spelt as options."""

from __future__ import annotations

import pytest

from cli.arguments import Words, read_given, read_words
from graph.errors import ParameterError
from graph.query_header import Query, parse

HEADER = """\
// q
// A query.
// param   influence_id: id<Influence>          Influence.id
// param   paper_ids: list<string> = []         papers
// param   counted: boolean = false             only counted ones
// param   limit: integer 1..500 = 50           rows at most
// column  n: integer                           a number

MATCH (i:Influence {id: $influence_id}) WHERE $counted OR i.id IN $paper_ids RETURN count(*) AS n LIMIT $limit
"""


@pytest.fixture
def query() -> Query:
    return parse(HEADER, name="q", folder="read", path="cypher/read/q.cypher")


@pytest.mark.parametrize(
    ("words", "given"),
    [
        ([], {}),
        (["--influence-id", "training"], {"influence_id": "training"}),
        (["--influence_id=training"], {"influence_id": "training"}),
        (["--influence-id", "=x"], {"influence_id": "=x"}),
        (["--influence-id=a=b"], {"influence_id": "a=b"}),
        (["--limit", "-5"], {"limit": "-5"}),
        (["--paper-ids", "A", "--limit", "3", "--paper-ids=B"], {"paper_ids": ["A", "B"], "limit": "3"}),
        (["--counted", "--limit", "3"], {"counted": "true", "limit": "3"}),
        (["--counted", "false"], {"counted": "false"}),
        (["--counted"], {"counted": "true"}),
    ],
)
def test_read_given_reads_options(query: Query, words: list[str], given: dict[str, object]) -> None:
    assert read_given(query, words) == given


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--influence"], 'there is no such parameter. Did you mean "--influence-id"'),
        (["--zzz", "1"], "It takes: --influence-id, --paper-ids, --counted, --limit"),
        (["training"], '"training" is not an option. It takes: --influence-id'),
        (["--limit"], "--limit needs a value"),
        (["--limit", "1", "--limit=2"], "it was given twice"),
    ],
)
def test_read_given_refuses_what_it_does_not_understand(query: Query, words: list[str], message: str) -> None:
    with pytest.raises(ParameterError) as caught:
        read_given(query, words)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ([], Words(None, False, ())),
        (["--help"], Words(None, True, ())),
        (["q", "-h"], Words("q", True, ())),
        (["q", "--limit", "3"], Words("q", False, ("--limit", "3"))),
        (["--limit", "3", "q"], Words(None, False, ("--limit", "3", "q"))),
    ],
)
def test_read_words_takes_the_name_first(words: list[str], read: Words) -> None:
    assert read_words(words) == read
