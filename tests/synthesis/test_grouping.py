"""Influences counted as constructs: by hand on the small graph, against pandas on a real survey, and as laws."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pandas as pd
import pytest
from decided_graph import decided_tables
from hypothesis import given
from hypothesis import strategies as st
from real_reviews import REVIEWS, real_tables
from side_by_side import side_by_side
from small_graph import edge_rows, level, node_rows, small_tables

from graph.ask import Answer, GraphInfo, opened_by
from graph.config import Config
from graph.errors import NotFound, ParameterError
from graph.fetch import fetch
from graph.model import Unit
from graph.tables import GraphTables
from ingest.folder import read_folder
from synthesis.charts.kinds import KINDS
from synthesis.charts.registry import chart
from synthesis.evidence import Evidence, evidence
from synthesis.grouping import _spread
from synthesis.measures import FUNCTIONS, Measured, measure, measures

INFO = GraphInfo("ladybug", "small", "A small review", "paper", "mixed", "stored", "c1", 1, "0123456789abcdef", None)
MACRO, MESO, MICRO, SERVICE = (level(name) for name in ("macro", "meso", "micro", "service"))
LEFT = "unmapped:levels"
UNIT_ID = {"papers": "paper_id", "studies": "study_id", "findings": "finding_id"}


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(small_tables())


def _counted(found: Evidence, name: str = "frequency", **asked: object) -> dict[str, dict[str, Any]]:
    given = {"framework": "levels", **({"samples": 100} if name == "frequency" else {}), **asked}
    return {str(row["influence_id"]): row for row in measure(found, name, given)[1].rows}


# by hand, from the table in tests/support/small_graph.py


@pytest.mark.parametrize(
    ("asked", "papers"),
    [
        ({}, {MESO: 4, MACRO: 2, MICRO: 3, LEFT: 2}),
        ({"kinds": ["exact"]}, {MESO: 3, LEFT: 4}),
        ({"kinds": ["exact", "broader"]}, {MESO: 3, MACRO: 1, LEFT: 3}),
        ({"agreed": True}, {MESO: 2, MACRO: 2, LEFT: 4}),
        ({"domains": True}, {SERVICE: 4, MACRO: 2, LEFT: 2}),
        ({"domains": True, "agreed": True}, {SERVICE: 4, MACRO: 2, LEFT: 2}),
        ({"status": "active"}, {MESO: 4, MACRO: 2, MICRO: 3, LEFT: 1}),
        ({"status": "draft"}, {LEFT: 1}),
        ({"where": ["setting=setting:service/ward"]}, {MESO: 1, MACRO: 1, MICRO: 0, LEFT: 2}),
    ],
    ids=str,
)
def test_papers_count_once_for_each_construct(
    small: Evidence, asked: dict[str, object], papers: dict[str, int]
) -> None:
    assert {id_: row["count"] for id_, row in _counted(small, **asked).items()} == papers


@pytest.mark.parametrize(
    ("unit", "things"),
    [
        ("study", {MESO: 3, MACRO: 2, MICRO: 2, LEFT: 2}),
        ("finding", {MESO: 7, MACRO: 3, MICRO: 4, LEFT: 2}),
        ("passage", {MESO: 7, MACRO: 2, MICRO: 5, LEFT: 2}),
        ("setting", {MESO: 2, MACRO: 2, MICRO: 1, LEFT: 1}),
    ],
)
def test_every_unit_counts_its_things(small: Evidence, unit: str, things: dict[str, int]) -> None:
    found = _counted(small, unit=unit)
    assert {id_: row["count"] for id_, row in found.items()} == things
    if unit in {"finding", "passage"}:
        plain = measure(small, "frequency", {"unit": unit, "samples": 100})[1].rows
        assert {row["of"] for row in found.values()} == {row["of"] for row in plain}  # a finding in two is one finding


def test_directions_of_a_construct_follow_all_its_influences(small: Evidence) -> None:
    cells = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent", "not_reported", "not_extracted", "of")
    found = {id_: tuple(row[name] for name in cells) for id_, row in _counted(small, "directions").items()}
    assert found == {
        MESO: (2, 0, 1, 1, 0, 0, 1, 1, 6),  # D: neutral on culture outweighs absent on training
        MICRO: (2, 0, 1, 0, 0, 1, 1, 1, 6),
        MACRO: (0, 0, 1, 1, 0, 0, 3, 1, 6),
        LEFT: (0, 1, 0, 0, 1, 0, None, 4, 6),  # support and drafts were never looked for, so silence says nothing
    }


def test_what_decides_the_grouping_is_told(small: Evidence) -> None:
    _, found = measure(small, "overview", {"framework": "LEVELS"})
    assert {name: found.said[name] for name in ("framework", "kinds", "authors", "disagreements")} == {
        "framework": "levels",
        "kinds": ["exact", "close", "narrower"],
        "authors": "any",
        "disagreements": 1,
    }
    assert (found.said["influences_mapped"], found.said["influences_not_mapped"]) == (2, 4)
    several, left, differ = found.notes[:3]
    assert several.startswith("2 influences count in more than one construct (Culture, Training)")
    assert left.startswith("Not mapped: 4 influences count in a row of their own, 2 of them only in ways that do not")
    assert differ.startswith(
        "The authors disagree on 1 of the influences (Training), on 1 about where they count; here any"
    )


def test_constructs_that_share_an_influence_are_not_tested(small: Evidence) -> None:
    _, found = measure(small, "pairs", {"framework": "levels", "all": True, "samples": 200})
    ends = {frozenset((row["a_influence_id"], row["b_influence_id"])): row for row in found.rows}
    assert set(ends) == {frozenset(pair) for pair in ((MESO, MACRO), (MESO, MICRO), (MACRO, MICRO))}  # nothing unmapped
    assert {pair for pair, row in ends.items() if row["related"]} == {
        frozenset((MESO, MACRO)),
        frozenset((MESO, MICRO)),
    }
    assert all(row["p_holm"] is None for row in ends.values() if row["related"])


@pytest.mark.parametrize(
    "name",
    sorted(
        {name for name in FUNCTIONS if measures()[name].opens} - {"findings_behind", "concentration", "communities"}
    ),
)
@pytest.mark.parametrize("asked", [{}, {"domains": True, "kinds": ["broader", "close"], "status": "active"}], ids=str)
def test_every_figure_opens_to_as_much_as_it_counts(small: Evidence, name: str, asked: dict[str, object]) -> None:
    contract = measures()[name]
    own: dict[str, dict[str, object]] = {
        "compare": {"by": "setting"},
        "partners": {"influence_id": MACRO, "samples": 100, "least": 1},
        "pairs": {"all": True, "samples": 100, "least": 1},
        "sets": {"least_size": 2, "least_shared": 1, "least": 1},
    }
    parameters, found = measure(small, name, {"framework": "levels", **own.get(name, {}), **asked})
    answer = Answer(contract, parameters, found.rows, False, INFO)
    for row in found.rows:
        for opening in contract.opens:
            if row[opening.column] is None:
                continue
            _, behind = measure(small, opening.query, opened_by(answer, row, opening))
            ids = [one["finding_id"] for one in behind.rows]
            assert len(ids) == len(set(ids))
            assert {str(one["influence_id"]) for one in behind.rows} <= set(small.influences.column("id").to_pylist())
            if name in {"overview", "frequency", "pairs", "partners", "sets"}:
                unit = UNIT_ID.get(opening.column.removeprefix("rolled_up_"), "paper_id")
                if not opening.column.startswith(("facilitator", "barrier")):
                    assert len({one[unit] for one in behind.rows}) == row[opening.column], (row, opening)


OF_A_SURVEY = {"site_profile", "item_by_site", "frequency_against_rating"}
"""What was rated is an influence of the codebook, never a construct."""


@pytest.mark.parametrize("name", sorted(set(KINDS) - OF_A_SURVEY))
def test_every_chart_takes_the_grouping_and_says_so(small: Evidence, name: str) -> None:
    own = {"gaps": {"by": "setting"}, "years": {"influence_id": MESO}, "frequency": {"samples": 100}}
    drawn = chart(small, name, {"framework": "levels", **own.get(name, {})}, INFO)
    assert drawn.title.endswith(", by levels")
    assert "influences counted as constructs of levels, mapped exact, close, narrower by any author" in drawn.caption
    assert "--framework levels" in drawn.counted
    assert any(note.startswith("Not mapped: 4 influences") for note in drawn.notes)
    shown = {row["influence_id"] for row in drawn.rows if "influence_id" in row}
    assert shown <= {MESO, MACRO, MICRO, LEFT}
    addresses = set(re.findall(r'"href": "([^"]*influence_ids[^"]*)"', json.dumps(drawn.spec)))
    assert addresses or name in {"years", "network"}  # a year opens to nothing, and here no pair is beyond chance
    for address in addresses:
        asked = parse_qs(urlsplit(address).query)
        assert asked["framework"] == ["levels"]
        measure(
            small,
            "findings_behind",
            {name: many if len(many) > 1 else many[0] for name, many in asked.items()},
            text=True,
        )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"framework": "level"}, 'no influence is mapped to "level". Mapped to: levels. Did you mean "levels"?'),
        ({"framework": "levels", "kinds": ["exat"]}, '"exat" is no kind of mapping. Use: exact, close, narrower, '),
        ({"framework": "levels", "kinds": ["none"]}, '"none" is no kind of mapping.'),
        ({"agreed": True}, "agreed says how influences are counted as constructs; name the framework too."),
    ],
    ids=str,
)
def test_a_wrong_grouping_is_refused(small: Evidence, asked: dict[str, object], said: str) -> None:
    with pytest.raises(ParameterError) as caught:
        measure(small, "overview", asked)
    assert said in str(caught.value)


def test_an_influence_is_no_construct(small: Evidence) -> None:
    with pytest.raises(NotFound, match="training"):
        measure(small, "findings_behind", {"framework": "levels", "influence_ids": ["training"]})


def test_a_review_without_mappings_says_so(small: Evidence) -> None:
    with pytest.raises(ParameterError, match="maps any influence"):
        measure(replace(small, mappings=()), "overview", {"framework": "levels"})


# laws


def _one_to_one(tables: GraphTables) -> GraphTables:
    """Each influence mapped to a construct of its own."""
    ids = tables.node("Influence").column("id").to_pylist()
    rows = tables.node("Influence").to_pylist()
    constructs = [{"id": row["id"], "framework": "mirror", "name": row["name"]} for row in rows]
    said = {"framework": "mirror", "kind": "exact", "author": "ann"}
    return GraphTables(
        {
            **tables.nodes,
            "Construct": node_rows("Construct", constructs),
            "Mapping": node_rows("Mapping", [{"id": f"m:{id_}", **said} for id_ in ids]),
        },
        {
            **{type_: table for type_, table in tables.edges.items() if type_ not in {"BELONGS_TO", "NARROWER_THAN"}},
            "MAPPED_BY": edge_rows("MAPPED_BY", [(id_, f"m:{id_}") for id_ in ids]),
            "MAPS_TO": edge_rows("MAPS_TO", [(f"m:{id_}", id_) for id_ in ids]),
        },
    )


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"concentration", "sensitivity", "compare"}))
@pytest.mark.parametrize("where", [[], ["curator=anna"]], ids=str)
def test_a_mapping_of_one_to_one_changes_no_number(name: str, where: list[str]) -> None:
    found = evidence(_one_to_one(decided_tables()))
    own: dict[str, dict[str, object]] = {
        "findings_behind": {"influence_ids": ["training"]},
        "pairs": {"all": True, "samples": 100, "least": 1},
        "partners": {"influence_id": "training", "samples": 100, "least": 1},
        "sets": {"least_size": 2, "least_shared": 1, "least": 1},
        "communities": {"resamples": 10, "least": 1},
        "frequency": {"samples": 100, "unit": "passage"},
    }
    active = {} if name == "findings_behind" else {"status": "active"}
    asked = {"where": where, **active, **own.get(name, {})}
    _, plain = measure(found, name, asked)
    _, grouped = measure(found, name, {**asked, "framework": "mirror"})
    assert _bare(grouped) == _bare(plain)


def _bare(found: Measured) -> list[dict[str, object]]:
    return [{name: value for name, value in row.items() if name != "status"} for row in found.rows]


@given(st.lists(st.integers(0, 5), max_size=12), st.lists(st.integers(0, 5), max_size=8))
def test_pairs_are_spread_over_all_entries_of_their_finding(entries: list[int], findings: list[int]) -> None:
    taken, finding = np.array(sorted(entries), dtype=np.int64), np.array(findings, dtype=np.int64)
    place, entry = _spread(finding, taken)
    expected = [(e, p) for e, of in enumerate(sorted(entries)) for p, known in enumerate(findings) if of == known]
    assert list(zip(entry.tolist(), place.tolist(), strict=True)) == expected


# against pandas, on a real survey with a mapping made up for the test

FACULTY = "Faculty Issue"
MADE_UP = {  # the begin of a code's name -> construct, kind, author
    FACULTY: [("Individuals", "narrower", "ann"), ("Capability", "close", "bob")],
    "Resource": [("Available Resources", "exact", "ann"), ("Available Resources", "exact", "bob")],
    "Facilities": [("Available Resources", "narrower", "ann"), ("Physical Infrastructure", "exact", "ann")],
    "Curric": [("Compatibility", "broader", "ann")],
    "Student": [("Innovation Recipients", "close", "bob")],
}


@pytest.fixture(scope="module")
def survey(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> GraphTables:
    place = tmp_path_factory.mktemp("survey") / "review"
    real_tables("niblse_q06", data_dir, place)
    with (place / "codebook.csv").open(encoding="utf-8") as file:
        codes = list(csv.DictReader(file))
    lines = ["influence_id,framework,construct,kind,author,reason"]
    for begin, said in MADE_UP.items():
        mine = [code["influence_id"] for code in codes if code["name"].startswith(begin)]
        lines += [f"{id_},CFIR 2022,{to},{kind},{author},made up" for id_ in mine for to, kind, author in said]
    (place / "mappings.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    read = read_folder(place)
    assert read.report.problems == ()
    return read.tables


@pytest.fixture(scope="module")
def answers(data_dir: Path) -> pd.DataFrame:
    """Respondents with an answer x codes, True where the code was given; read without the product."""
    frame = pd.read_csv(data_dir / REVIEWS["niblse_q06"], header=1, dtype=str, keep_default_na=False)
    answer = next(name for name in frame.columns if name.startswith("In your opinion"))
    frame = frame[frame[answer].str.strip() != ""]
    coded = frame.iloc[:, frame.columns.get_loc(answer) + 1 :]
    coded = coded.loc[:, [bool(name.strip()) and not name.startswith("Unnamed") for name in coded.columns]]
    return coded.eq("1").rename(columns=str.strip)


def _expected(answers: pd.DataFrame, to: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Construct -> respondents who gave any of its codes, codings of them."""
    found = {}
    for construct, begins in to.items():
        mine = answers.loc[:, [name.startswith(tuple(begins)) for name in answers.columns]]
        found[construct] = (int(mine.any(axis=1).sum()), int(mine.to_numpy().sum()))
    return found


