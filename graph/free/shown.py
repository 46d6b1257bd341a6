"""The answer of a free statement as JSON: the same document over HTTP and on the command line."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from graph.export import LICENCES

if TYPE_CHECKING:
    from graph.free.ask import FreeAnswer


def body(answer: FreeAnswer) -> dict[str, object]:
    """meta, columns and rows. `cut` says which limit left rows out; null when all are there."""
    info = {name: value for name, value in asdict(answer.info).items() if name not in {"title", "schema_version"}}
    return {
        "meta": {
            **info,
            "rows": len(answer.rows),
            "truncated": answer.cut is not None,
            "cut": answer.cut,
            "milliseconds": answer.milliseconds,
            "licences": LICENCES,
        },
        "columns": answer.columns,
        "rows": answer.rows,
    }
