"""Pairs of records for the desk: what the rules leave to a person, and what somebody decided on, as both are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from cli.table import Column
from curation.pairs import Pair as Shown
from curation.pairs import PairRecord, decided
from graph.spreadsheet import LIST_SEPARATOR

if TYPE_CHECKING:
    from pathlib import Path

    from cli.curated import Curated
    from ingest.mapping import SourceSection
    from ingest.references.clusters import Deduplicated, Pair, Said
    from ingest.references.record import Record

LONGEST = 1000
"""Characters of a field that are shown."""
PAIRS = (
    *(Column(name) for name in ("one", "other", "verdict", "by", "reason")),
    Column("points", "float"),
    *(Column(name) for name in ("one_title", "other_title", "one_place", "other_place")),
)


def said_with_ledgers(folder: Path, records: Iterable[Record]) -> tuple[Said, list[str]]:
    """What people say of pairs, in duplicates.csv and in the ledgers, with notes. Raises the first error of either."""
    from cli.curated import said_of_pairs
    from curation.fold import fold
    from curation.ledger import read_ledgers
    from ingest.references.said import read_said, with_words

    said, _ = read_said(folder)
    ledgers = read_ledgers(folder)
    words = said_of_pairs(fold(ledgers.entries))
    both, problems, notes = with_words(said, words, {record.id for record in records})
    if problems:
        raise problems[0]
    return both, [*ledgers.notes, *notes]


def pairs_to_decide(curated: Curated) -> dict[str, Shown]:
    """The pairs of a desk by id: those that wait, the likeliest first, then those that ledgers decide on."""
    record = curated.ingested.record
    records = {member.id: member for cluster in record.found.clusters for member in cluster.members}
    owners, names = record.owners, _names(record.sources)
    made: dict[str, PairRecord] = {}

    def side(id_: str) -> PairRecord:
        if id_ not in made:
            of = owners.get(records[id_].file, ())
            made[id_] = _side(records[id_], [names[owner] for owner in of if owner in names])
        return made[id_]

    found = [Shown(side(pair.one), side(pair.other), pair.points, pair.reasons) for pair in record.found.review]
    for entry in curated.state.pairs:
        body = decided(entry)
        if body.one in records and body.other in records:
            found.append(Shown(side(body.one), side(body.other), body.points, body.reasons))
    by_id: dict[str, Shown] = {}
    for pair in found:
        by_id.setdefault(pair.id, pair)
    return by_id


def _names(sources: Iterable[SourceSection]) -> dict[str, str]:
    return {source.id: source.name for source in sources}


def _side(record: Record, sources: list[str]) -> PairRecord:
    """What is shown of a record, in the order to read it."""
    said: dict[str, object] = {
        "title": record.title,
        "authors": LIST_SEPARATOR.join(record.authors),
        "year": record.year,
        "journal": record.journal,
        "volume": record.volume,
        "issue": record.issue,
        "pages": record.pages,
        "DOI": record.doi,
        "PubMed id": record.pmid,
        "type": record.type,
        "language": record.language,
        "source": LIST_SEPARATOR.join(sources),
        "file": f"{record.file}:{record.line}",
    }
    return PairRecord(record.id, {name: str(value)[:LONGEST] for name, value in said.items() if value})


def pair_rows(found: Deduplicated, pairs: Iterable[Pair]) -> Iterator[dict[str, object]]:
    """Pairs as the lines of duplicates.csv; one that waits has an empty verdict."""
    records = {member.id: member for cluster in found.clusters for member in cluster.members}
    for pair in pairs:
        one, other = records[pair.one], records[pair.other]
        waits = pair.verdict.value == "review"
        yield {
            "one": pair.one,
            "other": pair.other,
            "verdict": "" if waits else pair.verdict.value,
            "by": "" if waits else pair.by,
            "reason": LIST_SEPARATOR.join(pair.reasons),
            "points": pair.points if pair.points != float("inf") else None,
            "one_title": one.title,
            "other_title": other.title,
            "one_place": f"{one.file}:{one.line}",
            "other_place": f"{other.file}:{other.line}",
        }


def said_rows(found: Deduplicated, said: Said) -> Iterator[dict[str, object]]:
    """What people decided on pairs, in duplicates.csv and in the ledgers, as lines of duplicates.csv."""
    records = {member.id: member for cluster in found.clusters for member in cluster.members}
    for (one, other), (verdict, by) in sorted(said.items()):
        ends = {"one": records.get(one), "other": records.get(other)}
        titles = {f"{name}_title": record.title for name, record in ends.items() if record}
        places = {f"{name}_place": f"{record.file}:{record.line}" for name, record in ends.items() if record}
        row = {"one": one, "other": other, "verdict": verdict.value, "by": by}
        yield dict.fromkeys(column.name for column in PAIRS) | row | titles | places
