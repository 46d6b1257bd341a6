"""Count co-occurring influences side by side with other tools, on one edge table in memory.

`python -m bench.pairs CONTESTANT PAPERS INFLUENCES MEAN` runs one of them. Every contestant is a process of its own,
gets the same two columns (paper, influence) and must give the same counts, or the run stops. Times are the best of a
few runs after a warm one; what takes longer than PATIENCE, its start included, is stopped.
"""

from __future__ import annotations

import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np

from bench.contestants import RIVALS, SEED, Counts, Edges, Size, edges, square
from bench.growth import PATIENCE, exponent, linear
from bench.harness import Chapter, Stopped, Target, program
from synthesis.association import Associations, associations
from synthesis.configuration import Configuration, configuration_test
from synthesis.fixed_margin import Permutation, permutation_test
from synthesis.pairs import Pairs, count_pairs

SIZES = (Size(53, 14, 4.3), Size(1_000, 50, 5.0), Size(100_000, 500, 4.9), Size(1_000_000, 500, 4.9))
SMOKE = (Size(53, 14, 4.3), Size(200, 20, 5.0))
TESTS = ((SIZES[0], 10_000, 2.0), (Size(5_000, 500, 10.0), 1_000, 60.0))
TESTS_SMOKE = ((SMOKE[0], 200, 60.0),)
OURS, HELD, WHOLE = "narragraph", "narragraph, incidence at hand", "narragraph, all statistics"
SLOW_RUN = 15.0
"""Seconds; what takes longer is run once, and not warm."""
HEAD = ("edge table", "contestant", "ms", "processor ms", "ratio", "processor ratio", "MB more", "exponent")


def measure(sizes: tuple[Size, ...] = SIZES, rivals: Iterable[str] = RIVALS) -> Chapter:
    """Every contestant at every size, with the ratio to narragraph and the growth since the size before."""
    rows: list[tuple[str, ...]] = []
    found: dict[tuple[int, str], dict[str, float]] = {}
    stopped: set[str] = set()
    for at, size in enumerate(sizes):
        said: dict[str, Any] = {}
        for name in (OURS, HELD, WHOLE, *rivals):
            if name in stopped:
                rows.append((_name(size, said), name, "not tried: stopped at the size before", *[""] * 5))
                continue
            try:
                _, said[name] = program("bench.pairs", name, size.papers, size.influences, size.mean, most=PATIENCE)
            except Stopped as error:
                stopped.add(name)
                rows.append((_name(size, said), name, str(error), *[""] * 5))
                continue
            if said[name]["digest"] != said[OURS]["digest"]:
                raise SystemExit(f"{name} counts differently at {size.papers:,} papers.")
            found[at, name] = said[name]
            rows.append(_row(size, name, said, found.get((at - 1, name))))
    return Chapter("Counting co-occurring influences", _targets(sizes, found), _SAID, HEAD, rows)


_SAID = (
    "Each contestant in a process of its own; best of up to five runs after a warm one, ratios to narragraph, memory "
    f"beyond the edge table. All gave the same counts. What takes over {PATIENCE:g} s is stopped. What both engines' "
    "Cypher takes is `co_occurring_pairs` under *Asking a large graph*."
)


def _name(size: Size, said: dict[str, Any]) -> str:
    return f"{size.papers:,} x {size.influences}, {said[OURS]['edges']:,} edges"


def _row(size: Size, name: str, said: dict[str, Any], before: dict[str, float] | None) -> tuple[str, ...]:
    mine, ours_ = said[name], said[OURS]
    grown = exponent((before["edges"], before["work"]), (mine["edges"], mine["work"])) if before else None
    return (
        _name(size, said),
        name,
        *(f"{mine[what] * 1e3:,.2f}" for what in ("clock", "work")),
        *(f"{mine[what] / ours_[what]:,.2f}" for what in ("clock", "work")),
        f"{mine['more_mb']:,.0f}",
        "" if grown is None else f"{grown:.2f}",
    )


