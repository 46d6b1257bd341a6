"""The OpenAPI document: whole, true, and with an example for every model and every query."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from http_client import given
from jsonschema import Draft202012Validator

from api.numbers import capped
from api.problems import MEDIA
from api.resources import resources
from graph.queries import queries
from graph.requested import REQUESTED
from synthesis.charts.kinds import KINDS
from synthesis.measures import FUNCTIONS

QUERIES = sorted(queries())


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    said: dict[str, Any] = client.get("/openapi.json").json()
    return said


def operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        yield path, methods["get"]


def faults(document: dict[str, Any], schema: dict[str, Any], value: object) -> list[str]:
    """What is wrong with a value under a schema of the document."""
    whole = {**schema, "components": document["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def test_document_is_openapi_3_1_with_every_route(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1.")
    fixed = {
        "/v1/review",
        "/v1/queries",
        "/v1/numbers",
        "/livez",
        "/readyz",
        "/version",
        "/errors",
        "/errors/{slug}",
        "/v1/graph",
        "/v1/charts",
        "/v1/revisions",
        "/v1/diff",
    }
    named = {f"/v1/queries/{name}" for name in QUERIES} | {f"/v1/numbers/{name}" for name in FUNCTIONS}
    named |= {f"/v1/charts/{name}" for name in KINDS}
    lists = resources(capped())
    named |= {one.path for one in lists} | {f"{one.path}/{{{one.one[0]}}}" for one in lists if one.one}
    assert set(document["paths"]) == fixed | named


def test_operation_ids_are_unique_and_are_names(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(name.isidentifier() for name in ids)
    assert set(QUERIES) <= set(ids)


def test_every_operation_has_a_summary_and_a_known_tag(document: dict[str, Any]) -> None:
    tags = {tag["name"] for tag in document["tags"]}
    for path, operation in operations(document):
        assert operation["summary"], path
        assert operation["description"].strip().endswith("."), path
        assert set(operation["tags"]) <= tags, path


def test_every_model_has_an_example_that_is_valid(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert len(schemas) > 2 * len(QUERIES)
    assert [name for name in schemas if not name.isalpha()] == [], "two models of one name"
    for name, schema in schemas.items():
        assert schema.get("examples"), f"{name} shows no example"
        for example in schema["examples"]:
            assert faults(document, {"$ref": f"#/components/schemas/{name}"}, example) == [], name


def test_an_example_that_is_wrong_would_be_seen(document: dict[str, Any]) -> None:
    assert faults(document, {"$ref": "#/components/schemas/PapersAnswer"}, {"rows": []})


@pytest.mark.parametrize("name", QUERIES)
def test_query_shows_an_example_of_each_form(document: dict[str, Any], name: str) -> None:
    content = document["paths"][f"/v1/queries/{name}"]["get"]["responses"]["200"]["content"]
    assert set(content) == {"application/json", "text/csv", "application/jsonl"}
    shown = content["application/json"]["example"]
    assert faults(document, content["application/json"]["schema"], shown) == []
    (row,) = shown["rows"]
    columns = [column.name for column in queries()[name].columns]
    assert list(row) == columns
    assert content["text/csv"]["example"].splitlines()[0].split(",") == columns
    assert content["application/jsonl"]["example"].endswith("}\n")
    opened = [{opening.column for opening in queries()[name].opens}] if queries()[name].opens else []
    assert [set(links) for links in shown["opens"]] == opened


@pytest.mark.parametrize("name", QUERIES)
def test_parameters_are_those_of_the_header_with_valid_examples(document: dict[str, Any], name: str) -> None:
    said = document["paths"][f"/v1/queries/{name}"]["get"]["parameters"]
    assert [p["name"] for p in said] == [*(p.name for p in queries()[name].parameters), "format"]
    for parameter in said:
        assert parameter["description"]
        assert faults(document, parameter["schema"], parameter["example"]) == [], parameter["name"]


def test_example_parameters_are_answered(document: dict[str, Any], client: TestClient) -> None:
    """Examples speak of the small graph: what they show can be asked there."""
    for name in QUERIES:
        said = document["paths"][f"/v1/queries/{name}"]["get"]["parameters"]
        asked = {p["name"]: p["example"] for p in said if p.get("required")}
        answer = client.get(f"/v1/queries/{name}", params=asked)
        assert answer.status_code == 200, answer.json()


@pytest.mark.parametrize("name", QUERIES)
def test_real_answer_is_as_the_contract_says(document: dict[str, Any], client: TestClient, name: str) -> None:
    answer = client.get(f"/v1/queries/{name}", params=given(name))
    said = document["paths"][f"/v1/queries/{name}"]["get"]["responses"]["200"]
    assert faults(document, said["content"]["application/json"]["schema"], answer.json()) == []
    # What was made on request may be made anew on the same revision, so no tag could tell.
    untagged = {"ETag"} if any(type_ in queries()[name].text for type_ in REQUESTED) else set()
    assert set(said["headers"]) - {"X-Narragraph-Guarded-Cells"} - untagged == {
        name for name in said["headers"] if name.lower() in answer.headers
    }


def test_every_error_is_a_problem(document: dict[str, Any]) -> None:
    for path, operation in operations(document):
        errors = {code: said for code, said in operation["responses"].items() if code >= "400"}
        assert {"400", "414", "422", "500"} <= set(errors), path
        for said in errors.values():
            assert said["content"] == {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}, path


def test_framework_leaves_no_error_body_of_its_own(document: dict[str, Any]) -> None:
    assert not [name for name in document["components"]["schemas"] if "ValidationError" in name]


def test_every_get_but_health_documents_not_modified(document: dict[str, Any]) -> None:
    without = {path for path, operation in operations(document) if "304" not in operation["responses"]}
    assert without == {"/livez", "/readyz", "/v1/revisions"}


def test_catalogue_agrees_with_the_contract(document: dict[str, Any], client: TestClient) -> None:
    for entry in client.get("/v1/queries").json():
        operation = document["paths"][entry["href"]]["get"]
        assert operation["summary"] == entry["summary"]
        assert [p["name"] for p in entry["parameters"]] == [p["name"] for p in operation["parameters"]][:-1]
        for opening in entry["opens"]:
            assert set(opening["arguments"]) <= {p.name for p in queries()[opening["query"]].parameters}
