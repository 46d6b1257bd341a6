"""Words that accepted passages of an influence share and others lack: proposals for its terms, for a person to judge.

Log-odds of an n-gram in the accepted passages against the others, with all passages as a prior, so that a rare word
needs more than one lucky passage. Terms that are known already are cut out of the passages before anything is counted.

Source: Monroe BL, Colaresi MP, Quinn KM. Fightin' words: lexical feature selection and evaluation for identifying the
content of political conflict. Political Analysis 2008;16(4):372-403.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.features import words
from nlp.keyword_ranking import says_nothing
from nlp.relevance import Labelled

FEWEST_PASSAGES, FEWEST_GROUPS = 3, 2
"""A term must stand in so many accepted passages, of so many papers: two authors, not one author's habit."""
FEWEST_ACCEPTED, FEWEST_OTHERS = 10, 10
LEAST_Z = 1.96
LONGEST = 3
_EXAMPLES = 3
_PRIOR = 50.0
"""Weight of the prior, in n-grams' passages: how much evidence it takes to move a word away from its usual share."""
_PART = re.compile(r"[^\W\d_]+(?:['\u2019\u05f3\u05f4\"][^\W\d_]+)*|[^\w\s]|\d+|_")


@dataclass(frozen=True, slots=True)
class NewTerm:
    """One proposed term. Counts are of passages; `z` above 1.96 is more than chance, taken one by one.

    `without`: passages with the term on which the influence was refused; their share is what the term would cost.
    """

    influence_id: str
    term: str
    z: float
    accepted_with: int
    accepted: int
    groups: int
    others_with: int
    others: int
    examples: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooFew:
    """An influence for which nothing can be said yet."""

    influence_id: str
    accepted: int
    others: int

    def __str__(self) -> str:
        return (
            f"{self.influence_id}: {self.accepted} passages accepted and {self.others} refused or accepted elsewhere; "
            f"terms are suggested from {FEWEST_ACCEPTED} and {FEWEST_OTHERS} on"
        )


def suggest_terms(
    labelled: Sequence[Labelled], terms: Mapping[str, Iterable[str]], *, most: int = 10
) -> tuple[list[NewTerm], list[TooFew]]:
    """For each influence in `terms` the best new terms, and the influences with too few decisions.

    `terms` are those each influence has already, its name among them. The other side of the comparison is passages on
    which it was refused, and passages accepted for other influences on which nobody asked about it: those only show
    how usual a word is here, and are never called refused.
    """
    found: list[NewTerm] = []
    few: list[TooFew] = []
    for influence_id in sorted(terms):
        sides = _sides(labelled, influence_id)
        if len(sides.accepted) < FEWEST_ACCEPTED or len(sides.others) < FEWEST_OTHERS:
            few.append(TooFew(influence_id, len(sides.accepted), len(sides.others)))
        else:
            found += _of_influence(influence_id, sides, [*terms[influence_id]], most)
    return found, few


@dataclass(frozen=True)
class _Sides:
    """Texts with their groups; `refused` are the texts among the others on which the influence was refused."""

    accepted: dict[str, str]
    others: dict[str, str]
    refused: frozenset[str]


def _sides(labelled: Sequence[Labelled], influence_id: str) -> _Sides:
    accepted = {one.text: one.group for one in labelled if one.influence_id == influence_id and one.right}
    refused = {one.text: one.group for one in labelled if one.influence_id == influence_id and not one.right}
    elsewhere = {one.text: one.group for one in labelled if one.influence_id != influence_id and one.right}
    others = {text: group for text, group in sorted({**elsewhere, **refused}.items()) if text not in accepted}
    return _Sides(dict(sorted(accepted.items())), others, frozenset(refused) - accepted.keys())


