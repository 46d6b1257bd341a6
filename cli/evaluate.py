"""`narragraph evaluate`: how good the suggestions are, against what people decided or coded."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.evaluated import Arm, against_decisions, against_gold
from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, Json
from cli.rows import write_json
from cli.table import Column, write_table
from cli.tagging import tagged
from cli.terminal import Terminal
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from nlp.evaluation import Evaluation

Gold = Annotated[
    Path | None,
    typer.Option("--gold", metavar="FILE", help="A CSV of papers that were coded whole, instead of the decisions."),
]
ORDER = ("average_precision", "reading_effort", "recall_after")
"""Figures of an Evaluation that depend on the order of reading."""
EXPLAINED = {
    "decided in sight": "People saw the suggestion before they decided, and may have leant on it. What nobody decided "
    "on is not here, so recall is over what people accepted or marked themselves: it is too high.",
    "decided blind": "People decided before the suggestion was shown.",
    "coded whole": "Every sentence of these papers was looked at by people.",
}


def evaluate(context: typer.Context, folder: Folder = None, gold: Gold = None, as_json: Json = False) -> None:
    """How good the suggestions are: recall and precision of passages and of cells (paper x influence), share to read
    for 95 % recall, barrier and facilitator confused, for each language, with 95 % intervals.

    Measured against the decisions in the ledgers, those made blind apart because the others saw the suggestion. With
    --gold against papers that were read whole: a CSV with paper_id, quote, influence_id, direction and, where it is no
    finding, assertion; a paper in which nothing was marked stands in it alone, its other cells blank.
    """
    terminal: Terminal = context.obj
    tags = tagged(review_folder(folder), terminal)
    if gold is None:
        arms = against_decisions(tags)
    else:
        arms, problems = against_gold(tags, gold)
        for problem in problems:
            terminal.warn(str(problem))
        if problems:
            terminal.warn("Nothing was evaluated; the reasons stand above.")
            raise typer.Exit(Code.DATA_INVALID)
    if as_json:
        write_json({"arms": [_plain(arm) for arm in arms], "engine": _engine(tags.every)}, sys.stdout)
    else:
        for arm in arms:
            _print(arm)
    if not arms:
        terminal.say(_nothing(gold))


def _nothing(gold: Path | None) -> str:
    if gold is not None:
        return f"There is nothing to evaluate: {gold} names no paper."
    return (
        "There is nothing to evaluate: nobody has decided on a suggestion yet, or coders still differ. Decide in "
        "`narragraph serve`, or give papers that were coded whole with --gold."
    )


def _engine(every: list[Suggestion]) -> str | None:
    return every[0].engine if every else None


def _plain(arm: Arm) -> dict[str, object]:
    return {
        "arm": arm.name,
        "about": EXPLAINED[arm.name],
        "marked_by_hand": arm.by_hand,
        "seconds_per_decision": arm.seconds,
        "scopes": [one.plain() for one in arm.rules],
        "learnt_order": [
            {"scope": one.scope, **{name: value for name, value in asdict(one).items() if name in ORDER}}
            for one in arm.learnt
        ],
    }


def _print(arm: Arm) -> None:
    typer.echo(f"{arm.name.capitalize()}. {EXPLAINED[arm.name]}")
    scopes = [one.scope for one in arm.rules]
    said = [dict(_figures(one)) for one in arm.rules]
    for figures, learnt in zip(said, arm.learnt, strict=False):
        figures.update({f"{name}, order learnt": figure for name, figure in learnt.order()})
    names = list(dict.fromkeys(name for figures in said for name in figures))
    rows = [{"figure": name, **{s: f.get(name) for s, f in zip(scopes, said, strict=True)}} for name in names]
    typer.echo("")
    write_table([Column("figure"), *map(Column, scopes)], rows, sys.stdout)
    if arm.seconds is not None:
        typer.echo(f"\nHalf of the decisions took at most {arm.seconds:.0f} s.")
    if arm.by_hand:
        typer.echo(f"\n{arm.by_hand:,} of the passages were marked by people and suggested by nothing.")
    typer.echo("")


def _figures(one: Evaluation) -> list[tuple[str, str]]:
    """The table of an evaluation, confusions of barrier and facilitator first."""
    rows = one.table()
    first = [row for row in rows if row[0].startswith(("barrier and facilitator", "marked "))]
    return [*first, *(row for row in rows if row not in first)]
