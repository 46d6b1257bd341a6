"""Bad input and bad places through the real command: exit code, message, report; the previous graph answers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from command_line import COMMAND, Here
from missing import missing
from tiny_review import CODEBOOK, FINDINGS, REVIEW, tiny_review

QUERY = ("query", "influences_by_frequency", "--json", "-C")


@pytest.fixture
def folder(narragraph: Here, tmp_path: Path) -> Path:
    """A folder with a published graph; its path holds blanks, quotes and letters of other scripts."""
    place = tiny_review(tmp_path / """o'brien "Übersicht" – обзор; $HOME""")
    assert narragraph("build", place).code == 0
    return place


def table(old: str, new: str) -> Callable[[Path], None]:
    assert old in FINDINGS
    return lambda folder: (folder / "tables" / "findings.csv").write_text(FINDINGS.replace(old, new, 1)) and None


def review(old: str, new: str) -> Callable[[Path], None]:
    assert old in REVIEW.replace("QUOTE", 'quote = "quote"')

    def spoil(folder: Path) -> None:
        file = folder / "review.toml"
        file.write_text(file.read_text().replace(old, new, 1))

    return spoil


def codebook(text: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "codebook.csv").write_text(text) and None


def content(data: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / "tables" / "findings.csv").write_bytes(data) and None


BAD: dict[str, tuple[Callable[[Path], None], dict[str, str]]] = {
    "direction word": (
        table("B,ward,Pay,hinders", "B,ward,Pay,obstacle"),
        {"path": "tables/findings.csv", "cell": "D4", "column": "effect", "value": "obstacle"},
    ),
    "column gone": (table("effect", "efect"), {"path": "tables/findings.csv", "problem": 'no column "effect"'}),
    "key misspelt": (review("title", "titel"), {"path": "review.toml", "problem": '"titel" is not a key'}),
    "key gone": (review('id = "tiny"\n', ""), {"path": "review.toml", "problem": "this key is needed"}),
    "cyclic codebook": (
        codebook("influence_id,name,parent_id\ntraining,Training,pay\npay,Pay,training\n"),
        {"path": "codebook.csv", "problem": "runs in a circle"},
    ),
    "dangling influence": (
        review('name = "round 1"', 'name = "round 1"\ninfluences = ["trainin"]'),
        {"path": "review.toml", "problem": '"trainin", which is no influence_id'},
    ),
    "empty file": (content(b""), {"path": "tables/findings.csv", "problem": "the file is empty"}),
    "NUL": (content(FINDINGS.replace("Pay", "P\0y").encode()), {"problem": "it holds NUL bytes"}),
    "encoding": (content(FINDINGS.encode() + b"C,\x81,Pay,helps,\x8d\n"), {"problem": "neither UTF-8 nor Windows"}),
    "long cell": (
        content(FINDINGS.encode() + b"C,ward,Pay,helps," + b"x" * 1_000_001),
        {"problem": "longer than 1,000"},
    ),
    "a workbook by name only": (content(b"PK\x03\x04 and so on"), {"problem": "its content is a workbook"}),
    "two reviews": (
        lambda folder: tiny_review(folder / "other") and None,
        {"path": "review.toml", "problem": "a second review lies in this folder"},
    ),
}


@pytest.mark.fault("a review folder with a mistake in it")
@pytest.mark.parametrize("bad", BAD)
def test_bad_folder_exits_3_with_a_report_and_the_previous_graph_answers(
    narragraph: Here, folder: Path, bad: str
) -> None:
    before = narragraph(*QUERY, folder)
    spoil, expected = BAD[bad]
    spoil(folder)
    ran = narragraph("build", folder)
    assert (ran.code, ran.out) == (3, "")
    assert "Nothing was built; the previous graph (revision " in ran.err
    problems = json.loads((folder / ".narragraph" / "check.json").read_text(encoding="utf-8"))["problems"]
    (problem,) = [p for p in problems if all(text in str(p.get(key)) for key, text in expected.items())][:1] or [
        problems
    ]
    assert isinstance(problem, dict), problems
    sheet = openpyxl.load_workbook(folder / ".narragraph" / "check.xlsx").active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]][:9] == [
        *("File", "Sheet", "Row", "Cell", "Column", "Value", "Rule", "Problem", "What to do")
    ]
    assert sheet.max_row == len(problems) + 1
    after = narragraph(*QUERY, folder)
    assert (after.code, after.out) == (0, before.out)


def test_mended_codebook_builds_again(narragraph: Here, folder: Path) -> None:
    codebook("influence_id,name\n")(folder)
    codebook(CODEBOOK)(folder)
    assert narragraph("build", folder).code == 0


def _obeying_permissions(*words: object) -> subprocess.CompletedProcess[str]:
    """The real command; root gives up the right to pass over permissions first."""
    command = [COMMAND, *map(str, words)]
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            missing("NO SETPRIV: root passes over permissions; a read-only folder was NOT checked", required=False)
        command = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", *command]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.fault("a read-only disk (permissions)")
def test_read_only_folder_is_told_and_still_answers(narragraph: Here, folder: Path) -> None:
    before = narragraph(*QUERY, folder).out
    (folder / "tables" / "findings.csv").write_text(FINDINGS + "C,ward,Pay,helps,More\n")
    places = [folder, folder / ".narragraph", folder / ".narragraph" / "graph"]
    files = [file for place in places for file in place.iterdir() if file.is_file()]
    if os.geteuid() == 0:
        for place in (*places, *files):
            os.chown(place, 65534, 65534)  # belongs to somebody else
    for place in places:
        place.chmod(0o555)
    try:
        ran = _obeying_permissions("build", folder)
        assert ran.returncode == 1
        assert (
            "it cannot be written to (Permission denied); give write permission to its .narragraph folder."
            in ran.stderr
        )
        assert "The previous graph, if there was one, is untouched and still answers." in ran.stderr
        asked = _obeying_permissions(*QUERY, folder)
        assert (asked.returncode, asked.stdout) == (0, before)
        table("hinders", "obstacle")(folder)
        refused = _obeying_permissions("check", folder)
        assert refused.returncode == 3
        assert "The report could not be written to" in refused.stderr
    finally:
        for place in places:
            place.chmod(0o755)


@pytest.mark.fault("a read-only disk (permissions)")
def test_table_that_may_not_be_read_is_a_problem_of_the_folder(narragraph: Here, folder: Path) -> None:
    (folder / "tables" / "findings.csv").chmod(0)
    ran = _obeying_permissions("check", folder)
    assert ran.returncode == 3
    assert "it cannot be read (Permission denied)." in " ".join(ran.stdout.split())
