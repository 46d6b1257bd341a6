"""Count co-occurring influences side by side with other tools, on one edge table in memory; `python -m bench.pairs`.

Every contestant gets the same two columns (paper, influence) and must give the same counts, or the run stops. Times are
the best of a few runs after a warm one (of what takes minutes, of one run), all in one process, so that only ratios are
worth quoting.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from bench.contestants import SEED, Edges, Size, contestants, edges, ours
from synthesis.association import Associations, associations
from synthesis.configuration import Configuration, configuration_test
from synthesis.fixed_margin import Permutation, permutation_test
from synthesis.pairs import count_pairs

SIZES = (Size(53, 14, 4.3), Size(5_000, 500, 10.0), Size(100_000, 500, 4.9), Size(1_000_000, 500, 4.9))
SMOKE = (Size(53, 14, 4.3), Size(2_000, 100, 5.0))
PATIENCE = 15.0
"""Seconds; what takes longer is run once, and not warm."""


def _with_statistics(table: Edges) -> Associations:
    return associations(count_pairs(table.codes()))


def best(run: Callable[[], Any], most: int = 5, budget: float = 10.0) -> tuple[float, float]:
    """Seconds by the clock, and seconds of all processors, each the least of some runs within the budget.

    The second is the one to believe on a machine with other work on it.
    """
    run()
    times: list[tuple[float, float]] = []
    while not times or (len(times) < most and sum(clock for clock, _ in times) < budget):
        clock, work = time.perf_counter(), time.process_time()
        run()
        times.append((time.perf_counter() - clock, time.process_time() - work))
    return min(clock for clock, _ in times), min(work for _, work in times)


def measure(sizes: tuple[Size, ...] = SIZES) -> list[tuple[str, ...]]:
    """Rows: size, contestant, milliseconds by the clock and of all processors, ratio of each to narragraph."""
    rows: list[tuple[str, ...]] = []
    for size in sizes:
        table = edges(size)
        name = f"{size.papers:,} x {size.influences}, {table.paper.size:,} edges"
        wanted, held = ours(table.codes()), table.codes()
        taken: dict[str, tuple[float, float]] = {}
        for contestant, count in contestants(table).items():
            clock, work = time.perf_counter(), time.process_time()
            counts = count()
            first = time.perf_counter() - clock, time.process_time() - work
            if not np.array_equal(counts, wanted):
                raise AssertionError(f"{contestant} counts differently at {name}")
            taken[contestant] = best(count) if first[0] < PATIENCE else first
        taken["narragraph, incidence at hand"] = best(partial(count_pairs, held))
        taken["narragraph, all statistics"] = best(partial(_with_statistics, table))
        clock, work = taken["narragraph"]
        rows += [
            (name, contestant, f"{a * 1e3:.2f}", f"{b * 1e3:.2f}", f"{a / clock:.2f}", f"{b / work:.2f}")
            for contestant, (a, b) in taken.items()
        ]
    return rows


def measure_tests(sizes: tuple[tuple[Size, int], ...]) -> list[tuple[str, ...]]:
    """Rows: size, test, milliseconds by the clock and of all processors, and what the run says of itself."""
    rows: list[tuple[str, ...]] = []
    for size, samples in sizes:
        held = edges(size).codes()
        name = f"{size.papers:,} x {size.influences}, {held.edges:,} edges"
        for test, run in (
            (f"permutation, {samples:,} samples", partial(permutation_test, held, samples=samples, seed=SEED)),
            ("configuration model", partial(configuration_test, held)),
        ):
            clock, work = time.perf_counter(), time.process_time()
            found = run()
            spent = time.perf_counter() - clock, time.process_time() - work
            rows.append((name, test, *(f"{each * 1e3:.0f}" for each in spent), _verdict(found)))
    return rows


def _verdict(found: Permutation | Configuration) -> str:
    if isinstance(found, Configuration):
        return f"totals met to {found.miss:.0e} of a paper"
    said = found.convergence
    return f"{found.thin} rounds apart, worth {said.effective_samples:.0f} samples, converged: {said.converged}"


def main() -> None:
    """Print both tables as Markdown."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--smoke", action="store_true", help="small sizes only")
    smoke = asked.parse_args().smoke
    print("| edge table | contestant | ms | processor ms | ratio | processor ratio |\n|---|---|---:|---:|---:|---:|")
    for size in SMOKE if smoke else SIZES:
        for row in measure((size,)):
            print("| " + " | ".join(row) + " |", flush=True)
    runs = ((SIZES[0], 10_000), (SMOKE[1], 100) if smoke else (SIZES[1], 1_000))
    print("\n| edge table | test | ms | processor ms | |\n|---|---|---:|---:|---|")
    for run in runs:
        for row in measure_tests((run,)):
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
