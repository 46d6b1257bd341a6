"""`survey draft`, `survey beside` and `brief` as a user types them: forms, files that are never replaced, refusals."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest
from command_line import Here
from survey_graph import WHY, survey_tables

from cli.survey_draft import FILE
from graph.build import build
from graph.config import Config
from graph.survey import SYNTHETIC


@pytest.fixture(scope="module")
def surveyed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose graph is the small one with its survey. Read only."""
    folder = tmp_path_factory.mktemp("surveyed")
    (folder / "review.toml").write_text('[review]\nid = "small"\ntitle = "A small review"\n', encoding="utf-8")
    build(survey_tables(), folder, Config(buffer_pool_mb=64))
    return folder


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_draft_prints_the_rule_and_writes_a_first_file_once(narragraph: Here, surveyed: Path, tmp_path: Path) -> None:
    out = tmp_path / "survey" / "instrument.csv"
    loose = ["--least-countries", "1", "--least-share", "0.3"]
    drafted = narragraph("survey", "draft", surveyed, "--format", "csv", "--out", out, *loose)
    assert drafted.code == 0
    assert (
        "reported by at least 30 % of the papers read for it, and by at least 2 papers; rank 10 or better"
        in drafted.err
    )
    assert "Frequency of report is no importance." in drafted.err
    told = {row["influence_id"]: row["carried"] for row in rows_of(drafted.out)}
    assert told == {"training": "yes", "culture": "yes", "pay": "no", "role": "no", "support": "not known"}
    written = rows_of(out.read_text(encoding="utf-8"))
    assert tuple(written[0]) == FILE
    assert [(row["influence_id"], row["status"], row["position"]) for row in written] == [
        ("training", "kept", "1"),
        ("culture", "kept", "2"),
    ]
    assert {row[name] for row in written for name in ("wording", "scale_min", "scale_max", "anchors")} == {""}
    before = out.read_bytes()
    again = narragraph("survey", "draft", surveyed, "--out", out)
    assert (again.code, again.out, out.read_bytes()) == (2, "", before)
    assert "is there already, and an instrument is never replaced" in again.err


def test_draft_as_json_holds_the_rule_and_what_was_not_judged(narragraph: Here, surveyed: Path) -> None:
    told = json.loads(narragraph("survey", "draft", surveyed, "--json").out)
    assert told["rule"]["least_share"] == 0.25
    assert any("income groups were not judged" in line for line in told["not_judged"])
    assert {row["influence_id"] for row in told["rows"]} == {"training", "culture", "pay", "role", "support"}
    refused = narragraph("survey", "draft", surveyed, "--least-share", "25")
    assert (refused.code, refused.out) == (2, "")
    assert "it is a share: use 0 to 1" in refused.err


def test_beside_in_every_form_says_that_it_is_synthetic_and_hides_what_is_hidden(
    narragraph: Here, surveyed: Path
) -> None:
    table = narragraph("survey", "beside", surveyed, "--format", "table")
    assert table.code == 0
    assert table.out.startswith(SYNTHETIC)
    assert "Reported often: by at least 40 % of the papers read for it" in table.out
    assert "reported often rated low" in table.out
    assert "--all shows them" in table.err
    rows = rows_of(narragraph("survey", "beside", surveyed, "--format", "csv").out)
    assert {row["synthetic"] for row in rows} == {SYNTHETIC}
    (hidden,) = [row for row in rows if row["site"] == "Mill" and row["influence_id"] == "training"]
    assert (hidden["reading"], hidden["respondents"], hidden["mean"]) == ("not_known", "", "")
    assert WHY in hidden["why"]
    (low,) = [row for row in rows if row["site"] == "Hill" and row["influence_id"] == "training"]
    assert low["reading"] == "reported_often_rated_low"
    told = json.loads(narragraph("survey", "beside", surveyed, "--site", "hill", "--json").out)
    assert (told["synthetic"], told["said"][0]) == (True, SYNTHETIC)
    assert {row["site"] for row in told["rows"]} == {"Hill"}


def test_passages_to_read_open_as_it_says(narragraph: Here, surveyed: Path) -> None:
    import shlex

    told = json.loads(narragraph("survey", "beside", surveyed, "--site", "hill", "--json").out)
    (low,) = [row for row in told["rows"] if row["influence_id"] == "training"]
    assert low["passages"]
    opened = narragraph(*shlex.split(low["open"])[1:], "--folder", surveyed, "--format", "csv")
    assert {row["passage_id"] for row in rows_of(opened.out)} >= set(low["passages"])


def test_brief_is_written_and_never_over_something_else(
    narragraph: Here, surveyed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = narragraph("brief", "Hill", "-C", surveyed)
    assert made.code == 0
    assert "Written: brief-hill.html, on Hill in en, 3 influences." in made.err
    assert SYNTHETIC in Path("brief-hill.html").read_text(encoding="utf-8")
    assert narragraph("brief", "Hill", "-C", surveyed, "--language", "de").code == 0, "an earlier brief is replaced"
    assert '<html lang="de"' in Path("brief-hill.html").read_text(encoding="utf-8")
    assert narragraph("brief", "Hill", "-C", surveyed, "-o", "b.docx").code == 0
    assert docx.Document("b.docx").tables
    Path("mine.html").write_text("my own page", encoding="utf-8")
    for name, said in (
        ("mine.html", "is no earlier brief"),
        ("b.docx", "is there already"),
        ("b.pdf", ".html or .docx"),
    ):
        refused = narragraph("brief", "Hill", "-C", surveyed, "-o", name)
        assert (refused.code, refused.out) == (2, "")
        assert said in refused.err
    assert Path("mine.html").read_text(encoding="utf-8") == "my own page"
    assert narragraph("brief", "Hill", "-C", surveyed, "-o", "-").out.startswith("<!DOCTYPE html>")


def test_refusals_say_what_to_do(narragraph: Here, surveyed: Path, small_folder: Path) -> None:
    unknown = narragraph("brief", "Hil", "-C", surveyed)
    assert (unknown.code, unknown.out) == (1, "")
    assert 'Did you mean "Hill"' in unknown.err
    tag = narragraph("brief", "Hill", "-C", surveyed, "--language", "not a tag")
    assert (tag.code, "no language tag" in tag.err) == (2, True)
    for words in (("brief", "Hill", "-C", small_folder), ("survey", "beside", small_folder)):
        none = narragraph(*words)
        assert (none.code, none.out) == (1, "")
        assert "There is no measure: nothing to count. docs/survey.md says how" in none.err
