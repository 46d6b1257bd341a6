"""/v1/graph: what it holds against the table of the small graph, how it opens, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from http_client import client_of
from matrix_graph import matrix_tables
from small_graph import node_rows, small_tables

from api.app import create_app
from api.graph import FORMATS
from api.problems import MEDIA
from api.source import GraphSource
from cli.main import run
from graph.build import build
from graph.config import Config
from graph.dialects.shapes import VOCABULARY
from graph.schema import EDGE
from graph.tables import GraphTables

CONFIG = Config(buffer_pool_mb=64)
KINDS = ("influences", "influence_settings", "full")
ODD = "odd/ä?&#%2F '\"<"


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A review in which a and b go together, and c and d do, beyond chance; e is with everything."""
    folder = tmp_path_factory.mktemp("firm")
    build(matrix_tables(["abe", "cde"] * 12 + ["ace", "bde", "ade", "bce"]), folder, CONFIG)
    with client_of(create_app(GraphSource(folder, CONFIG))) as opened:
        yield opened


def asked(client: TestClient, **given: object) -> Any:
    """The graph as node-link, which is the plainest."""
    answer = client.get("/v1/graph", params={"format": "d3", **given})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_influences_are_counted_as_the_table_says(client: TestClient) -> None:
    said = asked(client, all=True)
    nodes = {node["entity_id"]: node for node in said["nodes"]}
    assert {id_: node["papers"] for id_, node in nodes.items()} == {
        "culture": 2,
        "pay": 1,
        "role": 0,
        "support": 0,
        "training": 3,
    }
    training = nodes["training"]
    assert [training[name] for name in ("facilitator", "barrier", "mixed", "absent", "passages")] == [2, 0, 1, 1, 5]
    assert (training["share"], training["looked_for_papers"]) == (0.6, 5)
    assert "share" not in nodes["support"], "nobody looked for it"
    (edge,) = said["links"]
    assert (edge["source"], edge["target"]) == ("Influence:culture", "Influence:training")
    assert (edge["kind"], edge["shared"], edge["weight"], edge["beyond_chance"]) == ("CO_OCCURS", 1, 1.0, False)


def test_edges_are_the_pairs_of_the_measure(firm: TestClient) -> None:
    """Only pairs beyond chance unless all is asked for, with the very figures of /v1/numbers/pairs."""
    quick = {"samples": "500"}
    for given in ({"all": "true", **quick}, {"correction": "benjamini_hochberg", **quick}, quick):
        rows = firm.get("/v1/numbers/pairs", params=given).json()["rows"]
        adjusted = "p_bh" if given.get("correction") == "benjamini_hochberg" else "p_holm"
        pairs = {
            (f"Influence:{row['a_influence_id']}", f"Influence:{row['b_influence_id']}"): (
                *(row[name] for name in ("shared", "expected", "p", "beyond_chance")),
                row[adjusted],
            )
            for row in rows
        }
        links = asked(firm, **given)["links"]
        found = {
            (link["source"], link["target"]): tuple(
                link.get(name) for name in ("shared", "expected", "p", "beyond_chance", "p_adj")
            )
            for link in links
        }
        assert found == pairs
    assert {(link["source"][-1], link["target"][-1]) for link in asked(firm)["links"]} == {("a", "b"), ("c", "d")}
    assert len(asked(firm, all=True)["links"]) == 10


def test_settings_have_an_edge_for_each_direction(client: TestClient) -> None:
    said = asked(client, kind="influence_settings")
    clinic, ward = "Setting:setting:service/clinic", "Setting:setting:service/ward"
    found = {(link["source"], link["target"], link["direction"]): link["weight"] for link in said["links"]}
    assert found == {
        ("Influence:training", clinic, "mixed"): 1,
        ("Influence:training", clinic, "facilitator"): 2,
        ("Influence:culture", clinic, "mixed"): 1,
        ("Influence:culture", clinic, "neutral"): 1,
        ("Influence:culture", ward, "neutral"): 1,
        ("Influence:pay", ward, "barrier"): 1,
    }
    assert (said["directed"], said["multigraph"]) == (True, True)
    drafts = asked(client, kind="influence_settings", status="draft")
    assert [(link["source"], link["direction"]) for link in drafts["links"]] == [("Influence:draft:tea", "unclear")]


def test_studies_are_another_unit(client: TestClient) -> None:
    said = asked(client, kind="influence_settings", unit="study")
    weights = {(link["source"], link["direction"]): link["weight"] for link in said["links"]}
    assert weights["Influence:training", "facilitator"] == 1, "B and C are one study"
    assert said["graph"]["unit"] == "study"


