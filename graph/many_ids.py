"""Ids of whole columns: the very ids that graph/ids.py makes one by one, without a Python object for each part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from json.encoder import encode_basestring

import pyarrow as pa
import pyarrow.compute as pc

from graph.ids import ID_DIGITS

AT_ONCE = 1 << 16
"""Rows spelled out together; bounds the memory of the spelling."""


def finding_ids(key: Sequence[pa.Array]) -> pa.Array:
    """`f:` over the finding key, as graph.ids.finding_id makes it; `key` holds its nine columns."""
    return pa.array((f"f:{digits}" for digits in _digests(key)), pa.string())


def cell_passage_ids(place: Sequence[pa.Array], occurrence: pa.Array) -> pa.Array:
    """`p:` over paper, path, sheet, column and quote and the occurrence, as graph.ids.cell_passage_id makes it."""
    kind = pa.DictionaryArray.from_arrays(pa.array([0] * len(occurrence), pa.int8()), ["cell"])
    columns = [kind, *place, occurrence.cast(pa.string()).dictionary_encode()]
    return pa.array((f"p:{digits}" for digits in _digests(columns)), pa.string())


def _digests(columns: Sequence[pa.Array]) -> Iterator[str]:
    """For every row the hex digits that graph.ids.digest gives for its parts."""
    spelled = [_spelled(column) for column in columns]
    for start in range(0, len(columns[0]), AT_ONCE):
        parts = [_plain(column.slice(start, AT_ONCE)) for column in spelled]
        rows = pc.binary_join_element_wise(*parts, ",").cast(pa.binary())
        for row in rows.to_numpy(zero_copy_only=False).tolist():
            yield sha256(b"[" + row + b"]").hexdigest()[:ID_DIGITS]


def _spelled(column: pa.Array) -> pa.Array:
    """Each string as JSON spells it, null as `null`; only the distinct values of a dictionary are spelled."""
    if pa.types.is_dictionary(column.type):
        words = _spelled(column.dictionary)
        null = len(words)
        codes = pc.fill_null(column.indices.cast(pa.int64()), null)
        return pa.DictionaryArray.from_arrays(codes, pa.concat_arrays([words, pa.array(["null"])]))
    texts = column.to_numpy(zero_copy_only=False).tolist()
    return pa.array(["null" if text is None else encode_basestring(text) for text in texts], pa.string())


def _plain(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
