"""Bodies that several routes share. Each shows an example from the small synthetic graph of the tests."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, JsonValue

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
    "parameters": {"status": None, "limit": 500},
    "rows": 6,
    "truncated": False,
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
    parameters: dict[str, object]
    rows: int
    truncated: bool


class Problem(BaseModel):
    """An error (RFC 9457). Fields of the error itself stand beside these."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "examples": [
                {
                    "type": "https://narragraph.invalid/errors/not-found",
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


class CatalogueParameter(BaseModel):
    """One parameter of a query."""

    name: str
    type: str
    meaning: str
    required: bool
    default: object = None
    least: int | None = None
    most: int | None = None
    choices: list[str] = []


class CatalogueEntry(BaseModel):
    """One query: what it answers, takes and gives."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "cited_figures",
                    "summary": "Counts published elsewhere, shown beside the review and never counted in it.",
                    "description": "",
                    "href": "/v1/queries/cited_figures",
                    "parameters": [],
                    "columns": [{"name": "label", "type": "string", "meaning": "what is counted"}],
                    "opens": [],
                }
            ]
        }
    )

    name: str
    summary: str
    description: str
    href: str
    parameters: list[CatalogueParameter]
    columns: list[dict[str, str]]
    opens: list[dict[str, object]]


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
