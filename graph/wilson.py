"""The interval of a share, for every room that tells one."""

from __future__ import annotations

from functools import lru_cache
from math import sqrt
from statistics import NormalDist


def wilson_interval(papers: int, of_papers: int, level: float = 0.95) -> tuple[float, float]:
    """Lower and upper bound of a share, 0 to 1, at the confidence `level`; without continuity correction.

    It holds up for few papers and for shares near 0 and 1, where the textbook interval (share +- 1.96 standard
    errors) leaves the range 0 to 1 or shrinks to nothing.

    Source: Wilson EB. Probable inference, the law of succession, and statistical inference. Journal of the American
    Statistical Association 1927;22(158):209-212; recommended for small n by Brown LD, Cai TT, DasGupta A. Interval
    estimation for a binomial proportion. Statistical Science 2001;16(2):101-133.
    """
    if not 0 <= papers <= of_papers or of_papers == 0:
        raise ValueError(f"{papers} papers of {of_papers}: need 0 <= papers <= of_papers and of_papers > 0")
    if not 0 < level < 1:
        raise ValueError(f"{level} is not a confidence level between 0 and 1")
    z = _deviations(level)
    share = papers / of_papers
    scale = 1 + z * z / of_papers
    centre = (share + z * z / (2 * of_papers)) / scale
    half = z / scale * sqrt(share * (1 - share) / of_papers + z * z / (4 * of_papers * of_papers))
    # The bounds are exactly 0 and 1 at the ends; floating point may miss them by a hair.
    low = 0.0 if papers == 0 else max(0.0, centre - half)
    high = 1.0 if papers == of_papers else min(1.0, centre + half)
    return low, high


@lru_cache(16)
def _deviations(level: float) -> float:
    """How many standard deviations on both sides of the mean hold this part of a normal distribution."""
    return NormalDist().inv_cdf((1 + level) / 2)
