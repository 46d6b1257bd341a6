"""Who may do what, and whether what an act names is there: asked before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from curation.candidates import Status
from curation.entries import (
    Adjudication,
    Assignment,
    CodebookChange,
    Decision,
    Draft,
    Entry,
    Freeze,
    PhraseChange,
    Undo,
)
from curation.fold import fold
from curation.known import Known
from curation.visible import visible_to
from graph.errors import DecisionRefused, near_misses
from graph.model import CuratorRole

Assigned = Mapping[str, tuple[str, ...]]


def check_allowed(draft: Draft, known: Known, entries: Sequence[Entry], assigned: Assigned | None = None) -> None:
    """Raise DecisionRefused unless this curator may do this now.

    `entries`: all there are, hidden ones too; or those about the papers of what the draft names, with the coders that
    all assignments give (`ByPaper.about`).
    """
    _check_role(draft, known)
    match draft.body:
        case Decision():
            if known.now(draft.body.suggestion.influence_id) not in known.influences:
                raise _no_influence(draft.body.suggestion.influence_id, known)
            _check_claims(draft, draft.body.suggestion.paper_id, known)
        case Undo():
            _check_undo(draft.curator, draft.body, entries)
        case Adjudication():
            _check_claims(draft, _settled_paper(draft, draft.body, entries, assigned), known)
        case PhraseChange():
            if draft.body.influence_id is not None and known.now(draft.body.influence_id) not in known.influences:
                raise _no_influence(draft.body.influence_id, known)


def _check_role(draft: Draft, known: Known) -> None:
    if not known.curators:
        return
    role = known.curators.get(draft.curator)
    if role is None:
        near = near_misses(draft.curator, known.curators)
        raise DecisionRefused(f'"{draft.curator}" is not under [[curators.people]].', term=draft.curator, near=near)
    above = isinstance(draft.body, Adjudication | CodebookChange | Assignment | Freeze)
    if role is CuratorRole.READER or (above and role is not CuratorRole.ADJUDICATOR):
        needs = "an adjudicator" if above else "a coder"
        raise DecisionRefused(f'"{draft.curator}" is a {role}; this needs {needs}.', term=draft.curator)


def _check_undo(curator: str, undo: Undo, entries: Sequence[Entry]) -> None:
    target = next((entry for entry in entries if entry.id == undo.entry), None)
    if target is None or target.curator != curator:
        # Whether a colleague's hidden entry is there must not be told either.
        raise DecisionRefused(f'There is no entry "{undo.entry}" of "{curator}" to take back.', term=undo.entry)


def _settled_paper(draft: Draft, settled: Adjudication, entries: Sequence[Entry], assigned: Assigned | None) -> str:
    """The paper of the one candidate whose decisions are all named; each must stand, and be seen."""
    state = fold(visible_to(draft.curator, entries, assigned), assigned)
    for candidate in state.candidates:
        ids = {entry.id for entry in candidate.standing}
        if ids.issuperset(settled.decisions) and candidate.status is not Status.PENDING:
            return candidate.paper_id
    raise DecisionRefused("The decisions that it names do not all stand, or are not about one candidate. Look again.")


def _check_claims(draft: Draft, paper: str, known: Known) -> None:
    if paper not in known.papers:
        near = near_misses(paper, known.papers)
        raise DecisionRefused(f'The folder has no paper "{paper}".', term=paper, near=near)
    claims = draft.body.claims if isinstance(draft.body, Decision | Adjudication) else ()
    studies = known.studies[paper]
    for claim in claims:
        if known.now(claim.influence_id) not in known.influences:
            raise _no_influence(claim.influence_id, known)
        if claim.study_id is None and len(studies) != 1:
            raise DecisionRefused(f'"{paper}" reports on {len(studies)} studies: say which ({", ".join(studies)}).')
        if claim.study_id is not None and claim.study_id not in studies:
            near = near_misses(claim.study_id, studies)
            raise DecisionRefused(f'"{claim.study_id}" is no study of "{paper}".', term=claim.study_id, near=near)


def _no_influence(id_: str, known: Known) -> DecisionRefused:
    near = near_misses(id_, known.influences)
    return DecisionRefused(f'The codebook has no influence "{id_}".', term=id_, near=near)
