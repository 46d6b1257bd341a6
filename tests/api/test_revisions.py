"""Revisions that a server has counted, and what differs between two of them, against the command's own comparison."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pyarrow.compute as pc
import pytest
from http_client import client_of
from small_graph import small_tables

from api import numbers, revisions
from api.app import create_app
from api.source import GraphSource
from graph.build import build
from graph.config import Config
from graph.tables import GraphTables

CONFIG = Config(buffer_pool_mb=64)


def _without_a_paper(revision: str) -> GraphTables:
    """The small review once more, one paper not included any more."""
    tables = small_tables(revision)
    papers = tables.node("Paper")
    gone = pc.equal(papers.column("id"), "B")
    status = pc.if_else(gone, "excluded", papers.column("status"))
    changed = papers.set_column(papers.column_names.index("status"), "status", status)
    counted = tables.node("Finding")
    of_paper = {row["end_id"] for row in tables.edge("REPORTS").to_pylist() if row["start_id"] == "B"}
    flags = [row["counted"] and row["id"] not in of_paper for row in counted.to_pylist()]
    findings = counted.set_column(counted.column_names.index("counted"), "counted", [flags])
    return replace(tables, nodes={**tables.nodes, "Paper": changed, "Finding": findings})


def test_earlier_revision_is_listed_and_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small_tables("r1"), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        assert [one["revision"] for one in client.get("/v1/revisions").json()["revisions"]] == ["r1"]
        nothing = client.get("/v1/diff?since=r1").json()
        assert (nothing["influences"], nothing["pairs"], nothing["papers_gone"]) == ([], [], [])
        before = {row["influence_id"]: row["papers"] for row in client.get("/v1/influences").json()["rows"]}
        build(_without_a_paper("r2"), tmp_path, CONFIG)
        known = client.get("/v1/revisions").json()["revisions"]
        assert [(one["revision"], one["current"]) for one in known] == [("r2", True), ("r1", False)]
        answer = client.get(known[1]["diff"])
        said = answer.json()
        assert said["papers_gone"] == ["B"]
        after = {row["influence_id"]: row["papers"] for row in client.get("/v1/influences").json()["rows"]}
        differ = {id_: (before[id_], after[id_]) for id_ in before if before[id_] != after[id_]}
        found = {row["influence_id"]: row for row in said["influences"]}
        assert differ.items() <= {id_: (r["papers_before"], r["papers_after"]) for id_, r in found.items()}.items()
        assert differ
        for id_ in differ:
            assert "B" in {change["paper_id"] for change in found[id_]["because"]}
            assert client.get(found[id_]["passages"]).status_code == 200
        assert client.get(known[1]["diff"], headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        cut = client.get(f"{known[1]['diff']}&limit=1")
        assert (len(cut.json()["influences"]), cut.json()["meta"]["truncated"]) == (1, True)
        assert cut.headers["x-narragraph-truncated"] == "true"
        assert client.get("/v1/diff?since=r0").json()["type"] == "/errors/unknown-revision"
        assert client.get("/v1/diff").status_code == client.get("/v1/revisions?limit=1").status_code == 422
        monkeypatch.setattr(revisions, "MOST_STATES", 1)
        build(small_tables("r3"), tmp_path, CONFIG)
        assert client.get("/v1/diff?since=r2").json()["type"] == "/errors/too-large-to-compare"
        monkeypatch.setattr(numbers, "MOST_EARLIER", 0)
        build(small_tables("r4"), tmp_path, CONFIG)
        assert [one["revision"] for one in client.get("/v1/revisions").json()["revisions"]] == ["r4"]


def test_a_comparison_is_not_kept_while_the_graph_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(small_tables("r1"), tmp_path, CONFIG)
    source = GraphSource(tmp_path, CONFIG)
    with client_of(create_app(source)) as client:
        settled = client.get("/v1/diff?since=r1")
        assert "etag" in settled.headers
        real, told = source.info, chain(["r1"], repeat("r2"))
        monkeypatch.setattr(source, "info", lambda database: replace(real(database), revision=next(told)))
        moving = client.get("/v1/diff?since=r1", headers={"If-None-Match": settled.headers["etag"]})
        assert moving.status_code == 200
        assert moving.headers["cache-control"] == "no-store"
        assert "etag" not in moving.headers
