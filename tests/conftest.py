"""Fixtures: take the smallest data that has what the test needs; prefer building a case inline to a shared fixture.

Real sample data come from NARRAGRAPH_DATA (default ../shared/data). Where they are absent, those tests skip with one
loud line; with REQUIRE_DATA=1 they fail. Real servers: see the fixtures below.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import faults
import neo4j_server
import pytest
from hypothesis import settings
from missing import missing, not_checked

from graph.config import Config

ROOT = Path(__file__).resolve().parent.parent
# A property must hold however slow the machine is: no time limit for an example.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is loaded stays until the end: Python need not look through it again and again, in each of the workers."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that try a fault say which."""
    faults.named(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Share the files out to workers as tests/support/sharing_out.py says."""
    from sharing_out import sharing

    return sharing(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what was skipped and why, just above the closing line; after `-m fault` also what was tried."""
    if terminalreporter.config.getoption("markexpr") == "fault":
        terminalreporter.section("WHAT WAS TRIED", sep="=", bold=True)
        for line in faults.table(terminalreporter.stats):
            terminalreporter.line(line)
    lines = not_checked(terminalreporter.stats.get("skipped", []))
    if lines:
        terminalreporter.section("NOT CHECKED ON THIS MACHINE", sep="!", yellow=True, bold=True)
        for line in lines:
            terminalreporter.line(line, yellow=True)


@pytest.fixture(scope="session")
def repo() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def data_dir() -> Path:
    """The folder with the real sample data."""
    folder = Path(os.environ.get("NARRAGRAPH_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "telemedicine_umbrella").is_dir():
        missing(
            f"NO SAMPLE DATA at {folder}: set NARRAGRAPH_DATA; the figures of real reviews were NOT checked",
            required=os.environ.get("REQUIRE_DATA") == "1",
        )
    return folder


@pytest.fixture(scope="session")
def neo4j_config() -> Iterator[Config]:
    """The configuration of a real Neo4j server."""
    uri = os.environ.get("NARRAGRAPH_TEST_NEO4J_URI")
    if uri:
        user = os.environ.get("NARRAGRAPH_TEST_NEO4J_USERNAME", "neo4j")
        password = os.environ.get("NARRAGRAPH_TEST_NEO4J_PASSWORD")
        yield Config(engine="neo4j", neo4j_uri=uri, neo4j_username=user, neo4j_password=password)
        return
    if lacking := neo4j_server.missing_tools():
        missing(f"NO NEO4J: {' and '.join(lacking)} not found; the second engine was NOT checked")
    server = neo4j_server.Server()
    yield Config(engine="neo4j", neo4j_uri=server.uri)
    server.stop()


@pytest.fixture
def clean_neo4j(neo4j_config: Config) -> Config:
    """The same server, emptied."""
    import neo4j

    auth = (neo4j_config.neo4j_username, neo4j_config.neo4j_password) if neo4j_config.neo4j_password else None
    with neo4j.GraphDatabase.driver(neo4j_config.neo4j_uri, auth=auth) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    return neo4j_config
