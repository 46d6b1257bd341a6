"""Figures of sites: how far they differ, how alike they rank influences, and what so few of them cannot support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph.survey import Group, GroupKind, Survey
from synthesis.adjust import holm
from synthesis.incidence import Floats
from synthesis.survey.alpha import varies
from synthesis.survey.answers import Bools, Sheet
from synthesis.survey.contracts import Analysis, Figure
from synthesis.survey.frame import Frame, Score, filled, refused
from synthesis.survey.icc import Intraclass, intraclass
from synthesis.survey.ranks import kendall_w, kruskal_wallis
from synthesis.survey.resample import PERCENTILE, drawn_weights, percentiles
from synthesis.survey.shown import shown_sites
from synthesis.survey.site_limits import limits, site_correlations
from synthesis.survey.words import Interval, between, counted, number, p_value

SITES = "Sites whose own summary is shown; scores of people with at least half of the items answered"
ICC = (
    f"{SITES}; sites are drawn from many like them, people differ alike at each, normal scores, interval from F "
    "(Shrout and Fleiss 1979, case 1)"
)
KRUSKAL = f"{SITES}; people could have been at any site if sites did not matter; p adjusted by Holm over influences"
W = f"{SITES}; each site ranks the influences by its mean; p by rearranging influences within sites (Friedman 1937)"
RANK = f"{SITES}; 1 is the highest mean, equal means share a rank; interval: people of the site drawn again"
ONE_SITE = "fewer than two sites can be shown, so there is nothing to compare"


@dataclass(frozen=True)
class AtSites:
    """The scores of one influence (null: the whole measure) at every site that may be shown."""

    influence: str | None
    score: Score
    sites: Mapping[Group, Bools]

    @property
    def by_site(self) -> list[Floats]:
        """Scores of each site."""
        return [self.score.values[who & self.score.has] for who in self.sites.values()]

    @property
    def people(self) -> int:
        """People with a score at these sites."""
        return sum(scores.size for scores in self.by_site)


def sites(survey: Survey, sheet: Sheet) -> Iterator[Figure]:
    """ICC and Kruskal-Wallis of every score; Kendall's W and ranks of the influences; what cannot be told of sites."""
    frame = Frame(survey, sheet, Analysis.SITES)
    if not any(group.kind is GroupKind.SITE for group in sheet.groups):
        return
    found = [AtSites(key, score, shown_sites(sheet, score.why)) for key, score in frame.scores.items()]
    for one in found:
        yield from _icc(frame, one)
    yield from _with_holm([_kruskal(frame, one) for one in found])
    yield from _ranking(frame, [one for one in found if one.influence is not None])
    yield from site_correlations(frame)
    yield from limits(frame, max((len(one.sites) for one in found), default=0))


def _icc(frame: Frame, one: AtSites) -> Iterator[Figure]:
    name = frame.name(one.influence)
    single = replace(frame.figure("icc_1", name, ICC), influence_id=one.influence)
    mean = replace(single, method="icc_k")
    why, people = _nothing_to_compare(one), one.people or None
    if why is None and not any(varies(scores) for scores in one.by_site):
        why = "everybody of a site has the same score, so people and sites cannot be told apart"
    if why is not None:
        yield from (refused(figure, why, people) for figure in (single, mean))
        return
    found = intraclass(one.by_site)
    sizes = {scores.size for scores in one.by_site}
    kind = "F distribution" + ("" if len(sizes) == 1 else ", approximate for sites of unequal size")
    interval = found.single_interval
    of = f"{counted(len(one.sites), 'site')}, {one.people:,} people"
    said = f"{name}: {_share_words(found)} ({between(interval)}; {of}, {p_value(found.p)})."
    if len(one.sites) < 10:
        said += f" {len(one.sites)} sites tell little about sites in general: read the interval."
    yield replace(filled(single, found.single, one.people, said, (interval, kind)), p=found.p)
    if not np.isfinite([found.mean, *found.mean_interval]).all():
        yield refused(mean, "the means of the sites are all the same", one.people)
        return
    said = (
        f"{name}: the mean of a site of about {found.people_of_site:.0f} people has reliability {number(found.mean)} "
    )
    said += f"({between(found.mean_interval)})."
    said += " Below 0 counts as none: the means do not tell sites apart." if found.mean < 0 else ""
    yield replace(filled(mean, found.mean, one.people, said, (found.mean_interval, kind)), p=found.p)


def _share_words(found: Intraclass) -> str:
    if found.single <= 0:
        return f"sites differ no more than people of one site do, ICC {number(found.single)}"
    return f"{number(found.single)} of the variance between people lies between sites"


def _kruskal(frame: Frame, one: AtSites) -> Figure:
    name = frame.name(one.influence)
    figure = replace(frame.figure("kruskal_wallis", name, KRUSKAL), influence_id=one.influence)
    why = _nothing_to_compare(one)
    found = None if why else kruskal_wallis(one.by_site, frame.random(figure))
    if found is None:
        return refused(figure, why or "everybody has the same score", one.people or None)
    said = f"{name}: H {number(found.statistic)}, {counted(len(one.sites), 'site')}"
    seed = None if found.exact else frame.survey.seed
    told = replace(figure, assumes=f"{KRUSKAL}; {found.how}", seed=seed)
    return replace(filled(told, found.statistic, one.people, said), p=found.p)


