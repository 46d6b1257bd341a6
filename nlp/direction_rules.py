"""The rules of direction, and the order they are asked in: the first that has an answer is taken.

A rule is a function of a `Target`; its answer names the cues it rests on. Unclear is always better than the wrong way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from graph.model import Direction
from nlp.direction_view import STANCES, Found, Target, copula_between
from nlp.direction_weight import governing
from nlp.outcomes import outcome

LINKS = ("association", "cause")
_REMEDY = {"by", "through", "with", "via", "using"}
_JOINS = {
    "and",
    "or",
    "as",
    "well",
    "a",
    "an",
    "also",
    "sometimes",
    "both",
    "but",
    "then",
    "/",
    "at",
    "times",
    "on",
    "in",
}
_DENIED = {"provision", "effect", *LINKS}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule answers. `cues`: the words it rests on, the deciding one first; none = the words of the mention."""

    direction: Direction
    rule: str
    cues: tuple[Found, ...] = ()
    firm: bool = True
    mitigated: bool = False


Rule = Callable[[Target], Verdict | None]


def overcome(target: Target) -> Verdict | None:
    """Something bad about the influence was overcome: mixed and mitigated. What overcame it is a facilitator."""
    for cue in target.of("overcome", "decrease", "relief"):
        if _is_aim(target, cue):
            continue
        bad = _bad_before(target, cue)
        if target.end <= cue.start and bad is not None and target.tied(cue):
            if cue.family != "overcome" and not _itself_lessened(target, cue):
                continue
            if cue.negation is not None:
                return Verdict(Direction.BARRIER, "not_overcome", (cue, cue.negation))
            return Verdict(Direction.MIXED, "overcome", (cue, *bad), mitigated=True)
        remedy = cue.end <= target.start and bool(_REMEDY & set(target.words_to(cue)[:2] + cue.said.lower().split()))
        if cue.family == "overcome" and remedy and target.tied(cue) and cue.negation is None:
            return Verdict(Direction.FACILITATOR, "overcame", (cue,), firm=False)
    return None


def _is_aim(target: Target, cue: Found) -> bool:
    """ "to overcome": wished for, not done."""
    word = target.sentence.word
    done = {"able", "managed", "helped", "helps", "succeeded"} & {word(cue.start - 2), word(cue.start - 3)}
    return word(cue.start - 1) == "to" and not done


def _itself_lessened(target: Target, cue: Found) -> bool:
    """ "role ambiguity diminished over time", not "role ambiguity reduced trust"."""
    if cue.family == "relief" and target.sentence.word(cue.end) not in _REMEDY:
        return False
    return not any(0 <= f.start - cue.end <= 4 for f in target.after("negative noun", "good noun"))


def _bad_before(target: Target, cue: Found) -> tuple[Found, ...] | None:
    """What is bad about the influence: a lack or a problem before it, or a bad word within it."""
    outside = target.before("lack", "criticism", "barrier", "bad", "negative noun")
    near = [f for f in outside if target.gap(f) <= 3 and f.negation is None and f.cue.polarity < 0]
    within = [f for f in target.inside if f.cue.polarity < 0 and not names_the_whole(target, f)]
    behind = [
        f
        for f in target.after("negative noun", "barrier")
        if f.end <= cue.start and target.gap(f) <= 1 and not _after_verb(f)
    ]
    found = (*near[:1], *within[:1], *behind[:1])
    return found or None


def names_the_whole(target: Target, cue: Found) -> bool:
    """Whether the influence is called by one bad word ("stigma"): its name alone takes no side."""
    return cue.family == "negative noun" and target.end - target.start == cue.end - cue.start == 1


def _after_verb(found: Found) -> bool:
    return found.cue.side == "after"


def mixed(target: Target) -> Verdict | None:
    """Both at once: words for it, opposite roles joined, some and others, at first and later."""
    said = [cue for cue in target.of("mixed") if target.tied(cue) or cue.start >= target.end]
    if said:
        return Verdict(Direction.MIXED, "mixed_words", (said[0],))
    if (joined := _joined_roles(target)) is not None:
        return Verdict(Direction.MIXED, "opposites_joined", joined)
    everywhere = [
        f for f in target.sentence.found if not any(o.start < f.end and f.start < o.end for o in target.others)
    ]
    if len({mention.label_ for mention in target.sentence.mentions}) > 1:
        return None
    for one, other, rule in (("some", "others", "some_and_others"), ("at first", "later", "first_and_later")):
        starts = [f for f in everywhere if f.family == one]
        ends = [f for f in everywhere if f.family == other and starts and f.start >= starts[0].end]
        stances = {f.stance() for f in everywhere if f.family in STANCES}
        if ends and {Direction.FACILITATOR, Direction.BARRIER} <= stances:
            return Verdict(Direction.MIXED, rule, (starts[0], ends[0]), firm=False)
    return None


def _joined_roles(target: Target) -> tuple[Found, Found] | None:
    roles = [cue for cue in target.after("facilitator", "barrier", "good", "bad") if cue.negation is None]
    for first, second in pairwise(roles):
        words = target.sentence.between(first.end, second.start)
        opposite = first.cue.polarity != second.cue.polarity
        if opposite and {"and", "or"} & set(words) and target.tied(second):
            after_and = words[max(at for at, word in enumerate(words) if word in {"and", "or"}) :]
            if all(word in _JOINS for word in after_and):
                return first, second
    return None


