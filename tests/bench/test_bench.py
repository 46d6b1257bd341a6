"""Every question of the bench runs on tiny sizes; what it measures is no test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from missing import missing

from bench import decisions
from bench import page as pages
from bench.asking import given
from bench.data import Size, findings
from bench.growth import SIZES, exponent
from bench.harness import Chapter, Target, run, table
from bench.machine import machine
from bench.measured import BEGIN, END, README, WHY, Measured, keep, kept, page, replaced
from bench.plot import svg
from bench.questions import QUESTIONS, TINY, answers
from bench.references import made, rows
from graph.config import Config
from graph.queries import queries

ELSEWHERE = {"decisions", "desk", "fetching", "page", "references"}
"""Asked in tests of their own, which look at more than the table."""


@pytest.mark.parametrize("name", sorted(set(QUESTIONS) - ELSEWHERE))
def test_question_is_answered(name: str, tmp_path: Path) -> None:
    found = Measured(name, machine(), tuple(answers(name, tmp_path / "work", smoke=True)))
    assert found.chapters
    for chapter in found.chapters:
        assert chapter.rows or chapter.targets
        assert all(len(row) == len(chapter.head) for row in chapter.rows)
    keep(found, tmp_path / "kept")
    (again,) = kept(QUESTIONS, tmp_path / "kept")
    assert page([again], {}) == page([found], {})
    assert all(chapter.title in page([again], {}) for chapter in found.chapters)


def test_decisions_are_timed_one_by_one(tmp_path: Path) -> None:
    (paced, hurried), rest = decisions.measure(tmp_path, TINY, 30, 12, Config(buffer_pool_mb=64))
    for found in (paced, hurried):
        assert (len(found.answered), len(found.shown)) == (12, 12)
        assert min(*found.answered, *found.shown, rest) > 0


def test_command_line_prints_a_table_and_leaves_the_page_alone() -> None:
    before = README.read_bytes()
    words = [sys.executable, "-m", "bench", "--smoke", "--only", "fetching"]
    done = subprocess.run(words, cwd=README.parent.parent, capture_output=True, text=True, check=True)
    assert "### Fetching the evidence of a large graph" in done.stdout
    assert README.read_bytes() == before


def test_references_are_the_same_in_every_run_and_measured(tmp_path: Path) -> None:
    assert list(made(50)) == list(made(50))
    reading, finding = rows(tmp_path / "review", 200, None, None)
    assert (reading[1], finding[1], finding[-1]) == ("`narragraph references`", "`narragraph dedupe`", "0")
    assert 90 < float(finding[-2].removesuffix("%")) < 100, "pairs whose spelling differs are among them"


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


def test_missed_promise_is_said_with_its_reason() -> None:
    chapter = Chapter("t", (Target("a of 3", "2 s", "< 1 s", False), Target("b", "0.1 s", "< 1 s", True)))
    said = page([Measured("q", "m", (chapter,))], {"a of": "it reads twice."})
    assert "1 goals kept, 1 missed." in said
    assert "| a of 3 | 2 s | < 1 s | **missed** |" in said
    assert "- a of 3: it reads twice." in said
    assert "- a of 3: not profiled yet." in page([Measured("q", "m", (chapter,))], {})


def test_every_goal_that_is_missed_has_a_profile_and_the_page_is_made_of_what_is_kept() -> None:
    why = json.loads(WHY.read_text(encoding="utf-8"))
    text = README.read_text(encoding="utf-8")
    made = page(kept(QUESTIONS), why)
    assert "not profiled yet" not in made
    assert replaced(text, made) == text, "python -m bench --page makes it anew"


def test_growth_is_told_as_an_exponent() -> None:
    assert exponent((1000, 2.0), (10_000, 20.0)) == pytest.approx(1)
    assert exponent((10, 1.0), (100, 100.0)) == pytest.approx(2)
    assert [size.papers for size in SIZES] == [53, 1_000, 100_000, 1_000_000]


def test_plot_has_a_point_for_each_row_and_leaves_out_what_was_stopped() -> None:
    head = ("size", "what", "seconds", "processor seconds")
    rows = [("10 papers", "ours", "1", "1.0"), ("1,000 papers", "ours", "2", "2.0"), ("10 papers", "x", "stopped", "")]
    drawn = svg(Chapter("Growth", (), "", head, rows))
    assert drawn.startswith("<svg")
    assert drawn.count('aria-roledescription="point"') == 2


def test_failing_command_stops_the_run() -> None:
    with pytest.raises(SystemExit, match="ended with 3"):
        run(sys.executable, "-c", "raise SystemExit(3)")


def test_memory_is_that_of_the_process_itself() -> None:
    small = run(sys.executable, "-c", "print('x')")
    large = run(sys.executable, "-c", "x = bytearray(200_000_000); x[::4096] = b'1' * len(x[::4096])")
    assert small.out == "x\n"
    assert large.peak_mb - small.peak_mb > 150


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
