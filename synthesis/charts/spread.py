"""Places that leave room for labels: a layout moved apart until no two boxes overlap, always the same way."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

STEPS = 400
ROOM = 2.4
"""How much larger the picture is than all boxes together."""

Floats = NDArray[np.float64]


def spread(
    spots: Sequence[tuple[float, float]], widths: Sequence[float], height: float
) -> tuple[list[tuple[float, float]], int, int]:
    """Pixels for each spot so that boxes of these widths and this height stay apart, and the picture's size.

    Boxes that overlap push each other along the shorter way out (Dwyer, Marriott and Stuckey 2005 solve the same task
    exactly; these are few boxes).
    """
    if not spots:
        return [], 0, 0
    wide = np.array(widths, dtype=float)
    area = ROOM * float((wide * height).sum())
    across = max(math.sqrt(area * 1.4), float(wide.max()) * 1.5)
    place = _scaled(np.array(spots, dtype=float), across, max(area / across, height))
    need_x, need_y = (wide[:, None] + wide[None, :]) / 2, np.full((wide.size, wide.size), height)
    np.fill_diagonal(need_x, 0)
    np.fill_diagonal(need_y, 0)
    earlier = np.sign(np.arange(wide.size)[:, None] - np.arange(wide.size)[None, :])
    for _ in range(STEPS):
        apart = place[:, None, :] - place[None, :, :]
        over_x, over_y = need_x - np.abs(apart[..., 0]), need_y - np.abs(apart[..., 1])
        touching = (over_x > 0.05) & (over_y > 0.05)
        if not touching.any():
            break
        sideways = over_x / np.maximum(need_x, 1) < over_y / np.maximum(need_y, 1)
        for axis, over, along in ((0, over_x, sideways), (1, over_y, ~sideways)):
            way = np.where(np.abs(apart[..., axis]) < 1e-9, earlier, np.sign(apart[..., axis]))
            place[:, axis] += np.where(touching & along, way * over * 0.5, 0.0).sum(axis=1)
    margin = np.array([float(wide.max()) / 2, height / 2])
    low, high = place.min(axis=0) - margin, place.max(axis=0) + margin
    found = [(round(float(x), 1), round(float(y), 1)) for x, y in place - low]
    return found, math.ceil(high[0] - low[0]), math.ceil(high[1] - low[1])


def _scaled(place: Floats, across: float, down: float) -> Floats:
    span = np.maximum(np.ptp(place, axis=0), 1e-9)
    return np.asarray((place - place.min(axis=0)) / span * [across, down])
