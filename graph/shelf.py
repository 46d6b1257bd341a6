"""One kind of things in columns in memory: which of them a filter keeps, and the rows of some, without the engine."""

from __future__ import annotations

import json
from array import array as plain_numbers
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from graph.database import Row

FEW = 1 << 16
"""Different values up to which a column keeps them once, as Python objects."""
_MOST_SMALL = 127
_INT32 = pa.int32()
_WORD = 200
"""Bytes that such a value takes with its JSON, about."""
_spell = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Words:
    """A column of values that repeat. `codes`: places in `words`, -1 for null; the last of `words` is null."""

    codes: memoryview[int]
    words: list[object]
    spelled: list[str] = field(init=False)
    """The words as JSON."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spelled", list(map(_spell, self.words)))

    def json(self, places: Sequence[int]) -> list[str]:
        """The values at some places as JSON."""
        codes, words = self.codes, self.spelled
        return [words[codes[place]] for place in places]

    def some(self, places: Sequence[int]) -> list[object]:
        """The values at some places."""
        codes, words = self.codes, self.words
        return [words[codes[place]] for place in places]

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        return int(self.codes.nbytes) + _WORD * len(self.words)


@dataclass(frozen=True)
class Values:
    """A column of values that are mostly different."""

    array: pa.Array

    def json(self, places: Sequence[int]) -> list[str]:
        """The values at some places as JSON."""
        return list(map(_spell, self.some(places)))

    def some(self, places: Sequence[int]) -> list[object]:
        """The values at some places."""
        found: list[object] = self.array.take(numbers(places)).to_pylist()
        return found

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return int(self.array.nbytes)


@dataclass(frozen=True)
class Through:
    """A column that shows a value of another thing: `codes` are places in `array`, null where there is no thing."""

    codes: pa.Array
    array: pa.Array

    def json(self, places: Sequence[int]) -> list[str]:
        """The values at some places as JSON."""
        return list(map(_spell, self.some(places)))

    def some(self, places: Sequence[int]) -> list[object]:
        """The values at some places."""
        found: list[object] = self.array.take(self.codes.take(numbers(places))).to_pylist()
        return found

    @property
    def nbytes(self) -> int:
        """Memory it takes; what it shows is counted where it belongs."""
        return int(self.codes.nbytes)


Shown = Words | Values | Through


@dataclass(frozen=True)
class Narrow:
    """A filter on a value of the things themselves. `keeps`: which rows a value keeps, as a mask."""

    keeps: Callable[[object], pa.Array]
    nbytes: int = 0


@dataclass(frozen=True)
class Behind:
    """A filter by another thing. `ids`: the sorted ids of those.

    `things`, `others`: places of both ends of each tie, in the order of `things`.
    """

    ids: pa.Array
    things: pa.Array
    others: pa.Array

    def places(self, id_: str) -> pa.Array | None:
        """The sorted places of the things that are tied to one other; null for an id that nobody has."""
        at = place_of(self.ids, id_)
        if at is None:
            return None
        return pc.unique(self.things.filter(pc.equal(self.others, number(at, self.others.type))))

    @property
    def nbytes(self) -> int:
        """Memory it takes."""
        return int(self.ids.nbytes + self.things.nbytes + self.others.nbytes)


@dataclass(frozen=True)
class Shelf:
    """The things of one label in the order of their ids. `columns` is null where their words take too much memory."""

    ids: pa.Array
    filters: Mapping[str, Narrow | Behind]
    columns: Mapping[str, Shown] | None

    @property
    def nbytes(self) -> int:
        """Memory it takes, about."""
        parts = [*self.filters.values(), *(() if self.columns is None else self.columns.values())]
        return int(self.ids.nbytes) + sum(int(part.nbytes) for part in parts)

    def id(self, place: int) -> str:
        """The id of one thing."""
        return str(self.ids[place].as_py())

    def place(self, id_: str) -> int | None:
        """Where a thing stands; null when there is none of this id."""
        return place_of(self.ids, id_)

    def places(self, given: Mapping[str, object]) -> Sequence[int] | None:
        """The places that filters keep, in order; null for an id that nobody has. A null filter does not narrow."""
        found: pa.Array | None = None
        masks = []
        for name, value in given.items():
            if value is None:
                continue
            by = self.filters[name]
            if isinstance(by, Narrow):
                masks.append(by.keeps(value))
                continue
            tied = by.places(str(value))
            if tied is None:
                return None
            found = tied if found is None else found.filter(pc.is_in(found, value_set=tied))
        for mask in masks:
            kept = pc.indices_nonzero(mask).cast(pa.int32()) if found is None else found.filter(mask.take(found))
            found = kept
        return range(len(self.ids)) if found is None else as_numbers(found)

    def rows(self, places: Sequence[int], names: Sequence[str] | None = None) -> list[Row]:
        """The rows of some things, or only some columns of them. Only where `columns` is there."""
        assert self.columns is not None  # noqa: S101  (the caller looked)
        names = list(self.columns) if names is None else names
        shown = [self.columns[name].some(places) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*shown, strict=True)]

    def json(self, places: Sequence[int]) -> list[str]:
        """The rows of some things as JSON, as json.dumps writes them. Only where `columns` is there."""
        assert self.columns is not None  # noqa: S101  (the caller looked)
        return list(
            map(self._row.__mod__, zip(*(column.json(places) for column in self.columns.values()), strict=True))
        )

    @cached_property
    def _row(self) -> str:
        """The JSON of a row with a place for each value."""
        return "{" + ", ".join(f"{_spell(name)}: %s" for name in self.columns or ()) + "}"


def numbers(values: Iterable[int], type_: pa.DataType = _INT32) -> pa.Array:
    """Whole numbers as an array; pa.array would load pandas, which costs the first answer a quarter of a second."""
    held = plain_numbers({pa.int8(): "b", pa.int32(): "i", pa.int64(): "q"}[type_], values)
    return pa.Array.from_buffers(type_, len(held), [None, pa.py_buffer(held)])


def number(value: int, type_: pa.DataType) -> pa.Scalar:
    """A whole number as what an array is compared with."""
    return numbers([value], type_)[0]


def as_numbers(array: pa.Array) -> memoryview[int]:
    """An int8 or int32 array without nulls, as numbers that are read one by one."""
    whole = pa.concat_arrays([array])  # begins where its buffer does
    held = whole.buffers()[1]
    plain = memoryview(held if held is not None else b"")
    return (plain.cast("b") if whole.type == pa.int8() else plain.cast("i"))[: len(whole)]


def place_of(ids: pa.Array, id_: str) -> int | None:
    """Where an id stands among sorted ones; null when it is none of them."""
    at = bisect_left(range(len(ids)), id_, key=lambda place: ids[place].as_py())
    return at if at < len(ids) and ids[at].as_py() == id_ else None


def shown(array: pa.Array) -> Shown:
    """A column in the form that fits its values."""
    if pa.types.is_nested(array.type):
        return Values(array)
    coded = array.dictionary_encode()
    if len(coded.dictionary) > min(FEW, max(16, len(array) // 4)):
        return Values(array)
    return worded(coded.indices, coded.dictionary)


def worded(codes: pa.Array, names: pa.Array) -> Shown:
    """A column that shows names by their places, null where the place is."""
    if len(names) > FEW:
        return Through(codes, names)
    narrow = pa.int8() if len(names) < _MOST_SMALL else pa.int32()
    return Words(as_numbers(codes.cast(narrow).fill_null(number(-1, narrow))), [*names.to_pylist(), None])
