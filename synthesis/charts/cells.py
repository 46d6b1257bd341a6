"""Influence by paper, and influence by group of papers: what is reported, and three kinds of emptiness apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from graph.model import Direction, PaperWithBoth, Unit
from graph.progress import Progress
from synthesis.charts.direction import in_order
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import (
    NOT_EXTRACTED,
    NOT_REPORTED,
    STEP,
    behind,
    by_state,
    columns_axis,
    command,
    first,
    labels,
    many,
    rows_axis,
    text_at,
)
from synthesis.direction_table import thing_states
from synthesis.evidence import DIRECTIONS, Evidence
from synthesis.measured import selected
from synthesis.measures import measure, measures
from synthesis.units import looked_at

CELL = 26
STATES = (*(direction.value for direction in Direction), NOT_REPORTED, NOT_EXTRACTED)
REPORTED = ("facilitator", "barrier", "mixed", "neutral", "unclear")


def matrix(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `matrix`: every paper's direction on every influence; a column for a paper, a row for an influence.

    The counts beside are those of `numbers directions`, and each is the number of marks of its row in all papers.
    """
    # long: half of it is the caption
    asked = {name: value for name, value in given.items() if name not in {"top", "papers"}}
    _, measured = measure(evidence, "directions", {**asked, "unit": Unit.PAPER.value}, progress=progress)
    listed, cut = first(in_order(measured.rows), int(str(given["top"])), "influences")
    papers, without = _papers(evidence, given)
    shown_papers, cut_papers = first(papers, int(str(given["papers"])), "papers")
    notes = (*cut, *(note.replace("top shows", "papers shows") for note in cut_papers))
    cells = _cells(evidence, given, listed, shown_papers, PaperWithBoth(str(measured.said["paper_with_both"])))
    order = [str(paper["paper"]) for paper in shown_papers]
    counts: Rows = [
        {"label": row["label"], "count": sum(int(str(row[state])) for state in REPORTED), "href": row["href"]}
        for row in listed
    ]
    mark, channels = by_state([state for state in STATES if any(cell["state"] == state for cell in cells)], None)
    layers: list[Spec] = [
        {
            "data": {"values": cells},
            "mark": mark,
            "encoding": {"x": columns_axis("paper", order, title=None, grid=True), **channels},
        },
        {"data": {"values": counts}, **text_at(CELL * len(order) + 12, "count")},
    ]
    rows_of = rows_axis([str(row["label"]) for row in listed], grid=True)
    told = Counter(str(cell["state"]) for cell in cells)
    defaults = {parameter.name: parameter.default for parameter in measures()["directions"].parameters}
    return Drawn(
        {"width": {"step": CELL}, "height": {"step": STEP}, "encoding": {"y": rows_of}, "layer": layers},
        cells,
        "What each paper reports",
        f"n = {many(measured.said['papers'])}",
        "Column: paper, by year; mark: direction it reports; figure on the right: papers that report the influence. A "
        f"paper with facilitator and barrier counts as {measured.said['paper_with_both']}",
        "paper",
        str(measured.said["filter"]),
        command("directions", {**asked, "unit": "paper"}, defaults),
        f"Matrix of {len(listed)} influences and {len(order)} papers. "
        + ", ".join(f"{told[state]:,} {state}" for state in STATES if told[state])
        + ".",
        320 + CELL * len(order),
        (*notes, *without, *measured.notes),
        bool(notes),
    )


def _papers(evidence: Evidence, given: Mapping[str, object]) -> tuple[Rows, tuple[str, ...]]:
    """The selected papers by year and label, and a note on those without a year."""
    selection = selected(evidence, given)
    columns = (evidence.papers.column(name).to_pylist() for name in ("id", "authors", "year"))
    found: Rows = []
    for at, (id_, authors, year) in enumerate(zip(*columns, strict=True)):
        if selection.papers[at]:
            who = str(authors[0]).split(",")[0] if authors else id_
            found.append(
                {"at": at, "paper_id": id_, "said": f"{who} {year}" if year and authors else who, "year": year}
            )
    found.sort(
        key=lambda paper: (paper["year"] is None, paper["year"] or 0, str(paper["said"]), str(paper["paper_id"]))
    )
    shown = labels([(str(paper["paper_id"]), str(paper["said"])) for paper in found], 34, 1)
    for paper in found:
        paper["paper"] = shown[str(paper["paper_id"])]
    unknown = sum(paper["year"] is None for paper in found)
    return found, (f"Papers without a year stand last: {unknown:,}.",) if unknown else ()


def _cells(evidence: Evidence, given: Mapping[str, object], listed: Rows, papers: Rows, rule: PaperWithBoth) -> Rows:
    """One row for every influence and paper, with the paper's state on it."""
    selection = selected(evidence, given)
    every = np.ones(evidence.paper.size, dtype=bool)
    held = {
        (int(paper), int(influence)): DIRECTIONS[state]
        for paper, influence, state in zip(*thing_states(selection, Unit.PAPER, rule, every), strict=True)
    }
    looked = looked_at(selection, Unit.PAPER)
    places = {id_: at for at, id_ in enumerate(evidence.influences.column("id").to_pylist())}
    names = labels([(str(row["influence_id"]), str(row["name"] or row["influence_id"])) for row in listed])
    cells: Rows = []
    for row in listed:
        id_ = str(row["influence_id"])
        row["label"], row["href"], at = names[id_], behind([id_], given), places[id_]
        for paper in papers:
            which = int(str(paper["at"]))
            silent = NOT_REPORTED if looked.groups[looked.group[which], at] else NOT_EXTRACTED
            cells.append(
                {
                    "influence_id": id_,
                    "name": row["name"],
                    "paper_id": paper["paper_id"],
                    "paper": paper["paper"],
                    "state": held.get((which, at), silent),
                    "label": names[id_],
                    "href": behind([id_], given, paper_id=paper["paper_id"]),
                }
            )
    return cells
