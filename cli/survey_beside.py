"""`narragraph survey beside`: how often influences are reported, beside how people at a site rate them."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, FormOption, Json, same_graph
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from graph.ask import GraphInfo
    from graph.database import Row
    from synthesis.survey.beside import Beside, Rule, SiteBeside
    from synthesis.survey.practice import Practice

Site = Annotated[
    str | None, typer.Option("--site", metavar="S", help="One site, by name or id; without it all.", show_default=False)
]
Often = Annotated[float, typer.Option("--often", help="Reported often: at least this share of the papers read for it.")]
Seldom = Annotated[float, typer.Option("--seldom", help="Reported seldom: at most this share of the papers.")]
Margin = Annotated[
    float, typer.Option("--margin", help="Low or high beside the others: by this share of the scale's range.")
]
All = Annotated[bool, typer.Option("--all", help="In a table: also rows where literature and practice do not part.")]
THERE = "There: papers of comparable settings that report it, of those read for it; + it helps, - hinders, \u00b1 both."
MOST_PASSAGES = 5
"""Ids of passages in a row at most; the command beside them gives all."""
COLUMNS = (
    *(Column(name) for name in ("site_id", "site", "influence_id", "name", "reading", "why")),
    *(Column(name, "integer") for name in ("papers", "reporting", "of")),
    *(Column(name, "float") for name in ("share", "share_low", "share_high")),
    *(Column(name) for name in ("instrument_id", "wave")),
    Column("respondents", "integer"),
    *(Column(name, "float") for name in ("mean", "low", "high", "others_mean", "scale_low", "scale_high")),
    *(Column(name, "integer") for name in ("comparable_papers", "comparable_reporting", "comparable_of")),
    *(Column(name, "integer") for name in ("helps_there", "hinders_there", "both_there")),
    *(Column(name) for name in ("passages", "open", "synthetic")),
)


def beside(
    context: typer.Context,
    folder: Folder = None,
    site: Site = None,
    often: Often = 0.4,
    seldom: Seldom = 0.2,
    margin: Margin = 0.1,
    every: All = False,
    engine: EngineOption = None,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """Show where literature and practice part: reported often but rated low here, rated high but seldom reported.

    Each row says the direction in settings like the site's (same income group, level of care and sector, as far as
    these are known) and which passages to read. What is not shown or not known stays so. A frequency of report is no
    importance.
    """
    from synthesis.survey.beside import Rule

    terminal: Terminal = context.obj
    rule = Rule(often, seldom, margin)
    seen, made, info, passages = _beside(review_folder(folder), site, rule, engine)
    again = same_graph(folder, engine)
    rows = [_row(seen, one, row, passages.get(row.influence_id, ()), again) for one in made for row in one.rows]
    _print(seen, made, rows, info, rule, chosen_form(form, as_json), terminal, every=every)


def _beside(
    folder: Path, site: str | None, rule: Rule, engine: EngineOption
) -> tuple[Practice, list[SiteBeside], GraphInfo, dict[str, list[Row]]]:
    from api.brief_source import passages_on, practice_of
    from graph.ask import graph_info
    from graph.fetch import fetch
    from graph.store import open_graph
    from synthesis.evidence import evidence
    from synthesis.survey.beside import Reading
    from synthesis.survey.beside import beside as made_of

    database = open_graph(folder, config_for(engine))
    try:
        info, seen = graph_info(database), practice_of(database)
        rated = {one.setting_id for one in seen.ratings}
        sites = [id_ for id_ in seen.sites if id_ in rated] if site is None else [seen.site(site)]
        made = list(made_of(evidence(fetch(database)), seen, sites, rule))
        parts = {Reading.OFTEN_LOW, Reading.HIGH_SELDOM}
        flagged = {row.influence_id for one in made for row in one.rows if row.reading in parts}
        found = passages_on(database, sorted(flagged))
    finally:
        database.close()
    return seen, made, info, found


def _to_read(one: SiteBeside, rows: Sequence[Row]) -> list[str] | None:
    """The ids of the first passages, those of settings like the site's before the others; null without any."""
    ranked = sorted(rows, key=lambda row: row["setting_id"] not in one.comparable.setting_ids)
    return list(dict.fromkeys(str(row["passage_id"]) for row in ranked))[:MOST_PASSAGES] or None


