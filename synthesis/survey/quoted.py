"""The passages that a brief shows of one influence: every direction, comparable settings and quotes of texts first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from graph.database import Row
from graph.model import Direction
from synthesis.report_findings import KINDS

ASKED = (Direction.BARRIER, Direction.FACILITATOR, Direction.MIXED)
"""Directions that questions are asked about, in this order."""


@dataclass(frozen=True, slots=True)
class Quote:
    """One passage. `kind` is text (a quote), note (a paraphrase, never a quote) or cell (an entry of a table)."""

    number: int
    passage_id: str
    direction: str
    kind: str
    words: str
    translation: str | None
    language: str | None
    paper_id: str
    paper: str
    setting: str | None
    comparable: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What passages are told with: names of papers and settings by id, and the settings like the site's."""

    papers: Mapping[str, str]
    settings: Mapping[str, str]
    comparable: Collection[str]


def quotes(rows: Sequence[Row], most: int, first: int, known: Known) -> tuple[Quote, ...]:
    """Up to `most` passages, numbered from `first`: directions in turn, each paper once before any twice."""
    ranked = sorted(rows, key=lambda row: _rank(row, known))
    turns: list[tuple[int, int, int, Row]] = []
    of_direction: Counter[str] = Counter()
    of_paper: Counter[str] = Counter()
    seen: set[str] = set()
    for at, row in enumerate(ranked):
        id_, direction, paper = str(row["passage_id"]), str(row["direction"]), str(row["paper_id"])
        if id_ in seen or paper not in known.papers:
            continue
        seen.add(id_)
        turns.append((of_paper[f"{direction} {paper}"], of_direction[direction], at, row))
        of_direction[direction] += 1
        of_paper[f"{direction} {paper}"] += 1
    chosen = [row for *_, row in sorted(turns, key=lambda turn: (turn[1] + turn[0], _order(turn[3]), turn[2]))[:most]]
    chosen.sort(key=_order)
    return tuple(_quote(row, number, known) for number, row in enumerate(chosen, start=first))


def _order(row: Row) -> int:
    return ASKED.index(Direction(str(row["direction"]))) if row["direction"] in ASKED else len(ASKED)


def _rank(row: Row, known: Known) -> tuple[bool, int, str, str]:
    apart = row["setting_id"] not in known.comparable
    return apart, KINDS.index(str(row["kind"])), str(row["paper_id"]), str(row["passage_id"])


def _quote(row: Row, number: int, known: Known) -> Quote:
    setting = row["setting_id"]
    return Quote(
        number=number,
        passage_id=str(row["passage_id"]),
        direction=str(row["direction"]),
        kind=str(row["kind"]),
        words=str(row["quote"] or ""),
        translation=_text(row["translation"]),
        language=_text(row["language"]),
        paper_id=str(row["paper_id"]),
        paper=known.papers[str(row["paper_id"])],
        setting=None if setting is None else known.settings.get(str(setting)),
        comparable=setting in known.comparable,
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
