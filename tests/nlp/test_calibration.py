"""Probabilities only from enough decisions, learnt out of fold, checked against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss

from nlp.calibration import _folds, brier, calibrate, expected_error, from_scores, out_of_fold
from nlp.keyword_ranking import InfluenceText
from nlp.relevance import Labelled


def _scores(size: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Scores three times too sure, and decisions; 20 papers."""
    draw = np.random.default_rng(seed)
    true = draw.normal(-0.5, 1, size)
    right = draw.random(size) < 1 / (1 + np.exp(-true))
    return 3 * true, right, [f"paper-{at % 20}" for at in range(size)]


@pytest.mark.parametrize(("size", "method"), [(199, None), (200, "platt"), (999, "platt"), (1000, "isotonic")])
def test_method_follows_the_number_of_decisions(size: int, method: str | None) -> None:
    found = from_scores(*_scores(size))
    assert (found and found.method) == method


def test_no_numbers_from_one_paper_or_decisions_all_alike() -> None:
    scores, right, groups = _scores(300)
    assert from_scores(scores, right, ["one"] * 300) is None
    assert from_scores(scores, np.ones(300, bool), groups) is None


def test_platt_is_the_logistic_curve_of_scikit_learn() -> None:
    scores, right, groups = _scores(600)
    found = from_scores(scores, right, groups)
    assert found is not None
    reference = LogisticRegression(C=1e6).fit(scores[:, None], right)
    # Platt's softened targets pull a little to the middle, and no further.
    assert np.allclose(found(scores), reference.predict_proba(scores[:, None])[:, 1], atol=0.02)


def test_isotonic_is_that_of_scikit_learn() -> None:
    scores, right, groups = _scores(1500)
    scores = scores.round(1)
    found = from_scores(scores, right, groups)
    assert found is not None
    reference = IsotonicRegression(out_of_bounds="clip").fit(scores, right)
    new = np.linspace(-12, 12, 333)
    assert np.allclose(found(new), reference.predict(new), atol=1e-9)


@pytest.mark.parametrize("size", [400, 2000])
def test_calibration_mends_scores_that_are_too_sure(size: int) -> None:
    scores, right, groups = _scores(size)
    found = from_scores(scores, right, groups)
    assert found is not None
    raw = 1 / (1 + np.exp(-scores))
    assert found.ece < expected_error(raw, right.astype(float))
    assert found.brier < brier(raw, right.astype(float))
    assert (np.diff(found(np.linspace(-9, 9, 50))) >= 0).all()


def test_scores_that_say_nothing_are_not_turned_round() -> None:
    scores, right, groups = _scores(400)
    found = from_scores(-scores, right, groups)
    assert found is not None
    assert np.ptp(found(np.linspace(-5, 5, 9))) == 0


@given(st.lists(st.sampled_from("abcdefgh"), min_size=2, max_size=60), st.integers(0, 5))
def test_folds_never_cut_a_group(groups: list[str], seed: int) -> None:
    folds = _folds(groups, seed)
    assert len({(group, fold) for group, fold in zip(groups, folds.tolist(), strict=True)}) == len(set(groups))
    assert set(folds.tolist()) == set(range(min(5, len(set(groups)))))


def test_brier_is_that_of_scikit_learn() -> None:
    draw = np.random.default_rng(2)
    probabilities, said = draw.random(50), (draw.random(50) < 0.4).astype(float)
    assert brier(probabilities, said) == pytest.approx(brier_score_loss(said, probabilities))


def test_expected_error_of_known_cases() -> None:
    said = np.array([1.0, 0.0] * 50)
    assert expected_error(np.full(100, 0.5), said) == pytest.approx(0)
    assert expected_error(np.full(100, 0.8), said) == pytest.approx(0.3)


def test_out_of_fold_scores_have_not_seen_the_decision() -> None:
    """Every paper has a word of its own that tells right from wrong in it; out of fold, that word cannot help."""
    influences = [InfluenceText("money", ("Money",))]
    draw = np.random.default_rng(3)
    decisions = []
    for paper in range(6):
        for at in range(10):
            right = bool(draw.random() < 0.5)
            text = f"Sentence {at} says {'good' if right else 'bad'}word{chr(97 + paper) * 8}."
            decisions.append(Labelled(text, "money", right, f"paper-{paper}"))
    turned = [
        Labelled(one.text, one.influence_id, one.right != (one.group == "paper-0"), one.group) for one in decisions
    ]
    scores, again = out_of_fold(decisions, influences), out_of_fold(turned, influences)
    own = np.array([one.group == "paper-0" for one in decisions])
    assert np.allclose(scores[own], again[own]), "a paper's own decisions change nothing on its scores"
    assert not np.allclose(scores[~own], again[~own])


def test_calibrate_gives_probabilities_for_a_trained_ranking() -> None:
    influences = [InfluenceText("money", ("Money",))]
    draw = np.random.default_rng(4)
    decisions = [
        Labelled(
            f"{'funding' if right else 'weather'} note {at}", "money", right != (draw.random() < 0.1), f"p{at % 8}"
        )
        for at, right in enumerate((draw.random(240) < 0.5).tolist())
    ]
    found = calibrate(decisions, influences)
    assert found is not None
    assert (found.method, found.decisions, found.groups) == ("platt", 240, 8)
    assert found.brier < 0.2
    assert calibrate(decisions[:150], influences) is None
