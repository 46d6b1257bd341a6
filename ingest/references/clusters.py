"""Records -> clusters of one paper each. No record is deleted: a cluster has its members, and why each joined it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.progress import Progress, silent
from ingest.references.blocks import candidates
from ingest.references.keys import Keys, keys_of
from ingest.references.record import Record
from ingest.references.verdict import Link, Verdict, contradict, judged


@dataclass(frozen=True)
class Pair:
    """Two records (ids, the smaller first) with what the machine, or a person, says of them."""

    one: str
    other: str
    verdict: Verdict
    points: float
    reasons: tuple[str, ...]
    by: str = "rules"
    link: Link | None = None
    """How they belong together, where they do without being one; null when a person only said that they do."""


@dataclass(frozen=True)
class Cluster:
    """Records that are one paper; `best` is the one that says most, `joined` the pairs that brought them together."""

    best: Record
    members: tuple[Record, ...]
    joined: tuple[Pair, ...] = ()


@dataclass(frozen=True)
class Deduplicated:
    """Every record in exactly one cluster; `review` waits for a person, `links` are papers that belong together."""

    clusters: tuple[Cluster, ...]
    review: tuple[Pair, ...] = ()
    links: tuple[Pair, ...] = ()
    repeats: int = 0
    """Records whose raw text another one has too; they are in the cluster of the first."""

    def of(self) -> dict[str, int]:
        """Record id -> number of its cluster."""
        return {member.id: number for number, cluster in enumerate(self.clusters) for member in cluster.members}


Said = Mapping[tuple[str, str], tuple[Verdict, str]]
"""What people say of pairs of record ids: the verdict and who says it. It stands above the rules."""


def deduplicate(records: Iterable[Record], said: Said | None = None, *, progress: Progress = silent) -> Deduplicated:
    """Clusters of records, the same in whatever order the records come."""
    every = sorted(records, key=lambda record: (record.id, record.file, record.line))
    first: dict[str, Record] = {}
    for record in every:
        first.setdefault(record.id, record)
    once = list(first.values())
    keys = [keys_of(record) for record in once]
    found = _judge(once, keys, said or {}, progress)
    joiner = _Joiner(keys, {pair: verdict for pair, (verdict, _) in (said or {}).items()}, once)
    doubted = joiner.join([pair for pair in found if pair.verdict is Verdict.DUPLICATE])
    clusters = _clusters(every, joiner)
    left = [pair for pair in found if pair.verdict is Verdict.REVIEW and not joiner.together(pair)]
    review = sorted([*left, *doubted], key=lambda pair: (-pair.points, pair.one, pair.other))
    apart = {Verdict.LINK, Verdict.COMPANION}
    links = (pair for pair in found if pair.verdict in apart and not joiner.together(pair))
    return Deduplicated(
        clusters,
        tuple(review),
        tuple(sorted(links, key=lambda pair: (pair.one, pair.other))),
        repeats=len(every) - len(once),
    )


def _judge(records: Sequence[Record], keys: Sequence[Keys], said: Said, progress: Progress) -> list[Pair]:
    """Every pair that is more than different; a person's word first."""
    pairs = candidates(keys)
    found: list[Pair] = []
    ids = [record.id for record in records]
    for number, (a, b) in enumerate(pairs):
        if number % 100_000 == 0:
            progress("comparing records", number, len(pairs))
        verdict = judged(keys[a], keys[b])
        if verdict.verdict is not Verdict.DIFFERENT and (ids[a], ids[b]) not in said:
            found.append(Pair(ids[a], ids[b], verdict.verdict, verdict.points, verdict.reasons, link=verdict.link))
    known = set(ids)
    for (one, other), (verdict_, by) in said.items():
        if {one, other} <= known and verdict_ is not Verdict.DIFFERENT:
            link = Link.COMPANION if verdict_ is Verdict.COMPANION else None
            found.append(Pair(one, other, verdict_, float("inf"), (f"said by {by}",), by, link))
    return found


class _Joiner:
    """Union of pairs, the surest first; a pair that would bring contradicting records together is left to a person."""

    def __init__(
        self, keys: Sequence[Keys], said: Mapping[tuple[str, str], Verdict], records: Sequence[Record]
    ) -> None:
        self.number = {record.id: at for at, record in enumerate(records)}
        self.keys = keys
        self.said = said
        self.ids = [record.id for record in records]
        self.home = list(range(len(records)))
        self.members: dict[int, list[int]] = {at: [at] for at in self.home}
        self.joined: defaultdict[int, list[Pair]] = defaultdict(list)

    def together(self, pair: Pair) -> bool:
        return self.home[self.number[pair.one]] == self.home[self.number[pair.other]]

    def join(self, pairs: Sequence[Pair]) -> list[Pair]:
        """Join what can be joined; what is left over, with the reason, comes back."""
        doubted = []
        for pair in sorted(pairs, key=lambda pair: (-pair.points, pair.one, pair.other)):
            one, other = self.home[self.number[pair.one]], self.home[self.number[pair.other]]
            if one == other:
                continue
            if self._clash(one, other) and pair.by == "rules":
                reasons = ("would join records that contradict each other", *pair.reasons)
                doubted.append(Pair(pair.one, pair.other, Verdict.REVIEW, pair.points, reasons))
                continue
            self._move(one, other, pair)
        return [pair for pair in doubted if not self.together(pair)]

    def _clash(self, one: int, other: int) -> bool:
        for a in self.members[one]:
            for b in self.members[other]:
                ids = (min(self.ids[a], self.ids[b]), max(self.ids[a], self.ids[b]))
                if ids in self.said:
                    if self.said[ids] is not Verdict.DUPLICATE:
                        return True
                elif self.keys[a] != self.keys[b] and contradict(self.keys[a], self.keys[b]):
                    return True
        return False

    def _move(self, one: int, other: int, pair: Pair) -> None:
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for at in self.members[other]:
            self.home[at] = one
        self.members[one] += self.members.pop(other)
        self.joined[one] += [pair, *self.joined.pop(other, [])]


def _clusters(every: Sequence[Record], joiner: _Joiner) -> tuple[Cluster, ...]:
    members: defaultdict[int, list[Record]] = defaultdict(list)
    for record in every:
        members[joiner.home[joiner.number[record.id]]].append(record)
    clusters = [
        Cluster(max(found, key=_fullness), tuple(found), tuple(joiner.joined.get(home, ())))
        for home, found in members.items()
    ]
    return tuple(sorted(clusters, key=lambda cluster: cluster.members[0].id))


def _fullness(record: Record) -> tuple[int, int, str]:
    """How much a record says: filled fields, then letters of the abstract."""
    fields = (record.title, record.authors, record.year, record.doi, record.pmid, record.journal, record.volume)
    filled = sum(map(bool, (*fields, record.issue, record.pages, record.abstract, record.language)))
    return filled, len(record.abstract or ""), record.id
