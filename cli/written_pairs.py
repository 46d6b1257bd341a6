"""`narragraph numbers pairs --write`: the pairs of one answer as CO_OCCURS relationships of the graph."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.rewrite import write_requested
from graph.schema import EDGE
from graph.tables import edge_schema

if TYPE_CHECKING:
    from graph.ask import Answer
    from graph.config import Config

TYPE = "CO_OCCURS"


def write_pairs(answer: Answer, folder: Path, config: Config, terminal: Terminal) -> None:
    """Replace every CO_OCCURS of the graph by the pairs of the answer, and say so."""
    rows = pair_rows(answer)
    table = pa.Table.from_pylist(rows, schema=edge_schema(EDGE[TYPE]))
    with terminal.progress() as progress:
        result = write_requested({TYPE: table}, answer.info.revision, folder, config, progress)
    terminal.say(
        f"Wrote {len(rows):,} pairs into the graph ({result.engine}) in place of those before: "
        "`narragraph query written_pairs` shows them."
    )


def pair_rows(answer: Answer) -> list[dict[str, object]]:
    """One relationship per pair. Raises ConfigError for windows other than papers: the property counts papers."""
    said = answer.said
    if (said["unit"], said["signs"]) != ("paper", "any"):
        raise ConfigError("--write", "CO_OCCURS counts papers of any sign; leave out window and signs.")
    adjusted = "p_holm" if said["correction"] == "holm" else "p_bh"
    return [
        {
            "start_id": row["a_influence_id"],
            "end_id": row["b_influence_id"],
            "papers": row["shared"],
            "expected": row["expected"],
            "lift": row["lift"],
            "p_adj": row[adjusted],
            "unit": said["unit"],
            "filter": said["filter"],
            "null_model": f"{said['null_model']}, {said['correction']}",
            "seed": said.get("seed"),
            "revision": answer.info.revision,
        }
        for row in answer.rows
    ]