def test_full_graph_holds_every_stored_node_and_relationship(client: TestClient) -> None:
    said, tables = asked(client, kind="full"), small_tables()
    labels = ("Paper", "Study", "Setting", "Influence", "Finding")
    nodes = {(label, id_) for label in labels for id_ in tables.nodes[label].column("id").to_pylist()}
    assert {(node["kind"], node["entity_id"]) for node in said["nodes"]} == nodes
    edges = {
        (type_, f"{EDGE[type_].start}:{row['start_id']}", f"{EDGE[type_].end}:{row['end_id']}")
        for type_, table in tables.edges.items()
        if {EDGE[type_].start, EDGE[type_].end} <= set(labels)
        for row in table.to_pylist()
    }
    assert {(link["kind"], link["source"], link["target"]) for link in said["links"]} == edges
    assert len(edges) >= 64
    related = {(link["source"], link["target"]): link["related_as"] for link in said["links"] if "related_as" in link}
    assert related == {
        (f"Paper:{row['start_id']}", f"Paper:{row['end_id']}"): row["kind"]
        for row in (tables.edges["RELATED_TO"].to_pylist() if "RELATED_TO" in tables.edges else [])
    }
    paper = next(node for node in said["nodes"] if node["id"] == "Paper:A")
    assert (paper["title"], paper["authors"], paper["year"], paper["extracted"]) == ("Paper A", "Author A", 2010, True)
    assert next(node for node in said["nodes"] if node["kind"] == "Setting")["setting_kind"] == "country"


def test_filter_on_the_full_graph_keeps_what_counts(client: TestClient) -> None:
    said = asked(client, kind="full", where=["year=2011..2014"])
    nodes = {(node["kind"], node["entity_id"]) for node in said["nodes"] if node["kind"] != "Finding"}
    assert nodes == {
        *(("Paper", id_) for id_ in "BCDE"),
        *(("Study", id_) for id_ in ("S1", "SD", "SE")),
        *(("Setting", f"setting:{id_}") for id_ in ("service/clinic", "service/ward", "country/x")),
        *(("Influence", id_) for id_ in ("training", "pay", "culture", "draft:tea")),
    }
    findings = [node for node in said["nodes"] if node["kind"] == "Finding"]
    assert len(findings) == 7
    assert all(node["counted"] for node in findings), "E's recommendation is stored and not counted"
    ids = {node["id"] for node in said["nodes"]}
    assert {end for link in said["links"] for end in (link["source"], link["target"])} <= ids
    assert sum(link["kind"] == "REPORTS" for link in said["links"]) == 7
    assert "2011" in said["graph"]["filter"]
    clinic = asked(client, kind="full", where=["setting=setting:service/clinic", "year=2013"])
    kept = {node["entity_id"] for node in clinic["nodes"]}
    assert {"D", "SD", "culture", "setting:service/clinic", "setting:country/x"} <= kept
    assert "setting:service/ward" not in kept
    assert "training" not in kept, "its absent finding names no setting"


def _passages(client: TestClient, href: str) -> list[dict[str, Any]]:
    """The passages behind an address, in one step or over the findings."""
    answer = client.get(href)
    assert answer.status_code == 200, answer.text
    if href.startswith("/v1/queries/passages_behind"):
        return list(answer.json()["rows"])
    assert href.startswith("/v1/numbers/findings_behind")
    return [row for links in answer.json()["opens"] for row in client.get(links["passages"]).json()["rows"]]


def test_every_address_of_a_counted_graph_answers_with_its_passages(client: TestClient) -> None:
    for given in ({"kind": "influences", "all": True}, {"kind": "influence_settings"}):
        for where in ([], ["year=2010..2013"]):
            said = asked(client, where=where, **given)
            assert said["links"]
            for link in said["links"]:
                rows = _passages(client, link["href"])
                assert len({row["paper_id"] for row in rows}) >= link["weight"], link
                ends = {link["source"].partition(":")[2], link["target"].partition(":")[2]}
                assert {row["influence_id"] for row in rows} <= ends
            for node in said["nodes"]:
                rows = _passages(client, node["href"])
                if node["kind"] == "Influence":
                    assert len({row["paper_id"] for row in rows}) == node["papers"], node
                    assert len({row["passage_id"] for row in rows}) == node["passages"], node


