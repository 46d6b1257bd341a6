"""The mappings of a folder as SSSOM, with what SSSOM does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cli.export_skos import mapped_of
from graph.errors import ExchangeError
from graph.exchange.sssom import LICENCE, sssom
from graph.model import MappingKind

if TYPE_CHECKING:
    from cli.curated import Curated


def sssom_of(curated: Curated) -> tuple[bytes, list[str]]:
    """The mapping set, and what is not in it. Raises ExchangeError when nothing is mapped."""
    review, codebook = curated.ingested.review, curated.ingested.codebook
    assert review is not None  # noqa: S101  (a folder without review.toml has problems)
    mapped = mapped_of(curated.ingested.tables)
    if not mapped:
        fix = "Say in mappings.csv which influence stands for which construct."
        raise ExchangeError("mappings.csv", "no influence is mapped to a framework.", rule="no mappings", fix=fix)
    names = {row.id: row.name for row in codebook.influences.values()}
    said = [
        "the codebook (definitions, hierarchy), findings, codings, papers and texts: SSSOM holds mappings alone",
        f"the licence of the mappings, which the folder does not say: {LICENCE}",
        "identifiers of authors: names stand in author_label",
    ]
    partial = sum(one.kind is MappingKind.PARTIAL for one in mapped)
    if partial:
        said.append(f'{partial} partial matches are skos:relatedMatch with "Partial overlap." in the comment')
    content = sssom(review.review.id, review.review.title, codebook.version, names, mapped)
    return content, said
