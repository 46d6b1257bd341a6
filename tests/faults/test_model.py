"""Both engines against plain Python: builds, decisions, undoings, differences, reopenings, stops, in any order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from faults import often
from graph_machine import GraphMachine
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from side_by_side import empty_server

from graph.config import Config

Recorded = Callable[[str, object], None]
EMBEDDED_STEPS = (often(3, 80), often(12, 50))
SERVER_STEPS = (often(1, 50), often(10, 50))
"""Runs, and steps in each."""


def _run(machine: type[GraphMachine], runs: int, steps: int, record_property: Recorded) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    chosen = settings(
        max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=quiet, print_blob=True
    )
    run_state_machine_as_test(machine, settings=chosen)  # type: ignore[no-untyped-call]
    record_property("tried", machine.steps)


@pytest.mark.fault("steps of the embedded engine beside a plain Python model")
def test_embedded_engine_holds_what_plain_python_says(record_property: Recorded) -> None:
    class Embedded(GraphMachine):
        pass

    _run(Embedded, *EMBEDDED_STEPS, record_property)


@pytest.mark.neo4j
@pytest.mark.fault("steps of Neo4j beside a plain Python model")
def test_server_holds_what_plain_python_says(neo4j_config: Config, record_property: Recorded) -> None:
    empty_server(neo4j_config)

    class Server(GraphMachine):
        config = neo4j_config

    _run(Server, *SERVER_STEPS, record_property)
