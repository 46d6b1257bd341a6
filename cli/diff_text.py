"""What differs between two states of a review, as text for people: what moved most comes first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthesis.diff import Diff, InfluenceChange, PairChange, StateChange


def diff_text(found: Diff, top: int) -> Iterator[str]:
    """Line by line; at most `top` influences and `top` pairs."""
    yield f"Revision {found.revision_before[:12]} -> {found.revision_after[:12]}; all counts are papers."
    if found.empty:
        yield "Every figure is the same."
    for word, papers in (("added", found.papers_added), ("gone", found.papers_gone)):
        if papers:
            yield f"\nPapers {word}: {len(papers):,}: {_listed(papers, 10)}"
    if found.influences:
        yield f"\nInfluences that differ: {len(found.influences):,}"
        for row in sorted(found.influences, key=_moved)[:top]:
            yield from _influence(row)
    if found.pairs:
        yield f"\nPairs that another number of papers report together: {len(found.pairs):,}"
        for pair in sorted(found.pairs, key=_pair_moved)[:top]:
            both = f"{pair.a_influence_id} + {pair.b_influence_id}"
            yield f"  {both}: {_step(pair.papers_before, pair.papers_after)} ({_listed(pair.because, 4)})"
    if max(len(found.influences), len(found.pairs)) > top:
        yield f"\nThe {top} of each that moved most; --top shows more, --json all."


def _influence(row: InfluenceChange) -> Iterator[str]:
    yield f"\n  {row.name} ({row.influence_id})"
    parts = (
        f"papers {_step(row.papers_before, row.papers_after)} of {_step(row.of_before, row.of_after)} looked at",
        f"rank {_step(row.rank_before, row.rank_after)}",
        f"facilitator {_step(row.facilitator_before, row.facilitator_after)}",
        f"barrier {_step(row.barrier_before, row.barrier_after)}",
    )
    yield f"    {', '.join(parts)}"
    told = [f"{change.paper_id}: {change.before} -> {change.after}{_decided(change)}" for change in row.because]
    yield f"    because of {_listed(told, 6)}" if told else "    because other influences moved"


def _decided(change: StateChange) -> str:
    return f" (decisions of {', '.join(change.curators)})" if change.curators else ""


def _moved(row: InfluenceChange) -> tuple[int, int, str]:
    return -abs((row.papers_after or 0) - (row.papers_before or 0)), -len(row.because), row.influence_id


def _pair_moved(row: PairChange) -> tuple[int, str, str]:
    return -abs(row.papers_after - row.papers_before), row.a_influence_id, row.b_influence_id


def _step(before: int | None, after: int | None) -> str:
    """`3 -> 4`; one number where nothing moved; a dash for what is not known."""

    def shown(value: int | None) -> str:
        return "-" if value is None else f"{value:,}"

    return shown(after) if before == after else f"{shown(before)} -> {shown(after)}"


def _listed(words: Sequence[str], most: int) -> str:
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return "; ".join(words[:most]) + more
