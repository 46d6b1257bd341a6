"""The edge table, and ways to count co-occurring influences in it; what a tool holds in memory is made beforehand."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from synthesis.incidence import Incidence, incidence
from synthesis.pairs import Pairs

SEED = 20261124
Column = NDArray[np.int32]
Counts = NDArray[np.int64]
Count = Callable[[], Counts]


@dataclass(frozen=True)
class Size:
    """How large an edge table is."""

    papers: int
    influences: int
    mean: float
    """Influences of a paper, on average."""


@dataclass(frozen=True)
class Edges:
    """An edge table, sorted by paper, in the forms that tools start from."""

    size: Size
    paper: Column
    influence: Column

    def codes(self) -> Incidence:
        ids = tuple(f"influence-{number}" for number in range(self.size.influences))
        return incidence(self.paper, self.influence, self.size.papers, ids)


def edges(size: Size) -> Edges:
    """Papers of different length; a few influences in most of them, a long tail in few."""
    draw = np.random.default_rng(SEED)
    weight = 1 / np.arange(1, size.influences + 1) ** 0.8
    lengths = 1 + draw.negative_binomial(3, 3 / (3 + size.mean), size=size.papers)
    paper = np.repeat(np.arange(size.papers), lengths)
    place = np.searchsorted(np.cumsum(weight) / weight.sum(), draw.random(paper.size))
    influence = np.minimum(place, size.influences - 1)
    keys = np.unique(paper * size.influences + influence)
    return Edges(size, (keys // size.influences).astype(np.int32), (keys % size.influences).astype(np.int32))


def _square(table: Edges, left: Any, right: Any, shared: Any) -> Counts:
    counts = np.zeros((table.size.influences, table.size.influences), dtype=np.int64)
    counts[np.asarray(left), np.asarray(right)] = np.asarray(shared)
    return counts


def square(pairs: Pairs, influences: int) -> Counts:
    """Pairs as every other contestant tells them."""
    counts = np.zeros((influences, influences), dtype=np.int64)
    counts[pairs.left, pairs.right] = pairs.shared
    return counts


def _polars(table: Edges) -> Count:
    import polars as pl

    frame = pl.DataFrame({"paper": table.paper, "i": table.influence}).lazy()

    def count() -> Counts:
        met = frame.join(frame, on="paper", suffix="2").filter(pl.col("i") < pl.col("i2"))
        found = met.group_by("i", "i2").len().collect()
        return _square(table, found["i"], found["i2"], found["len"])

    return count


def _duckdb(table: Edges) -> Count:
    import duckdb
    import pyarrow as pa

    arrow = pa.table({"paper": table.paper, "i": table.influence})
    base = duckdb.connect()
    base.register("given", arrow)
    base.execute("create table edge as select * from given")
    met = "edge a join edge b on a.paper = b.paper and a.i < b.i"
    query = f"select a.i as i, b.i as j, count(*) as n from {met} group by all"

    def count() -> Counts:
        found = base.execute(query).fetchnumpy()
        return _square(table, found["i"], found["j"], found["n"])

    return count


def _pandas(table: Edges) -> Count:
    import pandas as pd

    frame = pd.DataFrame({"paper": table.paper, "i": table.influence})

    def count() -> Counts:
        met = frame.merge(frame, on="paper", suffixes=("", "2"))
        found = met[met["i"] < met["i2"]].groupby(["i", "i2"]).size()
        return _square(table, found.index.get_level_values(0), found.index.get_level_values(1), found)

    return count


def _crosstab(table: Edges) -> Count:
    import pandas as pd

    frame = pd.DataFrame({"paper": table.paper, "i": table.influence})

    def count() -> Counts:
        crossed = pd.crosstab(frame["paper"], frame["i"])
        product = np.triu(crossed.T.dot(crossed).to_numpy(), k=1)
        places = crossed.columns.to_numpy()
        counts = np.zeros((table.size.influences, table.size.influences), dtype=np.int64)
        counts[np.ix_(places, places)] = product
        return counts

    return count


def _sqlite(table: Edges) -> Count:
    base = sqlite3.connect(":memory:")
    base.execute("create table edge (paper integer, i integer, primary key (paper, i)) without rowid")
    base.executemany("insert into edge values (?, ?)", zip(table.paper.tolist(), table.influence.tolist(), strict=True))
    query = "select a.i, b.i, count(*) from edge a join edge b on a.paper = b.paper and a.i < b.i group by 1, 2"
    return lambda: _square(table, *np.array(base.execute(query).fetchall()).T)


def _networkx(table: Edges) -> Count:
    import networkx as nx

    both: nx.Graph[Any] = nx.Graph()
    ends = zip(table.paper.tolist(), table.influence.tolist(), strict=True)
    both.add_edges_from((("paper", paper), ("influence", place)) for paper, place in ends)
    places = [node for node in both if node[0] == "influence"]

    def count() -> Counts:
        found = nx.bipartite.weighted_projected_graph(both, places)
        counts = np.zeros((table.size.influences, table.size.influences), dtype=np.int64)
        for (_, left), (_, right), edge in found.edges(data=True):
            counts[min(left, right), max(left, right)] = edge["weight"]
        return counts

    return count


RIVALS: dict[str, Callable[[Edges], Count]] = {
    "polars": _polars,
    "duckdb": _duckdb,
    "pandas merge": _pandas,
    "sqlite": _sqlite,
    "crosstab + dot": _crosstab,
    "networkx": _networkx,
}
"""Every other way to count, made ready to run: what a tool holds in memory is made before the clock starts."""
