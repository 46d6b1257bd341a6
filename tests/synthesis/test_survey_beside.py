"""Literature beside practice on the small graph with its survey: readings, thresholds, comparable settings.

Included papers read for each influence (small_graph.py): training 3 of 5, culture 2 of 5, pay 1 of 5, role 0 of 5.
Hill rates culture 3.0, training 1.5, pay 4.25 on 1 to 5; Mill's training is not shown, and nobody there was asked pay.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_graph import node_rows
from survey_graph import WHY, survey_tables

from graph.additions import Additions, with_additions
from graph.errors import NotFound, ParameterError
from graph.ids import setting_id
from graph.tables import GraphTables
from synthesis.evidence import Evidence, evidence
from synthesis.selection import Filter, everything, select
from synthesis.survey.beside import Beside, Reading, Rule, beside, level_of, others_of
from synthesis.survey.comparable import comparable, values_of
from synthesis.survey.practice import Practice, Scale, SiteRating, practice
from synthesis.survey.reported import reported

HILL, LAKE, MILL = (setting_id("site", name) for name in ("Hill", "Lake", "Mill"))
CLINIC, WARD, X = "setting:service/clinic", "setting:service/ward", "setting:country/x"
FIVE = Scale(1, 5)
RULE = Rule(often=0.5, seldom=0.2)


def settled(tables: GraphTables, **values: dict[str, str]) -> GraphTables:
    """The tables with properties of settings changed, by the end of their ids."""
    rows = tables.node("Setting").to_pylist()
    changed = [row | values.get(row["id"].rpartition("/")[2], {}) for row in rows]
    return GraphTables({**tables.nodes, "Setting": node_rows("Setting", changed)}, tables.edges)


@pytest.fixture(scope="module")
def tables() -> GraphTables:
    return survey_tables()


@pytest.fixture(scope="module")
def found(tables: GraphTables) -> Evidence:
    return evidence(tables)


@pytest.fixture(scope="module")
def seen(tables: GraphTables) -> Practice:
    return practice(tables)


def at(found: Evidence, seen: Practice, site: str, rule: Rule = RULE) -> dict[str, Beside]:
    (one,) = beside(found, seen, [site], rule)
    return {row.influence_id: row for row in one.rows}


def test_practice_is_what_sites_say_of_influences_and_nothing_else(seen: Practice) -> None:
    assert seen.influences == ("culture", "training", "pay")
    assert seen.sites == (HILL, LAKE, MILL)
    assert len(seen.ratings) == 8, "three influences at each site, but nobody at Mill was asked of pay"
    (hidden,) = [one for one in seen.ratings if not one.shown]
    assert (hidden.setting_id, hidden.influence_id, hidden.why_not) == (MILL, "training", WHY)
    assert (hidden.respondents, hidden.mean, hidden.low, hidden.high) == (None, None, None, None)
    assert seen.synthetic
    reversed_ = [one.by_language["en"] for one in seen.wordings if one.reverse]
    assert reversed_ == ["Only the top decides here."]
    assert all("Roles are written down." not in one.by_language.values() for one in seen.wordings), "it was dropped"


def test_number_of_a_hidden_rating_is_never_read_even_if_a_table_holds_one(tables: GraphTables) -> None:
    rows = [
        row | ({} if row["shown"] else {"mean": 1.23, "respondents": 2}) for row in tables.node("Rating").to_pylist()
    ]
    told = practice(GraphTables({**tables.nodes, "Rating": node_rows("Rating", rows)}, tables.edges))
    assert 1.23 not in [one.mean for one in told.ratings]
    assert 2 not in [one.respondents for one in told.ratings]


@pytest.mark.parametrize("word", ["Hill", " hill ", HILL, "HILL", HILL.rpartition("/")[2]])
def test_site_is_found_by_name_id_or_code(seen: Practice, word: str) -> None:
    assert seen.site(word) == HILL


def test_unknown_site_is_refused_with_near_ones(seen: Practice) -> None:
    with pytest.raises(NotFound, match=r'no Setting with the id "Hil".*"Hill"'):
        seen.site("Hil")


def test_reported_is_what_the_measures_say(found: Evidence) -> None:
    told = reported(everything(found))
    assert (told["training"].papers, told["training"].reporting, told["training"].of) == (3, 3, 5)
    assert told["training"].share == 0.6
    assert (told["training"].facilitator, told["training"].barrier, told["training"].mixed) == (2, 0, 1)
    assert (told["culture"].mixed, told["culture"].other) == (1, 1)
    assert told["role"].share == 0
    assert (told["support"].reporting, told["support"].of, told["support"].share) == (None, None, None), "nobody looked"


def test_readings_of_a_site(found: Evidence, seen: Practice) -> None:
    hill = at(found, seen, HILL)
    assert hill["training"].reading is Reading.OFTEN_LOW
    assert hill["training"].why == (
        "3 of 5 papers report it; rated 1.50 on 1 to 5: in the lowest third of the scale and 2.12 below the mean of "
        "the other influences here (3.62)"
    )
    assert hill["pay"].reading is Reading.HIGH_SELDOM
    assert hill["culture"].reading is Reading.NEITHER


def test_what_is_not_shown_or_not_asked_stays_unknown(found: Evidence, seen: Practice) -> None:
    mill = at(found, seen, MILL)
    assert (mill["training"].reading, mill["training"].level) == (Reading.UNKNOWN, None)
    assert WHY in mill["training"].why
    assert mill["pay"].rating is None
    assert mill["pay"].why == "nobody at the site was asked for it"
    hidden = next(one for one in seen.ratings if one.setting_id == HILL and one.influence_id == "training")
    assert others_of(seen, hidden) == ((3.0,), 1), "Lake's mean; Mill's is not shown"


def test_influence_that_no_paper_was_read_for_has_no_reading(found: Evidence, seen: Practice) -> None:
    ratings = [replace(one, influence_id="support") if one.influence_id == "training" else one for one in seen.ratings]
    row = at(found, replace(seen, ratings=ratings), HILL)["support"]
    assert (row.reading, row.literature.share) == (Reading.UNKNOWN, None)


def rating(mean: float | None, influence: str = "a", scale: Scale | None = FIVE) -> SiteRating:
    return SiteRating("i", None, HILL, influence, 9, mean, None, None, mean is not None, None, scale, synthetic=False)


def test_thresholds_include_their_ends() -> None:
    third = rating(1 + 4 / 3)
    low = level_of(third, [third], Rule())
    assert low is not None
    assert (low.low, low.high, low.others) == (True, False, None)
    beside_others = [rating(3.2), rating(3.6, "b")]
    level = level_of(beside_others[0], beside_others, Rule(margin=0.1))
    assert level is not None
    assert level.low, "0.4 below is a tenth of the range from 1 to 5"
    level = level_of(beside_others[0], beside_others, Rule(margin=0.11))
    assert level is not None
    assert not level.low


def test_other_scale_or_form_is_not_compared() -> None:
    mine, other_scale = rating(3.0), rating(9.0, "b", Scale(0, 10))
    level = level_of(mine, [mine, other_scale, replace(rating(5.0, "c"), instrument_id="another")], Rule())
    assert level is not None
    assert level.others is None
    assert level_of(rating(3.0, scale=None), [], Rule()) is None


@given(st.lists(st.floats(1, 5), min_size=1, max_size=6), st.floats(-3, 3), st.floats(0.1, 7))
def test_levels_do_not_depend_on_where_the_scale_begins_or_how_long_it_is(
    means: list[float], shift: float, stretch: float
) -> None:
    def levels(scale: Scale, values: list[float]) -> list[tuple[bool, bool]]:
        ratings = [rating(value, str(name), scale) for name, value in enumerate(values)]
        told = [level_of(one, ratings, Rule(margin=0.137)) for one in ratings]
        return [(one.low, one.high) for one in told if one is not None]

    moved = Scale(1 * stretch + shift, 5 * stretch + shift)
    close = [1 + 4 / 3, 5 - 4 / 3]
    if all(abs(mean - end) > 1e-6 for mean in means for end in close):
        ours, theirs = levels(Scale(1, 5), means), levels(moved, [mean * stretch + shift for mean in means])
        edges = [abs(mean - sum(means) / len(means)) for mean in means]
        assert all(not (low and high) for low, high in ours)
        if len(means) == 1 or all(abs(edge * len(means) / (len(means) - 1) - 0.548) > 1e-6 for edge in edges):
            assert ours == theirs


@pytest.mark.parametrize("wrong", [{"often": 1.2}, {"seldom": 0.5}, {"margin": 0.0}, {"seldom": -0.1}])
def test_rule_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ParameterError):
        Rule(**wrong)


def test_without_any_known_property_nothing_is_comparable(found: Evidence) -> None:
    told = comparable(found, HILL)
    assert (told.selection, told.papers, told.unknown) == (None, 0, 6)
    assert "not known of the site: income group, level of care, sector" in told.told


def test_income_group_goes_through_a_country_and_level_of_care_does_not(tables: GraphTables) -> None:
    made = settled(
        tables, hill={"income_group": "low", "level_of_care": "hospital"}, clinic={"level_of_care": "Hospital"}
    )
    found = evidence(made)
    ids = found.settings.column("id").to_pylist()
    income = dict(zip(ids, values_of(found, "income_group"), strict=True))
    assert (income[CLINIC], income[WARD], income[X], income[LAKE]) == ("low", "low", "low", None)
    care = dict(zip(ids, values_of(found, "level_of_care"), strict=True))
    assert (care[CLINIC], care[WARD]) == ("Hospital", None)
    told = comparable(found, HILL)
    # A, B, C and D come from the clinic; E from the ward, whose level nobody says; G from nowhere.
    assert (told.papers, told.unknown, told.of_papers) == (4, 2, 6)
    assert told.setting_ids == {CLINIC, HILL}
    assert [one.name for one in told.used] == ["income_group", "level_of_care"]


def test_countries_that_disagree_say_nothing(tables: GraphTables) -> None:
    made = settled(tables, hill={"income_group": "low"}, ward={"income_group": "high"})
    found = evidence(made)
    income = dict(zip(found.settings.column("id").to_pylist(), values_of(found, "income_group"), strict=True))
    assert (income[WARD], income[CLINIC], income[X]) == ("high", None, None)


def test_comparable_counts_are_those_of_the_filter_on_the_setting(tables: GraphTables) -> None:
    found = evidence(
        settled(tables, hill={"sector": "public"}, clinic={"sector": "public"}, ward={"sector": "private"})
    )
    told = comparable(found, HILL)
    assert told.selection is not None
    assert reported(told.selection) == reported(select(found, Filter(setting=(CLINIC,))))
    assert reported(told.selection)["training"].of == 4
    assert reported(told.selection)["pay"].papers == 0, "C says it of the ward"


def test_finding_without_a_setting_holds_where_its_study_was_wholly_done(tables: GraphTables) -> None:
    """D's absent finding on training names no setting; its study was done in clinic and ward."""
    both = evidence(settled(tables, hill={"sector": "s"}, clinic={"sector": "s"}, ward={"sector": "s"}))
    one = evidence(settled(tables, hill={"sector": "s"}, clinic={"sector": "s"}, ward={"sector": "t"}))
    for evidence_, holds in ((both, True), (one, False)):
        told = comparable(evidence_, HILL)
        assert told.selection is not None
        unnamed = evidence_.setting == -1
        assert bool(told.selection.findings[unnamed].all()) is holds


def test_a_review_without_a_measure_has_no_practice(tables: GraphTables) -> None:
    bare = {name: table for name, table in tables.nodes.items() if name not in {"Instrument", "Item", "Rating"}}
    told = practice(with_additions(GraphTables(bare, {}), Additions()))
    assert (dict(told.forms), told.ratings, told.influences) == ({}, (), ())
