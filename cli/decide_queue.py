"""What waits for one curator in the terminal: the queue of the desk, and what they just took back first of all."""

from __future__ import annotations

from cli.desk import Opened
from curation.desk import Desk
from curation.queue import Part, Queue
from graph.errors import NotFound, near_misses
from graph.suggestions import Suggestion
from nlp.phrase_tasks import PhraseTask

Item = Suggestion | PhraseTask


def check_part(opened: Opened, part: Part) -> None:
    """Raise NotFound when it names a paper or an influence that the review does not have."""
    material = opened.material
    if part.paper is not None and part.paper not in material.papers:
        raise NotFound("Paper", part.paper, near_misses(part.paper, material.papers))
    if part.influence is not None and part.influence not in material.influences:
        raise NotFound("Influence", part.influence, near_misses(part.influence, material.influences))


def the_item(found: object) -> Item:
    """What a queue gave: a passage, or a phrase as the tables have it."""
    if not isinstance(found, Suggestion | PhraseTask):
        raise TypeError(f"{type(found).__name__} cannot be decided on in a terminal")
    return found


def both(passages: int, phrases: int) -> str:
    """`1 passage and 40 phrases`; what there is none of is left out, and both where there is nothing."""
    counts = [(many, word) for many, word in ((passages, "passage"), (phrases, "phrase")) if many]
    said = [f"{many:,} {word if many == 1 else f'{word}s'}" for many, word in counts]
    return " and ".join(said) or "no passages and no phrases"


class Waiting:
    """The queue of one curator, or a part of it."""

    def __init__(self, desk: Desk, queue: Queue, curator: str, part: Part) -> None:
        self._desk, self._queue, self._curator, self._part = desk, queue, curator, part
        self._again: str | None = None

    def next(self) -> Item | None:
        """What to decide now; null when nothing waits."""
        wanted, self._again = self._again, None
        if wanted is not None:
            passages, phrases = self._queue.waiting(self._curator, self._part), self._queue.phrases(self._part)
            again = {**{one.id: one for one in phrases}, **{one.id: one for one in passages}}.get(wanted)
            if again is not None:
                return the_item(again)
        found = self._queue.next(self._curator, self._part)
        return None if found is None else the_item(found)

    def again(self, id_: str) -> None:
        """Show this one next, if it waits: it was taken back."""
        self._again = id_

    def waits(self, task: PhraseTask) -> bool:
        """Whether nobody assigned a phrase meanwhile."""
        return any(one.id == task.id for one in self._queue.phrases(self._part))

    def put_off(self, item: Item) -> None:
        """Come back to it at the end of its batch. Nothing is written."""
        self._queue.put_off(self._curator, item.id, self._part)

    def progress(self) -> str:
        """How far the curator is: `3 of 10 in this batch, 577 wait`."""
        done = self._queue.progress(self._curator, self._part)
        wait = both(done.waiting, done.phrases) if done.phrases else f"{done.waiting:,}"
        verb = "waits" if done.waiting + done.phrases == 1 else "wait"
        return f"{min(done.batch, done.batch - done.batch_left + 1)} of {done.batch} in this batch, {wait} {verb}"

    @property
    def left(self) -> str:
        """What waits, without the verb."""
        done = self._queue.progress(self._curator, self._part)
        return both(done.waiting, done.phrases)
