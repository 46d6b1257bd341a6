"""The codebook as rows for others to change, and what was changed as a codebook again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from graph.codebook_rows import Changing, CodebookRows, InfluenceRow
from graph.ids import fold
from ingest.codebook import Codebook, Influence, leveled, strong_words
from ingest.problems import Problems


def changed(codebook: Codebook, changing: Changing | None, problems: Problems) -> Codebook:
    """The codebook after the changes of the ledgers; what contradicts it is a problem."""
    if changing is None or problems.errors:
        return codebook
    base = CodebookRows(
        {id_: _row(influence) for id_, influence in codebook.influences.items()}, codebook.phrases, codebook.version
    )
    rows, errors = changing(base)
    for error in errors:
        problems.add(error)
    if rows == base or errors:
        return codebook
    terms = tuple(
        replace(term, influence_id=rows.moved.get(term.influence_id, term.influence_id)) for term in codebook.terms
    )
    influences = leveled({id_: _influence(row) for id_, row in rows.influences.items()}, problems)
    return Codebook(
        influences=influences,
        named=_named(influences, rows.other_names),
        assigned={**strong_words(terms), **rows.phrases},
        version=rows.version,
        terms=terms,
        phrases=rows.phrases,
        moved=rows.moved,
        later=rows.later,
    )


def _row(influence: Influence) -> InfluenceRow:
    return InfluenceRow(**_parts(influence))


def _influence(row: InfluenceRow) -> Influence:
    return Influence(**_parts(row))


def _parts(row: InfluenceRow) -> dict[str, Any]:
    return {part.name: getattr(row, part.name) for part in fields(InfluenceRow)}


def _named(influences: Mapping[str, Influence], others: Mapping[str, str]) -> dict[str, str]:
    own = {fold(word): one.id for one in influences.values() for word in (one.id, one.name)}
    return {**others, **own}
