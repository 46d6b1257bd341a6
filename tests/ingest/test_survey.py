"""survey/ is read strictly: what is wrong is named by file, row and column, and the rest is still there."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from survey_folders import HEAD, INSTRUMENT, LONG, SITES, WIDE, people, survey_folder

from graph.ids import setting_id
from graph.survey import Expected, RatingState, Survey
from ingest.folder import Ingested, read_folder
from ingest.survey.shown import rows_in, shown_text


def read(place: Path) -> Ingested:
    """The folder, which must hold nothing that stops a build."""
    found = read_folder(place)
    assert found.report.problems == ()
    return found


def notes(found: Ingested) -> list[str]:
    """What is said of cells."""
    return [str(note) for note in found.survey.notes]


def problems(place: Path) -> list[str]:
    """What stops a build."""
    return [str(problem) for problem in read_folder(place).report.problems]


def answers(survey: Survey, respondent: str) -> dict[str, tuple[str, float | None]]:
    """Item -> state and value of one person."""
    rows = [row for row in survey.ratings.to_pylist() if row["respondent"] == respondent]
    return {row["item_id"]: (row["state"], row["value"]) for row in rows}


def test_a_survey_is_read_and_its_measure_stands_in_the_tables(tmp_path: Path) -> None:
    found = read(survey_folder(tmp_path))
    survey = found.survey.survey
    assert found.survey.notes == ()
    assert (survey.synthetic, survey.smallest_group) == (True, 5)
    (form,) = survey.instruments
    assert [item.item_id for item in form.kept] == ["t1", "t2", "t3", "c1"]
    assert form.items[0].wording == {"en": "We were trained.", "de": "Wir wurden geschult."}
    assert form.items[0].anchors["de"] == {"1": "nie", "5": "immer"}
    assert survey.ratings.num_rows == 19 * 4
    assert answers(survey, "p001") == {"t1": ("answered", 2), "t2": ("answered", 2), "t3": ("answered", 2)} | {
        "c1": ("answered", 3)
    }, "t2 is reversed: the answer 4 was turned"
    tables = found.tables
    (node,) = tables.node("Instrument").to_pylist()
    assert (node["languages"], node["items_kept"], node["items_dropped"], node["synthetic"]) == (
        ["en", "de"],
        4,
        1,
        True,
    )
    items = {row["item_id"]: row for row in tables.node("Item").to_pylist()}
    assert json.loads(items["t1"]["wording"])["de"] == "Wir wurden geschult."
    assert (items["c2"]["status"], items["c2"]["reason"]) == ("dropped", "nobody understood it")
    assert len(tables.edge("MEASURES")) == len(tables.edge("HAS_ITEM")) == 5
    settings_ = {row["id"]: row for row in tables.node("Setting").to_pylist()}
    site = settings_[setting_id("site", "Site A")]
    assert (site["country"], site["level_of_care"], site["sector"]) == ("Landia", "hospital", "public")
    assert (site["id"], setting_id("country", "Landia")) in set(
        zip(*(tables.edge("PART_OF").column(end).to_pylist() for end in ("start_id", "end_id")), strict=True)
    )
    assert {"survey/instrument.csv", "survey/sites.csv", "survey/ratings.csv"} <= found.inputs.keys()
    assert tables.counts()["Rating"] == 0, "answers of people are in no table"


def test_a_folder_without_a_survey_has_none(tmp_path: Path) -> None:
    place = survey_folder(tmp_path, section="")
    for file in (place / "survey").iterdir():
        file.unlink()
    assert read(place).survey.survey == Survey(names={"training": "Training", "culture": "Culture"})


WIDE_ROWS = "code,site,q_t1,q_t2,q_t3,q_c1\n" + "\n".join(
    f"p{number:03},Site A,{1 + number % 5},{5 - number % 5},{1 + number % 5},{1 + number % 3}" for number in range(8)
)


def test_a_wide_table_with_prefixes_and_words(tmp_path: Path) -> None:
    rows = WIDE_ROWS + "\nq1,a,strongly agree,NA,99,\n"
    found = read(survey_folder(tmp_path, rows, section=WIDE))
    assert notes(found) == []
    assert answers(found.survey.survey, "q1") == {
        "t1": ("answered", 5),
        "t2": ("not_applicable", None),
        "t3": ("missing", None),
        "c1": ("missing", None),
    }
    states = {(row["site"], row["wave"]) for row in found.survey.survey.ratings.to_pylist()}
    assert states == {("a", "start")}


def test_a_workbook_with_second_header_rows(tmp_path: Path) -> None:
    place = survey_folder(tmp_path, section=WIDE.replace("ratings.csv", "r.xlsx") + "skip_rows = [2, 3]\n")
    book = openpyxl.Workbook()
    for row in (
        "code,site,q_t1,q_t2,q_t3,q_c1",
        "Code,Where?,Trained?,Lacked?,Learn?,Hope?",
        "{id},,,,,",
        "p1,a,3,3,3,3",
    ):
        book.active.append(row.split(","))
    book.save(place / "survey" / "r.xlsx")
    assert set(answers(read(place).survey.survey, "p1")) == {"t1", "t2", "t3", "c1"}


CELLS = [
    (f"{people(6)}p900,a,staff,t1,6\n", 'cell E26, column answer: 6 is off the scale of "t1", which is 1 to 5.'),
    (f"{people(6)}p900,a,staff,t1,often\n", 'cell E26, column answer: "often" is no answer that is known.'),
    (f"{people(6)}p001,a,staff,t1,5\n", 'to "t1" is another one in row 2, column answer; both are left out.'),
    (f"{people(6)}p001,a,staff,t1,2\n", 'to "t1" stands in row 2, column answer already; it counts once.'),
    (f"{people(6)}p900,z,staff,t1,2\n", 'cell B26, column site: "z" is no site of survey/sites.csv.'),
    (f"{people(6)}p900,a,staff,t9,2\n", 'cell D26, column item: "t9" is no item of this form.'),
    (f"{people(6)}p900,a,staff,c2,2\n", '"c2" was dropped from this version; answers to it are not used.'),
    (f"{people(6)},a,staff,t1,2\n", "cell A26, column code: it is blank, so the row is left out."),
    (f"{people(6)}Anna Schmidt,a,staff,t1,2\n", "cell A26, column code: it looks like a name."),
    (f"{people(6)}P001,a,staff,t1,2\n", 'column code: "P001" and "p001" differ in spelling only'),
    (f"{people(6)}p001,b,staff,c1,3\n", "this person has another site, role or language in a row before."),
    (people(6, answer=3), 'everybody gives one answer to "t1" of Readiness 1.'),
    (people(1), "one person answered Readiness 1: nothing can be said of one."),
]


@pytest.mark.parametrize(("rows", "said"), CELLS, ids=[said[-45:] for _, said in CELLS])
def test_a_cell_that_cannot_be_used_is_named_and_the_rest_is_read(tmp_path: Path, rows: str, said: str) -> None:
    found = read(survey_folder(tmp_path, HEAD + rows))
    assert any(said in note and note.startswith("survey/ratings.csv") for note in notes(found)), notes(found)
    assert found.survey.survey.ratings.num_rows >= 4
    told = " ".join(found.report.warnings)
    assert "`narragraph survey check` lists what is meant" in told
    assert not any(word in told for word in ("p900", "p001", "Anna", "E26", "A26")), "the report names no cell"


def test_different_answers_of_one_person_are_both_left_out(tmp_path: Path) -> None:
    found = read(survey_folder(tmp_path, HEAD + people(6) + "p001,a,staff,t1,5\n"))
    assert answers(found.survey.survey, "p001")["t1"] == (RatingState.LEFT_OUT.value, None)
    assert answers(found.survey.survey, "p002")["t1"] == (RatingState.ANSWERED.value, 3)


def test_items_that_were_turned_before_are_suspected(tmp_path: Path) -> None:
    rows = "".join(
        f"p{number:03},a,staff,{item},{1 + number % 5}\n" for number in range(15) for item in ("t1", "t2", "t3")
    )
    found = read(survey_folder(tmp_path, HEAD + rows))
    (said,) = [note for note in notes(found) if "turned before" in note]
    assert 'column answer: turned, the answers to "t2" go against the other items of training (r = -1.00, 15' in said
    stated = survey_folder(tmp_path / "b", HEAD + rows, section=LONG + "reversed_already = true\n")
    assert not [note for note in notes(read(stated)) if "turned before" in note]
    assert answers(read(stated).survey.survey, "p001")["t2"] == ("answered", 2)


INSTRUMENTS = [
    ("t9,nonsense,1,,en,W,1,5,,,kept,,6\n", '"nonsense" is no influence of the codebook.'),
    ("t9,,1,,en,W,1,5,,,kept,,6\n", '"t9" has no influence.'),
    (
        "t9,training,1,,en,W,1,7,,,kept,,6\n",
        "items of training have several scales in Readiness 1: 1 to 5 (t3), 1 to 7",
    ),
    ("t9,training,1,,en,,,,,,kept,,6\n", '"t9" has no scale yet.'),
    ("t9,training,1,,en,W,1,5,,,dropped,,6\n", 'nothing says why "t9" was dropped.'),
]


@pytest.mark.parametrize(("row", "said"), INSTRUMENTS)
def test_an_odd_item_is_a_note(tmp_path: Path, row: str, said: str) -> None:
    found = read(survey_folder(tmp_path, instrument=INSTRUMENT + row))
    assert any(said in note and note.startswith("survey/instrument.csv") for note in notes(found)), notes(found)


def test_a_measure_without_a_name_is_told_once_and_stops_no_build(tmp_path: Path) -> None:
    (said,) = notes(read(survey_folder(tmp_path, section="")))
    assert "row 2, column instrument: nothing says the name of the measure" in said


WRONG = [
    ("t1,culture,1,,fr,W,,,,,,,\n", 'row 8, column influence_id: "t1" has "culture" here and "training" in row 2.'),
    ("t1,training,1,,de,W,,,,,,,\n", 'row 8, column language: "t1" of this version and form stands in de in row 7'),
    ("t9,training,1,,en,W,5,1,,,,,\n", 'row 8, column scale_min: "5" to "1" is no scale.'),
    ("t9,training,1,,en,W,1,5,,maybe,,,\n", 'row 8, column reverse: "maybe" is neither yes nor no.'),
    ("t9,training,1,,en,W,1,5,,,lost,,\n", 'row 8, column status: "lost" is not a status of an item.'),
    ("t9,training,1,,en,W,1,5,9=never,,,,\n", 'row 8, column anchors: "9=never" is no answer of the scale'),
    ("t9,training,,,en,W,1,5,,,,,\n", "row 8, column version: it is blank."),
]


@pytest.mark.parametrize(("row", "said"), WRONG)
def test_an_instrument_that_contradicts_itself_is_a_problem(tmp_path: Path, row: str, said: str) -> None:
    found = problems(survey_folder(tmp_path, instrument=INSTRUMENT + row))
    assert any(said in problem for problem in found), found


FILES: list[tuple[dict[str, Any], str]] = [
    ({"ratings": HEAD + people(5) + "ann@example.org,a,staff,t1,2\n"}, "an e-mail address stands in place of a"),
    ({"section": LONG.replace('role = "role"', 'role = "code"')}, "column code: it names one person, where a group"),
    ({"ratings": HEAD + people(5).replace("staff", "ann@example.org", 1)}, "column role: it names one person, where"),
    ({"ratings": ""}, "survey/ratings.csv: the file is empty."),
    ({"ratings": HEAD}, "survey/ratings.csv: it holds no row of people."),
    ({"ratings": HEAD.replace("answer", "reply") + people(5)}, 'there is no column "answer".'),
    ({"ratings": b"code,site\x81\x8d\n"}, "its bytes are neither UTF-8 nor Windows-1252"),
    ({"section": LONG.replace('version = "1"', 'version = "2"')}, 'answers version "2", which survey/instrument.csv'),
    ({"section": LONG.replace("survey/ratings.csv", "tables/t.csv")}, "is read as something else, too."),
    ({"section": LONG.replace("survey/ratings.csv", "tables/x.csv")}, "does not lie below survey/."),
    ({"section": LONG.replace('item = "item"\n', "")}, "a long table needs `item` and `value`"),
    ({"section": LONG.replace("synthetic = true", "smallest_group = 2")}, "greater than or equal to 5"),
    ({"sites": SITES + "a,Site C,,,,,\n"}, '"a" ("Site C") is the site of row 2 as well.'),
    (
        {
            "section": LONG
            + '[[survey.hypotheses]]\nmeasure = "m"\ninfluence = "x"\nexpected = "positive"\nat_least = 0.3\n'
        },
        'names "x", which is no influence.',
    ),
]


@pytest.mark.parametrize(("given_", "said"), FILES, ids=[said[-40:] for _, said in FILES])
def test_a_file_that_cannot_be_used_is_a_problem(tmp_path: Path, given_: dict[str, Any], said: str) -> None:
    found = problems(survey_folder(tmp_path, **given_))
    assert any(said in problem for problem in found), found
    assert "ann@" not in " ".join(found), "an address is not repeated"


def test_a_site_of_a_table_must_be_the_same(tmp_path: Path) -> None:
    place = survey_folder(tmp_path)
    review = (place / "review.toml").read_text()
    sector = 'kind = "site"\nsector = "influence"'
    (place / "review.toml").write_text(review.replace('kind = "service"', sector))
    (place / "tables" / "t.csv").write_text("paper,influence,effect,setting\nA,Training,helps,Site A\n")
    (said,) = problems(place)
    assert said.startswith(
        'survey/sites.csv, row 2, column sector: "Site A" has the sector "public" here and "Training"'
    )


def test_unknown_and_missing_item_columns_of_a_wide_table(tmp_path: Path) -> None:
    rows = WIDE_ROWS.replace("q_t3", "q_t33")
    said = notes(read(survey_folder(tmp_path, rows, section=WIDE)))
    assert any("column q_t33: it is no item of this version" in note and '"t3"' in note for note in said), said
    assert any("it has no column for t3; nobody is taken to have answered." in note for note in said), said


def test_other_measures_and_hypotheses(tmp_path: Path) -> None:
    section = LONG + '[survey.outside]\npath = "survey/o.csv"\nrespondent = "code"\n'
    section += (
        '[[survey.hypotheses]]\nmeasure = "hope"\ninfluence = "Training"\nexpected = "positive"\nat_least = 0.3\n'
    )
    place = survey_folder(tmp_path, section=section)
    (place / "survey" / "o.csv").write_text("code,hope\np001,3.5\np002,\np003,high\np001,4\n")
    (place / "survey" / "shown.json").write_text("{}")
    found = read(place)
    survey = found.survey.survey
    assert "survey/shown.json is not read, because the answers are here" in " ".join(found.report.warnings)
    values = {row["respondent"]: row["value"] for row in survey.outside.to_pylist()}
    assert values == {"p001": None, "p002": None, "p003": None}
    assert Counter("both are left out" in note or '"high" is no number' in note for note in notes(found)) == {True: 2}
    (hypothesis,) = survey.hypotheses
    assert (hypothesis.influence_id, hypothesis.expected) == ("training", Expected.POSITIVE)
    assert found.survey.tables == ("survey/ratings.csv", "survey/o.csv")
    (place / "survey" / "o.csv").write_text("code,hopes\np001,3.5\n")
    assert 'names "hope", which [survey.outside] has no scores of. Did you mean "hopes"?' in " ".join(
        read(place).report.warnings
    )


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=25)
def test_no_cell_of_strangers_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, item: str, value: str
) -> None:
    import csv
    import io

    out = io.StringIO()
    csv.writer(out).writerows([["p900", "a", "staff", item, value]])
    text = HEAD + people(1) + out.getvalue()
    place = survey_folder(tmp_path_factory.mktemp("s"), text.encode("utf-8", "surrogatepass"))
    found = read_folder(place)
    assert found.report.problems or found.survey.survey.ratings.num_rows in {4, 8}


def test_shown_rows_come_back_and_nothing_small_passes(tmp_path: Path) -> None:
    place = survey_folder(tmp_path)
    (place / "survey" / "ratings.csv").unlink()
    form = "instrument:readiness/1/all"
    row: dict[str, Any] = dict.fromkeys(read_folder(place).tables.node("Rating").column_names)
    row |= {"id": "r:1", "rated": "measure", "group_kind": "all", "respondents": 6, "mean": 3.0, "shown": True}
    rows: dict[str, list[dict[str, object]]] = {"Rating": [row], "RATING_BY": [{"start_id": "r:1", "end_id": form}]}
    shown = place / "survey" / "shown.json"
    shown.write_text(shown_text(rows, {}))
    found = read(place)
    assert found.survey.shown == rows_in(json.loads(shown.read_text()))
    for change in ({"respondents": 3}, {"shown": False}, {"missing": 1}):
        shown.write_text(shown_text({**rows, "Rating": [row | change]}, {}))
        assert "shows a group that is too small" in problems(place)[0]
    shown.write_text(shown_text({**rows, "RATING_BY": [{"start_id": "r:1", "end_id": "instrument:x"}]}, {}))
    assert "which are not both here" in problems(place)[0]
    shown.write_text("{}")
    assert "it is not what a release holds" in problems(place)[0]