def test_every_address_of_the_full_graph_answers(client: TestClient) -> None:
    said = asked(client, kind="full")
    findings = {node["id"] for node in said["nodes"] if node["kind"] == "Finding"}
    for thing in (*said["nodes"], *said["links"]):
        rows = _passages(client, thing["href"])
        if findings & {thing.get("id"), thing.get("source"), thing.get("target")}:
            assert len({row["finding_id"] for row in rows}) == 1, thing


def test_filter_reaches_every_figure(client: TestClient) -> None:
    said = asked(client, where=["year=2011..2012"], all=True, least=1)
    assert "2011" in said["graph"]["filter"]
    assert {node["entity_id"]: node["papers"] for node in said["nodes"]}["training"] == 2  # B and C
    assert [(link["source"], link["target"], link["shared"]) for link in said["links"]] == [
        ("Influence:pay", "Influence:training", 1)
    ]


def test_every_attribute_is_in_the_vocabulary_with_its_type(client: TestClient, firm: TestClient) -> None:
    types = {"string": str, "integer": int, "float": float, "boolean": bool}
    for said in (*(asked(client, kind=kind) for kind in KINDS), asked(firm)):
        for of, things in (("node", said["nodes"]), ("edge", said["links"])):
            known = {one.name: types[one.type] for one in VOCABULARY if one.of in {of, "both"}}
            for thing in things:
                assert {name: type(value) for name, value in thing.items()} == {name: known[name] for name in thing}


def test_meta_says_how_it_was_counted(firm: TestClient) -> None:
    said = asked(firm)["graph"]
    assert (said["revision"], said["unit"], said["window"], said["filter"]) == ("r1", "paper", "paper", "no filter")
    assert said["counted"]["null_model"] == "permutation"
    assert said["counted"]["seed"] == said["parameters"]["seed"]
    assert (said["nodes"], said["edges"], said["truncated"]) == (5, 2, False)
    assert "does not relicense" in said["licences"]["quotes"]


def test_limit_leaves_out_the_weakest_and_says_so(firm: TestClient) -> None:
    answer = firm.get("/v1/graph", params={"all": True, "limit": 4, "format": "d3"})
    said = answer.json()
    assert len(said["links"]) == 4
    assert min(link["weight"] for link in said["links"]) == 14  # e with each of the four others
    assert said["graph"]["truncated"] is True
    assert answer.headers["X-Narragraph-Truncated"] == "true"


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_format_of_every_kind(client: TestClient, kind: str, form: str) -> None:
    asked_for = {"kind": kind, "format": form}
    answer = client.get("/v1/graph", params=asked_for)
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, FORMATS[form])
    assert answer.headers["X-Narragraph-Revision"] == "r1"
    assert ("attachment" in answer.headers.get("content-disposition", "")) == (FORMATS[form] != "application/json")
    tag = answer.headers["etag"]
    again = client.get("/v1/graph", params=asked_for, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = client.get("/v1/graph", params={**asked_for, "kind": "full" if kind != "full" else "influences"})
    assert other.headers["etag"] != tag


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("*/*", "application/json"),
        ("application/graphml+xml", "application/graphml+xml"),
        ("text/html, application/gexf+xml;q=0.8, application/json;q=0.5", "application/gexf+xml"),
        ("text/csv", "text/csv"),
        ("application/ld+json", "application/ld+json"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("application/zip", "application/zip"),
    ],
)
def test_accept_header_chooses(client: TestClient, accept: str, media: str) -> None:
    answer = client.get("/v1/graph", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media)
    assert "Accept" in answer.headers["vary"]


def _refused(answer: httpx.Response, status: int, *words: str) -> None:
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA)
    for word in words:
        assert word in answer.json()["detail"]


def test_default_that_does_not_belong_to_the_kind_is_no_wish(client: TestClient) -> None:
    """Clients made from the contract send every default."""
    plain, sent = "/v1/graph?kind=full", "&window=paper&all=false&level=0.05&least=2"
    assert client.get(plain + sent).content == client.get(plain).content


def test_unknown_format_is_refused_with_the_list(client: TestClient) -> None:
    _refused(client.get("/v1/graph?format=dot"), 406, *FORMATS)
    _refused(client.get("/v1/graph", headers={"Accept": "image/png"}), 406, *FORMATS)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("kind=influence", ["is not one of", "influence_settings"]),
        ("kind=full&window=study", ["does not belong to kind=full"]),
        ("kind=full&where=country=Atlantis", ["Atlantis"]),
        ("kind=influence_settings&all=true", ["does not belong to kind=influence_settings", "unit"]),
        ("level=0", ["between 0 and 1"]),
        ("level=nan", ["between 0 and 1"]),
        ("limit=0", ["out of range"]),
        ("samples=9999999", ["out of range"]),
        ("window=paper&window=study", ["more than once"]),
        ("windows=paper", ["no such parameter"]),
        ("where=country=Atlantis", ["Atlantis"]),
        ("where=nonsense", ["nonsense"]),
        ("where=year=1900..1901", ["nothing to count"]),
        ("where=year=2011..2012", ["No pair of influences is left", "at least 2 windows"]),
        ("window=section", ["section"]),
    ],
)
def test_what_cannot_be_is_refused_in_words(client: TestClient, query: str, words: list[str]) -> None:
    _refused(client.get(f"/v1/graph?{query}"), 422, *words)


