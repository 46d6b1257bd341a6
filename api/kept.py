"""What was made for one revision and is asked for again: kept by key up to a weight, and made once however many ask."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Made(Generic[Value]):
    """A value that was just made, what it weighs, and whether it may be kept."""

    value: Value
    weight: int
    keep: bool = True


class Kept(Generic[Value]):
    """The values that were asked for last. The key names everything that decides a value, the revision first of all.

    `most`: what all values weigh together at most; one that weighs more than a quarter of it is not kept.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._lock = threading.Lock()
        self._held: OrderedDict[str, Made[Value]] = OrderedDict()
        self._making: dict[str, Future[Made[Value]]] = {}

    def get_or_make(self, key: str, make: Callable[[], Made[Value]]) -> Value:
        """The value of a key. Whoever asks while it is being made waits for it, and gets what `make` raised too."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key].value
            waiting = self._making.get(key)
            if waiting is None:
                mine: Future[Made[Value]] = Future()
                self._making[key] = mine
        if waiting is not None:
            return waiting.result().value
        try:
            made = make()
        except BaseException as error:
            self._done(key)
            mine.set_exception(error)
            raise
        self._done(key, made)
        mine.set_result(made)
        return made.value

    def _done(self, key: str, made: Made[Value] | None = None) -> None:
        with self._lock:
            del self._making[key]
            if made is None or not made.keep or made.weight > self._most // 4:
                return
            self._held[key] = made
            self._weight += made.weight
            while self._weight > self._most:
                self._weight -= self._held.popitem(last=False)[1].weight
