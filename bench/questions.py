"""Every question of the bench by its name, at its real sizes and at tiny ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bench.data import HALF_MILLION, MILLION, THOUSAND, Size
from bench.harness import Chapter

TINY = Size(60, 20, 4, 5)
Answers = list[Chapter]


def _startup(place: Path, smoke: bool) -> Answers:
    from bench import startup

    return [startup.measure(place, TINY, 1) if smoke else startup.measure(place, THOUSAND)]


def _building(place: Path, smoke: bool) -> Answers:
    from bench import building

    return [building.measure(place, TINY, 1) if smoke else building.measure(place, MILLION)]


def _plans(place: Path, smoke: bool) -> Answers:
    from bench import plans

    return [plans.measure(place, plans.SMOKE if smoke else plans.FINDINGS)]


def _reading(place: Path, smoke: bool) -> Answers:
    from bench import reading

    return [reading.measure(place, TINY, 1, neo4j=False) if smoke else reading.measure(place, HALF_MILLION)]


def _growth(place: Path, smoke: bool) -> Answers:
    from bench import growth

    return growth.measure(place, growth.SMOKE, ("duckdb",), 1) if smoke else growth.measure(place)


def _growth_tagging(place: Path, smoke: bool) -> Answers:
    from bench import growth_tagging

    return [growth_tagging.measure(place, growth_tagging.SMOKE if smoke else growth_tagging.TEXTS)]


def _pairs(_: Path, smoke: bool) -> Answers:
    from bench import pairs

    if smoke:
        return [pairs.measure(pairs.SMOKE, ("duckdb",)), pairs.measure_tests(pairs.TESTS_SMOKE)]
    return [pairs.measure(), pairs.measure_tests()]


def _fetching(place: Path, smoke: bool) -> Answers:
    from bench import fetching

    return [fetching.measure(place, (TINY,) if smoke else (THOUSAND, HALF_MILLION))]


def _tagging(place: Path, smoke: bool) -> Answers:
    from bench import tagging

    return [tagging.measure(place, 1, smoke=True) if smoke else tagging.measure(place)]


def _texts(_: Path, smoke: bool) -> Answers:
    from bench import texts

    return [texts.measure(texts.SMOKE_PAGES if smoke else texts.PAGES)]


def _references(place: Path, smoke: bool) -> Answers:
    from bench import references

    return [references.measure(place, (200,) if smoke else references.SIZES)]


def _decisions(place: Path, smoke: bool) -> Answers:
    from bench import decisions

    return [decisions.chapter(place, TINY, 30, 12) if smoke else decisions.chapter(place)]


def _desk(place: Path, smoke: bool) -> Answers:
    from bench import desk

    return [desk.measure(place, desk.SMOKE if smoke else desk.WHOLE)]


def _api(place: Path, smoke: bool) -> Answers:
    from bench import api

    return (
        [api.measure(place, TINY, 0.2)] if smoke else [api.measure(place, THOUSAND), api.measure(place, HALF_MILLION)]
    )


def _page(place: Path, smoke: bool) -> Answers:
    from bench import page

    return [page.measure(place, TINY, TINY, 1) if smoke else page.measure(place)]


def _report(place: Path, smoke: bool) -> Answers:
    from bench import report

    return [report.measure(place, TINY, 1) if smoke else report.measure(place)]


def _exchange(place: Path, smoke: bool) -> Answers:
    from bench import exchange

    return [exchange.measure(place, smoke=smoke)]


_ASKED: dict[str, Callable[[Path, bool], Answers]] = {
    "startup": _startup,
    "building": _building,
    "plans": _plans,
    "growth": _growth,
    "reading": _reading,
    "fetching": _fetching,
    "pairs": _pairs,
    "tagging": _tagging,
    "growth_tagging": _growth_tagging,
    "texts": _texts,
    "references": _references,
    "decisions": _decisions,
    "desk": _desk,
    "api": _api,
    "page": _page,
    "report": _report,
    "exchange": _exchange,
}
QUESTIONS = tuple(_ASKED)


def answers(name: str, place: Path, *, smoke: bool) -> Answers:
    """What one question gives."""
    return _ASKED[name](place, smoke)
