"""Reference lists given as files: CITES among papers, works that several papers cite, and what is left to screen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from record_of_review import write_review
from side_by_side import answers, side_by_side

from graph.config import Config
from graph.queries import queries
from graph.tables import check_tables
from ingest.folder import Ingested, read_folder

X1, P10 = "paper:x1", "doi:10.1000/p10"
W = "https://openalex.org/W"
OPENALEX = [
    {
        "id": f"{W}1",
        "doi": "https://doi.org/10.1000/P1",
        "title": "One",
        "publication_year": 2001,
        "referenced_works": [f"{W}8", f"{W}77", f"{W}99", f"{W}1"],
    },
    {"id": f"{W}10", "doi": "https://doi.org/10.1000/p10", "referenced_works": [f"{W}8", f"{W}77"]},
    {"id": f"{W}8", "doi": "https://doi.org/10.1000/p8", "title": "Eight", "referenced_works": []},
    {"id": f"{W}77", "doi": None, "display_name": "A report", "publication_year": 1999, "referenced_works": []},
    {"id": f"{W}500", "doi": None, "referenced_works": [f"{W}8"]},
]
CROSSREF = {
    "message": {
        "items": [
            {
                "DOI": "10.1000/P1",
                "title": ["One"],
                "reference": [{"DOI": "10.5555/OUT", "article-title": "Outside", "year": "2015a"}, {"key": "no doi"}],
            },
            {"DOI": "10.1000/p10", "reference": [{"DOI": "10.5555/out"}, {"DOI": "10.1000/p2"}]},
        ]
    }
}


def review(place: Path, **files: object) -> Path:
    """The review with all six kinds of source; files of citations/ by name, `__` for the dot."""
    folder = write_review(place / "review")
    (folder / "citations").mkdir()
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / "citations" / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def cites(found: Ingested) -> set[tuple[str, str]]:
    assert found.report.problems == ()
    check_tables(found.tables)
    return {(row["start_id"], row["end_id"]) for row in found.tables.edge("CITES").to_pylist()}


def papers(found: Ingested) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in found.tables.node("Paper").to_pylist()}


def test_openalex_works_are_met_by_their_dois(tmp_path: Path) -> None:
    found = read_folder(review(tmp_path, works__json={"results": OPENALEX}))
    report = "paper:openalex-w77"
    assert cites(found) == {(X1, "doi:10.1000/p8"), (P10, "doi:10.1000/p8"), (X1, report), (P10, report)}
    added = papers(found)[report]
    assert (added["title"], added["year"], added["status"], added["screened"]) == ("A report", 1999, "candidate", False)
    assert "Citing works of citations/ that are no papers of the review: 1, such as openalex:W500" in " ".join(
        found.report.warnings
    )
    assert "citations/works.json" in found.inputs


def test_crossref_lists_give_dois_and_the_rest_is_told(tmp_path: Path) -> None:
    found = read_folder(review(tmp_path, items__json=CROSSREF))
    outside = "doi:10.5555/out"
    assert cites(found) == {(X1, outside), (P10, outside), (P10, "doi:10.1000/p2")}
    assert (papers(found)[outside]["title"], papers(found)[outside]["year"]) == ("Outside", 2015)
    assert "Entries of reference lists in citations/ without a DOI: 1; not used." in found.report.warnings


def test_a_table_of_pairs_and_a_work_that_one_paper_cites(tmp_path: Path) -> None:
    table = (
        "citing,cited,cited_title,cited_year\npaper:t,10.1000/P6,,\nhttps://doi.org/10.1000/p1,10.9/once,Once,2000\n"
    )
    found = read_folder(review(tmp_path, pairs__csv=table.replace("10.9/once", "10.9999/once")))
    assert cites(found) == {("paper:t", "doi:10.1000/p6")}
    assert "doi:10.9999/once" not in papers(found), "cited by one included paper only"


def text(doi: str, *cited: str) -> str:
    """A full text with these identifiers in its reference list; "" is an entry without one."""
    kinds = {name: "doi" if "/" in name else "pmid" for name in cited}
    ids = (f'<pub-id pub-id-type="{kinds[name]}">{name}</pub-id>' if name else "" for name in cited)
    entries = "".join(f"<ref><element-citation><year>2001</year>{id_}</element-citation></ref>" for id_ in ids)
    meta = f'<article-meta><article-id pub-id-type="doi">{doi}</article-id></article-meta>'
    return (
        f"<article><front>{meta}</front><body><p>Words.</p></body><back><ref-list>{entries}</ref-list></back></article>"
    )


def test_reference_lists_of_full_texts_are_cited_too(tmp_path: Path) -> None:
    folder = review(tmp_path, pairs__csv="citing,cited\n10.1000/p1,10.1000/p8\n")
    (folder / "texts").mkdir()
    one, ten = (
        text("10.1000/p1", "10.1000/P8", "10.5555/out", "4711", ""),
        text("10.1000/p10", "10.5555/OUT", "4711", "12"),
    )
    (folder / "texts" / "one.xml").write_text(one, encoding="utf-8")
    (folder / "texts" / "ten.xml").write_text(ten, encoding="utf-8")
    found = read_folder(folder)
    outside, by_pmid = "doi:10.5555/out", "paper:pmid-4711"
    assert cites(found) == {
        (X1, "doi:10.1000/p8"),
        *((paper, other) for paper in (X1, P10) for other in (outside, by_pmid)),
    }
    added = papers(found)[by_pmid]
    assert (added["status"], added["year"], added["screened"]) == ("candidate", 2001, False)
    told = "Entries of reference lists in texts/: 7, of them without DOI and PubMed id: 1; what these cite is not used."
    assert told in found.report.warnings
    assert read_folder(folder).tables.edge("CITES").equals(found.tables.edge("CITES")), "the same from the kept texts"


def test_lines_of_works_and_order_change_nothing(tmp_path: Path) -> None:
    whole = read_folder(review(tmp_path / "a", works__json=OPENALEX))
    lines = "\n".join(json.dumps(work) for work in reversed(OPENALEX))
    again = read_folder(review(tmp_path / "b", z__jsonl=lines, works__json=OPENALEX))
    assert cites(again) == cites(whole)
    assert papers(again) == papers(whole)


def test_screened_is_what_somebody_decided_on(tmp_path: Path) -> None:
    said = {id_: row["screened"] for id_, row in papers(read_folder(review(tmp_path))).items()}
    assert [id_ for id_, screened in said.items() if not screened] == ["doi:10.1000/p8"]


@pytest.mark.neo4j
def test_what_is_cited_by_several_and_not_screened(tmp_path: Path, neo4j_config: Config) -> None:
    """P8 has a record that nobody screened, W77 and the DOI outside have none; P6 and P2 are screened."""
    table = "citing,cited\n10.1000/p1,10.1000/p6\n10.1000/p10,10.1000/p6\n10.1000/p1,10.1000/p2\npaper:t,10.1000/p8\n"
    found = read_folder(review(tmp_path, works__json=OPENALEX, items__json=CROSSREF, pairs__csv=table))
    query = queries()["cited_not_screened"]
    with side_by_side(found.tables, tmp_path / "graph", neo4j_config) as pair:
        for database in (pair.embedded, pair.server):
            rows = answers(database, query, {})
            assert [(row["paper_id"], row["citing_papers"], row["found"]) for row in rows] == [
                ("doi:10.1000/p8", 3, True),
                ("doi:10.5555/out", 2, False),
                ("paper:openalex-w77", 2, False),
            ]
            assert len(answers(database, query, {"least": 3})) == 1
            citing = answers(database, queries()["papers"], {"cites_id": "doi:10.5555/out", "status": "included"})
            assert {row["paper_id"] for row in citing} == {X1, P10}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a__json", "{", "citations/a.json: its JSON is broken"),
        ("a__json", [{"title": "x"}], "work 1 is neither OpenAlex's nor Crossref's"),
        ("a__jsonl", "[1]\n", "work 1 is neither"),
        ("a__csv", "from,to\n", "line 1: it has no column citing, cited"),
        ("a__csv", "citing,cited\nx,\n", "line 2: a citation needs both"),
        ("a__bib", "@article{}", "it is no csv, json or jsonl"),
    ],
)
def test_a_file_that_cannot_be_used_is_a_warning_and_strictly_a_problem(
    tmp_path: Path, name: str, content: object, said: str
) -> None:
    folder = review(tmp_path, **{name: content})
    found = read_folder(folder)
    assert found.report.problems == ()
    assert said in " ".join(found.report.warnings)
    assert said in " ".join(map(str, read_folder(folder, strict=True).report.problems))


def test_words_that_name_nothing_are_a_problem(tmp_path: Path) -> None:
    found = read_folder(review(tmp_path, a__csv="citing,cited\npaper:x2,10.1000/p2\npaper:x1,smith\n"))
    told = " ".join(map(str, found.report.problems))
    assert 'citations/a.csv: "paper:x2" is no paper of the review and no DOI. Did you mean "paper:x1"?' in told
    assert '"smith" is no paper of the review and no DOI' in told
