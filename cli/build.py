"""`narragraph build`: review folder -> graph."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.build_bulk import Asked, Bulk, Home, Overwrite
from cli.build_bulk import bulk as load
from cli.build_plan import Anyway, Planned, look_first, show_plan
from cli.exits import Code
from cli.folder import config_for, review_folder
from cli.options import EngineOption, Folder, Json, Strict
from cli.reading import clear_report, read, report_problems
from cli.rows import write_json
from cli.terminal import Terminal
from graph.model import InfluenceStatus

if TYPE_CHECKING:
    from graph.build import BuildResult
    from graph.config import Config
    from graph.tables import GraphTables
    from ingest.report import ImportReport

Force = Annotated[bool, typer.Option("--force", help="Build even when the graph already is what the folder says.")]
MOST_SHOWN = 50
"""Problems printed."""
TALLY = (
    ("papers", "Paper"),
    ("sources", "Source"),
    ("studies", "Study"),
    ("settings", "Setting"),
    ("influences", "Influence"),
    ("findings", "Finding"),
    ("passages", "Passage"),
    ("cited figures", "CitedFigure"),
    ("decisions", "Decision"),
    ("survey items", "Item"),
    ("ratings", "Rating"),
)
SELDOM = frozenset({"Source", "Decision", "Item", "Rating"})


def build(
    context: typer.Context,
    folder: Folder = None,
    engine: EngineOption = None,
    strict: Strict = False,
    force: Force = False,
    bulk: Bulk = False,
    neo4j_home: Home = None,
    overwrite: Overwrite = False,
    plan: Planned = False,
    anyway: Anyway = False,
    as_json: Json = False,
) -> None:
    """Read the review folder and build its graph. With problems nothing is built and the previous graph stays."""
    terminal: Terminal = context.obj
    place = review_folder(folder)
    config = config_for(engine)
    asked = Asked(bulk, neo4j_home, overwrite)
    asked.check(config)
    if plan:
        raise typer.Exit(show_plan(place, config, bulk=bulk, as_json=as_json))
    if not anyway:
        look_first(place, config, terminal, bulk=bulk)
    ingested = read(place, terminal, strict=strict)
    if ingested.report.problems:
        _refuse(place, ingested.report, terminal)
    there = f" {shlex.quote(str(folder))}" if folder else ""
    for note in ingested.report.warnings:
        terminal.warn(f"Note: {note}")
    if bulk:
        load(ingested.tables, place, config, asked, terminal, words=there, as_json=as_json)
    else:
        _build(ingested.tables, place, config, terminal, force=force, as_json=as_json)
        terminal.say(f"Next: `narragraph numbers{there}` counts influences, `narragraph query` lists what you can ask.")
    clear_report(place)


def _build(tables: GraphTables, place: Path, config: Config, terminal: Terminal, *, force: bool, as_json: bool) -> None:
    from graph.build import build as build_graph

    with terminal.progress() as progress:
        result = build_graph(tables, place, config, progress=progress, force=force)
    for note in result.notes:
        terminal.warn(f"Note: {note}")
    counted, drafts = counted_findings(tables), draft_influences(tables)
    if as_json:
        write_json(vars(result) | {"findings_counted": counted, "influences_draft": drafts}, sys.stdout)
    else:
        typer.echo(_tally(result, {"Finding": counted, "Influence": drafts}), nl=False)


def _refuse(place: Path, report: ImportReport, terminal: Terminal) -> None:
    for problem in report.problems[:MOST_SHOWN]:
        terminal.warn(str(problem))
    if len(report.problems) > MOST_SHOWN:
        terminal.warn(f"... and {len(report.problems) - MOST_SHOWN:,} more; the workbook has all.")
    many = "1 problem" if len(report.problems) == 1 else f"{len(report.problems)} problems"
    terminal.warn(f"{many} in the review folder. Nothing was built; {_previous(place)}")
    report_problems(place, report, terminal)
    raise typer.Exit(Code.DATA_INVALID)


def _previous(place: Path) -> str:
    from graph.errors import GraphDamaged, GraphMissing
    from graph.store import published

    try:
        said = published(place)
    except GraphMissing:
        return "there is no previous graph."
    except GraphDamaged:
        return "the previous graph was left as it is."
    return f"the previous graph (revision {said.revision[:12]}) is untouched and still answers."


def counted_findings(tables: GraphTables) -> int:
    """Findings that enter counts; the others are stored."""
    import pyarrow.compute as pc

    return int(pc.sum(tables.node("Finding").column("counted")).as_py() or 0)


def draft_influences(tables: GraphTables) -> int:
    """Influences that stand for a free phrasing nobody has assigned yet."""
    import pyarrow.compute as pc

    return int(pc.sum(pc.equal(tables.node("Influence").column("status"), InfluenceStatus.DRAFT)).as_py() or 0)


def _tally(result: BuildResult, parts: dict[str, int]) -> str:
    head = "built" if result.changed else "nothing has changed; the graph is current"
    lines = [f"{head} ({result.engine}, {result.seconds:.1f} s)"]
    width = len(f"{max(result.counts.values(), default=0):,}")
    for name, label in TALLY:
        number = result.counts.get(label, 0)
        if label in SELDOM and not number:
            continue  # most folders have none, and a line about none of them would only be in the way
        lines.append(f"  {name:<14}{number:>{width},}" + _said(label, number, parts))
    derived = ", ".join(f"{type_} {result.counts.get(type_, 0):,}" for type_ in _derived())
    lines += [f"  {'derived':<14}{derived}", f"revision {result.revision}", f"graph    {result.place}"]
    return "\n".join(lines) + "\n"


def _said(label: str, number: int, parts: dict[str, int]) -> str:
    if label == "Finding":
        return f"   {parts[label]:,} counted, {number - parts[label]:,} stored only"
    if label == "Rating":
        return "   summaries of groups"
    if label == "Influence" and parts[label]:
        return f"   {number - parts[label]:,} of the codebook, {parts[label]:,} free phrasings as drafts"
    return ""


def _derived() -> list[str]:
    from graph.schema import EDGES

    return [edge.type for edge in EDGES if edge.derived]