def _targets(sizes: tuple[Size, ...], found: dict[tuple[int, str], dict[str, float]]) -> list[Target]:
    last = len(sizes) - 1
    size, mine = sizes[last], found[last, OURS]
    name = f"pairs of {size.papers:,} papers x {size.influences} influences, processor time"
    targets = []
    rivals = {rival: found[last, rival]["work"] for rival in ("polars", "duckdb") if (last, rival) in found}
    if rivals:
        ratios = {rival: mine["work"] / work for rival, work in rivals.items()}
        told = ", ".join(f"{ratio:.2f}x {rival}" for rival, ratio in ratios.items())
        targets.append(Target(name, f"{told} ({mine['work']:.2f} s)", "<= 1.0x the faster", max(ratios.values()) <= 1))
    whole = found[last, WHOLE]["work"] / mine["work"]
    targets.append(Target(f"{name}, with all statistics", f"{whole:.2f}x the counts alone", "<= 2x", whole <= 2))
    small = found[0, WHOLE]["clock"]
    targets.append(Target("53 x 14 with all statistics", f"{small * 1e3:.1f} ms", "< 5 ms", small < 0.005))
    grown = exponent(*((found[at, OURS]["edges"], found[at, OURS]["work"]) for at in (last - 1, last)))
    what = f"growth of counting pairs to {int(mine['edges']):,} edges, processor time"
    return [*targets, linear(what, grown)]


def measure_tests(sizes: tuple[tuple[Size, int, float], ...] = TESTS) -> Chapter:
    """The tests beyond counting: milliseconds by the clock and of all processors, and what each says of itself."""
    rows: list[tuple[str, ...]] = []
    targets: list[Target] = []
    for size, samples, most in sizes:
        held = edges(size).codes()
        name = f"{size.papers:,} x {size.influences}, {held.edges:,} edges"
        permutation = f"permutation, {samples:,} samples"
        for test, act in (
            (permutation, partial(permutation_test, held, samples=samples, seed=SEED)),
            ("configuration model", partial(configuration_test, held)),
        ):
            clock, work = time.perf_counter(), time.process_time()
            found = act()
            spent = time.perf_counter() - clock, time.process_time() - work
            rows.append((name, test, *(f"{each * 1e3:,.0f}" for each in spent), _verdict(found)))
            if test == permutation:
                what = f"{permutation}, {size.papers:,} x {size.influences}"
                told = f"{spent[0]:.1f} s ({spent[1]:.1f} s of a processor)"
                targets.append(Target(what, told, f"< {most:g} s", spent[0] < most))
    head = ("edge table", "test", "ms", "processor ms", "")
    return Chapter("Testing pairs beyond chance", targets, "", head, rows)


def _verdict(found: Permutation | Configuration) -> str:
    if isinstance(found, Configuration):
        return f"totals met to {found.miss:.0e} of a paper"
    said = found.convergence
    return f"{found.thin} rounds apart, worth {said.effective_samples:.0f} samples, converged: {said.converged}"


def one(contestant: str, size: Size) -> dict[str, object]:
    """One contestant in this process: its best times, its counts as a digest, and the memory it took."""
    table = edges(size)
    before = _peak()
    act = _act(contestant, table)
    clock, work = time.perf_counter(), time.process_time()
    found = act()
    first = time.perf_counter() - clock, time.process_time() - work
    more = _peak() - before
    counts = found if isinstance(found, np.ndarray) else square(found[0], size.influences)
    clock_, work_ = first if first[0] > SLOW_RUN else _best(act)
    digest = hashlib.sha256(np.ascontiguousarray(counts).tobytes()).hexdigest()
    return {"clock": clock_, "work": work_, "digest": digest, "edges": int(table.paper.size), "more_mb": more}


def _act(contestant: str, table: Edges) -> Callable[[], Counts | tuple[Pairs, Associations]]:
    if contestant == OURS:
        return lambda: square(count_pairs(table.codes()), table.size.influences)
    if contestant == HELD:
        held = table.codes()
        return lambda: square(count_pairs(held), table.size.influences)
    if contestant == WHOLE:
        return lambda: _with_statistics(table)
    return RIVALS[contestant](table)


def _with_statistics(table: Edges) -> tuple[Pairs, Associations]:
    pairs = count_pairs(table.codes())
    return pairs, associations(pairs)


def _best(act: Callable[[], Any], most: int = 5, budget: float = 10.0) -> tuple[float, float]:
    """Seconds by the clock, and of all processors, each the least of some runs within the budget.

    The second is the one to believe on a machine with other work on it.
    """
    times: list[tuple[float, float]] = []
    while not times or (len(times) < most and sum(clock for clock, _ in times) < budget):
        clock, work = time.perf_counter(), time.process_time()
        act()
        times.append((time.perf_counter() - clock, time.process_time() - work))
    return min(clock for clock, _ in times), min(work for _, work in times)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    print(json.dumps(one(sys.argv[1], Size(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])))))
