"""What a survey adds to the graph: summaries of groups and statistics, kept in the folder while nothing changes them.

The kept file holds what the graph may hold, and no answer of a single person.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from graph.progress import Progress, silent
from graph.whole import appears_whole

if TYPE_CHECKING:
    import pyarrow as pa

    from graph.audit import Check
    from graph.survey import Survey
    from graph.tables import GraphTables
    from ingest.folder import Ingested
    from ingest.survey.read import ReadSurvey
    from ingest.survey.shown import Rows
    from synthesis.survey.contracts import Figure, Summary

HOME, KEPT = ".narragraph", "survey.json"


def with_survey(place: Path, ingested: Ingested, progress: Progress = silent) -> Ingested:
    """The folder with the summaries and statistics of its survey; as it is where nobody answered anything."""
    from graph.additions import Additions, with_additions
    from ingest.survey.shown import LABELS, TYPES

    if ingested.review is None or ingested.report.problems:
        return ingested
    rows = shown_rows(place, ingested.survey, progress)
    if not any(rows.values()):
        return ingested
    added = Additions({name: rows[name] for name in LABELS}, {name: rows[name] for name in TYPES})
    tables = with_additions(ingested.tables, added)
    return replace(ingested, tables=tables, report=replace(ingested.report, counts=tables.counts()))


def shown_rows(place: Path, read: ReadSurvey, progress: Progress = silent) -> Rows:
    """The rows by label and type: those of a release, those that are kept, or made and kept now."""
    if read.shown is not None:
        return read.shown
    if not read.survey.ratings.num_rows:
        return {}
    made_from = content_of(read.survey)
    file = place / HOME / KEPT
    if (kept := _kept(file, made_from)) is not None:
        return kept
    progress("computing the survey", 0, 0)
    rows = made_rows(read.survey)
    _keep(file, made_from, rows)
    return rows


def made_rows(survey: Survey) -> Rows:
    """The rows by label and type, computed now."""
    from ingest.survey.shown import LABELS, TYPES
    from synthesis.survey.descriptives import summaries
    from synthesis.survey.figures import figures

    rows: dict[str, list[dict[str, object]]] = {name: [] for name in (*LABELS, *TYPES)}
    for one in sorted(summaries(survey), key=lambda one: one.id):
        _add_summary(one, rows)
    for figure in sorted(figures(survey), key=lambda one: one.id):
        _add_figure(figure, rows)
    return rows


def _add_summary(one: Summary, rows: dict[str, list[dict[str, object]]]) -> None:
    rows["Rating"].append(_node("Rating", one.id, one))
    ends = {
        "RATING_BY": one.instrument_id,
        "RATING_OF": one.item_node_id,
        "RATING_ON": one.influence_id,
        "RATED_AT": one.setting_id,
    }
    for type_, end in ends.items():
        if end is not None:
            rows[type_].append({"start_id": one.id, "end_id": end})


def _add_figure(one: Figure, rows: dict[str, list[dict[str, object]]]) -> None:
    rows["SurveyFigure"].append(_node("SurveyFigure", one.id, one))
    rows["FIGURE_OF"].append({"start_id": one.id, "end_id": one.instrument_id})


def _node(label: str, id_: str, one: Summary | Figure) -> dict[str, object]:
    """The columns of the label: its fields have their names."""
    from graph.schema import NODE

    said = {"id": id_, "group_kind": one.group.kind.value, "group_name": one.group.name}
    row = {column.name: getattr(one, column.name, None) for column in NODE[label].columns} | said
    return {name: getattr(value, "value", value) for name, value in row.items()}


def content_of(survey: Survey) -> str:
    """SHA-256 over everything that the rows follow from: the survey, and the code that computes them."""
    from graph.plain import plain

    whole = hashlib.sha256(_code().encode())
    tables = {"ratings": survey.ratings, "outside": survey.outside}
    said = {part.name: plain(getattr(survey, part.name)) for part in fields(survey) if part.name not in tables}
    whole.update(json.dumps(said, sort_keys=True).encode())
    for name, table in tables.items():
        whole.update(f"\0{name}\0".encode())
        whole.update(_bytes_of(table))
    return whole.hexdigest()


def _bytes_of(table: pa.Table) -> pa.Buffer:
    """A table as Arrow writes it: as Python values, thousands of people would take most of the time of a reading."""
    import pyarrow as pa

    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return out.getvalue()


@cache
def _code() -> str:
    """SHA-256 over the code of the statistics and of what may be shown, and the versions of what they compute with."""
    whole = hashlib.sha256("".join(f"{name} {version(name)}\n" for name in ("numpy", "scipy")).encode())
    for room, names in (
        ("synthesis", "survey/*.py"),
        ("synthesis", "adjust.py"),
        ("graph", "survey*.py"),
        ("cli", "surveyed.py"),
    ):
        home = Path(str(files(room)))
        for file in sorted(home.glob(names)):
            whole.update(f"{room}/{file.relative_to(home).as_posix()}\0".encode())
            whole.update(file.read_bytes())
    return whole.hexdigest()


def _kept(file: Path, made_from: str) -> Rows | None:
    """The rows that were kept, when they follow from the same survey and code."""
    from ingest.survey.shown import rows_in

    try:
        said = json.loads(file.read_bytes())
        if not isinstance(said, dict) or said.get("made_of") != {"survey": made_from}:
            return None
        whole = said.pop("check", None)
        return rows_in(said) if whole == _check(said) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _keep(file: Path, made_from: str, rows: Rows) -> None:
    from ingest.survey.shown import shown_text

    said = json.loads(shown_text(rows, {"survey": made_from}))
    said["check"] = _check(said)
    try:
        file.parent.mkdir(exist_ok=True)
        with appears_whole(file) as temporary:
            temporary.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    except OSError:
        return  # a folder that cannot be written computes them again


def _check(said: Mapping[str, object]) -> str:
    """A digest of the rows, so that a flipped bit is no other number."""
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def recounted(read: ReadSurvey, tables: GraphTables) -> Iterator[Check]:
    """Every summary of the tables beside one that is computed now, whatever is kept; nothing where nobody answered."""
    from graph.audit import check_of

    if read.shown is not None or not read.survey.ratings.num_rows:
        return
    again = made_rows(read.survey)
    for label, words in (("Rating", "ratings"), ("SurveyFigure", "survey figures")):
        held = {str(row["id"]): row for row in tables.node(label).to_pylist()}
        fresh = {str(row["id"]): row for row in again[label]}
        wrong = [id_ for id_ in sorted(held.keys() | fresh.keys()) if held.get(id_) != fresh.get(id_)]
        failures = _sentences(label, wrong)
        yield check_of(f"{words} counted again", len(fresh), "each is what the answers give, computed anew", failures)


def _sentences(label: str, ids: Sequence[str]) -> list[str]:
    return [f"{label} {id_} is not what the answers give; run `narragraph build`" for id_ in ids]