ANY = {
    "Individuals": [FACULTY],
    "Capability": [FACULTY],
    "Available Resources": ["Resource", "Facilities"],
    "Physical Infrastructure": ["Facilities"],
    "Innovation Recipients": ["Student"],
    "not mapped": ["Cur", "Inst"],
}
AGREED = {
    "Available Resources": ["Resource", "Facilities"],
    "Physical Infrastructure": ["Facilities"],
    "Innovation Recipients": ["Student"],
    "not mapped": ["Cur", "Inst", FACULTY],
}
DOMAINS = {
    "Individuals": [FACULTY, "Student"],
    "Inner Setting": ["Resource", "Facilities"],
    "not mapped": ["Cur", "Inst"],
}


@pytest.mark.parametrize(
    ("asked", "to"), [({}, ANY), ({"agreed": True}, AGREED), ({"domains": True, "agreed": True}, DOMAINS)], ids=str
)
def test_counts_of_a_survey_equal_pandas(
    survey: GraphTables, answers: pd.DataFrame, asked: dict[str, object], to: dict[str, list[str]]
) -> None:
    found = evidence(survey)
    rows = measure(found, "overview", {"framework": "CFIR 2022", **asked})[1].rows
    assert {row["name"]: (row["papers"], row["findings"]) for row in rows} == _expected(answers, to)
    assert {row["looked_for_papers"] for row in rows} == {len(answers)}
    assert all(row["not_reported_papers"] == len(answers) - int(str(row["papers"])) for row in rows)
    by_unit = measure(
        found, "frequency", {"framework": "CFIR 2022", "unit": Unit.FINDING.value, "samples": 100, **asked}
    )
    assert {row["of"] for row in by_unit[1].rows} == {int(answers.to_numpy().sum())}


