"""Every figure of a survey, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graph.survey import Survey
from synthesis.survey.answers import Sheet, sheets
from synthesis.survey.contracts import Analysis, Figure
from synthesis.survey.discriminant import convergent, discriminant
from synthesis.survey.frame import Frame
from synthesis.survey.multitrait import multitrait
from synthesis.survey.outside import outside
from synthesis.survey.reliability import reliability
from synthesis.survey.sites import sites
from synthesis.survey.words import steady


def figures(survey: Survey, only: Analysis | None = None) -> list[Figure]:
    """Statistics of every form in every wave, those refused too; `only`: of one analysis.

    Random numbers start from `survey.seed` and from what a figure is about, so that it is the same whatever else is
    computed.
    """
    found = (figure for sheet in sheets(survey) for figure in _of_sheet(survey, sheet, only))
    return [_steady(one) for one in found]


def _steady(one: Figure) -> Figure:
    return replace(
        one,
        value=steady(one.value),
        low=steady(one.low),
        high=steady(one.high),
        p=steady(one.p),
        p_adj=steady(one.p_adj),
    )


def _of_sheet(survey: Survey, sheet: Sheet, only: Analysis | None) -> Iterator[Figure]:
    if only in {None, Analysis.RELIABILITY}:
        yield from reliability(survey, sheet)
    if only in {None, Analysis.VALIDITY}:
        frame = Frame(survey, sheet, Analysis.VALIDITY)
        yield from convergent(frame)
        yield from multitrait(frame)
        yield from discriminant(frame)
        yield from outside(frame)
    if only in {None, Analysis.SITES}:
        yield from sites(survey, sheet)
