"""`narragraph agreement`: how far coders agree, and the tool with them."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.reading import decided
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.errors import ReviewFolderError

Seed = Annotated[int, typer.Option("--seed", min=0, help="Start of the random numbers of the intervals of alpha.")]
COLUMNS = (
    Column("of"),
    Column("name"),
    Column("candidates", "integer"),
    Column("coders", "integer"),
    *(Column(name, "float") for name in ("agreed", "alpha", "alpha_low", "alpha_high", "ac1", "ac1_low", "ac1_high")),
    *(Column(name, "integer") for name in ("conflicts", "settled")),
    *(Column(name, "float") for name in ("agreed_after", "alpha_after")),
    Column("said"),
)


def agreement(
    context: typer.Context,
    folder: Folder = None,
    seed: Seed = 0,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """How far coders agree on claims: the share of agreeing pairs, Krippendorff's alpha and Gwet's AC1 with 95 %
    intervals; in all, for each influence and each direction, before and after adjudication; alpha on the characters
    that were marked; and the tool against the curators.

    A candidate counts when two or more decided on it: what they said of it is its claims (influence, direction,
    setting), or that they reject it or are unsure. What is still pending is in no figure. Shares run from 0 to 1.
    """
    from curation.agreement_table import agreement_rows, agreement_said
    from curation.units import coded, proposed

    terminal: Terminal = context.obj
    place = review_folder(folder)
    with terminal.progress() as progress:
        curated = decided(place, terminal, progress)
    if curated.known is None or curated.ingested.report.problems:
        raise ReviewFolderError(str(place), "the folder has problems. `narragraph check` lists them all.")
    moved = curated.known.moved
    names = {one.id: one.name for one in curated.ingested.codebook.influences.values()}
    units, tool = coded(curated.state, moved), proposed(curated.state, moved)
    rows = agreement_rows(units, tool, names, seed)
    shown = chosen_form(form, as_json)
    if shown is Form.JSON:
        revision = curated.ingested.tables.node("Review").column("revision")[0].as_py()
        head = {"revision": revision, "seed": seed, "level": 0.95, "pending": curated.state.pending}
        write_json({**head, "rows": rows}, sys.stdout)
    else:
        write_rows(shown, COLUMNS, rows, sys.stdout)
    for line in agreement_said(units, tool, curated.state.pending):
        terminal.say(line)
