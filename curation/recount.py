"""Derived relationships after a few findings came or went: only those that stand on them are counted again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from graph.difference import Change
from graph.queries import queries

if TYPE_CHECKING:
    from graph.database import Database, Row

DIRECTIONS = ("facilitator", "barrier", "mixed")


class Found(NamedTuple):
    """A finding and what it hangs on; `setting` is "" when it names none."""

    id: str
    paper: str
    influence: str
    setting: str


def recount(database: Database, changed: Mapping[str, Change], paper_with_both: str) -> int:
    """Bring derived relationships up to findings that were made or taken away; returns how many were written."""
    made, gone = (_findings(changed, gone=gone) for gone in (False, True))
    links: dict[str, list[Row]] = defaultdict(list)
    unlinks: dict[str, list[Row]] = defaultdict(list)
    mentioned: dict[str, set[str]] = defaultdict(set)
    for one in made | gone:
        mentioned[one.paper].add(one.influence)
    for paper, influences in sorted(mentioned.items()):
        given: Row = {"paper_id": paper, "influence_ids": sorted(influences), "paper_with_both": paper_with_both}
        rows = database.rows(queries("derive_one")["mentions"], given)
        links["mentions"] += rows
        left = influences - {str(row["end_id"]) for row in rows}
        unlinks["mentions"] += [{"start_id": paper, "end_id": influence} for influence in sorted(left)]
    for ends, directions in _places(changed, made, gone):
        where: Row = {"influence_id": ends["start_id"], "setting_id": ends["end_id"]}
        counted = {
            str(row.pop("direction")): row for row in database.rows(queries("derive_one")["directions_in"], where)
        }
        for direction in directions:
            if direction in counted:
                links[f"{direction}_in"].append(ends | counted[direction])
            else:
                unlinks[f"{direction}_in"].append(ends)
    return _write(database, "unlink", unlinks) + _write(database, "link", links)


def _places(changed: Mapping[str, Change], made: set[Found], gone: set[Found]) -> Iterator[tuple[Row, tuple[str, ...]]]:
    """The (influence, setting) pairs whose findings changed, as ends, and the directions in which they may have."""
    lost = {(one.influence, one.setting) for one in gone}
    new: dict[tuple[str, str], set[str]] = defaultdict(set)
    directions = {str(row["id"]): str(row["direction"]) for row in changed["Finding"].made} if made else {}
    for one in made:
        new[one.influence, one.setting].add(directions[one.id])
    for influence, setting in sorted(lost | new.keys()):
        if setting:
            may = set(DIRECTIONS) if (influence, setting) in lost else new[influence, setting].intersection(DIRECTIONS)
            yield {"start_id": influence, "end_id": setting}, tuple(sorted(may))


def _findings(changed: Mapping[str, Change], *, gone: bool) -> set[Found]:
    """The findings that were made, or taken away.

    # (:Paper)-[:REPORTS]->(:Finding)-[:ABOUT]->(:Influence), (:Finding)-[:IN_SETTING]->(:Setting)
    """

    def rows(name: str) -> list[Row]:
        found = changed.get(name)
        return [] if found is None else found.gone if gone else found.made

    influences = {str(row["start_id"]): str(row["end_id"]) for row in rows("ABOUT")}
    settings = {str(row["start_id"]): str(row["end_id"]) for row in rows("IN_SETTING")}
    return {
        Found(finding, str(row["start_id"]), influences[finding], settings.get(finding, ""))
        for row in rows("REPORTS")
        if (finding := str(row["end_id"])) in influences
    }


def _write(database: Database, act: str, rows: Mapping[str, list[Row]]) -> int:
    written = 0
    for name, some in sorted(rows.items()):
        if some:
            written += database.write(queries("write")[f"{act}_{name}"], some)
    return written
