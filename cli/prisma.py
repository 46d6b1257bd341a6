"""`narragraph prisma`: the PRISMA 2020 flow, counted from records and decisions."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cli.exits import Code
from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.reading import read
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.screened import AGREEMENT, DECISIONS, agreement_rows, conflicts, decision_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.errors import ConfigError, near_misses
from graph.model import PaperStatus, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from graph.tables import GraphTables
    from ingest.folder import Ingested
    from ingest.references.flow import FoundPaper, ReviewRecord
    from synthesis.prisma import Flow, FlowPaper, FlowSource


class Part(StrEnum):
    """What is printed."""

    FLOW = "flow"
    DECISIONS = "decisions"
    AGREEMENT = "agreement"
    LANGUAGES = "languages"


Shown = Annotated[
    Part,
    typer.Option(
        "--show", help="The flow, every screening decision, how far reviewers agree, or the flow by language."
    ),
]
Round = Annotated[str | None, typer.Option("--round", help="Only this update, as its sources name it.")]
Svg = Annotated[bool, typer.Option("--svg", help="The flow as a picture (SVG) on stdout.")]
COLUMNS = (
    *(Column(name) for name in ("box", "column", "part", "unit")),
    Column("count", "integer"),
    Column("cited"),
)


def prisma(
    context: typer.Context,
    folder: Folder = None,
    show: Shown = Part.FLOW,
    round_: Round = None,
    svg: Svg = False,
    form: FormOption = None,
    as_json: Json = False,
) -> None:
    """The PRISMA 2020 flow: how many records and papers stand in each box, and whether the sums hold.

    Everything is counted from references/, [[sources]], [[screening]] and the tables; nothing is typed in. Counts that
    were published elsewhere ([[cited]] with `flow`) are shown as cited and never used. Exit 1 when a sum does not hold.
    `--show decisions` lists who decided what and why, `--show agreement` percent, alpha and AC1 of each stage,
    `--show languages` the boxes of papers for each language.
    """
    terminal: Terminal = context.obj
    ingested = read(review_folder(folder), terminal, strict=False)
    if ingested.report.problems:
        for problem in ingested.report.problems:
            terminal.warn(str(problem))
        raise typer.Exit(Code.DATA_INVALID)
    if show is not Part.FLOW:
        _print_part(ingested, show, chosen_form(form, as_json), terminal)
        return
    found = _flow(ingested, round_)
    if svg:
        from api.prisma_svg import prisma_svg

        sys.stdout.write(
            prisma_svg(found, [f"{said}, {count:,} ({citation})" for said, count, citation in _cited(ingested)])
        )
    else:
        _print(found, ingested, chosen_form(form, as_json))
    sys.stdout.flush()
    _tell(found, ingested, terminal)
    if not all(check.holds for check in found.checks):
        raise typer.Exit(Code.FAILED)


def _flow(ingested: Ingested, round_: str | None) -> Flow:
    """The flow of the folder. Raises ConfigError for a round that no source has."""
    from synthesis.prisma import flow

    sources, papers, without = flow_of(ingested.record, ingested.tables)
    rounds = [source.round for source in sources if source.round]
    if round_ is not None and round_ not in rounds:
        near = near_misses(round_, rounds)
        hint = f'Did you mean "{near[0]}"?' if near else f"Rounds are: {', '.join(dict.fromkeys(rounds)) or 'none'}."
        raise ConfigError("--round", f'no [[sources]] has the round "{round_}". {hint}')
    return flow(sources, papers, without_record=without, round_=round_)


def _print_part(ingested: Ingested, show: Part, form: Form, terminal: Terminal) -> None:
    if show is Part.LANGUAGES:
        _print_languages(ingested, form)
    else:
        _print_screening(ingested.record, show, form, terminal)


def _print_languages(ingested: Ingested, form: Form) -> None:
    """The boxes that count papers, one row for each language; null: no record says it."""
    from ingest.references.languages import spoken
    from synthesis.prisma import steps

    said = {paper.id: spoken(paper.cluster.members) for paper in ingested.record.papers}
    by_language: dict[str | None, list[FlowPaper]] = {}
    for paper in flow_of(ingested.record, ingested.tables)[1]:
        by_language.setdefault(said[paper.id], []).append(paper)
    rows: list[dict[str, object]] = [
        {"language": language, **{box.value: count for box, count in steps(papers).items()}}
        for language, papers in sorted(by_language.items(), key=lambda pair: (-len(pair[1]), pair[0] or "~"))
    ]
    columns = [Column("language"), *(Column(box.value, "integer") for box in steps(()))]
    if form is Form.JSON:
        write_json({"languages": rows}, sys.stdout)
    else:
        write_rows(form, columns, rows, sys.stdout)


def _print_screening(record: ReviewRecord, show: Part, form: Form, terminal: Terminal) -> None:
    columns, rows = DECISIONS, decision_rows(record)
    left = conflicts(rows)
    if show is Part.AGREEMENT:
        columns, rows = AGREEMENT, agreement_rows(record)
    if form is Form.JSON:
        write_json({show.value: rows}, sys.stdout)
    else:
        write_rows(form, columns, rows, sys.stdout)
    sys.stdout.flush()
    papers = "1 paper waits" if left == 1 else f"{left:,} papers wait"
    terminal.say(f"{papers} in a conflict of reviewers." if rows else "No [[screening]] says what was decided.")


def flow_of(record: ReviewRecord, tables: GraphTables) -> tuple[list[FlowSource], list[FlowPaper], int]:
    """Sources and papers for the flow, and how many included papers no record stands for."""
    from ingest.references.flow import UNNAMED
    from synthesis.prisma import FlowSource

    sources = [
        FlowSource(source.id, source.name, source.kind, record.records[source.id], source.hits, source.round)
        for source in record.sources
    ]
    if record.unsourced:
        kind = SourceKind.DATABASE
        sources.append(FlowSource(UNNAMED, "files that no [[sources]] names", kind, record.unsourced))
    nodes = tables.node("Paper")
    status = dict(zip(nodes.column("id").to_pylist(), nodes.column("status").to_pylist(), strict=True))
    papers = [_paper(paper, record, status.get(paper.id)) for paper in record.papers]
    with_record = {paper.id for paper in papers if paper.records}
    without = sum(said == PaperStatus.INCLUDED and id_ not in with_record for id_, said in status.items())
    return sources, papers, without


def _paper(paper: FoundPaper, record: ReviewRecord, status: str | None) -> FlowPaper:
    from ingest.references.screening import Outcome
    from synthesis.prisma import FlowPaper

    full = paper.full_text.outcome if paper.full_text else None
    return FlowPaper(
        paper.id,
        dict(Counter(source for member in paper.cluster.members for source in record.owners.get(member.file, ()))),
        paper.title_abstract.outcome.value if paper.title_abstract else None,
        full.value if full else None,
        paper.full_text.reason if paper.full_text else None,
        included_by_table=status == PaperStatus.INCLUDED and full is not Outcome.INCLUDED,
    )


def _rows(found: Flow, ingested: Ingested) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {
            "box": box.box.value,
            "column": box.column,
            "part": box.part,
            "unit": box.unit,
            "count": box.count,
            "cited": None,
        }
        for box in found.boxes
    ]
    for box, count, citation in _cited(ingested):
        rows.append({"box": box, "column": "cited", "part": None, "unit": "papers", "count": count, "cited": citation})
    return rows


def _cited(ingested: Ingested) -> Iterable[tuple[str, int, str]]:
    cited = ingested.review.cited if ingested.review else ()
    for figure in cited:
        if figure.flow is not None and figure.papers is not None:
            yield figure.flow.value, figure.papers, figure.citation


def _print(found: Flow, ingested: Ingested, form: Form) -> None:
    rows = _rows(found, ingested)
    if form is Form.JSON:
        checks = [{"said": c.said, "left": c.left, "right": c.right, "holds": c.holds} for c in found.checks]
        write_json({"round": found.round, "rounds": list(found.rounds), "boxes": rows, "checks": checks}, sys.stdout)
    else:
        write_rows(form, COLUMNS, rows, sys.stdout)


def _tell(found: Flow, ingested: Ingested, terminal: Terminal) -> None:
    from graph.model import FlowBox

    for check in found.checks:
        if not check.holds:
            terminal.warn(f"DOES NOT ADD UP: {check.said}: {check.left:,} is not {check.right:,}.")
    for said in ingested.record.warnings:
        terminal.warn(f"Note: {said}")
    for box, count, citation in _cited(ingested):
        held = found.count(FlowBox(box))
        terminal.say(f"Cited: {box} {count:,} ({citation}); held here: {held:,}.")
    if all(check.holds for check in found.checks):
        terminal.say(f"All {len(found.checks)} sums hold.")
