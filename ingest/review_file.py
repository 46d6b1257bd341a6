"""review.toml -> ReviewFile. Unknown keys are errors that name the near miss."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from graph.errors import ReviewFolderError, SynthesisError, near_misses
from graph.links import lies_elsewhere
from ingest.mapping import ReviewFile

NAME = "review.toml"
MOST_BYTES = 10_000_000


def read_review_file(folder: Path) -> tuple[ReviewFile | None, list[SynthesisError]]:
    """The review file of a folder, or null and what is wrong with it. Raises ReviewFolderError when there is none."""
    file = folder / NAME
    if not folder.is_dir():
        raise ReviewFolderError(str(folder), "there is no such folder.")
    if not file.is_file():
        raise ReviewFolderError(str(folder), f"there is no {NAME} here. Make one with `narragraph init`.")
    if lies_elsewhere(folder, file):
        message = "it is a link to a place outside the review folder. Put the file itself here."
        return None, [ReviewFolderError(NAME, message)]
    if file.stat().st_size > MOST_BYTES:
        return None, [ReviewFolderError(NAME, f"it has more than {MOST_BYTES // 1_000_000} MB. Put data into tables/.")]
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return None, [ReviewFolderError(NAME, "it is not UTF-8 text. Save it as UTF-8.")]
    except (ValueError, RecursionError) as error:  # also numbers of thousands of digits
        return None, [ReviewFolderError(NAME, f"it is not valid TOML: {error}.")]
    try:
        return ReviewFile.model_validate(said), []
    except ValidationError as error:
        return None, [_explained(detail) for detail in _told_once(error.errors())]


def _told_once(details: Sequence[ErrorDetails]) -> list[ErrorDetails]:
    """One error a place: a union reports each of its members, the deepest is the one that was meant."""
    kept: dict[tuple[object, ...], ErrorDetails] = {}
    for detail in details:
        place = tuple(part for part in detail["loc"] if not _is_member(part))
        for shorter in [known for known in kept if known != place and place[: len(known)] == known]:
            del kept[shorter]
        if not any(known != place and known[: len(place)] == place for known in kept):
            kept.setdefault(place, detail)
    return list(kept.values())


def _is_member(part: object) -> bool:
    """Whether a part of a location names a member of a union rather than a key."""
    return isinstance(part, str) and (part in {"str", "Value", "ListValue"} or "[" in part or part.endswith("Section"))


def _explained(detail: ErrorDetails) -> ReviewFolderError:
    loc = [part for part in detail["loc"] if not _is_member(part)]
    where = _spelled(loc)
    if detail["type"] == "extra_forbidden":
        known = _keys_at(ReviewFile, detail["loc"][:-1])
        near = near_misses(str(loc[-1]), known)
        hint = "" if near else f" Known here: {', '.join(sorted(known))}."
        return ReviewFolderError(NAME, f'"{loc[-1]}" is not a key that is known here.{hint}', key=where, near=near)
    if detail["type"] == "missing":
        return ReviewFolderError(NAME, "this key is needed.", key=where)
    if detail["type"] == "value_error":
        return ReviewFolderError(NAME, str(detail["ctx"]["error"]), key=where)
    return ReviewFolderError(NAME, f"{detail['msg'].rstrip('.')} (found {detail['input']!r}).", key=where)


def _spelled(loc: Sequence[object]) -> str:
    text = ""
    for part in loc:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else str(part))
    return text


def _keys_at(model: type[BaseModel], loc: Sequence[object]) -> list[str]:
    """The keys that the model at a location knows."""
    at: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        members = [at, *_models_in(at)]
        found = next(
            (m for m in members if isinstance(m, type) and issubclass(m, BaseModel) and part == m.__name__), None
        )
        if found is not None:
            at = found
            continue
        owner = next((m for m in members if isinstance(m, type) and issubclass(m, BaseModel)), None)
        field = _field(owner, str(part)) if owner else None
        if field is None:
            break
        at = field
    models = [m for m in [at, *_models_in(at)] if isinstance(m, type) and issubclass(m, BaseModel)]
    return [field.alias or name for m in models for name, field in m.model_fields.items()]


def _field(owner: type[BaseModel], name: str) -> Any:
    for key, field in owner.model_fields.items():
        if name in {key, field.alias}:
            return field.annotation
    return None


def _models_in(annotation: Any) -> list[Any]:
    found: list[Any] = []
    for argument in get_args(annotation):
        found.append(argument)
        found.extend(_models_in(argument))
    return found
