"""Bodies of POST /v1/cypher."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from graph.export import LICENCES
from graph.free.limits import MOST
from graph.queries import queries

EXAMPLE = "paper"
"""The query that a request shows; one of those that count what a build wrote."""

_META: JsonValue = {
    "engine": "ladybug",
    "review_id": "small",
    "unit": "paper",
    "paper_with_both": "mixed",
    "recommendations": "stored",
    "codebook_version": "c1",
    "revision": "r1",
    "building": None,
    "rows": 1,
    "truncated": False,
    "cut": None,
    "milliseconds": 412,
    "licences": dict(LICENCES),
}


def _with_example(schema: dict[str, Any]) -> None:
    """A query of our own as the example of a statement, read when somebody asks for the contract."""
    lines = queries("size")[EXAMPLE].text.splitlines()
    statement = " ".join(line for line in lines if line and not line.startswith("//"))
    schema["examples"] = [{"statement": statement, "parameters": {}, "limit": 100}]


class CypherSent(BaseModel):
    """One statement that reads, with its parameters; `limit` lowers how many rows are given."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_with_example)

    statement: str
    parameters: dict[str, JsonValue] = Field(default_factory=dict)
    limit: int | None = Field(default=None, ge=1, le=MOST.rows)


class CypherMeta(BaseModel):
    """Which graph answered, and which limit left rows out: `cut` is rows, answer_mb or null."""

    model_config = ConfigDict(json_schema_extra={"examples": [_META]})

    engine: str
    review_id: str
    unit: str
    paper_with_both: str
    recommendations: str
    codebook_version: str | None
    revision: str
    building: str | None
    rows: int
    truncated: bool
    cut: str | None
    milliseconds: int
    licences: dict[str, str]


class CypherAnswer(BaseModel):
    """The rows of a statement of one's own, as plain JSON (docs/cypher.md says how nodes and paths look)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "meta": _META,
                    "columns": ["direction", "findings"],
                    "rows": [{"direction": "facilitator", "findings": 2}],
                }
            ]
        }
    )

    meta: CypherMeta
    columns: list[str]
    rows: list[dict[str, JsonValue]]
