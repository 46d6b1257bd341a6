"""Influences counted as the constructs of a framework: the evidence again, with constructs where influences were.

A finding on an influence that is mapped to two constructs has an entry for each, so it counts once in either; what is
mapped to nothing has a row of its own and is never dropped. Everything that counts influences then counts constructs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from graph.errors import ParameterError, near_misses
from graph.ids import fold, slug
from graph.model import InfluenceStatus, MappingKind
from synthesis.evidence import NONE, Codes, Evidence, Truth, of_status
from synthesis.mapped import Grouping, Mapped
from synthesis.measure_grouping import GROUPING, KINDS

NOT_MAPPED = "not mapped"
MOST_NAMED = 5


@dataclass(frozen=True)
class _Asked:
    framework: str
    kinds: frozenset[str]
    agreed: bool
    domains: bool
    status: str | None


def regrouped(evidence: Evidence, given: Mapping[str, object]) -> Evidence:
    """The evidence by construct where `given` names a framework; as it is where not, or where it is grouped already.

    Raises ParameterError for a framework that nothing is mapped to, an unknown kind, or a detail without a framework.
    """
    if evidence.grouping is not None or not any(given.get(parameter.name) for parameter in GROUPING):
        return evidence
    asked = _asked(evidence, given)
    inside = of_status(evidence, asked.status)
    roots = _roots(evidence) if asked.domains else np.arange(evidence.constructs.num_rows)
    said = {influence: each for influence, each in _by_author(evidence, asked, roots).items() if inside[influence]}
    held = {influence: _counted(by_author.values(), agreed=asked.agreed) for influence, by_author in said.items()}
    groups = sorted(set().union(*held.values())) if held else []
    pairs = [(groups.index(group), at) for at in np.flatnonzero(inside).tolist() for group in held.get(at, ())]
    left = [at for at in np.flatnonzero(inside).tolist() if not held.get(at)]
    pairs += [(len(groups), at) for at in left]
    members = np.zeros((len(groups) + bool(left), inside.size), dtype=bool)
    for group, influence in pairs:
        members[group, influence] = True
    grouping = _grouping(evidence, asked, members, _Split(said, held), unmapped=len(groups) if left else None)
    return _expanded(evidence, members, _rows(evidence, asked, groups, left=bool(left)), grouping)


def _asked(evidence: Evidence, given: Mapping[str, object]) -> _Asked:
    framework, kinds = given.get("framework"), given.get("kinds")
    if framework is None:
        name = next(parameter.name for parameter in GROUPING if given.get(parameter.name))
        message = f"{name} says how influences are counted as constructs; name the framework too."
        raise ParameterError("numbers", name, given[name], message)
    known = {fold(mapped.framework): mapped.framework for mapped in evidence.mappings}
    if fold(str(framework)) not in known:
        has = f"Mapped to: {', '.join(sorted(known.values()))}." if known else "No mappings.csv maps any influence."
        message = f'no influence is mapped to "{framework}". {has}'
        raise ParameterError("numbers", "framework", framework, message, near_misses(str(framework), known.values()))
    wanted = [str(kind) for kind in kinds] if isinstance(kinds, list) and kinds else list(KINDS)
    for kind in wanted:
        if kind not in set(MappingKind) - {MappingKind.NONE}:
            use = ", ".join(kind for kind in MappingKind if kind is not MappingKind.NONE)
            raise ParameterError("numbers", "kinds", kind, f'"{kind}" is no kind of mapping. Use: {use}.')
    status = given.get("status")
    return _Asked(
        known[fold(str(framework))],
        frozenset(wanted),
        bool(given.get("agreed")),
        bool(given.get("domains")),
        None if status is None else str(status),
    )


def _roots(evidence: Evidence) -> Codes:
    """For each construct the broadest one that it belongs to."""
    found = np.arange(evidence.constructs.num_rows)
    of, above = evidence.belongs_to
    upward = dict(zip(of.tolist(), above.tolist(), strict=True))
    for at in upward:
        root = at
        while root in upward:
            root = upward[root]
        found[at] = root
    return found


ByAuthor = Mapping[int, Mapping[str, frozenset[int]]]


def _by_author(evidence: Evidence, asked: _Asked, roots: Codes) -> ByAuthor:
    """Influence -> author -> the groups that the author puts it in, by the kinds that count; maybe none."""
    found: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for mapped in evidence.mappings:
        if mapped.framework == asked.framework:
            groups = found[mapped.influence][mapped.author]
            if mapped.construct != NONE and mapped.kind in asked.kinds:
                groups.add(int(roots[mapped.construct]))
    return {of: {author: frozenset(groups) for author, groups in each.items()} for of, each in found.items()}


def _counted(by_author: Iterable[frozenset[int]], *, agreed: bool) -> frozenset[int]:
    """The groups of one influence: what any of its authors says, or what all of them say."""
    every = list(by_author)
    return frozenset.intersection(*every) if agreed else frozenset.union(*every)


@dataclass(frozen=True)
class _Split:
    """Influence -> what each author says, and the groups it counts in."""

    said: ByAuthor
    held: Mapping[int, frozenset[int]]


def _grouping(evidence: Evidence, asked: _Asked, members: Truth, split: _Split, *, unmapped: int | None) -> Grouping:
    """How it was grouped, in words and figures."""
    kinds = [kind for kind in MappingKind if kind in asked.kinds]
    rule = "every author who maps the influence" if asked.agreed else "any author"
    what = f"{'the broadest ' if asked.domains else ''}constructs of {asked.framework}"
    told = f"influences counted as {what}, mapped {', '.join(kinds)} by {rule}"
    inside: Truth = np.asarray(members.any(axis=0), dtype=bool)
    groups = members if unmapped is None else members[:unmapped]
    several, mapped = groups.sum(axis=0) > 1, groups.any(axis=0)
    left = np.flatnonzero(inside & ~mapped)
    differ = _disagreed(evidence.mappings, asked.framework, inside)
    where = {at for at in differ if len(set(split.said[at].values())) > 1}
    notes = []
    if several.any():
        places = np.flatnonzero(several).tolist()
        notes.append(
            f"{_many(places)} in more than one construct ({_some(evidence, places)}): the rows do not add up, and such "
            "constructs occur together by construction."
        )
    if left.size:
        only = sum(at in split.said for at in left.tolist())
        why = f", {only:,} of them only in ways that do not count here" if only else ""
        notes.append(f"Not mapped: {_many(left.tolist())} in a row of their own{why}; pairs and sets leave them out.")
    if differ:
        notes.append(
            f"The authors disagree on {len(differ):,} of the influences ({_some(evidence, differ)}), on {len(where):,} "
            f"about where they count; here {rule} decides. `narragraph query mapping_disagreements` says who says what."
        )
    said = {
        "framework": asked.framework,
        "kinds": list(map(str, kinds)),
        "authors": "all" if asked.agreed else "any",
        "domains": asked.domains,
        "influences_mapped": int(mapped.sum()),
        "influences_not_mapped": int(left.size),
        "influences_in_several": int(several.sum()),
        "disagreements": len(differ),
    }
    return Grouping(told, said, tuple(notes), evidence.influences, np.zeros(0, np.int64), unmapped)


def _disagreed(mappings: Sequence[Mapped], framework: str, inside: Truth) -> list[int]:
    """The influences of which two authors do not say the same: another construct, or another kind."""
    said: dict[int, dict[str, set[tuple[int, str]]]] = defaultdict(lambda: defaultdict(set))
    for mapped in mappings:
        if mapped.framework == framework and inside[mapped.influence]:
            said[mapped.influence][mapped.author].add((mapped.construct, mapped.kind))
    return sorted(at for at, each in said.items() if len({frozenset(one) for one in each.values()}) > 1)


def _many(places: list[int]) -> str:
    return "1 influence counts" if len(places) == 1 else f"{len(places):,} influences count"


def _some(evidence: Evidence, places: list[int]) -> str:
    names = evidence.influences.column("name").take(places[:MOST_NAMED]).to_pylist()
    more = [f"{len(places) - MOST_NAMED:,} more"] if len(places) > MOST_NAMED else []
    return ", ".join([*names, *more])


def _rows(evidence: Evidence, asked: _Asked, groups: list[int], *, left: bool) -> pa.Table:
    """The groups in the shape of influences: constructs by id, then what is not mapped. No group has a status."""
    kept = evidence.constructs.take(pa.array(groups, pa.int64())).select(["id", "name"]).to_pylist()
    if left:
        kept.append({"id": f"unmapped:{slug(asked.framework)}", "name": NOT_MAPPED})
    schema = evidence.influences.schema
    rows = [dict.fromkeys(schema.names) | row for row in kept]
    return pa.Table.from_pylist(rows, schema=schema)


def _expanded(evidence: Evidence, members: Truth, rows: pa.Table, grouping: Grouping) -> Evidence:
    """The evidence with an entry for each finding and group."""
    taken, group = np.nonzero(members.T[evidence.influence])
    finding, passage = evidence.passages
    shown, of_entry = _spread(finding, taken)
    claimed, claim_entry = _spread(evidence.claims[0], taken)
    every = np.array([word != InfluenceStatus.RETIRED for word in evidence.influences.column("status").to_pylist()])
    asked_for = members & every
    missed = ~evidence.looked_for @ asked_for.T.astype(np.int64) if evidence.looked_for.size else None
    looked = np.zeros((len(evidence.looked_for), len(members)), dtype=bool)
    if missed is not None:
        looked = (missed == 0) & asked_for.any(axis=1)
    one, other = np.nonzero(np.triu(members @ members.T.astype(np.int64), k=1))
    nothing = np.zeros(0, dtype=np.int64)
    return replace(
        evidence,
        influences=rows,
        findings=evidence.findings.take(taken),
        paper=evidence.paper[taken],
        study=evidence.study[taken],
        influence=group.astype(np.int64),
        setting=evidence.setting[taken],
        direction=evidence.direction[taken],
        passages=(of_entry, passage[shown]),
        narrower=(nothing, nothing),
        looked_for=looked,
        claims=(claim_entry, evidence.claims[1][claimed], evidence.claims[2][claimed]),
        decisions=tuple(evidence.decisions[at] for at in claimed.tolist()),
        grouping=replace(grouping, influence=evidence.influence[taken]),
        entry_of=taken.astype(np.int64),
        together=(one.astype(np.int64), other.astype(np.int64)),
    )


def _spread(finding: Codes, taken: Codes) -> tuple[Codes, Codes]:
    """For pairs that begin with a finding: the place of each pair, once for every entry of its finding, and the entry.

    `taken` is the finding of every entry, ascending.
    """
    first, last = np.searchsorted(taken, finding, "left"), np.searchsorted(taken, finding, "right")
    times = last - first
    place = np.repeat(np.arange(finding.size), times)
    within = np.arange(place.size) - np.repeat(np.cumsum(times) - times, times)
    entry = first[place] + within
    order = np.lexsort((place, entry))
    return place[order], entry[order]
