"""Sensitivity: the headlines of a review again and again with something left out, and what changes.

Headlines are the leading influences in order, their shares, the way they point, and the pairs beyond chance.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.errors import ParameterError
from graph.model import Direction, InfluenceStatus, PaperWithBoth, Unit
from graph.progress import Progress, silent
from synthesis.chance import tested
from synthesis.direction_table import thing_states
from synthesis.evidence import ABSENT, DIRECTIONS, Codes, Evidence
from synthesis.frequency_table import listed_influences
from synthesis.left_out import unappraised, variants
from synthesis.measured import selected, word
from synthesis.measures import Measured
from synthesis.selection import NothingToCount, Selection
from synthesis.units import count
from synthesis.windows import ANY, windows_of

MOST_INFLUENCES = 60
"""With more influences the pairs beyond chance are followed only when asked for."""


@dataclass(frozen=True)
class Headlines:
    """What a review says at the top. `shares` and `ways` are of all listed influences, by place in the codebook."""

    papers: int
    findings: int
    order: tuple[int, ...]
    shares: dict[int, float]
    ways: dict[int, str]
    pairs: frozenset[tuple[str, str]] | None
    """Beyond chance; null when they are not followed."""


def sensitivity(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers sensitivity`."""
    selection = selected(evidence, given)
    said = evidence.influences.column("status").to_pylist()
    default = InfluenceStatus.ACTIVE.value if InfluenceStatus.ACTIVE.value in said else None
    listed = np.flatnonzero(listed_influences(selection, word(given["status"]) or default))
    top = int(str(given["leading"]))
    pairs = _few(selection) if given["pairs"] is None else bool(given["pairs"])
    whole = _headlines(selection, listed, pairs=pairs)
    rows = []
    parts = list(variants(selection, [str(part) for part in _list(given["low_quality"])]))
    for step, (left_out, which, part) in enumerate(parts):
        progress("leaving out", step, len(parts))
        if isinstance(part, str):
            rows.append(_not_done(left_out, which, part))
            continue
        try:
            found = _headlines(part, listed, pairs=pairs)
        except NothingToCount as error:
            rows.append(_not_done(left_out, which, str(error)))
            continue
        rows.append({"left_out": left_out, "which": which, "done": True} | _changed(evidence, whole, found, top))
    return Measured(rows, _said(evidence, selection, whole, top), _notes(rows, selection))


def _few(selection: Selection) -> bool:
    """Whether pairs can be tested again and again in reasonable time."""
    try:
        return windows_of(selection, "paper", (ANY, ANY), status=None, least=2).first.influences <= MOST_INFLUENCES
    except NothingToCount:
        return True


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _headlines(selection: Selection, listed: Codes, *, pairs: bool) -> Headlines:
    evidence = selection.evidence
    counted = count(selection, Unit.PAPER)
    counts, reporting, of = counted.counts, counted.numerators, counted.denominators
    order = sorted(listed.tolist(), key=lambda at: (-int(counts[at]), at))
    inside = selection.findings & (evidence.direction != ABSENT)
    return Headlines(
        papers=int(selection.papers.sum()),
        findings=int(np.unique(evidence.numbers[inside]).size),
        order=tuple(at for at in order if counts[at]),
        shares={at: float(reporting[at] / of[at]) for at in listed.tolist() if of[at]},
        ways=_ways(selection, listed),
        pairs=_beyond(selection) if pairs else None,
    )


def _ways(selection: Selection, listed: Codes) -> dict[int, str]:
    """The way most papers point: facilitator or barrier; `both` when as many, nothing where neither occurs."""
    evidence = selection.evidence
    rule = PaperWithBoth(str(evidence.review["paper_with_both"]))
    every = np.ones(evidence.paper.size, dtype=bool)
    _, influence, state = thing_states(selection, Unit.PAPER, rule, every)
    helps, hinders = (
        np.bincount(influence[state == DIRECTIONS.index(way)], minlength=evidence.influences.num_rows)
        for way in (Direction.FACILITATOR, Direction.BARRIER)
    )
    found = {}
    for at in listed.tolist():
        if helps[at] or hinders[at]:
            found[at] = "both" if helps[at] == hinders[at] else "facilitator" if helps[at] > hinders[at] else "barrier"
    return found


