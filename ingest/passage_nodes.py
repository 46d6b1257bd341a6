"""The passages of all tables as nodes: the same place is one passage, the same words elsewhere another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.ids import note_passage_id
from graph.many_ids import cell_passage_ids
from graph.model import PassageKind
from ingest.arrow import coded, joined, node_columns
from ingest.gather import Gathered
from ingest.groups import numbered
from ingest.passages import WORDS
from ingest.work import Ints

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Passages:
    """Passage nodes, their papers (a coded column), and for each passage as gathered the row of its node."""

    nodes: pa.Table
    papers: pa.Array
    row: Ints

    @property
    def ids(self) -> pa.Array:
        """The id of every node."""
        return self.nodes.column("id").combine_chunks()


def read_passages(gathered: Gathered) -> Passages:
    """Every passage once. The same place read by two tables is one passage; an id stands for one passage."""
    import pandas as pd

    if not gathered.passages:
        return Passages(node_columns("Passage", {"id": []}), coded([], np.zeros(0, np.int64)), np.zeros(0, np.int64))
    every = pd.concat(gathered.passages, ignore_index=True)
    gathered.passages.clear()
    row, first = numbered([every[name].to_numpy() for name in ("paper", "where", "at", "start", "end", "note")])
    places = every if len(first) == len(every) else every.iloc[first].reset_index(drop=True)
    ids = _ids(gathered, places)
    again, once = numbered([_codes(ids)])
    if len(once) < len(places):
        places, ids = places.iloc[once].reset_index(drop=True), ids.take(pa.array(once))
    papers = coded(gathered.values("paper"), places["paper"].to_numpy())
    return Passages(node_columns("Passage", {"id": ids, **_properties(gathered, places)}), papers, again[row])


def _ids(gathered: Gathered, places: pd.DataFrame) -> pa.Array:
    """Ids from paper, file, column and words; the same words at another place are told apart by their number."""
    import pandas as pd

    numbers = [places[name].to_numpy() for name in ("paper", "named", "note")]
    words, _ = numbered([*numbers, _codes(_arrow(places["quote"]))])
    nth = pd.Series(words).groupby(words, sort=False).cumcount().to_numpy()
    papers = gathered.values("paper")
    files = gathered.values("named")
    paper, named = places["paper"].to_numpy(), places["named"].to_numpy()
    anchor = [coded(papers, paper), *(coded([file[part] for file in files], named) for part in range(3))]
    ids = cell_passage_ids([*anchor, _arrow(places["quote"])], pa.array(nth))
    notes = np.flatnonzero(places["note"].to_numpy())
    if not notes.size:
        return ids
    made, quotes, pointers = (_arrow(column).to_pylist() for column in (ids, places["quote"], places["pointer"]))
    for at in notes.tolist():
        elsewhere = f"{files[named[at]][0]} {nth[at]}" if nth[at] else None
        made[at] = note_passage_id(papers[paper[at]], pointers[at] or elsewhere, quotes[at])
    return pa.array(made, pa.string())


def _properties(gathered: Gathered, places: pd.DataFrame) -> dict[str, Any]:
    where, note = places["where"].to_numpy(), places["note"].to_numpy()
    files = gathered.values("where")
    path, sheet, letter = (coded([file[part] for file in files], where) for part in range(3))
    return {
        "kind": coded([PassageKind.CELL.value, PassageKind.NOTE.value], note),
        "path": path,
        "sheet": sheet,
        "cell": joined(letter, pa.array(places["at"].to_numpy())),
        "char_start": pa.array(places["start"].to_numpy()),
        "char_end": pa.array(places["end"].to_numpy()),
        **{name: _arrow(places[name]) for name in WORDS},
    }


def _codes(texts: pa.Array) -> Ints:
    """A number for each distinct text."""
    found: Ints = texts.dictionary_encode().indices.to_numpy().astype(np.int64)
    return found


def _arrow(column: Any) -> pa.Array:
    return pa.array(column)
