"""mappings.csv and constructs.csv: what becomes of each row, and every way to get one wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from graph.ids import construct_id
from graph.tables import GraphTables, check_tables
from ingest.codebook import Codebook, Influence
from ingest.folder import read_folder
from ingest.framework_lists import SOURCES, read_frameworks
from ingest.frameworks import read_mappings
from ingest.problems import Problems

CODEBOOK = "influence_id,name,parent_id\ntraining,Training,\nculture,Culture,\npay,Pay,\n"
HEADER = "influence_id,framework,construct,kind,author,reason,date\n"
GOOD = (
    HEADER
    + "# a comment, with commas, is not read\n"
    + "training,cfir 2022,access to knowledge & information,Narrower,Ann,it is a part,2025-03-31\n"
    + "training,CFIR 2022,Capability,partial,Bob,another view,\n"
    + "culture,CFIR 2022,Culture,exact,ann,the same word,\n"
    + "culture,levels,,none,Ann,,\n"
    + "culture,Ours,North,close,Ann,because,\n"
)
CONSTRUCTS = "framework,construct,parent\nOurs,North,Map\nOurs,Map,\n"


def _folder(place: Path, **files: str) -> Path:
    place.mkdir(exist_ok=True)
    (place / "review.toml").write_text('[review]\nid = "r"\ntitle = "R"\n', encoding="utf-8")
    for name, text in {"codebook": CODEBOOK, **files}.items():
        (place / f"{name}.csv").write_text(text, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> GraphTables:
    read = read_folder(_folder(tmp_path_factory.mktemp("good") / "r", mappings=GOOD, constructs=CONSTRUCTS))
    assert read.report.problems == ()
    assert {"mappings.csv", "constructs.csv"} <= set(read.inputs)
    check_tables(read.tables)
    return read.tables


def test_every_author_has_a_mapping_of_their_own(tables: GraphTables) -> None:
    of = dict(zip(*(tables.edge("MAPPED_BY").column(side).to_pylist() for side in ("end_id", "start_id")), strict=True))
    to = dict(zip(*(tables.edge("MAPS_TO").column(side).to_pylist() for side in ("start_id", "end_id")), strict=True))
    found = {
        (of[row["id"]], row["framework"], to.get(row["id"]), row["kind"], row["author"], row["reason"], row["date"])
        for row in tables.node("Mapping").to_pylist()
    }
    access, capability = (
        construct_id("CFIR 2022", name) for name in ("Access to Knowledge & Information", "Capability")
    )
    assert found == {
        ("training", "CFIR 2022", access, "narrower", "Ann", "it is a part", "2025-03-31"),
        ("training", "CFIR 2022", capability, "partial", "Bob", "another view", None),
        ("culture", "CFIR 2022", construct_id("CFIR 2022", "Culture"), "exact", "Ann", "the same word", None),
        ("culture", "levels", None, "none", "Ann", None, None),
        ("culture", "Ours", "construct:ours/north", "close", "Ann", "because", None),
    }


def test_a_framework_in_use_comes_whole_and_no_other(tables: GraphTables) -> None:
    frameworks = Counter(tables.node("Construct").column("framework").to_pylist())
    assert frameworks == {"CFIR 2022": 5 + 48 + 19, "levels": 3, "Ours": 2}
    above = dict(
        zip(*(tables.edge("BELONGS_TO").column(side).to_pylist() for side in ("start_id", "end_id")), strict=True)
    )
    assert above["construct:ours/north"] == "construct:ours/map"
    assert above[construct_id("CFIR 2022", "Funding")] == construct_id("CFIR 2022", "Available Resources")


def test_published_frameworks_have_as_many_constructs_as_their_authors_say(tmp_path: Path) -> None:
    known = read_frameworks(tmp_path, {}, Problems())
    assert set(known.names) == set(SOURCES)
    sizes = {name: Counter(one.parent is None for one in known.of(name).values()) for name in known.names}
    assert sizes == {
        "CFIR 2022": {True: 5, False: 48 + 19},
        "CFIR 2009": {True: 5, False: 39},
        "TDF 2012": {True: 14},
        "levels": {True: 3},
    }
    for name in known.names:
        assert len({one.id for one in known.of(name).values()}) == len(known.of(name))
        assert all(one.parent is None or known.of(name)[one.parent.casefold()] for one in known.of(name).values())


def test_check_says_what_is_mapped_and_where_authors_disagree(tmp_path: Path) -> None:
    warnings = read_folder(_folder(tmp_path / "r", mappings=GOOD, constructs=CONSTRUCTS)).report.warnings
    said = [warning for warning in warnings if warning.startswith("mappings.csv")]
    assert said == [
        "mappings.csv: CFIR 2022 maps 2 of 3 active influences; not mapped: pay.",
        "mappings.csv: the authors of CFIR 2022 disagree on 1: training.",
        "mappings.csv: levels maps 1 of 3 active influences; not mapped: pay, training.",
        "mappings.csv: Ours maps 1 of 3 active influences; not mapped: pay, training.",
        "mappings.csv: 1 of 5 mappings give no reason.",
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "trainin,levels,meso,exact,A,r",
            'row 2, column influence_id: "trainin" is no influence. Did you mean training?',
        ),
        ("Training,levels,meso,exact,A,r", 'column influence_id: "Training" is no influence. Did you mean training?'),
        (
            "training,CFIR,Culture,exact,A,r",
            '"CFIR" is not a framework that is known here. Did you mean CFIR 2022 or CFIR',
        ),
        (
            "training,,meso,exact,A,r",
            '"" is not a framework that is known here. Known: CFIR 2022, CFIR 2009, TDF 2012,',
        ),
        ("training,levels,mezo,exact,A,r", 'column construct: "mezo" is no construct of levels. Did you mean "meso"?'),
        ("training,levels,,exact,A,r", 'column construct: "" is no construct of levels. It has: macro, meso, micro.'),
        (
            "training,levels,meso,same,A,r",
            'column kind: "same" is not a kind. Use one of: exact, close, narrower, broader',
        ),
        ("training,levels,meso,none,A,r", 'column construct: the kind none says that nothing fits, but "meso" stands'),
        ("training,levels,meso,exact,,r", "column author: it is blank. Say who maps it"),
        (
            "training,levels,meso,exact,A,r,31.3.2025",
            'column date: "31.3.2025" is not a date. Write it like 2025-03-31',
        ),
        (
            "training,levels,meso,exact,A,r\ntraining,levels,meso,close,a,r",
            'row 3, column influence_id: A has mapped "training" to "meso" of levels before.',
        ),
        (
            "training,levels,meso,exact,A,r\ntraining,levels,,none,A,r",
            'row 3, column kind: A says that nothing of levels fits "training", and that something does.',
        ),
    ],
)
def test_a_wrong_row_is_told_with_its_cell(tmp_path: Path, row: str, said: str) -> None:
    read = read_folder(_folder(tmp_path / "r", mappings=f"{HEADER}{row}\n"))
    (problem,) = read.report.problems
    assert said in str(problem)
    assert str(problem).startswith("mappings.csv, ")
    assert not read.tables.nodes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("framework,construct\nlevels,nano\n", 'row 2, column framework: "levels" comes with narragraph and is not'),
        ("framework,construct\nOurs,\n", "row 2, column framework: framework and construct must not be blank."),
        ("framework,construct\nOurs,A\nours,a\n", 'row 3, column construct: "a" stands here a second time.'),
        ("framework,construct,parent\nOurs,Ab,Abc\nOurs,Abd,\n", '"Ab" of Ours names the parent "Abc", which is no'),
        ("framework,construct,parent\nOurs,A,B\nOurs,B,A\n", "parent runs in a circle: A -> B -> A."),
        ("framework,name\nOurs,A\n", 'the column "construct" is missing.'),
    ],
)
def test_a_wrong_construct_is_told_with_its_cell(tmp_path: Path, text: str, said: str) -> None:
    (problem,) = read_folder(_folder(tmp_path / "r", constructs=text)).report.problems
    assert said in str(problem)


def test_a_missing_column_is_told(tmp_path: Path) -> None:
    (problem,) = read_folder(
        _folder(tmp_path / "r", mappings="influence_id,framework,construct,kind,by\n")
    ).report.problems
    assert 'mappings.csv, row 1: the column "author" is missing.' in str(problem)


def test_a_mapping_goes_with_an_influence_that_was_merged(tmp_path: Path) -> None:
    rows = "old,levels,meso,exact,A,r\nnew,levels,meso,close,A,r\nold,levels,micro,close,A,r\n"
    codebook = Codebook({"new": Influence("new", "New")}, moved={"old": "new"})
    problems = Problems()
    found = read_mappings(_folder(tmp_path / "r", mappings=HEADER + rows), codebook, {}, problems)
    assert problems.errors == []
    assert {(row.influence_id, row.construct.name, row.kind.value) for row in found.rows if row.construct} == {
        ("new", "meso", "exact"),
        ("new", "micro", "close"),
    }


def test_a_draft_can_be_mapped(tmp_path: Path) -> None:
    problems = Problems()
    text = f"{HEADER}draft:tea,levels,micro,exact,A,r\n"
    found = read_mappings(_folder(tmp_path / "r", mappings=text), Codebook(), {"draft:tea": "tea"}, problems)
    assert (problems.errors, len(found.rows)) == ([], 1)


def test_the_skeleton_is_read_without_a_word(tmp_path: Path) -> None:
    from cli.skeleton import empty_folder

    text = empty_folder("r", "R")["mappings.csv"]
    read = read_folder(_folder(tmp_path / "r", mappings=text))
    assert read.report.problems == ()
    assert not [warning for warning in read.report.warnings if "mappings.csv" in warning]
