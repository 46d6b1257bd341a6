"""How good suggestions are, against texts that were coded whole: overall and for each language.

Shares have Wilson intervals; everything else draws papers anew. Figures of the order of reading are worked out paper by
paper and averaged, because a paper is what a curator opens. Nothing to measure is None, never zero.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from graph.model import Direction
from graph.suggestions import Suggestion
from nlp.gold import CodedPaper, Gold, best_matches, matches, reading, reported_cells
from nlp.metrics import Measured, Share, average_precision, bootstrap, macro_f1, reading_effort, recall_after, share

ALL = "all languages"
UNKNOWN = "unknown language"
RECALL, READ = 0.95, (0.25, 0.50, 0.75)
FLIPS = ((Direction.BARRIER, Direction.FACILITATOR), (Direction.FACILITATOR, Direction.BARRIER))


@dataclass(frozen=True, slots=True)
class Confused:
    """How often coders said `true` and the machine `given`, over passages that it found."""

    true: Direction
    given: Direction
    passages: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The protocol for one language, or for all. A passage is a sentence; a cell is paper x influence.

    `recall_after`: share of marked sentences met after 25, 50 and 75 % of all sentences.
    `directions`: flips between barrier and facilitator first, also when there are none; then every other pair seen.
    """

    scope: str
    papers: int
    suggestions: int
    marked: int
    cell_recall: Share
    cell_precision: Share
    passage_precision: Share
    passage_recall: Share
    passage_f1: Measured
    average_precision: Measured
    reading_effort: Measured
    recall_after: tuple[Measured, ...]
    flips: Share
    direction_f1: Measured
    assertion_f1: Measured
    directions: tuple[Confused, ...]

    def table(self) -> list[tuple[str, str]]:
        """Every figure by its name, in words for a person."""
        return [
            ("papers", str(self.papers)),
            ("suggestions", str(self.suggestions)),
            ("passages marked", str(self.marked)),
            ("cell recall", str(self.cell_recall)),
            ("cell precision", str(self.cell_precision)),
            ("passage precision", str(self.passage_precision)),
            ("passage recall", str(self.passage_recall)),
            ("passage F1", str(self.passage_f1)),
            *self.order(),
            ("barrier and facilitator confused", str(self.flips)),
            ("direction macro-F1", str(self.direction_f1)),
            ("assertion macro-F1", str(self.assertion_f1)),
            *((f"marked {one.true}, suggested {one.given}", str(one.passages)) for one in self.directions),
        ]

    def order(self) -> list[tuple[str, str]]:
        """The figures that depend on the order of reading."""
        after = [(f"recall after {part:.0%} read", str(one)) for part, one in zip(READ, self.recall_after, strict=True)]
        effort = (f"share read for {RECALL:.0%} recall", str(self.reading_effort))
        return [("average precision", str(self.average_precision)), effort, *after]

    def plain(self) -> dict[str, object]:
        """The same as plain values for JSON."""
        return asdict(self)


def evaluate(
    suggestions: Sequence[Suggestion], gold: Sequence[Gold], papers: Sequence[CodedPaper], *, seed: int = 0
) -> tuple[Evaluation, ...]:
    """The protocol overall, and for each language when there are several. Only what stands in `papers` is looked at.

    Raises ValueError when a marked passage is of a paper that is not among them.
    """
    known = {paper.paper_id for paper in papers}
    stray = sorted({one.paper_id for one in gold} - known)
    if len(known) != len(papers) or stray:
        raise ValueError(f"papers must be named once, and all of them: {', '.join(stray) or 'one is named twice'}")
    parts = [_part(paper, suggestions, gold) for paper in sorted(papers, key=lambda paper: paper.paper_id)]
    by_language: dict[str, list[_Part]] = {}
    for part in parts:
        by_language.setdefault(part.paper.language or UNKNOWN, []).append(part)
    overall = _evaluation(ALL, parts, seed)
    if len(by_language) < 2:
        return (overall,)
    return overall, *(_evaluation(language, by_language[language], seed) for language in sorted(by_language))


