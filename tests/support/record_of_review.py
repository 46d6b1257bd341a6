"""A review with all six kinds of source, two reviewers and an update, written by hand so that every count is known.

    paper  found by                                        title/abstract    full text
    P1     MEDLINE, Embase twice, experts, the update      both include      included; a table has it
    P2     MEDLINE, Embase                                 both include      excluded: wrong design
    P3     MEDLINE                                         both exclude      (wrong population)
    P4     Embase, journal                                 ann in, bob out   (conflict)
    P5     journal                                         both include      excluded: not retrieved
    P6     conference                                      both include      (waits)
    P7     website                                         ann: maybe        (unsure)
    P8     experts                                         (not screened)
    P9     citation tracking; it has no DOI                both include      included
    P10    the update                                      both include      included

Records: MEDLINE 3, Embase 4, journal 2, conference 1, website 1, experts 2, citations 1, update 2 = 16 of 10 papers, so
6 duplicates. The table holds P1 (by DOI) and T (which no search found).
"""

from __future__ import annotations

from pathlib import Path

REVIEW = """\
[review]
id = "flow"
title = "A review with a record"

[[extraction]]
name = "round 1"

[[cited]]
label = "Identified by the search"
flow = "identified"
papers = 5813
citation = "Ibrahim 2020"

[[sources]]
name = "MEDLINE"
kind = "database"
provider = "Ovid"
searched_on = 2018-07-24
query = "peer support.mp."
hits = 3
language_limit = ["en", "de"]
files = ["references/medline.ris"]

[[sources]]
name = "Embase"
kind = "database"
provider = "Ovid"
hits = 5
files = ["references/embase*.ris"]

[[sources]]
name = "Psychiatric Services"
kind = "journal"
files = ["references/journal.ris"]

[[sources]]
name = "Congress of Peers"
kind = "conference"
files = ["references/conference.bib"]

[[sources]]
name = "peers.org"
kind = "website"
files = ["references/website.csv"]

[[sources]]
name = "Experts"
kind = "expert"
files = ["references/experts.ris"]

[[sources]]
name = "Citations"
kind = "citation_tracking"
files = ["references/citations.ris"]

[[sources]]
name = "MEDLINE"
kind = "database"
provider = "Ovid"
searched_on = 2020-01-31
files = ["references/update.ris"]
round = "update 2020"

[[screening]]
stage = "title_abstract"
files = ["references/screening/rayyan.csv"]

[[screening]]
stage = "full_text"
files = ["references/screening/included.csv"]
decided = "included"

[[screening]]
stage = "full_text"
files = ["references/screening/excluded.csv"]
decided = "excluded"

[[table]]
path = "tables/findings.csv"
one_row_is = "finding"

  [table.paper]
  id = ["paper"]
  doi = "doi"
  extracted_in = "round 1"

  [[table.finding]]
  influence = { column = "influence" }
  direction = { column = "effect", map = { "helps" = "facilitator" } }
"""
TITLES = {
    "P1": "Peer support workers on the acute ward",
    "P2": "Training of peer specialists in rural clinics",
    "P3": "Mutual aid among students of nursing",
    "P4": "Recovery colleges and their lived experience staff",
    "P5": "Pay and contracts of consumer providers",
    "P6": "Hiring practices for peer companions abroad",
    "P7": "Supervision groups described by peer advocates",
    "P8": "Stories of peer navigators in cancer care",
    "P9": "Role clarity for experienced involvement workers",
    "P10": "Digital meetings of peer counsellors after 2018",
}
AUTHORS = dict(
    zip(TITLES, ("Abel", "Baker", "Cole", "Dunn", "Evans", "Ford", "Gray", "Hill", "Ives", "Jones"), strict=True)
)
FILES = {
    "medline.ris": ("P1", "P2", "P3"),
    "embase-1.ris": ("P1", "P1", "P2"),
    "embase-2.ris": ("P4",),
    "journal.ris": ("P4", "P5"),
    "experts.ris": ("P1", "P8"),
    "citations.ris": ("P9",),
    "update.ris": ("P1", "P10"),
}
BOTH_IN = '{"ann"=>"Included", "bob"=>"Included"}'
VOTES = {
    **dict.fromkeys(("P1", "P2", "P5", "P6", "P9", "P10"), BOTH_IN),
    "P3": '{"ann"=>"Excluded", "bob"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population',
    "P4": '{"ann"=>"Included", "bob"=>"Excluded"}',
    "P7": '{"ann"=>"Maybe"}',
}


def ris(paper: str, note: str = "") -> str:
    """A record of a paper as a database writes it; `note` makes the text another one."""
    number = int(paper[1:])
    doi = f"DO  - 10.1000/{paper.lower()}\n" if number != 9 else ""
    place = f"JF  - Journal {paper}\nVL  - {number}\nSP  - {number}1\nEP  - {number}9\n"
    head = f"TY  - JOUR\nTI  - {TITLES[paper]}\nAU  - {AUTHORS[paper]}, J\nPY  - 20{number:02}\n"
    return f"{head}{place}{doi}N1  - {note}\nER  - \n"


def _screened(rows: dict[str, str]) -> str:
    lines = ["title,authors,year,doi,notes"]
    for paper, note in rows.items():
        doi = f"10.1000/{paper.lower()}" if paper != "P9" else ""
        said = note.replace('"', '""')
        lines.append(f'{TITLES[paper]},"{AUTHORS[paper]}, J",20{int(paper[1:]):02},{doi},"{said}"')
    return "\n".join(lines) + "\n"


def write_review(folder: Path) -> Path:
    """Write the folder."""
    (folder / "references" / "screening").mkdir(parents=True)
    (folder / "tables").mkdir()
    (folder / "review.toml").write_text(REVIEW, encoding="utf-8")
    (folder / "codebook.csv").write_text("influence_id,name\ntraining,Training\n", encoding="utf-8")
    table = "paper,doi,influence,effect\nX1,10.1000/P1,Training,helps\nT,,Training,helps\n"
    (folder / "tables" / "findings.csv").write_text(table, encoding="utf-8")
    home = folder / "references"
    for name, papers in FILES.items():
        text = "\n".join(ris(paper, f"{name} {at}") for at, paper in enumerate(papers))
        (home / name).write_text(text, encoding="utf-8")
    bib = f"@inproceedings{{p6, title = {{{TITLES['P6']}}}, author = {{Ford, J}}, year = 2006, doi = {{10.1000/p6}}}}\n"
    (home / "conference.bib").write_text(bib, encoding="utf-8")
    (home / "website.csv").write_text(_screened({"P7": ""}), encoding="utf-8")
    votes = {paper: f"RAYYAN-INCLUSION: {said}" for paper, said in VOTES.items()}
    (home / "screening" / "rayyan.csv").write_text(_screened(votes), encoding="utf-8")
    (home / "screening" / "included.csv").write_text(
        _screened(dict.fromkeys(("P1", "P9", "P10"), "")), encoding="utf-8"
    )
    excluded = {"P2": "Exclusion reason: Wrong design; ", "P5": "Exclusion reason: Not retrieved; "}
    (home / "screening" / "excluded.csv").write_text(_screened(excluded), encoding="utf-8")
    return folder
