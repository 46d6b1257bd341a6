"""The ranking that decisions teach: what counts as taught, the same result again, and files that are damaged."""

from __future__ import annotations

import json
import random
import threading
from pathlib import Path

import numpy as np
import pytest

from nlp.features import learn_features
from nlp.keyword_ranking import InfluenceText, learn_keywords
from nlp.relevance import ANY, Labelled, decided, train
from nlp.relevance_file import evaluation_of, forget_old, load, newest, save
from nlp.retraining import Retraining

INFLUENCES = [InfluenceText("training", ("Staff training",)), InfluenceText("money", ("Financial arrangements",))]
MONEY = "The grant ran out after {} months, so the peers left."
TRAINING = "Peers attended {} workshops before they began."
OTHER = "Interviews took {} minutes on average."


def _decisions(times: int = 12) -> list[Labelled]:
    held = []
    for at in range(times):
        paper = f"paper-{at % 4}"
        held += [
            Labelled(MONEY.format(at), "money", right=True, group=paper),
            Labelled(TRAINING.format(at), "training", right=True, group=paper),
            Labelled(OTHER.format(at), "money", right=False, group=paper),
            Labelled(OTHER.format(at), "training", right=False, group=paper),
        ]
    return held


def test_keywords_rank_before_any_decision() -> None:
    texts = ["Training of staff was short.", "There was no money.", "The trainers came from the staff."]
    model = train([], INFLUENCES, unread=texts)
    scores = model.scores(texts)
    assert model.decisions == 0
    assert scores.shape == (3, 3)
    assert scores[1, 0] < scores[2, 0]
    assert scores[1, 0] < scores[0, 0]
    assert scores[0, 2] == scores[0, 0], "any influence scores as the best of them"


def test_decisions_teach_words_that_no_keyword_has() -> None:
    model = train(_decisions(), INFLUENCES)
    new = [MONEY.format("nine"), TRAINING.format("six"), OTHER.format("forty")]
    scores = model.scores(new)
    assert model.classes == ("training", "money", ANY)
    assert scores[0, 1] > max(scores[1, 1], scores[2, 1])
    assert scores[1, 0] > max(scores[0, 0], scores[2, 0])
    assert scores[2, 2] < min(scores[0, 2], scores[1, 2])
    assert ((scores >= 0) & (scores <= 1)).all()


def test_what_nobody_decided_on_is_not_negative() -> None:
    """A text accepted for one influence says nothing on another, and unread texts change only the geometry."""
    taught = _decisions()
    with_unread = train(taught, INFLUENCES, unread=[MONEY.format("seven")] * 30)
    as_refused = train([*taught, Labelled(MONEY.format("seven"), "money", right=False, group="p")], INFLUENCES)
    text = [MONEY.format("seven")]
    assert with_unread.scores(text)[0, 1] > as_refused.scores(text)[0, 1]
    only_money = [one for one in taught if one.influence_id == "money"]
    silent = train(only_money, INFLUENCES, unread=[one.text for one in taught])
    spread = np.ptp(silent.log_odds([MONEY.format("two"), OTHER.format("two")])[:, 0])
    assert spread < 0.5, "the other influence has not learnt from decisions on money"


def test_same_decisions_in_any_order_give_the_same_model() -> None:
    taught, unread = _decisions(), [f"Sentence number {number} of a text." for number in range(50)]
    shuffled = taught[:]
    random.Random(3).shuffle(shuffled)
    one, other = train(taught, INFLUENCES, unread=unread), train(shuffled, INFLUENCES, unread=unread[::-1])
    assert one.version == other.version
    assert np.array_equal(one.scores(unread), other.scores(unread))
    assert train(taught[1:], INFLUENCES, unread=unread).version != one.version


def test_decision_on_an_unknown_influence_is_left_out() -> None:
    stray = Labelled("Whatever.", "retired", right=True, group="p")
    assert train([*_decisions(), stray], INFLUENCES).version == train(_decisions(), INFLUENCES).version


@pytest.mark.parametrize(
    ("verdict", "final", "taught"),
    [
        ("accept", None, [("money", True)]),
        ("accept", "money", [("money", True)]),
        ("edit", "money", [("money", True)]),
        ("edit", "training", [("training", True), ("money", False)]),
        ("reject", None, [("money", False)]),
        ("unsure", None, []),
    ],
)
def test_decided_says_what_a_verdict_teaches(verdict: str, final: str | None, taught: list[tuple[str, bool]]) -> None:
    found = decided("Text.", "paper-1", shown="money", verdict=verdict, final=final)
    assert [(one.influence_id, one.right) for one in found] == taught


