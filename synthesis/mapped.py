"""What authors say of influences and constructs, and how a grouping by the constructs of a framework was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from numpy.typing import NDArray

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one author says of one influence in one framework. Codes are positions in the tables of the evidence.

    `construct` is NONE where the author says that nothing of the framework fits.
    """

    influence: int
    framework: str
    construct: int
    kind: str
    author: str


@dataclass(frozen=True)
class Grouping:
    """Influences counted as the constructs of a framework: how, and what is not to be seen in the rows.

    `said` and `notes` go with every answer, `told` into captions.
    """

    told: str
    said: Mapping[str, object]
    notes: tuple[str, ...]
    influences: pa.Table
    """The influences of the codebook."""
    influence: NDArray[np.int64]
    """The influence of every entry, where `Evidence.influence` has its construct."""
    not_mapped: int | None
    """The row of what is not mapped; null where everything is."""
