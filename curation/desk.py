"""The desk of a curator: what is shown of a suggestion, and the acts. Page, HTTP and terminal all sit at it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from curation.apply import Applied
from curation.assignments import draw, who_codes
from curation.candidates import Candidate, Status, decision_of
from curation.entries import Adjudication, Body, Claim, Decision, Draft, Entry, PhraseChange, Undo, Verdict
from curation.fold import State, standing
from curation.marks import marked
from curation.material import Material
from curation.phrase_changes import phrase_changes
from curation.views import Views
from graph.anchors import Anchor, make_anchor
from graph.errors import DecisionRefused, NotFound, near_misses
from graph.suggestions import Suggestion


class Acts(Protocol):
    """Where acts go: `Live` with a graph, `LedgerOnly` without one."""

    @property
    def entries(self) -> list[Entry]:
        """Every entry, hidden ones too, as the ledgers are now."""
        ...

    def act(self, draft: Draft) -> Applied:
        """Write an act."""
        ...


Who = tuple[str, str, str]
"""Curator, device, and the client's key of the act."""


@dataclass(frozen=True)
class Said:
    """What a curator says of a suggestion. `seen`: the newest entry on it that they were shown, "" for none.

    An accept without claims makes the claim that was proposed; one with another claim is written as an edit.
    """

    verdict: Verdict
    claims: tuple[Claim, ...] = ()
    span: tuple[int, int] | None = None
    reason: str | None = None
    note: str | None = None
    seconds: float | None = None
    blind: bool = False
    seen: str | None = None


@dataclass(frozen=True)
class Done:
    """What came of an act. `meanwhile`: visible entries on the same suggestion that its author had not been shown."""

    applied: Applied
    meanwhile: tuple[Entry, ...] = ()


