"""The notebooks, executed as a reader does: in a kernel, with servers of their own, on copies of the bundled review."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import nbformat
import pytest
from command_line import in_shell
from missing import missing
from nbclient import NotebookClient

from graph.config import Config

PLACE = Path(__file__).resolve().parents[2] / "examples" / "notebooks"
NAMES = sorted(file.stem for file in PLACE.glob("*.ipynb"))
SHOWN = {
    "researcher": (
        r"role-definition +8 +8 [\s\S]*role-definition +10 +0\.8 +0\.49 +0\.94",
        r"unit +paper",
        r"Role definition +┆ 8 +┆ 8 +┆ 8 ",
        r"1186/1472-6963-13-188 +note",
        r"IPython\.core\.display\.SVG",
    ),
    "builder": (
        r"MultiDiGraph",
        r"/v1/queries/passages_behind\?influence_id=\S+&setting_id=setting%3Acountry%2Fuk&direction=facilitator",
        r"graphml +application/graphml\+xml +\d{4,}",
        r"facilitator +9\b",
        r"\A42\Z",
        r"\A304\Z",
        r"'near': \['training'\]",
    ),
    "curator": (
        r"Lack of training hindered the peer workers\. +training",
        r"\[\('ann', 'accept'\)\]",
        r"claims +all +4 +2 +0\.75",
        r"Training +5 +6",
        r"training +doi:10\.1108/17465721111188269 +not_reported",
    ),
    "cypher": (
        r"barrier +4",
        r"tables/codings\.csv",
        r"Role definition +8",
        r"Writing in read access mode not allowed",
    ),
    "py2neo": (
        r"\('Training', 14, 5\)",
        r"Writing in read access mode not allowed",
        r"Replace ON with FOR",
        r"CREATE INDEX FOR",
        r"ProcedureNotFound",
    ),
}
"""Expressions that the outputs of each notebook hold, in this order: what the prose around them says."""


@pytest.fixture(scope="module", autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Jupyter's own files go away with the tests; servers take little memory."""
    place = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR"):
            patch.setenv(name, str(place / name.lower()))
        patch.setenv("NARRAGRAPH_BUFFER_POOL_MB", "64")
        patch.delenv("NARRAGRAPH_ENGINE", raising=False)
        yield


@pytest.fixture(scope="module")
def filled(neo4j_config: Config) -> dict[str, str]:
    """A Neo4j server that the command of the notebooks filled; returns the variables that name it."""
    import neo4j

    user, password = neo4j_config.neo4j_username, neo4j_config.neo4j_password
    with neo4j.GraphDatabase.driver(neo4j_config.neo4j_uri, auth=(user, password) if password else None) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    named = {"NARRAGRAPH_NEO4J_URI": neo4j_config.neo4j_uri, "NARRAGRAPH_NEO4J_USERNAME": user}
    named |= {"NARRAGRAPH_NEO4J_PASSWORD": password} if password else {}
    ran = in_shell("build", PLACE.parent / "peer_support", env={**named, "NARRAGRAPH_ENGINE": "neo4j"})
    assert ran.code == 0, ran.err
    return named


def read(name: str) -> Any:
    """A stored notebook."""
    return nbformat.read(PLACE / f"{name}.ipynb", as_version=4)


def executed(name: str, **variables: str) -> list[str]:
    """What each code cell that shows something shows. Raises CellExecutionError for a cell that fails."""
    notebook = read(name)
    client = NotebookClient(notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": str(PLACE)}})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:  # for what a failed one would leave behind
        client.execute(env={**os.environ, **variables, "TMPDIR": place})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert not [output["text"] for output in outputs if output.get("name") == "stderr"]
    return [output["data"]["text/plain"] for output in outputs]


def appear_in_order(patterns: tuple[str, ...], shown: list[str]) -> None:
    left = iter(shown)
    for pattern in patterns:
        assert any(re.search(pattern, text) for text in left), (pattern, shown)


@pytest.mark.parametrize("name", ["researcher", "builder", "curator"])
def test_notebook_with_a_server_of_its_own(name: str) -> None:
    bundled = {file for file in PLACE.parent.rglob("*") if "__pycache__" not in file.parts}
    shown = executed(name)
    appear_in_order(SHOWN[name], shown)
    assert shown[-1] == "0", "the server has ended well"
    assert {file for file in PLACE.parent.rglob("*") if "__pycache__" not in file.parts} == bundled


@pytest.mark.neo4j
@pytest.mark.parametrize("name", ["cypher", "py2neo"])
def test_notebook_on_a_filled_server(name: str, filled: dict[str, str]) -> None:
    if find_spec(name) is None and name == "py2neo":
        missing("NO PY2NEO: install the extra py2neo; its notebook was NOT executed")
    appear_in_order(SHOWN[name], executed(name, **filled))


def test_every_notebook_is_executed_and_named_for_its_readers() -> None:
    assert set(NAMES) == set(SHOWN)
    readme = (PLACE / "README.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\]\((\w+)\.ipynb\)", readme)) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_notebook_is_stored_plainly(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not [cell for cell in code if cell.outputs or cell.execution_count], "clear the outputs before you commit"
    assert set(notebook.metadata["language_info"]) == {"name"}, "versions of whoever saved it last"


@pytest.mark.parametrize("name", NAMES)
def test_links_of_a_notebook_lead_somewhere(name: str) -> None:
    said = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    targets = [link for link in re.findall(r"\]\(([^)\s]+)\)", said) if not re.match(r"[a-z]+:", link)]
    assert not [target for target in targets if not (PLACE / target).exists()]
