"""Decisions on a large graph with a long ledger.

20,000 papers with 100,000 passages, and 5,000 decisions of 20 curators that were there before. Then 400 decisions, ten
a second, and 400 without a pause, each timed twice: from the call until it is on the disk, which is when a server
answers, and from then until the graph shows it. A tenth is double-coded, some are taken back. At the end the checkpoint
of the embedded engine: one follows every few hundred decisions, and who decides meanwhile is shown after it.
"""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from bench.data import SEED, Size, write_review
from bench.harness import Chapter, Target
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


@dataclass(frozen=True)
class Measured:
    """Seconds of each decision until it was answered, and from then until the graph showed it."""

    pace: str
    answered: list[float]
    shown: list[float]


class Follower:
    """Carries what is appended into the graph, as the thread of a server does, and notes when it did."""

    def __init__(self, live: Live) -> None:
        self._live = live
        self._wake, self._ended, self._lock = threading.Event(), threading.Event(), threading.Lock()
        self._waiting: list[float] = []
        self.shown: list[float] = []
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def answered(self, at: float) -> None:
        """A decision was answered: bring the graph up."""
        with self._lock:
            self._waiting.append(at)
        self._wake.set()

    def close(self) -> None:
        """Carry the rest, then end."""
        self._ended.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set() or self._waiting:
            self._wake.wait()
            self._wake.clear()
            with self._lock:
                taken, self._waiting = self._waiting, []
            self._live.follow()
            at = time.perf_counter()
            self.shown += [at - one for one in taken]


def decide(live: Live, acts: Acts, many: int, pause: float, pace: str) -> Measured:
    """Decide `many` times, one decision every `pause` seconds."""
    follower, answered = Follower(live), []
    start = time.perf_counter()
    for number in range(many):
        draft = acts.next()
        time.sleep(max(0.0, start + number * pause - time.perf_counter()))
        called = time.perf_counter()
        entry = live.act(draft).entry
        at = time.perf_counter()
        follower.answered(at)
        answered.append(at - called)
        acts.done(entry.curator, entry.id)
    follower.close()
    return Measured(pace, answered, follower.shown)


def measure(place: Path, size: Size, before: int, many: int, config: Config) -> tuple[list[Measured], float]:
    """What `many` decisions take after `before` of them, at two paces; and seconds of the checkpoint after them."""
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
        found = [decide(live, acts, many, 0.1, "ten a second"), decide(live, acts, many, 0.0, "without a pause")]
        start = time.perf_counter()
        live.rest()
        return found, time.perf_counter() - start
    finally:
        database.close()


def chapter(place: Path, size: Size = HUNDRED_THOUSAND, before: int = 5000, many: int = 400) -> Chapter:
    """Two rows for each pace, in milliseconds, and what is promised of ten decisions a second."""
    found, rest = measure(place, size, before, many, Config())
    rows: list[tuple[str, ...]] = []
    targets: list[Target] = []
    for one in found:
        for name, times in (("until answered", one.answered), ("from the answer until shown", one.shown)):
            ordered = sorted(1000 * seconds for seconds in times)
            shares = [ordered[min(len(ordered) - 1, int(len(ordered) * share))] for share in (0.5, 0.95, 0.99)]
            cells = [f"{milliseconds:.1f}" for milliseconds in (*shares, ordered[-1])]
            rows.append((f"{len(times)} {one.pace}", name, *cells))
            if one is found[0]:
                most = 50 if name == "until answered" else 100
                told = f"p95 {shares[1]:.0f} ms (p50 {shares[0]:.0f})"
                targets.append(Target(f"a decision, {name}, ten a second", told, f"p95 < {most} ms", shares[1] < most))
    rows.append(("after them", "a checkpoint, when nobody decides", "", "", "", f"{1000 * rest:.1f}"))
    said = f"{size.papers:,} papers, {size.findings:,} passages and {before:,} decisions before; embedded engine."
    return Chapter("Deciding", targets, said, ("decisions", "time", "p50 ms", "p95 ms", "p99 ms", "longest ms"), rows)
