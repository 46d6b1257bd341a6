"""The statement of a query file must keep what its header says: parameters, permission, columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from graph.errors import QueryFileError

if TYPE_CHECKING:
    from graph.query_header import Query

WRITING = re.compile(r"\b(CREATE|MERGE|SET|DELETE|REMOVE|DROP|ALTER|COPY|LOAD|INSTALL|CALL|FOREACH)\b", re.IGNORECASE)
_STRIPPED = re.compile(r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", re.DOTALL)


def bare(text: str) -> str:
    """The statement without comments and string contents, for keyword and parameter checks."""
    return _STRIPPED.sub(lambda match: "''" if match.group(0)[0] in "'\"" else " ", text)


def check_statement(query: Query, header_lines: int) -> None:
    """Raise QueryFileError unless the statement uses, may do and returns what the header says."""
    statement = bare(query.text)
    used = set(re.findall(r"\$([A-Za-z_]\w*)", statement))
    declared = {parameter.name for parameter in query.parameters}
    end = header_lines + 1
    for name in sorted(used - declared):
        raise QueryFileError(query.path, end, f"${name} is used but not declared by a param line.")
    for name in sorted(declared - used):
        raise QueryFileError(query.path, end, f"param {name} is declared but not used.")
    if not statement.strip():
        raise QueryFileError(query.path, end, "there is no statement after the header.")
    if query.folder != "write":
        if word := WRITING.search(statement):
            raise QueryFileError(query.path, end, f"{word.group(0)} may not stand in a file under {query.folder}/.")
        _check_returned(query, statement, end)


def _check_returned(query: Query, statement: str, line: int) -> None:
    returned = re.split(r"\bRETURN\b", statement)[-1]
    aliases = re.findall(r"\bAS\s+([A-Za-z_]\w*)", re.split(r"\bORDER BY\b|\bLIMIT\b", returned)[0])
    declared = [column.name for column in query.columns]
    if aliases != declared:
        raise QueryFileError(
            query.path,
            line,
            f"RETURN gives {', '.join(aliases) or 'nothing'}; the header says {', '.join(declared)}.",
        )
