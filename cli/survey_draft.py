"""`narragraph survey draft`: which influences to carry forward into a measure, by a stated rule."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.whole import appears_whole

if TYPE_CHECKING:
    from graph.ask import GraphInfo
    from synthesis.survey.draft import Draft, DraftRule, Proposed

LeastShare = Annotated[
    float, typer.Option("--least-share", help="Least share of the papers read for it that report it, 0 to 1.")
]
LeastPapers = Annotated[int, typer.Option("--least-papers", help="Least papers that report it.")]
WorstRank = Annotated[int, typer.Option("--worst-rank", help="Worst rank by frequency in 95 % of the draws of papers.")]
LeastDirected = Annotated[
    int, typer.Option("--least-directed", help="Least papers that say whether it helps, hinders or does both.")
]
LeastCountries = Annotated[int, typer.Option("--least-countries", help="Least countries in which it was met.")]
LeastIncomeGroups = Annotated[
    int, typer.Option("--least-income-groups", help="Least income groups in which it was met.")
]
Where = Annotated[list[str] | None, typer.Option("--where", help="Only papers such as year=2010..2018; several times.")]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", help="Also write a first instrument file; never over one.", show_default=False
    ),
]
COLUMNS = (
    *(Column(name) for name in ("influence_id", "name", "carried")),
    *(Column(name, "integer") for name in ("papers", "reporting", "of")),
    *(Column(name, "float") for name in ("share", "share_low", "share_high")),
    *(Column(name, "integer") for name in ("rank", "rank_low", "rank_high")),
    *(Column(name, "integer") for name in ("facilitator", "barrier", "mixed", "no_direction")),
    *(Column(name, "integer") for name in ("countries", "income_groups")),
    *(Column(name) for name in ("fails", "margin")),
)
FILE = (
    *("item_id", "influence_id", "version", "form", "language", "wording", "scale_min", "scale_max", "anchors"),
    *("reverse", "status", "reason", "position"),
)
"""The columns of an instrument file (docs/survey.md)."""


def draft(
    context: typer.Context,
    folder: Folder = None,
    least_share: LeastShare = 0.25,
    least_papers: LeastPapers = 2,
    worst_rank: WorstRank = 10,
    least_directed: LeastDirected = 1,
    least_countries: LeastCountries = 2,
    least_income_groups: LeastIncomeGroups = 1,
    where: Where = None,
    out: Out = None,
    engine: EngineOption = None,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Propose which influences to carry forward into a measure, by a stated rule over the literature.

    The rule is printed with the margin of each influence: what would make it fall out or come in. A frequency of report
    is no importance: the rule says what is well enough documented to ask about, people decide what to ask. --out writes
    an instrument file with a row for each influence carried; its wording and its scale are left for you to write.
    """
    from synthesis.survey.draft import DraftRule

    terminal: Terminal = context.obj
    _check_out(out)
    rule = DraftRule(least_share, least_papers, worst_rank, least_directed, least_countries, least_income_groups)
    made, info = _draft(review_folder(folder), rule, where or (), engine, terminal)
    _print(made, info, chosen_form(form, as_json), terminal)
    if out is not None:
        _write(out, [row for row in made.rows if row.carried], terminal)


def _check_out(out: Path | None) -> None:
    """Refuse before anything is counted. Raises ConfigError."""
    if out is None:
        return
    if out.exists() or out.is_symlink():
        raise ConfigError("--out", f'"{out}" is there already, and an instrument is never replaced. Name a new file.')
    if not out.absolute().parent.parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent.parent}". Make it first.')


def _draft(
    folder: Path, rule: DraftRule, where: Sequence[str], engine: EngineOption, terminal: Terminal
) -> tuple[Draft, GraphInfo]:
    from graph.ask import graph_info
    from graph.fetch import fetch
    from graph.store import open_graph
    from synthesis.evidence import evidence
    from synthesis.selection import select
    from synthesis.survey.draft import draft as drafted
    from synthesis.where import read_where

    database = open_graph(folder, config_for(engine))
    try:
        info, tables = graph_info(database), fetch(database)
    finally:
        database.close()
    with terminal.progress() as progress:
        selection = select(evidence(tables), read_where(where, "survey draft"))
        return drafted(selection, rule, progress=progress), info


def _print(made: Draft, info: GraphInfo, form: Form, terminal: Terminal) -> None:
    from cli.answer import source_line

    said = (
        f"{made.rule.told} {made.papers:,} papers, {made.filter}; {made.samples:,} draws, seed {made.seed}. "
        f"{source_line(info)}"
    )
    rows = [{column.name: getattr(row, column.name) for column in COLUMNS} for row in made.rows]
    for row, one in zip(rows, made.rows, strict=True):
        row["fails"] = list(one.fails)
        row["carried"] = {True: "yes", False: "no", None: "not known"}[one.carried]
    if form is Form.JSON:
        rule = {name: getattr(made.rule, name) for name in made.rule.__dataclass_fields__}
        about = {"revision": info.revision, "filter": made.filter, "papers": made.papers}
        drawn = {"samples": made.samples, "seed": made.seed}
        write_json({"rule": rule, **about, **drawn, "not_judged": list(made.not_judged), "rows": rows}, sys.stdout)
    elif form is Form.TABLE:
        typer.echo(said + "\n")
        write_rows(form, *_for_people(made.rows), sys.stdout)
    else:
        terminal.say(said)
        write_rows(form, COLUMNS, rows, sys.stdout)
    sys.stdout.flush()
    for line in made.not_judged:
        terminal.warn(line)
    carried = sum(row.carried is True for row in made.rows)
    terminal.say(f"{carried} of {len(made.rows)} influences are carried forward. Frequency of report is no importance.")


def _for_people(rows: Sequence[Proposed]) -> tuple[list[Column], list[dict[str, object]]]:
    from synthesis.frequency import percentage

    columns = [Column("carry"), Column("influence"), Column("share", "integer"), Column("helps", "integer")]
    columns += [
        Column("hinders", "integer"),
        Column("both", "integer"),
        Column("countries", "integer"),
        Column("margin"),
    ]
    return columns, [
        {
            "carry": {True: "yes", False: "no", None: "?"}[row.carried],
            "influence": row.name,
            "share": None
            if row.share is None
            else f"{row.reporting} of {row.of}, {percentage(row.reporting or 0, row.of or 1)} %",
            "helps": row.facilitator,
            "hinders": row.barrier,
            "both": row.mixed,
            "countries": row.countries,
            "margin": "; ".join((*row.fails, row.margin)),
        }
        for row in rows
    ]


def _write(out: Path, carried: Sequence[Proposed], terminal: Terminal) -> None:
    from graph.spreadsheet import write_delimited
    from synthesis.survey.reported import many

    out.absolute().parent.mkdir(exist_ok=True)
    rows = [
        [f"{row.influence_id}-1", row.influence_id, "draft", *[""] * 6, "no", "kept", row.margin, at]
        for at, row in enumerate(carried, start=1)
    ]
    with appears_whole(out) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        write_delimited(FILE, rows, file)
    terminal.say(
        f"Written: {out}, {many(len(rows), 'item')} without wording and scale: narragraph invents none. Name the "
        "measure ([survey] name in review.toml), write wording and scale of each item, and add items. An item "
        "without a scale is in no form yet; `narragraph survey check` lists what is missing."
    )
