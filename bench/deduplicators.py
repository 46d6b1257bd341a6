"""Other tools on the same records: `python bench/deduplicators.py TOOL RECORDS.csv` prints one line of JSON.

A process of its own, with any Python that has the tool: `pip install splink bib-dedupe` in an environment beside this
one. Settings are those of each tool's documentation for references; none was tuned to the records.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Clusters = Iterable[list[int]]
"""Numbers of records, one list for each cluster of several."""


def with_splink(rows: list[dict[str, str]]) -> Clusters:
    """splink 5 on DuckDB: a Fellegi-Sunter model learnt from these records, clusters at a probability of .95."""
    import pandas as pd
    import splink.comparison_library as compared
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    frame = pd.DataFrame([{name: value or None for name, value in row.items()} for row in rows])
    frame["first"] = frame["author"].str.split(",").str[0].str.lower()
    frame["title"] = frame["title"].str.lower()
    frame["unique_id"] = frame["ID"].astype(int)
    blocks = [block_on("doi"), block_on("title"), block_on("first", "year"), block_on("journal", "volume")]
    settings = SettingsCreator(
        "dedupe_only",
        comparisons=[
            compared.JaroWinklerAtThresholds("title", [0.95, 0.88]),
            compared.JaroWinklerAtThresholds("author", [0.95, 0.88]),
            compared.ExactMatch("year"),
            compared.ExactMatch("journal"),
            compared.ExactMatch("volume"),
            compared.ExactMatch("pages"),
            compared.ExactMatch("doi"),
        ],
        blocking_rules_to_generate_predictions=blocks,
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match([block_on("doi")], recall=0.5)
    linker.training.estimate_u_using_random_sampling(seed=1)
    for rule in (block_on("doi"), block_on("title")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    found = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=0.95)
    together: defaultdict[Any, list[int]] = defaultdict(list)
    for row in found.as_record_list():
        together[row["cluster_id"]].append(int(row["unique_id"]))
    return together.values()


def with_bib_dedupe(rows: list[dict[str, str]]) -> Clusters:
    """bib-dedupe: prep, block, match and cluster, one process."""
    import pandas as pd
    from bib_dedupe.bib_dedupe import block, cluster, match, prep

    frame = pd.DataFrame([{"ENTRYTYPE": "article", **row} for row in rows])
    prepared = prep(frame, verbosity_level=0, cpu=1)
    matched = match(block(prepared, verbosity_level=0, cpu=1), verbosity_level=0, cpu=1)
    return ([int(id_) for id_ in ids] for ids in cluster(matched, verbosity_level=0))


TOOLS: dict[str, Callable[[list[dict[str, str]]], Clusters]] = {"splink": with_splink, "bib-dedupe": with_bib_dedupe}


def right_and_wrong(clusters: Clusters, paper_of: dict[int, str]) -> dict[str, int]:
    """Pairs of records in one cluster that are one paper, and those that are not; `true`: all that are one paper."""
    right = wrong = 0
    for members in clusters:
        papers = Counter(paper_of[number] for number in members)
        same = sum(many * (many - 1) // 2 for many in papers.values())
        right += same
        wrong += len(members) * (len(members) - 1) // 2 - same
    true = sum(many * (many - 1) // 2 for many in Counter(paper_of.values()).values())
    return {"right": right, "wrong": wrong, "true": true}


def main() -> int:
    """Run one tool on one table of records."""
    tool, path = sys.argv[1:]
    with Path(path).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    paper_of = {int(row["ID"]): row.pop("paper") for row in rows}
    print(json.dumps(right_and_wrong(TOOLS[tool](rows), paper_of)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
