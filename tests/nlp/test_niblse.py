"""Learnt ranking against rules on published codings of survey answers: a third of the respondents is held out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bench.relevance import BASELINE, FILES, KEYWORD, OURS, Point, measure, over_codes, read_answers, rows

SPLITS = 5


@cache
def _points(data: Path, question: str) -> dict[int, Point]:
    answers = read_answers(data / "niblse_survey" / FILES[question])
    return {point.decisions: point for point in measure(answers, "pairs", points=(0, 100, 400), seeds=SPLITS)}


@pytest.mark.data
@pytest.mark.parametrize(("question", "answers", "codes", "codings"), [("q06", 371, 18, 1063), ("q38", 517, 14, 1460)])
def test_answers_are_read_as_published(data_dir: Path, question: str, answers: int, codes: int, codings: int) -> None:
    """The codings are the sum of the published totals (line 1 of each file) of 20 and more."""
    found = read_answers(data_dir / "niblse_survey" / FILES[question])
    assert (len(found.texts), len(found.codes)) == (answers, codes)
    assert int(found.coded.sum()) == codings
    assert found.coded.sum(axis=0).min() >= 20


@pytest.mark.data
@pytest.mark.parametrize("question", ["q06", "q38"])
@pytest.mark.parametrize("decisions", [100, 400])
def test_learnt_ranking_beats_rules(data_dir: Path, question: str, decisions: int) -> None:
    """Over the codes, with its interval: more precise, and less to read for 95 % recall."""
    points = _points(data_dir, question)
    gained = over_codes(points[decisions].precision[OURS] - points[0].precision[OURS])
    saved = over_codes(points[0].effort[OURS] - points[decisions].effort[OURS])
    assert gained.low is not None
    assert gained.low > 0
    assert saved.value is not None
    assert saved.value > 0


@pytest.mark.data
@pytest.mark.parametrize("question", ["q06", "q38"])
def test_learnt_ranking_is_no_worse_than_its_alternatives(data_dir: Path, question: str) -> None:
    for point in _points(data_dir, question).values():
        for other in (KEYWORD, BASELINE):
            assert point.precision[OURS].mean() >= point.precision[other].mean()


@pytest.mark.data
def test_more_decisions_rank_better(data_dir: Path) -> None:
    means = [float(point.precision[OURS].mean()) for point in _points(data_dir, "q38").values()]
    assert means == sorted(means)


def test_table_has_a_row_for_each_number_of_decisions() -> None:
    figures = {name: np.array([0.2, 0.4]) for name in (KEYWORD, BASELINE, OURS)}
    found = rows([Point(0, figures, figures), Point(50, figures, figures)], "precision")
    assert [row[0] for row in found] == ["0", "50"]
    assert found[0][-1] == ""
    assert found[1][-1] == "+0.000 [+0.000, +0.000]"
