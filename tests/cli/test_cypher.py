"""`narragraph cypher`: forms, parameters, limits, and the words in which it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Here
from small_graph import small_tables

from cli.cypher_settings import limits_if_on
from graph.build import build
from graph.config import Config
from graph.errors import ConfigError, ReviewFolderError
from graph.free.limits import USUAL

REVIEW = '[review]\nid = "small"\ntitle = "A small review"\n'
ON = f"{REVIEW}[cypher]\nenabled = true\nseconds = 20\nrows = 5\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cypher")
    (place / "review.toml").write_text(ON, encoding="utf-8")
    build(small_tables(), place, Config(buffer_pool_mb=64))
    return place


def test_answer_in_every_form_with_what_was_cut(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    statement = "MATCH (p:Paper) RETURN p.id AS id, {year: p.year} AS at, '=1+1' AS text ORDER BY id"
    table = narragraph("cypher", "-C", folder, statement, "--limit", 2)
    assert table.code == 0, table.err
    assert list(csv.reader(io.StringIO(table.out))) == [
        ["id", "at", "text"],
        ["A", '{"year": 2010}', "'=1+1"],
        ["B", '{"year": 2011}', "'=1+1"],
    ]
    assert "CUT OFF after 2 rows" in table.err
    assert 'Review "small", revision r1, codebook c1, ladybug.' in table.err
    said = json.loads(narragraph("cypher", "-C", folder, "--json", statement).out)
    assert (said["columns"], len(said["rows"])) == (["id", "at", "text"], 5)
    assert (said["meta"]["truncated"], said["meta"]["cut"], said["meta"]["revision"]) == (True, "rows", "r1")
    file = tmp_path / "statement.cypher"
    file.write_text(f"// papers\n{statement};\n", encoding="utf-8")
    lines = narragraph("cypher", "-C", folder, "--file", file, "--format", "jsonl").out.splitlines()
    assert json.loads(lines[0]) == {"id": "A", "at": {"year": 2010}, "text": "=1+1"}


def test_parameters_are_json_or_text(narragraph: Here, folder: Path) -> None:
    words = ["--param", "n=3", "--param", "t=A=1", "--param", 's="3"', "--param", "l=[1, 2]", "--param", "b=true"]
    ran = narragraph("cypher", "-C", folder, "--json", "RETURN $n AS n, $t AS t, $s AS s, $l AS l, $b AS b", *words)
    assert json.loads(ran.out)["rows"] == [{"n": 3, "t": "A=1", "s": "3", "l": [1, 2], "b": True}]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["CREATE (n)"], "Error: The statement was refused: line 1, column 1"),
        (["MATCH (p:Papr) RETURN p"], "Table Papr does not exist"),
        (["RETURN $x AS x"], "the parameter $x was not given"),
        (["RETURN 1 AS n", "--param", "x"], "no parameter. Write --param NAME=VALUE"),
        (["RETURN $x AS x", "--param", "x=1", "--param", "x=2"], "given twice"),
        ([], "one of the three"),
        (["RETURN 1 AS n", "--file", "x.cypher"], "one of the three"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence_and_a_usage_error(
    narragraph: Here, folder: Path, words: list[str], said: str
) -> None:
    ran = narragraph("cypher", "-C", folder, *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_missing_file_and_missing_graph_are_told(narragraph: Here, folder: Path, tmp_path: Path) -> None:
    ran = narragraph("cypher", "-C", folder, "--file", tmp_path / "none.cypher")
    assert (ran.code, "none.cypher: No such file" in ran.err) == (1, True)
    (tmp_path / "review.toml").write_text(ON, encoding="utf-8")
    ran = narragraph("cypher", "-C", tmp_path, "RETURN 1 AS n")
    assert (ran.code, "no graph has been built here yet" in ran.err) == (1, True)


def test_it_is_off_until_review_toml_says_so(narragraph: Here, small_folder: Path, tmp_path: Path) -> None:
    ran = narragraph("cypher", "-C", small_folder, "RETURN 1 AS n")
    assert (ran.code, ran.out) == (2, "")
    assert "Free Cypher is off: write `enabled = true` under [cypher] in review.toml" in ran.err
    assert limits_if_on(small_folder, turned_on=False) is None
    assert limits_if_on(small_folder, turned_on=True) == USUAL
    (tmp_path / "review.toml").write_text(ON, encoding="utf-8")
    assert limits_if_on(tmp_path, turned_on=False, public=True) is None
    with pytest.raises(ConfigError, match="Leave out --cypher or --public"):
        limits_if_on(tmp_path, turned_on=True, public=True)
    (tmp_path / "review.toml").write_text(f"{REVIEW}[cypher]\nseconds = 1000\n", encoding="utf-8")
    assert limits_if_on(tmp_path, turned_on=False) is None
    with pytest.raises(ReviewFolderError, match="less than or equal to 60"):
        limits_if_on(tmp_path, turned_on=True)
