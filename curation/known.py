"""What the tables of a folder know by themselves: what claims are checked against, and join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph.model import CuratorRole, PaperStatus, Recommendations

if TYPE_CHECKING:
    from graph.tables import GraphTables


@dataclass(frozen=True)
class Known:
    """Ids by what they are of. `curators` is empty when review.toml names none: then everybody may decide."""

    papers: Mapping[str, PaperStatus]
    studies: Mapping[str, tuple[str, ...]]
    influences: frozenset[str]
    settings: frozenset[str]
    findings: frozenset[str]
    recommendations: Recommendations
    moved: Mapping[str, str] = field(default_factory=dict)
    curators: Mapping[str, CuratorRole] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def now(self, influence: str) -> str:
        """The influence that an id stands for after all merges."""
        return self.moved.get(influence, influence)


def known_of(
    tables: GraphTables,
    *,
    moved: Mapping[str, str] | None = None,
    curators: Mapping[str, CuratorRole] | None = None,
    names: Mapping[str, str] | None = None,
) -> Known:
    """What the tables of a folder, without any decision, know."""
    papers = tables.node("Paper")
    ids, statuses = papers.column("id").to_pylist(), papers.column("status").to_pylist()
    reports_on = tables.edge("REPORTS_ON")
    studies: dict[str, list[str]] = defaultdict(list)
    for paper, study in zip(
        reports_on.column("start_id").to_pylist(), reports_on.column("end_id").to_pylist(), strict=True
    ):
        studies[paper].append(study)
    return Known(
        papers={
            paper: PaperStatus(status or PaperStatus.INCLUDED) for paper, status in zip(ids, statuses, strict=True)
        },
        studies={paper: tuple(sorted(studies[paper])) for paper in ids},
        influences=_ids(tables, "Influence"),
        settings=_ids(tables, "Setting"),
        findings=_ids(tables, "Finding"),
        recommendations=Recommendations(tables.node("Review").column("recommendations")[0].as_py()),
        moved=moved or {},
        curators=curators or {},
        names=names or {},
    )


def _ids(tables: GraphTables, label: str) -> frozenset[str]:
    return frozenset(tables.node(label).column("id").to_pylist())
