"""A graph through files and Neo4j's offline importer is the graph that a build makes; what cannot be is told."""

from __future__ import annotations

import csv
import shlex
import socket
import stat
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import neo4j_server
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from missing import missing
from small_graph import node_rows, small_tables

from graph.build import build
from graph.bulk import ARGUMENTS, bulk_home, manifest_of, write_bulk
from graph.bulk_build import build_bulk
from graph.bulk_csv import BETWEEN, flat, node_header, read_back, write_file
from graph.bulk_import import command, run_import, shown
from graph.compare import compare
from graph.config import Config
from graph.errors import BuildInProgress, BulkError
from graph.lock import build_lock
from graph.progress import silent
from graph.schema import NODE
from graph.store import graph_home, open_graph
from graph.tables import GraphTables

EMBEDDED = Config(buffer_pool_mb=64)
NOWHERE = Config(engine="neo4j", neo4j_uri="bolt://127.0.0.1:1", buffer_pool_mb=64)
HOSTILE = (
    'said "so"',
    "two\nlines",
    "\r\n",
    "a,b;c|d\t",
    "",
    " blanks ",
    "\\",
    '\\"',
    "=1+1",
    "é 漢字 \U0001f600",
    "'",
    "null",
    "true",
    "x" * 5000,
)


def hostile_tables(revision: str = "r1") -> GraphTables:
    """The small graph with papers whose every text is one that a CSV could bend, and others that have none."""
    tables = small_tables(revision)
    papers = tables.node("Paper").to_pylist()
    papers += [
        {"id": f"H{nth} {text[:9]}", "title": text, "authors": [text or "x", text or "y"], "extra": text}
        for nth, text in enumerate(HOSTILE)
    ]
    papers += [{"id": "H none", "year": -(2**53) - 1}, {"id": "H empty", "authors": [], "title": ""}]
    return GraphTables({**tables.nodes, "Paper": node_rows("Paper", papers)}, tables.edges)


