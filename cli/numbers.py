"""`narragraph numbers`: how often each influence is reported, with its denominator and interval."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.ask import Answer
    from graph.database import Database
    from synthesis.numbers import Numbers


class Status(StrEnum):
    """Which influences are listed."""

    ACTIVE = "active"
    DRAFT = "draft"
    RETIRED = "retired"


RollUp = Annotated[
    bool, typer.Option("--roll-up", help="Add the papers of the whole branch: the influence or anything narrower.")
]
StatusOption = Annotated[
    Status | None, typer.Option("--status", help="Only influences of this status.", show_default=False)
]
WIDE = 130
"""Columns of a terminal from which on the table has room for ids."""
Top = Annotated[int | None, typer.Option("--top", min=1, help="Only the most often reported.", show_default=False)]


def numbers(
    context: typer.Context,
    folder: Folder = None,
    roll_up: RollUp = False,
    status: StatusOption = None,
    top: Top = None,
    engine: EngineOption = None,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Frequency of report: papers, share of the papers looked at, 95 % Wilson interval, and every direction.

    A share is the papers that report an influence among the included papers extracted for it, over all of those.
    Where nobody looked for it systematically the share is not known; it is never 0.
    """
    from graph.store import open_graph
    from synthesis.frequency import NOT_A_SAMPLE
    from synthesis.numbers import numbers as join

    terminal: Terminal = context.obj
    database = open_graph(review_folder(folder), config_for(engine))
    try:
        answers = _answers(database, status, roll_up=roll_up)
    finally:
        database.close()
    found = join(*(answer.rows for answer in answers))
    shown = found[:top]
    _write(chosen_form(form, as_json), answers[0], shown, roll_up=roll_up)
    for answer in answers:
        if answer.truncated:
            terminal.warn(f"CUT OFF after {len(answer.rows):,} influences: narrow the table with --status.")
    if len(shown) < len(found):
        terminal.warn(f"The first {len(shown)} of {len(found):,} influences; leave out --top for all.")
    unknown = sum(row.share is None for row in shown)
    if unknown:
        terminal.say(
            f"The share of {unknown:,} influences is not known: no [[extraction]] in review.toml looked for them, or "
            "no paper was extracted for them. Drafts are never looked for."
        )
    terminal.say(NOT_A_SAMPLE)


def _answers(database: Database, status: Status | None, *, roll_up: bool) -> list[Answer]:
    from graph.ask import ask
    from graph.queries import queries

    names = ["influences_by_frequency", "influence_directions", *(["codebook_tree"] if roll_up else [])]
    given: dict[str, object] = {} if status is None else {"status": status.value}
    limits = {name: queries()[name].parameter("limit") for name in names}
    return [
        ask(database, name, given | ({"limit": limit.most} if limit is not None else {}))
        for name, limit in limits.items()
    ]


def _write(form: Form, answer: Answer, shown: Sequence[Numbers], *, roll_up: bool) -> None:
    from cli.answer import source_line
    from cli.numbers_table import LEGEND, people_columns, people_rows
    from synthesis.frequency import LABEL
    from synthesis.numbers import UNIT, names

    if form is Form.JSON:
        write_json(_json(answer, shown), sys.stdout)
    elif form is Form.TABLE:
        included = answer.rows[0]["included_papers"] if answer.rows else 0
        typer.echo(f"{LABEL.capitalize()}, unit {UNIT}, {included} included papers. {source_line(answer)}\n")
        ids = not sys.stdout.isatty() or shutil.get_terminal_size().columns >= WIDE
        write_rows(form, people_columns(roll_up=roll_up, ids=ids), people_rows(shown), sys.stdout)
        typer.echo("\n" + textwrap.fill(LEGEND, 100))
    else:
        write_rows(form, [Column(name) for name in names(roll_up=roll_up)], [vars(row) for row in shown], sys.stdout)
    sys.stdout.flush()


def _json(answer: Answer, shown: Sequence[Numbers]) -> dict[str, object]:
    from synthesis.frequency import LABEL, NOT_A_SAMPLE
    from synthesis.numbers import UNIT

    info = answer.info
    return {
        "measure": LABEL,
        "unit": UNIT,
        "interval": "Wilson, 95 %",
        "note": NOT_A_SAMPLE,
        "review_id": info.review_id,
        "revision": info.revision,
        "codebook_version": info.codebook_version,
        "engine": info.engine,
        "included_papers": answer.rows[0]["included_papers"] if answer.rows else 0,
        "rows": [vars(row) for row in shown],
    }
