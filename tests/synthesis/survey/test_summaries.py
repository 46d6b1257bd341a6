"""Summaries of groups: right numbers, missing and not applicable apart, and nobody seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from scipy import stats
from simulated_survey import Plan, simulated

from graph.survey import RATINGS, Group, GroupKind, Instrument, Item, ItemStatus, RatingState, Site, Survey
from synthesis.survey.answers import EVERYBODY, sheets
from synthesis.survey.contracts import Rated, Summary
from synthesis.survey.descriptives import ends, summaries

ITEMS = (
    Item("a-1", "a", 1, 1.0, 5.0),
    Item("a-2", "a", 2, 1.0, 5.0),
    Item("a-3", "a", 3, 1.0, 5.0),
    Item("old", "a", 4, 1.0, 5.0, status=ItemStatus.DROPPED, reason="nobody understood it"),
    Item("loose", None, 5, 0.0, 10.0),
)
FORM = Instrument("Ours", "1.0", None, ITEMS)
LEFT, NEVER = "left", "never"


def _survey(answers: dict[str, Sequence[float | str]], **more: Any) -> Survey:
    """`answers`: `person@site` -> one entry for each kept item; a word is the reason why there is none."""
    words = {LEFT: RatingState.MISSING, NEVER: RatingState.NOT_APPLICABLE}
    rows = []
    for who, given in answers.items():
        person, _, site = who.partition("@")
        for item, answer in zip(FORM.kept, given, strict=True):
            state = words[answer] if isinstance(answer, str) else RatingState.ANSWERED
            rows.append(
                {
                    "instrument_id": FORM.id,
                    "respondent": person,
                    "site": site or None,
                    "item_id": item.item_id,
                    "value": None if isinstance(answer, str) else float(answer),
                    "state": state.value,
                }
            )
    found = Survey((FORM,), (Site("X", "s:x", "X"),), pa.Table.from_pylist(rows, schema=RATINGS))
    return replace(found, **more)


def _one(found: Sequence[Summary], rated: Rated, group: Group = EVERYBODY, item: str | None = None) -> Summary:
    wanted = None if item is None else f"item:ours/1.0/all/{item}"
    (one,) = [s for s in found if (s.rated, s.group, s.item_node_id) == (rated, group, wanted)]
    return one


SIX = {f"p{at}@X": [at % 5 + 1, 3, 5, at] for at in range(6)}


TWELVE = {f"p{at}@X": [at % 5 + 1, 3, 5 - (at == 0), at % 7] for at in range(12)}


def test_numbers_of_an_item_are_those_of_its_answers() -> None:
    values = [at % 5 + 1.0 for at in range(12)]
    found = _one(summaries(_survey(TWELVE)), Rated.ITEM, item="a-1")
    assert (found.respondents, found.mean, found.median) == (12, pytest.approx(np.mean(values)), np.median(values))
    assert found.sd == pytest.approx(np.std(values, ddof=1))
    expected = stats.t.interval(0.95, 11, loc=np.mean(values), scale=stats.sem(values))
    assert (found.low, found.high) == pytest.approx(expected)
    assert (found.missing, found.not_applicable, found.shown) == (0, 0, True)


def test_equal_answers_have_no_interval_and_intervals_keep_to_the_scale() -> None:
    found = summaries(_survey(TWELVE))
    same = _one(found, Rated.ITEM, item="a-2")
    assert (same.mean, same.sd, same.low, same.high) == (3.0, 0.0, None, None)
    high = _one(found, Rated.ITEM, item="a-3")
    assert high.high == 5.0
    assert high.low is not None
    assert high.low > 4


def test_score_needs_half_of_the_items_and_dropped_items_are_gone() -> None:
    people = {**SIX, "two": [1, 1, LEFT, 0], "one": [5, LEFT, LEFT, 0], "none": [NEVER, NEVER, NEVER, 0]}
    survey = _survey(people)
    (sheet,) = sheets(survey)
    assert [item.item_id for item in sheet.items] == ["a-1", "a-2", "a-3", "loose"]
    scores = dict(zip(sheet.people, sheet.score(sheet.influences["a"]).tolist(), strict=True))
    assert scores["two"] == 1.0
    assert scores["p0"] == pytest.approx((1 + 3 + 5) / 3)
    assert np.isnan([scores["one"], scores["none"]]).all()
    assert sheet.measured == (0, 1, 2)
    assert _one(summaries(survey), Rated.INFLUENCE).respondents == 7


def test_missing_and_not_applicable_are_counted_apart_from_five_on() -> None:
    left = {f"l{at}": [LEFT, 3, 4, 1] for at in range(5)}
    few = {f"n{at}": [NEVER, 2, 4, 1] for at in range(4)}
    found = _one(summaries(_survey({**SIX, **left, **few})), Rated.ITEM, item="a-1")
    assert (found.respondents, found.missing, found.not_applicable) == (6, 5, None)


def test_count_that_gives_away_a_smaller_one_by_subtraction_is_not_shown() -> None:
    """Seven left it out, six of them at X: the seventh would be seen."""
    people = {**SIX, **{f"q{at}@Y": [1, 2, 3, 4] for at in range(6)}}
    people |= {f"l{at}@X": [LEFT, 3, 4, 1] for at in range(6)} | {"l9@Y": [LEFT, 3, 4, 1]}
    found = summaries(_survey(people))
    counts = [_one(found, Rated.ITEM, Group(GroupKind.SITE, site), "a-1").missing for site in "XY"]
    assert (_one(found, Rated.ITEM, item="a-1").missing, counts) == (7, [None, None])


def test_small_group_is_hidden_with_every_number_and_so_is_what_would_give_it_away() -> None:
    people = {**SIX, **{f"q{at}@Y": [1, 2, 3, 4] for at in range(4)}}
    found = summaries(_survey(people, synthetic=True))
    assert all(one.synthetic for one in found)
    hidden = [one for one in found if one.group.kind is GroupKind.SITE]
    assert len(hidden) == 2 * 6
    for one in hidden:
        assert not one.shown
        assert one.why_not
        numbers = (one.respondents, one.mean, one.sd, one.low, one.high, one.median, one.missing, one.not_applicable)
        assert set(numbers) == {None}


def test_site_has_its_setting_and_items_of_different_scales_make_no_score() -> None:
    mixed = replace(FORM, items=(*ITEMS[:2], replace(ITEMS[2], scale_high=7.0)))
    survey = _survey({who: [*given[:3], 1] for who, given in SIX.items()})
    found = summaries(replace(survey, instruments=(mixed,)))
    at_site = _one(found, Rated.ITEM, Group(GroupKind.SITE, "X"), "a-1")
    assert (at_site.setting_id, at_site.shown) == ("s:x", True)
    score = _one(found, Rated.INFLUENCE)
    assert (score.shown, score.mean, score.influence_id) == (False, None, "a")
    assert "different scales" in str(score.why_not)


def test_ends_are_told_only_where_no_count_is_small() -> None:
    many = {f"p{at}": [1 if at < 6 else 5 if at < 12 else 3, 1 if at < 2 else 3, 3, 4] for at in range(20)}
    found = {one.item_id: (one.floor, one.ceiling) for one in ends(_survey(many))}
    assert found["a-1"] == (0.3, 0.3)
    assert "a-2" not in found
    assert found["a-3"] == (0.0, 0.0)


def test_order_of_rows_does_not_matter_and_ids_are_all_different() -> None:
    survey = simulated(Plan({"a": [0.7] * 3, "b": [0.6] * 2}, {"X": 8, "Y": 9}, left_out=0.1))
    found = summaries(survey)
    mixed = survey.ratings.take(np.random.default_rng(1).permutation(survey.ratings.num_rows))
    assert summaries(replace(survey, ratings=mixed)) == found
    assert len({one.id for one in found}) == len(found)


@pytest.mark.parametrize(("people", "spread"), [(5, False), (9, False), (10, True)])
def test_few_people_are_told_by_their_number_and_mean_alone(people: int, spread: bool) -> None:
    """Of five people number, mean, spread and median nearly always say which five answers were given."""
    told = summaries(_survey({f"p{at}@X": [at % 5 + 1, at % 4 + 1, at % 3 + 1, at % 6] for at in range(people)}))
    shown = [one for one in told if one.shown]
    assert shown
    for one in shown:
        assert (one.respondents, one.mean is None) == (people, False)
        assert all((number is not None) == spread for number in (one.sd, one.low, one.high, one.median))


def test_survey_without_answers_has_no_summaries() -> None:
    assert summaries(Survey((FORM,))) == []
    assert summaries(Survey()) == []


def test_median_is_no_persons_own_score() -> None:
    people = {f"p{at}@X": [1.234567 + at / 3, 3, 5, 1] for at in range(11)}
    found = _one(summaries(_survey(people)), Rated.ITEM, item="a-1")
    assert found.median == 2.9
