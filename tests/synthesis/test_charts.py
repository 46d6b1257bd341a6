"""Charts show the numbers of their measures, say what they show, and are read without colour and without eyes."""

from __future__ import annotations

import json
import re
import shlex
import socket
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from lxml import etree
from matrix_graph import matrix_tables
from npm_package import npm_modules
from small_graph import small_tables
from survey_graph import survey_tables

from graph.ask import GraphInfo
from graph.errors import NotFound, ParameterError, UnknownQuery
from graph.tables import GraphTables
from synthesis.charts import rendered
from synthesis.charts.gaps import EMPTY
from synthesis.charts.kinds import KINDS, SURVEY
from synthesis.charts.model import Chart
from synthesis.charts.registry import chart, charts
from synthesis.charts.spread import spread
from synthesis.charts.style import FILLS, SHAPES, labels
from synthesis.evidence import Evidence, evidence
from synthesis.measures import measure
from synthesis.selection import NothingToCount

INFO = GraphInfo("ladybug", "small", "A small review", "paper", "mixed", "stored", "c1", 1, "0123456789abcdef", None)
OF_PAPERS = [name for name in KINDS if name not in SURVEY]
GIVEN: dict[str, dict[str, object]] = {
    "cooccurrence": {"least": 1, "samples": 200},
    "network": {"samples": 200},
    "years": {"influence_id": "training"},
    "gaps": {"by": "setting"},
}
HOSTILE = "</text><script>alert(1)</script> &amp; \"' ]]> \x00\x1b[31m javascript:x {{7*7}} \u202e"


@pytest.fixture(scope="module")
def small() -> Evidence:
    return evidence(small_tables())


@pytest.fixture(scope="module")
def linked() -> Evidence:
    """Twenty papers report a with b, twenty c with d, and e is everywhere."""
    return evidence(matrix_tables(["abe"] * 20 + ["cde"] * 20))


@pytest.fixture(scope="module")
def drawn(small: Evidence, linked: Evidence) -> dict[str, Chart]:
    return {
        name: chart(linked if name == "network" else small, name, GIVEN.get(name, {}), INFO, server="")
        for name in OF_PAPERS
    }


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """The JSON Schema of the very Vega-Lite that renders."""
    release = f"{rendered.VERSION}.1"
    modules = npm_modules(f"vega-lite-{release}", f"vega-lite@{release}", unchecked="charts were NOT checked by it")
    text = (modules / "vega-lite" / "build" / "vega-lite-schema.json").read_text(encoding="utf-8")
    return Draft7Validator(json.loads(text))


def _shortened(spec: Any) -> Any:
    """The specification with one row of each table: rows are all alike, and the schema says nothing of them."""
    if isinstance(spec, dict):
        return {k: {"values": v["values"][:1]} if k == "data" else _shortened(v) for k, v in spec.items()}
    return [_shortened(part) for part in spec] if isinstance(spec, list) else spec


@pytest.mark.parametrize("name", OF_PAPERS)
def test_specification_is_valid_vega_lite(schema: Draft7Validator, drawn: dict[str, Chart], name: str) -> None:
    assert not [error.message[:200] for error in schema.iter_errors(_shortened(drawn[name].spec))]


def test_specification_that_is_wrong_would_be_seen(schema: Draft7Validator, drawn: dict[str, Chart]) -> None:
    assert list(schema.iter_errors({**_shortened(drawn["years"].spec), "mark": {"type": "blob"}}))


@pytest.mark.parametrize("name", OF_PAPERS)
def test_chart_says_what_it_shows(drawn: dict[str, Chart], name: str) -> None:
    made = drawn[name]
    assert re.match(r"n = \d", made.caption)
    assert "; unit paper; no filter." in made.caption
    assert made.caption.endswith("Review small, revision 0123456789ab, codebook c1.")
    assert made.counted.startswith("How counted: narragraph numbers ")
    assert made.spec["description"] == made.alt
    title: Any = made.spec["title"]
    assert " ".join(title["subtitle"]).startswith(made.caption)
    said: Any = made.spec["usermeta"]
    assert said["narragraph"]["table"]["rows"] == made.rows
    assert [list(row) for row in made.rows] == [[c.name for c in charts()[name].columns]] * len(made.rows)


