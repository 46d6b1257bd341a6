"""Decisions, one after another, on a large graph with a long ledger: `python -m bench.decisions [--engine neo4j]`.

20,000 papers with 100,000 passages, and 5,000 decisions of 20 curators that were there before; then 400 decisions are
written and take effect, each timed from the call to the answer. A tenth is double-coded, some are taken back.
Neo4j is the server that the environment names (NARRAGRAPH_NEO4J_URI), and is emptied by nobody: name an empty one.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
from dataclasses import replace
from itertools import count
from pathlib import Path

from bench.data import SEED, Size, write_review
from bench.harness import table
from cli.curated import read_curated
from curation.append import Writer
from curation.apply import Base, Live
from curation.entries import Assignment, Body, Claim, Decision, Draft, Drawn, Undo, Verdict
from graph.anchors import Anchor
from graph.build import build
from graph.config import Config
from graph.documents import Section, text_sha256
from graph.ids import suggestion_id, text_passage_id
from graph.model import Assertion, Direction
from graph.store import open_graph
from graph.suggestions import Band, Suggestion

HUNDRED_THOUSAND = Size(20_000, 500, 50, 5)
CURATORS = tuple(f"curator-{number}" for number in range(20))
WORDS = "Staff said that it was hard to find the time."
DIRECTIONS = (Direction.FACILITATOR, Direction.BARRIER, Direction.MIXED)
_PLAIN = Suggestion(
    id="",
    paper_id="",
    path="texts/a.txt",
    anchor=Anchor(text_sha256(WORDS), 0, len(WORDS), WORDS, "", ""),
    influence_id="",
    direction=Direction.BARRIER,
    assertion=Assertion.FINDING,
    mitigated=False,
    band=Band.STRONG,
    score=0.5,
    reasons=(),
    context=(),
    section=Section.RESULTS,
    heading=None,
    language="en",
    engine="bench",
)


def suggestion(size: Size, number: int) -> Suggestion:
    """One of as many suggestions as wanted, spread over papers and influences."""
    paper = f"doi:10.5555/synthetic.{number * 7 % size.papers}"
    influence = f"influence-{number * 13 % size.influences}"
    anchor = replace(_PLAIN.anchor, char_start=number * 50, char_end=number * 50 + len(WORDS))
    id_ = suggestion_id(text_passage_id(paper, anchor.text_sha256, anchor.char_start, anchor.char_end), influence)
    return replace(_PLAIN, id=id_, paper_id=paper, influence_id=influence, anchor=anchor)


class Acts:
    """Acts as they come in a team, the same in every run."""

    def __init__(self, size: Size, drawn: int) -> None:
        self._chance = random.Random(SEED)
        self._size = size
        self._numbers = count()
        self._own: dict[str, list[str]] = {name: [] for name in CURATORS}
        self.assignment = Assignment(
            0.1, SEED, drawn * 10, tuple(Drawn(suggestion(size, n * 10).id, CURATORS[:2]) for n in range(drawn))
        )

    def next(self) -> Draft:
        """The next act."""
        number = next(self._numbers)
        double = number % 10 == 0
        who = self._chance.choice(CURATORS[:2] if double else CURATORS)
        body: Body
        if self._own[who] and self._chance.random() < 0.05:
            body = Undo(self._own[who].pop())
        else:
            shown = suggestion(self._size, number - number % 20 if double else number)
            place = f"Service {self._chance.randrange(self._size.settings)}"
            said = Claim(shown.influence_id, self._chance.choice(DIRECTIONS), setting=place, setting_kind="service")
            body = Decision(shown, Verdict.EDIT, shown.anchor, (said,))
        return Draft(who, "pc", f"n{number}", body)

    def done(self, who: str, id_: str) -> None:
        """An entry that may be taken back later."""
        self._own[who].append(id_)


def measure(place: Path, size: Size, before: int, many: int, config: Config) -> list[float]:
    """Seconds of each of `many` decisions after `before` of them."""
    folder = write_review(place / "review", size, "parquet")
    acts = Acts(size, max(1, before // 10))
    writer = Writer(folder)
    writer.append(Draft(CURATORS[0], "pc", "draw", acts.assignment))
    for _ in range(before):
        entry = writer.append(acts.next()).entry
        acts.done(entry.curator, entry.id)
    curated = read_curated(folder)
    if curated.known is None:
        raise SystemExit("\n".join(str(problem) for problem in curated.ingested.report.problems))
    build(curated.ingested.tables, folder, config, force=True)
    database = open_graph(folder, config, writable=True)
    try:
        live = Live(folder, Base(curated.known, curated.inputs), database)
        live.begin()
        times = []
        for _ in range(many):
            draft = acts.next()
            started = time.perf_counter()
            entry = live.act(draft).entry
            times.append(time.perf_counter() - started)
            acts.done(entry.curator, entry.id)
    finally:
        database.close()
    return times


def report(times: list[float], before: int) -> str:
    """One row: how long a decision takes, in milliseconds."""
    ordered = sorted(1000 * one for one in times)
    shares = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
    cells = [f"{len(times)}", f"{before:,}", *(f"{one:.1f}" for one in (*shares, ordered[-1]))]
    return table(("decisions", "before them", "p50 ms", "p95 ms", "p99 ms", "longest ms"), [cells])


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.decisions", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--engine", choices=("ladybug", "neo4j"), default="ladybug")
    parser.add_argument("--smoke", action="store_true", help="tiny sizes, to see that it runs")
    asked = parser.parse_args()
    size, before, many = (Size(60, 20, 4, 5), 50, 20) if asked.smoke else (HUNDRED_THOUSAND, 5000, 400)
    config = replace(Config.from_env(os.environ), engine=asked.engine)
    with tempfile.TemporaryDirectory(prefix="narragraph-bench-") as place:
        times = measure(Path(place), size, before, many, config)
    print(report(times, before))
    print(json.dumps([round(1000 * one, 2) for one in times[:20]]))


if __name__ == "__main__":
    main()