def _beyond(selection: Selection) -> frozenset[tuple[str, str]] | None:
    """The pairs beyond chance; null where the model does not fit, so that they cannot be followed."""
    try:
        windows = windows_of(selection, "paper", (ANY, ANY), status=None, least=2)
    except NothingToCount:
        return frozenset()
    try:
        found = tested(windows, "configuration", level=0.05, samples=0, seed=0, progress=silent)
    except ParameterError:
        return None
    ids = windows.first.influence_ids
    places = found.beyond("holm", 0.05)
    return frozenset((ids[a], ids[b]) for a, b in zip(found.pairs.left[places], found.pairs.right[places], strict=True))


def _changed(evidence: Evidence, whole: Headlines, found: Headlines, top: int) -> dict[str, object]:
    ids = evidence.influences.column("id").to_pylist()
    leading = whole.order[:top]
    both = whole.shares.keys() & found.shares.keys()
    changes = {at: abs(found.shares[at] - whole.shares[at]) for at in leading if at in both}
    largest = max(changes, key=lambda at: changes[at], default=None)
    gained = lost = None
    if found.pairs is not None and whole.pairs is not None:
        gained, lost = len(found.pairs - whole.pairs), len(whole.pairs - found.pairs)
    return {
        "papers": found.papers,
        "findings": found.findings,
        "top_same": found.order[:top] == leading,
        "top_now": [ids[at] for at in found.order[:top]],
        "largest_change": None if largest is None else changes[largest],
        "of_influence_id": None if largest is None else ids[largest],
        "turned": [ids[at] for at in leading if found.ways.get(at) != whole.ways.get(at)],
        "pairs_gained": gained,
        "pairs_lost": lost,
        "said": None,
    }


def _not_done(left_out: str, which: str, why: str) -> dict[str, object]:
    nothing = dict.fromkeys(
        ("papers", "findings", "top_same", "top_now", "largest_change", "of_influence_id", "turned")
    ) | dict.fromkeys(("pairs_gained", "pairs_lost"))
    return {"left_out": left_out, "which": which, "done": False, **nothing, "said": why}


def _said(evidence: Evidence, selection: Selection, whole: Headlines, top: int) -> dict[str, object]:
    ids = evidence.influences.column("id").to_pylist()
    return {
        "measure": "sensitivity",
        "unit": "paper",
        "filter": selection.told,
        "papers": whole.papers,
        "findings": whole.findings,
        "leading": [ids[at] for at in whole.order[:top]],
        "pairs_beyond_chance": None if whole.pairs is None else len(whole.pairs),
    }


def _notes(rows: Sequence[Mapping[str, object]], selection: Selection) -> tuple[str, ...]:
    papers = [row for row in rows if row["left_out"] == "paper" and row["done"]]
    unknown = unappraised(selection)
    stay = (
        f"{unknown:,} papers have no quality appraisal: unknown is not low, so they stay when low quality is left out."
    )
    notes = (stay,) if unknown else ()
    if not papers:
        return notes
    same = sum(bool(row["top_same"]) for row in papers)
    turned = sum(bool(row["turned"]) for row in papers)
    pairs = sum(bool(row["pairs_gained"] or row["pairs_lost"]) for row in papers)
    total = int(selection.papers.sum())
    followed = papers[0]["pairs_gained"] is not None
    told = f"the pairs beyond chance differ in {pairs:,}" if followed else "pairs beyond chance were not followed"
    note = (
        f"Leaving out one of {total:,} papers at a time: the leading influences stay the same in {same:,} runs, a "
        f"direction turns in {turned:,}, {told}."
    )
    return (note, *notes)