def null_finding(target: Target) -> Verdict | None:
    """Looked for and found to make no difference; a barrier that was none."""
    for cue in target.of("null finding"):
        if target.tied(cue):
            return Verdict(Direction.NEUTRAL, "null_finding", (cue,))
    for cue in target.of("effect", *LINKS, "decrease", "relief", "increase"):
        verb = cue.family in {"effect", *LINKS} or cue.cue.side == "after"
        if cue.negation is not None and verb and target.tied(cue) and target.end <= cue.start:
            return Verdict(Direction.NEUTRAL, "no_effect", (cue, cue.negation))
    return None


def without(target: Target) -> Verdict | None:
    """ "Without X the service would have collapsed", "only with X", "without X, peers felt lost"."""
    for cue in target.before("without", "only with"):
        if target.gap(cue) > 6 or not target.tied(cue):
            continue
        if cue.family == "only with":
            lacking = any(f.start >= cue.end for f in target.before("lack"))
            return None if lacking else Verdict(Direction.FACILITATOR, "only_with", (cue,))
        modal = next((f for f in target.sentence.found if f.family == "hypothetical"), None)
        failing = any(f.negation or f.cue.polarity < 0 for f in target.cues if f.family != "without")
        could = any(word in {"could", "would", "might"} for word in target.sentence.words)
        if could and modal is not None:
            return Verdict(Direction.FACILITATOR, "would_not_without", (cue, modal))
        well = any(
            f.stance() is Direction.FACILITATOR for f in target.cues if f.family in STANCES and f.cue.side != "end"
        )
        if not well or failing:
            return Verdict(Direction.BARRIER, "without", (cue,))
    for cue in target.after("not without"):
        if target.tied(cue):
            return Verdict(Direction.BARRIER, "not_without", (cue,))
    for cue in target.after("praise limit"):
        return Verdict(Direction.FACILITATOR, "cannot_be_overestimated", (cue,))
    return None


def negated(target: Target) -> Verdict | None:
    """The cue that governs the mention is itself negated, or what should have been provided was not."""
    ruling = governing(target)
    if ruling is not None and ruling.cue is not None and ruling.cue.negation is not None:
        return Verdict(ruling.direction, f"negated_{ruling.cue.family}", (ruling.cue, ruling.cue.negation), ruling.firm)
    if ruling is not None and ruling.cue is not None:
        return None
    for cue in target.after("provision") + target.before("provision"):
        most = 5 if cue.start >= target.end else 3
        if cue.negation is not None and target.gap(cue) <= most and target.tied(cue):
            return Verdict(Direction.BARRIER, "not_provided", (cue, cue.negation), firm=target.gap(cue) <= 3)
    return None


def lack(target: Target) -> Verdict | None:
    """A word for lack directly before or after the mention."""
    for cue in target.before("lack"):
        most = 4 if cue.cue.side == "before" else 2
        if cue.cue.side != "after" and target.tied(cue) and _words_between(target, cue) <= most:
            if copula_inside(target, cue):
                continue
            return _lacking(cue)
    for cue in target.after("lack"):
        near = target.gap(cue) <= 7 and target.tied(cue) and (cue.cue.side == "after" or copula_between(target, cue))
        if cue.cue.side != "before" and near:
            return _lacking(cue)
    for cue in target.before("negation"):
        if cue.said.lower() == "no" and target.gap(cue) <= 2 and not copula_inside(target, cue):
            return Verdict(Direction.BARRIER, "no_target", (cue,))
    return None


def _lacking(cue: Found) -> Verdict:
    if cue.negation is not None:
        return Verdict(Direction.FACILITATOR, "no_lack", (cue, cue.negation))
    return Verdict(Direction.BARRIER, "lack", (cue,))


def copula_inside(target: Target, cue: Found) -> bool:
    """Whether the cue already belongs to an earlier statement ("pay was poor and training ...")."""
    return bool({"was", "were", "is", "are", "had", "felt", ";"} & set(target.words_to(cue)))


def _words_between(target: Target, cue: Found) -> int:
    between = [other for other in target.others if cue.end <= other.start and other.end <= target.start]
    held = sum(other.end - other.start for other in between)
    return target.gap(cue) - held


def changed(target: Target) -> Verdict | None:
    """Less of something bad, or more of something good, because of the influence; or the other way round."""
    for change in target.after("decrease", "relief", "increase"):
        if not target.tied(change) or target.gap(change) > 8 or target.shares_a_verb(change):
            continue
        if any(link.end <= change.start for link in target.after(*LINKS)):
            return None
        came = outcome(target.words_around, change.start, change.end + 5)
        if came is not None and came.changed and change in came.cues:
            verb = change.cue.side == "after"
            return _outcome(came.sign, "changed", came.cues, firm=verb)
    for change in target.before("decrease", "relief", "increase"):
        if target.words_to(change)[:1] == ["by"] and target.tied(change) and target.gap(change) <= 6:
            came = outcome(target.words_around, target.clause[0], change.start)
            if came is not None and came.cues[0].family.endswith("noun"):
                sign = came.cues[0].cue.polarity * change.cue.polarity
                return _outcome(sign, "changed_by", (change, *came.cues), firm=True)
    return None


def _outcome(sign: int, rule: str, cues: tuple[Found, ...], *, firm: bool = False) -> Verdict:
    return Verdict(Direction.FACILITATOR if sign > 0 else Direction.BARRIER, rule, cues, firm=firm)