class Desk:
    """One open review. Safe between threads: acts and looks take turns."""

    def __init__(self, material: Material, acts: Acts) -> None:
        self.material = material
        self._acts = acts
        self._views = Views()
        self.lock = threading.RLock()

    @property
    def views(self) -> Views:
        """What everybody may see, as the ledgers are now. Hold the lock while asking."""
        self._views.feed(self._acts.entries)
        return self._views

    def entries(self, curator: str | None) -> list[Entry]:
        """The entries that this curator may see, in ledger order."""
        with self.lock:
            return self.views.entries(curator)

    def state(self, curator: str | None) -> State:
        """What the entries come to, as far as this curator may see."""
        with self.lock:
            return self.views.state(curator)

    def suggestion(self, curator: str | None, id_: str) -> Suggestion:
        """A suggestion of the machine, or one that a person marked and this curator may see. Raises NotFound."""
        found = self.material.suggestions.get(id_) or self.material.offered.get(id_)
        if found is not None:
            return found
        with self.lock:
            views = self.views
            paper = views.paper_of(id_)
            for entry in views.of_paper(curator, paper).entries if paper else ():
                if isinstance(entry.body, Decision) and entry.body.suggestion.id == id_:
                    return entry.body.suggestion
        raise NotFound("Suggestion", id_, near_misses(id_, self.material.suggestions))

    def on(self, curator: str, suggestion_id: str) -> list[Entry]:
        """The visible standing decisions on a suggestion, the newest last."""
        with self.lock:
            views = self.views
            paper = views.paper_of(suggestion_id)
            if paper is None:
                return []
            found = views.of_paper(curator, paper).state.by_suggestion.get(suggestion_id)
        every = found.standing if found else ()
        return [entry for entry in every if decision_of(entry).suggestion.id == suggestion_id]

    def saw(self, curator: str, shown: Suggestion) -> bool:
        """Whether this curator decided on a suggestion before, taken back or not: then it was shown to them."""
        with self.lock:
            entries = self.views.of_paper(curator, shown.paper_id).entries
        return any(
            entry.curator == curator and isinstance(entry.body, Decision) and entry.body.suggestion.id == shown.id
            for entry in entries
        )

    def decide(self, who: Who, suggestion_id: str, said: Said) -> Done:
        """Write a decision. `who`: curator, device, client key. Raises NotFound, DecisionRefused, NotSaved."""
        shown = self.suggestion(who[0], suggestion_id)
        applied = self._act(who, self._decision(shown, said, saw=said.blind and self.saw(who[0], shown)))
        if said.seen is None:
            return Done(applied)
        others = [entry for entry in self.on(who[0], suggestion_id) if entry.id != applied.entry.id]
        return Done(applied, _newer(others, said.seen))

    def _decision(self, shown: Suggestion, said: Said, *, saw: bool = False) -> Decision:
        claims, verdict = said.claims, said.verdict
        proposed = Claim(shown.influence_id, shown.direction, shown.assertion, mitigated=shown.mitigated)
        if verdict is Verdict.ACCEPT and not claims:
            claims = (proposed,)
        if verdict is Verdict.ACCEPT:
            same = {(c.influence_id, c.direction, c.assertion) for c in claims} == {
                (proposed.influence_id, proposed.direction, proposed.assertion)
            }
            verdict = Verdict.ACCEPT if same else Verdict.EDIT
        anchor = shown.anchor if said.span is None else self.anchor(shown.path, *said.span)
        return Decision(
            shown,
            verdict,
            anchor,
            claims,
            said.reason or None,
            said.note or None,
            said.seconds,
            said.blind and self.material.rules.blind(shown.id) and not saw,
            self.material.codebook,
            self.material.engines,
        )

    def anchor(self, path: str, char_start: int, char_end: int) -> Anchor:
        """The anchor of some characters of a text of the folder. Raises NotFound or DecisionRefused."""
        paper = self.material.texts.get(path)
        if paper is None:
            raise NotFound("Text", path, near_misses(path, self.material.texts))
        try:
            return make_anchor(paper.text, char_start, char_end)
        except ValueError as error:
            raise DecisionRefused(f"{path}: {error}.") from None

    def mark(self, who: Who, path: str, span: tuple[int, int], said: Said) -> Done:
        """Add a passage that nobody proposed, with its claim: a suggestion of origin human, decided at once."""
        if len(said.claims) != 1:
            raise DecisionRefused("A mark makes one claim: say which influence it is about, and which way.")
        anchor = self.anchor(path, *span)
        shown = marked(self.material.texts[path], anchor, said.claims[0])
        if shown.id in self.material.suggestions:
            raise DecisionRefused("That very passage is suggested for this influence already: decide on it there.")
        return Done(self._act(who, self._decision(shown, said)))

    def undo(self, who: Who, entry_id: str | None = None, reason: str | None = None) -> Applied:
        """Take back an entry of one's own, the newest that stands when none is named. Raises DecisionRefused."""
        if entry_id is None:
            newest = self.newest(who[0])
            if newest is None:
                raise DecisionRefused("There is nothing of yours to take back.")
            entry_id = newest.id
        return self._act(who, Undo(entry_id, reason))

    def newest(self, curator: str) -> Entry | None:
        """The newest entry of a curator that stands."""
        mine = [entry for entry in self.entries(curator) if entry.curator == curator]
        kept, _ = standing(mine)
        return kept[-1] if kept else None

    def conflicts(self, curator: str) -> list[Candidate]:
        """Candidates that coders do not agree on, as far as this curator may see."""
        return [found for found in self.state(curator).candidates if found.status is Status.CONFLICT]

    def candidate(self, curator: str, id_: str) -> Candidate:
        """A candidate that this curator may see, by its id or by that of one of its suggestions. Raises NotFound."""
        found = self.state(curator).by_suggestion.get(id_)
        if found is None:
            raise NotFound("Candidate", id_)
        return found

    def adjudicate(self, who: Who, candidate_id: str, said: Said) -> Applied:
        """Settle what coders do not agree on; `said.reason` is needed. Raises NotFound, DecisionRefused, NotSaved."""
        with self.lock:
            found = self.candidate(who[0], candidate_id)
            path = decision_of(found.standing[0]).suggestion.path
            anchor = None if said.span is None else self.anchor(path, *said.span)
            names = tuple(entry.id for entry in found.standing)
            settled = Adjudication(names, said.verdict, said.reason or "", said.claims, anchor, self.material.codebook)
            return self._act(who, settled)

    def draw(self, who: Who) -> Applied:
        """Draw the share for double coding that review.toml names, and record it. Raises DecisionRefused."""
        rules = self.material.rules
        coders = who_codes({person.id: person.role for person in self.material.people.values()}, rules.each)
        with self.lock:
            open_ = [one.id for one in self.material.suggestions.values() if not self.on(who[0], one.id)]
            try:
                drawn = draw(open_, coders, share=rules.share, seed=rules.seed, each=rules.each)
            except ValueError as error:
                raise DecisionRefused(f"Double coding cannot be drawn: {error}.") from None
            if not drawn.drawn:
                raise DecisionRefused("Nothing is drawn: [curators.double_coding] in review.toml says share = 0.")
            return self._act(who, drawn)

    def phrase_changes(self, phrase: str, influence_id: str | None) -> list[PhraseChange]:
        """The acts that let a phrase of tables, in every spelling, stand for an influence; null gives it back."""
        with self.lock:
            return phrase_changes(self.material, self.views.changes, phrase, influence_id)

    def act(self, who: Who, body: Body) -> Applied:
        """Write any other act: a phrase, a change of the codebook."""
        return self._act(who, body)

    def _act(self, who: Who, body: Body) -> Applied:
        # Not under the lock: others look and append while the graph is written.
        return self._acts.act(Draft(*who, body))


def _newer(entries: Sequence[Entry], seen: str) -> tuple[Entry, ...]:
    """The decisions on a suggestion that came after the one its author was shown."""
    ids = [entry.id for entry in entries]
    return tuple(entries[ids.index(seen) + 1 :] if seen in ids else entries)
