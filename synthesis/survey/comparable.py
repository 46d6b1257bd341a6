"""Which settings of the literature are like a site: same income group, level of care, sector, as far as known.

A setting has a property when its row says so, or a setting that it is part of. All settings of one country have one
income group, so what one of them says holds for the others, unless two disagree. What nobody says stays unknown: such a
paper is neither comparable nor not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.ids import fold
from synthesis.evidence import NONE, Evidence, Truth
from synthesis.selection import Filter, Selection

CRITERIA = ("income_group", "level_of_care", "sector")
_COUNTRY_WIDE = "income_group"
_STEPS = 8
"""How far up `PART_OF` is followed."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One property of a site: included papers from a setting with the same value, with another, or of unknown value.

    `used`: the site has a value, and at least one paper comes from a setting with a known one.
    """

    name: str
    value: str | None
    same: int
    other: int
    unknown: int

    @property
    def used(self) -> bool:
        """Whether papers can be compared by it."""
        return self.value is not None and self.same + self.other > 0

    @property
    def called(self) -> str:
        """Its name in words."""
        return self.name.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Comparable:
    """The part of the literature from settings that agree with a site in every used criterion.

    `selection` is null when no criterion can be used, or no paper remains. `unknown`: papers that agree in what is
    known of them, while something is not.
    """

    criteria: tuple[Criterion, ...]
    papers: int
    unknown: int
    of_papers: int
    selection: Selection | None
    setting_ids: frozenset[str]

    @property
    def used(self) -> tuple[Criterion, ...]:
        """The criteria that papers are compared by."""
        return tuple(one for one in self.criteria if one.used)

    @property
    def told(self) -> str:
        """What is compared by, how many papers remain, and what is not known, in words."""
        if self.used:
            by = " and ".join(f"{one.called} {one.value}" for one in self.used)
            unknown = f", of {self.unknown} more it is not known" if self.unknown else ""
            said = f"comparable ({by}): {self.papers} of {self.of_papers} papers{unknown}"
        else:
            said = "no paper can be said to come from a comparable setting"
        of_site = [one.called for one in self.criteria if one.value is None]
        of_papers = [f"{one.called} {one.value}" for one in self.criteria if one.value is not None and not one.used]
        if of_site:
            said += f"; not known of the site: {', '.join(of_site)}"
        if of_papers:
            said += f"; known of no paper: {', '.join(of_papers)}"
        return f"{said}."


def comparable(evidence: Evidence, site: str) -> Comparable:
    """The literature that is comparable to a site, given by its Setting.id."""
    ids = evidence.settings.column("id").to_pylist()
    values = {name: values_of(evidence, name) for name in CRITERIA}
    at = ids.index(site)
    papers = _places(evidence)
    criteria, agrees = [], []
    for name in CRITERIA:
        mine = values[name][at]
        alike = [None if mine is None or value is None else fold(value) == fold(mine) for value in values[name]]
        classes = [_class([alike[place] for place in places]) for places in papers]
        criteria.append(Criterion(name, mine, classes.count(True), classes.count(False), classes.count(None)))
        agrees.append(alike)
    used = [alike for one, alike in zip(criteria, agrees, strict=True) if one.used]
    alike = [_all([part[place] for part in used]) if used else None for place in range(len(ids))]
    classes = [_class([alike[place] for place in places]) for places in papers]
    there = np.array([one is True for one in alike], dtype=bool)
    selection = _selected(evidence, there) if classes.count(True) else None
    inside = frozenset(id_ for id_, one in zip(ids, alike, strict=True) if one)
    unknown = classes.count(None)
    return Comparable(tuple(criteria), classes.count(True), unknown, len(papers), selection, inside)


def _class(alike: Sequence[bool | None]) -> bool | None:
    """A paper is comparable in any of its settings; unknown where one might be, or none is named."""
    if any(alike):
        return True
    return None if not alike or None in alike else False


def _all(alike: Sequence[bool | None]) -> bool | None:
    """A setting agrees in all criteria, differs in one, or nobody knows."""
    if False in alike:
        return False
    return None if None in alike else True


def _places(evidence: Evidence) -> list[set[int]]:
    """The settings of every included paper: those of its studies, and those that its findings name."""
    studies: dict[int, set[int]] = defaultdict(set)
    for study, place in zip(*(part.tolist() for part in evidence.study_setting), strict=True):
        studies[study].add(place)
    found: list[set[int]] = [set() for _ in range(evidence.papers.num_rows)]
    for paper, study in zip(*(part.tolist() for part in evidence.paper_study), strict=True):
        found[paper] |= studies[study]
    named = evidence.setting != NONE
    for paper, place in zip(evidence.paper[named].tolist(), evidence.setting[named].tolist(), strict=True):
        found[paper].add(place)
    return found


def values_of(evidence: Evidence, name: str) -> list[str | None]:
    """A property (`country`, or one of CRITERIA) of every setting: its own, else that of what it is part of, else
    that of its country; null where nobody says it.
    """
    rows = evidence.settings.to_pylist()
    kind = name.replace("_", " ")
    own = [row[name] or (row["name"] if row["kind"] == kind else None) for row in rows]
    above: dict[int, list[int]] = defaultdict(list)
    for part, whole in zip(*(codes.tolist() for codes in evidence.part_of), strict=True):
        above[part].append(whole)
    found = [_inherited(own, above, place) for place in range(len(rows))]
    return _of_country(rows, found) if name == _COUNTRY_WIDE else found


def _inherited(own: Sequence[str | None], above: dict[int, list[int]], place: int) -> str | None:
    """The nearest value upward; null where two wholes at one distance disagree."""
    level = [place]
    for _ in range(_STEPS):
        said = {fold(own[at] or ""): own[at] for at in level if own[at] is not None}
        if said:
            return next(iter(said.values())) if len(said) == 1 else None
        level = sorted({whole for at in level for whole in above.get(at, ())})
    return None


def _of_country(rows: Sequence[dict[str, str | None]], found: Sequence[str | None]) -> list[str | None]:
    country = [fold(row["country"] or (row["name"] if row["kind"] == "country" else None) or "") for row in rows]
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for name, value in zip(country, found, strict=True):
        if name and value is not None:
            said[name][fold(value)] = value
    return [
        value if value is not None or len(said.get(name, ())) != 1 else next(iter(said[name].values()))
        for name, value in zip(country, found, strict=True)
    ]


def _selected(evidence: Evidence, there: Truth) -> Selection:
    """Papers and studies of these settings; findings that hold there, or that name none in a study of nowhere else."""
    size = evidence.studies.num_rows
    study, place = evidence.study_setting
    inside, outside = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    inside[study[there[place]]] = True
    outside[study[~there[place]]] = True
    named = evidence.setting != NONE
    here = named & there[evidence.setting]
    outside[evidence.study[named & ~here]] = True
    findings = here | (~named & (inside & ~outside)[evidence.study])
    inside[evidence.study[here]] = True
    papers = np.zeros(evidence.papers.num_rows, dtype=bool)
    paper, of = evidence.paper_study
    papers[paper[inside[of]]] = True
    papers[evidence.paper[here]] = True
    return Selection(evidence, papers, inside, findings & papers[evidence.paper], Filter())