# The files


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the hostile graph."""
    place = tmp_path_factory.mktemp("written")
    write_bulk(hostile_tables(), place, EMBEDDED, silent)
    return place


def test_files_hold_every_row_under_typed_headers(written: Path) -> None:
    said, place = manifest_of(written), bulk_home(written)
    assert said is not None
    counts = said.counts
    assert {name: counts[name] for name in hostile_tables().counts()} == hostile_tables().counts()
    assert (counts["MENTIONS"], counts["FACILITATOR_IN"]) == (7, 1)  # as the table of the small graph has them
    assert sorted(entry.name for entry in place.iterdir()) == sorted(
        ["import.args", "manifest.json", *(file.name for file in said.files)]
    )
    with (place / "Paper.nodes.csv").open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert header[:4] == ["id:ID(Paper)", "title:string", "authors:string[]", "year:long"]
    titles = {row[0]: row[1] for row in rows}
    assert [titles[f"H{nth} {text[:9]}"] for nth, text in enumerate(HOSTILE)] == list(HOSTILE)
    with (place / "MENTIONS.edges.csv").open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file))[:3] == [":START_ID(Paper)", ":END_ID(Influence)", "findings:long"]


def test_options_name_files_with_line_ends_and_nothing_may_be_skipped(written: Path) -> None:
    options = (bulk_home(written) / ARGUMENTS).read_text().splitlines()
    assert "--multiline-fields=Paper.nodes.csv" in options
    assert {"--bad-tolerance=0", "--strict=true", "--array-delimiter=U+001F"} <= set(options)
    assert "--nodes=Setting=Setting.nodes.csv" in options


def test_review_is_unfinished_until_a_build_has_counted(written: Path) -> None:
    with (bulk_home(written) / "Review.nodes.csv").open(newline="", encoding="utf-8") as file:
        (review,) = csv.DictReader(file)
    assert (review["revision:string"], review["building:string"]) == ("", "r1")


@pytest.mark.parametrize("author", [f"a{BETWEEN}b", ""])
def test_list_that_the_form_cannot_hold_is_refused(author: str) -> None:
    papers = node_rows("Paper", [{"id": "A", "authors": ["Abel"]}, {"id": "B", "authors": [author]}])
    with pytest.raises(BulkError, match=r"Paper: authors has the member '.*', which the importer's lists cannot hold"):
        flat("Paper", papers)


TEXT = st.text(st.characters(codec="utf-8", exclude_characters=f"\0{BETWEEN}"), max_size=8)
PAPER = st.fixed_dictionaries(
    {
        "id": TEXT,
        "title": st.none() | TEXT,
        "authors": st.none() | st.lists(TEXT.filter(bool), max_size=3),
        "year": st.none() | st.integers(-(2**63), 2**63 - 1),
    }
)


@settings(max_examples=60)
@given(st.lists(PAPER, max_size=5))
def test_any_text_comes_back_from_its_file(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, Any]]
) -> None:
    table = flat("Paper", node_rows("Paper", found))
    header = node_header(NODE["Paper"])
    file = tmp_path_factory.mktemp("csv") / "Paper.nodes.csv"
    said, shape = write_file(file, "Paper", header, table)
    assert said.rows == len(found)
    # A second reader, which knows nothing of ours: Python's own.
    with file.open(newline="", encoding="utf-8") as opened:
        read = list(csv.reader(opened))
    assert [row[:2] for row in read[1:]] == [[row["id"], row["title"] or ""] for row in found]
    texts = "".join("".join([str(row["id"]), str(row["title"]), *(row["authors"] or ())]) for row in found)
    assert shape.multiline == ("\r" in texts or "\n" in texts)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text.replace("training", "trainin", 1), "a row from 1 on is not the one that was written"),
        (lambda text: text[: text.rstrip("\n").rindex("\n") + 1], "it holds 4 rows, not 5"),
        (lambda text: text.replace("name:string", "name:long"), r"its header is .*name:long"),
        (lambda text: text + '"open', "it cannot be read back"),
    ],
)
def test_file_that_is_not_what_was_written_is_refused(tmp_path: Path, spoil: Callable[[str], str], reason: str) -> None:
    table = small_tables().node("Influence").slice(0, 5)
    header, file = node_header(NODE["Influence"]), tmp_path / "Influence.nodes.csv"
    write_file(file, "Influence", header, table)
    file.write_text(spoil(file.read_text()))
    with pytest.raises(BulkError, match=reason):
        read_back(file, header, table)


# Running the importer


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose importer says and returns what a test writes into it."""
    place = tmp_path / "neo 4j"
    (place / "bin").mkdir(parents=True)
    return place


def importer(home: Path, said: str, code: int) -> None:
    admin = home / "bin" / "neo4j-admin"
    admin.write_text(
        f'#!/bin/sh\npwd >ran\necho "$NEO4J_HOME" "$@" >>ran\nprintf "%b" {shlex.quote(said)}\nexit {code}\n'
    )
    admin.chmod(0o755)


def test_importer_runs_in_the_folder_of_the_files_as_the_printed_line_says(tmp_path: Path, home: Path) -> None:
    importer(home, "IMPORT DONE", 0)
    done = build_bulk(small_tables(), tmp_path, NOWHERE, home=home, overwrite=True)
    assert done.imported
    ran = (bulk_home(tmp_path) / "ran").read_text().splitlines()
    assert ran == [
        str(bulk_home(tmp_path).resolve()),
        f"{home} database import full --overwrite-destination=true neo4j @import.args",
    ]
    (bulk_home(tmp_path) / "ran").unlink()
    subprocess.run(["sh", "-c", done.command], check=True, capture_output=True)  # as a person would paste it
    assert (bulk_home(tmp_path) / "ran").read_text().splitlines() == ran


SAID = {
    # As Neo4j 5.26.30 says them.
    "Database already exist. Re-run with `--overwrite-destination` to remove the database prior to import": (
        'the database "neo4j" is there already, and nothing in it was touched. A graph of this review in it is brought '
        "up to date by a build without --bulk. If everything in it may go, run the command again with --overwrite."
    ),
    "The database is in use. Stop database 'neo4j' and try again.": (
        'the database "neo4j" is in use, and nothing in it was touched. Stop the server that has it open'
    ),
    "java.io.IOException: No space left on device": "the import failed: the disk is full; free some space",
    "java.lang.OutOfMemoryError: Java heap space": "the import failed: it had too little memory; set HEAP_SIZE",
    "Unable to find any JVMs matching version 17": "the import failed: it needs Java; install it, or set JAVA_HOME",
    "Something new\\nWARNING Import failed. The store": 'the import failed: it said "Something new"',
    "": 'the import failed: it said "nothing"',
}


