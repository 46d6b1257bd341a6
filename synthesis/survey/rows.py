"""What a graph holds of a survey as flat rows: forms of a measure, items, summaries of ratings, and figures.

Nothing is computed here and nothing hidden comes back: what a summary does not show is null, with `why_not`
(docs/decisions/0018-survey.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.survey import SYNTHETIC, GroupKind, ItemStatus
from graph.tables import GraphTables
from synthesis.survey.heterotrait import STRICT

SURVEY = (
    *("Instrument", "Item", "Rating", "SurveyFigure", "HAS_ITEM", "MEASURES"),
    *("RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT", "FIGURE_OF"),
)
"""The parts of a graph that only a survey fills."""
PAIRS = ("hypothesis",)
"""Methods on two things of which every figure leads."""
LEADING = (
    "Of pairs of influences those stand here that people may not have told apart: the interval of their HTMT reaches "
    "0.85."
)
NAMES = {
    "cronbach_alpha": "Cronbach's alpha",
    "omega_total": "McDonald's omega",
    "spearman_brown": "Spearman-Brown",
    "fornell_larcker": "Fornell-Larcker",
    "htmt": "HTMT",
    "htmt2": "HTMT2",
    "icc_1": "ICC(1)",
    "icc_k": "ICC(k)",
    "kruskal_wallis": "Kruskal-Wallis test",
    "kendall_w": "Kendall's W",
}
"""Method -> its name, where it is more than its words."""
Row = Mapping[str, Any]
Rows = tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class SurveyRows:
    """Rows in one order for both engines. Each row of `ratings` and `figures` names its form and what it is about."""

    instruments: Rows
    items: Rows
    ratings: Rows
    figures: Rows

    def __len__(self) -> int:
        """How many rows there are in all."""
        return len(self.instruments) + len(self.items) + len(self.ratings) + len(self.figures)

    @property
    def synthetic(self) -> bool:
        """Whether anything here says that it is made up."""
        return any(bool(row["synthetic"]) for row in (*self.instruments, *self.ratings, *self.figures))

    @property
    def said(self) -> tuple[str, ...]:
        """What must stand in every output of a made-up survey."""
        return (SYNTHETIC,) if self.synthetic else ()


def survey_rows(tables: GraphTables) -> SurveyRows:
    """The survey in the tables of a graph; they hold SURVEY, Setting and Influence."""
    names = {row["id"]: row["name"] or row["id"] for row in tables.node("Influence").select(["id", "name"]).to_pylist()}
    sites = {row["id"]: row["name"] or row["id"] for row in tables.node("Setting").select(["id", "name"]).to_pylist()}
    forms = {
        row["id"]: {**row, "instrument_id": row["id"], "called": called(row)} for row in _rows(tables, "Instrument")
    }
    held = {end: start for start, end in _edges(tables, "HAS_ITEM")}
    measures = dict(_edges(tables, "MEASURES"))
    items = {
        row["id"]: {
            **row,
            **_of(forms, held.get(row["id"])),
            "influence_id": measures.get(row["id"]),
            "influence": names.get(measures.get(row["id"], "")),
            "languages": sorted(tag for tag, words in json.loads(row["wording"] or "{}").items() if words),
        }
        for row in _rows(tables, "Item")
    }
    by, of, on, at = (dict(_edges(tables, type_)) for type_ in ("RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT"))
    ratings = [
        {
            **row,
            **_of(forms, by.get(row["id"])),
            **_rated(items.get(of.get(row["id"], "")), on.get(row["id"]), names),
            "setting_id": at.get(row["id"]),
            "site": sites.get(at.get(row["id"], "")),
        }
        for row in _rows(tables, "Rating")
    ]
    about = dict(_edges(tables, "FIGURE_OF"))
    figures = [{**row, **_of(forms, about.get(row["id"]))} for row in _rows(tables, "SurveyFigure")]
    return SurveyRows(
        tuple(sorted(forms.values(), key=lambda row: row["id"])),
        tuple(sorted(items.values(), key=lambda row: (row["instrument_id"] or "", row["position"] or 0, row["id"]))),
        tuple(sorted(ratings, key=_place)),
        tuple(sorted(figures, key=_of_figure)),
    )


def called(form: Row) -> str:
    """A form of a measure in words: `staff, version 1.0`, or `version 1.0` when there is one for all."""
    version = f"version {form['version']}"
    return f"{form['form']}, {version}" if form["form"] else version


def is_kept(item: Row) -> bool:
    """Whether people answer the item."""
    return bool(item["status"] == ItemStatus.KEPT)


def method_name(method: str) -> str:
    """What a statistic is called."""
    return NAMES.get(method) or method.replace("_", " ").capitalize()


def leads(figure: Row) -> bool:
    """Whether a figure is read first: of everybody, of no single item, and of a pair only as LEADING says."""
    if figure["group_kind"] != GroupKind.ALL or figure["item_id"] is not None:
        return False
    if figure["with_id"] is None:
        return True
    if figure["method"] in PAIRS:  # of a measure that this form does not have, the sum says that it was not judged
        return figure["refused"] is None
    reaches = figure["value"] if figure["high"] is None else figure["high"]
    return bool(figure["method"] == "htmt" and reaches is not None and reaches >= STRICT)


def _rows(tables: GraphTables, label: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tables.node(label).to_pylist()
    return found


def _edges(tables: GraphTables, type_: str) -> list[tuple[str, str]]:
    edges = tables.edge(type_)
    return list(zip(edges.column("start_id").to_pylist(), edges.column("end_id").to_pylist(), strict=True))


def _of(forms: Mapping[Any, Row], id_: object) -> dict[str, Any]:
    """Which form something is of."""
    form = forms.get(id_, {})
    return {"instrument_id": id_, "form": form.get("form"), "called": form.get("called")}


def _rated(item: Row | None, influence: object, names: Mapping[str, str]) -> dict[str, Any]:
    """What a summary is of: an item with its influence, an influence, or neither for the whole measure."""
    if item is None:
        found = {"influence_id": influence, "influence": names.get(str(influence))}
        return {"item_id": None, "text": None, "position": None, "reverse": None, **found}
    wanted = ("item_id", "text", "position", "reverse", "influence_id", "influence")
    return {name: item[name] for name in wanted}


def _of_figure(row: Row) -> tuple[Any, ...]:
    """Forms, analyses, waves, methods, then what it is about."""
    about = (row["about"], row["with_id"] or "", row["item_id"] or "", row["group_kind"], row["group_name"] or "")
    return (row["instrument_id"] or "", row["analysis"], row["wave"] or "", row["method"], *about, row["id"])


def _place(row: Row) -> tuple[Any, ...]:
    """Forms, waves, what is rated, then groups: everybody, sites, roles, languages."""
    kinds = ("all", "site", "role", "language")
    kind = kinds.index(str(row["group_kind"])) if row["group_kind"] in kinds else len(kinds)
    whole = {"measure": 0, "influence": 1, "item": 2}.get(str(row["rated"]), 3)
    rated = (whole, str(row["influence"] or ""), row["position"] or 0)
    return (row["instrument_id"] or "", row["wave"] or "", *rated, kind, str(row["group_name"] or ""), row["id"])
