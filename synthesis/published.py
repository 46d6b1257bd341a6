"""Published percentages: which counts could have been behind one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from synthesis.frequency import percentage

_PRINTED = re.compile(r"(\d{1,3})(?:[.,](\d{1,6}))?\s*%?")
RULE = "half up, as journals print it"


@dataclass(frozen=True)
class Allowed:
    """Every count from `least` to `most` of `n` is printed as `printed`; both None when no count is."""

    printed: str
    n: int
    least: int | None
    most: int | None
    nearest: tuple[str, ...]
    """What the counts on both sides are printed as; for saying why none fits."""


def counts_behind(printed: str, n: int) -> Allowed:
    """The counts of `n` that a percentage printed with these decimals allows, rounded half up.

    53 % of 53 can only be 28; at n >= 101 whole percents begin to allow several. Raises ValueError for text that is no
    percentage from 0 to 100, and for n < 1.
    """
    match = _PRINTED.fullmatch(printed.strip())
    if match is None or float(f"{match[1]}.{match[2] or 0}") > 100:
        raise ValueError(f'"{printed}" is not a percentage from 0 to 100')
    if n < 1:
        raise ValueError(f"{n} is not a number of papers; it must be at least 1")
    whole, fraction = match[1], match[2] or ""
    decimals = len(fraction)
    units = 10**decimals
    target = int(whole) * units + int(fraction or 0)
    # With x = 100 * units * k / n, percentage() prints the target where target - 1/2 <= x < target + 1/2.
    least = max(0, -((-(2 * target - 1) * n) // (200 * units)))
    most = min(n, -((-(2 * target + 1) * n) // (200 * units)) - 1)
    around = sorted({min(max(k, 0), n) for k in (least - 1, least, most)})
    nearest = tuple(f"{k} of {n}: {percentage(k, n, decimals)} %" for k in around)
    shown = f"{int(whole)}.{fraction}" if fraction else str(int(whole))
    return Allowed(shown, n, least, most, nearest) if least <= most else Allowed(shown, n, None, None, nearest)
