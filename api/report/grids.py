"""The tables of a report as they are printed: which rows, under which title."""

from __future__ import annotations

from collections.abc import Callable

from api.report import columns, frameworks
from api.report.printing import Anchors, Grid, grid
from api.report.survey import survey_grids
from synthesis.report_model import Report, Row

MOST_PAPERS = 20
"""Papers in the printed table of concentration."""
SPEAKS = ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent")
Keep = Callable[[int, Row], bool]


def grids(report: Report) -> dict[str, Grid]:
    """Every printed table by its name."""
    to, tables = Anchors(report), report.tables
    inside = set(report.shown)

    tree = any(row["rolled_up_papers"] != row["papers"] for row in tables["influences"].rows)

    def listed(_at: int, row: Row) -> bool:
        return row["influence_id"] in inside

    def speaks(at: int, row: Row) -> bool:
        return listed(at, row) and any(row[name] for name in SPEAKS)

    made = (
        ("extraction", "Rounds of extraction and what they looked for", columns.EXTRACTION, None),
        ("papers", "Included papers", columns.PAPERS, None),
        ("influences", "Influences: frequency of report", columns.influences(to, tree=tree), listed),
        ("ranks", "How firm shares and ranks are", columns.ranks(to), listed),
        ("directions", "Directions of report", columns.directions(to), listed),
        ("directions_by_setting", "Directions by setting", columns.by_setting(to), speaks),
        ("constructs", "Influences counted as constructs of frameworks", frameworks.CONSTRUCTS, None),
        ("mappings", "What stands for which construct, who says so, and why", frameworks.mappings(to), None),
        ("pairs", "Pairs of influences beyond chance", columns.pairs(to), _beyond),
        ("sensitivity", "What changes when something is left out", columns.SENSITIVITY, _changes),
        ("concentration", "Findings per paper", columns.CONCENTRATION, lambda at, _row: at < MOST_PAPERS),
        ("agreement", "Agreement of coders", columns.AGREEMENT, None),
        ("sources", "Sources searched", columns.SOURCES, None),
        ("cited", "Figures published elsewhere: cited, never counted", columns.CITED, None),
        ("prisma", "Flow of records and papers", columns.PRISMA, lambda _at, row: bool(row["count"])),
        ("unknown", "What stays unknown", columns.UNKNOWN, None),
        ("files", "Files that the figures rest on", columns.FILES, None),
    )
    order = {id_: at for at, id_ in enumerate(report.shown)}
    found = {name: grid(tables[name], title, shown, keep, order) for name, title, shown, keep in made}
    return found | survey_grids(report, to)


def _beyond(_at: int, row: Row) -> bool:
    return bool(row["beyond_chance"])


def _changes(_at: int, row: Row) -> bool:
    """Whatever is not one paper, and papers without which something changes."""
    changed = not row["top_same"] or row["turned"] or row["pairs_gained"] or row["pairs_lost"]
    return row["left_out"] != "paper" or not row["done"] or bool(changed)
