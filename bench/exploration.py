"""Are passages that no word of the vocabulary is in worth proposing? `python -m bench.exploration FOLDER`, ten minutes.

A reader decides on (text, influence) pairs, ten at a time in the order of nlp/reading_order.py, as the decisions so far
teach. The pool is what the rules propose; or that and, in the slot for exploration, what only the model
proposes. Counted is what was found right. Texts: coded survey answers, each as a paper of its own, with single words of
the codes' names as weak terms; and the labelled phrases of tests/data/telemedicine_themes.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.harness import ROOT, table
from bench.relevance import FILES, read_answers
from graph.anchors import Anchor
from graph.documents import Section
from graph.ids import fold
from graph.model import Assertion, Direction
from graph.suggestions import Band, Suggestion
from graph.terms import Strength, Term
from nlp.candidates import propose
from nlp.keyword_ranking import InfluenceText
from nlp.model_only import MOST, may_explore
from nlp.reading_order import Progress, next_batch
from nlp.relevance import Labelled, train
from nlp.vocabulary import InfluenceWords, Vocabulary, vocabulary

POINTS, SEEDS = (100, 200, 400, 800), 3
THEMES = ROOT / "tests" / "data" / "telemedicine_themes"
_NO_TERMS = {"issue", "issues", "general", "lack", "other", "much", "from"}
Pair = tuple[int, int]
"""Number of the text and of the influence."""


@dataclass(frozen=True)
class Coded:
    """Texts, what is looked for, and which text is about which influence."""

    texts: Sequence[str]
    influences: tuple[InfluenceText, ...]
    words: Vocabulary
    truth: NDArray[np.bool_]

    def proposed(self) -> dict[Pair, float]:
        """What the rules propose, with the best score of each pair."""
        column = {one.influence_id: at for at, one in enumerate(self.influences)}
        found: dict[Pair, float] = {}
        for row, text in enumerate(self.texts):
            for one in propose(text, self.words):
                pair = (row, column[one.influence_id])
                found[pair] = max(one.score, found.get(pair, 0.0))
        return found


def answers(data: Path, question: str) -> Coded:
    """One question of the survey."""
    read = read_answers(data / "niblse_survey" / FILES[question])
    names = [(f"code-{at}x{at}", code) for at, code in enumerate(read.codes)]
    terms = [
        Term(id_, word, "en", Strength.WEAK)
        for id_, code in names
        for word in sorted(set(re.findall(r"[a-z]{4,}", code.casefold())) - _NO_TERMS)
    ]
    found = vocabulary([InfluenceWords(*name) for name in names], terms)
    return Coded(read.texts, tuple(InfluenceText(id_, (code,)) for id_, code in names), found, read.coded)


def phrases(data: Path) -> Coded:
    """The labelled phrases of the umbrella review."""
    book, terms, labels = (_records(THEMES / f"{name}.csv") for name in ("codebook", "terms", "labels"))
    cells = [
        row[name] for row in _records(data / "telemedicine_umbrella" / "reviews.csv") for name in row if name[-1] == "s"
    ]
    lines = {fold(line) for cell in cells for line in cell.split("\n") if line.strip()}
    by_hash = {hashlib.sha256(line.encode()).hexdigest(): line for line in lines}
    names = [(row["influence_id"], row["name"]) for row in book]
    told = [Term(row["influence_id"], row["term"], row["language"], Strength(row["strength"])) for row in terms]
    influences = tuple(
        InfluenceText(id_, (name, *(term.text for term in told if term.influence_id == id_))) for id_, name in names
    )
    truth = np.array([[id_ in row["themes"].split("|") for id_, _ in names] for row in labels])
    texts = [by_hash[row["phrase_sha256"]] for row in labels]
    return Coded(texts, influences, vocabulary([InfluenceWords(*name) for name in names], told), truth)


def _records(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def found_right(coded: Coded, most: int, seed: int, *, explore: bool) -> list[tuple[int, int]]:
    """Decisions made and pairs found right, after every ten."""
    rules = {pair: _suggestion(coded, pair, score, (0, 1)) for pair, score in coded.proposed().items()}
    decided: dict[Pair, bool] = {}
    curve = [(0, 0)]
    while len(decided) < most:
        pool, scores = _pool(coded, rules, decided, explore=explore)
        pair_of = {one.id: pair for pair, one in pool.items()}
        approved = {_cell(coded, pair): 1 for pair, right in decided.items() if right}
        batch = next_batch(list(pool.values()), scores, Progress(approved=approved), seed=seed + len(decided))
        if not batch:
            break
        for pick in batch:
            pair = pair_of[pick.suggestion.id]
            decided[pair] = bool(coded.truth[pair])
        curve.append((len(decided), sum(decided.values())))
    return curve


def _pool(
    coded: Coded, rules: dict[Pair, Suggestion], decided: dict[Pair, bool], *, explore: bool
) -> tuple[dict[Pair, Suggestion], dict[str, float]]:
    pool = {pair: one for pair, one in rules.items() if pair not in decided}
    if not decided:
        return pool, {}
    names = [one.influence_id for one in coded.influences]
    held = [Labelled(coded.texts[row], names[at], right, str(row)) for (row, at), right in decided.items()]
    scores = train(held, coded.influences, unread=coded.texts).scores(coded.texts)
    for at, name in enumerate(names):
        if explore and name in may_explore(held):
            order = np.argsort(-scores[:, at], kind="stable").tolist()
            unnamed = [(row, at) for row in order if (row, at) not in rules and (row, at) not in decided]
            pool |= {pair: _suggestion(coded, pair, 0.0, None) for pair in unnamed[:MOST]}
    return pool, {one.id: float(scores[pair]) for pair, one in pool.items()}


def _cell(coded: Coded, pair: Pair) -> tuple[str, str]:
    return f"paper:{pair[0]}", coded.influences[pair[1]].influence_id


def _suggestion(coded: Coded, pair: Pair, score: float, mention: tuple[int, int] | None) -> Suggestion:
    paper, influence = _cell(coded, pair)
    text = coded.texts[pair[0]]
    return Suggestion(
        id=f"{pair[0]}-{influence}",
        paper_id=paper,
        path=f"texts/{pair[0]}",
        anchor=Anchor(str(pair[0]), 0, len(text), text, "", ""),
        influence_id=influence,
        direction=Direction.UNCLEAR,
        assertion=Assertion.FINDING,
        mitigated=False,
        band=Band.WEAK,
        score=score,
        reasons=(),
        context=(),
        section=Section.RESULTS,
        heading=None,
        language="en",
        engine="bench",
        mention=mention,
    )


def main() -> None:
    """Print how many right pairs were found after so many decisions, as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m bench.exploration", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the sample data")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    asked = parser.parse_args()
    bodies = {"phrases": phrases(asked.data), **{question: answers(asked.data, question) for question in FILES}}
    rows = []
    for name, coded in bodies.items():
        right, of = sum(bool(coded.truth[pair]) for pair in coded.proposed()), int(coded.truth.sum())
        for explore in (False, True):
            curves = [found_right(coded, POINTS[-1], seed, explore=explore) for seed in range(asked.seeds)]
            means = [np.mean([max(r for n, r in curve if n <= point + 9) for curve in curves]) for point in POINTS]
            said = "rules and exploration" if explore else "rules alone"
            rows.append((f"{name} ({right} of {of} in the rules' reach)", said, *(f"{mean:.0f}" for mean in means)))
    print(table(("texts", "pool", *(f"{point} decisions" for point in POINTS)), rows))


if __name__ == "__main__":
    main()
