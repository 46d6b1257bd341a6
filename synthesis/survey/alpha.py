"""Internal consistency in closed form: Cronbach's alpha, item-rest correlations and Spearman-Brown.

`answers` are people x items, complete, at least two of each; sums of squares have n - 1.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from synthesis.incidence import Floats


def cronbach_alpha(answers: Floats) -> float:
    """Share of the variance of the sum of the items that they have in common, at most 1; it can be negative.

    Raises ValueError where the sum does not vary.
    Source: Cronbach LJ. Coefficient alpha and the internal structure of tests. Psychometrika 1951;16(3):297-334.
    """
    total = answers.sum(axis=1)
    if not varies(total):
        raise ValueError("the sum of the items is the same for everybody")
    items = int(answers.shape[1])
    return items / (items - 1) * (1 - float(answers.var(axis=0, ddof=1).sum()) / float(total.var(ddof=1)))


def feldt_interval(alpha: float, people: int, items: int, level: float = 0.95) -> tuple[float, float]:
    """Interval of alpha from the F distribution with people - 1 and (people - 1)(items - 1) degrees of freedom.

    Source: Feldt LS. The approximate sampling distribution of Kuder-Richardson reliability coefficient twenty.
    Psychometrika 1965;30(3):357-370; Feldt LS, Woodruff DJ, Salih FA. Statistical inference for coefficient alpha.
    Applied Psychological Measurement 1987;11(1):93-103.
    """
    freedom = people - 1, (people - 1) * (items - 1)
    low, high = stats.f.ppf([(1 + level) / 2, (1 - level) / 2], *freedom)
    return 1 - (1 - alpha) * float(low), 1 - (1 - alpha) * float(high)


def item_rest_correlations(answers: Floats) -> Floats:
    """Pearson correlation of each item with the sum of the others; NaN where one of the two does not vary.

    Source: Henrysson S. Correction of item-total correlations in item analysis. Psychometrika 1963;28(2):211-218 (on
    why the item itself has to be left out of the sum).
    """
    total = answers.sum(axis=1)
    return np.array([correlation(answers[:, at], total - answers[:, at]) for at in range(answers.shape[1])])


def alpha_if_dropped(answers: Floats) -> Floats:
    """Alpha of the other items, for each item of at least three; NaN where their sum does not vary."""
    rest = (np.delete(answers, at, axis=1) for at in range(answers.shape[1]))
    return np.array([cronbach_alpha(others) if varies(others.sum(axis=1)) else np.nan for others in rest])


def spearman_brown(correlation_of_two: float) -> float:
    """Reliability of the sum of two items from their correlation, 2 r / (1 + r).

    Source: Spearman C. Correlation calculated from faulty data. British Journal of Psychology 1910;3(3):271-295; Brown
    W. ibid. 296-322; for two items: Eisinga R, te Grotenhuis M, Pelzer B. The reliability of a two-item scale: Pearson,
    Cronbach, or Spearman-Brown? International Journal of Public Health 2013;58(4):637-642.
    """
    return 2 * correlation_of_two / (1 + correlation_of_two)


def varies(values: Floats) -> bool:
    """Whether the values differ by more than rounding does."""
    return bool(np.ptp(values) > 1e-9 * max(1.0, float(np.abs(values).max())))


def correlation(one: Floats, other: Floats) -> float:
    """Pearson correlation; NaN where one of the two does not vary.

    Source: Pearson K. Note on regression and inheritance in the case of two parents. Proceedings of the Royal Society
    of London 1895;58:240-242.
    """
    return float(np.corrcoef(one, other)[0, 1]) if varies(one) and varies(other) else float("nan")
