"""`evaluate`: suggestions against decisions and against papers coded whole, worked out by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import Here
from curated_review import decide
from deciding import claim, decided
from text_files import jats, with_texts

from cli.tagging import tagged
from cli.terminal import Terminal
from graph.anchors import make_anchor
from graph.ids import suggestion_id, text_passage_id
from graph.suggestions import Suggestion

REVIEW = '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "included"\n'
CODEBOOK = "influence_id,name\ntraining,Training\npay,Fair pay\n"
LACK, PAY, NOT, RAIN = (
    "Lack of training hindered the new workers.",
    "Services should offer fair pay.",
    "The training was not a barrier at any site.",
    "Rain fell on Monday.",
)
GERMAN = "Mangelnde Angebote erschwerten die Arbeit der neuen Kolleginnen und Kollegen auf allen Stationen des Hauses."
HEADER = "paper_id,quote,influence_id,direction\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    texts = {
        "a.xml": jats(words=f"{LACK} {PAY} {NOT} {RAIN}"),
        "b.xml": jats("10.1000/b", "Die Arbeit", GERMAN),
    }
    return with_texts(tmp_path, texts, REVIEW)


def _evaluated(narragraph: Here, place: Path, *words: str) -> list[dict[str, Any]]:
    ran = narragraph("evaluate", str(place), "--json", *words)
    assert ran.code == 0, ran.err
    arms: list[dict[str, Any]] = json.loads(ran.out)["arms"]
    return arms


def _gold(place: Path, rows: str, header: str = HEADER) -> tuple[str, str]:
    (place / "gold.csv").write_text(header + rows, encoding="utf-8")
    return "--gold", str(place / "gold.csv")


def _suggestions(place: Path) -> dict[str, Suggestion]:
    return {one.anchor.quote: one for one in tagged(place, Terminal(quiet=True)).every}


def test_papers_coded_whole_show_what_was_missed_and_what_was_turned_round(narragraph: Here, place: Path) -> None:
    rows = (
        f'doi:10.1000/a,"{LACK[:-1].upper()}",training,facilitator\n'
        f"doi:10.1000/a,{RAIN},pay,Barrier\ndoi:10.1000/b,,,\n"
    )
    (arm,) = _evaluated(narragraph, place, *_gold(place, rows))
    assert arm["arm"] == "coded whole"
    overall, german, english = arm["scopes"]
    assert (german["scope"], english["scope"], german["marked"]) == ("de", "en", 0)
    assert (overall["papers"], overall["suggestions"], overall["marked"]) == (2, 3, 2)
    assert (overall["passage_recall"]["count"], overall["passage_recall"]["of"]) == (1, 2)
    assert (overall["passage_precision"]["count"], overall["passage_precision"]["of"]) == (1, 3)
    assert (overall["cell_recall"]["count"], overall["cell_recall"]["of"]) == (2, 2)
    assert (overall["flips"]["count"], overall["flips"]["of"]) == (1, 1)
    assert overall["directions"][1] == {"true": "facilitator", "given": "barrier", "passages": 1}
    assert overall["reading_effort"]["value"] == 1.0, "the missed sentence is the last of four"
    assert arm["learnt_order"] == []
    said = narragraph("evaluate", str(place), *_gold(place, rows)).out
    lines = [line for line in said.splitlines() if line.strip()]
    assert "Every sentence of these papers" in lines[0]
    assert lines[1].split() == ["figure", "all", "languages", "de", "en"]
    assert " ".join(lines[3].split()).startswith(
        "barrier and facilitator confused 1.00 [0.21, 1.00] (1 of 1) nothing to measure 1.00"
    )


def test_decisions_are_measured_in_sight_and_blind_apart(narragraph: Here, place: Path) -> None:
    found = _suggestions(place)
    decide(place, "ann", "1", decided(found[LACK], "accept", claim("training", "barrier")))
    decide(place, "ann", "2", replace(decided(found[PAY], "reject"), seconds=8.0))
    decide(place, "ann", "3", replace(decided(found[NOT], "edit", claim("training", "facilitator")), blind=True))
    sight, blind = _evaluated(narragraph, place)
    (overall,) = sight["scopes"]
    assert (sight["arm"], blind["arm"]) == ("decided in sight", "decided blind")
    assert (overall["suggestions"], overall["marked"], overall["passage_precision"]["count"]) == (2, 1, 1)
    assert overall["reading_effort"]["value"] == 0.5
    assert sight["seconds_per_decision"] == 8.0
    assert blind["scopes"][0]["directions"][-1] == {"true": "facilitator", "given": "neutral", "passages": 1}


def test_passages_that_people_marked_themselves_count_as_missed(narragraph: Here, place: Path) -> None:
    tags = tagged(place, Terminal(quiet=True))
    text = next(paper.text for paper in tags.papers if RAIN in paper.text.text)
    shown = _suggestions(place)[LACK]
    start = text.text.index(RAIN)
    anchor = make_anchor(text, start, start + len(RAIN))
    id_ = suggestion_id(text_passage_id(shown.paper_id, anchor.text_sha256, start, anchor.char_end), "pay")
    own = replace(shown, id=id_, anchor=anchor, influence_id="pay", origin="human", mention=None)
    decide(place, "ann", "1", decided(shown, "accept", claim("training", "barrier")))
    decide(place, "ann", "2", decided(own, "accept", claim("pay", "barrier")))
    (arm,) = _evaluated(narragraph, place)
    assert arm["marked_by_hand"] == 1
    (overall,) = arm["scopes"]
    assert (overall["passage_recall"]["count"], overall["passage_recall"]["of"]) == (1, 2)


def test_order_is_learnt_from_other_papers_only(narragraph: Here, tmp_path: Path) -> None:
    (tmp_path / "codebook.csv").write_text(CODEBOOK, encoding="utf-8")
    good = "The first induction week gave training to newcomers on ward {}."
    bad = "A train of thought on training load in leg muscles, trial {}."
    texts = {
        f"{name}.xml": jats(
            f"10.1000/{name}", f"Paper {name}", " ".join(one.format(n) for n in range(4) for one in (bad, good))
        )
        for name in "ab"
    }
    place = with_texts(tmp_path, texts, REVIEW)
    for number, one in enumerate(tagged(place, Terminal(quiet=True)).every):
        body = (
            decided(one, "accept", claim("training", one.direction.value))
            if "induction" in one.anchor.quote
            else decided(one, "reject")
        )
        decide(place, "ann", str(number), body)
    (arm,) = _evaluated(narragraph, place)
    (learnt,) = arm["learnt_order"]
    assert learnt["average_precision"]["value"] == 1.0
    assert arm["scopes"][0]["average_precision"]["value"] < 1.0
    assert "average precision, order learnt" in narragraph("evaluate", str(place)).out


def test_nothing_to_evaluate_is_said_so(narragraph: Here, place: Path) -> None:
    ran = narragraph("evaluate", str(place))
    assert (ran.code, ran.out) == (0, "")
    assert "nobody has decided on a suggestion yet" in ran.err
    decide(place, "ann", "1", decided(_suggestions(place)[LACK], "unsure"))
    assert _evaluated(narragraph, place) == []
    assert "names no paper" in narragraph("evaluate", str(place), *_gold(place, "")).err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"doi:10.1000/c,{RAIN},pay,barrier", 'row 3, column paper_id: no text of "doi:10.1000/c"'),
        (f"doi:10.1000/a,{RAIN},trainig,barrier", 'Did you mean "training"?'),
        (f"doi:10.1000/a,{RAIN},pay,obstacle", '"obstacle" is no direction. Use one of: facilitator, barrier'),
        ("doi:10.1000/a,Snow fell on Monday.,pay,barrier", "these words are in no text of the paper"),
        ("doi:10.1000/a,training,pay,barrier", "these words stand at 2 places"),
        ("doi:10.1000/a,,pay,barrier", "there are no words"),
    ],
)
def test_every_wrong_row_of_the_gold_is_told(narragraph: Here, place: Path, row: str, said: str) -> None:
    ran = narragraph("evaluate", str(place), *_gold(place, f"doi:10.1000/a,{LACK},training,barrier\n{row}\n"))
    assert ran.code == 3
    assert said in ran.err
    assert not ran.out


def test_gold_without_its_columns_says_which(narragraph: Here, place: Path) -> None:
    ran = narragraph("evaluate", str(place), *_gold(place, "", "paper,quote\n"))
    assert ran.code == 3
    assert "no column paper_id, influence_id, direction" in ran.err
