"""The routes of curators under fire: what the contract says happens, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import schemathesis
from curated_review import curated_review
from desk_client import CONFIG, PEOPLE, as_
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from api.source import GraphSource
from cli.desk import opened
from cli.terminal import Terminal

HEADERS = {"Host": "127.0.0.1", **as_("chief")}
READS = ("/v1/queue", "/v1/suggestions/{suggestion_id}", "/v1/decisions", "/v1/pairs", "/v1/pairs/{pair_id}")
ACTS = ("decisions", "marks", "undo", "adjudications", "phrases", "assignments", "pairs")
CASES = [
    *((path, "GET", GenerationMode.POSITIVE) for path in READS),
    *((path, "GET", GenerationMode.NEGATIVE) for path in READS if "{" not in path),
    *((f"/v1/{act}", "POST", mode) for act in ACTS for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)),
]


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.openapi.OpenApiSchema]:
    folder: Path = curated_review(tmp_path_factory.mktemp("contract") / "review", more=PEOPLE)
    app = create_app(GraphSource(folder, CONFIG), opener=partial(opened, folder, Terminal(quiet=True)))
    yield schemathesis.openapi.from_asgi("/openapi.json", app, headers={"Host": "127.0.0.1"})
    app.state.desks.close()


@pytest.mark.parametrize(("path", "method", "mode"), CASES)
@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_route_keeps_its_contract(
    contract: schemathesis.openapi.OpenApiSchema, path: str, method: str, mode: GenerationMode, data: st.DataObject
) -> None:
    operation = contract[path][method]
    case = data.draw(operation.as_strategy(generation_mode=mode))
    answer = case.call(headers=HEADERS)
    assert answer.status_code < 500, answer.text
    # Nothing that a contract can say makes an id exist: what is well formed may still be refused.
    case.validate_response(answer, headers=HEADERS, excluded_checks=[positive_data_acceptance])
