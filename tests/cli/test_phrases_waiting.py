"""Phrases of tables that no influence was given to: in the queue, explained, and gone once somebody decided."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Here
from curated_review import decide
from review_folders import PLAIN, write_folder
from text_files import jats

from cli.tagging import tagged, waiting_phrases
from cli.terminal import Terminal
from curation.entries import PhraseChange
from graph.model import Direction
from nlp.phrase_tasks import PhraseTask
from nlp.suggestion_file import read_phrases, write_phrases

ROWS = """\
paper,influence,effect,setting
A,Short induction training,hinders,Clinic
B,short  induction training,helps,Ward
B,Training,helps,Ward
C,short-induction-training,hinders,Ward
C,Rain on Mondays,hinders,Ward
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return write_folder(tmp_path, PLAIN, ROWS)


def _waiting(place: Path) -> list[PhraseTask]:
    return waiting_phrases(tagged(place, Terminal(quiet=True)))


def test_waiting_phrases_say_where_they_stand_and_what_they_may_mean(place: Path) -> None:
    first, *others = _waiting(place)
    assert first.id == "draft:short-induction-training"
    assert first.phrase == "Short induction training"
    assert first.spellings == ("Short induction training", "short-induction-training")
    assert first.papers == ("paper:a", "paper:b", "paper:c")
    assert first.directions == {Direction.BARRIER: 2, Direction.FACILITATOR: 1}
    assert [place.cell for place in first.places] == ["B2", "B3", "B5"]
    (suggested,) = first.suggestions
    assert (suggested.influence_id, suggested.reasons[0].said) == ("training", "training")
    assert {one.phrase: len(one.suggestions) for one in others} == {"Rain on Mondays": 0}


def test_decided_phrase_waits_no_longer_and_waits_again_when_it_is_given_back(place: Path) -> None:
    before = _waiting(place)
    for number, spelling in enumerate(before[0].spellings):
        decide(place, "ann", f"k{number}", PhraseChange(spelling, "training"))
    assert [one.id for one in _waiting(place)] == [one.id for one in before[1:]]
    for number, spelling in enumerate(before[0].spellings):
        decide(place, "ann", f"back{number}", PhraseChange(spelling, None, was="training"))
    assert _waiting(place) == before


def test_queue_shows_phrases_beside_passages(narragraph: Here, place: Path) -> None:
    (place / "texts").mkdir()
    (place / "texts" / "a.xml").write_bytes(jats(words="Lack of training hindered the new workers."))
    (place / "review.toml").write_text(PLAIN + '\n[texts]\nnew = "included"\n', encoding="utf-8")
    said = json.loads(narragraph("queue", place, "--json").out)
    assert [row["quote"] for row in said["suggestions"]] == ["Lack of training hindered the new workers."]
    assert said["phrases_waiting"] == 2
    first, second = said["phrases"]
    assert (first["quote"], first["influence"], first["direction"]) == (
        "Short induction training",
        "Training",
        "barrier; facilitator",
    )
    assert (first["paper_id"], first["repeats"]) == ("paper:a; paper:b; paper:c", 2)
    assert (second["quote"], second["influence"]) == ("Rain on Mondays", None)
    rows = narragraph("queue", place, "--format", "jsonl").out.splitlines()
    assert [json.loads(row)["kind"] for row in rows] == ["passage", "phrase", "phrase"]
    assert [
        json.loads(row)["kind"]
        for row in narragraph("queue", place, "--only", "phrases", "--format", "jsonl").out.splitlines()
    ] == ["phrase"] * 2
    assert json.loads(narragraph("queue", place, "--only", "passages", "--json").out)["phrases"] == []
    narrowed = json.loads(narragraph("queue", place, "--paper", "paper:b", "--json").out)
    assert ([row["quote"] for row in narrowed["phrases"]], narrowed["suggestions"]) == (
        ["Short induction training"],
        [],
    )


def test_explain_says_where_a_phrase_stands_and_why_an_influence_is_suggested(narragraph: Here, place: Path) -> None:
    said = narragraph("explain", "draft:short-induction-training", "-C", place)
    assert said.code == 0
    assert "in 3 papers: barrier 2, facilitator 1" in said.out
    assert "term:Training               training  (16 to 24)" in said.out
    assert "paper:c: tables/t.csv, cell B5, barrier" in said.out
    assert json.loads(narragraph("explain", "draft:rain-on-mondays", "-C", place, "--json").out)["suggestions"] == []
    assert "nothing: no word of the codebook" in narragraph("explain", "draft:rain-on-mondays", "-C", place).out
    unknown = narragraph("explain", "draft:rain-on-monday", "-C", place)
    assert unknown.code == 1
    assert 'Did you mean "draft:rain-on-mondays"' in unknown.err


def test_what_is_kept_of_phrases_is_read_again_and_made_anew_when_torn(place: Path) -> None:
    before = _waiting(place)
    (file,) = (place / ".narragraph" / "suggestions").iterdir()
    kept = read_phrases(file)
    assert kept == {one.phrase: one.suggestions for one in before}
    write_phrases(file, kept | {"Rain on Mondays": before[0].suggestions})
    assert _waiting(place)[1].suggestions == before[0].suggestions, "the file is what is read"
    file.write_bytes(b"torn")
    assert _waiting(place) == before


def test_listing_what_is_tagged_already_loads_no_spacy(place: Path) -> None:
    _waiting(place)
    explain = ["explain", "draft:rain-on-mondays", "-C", str(place)]
    program = (
        "import sys, io, cli.main\n"
        "sys.stdout = sys.stderr = io.StringIO()\n"
        f"codes = [cli.main.run(['queue', {str(place)!r}]), cli.main.run({explain!r})]\n"
        "print(codes, 'spacy' in sys.modules, file=sys.__stdout__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[0, 0] False"
