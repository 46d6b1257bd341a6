"""Shards: some texts as one Parquet file, and what is suggested for them as another. Pure: bytes in, bytes out.

Texts         key, paper        a text a row: the PaperText as JSON, without what tagging never reads
Suggestions   key, suggestions  a text a row: its suggestions as JSON; the ManifestRow stands in the file's metadata

A key is `nlp.versions.text_key`: it tells everything that decides what is proposed. JSON is kept in ASCII, because half
a surrogate pair in a broken text is no text for Parquet.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

from graph.documents import About, PaperText, text_sha256
from graph.plain import made, plain
from graph.suggestions import Suggestion
from nlp.versions import Versions, rules_key, text_key, versions
from nlp.vocabulary import Vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

_ABOUT = b"narragraph"
MOST_BYTES = 2**30
"""Of a shard when it is unpacked; those of real texts have some millions."""
_TURN = Lock()
"""The threads of one worker take turns: spaCy's memory zones are of one thread."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one text: its suggestions, or what went wrong."""

    path: str
    suggestions: tuple[Suggestion, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """What a file of suggestions was made of, by what, and in how many seconds.

    `rules`: `rules_key` of its vocabulary. `input_sha256`: over the keys of its texts in order, so that it changes with
    every word of a text, of the vocabulary and of the lists. `versions`: of the process that tagged.
    """

    rules: str
    input_sha256: str
    texts: int
    suggestions: int
    seconds: float
    versions: Versions


@dataclass(frozen=True, slots=True)
class TaggedShard:
    """A file of suggestions as bytes, its hash, and the texts that are not in it because they could not be tagged."""

    row: ManifestRow
    content: bytes
    output_sha256: str
    problems: tuple[Outcome, ...] = ()


class OtherVersions(Exception):
    """This process would tag otherwise than the one that asks."""

    def __init__(self, here: Versions, wanted: Versions) -> None:
        super().__init__(here, wanted)
        self.here = here
        self.wanted = wanted


def tag_shard(content: bytes, vocabulary: Vocabulary, wanted: Versions) -> TaggedShard:
    """Tag the texts of a Parquet file, in any process on any machine: no folder, no database.

    Raises OtherVersions where this process has not the `wanted` ones, ValueError for what is no shard of texts.
    """
    if versions() != wanted:
        raise OtherVersions(versions(), wanted)
    with _TURN:
        return shard_of(unpacked(content, vocabulary), vocabulary)[0]


def shard_of(
    papers: Mapping[str, PaperText], vocabulary: Vocabulary
) -> tuple[TaggedShard, dict[str, tuple[Suggestion, ...]]]:
    """The suggestions of some texts by key: packed, and as they are."""
    began = time.perf_counter()
    outcomes = dict(zip(papers, tag_texts(tuple(papers.values()), vocabulary), strict=True))
    shard = shard_with(outcomes, vocabulary, time.perf_counter() - began)
    return shard, {key: one.suggestions for key, one in outcomes.items() if one.problem is None}


def shard_with(outcomes: Mapping[str, Outcome], vocabulary: Vocabulary, seconds: float) -> TaggedShard:
    """What became of some texts by key, packed, with its manifest row."""
    found = {key: outcomes[key].suggestions for key in sorted(outcomes) if outcomes[key].problem is None}
    row = ManifestRow(
        rules_key(vocabulary),
        hashlib.sha256("\n".join(found).encode()).hexdigest(),
        len(found),
        sum(map(len, found.values())),
        round(seconds, 3),
        versions(),
    )
    content = _packed("suggestions", {key: plain(said) for key, said in found.items()}, asdict(row))
    problems = tuple(one for one in outcomes.values() if one.problem is not None)
    return TaggedShard(row, content, hashlib.sha256(content).hexdigest(), problems)


def tag_texts(papers: Sequence[PaperText], vocabulary: Vocabulary) -> list[Outcome]:
    """The outcome of each text. One that cannot be tagged costs itself, never the others."""
    from nlp.candidates import suggestions_of_all  # here, so that what only shares texts loads no spaCy

    try:
        return [Outcome(paper.path, tuple(found)) for paper, found in suggestions_of_all(papers, vocabulary)]
    except Exception as failure:  # noqa: BLE001  (whatever it is, the other texts go on, and the file is named)
        if len(papers) > 1:
            return [one for paper in papers for one in tag_texts([paper], vocabulary)]
        return [Outcome(papers[0].path, problem=f"it could not be tagged ({type(failure).__name__}: {failure}).")]


def packed(papers: Mapping[str, PaperText]) -> bytes:
    """Texts by key as one Parquet file, in order of key."""
    return _packed("paper", {key: plain(_to_tag(papers[key])) for key in sorted(papers)}, {})


def unpacked(content: bytes, vocabulary: Vocabulary) -> dict[str, PaperText]:
    """The texts that `packed` wrote, without what tagging never reads. Raises ValueError where one is not its key's."""
    papers = {key: made(PaperText, said) for key, said in _rows(_table(content, "paper"), "paper")}
    for key, paper in papers.items():
        if text_sha256(paper.text.text) != paper.text.sha256 or text_key(paper, vocabulary) != key:
            raise ValueError(f"{paper.path} is not the text that was sent")
    return papers


def suggestions_in(
    content: bytes, wanted: Mapping[str, object] | None = None
) -> tuple[ManifestRow, dict[str, tuple[Suggestion, ...]]]:
    """The manifest row of a file of suggestions, and what it holds by key, of the `wanted` keys only (default: all).

    Raises ValueError for any other bytes.
    """
    table = _table(content, "suggestions")
    found = {}
    for key, said in _rows(table, "suggestions", wanted):
        if not isinstance(said, list):
            raise ValueError("what is suggested for a text is no list")
        found[key] = tuple(made(Suggestion, one) for one in said)
    return made(ManifestRow, _said((table.schema.metadata or {}).get(_ABOUT, b"null"))), found


def _to_tag(paper: PaperText) -> PaperText:
    return replace(paper, text=replace(paper.text, runs=(), about=About(), counts=(), notes=(), references=()))


def _packed(column: str, rows: Mapping[str, object], about: Mapping[str, object]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    said = [json.dumps(row, separators=(",", ":")) for row in rows.values()]
    names = pa.schema([("key", pa.string()), (column, pa.large_string())], {_ABOUT: json.dumps(about).encode()})
    out = pa.BufferOutputStream()
    pq.write_table(pa.table([list(rows), said], schema=names), out, compression="zstd")
    content: bytes = out.getvalue().to_pybytes()
    return content


def _rows(table: pa.Table, column: str, wanted: Mapping[str, object] | None = None) -> Iterator[tuple[str, Any]]:
    keys, said = table["key"].to_pylist(), table[column].to_pylist()
    if len(set(keys)) < len(keys):
        raise ValueError("a text stands in it twice")
    for key, text in zip(keys, said, strict=True):
        if wanted is None or key in wanted:
            yield key, _said(text)


def _said(text: str | bytes) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("its JSON is nested too deeply") from None


def _table(content: bytes, column: str) -> pa.Table:
    """What `_packed` wrote. Raises ValueError for other columns or types, a cell without words, and too much text."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(pa.BufferReader(content)) as opened:
            schema, about = opened.schema_arrow, opened.metadata
            many = sum(about.row_group(at).total_byte_size for at in range(about.num_row_groups))
        if list(zip(schema.names, schema.types, strict=True)) != [("key", pa.string()), (column, pa.large_string())]:
            raise ValueError(f"its columns are {', '.join(schema.names)}, not key, {column}, or of other types")
        # Texts as codes first: one long text that every row shares is a few bytes, and gigabytes as text.
        with pq.ParquetFile(pa.BufferReader(content), read_dictionary=schema.names) as opened:
            coded = opened.read() if many <= MOST_BYTES else None
        if coded is None or sum(map(_bytes_of, coded.columns)) > MOST_BYTES:
            raise ValueError(f"it unpacks to more than {MOST_BYTES >> 20:,} MiB")
        coded.validate(full=True)
        table = coded.cast(schema)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"it cannot be read as Parquet ({(str(error).splitlines() or [''])[0]})") from error
    if any(part.null_count for part in table.columns):
        raise ValueError("a cell of it says nothing")
    return table


def _bytes_of(column: pa.ChunkedArray) -> int:
    """Bytes of a column of codes when every row has its own text."""
    import pyarrow.compute as pc

    lengths = (pc.sum(pc.binary_length(chunk.dictionary).take(chunk.indices)).as_py() for chunk in column.chunks)
    return sum(length or 0 for length in lengths)
