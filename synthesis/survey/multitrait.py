"""The multitrait matrix: whether each item goes with its own influence rather than with another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from synthesis.incidence import Floats
from synthesis.survey.alpha import correlation
from synthesis.survey.answers import EVERYBODY, Bools, Columns
from synthesis.survey.contracts import Figure
from synthesis.survey.correlations import fisher_interval
from synthesis.survey.frame import LEAST_FOR_LOADINGS, Frame, filled, refused
from synthesis.survey.words import between, counted, listed, number

ITEM = (
    "Pearson; people who answered the item and have a score on every influence, so that all correlations of an item "
    "rest on the same people; its own influence is scored without the item (corrected for overlap)"
)
SUCCESS = f"{ITEM}. An item succeeds when it correlates higher with its own influence than with each of the others"
ALONE = "it is the only item of its influence, so there is nothing of its own to compare it with"


@dataclass(frozen=True)
class ItemRow:
    """One item's correlations with every influence; NaN where one of the two does not vary."""

    item_id: str
    own: str
    people: int
    by_influence: Mapping[str, float]
    refused: str | None = None

    @property
    def best(self) -> str | None:
        """The influence that it correlates highest with; null when its own cannot be told."""
        known = {influence: r for influence, r in self.by_influence.items() if np.isfinite(r)}
        return max(known, key=lambda influence: known[influence]) if self.own in known and len(known) > 1 else None


def multitrait(frame: Frame) -> Iterator[Figure]:
    """Correlation of every item with every influence, and the share of items that go highest with their own.

    Source: Hays RD, Hayashi T. Beyond internal consistency reliability: rationale and user's guide for multitrait
    analysis program on the microcomputer. Behavior Research Methods, Instruments, & Computers 1990;22(2):167-175;
    Campbell DT, Fiske DW. Convergent and discriminant validation by the multitrait-multimethod matrix. Psychological
    Bulletin 1959;56(2):81-105.
    """
    rows = [_row(frame, at) for at in frame.sheet.measured]
    for row in rows:
        for influence, r in row.by_influence.items():
            yield _item(frame, row, influence, r)
    for influence in frame.sheet.influences:
        yield _success(frame, influence, [row for row in rows if row.own == influence])
    yield _success(frame, None, rows)


def _row(frame: Frame, at: int) -> ItemRow:
    item, sheet = frame.sheet.items[at], frame.sheet
    own = str(item.influence_id)
    scores = {influence: _without(frame, columns, at) for influence, columns in sheet.influences.items()}
    known = {influence: score for influence, score in scores.items() if score is not None}
    who: Bools = np.isfinite(sheet.values[:, at])
    for score in known.values():
        who = who & np.isfinite(score)
    nothing = {influence: float("nan") for influence in scores}
    why = frame.why_not(who)[EVERYBODY]
    if why is not None:
        return ItemRow(item.item_id, own, 0, nothing, why)
    people = int(who.sum())
    if people < LEAST_FOR_LOADINGS:
        return ItemRow(item.item_id, own, people, nothing, f"{people} people are too few to compare correlations of")
    values = sheet.values[who, at]
    found = {influence: correlation(values, score[who]) for influence, score in known.items()}
    return ItemRow(item.item_id, own, people, {**nothing, **found})


def _without(frame: Frame, columns: Columns, at: int) -> Floats | None:
    """Score of these columns but for the item; null where nothing is left or scales differ."""
    rest = tuple(column for column in columns if column != at)
    return frame.sheet.score(rest) if rest and frame.sheet.scale(rest) is not None else None


def _item(frame: Frame, row: ItemRow, influence: str, r: float) -> Figure:
    about = f"item {row.item_id} of {frame.name(row.own)} with {frame.name(influence)}"
    figure = replace(
        frame.figure("item_scale_correlation", about, ITEM),
        influence_id=row.own,
        with_id=influence,
        item_id=row.item_id,
    )
    people = row.people or None
    if row.refused is not None:
        return refused(figure, row.refused, people)
    if not np.isfinite(r):
        alone = influence == row.own and len(frame.sheet.influences[row.own]) == 1
        return refused(figure, ALONE if alone else "one of the two is the same for everybody, or has no score", people)
    interval = fisher_interval(r, row.people)
    whose = "its own influence" if influence == row.own else "another influence"
    said = f"{row.item_id} with {whose}, {frame.name(influence)}: r {number(r)} ({between(interval)})."
    return filled(figure, r, row.people, said, (interval, "Fisher's z"))


def _success(frame: Frame, influence: str | None, rows: list[ItemRow]) -> Figure:
    name = frame.name(influence)
    figure = replace(frame.figure("scaling_success", name, SUCCESS), influence_id=influence)
    judged = [row for row in rows if row.best is not None]
    if not judged:
        why = next((row.refused for row in rows if row.refused), "no item can be compared with its own influence")
        return refused(figure, why)
    wrong = [row for row in judged if row.best != row.own]
    people = min(row.people for row in judged)
    said = f"{name}: {len(judged) - len(wrong)} of {counted(len(judged), 'item')} go highest with their own influence."
    if wrong:
        said += f" Not so: {listed([_astray(frame, row) for row in wrong])}."
    if len(judged) < len(rows):
        said += f" {counted(len(rows) - len(judged), 'item')} could not be judged."
    return filled(figure, 1 - len(wrong) / len(judged), people, said)


def _astray(frame: Frame, row: ItemRow) -> str:
    best = str(row.best)
    own, other = number(row.by_influence[row.own]), number(row.by_influence[best])
    return f"{row.item_id} ({frame.name(best)} {other}, its own {own})"