def _row(seen: Practice, one: SiteBeside, row: Beside, passages: Sequence[Row], again: str) -> dict[str, object]:
    from graph.survey import SYNTHETIC

    rating, there, literature = row.rating, row.there, row.literature
    scale = rating.scale if rating else None
    typed = ["narragraph", "query", "passages_behind", "--influence-id", row.influence_id]
    return {
        "site_id": one.site,
        "site": seen.name(one.site),
        "influence_id": row.influence_id,
        "name": row.name,
        "reading": row.reading.value,
        "why": row.why,
        "papers": literature.papers,
        "reporting": literature.reporting,
        "of": literature.of,
        "share": literature.share,
        "share_low": literature.low,
        "share_high": literature.high,
        **{
            name: getattr(rating, name, None)
            for name in ("instrument_id", "wave", "respondents", "mean", "low", "high")
        },
        "others_mean": row.level.others if row.level else None,
        "scale_low": scale.low if scale else None,
        "scale_high": scale.high if scale else None,
        "comparable_papers": one.comparable.papers if one.comparable.used else None,
        "comparable_reporting": there.reporting if there else None,
        "comparable_of": there.of if there else None,
        "helps_there": there.facilitator if there else None,
        "hinders_there": there.barrier if there else None,
        "both_there": there.mixed if there else None,
        "passages": _to_read(one, passages),
        "open": (shlex.join(typed) + (f" {again}" if again else "")) if literature.papers else None,
        "synthetic": SYNTHETIC if seen.synthetic else None,
    }


def _print(
    seen: Practice,
    made: Sequence[SiteBeside],
    rows: Sequence[dict[str, object]],
    info: GraphInfo,
    rule: Rule,
    form: Form,
    terminal: Terminal,
    *,
    every: bool,
) -> None:
    from cli.answer import source_line
    from graph.survey import SYNTHETIC
    from synthesis.survey.beside import NOT_IMPORTANCE, Reading

    said = [*([SYNTHETIC] if seen.synthetic else []), *rule.told, NOT_IMPORTANCE, source_line(info)]
    said += [f"{seen.name(one.site)}: {one.comparable.told}" for one in made]
    if form is Form.JSON:
        about = {"revision": info.revision, "synthetic": seen.synthetic, "said": said}
        rules = {name: getattr(rule, name) for name in rule.__dataclass_fields__}
        write_json({**about, "rule": rules, "rows": list(rows)}, sys.stdout)
        return
    if form is Form.TABLE:
        shown = [row for row in rows if every or row["reading"] != Reading.NEITHER]
        typer.echo("\n".join((*said, THERE)) + "\n")
        write_rows(form, *_for_people(shown), sys.stdout)
        if len(shown) < len(rows):
            terminal.say(f"{len(rows) - len(shown)} more rows where they do not part: --all shows them.")
        return
    for line in said:
        terminal.warn(line)
    write_rows(form, COLUMNS, rows, sys.stdout)


def _for_people(rows: Sequence[dict[str, object]]) -> tuple[list[Column], list[dict[str, object]]]:
    """Fewer columns: what parts, where, and what to read."""
    columns = [Column("site"), Column("influence"), Column("form"), Column("reading"), Column("there", "integer")]
    columns += [Column("why"), Column("to read")]
    return columns, [
        {
            "site": row["site"],
            "influence": row["name"],
            "form": _form(row),
            "reading": str(row["reading"]).replace("_", " "),
            "there": _there(row),
            "why": row["why"],
            "to read": row["open"] if row["passages"] else None,
        }
        for row in rows
    ]


def _form(row: dict[str, object]) -> str | None:
    """The end of the instrument's id, and the wave."""
    parts = [str(row["instrument_id"]).partition("/")[2] if row["instrument_id"] else None, row["wave"]]
    return ", ".join(str(part) for part in parts if part) or None


def _there(row: dict[str, object]) -> str | None:
    """Papers of comparable settings: how many help, hinder, do both."""
    if row["comparable_of"] is None:
        return None
    said = f"{row['comparable_reporting']} of {row['comparable_of']}"
    return f"{said}: +{row['helps_there']} -{row['hinders_there']} \u00b1{row['both_there']}"
