"""How far the co-report of two influences is from what their own frequencies bring about.

Measures where a ratio has no value (an influence in every window varies with nothing) are masked, which tables show as
empty; they are never NaN and never 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from synthesis.adjust import benjamini_hochberg, holm
from synthesis.hypergeometric import Tails, tails
from synthesis.incidence import Floats
from synthesis.pairs import Pairs

Masked = np.ma.MaskedArray[tuple[int], np.dtype[np.float64]]


@dataclass(frozen=True)
class Associations:
    """One entry for each pair, in the order of the pairs."""

    expected: Floats
    """Shared windows if the two were independent and all windows alike: left x right / windows."""
    lift: Floats
    jaccard: Floats
    npmi: Masked
    phi: Masked
    p: Tails
    """Fisher's exact test (hypergeometric)."""
    holm: Floats
    """Of the one-sided test for more than chance; the family is all pairs."""
    benjamini_hochberg: Floats
    """Of the one-sided test for more than chance; the family is all pairs."""


def associations(pairs: Pairs) -> Associations:
    """Every measure and the hypergeometric test of every pair."""
    p = tails(pairs.windows, pairs.left_total, pairs.right_total, pairs.shared)
    return Associations(
        expected=expected(pairs),
        lift=lift(pairs),
        jaccard=jaccard(pairs),
        npmi=npmi(pairs),
        phi=phi(pairs),
        p=p,
        holm=holm(p.more),
        benjamini_hochberg=benjamini_hochberg(p.more),
    )


def expected(pairs: Pairs) -> Floats:
    """Shared windows expected of two independent influences when all windows are alike."""
    # Without any window there is no pair, so nothing is divided by 0.
    return np.asarray(pairs.left_total * pairs.right_total / max(pairs.windows, 1))


def lift(pairs: Pairs) -> Floats:
    """Observed over expected: 1 is chance, 2 is twice as often as chance; rare pairs reach high values easily.

    Source: Brin S, Motwani R, Ullman JD, Tsur S. Dynamic itemset counting and implication rules for market basket data.
    SIGMOD 1997:255-264 (there called interest).
    """
    return np.asarray(pairs.shared / expected(pairs))


def jaccard(pairs: Pairs) -> Floats:
    """Shared windows over the windows that report at least one of the two, 0 to 1.

    Source: Jaccard P. Bulletin de la Société Vaudoise des Sciences Naturelles 1901;37:547-579.
    """
    return np.asarray(pairs.shared / (pairs.left_total + pairs.right_total - pairs.shared))


def npmi(pairs: Pairs) -> Masked:
    """Normalised pointwise mutual information: -1 never together, 0 chance, 1 only together.

    Masked where both are in every window: there is no information to normalise.

    Source: Bouma G. Normalized (pointwise) mutual information in collocation extraction. Proceedings of the Biennial
    GSCL Conference 2009:31-40; the value at 0 shared windows is the limit given there.
    """
    some = (pairs.shared > 0) & (pairs.shared < pairs.windows)
    share = np.where(some, pairs.shared, 1) / max(pairs.windows, 2)
    information = np.log(np.where(some, lift(pairs), 1.0)) / -np.log(share)
    values = np.where(pairs.shared == 0, -1.0, information)
    return np.ma.masked_array(values, mask=pairs.shared == pairs.windows)


def phi(pairs: Pairs) -> Masked:
    """Correlation of the two columns of 0 and 1, -1 to 1; masked where one of the two is in every window.

    Source: Yule GU. On the methods of measuring association between two attributes. Journal of the Royal Statistical
    Society 1912;75(6):579-652.
    """
    left, right = pairs.left_total.astype(np.float64), pairs.right_total.astype(np.float64)
    variance = left * (pairs.windows - left) * right * (pairs.windows - right)
    everywhere = variance == 0
    covariance = pairs.shared * float(pairs.windows) - left * right
    return np.ma.masked_array(covariance / np.sqrt(np.where(everywhere, 1.0, variance)), mask=everywhere)
