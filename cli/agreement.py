"""`narragraph agreement`: how far coders agree, and the tool with them."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, FormOption, Json
from cli.rows import Form, chosen_form, write_json, write_rows
from cli.table import Column
from cli.terminal import Terminal
from graph.errors import ReviewFolderError

if TYPE_CHECKING:
    from curation.agreement import Agreement, Estimate
    from curation.units import Coded, Proposed

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
_EMPTY: Mapping[str, object] = dict.fromkeys(column.name for column in COLUMNS)


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
    from cli.curated import read_curated
    from curation.units import coded, proposed

    terminal: Terminal = context.obj
    place = review_folder(folder)
    with terminal.progress() as progress:
        curated = read_curated(place, progress=progress)
    if curated.known is None or curated.ingested.report.problems:
        raise ReviewFolderError(str(place), "the folder has problems. `narragraph check` lists them all.")
    moved = curated.known.moved
    names = {one.id: one.name for one in curated.ingested.codebook.influences.values()}
    units, tool = coded(curated.state, moved), proposed(curated.state, moved)
    rows = [*_claims(units, names, seed), *_tool(tool, seed)]
    shown = chosen_form(form, as_json)
    if shown is Form.JSON:
        revision = curated.ingested.tables.node("Review").column("revision")[0].as_py()
        head = {"revision": revision, "seed": seed, "level": 0.95, "pending": curated.state.pending}
        write_json({**head, "rows": rows}, sys.stdout)
    else:
        write_rows(shown, COLUMNS, rows, sys.stdout)
    for line in _said(units, tool, curated.state.pending):
        terminal.say(line)


def _claims(units: Sequence[Coded], names: Mapping[str, str], seed: int) -> Iterator[dict[str, object]]:
    from curation.agreement import agreement as measured
    from curation.agreement import unitised_alpha
    from curation.units import by_direction, directions, stretches

    said = [unit.said for unit in units]
    yield _row("claims", "all", measured(said, seed=seed), units, measured([u.after for u in units], seed=seed))
    for influence in sorted({unit.influence_id for unit in units}):
        own = [unit for unit in units if unit.influence_id == influence]
        before, after = ([getattr(unit, when) for unit in own] for when in ("said", "after"))
        name = names.get(influence, influence)
        yield _row("influence", name, measured(before, seed=seed), own, measured(after, seed=seed))
    for direction in directions(said):
        before, after = (by_direction([getattr(u, when) for u in units], direction) for when in ("said", "after"))
        apart = [unit for unit, one in zip(units, before, strict=True) if len(set(one.values())) > 1]
        yield _row("direction", direction, measured(before, seed=seed), apart, measured(after, seed=seed))
    marked = unitised_alpha(stretches(units))
    coders = {coder for unit in units for coder in unit.said}
    yield {**_EMPTY, "of": "characters", "name": "all", "candidates": len(units), "coders": len(coders)} | {
        "alpha": _rounded(marked.value),
        "said": marked.said,
    }


def _tool(found: Sequence[Proposed], seed: int) -> Iterator[dict[str, object]]:
    """The tool as one coder and what the curators came to as the other, in all and where they decided blind."""
    from curation.agreement import agreement as measured

    for name, some in (("all", found), ("decided blind", [one for one in found if one.blind])):
        yield _row("tool", name, measured([one.unit for one in some], seed=seed), (), None)


def _row(of: str, name: str, before: Agreement, units: Sequence[Coded], after: Agreement | None) -> dict[str, object]:
    figures: dict[str, object] = {"agreed": _rounded(before.percent)}
    for measure, one in (("alpha", before.alpha), ("ac1", before.ac1)):
        figures |= {
            measure: _rounded(one.value),
            f"{measure}_low": _rounded(one.low),
            f"{measure}_high": _rounded(one.high),
        }
    if after is not None:
        conflicts = [unit for unit in units if not unit.agreed]
        figures |= {"conflicts": len(conflicts), "settled": sum(unit.settled is not None for unit in conflicts)}
        figures |= {"agreed_after": _rounded(after.percent), "alpha_after": _rounded(after.alpha.value)}
    head = {"of": of, "name": name, "candidates": before.units, "coders": before.coders}
    return {**_EMPTY, **head, **figures, "said": _why(before.alpha, before.ac1)}


def _why(*estimates: Estimate) -> str | None:
    return next((one.said for one in estimates if one.said), None)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _said(units: Sequence[Coded], tool: Sequence[Proposed], pending: int) -> Iterator[str]:
    many = "candidate was" if len(units) == 1 else "candidates were"
    yield (
        f"{len(units):,} {many} decided on by two curators or more. Only what everybody may see is in these figures: "
        f"{pending:,} double-coded {'candidate is' if pending == 1 else 'candidates are'} pending, and in none of them."
    )
    if tool:
        blind = sum(one.blind for one in tool)
        yield (
            f"The tool is compared on {len(tool):,} of its suggestions that were settled; {blind:,} "
            f"({blind / len(tool):.0%}) were decided blind, before it was shown. The others were decided in its sight."
        )
