"""The header of a query file: what is written is what is read, and no text makes the reader fall over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryFileError
from graph.queries import FOLDERS, queries
from graph.query_header import Parameter, Query, contract, parse
from graph.query_statement import bare
from graph.schema import NODE

NAME = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)
WORDS = st.from_regex(r"[A-Za-z][A-Za-z ,;:.$'\"/{}=]{0,30}[a-z]", fullmatch=True)
SCALAR = st.sampled_from(["string", "integer", "float", "boolean", "map"]) | st.sampled_from(sorted(NODE)).map(
    lambda label: f"id<{label}>"
)
TYPE = SCALAR | SCALAR.map(lambda type_: f"list<{type_}>")


@st.composite
def parameters(draw: st.DrawFn, name: str) -> tuple[str, Parameter]:
    """(line, what it says)."""
    type_, meaning = draw(TYPE), draw(WORDS)
    spread, least, most, choices = "", None, None, ()
    if type_ == "integer" and draw(st.booleans()):
        least, most = sorted(draw(st.tuples(st.integers(-99, 99), st.integers(-99, 99))))
        spread = f" {least}..{most}"
    elif type_ == "string" and draw(st.booleans()):
        choices = tuple(draw(st.lists(NAME, min_size=1, max_size=3)))
        spread = f" {{{'|'.join(choices)}}}"
    defaults: dict[str, st.SearchStrategy[tuple[str, Any]]] = {
        "integer": st.integers(-9, 99).map(lambda value: (str(value), value)),
        "float": st.sampled_from([("0.5", 0.5), ("2", 2.0)]),
        "boolean": st.sampled_from([("true", True), ("false", False)]),
        "string": NAME.filter(lambda word: word != "null").map(lambda word: (word, word)) | st.just(("''", "")),
    }
    default = draw(st.none() | st.just(("null", None)) | defaults.get(type_, st.just(("null", None))))
    if type_.startswith("list<") and default:
        default = draw(st.sampled_from([("null", None), ("[]", [])]))
    said = f" = {default[0]}" if default else ""
    line = f"// param   {name}: {type_}{spread}{said}   {meaning}"
    value = default[1] if default else None
    return line, Parameter(name, type_, meaning, default is None, value, least, most, choices)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, list[Parameter], list[tuple[str, str, str]]]:
    """(name, text, parameters, columns) of a query file that keeps its contract."""
    name = draw(NAME)
    given_ = [draw(parameters(one)) for one in draw(st.lists(NAME, max_size=4, unique=True))]
    columns = [(one, draw(TYPE), draw(WORDS)) for one in draw(st.lists(NAME, min_size=1, max_size=4, unique=True))]
    lines = [f"// {name}", "// One sentence.", "//", "// Some prose: with colons.", "//"]
    lines += [line for line, _ in given_]
    lines += [f"// column  {one}: {type_}  {meaning}" for one, type_, meaning in columns]
    used = " AND ".join(f"p.id = ${parameter.name}" for _, parameter in given_) or "true"
    returned = ", ".join(f"p.id AS {one}" for one, _, _ in columns)
    text = "\n".join([*lines, "", "MATCH (p:Paper)", f"WHERE {used}", f"RETURN {returned}", ""])
    return name, text, [parameter for _, parameter in given_], columns


@given(files())
def test_what_is_written_is_what_is_read(file: tuple[str, str, list[Parameter], list[tuple[str, str, str]]]) -> None:
    name, text, given_, columns = file
    query = parse(text, name=name, folder="read", path="x")
    assert list(query.parameters) == given_
    assert [(column.name, column.type, column.meaning) for column in query.columns] == columns
    assert (query.name, query.summary, query.prose, query.text) == (
        name,
        "One sentence.",
        "Some prose: with colons.",
        text,
    )


PIECES = [
    *("// x", "// A sentence.", "// param a: string  a", "// param", "// column a: integer  b", "// opens a: b(c=d)"),
    *("// opens", "", "//", "RETURN 1 AS a", "$a", "CREATE", "'", '"', "/*", "*/", "\r", "{a|b}", "1..2", "= null"),
    *("// param a: list<id<Paper>> = []  x", "// param a: id<Nope>  x", "// column a: string", "\x00", "\u2028"),
]
Read = Callable[[], Query]


def _refusal(read: Read) -> QueryFileError | None:
    """How a file was refused; null when it was read. Any other error is a failure of the test."""
    try:
        read()
    except QueryFileError as error:
        return error
    return None


def _expect(text: str) -> None:
    readers: list[Read] = [
        lambda: parse(text, name="x", folder="read", path="p"),
        lambda: contract(text, name="x", path="p"),
    ]
    for refused in filter(None, map(_refusal, readers)):
        assert str(refused).startswith(f"p, line {refused.line}: ")
        assert 1 <= refused.line <= len(text.splitlines()) + 2


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_its_line(text: str) -> None:
    _expect(text)


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("\n".join))
def test_any_heap_of_pieces_is_read_or_refused_with_its_line(text: str) -> None:
    _expect(text)


@given(st.sampled_from(list(queries().values())), st.integers(0, 2000), st.integers(0, 40), st.text(max_size=4))
def test_a_damaged_query_file_is_read_or_refused(query: Query, at: int, length: int, instead: str) -> None:
    text = query.text[:at] + instead + query.text[at + length :]
    refused = _refusal(lambda: parse(text, name=query.name, folder="read", path="p"))
    assert refused is None or str(refused).startswith("p, line ")


@given(st.text(max_size=100))
def test_bare_statement_says_nothing_of_strings_and_comments(text: str) -> None:
    inside = text.replace("\\", "").replace("'", "").replace("*/", "")
    assert bare(f"RETURN '{inside}' AS a /* {inside} */") == "RETURN '' AS a  "


@pytest.mark.parametrize("folder", FOLDERS)
def test_folder_is_read_once(folder: str) -> None:
    assert queries(folder) is queries(folder)
    assert all(
        query.folder == folder and query.path == f"cypher/{folder}/{name}.cypher"
        for name, query in queries(folder).items()
    )


def test_folder_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="is not one of"):
        queries("reed")