@dataclass(frozen=True, slots=True)
class _Part:
    """One paper: what was suggested and marked in it, which of them meet, and how it would be read."""

    paper: CodedPaper
    suggestions: tuple[Suggestion, ...]
    gold: tuple[Gold, ...]
    right: frozenset[str]
    found: tuple[tuple[Suggestion, Gold], ...]
    order: tuple[bool, ...]


def _part(paper: CodedPaper, suggestions: Sequence[Suggestion], gold: Sequence[Gold]) -> _Part:
    of_paper = [one for one in suggestions if one.paper_id == paper.paper_id]
    marked = [one for one in gold if one.paper_id == paper.paper_id]
    pairs = matches(of_paper, marked)
    return _Part(
        paper,
        tuple(sorted(of_paper, key=lambda one: (-one.score, one.id))),
        tuple(marked),
        frozenset(suggestion.id for suggestion, _ in pairs),
        tuple(best_matches(pairs)),
        tuple(reading(of_paper, marked, paper.sentences)),
    )


def _evaluation(scope: str, parts: Sequence[_Part], seed: int) -> Evaluation:
    suggestions = [one for part in parts for one in part.suggestions]
    marked = [one for part in parts for one in part.gold]
    pairs = [pair for part in parts for pair in part.found]
    wanted = reported_cells(marked)
    proposed = {(one.paper_id, one.influence_id) for one in suggestions}
    flips = sum((one.direction, suggestion.direction) in FLIPS for suggestion, one in pairs)

    def pooled(figure: Callable[[Sequence[_Part]], float | None]) -> Measured:
        return bootstrap(len(parts), lambda places: figure([parts[place] for place in places]), seed=seed)

    return Evaluation(
        scope=scope,
        papers=len(parts),
        suggestions=len(suggestions),
        marked=len(marked),
        cell_recall=share(len(wanted & proposed), len(wanted)),
        cell_precision=share(len(wanted & proposed), len(proposed)),
        passage_precision=share(sum(len(part.right) for part in parts), len(suggestions)),
        passage_recall=share(len(pairs), len(marked)),
        passage_f1=pooled(_passage_f1),
        average_precision=_each(
            parts, lambda part: average_precision([one.id in part.right for one in part.suggestions]), seed
        ),
        reading_effort=_each(parts, lambda part: reading_effort(part.order, RECALL), seed),
        recall_after=tuple(_each(parts, _recall_after(read), seed) for read in READ),
        flips=share(flips, len(pairs)),
        direction_f1=pooled(
            lambda some: macro_f1([(g.direction, s.direction) for part in some for s, g in part.found])
        ),
        assertion_f1=pooled(
            lambda some: macro_f1([(g.assertion, s.assertion) for part in some for s, g in part.found])
        ),
        directions=_confusion(Counter((one.direction, suggestion.direction) for suggestion, one in pairs)),
    )


def _recall_after(read: float) -> Callable[[_Part], float | None]:
    return lambda part: recall_after(part.order, read)


def _each(parts: Sequence[_Part], figure: Callable[[_Part], float | None], seed: int) -> Measured:
    """The mean over the papers in which there is something to measure."""
    values = [value for part in parts if (value := figure(part)) is not None]
    return bootstrap(
        len(values), lambda places: sum(values[at] for at in places) / len(places) if places else None, seed=seed
    )


def _passage_f1(parts: Sequence[_Part]) -> float | None:
    """Harmonic mean of passage precision and recall; the two count different things, so it has no simpler form."""
    proposed, marked = sum(len(part.suggestions) for part in parts), sum(len(part.gold) for part in parts)
    if not proposed and not marked:
        return None
    right, found = sum(len(part.right) for part in parts), sum(len(part.found) for part in parts)
    if not right:
        return 0.0
    precision, recall = right / proposed, found / marked
    return 2 * precision * recall / (precision + recall)


def _confusion(counts: Mapping[tuple[Direction, Direction], int]) -> tuple[Confused, ...]:
    names = list(Direction)
    others = sorted((pair for pair in counts if pair not in FLIPS), key=lambda pair: [names.index(one) for one in pair])
    return tuple(Confused(true, given, counts.get((true, given), 0)) for true, given in (*FLIPS, *others))
