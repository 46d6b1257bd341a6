"""`narragraph agreement`: figures on what everybody may see, and a sentence on what is hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from command_line import Here
from curated_review import curated_review, decide, shown
from deciding import claim, decided

from curation.entries import Adjudication, Assignment, Drawn, Verdict

WORDS = (
    ("Staff said that training made the new role possible.", "training", "facilitator"),
    ("They also said that low pay drove colleagues away.", "pay", "barrier"),
    ("Nobody had time for supervision.", "training", "barrier"),
    ("Training was short, and staff asked for more of it.", "training", "barrier"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two coders: they agree on one, differ on two, of which one is settled, and one waits for bob."""
    folder = curated_review(tmp_path / "review")
    places = [shown(folder, *words) for words in WORDS]
    drawn = tuple(Drawn(place.id, ("ann", "bob")) for place in places)
    decide(folder, "eve", "draw", Assignment(1.0, 1, 4, drawn))
    blind = replace(decided(places[0]), blind=True)
    for who in ("ann", "bob"):
        decide(folder, who, "0", blind)
    mine = decide(folder, "ann", "1", decided(places[1])).id
    theirs = decide(folder, "bob", "1", decided(places[1], "edit", claim("pay", "mixed"))).id
    decide(folder, "eve", "1", Adjudication((mine, theirs), Verdict.ACCEPT, "why", (claim("pay", "barrier"),)))
    decide(folder, "ann", "2", decided(places[2]))
    decide(folder, "bob", "2", decided(places[2], "reject"))
    decide(folder, "ann", "3", decided(places[3], "edit", claim("training", "unclear")))
    return folder


def test_agreement_tells_figures_by_influence_and_direction_and_what_is_hidden(narragraph: Here, folder: Path) -> None:
    done = narragraph("agreement", str(folder), "--json")
    assert done.code == 0, done.err
    said = json.loads(done.out)
    rows = {(row["of"], row["name"]): row for row in said["rows"]}
    assert said["pending"] == 1
    assert len(said["revision"]) == 64
    every = rows["claims", "all"]
    assert [every[name] for name in ("candidates", "coders", "agreed", "conflicts", "settled")] == [3, 2, 0.3333, 2, 1]
    assert every["agreed_after"] == 0.6667
    assert every["alpha_low"] <= every["alpha"] <= every["alpha_high"]
    assert rows["influence", "Training"]["candidates"] == 2
    assert rows["influence", "Pay"]["agreed"] == 0
    assert rows["direction", "barrier"]["agreed"] == 0.3333
    assert rows["direction", "facilitator"]["said"] is None
    assert ("direction", "unclear") not in rows, "nobody may see what ann said of the one that waits"
    assert rows["tool", "all"]["candidates"] == 2
    assert rows["tool", "decided blind"]["agreed"] == 1
    assert rows["characters", "all"]["alpha"] is not None
    assert "3 candidates were decided on by two curators or more" in done.err
    assert "1 double-coded candidate is pending, and in none of them" in done.err
    assert "1 (50%) were decided blind" in done.err


def test_agreement_of_nobody_says_so(narragraph: Here, tmp_path: Path) -> None:
    done = narragraph("agreement", str(curated_review(tmp_path / "review")), "--format", "csv")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0].startswith("of,name,candidates,coders,agreed,alpha,")
    assert lines[1] == "claims,all,0,0,,,,,,,,0,0,,,no unit has values of two coders"
    assert "0 candidates were decided on" in done.err


def test_agreement_with_another_seed_has_another_interval_only(narragraph: Here, folder: Path) -> None:
    first, second = (
        json.loads(narragraph("agreement", str(folder), "--json", "--seed", seed).out) for seed in ("1", "2")
    )
    assert first["seed"] == 1
    assert [row["alpha"] for row in first["rows"]] == [row["alpha"] for row in second["rows"]]


def test_agreement_refuses_a_folder_with_problems(narragraph: Here, folder: Path) -> None:
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,\n", encoding="utf-8")
    done = narragraph("agreement", str(folder))
    assert done.code == 3
    assert "`narragraph check` lists them all" in done.err