@pytest.mark.parametrize("name", OF_PAPERS)
def test_picture_has_words_and_fetches_nothing(drawn: dict[str, Chart], name: str) -> None:
    tree = _tree(rendered.svg(drawn[name]))
    assert [child.tag.rpartition("}")[2] for child in tree[:2]] == ["title", "desc"]
    assert (tree[0].text, tree[1].text) == (drawn[name].title, drawn[name].alt)
    links = [value for node in tree.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert links or name == "years"
    assert all(link.startswith("/v1/numbers/findings_behind?") for link in links)
    assert not list(tree.iter("{*}image", "{*}script", "{*}foreignObject", "{*}use"))
    assert "url(" not in etree.tostring(tree).decode()


def _tree(svg: str) -> Any:
    return etree.fromstring(svg.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def test_other_forms_are_what_they_say(drawn: dict[str, Chart]) -> None:
    assert rendered.png(drawn["years"]).startswith(b"\x89PNG\r\n")
    assert rendered.pdf(drawn["years"]).startswith(b"%PDF-")
    text, guarded = rendered.table(drawn["years"])
    assert (text.splitlines()[1], guarded) == ("2010,1,1,0,0,0", 0)


def test_renderer_reaches_no_address(drawn: dict[str, Chart]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/rows.json"
        foreign = replace(drawn["years"], spec={**drawn["years"].spec, "data": {"url": address}})
        with pytest.raises(ValueError, match="allowed"):
            rendered.svg(foreign)
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.parametrize(("name", "counted"), [("frequency", "frequency"), ("ranks", "frequency")])
def test_rows_are_those_of_the_measure(small: Evidence, name: str, counted: str) -> None:
    _, measured = measure(small, counted, {})
    made = chart(small, name, {}, INFO)
    assert sorted(made.rows, key=str) == sorted(measured.rows, key=str)
    data: Any = made.spec["data"]
    for row in data["values"]:
        assert {key: row[key] for key in measured.rows[0]} in measured.rows


def test_bars_are_the_directions(small: Evidence) -> None:
    made = chart(small, "directions", {}, INFO)
    _, measured = measure(small, "directions", {})
    assert sorted(made.rows, key=str) == sorted(measured.rows, key=str)
    layers: Any = made.spec["layer"]
    bars = {(bar["influence_id"], bar["state"]): bar["to"] - bar["from"] for bar in layers[0]["data"]["values"]}
    wanted = {
        (row["influence_id"], state): row[state]
        for row in measured.rows
        for state in ("barrier", "mixed", "facilitator")
        if row[state]
    }
    assert bars == wanted
    sides = {bar["state"]: (bar["from"] < 0, bar["to"] > 0) for bar in layers[0]["data"]["values"]}
    assert sides == {"barrier": (True, False), "mixed": (True, True), "facilitator": (False, True)}


def test_matrix_adds_up_to_the_directions(small: Evidence) -> None:
    made = chart(small, "matrix", {}, INFO)
    _, measured = measure(small, "directions", {"unit": "paper"})
    for row in measured.rows:
        states = [cell["state"] for cell in made.rows if cell["influence_id"] == row["influence_id"]]
        for state in ("facilitator", "barrier", "mixed", "neutral", "unclear", "absent"):
            assert states.count(state) == row[state]
        assert states.count("not reported") == (row["not_reported"] or 0)
        assert states.count("not extracted") == row["not_extracted"]
    training = {cell["paper_id"]: cell["state"] for cell in made.rows if cell["influence_id"] == "training"}
    assert [training[paper] for paper in "ABCDEG"] == [
        *("mixed", "facilitator", "facilitator", "absent", "not reported", "not extracted")
    ]


def test_gap_map_keeps_three_kinds_of_emptiness_apart(small: Evidence) -> None:
    made = chart(small, "gaps", {"by": "setting", "where": ["year=2010"]}, INFO)
    state = {(cell["influence_id"], cell["group_name"]): cell["state"] for cell in made.rows}
    assert state["training", "Clinic"] == "reported"
    assert state["pay", "Clinic"] == "not reported"
    assert state["support", "Clinic"] == "not extracted"
    assert state["training", "Ward"] == "no paper"
    assert "n = 1 paper, 0 of them in no column" in made.caption
    assert "n = 6 papers, 1 of them in no column" in chart(small, "gaps", {"by": "setting"}, INFO).caption
    assert len({(SHAPES[mark], FILLS[mark]) for mark in EMPTY.values()}) == len(EMPTY)


@pytest.mark.parametrize("by", ["setting", "country"])
def test_cells_of_the_gap_map_are_the_directions_of_their_group(small: Evidence, by: str) -> None:
    made = chart(small, "gaps", {"by": by}, INFO)
    assert {cell["group"] for cell in made.rows}
    for group in {str(cell["group"]) for cell in made.rows}:
        _, measured = measure(small, "directions", {"where": [f"{by}={group}"]})
        expected = {row["influence_id"]: row for row in measured.rows}
        for cell in (cell for cell in made.rows if cell["group"] == group):
            row = expected[cell["influence_id"]]
            shared = set(cell) & set(row) - {"name"}
            assert {name: cell[name] for name in shared} == {name: row[name] for name in shared}
            assert cell["group_papers"] == measured.said["papers"]


def test_heatmap_shows_every_pair_and_frames_those_beyond_chance(linked: Evidence) -> None:
    made = chart(linked, "cooccurrence", {"samples": 2000}, INFO)
    _, measured = measure(linked, "pairs", {"all": True, "samples": 2000})
    assert sorted(made.rows, key=str) == sorted(measured.rows, key=str)
    data: Any = made.spec["data"]
    framed = [cell["said"] for cell in data["values"] if cell["kind"] == "shared" and cell["framed"]]
    assert framed == ["20", "20"]
    above = sorted(int(cell["value"]) for cell in data["values"] if cell["kind"] == "shared")
    assert above == sorted(int(str(row["shared"])) for row in measured.rows)


def test_network_has_the_pairs_beyond_chance_and_their_addresses(drawn: dict[str, Chart], linked: Evidence) -> None:
    _, measured = measure(linked, "pairs", {"samples": 200})
    made = drawn["network"]
    assert [(row["a_influence_id"], row["b_influence_id"]) for row in made.rows] == [("a", "b"), ("c", "d")]
    assert made.rows == measured.rows
    layers: Any = made.spec["layer"]
    edges = layers[0]["data"]["values"]
    assert edges[0]["href"] == "/v1/numbers/findings_behind?influence_ids=a&influence_ids=b"
    assert layers[0]["encoding"]["href"] == {"field": "href", "type": "nominal"}


def test_network_without_pairs_says_so(small: Evidence) -> None:
    made = chart(small, "network", {"samples": 200}, INFO)
    assert made.rows == []
    assert "No pair is beyond chance (Holm-adjusted p &lt; 0.05)." in rendered.svg(made)


def test_years_are_those_of_the_overview(small: Evidence, drawn: dict[str, Chart]) -> None:
    made = drawn["years"]
    assert [row["year"] for row in made.rows] == list(range(2010, 2015))
    assert "n = 6 papers, 1 of them without a year and in no bar" in made.caption
    for row in made.rows:
        _, measured = measure(small, "overview", {"where": [f"year={row['year']}"]})
        training = next(found for found in measured.rows if found["influence_id"] == "training")
        assert (row["papers"], row["reporting"]) == (measured.said["papers"], training["papers"])
    assert [row["absent"] for row in made.rows] == [0, 0, 0, 1, 0]


@pytest.mark.parametrize("name", OF_PAPERS)
def test_same_question_gives_the_same_picture(
    drawn: dict[str, Chart], small: Evidence, linked: Evidence, name: str
) -> None:
    again = chart(linked if name == "network" else small, name, GIVEN.get(name, {}), INFO, server="")
    assert json.dumps(again.spec) == json.dumps(drawn[name].spec)
    assert rendered.svg(again) == rendered.svg(drawn[name])


@pytest.mark.parametrize("name", OF_PAPERS)
def test_nothing_to_draw_is_said(small: Evidence, name: str) -> None:
    with pytest.raises(NothingToCount, match="nothing to count"):
        chart(evidence(_empty()), name, {}, INFO)
    with pytest.raises(NothingToCount, match="No paper is left after year from 2030"):
        chart(small, name, {**GIVEN.get(name, {}), "where": ["year=2030.."]}, INFO)


def _empty() -> GraphTables:
    """A review of which nothing is known but its name."""
    tables = small_tables()
    nodes = {label: table if label == "Review" else table.slice(0, 0) for label, table in tables.nodes.items()}
    return GraphTables(nodes=nodes, edges={type_: table.slice(0, 0) for type_, table in tables.edges.items()})


@pytest.mark.parametrize("name", sorted(set(KINDS) - {"network"}))
def test_hostile_names_stay_text(name: str) -> None:
    tables = survey_tables() if name in SURVEY else small_tables()
    nodes = dict(tables.nodes)
    words = {"Influence": "name", "Setting": "name", "Instrument": "name", "Item": "text", "Rating": "why_not"}
    for label, column in words.items():
        table = tables.node(label)
        hostile = pa.array([HOSTILE] * table.num_rows, pa.string())
        nodes[label] = table.set_column(table.schema.get_field_index(column), table.schema.field(column), hostile)
    made = chart(evidence(replace(tables, nodes=nodes)), name, GIVEN.get(name, {}), INFO, server="http://h:1")
    tree = _tree(rendered.svg(made))
    assert not list(tree.iter("{*}script"))
    assert not [key for node in tree.iter() for key in node.attrib if key.startswith("on")]
    assert "<script>alert" in "".join(tree.itertext())
    links = [value for node in tree.iter() for key, value in node.attrib.items() if key.endswith("href")]
    assert all(link.startswith("http://h:1/v1/") for link in links)


@settings(max_examples=8, phases=[Phase.explicit, Phase.generate])
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
@example("\U00010000" * 80)
@example(HOSTILE)
@example("\ufffe\uffff\u2028\u0085")
def test_no_name_ends_the_process(small: Evidence, text: str) -> None:
    """A panic of the renderer cannot be caught: the server would be gone."""
    names = pa.array([text] * small.influences.num_rows, pa.string())
    at, field = small.influences.schema.get_field_index("name"), small.influences.schema.field("name")
    named = replace(small, influences=small.influences.set_column(at, field, names))
    _tree(rendered.svg(chart(named, "years", GIVEN["years"], INFO)))
    _tree(rendered.svg(chart(named, "directions", {"top": 1}, INFO)))


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_directions_are_told_apart_without_colour() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
    light, mid, dark = (_luminance(FILLS[state]) + 0.05 for state in ("facilitator", "mixed", "barrier"))
    assert light / dark >= 4.5
    assert light / mid >= 1.5
    assert mid / dark >= 1.5
    # Figures stand on the bars: white on barrier, ink on the others.
    assert 1.05 / dark >= 4.5
    assert mid / (_luminance("#222222") + 0.05) >= 4.5


def test_what_is_left_out_is_told(small: Evidence) -> None:
    made = chart(small, "matrix", {"top": 1, "papers": 2}, INFO)
    assert (len(made.rows), made.truncated) == (2, True)
    title: Any = made.spec["title"]
    said = " ".join(title["subtitle"])
    assert "The first 1 of 6 influences; top shows more." in said
    assert "The first 2 of 6 papers; papers shows more." in said


def test_command_says_every_parameter_that_matters(small: Evidence) -> None:
    given = {"unit": "study", "where": ["year=2010..2014", "country=X"], "roll_up": True}
    made = chart(small, "frequency", given, INFO)
    words = shlex.split(made.counted.removeprefix("How counted: "))
    assert words[:3] == ["narragraph", "numbers", "frequency"]
    assert words[3:] == [
        *("--unit", "study", "--roll-up", "true", "--where", "year=2010..2014", "--where", "country=X")
    ]


@pytest.mark.parametrize(
    ("name", "asked", "error"),
    [
        ("matrx", {}, UnknownQuery),
        ("years", {"influence_id": "trainng"}, NotFound),
        ("matrix", {"top": 0}, ParameterError),
        ("gaps", {"by": "moon"}, ParameterError),
        ("frequency", {"where": ["country=Atlantis"]}, ParameterError),
    ],
)
def test_wrong_questions_are_refused(small: Evidence, name: str, asked: dict[str, object], error: type) -> None:
    with pytest.raises(error):
        chart(small, name, asked, INFO)


@given(st.lists(st.text(max_size=90), min_size=1, max_size=12))
def test_labels_are_short_and_no_two_alike(names: list[str]) -> None:
    found = labels([(f"id-{at}", name) for at, name in enumerate(names)])
    assert len(set(found.values())) == len(names)
    for label in found.values():
        assert 1 <= len(label.splitlines()) <= 2
        assert all(len(line) <= 36 for line in label.splitlines())


@given(st.lists(st.tuples(st.floats(-1000, 1000), st.floats(-1000, 1000)), min_size=1, max_size=15))
def test_boxes_of_a_network_do_not_overlap(spots: list[tuple[float, float]]) -> None:
    widths = [60.0 + 10 * (at % 5) for at in range(len(spots))]
    places, across, down = spread(spots, widths, 40.0)
    for at, (x, y) in enumerate(places):
        assert 0 <= x <= across
        assert 0 <= y <= down
        for other, (x2, y2) in enumerate(places[:at]):
            assert abs(x - x2) >= (widths[at] + widths[other]) / 2 - 1 or abs(y - y2) >= 40 - 1
