"""Every read query at half a million findings, on the embedded engine and on Neo4j."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from bench.data import Size, write_review
from bench.harness import NARRAGRAPH, Chapter, Target, program, run
from tests.support.neo4j_server import Server, missing_tools

RUNS = 5
CO_OCCURRENCE = "co_occurring_pairs"


def measure(place: Path, size: Size, runs: int = RUNS, *, neo4j: bool = True) -> Chapter:
    """Load the same review into both engines and ask both the same."""
    review = write_review(place / "reading", size, "parquet")
    loaded = {"embedded": run(NARRAGRAPH, "build", review, "--quiet").seconds}
    asked: dict[str, Any] = {"embedded": program("bench.asking", review, runs)[1]}
    with _server(neo4j) as env:
        if env is not None:
            loaded["Neo4j"] = run(NARRAGRAPH, "build", review, "--quiet", env=env).seconds
            asked["Neo4j"] = program("bench.asking", review, runs, env=env)[1]
    embedded = asked["embedded"]
    if "Neo4j" in asked:
        both = [name for name in embedded if "failed" not in {*embedded[name], *asked["Neo4j"][name]}]
        different = [name for name in both if embedded[name]["digest"] != asked["Neo4j"][name]["digest"]]
        if different:
            raise SystemExit(f"The engines answer differently: {', '.join(different)}.")
    took = median(embedded[CO_OCCURRENCE]["times"])
    failed = [f"{name} on {engine}" for engine, found in asked.items() for name in found if "failed" in found[name]]
    name = f"`{CO_OCCURRENCE}`, embedded, {size.papers:,} papers, {size.findings:,} findings"
    engines = " and ".join(f"{engine} in {seconds:,.0f} s" for engine, seconds in loaded.items())
    same = "Both engines gave the same answers, row for row." if "Neo4j" in asked else _why_not(neo4j)
    return Chapter(
        "Asking a large graph",
        (
            Target(name, f"{took * 1000:,.0f} ms", "< 1 s", took < 1),
            Target("read queries that answer", _answering(len(asked) * len(embedded), failed), "all", not failed),
        ),
        f"{size.papers:,} papers x {size.influences} influences, {size.findings:,} findings, loaded into {engines} "
        f"(Neo4j: the difference in batches). Milliseconds for the whole answer, parameters checked and rows in "
        f"Python; median of {runs} runs after a first one. {same}",
        ("query", "rows", *(f"{engine}, {what}" for engine in asked for what in ("median", "first"))),
        [_row(name, asked) for name in embedded],
    )


def _row(name: str, asked: dict[str, Any]) -> tuple[str, ...]:
    cells = [f"`{name}`", next((f"{found[name]['rows']:,}" for found in asked.values() if "rows" in found[name]), "")]
    for found in asked.values():
        said = found[name]
        failed = "failed" in said
        cells += ["**failed**", ""] if failed else [_ms(median(said["times"])), _ms(said["first"])]
    return tuple(cells)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"


def _answering(tried: int, failed: list[str]) -> str:
    return f"{tried - len(failed)} of {tried}" + (f"; not {', '.join(failed)}" if failed else "")


def _why_not(neo4j: bool) -> str:
    return f"Neo4j was not asked: {', '.join(missing_tools())} missing." if neo4j else "Neo4j was not asked."


@contextmanager
def _server(wanted: bool) -> Iterator[dict[str, str] | None]:
    """The environment in which commands use Neo4j: the server that NARRAGRAPH_TEST_NEO4J_URI names, else a new one."""
    named = os.environ.get("NARRAGRAPH_TEST_NEO4J_URI")
    if not wanted or (not named and missing_tools()):
        yield None
        return
    if named:
        login = {name: os.environ.get(f"NARRAGRAPH_TEST_NEO4J_{name}", "") for name in ("USERNAME", "PASSWORD")}
        yield _environment(named) | {f"NARRAGRAPH_NEO4J_{name}": value for name, value in login.items() if value}
        return
    server = Server()
    try:
        yield _environment(server.uri)
    finally:
        server.stop()


def _environment(uri: str) -> dict[str, str]:
    return {"NARRAGRAPH_ENGINE": "neo4j", "NARRAGRAPH_NEO4J_URI": uri}
