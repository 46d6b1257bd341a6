"""Claims -> findings: one for each distinct finding key, and the passages that illustrate it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.ids import finding_id
from graph.model import Assertion, PaperStatus, is_counted
from graph.schema import EDGE
from graph.tables import edge_schema
from ingest.arrow import edges
from ingest.gather import NONE, Gathered, Interner
from ingest.mapping import ReviewFile

if TYPE_CHECKING:
    import pandas as pd

KEY = ("paper", "study", "influence", "setting", "direction", "assertion", "stage", "viewpoint", "time_point")


def read_findings(gathered: Gathered, review: ReviewFile, passages: pd.DataFrame) -> tuple[pd.DataFrame, pa.Table]:
    """One row for each distinct finding key, and which of the passages illustrate it."""
    import pandas as pd

    if not gathered.claims:
        empty = pd.DataFrame({name: [] for name in (*KEY, "id")})
        return empty, edge_schema(EDGE["ILLUSTRATES"]).empty_table()
    claims = _by_setting(gathered, pd.concat(gathered.claims, ignore_index=True))
    group = claims.groupby(list(KEY), sort=False)
    number = group.ngroup().to_numpy()
    first = np.unique(number, return_index=True)[1]
    found = claims.iloc[first].reset_index(drop=True)
    for flag in ("inverted", "mitigated", "setting_shared"):
        any_true = np.zeros(len(first), dtype=bool)
        np.logical_or.at(any_true, number, claims[flag].to_numpy())
        found[flag] = any_true
    found["id"] = _finding_ids(gathered, found)
    found["counted"] = _counted(gathered, review, found)
    passage = passages["id"].to_numpy(dtype=object)[claims["passage"]]
    pairs = pd.DataFrame({"passage": passage, "finding": number, "coded_cell": claims["coded_cell"]})
    pairs = pairs.drop_duplicates(["passage", "finding"])
    illustrates = edges(
        "ILLUSTRATES",
        pairs["passage"].to_numpy(dtype=object),
        found["id"].to_numpy(dtype=object)[pairs["finding"]],
        coded_cell=pairs["coded_cell"].to_numpy(dtype=object),
    )
    return found, illustrates


def spelled_out(gathered: Gathered, found: pd.DataFrame) -> pd.DataFrame:
    """The findings with words instead of codes."""
    if not len(found):
        return found
    names = ("direction", "assertion", "stage", "viewpoint", "time_point", "reported")
    words = {name: decode(gathered.interners, name, found[name].to_numpy()) for name in names}
    return found.assign(origin="table", **words)


def _by_setting(gathered: Gathered, claims: pd.DataFrame) -> pd.DataFrame:
    """One row for each mention and setting; several settings of one cell are marked as shared."""
    sets = gathered.interners["settings"].values()
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


def _finding_ids(gathered: Gathered, found: pd.DataFrame) -> list[str]:
    columns = [decode(gathered.interners, name, found[name].to_numpy()) for name in KEY]
    return [finding_id(*key) for key in zip(*columns, strict=True)]


def _counted(gathered: Gathered, review: ReviewFile, found: pd.DataFrame) -> Any:
    papers = gathered.interners["paper"].values()
    statuses = list(PaperStatus)
    status = np.array(
        [
            statuses.index(PaperStatus(str(gathered.papers.value(p, "status") or PaperStatus.INCLUDED.value)))
            for p in papers
        ]
    )
    assertions = gathered.interners["assertion"].values()
    rule = review.counting.recommendations
    table = np.array([[is_counted(Assertion(a), s, rule) for s in statuses] for a in assertions], dtype=bool)
    return table[found["assertion"].to_numpy(), status[found["paper"].to_numpy()]]


def decode(interners: dict[str, Any], name: str, codes: Any) -> Any:
    """Values of codes as objects; null for NONE."""
    known = interners[name].values() if name in interners else []
    values = np.empty(len(known) + 1, dtype=object)
    values[:-1] = known
    values[-1] = None
    return values[codes.astype(np.int64)]
