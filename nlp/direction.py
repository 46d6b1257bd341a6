"""Which way a sentence reports each influence it mentions, with reasons. Rules only; unclear where they do not reach.

Every mention is judged in its own clause. Cues are not borrowed across a turn of the sentence ("but", ";", "although")
when it holds two different influences. A language without a checked cue list is never guessed at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Assertion, Direction
from graph.suggestions import Reason
from nlp.assertion import Asserted, Marks, assertion, without_language
from nlp.cues import has_cues
from nlp.cut import Named, Piece
from nlp.direction_last import RULES
from nlp.direction_rules import Verdict
from nlp.direction_view import STANCES, Found, Sentence, Target
from nlp.quotations import Quotation, quotations

_NO_DIRECTION = {Assertion.QUESTION, Assertion.RECOMMENDATION, Assertion.HYPOTHETICAL, Assertion.METHOD}
_PLURAL = {"they", "these", "them", "their"}
_PRONOUNS = {"it", "this", "which", "that", "its"} | _PLURAL


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of one mention. `reasons` begin with the rule that fired; offsets are characters of the doc.

    `firm`: the rule rests on a cue that is close and strong; never for outcomes, borrowed cues and unclear ones.
    """

    direction: Direction
    assertion: Assertion
    mitigated: bool
    reasons: tuple[Reason, ...]
    firm: bool


def directions(sentence: Piece, mentions: Sequence[Named], cues: Sequence[Named], *, marks: Marks = ()) -> list[Judged]:
    """One judgement for each mention, in the order given. `marks`: citation marks, in characters of the doc."""
    if not mentions:
        return []
    found = quotations(sentence.text)
    inside = [mark for mark in marks if sentence.start_char <= mark[0] < sentence.end_char]
    language = sentence.language
    if not has_cues(language):
        return [_not_read(sentence, mention, found, language) for mention in mentions]
    seen = Sentence(sentence, mentions, cues)
    return [_judged(Target(seen, mention, seen.clause_of(mention.start)), found, inside) for mention in mentions]


def _not_read(sentence: Piece, mention: Named, found: list[Quotation], language: str) -> Judged:
    asserted = without_language(sentence.text, sentence.start_char, found)
    reasons = (_of_mention(f"no-cues:{language}", mention), *((asserted.reason,) if asserted.reason else ()))
    return Judged(Direction.UNCLEAR, asserted.assertion, mitigated=False, reasons=reasons, firm=False)


def _judged(target: Target, found: list[Quotation], marks: Marks) -> Judged:
    asserted = assertion(target, found, marks)
    if asserted.assertion in _NO_DIRECTION:
        return _unclear(target, asserted)
    verdict = _verdict(target, found, asserted)
    if verdict is None:
        return _unclear(target, asserted)
    return Judged(
        verdict.direction,
        asserted.assertion,
        verdict.mitigated,
        (*_reasons(target, verdict), *((asserted.reason,) if asserted.reason else ())),
        firm=verdict.firm and verdict.direction is not Direction.UNCLEAR,
    )


def _verdict(target: Target, found: list[Quotation], asserted: Asserted) -> Verdict | None:
    if asserted.assertion is Assertion.PARTICIPANT_QUOTE and (spoken := _spoken_of(target, found)) is not None:
        return spoken
    moved = _what_it_was(target)
    first = _first(moved or target)
    if first is not None or moved is not None:
        return first
    return _borrowed(target)


def _first(target: Target) -> Verdict | None:
    if not target.cues and not target.inside:
        return None
    return next((verdict for rule in RULES if (verdict := rule(target)) is not None), None)


def _unclear(target: Target, asserted: Asserted) -> Judged:
    reasons = (asserted.reason,) if asserted.assertion in _NO_DIRECTION and asserted.reason else ()
    if not reasons:
        own = (asserted.reason,) if asserted.reason else ()
        reasons = (_of_mention("no_cue", target.mention), *own)
    return Judged(Direction.UNCLEAR, asserted.assertion, mitigated=False, reasons=reasons, firm=False)


def _what_it_was(target: Target) -> Target | None:
    """ "It was not that X was unimportant, but that nobody had time for it": what counts stands after "but"."""
    denial = next((cue for cue in target.sentence.found if cue.family == "not that" and cue.end <= target.start), None)
    if denial is None:
        return None
    clause = next((one for one in target.sentence.clauses if one[0] >= target.end), None)
    return Target(target.sentence, target.mention, clause) if clause is not None else None


def _borrowed(target: Target) -> Verdict | None:
    """The clause behind, when it speaks of the same thing: it begins with a pronoun, or the subject is left out."""
    sentence = target.sentence
    if len({mention.label_ for mention in sentence.mentions}) > 1:
        return None
    behind = next((clause for clause in sentence.clauses if clause[0] >= target.clause[1]), None)
    if behind is None:
        return None
    opening = sentence.between(behind[0], behind[0] + 5)
    one_of = _PRONOUNS if target.mention.text.lower().endswith("s") else _PRONOUNS - _PLURAL
    if not one_of & set(opening):
        return None
    verdict = _first(Target(sentence, target.mention, behind))
    if verdict is None:
        return None
    return Verdict(verdict.direction, verdict.rule, verdict.cues, firm=False, mitigated=verdict.mitigated)


def _spoken_of(target: Target, found: list[Quotation]) -> Verdict | None:
    """ "Nobody told me what to do," one peer said of her role: the whole quotation speaks of the mention."""
    sentence = target.sentence
    about = {"of", "about", "regarding", "on"} & set(sentence.between(target.start - 3, target.start))
    start = sentence.span.start_char
    spans = [(start + one.start, start + one.end) for one in found]
    outside = not any(a <= target.mention.start_char < b for a, b in spans)
    if not about or not outside:
        return None
    quoted = [cue for cue in sentence.found if any(a <= cue.char_start and cue.char_end <= b for a, b in spans)]
    speaking = [cue for cue in quoted if cue.stance() and (cue.family in STANCES or cue.negation)]
    if len({cue.stance() for cue in speaking}) != 1:
        return None
    return Verdict(speaking[0].stance() or Direction.UNCLEAR, "quotation_about", (speaking[0],), firm=False)


def _reasons(target: Target, verdict: Verdict) -> tuple[Reason, ...]:
    if not verdict.cues:
        return (_of_mention(verdict.rule, target.mention),)
    first, *others = verdict.cues
    return (_of_cue(verdict.rule, first), *(_of_cue(f"cue:{cue.cue.id}", cue) for cue in others))


def _of_cue(rule: str, cue: Found) -> Reason:
    return Reason(rule, cue.said, cue.char_start, cue.char_end)


def _of_mention(rule: str, mention: Named) -> Reason:
    return Reason(rule, mention.text, mention.start_char, mention.end_char)
