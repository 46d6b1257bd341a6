"""Derived relationships after a few findings came or went: only those that stand on them are counted again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from graph.difference import Change
from graph.queries import queries

if TYPE_CHECKING:
    from graph.database import Database, Row

DIRECTIONS = ("facilitator", "barrier", "mixed")


def recount(database: Database, changed: Mapping[str, Change], paper_with_both: str) -> int:
    """Bring derived relationships up to findings that were made or taken away; returns how many were written."""
    made, gone = (_findings(changed, gone=gone) for gone in (False, True))
    links: dict[str, list[Row]] = defaultdict(list)
    unlinks: dict[str, list[Row]] = defaultdict(list)
    mentioned: dict[str, set[str]] = defaultdict(set)
    for paper, influence, _ in made | gone:
        mentioned[paper].add(influence)
    for paper, influences in sorted(mentioned.items()):
        given = {"paper_id": paper, "influence_ids": sorted(influences), "paper_with_both": paper_with_both}
        rows = database.rows(queries("derive_one")["mentions"], given)
        links["mentions"] += rows
        left = influences - {str(row["end_id"]) for row in rows}
        unlinks["mentions"] += [{"start_id": paper, "end_id": influence} for influence in sorted(left)]
    lost = {(influence, setting) for _, influence, setting in gone}
    for influence, setting in sorted({(i, s) for _, i, s in made | gone if s}):
        ends: Row = {"start_id": influence, "end_id": setting}
        given = {"influence_id": influence, "setting_id": setting}
        rows = database.rows(queries("derive_one")["directions_in"], given)
        for row in rows:
            links[f"{row.pop('direction')}_in"].append(ends | row)
        if (influence, setting) in lost:
            found = {name for name, linked in links.items() if any(row.items() >= ends.items() for row in linked)}
            for name in {f"{direction}_in" for direction in DIRECTIONS} - found:
                unlinks[name].append(ends)
    return _write(database, "unlink", unlinks) + _write(database, "link", links)


def _findings(changed: Mapping[str, Change], *, gone: bool) -> set[tuple[str, str, str]]:
    """(paper, influence, setting or "") of the findings that were made, or taken away.

    # (:Paper)-[:REPORTS]->(:Finding)-[:ABOUT]->(:Influence), (:Finding)-[:IN_SETTING]->(:Setting)
    """

    def rows(name: str) -> list[Row]:
        found = changed.get(name)
        return [] if found is None else found.gone if gone else found.made

    influences = {str(row["start_id"]): str(row["end_id"]) for row in rows("ABOUT")}
    settings = {str(row["start_id"]): str(row["end_id"]) for row in rows("IN_SETTING")}
    return {
        (str(row["start_id"]), influences[finding], settings.get(finding, ""))
        for row in rows("REPORTS")
        if (finding := str(row["end_id"])) in influences
    }


def _write(database: Database, act: str, rows: Mapping[str, list[Row]]) -> int:
    written = 0
    for name, some in sorted(rows.items()):
        if some:
            written += database.write(queries("write")[f"{act}_{name}"], some)
    return written
