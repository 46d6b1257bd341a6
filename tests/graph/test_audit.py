"""The audit finds what somebody did to a graph behind narragraph's back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_graph import small_tables

from graph.audit import Check, check_derived, check_engines, check_findings, check_tables_held
from graph.build import build
from graph.config import Config
from graph.database import Row
from graph.engines.ladybug import LadybugDatabase
from graph.queries import queries
from graph.store import graph_file, published


@pytest.fixture
def database(tmp_path: Path) -> Iterator[LadybugDatabase]:
    yield from _opened(tmp_path)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[LadybugDatabase]:
    (tmp_path / "other").mkdir()
    yield from _opened(tmp_path / "other")


def _opened(folder: Path) -> Iterator[LadybugDatabase]:
    build(small_tables(), folder, Config(buffer_pool_mb=64))
    opened = LadybugDatabase(graph_file(folder, published(folder)), writable=True, pool_mb=64)
    yield opened
    opened.close()


def _rows(database: LadybugDatabase, name: str) -> list[Row]:
    return database.rows(queries("dump")[name], {})


def _all(database: LadybugDatabase) -> dict[str, Check]:
    checks = [*check_findings(database), *check_derived(database), check_tables_held(database, small_tables())]
    return {check.name: check for check in checks}


def test_audit_passes_a_graph_as_built(database: LadybugDatabase) -> None:
    checks = _all(database)
    assert all(check.passed for check in checks.values())
    assert checks["findings have passages"].checked == 12
    assert checks["MENTIONS recounted"].checked == 7
    assert checks["folder equals graph"].checked == sum(small_tables().counts().values())


def test_audit_finds_a_finding_without_a_passage(database: LadybugDatabase) -> None:
    edges = _rows(database, "illustrates")
    finding = next(row["end_id"] for row in edges if sum(r["end_id"] == row["end_id"] for r in edges) == 1)
    gone = [row for row in edges if row["end_id"] == finding]
    database.write(queries("write")["unlink_illustrates"], gone)
    checks = _all(database)
    assert checks["findings have passages"].failures == (f"{finding}: no passage",)
    assert not checks["folder equals graph"].passed


def test_audit_finds_a_finding_without_an_influence(database: LadybugDatabase) -> None:
    row = _rows(database, "about")[0]
    database.write(queries("write")["unlink_about"], [row])
    failed = _all(database)["findings are whole"].failures
    assert failed[0].startswith(f"{row['start_id']}: 1 papers, 0 influences, 1 studies")


def test_audit_finds_a_derived_count_that_was_changed(database: LadybugDatabase) -> None:
    row = next(row for row in _rows(database, "barrier_in") if row["start_id"] == "pay")
    database.write(queries("write")["link_barrier_in"], [row | {"papers": 9}])
    checks = _all(database)
    assert checks["BARRIER_IN recounted"].failures == (
        "pay -> setting:service/ward: recounted papers 1, studies 1, findings 1",
    )
    assert checks["folder equals graph"].passed  # derived relationships are no rows of the folder


def test_audit_finds_a_derived_relationship_too_many_and_one_too_few(database: LadybugDatabase) -> None:
    row = _rows(database, "facilitator_in")[0]
    database.write(queries("write")["unlink_facilitator_in"], [row])
    database.write(queries("write")["link_mixed_in"], [row | {"start_id": "pay"}])
    checks = _all(database)
    assert checks["FACILITATOR_IN recounted"].failures == ("training -> setting:service/clinic: missing",)
    assert checks["MIXED_IN recounted"].failures == ("pay -> setting:service/clinic: no finding behind it",)


def test_audit_finds_a_changed_property(database: LadybugDatabase) -> None:
    row = next(row for row in _rows(database, "influence") if row["id"] == "pay")
    database.write(queries("write")["set_influence"], [row | {"name": "Money"}])
    assert _all(database)["folder equals graph"].failures == ("Influence pay: name 'Money', not 'Pay'",)


def test_audit_compares_two_graphs_and_their_answers(database: LadybugDatabase, other: LadybugDatabase) -> None:
    rows, answers = check_engines(database, other)
    assert rows.passed
    assert answers.passed
    assert answers.checked >= len(queries())
    row = next(row for row in _rows(other, "influence") if row["id"] == "pay")
    other.write(queries("write")["set_influence"], [row | {"name": "Money"}])
    rows, answers = check_engines(database, other)
    assert rows.failures == ("Influence pay: name 'Pay', not 'Money'",)
    assert "influences_by_frequency {}: the answers differ" in answers.failures
