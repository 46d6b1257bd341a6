"""Many texts -> suggestions, in one process or in several. The rows are the same; only the order they come in differs.

A text that cannot be tagged costs itself, never the others: an error names it, and when a process ends without an
answer (killed for want of memory), the texts that were left are tagged one at a time.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context

from graph.documents import PaperText
from graph.suggestions import Suggestion
from nlp.vocabulary import Vocabulary

SHARD = 16
"""Texts that a process is given at once."""
_ENDED = "the process that tagged it ended without an answer; perhaps there was not enough memory."


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: its suggestions, or what went wrong."""

    path: str
    suggestions: tuple[Suggestion, ...] = ()
    problem: str | None = None


Work = Callable[[Sequence[PaperText], Vocabulary], list[Outcome]]


def tag_shard(papers: Sequence[PaperText], vocabulary: Vocabulary) -> list[Outcome]:
    """The outcome of each text; a pure function, for any process."""
    from nlp.candidates import suggestions_of_all  # here, so that what only shares texts loads no spaCy

    try:
        return [Outcome(paper.path, tuple(found)) for paper, found in suggestions_of_all(papers, vocabulary)]
    except Exception as failure:  # noqa: BLE001  (whatever it is, the other texts go on, and the file is named)
        if len(papers) > 1:
            return [one for paper in papers for one in tag_shard([paper], vocabulary)]
        return [Outcome(papers[0].path, problem=f"it could not be tagged ({type(failure).__name__}: {failure}).")]


def outcomes(
    papers: Iterable[PaperText], vocabulary: Vocabulary, workers: int = 1, *, work: Work = tag_shard
) -> Iterator[Outcome]:
    """The outcome of every text, as it is done; `workers` processes share them when there is more than one shard."""
    shards = list(_shards(papers))
    if workers < 2 or len(shards) < 2:
        for shard in shards:
            yield from work(shard, vocabulary)
        return
    lost: list[PaperText] = []
    with _pool(min(workers, len(shards))) as pool:
        waiting = {pool.submit(work, shard, vocabulary): shard for shard in shards}
        try:
            for done in as_completed(waiting):
                try:
                    yield from done.result()
                except BrokenProcessPool:
                    lost += waiting[done]
        finally:
            # After Ctrl-C nobody waits for what was not begun.
            pool.shutdown(wait=False, cancel_futures=True)
    yield from _one_by_one(lost, vocabulary, work)


def _one_by_one(papers: Sequence[PaperText], vocabulary: Vocabulary, work: Work) -> Iterator[Outcome]:
    """Texts whose process ended, each the only one that a process has, so that the one that ends it is known."""
    left = list(papers)
    while left:
        with _pool(1) as pool:
            while left:
                paper = left.pop(0)
                try:
                    yield from pool.submit(work, [paper], vocabulary).result()
                except BrokenProcessPool:
                    yield Outcome(paper.path, problem=_ENDED)
                    break


def _pool(workers: int) -> ProcessPoolExecutor:
    # Not forked: a forked child has the locks of threads that it does not have.
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; the one that shares out the texts answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _shards(papers: Iterable[PaperText]) -> Iterator[list[PaperText]]:
    waiting = iter(papers)
    while shard := list(islice(waiting, SHARD)):
        yield shard
