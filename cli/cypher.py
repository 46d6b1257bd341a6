"""`narragraph cypher`: a statement of one's own, read-only and with the same limits as over HTTP."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.cypher_settings import limits_of
from cli.folder import config_for, review_folder
from cli.options import EngineOption, FolderOption, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.database import Row
    from graph.free.ask import FreeAnswer
    from graph.free.limits import Limits

Statement = Annotated[
    str | None,
    typer.Argument(metavar="[STATEMENT]", help="The statement in quotes, or - for standard input.", show_default=False),
]
File = Annotated[
    Path | None,
    typer.Option("--file", "-f", metavar="FILE", help="Read the statement from a file.", show_default=False),
]
Given = Annotated[
    list[str] | None,
    typer.Option(
        "--param",
        metavar="NAME=VALUE",
        help="A parameter, in the statement $NAME; several times for several. A number, true, false, null, a [list] or "
        'a {map} is read as JSON, everything else is text; "2019" in double quotes is text, too.',
        show_default=False,
    ),
]
Most = Annotated[
    int | None,
    typer.Option("--limit", min=1, metavar="N", help="Rows at most; lowers what [cypher] says.", show_default=False),
]
Raw = Annotated[bool, typer.Option("--raw", help="csv and tsv: do not guard cells that look like formulas.")]


def cypher(
    context: typer.Context,
    statement: Statement = None,
    file: File = None,
    param: Given = None,
    limit: Most = None,
    form: FormOption = None,
    as_json: Json = False,
    raw: Raw = False,
    folder: FolderOption = None,
    engine: EngineOption = None,
) -> None:
    """Ask the graph in Cypher of your own. It only reads, on a copy of the graph or over a connection that cannot
    write, and it is stopped at its limits.

    Off until review.toml says `enabled = true` under [cypher]. docs/cypher.md has the limits and what each layer stops.
    """
    from graph.free.ask import FreeCypher

    place, config = review_folder(folder), config_for(engine)
    door = FreeCypher(config, limits_of(place))
    text, given = _read(statement, file), _parameters(param or ())

    def copy(to: Path) -> None:
        from graph.store import check_file, published

        shutil.copyfile(check_file(place, published(place)), to)

    answer = door.ask(text, given, copy, rows=limit)
    _write(answer, door.limits, chosen_form(form, as_json), context.obj, raw=raw)


def _read(statement: str | None, file: Path | None) -> str:
    if (statement is None) == (file is None):
        raise typer.BadParameter("give a statement in quotes, - for standard input, or --file FILE; one of the three")
    try:
        if file is not None:
            return file.read_text(encoding="utf-8-sig")
        return sys.stdin.buffer.read().decode("utf-8-sig") if statement == "-" else str(statement)
    except UnicodeDecodeError:
        raise typer.BadParameter("the statement is not UTF-8 text") from None


def _parameters(words: Sequence[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise typer.BadParameter(f'"{word}" is no parameter. Write --param NAME=VALUE')
        if name in found:
            raise typer.BadParameter(f"the parameter {name} was given twice")
        try:
            found[name] = json.loads(value)
        except (ValueError, RecursionError):
            found[name] = value
    return found


def _write(answer: FreeAnswer, limits: Limits, form: Form, terminal: Terminal, *, raw: bool) -> None:
    """Rows to stdout; to stderr what was cut, and which graph answered."""
    from cli.answer import source_line
    from graph.export import guarded_note
    from graph.free.shown import body

    if form is Form.JSON:
        write_json(body(answer), sys.stdout)
    else:
        columns = [Column(name, _type(answer.rows, name)) for name in answer.columns]
        rows = answer.rows if form is Form.JSONL else [_flat(row) for row in answer.rows]
        guarded = write_rows(form, columns, rows, sys.stdout, raw=raw)
        for note in guarded_note(guarded):
            terminal.warn(note)
    sys.stdout.flush()
    if answer.cut == "answer_mb":
        terminal.warn(f"CUT OFF after {len(answer.rows):,} rows: the answer is larger than {limits.answer_mb} MB.")
    elif answer.cut:
        terminal.warn(
            f"CUT OFF after {len(answer.rows):,} rows: there are more. [cypher] rows and --limit say how many."
        )
    rows_said = "1 row" if len(answer.rows) == 1 else f"{len(answer.rows):,} rows"
    terminal.say(f"{rows_said} in {answer.milliseconds:,} ms. {source_line(answer.info)}")


def _flat(row: Row) -> Row:
    """A row for a table: lists and maps as JSON in one cell."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
        for name, value in row.items()
    }


def _type(rows: Sequence[Row], name: str) -> str:
    """Numbers stand right when a column holds nothing else."""
    kinds = {type(row[name]) for row in rows} - {type(None)}
    return "float" if kinds and kinds <= {int, float} else "string"
