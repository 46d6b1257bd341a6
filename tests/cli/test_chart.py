"""`narragraph chart`: files of every form, the numbers of `narragraph numbers`, and refusals in one sentence."""

from __future__ import annotations

import csv
import io
import json
import shlex
from pathlib import Path

import pytest
from command_line import Here
from lxml import etree

from synthesis.charts.kinds import KINDS


@pytest.fixture(autouse=True)
def _inside(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_folder)


def test_without_a_name_the_charts_are_listed(narragraph: Here) -> None:
    listed = narragraph("chart")
    assert listed.code == 0
    assert all(f"  {name} " in listed.out for name in KINDS)
    assert [entry["name"] for entry in json.loads(narragraph("chart", "--json").out)] == list(KINDS)


def test_page_of_the_command_names_every_chart(narragraph: Here) -> None:
    page = " ".join(narragraph("chart", "--help").out.split())
    assert all(name in page for name in KINDS)
    assert "Usage: narragraph chart gaps [--by]" in narragraph("chart", "gaps", "--help").out


@pytest.mark.parametrize(
    ("ending", "start"), [(".svg", b"<svg role="), (".png", b"\x89PNG"), (".pdf", b"%PDF"), (".csv", b"influence_id,")]
)
def test_ending_decides_the_form(narragraph: Here, tmp_path: Path, ending: str, start: bytes) -> None:
    file = tmp_path / f"d{ending}"
    ran = narragraph("chart", "directions", "--out", str(file))
    assert (ran.code, ran.out) == (0, "")
    assert file.read_bytes().startswith(start)
    assert "n = 6 papers; unit paper; no filter." in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [file.name]


@pytest.mark.parametrize("name", ["frequency", "directions"])
def test_printed_command_gives_the_numbers_of_the_picture(narragraph: Here, tmp_path: Path, name: str) -> None:
    file = tmp_path / "c.csv"
    ran = narragraph("chart", name, "--where", "year=2010..2013", "--unit", "study", "--out", str(file))
    line = next(line for line in ran.err.splitlines() if line.startswith("How counted: "))
    words = shlex.split(line.removeprefix("How counted: narragraph "))
    told = list(csv.DictReader(io.StringIO(narragraph(*words, "--format", "csv").out)))
    drawn = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    assert drawn
    assert sorted(drawn, key=str) == sorted(told, key=str)


def test_marks_are_links_only_with_a_server(narragraph: Here, tmp_path: Path) -> None:
    plain, linked = tmp_path / "plain.svg", tmp_path / "linked.svg"
    narragraph("chart", "frequency", "--out", str(plain))
    narragraph("chart", "frequency", "--out", str(linked), "--server", "http://127.0.0.1:8000/")

    def links(file: Path) -> set[str]:
        nodes = etree.fromstring(file.read_bytes()).iter()
        return {str(value) for node in nodes for key, value in node.attrib.items() if str(key).endswith("href")}

    assert links(plain) == set()
    assert "http://127.0.0.1:8000/v1/numbers/findings_behind?influence_ids=training" in links(linked)


def test_file_that_is_there_is_kept_unless_forced(narragraph: Here, tmp_path: Path) -> None:
    file = tmp_path / "d.csv"
    file.write_text("mine", encoding="utf-8")
    refused = narragraph("chart", "years", "-o", str(file))
    assert (refused.code, file.read_text(encoding="utf-8")) == (2, "mine")
    assert "is there already" in refused.err
    assert narragraph("chart", "years", "-o", str(file), "--force").code == 0
    assert file.read_text(encoding="utf-8").startswith("year,papers")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("frequenci", "-o", "x.svg"), '"frequenci" is no chart. Did you mean "frequency"?'),
        (("frequency",), "say where to write, such as --out chart.svg"),
        (("frequency", "-o", "x.gif"), '"x.gif" ends in nothing that can be written. Use .svg'),
        (("frequency", "-o", "no/x.svg"), 'there is no folder "no".'),
        (("frequency", "-o", "x.svg", "--server", "javascript:x"), '"javascript:x" is no address.'),
        (("frequency", "-o", "x.svg", "--topp", "3"), "Did you mean"),
        (("years", "-o", "x.svg", "--where", "year=2030.."), "No paper is left after year from 2030"),
        (("--top", "3"), "name a chart before --top"),
    ],
)
def test_refusals_are_one_sentence_and_write_nothing(narragraph: Here, words: tuple[str, ...], said: str) -> None:
    before = set(Path.cwd().iterdir())
    ran = narragraph("chart", *words)
    assert ran.code != 0
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert set(Path.cwd().iterdir()) == before
