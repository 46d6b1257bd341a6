"""Abstracts in shards, tagged by one process, by a pool and by the workers of a Dask scheduler, in one run.

`python -m bench.tagging_shared PLACE [--smoke]` prints JSON.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from bench.tagging_texts import many_papers, words
from graph.suggestions import Suggestion
from nlp.sharded import Done, cut, tagged_shards
from nlp.suggestion_file import read_kept, remove_shards, write_shard
from nlp.vocabulary import Vocabulary
from nlp.workers import Spelled, understood

SIZES, FEW = (600, 6_000), (20, 40)
ROUNDS = 3
WORKERS = 2
Found = dict[str, tuple[Suggestion, ...]]


def shared(place: Path, smoke: bool) -> dict[str, object]:
    """Clock seconds from texts in memory to shards on the disk, by who tags; and of reading them back.

    The start of a pool is in its seconds; Dask workers stand before, as they would.
    """
    from distributed import LocalCluster

    vocabulary = words(place)
    small, large = FEW if smoke else SIZES
    began = time.perf_counter()
    with LocalCluster(
        n_workers=WORKERS,
        threads_per_worker=1,
        processes=not smoke,  # each process would load spaCy, to tag a few texts
        protocol="tcp://",
        dashboard_address=":0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        start = time.perf_counter() - began
        contestants = {
            "one process": None,
            **({} if smoke else {f"local:{WORKERS}": understood(f"local:{WORKERS}")}),
            f"dask, {WORKERS} workers": understood(cluster.scheduler_address.replace("tcp", "dask")),
        }
        _tag(place, 1, vocabulary, None)  # loads spaCy and makes the pipeline
        before = _tag(place, small, vocabulary, None)[0]
        rounds: dict[str, list[float]] = {name: [] for name in contestants}
        every: list[Found] = []
        for _ in range(1 if smoke else ROUNDS):
            for name, executor in contestants.items():
                took, found = _tag(place, large, vocabulary, executor)
                rounds[name].append(took)
                every.append(found)
    if any(found != every[0] for found in every):
        raise SystemExit("the rows differ from one executor to the other")
    return {
        "abstracts": large,
        "suggestions": sum(map(len, every[0].values())),
        "seconds": {name: median(each) for name, each in rounds.items()},
        "small": {"abstracts": small, "seconds": before},
        "cluster_start": start,
        **_read(place, vocabulary, every[0]),
    }


def _tag(place: Path, many: int, vocabulary: Vocabulary, executor: Spelled | None) -> tuple[float, Found]:
    papers = list(many_papers(many))
    remove_shards(place, vocabulary)
    began = time.perf_counter()
    found = _kept(place, tagged_shards(cut(papers, vocabulary, max(10, many // 20)), vocabulary, executor))
    return time.perf_counter() - began, found


def _kept(place: Path, shards: Iterable[Done]) -> Found:
    found: Found = {}
    for done in shards:
        if done.shard is not None:
            write_shard(place, done.shard)
        found |= done.found
    return found


def _read(place: Path, vocabulary: Vocabulary, wanted: Found) -> dict[str, Any]:
    began = time.perf_counter()
    kept = read_kept(place, vocabulary, wanted)
    took = time.perf_counter() - began
    if kept.suggestions != wanted:
        raise SystemExit("the rows that were kept are not those that were made")
    size = sum(file.stat().st_size for file in place.glob(".narragraph/suggestions/*.parquet"))
    return {"read": took, "megabytes": size / 2**20, "files": len(kept.manifest)}


if __name__ == "__main__":
    print(json.dumps(shared(Path(sys.argv[1]), "--smoke" in sys.argv)))
