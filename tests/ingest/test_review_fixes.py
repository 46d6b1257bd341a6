"""Defects found by reading the code against the definitions; each stays mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from review_folders import CODEBOOK, PLAIN, ROWS, write_folder

from graph.query_header import parse
from graph.tables import check_tables, result_schema
from ingest.folder import Ingested, read_folder
from ingest.guess import guess

INFLUENCE = 'influence = { column = "influence" }'
DIRECTION = 'direction = { column = "effect", map = { helps = "facilitator", hinders = "barrier" } }'
NOTE = f'{DIRECTION}\nnote = "note"\npointer = "page"'


def read(place: Path, review: str = PLAIN, table: str = ROWS, codebook: str | None = CODEBOOK) -> Ingested:
    """What a folder says, after the checks that a build would make."""
    ingested = read_folder(write_folder(place, review, table, codebook))
    check_tables(ingested.tables)
    return ingested


def problems(ingested: Ingested) -> list[str]:
    return [str(problem) for problem in ingested.report.problems]


def findings(ingested: Ingested) -> list[tuple[str, str]]:
    """(influence, direction) of every finding, sorted."""
    about = ingested.tables.edge("ABOUT").to_pylist()
    influence = {row["start_id"]: row["end_id"] for row in about}
    return sorted((influence[row["id"]], row["direction"]) for row in ingested.tables.node("Finding").to_pylist())


def passages(ingested: Ingested) -> list[tuple[str, str, str]]:
    """(cell, kind, quote) of every passage, sorted."""
    rows = ingested.tables.node("Passage").to_pylist()
    return sorted((row["cell"], row["kind"], row["quote"]) for row in rows)


def test_value_mapped_to_nothing_names_no_influence(tmp_path: Path) -> None:
    mapped = PLAIN.replace(
        INFLUENCE, 'influence = { column = "influence", map = { Training = "training", Other = "" } }'
    )
    found = read(tmp_path, mapped, ROWS + "C,Other,helps,Clinic\n")
    assert problems(found) == []
    assert findings(found) == [("training", "barrier"), ("training", "facilitator")]


def test_list_cell_is_mapped_item_by_item(tmp_path: Path) -> None:
    mapped = PLAIN.replace(
        INFLUENCE, 'influence = { column = "influence", split = ";", map = { T = "training", C = "culture" } }'
    )
    rows = "paper,influence,effect,setting\nA,T; C,helps,Clinic\n"
    assert findings(read(tmp_path, mapped, rows)) == [("culture", "facilitator"), ("training", "facilitator")]
    wrong = problems(read(tmp_path, mapped, rows.replace("T; C", "T; X")))
    assert len(wrong) == 1
    assert 'tables/t.csv, cell B2, column influence: "X" is not a value that is mapped.' in wrong[0]


def test_rows_outside_when_need_no_place_in_the_closed_map(tmp_path: Path) -> None:
    when = 'when = { column = "setting", is = ["Clinic"] }'
    mapped = PLAIN.replace(INFLUENCE, f'{when}\ninfluence = {{ column = "influence", map = {{ T = "training" }} }}')
    rows = "paper,influence,effect,setting\nA,T,helps,Clinic\nA,X,helps,Ward\n"
    found = read(tmp_path, mapped, rows)
    assert problems(found) == []
    assert findings(found) == [("training", "facilitator")]


def test_row_without_its_note_stands_on_its_cell(tmp_path: Path) -> None:
    rows = "paper,influence,effect,setting,note,page\nA,Training,helps,Clinic,,\nB,Culture,helps,Ward,said so,p. 3\n"
    found = passages(read(tmp_path, PLAIN.replace(DIRECTION, NOTE), rows))
    assert found == [("B2", "cell", "Training"), ("E3", "note", "said so")]


def test_quote_stands_before_a_note(tmp_path: Path) -> None:
    review = PLAIN.replace(DIRECTION, f'{NOTE}\nquote = "words"')
    rows = (
        "paper,influence,effect,setting,note,page,words\n"
        "A,Training,helps,Clinic,said so,p. 3,we were trained\nB,Culture,helps,Ward,said so,p. 3,\n"
    )
    assert passages(read(tmp_path, review, rows)) == [("E3", "note", "said so"), ("G2", "cell", "we were trained")]


def test_word_that_says_nothing_is_no_quote(tmp_path: Path) -> None:
    review = PLAIN.replace("[[table]]", '[cells]\nmissing = ["NA"]\n\n[[table]]')
    review = review.replace(DIRECTION, f'{DIRECTION}\nquote = "words"')
    rows = "paper,influence,effect,setting,words\nA,Training,helps,Clinic,NA\n"
    assert passages(read(tmp_path, review, rows)) == [("B2", "cell", "Training")]


def test_each_finding_section_has_its_own_pointer(tmp_path: Path) -> None:
    review = f"""{PLAIN.replace(DIRECTION, NOTE)}
