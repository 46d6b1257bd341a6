"""Agreement as a table: in all, by influence, by direction, on characters, and the tool against the curators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from curation.agreement import Agreement, Estimate, unitised_alpha
from curation.agreement import agreement as measured
from curation.units import Coded, Proposed, by_direction, directions, stretches

FIGURES = (
    *("of", "name", "candidates", "coders", "conflicts", "settled", "agreed", "alpha", "alpha_low", "alpha_high"),
    *("ac1", "ac1_low", "ac1_high", "agreed_after", "alpha_after", "said"),
)
_EMPTY: Mapping[str, object] = dict.fromkeys(FIGURES)


def agreement_rows(
    units: Sequence[Coded], tool: Sequence[Proposed], names: Mapping[str, str], seed: int = 0
) -> list[dict[str, object]]:
    """One row for each figure of agreement; `names`: influence id -> name. Shares run from 0 to 1."""
    return [*_claims(units, names, seed), *_tool(tool, seed)]


def _claims(units: Sequence[Coded], names: Mapping[str, str], seed: int) -> Iterator[dict[str, object]]:
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


def agreement_said(units: Sequence[Coded], tool: Sequence[Proposed], pending: int) -> Iterator[str]:
    """What was compared, and what is in no figure, in sentences."""
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
