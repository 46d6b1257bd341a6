"""Extraction rounds: which influences were looked for in which papers. One node a paper, so that counts add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from graph.ids import extraction_id
from graph.model import InfluenceStatus, PaperStatus
from ingest.gather import Gathered
from ingest.mapping import ReviewFile


@dataclass(frozen=True)
class Rounds:
    """Extraction nodes, (paper, extraction) with exactly one for each extracted paper, and (extraction, influence)."""

    nodes: list[dict[str, object]]
    extracted_in: list[tuple[str, str]]
    looked_for: list[tuple[str, str]]


def extraction_rounds(gathered: Gathered, review: ReviewFile) -> Rounds:
    """The rounds of review.toml; papers of several rounds get a node for the union of their influences."""
    active = {i.id for i in gathered.codebook.influences.values() if i.status is InfluenceStatus.ACTIVE}
    later = gathered.codebook.later
    influences = {
        extraction_id(round_.name): active - later if round_.influences == "all" else active & set(round_.influences)
        for round_ in review.extraction
    }
    names = {extraction_id(round_.name): round_.name for round_ in review.extraction}
    held: dict[tuple[str, ...], list[str]] = defaultdict(list)
    rounds_of: dict[str, list[str]] = defaultdict(list)
    for paper, round_id in sorted(gathered.extracted_in):
        rounds_of[paper].append(round_id)
    for paper, mine in rounds_of.items():
        held[tuple(mine)].append(paper)
    nodes, extracted_in, looked_for = [], [], []
    for rounds in sorted({*held, *((round_id,) for round_id in names)}):
        name = " + ".join(names[round_id] for round_id in rounds)
        node = extraction_id(name)
        papers = held.get(rounds, [])
        included = [p for p in papers if gathered.papers.value(p, "status") in {None, PaperStatus.INCLUDED.value}]
        nodes.append({"id": node, "name": name, "papers": len(included)})
        extracted_in += [(paper, node) for paper in papers]
        wanted = set().union(*(influences[round_id] for round_id in rounds))
        looked_for += [(node, influence) for influence in sorted(wanted)]
    return Rounds(nodes, sorted(extracted_in), sorted(looked_for))
