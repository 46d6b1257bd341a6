"""Clusters -> ids of papers: by DOI, else by PubMed id, else by title, year and first author."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from graph.ids import paper_id
from ingest.references.clusters import Cluster
from ingest.references.keys import keys_of


def paper_ids(clusters: Sequence[Cluster]) -> list[str]:
    """The id of each cluster's paper. Two clusters with one DOI (a paper and its reply) get two ids."""
    taken: set[str] = set()
    ids = []
    for cluster in clusters:
        found = next(id_ for id_ in _wanted(cluster) if id_ not in taken)
        taken.add(found)
        ids.append(found)
    return ids


def _wanted(cluster: Cluster) -> list[str]:
    """Ids for a cluster, best first; the last one is its own in any case."""
    best = keys_of(cluster.best)
    wanted = [paper_id(doi=doi) for doi in _most([member.doi for member in cluster.members])]
    wanted += [paper_id(parts=[f"pmid {pmid}"]) for pmid in _most([member.pmid for member in cluster.members])]
    if best.title:
        parts = [best.title, str(best.year or ""), best.surnames[0] if best.surnames else ""]
        wanted.append(paper_id(parts=[part for part in parts if part]))
    return [*wanted, paper_id(parts=[cluster.members[0].id])]


def _most(values: Sequence[str | None]) -> list[str]:
    """Distinct values, the one of most records first."""
    counted = Counter(value for value in values if value)
    return sorted(counted, key=lambda value: (-counted[value], value))
