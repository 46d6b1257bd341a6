"""Training beside the work: the old ranking serves until the new one is whole."""

from __future__ import annotations

import threading
from collections.abc import Callable

from nlp.relevance import Relevance


class Retraining:
    """One training in a thread of its own: `done()` is asked now and then, `result()` gives the new ranking.

    A thread and not a process: numpy lets go of the interpreter in the long sums, and nothing has to be pickled.
    """

    def __init__(self, training: Callable[[], Relevance]) -> None:
        self._training = training
        self._made: Relevance | None = None
        self._failed: BaseException | None = None
        # A daemon, so that a training never keeps a command from ending: what it makes is derived.
        self._thread = threading.Thread(target=self._run, name="retraining", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._made = self._training()
        except BaseException as failure:  # noqa: BLE001 - raised again by result(), where somebody is there to see it
            self._failed = failure

    def done(self) -> bool:
        """Whether `result` answers at once."""
        return not self._thread.is_alive()

    def result(self, timeout: float | None = None) -> Relevance:
        """The new ranking, waiting for it. Raises what the training raised, or TimeoutError."""
        self._thread.join(timeout)
        if self._thread.is_alive():
            raise TimeoutError("the training has not ended yet")
        if self._failed is not None:
            raise self._failed
        if self._made is None:
            raise RuntimeError("the training ended without a ranking")
        return self._made
