"""Terms learnt from accepted passages: what is proposed, what is too little evidence, what is known already."""

from __future__ import annotations

import math

import pytest

from nlp.new_terms import FEWEST_ACCEPTED, ngrams, suggest_terms, z_scores
from nlp.relevance import Labelled

PLACES = ("Ulm", "Kampala", "Hamburg", "Dar es Salaam", "Pune", "Beer Sheva")


def _decisions(accepted: int = 14, papers: int = 4) -> list[Labelled]:
    """Job shadowing tells training; the ward is everywhere; a duck stands in one paper only."""
    held = []
    for at in range(accepted):
        place, paper = PLACES[at % 6], f"paper-{at % papers}"
        odd = " with a duck" if paper == "paper-0" else ""
        held.append(
            Labelled(f"On the ward in {place}, job shadowing helped in week {at}{odd}.", "training", True, paper)
        )
    for at in range(20):
        paper = f"paper-{at % 5}"
        text = f"The ward in {PLACES[at % 6]} had no money in week {at}."
        held += [Labelled(text, "money", True, paper), Labelled(text, "training", False, paper)]
    held.append(Labelled("Job shadowing was not offered anywhere.", "training", False, "paper-9"))
    return held


def _terms(decisions: list[Labelled], **known: list[str]) -> list[str]:
    return [one.term for one in suggest_terms(decisions, known or {"training": ["training"]})[0]]


def test_phrase_that_accepted_passages_share_is_suggested_first() -> None:
    found, few = suggest_terms(_decisions(), {"training": ["training"]})
    best = found[0]
    assert best.term == "job shadowing helped"
    assert (best.accepted_with, best.accepted, best.groups, best.others_with) == (14, 14, 4, 0)
    assert few == []
    assert "job shadowing" in [one.term for one in found]


def test_term_shows_passages_where_the_influence_was_refused() -> None:
    found = next(one for one in suggest_terms(_decisions(), {"training": []})[0] if one.term == "job shadowing")
    assert found.without == ("Job shadowing was not offered anywhere.",)
    assert found.others_with == 1
    assert len(found.examples) == 3
    assert all("job shadowing" in text for text in found.examples)


def test_word_of_everybody_is_not_suggested() -> None:
    assert not {"ward", "week", "in week", "the ward"} & set(_terms(_decisions()))


def test_habit_of_one_paper_is_not_suggested() -> None:
    assert "duck" not in " ".join(_terms(_decisions()))
    assert not _terms(_decisions(papers=1))


@pytest.mark.parametrize("known", ["job shadowing", "Job-Shadowing", "shadowing"])
def test_known_term_is_not_suggested_again(known: str) -> None:
    assert not [term for term in _terms(_decisions(), training=[known]) if "shadowing" in term]


def test_part_that_never_stands_alone_is_left_out() -> None:
    found = _terms(_decisions())
    assert "shadowing helped" not in found, "it stands only inside job shadowing helped"


def test_too_few_decisions_are_said() -> None:
    found, few = suggest_terms(_decisions(FEWEST_ACCEPTED - 1), {"training": [], "stigma": []})
    assert found == []
    assert [(one.influence_id, one.accepted) for one in few] == [("stigma", 0), ("training", 9)]
    assert "from 10 and 10 on" in str(few[0])


def test_undecided_passage_of_another_influence_is_never_called_refused() -> None:
    decisions = [one for one in _decisions() if one.right or one.influence_id != "training"]
    decisions += [Labelled(f"Job shadowing cost {at} euros.", "money", True, f"paper-{at}") for at in range(2)]
    found = next(one for one in suggest_terms(decisions, {"training": []})[0] if one.term == "job shadowing")
    assert found.others_with == 2
    assert found.without == ()


def test_decisions_in_any_order_suggest_the_same() -> None:
    assert suggest_terms(_decisions(), {"training": []}) == suggest_terms(_decisions()[::-1], {"training": []})


@pytest.mark.parametrize(
    ("text", "some", "none"),
    [
        ("Lack of training, however.", {"lack of training", "training", "lack"}, {"of training", "training however"}),
        ("Peer-led groups", {"peer led", "peer led groups"}, {"peer-led"}),
        ("In 2012 staff left", {"staff left"}, {"2012 staff"}),
        ("L'équipe soignante", {"l'équipe", "l'équipe soignante"}, {"équipe"}),
        ("", set(), {""}),
    ],
)
def test_ngrams_stop_at_marks_and_numbers(text: str, some: set[str], none: set[str]) -> None:
    found = ngrams(text)
    assert some <= found
    assert not none & found


def test_z_score_is_the_formula_of_monroe_and_others() -> None:
    found = z_scores({"a": 8, "b": 2}, {"a": 1, "b": 9})
    prior_a, prior_b = 50 * 9 / 20, 50 * 11 / 20
    one = math.log((8 + prior_a) / (2 + prior_b))
    other = math.log((1 + prior_a) / (9 + prior_b))
    assert found["a"] == pytest.approx((one - other) / math.sqrt(1 / (8 + prior_a) + 1 / (1 + prior_a)))
    assert found["a"] > 0 > found["b"]
    assert z_scores({}, {}) == {}
