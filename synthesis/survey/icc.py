"""Intraclass correlation of sites: how alike people of one site are, compared with people of all sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from synthesis.incidence import Floats


@dataclass(frozen=True)
class Intraclass:
    """One-way random effects: ICC(1) of single people and ICC(k) of site means, with intervals and the F test.

    `people_of_site`: n0, the size that sites of one size would have to have for the same expected variance.
    """

    single: float
    single_interval: tuple[float, float]
    mean: float
    mean_interval: tuple[float, float]
    f: float
    p: float
    people_of_site: float


def intraclass(sites: Sequence[Floats], level: float = 0.95) -> Intraclass:
    """ICC(1) and ICC(k) of at least two sites, each an array of scores; more people than sites, who differ somewhere.

    Exact for sites of one size and normal scores. For unequal sizes n0 = (N - sum n^2 / N) / (sites - 1) stands for the
    size, which makes the interval approximate. Negative: sites differ less than chance would make them.
    Raises ValueError where nobody differs from the others of a site.

    Source: Shrout PE, Fleiss JL. Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin
    1979;86(2):420-428 (case 1); n0: Snedecor GW, Cochran WG. Statistical methods. 8th ed. Ames: Iowa State University
    Press; 1989 (one-way analysis of variance with random effects).
    """
    sizes = np.array([site.size for site in sites], dtype=np.float64)
    people, of = sizes.sum(), len(sites)
    grand = np.concatenate(list(sites)).mean()
    between = sum(site.size * float(site.mean() - grand) ** 2 for site in sites) / (of - 1)
    within = sum(float(((site - site.mean()) ** 2).sum()) for site in sites) / (people - of)
    if within <= 1e-12 * max(1.0, between):
        raise ValueError("everybody of a site has the same score")
    n0 = float(people - (sizes**2).sum() / people) / (of - 1)
    f, freedom = float(between / within), (of - 1, people - of)
    low = f / float(stats.f.ppf((1 + level) / 2, *freedom))
    high = f * float(stats.f.ppf((1 + level) / 2, *freedom[::-1]))
    return Intraclass(
        single=_single(f, n0),
        single_interval=(_single(low, n0), _single(high, n0)),
        mean=1 - 1 / f if f else -np.inf,
        mean_interval=(1 - 1 / low if low else -np.inf, 1 - 1 / high if high else -np.inf),
        f=f,
        p=float(stats.f.sf(f, *freedom)),
        people_of_site=n0,
    )


def _single(f: float, n0: float) -> float:
    return (f - 1) / (f + n0 - 1)
