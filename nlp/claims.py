"""What a tagged text claims: one claim for each sentence and influence, from all mentions of the influence in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.model import Assertion, Direction
from graph.suggestions import ContextMention, Nearness, Reason
from nlp import context, mentions, scoring
from nlp.cut import Cut, Hit, Piece
from nlp.direction import Judged, directions

_STATED = (Direction.FACILITATOR, Direction.BARRIER, Direction.MIXED)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says of one influence; offsets are characters of the doc."""

    start: int
    end: int
    influence_id: str
    mention: tuple[int, int]
    words: float
    direction: Direction
    assertion: Assertion
    mitigated: bool
    firm: bool
    reasons: tuple[Reason, ...]
    context: tuple[ContextMention, ...]


def claims(text: Cut, found: Sequence[Hit], cues: Sequence[Hit], names: Sequence[Hit]) -> Iterator[Claim]:
    """The claims of a text with these mentions, cues and context, in its order."""
    said = _by_sentence(text, found)
    near = _by_sentence(text, cues)
    for at in sorted(said):
        sentence = text.piece(at)
        around = tuple(_around(sentence.start, sentence.end, names))
        yield from _of_sentence(sentence, said[at], near.get(at, []), text.citations, around)


def _by_sentence(text: Cut, hits: Sequence[Hit]) -> dict[int, list[Hit]]:
    """Hits by the number of their sentence; those that run on into the next one are left out."""
    found: dict[int, list[Hit]] = {}
    for hit in hits:
        at = text.sentence_of(hit.start)
        if text.sentence_of(hit.end - 1) == at:
            found.setdefault(at, []).append(hit)
    return found


def _of_sentence(
    sentence: Piece,
    found: list[Hit],
    near: list[Hit],
    marks: Sequence[tuple[int, int]],
    around: tuple[ContextMention, ...],
) -> Iterator[Claim]:
    weak = [mentions.is_weak(mention) for mention in found]
    strong = {mention.label_ for mention, is_weak in zip(found, weak, strict=True) if not is_weak}
    kept = [
        mention for mention, is_weak in zip(found, weak, strict=True) if mention.label_ not in strong or not is_weak
    ]
    judged = directions(sentence, kept, near, marks=marks)
    start, end = _trimmed(sentence)
    for influence in dict.fromkeys(mention.label_ for mention in kept):
        own = [(mention, said) for mention, said in zip(kept, judged, strict=True) if mention.label_ == influence]
        first = own[0][0]
        direction, leading, more = _combined([said for _, said in own])
        words = [Reason(mention.id_, mention.text, mention.start_char, mention.end_char) for mention, _ in own]
        reasons = (*more, *(reason for _, said in own for reason in said.reasons), *words)
        yield Claim(
            start,
            end,
            first.label_,
            (first.start_char, first.end_char),
            max(_weight(mention) for mention, _ in own),
            direction,
            leading.assertion,
            any(said.mitigated for _, said in own),
            leading.firm,
            tuple(dict.fromkeys(reasons)),
            around,
        )


def _combined(judged: Sequence[Judged]) -> tuple[Direction, Judged, tuple[Reason, ...]]:
    """The direction of several mentions of one influence, and the judgement that its assertion is taken from.

    What states a direction outweighs what is neutral, and that what is unclear. Two directions make it mixed.
    """
    stated = [said for said in judged if said.direction in _STATED]
    rest = [said for said in judged if said.direction is not Direction.UNCLEAR]
    leading = (sorted(stated, key=lambda said: not said.firm) or rest or list(judged))[0]
    if len({said.direction for said in stated}) > 1:
        words = " and ".join(dict.fromkeys(said.direction.value for said in stated))
        return Direction.MIXED, leading, (Reason("mentions_disagree", words),)
    return leading.direction, leading, ()


def _weight(mention: Hit) -> float:
    if not mentions.is_weak(mention):
        return scoring.STRONG_WORDS
    return scoring.STEMS if mention.id_.startswith(mentions.STEMS) else scoring.WEAK_WORDS


def _trimmed(sentence: Piece) -> tuple[int, int]:
    """The characters of a sentence without white space around."""
    text = sentence.text
    return sentence.start_char + len(text) - len(text.lstrip()), sentence.start_char + len(text.rstrip())


def _around(start: int, end: int, every: Sequence[Hit]) -> Iterator[ContextMention]:
    """What is named in a sentence; of a kind that is not, the nearest one in the block."""
    once: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    for one in every:
        if start <= one.start < end and (key := (one.label_, one.id_)) not in once:
            once.add(key)
            kinds.add(one.label_)
            yield _named(one, Nearness.SENTENCE)
    for kind in context.KINDS:
        if kind not in kinds:
            others = [one for one in every if one.label_ == kind]
            if others:
                nearest = min(others, key=lambda one: min(abs(one.end - start), abs(one.start - end)))
                yield _named(nearest, Nearness.BLOCK)


def _named(hit: Hit, near: Nearness) -> ContextMention:
    return ContextMention(hit.label_, hit.id_, hit.text, hit.start_char, hit.end_char, near)


def named(names: Sequence[Hit]) -> list[ContextMention]:
    """All that a text names, for papers whose claims name nothing themselves."""
    return [_named(hit, Nearness.PAPER) for hit in names]
