"""Clients that generators make of the contract: docs/clients.md, typed as a reader does, against a running server."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command_line import in_shell
from fastapi.testclient import TestClient
from npm_package import npm_modules
from python_tool import python_tool
from served import Served, served

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"openapi-python-client==[\d.]+", PAGE)
NPM = re.findall(r"[@\w/-]+@\d+\.\d+\.\d+", PAGE)
MISSPELT = """
// @ts-expect-error  no such status
void api.GET("/v1/numbers/overview", { params: { query: { status: "actve" } } });
// @ts-expect-error  no such address
void api.GET("/v1/number/overview");
// @ts-expect-error  no such column
void numbers.rows[0].nmae;
// @ts-expect-error  what is sent to decide has a verdict
void (() => api.POST("/v1/decisions", { body: { key: "k-1", suggestion_id: "s:1" } }));
"""
"""Mistakes that have to be told when the program is compiled; each would be an error of its own if it were not."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server of the bundled review, at which people may decide."""
    folder = tmp_path_factory.mktemp("clients") / "review"
    shutil.copytree(ROOT / "examples" / "peer_support", folder, ignore=shutil.ignore_patterns(".narragraph"))
    ran = in_shell("build", folder, env={"NARRAGRAPH_BUFFER_POOL_MB": "64"})
    assert ran.code == 0, ran.err
    with served(folder) as running:
        yield running


def _program(language: str) -> str:
    """The program that the page shows."""
    (program,) = re.findall(rf"<!-- client: {language} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    return str(program)


def _run(words: list[str | Path], place: Path, **environment: str) -> str:
    """What a command prints. It has to end well."""
    env = {**os.environ, **environment}
    done = subprocess.run(words, cwd=place, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _expected(server: Served) -> list[str]:
    """What both programs have to print, asked without a client."""

    def asked(route: str) -> Any:
        return server.get(route, headers={"Narragraph-Curator": "ann"}).json()

    numbers = asked("/v1/numbers/overview?status=active")
    first = numbers["rows"][0]
    graph = asked("/v1/graph?kind=influence_settings&format=cytoscape")["elements"]
    waits = asked("/v1/queue")
    problem = asked("/v1/influences/trainng")
    findings = asked("/v1/findings")["meta"]["rows"]
    assert findings > 10, "more than one page"
    return [
        f"{numbers['meta']['unit']} {first['name']} {first['share']} {numbers['opens'][0]['papers']}",
        f"{findings} findings",
        f"{len(graph['nodes'])} nodes, {len(graph['edges'])} edges",
        f"{len(waits['phrases'])} of {waits['phrases_waiting']} phrases",
        f"404 {problem['type']} ['training']",
    ]


def test_python_client(server: Served, tmp_path: Path) -> None:
    (requirement,) = PYTHON
    tools = python_tool(requirement, unchecked="no Python client was generated from the contract")
    words = ["generate", "--url", f"{server.base}/openapi.json", "--meta", "none", "--output-path", "narragraph_client"]
    _run([tools / "openapi-python-client", *words], tmp_path, PATH=f"{tools}:{os.environ['PATH']}")
    (tmp_path / "use.py").write_text(_program("python"), encoding="utf-8")
    assert _run([tools / "python", "use.py", server.base], tmp_path).splitlines() == _expected(server)


@pytest.mark.node
def test_typescript_client(server: Served, tmp_path: Path) -> None:
    modules = npm_modules("clients-1", *NPM, unchecked="no TypeScript client was generated from the contract")
    (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (tmp_path / "use.ts").write_text(_program("typescript") + MISSPELT, encoding="utf-8")
    generator, compiler = (modules / name for name in ("openapi-typescript/bin/cli.js", "typescript/bin/tsc"))
    _run(["node", generator, f"{server.base}/openapi.json", "--output", "narragraph.d.ts"], tmp_path)
    _run(["node", compiler, "--strict", "--target", "es2022", "--module", "nodenext", "use.ts"], tmp_path)
    printed = _run(["node", "use.js", server.base], tmp_path).replace("[ 'training' ]", "['training']")
    assert printed.splitlines() == _expected(server)


def test_operations_have_short_names(server: Served) -> None:
    """Generated functions are called by them: `queue`, and not `queue_v1_queue_get`."""
    paths = server.get("/openapi.json").json()["paths"]
    names = [operation["operationId"] for operations in paths.values() for operation in operations.values()]
    assert {"queue", "decide", "waiting_pairs", "overview"} <= set(names)
    assert len(set(names)) == len(names)
    assert not [name for name in names if re.search(r"_v1_|_(get|post)$", name)]


def test_defaults_may_be_sent(client: TestClient) -> None:
    """Generated clients send every default of the contract. Charts take those of the measures behind them."""
    asked = 0
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        parameters = operations.get("get", {}).get("parameters", [])
        if "get" not in operations or path.startswith("/v1/charts") or any(one.get("required") for one in parameters):
            continue
        usual = {one["name"]: one["schema"]["default"] for one in parameters if "default" in one["schema"]}
        given = {name: value for name, value in usual.items() if value is not None and value != []}
        given |= {"samples": 100} if "samples" in given else {}  # the only one that takes time
        if given:
            asked += 1
            answer = client.get(path, params=_words(given))
            assert answer.status_code == 200, (path, answer.text)
    assert asked > 20


def _words(given: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value).lower() if isinstance(value, bool) else value for name, value in given.items()}
