"""The fold: what stands, what is hidden, and what several people come to. Each law also as a property."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from deciding import anchor, claim, decided, entries, id_of, suggestion
from hypothesis import given
from hypothesis import strategies as st

from curation.assignments import draw
from curation.candidates import Candidate, Status
from curation.checks import check_draft
from curation.entries import Adjudication, Assignment, Body, Claim, Decision, Draft, Drawn, Entry, Undo, Verdict
from curation.fold import State, fold
from curation.visible import visible_to
from graph.errors import DecisionRefused

SHOWN = suggestion()
BOTH = Assignment(1.0, 7, 1, (Drawn(SHOWN.id, ("ann", "bob")),))
BARRIER = claim(direction="barrier")


def _only(state: State) -> Candidate:
    (found,) = state.candidates
    return found


def _claims(found: Candidate) -> list[Claim]:
    return [made.claim for made in found.made]


def test_accept_of_one_makes_the_claim() -> None:
    found = _only(fold(entries(("ann", decided(SHOWN)))))
    assert (found.status, _claims(found)) == (Status.SINGLE, [claim()])


def test_newest_decision_stands_and_undo_brings_back_the_one_before() -> None:
    acts: list[tuple[str, Body]] = [("ann", decided(SHOWN)), ("ann", decided(SHOWN, "reject"))]
    assert _claims(_only(fold(entries(*acts)))) == []
    acts.append(("ann", Undo(id_of("ann", 2))))
    assert _claims(_only(fold(entries(*acts)))) == [claim()]
    acts.append(("ann", Undo(id_of("ann", 3))))
    assert _claims(_only(fold(entries(*acts)))) == []
    acts.append(("ann", Undo(id_of("ann", 4))))
    assert _claims(_only(fold(entries(*acts)))) == [claim()]


def test_nobody_takes_back_what_another_decided() -> None:
    state = fold(entries(("ann", decided(SHOWN)), ("bob", Undo(id_of("ann", 1))), ("ann", Undo("e:none"))))
    assert _only(state).status is Status.SINGLE
    assert ["only ann can" in stray for stray in state.strays] == [True, False]
    assert "does not come before it" in state.strays[1]


def test_edit_keeps_the_suggestion_and_makes_what_the_curator_says() -> None:
    found = _only(fold(entries(("ann", decided(SHOWN, "edit", BARRIER, claim("pay", setting="Ward"))))))
    assert [made.signed for made in _claims(found)] == [
        ("training", "barrier", None),
        ("pay", "facilitator", "setting:service/ward"),
    ]
    assert found.influence_id == "training"


@pytest.mark.parametrize("verdict", ["reject", "unsure"])
def test_reject_and_unsure_claim_nothing(verdict: str) -> None:
    found = _only(fold(entries(("ann", decided(SHOWN, verdict)))))
    assert (found.status, found.made) == (Status.SINGLE, ())


# Double coding


def test_double_coded_claim_waits_for_all_coders() -> None:
    state = fold(entries(("eve", BOTH), ("ann", decided(SHOWN))))
    assert (_only(state).status, _only(state).made) == (Status.PENDING, ())
    assert state.pending == 1
    assert fold(entries(("eve", BOTH))).pending == 1


def test_coders_who_agree_make_the_claim_and_those_who_do_not_make_none() -> None:
    acts: list[tuple[str, Body]] = [("eve", BOTH), ("ann", decided(SHOWN))]
    agreed = _only(fold(entries(*acts, ("bob", decided(SHOWN)))))
    assert (agreed.status, _claims(agreed)) == (Status.AGREED, [claim()])
    for other in (decided(SHOWN, "edit", BARRIER), decided(SHOWN, "reject"), decided(SHOWN, "unsure")):
        found = _only(fold(entries(*acts, ("bob", other))))
        assert (found.status, found.made) == (Status.CONFLICT, ())


def test_coders_who_reject_alike_agree_on_nothing() -> None:
    found = _only(fold(entries(("eve", BOTH), ("ann", decided(SHOWN, "reject")), ("bob", decided(SHOWN, "reject")))))
    assert (found.status, found.made) == (Status.AGREED, ())


def test_coders_agree_on_claims_not_on_characters() -> None:
    wide = decided(SHOWN, "accept", span=anchor(0, 60))
    found = _only(fold(entries(("eve", BOTH), ("ann", decided(SHOWN)), ("bob", wide))))
    assert found.status is Status.AGREED
    (made,) = found.made
    assert [marked.anchor.char_end for marked in made.marked] == [32, 60]


def test_overlapping_marks_of_two_coders_are_one_candidate() -> None:
    mine, theirs = suggestion(10, 40, origin="human"), suggestion(30, 60, origin="human")
    found = _only(fold(entries(("ann", decided(mine)), ("bob", decided(theirs, "edit", BARRIER)))))
    assert found.suggestions == tuple(sorted((mine.id, theirs.id)))
    assert found.status is Status.CONFLICT


def test_marks_that_only_touch_and_other_influences_are_candidates_of_their_own() -> None:
    acts = [("ann", decided(one)) for one in (suggestion(0, 32), suggestion(32, 60), suggestion(0, 32, "pay"))]
    assert [found.status for found in fold(entries(*acts)).candidates] == [Status.SINGLE] * 3


def test_two_who_decided_on_what_was_given_to_one_are_kept_both() -> None:
    found = _only(fold(entries(("ann", decided(SHOWN)), ("bob", decided(SHOWN, "reject")))))
    assert (found.status, found.made, len(found.standing)) == (Status.CONFLICT, (), 2)


# Adjudication

DISAGREE: list[tuple[str, Body]] = [("eve", BOTH), ("ann", decided(SHOWN)), ("bob", decided(SHOWN, "edit", BARRIER))]
NAMED = (id_of("ann", 2), id_of("bob", 3))


def test_adjudication_settles_a_conflict_with_either_or_a_third_answer() -> None:
    for said in (claim(), BARRIER, claim(direction="mixed")):
        settled = Adjudication(NAMED, Verdict.ACCEPT, "read again", (said,))
        found = _only(fold(entries(*DISAGREE, ("eve", settled))))
        assert (found.status, _claims(found)) == (Status.ADJUDICATED, [said])
        assert len(found.made[0].marked) == (2 if said.direction == "mixed" else 1)
    none = _only(fold(entries(*DISAGREE, ("eve", Adjudication(NAMED, Verdict.REJECT, "of another study")))))
    assert (none.status, none.made) == (Status.ADJUDICATED, ())


def test_adjudication_marks_its_own_passage_when_it_gives_one() -> None:
    settled = Adjudication(NAMED, Verdict.ACCEPT, "both too wide", (BARRIER,), anchor(0, 20))
    (made,) = _only(fold(entries(*DISAGREE, ("eve", settled)))).made
    assert [marked.anchor.char_end for marked in made.marked] == [20]


def test_deciding_again_opens_the_conflict_again() -> None:
    settled = Adjudication(NAMED, Verdict.ACCEPT, "read again", (BARRIER,))
    again = entries(*DISAGREE, ("eve", settled), ("ann", decided(SHOWN, "reject")))
    assert _only(fold(again)).status is Status.CONFLICT
    undone = entries(*DISAGREE, ("eve", settled), ("eve", Undo(id_of("eve", 4))))
    assert _only(fold(undone)).status is Status.CONFLICT


# Who sees what


def _seen(curator: str | None, acts: Sequence[tuple[str, Body]]) -> list[str]:
    return [f"{entry.curator}{entry.turn}" for entry in visible_to(curator, entries(*acts))]


def test_pending_decision_is_seen_by_its_author_alone() -> None:
    acts: list[tuple[str, Body]] = [("eve", BOTH), ("ann", decided(SHOWN)), ("cem", decided(suggestion(100, 120)))]
    assert _seen("ann", acts) == ["eve1", "ann2", "cem3"]
    for other in ("bob", "eve", None):
        assert _seen(other, acts) == ["eve1", "cem3"]
    assert _seen("bob", [*acts, ("bob", decided(SHOWN, "reject"))]) == ["eve1", "ann2", "cem3", "bob4"]


def test_what_was_taken_back_or_decided_before_stays_hidden_too() -> None:
    acts: list[tuple[str, Body]] = [("eve", BOTH), ("ann", decided(SHOWN)), ("ann", decided(SHOWN, "reject"))]
    acts += [("ann", Undo(id_of("ann", 3))), ("ann", Undo(id_of("ann", 2))), ("ann", Undo(id_of("ann", 5)))]
    for many in range(2, 7):
        assert _seen("bob", acts[:many]) == ["eve1"], many
    assert len(_seen("ann", acts)) == 6


def test_taking_a_decision_back_hides_the_others_again() -> None:
    acts = [*DISAGREE, ("eve", Adjudication(NAMED, Verdict.REJECT, "no"))]
    assert _seen(None, acts) == ["eve1", "ann2", "bob3", "eve4"]
    acts.append(("bob", Undo(id_of("bob", 3))))
    assert _seen(None, acts) == ["eve1"]


def test_assignment_of_what_one_has_decided_already_hides_it() -> None:
    acts: list[tuple[str, Body]] = [("ann", decided(SHOWN)), ("eve", BOTH)]
    assert _seen("bob", acts) == ["eve2"]


PLACES = [suggestion(0, 32), suggestion(20, 50), suggestion(60, 90), suggestion(0, 32, "pay")]
ASSIGNED = Assignment(0.5, 7, 4, (Drawn(PLACES[0].id, ("ann", "bob")), Drawn(PLACES[3].id, ("bob", "cem"))))


@st.composite
def _histories(draw_: st.DrawFn) -> list[Entry]:
    """Any acts of three coders on four places, two of them double-coded; undoings may name anything."""
    acts: list[tuple[str, Body]] = [("eve", ASSIGNED)] if draw_(st.booleans()) else []
    for _ in range(draw_(st.integers(0, 10))):
        who = draw_(st.sampled_from(["ann", "bob", "cem"]))
        if acts and draw_(st.integers(0, 3)) == 0:
            number = draw_(st.integers(1, len(acts)))
            acts.append((who, Undo(id_of(acts[number - 1][0], number))))
            continue
        shown = draw_(st.sampled_from(PLACES))
        said = draw_(st.sampled_from(["accept", "reject", "unsure", "edit"]))
        other = (claim(shown.influence_id, "barrier"),) if said == "edit" else ()
        acts.append((who, decided(shown, said, *other)))
    return entries(*acts)


@given(_histories())
def test_nothing_of_a_colleague_is_told_before_all_have_decided(history: list[Entry]) -> None:
    """What others see is the same whatever a pending decision says, and whether it was made."""
    state = fold(history)
    for found in state.candidates:
        if found.status is Status.PENDING:
            for entry in found.standing:
                for other in {"ann", "bob", "cem", None} - {entry.curator}:
                    assert entry.id not in {one.id for one in visible_to(other, history)}
    everybody = {entry.id for entry in visible_to(None, history)}
    for curator in ("ann", "bob", "cem"):
        own = [entry for entry in history if entry.curator == curator]
        seen = visible_to(curator, history)
        assert [entry for entry in seen if entry.curator == curator] == own
        assert everybody <= {entry.id for entry in seen}


@given(_histories())
def test_public_state_holds_what_the_whole_state_settled(history: list[Entry]) -> None:
    whole, public = fold(history), fold(visible_to(None, history))
    settled = [found for found in whole.candidates if found.status is not Status.PENDING]
    assert list(public.candidates) == settled
    assert public.pending == len([id_ for id_ in public.assigned if id_ not in public.by_suggestion])


@given(_histories())
def test_fold_agrees_with_a_plain_reading_of_the_rules(history: list[Entry]) -> None:
    """The standing decisions, found by taking acts back one by one from the front to the end."""
    alive = {entry.id: True for entry in history}
    for _ in history:  # undoings of undoings settle after at most as many rounds as there are entries
        wanted = dict.fromkeys(alive, True)
        for entry in history:
            if isinstance(entry.body, Undo) and alive[entry.id]:
                target = next((one for one in history if one.id == entry.body.entry), None)
                if target and target.curator == entry.curator and target.turn < entry.turn:
                    wanted[target.id] = False
        if wanted == alive:
            break
        alive = wanted
    newest: dict[tuple[str, str], str] = {}
    for entry in history:
        if isinstance(entry.body, Decision) and alive[entry.id]:
            newest[entry.curator, entry.body.suggestion.id] = entry.id
    assert {one.id for found in fold(history).candidates for one in found.standing} == set(newest.values())


@given(_histories(), st.randoms(use_true_random=False))
def test_state_depends_on_ledger_order_alone(history: list[Entry], chance: random.Random) -> None:
    mixed = list(history)
    chance.shuffle(mixed)
    assert fold(sorted(mixed, key=lambda entry: entry.order)) == fold(history)


# Drafts that make no sense


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (decided(SHOWN, "edit"), "needs at least one claim"),
        (decided(SHOWN, "reject", claim()), "claims nothing"),
        (decided(SHOWN, "accept", BARRIER), "that is an edit"),
        (decided(SHOWN, "edit", BARRIER, BARRIER), "one claim twice"),
        (Adjudication(("e:1",), Verdict.REJECT, " "), "needs a reason"),
        (Adjudication((), Verdict.REJECT, "why"), "names the decisions"),
        (Adjudication(("e:1",), Verdict.UNSURE, "why"), "accepts claims or rejects"),
        (Assignment(1, 1, 1, (Drawn("s:1", ("ann", "ann")),)), "two different coders"),
    ],
)
def test_draft_that_contradicts_itself_is_refused(body: Body, said: str) -> None:
    with pytest.raises(DecisionRefused, match=said):
        check_draft(Draft("ann", "pc", "k", body))


# The double-coding share


@given(st.sets(st.text("abc", min_size=1), max_size=30), st.floats(0, 1), st.integers(0, 5))
def test_draw_takes_the_share_it_says_and_is_the_same_again(ids: set[str], share: float, seed: int) -> None:
    found = draw(sorted(ids), ["ann", "bob", "cem"], share=share, seed=seed)
    assert len(found.drawn) == round(share * len(ids))
    assert found == draw(sorted(ids, reverse=True), ["cem", "bob", "ann"], share=share, seed=seed)
    assert {one.suggestion for one in found.drawn} <= ids
    times = [sum(who in one.coders for one in found.drawn) for who in ("ann", "bob", "cem")]
    assert max(times) - min(times) <= 1
    half = draw(sorted(ids), ["ann", "bob", "cem"], share=share / 2, seed=seed)
    assert found.drawn[: len(half.drawn)] == half.drawn


@pytest.mark.parametrize(("share", "coders"), [(1.5, ["a", "b"]), (-0.1, ["a", "b"]), (0.5, ["a", "a"])])
def test_draw_that_cannot_be_is_refused(share: float, coders: list[str]) -> None:
    with pytest.raises(ValueError, match=r"a share lies|coders for each"):
        draw(["s"], coders, share=share, seed=1)
