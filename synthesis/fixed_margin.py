"""Co-report beyond chance when long windows stay long: the permutation test with fixed margins.

The null model keeps how many influences each window reports and how many windows report each influence, and is
otherwise blind. A paper that reports everything links everything; here that is expected, not found.

Source: Gotelli NJ. Null model analysis of species co-occurrence patterns. Ecology 2000;81(9):2606-2621 (there the
fixed-fixed model); the random matrices come from `curveball`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.progress import Progress, silent
from synthesis.adjust import benjamini_hochberg, holm
from synthesis.convergence import Convergence, Follower
from synthesis.curveball import Chains
from synthesis.incidence import Counts, Floats, Incidence
from synthesis.pairs import Pairs, count_pairs

BURN_IN = 50
"""Rounds before the first sample: every window has traded this often (five are usual: Strona et al. 2014)."""
PILOT = 40
"""Samples that are looked at to learn how far apart samples must be."""
_AIM, _NEAR_ENOUGH, _FARTHEST = 0.05, 0.075, 100
"""The autocorrelation aimed at between samples, what is let pass, and the most rounds that may lie between them."""
_ENTRIES_AT_ONCE = 20_000
_MOST_CHAINS, _LEAST_CHAINS = 100, 2
_LEAST_SAMPLES = 20


@dataclass(frozen=True)
class Permutation:
    """The test of every pair, in the order of the pairs, and how it was run."""

    samples: int
    chains: int
    burn_in: int
    thin: int
    seed: int
    convergence: Convergence
    expected: Floats
    """Mean shared windows over the samples."""
    deviation: Floats
    """Standard deviation over the samples."""
    more: Floats
    """One-sided p: samples that share at least as many, the observed matrix counted as one of them."""
    fewer: Floats
    """One-sided p: samples that share at most as many, the observed matrix counted as one of them."""
    two_sided: Floats
    """Twice the smaller of the two, at most 1."""
    holm: Floats
    """Of `more`; the family is all pairs."""
    benjamini_hochberg: Floats
    """Of `more`; the family is all pairs."""

    @property
    def least_p(self) -> float:
        """The smallest p that this many samples can give: 1 / (samples + 1)."""
        return 1 / (self.samples + 1)

    @property
    def least_adjusted(self) -> float:
        """The smallest Holm-adjusted p that this many samples can give; above the level, no pair can ever pass."""
        return min(1.0, self.least_p * max(self.more.size, 1))


def permutation_test(  # noqa: PLR0913  (a run is named by what is shuffled, how often and from which seed)
    first: Incidence,
    second: Incidence | None = None,
    *,
    samples: int = 10_000,
    seed: int,
    thin: int | None = None,
    progress: Progress = silent,
) -> Permutation:
    """Test every pair of `count_pairs(first, second)`; two incidences are shuffled independently of each other.

    At least `samples`, rounded up to whole chains. Same seed, same answer. `thin` (rounds between samples) is found in
    a pilot when it is not given; look at `convergence` before use. When `progress` raises, nothing is kept.

    The observed matrix counts as one sample, so that p is never 0 and the test never too small:
    Phipson B, Smyth GK. Statistical Applications in Genetics and Molecular Biology 2010;9(1):39.
    """
    if samples < _LEAST_SAMPLES or (thin is not None and thin < 1):
        raise ValueError(f"{samples} samples, {thin} rounds apart: need at least {_LEAST_SAMPLES} samples, 1 round")
    pairs = count_pairs(first, second)
    run = _Run(first, second, pairs, samples, seed)
    run.advance(BURN_IN)
    thin = thin or _spacing(run)
    reach, stay = np.ones(pairs.size), np.ones(pairs.size)  # the observed matrix
    follower = Follower(run.chains, pairs.size, run.each)
    total = run.chains * run.each
    progress("permutation", 0, total)
    for sample in range(1, run.each + 1):
        run.advance(thin)
        found = run.shared()
        reach += (found >= pairs.shared).sum(axis=0)
        stay += (found <= pairs.shared).sum(axis=0)
        follower.see(found)
        progress("permutation", sample * run.chains, total)
    return _result(run, (thin, seed), follower, reach / (total + 1), stay / (total + 1))


def samples_needed(pairs: int, level: float = 0.05) -> int:
    """The fewest samples with which one pair can pass Holm's correction at all: level x (samples + 1) >= pairs."""
    return max(_LEAST_SAMPLES, int(np.ceil(round(pairs / level, 6))) - 1)


class _Run:
    """The chains of one test and what they share."""

    def __init__(self, first: Incidence, second: Incidence | None, pairs: Pairs, samples: int, seed: int) -> None:
        # From sizes only, never from the number of processors: the same seed must give the same answer anywhere.
        edges = first.edges + (second.edges if second else 0)
        self.chains = max(
            _LEAST_CHAINS, min(_MOST_CHAINS, _ENTRIES_AT_ONCE // max(edges, 1), samples // _LEAST_SAMPLES)
        )
        self.each = -(-samples // self.chains)
        draws = np.random.default_rng(seed).spawn(2)
        self._pairs = pairs
        self._first = Chains(first, self.chains, draws[0])
        self._second = Chains(second, self.chains, draws[1]) if second else None

    def advance(self, rounds: int) -> None:
        """Let every window trade so many times."""
        if self._pairs.size:
            for _ in range(rounds):
                self._first.round()
                if self._second:
                    self._second.round()

    def shared(self) -> Counts:
        """Chains x pairs: the windows shared at the moment."""
        if not self._pairs.size:
            return np.zeros((self.chains, 0), dtype=np.int64)
        return self._first.shared(self._second)[:, self._pairs.left, self._pairs.right]


def _spacing(run: _Run) -> int:
    """Rounds between samples so that successive ones hardly resemble each other, from pilots one round apart and more.

    The resemblance falls off about geometrically: r after t rounds, r^2 after 2t. Parts of a matrix that hardly move
    fall off more slowly, so what a pilot promises is tried in the next.
    """
    thin = 1
    while thin < _FARTHEST:
        resemblance = _resemblance(run, thin)
        if resemblance <= _NEAR_ENOUGH:
            break
        thin = min(_FARTHEST, max(thin + 1, int(np.ceil(thin * np.log(_AIM) / np.log(resemblance)))))
    return thin


def _resemblance(run: _Run, thin: int) -> float:
    """The autocorrelation of samples so many rounds apart."""
    pilot = Follower(run.chains, run.shared().shape[1], PILOT)
    for _ in range(PILOT):
        run.advance(thin)
        pilot.see(run.shared())
    return pilot.convergence().autocorrelation


def _result(run: _Run, way: tuple[int, int], follower: Follower, more: Floats, fewer: Floats) -> Permutation:
    thin, seed = way
    return Permutation(
        samples=run.chains * run.each,
        chains=run.chains,
        burn_in=BURN_IN,
        thin=thin,
        seed=seed,
        convergence=follower.convergence(),
        expected=follower.mean,
        deviation=np.sqrt(follower.variance),
        more=more,
        fewer=fewer,
        two_sided=np.minimum(2 * np.minimum(more, fewer), 1.0),
        holm=holm(more),
        benjamini_hochberg=benjamini_hochberg(more),
    )
