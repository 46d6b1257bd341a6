"""Ids of whole columns: the very ids that graph/ids.py makes one by one, without a Python object for each part."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from json.encoder import encode_basestring

import pyarrow as pa
import pyarrow.compute as pc

from graph.ids import ID_DIGITS

AT_ONCE = 1 << 16
"""Rows spelled out together; bounds the memory of the spelling."""


def finding_ids(key: Sequence[pa.Array]) -> pa.Array:
    """`f:` over the finding key, as graph.ids.finding_id makes it; `key` holds its nine columns."""
    return _digests("f:", key)


def cell_passage_ids(place: Sequence[pa.Array], occurrence: pa.Array) -> pa.Array:
    """`p:` over paper, path, sheet, column and quote and the occurrence, as graph.ids.cell_passage_id makes it."""
    kind = pa.DictionaryArray.from_arrays(pa.array([0] * len(occurrence), pa.int8()), ["cell"])
    return _digests("p:", [kind, *place, occurrence.cast(pa.string()).dictionary_encode()])


def _digests(prefix: str, columns: Sequence[pa.Array]) -> pa.Array:
    """For every row the prefix and the hex digits that graph.ids.digest gives for its parts."""
    spelled = [_spelled(column) for column in columns]
    made = []
    for start in range(0, len(columns[0]), AT_ONCE):
        parts = [_plain(column.slice(start, AT_ONCE)) for column in spelled]
        rows = pc.binary_join_element_wise("[", pc.binary_join_element_wise(*parts, ","), "]", "").cast(pa.binary())
        texts = rows.to_numpy(zero_copy_only=False).tolist()
        made.append(pa.array([prefix + sha256(text).hexdigest()[:ID_DIGITS] for text in texts], pa.string()))
    return pa.concat_arrays(made) if made else pa.array([], pa.string())


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
