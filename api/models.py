"""Bodies that several routes share. Each shows an example from the small synthetic graph of the tests."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

from graph.export import LICENCES

_META: JsonValue = {
    "query": "influences_by_frequency",
    "review_id": "small",
    "revision": "r1",
    "codebook_version": "c1",
    "unit": "paper",
    "paper_with_both": "mixed",
    "recommendations": "stored",
    "engine": "ladybug",
    "building": None,
    "licences": dict(LICENCES),
    "parameters": {"status": None, "limit": 500},
    "filter": "no filter",
    "rows": 6,
    "truncated": False,
    "next": None,
    "said": {},
}


class Meta(BaseModel):
    """Which graph an answer comes from, how it counts, and whether rows were left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [_META]})

    query: str
    review_id: str
    revision: str
    codebook_version: str | None
    unit: str
    paper_with_both: str
    recommendations: str
    engine: str
    building: str | None
    licences: dict[str, str]
    """Whose the quotes and the codings are."""
    parameters: dict[str, object]
    filter: str
    """What narrows the answer, in words."""
    rows: int
    truncated: bool
    next: str | None
    """The address of the next page of a list; null at its end, and where an answer has no pages."""
    said: dict[str, object]
    """What else decides the figures of a measure: filter, interval, null model, seed, notes; empty for a query."""


class Problem(BaseModel):
    """An error (RFC 9457). Fields of the error itself stand beside these."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "/errors/not-found",
                    "title": "Not Found",
                    "status": 404,
                    "detail": 'There is no Influence with the id "trainng". Did you mean "training"?',
                    "label": "Influence",
                    "id": "trainng",
                    "near": ["training"],
                }
            ]
        },
    )

    type: str
    title: str
    status: int
    detail: str


class Review(BaseModel):
    """The review and the revision of its folder that this graph shows."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "review_id": "small",
                    "title": "A small review",
                    "question": "What helps?",
                    "registration": None,
                    "unit": "paper",
                    "paper_with_both": "mixed",
                    "recommendations": "stored",
                    "codebook_version": "c1",
                    "schema_version": 1,
                    "revision": "r1",
                    "building": None,
                    "engine": "ladybug",
                    "licences": dict(LICENCES),
                }
            ]
        }
    )

    review_id: str
    title: str
    question: str | None
    registration: str | None
    unit: str
    paper_with_both: str
    recommendations: str
    codebook_version: str | None
    schema_version: int
    revision: str
    building: str | None
    engine: str
    licences: dict[str, str]


class Column(BaseModel):
    """One column of an answer."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"name": "papers", "type": "integer", "meaning": "included papers that report it"}]
        }
    )

    name: str
    type: str
    meaning: str


_LIMIT: JsonValue = {
    "name": "limit",
    "type": "integer",
    "meaning": "rows at most",
    "required": False,
    "default": 500,
    "least": 1,
    "most": 10000,
    "choices": [],
}
_OPENS: JsonValue = {"column": "papers", "query": "passages_behind", "arguments": {"influence_id": "influence_id"}}


class CatalogueParameter(BaseModel):
    """One parameter of a query. `default` stands for it when it is left out; null does not narrow."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LIMIT]})

    name: str
    type: str
    meaning: str
    required: bool
    default: object = None
    least: int | None = None
    most: int | None = None
    choices: list[str] = []


class CatalogueOpening(BaseModel):
    """How a figure is opened: ask `query`, each argument taken from a column, `$parameter` or 'constant'.

    Answers carry the ready addresses in `opens`.
    """

    model_config = ConfigDict(json_schema_extra={"examples": [_OPENS]})

    column: str
    query: str
    arguments: dict[str, str]


class CatalogueEntry(BaseModel):
    """One query: what it answers, takes and gives."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "influences_by_frequency",
                    "summary": "Frequency of report: how many papers report each influence, most often reported first.",
                    "description": "Only included papers count, each once per influence.",
                    "href": "/v1/queries/influences_by_frequency",
                    "parameters": [_LIMIT],
                    "columns": [{"name": "papers", "type": "integer", "meaning": "included papers that report it"}],
                    "opens": [_OPENS],
                }
            ]
        }
    )

    name: str
    summary: str
    description: str
    href: str
    parameters: list[CatalogueParameter]
    columns: list[Column]
    opens: list[CatalogueOpening]


class ErrorMeaning(BaseModel):
    """What the `type` of a problem means."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"type": "/errors/not-found", "status": 404, "meaning": "An id that the graph does not hold."}]
        }
    )

    type: str
    status: int
    meaning: str


class Health(BaseModel):
    """Whether the process lives, or can answer."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "ready", "revision": "r1", "building": None}]})

    status: str
    revision: str | None = None
    building: str | None = None


class Version(BaseModel):
    """What runs here."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"narragraph": "0.1.0", "schema_version": 1, "engine": "ladybug"}]}
    )

    narragraph: str
    schema_version: int
    engine: str
