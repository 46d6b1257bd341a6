"""Many texts -> suggestions, shard by shard, in this process or by workers. The rows are the same; only the order they
come in differs.

A text that cannot be tagged costs itself, never the others: an error names it, and a shard over which a worker ends
(killed for want of memory) is halved until the text that ends it is known.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass
from math import ceil

from graph.documents import PaperText
from graph.errors import WorkersUnavailable
from graph.suggestions import Suggestion
from nlp.shards import OtherVersions, Outcome, TaggedShard, packed, shard_of, suggestions_in, tag_shard
from nlp.versions import Versions, text_key, versions
from nlp.vocabulary import Vocabulary
from nlp.workers import KEPT, Spelled, Workers, open_workers

LEAST, MOST, MANY = 16, 1000, 100
"""Texts in a shard: a hundredth of all, at least 16 and at most 1,000."""
MOST_CHARACTERS = 2_000_000
"""A shard ends with the text that reaches it: about thirty articles, or a thousand abstracts."""
_PATIENCE = 5.0
"""Seconds without an answer after which it is asked whether anybody is left."""
MOST_ENDED = 10
"""Texts one after the other that end their worker: then it is not the texts."""
_ENDED = "the process that tagged it ended without an answer; perhaps there was not enough memory."

Texts = Mapping[str, PaperText]
"""Texts by key."""
Work = Callable[[bytes, Vocabulary, Versions], TaggedShard]


@dataclass(frozen=True, slots=True)
class Done:
    """A shard that was tagged, if any of it could be; its suggestions by key, and the texts that are not among them."""

    shard: TaggedShard | None
    found: Mapping[str, tuple[Suggestion, ...]]
    problems: tuple[Outcome, ...]


def cut(papers: Sequence[PaperText], vocabulary: Vocabulary, size: int | None = None) -> list[dict[str, PaperText]]:
    """The texts in shards of at most `size` (default: a hundredth of them, see LEAST and MOST), in their order."""
    most = size or min(MOST, max(LEAST, ceil(len(papers) / MANY)))
    shards: list[dict[str, PaperText]] = []
    characters = MOST_CHARACTERS
    for paper in papers:
        if characters >= MOST_CHARACTERS or len(shards[-1]) >= most:
            shards.append({})
            characters = 0
        shards[-1][text_key(paper, vocabulary)] = paper
        characters += len(paper.text.text)
    return shards


def tagged_shards(
    shards: Sequence[Texts], vocabulary: Vocabulary, executor: Spelled | None = None, *, work: Work = tag_shard
) -> Iterator[Done]:
    """Every shard as it is done: in this process, or by the workers of an executor where there is more than one.

    Raises WorkersUnavailable; what was yielded before is good.
    """
    if executor is None or (executor.processes and min(executor.processes, len(shards)) < 2):
        for shard in shards:
            tagged, found = shard_of(shard, vocabulary)
            yield Done(tagged, found, tagged.problems)
        return
    lost: list[Texts] = []
    left = deque(shards)
    while left:
        with open_workers(executor) as workers:
            yield from _shared(workers, executor, left, lost, vocabulary, work)
    ended = 0
    for done in _alone(deque(lost), executor, vocabulary, work):
        ended = ended + 1 if done.shard is None else 0
        if ended > MOST_ENDED:
            raise WorkersUnavailable(executor.text, f"its workers end over every text they are given. {KEPT}")
        yield done


def _shared(  # noqa: PLR0913, PLR0917  (one loop, cut out of the function above)
    workers: Workers, executor: Spelled, left: deque[Texts], lost: list[Texts], vocabulary: Vocabulary, work: Work
) -> Iterator[Done]:
    """What workers make of the shards that are `left`; ends early when they break. What they lose goes to `lost`."""
    running: dict[Future[TaggedShard], Texts] = {}
    while left or running:
        try:
            while left and len(running) < workers.width:
                future = workers.executor.submit(work, packed(left[0]), vocabulary, versions())
                running[future] = left.popleft()
        except BrokenExecutor:
            lost += running.values()
            return
        for future in _first(running, workers):
            shard = running.pop(future)
            try:
                done = _checked(future.result(), shard)
            except workers.lost:
                lost.append(shard)
            except Exception as error:
                if not isinstance(error, CancelledError):
                    workers.check()  # a scheduler that closes breaks answers in many ways
                raise _told(error, executor) from error
            else:
                yield done


def _first(running: Mapping[Future[TaggedShard], Texts], workers: Workers) -> set[Future[TaggedShard]]:
    while not (done := wait(running, _PATIENCE, FIRST_COMPLETED).done):
        workers.check()
    return done


def _alone(left: deque[Texts], executor: Spelled, vocabulary: Vocabulary, work: Work) -> Iterator[Done]:
    """Shards that were lost, one at a time: whole, or in halves, down to the text that ends its worker."""
    alone = Spelled("local:1", processes=1) if executor.processes else executor
    while left:
        lost: list[Texts] = []
        with open_workers(alone) as workers:
            while left and not lost:
                yield from _shared(workers, executor, deque([left.popleft()]), lost, vocabulary, work)
        for shard in lost:
            keys = list(shard)
            if len(keys) == 1:
                yield Done(None, {}, (Outcome(shard[keys[0]].path, problem=_ENDED),))
            else:
                half = len(keys) // 2
                left.extendleft({key: shard[key] for key in part} for part in (keys[half:], keys[:half]))


def _checked(answer: TaggedShard, sent: Texts) -> Done:
    """An answer from elsewhere, read strictly. Raises ValueError when it is not about the texts that were sent."""
    if hashlib.sha256(answer.content).hexdigest() != answer.output_sha256:
        raise ValueError("its bytes are not the ones that were written")
    row, found = suggestions_in(answer.content)
    failed = {one.path for one in answer.problems}
    if row != answer.row or set(found) != {key for key, paper in sent.items() if paper.path not in failed}:
        raise ValueError("it is about other texts than were sent")
    return Done(answer, found, answer.problems)


def _told(error: Exception, executor: Spelled) -> WorkersUnavailable:
    if isinstance(error, CancelledError):
        return WorkersUnavailable(executor.text, f"the connection to the scheduler was lost. {KEPT}")
    if isinstance(error, OtherVersions):
        parts = [
            f"{name} {getattr(error.here, name)}, here {getattr(error.wanted, name)}"
            for name in Versions.__slots__
            if getattr(error.here, name) != getattr(error.wanted, name)
        ]
        said = f"a worker would tag otherwise: {'; '.join(parts)}. Install the same versions for the workers. {KEPT}"
        return WorkersUnavailable(executor.text, said)
    said = (str(error).splitlines() or [""])[0]
    told = f"a worker could not do its work ({type(error).__name__}: {said}). Is the same narragraph installed there?"
    return WorkersUnavailable(executor.text, f"{told} {KEPT}")
