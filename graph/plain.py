"""Dataclasses as plain JSON values and back, strictly: what is written comes back equal, anything else is refused."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Made = TypeVar("Made")


MOST_WHOLE = 2**1023
"""Whole numbers from here on are no floats."""
_JSON = frozenset((str, int, float, bool, type(None)))


@cache
def _names(kind: type) -> tuple[str, ...] | None:
    """The fields of a dataclass; null for anything else."""
    return tuple(part.name for part in fields(kind)) if is_dataclass(kind) else None


def plain(value: object) -> Any:
    """A value as JSON knows it; enums by value, tuples as lists, dataclasses as objects."""
    kind: Any = type(value)
    if kind in _JSON:
        return value
    if isinstance(value, Enum):
        return value.value
    if (names := _names(kind)) is not None:
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    return value


def made(kind: type[Made], said: object) -> Made:
    """The dataclass that `plain` made `said` of. Raises ValueError, which says what is wrong where."""
    shape: Any = kind
    try:
        whole: Made = _reader(shape)(said)
    except _Wrong as wrong:
        raise ValueError(f"{kind.__name__}{wrong.place} {wrong.message}") from None
    return whole


class _Wrong(Exception):
    """What is wrong, and the place below the value that was read: it grows on the way up."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message, self.place = message, place


Reader = Callable[[object], Any]


@cache
def _reader(hint: Any) -> Reader:
    """What reads a value of a type; made once for each type, because lines repeat."""
    origin = get_origin(hint)
    if origin in {Union, types.UnionType}:
        return _optional(hint)
    if is_dataclass(hint):
        return _dataclass(hint)
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(_reader(get_args(hint)[1]))
    if issubclass(hint, Enum):
        return _member(hint)
    return _plain(hint)


def _below(read: Reader, said: object, place: str) -> Any:
    try:
        return read(said)
    except _Wrong as wrong:
        raise _Wrong(wrong.message, place + wrong.place) from None


def _dataclass(kind: Any) -> Reader:
    hints, parts = get_type_hints(kind), fields(kind)
    needed = [part.name for part in parts if part.default is MISSING and part.default_factory is MISSING]
    readers = {part.name: _reader(hints[part.name]) for part in parts}

    def read(said: object) -> Any:
        if not isinstance(said, dict):
            raise _Wrong("is no object")
        unknown = [name for name in said if name not in readers]
        missing = [name for name in needed if name not in said]
        if unknown or missing:
            raise _Wrong(f"does not know {unknown[0]}" if unknown else f"lacks {missing[0]}")
        return kind(**{name: _below(readers[name], value, f".{name}") for name, value in said.items()})

    return read


def _optional(hint: Any) -> Reader:
    (kind,) = (one for one in get_args(hint) if one is not type(None))
    inner, nothing = _reader(kind), type(None) in get_args(hint)
    return lambda said: None if said is None and nothing else inner(said)


def _mapping(inner: Reader) -> Reader:
    def read(said: object) -> dict[str, Any]:
        if not isinstance(said, dict):
            raise _Wrong("is no object")
        return {name: _below(inner, value, f".{name}") for name, value in said.items()}

    return read


def _tuple(parts: tuple[Any, ...]) -> Reader:
    any_length = len(parts) == 2 and parts[1] is Ellipsis
    readers = [_reader(part) for part in parts[: 1 if any_length else None]]

    def read(said: object) -> tuple[Any, ...]:
        if not isinstance(said, list):
            raise _Wrong("is no list")
        if not any_length and len(said) != len(readers):
            raise _Wrong(f"has {len(said)} parts, not {len(readers)}")
        inner = readers * len(said) if any_length else readers
        return tuple(_below(one, item, f"[{at}]") for at, (one, item) in enumerate(zip(inner, said, strict=True)))

    return read


def _member(kind: type[Enum]) -> Reader:
    def read(said: object) -> Enum:
        try:
            return kind(said)
        except ValueError:
            words = ", ".join(str(member.value) for member in kind)
            raise _Wrong(f"is {_shown(said)}, not one of {words}") from None

    return read


def _plain(kind: type) -> Reader:
    def read(said: object) -> Any:
        if kind is float and type(said) is int and abs(said) < MOST_WHOLE:
            return float(said)
        if type(said) is not kind:
            raise _Wrong(f"is {_shown(said)}, not {kind.__name__}")
        return said

    return read


def _shown(said: object) -> str:
    text = repr(said)
    return text if len(text) <= 40 else f"{text[:37]}..."
