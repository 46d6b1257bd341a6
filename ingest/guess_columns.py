"""What the columns of a table are, from their headers and values: flags, effects, categories, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graph.ids import fold
from ingest.guess_words import EFFECT, FLAGS, UNFLAGS
from ingest.table import RawTable

if TYPE_CHECKING:
    import pandas as pd

SIGNS = tuple(word for word in EFFECT if len(word) <= 3 and not word.isalpha())
"""Marks that state a direction by themselves: + - +/- and the like."""


def flag_columns(raw: RawTable) -> list[str]:
    """Columns that hold only flags or signs, two or more of them."""
    known = {*FLAGS, *UNFLAGS, *SIGNS}
    found = []
    for name in raw.columns:
        values = {fold(value) for value in raw.frame[name].unique()} - {""}
        blank = bool((raw.frame[name].str.strip() == "").any())
        if values and values <= known and not values <= set(UNFLAGS) and (blank or _needs_no_blank(values)):
            found.append(name)
    return _longest_run(raw, found) if len(found) > 1 else []


def _needs_no_blank(values: set[str]) -> bool:
    """Whether a column without an empty cell can be flags: signs, or yes beside no. Plain numbers may be anything."""
    return values <= set(SIGNS) or (bool(values & set(UNFLAGS)) and not any(value.isdigit() for value in values))


def effect_column(raw: RawTable, flags: list[str]) -> str | None:
    """The first column in which every value is a known word for a direction, with two or more of them."""
    for name in raw.columns:
        values = {fold(value) for value in raw.frame[name].unique()} - {""}
        if name not in flags and len(values) > 1 and values <= set(EFFECT):
            return name
    return None


def class_column(raw: RawTable, effect: str | None) -> str | None:
    """A column of few names, where there is an effect to say something about them."""
    if effect is None:
        return None
    ends = ("_class", " class", "intervention", "component", "category")
    return next((name for name in raw.columns if fold(name).endswith(ends) and is_category(raw, name)), None)


def answer_column(raw: RawTable, flags: list[str]) -> str | None:
    """The column of free text just before the flags: what was coded."""
    if not flags:
        return None
    before = raw.columns.index(flags[0]) - 1
    if before < 0:
        return None
    name = raw.columns[before]
    filled = raw.frame[name][raw.frame[name].str.strip() != ""]
    return name if len(filled) and filled.str.len().mean() > 15 else None


def named(raw: RawTable, words: tuple[str, ...]) -> str | None:
    """The first column that one of these words names, tried in their order."""
    by_fold = {fold(name): name for name in reversed(raw.columns)}
    return next((by_fold[word] for word in words if word in by_fold), None)


def years(cells: pd.Series[str]) -> bool:
    """Whether every cell that is filled is a year."""
    filled = cells.str.strip()
    filled = filled[filled != ""]
    return bool(len(filled)) and bool(filled.str.fullmatch(r"[12]\d{3}").all())


def is_category(raw: RawTable, name: str) -> bool:
    """Whether a column has few different short values."""
    filled = raw.frame[name].str.strip()
    filled = filled[filled != ""]
    return 0 < len(filled.unique()) <= min(40, len(filled) / 2) and filled.str.len().max() <= 80


def is_short(raw: RawTable, name: str) -> bool:
    """Whether no cell is a long text."""
    return bool(raw.frame[name].str.len().max() <= 120)


def _longest_run(raw: RawTable, names: list[str]) -> list[str]:
    """Flags stand side by side; a lone column of ones elsewhere is an answer, not an influence."""
    runs: list[list[str]] = []
    for name in names:
        at = raw.columns.index(name)
        if runs and raw.columns.index(runs[-1][-1]) == at - 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    best = max(runs, key=len)
    return best if len(best) > 1 else []
