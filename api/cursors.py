"""Cursors of lists: where the next page begins, on which revision, and of which question. Opaque to clients.

A cursor holds no secret and needs no signature: it can name nothing that `after` could not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

MOST = 4096
"""Characters of a cursor."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """The place between two rows: the last key before it, and the key before the window of keys that holds it."""

    revision: str
    question: str
    after: str
    window: str


class ForeignCursor(Exception):
    """A cursor that this list did not give for these filters."""


class StaleCursor(Exception):
    """A cursor of another revision than the one that is served."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.revision = revision


def question(path: str, filters: Mapping[str, object]) -> str:
    """What a cursor belongs to: one list under one filter."""
    told = json.dumps([path, {name: value for name, value in filters.items() if value is not None}], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def written(cursor: Cursor) -> str:
    """A cursor as one word for an address."""
    told = json.dumps([1, cursor.revision, cursor.question, cursor.after, cursor.window], ensure_ascii=False)
    return base64.urlsafe_b64encode(told.encode()).decode().rstrip("=")


def read(word: str, question_: str, revision: str) -> Cursor:
    """The cursor of a word. Raises ForeignCursor or StaleCursor."""
    try:
        if len(word) > MOST:
            raise ValueError
        padded = word.encode("ascii") + b"=" * (-len(word) % 4)
        told = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        version, *parts = told
        if version != 1 or not all(isinstance(part, str) for part in parts):
            raise ValueError
        cursor = Cursor(*parts)
        json.dumps([cursor.after, cursor.window], ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise ForeignCursor from None
    if cursor.question != question_:
        raise ForeignCursor
    if cursor.revision != revision:
        raise StaleCursor(cursor.revision)
    return cursor
