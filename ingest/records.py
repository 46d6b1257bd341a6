"""What was gathered -> the tables of the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.ids import cited_figure_id, finding_id
from graph.model import Assertion, InfluenceStatus, PaperStatus, is_counted
from graph.schema import EDGE, NODE, SCHEMA_VERSION
from graph.tables import GraphTables, edge_schema, node_schema
from ingest.gather import NONE, Gathered
from ingest.mapping import ReviewFile
from ingest.rounds import extraction_rounds

if TYPE_CHECKING:
    import pandas as pd

KEY = ("paper", "study", "influence", "setting", "direction", "assertion", "stage", "viewpoint", "time_point")


def graph_tables(gathered: Gathered, review: ReviewFile, revision: str) -> GraphTables:
    """Every node and edge that the folder says; derived edges come later."""
    findings, illustrates = _findings(gathered, review)
    passages = _passages(gathered)
    mine = gathered.interners
    papers = gathered.papers.rows()
    extracted = {paper for paper, _ in gathered.extracted_in}
    for row in papers:
        row["status"] = row.get("status") or PaperStatus.INCLUDED.value
        row["extracted"] = row["id"] in extracted
    rounds = extraction_rounds(gathered, review)
    nodes = {
        "Review": _rows("Review", [_review(review, gathered, revision)]),
        "Paper": _rows("Paper", papers),
        "Study": _rows("Study", gathered.studies.rows()),
        "Setting": _rows("Setting", gathered.settings.rows()),
        "Influence": _rows("Influence", _influences(gathered)),
        "Extraction": _rows("Extraction", rounds.nodes),
        "Finding": _frame("Finding", _spelled_out(gathered, findings)),
        "Passage": _frame("Passage", passages),
        "CitedFigure": _rows("CitedFigure", _cited(review)),
    }
    ids = findings["id"].to_numpy(dtype=object) if len(findings) else np.zeros(0, dtype=object)
    settled = findings["setting"].to_numpy() >= 0 if len(findings) else np.zeros(0, dtype=bool)

    def end(name: str) -> Any:
        return _decode(mine, name, findings[name].to_numpy()) if len(findings) else ids

    edges = {
        "INCLUDES": _pairs("INCLUDES", [(review.review.id, str(row["id"])) for row in papers]),
        "REPORTS_ON": _pairs("REPORTS_ON", sorted(gathered.reports_on)),
        "CONDUCTED_IN": _pairs("CONDUCTED_IN", sorted(gathered.conducted_in)),
        "PART_OF": _pairs("PART_OF", sorted(gathered.part_of)),
        "REPORTS": _ends("REPORTS", end("paper"), ids),
        "ABOUT": _ends("ABOUT", ids, end("influence")),
        "FROM": _ends("FROM", ids, end("study")),
        "IN_SETTING": _ends("IN_SETTING", ids[settled], end("setting")[settled]),
        "CONTAINS": _ends("CONTAINS", _decode(mine, "paper", passages["paper"].to_numpy()), passages["id"].to_numpy()),
        "ILLUSTRATES": illustrates,
        "NARROWER_THAN": _pairs("NARROWER_THAN", _tree(gathered)),
        "EXTRACTED_IN": _pairs("EXTRACTED_IN", rounds.extracted_in),
        "LOOKED_FOR": _pairs("LOOKED_FOR", rounds.looked_for),
        "CITED_ABOUT": _pairs("CITED_ABOUT", _cited_about(gathered, review)),
    }
    return GraphTables(nodes, edges)


def _findings(gathered: Gathered, review: ReviewFile) -> tuple[pd.DataFrame, pa.Table]:
    """One row for each distinct finding key, and the passages that illustrate it."""
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
    passage_ids = np.concatenate([frame["id"].to_numpy(dtype=object) for frame in gathered.passages])
    pairs = pd.DataFrame({"passage": claims["passage"], "finding": number, "coded_cell": claims["coded_cell"]})
    pairs = pairs.drop_duplicates(["passage", "finding"])
    illustrates = _ends(
        "ILLUSTRATES",
        passage_ids[pairs["passage"]],
        found["id"].to_numpy(dtype=object)[pairs["finding"]],
        coded_cell=pairs["coded_cell"].to_numpy(dtype=object),
    )
    return found, illustrates


def _spelled_out(gathered: Gathered, found: pd.DataFrame) -> pd.DataFrame:
    """The findings with words instead of codes."""
    if not len(found):
        return found
    names = ("direction", "assertion", "stage", "viewpoint", "time_point", "reported")
    words = {name: _decode(gathered.interners, name, found[name].to_numpy()) for name in names}
    return found.assign(origin="table", **words)


def _by_setting(gathered: Gathered, claims: pd.DataFrame) -> pd.DataFrame:
    """One row for each mention and setting; several settings of one cell are marked as shared."""
    from ingest.gather import Interner

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
    columns = [_decode(gathered.interners, name, found[name].to_numpy()) for name in KEY]
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


def _decode(interners: dict[str, Any], name: str, codes: Any) -> Any:
    """Values of codes as objects; null for NONE."""
    known = interners[name].values() if name in interners else []
    values = np.empty(len(known) + 1, dtype=object)
    values[:-1] = known
    values[-1] = None
    return values[codes.astype(np.int64)]


def _passages(gathered: Gathered) -> pd.DataFrame:
    import pandas as pd

    names = ["id", "paper", *(column.name for column in NODE["Passage"].columns[1:])]
    if not gathered.passages:
        return pd.DataFrame({name: [] for name in names})
    found = pd.concat(gathered.passages, ignore_index=True)
    return found.assign(page=None, language=None).drop_duplicates("id")[names]


def _review(review: ReviewFile, gathered: Gathered, revision: str) -> dict[str, object]:
    return {
        "id": review.review.id,
        "title": review.review.title,
        "question": review.review.question,
        "registration": review.review.registration,
        "unit": review.counting.unit.value,
        "paper_with_both": review.counting.paper_with_both.value,
        "recommendations": review.counting.recommendations.value,
        "codebook_version": gathered.codebook.version,
        "schema_version": SCHEMA_VERSION,
        "revision": revision,
    }


def _influences(gathered: Gathered) -> list[dict[str, object]]:
    names = [column.name for column in NODE["Influence"].columns]
    known = [
        {name: getattr(influence, name) for name in names} | {"status": influence.status.value}
        for influence in gathered.codebook.influences.values()
    ]
    drafts = [
        {"id": id_, "name": name, "status": InfluenceStatus.DRAFT.value, "level": 0}
        for id_, name in gathered.words.drafts.items()
    ]
    return sorted([*known, *drafts], key=lambda row: str(row["id"]))


def _tree(gathered: Gathered) -> list[tuple[str, str]]:
    influences = gathered.codebook.influences.values()
    return sorted((influence.id, influence.parent_id) for influence in influences if influence.parent_id)


def _cited(review: ReviewFile) -> list[dict[str, object]]:
    return [
        {
            "id": cited_figure_id(cited.citation, cited.label),
            "label": cited.label,
            "papers": cited.papers,
            "of_papers": cited.of_papers,
            "percentage": cited.percentage,
            "basis": cited.basis,
            "citation": cited.citation,
            "url": cited.url,
        }
        for cited in review.cited
    ]


def _cited_about(gathered: Gathered, review: ReviewFile) -> list[tuple[str, str]]:
    return sorted(
        (cited_figure_id(cited.citation, cited.label), found)
        for cited in review.cited
        if cited.influence and (found := gathered.codebook.find(cited.influence))
    )


def _rows(label: str, rows: list[dict[str, object]]) -> pa.Table:
    schema = node_schema(NODE[label])
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in rows], schema=schema)


def _frame(label: str, frame: pd.DataFrame) -> pa.Table:
    schema = node_schema(NODE[label])
    if not len(frame):
        return schema.empty_table()
    return pa.table([_array(frame[field.name], field.type) for field in schema], schema=schema)


def _array(column: pd.Series[Any], type_: pa.DataType) -> pa.Array:
    values = column.to_numpy(dtype=object) if pa.types.is_string(type_) else column.to_numpy()
    return pa.array(values, type=type_, from_pandas=True)


def _pairs(type_: str, pairs: list[tuple[str, str]]) -> pa.Table:
    schema = edge_schema(EDGE[type_])
    starts, ends = [start for start, _ in pairs], [end for _, end in pairs]
    return pa.table([pa.array(starts, pa.string()), pa.array(ends, pa.string())], schema=schema)


def _ends(type_: str, starts: Any, ends: Any, **properties: Any) -> pa.Table:
    schema = edge_schema(EDGE[type_])
    if not len(starts):
        return schema.empty_table()
    columns = {"start_id": starts, "end_id": ends, **properties}
    return pa.table([pa.array(columns[field.name], type=field.type) for field in schema], schema=schema)