def _with_holm(figures: Sequence[Figure]) -> Iterator[Figure]:
    """Adjusted over the influences; the whole measure is no test of its own beside its parts."""
    tested = [figure for figure in figures if figure.p is not None and figure.influence_id is not None]
    adjusted = holm(np.array([figure.p for figure in tested], dtype=np.float64)).tolist() if tested else []
    by_id = {figure.id: p for figure, p in zip(tested, adjusted, strict=True)}
    for figure in figures:
        if figure.p is None:
            yield figure
            continue
        p_adj = by_id.get(figure.id)
        p = figure.p if p_adj is None else p_adj
        told = "rate it differently" if p < 0.05 else "cannot be said to rate it differently"
        after = " after Holm" if p_adj is not None else ""
        yield replace(figure, p_adj=p_adj, sentence=f"{figure.sentence}: the sites {told} ({p_value(p)}{after}).")


def _nothing_to_compare(one: AtSites) -> str | None:
    return ONE_SITE if len(one.sites) < 2 else None


def _ranking(frame: Frame, found: Sequence[AtSites]) -> Iterator[Figure]:
    """Kendall's W over sites that may be shown for every influence, and the rank of each influence at each of them."""
    figure = frame.figure("kendall_w", "ranking of the influences", W)
    if len({frame.sheet.scale(one.score.columns) for one in found}) > 1:
        yield refused(figure, "influences are answered on different scales, so their means cannot be ranked")
        return
    groups = [group for group in frame.sheet.groups if found and all(group in one.sites for one in found)]
    if len(groups) < 2 or len(found) < 3:
        yield refused(
            figure, f"{counted(len(groups), 'site')} and {counted(len(found), 'influence')}; 2 and 3 are needed"
        )
    else:
        yield _w(frame, figure, found, groups)
    if len(found) > 1:
        for group in groups:
            yield from _ranks_at(frame, found, group)


def _w(frame: Frame, figure: Figure, found: Sequence[AtSites], groups: Sequence[Group]) -> Figure:
    means = np.array([[one.score.values[one.sites[group] & one.score.has].mean() for one in found] for group in groups])
    test = kendall_w(means, frame.random(figure))
    if test is None:
        return refused(figure, "every site has the same mean for every influence")
    alike = "agree beyond chance on" if test.p < 0.05 else "cannot be said to agree on"
    said = f"The {len(groups)} sites {alike} which influences are rated higher: W {number(test.statistic)}, "
    said += f"where 0 is no agreement and 1 the same order everywhere ({p_value(test.p)})."
    people = min(int(sum((one.sites[group] & one.score.has).sum() for group in groups)) for one in found)
    told = replace(figure, assumes=f"{W}; {test.how}", seed=None if test.exact else frame.survey.seed)
    return replace(filled(told, test.statistic, people, said), p=test.p)


def _ranks_at(frame: Frame, found: Sequence[AtSites], group: Group) -> Iterator[Figure]:
    """Rank of every influence at one site; 1 is the highest mean."""
    who = frame.sheet.groups[group]
    scores = np.stack([one.score.values[who] for one in found], axis=1)
    observed = np.nanmean(scores, axis=0)
    ranks = _ranks(observed[None])[0]
    start = frame.figure("rank_at_site", "ranking of the influences", RANK, group)
    if not varies(observed):
        yield refused(
            start, "every influence has the same mean at this site", int(np.isfinite(scores).any(axis=1).sum())
        )
        return
    weights = drawn_weights(frame.random(start), len(scores))
    with np.errstate(invalid="ignore"):
        means = (weights @ np.nan_to_num(scores)) / (weights @ np.isfinite(scores))
    drawn = _ranks(means[np.isfinite(means).all(axis=1)])
    for at, one in enumerate(found):
        name = frame.name(one.influence)
        figure = replace(start, about=name, influence_id=one.influence)
        interval = _outward(percentiles(drawn[:, at]) if len(drawn) >= 0.9 * len(weights) else None)
        said = f"{_site(frame, group)}: {name} has rank {ranks[at]:g} of {len(found)}"
        said += "." if interval is None else f"; it could be {interval[0]:g} to {interval[1]:g}."
        people = int(np.isfinite(scores[:, at]).sum())
        seeded = replace(figure, seed=None if interval is None else frame.survey.seed)
        yield filled(seeded, float(ranks[at]), people, said, (interval, PERCENTILE))


def _site(frame: Frame, group: Group) -> str:
    return next((site.name for site in frame.survey.sites if site.site == group.name), str(group.name))


def _outward(interval: Interval | None) -> Interval | None:
    """To the next half rank outside: there are none between."""
    return None if interval is None else (float(np.floor(2 * interval[0]) / 2), float(np.ceil(2 * interval[1]) / 2))


def _ranks(means: Floats) -> Floats:
    """Ranks of every row, 1 the highest; ties share the mean of theirs."""
    higher = (means[:, None, :] > means[:, :, None]).sum(axis=2)
    same = (means[:, None, :] == means[:, :, None]).sum(axis=2)
    return np.asarray(higher + (same + 1) / 2)
