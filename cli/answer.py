"""One answer on stdout, and on stderr what a reader must know of it: unit, revision, what was cut, how to open it."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING

from cli.arguments import option
from cli.rows import Form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.export import guarded_note

if TYPE_CHECKING:
    from graph.ask import Answer, GraphInfo


def write_answer(answer: Answer, form: Form, terminal: Terminal, *, raw: bool = False, again: str = "") -> None:
    """Rows to stdout, the footer to stderr. `again`: options that a next command needs to reach the same graph."""
    if form is Form.JSON:
        write_json(answer_json(answer), sys.stdout)
    else:
        guarded = write_rows(form, columns_of(answer), answer.rows, sys.stdout, raw=raw)
        for note in guarded_note(guarded):
            terminal.warn(note)
    sys.stdout.flush()  # so that on a terminal the footer stands below the rows
    for line in cut_off(answer):
        terminal.warn(line)
    rows = "1 row" if len(answer.rows) == 1 else f"{len(answer.rows):,} rows"
    terminal.say(f"{rows}. Every count is in the unit that its column names. {source_line(answer.info)}")
    for line in _openings(answer, again):
        terminal.say(line)


def columns_of(answer: Answer) -> list[Column]:
    """The columns of an answer for printing."""
    return [Column(column.name, column.type) for column in answer.query.columns]


def answer_json(answer: Answer) -> dict[str, object]:
    """The whole answer for programs; how each figure opens is in the catalogue."""
    info = answer.info
    return {
        "query": answer.query.name,
        "parameters": answer.parameters,
        "review_id": info.review_id,
        "revision": info.revision,
        "codebook_version": info.codebook_version,
        "engine": info.engine,
        "unit": info.unit,
        "truncated": answer.truncated,
        **({"said": dict(answer.said)} if answer.said else {}),
        "columns": [vars(column) for column in answer.query.columns],
        "rows": answer.rows,
    }


def source_line(info: GraphInfo) -> str:
    """Which graph an answer comes from."""
    codebook = f", codebook {info.codebook_version}" if info.codebook_version else ""
    return f'Review "{info.review_id}", revision {info.revision[:12]}{codebook}, {info.engine}.'


def cut_off(answer: Answer) -> list[str]:
    """What to tell when the limit left rows out: how to get the rest."""
    if not answer.truncated:
        return []
    limit = answer.query.parameter("limit")
    most = limit.most if limit is not None else None
    cut = f"CUT OFF after {len(answer.rows):,} rows: there are more."
    if most is not None and len(answer.rows) < most:
        return [f"{cut} Ask again with a higher --limit (at most {most})."]
    return [f"{cut} This query gives no more at once; narrow it with its other parameters."]


def _openings(answer: Answer, again: str) -> list[str]:
    """How to open the first figure that is not nothing, as a command to paste."""
    from graph.ask import opened_by
    from graph.queries import queries
    from synthesis.measures import measures

    for opening in answer.query.opens:
        for row in answer.rows:
            if not row[opening.column]:
                continue
            command, known = ("query", queries()) if opening.query in queries() else ("numbers", measures())
            words = ["narragraph", command, opening.query]
            defaults = {parameter.name: parameter.default for parameter in known[opening.query].parameters}
            for name, value in opened_by(answer, row, opening).items():
                if value == defaults[name]:
                    continue
                for part in value if isinstance(value, list) else [value]:
                    words += [option(name), _spelt(part)]
            typed = shlex.join(words) + (f" {again}" if again else "")
            return [f"Open a figure, here {opening.column} = {row[opening.column]}: {typed}"]
    return []


def _spelt(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