def test_pairs_of_a_survey_equal_pandas(survey: GraphTables, answers: pd.DataFrame) -> None:
    given = {"framework": "CFIR 2022", "all": True, "null_model": "hypergeometric"}
    rows = measure(evidence(survey), "pairs", given)[1].rows
    held = {
        construct: answers.loc[:, [name.startswith(tuple(begins)) for name in answers.columns]].any(axis=1)
        for construct, begins in ANY.items()
    }
    assert len(rows) == 10  # five constructs, without what is not mapped
    for row in rows:
        assert row["shared"] == int((held[str(row["a_name"])] & held[str(row["b_name"])]).sum())
    related = {frozenset((row["a_name"], row["b_name"])) for row in rows if row["related"]}
    assert related == {
        frozenset(("Individuals", "Capability")),
        frozenset(("Available Resources", "Physical Infrastructure")),
    }


@pytest.mark.neo4j
def test_groupings_are_the_same_on_both_engines(survey: GraphTables, tmp_path: Path, clean_neo4j: Config) -> None:
    with side_by_side(survey, tmp_path / "both", clean_neo4j) as pair:
        ours, theirs = (evidence(fetch(database)) for database in (pair.embedded, pair.server))
    asked = {"framework": "CFIR 2022", "agreed": True}
    for name in ("overview", "directions", "pairs"):
        own = {"samples": 100, "all": True} if name == "pairs" else {}
        assert measure(ours, name, {**asked, **own}) == measure(theirs, name, {**asked, **own})
