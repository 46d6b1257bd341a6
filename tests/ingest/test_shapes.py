"""The shapes that teams bring, each on a table as they keep it; docs/review-folder.md shows the plain forms.

Expected lines: `paper: influence direction in setting <- "words" (cell)`, see tests/support/shapes.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from review_folders import write_folder
from shapes import lines

from ingest.folder import Ingested, read_folder

HEAD = '[review]\nid = "t"\ntitle = "T"\n\n'
CODEBOOK = (
    "influence_id,name,parent_id\ntraining,Training,\nculture,Culture,\npay,Pay,\nworkload,Manageable workload,\n"
)


def imported(place: Path, mapping: str, table: str) -> Ingested:
    """A folder with one csv table and a codebook of four influences."""
    top = '[[table]]\npath = "tables/t.csv"\n'
    return read_folder(write_folder(place, HEAD + top + mapping, table, CODEBOOK))


def problems(ingested: Ingested) -> list[str]:
    return [str(problem) for problem in ingested.report.problems]


FLAGS = """\
one_row_is = "paper"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { columns = { from = "Training", to = "Pay" } }
direction = { cells = { CELLS "" = "" } }
"""


@pytest.mark.parametrize("mark", ["x", "X", " x ", "1", "✓", "yes"])
def test_flags_of_every_kind_mean_what_the_mapping_says(tmp_path: Path, mark: str) -> None:
    mapping = FLAGS.replace("CELLS", f'"{mark.strip().lower()}" = "barrier",')
    ingested = imported(tmp_path, mapping, f"Paper,Training,Culture,Pay\nA,{mark},,\nB,,{mark},{mark}\n")
    assert problems(ingested) == []
    assert [line.split(" <-")[0] for line in lines(ingested)] == [
        "paper:a: training barrier",
        "paper:b: culture barrier",
        "paper:b: pay barrier",
    ]


def test_signs_give_three_directions_and_a_blank_gives_none(tmp_path: Path) -> None:
    signs = '"+" = "facilitator", "-" = "barrier", "+/-" = "mixed", "o" = "neutral", "0" = "absent",'
    mapping = FLAGS.replace("CELLS", signs)
    ingested = imported(tmp_path, mapping, "Paper,Training,Culture,Pay\nA,+,-,+/-\nB,o,0,\n")
    assert [line.split(" <-")[0] for line in lines(ingested)] == [
        "paper:a: training facilitator",
        "paper:a: culture barrier",
        "paper:a: pay mixed",
        "paper:b: training neutral",
        "paper:b: culture absent",
    ]


def test_unmapped_mark_is_an_error_that_names_the_cell(tmp_path: Path) -> None:
    mapping = FLAGS.replace("CELLS", '"x" = "barrier",')
    (said,) = problems(imported(tmp_path, mapping, "Paper,Training,Culture,Pay\nA,x,,(x)\n"))
    assert 'tables/t.csv, cell D2, column Pay: "(x)" is not a value that is mapped.' in said


@pytest.mark.parametrize("word", ["NA", "n/a", "not reported", "unknown", "-", "?"])
def test_words_that_say_nothing_are_errors_until_they_are_mapped(tmp_path: Path, word: str) -> None:
    table = f"Paper,Factor,Effect\nA,Training,helps\nB,Training,{word}\n"
    mapping = """\
one_row_is = "finding"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { column = "Factor" }
direction = { column = "Effect", map = { helps = "facilitator" MORE } }
"""
    (said,) = problems(imported(tmp_path / "a", mapping.replace("MORE", ""), table))
    assert f'cell C3, column Effect: "{word}" is not a value that is mapped.' in said
    mapped = imported(tmp_path / "b", mapping.replace("MORE", f', "{word}" = ""'), table)
    assert lines(mapped) == ['paper:a: training facilitator <- "Training" (B2)']
    missing = mapping.replace("MORE", "") + f'\n[cells]\nmissing = ["{word}"]\n'
    # Keys of [cells] stand before [[table]] in a real file; TOML takes either order.
    assert lines(imported(tmp_path / "c", missing, table)) == lines(mapped)


ROW_FINDINGS = """\
one_row_is = "finding"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { column = "Factor", split = ["\\n", ";"] }
direction = { column = "Effect", map = { helps = "facilitator", hinders = "barrier" } }
invert_when = { column = "Pole", is = ["opposite", "reversed"] }
"""


def test_lists_keep_the_place_of_every_part(tmp_path: Path) -> None:
    table = 'Paper,Factor,Effect,Pole\nA,"Training;  Pay\n Culture ",helps,\n'
    ingested = imported(tmp_path, ROW_FINDINGS, table)
    passages = {
        row["quote"]: (row["char_start"], row["char_end"]) for row in ingested.tables.node("Passage").to_pylist()
    }
    cell = "Training;  Pay\n Culture "
    assert passages == {
        word: (cell.index(word), cell.index(word) + len(word)) for word in ("Training", "Pay", "Culture")
    }


def test_only_rows_of_the_opposite_pole_are_turned_round(tmp_path: Path) -> None:
    table = "Paper,Factor,Effect,Pole\nA,Manageable workload,hinders,opposite\nB,Manageable workload,hinders,\n"
    assert lines(imported(tmp_path, ROW_FINDINGS, table)) == [
        'paper:a: workload facilitator (reported: hinders, inverted) <- "Manageable workload" (B2)',
        'paper:b: workload barrier <- "Manageable workload" (B3)',
    ]


def test_wording_alone_never_inverts(tmp_path: Path) -> None:
    table = "Paper,Factor,Effect,Pole\nA,Lack of training,hinders,\n"
    phrases = "phrase,influence_id,by\nLack of training,training,ada\n"
    folder = write_folder(tmp_path, HEAD + '[[table]]\npath = "tables/t.csv"\n' + ROW_FINDINGS, table, CODEBOOK)
    (folder / "phrases.csv").write_text(phrases, encoding="utf-8")
    assert lines(read_folder(folder)) == ['paper:a: training barrier <- "Lack of training" (B2)']


def test_composite_unit_is_document_and_outcome(tmp_path: Path) -> None:
    """One document with two outcomes is two reports; the same pair again is the same report."""
    mapping = """\
