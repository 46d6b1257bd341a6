"""Influences reported together: a heatmap of counts against chance."""

from __future__ import annotations

from collections.abc import Mapping

from graph.progress import Progress
from synthesis.charts.model import Drawn, Rows, Spec
from synthesis.charts.style import INK, behind, columns_axis, command, correction_word, labels, many, number, rows_axis
from synthesis.evidence import Evidence
from synthesis.measures import Measured, measure, measures
from synthesis.selection import NothingToCount

CELL = 42


def heatmap(evidence: Evidence, given: Mapping[str, object], progress: Progress) -> Drawn:
    """Chart `cooccurrence`: diagonal, how often each is reported; above, shared; below, shared minus expected."""
    asked = {name: value for name, value in given.items() if name != "top"} | {"all": True}
    _, measured = measure(evidence, "pairs", asked, progress=progress)
    ids, totals, names = _influences(measured)
    top = int(str(given["top"]))
    cut = (f"The first {top:,} of {len(ids):,} influences; top shows more.",) if len(ids) > top else ()
    ids = ids[:top]
    kept = set(ids)
    rows = [dict(row) for row in measured.rows if {row["a_influence_id"], row["b_influence_id"]} <= kept]
    if not rows:
        raise NothingToCount("pair of influences", str(measured.said["filter"]))
    shown = labels([(id_, f"{nth} {names[id_]}") for nth, id_ in enumerate(ids, 1)])
    cells = _cells(rows, ids, totals, shown, given)
    beyond = sum(row["beyond_chance"] is True for row in rows)
    window, said = str(measured.said["unit"]), measured.said
    return Drawn(
        _view(cells, [shown[id_] for id_ in ids]),
        rows,
        "Influences reported together",
        f"n = {many(said['windows'], window)}",
        f"Diagonal: {window}s that report it; above: {window}s that report both; below: how many more (+) or fewer "
        f"than expected, and in brackets the expected number under the null model ({said['null_model']}). Framed: "
        f"beyond chance, {correction_word(said['correction'])}-adjusted p < {given['level']}; a dot: together by "
        "the codebook or a mapping, not tested",
        window,
        str(said["filter"]),
        command("pairs", asked, defaults()),
        f"Heatmap of {len(ids)} influences: {len(rows):,} pairs, {beyond:,} of them beyond chance.",
        330 + CELL * len(ids),
        (*cut, *measured.notes),
        bool(cut),
    )


def defaults() -> dict[str, object]:
    """What `numbers pairs` takes when nothing is said."""
    return {parameter.name: parameter.default for parameter in measures()["pairs"].parameters}


def _influences(measured: Measured) -> tuple[list[str], dict[str, int], dict[str, str]]:
    """Ids, most reported first, with their totals and names."""
    totals: dict[str, int] = {}
    names: dict[str, str] = {}
    for row in measured.rows:
        for side in "ab":
            id_ = str(row[f"{side}_influence_id"])
            totals[id_] = int(str(row[side]))
            names[id_] = str(row[f"{side}_name"] or id_)
    return sorted(totals, key=lambda id_: (-totals[id_], names[id_], id_)), totals, names


def _cells(
    rows: Rows, ids: list[str], totals: Mapping[str, int], shown: Mapping[str, str], given: Mapping[str, object]
) -> Rows:
    """The three kinds of cell: `kind` total, shared, association."""
    place = {id_: nth for nth, id_ in enumerate(ids)}
    cells: Rows = [
        {
            "kind": "total",
            "label": shown[id_],
            "column": str(nth),
            "value": totals[id_],
            "said": f"{totals[id_]:,}",
            "framed": False,
            "href": behind([id_], given),
        }
        for nth, id_ in enumerate(ids, 1)
    ]
    for row in rows:
        pair = [str(row["a_influence_id"]), str(row["b_influence_id"])]
        one, other = sorted(pair, key=place.__getitem__)
        href = behind([one, other], given)
        shared, expected = int(str(row["shared"])), number(row["expected"])
        common: dict[str, object] = {"framed": bool(row["beyond_chance"]), "href": href}
        above = {"label": shown[one], "column": str(place[other] + 1)}
        below = {"label": shown[other], "column": str(place[one] + 1)}
        cells.append({"kind": "shared", **above, "value": shared, "said": f"{shared:,}", **common})
        more = "\u00b7" if row["related"] else _signed(shared - expected)
        value = 0.0 if row["related"] else shared - expected
        second = f"({expected:.1f})"
        cells.append({"kind": "association", **below, "value": value, "said": more, "second": second, **common})
    return cells


def _signed(value: float) -> str:
    """`+1.2`, with a true minus; what rounds to nothing has no sign."""
    said = f"{value:+.1f}".replace("-", "\u2212")
    return said[1:] if said[1:] == "0.0" else said


def _view(cells: Rows, order: list[str]) -> Spec:
    columns = [str(nth) for nth in range(1, len(order) + 1)]
    most = max((abs(number(cell["value"])) for cell in cells if cell["kind"] == "association"), default=0.0) or 1.0
    shared = max((number(cell["value"]) for cell in cells if cell["kind"] == "shared"), default=0.0) or 1.0
    axis = {"labelAngle": 0, "labelAlign": "center", "labelBaseline": "bottom"}
    plain = {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1}
    framed = {"type": "rect", "fillOpacity": 0, "fill": "white", "stroke": INK, "strokeWidth": 2.5}
    return {
        "data": {"values": cells},
        "width": {"step": CELL},
        "height": {"step": CELL},
        "encoding": {"x": columns_axis("column", columns, title=None, **axis), "y": rows_axis(order)},
        "resolve": {"scale": {"color": "independent"}},
        "layer": [
            _only("total", {"mark": {**plain, "color": "#d6d6d6"}}),
            _only("shared", {"mark": plain, "encoding": {"color": _shade([0, shared], ["#f7f7f7", "#86bce0"])}}),
            _only(
                "association",
                {"mark": plain, "encoding": {"color": _shade([-most, 0, most], ["#e9a15f", "#fafafa", "#6aaede"])}},
            ),
            {"transform": [{"filter": "datum.framed"}], "mark": framed},
            _only("total", _text("said", fontWeight="bold")),
            _only("shared", _text("said")),
            _only("association", _text("said", dy=-6)),
            _only("association", _text("second", dy=7, fontSize=9)),
        ],
    }


def _only(kind: str, layer: Spec) -> Spec:
    return {"transform": [{"filter": f"datum.kind === '{kind}'"}], **layer}


def _text(field: str, **more: object) -> Spec:
    mark = {"type": "text", "baseline": "middle", **more}
    return {"mark": mark, "encoding": {"text": {"field": field, "type": "nominal"}}}


def _shade(domain: list[float], colours: list[str]) -> Spec:
    """Light colours only, so that the figure on them is read; the figure says all that the colour says."""
    scale = {"domain": domain, "range": colours}
    return {"field": "value", "type": "quantitative", "scale": scale, "legend": None}
