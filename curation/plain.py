"""Dataclasses as plain JSON values and back, strictly: what is written comes back equal, anything else is refused."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


def plain(value: object) -> Any:
    """A value as JSON knows it; enums by value, tuples as lists, dataclasses as objects."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {part.name: plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return value


def made(kind: type[Made], said: object) -> Made:
    """The dataclass that `plain` made `said` of. Raises ValueError, which says what is wrong where."""
    whole: Made = _dataclass(kind, said, kind.__name__)
    return whole


def _dataclass(kind: Any, said: object, where: str) -> Any:
    if not isinstance(said, dict):
        raise ValueError(f"{where} is no object")
    hints, needed = _shape(kind)
    unknown = [name for name in said if name not in hints]
    missing = [name for name in needed if name not in said]
    if unknown or missing:
        wrong = f"does not know {unknown[0]}" if unknown else f"lacks {missing[0]}"
        raise ValueError(f"{where} {wrong}")
    return kind(**{name: _value(hints[name], value, f"{where}.{name}") for name, value in said.items()})


@cache
def _shape(kind: Any) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The types of a dataclass by field, and the fields that must be there."""
    hints = get_type_hints(kind)
    parts = fields(kind)
    needed = tuple(part.name for part in parts if part.default is MISSING and part.default_factory is MISSING)
    return {part.name: hints[part.name] for part in parts}, needed


def _value(hint: Any, said: object, where: str) -> Any:
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        if said is None and type(None) in get_args(hint):
            return None
        (hint,) = (one for one in get_args(hint) if one is not type(None))
        return _value(hint, said, where)
    if is_dataclass(hint):
        return _dataclass(hint, said, where)
    if origin is tuple:
        return _tuple(get_args(hint), said, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(said, dict):
            raise ValueError(f"{where} is no object")
        return {name: _value(get_args(hint)[1], value, f"{where}.{name}") for name, value in said.items()}
    if issubclass(hint, Enum):
        return _member(hint, said, where)
    if hint is float and type(said) is int:
        return float(said)
    if type(said) is not hint:
        raise ValueError(f"{where} is {_shown(said)}, not {hint.__name__}")
    return said


def _tuple(parts: tuple[Any, ...], said: object, where: str) -> tuple[Any, ...]:
    if not isinstance(said, list):
        raise ValueError(f"{where} is no list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_value(parts[0], item, f"{where}[{at}]") for at, item in enumerate(said))
    if len(said) != len(parts):
        raise ValueError(f"{where} has {len(said)} parts, not {len(parts)}")
    return tuple(_value(part, item, f"{where}[{at}]") for at, (part, item) in enumerate(zip(parts, said, strict=True)))


def _member(hint: type[Enum], said: object, where: str) -> Enum:
    try:
        return hint(said)
    except ValueError:
        words = ", ".join(str(member.value) for member in hint)
        raise ValueError(f"{where} is {_shown(said)}, not one of {words}") from None


def _shown(said: object) -> str:
    text = repr(said)
    return text if len(text) <= 40 else f"{text[:37]}..."
