"""Where a sentence turns: the clauses a cue may not be borrowed across. Positions are tokens of the doc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.cut import Named, Piece

_DASHES = ("–", "—", "--", "-")
_OPENING = ('"', "“", "‘", "'", "(")
_RELATIVE = {"which", "who", "whom", "whose", "where", "that"}
_NOT_LEADING = {"but", "however", "yet", "nevertheless", "nonetheless", "in contrast", "by contrast", "conversely"}
_OPENS = {"that", "and", "so"}
_PHRASES = {"despite", "in spite of", "unlike", "notwithstanding", "in contrast to", "compared with", "compared to"}
_POLAR = {"facilitator", "barrier", "praise", "criticism", "good", "bad", "lack"}
_SUMS_UP = _POLAR | {"topic"}


class Words:
    """The words of a sentence in lower case and the doc's number of the first: lists are read faster than docs."""

    __slots__ = ("kinds", "sentence", "start", "words")

    def __init__(self, sentence: Piece, words: list[str]) -> None:
        self.sentence, self.words, self.start = sentence, words, sentence.start
        self.kinds = set(words)

    def __getitem__(self, token: int) -> str:
        """The word at a token of the doc; "" outside the sentence."""
        at = token - self.start
        return self.words[at] if 0 <= at < len(self.words) else ""

    def where(self, *marks: str) -> list[int]:
        """The tokens that are one of these words."""
        if self.kinds.isdisjoint(marks):
            return []
        return [self.start + at for at, word in enumerate(self.words) if word in marks]


def clauses(words: Words, mentions: Sequence[Named], cues: Sequence[Named]) -> list[tuple[int, int]]:
    """The clauses of a sentence, first token and end, without gaps."""
    first, end = words.start, words.start + len(words.words)
    cuts = {cut for cut in _cuts(words, mentions, cues) if first < cut < end}
    for mention in mentions if cuts else ():
        cuts -= set(range(mention.start + 1, mention.end))
    edges = [first, *sorted(cuts), end]
    return list(pairwise(edges))


def _cuts(words: Words, mentions: Sequence[Named], cues: Sequence[Named]) -> Iterator[int]:
    yield from _marks(words, cues)
    contrasts = [cue for cue in cues if cue.label_ == "contrast"]
    begins = _beginnings(words) if contrasts else set()
    for cue in contrasts:
        said, before = cue.text.lower(), words[cue.start - 1]
        if said == "but" and _only_in_form(words, cue):
            continue
        if cue.start in begins or before in _OPENS:
            yield from _after_leading(words, cue, said)
        else:
            yield cue.start
            if before == ",":
                yield from _after_leading(words, cue, said, inside=said not in _PHRASES)
    if len(mentions) > 1 and len({mention.label_ for mention in mentions}) > 1:
        yield from _joined(words, mentions, cues)


def _beginnings(words: Words) -> set[int]:
    """Where a statement begins: the sentence, after a semicolon, and after a quotation mark or bracket there."""
    begins = {words.start, *(at + 1 for at in words.where(";"))}
    for at in words.where(*_OPENING):
        if at in begins:
            begins.add(at + 1)
    return begins


def _only_in_form(words: Words, cue: Named) -> bool:
    """ "not only ... but also" turns nowhere."""
    before = " ".join(words.words[: cue.start - words.start])
    return any(form in before for form in ("not only", "not just", "not merely"))


def _marks(words: Words, cues: Sequence[Named]) -> Iterator[int]:
    for at in words.where(";"):
        yield at + 1
    for at in words.where(*_DASHES):
        if at > words.start and words.sentence.cut.ends[at - 1] < words.sentence.cut.begins[at]:
            yield at
    for at in words.where(":"):
        if not any(cue.end <= at and cue.label_ in _SUMS_UP for cue in cues):
            yield at + 1


def _after_leading(words: Words, cue: Named, said: str, *, inside: bool = False) -> Iterator[int]:
    """The comma that ends "Although ...," or "Unlike pay, which ...,"; a phrase inside a sentence may have none."""
    commas = [at for at in words.where(",") if at > cue.end] if said not in _NOT_LEADING else []
    if not commas:
        return
    relative = words[commas[0] + 1] in _RELATIVE
    if relative and len(commas) > 1:
        yield commas[1] + 1
    elif not relative and not inside:
        yield commas[0] + 1


def _joined(words: Words, mentions: Sequence[Named], cues: Sequence[Named]) -> Iterator[int]:
    """ "and" between two statements: each of its sides has an influence of its own, followed by a cue of its own."""
    polar = [cue.start for cue in cues if cue.label_ in _POLAR]
    for first, second in pairwise(sorted(mentions, key=lambda mention: mention.start)):
        for at in range(max(first.end, second.start - 4), second.start):
            if words[at] != "and":
                continue
            own = any(first.end <= cue < at for cue in polar)
            if own and not any(at < cue < second.start for cue in polar) and any(cue >= second.end for cue in polar):
                yield at
