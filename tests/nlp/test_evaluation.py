"""The protocol on cases small enough to work out by hand, and its measures against scikit-learn."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, f1_score
from statsmodels.stats.proportion import proportion_confint
from suggested import suggested

from graph.anchors import Anchor
from graph.model import Assertion, Direction
from graph.suggestions import Band, Suggestion
from nlp.evaluation import evaluate
from nlp.gold import CodedPaper, Gold, matches, meets, reading
from nlp.metrics import (
    NOTHING,
    average_precision,
    bootstrap,
    f1,
    macro_f1,
    reading_effort,
    recall_after,
    share,
)

B, F, MIXED = Direction.BARRIER, Direction.FACILITATOR, Direction.MIXED
FINDING, METHOD = Assertion.FINDING, Assertion.METHOD


def _anchor(start: int, end: int, text: str = "a", quote: str = "") -> Anchor:
    return Anchor(text * 64, start, end, quote or f"sentence at {start}", "", "")


def _suggested(start: int, influence: str, score: float, direction: Direction = B, paper: str = "p1") -> Suggestion:
    anchor, id_ = _anchor(start, start + 100), f"{paper}-{start}-{influence}"
    return suggested(anchor, influence, paper, id=id_, direction=direction, score=score, band=Band.MEDIUM)


def _marked(start: int, influence: str, direction: Direction = B, paper: str = "p1", **changes: object) -> Gold:
    anchor = changes.pop("anchor", None) or _anchor(start + 10, start + 60)
    assertion = changes.pop("assertion", FINDING)
    assert not changes
    return Gold(paper, anchor, influence, direction, assertion, "en")  # type: ignore[arg-type]


PAPERS = [CodedPaper("p1", "en", 20), CodedPaper("p2", "es", 10)]
SUGGESTED = [
    _suggested(0, "money", 0.9),
    _suggested(100, "money", 0.8),
    _suggested(100, "role", 0.7, F),
    _suggested(200, "role", 0.6),
    _suggested(0, "money", 0.5, F, "p2"),
]
MARKED = [
    _marked(0, "money"),
    _marked(200, "role", F),
    _marked(500, "training"),
    _marked(0, "money", F, "p2"),
    _marked(300, "role", paper="p2", assertion=METHOD),
]


def test_figures_of_a_small_case() -> None:
    overall, english, spanish = evaluate(SUGGESTED, MARKED, PAPERS)
    assert (overall.papers, overall.suggestions, overall.marked) == (2, 5, 5)
    assert (overall.cell_recall.count, overall.cell_recall.of) == (3, 4), "training is missed; a method does not count"
    assert (overall.cell_precision.count, overall.cell_precision.of) == (3, 3)
    assert (overall.passage_precision.count, overall.passage_precision.of) == (3, 5)
    assert (overall.passage_recall.count, overall.passage_recall.of) == (3, 5)
    assert overall.passage_f1.value == pytest.approx(0.6)
    assert (overall.flips.count, overall.flips.of) == (1, 3)
    assert english.average_precision.value == pytest.approx((1 + 2 / 4) / 2)
    assert overall.average_precision.value == pytest.approx((0.75 + 1) / 2)
    assert (english.scope, english.papers, spanish.scope, spanish.papers) == ("en", 1, "es", 1)
    assert spanish.flips.count == 0


def test_effort_counts_sentences_and_spreads_what_was_missed() -> None:
    english = evaluate(SUGGESTED, MARKED, PAPERS)[1]
    # Three sentences are suggested (two suggestions share one); the missed one lies in the middle of the other 17.
    assert english.reading_effort.value == pytest.approx((3 + 9) / 20)
    assert [one.value for one in english.recall_after] == pytest.approx([2 / 3, 2 / 3, 1])


def test_flips_come_first_in_the_confusion() -> None:
    overall = evaluate(SUGGESTED, MARKED, PAPERS)[0]
    found = [(one.true, one.given, one.passages) for one in overall.directions]
    assert found == [(B, F, 0), (F, B, 1), (F, F, 1), (B, B, 1)]


def test_nothing_to_measure_is_said_and_is_valid_json() -> None:
    (empty,) = evaluate([], [], [CodedPaper("p1", "en", 5)])
    said = dict(empty.table())
    assert said["cell recall"] == said["average precision"] == said["direction macro-F1"] == NOTHING
    assert json.loads(json.dumps(empty.plain(), allow_nan=False))["cell_recall"]["share"] is None
    (none,) = evaluate([], [], [])
    assert dict(none.table())["share read for 95% recall"] == NOTHING


def test_missing_everything_is_zero_and_not_nothing() -> None:
    (found,) = evaluate([], [_marked(0, "money")], [CodedPaper("p1", "en", 5)])
    assert found.cell_recall.share == 0
    assert found.passage_f1.value == 0
    assert found.passage_precision.share is None
    assert found.average_precision.value is None
    assert found.reading_effort.value == pytest.approx(3 / 5)


def test_papers_must_be_named_once_and_all() -> None:
    with pytest.raises(ValueError, match="p9"):
        evaluate([], [_marked(0, "money", paper="p9")], PAPERS)
    with pytest.raises(ValueError, match="twice"):
        evaluate([], [], [PAPERS[0], PAPERS[0]])


def test_suggestions_of_papers_that_were_not_coded_do_not_count() -> None:
    stray = _suggested(0, "money", 0.9, paper="p7")
    assert evaluate([*SUGGESTED, stray], MARKED, PAPERS) == evaluate(SUGGESTED, MARKED, PAPERS)


@pytest.mark.parametrize(
    ("start", "end", "same"), [(0, 100, True), (90, 110, True), (91, 111, False), (100, 120, False), (20, 30, True)]
)
def test_passages_meet_when_half_of_the_shorter_overlaps(start: int, end: int, same: bool) -> None:
    assert meets(_anchor(0, 100), _anchor(start, end)) is same
    assert meets(_anchor(start, end), _anchor(0, 100)) is same


def test_words_decide_between_two_readings_of_a_paper() -> None:
    whole = _anchor(0, 30, "a", "There was no money for peers.")
    assert meets(whole, _anchor(500, 512, "b", "no mo-\nney for"))
    assert not meets(whole, _anchor(0, 30, "b", "There was money for peers."))


def test_another_influence_never_matches() -> None:
    assert matches([_suggested(0, "money", 0.5)], [_marked(0, "role")]) == []


def test_fewer_sentences_than_were_suggested_is_an_error() -> None:
    with pytest.raises(ValueError, match="fewer"):
        reading(SUGGESTED[:4], [], 2)


ORDERS = st.lists(st.booleans(), min_size=1, max_size=60)


@given(ORDERS)
def test_average_precision_is_that_of_scikit_learn(right: list[bool]) -> None:
    found = average_precision(right)
    if not any(right):
        assert found is None
    else:
        assert found == pytest.approx(average_precision_score(right, -np.arange(len(right))))


@given(ORDERS, st.sampled_from([0.5, 0.8, 0.95, 1.0]))
def test_reading_effort_is_the_first_place_that_meets_the_recall(right: list[bool], recall: float) -> None:
    found = reading_effort(right, recall)
    if found is None:
        assert not any(right)
        return
    read = round(found * len(right))
    assert sum(right[:read]) >= recall * sum(right) - 1e-9
    assert sum(right[: read - 1]) < recall * sum(right)
    assert recall_after(right, found) == sum(right[:read]) / sum(right)


PAIRS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abcd")), min_size=1, max_size=40)


@given(PAIRS)
def test_macro_f1_is_that_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    true, said = zip(*pairs, strict=True)
    assert macro_f1(pairs) == pytest.approx(f1_score(true, said, average="macro", zero_division=0))


@given(st.integers(0, 50), st.integers(1, 50))
def test_share_has_the_wilson_interval_of_statsmodels(count: int, more: int) -> None:
    found = share(count, count + more)
    low, high = proportion_confint(count, count + more, method="wilson")
    assert (found.low, found.high) == pytest.approx((low, high), abs=1e-12)


def test_share_of_nothing_is_nothing() -> None:
    assert str(share(0, 0)) == NOTHING
    assert f1(0, 0, 0) is None
    with pytest.raises(ValueError, match="larger"):
        share(2, 1)


def test_bootstrap_interval_covers_the_mean_about_as_often_as_stated() -> None:
    draw, covered = np.random.default_rng(1), 0
    for seed in range(100):
        values = draw.normal(size=40)
        found = bootstrap(40, lambda places, values=values: float(values[list(places)].mean()), seed=seed)
        assert found.low is not None
        assert found.high is not None
        covered += found.low <= 0 <= found.high
    assert 84 <= covered <= 100


def test_bootstrap_of_one_group_has_no_interval() -> None:
    assert str(bootstrap(1, lambda _: 0.5)) == "0.50"
    assert bootstrap(3, lambda _: None).value is None
    assert bootstrap(0, lambda places: math.nan if places else None).value is None
