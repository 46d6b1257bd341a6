"""Pictures of a survey: what is hidden is seen to be hidden, what is made up says so, figures are of the graph."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree
from small_graph import small_tables
from survey_graph import MEANS, SITES, STAFF, WHY, survey_tables

from graph.ask import GraphInfo
from graph.errors import NotFound, ParameterError
from graph.survey import SYNTHETIC
from synthesis.charts import rendered
from synthesis.charts.kinds import SURVEY
from synthesis.charts.model import Chart
from synthesis.charts.registry import chart, charts
from synthesis.charts.survey_items import HIDDEN, NOTHING, SHOWN
from synthesis.charts.survey_scatter import _labelled
from synthesis.evidence import Evidence, evidence
from synthesis.selection import NothingToCount

INFO = GraphInfo("ladybug", "small", "A small review", "paper", "mixed", "stored", "c1", 1, "0123456789abcdef", None)


@pytest.fixture(scope="module")
def surveyed() -> Evidence:
    return evidence(survey_tables())


def _drawn(found: Evidence, name: str, **given: object) -> Chart:
    return chart(found, name, given, INFO, server="")


@pytest.mark.parametrize("name", sorted(SURVEY))
def test_picture_says_that_it_is_made_up_wherever_it_is_looked_at(surveyed: Evidence, name: str) -> None:
    made = _drawn(surveyed, name)
    tree = etree.fromstring(rendered.svg(made).encode())
    words = " ".join("".join(node.itertext()) for node in tree.iter("{*}text"))
    assert "SYNTHETIC" in words
    assert SYNTHETIC in made.caption
    assert SYNTHETIC in str(made.spec["description"])
    assert SYNTHETIC in made.notes
    assert {row["synthetic"] for row in made.rows} == {True}
    assert [list(row) for row in made.rows] == [[c.name for c in charts()[name].columns]] * len(made.rows)


@pytest.mark.parametrize("name", sorted(SURVEY))
def test_picture_of_real_ratings_does_not(name: str) -> None:
    made = _drawn(evidence(survey_tables(synthetic=False)), name)
    assert "SYNTHETIC" not in rendered.svg(made) + made.caption + made.alt + str(made.notes)


@pytest.mark.parametrize("name", sorted(SURVEY))
def test_graph_without_ratings_says_so(name: str) -> None:
    with pytest.raises(NothingToCount, match="There is no rating of a survey: nothing to count"):
        _drawn(evidence(small_tables()), name)


def test_profile_is_the_ratings_of_the_site_beside_the_range_of_the_others(surveyed: Evidence) -> None:
    rows = {row["influence_id"]: row for row in _drawn(surveyed, "site_profile", site="hill").rows}
    assert {id_: row["mean"] for id_, row in rows.items()} == MEANS["Hill"]
    assert (rows["culture"]["others_low"], rows["culture"]["others_high"]) == (2.5, 3.5)
    training = rows["training"]
    assert (training["others_low"], training["other_sites"], training["other_sites_hidden"]) == (3.0, 1, 1)


def test_mean_that_is_not_shown_is_told_and_never_drawn(surveyed: Evidence) -> None:
    made = _drawn(surveyed, "site_profile", site="Mill")
    told = {row["influence_id"]: (row["mean"], row["respondents"], row["why_not"]) for row in made.rows}
    assert told["training"] == (None, None, f"not shown: {WHY}")
    assert told["pay"] == (None, None, "nobody there was asked")
    assert f"not shown: {WHY}" in rendered.svg(made)
    assert "2 of them not shown" in made.alt


def test_matrix_tells_hidden_from_not_asked_and_from_low(surveyed: Evidence) -> None:
    made = _drawn(surveyed, "item_by_site")
    cells: dict[Any, Any] = {(row["item_id"], row["site"]): row for row in made.rows}
    assert len(cells) == len(STAFF.kept) * (len(SITES) + 1)
    states = {key: cell["state"] for key, cell in cells.items() if cell["state"] != SHOWN}
    assert states == {("training-1", "Mill"): HIDDEN, ("pay-1", "Mill"): NOTHING}
    assert cells["training-1", "Mill"]["why_not"] == WHY
    assert {(cell["mean"], cell["respondents"]) for cell in cells.values() if cell["state"] != SHOWN} == {(None, None)}
    assert cells["culture-2", "Lake"]["mean"] == 3.5
    legend = rendered.svg(made)
    assert "no figure because" in legend
    assert "role-1" not in legend  # dropped items are not rated


def test_scatter_reads_as_the_rule_that_it_prints(surveyed: Evidence) -> None:
    made = _drawn(surveyed, "frequency_against_rating", site="Hill")
    assert {row["name"]: row["reading"] for row in made.rows} == {
        "Culture": "neither",
        "Training": "reported_often_rated_low",
        "Pay": "rated_high_seldom_reported",
    }
    assert "Reported often: by at least 40\u00a0%" in made.caption
    stricter = _drawn(surveyed, "frequency_against_rating", site="Hill", often=0.7)
    assert next(row for row in stricter.rows if row["name"] == "Training")["reading"] == "neither"
    assert stricter.counted.endswith("narragraph survey beside --site Hill --often 0.7")


def test_influence_without_a_shown_mean_is_named_beside_the_scatter(surveyed: Evidence) -> None:
    made = _drawn(surveyed, "frequency_against_rating", site="Mill")
    assert [row["mean"] for row in made.rows if row["name"] == "Training"] == [None]
    assert any(note.startswith("Not in the picture: Training: the rating is not shown") for note in made.notes)


def test_names_in_the_scatter_keep_apart() -> None:
    crowd = [
        {"influence_id": f"i{at}", "name": f"An influence {at}", "share": 0.5, "mean": 3.0 + at / 50} for at in range(6)
    ]
    spots = sorted((row["at_y"], row["at_x"]) for row in _labelled(crowd, (1.0, 5.0)))  # type: ignore[type-var]
    assert len(set(spots)) == 6


def test_other_form_is_asked_for_by_name(surveyed: Evidence) -> None:
    made = _drawn(surveyed, "item_by_site", form="Volunteers")
    assert "House questions, volunteers, version 1.0" in made.caption
    with pytest.raises(NotFound, match='"volunters"'):
        _drawn(surveyed, "item_by_site", form="volunters")
    with pytest.raises(ParameterError, match="no such wave"):
        _drawn(surveyed, "item_by_site", wave="t9")
    with pytest.raises(NotFound, match='Did you mean "Hill"'):
        _drawn(surveyed, "site_profile", site="Hil")
