"""`narragraph survey describe|reliability|validity|sites` on the synthetic survey, as people and programs read them."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from command_line import Here, Ran
from syntax import ROOT

from cli.survey_numbers import Part
from graph.survey import SYNTHETIC, Instrument

EXAMPLE = ROOT / "examples" / "synthetic_survey"
COMMANDS = ("describe", "reliability", "validity", "sites")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy: what is computed is kept in it, so that it is computed once."""
    return Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("survey") / "review"))


@pytest.fixture(scope="module")
def ran() -> dict[tuple[str, ...], Ran]:
    """What was run before: most of a command is reading the folder again."""
    return {}


def _once(ran: dict[tuple[str, ...], Ran], narragraph: Here, folder: Path, *words: str) -> Ran:
    if words not in ran:
        ran[words] = narragraph("survey", words[0], folder, *words[1:])
    assert ran[words].code == 0, ran[words].err
    return ran[words]


def _rows(done: Ran) -> list[dict[str, object]]:
    said = json.loads(done.out)
    assert said["synthetic"] is True
    assert SYNTHETIC in said["said"]
    rows: list[dict[str, object]] = said["rows"]
    return rows


@pytest.mark.parametrize("command", COMMANDS)
def test_every_form_says_that_the_ratings_are_made_up_and_programs_get_the_same_rows(
    narragraph: Here, folder: Path, ran: dict[tuple[str, ...], Ran], command: str
) -> None:
    rows = _rows(_once(ran, narragraph, folder, command, "--json"))
    table = _once(ran, narragraph, folder, command, "--format", "table")
    assert table.out.startswith(SYNTHETIC)
    assert "fewer than 5 people" in table.out
    if command not in {"describe", "sites"}:
        return  # reliability and validity are written by what writes sites
    table = _once(ran, narragraph, folder, command, "--format", "csv")
    assert SYNTHETIC in table.err
    read = list(csv.DictReader(io.StringIO(table.out)))
    assert len(read) == len(rows)
    assert {row["synthetic"] for row in read} == {"true"}
    assert list(read[0]) == list(rows[0])


def test_nobody_of_a_small_group_is_counted_anywhere(
    narragraph: Here, folder: Path, ran: dict[tuple[str, ...], Ran]
) -> None:
    counts = ("respondents", "missing", "not_applicable")
    hidden = 0
    for command in COMMANDS:
        for row in _rows(_once(ran, narragraph, folder, command, "--json")):
            assert not [name for name in counts if isinstance(row.get(name), int) and 0 < int(str(row[name])) < 5], row
            if command == "describe" and not row["shown"]:
                hidden += 1
                assert row["mean"] is None
                assert row["why_not"]
    assert hidden


def test_rows_stand_in_the_order_of_the_form_and_groups_and_what_was_planted_is_said(
    narragraph: Here, folder: Path, ran: dict[tuple[str, ...], Ran]
) -> None:
    described, valid, sites, reliable = (
        _once(ran, narragraph, folder, command, "--format", "table").out
        for command in ("describe", "validity", "sites", "reliability")
    )
    first = [line.split("  ")[0] for line in described.splitlines() if " everybody " in line]
    assert first[:3] == ["Organisational culture", "Training", "Role definition"]
    assert described.index("site Site A (Germany)") < described.index("site Site B (Germany)")
    assert "staff-4 (Role definition" in valid
    assert "they are one" in valid
    assert "0.29*" in valid, "its own influence, in the multitrait matrix"
    assert "0.97!" in valid, "in the matrix of pairs"
    assert "HTMT2 " not in valid
    assert "HTMT2 " in _once(ran, narragraph, folder, "validity", "--format", "table", "--all").out
    assert re.search(r"Training: H [0-9.]+, 6 sites: the sites rate it differently", sites)
    assert "6 sites cannot support a regression across sites" in sites
    assert "items need at least 30; alpha is given" in reliable
    assert "item with the rest" not in reliable
    items = _once(ran, narragraph, folder, "reliability", "--items", "--format", "table").out
    assert "item with the rest" in items


def test_names_from_the_file_cannot_move_the_cursor() -> None:
    part = Part(Instrument("\x1b[31mRed", "1\x07", "staff", ()), "t\u202e1")
    assert part.heading == "\ufffd[31mRed, version 1\ufffd, form staff, wave t\ufffd1"


def test_folder_without_answers_says_where_they_go(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "review.toml").write_text('[review]\nid = "x"\ntitle = "X"\n', encoding="utf-8")
    done = narragraph("survey", "reliability", tmp_path)
    assert done.code == 3
    assert "survey/: there are no ratings" in done.err
    assert done.out == ""