def test_empty_and_foreign_texts_have_scores() -> None:
    scores = train(_decisions(), INFLUENCES).scores(["", "   ", "צוות", "!!!"])
    assert np.isfinite(scores).all()
    assert train(_decisions(), INFLUENCES).scores([]).shape == (0, 3)


def test_one_decision_is_enough_to_train() -> None:
    model = train([Labelled("Only one.", "money", right=True, group="p")], INFLUENCES)
    assert np.isfinite(model.scores(["Only one.", "Other."])).all()


def test_features_do_not_depend_on_order_or_repetition() -> None:
    texts = ["one two three", "two three four", "five six"]
    one, other = learn_features(texts), learn_features([*texts[::-1], *texts])
    assert one.words == other.words
    assert np.array_equal(one.directions, other.directions)


def test_common_word_of_all_names_weighs_less_than_a_word_of_one() -> None:
    influences = [InfluenceText("a", ("Support pay",)), InfluenceText("b", ("Support role",))]
    keywords = learn_keywords(influences, ["support", "pay", "role"])
    scores = keywords.sums(["support", "pay"])
    assert scores[0, 0] == scores[0, 1]
    assert scores[1, 0] > scores[0, 0]


def test_saved_model_gives_the_same_scores(tmp_path: Path) -> None:
    model = train(_decisions(), INFLUENCES, unread=["The café closed."])
    place = save(model, tmp_path, {"average precision": 0.5})
    texts = [MONEY.format("two"), "The café closed.", "Staff training"]
    assert place == tmp_path / model.version
    assert np.allclose(load(place).scores(texts), model.scores(texts), atol=1e-5)
    assert load(place).version == model.version
    assert evaluation_of(place) == {"average precision": 0.5}
    assert save(model, tmp_path) == place, "saving again replaces it"
    assert evaluation_of(place) is None
    assert [path.name for path in tmp_path.iterdir()] == [model.version]


def test_model_without_decisions_can_be_saved(tmp_path: Path) -> None:
    model = train([], INFLUENCES, unread=["Staff training"])
    assert np.allclose(load(save(model, tmp_path)).scores(["Staff training"]), model.scores(["Staff training"]))


@pytest.mark.parametrize("file", ["model.json", "numbers.npz"])
@pytest.mark.parametrize("damage", ["gone", "cut", "other"])
def test_damaged_model_is_refused_and_passed_over(tmp_path: Path, file: str, damage: str) -> None:
    good = save(train(_decisions(6), INFLUENCES), tmp_path)
    bad = save(train(_decisions(), INFLUENCES), tmp_path)
    path = bad / file
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:40] if damage == "cut" else b"[]")
    with pytest.raises(ValueError, match="train again"):
        load(bad)
    found = newest(tmp_path)
    assert found is not None
    assert found.version == good.name


def test_model_whose_parts_do_not_fit_is_refused(tmp_path: Path) -> None:
    place = save(train(_decisions(), INFLUENCES), tmp_path)
    said = json.loads((place / "model.json").read_text())
    said["words"].append("one too many")
    (place / "model.json").write_text(json.dumps(said))
    with pytest.raises(ValueError, match="do not fit"):
        load(place)


def test_newest_is_none_where_there_is_none(tmp_path: Path) -> None:
    assert newest(tmp_path) is None
    assert newest(tmp_path / "nowhere") is None


def test_forget_old_keeps_the_newest(tmp_path: Path) -> None:
    places = [save(train(_decisions(times), INFLUENCES), tmp_path) for times in (2, 3, 4)]
    forget_old(tmp_path, keep=1)
    assert [place.exists() for place in places] == [False, False, True]


def test_retraining_leaves_the_old_model_in_service_until_it_is_done() -> None:
    let = threading.Event()

    def training():
        assert let.wait(60)
        return train(_decisions(), INFLUENCES)

    running = Retraining(training)
    assert not running.done()
    with pytest.raises(TimeoutError):
        running.result(timeout=0.01)
    let.set()
    assert running.result(timeout=60).decisions == len(_decisions())
    assert running.done()


def test_retraining_hands_on_what_went_wrong() -> None:
    def training():
        raise ValueError("no decisions")

    with pytest.raises(ValueError, match="no decisions"):
        Retraining(training).result(timeout=60)
