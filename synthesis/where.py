"""Filters as people write them: `country=Uganda`, `year=2010..2018`; a part given twice means either value."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import ParameterError, near_misses
from synthesis.selection import Filter

MOST_DIGITS = 4
"""Of a year."""
PARTS = tuple(name for name in Filter.__dataclass_fields__ if not name.startswith("year_"))


def read_where(words: Sequence[str], asked: str = "numbers") -> Filter:
    """The filter behind some words. Raises ParameterError for a word that is no `part=value`, or an unknown part."""
    parts: dict[str, list[str]] = {}
    years: tuple[int | None, int | None] = (None, None)
    for word in words:
        _, equals, value = word.partition("=")
        part, value = part_of(word), value.strip()
        if not equals or not value:
            message = f'"{word}" is no filter. Write part=value, such as country=Uganda or year=2010..2018.'
            raise ParameterError(asked, "where", word, message)
        if part == "year":
            years = _years(asked, word, value)
        elif part in PARTS:
            parts.setdefault(part, []).append(value)
        else:
            message = f'"{part}" cannot be filtered by. Use one of: year, {", ".join(PARTS)}.'
            raise ParameterError(asked, "where", word, message, near_misses(part, ("year", *PARTS)))
    kept = {name: tuple(values) for name, values in parts.items()}
    return Filter(**kept, year_from=years[0], year_to=years[1])


def part_of(word: str) -> str:
    """The part that a word is about, however it is spelt: income-group is income_group."""
    return word.partition("=")[0].strip().replace("-", "_").replace(" ", "_")


def _year(said: str) -> int | None:
    """A year of at most four digits, or nothing where nothing is said."""
    if len(said.strip().lstrip("-")) > MOST_DIGITS:
        raise ValueError(said)
    return int(said) if said.strip() else None


def _years(asked: str, word: str, value: str) -> tuple[int | None, int | None]:
    first, spread, last = value.partition("..")
    try:
        low = _year(first)
        high = _year(last) if spread else low
    except ValueError:
        low = high = None
    if low is None and high is None:
        message = f'"{word}" is no span of years. Write year=2015, year=2010..2018, year=2010.. or year=..2018.'
        raise ParameterError(asked, "where", word, message)
    if low is not None and high is not None and low > high:
        raise ParameterError(asked, "where", word, f'"{word}" runs backwards. Write year={high}..{low}.')
    return low, high
