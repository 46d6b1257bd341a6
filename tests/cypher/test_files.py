"""Every file under cypher/ keeps its contract.

`bad/read/` is a museum of one flaw a file: its name is the flaw, the table below says what the loader answers.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cypher.generate import all_files
from graph.errors import QueryFileError, UnknownQuery
from graph.queries import load_folder, queries
from graph.query_header import Query, parse
from graph.schema import EDGE, EDGES, NODE, NODES
from graph.statements import schema_statements

BAD = Path(__file__).resolve().parent / "bad"
ANSWERS = {
    "calls": "line 9: CALL may not stand in a file under read/.",
    "column_has_no_meaning": 'line 6: cannot read it. Write "column name: type  meaning".',
    "column_is_not_declared": "line 8: RETURN gives paper_id, papers; the header says paper_id.",
    "column_is_not_returned": "line 9: RETURN gives papers; the header says paper_id, papers.",
    "column_of_unknown_type": 'line 7: "number" is not a type.',
    "column_without_as": "line 9: RETURN gives papers; the header says paper_id, papers.",
    "columns_in_another_order": "line 9: RETURN gives paper_id, papers; the header says papers, paper_id.",
    "copies": "line 9: COPY may not stand in a file under read/.",
    "creates": "line 9: CREATE may not stand in a file under read/.",
    "deletes": "line 9: DELETE may not stand in a file under read/.",
    "file_is_empty": 'line 1: the first line must be "// file_is_empty"',
    "header_is_missing": "line 1: a blank line must end the header before the statement begins.",
    "header_runs_into_the_statement": "line 9: a blank line must end the header",
    "installs": "line 9: INSTALL may not stand in a file under read/.",
    "loads": "line 9: LOAD may not stand in a file under read/.",
    "merges": "line 9: MERGE may not stand in a file under read/.",
    "name_is_another": 'line 1: the first line must be "// name_is_another"',
    "name_is_missing": 'line 1: the first line must be "// name_is_missing"',
    "opens_without_a_query": 'line 8: cannot read it. Write "opens column: query(parameter=source, ...)".',
    "opens_without_a_source": 'line 8: "status" is not parameter=source.',
    "param_choices_on_an_integer": "line 5: a range of this form does not fit the type integer.",
    "param_default_of_another_type": 'line 5: the default "ten" is not of type integer.',
    "param_has_no_meaning": 'line 4: cannot read it. Write "param name: type [range] [= default]  meaning".',
    "param_has_no_type": 'line 4: cannot read it. Write "param name: type [range] [= default]  meaning".',
    "param_is_declared_but_not_used": "line 9: param status is declared but not used.",
    "param_is_used_but_not_declared": "line 8: $status is used but not declared by a param line.",
    "param_list_of_unknown_type": 'line 4: "list<text>" is not a type',
    "param_list_with_a_default": "line 4: a list's default is [] or null.",
    "param_of_unknown_label": 'line 4: "Article" in id<Article> is not a label of the graph.',
    "param_of_unknown_type": 'line 4: "text" is not a type. Use string, integer',
    "param_range_on_a_string": "line 4: a range of this form does not fit the type string.",
    "param_stands_only_in_a_comment": "line 9: param status is declared but not used.",
    "param_stands_only_in_a_string": "line 9: param status is declared but not used.",
    "removes": "line 9: REMOVE may not stand in a file under read/.",
    "sets": "line 9: SET may not stand in a file under read/.",
    "statement_is_missing": "line 3: there is no statement after the header.",
    "summary_has_no_full_stop": "line 2: the second line must be one sentence that ends in a full stop.",
    "summary_is_missing": "line 2: the second line must be one sentence that ends in a full stop.",
    "writes_in_small_letters": "line 9: set may not stand in a file under read/.",
}
READ = list(queries("read").values())
UNITS = (
    "papers",
    "studies",
    "findings",
    "passages",
    "notes",
    "influences",
    "decisions",
    "authors",
    "items",
    "respondents",
)
NO_COUNT = {"year", "page", "level", "position", "schema_version", "seed", "hits", "char_start", "char_end"}
"""Whole numbers that count nothing; `hits` are said by a source."""


def _path(query: Query) -> str:
    return query.path.removeprefix("cypher/")


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_loader_names_the_flaw_of_a_bad_file(name: str) -> None:
    path = f"cypher/read/{name}.cypher"
    with pytest.raises(QueryFileError) as caught:
        parse((BAD / "read" / f"{name}.cypher").read_text(encoding="utf-8"), name=name, folder="read", path=path)
    assert str(caught.value).startswith(f"{path}, {ANSWERS[name]}")


def test_every_bad_file_has_its_answer() -> None:
    assert sorted(file.stem for file in (BAD / "read").iterdir()) == sorted(ANSWERS)


def test_loader_refuses_a_folder_with_one_bad_file() -> None:
    with pytest.raises(QueryFileError, match=r"cypher/read/calls\.cypher"):
        load_folder(BAD, "read")


def test_an_unknown_query_lists_the_near_misses() -> None:
    with pytest.raises(UnknownQuery) as caught:
        queries()["influence_by_frequency"]
    assert caught.value.near[0] == "influences_by_frequency"


def test_generated_files_are_what_the_vocabulary_gives() -> None:
    here = Path(__file__).resolve().parents[2] / "cypher"
    assert [path for path, text in all_files().items() if (here / path).read_text(encoding="utf-8") != text] == []


@pytest.mark.parametrize("query", READ, ids=_path)
def test_read_query_is_ordered_and_cut(query: Query) -> None:
    lines = query.text.strip().splitlines()
    assert lines[-2].startswith("ORDER BY ")
    assert re.fullmatch(r"LIMIT (\$limit|1)", lines[-1])
    order = [part.split()[0] for part in lines[-2].removeprefix("ORDER BY ").split(", ")]
    assert set(order) <= {column.name for column in query.columns}
    assert order[-1].endswith("_id") or order[-1] == "direction"


@pytest.mark.parametrize("query", READ, ids=_path)
def test_read_query_is_laid_out_as_it_is_read(query: Query) -> None:
    body = query.text.split("\n\n", 1)[1]
    assert not [line for line in body.splitlines() if len(line) > 120 or line != line.rstrip()]
    assert all(
        word == word.upper()
        for word in re.findall(r"(?<!\$)\b(?:match|where|with|return|order by|limit|as)\b", body, re.IGNORECASE)
    )
    assert body.count("RETURN ") - body.count("{ RETURN") == 1


@pytest.mark.parametrize("query", READ, ids=_path)
def test_every_count_names_its_unit(query: Query) -> None:
    counts = [column for column in query.columns if column.type == "integer" and column.name not in NO_COUNT]
    assert not [column.name for column in counts if not column.name.endswith(UNITS)]


@pytest.mark.parametrize("query", [q for q in READ if q.name != "cited_figures"], ids=_path)
def test_every_count_opens(query: Query) -> None:
    """Cited figures were counted by others; they open to a publication. Respondents open to nothing (decision 18)."""
    whole = (column.name for column in query.columns if column.type == "integer" and column.name not in NO_COUNT)
    counts = [name for name in whole if not name.endswith("respondents")]
    assert sorted(opening.column for opening in query.opens) == sorted(counts)


@pytest.mark.parametrize("query", READ, ids=_path)
def test_openings_name_queries_parameters_and_columns_that_are_there(query: Query) -> None:
    columns = {column.name for column in query.columns}
    for opening in query.opens:
        target = queries("read")[opening.query]
        assert all(target.parameter(name) for name, _ in opening.arguments)
        needed = {parameter.name for parameter in target.parameters if parameter.required}
        assert needed <= {name for name, _ in opening.arguments}
        for _, source in opening.arguments:
            for word in source.strip("[]").split():
                said = word.removeprefix("$")
                assert word[0] == "'" or word in columns | {"true", "false"} or query.parameter(said)


def test_schema_files_hold_one_table_or_constraint_a_statement() -> None:
    nodes = [
        statement for statement in schema_statements("ladybug") if statement.startswith("CREATE NODE TABLE IF NOT")
    ]
    edges = [statement for statement in schema_statements("ladybug") if statement.startswith("CREATE REL TABLE IF NOT")]
    assert (len(nodes), len(edges)) == (len(NODES), len(EDGES))
    constraints = schema_statements("neo4j")
    assert len(constraints) == len(NODES)
    assert all("IF NOT EXISTS" in statement and "IS UNIQUE" in statement for statement in constraints)


def test_names_never_differ_by_case_only() -> None:
    """The embedded engine would take them for one."""
    names = [*NODE, *EDGE]
    assert len({name.lower() for name in names}) == len(names)
