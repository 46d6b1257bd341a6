"""The null model that a table of pairs is held against, and the test of every pair under it.

`auto`: fixed margins by permutation where so many samples let a pair pass Holm's correction at all, else the
configuration model, which keeps every window's length and both totals of the pair and needs no samples; where that does
not fit, the permutation after all, which says that no pair can pass. The hypergeometric test stands beside both for
comparison.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graph.errors import ParameterError
from graph.progress import Progress
from synthesis.adjust import benjamini_hochberg, holm
from synthesis.association import Associations, Masked, associations
from synthesis.configuration import configuration_test
from synthesis.convergence import MOST_R_HAT
from synthesis.detectable import Least, least_shared
from synthesis.evidence import Truth
from synthesis.fixed_margin import permutation_test, samples_needed
from synthesis.incidence import Codes, Floats
from synthesis.pairs import Pairs, count_pairs
from synthesis.windows import Windows

ALIKE = (
    "The hypergeometric test takes all windows for alike; where some report much more than others it calls too many "
    "pairs more than chance."
)
NULLS = ("auto", "permutation", "configuration", "hypergeometric")


@dataclass(frozen=True)
class Tested:
    """Every pair with its measures and its test. `expected`, `p`, `holm`, `bh` belong to the null model named.

    An influence and a broader one are reported together by construction of the codebook: such a pair is `related`, is
    no member of the family that the correction is made for, and has no adjusted p (masked).
    """

    pairs: Pairs
    measures: Associations
    null: str
    expected: Floats
    p: Floats
    holm: Masked
    bh: Masked
    related: Truth
    needed: Least
    """Shared windows a pair needs to pass Holm's first step in the hypergeometric test; masked where none would do."""
    said: dict[str, object]
    notes: tuple[str, ...]

    def beyond(self, correction: str, level: float) -> Codes:
        """Places of the pairs beyond chance: adjusted p below the level and more shared windows than expected."""
        adjusted = (self.holm if correction == "holm" else self.bh).filled(1.0)
        return np.flatnonzero((adjusted < level) & (self.pairs.shared > self.expected))


def tested(  # noqa: PLR0913  (each is an option of the command)
    windows: Windows, null: str, *, level: float, samples: int, seed: int, progress: Progress
) -> Tested:
    """Count and test every pair of the windows. Raises ParameterError where the configuration model does not fit."""
    pairs = count_pairs(windows.first, windows.second)
    measures = associations(pairs)
    related = np.asarray(windows.related[pairs.left, pairs.right], dtype=bool)
    family = max(1, int(np.count_nonzero(~related)))
    model = _hypergeometric(measures) if null == "hypergeometric" else None
    if null == "configuration" or (null == "auto" and samples < samples_needed(family, level)):
        model = _configuration(windows, progress, must=null == "configuration")
    if model is None:
        model = _permutation(windows, family, level, samples, seed, progress)
    adjusted = (_in_family(model.p, related, holm), _in_family(model.p, related, benjamini_hochberg))
    needed = least_shared(pairs, level, family)
    needed[related] = np.ma.masked
    said = {"null_model": model.null, "tests": int(np.count_nonzero(~related)), "level": level, **model.said}
    return Tested(pairs, measures, model.null, model.expected, model.p, *adjusted, related, needed, said, model.notes)


@dataclass(frozen=True)
class _Model:
    """What one null model says of every pair."""

    null: str
    expected: Floats
    p: Floats
    said: dict[str, object]
    notes: tuple[str, ...] = ()


def _hypergeometric(measures: Associations) -> _Model:
    return _Model("hypergeometric", measures.expected, measures.p.more, {}, (ALIKE,))


def _configuration(windows: Windows, progress: Progress, *, must: bool) -> _Model | None:
    """None where the totals leave too little freedom for a fit, and another model may take its place."""
    fitted = configuration_test(windows.first, windows.second, progress)
    if fitted.fitted:
        said: dict[str, object] = {"margins_missed_by": fitted.miss}
        return _Model("configuration", fitted.expected, fitted.more, said)
    if must:
        message = (
            f"the totals leave too little freedom to fit this model: it misses one by {fitted.miss:.2g} windows. Use "
            "permutation."
        )
        raise ParameterError("numbers", "null_model", "configuration", message)
    return None


def _permutation(  # noqa: PLR0913, PLR0917  (what a run is made from)
    windows: Windows, family: int, level: float, samples: int, seed: int, progress: Progress
) -> _Model:
    drawn = permutation_test(windows.first, windows.second, samples=samples, seed=seed, progress=progress)
    attainable = min(1.0, drawn.least_p * family)
    said: dict[str, object] = {"samples": drawn.samples, "seed": seed, "least_attainable_p_adj": attainable}
    said |= {"converged": drawn.convergence.converged, "r_hat": drawn.convergence.r_hat}
    notes: tuple[str, ...] = ()
    if attainable > level:
        wanted = samples_needed(family, level)
        notes = (f"No pair can pass Holm's correction with {drawn.samples:,} samples; it takes {wanted:,}.",)
    if (r_hat := drawn.convergence.r_hat) is None or r_hat > MOST_R_HAT:
        notes = (*notes, "The random matrices have not settled: take more samples before you read p-values.")
    elif not drawn.convergence.converged:
        worth = drawn.convergence.effective_samples
        notes = (
            *notes,
            f"Successive random matrices resemble each other: {drawn.samples:,} are worth about {worth:,.0f}.",
        )
    return _Model("permutation", drawn.expected, drawn.more, said, notes)


def _in_family(p: Floats, related: Truth, correct: Callable[[Floats], Floats]) -> Masked:
    found = np.ma.masked_array(np.ones(p.size), mask=related)
    found[~related] = correct(p[~related])
    return found
