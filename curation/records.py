"""State -> rows of the graph: what everybody may see, and nothing else. The same state gives the same rows."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from curation.candidates import Candidate, Made, Marked, Status, decision_of
from curation.entries import Adjudication, Claim, Decision, Entry
from curation.fold import State
from curation.known import Known
from graph.additions import Additions
from graph.anchors import Anchor
from graph.database import Row
from graph.ids import finding_id, text_passage_id
from graph.model import Assertion, CuratorRole, PassageKind, is_counted
from graph.schema import EDGE, NODE
from graph.suggestions import Suggestion


@dataclass
class _Rows:
    """Rows while they are made, by table and key: the same row made twice is one."""

    nodes: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    edges: dict[str, dict[tuple[str, str], Row]] = field(default_factory=lambda: defaultdict(dict))

    def node(self, label: str, id_: str, **properties: object) -> None:
        """Make a node; what is not given is null."""
        self.nodes[label].setdefault(
            id_, dict.fromkeys(column.name for column in NODE[label].columns) | {"id": id_, **properties}
        )

    def edge(self, type_: str, start: str, end: str, **properties: object) -> None:
        """Make a relationship; what is not given is null."""
        blank = dict.fromkeys(column.name for column in EDGE[type_].columns)
        self.edges[type_].setdefault((start, end), {"start_id": start, "end_id": end, **blank, **properties})


@dataclass(frozen=True)
class Records:
    """The rows, and what could not be put into the graph, one sentence each."""

    additions: Additions
    orphans: tuple[str, ...] = ()
    """Decisions whose paper the folder does not have any more."""
    problems: tuple[tuple[Entry, str, str], ...] = ()
    """(entry, what is wrong, the word that is wrong): claims that the codebook or the tables do not know."""


def records(state: State, known: Known, papers: frozenset[str] | None = None) -> Records:
    """The rows of a state; with `papers`, those that hang on these papers alone.

    Curators and settings that more than one paper needs are given with each of them.
    """
    rows = _Rows()
    orphans: list[str] = []
    problems: list[tuple[Entry, str, str]] = []
    if papers is None:
        for person, role in known.curators.items():
            rows.node("Curator", person, name=known.names.get(person, person), role=role.value)
    for candidate in state.candidates:
        if candidate.status is Status.PENDING or (papers is not None and candidate.paper_id not in papers):
            continue
        if candidate.paper_id not in known.papers:
            where = ", ".join(entry.where for entry in candidate.standing)
            orphans.append(f'{where}: decided on the paper "{candidate.paper_id}", which the folder does not have.')
            continue
        wrong = list(_wrong(candidate, known))
        problems += wrong
        if not wrong:
            _decisions(rows, candidate, known)
            for made in candidate.made:
                _finding(rows, candidate, made, known)
    nodes = {label: sorted(held.values(), key=lambda row: str(row["id"])) for label, held in sorted(rows.nodes.items())}
    edges = {type_: [held[ends] for ends in sorted(held)] for type_, held in sorted(rows.edges.items())}
    return Records(Additions(nodes, edges), tuple(orphans), tuple(problems))


def _wrong(candidate: Candidate, known: Known) -> Iterable[tuple[Entry, str, str]]:
    """What the codebook and the tables do not know of a candidate."""
    for entry in candidate.standing:
        shown = known.now(decision_of(entry).suggestion.influence_id)
        if shown not in known.influences:
            yield entry, f'it is about the influence "{shown}", which the codebook does not have.', shown
            return  # what it claims is mostly the same influence: one line is enough
    for made in candidate.made:
        entry = candidate.adjudication or made.marked[0].entry
        influence = known.now(made.claim.influence_id)
        if influence not in known.influences:
            yield entry, f'it claims the influence "{influence}", which the codebook does not have.', influence
        studies = known.studies[candidate.paper_id]
        study = made.claim.study_id
        if study is None and len(studies) != 1:
            many = f"{len(studies)} studies ({', '.join(studies)})"
            yield entry, f'the paper "{candidate.paper_id}" reports on {many}, and it says none.', candidate.paper_id
        elif study is not None and study not in studies:
            yield entry, f'it claims the study "{study}", which is none of "{candidate.paper_id}".', study


def _decisions(rows: _Rows, candidate: Candidate, known: Known) -> None:
    """Suggestions as the newest decision saw them, the standing decisions, and who made them."""
    newest: dict[str, Suggestion] = {}
    for entry in candidate.standing:
        decision = decision_of(entry)
        newest[decision.suggestion.id] = decision.suggestion
        _decision(rows, entry, decision, known)
        rows.edge("DECIDES_ON", entry.id, decision.suggestion.id)
    for shown in newest.values():
        rows.node(
            "Suggestion",
            shown.id,
            direction=shown.direction.value,
            assertion=shown.assertion.value,
            band=shown.band.value,
            score=shown.score,
            reasons=_reasons(shown),
            origin=shown.origin,
            engine=shown.engine,
            status=candidate.status.value,
        )
        rows.edge("AT", shown.id, _passage(rows, shown, shown.anchor))
        rows.edge("PROPOSES", shown.id, known.now(shown.influence_id))
    if candidate.adjudication is not None and isinstance(candidate.adjudication.body, Adjudication):
        _decision(rows, candidate.adjudication, candidate.adjudication.body, known)
        for suggestion in candidate.suggestions:
            rows.edge("DECIDES_ON", candidate.adjudication.id, suggestion)


def _decision(rows: _Rows, entry: Entry, body: Decision | Adjudication, known: Known) -> None:
    directions = {claim.direction.value for claim in body.claims}
    rows.node(
        "Decision",
        entry.id,
        kind="decision" if isinstance(body, Decision) else "adjudication",
        verdict=body.verdict.value,
        direction=directions.pop() if len(directions) == 1 else None,
        at=entry.at,
        reason=body.reason,
        seconds=body.seconds if isinstance(body, Decision) else None,
        blind=body.blind if isinstance(body, Decision) else False,
        codebook_version=body.codebook,
    )
    role = known.curators.get(entry.curator, CuratorRole.CODER)
    rows.node("Curator", entry.curator, name=known.names.get(entry.curator, entry.curator), role=role.value)
    rows.edge("MADE", entry.curator, entry.id)


def _reasons(shown: Suggestion) -> str:
    said: list[Mapping[str, str]] = [{"rule": reason.rule, "said": reason.said} for reason in shown.reasons]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _passage(rows: _Rows, shown: Suggestion, anchor: Anchor) -> str:
    id_ = text_passage_id(shown.paper_id, anchor.text_sha256, anchor.char_start, anchor.char_end)
    rows.node(
        "Passage",
        id_,
        kind=PassageKind.TEXT.value,
        quote=anchor.quote,
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        char_start=anchor.char_start,
        char_end=anchor.char_end,
        page=anchor.page,
        path=shown.path,
        language=shown.language,
        text_sha256=anchor.text_sha256,
        section=None,
    )
    if _meet(shown.anchor, anchor):  # what was marked elsewhere stands in a section that nobody named
        rows.nodes["Passage"][id_]["section"] = shown.section.value
    rows.edge("CONTAINS", shown.paper_id, id_)
    return id_


def _meet(one: Anchor, other: Anchor) -> bool:
    """Whether two stretches share characters of one text."""
    same = one.text_sha256 == other.text_sha256
    return same and one.char_start < other.char_end and other.char_start < one.char_end


def _finding(rows: _Rows, candidate: Candidate, made: Made, known: Known) -> None:
    """The finding of a claim: the one that a table gave when it has the same key, else one of its own."""
    claim, paper = made.claim, candidate.paper_id
    study = claim.study_id or known.studies[paper][0]
    influence = known.now(claim.influence_id)
    id_ = finding_id(
        paper,
        study,
        influence,
        claim.setting_id,
        claim.direction.value,
        claim.assertion.value,
        claim.stage,
        claim.viewpoint,
        claim.time_point,
    )
    if id_ not in known.findings:
        _own_finding(rows, id_, claim, (paper, study, influence), known)
    for marked in made.marked:
        rows.edge("ILLUSTRATES", _marked(rows, marked), id_)
    behind = [marked.entry for marked in made.marked] if candidate.adjudication is None else [candidate.adjudication]
    for entry in behind:
        rows.edge("CLAIMS", entry.id, id_, state=candidate.status.value)


def _marked(rows: _Rows, marked: Marked) -> str:
    return _passage(rows, decision_of(marked.entry).suggestion, marked.anchor)


def _own_finding(rows: _Rows, id_: str, claim: Claim, around: tuple[str, str, str], known: Known) -> None:
    paper, study, influence = around
    counted = is_counted(Assertion(claim.assertion), known.papers[paper], known.recommendations)
    before = rows.nodes["Finding"].get(id_)
    rows.node(
        "Finding",
        id_,
        direction=claim.direction.value,
        assertion=claim.assertion.value,
        counted=counted,
        mitigated=claim.mitigated,
        stage=claim.stage,
        viewpoint=claim.viewpoint,
        time_point=claim.time_point,
        inverted=False,
        setting_shared=False,
        origin="curation",
    )
    if before is not None:
        before["mitigated"] = bool(before["mitigated"]) or claim.mitigated
    rows.edge("REPORTS", paper, id_)
    rows.edge("ABOUT", id_, influence)
    rows.edge("FROM", id_, study)
    if claim.setting_id is not None and claim.setting is not None:
        if claim.setting_id not in known.settings:
            rows.node("Setting", claim.setting_id, name=" ".join(claim.setting.split()), kind=claim.setting_kind)
        rows.edge("IN_SETTING", id_, claim.setting_id)
