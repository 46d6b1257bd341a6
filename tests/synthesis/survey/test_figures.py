"""Figures of whole surveys: planted structure comes back, planted lack of it is said, too little is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated_survey import Plan, careless, simulated

from graph.survey import Expected, Group, GroupKind, Hypothesis, Survey
from synthesis.survey.contracts import Analysis, Figure
from synthesis.survey.descriptives import summaries
from synthesis.survey.figures import figures

FOUR = [0.85, 0.75, 0.7, 0.65]
SIX_SITES = {"Ash": 45, "Birch": 40, "Cedar": 40, "Elm": 35, "Fir": 30, "Oak": 30}
GOOD = Plan(
    {
        "training": FOUR,
        "culture": FOUR,
        "role": FOUR,
        "pay": FOUR[:3],
        "trust": FOUR[:3],
        "time": FOUR[:2],
        "space": [0.8],
    },
    SIX_SITES,
    between=0.25,
    one=("pay", "trust"),
    wrong={"role-4": "culture"},
    shifts={("Oak", "training"): -2.0},
    languages={"Ash": "de", "Birch": "de"},
    left_out=0.01,
    outside={"well-being": ("training", 0.7), "shoe size": ("space", 0.0)},
    hypotheses=(
        Hypothesis("well-being", Expected.POSITIVE, 0.4, "training"),
        Hypothesis("well-being", Expected.NEGATIVE, 0.4, "culture"),
        Hypothesis("shoe size", Expected.POSITIVE, 0.3),
        Hypothesis("shoe size", Expected.NEAR_ZERO, 0.2, "culture"),
        Hypothesis("height", Expected.POSITIVE, 0.3),
    ),
    points=None,
)


@pytest.fixture(scope="module")
def survey() -> Survey:
    return simulated(GOOD)


@pytest.fixture(scope="module")
def found(survey: Survey) -> list[Figure]:
    return figures(survey)


def _one(found: Sequence[Figure], method: str, *about: str, group: Group | None = None) -> Figure:
    """The figure of a method about (influence, the other one or measure, item), of everybody unless said otherwise."""
    wanted = [*about, *[""] * 3][:3]
    (one,) = [
        figure
        for figure in found
        if figure.method == method
        and [figure.influence_id or "", figure.with_id or "", figure.item_id or ""] == wanted
        and figure.group == (group or Group())
    ]
    return one


def test_every_figure_has_a_sentence_what_it_assumes_and_an_id_of_its_own(found: list[Figure]) -> None:
    assert len({figure.id for figure in found}) == len(found)
    for figure in found:
        assert figure.sentence.endswith("."), figure
        assert figure.assumes
        assert (figure.value is None) == (figure.refused is not None), figure
        assert (figure.low is None) == (figure.interval_kind is None), figure
        if figure.low is not None and figure.high is not None and figure.value is not None:
            assert figure.low <= figure.value <= figure.high, figure
        drawn = "bootstrap" in (figure.interval_kind or "") or "Monte Carlo" in figure.assumes
        assert (figure.seed is not None) == drawn, figure


def test_loadings_that_were_planted_come_back_as_reliability(found: list[Figure]) -> None:
    line = np.array(FOUR)
    truth = line.sum() ** 2 / (line.sum() ** 2 + (1 - line**2).sum())
    for influence in ("culture",):
        omega = _one(found, "omega_total", influence)
        assert omega.low is not None
        assert omega.high is not None
        assert omega.low < truth < omega.high
        assert omega.value == pytest.approx(truth, abs=0.03)
        extracted = _one(found, "average_variance_extracted", influence)
        assert extracted.value == pytest.approx(np.mean(line**2), abs=0.06)
        assert _one(found, "cronbach_alpha", influence).value == pytest.approx(truth, abs=0.03)
    assert _one(found, "spearman_brown", "time").value == pytest.approx(2 * 0.6375 / 1.6375, abs=0.06)


def test_two_influences_that_are_one_are_said_to_be_one_and_others_are_told_apart(found: list[Figure]) -> None:
    same = _one(found, "htmt", "pay", "trust")
    assert same.value == pytest.approx(1, abs=0.08)
    assert "they are one" in same.sentence
    assert (_one(found, "fornell_larcker", "pay", "trust").value or 0) < 0
    apart = _one(found, "htmt", "training", "culture")
    assert "told the two apart" in apart.sentence
    assert apart.value == pytest.approx(0.25, abs=0.15)
    assert (_one(found, "fornell_larcker", "training", "culture").value or 0) > 0


def test_item_on_the_wrong_influence_is_named(found: list[Figure]) -> None:
    success = _one(found, "scaling_success", "role")
    assert success.value == 0.75
    assert "role-4 (Culture" in success.sentence
    assert _one(found, "scaling_success", "culture").value == 1.0
    own, other = (_one(found, "item_scale_correlation", "role", scale, "role-4") for scale in ("role", "culture"))
    assert (own.value or 0) < (other.value or 0)
    assert "runs against" in (rest := _one(found, "item_rest_correlation", "role", "", "role-4")).sentence or (
        "little in common" in rest.sentence
    )
    alone = _one(found, "item_scale_correlation", "space", "space", "space-1")
    assert "the only item" in str(alone.refused)


def test_hypotheses_are_confirmed_or_not_as_planted(found: list[Figure]) -> None:
    assert "0.40 or more" in (right := _one(found, "hypothesis", "training", "well-being")).sentence
    assert "confirmed" in right.sentence
    assert "not confirmed" not in right.sentence
    assert "-0.40 or less" in (wrong := _one(found, "hypothesis", "culture", "well-being")).sentence
    assert "not confirmed" in wrong.sentence
    assert "not confirmed" in _one(found, "hypothesis", "", "shoe size").sentence
    assert "no such other measure" in str(_one(found, "hypothesis", "", "height").refused)
    whole = _one(found, "hypotheses_confirmed")
    assert whole.value == 0.5
    assert "2 of 4 hypotheses confirmed (not enough" in whole.sentence
    related = _one(found, "outside_correlation", "training", "well-being")
    assert related.value == pytest.approx(0.6, abs=0.12)
    assert "differs from none" in related.sentence
    assert (unrelated := _one(found, "outside_correlation", "space", "shoe size")).p_adj is not None
    assert "cannot be told from none" in unrelated.sentence


def test_site_that_was_planted_low_is_found_and_only_there(found: list[Figure]) -> None:
    assert (_one(found, "kruskal_wallis", "training").p_adj or 1) < 0.05
    assert all(
        (_one(found, "kruskal_wallis", influence).p_adj or 0) > 0.05 for influence in ("culture", "pay", "space")
    )
    low = _one(found, "rank_at_site", "training", group=Group(GroupKind.SITE, "Oak"))
    assert (low.value, low.respondents) == (7.0, 30)
    assert (_one(found, "icc_1", "training").low or 0) > 0
    assert "tell little about sites in general" in _one(found, "icc_1", "culture").sentence


def test_six_sites_are_told_what_they_cannot_support(found: list[Figure]) -> None:
    across = _one(found, "site_rank_correlation", "", "well-being")
    assert "Of 6 sites only rho of 0.89 or more could" in across.sentence
    assert across.p is not None
    assert "0.81" in str(_one(found, "site_regression").refused)
    assert "6 sites cannot support" in str(_one(found, "multilevel_variance").refused)
    few = simulated(replace(GOOD, sites={"Ash": 12, "Birch": 12, "Cedar": 12, "Elm": 12}, left_out=0, hypotheses=()))
    refused = _one(figures(few, Analysis.SITES), "site_rank_correlation", "", "well-being")
    assert "4 sites cannot support a correlation across sites: even a perfect one would have p = 0.083" in str(
        refused.refused
    )


def test_same_survey_gives_the_same_figures_whatever_else_is_asked(survey: Survey, found: list[Figure]) -> None:
    alone = [figure for figure in found if figure.analysis is Analysis.RELIABILITY]
    rows = survey.ratings.take(np.random.default_rng(3).permutation(survey.ratings.num_rows))
    again = figures(replace(survey, ratings=rows), Analysis.RELIABILITY)
    assert again == alone
    other = _one(figures(replace(survey, seed=2), Analysis.RELIABILITY), "omega_total", "culture")
    assert other.value == _one(found, "omega_total", "culture").value
    assert other.low != _one(found, "omega_total", "culture").low


def test_languages_have_figures_of_their_own(found: list[Figure]) -> None:
    german = _one(found, "cronbach_alpha", "culture", group=Group(GroupKind.LANGUAGE, "de"))
    assert german.respondents is not None
    assert 75 <= german.respondents <= 85
    assert _one(
        found, "omega_total", "culture", group=Group(GroupKind.LANGUAGE, "de")
    ).value is None or "Fewer than 100" in (
        _one(found, "omega_total", "culture", group=Group(GroupKind.LANGUAGE, "de")).sentence
    )


# --- privacy


def test_people_of_a_hidden_site_change_nothing_that_is_said_of_sites() -> None:
    """Two people at Yew: whatever they answer, every figure of sites stays the same."""
    plan = Plan(
        {"a": FOUR[:3], "b": FOUR[:3]}, {"Ash": 15, "Elm": 15, "Oak": 15, "Yew": 2}, outside={"mood": ("a", 0.5)}
    )
    survey = simulated(plan)
    mine = pc.equal(survey.ratings["site"], "Yew")
    turned = pc.if_else(mine, pc.subtract(6.0, survey.ratings["value"]), survey.ratings["value"])
    at = survey.ratings.schema.get_field_index("value")
    other = replace(survey, ratings=survey.ratings.set_column(at, survey.ratings.schema.field(at), turned))
    assert other.ratings != survey.ratings
    before, after = (figures(one, Analysis.SITES) for one in (survey, other))
    assert before == after
    assert any(figure.value is not None for figure in before)
    assert not [figure for figure in before if figure.group.name == "Yew"]


def test_no_figure_rests_on_or_mentions_a_group_of_few() -> None:
    plan = Plan(
        {"a": FOUR[:3], "b": FOUR[:3]},
        {"Ash": 30, "Elm": 25, "Yew": 3},
        languages={"Yew": "sw", "Elm": "he"},
        outside={"mood": ("a", 0.5)},
        hypotheses=(Hypothesis("mood", Expected.POSITIVE, 0.3, "a"),),
    )
    survey = simulated(plan)
    found = figures(survey)
    assert not [figure for figure in found if figure.respondents is not None and figure.respondents < 5]
    assert not [
        figure
        for figure in found
        if re.search(r"\b[1-4] people\b", f"{figure.sentence} {figure.refused}".replace("fewer than 5", ""))
    ]
    hidden = [figure for figure in found if figure.group.name == "sw"]
    assert hidden
    assert all(figure.refused and figure.respondents is None for figure in hidden)
    few = simulated(replace(plan, sites={"Ash": 3}))
    assert all(figure.value is None and figure.respondents is None for figure in figures(few))


# --- too little to say anything


def _changed(survey: Survey, item: str | None, value: float) -> Survey:
    """The survey where everybody gave one answer to an item, or to all of them."""
    mask = (
        pc.equal(survey.ratings["item_id"], item)
        if item
        else pa.chunked_array([pa.array([True] * survey.ratings.num_rows)])
    )
    at = survey.ratings.schema.get_field_index("value")
    values = pc.if_else(mask, value, survey.ratings["value"])
    return replace(survey, ratings=survey.ratings.set_column(at, survey.ratings.schema.field(at), values))


def test_equal_answers_one_item_mixed_scales_and_few_people_are_refused_in_words() -> None:
    plan = Plan({"a": FOUR[:3], "b": FOUR[:2], "c": [0.8]}, {"Ash": 25, "Elm": 20})
    survey = simulated(plan)
    equal = figures(_changed(survey, None, 3.0))
    assert all(figure.value is None for figure in equal)
    assert "same sum of answers" in str(_one(equal, "cronbach_alpha", "a").refused)
    assert "everybody has the same score" in str(_one(equal, "kruskal_wallis", "a").refused)
    constant = figures(_changed(survey, "a-1", 3.0))
    assert _one(constant, "cronbach_alpha", "a").value is not None
    assert "same answer from everybody" in str(_one(constant, "omega_total", "a").refused)
    assert _one(constant, "item_rest_correlation", "a", "", "a-1").refused
    assert "one item has no internal consistency" in str(_one(constant, "cronbach_alpha", "c").refused)
    (form,) = survey.instruments
    mixed = replace(form, items=(replace(form.items[0], scale_high=7.0), *form.items[1:]))
    scales = figures(replace(survey, instruments=(mixed,)))
    assert "different scales" in str(_one(scales, "cronbach_alpha", "a").refused)
    assert _one(scales, "spearman_brown", "b").value is not None
    assert not [figure for figure in scales if figure.method == "icc_1" and figure.influence_id in {"a", None}]
    small = figures(simulated(replace(plan, sites={"Ash": 9, "Elm": 8})))
    assert "17 people are too few" in str(_one(small, "omega_total", "a").refused)
    assert _one(small, "cronbach_alpha", "a").value is not None
    assert "17 people are too few" in str(_one(small, "htmt", "a", "b").refused)


@pytest.mark.filterwarnings("error")
@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 10**6))
def test_whatever_is_wrong_with_a_survey_figures_are_numbers_or_refusals(seed: int) -> None:
    survey = careless(seed)
    found = figures(survey)
    assert len({figure.id for figure in found}) == len(found)
    for figure in found:
        assert (figure.value is None) == (figure.refused is not None), figure
        numbers = (figure.value, figure.low, figure.high, figure.p, figure.p_adj)
        assert np.isfinite([number for number in numbers if number is not None]).all(), figure
        assert figure.respondents is None or figure.respondents >= 5, figure
        if figure.p is not None and figure.p_adj is not None:
            assert 0 <= figure.p <= figure.p_adj <= 1, figure
    for one in summaries(survey):
        assert one.shown == (one.mean is not None) == (one.why_not is None), one


def test_one_site_no_site_and_no_answers() -> None:
    one = figures(simulated(Plan({"a": FOUR[:3]}, {"Ash": 40})), Analysis.SITES)
    assert {figure.refused for figure in one if figure.method == "icc_1"} == {
        "fewer than two sites can be shown, so there is nothing to compare"
    }
    survey = simulated(Plan({"a": FOUR[:3]}, {"Ash": 40}))
    at = survey.ratings.schema.get_field_index("site")
    nowhere = survey.ratings.set_column(at, "site", pa.nulls(survey.ratings.num_rows, pa.string()))
    assert figures(replace(survey, ratings=nowhere), Analysis.SITES) == []
    assert figures(Survey()) == []


def test_nothing_planted_is_nothing_found_about_as_often_as_said() -> None:
    """Sites that do not differ: about one Kruskal-Wallis p in twenty is below 0.05."""
    small = 0
    for seed in range(40):
        plan = Plan({"a": [0.8]}, {"Ash": 6, "Elm": 6}, seed=seed)
        p = _one(figures(simulated(plan), Analysis.SITES), "kruskal_wallis", "a").p
        small += p is not None and p < 0.05
    assert small <= 6
