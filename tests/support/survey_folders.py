"""Review folders with a survey, written where a test wants them. Nobody was asked: every answer is made up."""

from __future__ import annotations

from pathlib import Path

from review_folders import PLAIN, write_folder

INSTRUMENT = """\
item_id,influence_id,version,form,language,wording,scale_min,scale_max,anchors,reverse,status,reason,position
t1,training,1,,en,We were trained.,1,5,1=never; 5=always,no,kept,,1
t2,training,1,,en,We lacked training.,1,5,,yes,kept,,2
t3,training,1,,en,We learn.,1,5,,no,kept,,3
c1,culture,1,,en,Hope guides us.,1,5,,,kept,,4
c2,culture,1,,en,Old item.,1,5,,,dropped,nobody understood it,5
t1,training,1,,de,Wir wurden geschult.,,,1=nie; 5=immer,,,,
"""
SITES = """\
site,name,country,income_group,level_of_care,sector,language
a,Site A,Landia,high income,hospital,public,en
b,Site B,Otheria,low income,community,non-profit,de
"""
LONG = """
[survey]
name = "Readiness"
synthetic = true

[[survey.ratings]]
path = "survey/ratings.csv"
version = "1"
respondent = "code"
site = "site"
role = "role"
item = "item"
value = "answer"
not_applicable = ["NA"]
missing = ["", "99"]
"""
WIDE = """
[survey]
name = "Readiness"

[[survey.ratings]]
path = "survey/ratings.csv"
version = "1"
shape = "wide"
respondent = "code"
site = "site"
wave = { value = "start" }
item_prefix = "q_"
not_applicable = ["NA"]
missing = ["", "99"]
answers = { "Strongly Agree" = 5 }
"""


def people(many: int, *, site: str = "a", first: int = 1, answer: int = 0) -> str:
    """Rows of a long table: `many` people who answer the four items of version 1, reversed ones the other way."""
    rows = []
    for number in range(first, first + many):
        level = answer or 1 + number % 5
        said = {"t1": level, "t2": 6 - level, "t3": level, "c1": 1 + (number * 2) % 5}
        rows += [f"p{number:03},{site},staff,{item},{value}" for item, value in said.items()]
    return "\n".join(rows) + "\n"


HEAD = "code,site,role,item,answer\n"


def survey_folder(
    place: Path,
    ratings: str | bytes | None = None,
    *,
    section: str = LONG,
    instrument: str = INSTRUMENT,
    sites: str = SITES,
    review: str = PLAIN,
) -> Path:
    """A review folder with one table and survey/; `ratings` is survey/ratings.csv."""
    write_folder(place, review + section)
    (place / "survey").mkdir(exist_ok=True)
    (place / "survey" / "instrument.csv").write_text(instrument, encoding="utf-8")
    (place / "survey" / "sites.csv").write_text(sites, encoding="utf-8")
    content = HEAD + people(12) + people(7, site="b", first=20) if ratings is None else ratings
    (place / "survey" / "ratings.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    return place
