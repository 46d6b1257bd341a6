"""What a draft must keep by itself, before it is written: names, and verdicts that fit their claims."""

from __future__ import annotations

from curation.entries import KEY, NAME, Adjudication, Assignment, Change, CodebookChange, Decision, Draft, Verdict
from curation.pair_decisions import PairDecision
from graph.errors import DecisionRefused

CLAIMING = frozenset({Verdict.ACCEPT, Verdict.EDIT})


def check_draft(draft: Draft) -> None:
    """Raise DecisionRefused unless the draft can stand in a ledger."""
    for what, name in (("curator", draft.curator), ("device", draft.device)):
        if not NAME.fullmatch(name):
            raise DecisionRefused(f'The {what} "{name}" must be 1 to 40 of a-z, 0-9 and -.', term=name)
    if not KEY.fullmatch(draft.key):
        raise DecisionRefused(f'The key "{draft.key}" must be 1 to 80 letters, digits and . _ : -.', term=draft.key)
    match draft.body:
        case Decision():
            _check_decision(draft.body)
        case Adjudication():
            _check_adjudication(draft.body)
        case CodebookChange():
            _check_change(draft.body)
        case Assignment():
            _check_assignment(draft.body)
        case PairDecision():
            if not draft.body.one < draft.body.other:
                raise DecisionRefused("A pair is two different records, the one with the smaller id first.")


def _check_decision(decision: Decision) -> None:
    _check_claims(decision.verdict, len(decision.claims), {claim.key for claim in decision.claims})
    shown = decision.suggestion
    if decision.verdict is Verdict.ACCEPT:
        said = {(claim.influence_id, claim.direction, claim.assertion) for claim in decision.claims}
        if said != {(shown.influence_id, shown.direction, shown.assertion)}:
            raise DecisionRefused("It accepts a suggestion and claims something else: that is an edit.")
    anchor = decision.anchor
    if not 0 <= anchor.char_start < anchor.char_end or len(anchor.quote) != anchor.char_end - anchor.char_start:
        raise DecisionRefused("The quote is not as long as its offsets say.")


def _check_adjudication(adjudication: Adjudication) -> None:
    if adjudication.verdict not in {Verdict.ACCEPT, Verdict.REJECT}:
        raise DecisionRefused("An adjudication accepts claims or rejects.")
    _check_claims(adjudication.verdict, len(adjudication.claims), {claim.key for claim in adjudication.claims})
    if not adjudication.reason.strip():
        raise DecisionRefused("An adjudication needs a reason.")
    if not adjudication.decisions:
        raise DecisionRefused("An adjudication names the decisions that it is about.")


def _check_claims(verdict: Verdict, many: int, keys: set[tuple[str | None, ...]]) -> None:
    if verdict in CLAIMING and not many:
        raise DecisionRefused(f'"{verdict}" needs at least one claim.')
    if verdict not in CLAIMING and many:
        raise DecisionRefused(f'"{verdict}" claims nothing, and this one does.')
    if len(keys) != many:
        raise DecisionRefused("It makes one claim twice.")


def _check_assignment(assignment: Assignment) -> None:
    for drawn in assignment.drawn:
        if len(set(drawn.coders)) != len(drawn.coders) or len(drawn.coders) < 2:
            raise DecisionRefused(f"{drawn.suggestion} needs two different coders or more.")


_NOW = {Change.RENAME: {"name"}, Change.MOVE: {"parent_id"}}


def _check_change(change: CodebookChange) -> None:
    wanted = _NOW.get(change.change, set())
    if set(change.now) != wanted or not wanted <= set(change.was):
        raise DecisionRefused(f"{change.change} says what was and what is now of: {', '.join(wanted) or 'nothing'}.")
    if change.change is Change.RENAME and not (change.now["name"] or "").strip():
        raise DecisionRefused("The new name is blank.")
    if (change.into is not None) != (change.change is Change.MERGE) or change.into == change.influence_id:
        raise DecisionRefused("A merge, and nothing else, names another influence that the first goes into.")
    many = len(change.made)
    fits = {Change.ADD: many == 1, Change.SPLIT: many > 1}.get(change.change, many == 0)
    if not fits or (change.change is Change.ADD and change.made[0].id != change.influence_id):
        raise DecisionRefused("An addition makes the one influence that it names, a split two or more, others none.")
