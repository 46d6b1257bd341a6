"""How time and memory grow from the seed's 53 papers to a million, each beside what a user would pick instead.

`python -m bench.growth RIVAL FILE` reads the table of findings and counts, as one who has no graph would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from math import log
from pathlib import Path
from statistics import median

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, Chapter, Run, Stopped, Target, program, run

SIZES = (Size(53, 14, 6, 4), Size(1_000, 50, 10, 5), Size(100_000, 500, 50, 5), Size(1_000_000, 500, 50, 5))
SMOKE = (Size(53, 14, 6, 4),)
PATIENCE = 300.0
"""Seconds after which a contestant is stopped."""
MANY = {1_000_000: 1}
"""Runs of a size where they are fewer than usual: a build of a million papers takes minutes."""
RUNS = 5
ROOMY = {"NARRAGRAPH_BUFFER_POOL_MB": "8192"}
"""Where whole tables are fetched, and questions asked one after another; builds and commands have the default."""
QUERIES = ("influences_by_frequency", "co_occurring_pairs", "directions_by_setting")
LINEAR = 1.15
"""The largest exponent that is called close to linear."""
Counts = dict[str, int]


def _pandas(file: Path) -> Counts:
    import pandas as pd

    table = pd.read_parquet(file, columns=["doi", "influence", "direction"])
    found = table[table["direction"] != "absent"].groupby("influence")["doi"].nunique()
    return {str(name): int(papers) for name, papers in found.items()}


def _polars(file: Path) -> Counts:
    import polars as pl

    told = pl.scan_parquet(file).filter(pl.col("direction") != "absent")
    found = told.group_by("influence").agg(pl.col("doi").n_unique()).collect()
    return dict(zip(found["influence"].to_list(), found["doi"].to_list(), strict=True))


def _duckdb(file: Path) -> Counts:
    import duckdb

    query = "select influence, count(distinct doi) from read_parquet(?) where direction <> 'absent' group by 1"
    return dict(duckdb.execute(query, [str(file)]).fetchall())


def _networkx(file: Path) -> Counts:
    import networkx as nx
    import pandas as pd

    table = pd.read_parquet(file, columns=["doi", "influence", "direction"])
    told = table[table["direction"] != "absent"]
    both: nx.Graph[tuple[str, str]] = nx.Graph()
    both.add_edges_from(
        (("paper", paper), ("influence", influence))
        for paper, influence in zip(told["doi"], told["influence"], strict=True)
    )
    return {node[1]: degree for node, degree in both.degree() if node[0] == "influence"}


RIVALS: dict[str, Callable[[Path], Counts]] = {
    "pandas": _pandas,
    "polars": _polars,
    "duckdb": _duckdb,
    "networkx": _networkx,
}
"""Papers of each influence, from the table alone."""


def measure(
    place: Path, sizes: tuple[Size, ...] = SIZES, names: Iterable[str] = RIVALS, runs: int = RUNS
) -> list[Chapter]:
    """Builds, questions and counts of every size."""
    builds: list[tuple[Size, str, list[Run] | str]] = []
    asked: dict[Size, dict[str, float]] = {}
    counted: list[tuple[Size, str, list[Run] | str]] = []
    for size in sizes:
        times = min(runs, MANY.get(size.papers, runs))
        review = write_review(place / str(size.papers), size, "parquet")
        build = partial(run, NARRAGRAPH, "build", review, "--force", "--quiet")
        builds.append((size, "narragraph build", [build() for _ in range(times)]))
        program("bench.copying", "dump", review, place / "tables" / str(size.papers), env=ROOMY)
        copy = partial(_copied, place, size)
        builds.append((size, "bare COPY of its tables", _tried(copy, times)))
        said = program("bench.asking", review, max(times, 3), *QUERIES, env=ROOMY)[1]
        asked[size] = {name: median(said[name]["times"]) for name in QUERIES}
        frequency = partial(run, NARRAGRAPH, "query", QUERIES[0], "--limit", 10_000, "--folder", review, "--json")
        counted.append((size, "narragraph, from a cold start", _tried(frequency, times)))
        file = review / "tables" / "findings.parquet"
        counted += [(size, name, _rival(name, file, times)) for name in names]
    return [_building(builds), _asking(asked), _counting(counted)]


def _copied(place: Path, size: Size) -> Run:
    file = place / "bare.lbug"
    for left in place.glob("bare.lbug*"):
        left.unlink()
    return program("bench.copying", "copy", place / "tables" / str(size.papers), file)[0]


def _tried(once: Callable[[], Run], times: int) -> list[Run] | str:
    """The runs, or the last line of why there are none."""
    try:
        return [once() for _ in range(times)]
    except SystemExit as failed:
        return str(failed.code).strip().splitlines()[-1][:100]


def _rival(name: str, file: Path, times: int) -> list[Run] | str:
    try:
        return [program("bench.growth", name, file, most=PATIENCE)[0] for _ in range(times)]
    except Stopped as stopped:
        return str(stopped)


def exponent(small: tuple[float, float], large: tuple[float, float]) -> float:
    """How cost grows between two sizes: 1 is in proportion to the findings, 2 with their square."""
    return log(large[1] / small[1]) / log(large[0] / small[0])


def linear(what: str, grown: float) -> Target:
    """The goal that cost grows close to linearly, beside the exponent that was measured."""
    return Target(what, f"exponent {grown:.2f}", f"<= {LINEAR}", grown <= LINEAR)


def _building(builds: list[tuple[Size, str, list[Run] | str]]) -> Chapter:
    rows = _rows(builds, lambda done: done.work)
    ours = {size: runs for size, name, runs in builds if name == "narragraph build" and isinstance(runs, list)}
    targets = []
    pairs = [(size, median(done.work for done in runs)) for size, runs in ours.items()]
    if len(pairs) > 2:
        (small, before), (large, after) = pairs[-2:]
        grown = exponent((small.findings, before), (large.findings, after))
        what = f"growth of a build from {small.findings:,} to {large.findings:,} findings, processor time"
        targets.append(linear(what, grown))
        peak = max(done.peak_mb for done in ours[large]) / (large.findings / 1e6)
        targets.append(
            Target(
                f"memory of that build of {large.findings:,} findings",
                f"{peak:,.0f} MB per million findings",
                "stated",
                None,
            )
        )
    said = "Whole commands from Parquet, `--force`; COPY loads the finished tables of the same graph, derived included."
    return Chapter("Growth of a build", targets, said, HEAD, rows)


HEAD = ("size", "what", "seconds", "processor seconds", "peak MB", "exponent")


def _rows(found: list[tuple[Size, str, list[Run] | str]], cost: Callable[[Run], float]) -> list[tuple[str, ...]]:
    """One row for each size and contestant; the exponent is that from the size before."""
    before: dict[str, tuple[float, float]] = {}
    rows: list[tuple[str, ...]] = []
    for size, name, runs in found:
        label = f"{size.papers:,} papers, {size.findings:,} findings"
        if isinstance(runs, str):
            rows.append((label, name, runs, "", "", ""))
            continue
        spent = median(map(cost, runs))
        grown = f"{exponent(before[name], (size.findings, spent)):.2f}" if name in before else ""
        before[name] = (size.findings, spent)
        seconds = median(done.seconds for done in runs)
        rows.append(
            (label, name, f"{seconds:.2f}", f"{spent:.2f}", f"{max(done.peak_mb for done in runs):,.0f}", grown)
        )
    return rows


def _asking(asked: dict[Size, dict[str, float]]) -> Chapter:
    rows: list[tuple[str, ...]] = []
    targets: list[Target] = []
    for name in QUERIES:
        before: tuple[float, float] | None = None
        for size, times in asked.items():
            grown = exponent(before, (size.findings, times[name])) if before else None
            cells = (f"{times[name] * 1000:,.1f}", "" if grown is None else f"{grown:.2f}")
            rows.append((f"{size.papers:,} papers, {size.findings:,} findings", f"`{name}`", *cells))
            if grown is not None and len(asked) > 2 and size == list(asked)[-1]:
                what = f"growth of `{name}` to {size.findings:,} findings"
                targets.append(linear(what, grown))
            before = (size.findings, times[name])
    said = "Inside one process, embedded engine with a pool of 8 GB, whole answers with rows in Python; medians."
    return Chapter("Growth of answers", targets, said, ("size", "query", "ms", "exponent"), rows)


def _counting(found: list[tuple[Size, str, list[Run] | str]]) -> Chapter:
    said = (
        "`influences_by_frequency` as a whole command on the graph, beside scripts that read the table of findings and "
        "count papers of each influence: what one writes who has no graph, no directions, trees or intervals. A script "
        f"that takes longer than {PATIENCE:g} s is stopped."
    )
    return Chapter("Counting papers of each influence, cold", (), said, HEAD, _rows(found, lambda done: done.work))


if __name__ == "__main__":
    counts = RIVALS[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"influences": len(counts), "papers": sum(counts.values())}))
