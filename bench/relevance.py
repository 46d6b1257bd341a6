"""How many decisions until a ranking helps: coded survey answers, side by side; `python -m bench.relevance`.

The answers are texts, their published codes the truth. A third of the respondents is held out each time; for each code
with at least 20 answers the held-out answers are ranked. All settings were chosen on q06; q38 is the held-out figure.

One decision is one answer judged for one code, as in the ledger: the code by lot, and six times in ten the answer that
keyword search puts first, else one by lot. The second table counts whole answers (all their codes decided) by lot. All
contestants learn from the same decisions.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.bag_of_words import bag_of_words
from bench.harness import table
from nlp.keyword_ranking import InfluenceText, learn_keywords
from nlp.metrics import Measured, average_precision, bootstrap, reading_effort
from nlp.relevance import Labelled, train

FILES = {"q06": "q06_barriers_implementation.csv", "q38": "q38_preventing_inclusion.csv"}
POINTS = (0, 50, 100, 200, 400)
FEWEST, HELD_OUT, SEEDS = 20, 1 / 3, 20
KEYWORD, BASELINE, OURS = "keyword search", "TF-IDF + LR", "narragraph"
BAG, BAG_AND_WORDS = "TextCatBOW", "TextCatBOW + keywords"
_ANSWER = 10
_NOT_IN_A_QUERY = {"issue", "issues", "general"}
Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
Decision = tuple[int, int]
"""Row of the answer, column of the code."""
Rank = Callable[[Sequence[Decision]], Floats]


@dataclass(frozen=True)
class Answers:
    """The answers of one question, one respondent each, and the codes with enough answers."""

    texts: tuple[str, ...]
    codes: tuple[str, ...]
    coded: Truth


@dataclass(frozen=True)
class Point:
    """Each code's mean over the splits, and each contestant's."""

    decisions: int
    precision: dict[str, Floats]
    effort: dict[str, Floats]


def read_answers(file: Path) -> Answers:
    """The non-blank answers; line 1 holds published totals and line 2 the names (see the data's own notes)."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        _, names, *rows = csv.reader(lines)
    at = _ANSWER
    columns = [place for place, name in enumerate(names) if place > at and name.strip()]
    answered = [row for row in rows if row[at].strip()]
    coded = np.array([[row[place].strip() == "1" for place in columns] for row in answered])
    kept = [number for number, answers in enumerate(coded.sum(axis=0)) if answers >= FEWEST]
    codes = tuple(names[columns[number]].strip() for number in kept)
    return Answers(tuple(row[at].strip() for row in answered), codes, coded[:, kept])


def split(answers: int, seed: int) -> tuple[list[int], list[int]]:
    """Respondents whose answers may be decided on, and respondents held out."""
    order = np.random.default_rng([seed, 7]).permutation(answers)
    held = round(answers * HELD_OUT)
    return order[held:].tolist(), order[:held].tolist()


def keyword_hits(texts: Sequence[str], codes: Sequence[str]) -> Floats:
    """Plain keyword search: how many words of the code's name stand in the text."""
    found = [set(re.findall(r"\w+", text.casefold())) for text in texts]
    wanted = [set(re.findall(r"\w+", code.casefold())) - _NOT_IN_A_QUERY for code in codes]
    return np.array([[float(len(words & query)) for query in wanted] for words in found])


def one_by_one(hits: Floats, pool: Sequence[int], seed: int) -> list[Decision]:
    """Decisions on single pairs, as many as the last point."""
    draw = np.random.default_rng([seed, 11])
    rows = np.array(pool)
    orders = [rows[_order(hits[rows, code], draw)].tolist() for code in range(hits.shape[1])]
    made: list[Decision] = []
    while len(made) < POINTS[-1]:
        code = int(draw.integers(len(orders)))
        place = 0 if draw.random() < 0.6 else int(draw.integers(len(orders[code])))
        made.append((orders[code].pop(place), code))
    return made


def whole_answers(pool: Sequence[int], codes: int, seed: int) -> list[list[Decision]]:
    """Answers by lot, each with all its codes."""
    order = np.random.default_rng([seed, 3]).permutation(np.array(pool))
    return [[(int(row), code) for code in range(codes)] for row in order]


def _order(scores: Floats, draw: np.random.Generator) -> NDArray[np.int64]:
    """Best first; equals by lot, so that the order of the file gives nothing away."""
    lot = draw.permutation(scores.size)
    return np.asarray(lot[np.argsort(-scores[lot], kind="stable")], dtype=np.int64)


def contestants(answers: Answers, pool: Sequence[int], test: Sequence[int], *, bag: bool = False) -> dict[str, Rank]:
    """Every way to rank the held-out answers: decisions -> one row an answer, one column a code."""
    texts, wanted = [answers.texts[row] for row in pool], [answers.texts[row] for row in test]
    influences = [InfluenceText(code, (code,)) for code in answers.codes]
    plain = keyword_hits(wanted, answers.codes)

    def ours(made: Sequence[Decision]) -> Floats:
        labelled = [
            Labelled(answers.texts[row], answers.codes[code], bool(answers.coded[row, code]), f"respondent {row}")
            for row, code in made
        ]
        return train(labelled, influences, unread=texts).log_odds(wanted)[:, : len(answers.codes)]

    found: dict[str, Rank] = {KEYWORD: lambda _: plain, BASELINE: _baseline(answers, texts, wanted, plain)}
    if bag:
        alone = bag_of_words(answers.texts, answers.coded, wanted)
        hints = learn_keywords(influences, texts).scores(wanted)
        found |= {BAG: alone, BAG_AND_WORDS: lambda made: 2 * hints + alone(made)}
    return found | {OURS: ours}


def _baseline(answers: Answers, texts: Sequence[str], wanted: Sequence[str], plain: Floats) -> Rank:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    weigh = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(texts)
    seen, new = weigh.transform(answers.texts), weigh.transform(wanted)

    def rank(made: Sequence[Decision]) -> Floats:
        scores = plain.copy()
        for code in range(len(answers.codes)):
            rows = [row for row, of in made if of == code]
            right = answers.coded[rows, code]
            # Until a code has seen both kinds there is nothing to fit: keyword search stands in.
            if rows and 0 < right.sum() < right.size:
                model = LogisticRegression(C=10, class_weight="balanced", max_iter=500).fit(seen[rows], right)
                scores[:, code] = model.decision_function(new)
        return scores

    return rank


def measure(
    answers: Answers, kind: str, points: Sequence[int] = POINTS, seeds: int = SEEDS, *, bag: bool = False
) -> list[Point]:
    """Average precision and reading effort of each contestant after so many decisions, code by code."""
    figures: dict[tuple[int, str], list[list[tuple[float, float]]]] = {}
    for seed in range(seeds):
        pool, test = split(len(answers.texts), seed)
        truth = answers.coded[test]
        made = one_by_one(keyword_hits(answers.texts, answers.codes), pool, seed)
        whole = whole_answers(pool, len(answers.codes), seed)
        for name, rank in contestants(answers, pool, test, bag=bag).items():
            for point in points:
                if kind == "whole answers" and point > len(pool):
                    continue
                taught = made[:point] if kind == "pairs" else [pair for answer in whole[:point] for pair in answer]
                figures.setdefault((point, name), []).append(_measured(rank(taught), truth, seed))
    names = list(dict.fromkeys(name for _, name in figures))
    reached = [point for point in points if (point, OURS) in figures]
    by_point = {point: {name: np.array(figures[point, name]) for name in names} for point in reached}
    return [
        Point(point, *({name: _code_means(held, which) for name, held in by_point[point].items()} for which in (0, 1)))
        for point in reached
    ]


def _measured(scores: Floats, truth: Truth, seed: int) -> list[tuple[float, float]]:
    draw = np.random.default_rng([seed, 5])
    found = []
    for code in range(truth.shape[1]):
        right = truth[_order(scores[:, code], draw), code].tolist()
        precision, effort = average_precision(right), reading_effort(right)
        found.append((np.nan if precision is None else precision, np.nan if effort is None else effort))
    return found


def _code_means(splits: Floats, which: int) -> Floats:
    """The mean over the splits in which the code occurs among the held-out answers."""
    return np.asarray(np.nanmean(splits[:, :, which], axis=0))


def over_codes(values: Floats) -> Measured:
    """The mean over the codes, codes drawn anew for the interval."""
    return bootstrap(values.size, lambda places: float(values[list(places)].mean()), drawn="codes")


def _brief(found: Measured) -> str:
    return f"{found.value:.3f} [{found.low:.2f}, {found.high:.2f}]"


def _gain(found: Measured) -> str:
    return f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def rows(points: Sequence[Point], which: str) -> list[tuple[str, ...]]:
    """One line for each number of decisions; the last column is what was gained on the order before any decision."""
    start = getattr(points[0], which)[OURS]
    found = []
    for point in points:
        by_name: dict[str, Floats] = getattr(point, which)
        cells = [_brief(over_codes(by_name[name])) for name in by_name]
        gained = _gain(over_codes(by_name[OURS] - start)) if point.decisions else ""
        found.append((str(point.decisions), *cells, gained))
    return found


def main() -> None:
    """Print every table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m bench.relevance", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder niblse_survey of the sample data")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"how often to split (default {SEEDS})")
    parser.add_argument("--bag", action="store_true", help="spaCy's bag of words too (an hour)")
    asked = parser.parse_args()
    for question, file in FILES.items():
        answers = read_answers(asked.data / file)
        print(f"## {question}: {len(answers.texts)} answers, {len(answers.codes)} codes, {asked.seeds} splits\n")
        for kind in ("pairs", "whole answers"):
            points = measure(answers, kind, seeds=asked.seeds, bag=asked.bag)
            for which, said in (("precision", "average precision"), ("effort", "share read for 95 % recall")):
                print(f"### {said}; a decision is one of: {kind}\n")
                head = ("decisions", *getattr(points[0], which), f"{OURS} against 0 decisions")
                print(table(head, rows(points, which)))


if __name__ == "__main__":
    main()
