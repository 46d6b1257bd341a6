"""Co-occurrence beyond pairs, as rows: closed sets, and communities of the corrected graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from graph.progress import Progress
from synthesis.adjust import benjamini_hochberg
from synthesis.backbone import beyond_chance
from synthesis.communities import Communities, communities, stability
from synthesis.configuration import configuration_test
from synthesis.evidence import Evidence
from synthesis.incidence import Codes, Floats, Incidence
from synthesis.measured import level_of, selected, word
from synthesis.measures import Measured
from synthesis.pairs import Pairs, count_pairs
from synthesis.selection import Selection
from synthesis.sets import closed_sets
from synthesis.windows import ANY, Windows, windows_of


def sets(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers sets`."""
    progress("looking for sets", 0, 1)
    selection, windows = _windows(evidence, given)
    least = int(str(given["least_shared"]))
    found = closed_sets(windows.first, least, int(str(given["least_size"])))
    shown = found.sets[: int(str(given["limit"]))]
    ids, names = _named(evidence, windows)
    rows: list[dict[str, object]] = [
        {
            "influence_ids": [ids[at] for at in each.influences],
            "names": [names[at] for at in each.influences],
            "size": len(each.influences),
            "shared": each.support,
            "expected": each.expected,
        }
        for each in shown
    ]
    said = _said("sets of influences", selection, windows, given) | {
        "sets": len(found.sets),
        "shown": len(shown),
        "complete": found.complete,
    }
    notes = []
    if not found.complete:
        notes.append("There are more sets than were looked at: raise least_shared.")
    if not found.sets:
        size = int(str(given["least_size"]))
        notes.append(
            f"No {size:,} influences are reported together in {least:,} windows or more; lower least_shared or "
            "least_size."
        )
    if len(shown) < len(found.sets):
        notes.append(f"The first {len(shown):,} of {len(found.sets):,} sets; limit shows more.")
    return Measured(rows, said, tuple(notes))


def grouped(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers communities`."""
    selection, windows = _windows(evidence, given)
    level, seed = level_of(given), int(str(given["seed"]))

    missed: list[float] = []

    def corrected(incidence: Incidence) -> tuple[Pairs, Codes, Floats]:
        pairs = count_pairs(incidence)
        test = configuration_test(incidence)
        missed.append(0.0 if test.fitted else test.miss)
        related = np.asarray(windows.related[pairs.left, pairs.right], dtype=bool)
        adjusted = np.ones(pairs.size)
        adjusted[~related] = benjamini_hochberg(test.more[~related])
        places = beyond_chance(pairs, test.expected, adjusted, level)
        return pairs, places, pairs.shared[places] - test.expected[places]

    pairs, places, weight = corrected(windows.first)
    whole = communities(windows.first.influences, pairs, places, weight, seed=seed)
    firm = stability(windows.first, corrected, whole, resamples=int(str(given["resamples"])), progress=progress)
    ends = np.concatenate([pairs.left[places], pairs.right[places]])
    edges = np.bincount(ends, minlength=windows.first.influences)
    rows = _members(evidence, windows, whole, firm.within.tolist(), edges.tolist())
    said = _said("communities", selection, windows, given) | {
        "edges": int(places.size),
        "modularity": whole.modularity,
        "level": level,
        "resamples": firm.resamples,
        "seed": seed,
    }
    notes = [] if places.size else ["No pair is beyond chance, so there are no groups: every influence stands alone."]
    if poor := np.count_nonzero(missed):
        notes.append(
            f"In {poor:,} of {len(missed):,} runs the totals left too little freedom for the null model, which missed "
            f"one by up to {max(missed):.2g} windows: read these groups with care."
        )
    return Measured(rows, said, tuple(notes))


def _members(
    evidence: Evidence, windows: Windows, whole: Communities, within: Sequence[float | None], edges: list[int]
) -> list[dict[str, object]]:
    """One row per influence, by group and number of edges."""
    ids, names = _named(evidence, windows)
    sizes = np.bincount(whole.group[whole.group >= 0])
    order = sorted(range(len(ids)), key=lambda at: (whole.group[at], -edges[at], ids[at]))
    return [
        {
            "community": int(whole.group[at]) + 1,
            "size": int(sizes[whole.group[at]]),
            "influence_id": ids[at],
            "name": names[at],
            "windows": int(windows.first.influence_totals[at]),
            "edges": edges[at],
            "together": within[whole.group[at]],
        }
        for at in order
        if whole.group[at] >= 0
    ]


def _windows(evidence: Evidence, given: Mapping[str, object]) -> tuple[Selection, Windows]:
    selection = selected(evidence, given)
    found = windows_of(
        selection,
        str(given["window"]),
        (ANY, ANY),
        status=word(given["status"]),
        least=int(str(given["least"])),
    )
    return selection, found


def _named(evidence: Evidence, windows: Windows) -> tuple[list[str], list[str]]:
    table = evidence.influences.take(windows.listed)
    return table.column("id").to_pylist(), table.column("name").to_pylist()


def _said(measure: str, selection: Selection, windows: Windows, given: Mapping[str, object]) -> dict[str, object]:
    return {
        "measure": measure,
        "unit": given["window"],
        "filter": selection.told,
        "papers": int(selection.papers.sum()),
        "windows": windows.first.windows,
        "influences": windows.first.influences,
    }
