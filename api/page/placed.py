"""The passages of one paper in one text, as one curator may see them: what waits, and what people decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from curation.candidates import Candidate, Status, decision_of
from curation.desk import Desk
from curation.entries import Adjudication, Claim, Entry, Verdict
from graph.anchors import Anchor, State, reanchor
from graph.documents import PaperText
from graph.ids import text_passage_id
from graph.suggestions import Suggestion

WORDS = {Verdict.REJECT: "rejected", Verdict.UNSURE: "unsure"}


@dataclass(frozen=True, eq=False)
class Mark:
    """A stretch of a text and what stands behind it. Without `entries` the suggestion waits for this curator.

    `blind`: what is proposed is not to be shown. `ids`: how the page can be entered at it: the suggestion, passages.
    """

    suggestion: Suggestion
    start: int
    end: int
    entries: tuple[Entry, ...] = ()
    candidate: Candidate | None = None
    blind: bool = False
    ids: tuple[str, ...] = ()

    @property
    def human(self) -> bool:
        """Whether it is shown as what people decided."""
        return bool(self.entries)

    @property
    def said(self) -> list[tuple[str, str, tuple[Claim, ...]]]:
        """Who said what: curator, a word where no claim tells it, claims; what settled a conflict comes last."""
        decisions = [(entry.curator, decision_of(entry)) for entry in self.entries]
        found = [(who, "" if said.claims else WORDS.get(said.verdict, ""), said.claims) for who, said in decisions]
        settled = self.candidate.adjudication if self.candidate else None
        if settled is not None and isinstance(settled.body, Adjudication):
            word = "settled as" if settled.body.claims else "settled, rejected"
            found.append((settled.curator, word, settled.body.claims))
        return found

    @property
    def conflict(self) -> bool:
        """Whether the answers on it differ and nobody settled them."""
        return self.candidate is not None and self.candidate.status is Status.CONFLICT


@dataclass(frozen=True)
class Lost:
    """Decisions whose words do not stand in the text as it was read now."""

    suggestion: Suggestion
    entries: tuple[Entry, ...]
    quote: str


def placed(desk: Desk, curator: str, text: PaperText) -> tuple[list[Mark], list[Lost]]:
    """The marks of a text by place, and the decisions that have none in it any more."""
    suggested = [
        one
        for one in desk.material.suggestions.values()
        if one.path == text.path and one.paper_id == text.paper_id and one.anchor.text_sha256 == text.text.sha256
    ]
    decided, candidates = _decided(desk, curator, text)
    rules = desk.material.rules
    marks, lost = [], []
    for one in suggested:
        if one.id not in decided:
            blind = one.origin != "human" and rules.blind(one.id)
            marks.append(Mark(one, one.anchor.char_start, one.anchor.char_end, blind=blind, ids=(one.id,)))
    for id_, entries in decided.items():
        found, gone = _of_people(entries, candidates.get(id_), text)
        marks += found
        lost += gone
    return sorted(marks, key=lambda mark: (mark.start, -mark.end, mark.suggestion.id)), lost


def _decided(desk: Desk, curator: str, text: PaperText) -> tuple[Mapping[str, list[Entry]], Mapping[str, Candidate]]:
    """Suggestion -> the standing decisions on it that this curator may see, and its candidate."""
    decided: dict[str, list[Entry]] = defaultdict(list)
    candidates = {}
    for found in desk.state(curator).candidates:
        if found.paper_id != text.paper_id:
            continue
        for entry in found.standing:
            shown = decision_of(entry).suggestion
            if _of(shown, text):
                decided[shown.id].append(entry)
                candidates[shown.id] = found
    return decided, candidates


def _of(shown: Suggestion, text: PaperText) -> bool:
    """Whether a suggestion is of this text, or of the same words in a file that has another name now."""
    return text.path == shown.path or text.text.sha256 == shown.anchor.text_sha256


def without_text(desk: Desk, curator: str, paper_id: str) -> list[Lost]:
    """The decisions on texts of a paper that the folder does not have any more."""
    texts = [desk.material.texts[path] for path in desk.material.by_paper.get(paper_id, ())]
    return [
        Lost(shown, (entry,), decision_of(entry).anchor.quote)
        for found in desk.state(curator).candidates
        if found.paper_id == paper_id
        for entry in found.standing
        for shown in [decision_of(entry).suggestion]
        if not any(_of(shown, text) for text in texts)
    ]


def _of_people(entries: Sequence[Entry], candidate: Candidate | None, text: PaperText) -> tuple[list[Mark], list[Lost]]:
    """One mark for each stretch that somebody marked; the first is where links to the suggestion lead."""
    shown = decision_of(entries[0]).suggestion
    spans: dict[tuple[int, int], list[Entry]] = defaultdict(list)
    gone = []
    for entry in entries:
        span = _here(decision_of(entry).anchor, text)
        if span is None:
            gone.append(entry)
        else:
            spans[span].append(entry)
    marks: list[Mark] = []
    for (start, end), together in sorted(spans.items()):
        passages = sorted({_passage(shown.paper_id, decision_of(entry).anchor) for entry in together})
        ids = (shown.id, *passages) if not marks else tuple(passages)
        marks.append(Mark(shown, start, end, tuple(together), candidate, ids=ids))
    lost = [Lost(shown, tuple(gone), decision_of(gone[0]).anchor.quote)] if gone else []
    return marks, lost


def _here(anchor: Anchor, text: PaperText) -> tuple[int, int] | None:
    """Where a quote stands in the text as it was read now, when that is certain."""
    if anchor.text_sha256 == text.text.sha256:
        return anchor.char_start, anchor.char_end
    verdict = reanchor(anchor, text.text)
    if verdict.state not in {State.EXACT, State.MOVED} or verdict.anchor is None:
        return None
    return verdict.anchor.char_start, verdict.anchor.char_end


def _passage(paper_id: str, anchor: Anchor) -> str:
    return text_passage_id(paper_id, anchor.text_sha256, anchor.char_start, anchor.char_end)


def once(marks: Iterable[Mark]) -> dict[Mark, tuple[str, ...]]:
    """Mark -> its ids; an id that several marks share is left to the first of them."""
    seen: set[str] = set()
    found = {}
    for mark in marks:
        found[mark] = tuple(one for one in mark.ids if one not in seen)
        seen.update(mark.ids)
    return found
