"""Ids of columns are the ids of their rows."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import many_ids
from graph.ids import cell_passage_id, finding_id

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', "\\", "\n\t", "a,b", "null"]
)
MAYBE = st.none() | TEXT


def column(values: list[str | None], coded: bool) -> pa.Array:
    array = pa.array(values, pa.string())
    return array.dictionary_encode() if coded else array


@settings(deadline=None)
@given(
    st.lists(st.tuples(TEXT, TEXT, TEXT, MAYBE, TEXT, TEXT, MAYBE, MAYBE, MAYBE), min_size=1, max_size=8), st.booleans()
)
def test_finding_ids_of_columns_are_those_of_their_rows(keys: list[tuple[str, ...]], coded: bool) -> None:
    columns = [column(list(part), coded) for part in zip(*keys, strict=True)]
    assert many_ids.finding_ids(columns).to_pylist() == [finding_id(*key) for key in keys]


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, MAYBE, TEXT, TEXT, st.integers(0, 99)), min_size=1, max_size=8), st.booleans())
def test_passage_ids_of_columns_are_those_of_their_rows(
    places: list[tuple[str, str, str | None, str, str, int]], coded: bool
) -> None:
    *parts, nth = zip(*places, strict=True)
    made = many_ids.cell_passage_ids([column(list(part), coded) for part in parts], pa.array(nth, pa.int64()))
    assert made.to_pylist() == [cell_passage_id(*place) for place in places]


def test_no_rows_have_no_ids() -> None:
    empty = pa.array([], pa.string())
    assert many_ids.finding_ids([empty] * 9).to_pylist() == []


def test_rows_beyond_one_batch_are_all_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_ids, "AT_ONCE", 3)
    quotes = [f"words {number}" for number in range(10)]
    same = pa.array(["x"] * 10)
    made = many_ids.cell_passage_ids([same, same, same, same, pa.array(quotes)], pa.array([0] * 10))
    assert made.to_pylist() == [cell_passage_id("x", "x", "x", "x", quote, 0) for quote in quotes]
