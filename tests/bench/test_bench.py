"""Every question of the bench runs on tiny sizes; what it measures is no test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from missing import missing

from bench import decisions, exchange
from bench import page as pages
from bench import report as reports
from bench.__main__ import BEGIN, END, README, TINY, questions, replaced, report
from bench.asking import given
from bench.data import Size, findings
from bench.harness import NARRAGRAPH, Chapter, Target, run, table
from bench.machine import machine
from bench.references import made, rows
from bench.report import EXAMPLE
from graph.config import Config
from graph.queries import queries


@pytest.mark.parametrize("name", ["startup", "building", "reading", "tagging"])
def test_question_is_answered(name: str, tmp_path: Path) -> None:
    chapter = questions(smoke=True, neo4j=False)[name](tmp_path)
    assert chapter.targets
    assert all(len(row) == len(chapter.head) for row in chapter.rows)
    assert chapter.title in report([chapter])


def test_decisions_are_timed_one_by_one(tmp_path: Path) -> None:
    paced, hurried = decisions.measure(tmp_path, TINY, 30, 12, Config(buffer_pool_mb=64))
    for found in (paced, hurried):
        assert (len(found.answered), len(found.shown)) == (12, 12)
        assert min(*found.answered, *found.shown) > 0
    assert decisions.report([paced, hurried], 30).count("| 30 |") == 4


def test_command_line_prints_a_table_and_leaves_the_page_alone() -> None:
    before = README.read_bytes()
    words = [sys.executable, "-m", "bench", "--smoke", "--only", "startup"]
    done = subprocess.run(words, cwd=README.parent.parent, capture_output=True, text=True, check=True)
    assert "| `narragraph --help` |" in done.stdout
    assert README.read_bytes() == before


def test_references_are_the_same_in_every_run_and_measured(tmp_path: Path) -> None:
    assert list(made(50)) == list(made(50))
    reading, finding = rows(tmp_path / "review", 200, None, None)
    assert (reading[1], finding[1], finding[-1]) == ("`narragraph references`", "`narragraph dedupe`", "0")
    assert 90 < float(finding[-2].removesuffix("%")) < 100, "pairs whose spelling differs are among them"


def test_projects_are_timed_there_and_back(tmp_path: Path) -> None:
    codes = tmp_path / "codes.qdpx"
    run(NARRAGRAPH, "export", EXAMPLE, "--kind", "qdpx", "--out", codes)
    found = exchange.rows(codes, tmp_path, times=1)
    assert [row[0] for row in found] == ["`init --from` qdpx", "`export --kind qdpx`", "`init --from` qdpx"]
    assert all(float(row[1]) > 0 for row in found)


@pytest.mark.browser
def test_pages_are_timed_in_a_browser(tmp_path: Path) -> None:
    if pages.chromium() is None:
        missing("NO CHROMIUM: the bench of the page was NOT run")
    *painted, clicked = pages.rows(tmp_path, TINY, TINY, times=1)
    assert all(float(row[2].removesuffix(" ms")) > 0 for row in painted)
    assert float(clicked[2].removesuffix(" ms")) > 0


def test_every_read_query_is_given_what_it_needs() -> None:
    for query in queries().values():
        assert {parameter.name for parameter in query.parameters if parameter.required} <= set(given(query))


def test_page_keeps_what_stands_around_the_table() -> None:
    page = README.read_text(encoding="utf-8")
    found = replaced(page, "new")
    assert found.split(BEGIN)[0] == page.split(BEGIN)[0]
    assert found.split(END)[1] == page.split(END)[1]
    assert found.split(BEGIN)[1].split(END)[0].strip() == "new"


def test_missed_promise_is_said() -> None:
    chapter = Chapter("t", (Target("a", "2 s", "< 1 s", False), Target("b", "0.1 s", "< 1 s", True)))
    assert "| a | 2 s | < 1 s | **missed** |" in report([chapter])


def test_failing_command_stops_the_run() -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        run(sys.executable, "-c", "raise SystemExit(3)")


def test_memory_is_that_of_the_process_itself() -> None:
    small = run(sys.executable, "-c", "print('x')")
    large = run(sys.executable, "-c", "x = bytearray(200_000_000); x[::4096] = b'1' * len(x[::4096])")
    assert small.out == "x\n"
    assert large.peak_mb - small.peak_mb > 150


def test_reports_are_timed(tmp_path: Path) -> None:
    found = reports.rows(tmp_path, TINY, times=1)
    assert [len(row) for row in found] == [len(reports.HEAD)] * 2
    assert all(float(row[1]) > 0 for row in found)


def test_machine_is_told_without_its_places() -> None:
    assert str(Path.home()) not in machine()
    assert str(README.parent) not in machine()


def test_synthetic_findings_are_the_same_every_time_and_told_apart() -> None:
    size = Size(30, 12, 3, 5)
    table_ = findings(size)
    assert table_.equals(findings(size))
    assert table_.num_rows == size.findings
    pairs = set(zip(table_.column("doi").to_pylist(), table_.column("influence").to_pylist(), strict=True))
    assert len(pairs) == size.findings
    assert TINY.findings < 1000


def test_table_has_as_many_cells_in_every_line() -> None:
    lines = table(("a", "b"), [("1", "2"), ("3", "4")]).splitlines()
    assert {line.count("|") for line in lines} == {3}
