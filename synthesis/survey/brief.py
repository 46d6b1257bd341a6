"""A brief for a site: what is reported of each influence of the measure, what is rated here, what is to be settled.

Everything comes from the graph. A question is a fixed frame around what the codebook and coded passages say, and names
the passages; what is missing is listed as not known, never filled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from graph.database import Row
from synthesis.evidence import Evidence
from synthesis.report_papers import label
from synthesis.survey.beside import Beside, Level, Reading, Rule, SiteBeside, beside, others_of
from synthesis.survey.comparable import Comparable, values_of
from synthesis.survey.practice import Form, Practice, SiteRating
from synthesis.survey.questions import Question, questions
from synthesis.survey.quoted import Known, Quote, quotes
from synthesis.survey.reported import Reported

MOST_QUOTES = 3
"""Passages shown of one influence at most."""
ROOM, SHORT, APART = 5000, 190, 80
"""Characters that all passages of a brief may take, so that it stays two pages; at most how many one is counted with,
because it is shortened then; and what stands around one.
"""


class Missing(StrEnum):
    """What a brief does not know of an influence."""

    NOT_RATED = "not_rated"
    NOT_SHOWN = "not_shown"
    NOT_LOOKED_FOR = "not_looked_for"
    NOTHING_THERE = "nothing_there"
    NOT_DEFINED = "not_defined"
    NO_WORDING = "no_wording"
    NO_PASSAGE = "no_passage"


@dataclass(frozen=True, slots=True)
class Here:
    """One form and wave at the site; `others`: shown means of other sites, `hidden` of them are not shown."""

    form: Form
    rating: SiteRating
    reading: Reading
    level: Level | None
    others: tuple[float, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Part:
    """One influence. `wordings` are in the language of the brief; `there` is null where nothing is comparable."""

    influence_id: str
    name: str
    definition: str | None
    literature: Reported
    there: Reported | None
    here: tuple[Here, ...]
    wordings: tuple[str, ...]
    questions: tuple[Question, ...]
    quotes: tuple[Quote, ...]
    missing: tuple[Missing, ...]

    @property
    def readings(self) -> frozenset[Reading]:
        """Where literature and practice part on any form."""
        return frozenset(one.reading for one in self.here)

    @property
    def lowest(self) -> float | None:
        """The lowest mean here, as a share of its scale; null when none is shown."""
        shares = [
            (one.rating.mean - one.rating.scale.low) / one.rating.scale.range
            for one in self.here
            if one.rating.mean is not None and one.rating.scale is not None and one.rating.scale.range
        ]
        return min(shares, default=None)


@dataclass(frozen=True, slots=True)
class Brief:
    """A whole brief. `parts`: what is reported often and rated low first, then from the lowest rating upward."""

    site_id: str
    site: str
    country: str | None
    language: str
    review: Mapping[str, object]
    papers: int
    comparable: Comparable
    forms: tuple[Form, ...]
    rule: Rule
    parts: tuple[Part, ...]
    synthetic: bool
    languages: tuple[str, ...]
    """What the items of these forms are worded in."""


def brief(evidence: Evidence, seen: Practice, site: str, passages: Mapping[str, Sequence[Row]], language: str) -> Brief:
    """The brief of a site, given by its Setting.id. `passages`: rows of `passages_behind` by influence."""
    rule = Rule()
    (found,) = beside(evidence, seen, [site], rule)
    rows: dict[str, list[Beside]] = {}
    for row in found.rows:
        rows.setdefault(row.influence_id, []).append(row)
    known = _known(evidence, seen, found)
    about = {row["id"]: row for row in evidence.influences.to_pylist()}
    most = most_of(passages, list(rows), known)
    parts = [_part(mine, about[id_], seen, found, language) for id_, mine in rows.items()]
    parts.sort(key=_urgency)
    numbered, told = 1, []
    for part in parts:
        mine = passages.get(part.influence_id, ())
        held, shown = quotes(mine, len(mine), 0, known), quotes(mine, most, numbered, known)
        numbered += len(shown)
        told.append(_with_passages(part, held, shown, about[part.influence_id]))
    place = evidence.settings.column("id").to_pylist().index(site)
    used = tuple(dict.fromkeys(here.form for part in told for here in part.here))
    return Brief(
        site_id=site,
        site=seen.name(site),
        country=values_of(evidence, "country")[place],
        language=language,
        review=evidence.review,
        papers=evidence.papers.num_rows,
        comparable=found.comparable,
        forms=used,
        rule=rule,
        parts=tuple(told),
        synthetic=seen.synthetic,
        languages=tuple(sorted({tag for one in seen.wordings for tag in one.by_language})),
    )


def most_of(passages: Mapping[str, Sequence[Row]], influences: Sequence[str], known: Known) -> int:
    """How many passages of each influence there is room for: with many influences or long passages fewer."""
    for most in range(MOST_QUOTES, 1, -1):
        chosen = [one for id_ in influences for one in quotes(passages.get(id_, ()), most, 0, known)]
        if sum(min(SHORT, len(one.words) + len(one.translation or "")) + APART for one in chosen) <= ROOM:
            return most
    return 1


def _known(evidence: Evidence, seen: Practice, found: SiteBeside) -> Known:
    papers = {str(paper["id"]): label(paper) for paper in evidence.papers.to_pylist()}
    return Known(papers, {id_: seen.name(id_) for id_ in seen.settings}, found.comparable.setting_ids)


def _urgency(part: Part) -> tuple[bool, bool, float, str]:
    """Reported often and rated low first, then from the lowest rating upward; what nobody rated comes last."""
    lowest = part.lowest
    return Reading.OFTEN_LOW not in part.readings, lowest is None, lowest or 0.0, part.name.casefold()


def _part(
    rows: Sequence[Beside], about: Mapping[str, str | None], seen: Practice, found: SiteBeside, language: str
) -> Part:
    first = rows[0]
    here = tuple(
        Here(seen.forms[row.rating.instrument_id], row.rating, row.reading, row.level, *others_of(seen, row.rating))
        for row in rows
        if row.rating is not None
    )
    used = {one.form.id for one in here} or set(seen.forms)
    items = [one for one in seen.wordings if one.influence_id == first.influence_id and one.instrument_id in used]
    items.sort(key=lambda one: one.reverse)  # what asks the other way round would mislead if it stood first
    wordings = tuple(dict.fromkeys(said for one in items if (said := in_language(one.by_language, language))))
    there = first.there if found.comparable.used else None
    missing = []
    if not here:
        missing.append(Missing.NOT_RATED)
    if any(not one.rating.shown for one in here):
        missing.append(Missing.NOT_SHOWN)
    if first.literature.of is None:
        missing.append(Missing.NOT_LOOKED_FOR)
    if there is None or not (there.of or there.papers):
        missing.append(Missing.NOTHING_THERE)
    if not about["definition"]:
        missing.append(Missing.NOT_DEFINED)
    if here and items and not wordings:
        missing.append(Missing.NO_WORDING)
    return Part(
        influence_id=first.influence_id,
        name=first.name,
        definition=about["definition"],
        literature=first.literature,
        there=there,
        here=here,
        wordings=wordings,
        questions=(),
        quotes=(),
        missing=tuple(missing),
    )


def _with_passages(
    part: Part, held: tuple[Quote, ...], shown: tuple[Quote, ...], about: Mapping[str, str | None]
) -> Part:
    """The part with its passages, and the questions that point to them."""
    low = any(one.level is not None and one.level.low for one in part.here)
    asked = questions(part.literature, held, shown, about["includes"] or "", low=low)
    missing = part.missing if shown or not part.literature.papers else (*part.missing, Missing.NO_PASSAGE)
    return replace(part, quotes=shown, questions=asked, missing=missing)


def in_language(by_language: Mapping[str, str], wanted: str) -> str | None:
    """The words under a BCP 47 tag, or under one of the same language: `de` finds `de-AT`."""
    folded = {tag.casefold(): words for tag, words in by_language.items()}
    wanted = wanted.casefold()
    root = wanted.partition("-")[0]
    near = (words for tag, words in sorted(folded.items()) if tag.partition("-")[0] == root)
    return folded.get(wanted) or folded.get(root) or next(near, None)