one_row_is = "finding"
[table.paper]
id = ["Document", "Outcome"]
[[table.finding]]
influence = { column = "Factor" }
direction = "unclear"
"""
    table = "Document,Outcome,Factor\nD1,uptake,Training\nD1,cost,Training\nD1,uptake,Pay\nD2,uptake,Training\n"
    ingested = imported(tmp_path, mapping, table)
    assert ingested.tables.node("Paper").num_rows == 3
    papers = [line.split(": ")[0] for line in lines(ingested)]
    assert len(papers) == 4
    assert len(set(papers)) == 3


def test_several_settings_and_countries_in_one_cell(tmp_path: Path) -> None:
    mapping = """\
one_row_is = "finding"
[table.paper]
id = ["Paper"]
[[table.setting]]
kind = "country"
[table.setting.name]
column = "Countries"
split = [";", ",", " and "]
strip = "."
missing = ["NR"]
aliases = { "United States" = "USA", "US" = "USA" }
[[table.finding]]
influence = { column = "Factor" }
direction = "barrier"
"""
    table = 'Paper,Countries,Factor\nA,"United States, Ghana and Kenya.",Pay\nB,US,Pay\nC,NR,Pay\nD,USA; US,Pay\n'
    ingested = imported(tmp_path, mapping, table)
    where: dict[str, set[str]] = {}
    for line in lines(ingested):
        paper, _, rest = line.partition(": ")
        where.setdefault(paper, set()).add(rest.split(" <-")[0].removeprefix("pay barrier").strip())
    assert where == {
        "paper:a": {f"in setting:country/{country}" for country in ("usa", "ghana", "kenya")},
        "paper:b": {"in setting:country/usa"},
        "paper:c": {""},
        "paper:d": {"in setting:country/usa"},
    }
    shared = {row["id"]: row["setting_shared"] for row in ingested.tables.node("Finding").to_pylist()}
    assert sorted(shared.values()) == [False, False, False, True, True, True]


def test_one_paper_in_several_rows_is_one_paper(tmp_path: Path) -> None:
    table = "Paper,Factor,Effect,Pole\nA,Training,helps,\na ,Training,hinders,\nA,Training,helps,\n"
    ingested = imported(tmp_path, ROW_FINDINGS, table)
    assert ingested.tables.node("Paper").num_rows == 1
    assert ingested.tables.node("Finding").num_rows == 2  # two directions; the third row says the first again
    assert ingested.tables.node("Passage").num_rows == 3


def test_rows_that_say_different_things_of_one_paper_are_an_error(tmp_path: Path) -> None:
    mapping = ROW_FINDINGS.replace('id = ["Paper"]', 'id = ["Paper"]\nyear = "Year"').replace(
        'invert_when = { column = "Pole", is = ["opposite", "reversed"] }\n', ""
    )
    (said,) = problems(
        imported(tmp_path, mapping, "Paper,Factor,Effect,Year\nA,Training,helps,2019\nA,Pay,helps,2020\n")
    )
    assert "cell D3, column Year" in said
    assert "2020" in said
    assert "2019" in said
    assert "D2" in said


def test_direction_in_the_header_beside_flags(tmp_path: Path) -> None:
    mapping = """\
one_row_is = "paper"
[table.paper]
id = ["Paper"]
[[table.finding]]
influence = { columns = ["Training (+)", "Training (-)", "Pay (-)"] }
direction = { headers = { "(+)" = "facilitator", "(-)" = "barrier" } }
"""
    ingested = imported(tmp_path, mapping, "Paper,Training (+),Training (-),Pay (-)\nA,x,,\nB,1,x,yes\n")
    assert [line.split(" <-")[0] for line in lines(ingested)] == [
        "paper:a: training facilitator",
        "paper:b: training facilitator",
        "paper:b: training barrier",
        "paper:b: pay barrier",
    ]
