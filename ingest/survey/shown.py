"""survey/shown.json: what a release has in place of answers, namely the rows that the graph may hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.errors import TableError
from graph.links import lies_elsewhere
from graph.release_model import SURVEY
from graph.schema import EDGE, NODE
from graph.survey import Survey
from graph.tables import edge_schema, node_schema
from ingest.problems import Problems

LABELS = ("Rating", "SurveyFigure")
TYPES = ("RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT", "FIGURE_OF")
FORMAT = 1
NUMBERS = ("respondents", "mean", "sd", "low", "high", "median", "missing", "not_applicable")
"""Of a Rating: null unless it is shown."""
PEOPLE = ("respondents", "missing", "not_applicable")

Rows = Mapping[str, list[dict[str, object]]]
"""Label or type -> whole rows."""


def shown_text(rows: Mapping[str, Sequence[Mapping[str, object]]], made_of: Mapping[str, str]) -> str:
    """The file. `made_of`: path -> SHA-256 of the files of answers that stay out."""
    said = {"format": FORMAT, "made_of": dict(sorted(made_of.items())), "rows": {}}
    said["rows"] = {name: list(rows.get(name, ())) for name in (*LABELS, *TYPES)}
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def read_shown(folder: Path, survey: Survey, inputs: dict[str, str], problems: Problems) -> Rows | None:
    """The rows of the file; null when it is not what narragraph writes, or shows a group that is too small."""
    if lies_elsewhere(folder, folder / SURVEY):
        problems.add(
            TableError(
                SURVEY,
                "it is a link to a place outside the review folder.",
                rule="path",
                fix="Copy the file into survey/.",
            )
        )
        return None
    content = (folder / SURVEY).read_bytes()
    inputs[SURVEY] = hashlib.sha256(content).hexdigest()
    try:
        rows = rows_in(json.loads(content))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        said = f"it is not what a release holds ({str(error).splitlines()[0] if str(error) else 'no rows'})."
        problems.add(TableError(SURVEY, said, rule="shown", fix="Take it from the release again."))
        return None
    wrong = next(_wrong(rows, survey), None)
    if wrong is not None:
        problems.add(TableError(SURVEY, wrong, rule="shown", fix="Take it from the release again."))
        return None
    return rows


def rows_in(said: Any) -> Rows:
    """The rows of what was read from JSON, in the types of the schema. Raises ValueError, TypeError and KeyError."""
    if not isinstance(said, dict) or said.get("format") != FORMAT or not isinstance(said.get("rows"), dict):
        raise ValueError("no rows of this format")
    found = {}
    for name in (*LABELS, *TYPES):
        schema = node_schema(NODE[name]) if name in NODE else edge_schema(EDGE[name])
        rows = said["rows"][name]
        if any(not isinstance(row, dict) or set(row) != set(schema.names) for row in rows):
            raise ValueError(f"{name} has other columns")
        try:
            found[name] = pa.Table.from_pylist(rows, schema=schema).to_pylist()
        except (pa.ArrowException, OverflowError) as error:
            raise ValueError(f"{name}: {error}") from None
    return found


def _wrong(rows: Rows, survey: Survey) -> Iterator[str]:
    """What cannot be: a number of too few people, or an end of a relationship that is not here."""
    for row in rows["Rating"]:
        few = any(isinstance(row[name], int) and 0 < int(str(row[name])) < survey.smallest_group for name in PEOPLE)
        if few or (row["shown"] is not True and any(row[name] is not None for name in NUMBERS)):
            yield f"the summary {row['id']} shows a group that is too small."
    ratings, figures = ({str(row["id"]) for row in rows[label]} for label in LABELS)
    forms = {form.id for form in survey.instruments}
    ends: dict[str, tuple[Collection[str], Collection[str]]] = {
        "RATING_BY": (ratings, forms),
        "RATING_OF": (ratings, {form.item_node_id(item) for form in survey.instruments for item in form.items}),
        "RATING_ON": (ratings, survey.names),
        "RATED_AT": (ratings, {site.setting_id for site in survey.sites}),
        "FIGURE_OF": (figures, forms),
    }
    for type_, (starts, stops) in ends.items():
        for row in rows[type_]:
            if row["start_id"] not in starts or row["end_id"] not in stops:
                yield f"{type_} leads from {row['start_id']} to {row['end_id']}, which are not both here."
