"""Where a sentence turns: the clauses a cue may not be borrowed across. Positions are tokens of the doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.tokens import Span

_DASHES = {"–", "—", "--", "-"}
_RELATIVE = {"which", "who", "whom", "whose", "where", "that"}
_NOT_LEADING = {"but", "however", "yet", "nevertheless", "nonetheless", "in contrast", "by contrast", "conversely"}
_OPENS = {"that", "and", "so"}
_PHRASES = {"despite", "in spite of", "unlike", "notwithstanding", "in contrast to", "compared with", "compared to"}
_POLAR = {"facilitator", "barrier", "praise", "criticism", "good", "bad", "lack"}
_SUMS_UP = _POLAR | {"topic"}


def clauses(sentence: Span, mentions: Sequence[Span], cues: Sequence[Span]) -> list[tuple[int, int]]:
    """The clauses of a sentence, first token and end, without gaps."""
    held = {token for mention in mentions for token in range(mention.start + 1, mention.end)}
    cuts = {cut for cut in _cuts(sentence, mentions, cues) if sentence.start < cut < sentence.end} - held
    edges = [sentence.start, *sorted(cuts), sentence.end]
    return list(pairwise(edges))


def _cuts(sentence: Span, mentions: Sequence[Span], cues: Sequence[Span]) -> Iterator[int]:
    yield from _marks(sentence, cues)
    begins = {sentence.start}
    for token in sentence:
        if token.text == ";" or (token.text in "\"“‘'(" and token.i in begins):
            begins.add(token.i + 1)
    for cue in cues:
        if cue.label_ != "contrast" or _only_in_form(sentence, cue):
            continue
        if cue.start in begins or sentence.doc[cue.start - 1].lower_ in _OPENS:
            yield from _after_leading(sentence, cue)
        else:
            yield cue.start
            if sentence.doc[cue.start - 1].text == ",":
                yield from _after_leading(sentence, cue, inside=cue.text.lower() not in _PHRASES)
    if len({mention.label for mention in mentions}) > 1:
        yield from _joined(sentence, mentions, cues)


def _only_in_form(sentence: Span, cue: Span) -> bool:
    """ "not only ... but also" turns nowhere."""
    before = sentence.doc[sentence.start : cue.start].text.lower()
    return cue.text.lower() == "but" and any(words in before for words in ("not only", "not just", "not merely"))


def _marks(sentence: Span, cues: Sequence[Span]) -> Iterator[int]:
    for token in sentence:
        if token.text == ";":
            yield token.i + 1
        elif token.text in _DASHES and token.i > sentence.start and sentence.doc[token.i - 1].whitespace_:
            yield token.i
        elif token.text == ":" and not any(cue.end <= token.i and cue.label_ in _SUMS_UP for cue in cues):
            yield token.i + 1


def _after_leading(sentence: Span, cue: Span, *, inside: bool = False) -> Iterator[int]:
    """The comma that ends "Although ...," or "Unlike pay, which ...,"; a phrase inside a sentence may have none."""
    if cue.text.lower() in _NOT_LEADING:
        return
    commas = [token.i for token in sentence if token.text == "," and token.i > cue.end]
    if not commas:
        return
    after = commas[0] + 1
    relative = after < sentence.end and sentence.doc[after].lower_ in _RELATIVE
    if relative and len(commas) > 1:
        yield commas[1] + 1
    elif not relative and not inside:
        yield after


def _joined(sentence: Span, mentions: Sequence[Span], cues: Sequence[Span]) -> Iterator[int]:
    """ "and" between two statements: each of its sides has an influence of its own, followed by a cue of its own."""
    polar = [cue.start for cue in cues if cue.label_ in _POLAR]
    ordered = sorted(mentions, key=lambda mention: mention.start)
    for first, second in pairwise(ordered):
        for at in range(max(first.end, second.start - 4), second.start):
            if sentence.doc[at].lower_ != "and":
                continue
            own = any(first.end <= cue < at for cue in polar)
            if own and not any(at < cue < second.start for cue in polar) and any(cue >= second.end for cue in polar):
                yield at
