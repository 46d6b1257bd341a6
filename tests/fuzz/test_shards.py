"""What was tagged before and is read again: a shard whose Parquet is whole and whose content is anything."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoiling import CAREFUL, spoilt
from strangers import BY_NAME, kept_the_law, shard

SHARD = BY_NAME["suggestion shard"]
ABOUT = b"narragraph"


def table() -> pa.Table:
    """The shard that is right."""
    return pq.read_table(io.BytesIO(shard()))


def written(of: pa.Table) -> bytes:
    """A table as Parquet."""
    out = io.BytesIO()
    pq.write_table(of, out, compression="zstd")
    return out.getvalue()


def holding(said: Any, about: Any = None) -> bytes:
    """The right shard with other suggestions, and another manifest row where one is given."""
    right = table()
    made = right.set_column(1, right.schema.field(1), pa.array([said], pa.large_string()))
    return written(made if about is None else made.replace_schema_metadata({ABOUT: about}))


@CAREFUL
@given(data=st.data())
def test_suggestions_that_are_spoilt_are_told(data: st.DataObject) -> None:
    said = table()["suggestions"][0].as_py().encode()
    kept_the_law(SHARD, holding(data.draw(spoilt(said)).decode("utf-8", "replace")))


@CAREFUL
@given(data=st.data())
def test_manifest_row_that_is_spoilt_is_told(data: st.DataObject) -> None:
    right = table()
    about = data.draw(spoilt(right.schema.metadata[ABOUT]))
    kept_the_law(SHARD, written(right.replace_schema_metadata({ABOUT: about})))


ODD = {
    "nothing": None,
    "no JSON": "x",
    "a number": "1",
    "null": "null",
    "an object": '{"a": 1}',
    "lists in lists": "[" * 100_000,
    "a number of any length": "[" + "9" * 5_000 + "]",
    "half a character": r'["\ud800"]',
}


@pytest.mark.parametrize("said", ODD.values(), ids=ODD)
def test_suggestions_that_are_none_are_told(said: str | None) -> None:
    assert "its texts are tagged again" in kept_the_law(SHARD, holding(said))


@pytest.mark.parametrize("about", [b"", b"null", b"[", b"[" * 100_000, b"{}", b"\xff", b"9" * 5_000])
def test_manifest_row_that_is_none_is_told(about: bytes) -> None:
    assert "its texts are tagged again" in kept_the_law(SHARD, holding("[]", about))


COLUMNS: dict[str, pa.Array] = {
    "numbers": pa.array([1]),
    "bytes": pa.array([b"[]"]),
    "bytes that are no text": pa.array([b"\xff"]).view(pa.binary()),
    "lists": pa.array([["[]"]]),
    "nulls": pa.nulls(1),
    "codes": pa.array(["[]"]).dictionary_encode(),
    "structures": pa.array([{"a": 1}]),
}


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
@pytest.mark.parametrize("at", [0, 1])
def test_column_of_another_type(column: pa.Array, at: int) -> None:
    right = table()
    names = right.column_names
    said = kept_the_law(SHARD, written(right.set_column(at, names[at], column)))
    assert said == "read" or "its texts are tagged again" in said


def test_key_that_stands_twice_is_told() -> None:
    right = table()
    assert "its texts are tagged again" in kept_the_law(SHARD, written(pa.concat_tables([right, right])))


def test_shard_that_unpacks_to_gigabytes_is_not_unpacked() -> None:
    """Codes of one long text: two kilobytes that are four gigabytes when they are read."""
    rows = 4_000
    keys = pa.array([f"k{at}" for at in range(rows)])
    long = pa.DictionaryArray.from_arrays(pa.array([0] * rows), pa.array([json.dumps("x" * 1_000_000)]))
    content = written(pa.table({"key": keys, "suggestions": long}))
    before = pa.total_allocated_bytes()
    tracemalloc.start()
    said = kept_the_law(SHARD, content)
    assert "its texts are tagged again" in said
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
    assert pa.total_allocated_bytes() - before < 100_000_000
