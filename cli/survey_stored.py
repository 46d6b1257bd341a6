"""Summaries and figures of a folder's survey, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.terminal import Terminal

if TYPE_CHECKING:
    from graph.survey import Group, Survey
    from ingest.survey.read import ReadSurvey
    from ingest.survey.shown import Rows
    from synthesis.survey.contracts import Analysis, Figure, Summary


def figures_of(
    place: Path, found: ReadSurvey, only: Analysis, methods: Sequence[str], terminal: Terminal
) -> list[Figure]:
    """Figures of one analysis, by form and wave, then in the order of `methods`, of influences and of groups."""
    from synthesis.survey.contracts import Analysis, Figure

    rows = _rows(place, found, terminal)
    form = _ends(rows, "FIGURE_OF")
    made = []
    for row in rows["SurveyFigure"]:
        own = _same(Figure, row) | {"analysis": Analysis(str(row["analysis"])), "group": _group(row)}
        made.append(Figure(**{**own, "instrument_id": form[str(row["id"])]}))
    order = _Order(found.survey)

    def key(one: Figure) -> tuple[object, ...]:
        about = order.influence(one.influence_id), order.influence(one.with_id), order.item(one.item_id)
        return (*order.form(one.instrument_id, one.wave), methods.index(one.method), *about, *order.group(one.group))

    return sorted((one for one in made if one.analysis is only), key=key)


def summaries_of(place: Path, found: ReadSurvey, terminal: Terminal) -> list[Summary]:
    """Summaries by form and wave, then influences, the whole measure and items, and for each the groups."""
    from synthesis.survey.contracts import Rated, Summary

    rows = _rows(place, found, terminal)
    form, item, influence, setting = (
        _ends(rows, type_) for type_ in ("RATING_BY", "RATING_OF", "RATING_ON", "RATED_AT")
    )
    made = []
    for row in rows["Rating"]:
        id_ = str(row["id"])
        own = _same(Summary, row) | {"rated": Rated(str(row["rated"])), "group": _group(row)}
        ends = {"item_node_id": item.get(id_), "influence_id": influence.get(id_), "setting_id": setting.get(id_)}
        made.append(Summary(**{**own, "instrument_id": form[id_], **ends}))
    order, kinds = _Order(found.survey), (Rated.INFLUENCE, Rated.MEASURE, Rated.ITEM)

    def key(one: Summary) -> tuple[object, ...]:
        about = kinds.index(one.rated), order.influence(one.influence_id), order.node(one.item_node_id)
        return (*order.form(one.instrument_id, one.wave), *about, *order.group(one.group))

    return sorted(made, key=key)


class _Order:
    """Places of forms, influences and items in the instrument, and of groups."""

    def __init__(self, survey: Survey) -> None:
        items = [(form, item) for form in survey.instruments for item in form.items]
        self._forms = {form.id: at for at, form in enumerate(survey.instruments)}
        self._influences = _places(item.influence_id for _, item in items)
        self._items = _places(item.item_id for _, item in items)
        self._nodes = _places(form.item_node_id(item) for form, item in items)

    def form(self, instrument_id: str, wave: str | None) -> tuple[int, str]:
        return self._forms[instrument_id], wave or ""

    def influence(self, influence_id: str | None) -> tuple[int, str]:
        """The whole measure, and the names of other measures, come after the influences."""
        return self._influences.get(influence_id, len(self._influences)), influence_id or ""

    def item(self, item_id: str | None) -> int:
        return self._items.get(item_id, -1)

    def node(self, item_node_id: str | None) -> int:
        return self._nodes.get(item_node_id, -1)

    def group(self, group: Group) -> tuple[int, str]:
        from graph.survey import GroupKind

        return tuple(GroupKind).index(group.kind), group.name or ""


def _places(names: Any) -> dict[str | None, int]:
    return {name: at for at, name in enumerate(dict.fromkeys(names))}


def _rows(place: Path, found: ReadSurvey, terminal: Terminal) -> Rows:
    """Computed, or kept from before, or those that a release has in place of answers."""
    from cli.surveyed import shown_rows

    with terminal.progress() as progress:
        return shown_rows(place, found, progress)


def _ends(rows: Rows, type_: str) -> dict[str, str]:
    return {str(row["start_id"]): str(row["end_id"]) for row in rows[type_]}


def _same(kind: type[Figure] | type[Summary], row: Mapping[str, object]) -> dict[str, Any]:
    """The columns that are fields of the same name."""
    return {field.name: row[field.name] for field in fields(kind) if field.name in row}


def _group(row: Mapping[str, object]) -> Group:
    from graph.survey import Group, GroupKind

    name = row["group_name"]
    return Group(GroupKind(str(row["group_kind"])), None if name is None else str(name))
