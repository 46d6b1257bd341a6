"""The contract under fire: what it says happens, and nothing else; whatever is asked, no answer is a 5xx."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import pytest
import schemathesis
from fastapi.testclient import TestClient
from http_client import client_of
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.numbers import capped
from api.problems import MEDIA
from api.resources import resources
from api.source import GraphSource
from graph.config import Config
from graph.queries import queries
from synthesis.charts.kinds import KINDS
from synthesis.measures import FUNCTIONS

HOST = {"Host": "127.0.0.1"}
FIXED = (
    *("/v1/review", "/v1/queries", "/v1/numbers", "/v1/charts"),
    *("/livez", "/readyz", "/version", "/errors", "/errors/{slug}", "/v1/revisions"),
)
CHARTS = tuple(f"/v1/charts/{name}" for name in KINDS)
MEASURES = (*(f"/v1/numbers/{name}" for name in FUNCTIONS), *CHARTS, "/v1/graph")
RESOURCES = resources(capped())
LISTS = tuple(one.path for one in RESOURCES)
THINGS = tuple(f"{one.path}/{{{one.one[0]}}}" for one in RESOURCES if one.one)
PATHS = (*FIXED, *(f"/v1/queries/{name}" for name in sorted(queries())), *MEASURES, *LISTS, *THINGS, "/v1/diff")
COUNTED = [
    (path, mode)
    for path in (*MEASURES, *LISTS, "/v1/diff")
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
]
UNSURE = {path for path, _ in COUNTED}
CASES = [
    *((path, GenerationMode.POSITIVE) for path in PATHS if path not in UNSURE),
    *((path, GenerationMode.NEGATIVE) for path in PATHS if path not in {*FIXED, *UNSURE}),  # the others take nothing
]
EXAMPLES = 12
"""Requests for each operation and mode; the graph is asked each time."""


@pytest.fixture(scope="session")
def contract(small_folder: Path) -> schemathesis.openapi.OpenApiSchema:
    """The contract as a fuzzer reads it, with the application behind it."""
    app = create_app(GraphSource(small_folder, Config(buffer_pool_mb=64)))
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=HOST)


@pytest.mark.parametrize(("path", "mode"), CASES)
@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_route_keeps_its_contract(
    contract: schemathesis.openapi.OpenApiSchema, path: str, mode: GenerationMode, data: st.DataObject
) -> None:
    """Statuses, media types, bodies and headers are those that the contract names; what it forbids is refused."""
    operation = contract[path]["GET"]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    answer = case.call(headers=HOST)
    assume(answer.status_code != 414)  # the fuzzer does not count it as a refusal; test_routes.py asks for it
    case.validate_response(answer, headers=HOST)


@pytest.mark.parametrize(("path", "mode"), COUNTED)
@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_measure_keeps_its_contract(
    contract: schemathesis.openapi.OpenApiSchema, path: str, mode: GenerationMode, data: st.DataObject
) -> None:
    """As above; but a filter may name what this review does not have, or leave nothing to count, and a cursor or an
    earlier revision of the fuzzer's own is none (422, 404)."""
    case = data.draw(contract[path]["GET"].as_strategy(generation_mode=mode))
    answer = case.call(headers=HOST)
    assume(answer.status_code != 414)
    case.validate_response(answer, headers=HOST, excluded_checks=[positive_data_acceptance])


def test_every_route_of_the_contract_is_under_fire(contract: schemathesis.openapi.OpenApiSchema) -> None:
    assert {operation.ok().path for operation in contract.get_all_operations()} == set(PATHS)


@settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_twenty_clients_at_once_keep_the_contract(
    contract: schemathesis.openapi.OpenApiSchema, data: st.DataObject
) -> None:
    """Every route but the pictures once in each round, from twenty threads: no answer is mixed up with another."""
    cases = [data.draw(contract[path]["GET"].as_strategy()) for path in PATHS if path not in CHARTS]
    with ThreadPoolExecutor(20) as clients:
        answers = list(clients.map(lambda case: case.call(headers=HOST), cases))
    for case, answer in zip(cases, answers, strict=True):
        if answer.status_code != 414:
            case.validate_response(answer, headers=HOST, excluded_checks=[positive_data_acceptance])


WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["training", "\x00", "é", "𝕏", "'", '"', "\\", "`", "$limit", "{}", "' OR 1=1 //", "9" * 400, "-1"]
    ),
    st.text(alphabet="ab/:%\x00\u202e\ud7ff", min_size=1800, max_size=2100),
)


@pytest.mark.parametrize("name", sorted(queries()))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_value_of_any_parameter_is_a_failure_of_the_server(
    client: TestClient, name: str, data: st.DataObject
) -> None:
    asked = {p.name: data.draw(WORDS, label=p.name) for p in queries()[name].parameters if data.draw(st.booleans())}
    answer = client.get(f"/v1/queries/{name}", params=asked)
    assert answer.status_code in {200, 404, 414, 422}, answer.text
    if answer.status_code == 200:
        assert answer.json()["meta"]["query"] == name
    else:
        assert answer.headers["content-type"] == MEDIA
        assert not [word for word in ("MATCH (", "RETURN ", "Traceback") if word in answer.json()["detail"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=40))
def test_no_bytes_of_a_query_string_are_a_failure_of_the_server(client: TestClient, raw: bytes) -> None:
    answer = client.get(f"/v1/queries/papers?{quote(raw, safe='=&%+;')}")
    assert answer.status_code in {200, 400, 404, 406, 422}, answer.text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.text(max_size=40))
def test_no_path_is_a_failure_of_the_server(client: TestClient, path: str) -> None:
    for start in ("/", "/v1/queries/", "/errors/"):
        answer = client.get(start + quote(path, safe="/", errors="replace"))
        assert answer.status_code in {200, 400, 404}, answer.text
        if answer.status_code != 200:
            assert answer.headers["content-type"] == MEDIA


def test_very_many_and_very_long_ids_are_refused_in_our_words(small_folder: Path) -> None:
    with client_of(create_app(GraphSource(small_folder, Config(buffer_pool_mb=64)))) as client:
        route = "/v1/queries/papers_reporting"
        many = client.get(route, params={"influence_ids": [f"i{number}" for number in range(201)]})
        assert (many.status_code, "at most 200 values" in many.json()["detail"]) == (422, True)
        long = client.get(route, params={"influence_ids": "x" * 2001})
        assert (long.status_code, "longer than 2000" in long.json()["detail"]) == (422, True)
        assert client.get(route, params={"influence_ids": "x" * 2000}).status_code == 404
