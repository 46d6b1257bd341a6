"""The measures of a report, each as a table: the same functions, parameters and seeds as `narragraph numbers`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from graph.errors import ParameterError
from graph.model import InfluenceStatus
from graph.progress import Progress
from graph.schema import Column
from synthesis.evidence import Evidence
from synthesis.measures import measure, measures
from synthesis.report_model import Row, Table, columns_of, many
from synthesis.report_papers import label
from synthesis.selection import NothingToCount

ASKED: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "influences": ("overview", {}),
    "ranks": ("frequency", {}),
    "directions": ("directions", {}),
    "directions_by_setting": ("directions", {"by_setting": True}),
    "pairs": ("pairs", {"all": True}),
    "sensitivity": ("sensitivity", {}),
    "concentration": ("concentration", {}),
}
"""Table -> measure and its parameters; all else as the contracts have it."""
MOST_FOLLOWED = 300
"""With more papers the pairs beyond chance are not tested again without each one, which would take minutes."""


def measured_tables(evidence: Evidence, progress: Progress) -> dict[str, Table]:
    """Every table of ASKED, with what people need to read it. Ranks are among the influences of the codebook, where
    there are any. A measure that has nothing to count is a table without rows that says why.
    """
    active = InfluenceStatus.ACTIVE.value
    ranked = {"status": active} if active in evidence.influences.column("status").to_pylist() else {}
    many_papers: dict[str, object] = {"pairs": False} if evidence.papers.num_rows > MOST_FOLLOWED else {}
    narrowed: dict[str, Mapping[str, object]] = {"ranks": ranked, "sensitivity": many_papers}
    found = {name: _table(evidence, name, narrowed.get(name, {}), progress) for name in ASKED}
    for name, told in (("influences", _defined), ("directions_by_setting", _kinds), ("concentration", _labels)):
        found[name] = _with(found[name], *told(evidence))
    found["sensitivity"] = _with(found["sensitivity"], *_names(evidence))
    return found


Told = tuple[tuple[Column, ...], Callable[[Row], Row]]


def _with(table: Table, columns: tuple[Column, ...], more: Callable[[Row], Row]) -> Table:
    """The table with further columns."""
    return replace(table, columns=table.columns + columns, rows=[{**row, **more(row)} for row in table.rows])


def _defined(evidence: Evidence) -> Told:
    names = ("definition", "includes", "excludes")
    columns = columns_of(*((name, "string", f"{name} in the codebook") for name in names))
    of = {row["id"]: {name: row[name] for name in names} for row in evidence.influences.to_pylist()}
    return columns, lambda row: of[row["influence_id"]]


def _kinds(evidence: Evidence) -> Told:
    of = {row["id"]: row["kind"] for row in evidence.settings.to_pylist()}
    return columns_of(("setting_kind", "string", "kind of the setting")), lambda row: {
        "setting_kind": of.get(row["setting_id"])
    }


def _labels(evidence: Evidence) -> Told:
    of = {row["id"]: label(row) for row in evidence.papers.to_pylist()}
    return columns_of(("paper", "string", "authors and year, else the title")), lambda row: {
        "paper": of[row["paper_id"]]
    }


def _names(evidence: Evidence) -> Told:
    """Names beside the ids of the sensitivity table."""
    papers = {row["id"]: label(row) for row in evidence.papers.to_pylist()}
    names = {row["id"]: row["name"] for row in evidence.influences.to_pylist()}

    def told(row: Row) -> Row:
        which = papers.get(row["which"], row["which"]) if row["left_out"] == "paper" else row["which"]
        lists = {f"{name}_names": _each(names, row[name]) for name in ("top_now", "turned")}
        return {"which_name": which, "of_name": names.get(row["of_influence_id"]), **lists}

    return columns_of(
        ("which_name", "string", "the paper as people name it, or which"),
        ("of_name", "string", "name of of_influence_id"),
        ("top_now_names", "list<string>", "names of top_now"),
        ("turned_names", "list<string>", "names of turned"),
    ), told


def _each(names: Mapping[str, str], ids: object) -> list[str] | None:
    return [str(names[id_]) for id_ in ids] if isinstance(ids, list) else None


def _table(evidence: Evidence, name: str, narrowed: Mapping[str, object], progress: Progress) -> Table:
    asked, given = ASKED[name]
    given = {**given, **narrowed}
    columns = tuple(Column(one.name, one.type, one.meaning) for one in measures()[asked].columns)
    try:
        _, done = measure(evidence, asked, given, progress=progress)
    except NothingToCount as error:
        return Table(name, columns, (), "paper", "0 papers", why=f"There is no {error.what} to count.")
    except ParameterError as error:
        return Table(name, columns, (), "paper", "0 papers", why=str(error))
    of = many(int(str(done.said["papers"])), "included paper")
    if "windows" in done.said:
        of = f"{many(int(str(done.said['windows'])), 'paper')} of which something is known"
    return Table(name, columns, done.rows, str(done.said["unit"]), of, tuple(done.notes), done.said)
