"""Numbers and names as the sentences of figures say them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Interval = tuple[float, float]


def number(value: float, digits: int = 2) -> str:
    """`0.84`; a value that rounds to zero has no sign."""
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if float(text) == 0 else text


def steady(value: float | None) -> float | None:
    """Ten digits that count: the last ones of a sum differ between machines, and figures are compared for equality."""
    return None if value is None else float(f"{value:.10g}")


def between(interval: Interval | None) -> str:
    """`95 % interval 0.79 to 0.88`."""
    return "no interval" if interval is None else f"95 % interval {number(interval[0])} to {number(interval[1])}"


def p_value(p: float) -> str:
    """`p = 0.03`; very small ones are told as below 0.001."""
    return "p < 0.001" if p < 0.001 else f"p = {number(p, 3 if p < 0.1 else 2)}"


def listed(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def counted(count: int, thing: str) -> str:
    """`1 item`, `4 items`."""
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"


def name_of(names: Mapping[str, str], influence_id: str) -> str:
    """Preferred name of an influence, else its id."""
    return names.get(influence_id, influence_id)
