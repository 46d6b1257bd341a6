"""Co-occurrence as rows: pairs beyond chance, and the partners of one influence."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from graph.progress import Progress
from synthesis.association import Masked
from synthesis.backbone import disparity
from synthesis.chance import Tested, tested
from synthesis.evidence import Evidence
from synthesis.incidence import Codes
from synthesis.measured import cautions, level_of, selected, word
from synthesis.measures import Measured
from synthesis.selection import NothingToCount, Selection
from synthesis.windows import ANY, Windows, windows_of


def pairs(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers pairs`."""
    selection = selected(evidence, given)
    windows, found = tested_pairs(selection, given, progress)
    beyond = found.beyond(str(given["correction"]), level_of(given))
    places = np.arange(found.pairs.size) if given["all"] else beyond
    places = _strongest_first(found, places)
    rows = _rows(evidence, windows, found, places, beyond)
    said = _said(selection, windows, found, given) | {"beyond_chance": int(beyond.size)}
    tests = int(np.count_nonzero(~found.related))
    notes = []
    if not given["all"] and tests > beyond.size:
        notes.append(f"{tests - beyond.size:,} of {tests:,} pairs are not beyond chance; give all to see them.")
    return Measured(
        rows, said, (*notes, *_notes(windows, found, grouped=evidence.grouping is not None), *cautions(selection))
    )


def partners(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Measured:
    """`numbers partners`."""
    selection = selected(evidence, given)
    windows, found = tested_pairs(selection, given, progress)
    id_ = str(given["influence_id"])
    if id_ not in windows.first.influence_ids:
        raise NothingToCount(f"pair with {id_}", f"keeping influences reported in at least {given['least']} windows")
    mine = list(windows.first.influence_ids).index(id_)
    beyond = found.beyond(str(given["correction"]), level_of(given))
    places = _strongest_first(found, np.flatnonzero((found.pairs.left == mine) | (found.pairs.right == mine)))
    rows = []
    for row in _rows(evidence, windows, found, places, beyond):
        turned = row["b_influence_id"] == id_ and row["a_influence_id"] != id_
        one, other = ("b", "a") if turned else ("a", "b")
        named = {"partner_id": row[f"{other}_influence_id"], "partner": row[f"{other}_name"]}
        rows.append({**named, "a": row[one], "b": row[other], **{name: row[name] for name in list(row)[6:]}})
    return Measured(
        rows,
        _said(selection, windows, found, given),
        (*_notes(windows, found, grouped=evidence.grouping is not None), *cautions(selection)),
    )


def tested_pairs(selection: Selection, given: Mapping[str, object], progress: Progress) -> tuple[Windows, Tested]:
    """The windows of a selection and the test of every pair, as the parameters say."""
    level = level_of(given)
    first, _, second = str(given["signs"]).partition("-")
    windows = windows_of(
        selection,
        str(given["window"]),
        (first, second or ANY),
        status=word(given["status"]),
        least=int(str(given["least"])),
    )
    samples, seed = int(str(given["samples"])), int(str(given["seed"]))
    null = str(given["null_model"])
    return windows, tested(windows, null, level=level, samples=samples, seed=seed, progress=progress)


def _strongest_first(found: Tested, places: Codes) -> Codes:
    """By adjusted p, then by how far beyond the expected number."""
    beyond = found.pairs.shared[places] - found.expected[places]
    return places[np.lexsort((found.pairs.right[places], found.pairs.left[places], -beyond, found.p[places]))]


def _rows(evidence: Evidence, windows: Windows, found: Tested, places: Codes, beyond: Codes) -> list[dict[str, object]]:
    table = evidence.influences.take(windows.listed)
    ids, names = table.column("id").to_pylist(), table.column("name").to_pylist()
    pairs, measures = found.pairs, found.measures
    passed = np.isin(places, beyond)
    columns: dict[str, list[object]] = {}
    for side, codes, totals in (("a", pairs.left, pairs.left_total), ("b", pairs.right, pairs.right_total)):
        columns[f"{side}_influence_id"] = [ids[at] for at in codes[places]]
        columns[f"{side}_name"] = [names[at] for at in codes[places]]
        columns[side] = totals[places].tolist()
    order = [f"{side}_{part}" for side in "ab" for part in ("influence_id", "name")] + ["a", "b"]
    columns = {name: columns[name] for name in order}
    columns["shared"] = pairs.shared[places].tolist()
    columns["expected"] = found.expected[places].tolist()
    for name, values in (("lift", measures.lift), ("jaccard", measures.jaccard)):
        columns[name] = values[places].tolist()
    for name, masked in (("npmi", measures.npmi), ("phi", measures.phi)):
        columns[name] = masked[places].tolist()
    for name, values in (("p", found.p), ("p_holm", found.holm), ("p_bh", found.bh)):
        columns[name] = values[places].tolist()
    columns["p_hypergeometric"] = measures.p.more[places].tolist()
    columns["p_two_sided"] = measures.p.two_sided[places].tolist()
    columns["needed"] = found.needed[places].tolist()
    columns["related"] = found.related[places].tolist()
    columns["beyond_chance"] = passed.tolist()
    columns["disparity"] = _disparity(found, beyond)[places].tolist()
    return [dict(zip(columns, values, strict=True)) for values in zip(*columns.values(), strict=True)]


def _disparity(found: Tested, beyond: Codes) -> Masked:
    """The disparity filter on the pairs beyond chance, weighted by how many more windows they share than expected."""
    weight = np.zeros(found.pairs.size)
    weight[beyond] = found.pairs.shared[beyond] - found.expected[beyond]
    return np.ma.masked_array(disparity(found.pairs, weight), mask=weight == 0)


def _said(selection: Selection, windows: Windows, found: Tested, given: Mapping[str, object]) -> dict[str, object]:
    return {
        "measure": "co-occurrence",
        "unit": given["window"],
        "filter": selection.told,
        "papers": int(selection.papers.sum()),
        "windows": windows.first.windows,
        "influences": windows.first.influences,
        "signs": given["signs"],
        "correction": given["correction"],
        **found.said,
    }


def _notes(windows: Windows, found: Tested, *, grouped: bool) -> tuple[str, ...]:
    notes = list(found.notes)
    related = int(np.count_nonzero(found.related))
    if related:
        why = "are an influence and a broader one: the codebook"
        why = "of constructs share an influence: the mapping" if grouped else why
        notes.append(f"{related:,} pairs {why} puts them together, so they are not tested.")
    small = int(np.ma.getmaskarray(found.needed).sum()) - related
    if small:
        notes.append(
            f"{small:,} of {found.pairs.size - related:,} pairs are below the detectable size: no number of shared "
            "windows would pass, so they say nothing either way."
        )
    if windows.rare:
        notes.append(f"{windows.rare:,} influences are reported in too few windows and are left out (least).")
    if windows.not_extracted:
        notes.append(
            f"{windows.not_extracted:,} papers were not extracted; nothing is known of them, they are no windows."
        )
    if windows.nowhere:
        notes.append(f"{windows.nowhere:,} findings lie in no section (tables have none) and are left out.")
    if windows.unlooked:
        notes.append(
            f"{windows.unlooked:,} times a paper counts as not reporting an influence that nobody looked for in it: "
            "drafts and influences added later co-occur less than they might."
        )
    return tuple(notes)
