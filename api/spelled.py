"""Answers whose rows are JSON before they are asked for as such."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from api.links import link_texts
from graph.ask import Answer

_spell = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Spelled(Answer):
    """An answer whose rows are JSON already; `rows` then hold what links are made of, or more.

    `texts`: each row, and the links of each where figures open.
    """

    texts: Callable[[], tuple[list[str], list[str]]] = lambda: ([], [])


def spelled(answer: Answer) -> tuple[list[str], list[str]]:
    """Each row as JSON, and its links where figures open."""
    return list(map(_spell, answer.rows)), link_texts(answer)
