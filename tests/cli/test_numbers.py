"""`narragraph numbers` on the small graph: every figure below is counted by hand from its table."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from command_line import Here
from small_graph import small_tables

from graph.build import build
from graph.config import Config


@pytest.fixture(autouse=True)
def _inside(small_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(small_folder)


def _rows(narragraph: Here, *words: str) -> dict[str, dict[str, object]]:
    answer = json.loads(narragraph("numbers", *words, "--json").out)
    return {row["influence_id"]: row for row in answer["rows"]}


def test_numbers_of_training(narragraph: Here) -> None:
    training = _rows(narragraph)["training"]
    # A, B, C of the five included papers that round 1 extracted (A-E); A says both, so it is mixed; D found it absent;
    # E only recommends it, so it is not reported there; G was never extracted.
    assert training["papers"] == 3
    assert (training["reporting_looked_for_papers"], training["looked_for_papers"]) == (3, 5)
    assert training["share"] == pytest.approx(0.6)
    assert training["share_low"] == pytest.approx(0.230724, abs=1e-6)
    assert training["share_high"] == pytest.approx(0.882379, abs=1e-6)
    states = [training[f"{state}_papers"] for state in ("facilitator", "barrier", "mixed", "absent")]
    assert states == [2, 0, 1, 1]
    assert (training["not_reported_papers"], training["not_extracted_papers"]) == (1, 1)


def test_share_of_a_draft_is_not_known(narragraph: Here) -> None:
    assert _rows(narragraph)["draft:tea"]["share"] is None
    table = narragraph("numbers", "--format", "table").out
    line = next(line for line in table.splitlines() if line.endswith("draft:tea"))
    assert "not known" in line
    assert "%" not in line


def test_influence_that_was_looked_for_and_never_reported_is_zero(narragraph: Here) -> None:
    role = _rows(narragraph)["role"]
    assert (role["papers"], role["share"], role["not_reported_papers"]) == (0, 0.0, 5)


def test_roll_up_stands_beside_the_own_count(narragraph: Here) -> None:
    support = _rows(narragraph)["support"]
    assert (support["papers"], support["rolled_up_papers"]) == (0, 3)
    assert "branch" in narragraph("numbers", "--format", "table").out


def test_table_is_labelled(narragraph: Here) -> None:
    ran = narragraph("numbers", "--format", "table")
    assert ran.out.startswith("Frequency of report, unit paper, 6 papers, no filter, interval 95 %, Wilson")
    assert "n.r. not reported" in ran.out
    assert "Included papers are not a random sample" in ran.err
    line = next(line for line in ran.out.splitlines() if line.startswith("Training"))
    assert "3 of 5" in line
    assert "60 %" in line
    assert "23-88 %" in line


def test_numbers_in_a_pipe_are_csv_with_full_names(narragraph: Here) -> None:
    rows = list(csv.DictReader(io.StringIO(narragraph("numbers").out)))
    assert rows[0]["influence_id"] == "training"
    assert rows[0]["not_reported_papers"] == "1"
    assert rows[0]["rolled_up_papers"] == "3"


def test_top_says_what_it_leaves_out(narragraph: Here) -> None:
    ran = narragraph("numbers", "--top", "1", "--quiet")
    assert len(ran.out.splitlines()) == 2
    assert "The first 1 of 6 rows; leave out --top for all.\n" in ran.err


def test_status_narrows(narragraph: Here) -> None:
    assert set(_rows(narragraph, "--status", "draft")) == {"draft:tea"}


@pytest.mark.parametrize("words", [("frequency",), ("frequency", "--unit", "study", "--where", "year=..2012")])
def test_measure_says_unit_filter_and_how_to_open_it(narragraph: Here, words: tuple[str, ...]) -> None:
    answer = json.loads(narragraph("numbers", *words, "--json").out)
    assert answer["said"]["unit"] == ("study" if len(words) > 1 else "paper")
    assert answer["said"]["filter"] == ("year to 2012" if len(words) > 1 else "no filter")
    opening = next(line for line in narragraph("numbers", *words).err.splitlines() if line.startswith("Open a figure"))
    _, _, command = opening.partition(": narragraph ")
    figure = int(opening.split(" = ")[1].split(":")[0])
    opened = json.loads(narragraph(*command.split(), "--json").out)
    key = "study_id" if len(words) > 1 else "paper_id"
    assert len({row[key] for row in opened["rows"]}) == figure


def test_directions_by_setting(narragraph: Here) -> None:
    answer = json.loads(narragraph("numbers", "directions", "--by-setting", "--json").out)
    here = {(row["influence_id"], row["setting"]): row for row in answer["rows"]}
    assert here["training", "Clinic"]["facilitator"] == 2
    assert here["training", "Ward"]["not_reported"] == 4


def test_measure_that_is_misspelt_names_the_near_miss(narragraph: Here) -> None:
    ran = narragraph("numbers", "frequncy")
    assert ran.code == 2
    assert '"frequncy" is neither a measure nor a folder. Did you mean "frequency"?' in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("frequency", "--unit", "papers"), '"papers" is not one of paper, study, finding, passage, setting.'),
        (("frequency", "--where", "year"), '"year" is no filter. Write part=value'),
        (("frequency", "--where", "yer=2010"), '"yer" cannot be filtered by.'),
        (("frequency", "--where", "year=2012..2010"), '"year=2012..2010" runs backwards.'),
        (("frequency", "--where", f"year={'9' * 400}.."), '.." is no span of years.'),
        (("frequency", "--where", "design=RCT"), '"RCT" does not occur in this review.'),
        (
            ("findings_behind", "--influence-ids", "trainng"),
            'There is no Influence with the id "trainng". Did you mean',
        ),
    ],
)
def test_bad_words_end_in_one_clear_error(narragraph: Here, words: tuple[str, ...], message: str) -> None:
    ran = narragraph("numbers", *words)
    assert ran.code in {1, 2}
    assert message in ran.err
    assert not ran.out


def test_filter_that_leaves_nothing_says_so(narragraph: Here) -> None:
    ran = narragraph("numbers", "--where", "year=2030..")
    assert (ran.code, ran.out) == (1, "")
    assert "No paper is left after year from 2030: nothing to count." in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("53", "--n", "53"), "28 of 53: the only count that is printed as 53 %"),
        (("52", "--n=53"), "No count of 53 is printed as 52 % (half up, as journals print it): 27 of 53: 51 %"),
        (("12", "--n", "300"), "35 to 37 of 300 are all printed as 12 %"),
    ],
)
def test_from_percentage_gives_the_counts_behind_it(narragraph: Here, words: tuple[str, ...], said: str) -> None:
    assert narragraph("numbers", "from-percentage", *words).out.startswith(said)


def test_from_percentage_refuses_nonsense(narragraph: Here) -> None:
    assert (
        '"fifty" is not a percentage from 0 to 100' in narragraph("numbers", "from-percentage", "fifty", "--n", "5").err
    )
    assert "it is needed: the number of papers" in narragraph("numbers", "from-percentage", "53").err


def test_every_measure_is_described(narragraph: Here) -> None:
    for name in ("overview", "frequency", "directions", "compare", "concentration", "findings_behind"):
        described = narragraph("numbers", name, "--help").out
        assert described.startswith(f"Usage: narragraph numbers {name}")
    assert "MEASURE" in narragraph("numbers", "--help").out


@pytest.mark.parametrize("words", [("pairs", "--all", "--least", "1"), ("--all", "--least", "1")])
def test_pairs_are_written_into_the_graph_on_request(narragraph: Here, tmp_path: Path, words: tuple[str, ...]) -> None:
    build(small_tables(), tmp_path, Config(buffer_pool_mb=64))
    (tmp_path / "review.toml").write_text('[review]\nid = "small"\ntitle = "S"\n', encoding="utf-8")
    ran = narragraph("numbers", *words, "--null-model", "hypergeometric", "--write", "--folder", tmp_path, "--json")
    shown = json.loads(ran.out)["rows"]
    assert f"Wrote {len(shown)} pairs into the graph (ladybug)" in ran.err
    asked = json.loads(narragraph("query", "written_pairs", "--folder", tmp_path, "--json").out)["rows"]
    both = [{(row["a_influence_id"], row["b_influence_id"]): row["p_adj"] for row in asked}]
    both.append({(row["a_influence_id"], row["b_influence_id"]): row["p_holm"] for row in shown})
    assert both[0] == both[1]
    assert {(row["unit"], row["null_model"], row["stale"]) for row in asked} == {
        ("paper", "hypergeometric, holm", False)
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("frequency", "--write"), "only pairs can be written into the graph, not frequency."),
        (("pairs", "--write", "--window", "study", "--least", "1"), "CO_OCCURS counts papers of any sign"),
    ],
)
def test_what_cannot_be_written_is_refused(narragraph: Here, words: tuple[str, ...], message: str) -> None:
    ran = narragraph("numbers", *words)
    assert (ran.code, ran.out) == (2, "")
    assert message in ran.err