def _of_influence(influence_id: str, sides: _Sides, known: Sequence[str], most: int) -> list[NewTerm]:
    cut = _known(known)
    held = {text: ngrams(cut.sub(" . ", text) if cut else text) for text in (*sides.accepted, *sides.others)}
    inside = Counter(ngram for text in sides.accepted for ngram in held[text])
    outside = Counter(ngram for text in sides.others for ngram in held[text])
    papers: dict[str, set[str]] = {}
    for text, group in sides.accepted.items():
        for ngram in held[text]:
            papers.setdefault(ngram, set()).add(group)
    scores = z_scores(inside, outside)
    candidates = [
        ngram
        for ngram, passages in inside.items()
        if passages >= FEWEST_PASSAGES and len(papers[ngram]) >= FEWEST_GROUPS and scores[ngram] >= LEAST_Z
    ]
    candidates.sort(key=lambda ngram: (-scores[ngram], -len(ngram), ngram))
    found = []
    for ngram in _longest(candidates, inside, outside)[:most]:
        examples = [text for text in sides.accepted if ngram in held[text]]
        without = [text for text in sides.others if ngram in held[text] and text in sides.refused]
        found.append(
            NewTerm(
                influence_id,
                ngram,
                scores[ngram],
                inside[ngram],
                len(sides.accepted),
                len(papers[ngram]),
                outside[ngram],
                len(sides.others),
                tuple(examples[:_EXAMPLES]),
                tuple(without[:_EXAMPLES]),
            )
        )
    return found


def ngrams(text: str) -> frozenset[str]:
    """Up to three words that stand side by side, in small letters; none crosses a mark or a number.

    The first and the last word must say something: "lack of" and "of training" are no terms.
    """
    found: set[str] = set()
    run: list[str] = []
    for part in [*_PART.findall(text.casefold()), "."]:
        if part[0].isalpha():
            run.append(part)
            continue
        if part == "-" and run:
            # Hyphens join: "peer-led" is two words side by side, as in the texts that write it apart.
            continue
        for start in range(len(run)):
            for end in range(start + 1, min(start + LONGEST, len(run)) + 1):
                if not says_nothing(run[start]) and not says_nothing(run[end - 1]):
                    found.add(" ".join(run[start:end]))
        run = []
    return frozenset(ngram for ngram in found if len(ngram) > 2)


def z_scores(inside: Mapping[str, int], outside: Mapping[str, int]) -> dict[str, float]:
    """Log-odds ratio of each n-gram with an informative Dirichlet prior, over its standard error."""
    names = sorted({*inside, *outside})
    if not names:
        return {}
    one = np.array([inside.get(name, 0) for name in names], dtype=np.float64)
    other = np.array([outside.get(name, 0) for name in names], dtype=np.float64)
    prior = _PRIOR * (one + other) / (one + other).sum() + 1e-9
    whole = prior.sum()

    def log_odds(counts: np.ndarray[tuple[int], np.dtype[np.float64]]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.asarray(np.log((counts + prior) / (counts.sum() + whole - counts - prior)))

    error = np.sqrt(1 / (one + prior) + 1 / (other + prior))
    return dict(zip(names, ((log_odds(one) - log_odds(other)) / error).tolist(), strict=True))


def _longest(candidates: Sequence[str], inside: Mapping[str, int], outside: Mapping[str, int]) -> list[str]:
    """Without those that occur only inside a longer one: "job shadowing" makes "shadowing" superfluous."""

    def covers(longer: str, part: str) -> bool:
        same = inside[longer] == inside[part] and outside.get(longer, 0) == outside.get(part, 0)
        return longer != part and same and f" {part} " in f" {longer} "

    return [part for part in candidates if not any(covers(longer, part) for longer in candidates)]


def _known(terms: Iterable[str]) -> re.Pattern[str] | None:
    """Finds terms in texts, with hyphens or blanks between their words and any ending; None without terms."""
    every = sorted(
        {r"[\s-]+".join(map(re.escape, words(term))) for term in terms if words(term)}, key=len, reverse=True
    )
    return re.compile(rf"\b(?:{'|'.join(every)})\w*", re.IGNORECASE) if every else None
