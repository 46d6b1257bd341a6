"""What a pair of records is: one paper, two that belong together, a case for a person, or two papers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.references.keys import Keys
from ingest.references.likeness import GENERIC, Likeness, likeness
from ingest.references.points import DUPLICATE, POINTS, REVIEW


class Verdict(StrEnum):
    """What two records can be; companion, two papers of one study, is a person's word only."""

    DUPLICATE = "duplicate"
    LINK = "link"
    REVIEW = "review"
    DIFFERENT = "different"
    COMPANION = "companion"


class Link(StrEnum):
    """How two papers belong together that are not one."""

    PREPRINT = "preprint"
    NOTICE = "notice"
    COMPANION = "companion"


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on a pair with points and reasons; `link` where it is one."""

    verdict: Verdict
    points: float
    reasons: tuple[str, ...]
    link: Link | None = None


_PREPRINT_DOI = re.compile(
    r"10\.(?:1101|21203|31234|31219|31235|2139|48550|20944|26434|22541|36227|55277|2196/preprints|7287/peerj\.preprints)[./]"
)
_PREPRINT_JOURNAL = frozenset(
    [
        "biorxiv",
        "medrxiv",
        "arxiv",
        "psyarxiv",
        "ssrn",
        "chemrxiv",
        "socarxiv",
        "preprints",
        "preprint",
        "authorea",
        "eartharxiv",
    ]
)
_ALIKE = frozenset({"same title", "same short title", "title but for spelling", "title within the other"})


_OTHER = Judged(Verdict.DIFFERENT, POINTS["other title"], ("other title",))


def judged(one: Keys, other: Keys) -> Judged:
    """The verdict on two records. Machine only: what people say of a pair stands above it (clusters.py)."""
    alike = likeness(one, other)
    if alike.title == "other title" and len(alike.reasons) == 1:
        return _OTHER  # most pairs end here
    said = set(alike.reasons)
    same_id = bool(said & {"same DOI", "same PubMed id"})
    if len(one.words) >= GENERIC and one == other:
        return Judged(Verdict.DUPLICATE, max(alike.points, DUPLICATE), ("identical", *alike.reasons))
    link = _link(one, other, alike)
    if link is not None:
        return Judged(Verdict.LINK, alike.points, (f"{link.value} of one another", *alike.reasons), link)
    doubt = _doubt(one, other, said, same_id=same_id)
    if doubt and alike.points >= REVIEW:
        return Judged(Verdict.REVIEW, alike.points, (doubt, *alike.reasons))
    if alike.points >= DUPLICATE:
        return Judged(Verdict.DUPLICATE, alike.points, alike.reasons)
    if alike.points >= REVIEW or same_id:
        return Judged(Verdict.REVIEW, alike.points, alike.reasons)
    return Judged(Verdict.DIFFERENT, alike.points, alike.reasons)


def contradict(one: Keys, other: Keys) -> bool:
    """Whether two records cannot stand in one cluster, whatever a third has in common with both."""
    found = judged(one, other)
    return found.verdict is Verdict.LINK or (found.verdict is Verdict.DIFFERENT and "other title" in found.reasons)


def _doubt(one: Keys, other: Keys, said: set[str], *, same_id: bool) -> str:
    """Why a pair is left to a person although its points would do; "" when nothing speaks against it."""
    if same_id and "other title" in said:
        return "one identifier, two titles"
    if "other title in one place" in said:
        return "one place, two titles"
    if not same_id and not (one.title and other.title):
        return "no title to compare"
    if {"same journal", "same volume", "other first page"} <= said and "same DOI" not in said:
        return "two places in one volume"
    if not same_id and not said - {"same title", "same short title", "same year"}:
        return "nothing but title and year to compare"
    return ""


def _link(one: Keys, other: Keys, alike: Likeness) -> Link | None:
    related = alike.points >= REVIEW or (alike.title in _ALIKE and "other authors" not in alike.reasons)
    if one.notice != other.notice and (related or "same DOI" in alike.reasons):
        return Link.NOTICE
    if not related or alike.title not in _ALIKE:
        return None
    if is_preprint(one) != is_preprint(other):
        return Link.PREPRINT
    kinds = {one.kind, other.kind} == {"article-journal", "paper-conference"}
    if kinds and "other journal" in alike.reasons and alike.points < DUPLICATE:
        return Link.COMPANION
    return None


def is_preprint(keys: Keys) -> bool:
    """Whether a record is a preprint, by its DOI, its journal or its type (CSL calls a preprint `article`)."""
    return bool(_PREPRINT_DOI.match(keys.doi)) or bool(_PREPRINT_JOURNAL & set(keys.journal)) or keys.kind == "article"
