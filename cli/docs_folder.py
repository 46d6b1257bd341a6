"""The generated parts of the docs about the review folder: its keys, their JSON Schema, and the variables."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from cli.docs_table import table

SECTIONS = (
    ("ReviewFile", "The file"),
    ("ReviewSection", "`[review]`"),
    ("CountingSection", "`[counting]`"),
    ("CellsSection", "`[cells]`"),
    ("ExtractionSection", "`[[extraction]]`"),
    ("CitedSection", "`[[cited]]`"),
    ("SourceSection", "`[[sources]]`"),
    ("ScreeningSection", "`[[screening]]`"),
    ("AppraisalSection", "`[[appraisal]]`"),
    ("TextsSection", "`[texts]`"),
    ("CuratorsSection", "`[curators]`"),
    ("PersonSection", "`[[curators.people]]`"),
    ("DoubleCodingSection", "`[curators.double_coding]`"),
    ("CypherSection", "`[cypher]`"),
    ("ReleaseSection", "`[release]`"),
    ("AuthorSection", "`[[release.authors]]`"),
    ("SurveySection", "`[survey]`"),
    ("RatingsSection", "`[[survey.ratings]]`"),
    ("OutsideSection", "`[survey.outside]`"),
    ("HypothesisSection", "`[[survey.hypotheses]]`"),
    ("FixedSection", "One value for every row, in place of a column"),
    ("TableSection", "`[[table]]`"),
    ("SkipRule", "`[[table.skip]]`"),
    ("JoinSection", "`[[table.join]]`"),
    ("PaperSection", "`[table.paper]`"),
    ("StudySection", "`[table.study]`"),
    ("SettingSection", "`[[table.setting]]`"),
    ("FindingSection", "`[[table.finding]]`"),
    ("InfluenceSection", "`influence = { ... }`"),
    ("ColumnRange", "`columns = { from = ..., to = ... }`"),
    ("DirectionSection", "`direction = { ... }`"),
    ("Condition", "A condition: `invert_when`, `mitigated`, `when`, and the test of a `skip`"),
    ("Value", "A column with a closed map"),
    ("ListValue", "A column that may hold a list"),
)
"""Every model of review.toml with the heading it is known by; a test says that none is missing."""
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "map",
    "null": "",
}
LISTS = {"text": "texts", "whole number": "whole numbers"}


def schema() -> dict[str, object]:
    """The JSON Schema of review.toml, for editors and for `check-jsonschema`."""
    from ingest.mapping import ReviewFile

    said: Any = ReviewFile.model_json_schema()
    for name, model in (("ReviewFile", said), *said["$defs"].items()):
        for key, meaning in meanings().get(name, {}).items():
            model["properties"][key] = dict(sorted((model["properties"][key] | {"description": meaning}).items()))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **{key: value for key, value in said.items() if key != "$defs"},
        "title": "review.toml",
        "$defs": said["$defs"],
    }


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Model of review.toml -> key -> the docstring under it. A model itself need not know them to read a file."""
    from ingest import mapping

    found: dict[str, dict[str, str]] = {}
    for made in ast.parse(inspect.getsource(mapping)).body:
        if not isinstance(made, ast.ClassDef):
            continue
        bases = (found.get(base.id, {}) for base in made.bases if isinstance(base, ast.Name))
        said = {key: meaning for base in bases for key, meaning in base.items()}
        for field, under in pairwise(made.body):
            if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(under, ast.Expr):
                known = getattr(mapping, made.name).model_fields[field.target.id]
                said[known.alias or field.target.id] = inspect.cleandoc(ast.literal_eval(under.value))
        found[made.name] = said
    return found


def keys() -> str:
    """Every key of every section: type, default and meaning."""
    said: Any = schema()
    models = {**said["$defs"], "ReviewFile": said}
    return "\n\n".join("\n".join(_section(heading, models[name], models)) for name, heading in SECTIONS)


def _section(heading: str, model: Mapping[str, Any], models: Mapping[str, Any]) -> Iterator[str]:
    yield f"### {heading}"
    yield ""
    needed = set(model.get("required", ()))
    rows = [
        (f"`{key}`", _kind(field, models), _default(key, field, needed), field.get("description", ""))
        for key, field in model["properties"].items()
    ]
    yield table(("key", "value", "without it", "meaning"), rows)


def _kind(field: Mapping[str, Any], models: Mapping[str, Any]) -> str:
    """What may stand behind a key, in words."""
    if "$ref" in field:
        name = field["$ref"].rsplit("/", 1)[-1]
        return _kind(models[name], models) if "enum" in models[name] else _named(name)
    if "enum" in field:
        return ", ".join(f"`{word}`" for word in field["enum"])
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "anyOf" in field:
        kinds = [_kind(part, models) for part in field["anyOf"]]
        if any(kind.startswith("a column") for kind in kinds):
            kinds = ["a column" if kind == "text" else kind for kind in kinds]
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind))
    if field.get("type") == "array":
        inner = _kind(field["items"], models)
        return f"list of {LISTS.get(inner, inner)}"
    if "pattern" in field:
        return "text: `a-z`, `0-9`, `-`; at most 40"
    return KINDS[str(field["type"])]


def _named(model: str) -> str:
    said = {"Value": "a column with a map", "ListValue": "a column with a list", "Condition": "a condition"}
    return said.get(model) or dict(SECTIONS)[model]


def _default(key: str, field: Mapping[str, Any], needed: set[str]) -> str:
    if key in needed:
        return "needed"
    value = field.get("default")
    return "" if value in (None, "", [], {}) or isinstance(value, dict) else f"`{json.dumps(value)}`"


def variables(example: str) -> str:
    """Every variable of .env.example with its default and the comment above it."""
    rows, comment = [], ""
    for line in example.splitlines():
        if line.startswith("#"):
            comment = f"{comment} {line.lstrip('# ')}".strip()
        elif "=" in line:
            name, _, default = line.partition("=")
            rows.append((f"`{name}`", f"`{default}`" if default else "", comment))
        else:
            comment = ""
    return table(("variable", "default", "meaning"), rows)
