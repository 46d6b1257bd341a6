"""Values on their way into and out of an engine."""

from __future__ import annotations

from decimal import Decimal


def bindable(value: object) -> object:
    """A value that both engines bind as what it is. Raises TypeError for any type that one of them would bend.

    The embedded engine turns pandas' NaT into year 1 and rounds 2011.5 into an integer column without a word.
    """
    if value is None or type(value) in {str, int, float, bool}:
        return value
    if isinstance(value, list):
        return [bindable(item) for item in value]
    if isinstance(value, dict):
        return {str(name): bindable(item) for name, item in value.items()}
    if isinstance(value, str):  # StrEnum members
        return str(value)
    raise TypeError(f"{type(value).__module__}.{type(value).__name__} is not a plain value: {value!r}")


def plain(value: object) -> object:
    """A value of an engine as a plain Python one: whole decimals (sums) become int."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value
