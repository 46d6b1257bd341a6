"""The header of a query file is its contract: its grammar, and one file's text -> `Query`.

Grammar of the header, all of it (docs/queries.md):

    // name                                   the file's name
    // One sentence that ends in a full stop.
    // free prose ...
    // param   name: type [range] [= default]   meaning
    // column  name: type                       meaning
    // opens   column: query(parameter=source, ...)

Types: string, integer, float, boolean, map, id<Label>, list<...>. A range is `least..most` for numbers and
`{a|b|c}` for strings. `= null` makes a parameter optional. `opens` says how a figure is opened: a source is a
column of the row, `$parameter`, or a 'constant'. A blank line ends the header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph.errors import QueryFileError
from graph.query_statement import bare, check_statement
from graph.schema import NODE

MOST_DIGITS = 19
"""Digits of a bound: what an integer of the graph holds."""
SCALARS = ("string", "integer", "float", "boolean", "map")

_TYPE = r"(?P<type>[a-z]+(?:<[A-Za-z<>]+>)?)"
_PARAM = re.compile(
    rf"param\s+(?P<name>[a-z_]+): {_TYPE}(?:\s+(?P<range>-?\d+\.\.-?\d+|\{{[^}}]+\}}))?"
    r"(?:\s*=\s*(?P<default>\S+))?\s{2,}(?P<meaning>\S.*)"
)
_COLUMN = re.compile(rf"column\s+(?P<name>[a-z_0-9]+): {_TYPE}\s{{2,}}(?P<meaning>\S.*)")
_OPENS = re.compile(r"opens\s+(?P<column>[a-z_0-9]+): (?P<query>[a-z_]+)\((?P<arguments>[^)]*)\)")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query; `default` is meaningful only when `required` is false."""

    name: str
    type: str
    meaning: str
    required: bool
    default: object = None
    least: int | None = None
    most: int | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultColumn:
    """One column of the answer."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True)
class Opening:
    """How the figure in `column` is opened: run `query` with arguments taken from the row or the parameters."""

    column: str
    query: str
    arguments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Query:
    """One query file. `folder` is its permission: read, derive, write; or `measure`, a contract without a statement."""

    name: str
    folder: str
    summary: str
    prose: str
    parameters: tuple[Parameter, ...]
    columns: tuple[ResultColumn, ...]
    opens: tuple[Opening, ...]
    text: str
    path: str

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of this name."""
        return next((parameter for parameter in self.parameters if parameter.name == name), None)


def parse(text: str, *, name: str, folder: str, path: str) -> Query:
    """One query from the text of its file. Raises QueryFileError with file and line."""
    query, lines = _read(text, name, folder, path)
    check_statement(query, lines)
    return query


def contract(text: str, *, name: str, path: str) -> Query:
    """A contract without a statement: what a measure computed in Python takes and gives. Raises QueryFileError."""
    query, lines = _read(text, name, "measure", path)
    if bare(text).strip():
        raise QueryFileError(path, lines + 1, "a contract has no statement.")
    return query


def _read(text: str, name: str, folder: str, path: str) -> tuple[Query, int]:
    """The header as a Query, and how many lines it has."""
    header = _header(text, path)
    if not header or header[0] != name:
        raise QueryFileError(path, 1, f'the first line must be "// {name}", the file\'s own name.')
    if len(header) < 2 or not header[1].endswith("."):
        raise QueryFileError(path, 2, "the second line must be one sentence that ends in a full stop.")
    parsed = _Header(path)
    for number, line in enumerate(header[2:], start=3):
        parsed.read(number, line)
    query = Query(
        name=name,
        folder=folder,
        summary=header[1],
        prose="\n".join(parsed.prose).strip(),
        parameters=tuple(parsed.parameters),
        columns=tuple(parsed.columns),
        opens=tuple(parsed.opens),
        text=text,
        path=path,
    )
    return query, len(header)


@dataclass
class _Header:
    path: str
    prose: list[str] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    columns: list[ResultColumn] = field(default_factory=list)
    opens: list[Opening] = field(default_factory=list)

    def read(self, number: int, line: str) -> None:
        word = line.split(" ", 1)[0]
        if word == "param":
            self.parameters.append(_read_parameter(self.path, number, line))
        elif word == "column":
            match = _COLUMN.fullmatch(line)
            if match is None:
                raise QueryFileError(self.path, number, 'cannot read it. Write "column name: type  meaning".')
            _check_type(self.path, number, match["type"])
            self.columns.append(ResultColumn(match["name"], match["type"], match["meaning"]))
        elif word == "opens":
            self.opens.append(_read_opening(self.path, number, line))
        else:
            self.prose.append(line)


def _header(text: str, path: str) -> list[str]:
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            return lines
        if not line.startswith("//"):
            raise QueryFileError(path, number, "a blank line must end the header before the statement begins.")
        lines.append(line[2:].strip())
    return lines


def _read_parameter(path: str, number: int, line: str) -> Parameter:
    match = _PARAM.fullmatch(line)
    if match is None:
        raise QueryFileError(path, number, 'cannot read it. Write "param name: type [range] [= default]  meaning".')
    type_ = match["type"]
    _check_type(path, number, type_)
    least = most = None
    choices: tuple[str, ...] = ()
    if (spread := match["range"]) and spread.startswith("{"):
        choices = tuple(word.strip() for word in spread[1:-1].split("|"))
    elif spread:
        low, high = spread.split("..")
        if max(len(low), len(high)) > MOST_DIGITS:
            raise QueryFileError(path, number, f"a bound of a range has at most {MOST_DIGITS} digits.")
        least, most = int(low), int(high)
    if (choices and type_ != "string") or (least is not None and type_ not in {"integer", "float"}):
        raise QueryFileError(path, number, f"a range of this form does not fit the type {type_}.")
    default = _default(path, number, type_, match["default"])
    return Parameter(match["name"], type_, match["meaning"], match["default"] is None, default, least, most, choices)


def _default(path: str, number: int, type_: str, text: str | None) -> object:
    if text is None or text == "null":
        return None
    try:
        if type_ == "integer":
            return int(text)
        if type_ == "float":
            return float(text)
        if type_ == "boolean":
            return {"true": True, "false": False}[text]
    except (ValueError, KeyError):
        raise QueryFileError(path, number, f'the default "{text}" is not of type {type_}.') from None
    if type_.startswith("list<"):
        if text != "[]":
            raise QueryFileError(path, number, "a list's default is [] or null.")
        return []
    return text.strip("'\"")


def _read_opening(path: str, number: int, line: str) -> Opening:
    match = _OPENS.fullmatch(line)
    if match is None:
        raise QueryFileError(path, number, 'cannot read it. Write "opens column: query(parameter=source, ...)".')
    arguments = []
    for pair in filter(None, (part.strip() for part in match["arguments"].split(","))):
        parameter, _, source = pair.partition("=")
        if not source:
            raise QueryFileError(path, number, f'"{pair}" is not parameter=source.')
        arguments.append((parameter.strip(), source.strip()))
    return Opening(match["column"], match["query"], tuple(arguments))


def _check_type(path: str, number: int, type_: str) -> None:
    inner = type_.removeprefix("list<").removesuffix(">") if type_.startswith("list<") else type_
    if inner.startswith("id<"):
        label = inner[3:].rstrip(">")
        if label not in NODE:
            raise QueryFileError(path, number, f'"{label}" in {type_} is not a label of the graph.')
    elif inner not in SCALARS:
        raise QueryFileError(path, number, f'"{type_}" is not a type. Use {", ".join(SCALARS)}, id<...> or list<...>.')
