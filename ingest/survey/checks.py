"""What is odd in a survey that was read: told to the owner of the file, and left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from graph.errors import TableError
from graph.survey import Instrument, Item, RatingState
from ingest.problems import Problems
from ingest.survey.instrument import INSTRUMENT, number_said
from ingest.survey.ratings import Answers, Sitting

FEWEST = 10
"""People from which on an item is compared with the rest of its influence."""
AGAINST = -0.3
"""A correlation below which a turned item goes against the rest."""

Column = Mapping[Sitting, float]


def check_instruments(instruments: Sequence[Instrument], notes: Problems) -> None:
    """Influences whose items have more than one scale: no score is made of them."""
    for form in instruments:
        for influence, items in _by_influence(form).items():
            scales = {(item.scale_low, item.scale_high): item.item_id for item in items}
            if len(scales) > 1:
                said = ", ".join(
                    f"{number_said(low)} to {number_said(high)} ({one})" for (low, high), one in scales.items()
                )
                message = f"items of {influence} have several scales in {_called(form)}: {said}. No score is made."
                fix = "Give them one scale, or name the influence of one of them otherwise."
                notes.add(TableError(INSTRUMENT, message, column="scale_min", rule="mixed scales", fix=fix))


def check_answers(instruments: Sequence[Instrument], answers: Answers, notes: Problems) -> None:
    """Items that everybody answers alike, forms of one person, and reversed items that were turned before."""
    columns: defaultdict[tuple[str, str], dict[Sitting, float]] = defaultdict(dict)
    paths: dict[tuple[str, str], tuple[str, str]] = {}
    for (form_id, respondent, wave, item_id), cell in answers.cells.items():
        if cell.state is RatingState.ANSWERED and cell.value is not None:
            columns[form_id, item_id][form_id, respondent, wave] = cell.value
            paths.setdefault((form_id, item_id), (cell.where[0], cell.where[2]))
    people: defaultdict[str, set[str]] = defaultdict(set)
    for form_id, respondent, _ in answers.who:
        people[form_id].add(respondent)
    for form in instruments:
        if len(people[form.id]) == 1:
            path = next((path for (id_, _), (path, _) in paths.items() if id_ == form.id), INSTRUMENT)
            message = f"one person answered {_called(form)}: nothing can be said of one."
            notes.add(TableError(path, message, rule="one respondent"))
        for item in form.kept:
            values = list(columns[form.id, item.item_id].values())
            if len(values) > 1 and len(set(values)) == 1:
                path, column = paths[form.id, item.item_id]
                message = f'everybody gives one answer to "{item.item_id}" of {_called(form)}.'
                fix = "Correlations with it are refused; look whether the column was filled in."
                notes.add(TableError(path, message, column=column, rule="all answers equal", fix=fix))
        if form.id in answers.unstated:
            for item, correlation, many in _against(form, columns):
                path, column = paths[form.id, item.item_id]
                message = (
                    f'turned, the answers to "{item.item_id}" go against the other items of {item.influence_id} '
                    f"(r = {correlation:.2f}, {many} people): it may have been turned before."
                )
                fix = "Say `reversed_already = true` where the survey tool did, or false where it did not."
                notes.add(TableError(path, message, column=column, rule="turned twice", fix=fix))


def _against(form: Instrument, columns: Mapping[tuple[str, str], Column]) -> Iterator[tuple[Item, float, int]]:
    """Reversed items, Pearson's r with the mean of the not reversed items of their influence, and the people."""
    for items in _by_influence(form).values():
        plain = [columns[form.id, item.item_id] for item in items if not item.reverse]
        for item in items:
            mine = columns[form.id, item.item_id]
            pairs = [
                (value, float(np.mean(rest)))
                for sitting, value in (mine.items() if item.reverse else ())
                if (rest := [column[sitting] for column in plain if sitting in column])
            ]
            if len(pairs) < FEWEST:
                continue
            values = np.array(pairs)
            if values.std(axis=0).min() > 0:
                correlation = float(np.corrcoef(values.T)[0, 1])
                if correlation < AGAINST:
                    yield item, correlation, len(pairs)


def _by_influence(form: Instrument) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in form.kept:
        if item.influence_id is not None:
            found.setdefault(item.influence_id, []).append(item)
    return found


def _called(form: Instrument) -> str:
    return f"{form.name} {form.version}" + (f" ({form.form})" if form.form else "")
