"""A Neo4j server that goes away in the middle of a transaction or a build and comes back: told, and finished later."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import neo4j_server
import pytest
from curated_review import curated_review, shown
from deciding import decided
from faults import LONG, often
from missing import missing
from side_by_side import embedded

from cli.curated import read_curated
from curation.apply import Base, Live
from curation.entries import Draft, Verdict
from curation.ledger import read_ledgers
from graph.build import build
from graph.compare import compare
from graph.config import Config
from graph.engines.neo4j import Neo4jDatabase
from graph.errors import DatabaseUnavailable
from graph.queries import queries
from graph.store import open_graph

Recorded = Callable[[str, object], None]
ROUNDS = often(1, 6)
PLACES = (("Staff said that training", "training", "facilitator"), ("low pay drove", "pay", "barrier"))


@pytest.fixture
def server() -> Iterator[neo4j_server.Server]:
    """A server of one's own, which may be killed."""
    if lacking := neo4j_server.missing_tools():
        missing(f"NO NEO4J: {' and '.join(lacking)} not found; the second engine was NOT checked")
    started = neo4j_server.Server(password="a-long-password")
    yield started
    started.stop()


def _kill(server: neo4j_server.Server) -> None:
    server.process.kill()
    server.process.wait(30)


def _refused(config: Config) -> str:
    with pytest.raises(DatabaseUnavailable) as met:
        Neo4jDatabase(config).close()
    return str(met.value)


def _is_a_build(folder: Path, place: Path, config: Config) -> None:
    """The server holds what the embedded engine makes of the folder."""
    right = open_graph(folder, config)
    try:
        with embedded(read_curated(folder).ingested.tables, place) as left:
            assert compare(left, right) == []
        assert right.rows(queries("dump")["review"], {})[0]["building"] is None
    finally:
        right.close()


@pytest.mark.neo4j
@pytest.mark.fault("a Neo4j server killed in mid-transaction and in mid-build, and started again")
def test_server_that_is_restarted_loses_nothing(
    server: neo4j_server.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, record_property: Recorded
) -> None:
    for password in (None, "wrong"):
        said = _refused(Config(engine="neo4j", neo4j_uri=server.uri, neo4j_password=password))
        assert "it refuses the login. Set NARRAGRAPH_NEO4J_USERNAME and NARRAGRAPH_NEO4J_PASSWORD." in said
        assert "wrong" not in said
    config = Config(engine="neo4j", neo4j_uri=server.uri, neo4j_password="a-long-password")
    folder, chance, keys = curated_review(tmp_path / "review"), random.Random(20_261_130), list[str]()
    for number in range(ROUNDS):
        if LONG:  # a server that starts takes as much as all other faults together
            _in_mid_transaction(server, folder, config, monkeypatch, f"k{number}")
            keys.append(f"k{number}")
            _is_a_build(folder, tmp_path / f"as-built-{number}", config)
        _in_mid_build(server, folder, config, chance)
        if LONG:
            server.start()
            done = build(read_curated(folder).ingested.tables, folder, config)
            assert any("was interrupted" in note for note in done.notes)
            _is_a_build(folder, tmp_path / f"as-finished-{number}", config)
    found = [entry.device for entry in read_ledgers(folder).entries]
    for name, value in (
        ("tried", ROUNDS + len(keys)),
        ("acknowledged", len(keys)),
        ("lost", len(set(keys) - set(found))),
    ):
        record_property(name, value)
    assert found == keys


def _in_mid_transaction(
    server: neo4j_server.Server, folder: Path, config: Config, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """A decision is acknowledged, the server goes while the graph is written, and the graph follows when it is back."""
    curated = read_curated(folder)
    assert curated.known is not None
    build(curated.ingested.tables, folder, config)
    database = open_graph(folder, config, writable=True)
    try:
        live = Live(folder, Base(curated.known, curated.inputs), database)
        live.begin()
        place = PLACES[len(key) % 2]
        verdict = Verdict.ACCEPT if int(key[1:]) % 2 == 0 else Verdict.REJECT
        assert live.act(Draft("ann", key, "1", decided(shown(folder, *place), verdict.value))).made
        with monkeypatch.context() as patched:
            patched.setattr(live, "_set_revision", lambda _: _kill(server))
            with pytest.raises(DatabaseUnavailable, match=r"no Neo4j answers there\. Start it"):
                live.follow()
        assert not live.is_level
        server.start()
        assert live.follow()
        assert live.is_level
    finally:
        database.close()


def _in_mid_build(server: neo4j_server.Server, folder: Path, config: Config, chance: random.Random) -> None:
    table = folder / "tables" / "findings.csv"
    table.write_text(table.read_text() + f"K{chance.random()},clinic,Training,helps,They said so\n")
    at = chance.randrange(1, 12)

    def stop(step: str, _: int, __: int) -> None:
        nonlocal at
        if step.startswith("writing"):
            at -= 1
            if at == 0:
                _kill(server)

    with pytest.raises(DatabaseUnavailable, match=r"no Neo4j answers there\. Start it"):
        build(read_curated(folder).ingested.tables, folder, config, progress=stop)
