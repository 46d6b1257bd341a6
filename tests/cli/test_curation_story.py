"""One team, from texts to a synthesis: tag, two coders who disagree as planned, adjudicate, split, diff, verify."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from command_line import Here
from desk_client import PEOPLE, as_, desk_client, level
from fastapi.testclient import TestClient

HTML = {"accept": "text/html"}
REVIEW = """\
[review]
id = "story"
title = "Recovery-oriented services"

[texts]
new = "included"
"""
CODEBOOK = """\
influence_id,name,definition
training,Staff training,What staff were taught
stigma,Stigma,Being looked down on
support,Social support,Help from people around
"""
TERMS = "influence_id,language,term,strength\ntraining,en,training,strong\nsupport,en,social support,strong\n"
EACH = 12
"""Passages that both decide on, drawn from all; and as many that only one does."""


def _team(data_dir: Path, place: Path) -> Path:
    place.mkdir()
    double = PEOPLE + "\n[curators.double_coding]\nshare = 0.03\nseed = 7\n"
    (place / "review.toml").write_text(REVIEW + double, encoding="utf-8")
    (place / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    (place / "terms.csv").write_text(TERMS, encoding="utf-8")
    shutil.copytree(data_dir / "jats_bjpsych", place / "texts", ignore=shutil.ignore_patterns("*.md", "*.csv", "LIC*"))
    return place


def _sent(client: TestClient, curator: str, path: str, **sent: object) -> dict[str, Any]:
    answer = client.post(f"/v1/{path}", headers=as_(curator), json=sent)
    assert answer.status_code == 201, answer.text
    said: dict[str, Any] = answer.json()
    return said


def _drawn(client: TestClient) -> list[str]:
    """The chief draws the double-coded share on the page; the ids, as the ledger has them."""
    page = client.post("/signin", data={"curator": "chief"}, headers=HTML)
    secret = page.text.split('name="csrf" value="')[1].split('"')[0]
    assert client.post("/draw", data={"csrf": secret, "key": "draw"}, headers=HTML).status_code == 200
    client.cookies.clear()
    (entry,) = client.get("/v1/decisions", headers=as_("chief")).json()["entries"]
    assert (entry["kind"], entry["body"]["share"], entry["body"]["seed"]) == ("assignment", 0.03, 7)
    return [drawn["suggestion"] for drawn in entry["body"]["drawn"]]


def _decide(client: TestClient, curator: str, id_: str, direction: str) -> None:
    one = client.get(f"/v1/suggestions/{id_}", headers=as_(curator)).json()
    claim = {"influence_id": one["proposed"]["influence_id"], "direction": direction}
    _sent(client, curator, "decisions", key=f"k-{id_}", suggestion_id=id_, verdict="accept", claims=[claim])


@pytest.mark.data
def test_from_texts_to_a_synthesis(data_dir: Path, tmp_path: Path, narragraph: Here) -> None:
    # long: one story, told in its order
    place = _team(data_dir, tmp_path / "team")
    assert narragraph("tag", place, "--quiet").code in {0, 3}
    assert narragraph("build", place).code == 0
    shutil.copytree(place, tmp_path / "before")

    with desk_client(place) as client:
        double = _drawn(client)
        assert len(double) > EACH
        planted = double[::4]
        for id_ in double:
            _decide(client, "ann", id_, "barrier")
        assert client.get("/v1/queue", headers=as_("chief")).json()["pending"] == len(double)
        counted = client.get("/v1/queries/influences_by_frequency").json()["rows"]
        assert {row["papers"] for row in counted} == {0}, "pending decisions count nowhere"
        for id_ in double:
            _decide(client, "ben", id_, "facilitator" if id_ in planted else "barrier")
        alone = [one["suggestion_id"] for one in client.get("/v1/queue", headers=as_("ann")).json()["suggestions"]]
        assert alone
        assert not set(alone) & set(double)
        for id_ in alone:
            _decide(client, "ann", id_, "mixed")

        before = json.loads(narragraph("agreement", place, "--json").out)["rows"][0]
        assert before["candidates"] + before["conflicts"] >= len(planted)
        conflicts = client.get("/v1/queue", headers=as_("chief")).json()["conflicts"]
        assert before["conflicts"] == conflicts > 0
        for number, id_ in enumerate(planted):
            claim = {"influence_id": "stigma", "direction": "barrier"}
            answer = client.post(
                "/v1/adjudications",
                headers=as_("chief"),
                json={
                    "key": f"a{number}",
                    "candidate_id": id_,
                    "verdict": "accept",
                    "claims": [claim],
                    "reason": "Read again.",
                },
            )
            assert answer.status_code in {201, 422}, answer.text  # two planted ones may be one candidate
        assert client.get("/v1/queue", headers=as_("chief")).json()["conflicts"] == 0
        level(client)
        live = client.get("/v1/queries/passages_behind", params={"limit": 10_000}).json()["rows"]
        revision = client.get("/v1/review").json()["revision"]

    assert narragraph("build", place, "--force").code == 0
    after = json.loads(narragraph("agreement", place, "--json").out)["rows"][0]
    assert after["settled"] == after["conflicts"] == before["conflicts"]
    assert after["agreed_after"] == 1.0
    with desk_client(place) as client:
        assert client.get("/v1/queries/passages_behind", params={"limit": 10_000}).json()["rows"] == live
        assert client.get("/v1/review").json()["revision"] == revision

    parts = ("--made", "public-stigma=Public stigma", "--made", "self-stigma=Self-stigma")
    split = narragraph("codebook", "split", "stigma", *parts, "--curator", "chief", "--folder", place)
    assert split.code == 0, split.err
    changed = json.loads(narragraph("diff", tmp_path / "before", place, "--json").out)
    assert "stigma" in json.dumps(changed)
    assert narragraph("build", place).code == 0
    verified = narragraph("verify", place)
    assert verified.code == 0, verified.out + verified.err
