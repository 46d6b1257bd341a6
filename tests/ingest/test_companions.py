"""Papers that belong together: links in the graph, and companions that share a study once a person says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tiny_review import tiny_review

from graph.tables import check_tables
from ingest.folder import Ingested, read_folder
from ingest.references.folder import read_references

HEAD = "one,other,verdict,by,reason\n"


def ris(title: str, doi: str, more: str = "") -> str:
    return f"TY  - JOUR\nTI  - {title}\nAU  - Doe, Jane\nPY  - 2020\nDO  - {doi}\n{more}ER  - \n"


ARTICLE = ris("Peer workers in clinics: a trial of their support", "10.1000/a", "JF  - Trials\nVL  - 2\nSP  - 9\n")
PREPRINT = ris("Peer workers in clinics: a trial of their support", "10.1101/a", "JF  - medRxiv\n")
QUALITATIVE = ris("What peer workers told us about their clinic", "10.1000/b", "JF  - Voices\n")


def folder(place: Path, said: str = "", *, study: str = "") -> Path:
    """Table papers A (10.1000/a) and B (10.1000/b), records of both and of A's preprint."""
    made = tiny_review(place / "review")
    toml = (made / "review.toml").read_text(encoding="utf-8")
    toml = toml.replace('id = ["paper"]', 'id = ["paper"]\n  doi = "doi"')
    if study:
        toml = toml.replace("  [[table.setting]]", '  [table.study]\n  id = ["study"]\n\n  [[table.setting]]')
    (made / "review.toml").write_text(toml, encoding="utf-8")
    rows = [("A", "10.1000/a", "clinic", "Training"), ("B", "10.1000/b", "ward", "Pay")]
    named = dict(zip("AB", study.split(",") if study else ("", ""), strict=True))
    lines = [
        f"{paper},{doi},{named[paper]},{setting},{what},helps,They said {what}" for paper, doi, setting, what in rows
    ]
    head = "paper,doi,study,setting,influence,effect,quote"
    (made / "tables" / "findings.csv").write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    (made / "references").mkdir()
    (made / "references" / "all.ris").write_text(ARTICLE + PREPRINT + QUALITATIVE, encoding="utf-8")
    if said:
        (made / "duplicates.csv").write_text(HEAD + said, encoding="utf-8")
    return made


def edges(found: Ingested, type_: str) -> list[tuple[Any, ...]]:
    assert found.report.problems == ()
    check_tables(found.tables)
    return [tuple(row.values()) for row in found.tables.edge(type_).to_pylist()]


def test_a_preprint_is_a_link_in_the_graph_and_joins_nothing(tmp_path: Path) -> None:
    found = read_folder(folder(tmp_path))
    assert edges(found, "RELATED_TO") == [("doi:10.1101/a", "paper:a", "preprint", "rules", False)]
    assert edges(found, "REPORTS_ON") == [("paper:a", "study:paper:a"), ("paper:b", "study:paper:b")]


def test_companions_share_a_study_after_a_person_says_so(tmp_path: Path) -> None:
    apart = read_folder(folder(tmp_path / "apart"))
    found = read_folder(folder(tmp_path / "joined", "paper:b,paper:a,companion,ann,\n"))
    assert ("paper:a", "paper:b", "companion", "ann", True) in edges(found, "RELATED_TO")
    assert edges(found, "REPORTS_ON") == [("paper:a", "study:paper:a"), ("paper:b", "study:paper:a")]
    assert [row["id"] for row in found.tables.node("Study").to_pylist()] == ["study:paper:a"]
    assert {study for _, study in edges(found, "FROM")} == {"study:paper:a"}
    assert {study for study, _ in edges(found, "CONDUCTED_IN")} == {"study:paper:a"}
    assert len(edges(found, "REPORTS")) == len(edges(apart, "REPORTS")) == 2
    assert {study for _, study in edges(apart, "FROM")} == {"study:paper:a", "study:paper:b"}


def test_records_may_be_named_and_companions_chain(tmp_path: Path) -> None:
    place = folder(tmp_path)
    by_doi = {record.doi: record.id for record in read_references(place).records}
    said = f"{by_doi['10.1000/b']},{by_doi['10.1101/a']},companion,ann,\npaper:a,doi:10.1101/a,companion,bob,\n"
    (place / "duplicates.csv").write_text(HEAD + said, encoding="utf-8")
    found = read_folder(place)
    assert {study for _, study in edges(found, "REPORTS_ON")} == {"study:paper:a"}
    assert ("doi:10.1101/a", "paper:a", "companion", "bob", True) in edges(found, "RELATED_TO")
    (place / "duplicates.csv").unlink()
    assert len({study for _, study in edges(read_folder(place), "REPORTS_ON")}) == 2, "taking it out undoes it"


def test_the_study_that_a_table_names_stands(tmp_path: Path) -> None:
    found = read_folder(folder(tmp_path, "paper:a,paper:b,companion,ann,\n", study=",Trial"))
    assert {study for _, study in edges(found, "REPORTS_ON")} == {"study:trial"}


@pytest.mark.parametrize(
    ("said", "study", "told"),
    [
        ("paper:a,paper:b,companion,ann,\n", "One,Two", "in two studies of the tables: study:one and study:two"),
        ("paper:a,paper:bb,companion,ann,\n", "", 'duplicates.csv: "paper:bb" is no record and no paper of the review'),
        ("paper:a,paper:b,companions,ann,\n", "", '"companions" is no verdict. Did you mean "companion"'),
    ],
)
def test_what_cannot_be_joined_is_a_problem(tmp_path: Path, said: str, study: str, told: str) -> None:
    assert told in " ".join(map(str, read_folder(folder(tmp_path, said, study=study)).report.problems))
