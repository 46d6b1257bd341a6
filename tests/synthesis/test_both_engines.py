"""The same numbers, figure for figure, whichever engine the edges come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from decided_graph import decided_tables
from side_by_side import side_by_side

from graph.config import Config
from graph.fetch import fetch
from synthesis.evidence import evidence
from synthesis.measures import FUNCTIONS, measure

GIVEN: dict[str, dict[str, object]] = {
    "findings_behind": {"influence_ids": ["training"]},
    "pairs": {"all": True, "samples": 100, "least": 1},
    "partners": {"influence_id": "training", "samples": 100, "least": 1},
    "sets": {"least_size": 2, "least_shared": 1},
    "communities": {"resamples": 10},
    "frequency": {"samples": 100},
}


@pytest.mark.neo4j
def test_every_measure_is_the_same_on_both_engines(tmp_path: Path, clean_neo4j: Config) -> None:
    with side_by_side(decided_tables(), tmp_path / "both", clean_neo4j) as pair:
        embedded, server = (evidence(fetch(database)) for database in (pair.embedded, pair.server))
    for name in sorted(FUNCTIONS.keys() - {"compare"}):  # this graph has no groups
        _, ours = measure(embedded, name, GIVEN.get(name, {}))
        _, theirs = measure(server, name, GIVEN.get(name, {}))
        assert ours == theirs, name
        assert ours.rows, name