[[table.finding]]
influence = {{ name = "Culture" }}
direction = "barrier"
note = "other"
pointer = "other page"
"""
    rows = "paper,influence,effect,setting,note,page,other,other page\nA,Training,helps,Clinic,one,p. 3,two,p. 9\n"
    told = {p["quote"]: p["pointer"] for p in read(tmp_path, review, rows).tables.node("Passage").to_pylist()}
    assert told == {"one": "p. 3", "two": "p. 9"}


def test_same_note_twice_is_one_passage_of_one_finding(tmp_path: Path) -> None:
    row = "A,Training,helps,Clinic,said so,p. 3\n"
    found = read(tmp_path, PLAIN.replace(DIRECTION, NOTE), f"paper,influence,effect,setting,note,page\n{row}{row}")
    assert passages(found) == [("E2", "note", "said so")]
    assert found.tables.edge("ILLUSTRATES").num_rows == 1


def test_two_tables_of_one_file_share_a_cell_but_not_its_namesakes(tmp_path: Path) -> None:
    section = PLAIN[PLAIN.index("[[table]]") :]
    halves = PLAIN.replace('path = "tables/t.csv"', 'path = "tables/t.csv"\nlast_row = 2')
    rows = "paper,influence,effect,setting\nA,Training,helps,Clinic\nA,Training,helps,Clinic\n"
    found = read(tmp_path, f"{halves}\n{section}", rows)
    assert passages(found) == [("B2", "cell", "Training"), ("B3", "cell", "Training")]
    assert found.tables.node("Finding").num_rows == 1
    assert found.tables.edge("ILLUSTRATES").num_rows == 2


def test_reading_a_file_in_one_table_or_two_gives_the_same_ids(tmp_path: Path) -> None:
    section = PLAIN[PLAIN.index("[[table]]") :]
    halves = PLAIN.replace('path = "tables/t.csv"', 'path = "tables/t.csv"\nlast_row = 2')
    rows = "paper,influence,effect,setting\nA,Training,helps,Clinic\nA,Training,helps,Clinic\n"
    once = read(tmp_path / "once", PLAIN, rows).tables.node("Passage").column("id").to_pylist()
    twice = read(tmp_path / "twice", f"{halves}\n{section}", rows).tables.node("Passage").column("id").to_pylist()
    assert sorted(once) == sorted(twice)


def test_columns_kept_in_two_tables_are_all_kept(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "u.csv").write_text("paper,funder\nA,Bund\n", encoding="utf-8")
    first = PLAIN.replace('one_row_is = "finding"', 'one_row_is = "finding"\nkeep = ["region"]')
    second = '\n[[table]]\npath = "tables/u.csv"\nkeep = ["funder"]\n\n[table.paper]\nid = ["paper"]\n'
    rows = "paper,influence,effect,setting,region\nA,Training,helps,Clinic,North\n"
    extra = read(tmp_path, first + second, rows).tables.node("Paper").column("extra").to_pylist()
    assert [json.loads(said) for said in extra] == [{"region": "North", "funder": "Bund"}]


@pytest.mark.parametrize("other", ["one", "One", "one "])
def test_two_rounds_of_one_name_are_a_problem(tmp_path: Path, other: str) -> None:
    rounds = f'[[extraction]]\nname = "one"\n\n[[extraction]]\nname = "{other}"\ninfluences = ["training"]\n\n'
    found = problems(read(tmp_path, PLAIN.replace("[[table]]", f"{rounds}[[table]]")))
    assert len(found) == 1
    assert "two [[extraction]]" in found[0]


def test_phrase_that_contradicts_a_name_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "phrases.csv").write_text("phrase,influence_id\ntraining,culture\n", encoding="utf-8")
    found = problems(read(tmp_path))
    assert found == ['phrases.csv, row 2: "training" is the name of training, so it cannot stand for culture.']


def test_condition_on_a_word_that_no_cell_holds_is_told(tmp_path: Path) -> None:
    review = PLAIN.replace(DIRECTION, f'{DIRECTION}\ninvert_when = {{ column = "setting", is = ["Clinics"] }}')
    told = [warning for warning in read(tmp_path, review).report.warnings if "Clinics" in warning]
    assert told == [
        'tables/t.csv, column setting: no cell holds "Clinics", which a condition asks for. Did you mean "Clinic"?'
    ]


def test_condition_that_asks_nothing_is_a_problem(tmp_path: Path) -> None:
    review = PLAIN.replace(DIRECTION, f'{DIRECTION}\nmitigated = {{ column = "setting" }}')
    assert any("needs `is` or `blank`" in problem for problem in problems(read(tmp_path, review)))


FLAGS = PLAIN.replace(
    f"{INFLUENCE}\n{DIRECTION}",
    'influence = { columns = ["Training", "Culture"] }\ndirection = { cells = { x = "barrier", "" = "" } }',
).replace("[[table]]", '[cells]\nmissing = ["NA"]\n\n[[table]]')


def test_word_that_says_nothing_is_no_flag(tmp_path: Path) -> None:
    found = read(tmp_path, FLAGS, "paper,setting,Training,Culture\nA,Clinic,x,NA\n")
    assert problems(found) == []
    assert findings(found) == [("training", "barrier")]


def test_problem_of_a_row_is_told_once_however_many_columns_it_has(tmp_path: Path) -> None:
    review = FLAGS.replace("direction = {", 'stage = { column = "stage", map = { early = "early" } }\ndirection = {')
    found = problems(read(tmp_path, review, "paper,setting,Training,Culture,stage\nA,Clinic,x,x,late\n"))
    assert len(found) == 1
    assert 'cell E2, column stage: "late" is not a value that is mapped.' in found[0]


def test_influence_without_a_stated_direction_is_a_problem(tmp_path: Path) -> None:
    rows = ROWS + "C,Training,,Clinic\n"
    found = problems(read(tmp_path, PLAIN, rows))
    assert len(found) == 1
    assert "tables/t.csv, row 4, column effect" in found[0] or "cell C4, column effect" in found[0]
    mapped = PLAIN.replace('hinders = "barrier"', 'hinders = "barrier", "" = "unclear"')
    assert ("training", "unclear") in findings(read(tmp_path, mapped, rows))


def test_blank_effect_can_be_mapped_for_one_influence(tmp_path: Path) -> None:
    review = PLAIN.replace(INFLUENCE, 'influence = { name = "Training" }')
    review = review.replace('hinders = "barrier"', 'hinders = "barrier", "" = "absent"')
    rows = "paper,effect,setting\nA,helps,Clinic\nB,,Clinic\n"
    assert findings(read(tmp_path, review, rows)) == [("training", "absent"), ("training", "facilitator")]


def test_direction_for_all_rows_cannot_be_inverted(tmp_path: Path) -> None:
    review = PLAIN.replace(DIRECTION, 'direction = "barrier"\ninvert_when = { column = "effect", is = ["helps"] }')
    assert any("invert_when needs" in problem for problem in problems(read(tmp_path, review)))


def test_quote_that_some_rows_lack_is_told_for_the_others(tmp_path: Path) -> None:
    review = PLAIN.replace(DIRECTION, f'{DIRECTION}\nquote = "words"')
    rows = "paper,influence,effect,setting,words\nA,Training,helps,Clinic,\nB,Culture,helps,Ward,we talked\n"
    found = read(tmp_path, review, rows)
    assert passages(found) == [("B2", "cell", "Training"), ("E3", "cell", "we talked")]
    assert sorted(map(str, found.tables.edge("ILLUSTRATES").column("coded_cell").to_pylist())) == ["B3", "None"]


def test_filled_down_cell_is_one_passage_of_several_findings(tmp_path: Path) -> None:
    review = PLAIN.replace('one_row_is = "finding"', 'one_row_is = "finding"\nfill_down = ["influence"]')
    rows = "paper,influence,effect,setting\nA,Training,helps,Clinic\nA,,hinders,Ward\n"
    found = read(tmp_path, review, rows)
    assert passages(found) == [("B2", "cell", "Training")]
    assert found.tables.edge("ILLUSTRATES").num_rows == 2


def test_inverted_flag_keeps_what_the_cell_said(tmp_path: Path) -> None:
    review = FLAGS.replace(
        'direction = { cells = { x = "barrier",',
        'invert_when = { column = "setting", is = ["Ward"] }\ndirection = { cells = { "+" = "facilitator",',
    )
    found = read(tmp_path, review, "paper,setting,Training,Culture\nA,Ward,+,\n").tables.node("Finding").to_pylist()
    assert [(row["direction"], row["reported"], row["inverted"]) for row in found] == [("barrier", "+", True)]


def test_declared_ids_reach_arrow_as_strings() -> None:
    text = (
        "// q\n// Papers.\n//\n// column  paper_id: id<Paper>  the paper\n// column  ids: list<id<Paper>>  more\n\n"
        "MATCH (p:Paper)\nRETURN p.id AS paper_id, collect(p.id) AS ids\n"
    )
    schema = result_schema(parse(text, name="q", folder="read", path="cypher/read/q.cypher"))
    assert str(schema.field("paper_id").type) == "string"
    assert str(schema.field("ids").type).startswith("list<")


def test_guessed_effect_column_says_what_a_blank_means(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    table = tmp_path / "tables" / "t.csv"
    table.write_text("paper id,factor,effect\nA,Pay,+\nB,Pay,-\nC,Pay,\n", encoding="utf-8")
    guessed = guess(table, "t", "T")
    (tmp_path / "review.toml").write_text(guessed.review, encoding="utf-8")
    (tmp_path / "codebook.csv").write_text(guessed.codebook or "", encoding="utf-8")
    assert problems(read_folder(tmp_path)) == []
