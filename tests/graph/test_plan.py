"""A plan says before a build what it needs: rows from the head of a file, a graph from its first records, memory from
the tightest bound; and a build that would not fit is refused before anything is written.
"""

from __future__ import annotations

import csv
import io
import json
import random
import resource
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_review import tiny_review

from cli.build_plan import check_fits
from cli.main import run
from graph.build import build
from graph.config import Config
from graph.errors import TableError, TooLarge
from graph.plan import READING, Table, planned
from graph.plan_memory import ADDRESSES, Room, address_space, room
from ingest import growth, heads
from ingest.folder import read_folder
from ingest.growth import grown
from ingest.heads import head_of
from ingest.mapping import TableSection
from ingest.review_file import read_review_file
from ingest.sheet_heads import sheet_head

GB = 2**30


def section(path: str, **said: object) -> TableSection:
    return TableSection.model_validate({"path": path, "paper": {"id": ["paper"]}, **said})


@pytest.fixture
def small_heads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads of some kilobytes, so that files of a hundred have a rest to be told from."""
    monkeypatch.setattr(heads, "HEAD", 32 * 2**10)
    monkeypatch.setattr(heads, "PROBE", 2**10)
    monkeypatch.setattr(growth, "SAMPLE", 200)


def rows_of(many: int) -> list[list[str]]:
    draw = random.Random(3)
    words = ["short", 'said "so"', "two\nlines", "a,b", "x" * 120, "é"]
    return [["paper", "quote"], *([f"P{n}", draw.choice(words)] for n in range(many))]


def as_csv(rows: list[list[str]], *, ends: str = "\r\n", separator: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator=ends, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def as_workbook(file: Path, rows: list[list[str]], *, shared: bool = True) -> None:
    with xlsxwriter.Workbook(str(file), {"constant_memory": not shared}) as book:
        sheet = book.add_worksheet("findings")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)


WRITTEN: dict[str, Callable[[Path, list[list[str]]], object]] = {
    "t.csv": lambda file, rows: file.write_text(as_csv(rows), encoding="utf-8", newline=""),
    "lines.csv": lambda file, rows: file.write_text(as_csv(rows, ends="\n"), encoding="utf-8", newline=""),
    "old.csv": lambda file, rows: file.write_text(as_csv(rows, ends="\r"), encoding="cp1252", newline=""),
    "wide.csv": lambda file, rows: file.write_text(as_csv(rows), encoding="utf-16", newline=""),
    "t.tsv": lambda file, rows: file.write_text(as_csv(rows, separator="\t"), encoding="utf-8", newline=""),
    "shared.xlsx": as_workbook,
    "inline.xlsx": lambda file, rows: as_workbook(file, rows, shared=False),
    "t.parquet": lambda file, rows: pq.write_table(
        pa.table({name: [row[at] for row in rows[1:]] for at, name in enumerate(rows[0])}), file
    ),
}


@pytest.mark.usefixtures("small_heads")
@pytest.mark.parametrize("name", WRITTEN)
def test_rows_are_told_from_the_head_and_a_few_places(tmp_path: Path, name: str) -> None:
    rows = rows_of(3000)
    WRITTEN[name](tmp_path / name, rows)
    found = head_of(tmp_path, section(name))
    assert found.most == pytest.approx(len(rows), rel=0.1)
    assert found.rows[0] == rows[0]
    assert [row[0] for row in found.rows[1:20]] == [row[0] for row in rows[1:20]]
    assert found.columns == 2
    assert found.bytes == (tmp_path / name).stat().st_size


@pytest.mark.parametrize("name", WRITTEN)
def test_small_files_are_told_exactly(tmp_path: Path, name: str) -> None:
    rows = rows_of(20)
    WRITTEN[name](tmp_path / name, rows)
    found = head_of(tmp_path, section(name))
    assert found.most == len(rows)
    # xlsxwriter keeps line ends as they are; the text readers give them as they stand in the file.
    assert [row[0] for row in found.rows] == [row[0] for row in rows]


@settings(max_examples=80)
@given(st.binary(max_size=400), st.sampled_from(["t.csv", "t.xlsx", "t.parquet", "t.ods", "t.xls"]))
def test_any_bytes_give_a_head_or_one_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    (folder / name).write_bytes(content)
    with suppress(TableError):
        assert head_of(folder, section(name)).most >= 0


def _workbook_of(file: Path, sheet: str, strings: str = "") -> None:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns:r="{relation}"><sheets><sheet name="s" r:id="a"/></sheets></workbook>'
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="a" Target="w.xml"/></Relationships>'
        )
        archive.writestr("xl/w.xml", sheet)
        archive.writestr("xl/sharedStrings.xml", strings)


@pytest.mark.parametrize(
    "sheet",
    [
        "<worksheet><sheetData>" + '<row><c r="ZZZ1"/></row>' * 5000,
        "<worksheet>" + "<row>" * 200_000,
        "<worksheet>" + "<row><c>" + "<c r='A1' t='s'><v>9" * 200_000,
        "<worksheet><row>" + '<c r="A1" t="s"><v>99999999999</v></c>' * 1000,
    ],
)
def test_sheet_that_claims_much_is_read_in_bounds(tmp_path: Path, sheet: str) -> None:
    _workbook_of(tmp_path / "t.xlsx", sheet, "<sst>" + "<si><t>x" * 100_000)
    _, _, rows = sheet_head(tmp_path / "t.xlsx", None, 2**20)
    assert sum(map(len, rows)) < 3_000_000


# The graph of the whole from the graph of its first records


INFLUENCES, EFFECTS = ("Training", "Pay"), ("helps", "hinders")


def synthetic(folder: Path, findings: int, form: str = "csv") -> Path:
    tiny_review(folder)
    draw = random.Random(4)
    rows = [["paper", "setting", "influence", "effect", "quote"]] + [
        [
            f"P{n // 5}",
            f"clinic {draw.randrange(6)}",
            draw.choice(("Training", "Pay")),
            draw.choice(("helps", "hinders")),
            f"q{n}",
        ]
        for n in range(findings)
    ]
    (folder / "tables" / "findings.csv").write_text(as_csv(rows), encoding="utf-8")
    if form != "csv":
        (folder / "tables" / "findings.csv").unlink()
        WRITTEN[f"shared.{form}" if form == "xlsx" else f"t.{form}"](folder / "tables" / f"findings.{form}", rows)
        review = (folder / "review.toml").read_text().replace("findings.csv", f"findings.{form}")
        (folder / "review.toml").write_text(review)
    return folder


def estimated(folder: Path) -> dict[str, float]:
    review, _ = read_review_file(folder)
    assert review is not None
    found = grown(folder, review, {at: head_of(folder, table) for at, table in enumerate(review.table)})
    assert found is not None
    return found


@pytest.mark.usefixtures("small_heads")
@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_graph_is_told_from_the_first_records(tmp_path: Path, form: str) -> None:
    folder = synthetic(tmp_path / "review", 2000, form)
    found, counts = estimated(folder), read_folder(folder).tables.counts()
    for name in ("Paper", "Study", "Passage", "REPORTS", "CONTAINS", "ILLUSTRATES", "ABOUT"):
        assert found[name] == pytest.approx(counts[name], rel=0.1), name
    for name in ("Setting", "Influence", "Extraction", "LOOKED_FOR"):
        assert found[name] == counts[name], name


def test_graph_of_a_small_folder_is_told_exactly(tmp_path: Path) -> None:
    folder = tiny_review(tmp_path / "review")
    assert {name: many for name, many in estimated(folder).items() if many} == {
        name: many for name, many in read_folder(folder).tables.counts().items() if many
    }


def test_table_that_joins_another_file_is_sampled_with_it(tmp_path: Path) -> None:
    folder = tiny_review(tmp_path / "review")
    (folder / "tables" / "years.csv").write_text("paper,year\nA,2001\nB,2002\n")
    review = (folder / "review.toml").read_text()
    join = '\n  [[table.join]]\n  path = "tables/years.csv"\n  key = "paper"\n'
    (folder / "review.toml").write_text(
        review.replace('  extracted_in = "round 1"', '  extracted_in = "round 1"\n  year = "year"') + join
    )
    assert estimated(folder)["Finding"] == read_folder(folder).tables.counts()["Finding"] == 3


# Memory


def test_room_is_the_tightest_bound(tmp_path: Path) -> None:
    proc, groups = tmp_path / "proc", tmp_path / "cgroup"
    (proc / "self").mkdir(parents=True)
    (proc / "meminfo").write_text("MemTotal: 99 kB\nMemAvailable:   20971520 kB\n")
    (proc / "self" / "status").write_text("VmRSS:\t  102400 kB\nVmSize:\t 1048576 kB\nVmData:\t 204800 kB\n")
    (proc / "self" / "cgroup").write_text("0::/team/job\n")
    own = 100 * 2**20
    assert room(proc, groups) == Room(20 * GB + own, "memory of this machine that is free now")
    for name, most in (("", "max"), ("team", str(3 * GB)), ("team/job", str(5 * GB))):
        (groups / name).mkdir(parents=True, exist_ok=True)
        (groups / name / "memory.max").write_text(f"{most}\n")
    assert room(proc, groups) == Room(3 * GB, "limit of its control group, 3.0 GB")
    (proc / "self" / "cgroup").write_text("9:name=systemd:/\n6:cpu,memory:/job\n")
    (groups / "memory" / "job").mkdir(parents=True)
    (groups / "memory" / "memory.limit_in_bytes").write_text("9223372036854771712\n")
    assert room(proc, groups).bytes == 20 * GB + own
    (groups / "memory" / "job" / "memory.limit_in_bytes").write_text(f"{2 * GB}\n")
    assert room(proc, groups).bytes == 2 * GB


def test_limit_of_the_shell_counts_what_the_engine_reserves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self" / "status").write_text("VmRSS:\t 524288 kB\nVmSize:\t 1048576 kB\n")
    assert address_space() == ADDRESSES
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (4 * GB if kind == resource.RLIMIT_AS else -1, -1))
    assert address_space() == GB
    found = room(tmp_path, tmp_path)
    assert found == Room(5 * GB // 2, "limit on its address space (ulimit -v), 4.0 GB")


def test_plan_grows_with_cells_and_graph() -> None:
    def memory(rows: int, columns: int, findings: int) -> int:
        table = Table("t.csv", "csv", rows * columns * 9, rows, rows * columns, rows * columns * 9)
        return planned("ladybug", [table], {"Finding": findings}, 2**40, Room(GB, "x")).memory

    assert memory(10, 10, 10) < memory(10**6, 10, 10**6) < memory(10**7, 10, 10**7)
    assert memory(10**6, 500, 10) >= READING["csv"].of(5 * 10**8)


def test_plan_names_what_is_short(tmp_path: Path) -> None:
    table = Table("t.csv", "csv", 1, 10**7, 7 * 10**7, 10**9)
    plan = planned("ladybug", [table], {"Finding": 10**7}, 2**40, Room(4 * GB, "limit of its control group, 4.0 GB"))
    with pytest.raises(TooLarge, match=r"GB of memory, and 4\.0 GB may be taken \(limit of its control group"):
        check_fits(tmp_path, plan)
    with pytest.raises(TooLarge, match=r"does not fit: it needs about .* of disk, and 1 MB are free"):
        check_fits(tmp_path, planned("ladybug", [table], {"Finding": 10**7}, 2**20, Room(2**50, "x")))
    assert planned("ladybug", [], {}, 2**40, Room(GB, "x")).fits


# The command


def test_plan_writes_nothing_and_is_json_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_review(tmp_path / "review")
    before = sorted(folder.rglob("*"))
    assert run(["build", str(folder), "--plan"]) == 0
    text = capsys.readouterr().out
    assert text.splitlines()[-1] == "fits"
    assert "tables/findings.csv: 0.0 MB, about 4 rows" in text
    assert run(["build", str(folder), "--plan", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert sorted(folder.rglob("*")) == before
    counts = build(read_folder(folder).tables, folder, Config(buffer_pool_mb=64)).counts
    assert said["nodes"] == sum(many for name, many in counts.items() if not name.isupper())
    assert said["tables"][0] | {"text": 0} == {
        "path": "tables/findings.csv", "form": "csv", "bytes": (folder / "tables/findings.csv").stat().st_size,
        "records": 4, "cells": 20, "text": 0,
    }  # fmt: skip


def test_plan_of_a_folder_that_cannot_be_read_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_review(tmp_path / "review")
    (folder / "tables" / "findings.csv").unlink()
    assert run(["build", str(folder), "--plan"]) == 3
    assert "tables/findings.csv: there is no such file." in capsys.readouterr().err
    (folder / "review.toml").write_text("[review]\n")
    assert run(["build", str(folder), "--plan"]) == 3


def test_build_that_would_not_fit_is_refused_before_it_begins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tiny_review(tmp_path / "review")
    tight = Room(300 * 2**20, "limit of its control group, 0.3 GB")
    monkeypatch.setattr("graph.plan_memory.room", lambda: tight)
    monkeypatch.setattr("graph.plan.room", lambda: tight)
    assert run(["build", str(folder)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Error: {folder}: does not fit: it needs about ")
    assert "300 MB may be taken (limit of its control group, 0.3 GB)" in said
    assert said.endswith("Nothing was begun. `narragraph build --plan` says more; --anyway begins all the same.\n")
    assert not (folder / ".narragraph").exists()
    assert run(["build", str(folder), "--plan"]) == 1
    assert run(["build", str(folder), "--anyway", "-q"]) == 0


def test_memory_that_is_not_enough_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def short(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("cli.build.read", short)
    assert run(["build", str(tiny_review(tmp_path / "review"))]) == 1
    assert capsys.readouterr().err == (
        "Error: there was not enough memory, and the command stopped. "
        "`narragraph build --plan` says what a build needs.\n"
    )


def test_options_that_do_nothing_together_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(tiny_review(tmp_path / "review"))
    for words, said in (
        (["--bulk"], "--bulk: it loads a Neo4j server. Add --engine neo4j, or leave --bulk out."),
        (["--overwrite", "--engine", "neo4j"], "--overwrite: it belongs to --bulk. Add that, or leave it out."),
        (["--neo4j-home", "x"], "--neo4j-home: it belongs to --bulk. Add that, or leave it out."),
    ):
        assert run(["build", folder, *words]) == 2
        assert capsys.readouterr().err == f"Error: {said}\n"


def test_bulk_on_the_command_line_says_what_comes_next(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tiny_review(tmp_path / "review")
    assert run(["build", str(folder), "--engine", "neo4j", "--bulk"]) == 0
    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == (
        f"import   cd {folder}/.narragraph/bulk && neo4j-admin database import full neo4j @import.args"
    )
    assert "run the line above as the user that Neo4j runs as" in said.err
    assert f"`narragraph build {folder} --engine neo4j` makes its constraints" in said.err
