"""A review drawn by chance in which every part of a filter has something to keep and something to leave out.

Papers share studies and have several, findings name settings that are part of others, the tree of influences is three
deep and has two roots for one leaf, rounds looked for different influences, and some things have no value at all.
"""

from __future__ import annotations

from random import Random

from small_graph import edge_rows, node_rows

from graph.model import Direction
from graph.schema import SCHEMA_VERSION
from graph.tables import GraphTables

VALUES: dict[str, tuple[str | None, ...]] = {
    "language": ("en", "de", None),
    "design": ("Qualitative", "mixed methods", None),
    "quality": ("high", "low", None),
    "viewpoint": ("nurses", "Managers", None),
    "stage": ("adoption", "sustainment", None),
    "time_point": ("before", "after", None),
    "origin": ("table", "curation"),
}
CURATORS = ("anna", "ben", "cleo")
NARROWER = [("i2", "i0"), ("i3", "i0"), ("i4", "i3"), ("i5", "i4"), ("i5", "i1"), ("i6", "i1")]
_SETTINGS = (
    ("country/x", "Xland", "country", None, None),
    ("region/north", "North", "region", None, "high"),
    ("service/clinic", "Clinic", "service", None, None),
    ("service/ward", "Ward", "service", "Yland", "low"),
    ("service/home", "Home", "service", "Yland", None),
)
_PART_OF = (("region/north", "country/x"), ("service/clinic", "region/north"))


def mixed_tables(seed: int, papers: int = 40, influences: int = 9, findings: int = 260) -> GraphTables:
    """The graph of one draw: the last influence is a draft, and one paper in eight is excluded."""
    # long: a line for each part of a graph
    draw = Random(seed)
    some = [f"paper-{number:02}" for number in range(papers)]
    studies = [f"study-{number:02}" for number in range(papers)]
    known = [f"i{number}" for number in range(influences)]
    places = [f"setting:{place}" for place, *_ in _SETTINGS]
    included = {paper for number, paper in enumerate(some) if number % 8 != 7}
    of = {paper: draw.sample(studies, draw.choice([1, 1, 1, 2, 3])) for paper in some}
    found = []
    for number in range(findings):
        paper = draw.choice(some)
        held = {name: draw.choice(VALUES[name]) for name in ("viewpoint", "stage", "time_point", "origin")}
        row = {"id": f"f:{number:04}", "direction": draw.choice([*Direction]).value, "assertion": "finding", **held}
        row |= {"counted": paper in included and draw.random() < 0.9, "mitigated": False, "inverted": False}
        place = draw.choice([*places, None])
        found.append((row, paper, draw.choice(of[paper]), draw.choice(known), place))
    ids = [str(row["id"]) for row, *_ in found]
    decisions = [(f"e:{at:03}", draw.choice(CURATORS), draw.choice(ids)) for at in range(findings // 3)]
    rounds = {paper: draw.choice(["extraction:1", "extraction:2", None]) for paper in some}
    review = {"id": "mixed", "title": "Mixed", "unit": "paper", "revision": "r1", "schema_version": SCHEMA_VERSION}
    review |= {"paper_with_both": draw.choice(["mixed", "barrier", "facilitator"])}
    return GraphTables(
        nodes={
            "Review": node_rows("Review", [review]),
            "Paper": node_rows(
                "Paper",
                [
                    {
                        "id": paper,
                        "year": draw.choice([None, *range(2000, 2012)]),
                        "language": draw.choice(VALUES["language"]),
                        "status": "included" if paper in included else "excluded",
                        "extracted": rounds[paper] is not None,
                    }
                    for paper in some
                ],
            ),
            "Study": node_rows(
                "Study", [{"id": id_, **{n: draw.choice(VALUES[n]) for n in ("design", "quality")}} for id_ in studies]
            ),
            "Setting": node_rows(
                "Setting",
                [
                    {"id": id_, **dict(zip(("name", "kind", "country", "income_group"), row[1:], strict=True))}
                    for id_, row in zip(places, _SETTINGS, strict=True)
                ],
            ),
            "Influence": node_rows(
                "Influence",
                [{"id": id_, "name": id_, "status": "draft" if id_ == known[-1] else "active"} for id_ in known],
            ),
            "Extraction": node_rows("Extraction", [{"id": f"extraction:{name}", "name": name} for name in "12"]),
            "Finding": node_rows("Finding", [row for row, *_ in found]),
            "Curator": node_rows("Curator", [{"id": id_, "name": id_, "role": "coder"} for id_ in CURATORS]),
            "Decision": node_rows("Decision", [{"id": id_, "kind": "decision"} for id_, *_ in decisions]),
        },
        edges={
            "REPORTS_ON": edge_rows("REPORTS_ON", [(paper, study) for paper in some for study in of[paper]]),
            "CONDUCTED_IN": edge_rows("CONDUCTED_IN", [(study, draw.choice(places)) for study in studies[::2]]),
            "PART_OF": edge_rows("PART_OF", [(f"setting:{a}", f"setting:{b}") for a, b in _PART_OF]),
            "REPORTS": edge_rows("REPORTS", [(paper, row["id"]) for row, paper, *_ in found]),
            "FROM": edge_rows("FROM", [(row["id"], study) for row, _, study, *_ in found]),
            "ABOUT": edge_rows("ABOUT", [(row["id"], influence) for row, _, _, influence, _ in found]),
            "IN_SETTING": edge_rows("IN_SETTING", [(row["id"], place) for row, *_, place in found if place]),
            "NARROWER_THAN": edge_rows("NARROWER_THAN", list(NARROWER)),
            "EXTRACTED_IN": edge_rows("EXTRACTED_IN", [(paper, name) for paper, name in rounds.items() if name]),
            "LOOKED_FOR": edge_rows(
                "LOOKED_FOR", [(f"extraction:{name}", id_) for name in "12" for id_ in known[int(name) : -1]]
            ),
            "MADE": edge_rows("MADE", [(who, id_) for id_, who, _ in decisions]),
            "CLAIMS": edge_rows(
                "CLAIMS", [(id_, finding, draw.choice(["single", "agreed"])) for id_, _, finding in decisions]
            ),
        },
    )
