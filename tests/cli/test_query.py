"""`narragraph query` on the small graph of tests/support/small_graph.py."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Here, in_shell

from graph.queries import queries


@pytest.fixture(autouse=True)
def _inside(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_folder)


def test_query_lists_every_query_with_its_summary(narragraph: Here) -> None:
    ran = narragraph("query")
    assert ran.code == 0
    flat = " ".join(ran.out.split())
    for query in queries().values():
        assert f"{query.name} {query.summary}" in flat
    assert ran.out.index("Needs nothing") < ran.out.index("Needs --influence-id")


def test_query_lists_as_json(narragraph: Here) -> None:
    listed = json.loads(narragraph("query", "--json").out)["queries"]
    assert {query["name"] for query in listed} == set(queries())
    assert all(query["columns"] and query["summary"] for query in listed)


@pytest.mark.parametrize("name", list(queries()))
def test_query_describes_every_query_from_its_header(narragraph: Here, name: str) -> None:
    ran = narragraph("query", name, "--help")
    assert (ran.code, ran.err) == (0, "")
    flat = " ".join(ran.out.split())
    query = queries()[name]
    assert query.summary in flat
    for parameter in query.parameters:
        assert f"--{parameter.name.replace('_', '-')} {parameter.meaning}" in flat
    for column in query.columns:
        assert f"{column.name} {column.meaning} ({column.type})" in flat
    assert json.loads(narragraph("query", name, "--help", "--json").out)["name"] == name


def test_query_help_without_a_name_is_the_command_s(narragraph: Here) -> None:
    assert "Usage: narragraph query" in narragraph("query", "--help").out


def test_answer_in_a_pipe_is_csv(narragraph: Here) -> None:
    ran = narragraph("query", "influences_by_frequency")
    rows = list(csv.DictReader(io.StringIO(ran.out)))
    # by hand from the table of small_graph.py: A, B and C report training; E's is only a recommendation
    assert {row["influence_id"]: row["papers"] for row in rows} == {
        "training": "3",
        "culture": "2",
        "pay": "1",
        "draft:tea": "1",
        "role": "0",
        "support": "0",
    }
    assert {row["influence_id"]: row["looked_for_papers"] for row in rows}["draft:tea"] == ""


def test_footer_tells_unit_and_revision(narragraph: Here) -> None:
    err = narragraph("query", "influences_by_frequency").err
    assert "6 rows." in err
    assert "unit" in err
    assert 'Review "small", revision r1, codebook c1, ladybug.' in err


def test_quiet_leaves_only_the_data(narragraph: Here) -> None:
    ran = narragraph("query", "settings", "--quiet")
    assert ran.err == ""
    assert ran.out.startswith("setting_id,")


def test_json_answer_says_where_it_comes_from(narragraph: Here) -> None:
    answer = json.loads(narragraph("query", "influences_by_frequency", "--status", "draft", "--json").out)
    assert answer["revision"] == "r1"
    assert answer["unit"] == "paper"
    assert answer["truncated"] is False
    assert answer["parameters"] == {"status": "draft", "limit": 500}
    assert [row["papers"] for row in answer["rows"]] == [1]
    assert answer["rows"][0]["looked_for_papers"] is None


def test_cut_off_answers_are_told_even_when_quiet(narragraph: Here) -> None:
    ran = narragraph("query", "influences_by_frequency", "--limit", "2", "--quiet")
    assert len(ran.out.splitlines()) == 3
    assert ran.err.startswith("CUT OFF after 2 rows: there are more. Ask again with a higher --limit (at most 10000).")


def test_answer_that_fits_is_not_called_cut_off(narragraph: Here) -> None:
    assert "CUT OFF" not in narragraph("query", "influences_by_frequency", "--limit", "6").err


def test_the_command_that_opens_a_figure_can_be_pasted(narragraph: Here, small_folder: Path) -> None:
    said = narragraph("query", "influences_by_frequency", "--folder", small_folder).err
    match = re.search(r"Open a figure, here papers = 3: narragraph (.*)", said)
    assert match is not None
    ran = narragraph(*shlex.split(match[1]), "--json")
    rows = json.loads(ran.out)["rows"]
    assert {row["paper_id"] for row in rows} == {"A", "B", "C"}
    assert all(row["quote"] for row in rows)


def test_list_parameters_are_repeated(narragraph: Here) -> None:
    words = ["--influence-ids", "training", "--influence-ids", "culture"]
    rows = json.loads(narragraph("query", "papers_reporting", *words, "--json").out)["rows"]
    assert [row["paper_id"] for row in rows] == ["A"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["influences_by_freqency"], 2, 'Did you mean "influences_by_frequency"'),
        (["influences_by_frequency", "--limit", "x"], 2, '"x" is not of type integer'),
        (["influences_by_frequency", "--limit", "0"], 2, "Use 1 to 10000"),
        (["influences_by_frequency", "--status", "drafts"], 2, 'Did you mean "draft"?'),
        (["settings_of_influence"], 2, "it is needed"),
        (["settings_of_influence", "--influence-id", "trainin"], 1, 'Did you mean "training"?'),
        (["settings_of_influence", "--influence", "training"], 2, 'Did you mean "--influence-id"?'),
        (["--limit", "3", "influences_by_frequency"], 2, "name the query before its parameters"),
    ],
)
def test_wrong_questions_get_one_sentence(narragraph: Here, words: list[str], code: int, message: str) -> None:
    ran = narragraph("query", *words)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert ran.err.count("\n") == 1


def test_folder_without_a_graph_says_what_to_do(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text('[review]\nid = "a"\ntitle = "A"\n', encoding="utf-8")
    ran = narragraph("query", "settings", "--folder", tmp_path)
    assert ran.code == 1
    assert "Run `narragraph build`" in ran.err


def test_server_that_is_down_ends_in_4(narragraph: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRAGRAPH_NEO4J_URI", "bolt://127.0.0.1:1")
    ran = narragraph("query", "settings", "--engine", "neo4j")
    assert ran.code == 4
    assert "bolt://127.0.0.1:1" in ran.err


def test_embedded_query_imports_nothing_it_does_not_need(small_folder: Path) -> None:
    heavy = ["pandas", "pyarrow", "networkx", "fastapi", "neo4j", "uvicorn", "numpy"]
    code = (
        "import sys, cli.main; cli.main.run(['query', 'settings', '-q']); "
        "print([m for m in sys.argv[1:] if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *heavy], capture_output=True, text=True, check=True, cwd=small_folder
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_query_as_a_process_for_a_pipe(small_folder: Path) -> None:
    ran = in_shell("query", "settings", "--format", "jsonl", "-q", cwd=small_folder)
    assert (ran.code, ran.err) == (0, "")
    assert {json.loads(line)["setting_id"] for line in ran.out.splitlines()} >= {"setting:service/clinic"}
