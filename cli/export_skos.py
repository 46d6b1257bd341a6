"""The codebook of a folder as SKOS, with what SKOS does not hold."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from graph.errors import ExchangeError
from graph.exchange.skos import Mapped, contradicting, skos
from graph.model import MappingKind

if TYPE_CHECKING:
    from cli.curated import Curated
    from graph.tables import GraphTables


def skos_of(curated: Curated) -> tuple[bytes, list[str]]:
    """The document, and what is not in it. Raises ExchangeError when the codebook names nothing."""
    review, codebook = curated.ingested.review, curated.ingested.codebook
    assert review is not None  # noqa: S101  (a folder without review.toml has problems)
    rows = list(codebook.influences.values())
    if not rows:
        fix = "Name influences in codebook.csv."
        raise ExchangeError("codebook.csv", "there is no influence to write as a concept.", rule="no codes", fix=fix)
    mapped = mapped_of(curated.ingested.tables)
    said = ["findings, codings, papers and texts: SKOS holds the codebook alone"]
    left = Counter(one.kind for one in mapped)
    if left[MappingKind.NONE]:
        said.append(f"{left[MappingKind.NONE]} statements that no construct fits (--kind sssom holds them)")
    if left[MappingKind.PARTIAL]:
        said.append(f"{left[MappingKind.PARTIAL]} partial matches are skos:relatedMatch, the nearest that SKOS has")
    if mapped:
        said.append("who says a mapping, why and when (--kind sssom holds that)")
    for influence, construct in sorted(contradicting(mapped)):
        said.append(f"{influence} and {construct}: authors say exact and something else, which SKOS forbids together")
    if codebook.moved:
        said.append(f"{len(codebook.moved)} merged influences: their old ids are not concepts")
    content = skos(review.review.id, review.review.title, rows, codebook.terms, mapped)
    return content, said


def mapped_of(tables: GraphTables) -> list[Mapped]:
    """Every mapping of the folder, by influence and framework."""
    by_id = {label: {row["id"]: row for row in tables.node(label).to_pylist()} for label in ("Mapping", "Construct")}
    pairs = {type_: tables.edge(type_).select(["start_id", "end_id"]).to_pylist() for type_ in ("MAPPED_BY", "MAPS_TO")}
    constructs = {row["start_id"]: row["end_id"] for row in pairs["MAPS_TO"]}
    found = []
    for row in pairs["MAPPED_BY"]:
        said = by_id["Mapping"][row["end_id"]]
        construct = constructs.get(row["end_id"])
        name = by_id["Construct"][construct]["name"] if construct else None
        kind = MappingKind(said["kind"])
        about = (row["start_id"], said["framework"], construct, name, kind, said["author"])
        found.append(Mapped(*about, reason=said["reason"], date=said["date"]))
    return sorted(found, key=lambda one: (one.influence_id, one.framework, one.construct or "", one.author))
