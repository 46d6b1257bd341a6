"""What a round of searching added: the table of `narragraph references --show new`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.prisma import flow_of
from cli.table import Column
from graph.errors import ConfigError, near_misses
from graph.spreadsheet import LIST_SEPARATOR

if TYPE_CHECKING:
    from ingest.folder import Ingested

NEW = (
    *(Column(name) for name in ("paper_id", "title", "authors")),
    Column("year", "integer"),
    *(Column(name) for name in ("doi", "status", "sources", "record_id", "file")),
    Column("line", "integer"),
)


def new_rows(ingested: Ingested, round_: str | None) -> tuple[list[dict[str, object]], str]:
    """One row for each paper that no earlier search gave, and what came of the round in words.

    Without a round: the last one of review.toml. Raises ConfigError when no source has the round, or any.
    """
    from synthesis.prisma_round import new_in_round

    sources, papers, _ = flow_of(ingested.record, ingested.tables)
    rounds = list(dict.fromkeys(source.round for source in sources if source.round))
    name = round_ or (rounds[-1] if rounds else "")
    if name not in rounds:
        near = near_misses(name, rounds)
        hint = f'Did you mean "{near[0]}"?' if near else f"Rounds are: {', '.join(rounds) or 'none'}."
        raise ConfigError("--round", f'no [[sources]] has the round "{name}". {hint}')
    new = {paper.id for paper in new_in_round(sources, papers, name)}
    own = {source.id: source.name for source in sources if source.round == name}
    records = sum(source.records for source in sources if source.round == name)
    given = sum(bool(set(own) & set(paper.records)) for paper in papers)
    nodes = ingested.tables.node("Paper")
    status = dict(zip(nodes.column("id").to_pylist(), nodes.column("status").to_pylist(), strict=True))
    rows: list[dict[str, object]] = [
        {
            "paper_id": paper.id,
            "title": paper.cluster.best.title,
            "authors": LIST_SEPARATOR.join(paper.cluster.best.authors) or None,
            "year": paper.cluster.best.year,
            "doi": next((member.doi for member in paper.cluster.members if member.doi), None),
            "status": status.get(paper.id),
            "sources": LIST_SEPARATOR.join(own[source] for source in paper.sources if source in own),
            "record_id": paper.cluster.best.id,
            "file": paper.cluster.best.file,
            "line": paper.cluster.best.line,
        }
        for paper in ingested.record.papers
        if paper.id in new
    ]
    told = f"{records:,} records of {given:,} papers; found before: {given - len(new):,}, new: {len(new):,}."
    return rows, f'"{name}": {told}'
