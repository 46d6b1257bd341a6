"""A small survey on the small graph, written by hand: two forms, three items, five summaries, three figures.

rating  form          rated      about     wave  group            shown
r:1     m 1           item       t1        1     everybody        12 people, mean 2.5
r:2     m 1           influence  training  1     site clinic      6 people, mean 1.5: low, and 3 of 5 papers report it
r:3     m 1           influence  training  2     role nurse       no: too few
r:4     m 1           measure              1     everybody        12 people, mean 3
r:5     m 1           influence  pay       1     site clinic      6 people, mean 4.5: high, and 1 of 5 papers reports it
"""

from __future__ import annotations

from graph.additions import Additions, with_additions
from graph.database import Row
from graph.schema import NODE
from graph.tables import GraphTables

FORM, PLANNED = "instrument:m/1/all", "instrument:m/planned/all"
ITEM, CLINIC = "item:m/1/all/t1", "setting:service/clinic"
FEW = "fewer than 5 people answered"


def with_small_survey(tables: GraphTables) -> GraphTables:
    """The tables with the survey in them."""
    nodes = {
        "Instrument": [
            _node("Instrument", FORM, name="M", version="1", languages=["en"], **_SCALE, items_kept=2, items_dropped=1),
            _node("Instrument", PLANNED, name="M", version="planned", items_kept=0, items_dropped=0),
        ],
        "Item": [
            _node("Item", ITEM, item_id="t1", position=1, text="Trained?", **_SCALE, reverse=False, status="kept"),
            _node("Item", "item:m/1/all/x", item_id="x", position=2, **_SCALE, reverse=True, status="kept"),
            _node("Item", "item:m/1/all/p1", item_id="p1", position=3, **_SCALE, status="dropped", reason="too long"),
        ],
        "Rating": [
            _rating("r:1", "item", respondents=12, mean=2.5),
            _rating("r:2", "influence", group_kind="site", group_name="c", respondents=6, mean=1.5, low=1.0, high=2.0),
            _rating("r:3", "influence", group_kind="role", group_name="nurse", wave="2", shown=False, why_not=FEW),
            _rating("r:4", "measure", respondents=12, mean=3.0, missing=0),
            _rating("r:5", "influence", group_kind="site", group_name="c", respondents=6, mean=4.5),
        ],
        "SurveyFigure": [
            _figure("sf:1", "reliability", "cronbach_alpha", influence_id="training", value=0.8, respondents=12),
            _figure("sf:2", "validity", "htmt", influence_id="pay", with_id="training", value=0.9, respondents=12),
            _figure("sf:3", "sites", "icc_1", refused="one site cannot support it"),
        ],
    }
    return with_additions(tables, Additions(nodes, {name: _edges(*pairs) for name, pairs in _EDGES.items()}))


_SCALE = {"scale_low": 1.0, "scale_high": 5.0}
_EDGES = {
    "HAS_ITEM": [(FORM, ITEM), (FORM, "item:m/1/all/x"), (FORM, "item:m/1/all/p1")],
    "MEASURES": [(ITEM, "training"), ("item:m/1/all/p1", "pay")],
    "RATING_BY": [(f"r:{number}", FORM) for number in range(1, 6)],
    "RATING_OF": [("r:1", ITEM)],
    "RATING_ON": [("r:2", "training"), ("r:3", "training"), ("r:5", "pay")],
    "RATED_AT": [("r:2", CLINIC), ("r:5", CLINIC)],
    "FIGURE_OF": [("sf:1", FORM), ("sf:2", FORM), ("sf:3", FORM)],
}


def _node(label: str, id_: str, **said: object) -> Row:
    return {column.name: None for column in NODE[label].columns} | {"id": id_} | said


def _rating(id_: str, rated: str, **said: object) -> Row:
    usual = {"rated": rated, "group_kind": "all", "wave": "1", "shown": True, "synthetic": True}
    return _node("Rating", id_, **(usual | said))


def _figure(id_: str, analysis: str, method: str, **said: object) -> Row:
    return _node("SurveyFigure", id_, analysis=analysis, method=method, group_kind="all", synthetic=True, **said)


def _edges(*pairs: tuple[str, str]) -> list[Row]:
    return [{"start_id": start, "end_id": end} for start, end in pairs]
