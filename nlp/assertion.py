"""What kind of sentence a mention stands in: a finding, a quotation, a wish, a question. Never which way it points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from graph.model import Assertion
from graph.suggestions import Reason
from nlp.direction_view import Found, Target
from nlp.quotations import Quotation, participant_speaks, speaker_id

Marks = Sequence[tuple[int, int]]
"""Where citation marks stand, in characters of the doc."""
_NUMBERS = r"\[\s*\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*\s*\]"
_YEAR = r"(?:19|20)\d\d[a-z]?"
_CITED = re.compile(rf"{_NUMBERS}|\([^()]*\b{_YEAR}[^()]*\)")
_AUTHOR = re.compile(rf"[A-Z][\w'’-]+(?: et al\.?,?| (?:and|&) (?:colleagues|[A-Z][\w'’-]+))?,? \({_YEAR}")
_ENDS = re.compile(r"[\s.,;:)\]]*")
_COUNTERFACTUAL = {"without", "only with", "denial", "praise limit"}


@dataclass(frozen=True, slots=True)
class Asserted:
    """An assertion and why."""

    assertion: Assertion
    reason: Reason | None = None


def without_language(text: str, start: int, quotations: Sequence[Quotation]) -> Asserted:
    """What signs alone can tell in any language: a question mark, or a quotation with its speaker's number."""
    if _asks(text):
        return Asserted(Assertion.QUESTION, _at("question_mark", text.rstrip(' "”’»“)'), start))
    if (said := speaker_id(quotations)) is not None:
        return Asserted(
            Assertion.PARTICIPANT_QUOTE, Reason("quotation", said.text, start + said.start, start + said.end)
        )
    return Asserted(Assertion.FINDING)


def assertion(target: Target, quotations: Sequence[Quotation], marks: Marks = ()) -> Asserted:
    """The assertion of the clause of an English mention; the first that fits."""
    sentence = target.sentence.span
    text, start = target.sentence.text, sentence.start_char
    if _asks(text):
        return Asserted(Assertion.QUESTION, _at("question_mark", text.rstrip(' "”’»“)'), start))
    if (spoken := participant_speaks(text, quotations)) is not None:
        return Asserted(
            Assertion.PARTICIPANT_QUOTE, Reason("quotation", spoken.text, start + spoken.start, start + spoken.end)
        )
    if not target.sentence.found and not marks and "(" not in text and "[" not in text:
        return Asserted(Assertion.FINDING)
    for kind, found in ((Assertion.QUESTION, _question), (Assertion.RECOMMENDATION, _recommendation)):
        if (cue := found(target)) is not None:
            return Asserted(kind, _because(kind, cue))
    if (cue := hypothetical(target)) is not None:
        return Asserted(Assertion.HYPOTHETICAL, _because(Assertion.HYPOTHETICAL, cue))
    if (cue := _method(target)) is not None:
        return Asserted(Assertion.METHOD, _because(Assertion.METHOD, cue))
    if (reason := _background(target, text, start, marks)) is not None:
        return Asserted(Assertion.BACKGROUND, reason)
    return Asserted(Assertion.FINDING)


def _asks(text: str) -> bool:
    return text.rstrip(' "”’»“)').endswith(("?", "？", "؟"))


def _at(rule: str, text: str, start: int) -> Reason:
    return Reason(rule, text[-1], start + len(text) - 1, start + len(text))


def _because(kind: Assertion, cue: Found) -> Reason:
    return Reason(kind.value, cue.said, cue.char_start, cue.char_end)


def _question(target: Target) -> Found | None:
    first, end = target.clause
    found = (cue for cue in target.sentence.found if cue.family in {"question", "aim"})
    return next((cue for cue in found if cue.end <= target.start or first <= cue.start < end), None)


def _recommendation(target: Target) -> Found | None:
    return next((cue for cue in target.of("recommendation") if not _names_a_lack(target, cue)), None)


def _names_a_lack(target: Target, cue: Found) -> bool:
    """ "needed to", said of what was: "peers were asked whether they need to"."""
    return cue.said.lower().startswith("need") and target.sentence.word(cue.start - 1) in {"no", "not", "any"}


def hypothetical(target: Target) -> Found | None:
    """A modal of the clause that makes it a guess. What would have failed without an influence is none."""
    if any(cue.family in _COUNTERFACTUAL for cue in target.cues):
        return None
    modals = [cue for cue in target.sentence.found if cue.family == "hypothetical" and _guesses(target, cue)]
    own = next((cue for cue in modals if target.clause[0] <= cue.start < target.clause[1]), None)
    if own is not None:
        return own
    conditions = [cue for cue in target.sentence.found if cue.family == "if"]
    return conditions[0] if conditions and modals else None


def _guesses(target: Target, cue: Found) -> bool:
    """Not the month, and not what people were able to do ("thanks to training, peers could attend")."""
    if cue.said == "May" and cue.start > target.sentence.start:
        return False
    if cue.said.lower() != "could" or any(other.family == "if" for other in target.sentence.found):
        return True
    subject = target.end <= cue.start and not {",", "that"} & set(target.sentence.between(target.end, cue.start))
    return subject and target.sentence.word(cue.end) not in {"not", "n't", "n’t"}


def _method(target: Target) -> Found | None:
    return next(iter(target.of("method")), None)


def _background(target: Target, text: str, start: int, marks: Marks) -> Reason | None:
    """A claim of a cited work: its author says it, earlier work says it, or a mark stands at the end of the claim."""
    found = target.sentence.found
    if any(cue.family == "ours" for cue in found):
        return None
    reports = [cue for cue in found if cue.family == "report"]
    if reports and (author := _AUTHOR.search(text)) is not None:
        return Reason("author_reports", author.group(), start + author.start(), start + author.end())
    cut = target.sentence.span.cut
    first, end = cut.begins[target.clause[0]], cut.ends[target.clause[1] - 1]
    earlier = [cue for cue in target.of("citation") if cue.said.lower() != "et al"]
    if earlier:
        cue = earlier[0]
        return Reason("earlier_work", cue.said, cue.char_start, cue.char_end)
    cited = [(start + match.start(), start + match.end()) for match in _CITED.finditer(text)]
    for mark_start, mark_end in sorted({*cited, *marks}):
        inside = first <= mark_start and mark_end <= end
        if inside and mark_start >= target.mention.end_char and _ENDS.fullmatch(text[mark_end - start : end - start]):
            return Reason("citation_mark", text[mark_start - start : mark_end - start], mark_start, mark_end)
    return None
