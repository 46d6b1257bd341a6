"""The rules asked when nothing negates, lacks or mixes: words of the influence, the governing cue, outcomes."""

from __future__ import annotations

from graph.model import Direction
from nlp.direction_rules import (
    LINKS,
    Rule,
    Verdict,
    changed,
    lack,
    mixed,
    names_the_whole,
    negated,
    null_finding,
    overcome,
    without,
)
from nlp.direction_view import STANCES, Found, Target
from nlp.direction_weight import governing
from nlp.outcomes import Outcome, outcome

_BAD = {"lack", "bad", "barrier", "criticism", "negative noun"}
_GOOD = {"good", "praise"}
_SUBJECT_OF_LINK = 10


def valence(target: Target) -> Verdict | None:
    """The words of the influence take a side ("role confusion") and no governing cue denies it."""
    own = _valence(target)
    if own is None:
        return None
    direction, cue = own
    ruling = governing(target)
    if ruling is not None and ruling.direction is not direction:
        if ruling.direction is Direction.UNCLEAR:
            return None
        return Verdict(Direction.UNCLEAR, "cues_disagree", (cue, *((ruling.cue,) if ruling.cue else ())), firm=False)
    agreed = ruling is not None and ruling.cue is not None
    return Verdict(direction, "valence", (cue, ruling.cue) if agreed and ruling and ruling.cue else (cue,), firm=agreed)


def _valence(target: Target) -> tuple[Direction, Found] | None:
    near = [cue for cue in target.cues if cue.end in {target.start, target.start - 1} and _adjective(cue)]
    # A term that is nothing but the name of a bad thing ("stigma") takes no side by itself.
    within = [cue for cue in target.inside if not names_the_whole(target, cue)]
    found = [*within, *near]
    bad = next((cue for cue in found if cue.family in _BAD and cue.cue.polarity < 0), None)
    no = next((cue for cue in target.inside if cue.family in {"negation", "without"}), None)
    good = next((cue for cue in found if cue.family in _GOOD and cue.cue.polarity > 0), None)
    if bad is not None and good is None:
        return (Direction.FACILITATOR if bad.negation or no else Direction.BARRIER), bad
    if good is not None and bad is None:
        return (Direction.BARRIER if good.negation or no else Direction.FACILITATOR), good
    return (Direction.BARRIER, no) if no is not None and bad is None else None


def _adjective(cue: Found) -> bool:
    return cue.family in {"good", "bad"}


def governed(target: Target) -> Verdict | None:
    """The cue that governs the mention; unclear when the nearest on either side disagree."""
    ruling = governing(target)
    if ruling is None:
        return None
    if ruling.cue is None:
        return Verdict(Direction.UNCLEAR, "cues_disagree", ruling.against, firm=False)
    return Verdict(ruling.direction, f"{ruling.cue.family}_cue", (ruling.cue,), ruling.firm)


def linked(target: Target) -> Verdict | None:
    """A link to an outcome: "associated with lower burnout", "led to delays", "left because of X". Weak on purpose."""
    for link in target.after(*LINKS):
        if target.gap(link) <= _SUBJECT_OF_LINK and target.tied(link):
            came = outcome(target.words_around, link.end, target.clause[1])
            return _came(target, link, came, firm=link.family == "cause")
    for link in target.before(*LINKS, "due to"):
        if target.gap(link) <= 5 and target.tied(link) and (link.family != "cause"):
            came = outcome(target.words_around, target.clause[0], link.start)
            return _came(target, link, came, firm=False)
    return None


def _came(target: Target, link: Found, came: Outcome | None, *, firm: bool) -> Verdict | None:
    if came is None:
        return None
    inverse = next((cue for cue in target.of("inverse") if -3 <= cue.start - link.start <= 3), None)
    sign = -came.sign if inverse is not None else came.sign
    cues = (link, *came.cues, *((inverse,) if inverse else ()))
    return Verdict(Direction.FACILITATOR if sign > 0 else Direction.BARRIER, link.family, cues, firm=firm)


def compared(target: Target) -> Verdict | None:
    """ "The more X, the longer they stayed"; "sites with X kept their peers for longer"."""
    sentence = target.sentence
    first = (
        sentence.word(sentence.start) == "the" and sentence.between(sentence.start + 2, sentence.end).count("the") > 0
    )
    comma = next((at for at in range(target.end, sentence.end) if sentence.word(at) == ","), None) if first else None
    if comma is not None and sentence.word(comma + 1) == "the" and target.start - sentence.start <= 4:
        return _comparison(outcome(sentence.found, comma + 1, sentence.end))
    led = set(sentence.between(target.start - 4, target.start)) & {
        "with",
        "where",
        "had",
        "received",
        "attended",
        "more",
    }
    if not led:
        return None
    after = outcome(target.words_around, target.end, target.clause[1])
    before = outcome(target.words_around, target.clause[0], target.start) if "where" in led else None
    return _comparison(after or before)


def _comparison(came: Outcome | None) -> Verdict | None:
    if came is None or not (came.changed or came.cues[0].family.endswith("verb")):
        return None
    return Verdict(Direction.FACILITATOR if came.sign > 0 else Direction.BARRIER, "compared", came.cues, firm=False)


def ellipsis(target: Target) -> Verdict | None:
    """ "Supervision worked; training did not": the clause before says what was not done."""
    words = [word for word in target.sentence.between(target.end, target.clause[1]) if word.isalpha() or word == "n't"]
    if words[-1:] not in (["not"], ["n't"]) or len(words) > 2:
        return None
    earlier = [cue for cue in target.sentence.found if cue.end <= target.clause[0] and cue.family in STANCES]
    if not earlier or earlier[-1].stance() is not Direction.FACILITATOR:
        return None
    return Verdict(Direction.BARRIER, "ellipsis", (earlier[-1],), firm=False)


RULES: tuple[Rule, ...] = (
    overcome, mixed, without, null_finding, negated, lack, changed, valence, governed, linked, compared, ellipsis,
)  # fmt: skip
"""In the order they are asked."""
