"""Papers that belong together without being one: links for the graph, and companions that share one study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph.errors import ReferencesError, near_misses
from graph.ids import study_id
from ingest.gather import Gathered
from ingest.problems import Problems
from ingest.references.clusters import Pair, Said
from ingest.references.said import NAME
from ingest.references.verdict import Link, Verdict

RELATED = "related"
"""The kind of a link that a person made without saying more."""


@dataclass(frozen=True, order=True)
class PaperLink:
    """Two papers (ids, the smaller first). `by`: rules, or who said it; `joins`: they report on one study."""

    one: str
    other: str
    kind: str
    by: str
    joins: bool = False


def paper_links(
    links: Iterable[Pair], said: Said, papers: Mapping[str, str], known: Iterable[str]
) -> tuple[tuple[PaperLink, ...], list[ReferencesError]]:
    """The links of records as links of papers, one for each pair: what joins first, then what a person said.

    `papers`: record id -> paper id; `known`: every paper id, which `companion` lines of duplicates.csv may name too.
    """
    every = {**{id_: id_ for id_ in known}, **papers}
    found = [_link(papers[pair.one], papers[pair.other], pair) for pair in links]
    problems = []
    for (one, other), (verdict, by) in said.items():
        if verdict is not Verdict.COMPANION:
            continue
        missing = [id_ for id_ in (one, other) if id_ not in every]
        for id_ in missing:
            near = near_misses(id_, every)
            fix = f'Did you mean "{near[0]}"?' if near else "Name two records or two papers, or take the line out."
            problems.append(
                ReferencesError(NAME, f'"{id_}" is no record and no paper of the review.', rule="unknown", fix=fix)
            )
        if not missing:
            ends = sorted((every[one], every[other]))
            found.append(PaperLink(ends[0], ends[1], Link.COMPANION.value, by, joins=True))
    kept: dict[tuple[str, str], PaperLink] = {}
    for link in sorted(found, key=lambda link: (not link.joins, link.by == "rules", link)):
        if link.one != link.other:
            kept.setdefault((link.one, link.other), link)
    return tuple(sorted(kept.values())), problems


def _link(one: str, other: str, pair: Pair) -> PaperLink:
    ends = sorted((one, other))
    kind = pair.link.value if pair.link else RELATED
    return PaperLink(ends[0], ends[1], kind, pair.by, joins=pair.verdict is Verdict.COMPANION)


def join_companions(links: Iterable[PaperLink], gathered: Gathered, problems: Problems) -> None:
    """Give companions that a person joined one study; their findings come from it.

    The study is the one that a table names, else that of the first paper by id. Two named studies are a problem. What
    two papers say differently of their study is a warning, and the first stands.
    """
    of: dict[str, list[str]] = {}
    for paper, study in sorted(gathered.reports_on):
        of.setdefault(paper, []).append(study)
    moved: dict[str, str] = {}
    for group in _groups((link.one, link.other) for link in links if link.joins):
        studies = list(dict.fromkeys(study for paper in group for study in of.get(paper, ())))
        own = {study_id((), paper=paper) for paper in group}
        named = [study for study in studies if study not in own]
        if len(named) > 1:
            message = f"companions of one study are in two studies of the tables: {named[0]} and {named[1]}."
            problems.add(
                ReferencesError(
                    NAME,
                    message,
                    rule="companion",
                    fix="Give them one study, or take that line, or that decision, back.",
                )
            )
            continue
        if not studies:
            continue
        chosen = named[0] if named else studies[0]
        moved |= {study: chosen for study in studies if study != chosen}
        gathered.reports_on |= {(paper, chosen) for paper in group}
    _move(moved, gathered, problems)


def _groups(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Papers that are joined, directly or through others, each group in order of id."""
    home: dict[str, set[str]] = {}
    for one, other in pairs:
        group = home.get(one, {one}) | home.get(other, {other})
        home |= dict.fromkeys(group, group)
    return sorted(sorted(group) for group in {id(group): group for group in home.values()}.values())


def _move(moved: Mapping[str, str], gathered: Gathered, problems: Problems) -> None:
    """Everything that is said of a study, said of the one that stands for it."""
    if not moved:
        return
    gathered.reports_on = {(paper, moved.get(study, study)) for paper, study in gathered.reports_on}
    gathered.conducted_in = {(moved.get(study, study), setting) for study, setting in gathered.conducted_in}
    for study, chosen in moved.items():
        for name, said in gathered.studies.said.pop(study, {}).items():
            stands = gathered.studies.said.setdefault(chosen, {}).setdefault(name, said)
            if stands[0] != said[0]:
                told = f'"{said[0]}" of {study.removeprefix("study:")} is not used; "{stands[0]}" stands'
                problems.warn(f"Study {chosen} has companions that differ: its {name} {told}.")
    codes = gathered.interners.get("study")
    if codes is None:
        return
    becomes = {code: codes.codes([moved[study]])[0] for study, code in list(codes.numbers.items()) if study in moved}
    for frame in gathered.claims:
        frame["study"] = frame["study"].replace(becomes)
