"""The last rules: which cue of a clause governs the mention, and what came of the influence when no cue does."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model import Direction
from nlp.direction_view import COPULA, NOT_ASKED, Found, Target, copula_between, words

_FARTHEST_AFTER, _FARTHEST_BEFORE, _FARTHEST_VERB, _FARTHEST_GOOD = 14, 12, 9, 9
_FIRM = 8
_BE = {"was", "were", "been", "being", "is", "are", "be", "got"}
_PREDICATE = {"was", "were", "is", "are", "to", "in", "of", ",", ":"}
_PURPOSE_NOT = {
    "helped",
    "served",
    "allowed",
    "able",
    "continued",
    "likely",
    "used",
    "tended",
    "seemed",
    "appeared",
    "proved",
}
_ATTRIBUTIVE = words("a an the and or of in with for by this these those some many our their its his her as")
_TURNS_TO_ANOTHER = words("who whom which that because since where when so if")
"""Between an influence and a cue, these words mean that the cue is said of something else."""
_IS_A = COPULA | words(
    "acted served emerged posed presented represented constituted cited mentioned identified reported"
)
_LEADS_IN = words(
    "include included includes including were was is are such as : , namely like comprised related concerned "
    "concerning e.g. eg regarding posed by around involved from of ( with identified reported mentioned due linked "
    "associated"
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """The governing cue; null when cues on both sides disagree, and `against` holds one of either side."""

    direction: Direction
    cue: Found | None
    firm: bool
    against: tuple[Found, ...] = ()


def governing(target: Target) -> Ruling | None:
    """The nearest cue that the mention may be the subject of, or else the object of. Three rules ask; it is kept."""
    if target.ruling is NOT_ASKED:
        target.ruling = _governing(target)
    return target.ruling if isinstance(target.ruling, Ruling) else None


def _governing(target: Target) -> Ruling | None:
    if not target.cues:
        return None
    after = next((cue for cue in target.cues if cue.start >= target.end and _subject(target, cue)), None)
    before = next((cue for cue in reversed(target.cues) if cue.end <= target.start and _object(target, cue)), None)
    if after is None or before is None:
        one = after or before
        return _ruling(target, one) if one is not None else None
    first, second = _ruling(target, after), _ruling(target, before)
    if first.direction is second.direction:
        return first if target.gap(after) <= target.gap(before) else second
    if target.gap(before) <= 2 and target.gap(after) > 3 and before.family in {"praise", "criticism"}:
        return second
    if before.family in {"good", "bad"} and target.gap(before) > 1:
        return first
    return Ruling(Direction.UNCLEAR, None, firm=False, against=(after, before))


def _ruling(target: Target, cue: Found) -> Ruling:
    return Ruling(cue.stance() or Direction.UNCLEAR, cue, firm=target.gap(cue) <= _FIRM)


def _subject(target: Target, cue: Found) -> bool:
    """Whether the mention may be what the cue is said of."""
    if cue.stance() is None or cue.cue.side == "before" or target.gap(cue) > _FARTHEST_AFTER or not target.tied(cue):
        return False
    family, word = cue.family, target.sentence.word
    here = target.clause[0] <= target.start
    if here and _TURNS_TO_ANOTHER & set(target.words_to(cue)[2:]):
        return False
    if family in {"praise", "criticism"}:
        return cue.cue.side == "after" or bool(_BE & set(target.words_to(cue)))
    if family in {"good", "bad"}:
        return target.gap(cue) <= _FARTHEST_GOOD and copula_between(target, cue)
    if family not in {"facilitator", "barrier"}:
        return False
    if cue.cue.side == "end":
        return not word(cue.end).isalnum() or word(cue.end) in {"well", "and"}
    if cue.cue.side == "after":
        return target.gap(cue) <= _FARTHEST_VERB and _active(target, cue) and not target.shares_a_verb(cue)
    return target.gap(cue) == 0 or bool(_IS_A & set(target.words_to(cue)))


def _active(target: Target, cue: Found) -> bool:
    """Not "was hindered by", not "in order to improve"."""
    word = target.sentence.word
    said = cue.said.lower()
    participle = said.split()[0].endswith(("ed", "en", "wn")) or said in {"made possible", "put off", "held back"}
    if participle and word(cue.end) == "by":
        return False
    if participle and " " not in said and word(cue.start - 1) in _ATTRIBUTIVE:
        return False
    near = {word(cue.start - 1), word(cue.start - 2)}
    if participle and _BE & near and " " not in said:
        return False
    if word(cue.start - 1) in {"and", "or"} and word(cue.start - 3) == "to":
        return False
    return word(cue.start - 1) != "to" or bool(_PURPOSE_NOT & {word(cue.start - 2), word(cue.start - 3)})


def _object(target: Target, cue: Found) -> bool:
    """Whether the mention may be what the cue acts on, or what it introduces."""
    if cue.stance() is None or target.gap(cue) > _FARTHEST_BEFORE or not target.tied(cue):
        return False
    words, word = target.words_to(cue), target.sentence.word
    family, side = cue.family, cue.cue.side
    if family in {"facilitator", "barrier"} and side == "after":
        return word(cue.end) == "by" and target.gap(cue) <= 8
    if side in {"after", "end"}:
        return False
    if family in {"praise", "criticism"}:
        passive = side != "before" and _BE & {word(cue.start - 1), word(cue.start - 2)}
        return not passive and target.gap(cue) <= 8
    if family in {"good", "bad"}:
        for_whom = cue.said.lower().endswith(" for") or "for" in words[:1] or "to" in words[2:]
        stands = target.gap(cue) <= 1 or word(cue.end) in _PREDICATE
        return stands and not for_whom and target.gap(cue) <= 6 and copula_between(target, cue)
    return family in {"facilitator", "barrier"} and _introduces(words)


def _introduces(words: list[str]) -> bool:
    """ "Barriers included X", "barriers to implementation were X", "another challenge was X"; not "a barrier to X"."""
    if words[:1] == ["to"] or words[:1] == ["for"]:
        words = words[2:]
    return bool(_LEADS_IN & set(words))