@pytest.mark.parametrize("said", SAID)
def test_failed_import_says_why(tmp_path: Path, home: Path, said: str) -> None:
    importer(home, said, 70)
    with pytest.raises(BulkError) as met:
        run_import(tmp_path, home, NOWHERE, overwrite=False)
    assert SAID[said] in str(met.value)
    untouched = "nothing in it was touched" in str(met.value)
    assert (f"All that it said is in {tmp_path / 'import.log'}." in str(met.value)) != untouched


def test_home_without_an_importer_is_refused_before_anything_is_written(tmp_path: Path, home: Path) -> None:
    with pytest.raises(BulkError, match=r"holds no bin/neo4j-admin that can be run\. Name the folder"):
        build_bulk(small_tables(), tmp_path, NOWHERE, home=home)
    importer(home, "", 0)
    (home / "bin" / "neo4j-admin").chmod(stat.S_IRUSR)
    with pytest.raises(BulkError, match="holds no bin/neo4j-admin that can be run"):
        build_bulk(small_tables(), tmp_path, NOWHERE, home=home)
    assert not bulk_home(tmp_path).exists()


def test_server_that_answers_is_never_imported_into(tmp_path: Path, home: Path) -> None:
    importer(home, "", 0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = replace(NOWHERE, neo4j_uri=f"bolt://neo4j:secret@127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(
            BulkError, match="a server answers there, and the importer needs one that is stopped"
        ) as met:
            build_bulk(small_tables(), tmp_path, config, home=home, overwrite=True)
    assert "leave --bulk out instead" in str(met.value)
    assert "secret" not in str(met.value)
    assert not bulk_home(tmp_path).exists()


def test_bulk_beside_another_build_is_refused(tmp_path: Path) -> None:
    graph_home(tmp_path).mkdir(parents=True)
    with build_lock(graph_home(tmp_path)), pytest.raises(BuildInProgress):
        build_bulk(small_tables(), tmp_path, NOWHERE)


def test_without_a_home_the_line_names_what_is_on_the_path(tmp_path: Path) -> None:
    config = replace(NOWHERE, neo4j_database="my db")
    line = shown(tmp_path / "a b", None, config, overwrite=False)
    assert line == f"cd '{tmp_path}/a b' && neo4j-admin database import full 'my db' @import.args"
    assert command(None, config, overwrite=True)[4] == "--overwrite-destination=true"


# A real server


@pytest.fixture
def stopped() -> Iterator[neo4j_server.Server]:
    """The home of a real server that is not running."""
    if lacking := neo4j_server.missing_tools():
        missing(f"NO NEO4J: {' and '.join(lacking)} not found; the offline importer was NOT checked")
    server = neo4j_server.Server(running=False)
    yield server
    server.stop()


@pytest.mark.neo4j
def test_imported_graph_is_the_built_one_and_goes_on_by_differences(
    stopped: neo4j_server.Server, tmp_path: Path
) -> None:
    config = Config(engine="neo4j", neo4j_uri=stopped.uri, buffer_pool_mb=64)
    tables = hostile_tables()
    assert build_bulk(tables, tmp_path, config, home=stopped.home).imported
    stopped.start()
    finished = build(tables, tmp_path, config)
    assert finished.notes == ("The bulk import is finished: constraints made, every label and type counted.",)
    assert (finished.changed, finished.counts) == (True, build(tables, tmp_path, EMBEDDED).counts)
    assert not bulk_home(tmp_path).exists()
    left, right = open_graph(tmp_path, EMBEDDED), open_graph(tmp_path, config)
    try:
        assert compare(left, right) == []
    finally:
        left.close()
        right.close()
    again = build(tables, tmp_path, config)
    assert (again.changed, again.notes) == (False, ())
    assert build(small_tables("r2"), tmp_path, config).changed
    assert not build(small_tables("r2"), tmp_path, config).changed  # which compares every row
