"""Claims -> findings: one for each distinct finding key, and the passages that illustrate it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from graph.many_ids import finding_ids
from graph.model import Assertion, PaperStatus, is_counted
from ingest.arrow import coded, edges, node_columns
from ingest.gather import NONE, Gathered, Interner
from ingest.groups import numbered
from ingest.mapping import ReviewFile
from ingest.passage_nodes import Passages
from ingest.work import Ints

if TYPE_CHECKING:
    import pandas as pd

KEY = ("paper", "study", "influence", "setting", "direction", "assertion", "stage", "viewpoint", "time_point")
WORDS = ("direction", "assertion", "stage", "viewpoint", "time_point", "reported")


@dataclass(frozen=True)
class Findings:
    """Finding nodes, and all relationships that a finding has, by type."""

    nodes: pa.Table
    edges: dict[str, pa.Table]


def read_findings(gathered: Gathered, review: ReviewFile, passages: Passages) -> Findings:
    """One finding for each distinct key, what it hangs on, and which of the passages illustrate it."""
    import pandas as pd

    if not gathered.claims:
        return Findings(node_columns("Finding", {"id": []}), {})
    claims = _by_setting(gathered, pd.concat(gathered.claims, ignore_index=True))
    gathered.claims.clear()
    number, first = numbered([claims[name].to_numpy() for name in KEY])
    found = {name: claims[name].to_numpy()[first] for name in {*KEY, *WORDS}}
    words = {name: coded(gathered.values(name), codes) for name, codes in found.items()}
    ids = finding_ids([words[name] for name in KEY])
    flags = {name: _any(claims[name].to_numpy(), number) for name in ("inverted", "mitigated", "setting_shared")}
    properties = {
        "id": ids,
        **{name: words[name] for name in WORDS},
        **flags,
        "counted": _counted(gathered, review, found),
        "origin": coded(["table"], np.zeros(len(first), dtype=np.int64)),
    }
    settled = pa.array(found["setting"] >= 0)
    around = {
        "REPORTS": edges("REPORTS", words["paper"], ids),
        "ABOUT": edges("ABOUT", ids, words["influence"]),
        "FROM": edges("FROM", ids, words["study"]),
        "IN_SETTING": edges("IN_SETTING", ids.filter(settled), words["setting"].filter(settled)),
        "ILLUSTRATES": _illustrates(claims, number, ids, passages),
    }
    return Findings(node_columns("Finding", properties), around)


def _illustrates(claims: pd.DataFrame, number: Ints, ids: pa.Array, passages: Passages) -> pa.Table:
    passage = passages.row[claims["passage"].to_numpy()]
    _, first = numbered([passage, number])
    cells = pa.array(claims["coded_cell"].iloc[first])
    starts, ends = passages.ids.take(pa.array(passage[first])), ids.take(pa.array(number[first]))
    return edges("ILLUSTRATES", starts, ends, coded_cell=cells)


def _any(flags: NDArray[np.bool_], number: Ints) -> NDArray[np.bool_]:
    """For each number whether one of its rows is true."""
    found = np.zeros(int(number.max()) + 1, dtype=bool)
    found[number[flags]] = True
    return found


def _by_setting(gathered: Gathered, claims: pd.DataFrame) -> pd.DataFrame:
    """One row for each mention and setting; several settings of one cell are marked as shared."""
    sets = gathered.values("settings")
    interner = gathered.interners.setdefault("setting", Interner())
    sizes = np.array([max(1, len(found)) for found in sets], dtype=np.int64)
    flat = np.concatenate([interner.codes(list(found)) if found else np.array([NONE]) for found in sets])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    which = claims["settings"].to_numpy()
    repeat = sizes[which]
    rows = np.repeat(np.arange(len(claims)), repeat)
    within = np.arange(rows.size) - np.repeat(np.cumsum(repeat) - repeat, repeat)
    expanded = claims.iloc[rows].reset_index(drop=True) if rows.size != len(claims) else claims
    return expanded.assign(setting=flat[starts[which[rows]] + within], setting_shared=sizes[which[rows]] > 1)


def _counted(gathered: Gathered, review: ReviewFile, found: dict[str, Ints]) -> Any:
    papers = gathered.values("paper")
    statuses = list(PaperStatus)
    number = {status.value: at for at, status in enumerate(statuses)}
    said = (str(gathered.papers.value(paper, "status") or PaperStatus.INCLUDED.value) for paper in papers)
    status = np.array([number[word] for word in said])
    rule = review.counting.recommendations
    assertions = [Assertion(word) for word in gathered.values("assertion")]
    table = np.array([[is_counted(word, s, rule) for s in statuses] for word in assertions], dtype=bool)
    return table[found["assertion"], status[found["paper"]]]