def test_ids_with_slashes_and_quotes_open(tmp_path: Path) -> None:
    small = small_tables()
    odd = node_rows("Influence", [{"id": ODD, "name": "</script>", "status": "active", "level": 0}])
    influences = pa.concat_tables([small.nodes["Influence"], odd])
    build(GraphTables(small.nodes | {"Influence": influences}, small.edges), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as client:
        for kind in KINDS:
            (node,) = [node for node in asked(client, kind=kind)["nodes"] if node["entity_id"] == ODD]
            assert _passages(client, node["href"]) == []
            for form in FORMATS:
                assert client.get("/v1/graph", params={"kind": kind, "format": form}).status_code == 200


def _all_bytes(client: TestClient) -> dict[tuple[str, str], bytes]:
    return {
        (kind, form): client.get("/v1/graph", params={"kind": kind, "format": form}).content
        for kind in KINDS
        for form in FORMATS
    }


def test_same_revision_gives_the_same_bytes_and_another_one_another_tag(client: TestClient, tmp_path: Path) -> None:
    build(small_tables(), tmp_path, CONFIG)
    with client_of(create_app(GraphSource(tmp_path, CONFIG))) as again:
        assert _all_bytes(again) == _all_bytes(client)
        before = again.get("/v1/graph").headers["etag"]
        build(small_tables("r2"), tmp_path, CONFIG)
        after = again.get("/v1/graph", headers={"If-None-Match": before})
        assert (after.status_code, after.json()["data"]["revision"]) == (200, "r2")


@pytest.mark.neo4j
def test_both_engines_give_the_same_bytes(client: TestClient, clean_neo4j: Config, tmp_path: Path) -> None:
    build(small_tables(), tmp_path, clean_neo4j)
    with client_of(create_app(GraphSource(tmp_path, clean_neo4j))) as other:
        for kind in KINDS:
            assert other.get(f"/v1/graph?kind={kind}").content == client.get(f"/v1/graph?kind={kind}").content


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small graph in a folder that the command line knows for a review."""
    folder = tmp_path_factory.mktemp("review")
    (folder / "review.toml").write_text('[review]\nid = "small"\ntitle = "A small review"\n', encoding="utf-8")
    build(small_tables(), folder, CONFIG)
    return folder


def test_command_line_writes_what_the_server_answers(client: TestClient, review: Path, tmp_path: Path) -> None:
    for kind, form, words in (
        ("influences", "gexf", ["--all"]),
        ("influence_settings", "parquet", ["--where", "year=2010..2012"]),
        ("full", "cypher", []),
        ("full", "d3", ["--where", "year=2011..2014"]),
    ):
        out = tmp_path / f"out.{form}"
        assert run(["export", str(review), "--kind", kind, "--format", form, "--out", str(out), *words]) == 0
        given = {"all": "true"} if words[:1] == ["--all"] else {"where": words[1]} if words else {}
        assert out.read_bytes() == client.get("/v1/graph", params={"kind": kind, "format": form, **given}).content


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "gexf"], "add --kind influences"),
        (["--format", "jsonl", "--kind", "full"], "does not come as jsonl"),
        (["--format", "csv", "--kind", "full", "--raw"], "do not go with --kind"),
        (["--format", "d3", "--kind", "full", "--query", "papers"], "give one"),
        (["--format", "d3", "--kind", "full", "--all"], "does not belong to kind=full"),
        (["--format", "d3", "--kind", "influences", "--levl", "1"], 'Did you mean "--level"?'),
    ],
)
def test_command_line_refuses(review: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["export", str(review), "--out", "-", *words]) == 2
    assert message in capsys.readouterr().err


def test_many_clients_at_once_get_one_answer(small_folder: Path) -> None:
    with client_of(create_app(GraphSource(small_folder, CONFIG))) as fresh, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: fresh.get("/v1/graph?kind=influence_settings"), range(16)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({json.dumps(answer.json()) for answer in answers}) == 1
