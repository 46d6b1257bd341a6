"""The included papers of a report, and what was looked for in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import numpy as np

from graph.tables import GraphTables
from synthesis.evidence import ABSENT, NONE, Evidence
from synthesis.report_model import Row, Table, columns_of, many

ENDS_IN_YEAR = re.compile(r"\b(1[89]|20)\d\d[a-z]?\)?\.?$")
STUDY = ("design", "participants", "quality")
PAPERS = columns_of(
    ("paper_id", "string", "Paper.id"),
    ("paper", "string", "authors and year, else the title"),
    ("title", "string", "title"),
    ("year", "integer", "year of publication"),
    ("doi", "string", "DOI"),
    ("design", "list<string>", "designs of its studies as reported"),
    ("participants", "list<string>", "participants of its studies as reported"),
    ("quality", "list<string>", "appraisal of its studies as reported"),
    ("settings", "list<string>", "settings of its studies"),
    ("extraction", "string", "round of extraction, or rounds joined by +; null: none is stated"),
    ("studies", "integer", "studies that it reports on"),
    ("influences", "integer", "influences that it reports"),
    ("findings", "integer", "counted findings, absent ones left out"),
)
ROUNDS = columns_of(
    ("extraction", "string", "name of the round"),
    ("papers", "integer", "included papers extracted in it"),
    ("influences", "integer", "influences looked for"),
    ("names", "list<string>", "which"),
)


def label(paper: Row) -> str:
    """`Moran et al. 2013` as people name a paper: authors and year, else title and year, else the id."""
    authors, year = paper["authors"], paper["year"]
    if isinstance(authors, list) and authors:
        who = str(authors[0]) if len(authors) == 1 else f"{authors[0]} et al."
    else:
        who = str(paper["title"] or paper["id"])
    return who if year is None or ENDS_IN_YEAR.search(who) else f"{who} ({year})"


def papers_table(evidence: Evidence, tables: GraphTables) -> Table:
    """Every included paper with its studies and how much it contributes."""
    papers, studies = evidence.papers.to_pylist(), evidence.studies.to_pylist()
    mine: dict[int, list[int]] = defaultdict(list)
    for paper, study in zip(*evidence.paper_study, strict=True):
        mine[int(paper)].append(int(study))
    places: dict[int, list[str]] = defaultdict(list)
    names = [f"{row['name']} ({row['kind']})" for row in evidence.settings.to_pylist()]
    for study, setting in zip(*evidence.study_setting, strict=True):
        places[int(study)].append(str(names[setting]))
    reported = evidence.direction != ABSENT
    findings = np.bincount(evidence.paper[reported], minlength=len(papers)).tolist()
    pairs = set(zip(evidence.paper[reported].tolist(), evidence.influence[reported].tolist(), strict=True))
    influences = Counter(paper for paper, _ in pairs)
    names_of_rounds = tables.node("Extraction").sort_by("id").column("name").to_pylist()
    rounds = [None if at == NONE else names_of_rounds[at] for at in evidence.round_of.tolist()]
    rows: list[Row] = [
        {
            "paper_id": paper["id"],
            "paper": label(paper),
            **{name: paper[name] for name in ("title", "year", "doi")},
            **{name: _distinct(studies[study][name] for study in mine[at]) for name in STUDY},
            "settings": _distinct(place for study in mine[at] for place in places[study]),
            "extraction": rounds[at],
            "studies": len(mine[at]),
            "influences": influences[at],
            "findings": findings[at],
        }
        for at, paper in enumerate(papers)
    ]
    rows.sort(key=lambda row: (str(row["paper"]).casefold(), str(row["paper_id"])))
    return Table("papers", PAPERS, rows, "paper", many(len(rows), "included paper"))


def _distinct(values: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(str(value) for value in values if value is not None))


def rounds_table(tables: GraphTables) -> Table:
    """What was looked for in which papers."""
    names = {row["id"]: row["name"] for row in tables.node("Influence").to_pylist()}
    looked: dict[str, list[str]] = defaultdict(list)
    for row in tables.edge("LOOKED_FOR").to_pylist():
        looked[row["start_id"]].append(str(names[row["end_id"]]))
    rows = [
        {
            "extraction": one["name"],
            "papers": one["papers"],
            "influences": len(looked[one["id"]]),
            "names": sorted(looked[one["id"]]),
        }
        for one in tables.node("Extraction").sort_by("id").to_pylist()
    ]
    return Table("extraction", ROUNDS, rows, "paper", f"{many(len(rows), 'round')} of extraction")
