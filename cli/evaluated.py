"""What `narragraph evaluate` measures: suggestions against decisions, or against papers that were coded whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from cli.gold_file import GoldFile
from cli.learning import influence_texts, labels
from cli.tagging import Tagged
from graph.documents import PaperText
from graph.errors import SynthesisError
from graph.suggestions import Suggestion

if TYPE_CHECKING:
    from curation.candidates import Candidate
    from nlp.evaluation import Evaluation
    from nlp.gold import CodedPaper, Gold
    from nlp.relevance import Labelled

_FOLDS = 5


@dataclass(frozen=True)
class Arm:
    """One body of truth and how the suggestions do against it; the first evaluation is over all languages.

    `learnt` has the same with the scores that decisions on the other papers teach; empty where nothing was decided.
    `by_hand`: passages that people marked themselves, which nothing had suggested.
    """

    name: str
    rules: tuple[Evaluation, ...]
    learnt: tuple[Evaluation, ...]
    by_hand: int
    seconds: float | None


def against_decisions(tags: Tagged) -> list[Arm]:
    """An arm for what was decided in sight of the suggestion, and one for what was decided blind, where there are any.

    Only what was decided on, and settled where coders differ, enters; what nobody answered is neither right nor wrong.
    """
    from curation.candidates import Status, decision_of

    arms: dict[str, list[Candidate]] = {"decided in sight": [], "decided blind": []}
    for candidate in tags.curated.state.candidates:
        if candidate.status in {Status.PENDING, Status.CONFLICT} or _unsure(candidate):
            continue
        blind = all(decision_of(entry).blind for entry in candidate.standing)
        arms["decided blind" if blind else "decided in sight"].append(candidate)
    held = labels(tags)
    return [_arm(name, tags, found, held) for name, found in arms.items() if found]


def against_gold(tags: Tagged, file: Path) -> tuple[list[Arm], list[SynthesisError]]:
    """The arm of papers that were coded whole, or what is wrong with the file."""
    from nlp.gold import CodedPaper

    read = GoldFile(file, tags.papers, tags.names)
    if read.problems or not read.papers:
        return [], read.problems
    papers = []
    for paper in read.papers:
        texts = read.texts[paper]
        own = [one for one in tags.every if one.paper_id == paper]
        sentences = max(_sentences(texts), _places(own, [one for one in read.gold if one.paper_id == paper]))
        papers.append(CodedPaper(paper, next(iter(texts[0].text.languages), None), sentences))
    named = {paper.paper_id for paper in papers}
    suggestions = [one for one in tags.every if one.paper_id in named]
    return [_both("coded whole", tags, (suggestions, read.gold, papers), labels(tags))], []


def _arm(name: str, tags: Tagged, found: Sequence[Candidate], held: Sequence[Labelled]) -> Arm:
    from curation.candidates import decision_of
    from nlp.gold import CodedPaper, Gold

    decided = {suggestion for one in found for suggestion in one.suggestions}
    suggestions = [one for one in tags.every if one.id in decided]
    gold: dict[Gold, None] = {}
    by_hand: set[str] = set()
    languages: dict[str, str | None] = {}
    for one in found:
        shown = decision_of(one.standing[0]).suggestion
        languages.setdefault(one.paper_id, shown.language)
        by_hand |= {one.id} if shown.origin == "human" else set()
        for made in one.made:
            for marked in made.marked:
                claim = made.claim
                told = (claim.influence_id, claim.direction, claim.assertion, shown.language)
                gold.setdefault(Gold(one.paper_id, marked.anchor, *told))
    papers = []
    for paper, language in languages.items():
        own = [one for one in suggestions if one.paper_id == paper]
        papers.append(CodedPaper(paper, language, _places(own, [one for one in gold if one.paper_id == paper])))
    times = [decision.seconds for one in found for entry in one.standing if (decision := decision_of(entry)).seconds]
    arm = _both(name, tags, (suggestions, list(gold), papers), held)
    return replace(arm, by_hand=len(by_hand), seconds=median(time for time in times if time) if times else None)


def _both(
    name: str,
    tags: Tagged,
    truth: tuple[Sequence[Suggestion], Sequence[Gold], list[CodedPaper]],
    held: Sequence[Labelled],
) -> Arm:
    from nlp.evaluation import evaluate

    suggestions, gold, papers = truth
    learnt = _learnt(tags, suggestions, held)
    return Arm(
        name,
        evaluate(suggestions, gold, papers),
        evaluate(learnt, gold, papers) if learnt else (),
        0,
        None,
    )


def _learnt(tags: Tagged, suggestions: Sequence[Suggestion], held: Sequence[Labelled]) -> list[Suggestion]:
    """The suggestions with the scores of rankings that saw no decision on their paper; none without decisions."""
    from nlp.relevance import train

    papers = sorted({one.paper_id for one in suggestions})
    influences = influence_texts(tags)
    found: list[Suggestion] = []
    for fold in range(min(_FOLDS, len(papers))):
        out = set(papers[fold::_FOLDS])
        own = [one for one in suggestions if one.paper_id in out]
        taught = [one for one in held if one.group not in out]
        if not taught:
            return []
        texts = [one.anchor.quote for one in own]
        model = train(taught, influences, unread=texts)
        column = {name: at for at, name in enumerate(model.classes)}
        scores = model.scores(texts)
        found += [
            replace(one, score=float(row[column[one.influence_id]])) for one, row in zip(own, scores, strict=True)
        ]
    return found


def _unsure(candidate: Candidate) -> bool:
    """Whether what it came to is that nobody is sure, which says neither that it is right nor that it is wrong."""
    from curation.entries import Adjudication, Verdict

    settled = candidate.adjudication.body if candidate.adjudication else None
    if isinstance(settled, Adjudication):
        return settled.verdict is Verdict.UNSURE
    return any(said == Verdict.UNSURE.value for said, _ in candidate.answers.values())


def _places(suggestions: Iterable[Suggestion], gold: Iterable[Gold]) -> int:
    """Distinct stretches that were suggested, and those marked that meet none of them."""
    from nlp.gold import meets

    suggested = {
        (one.anchor.text_sha256, one.anchor.char_start, one.anchor.char_end): one.anchor for one in suggestions
    }
    marked = {(one.anchor.text_sha256, one.anchor.char_start, one.anchor.char_end): one.anchor for one in gold}
    missed = sum(not any(meets(anchor, other) for anchor in suggested.values()) for other in marked.values())
    return len(suggested) + missed


def _sentences(texts: Iterable[PaperText]) -> int:
    from nlp.stretches import sentences_in

    return sum(sentences_in(paper.text) for paper in texts)
