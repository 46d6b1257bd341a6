"""What stands under /v1 as a list: its columns, what narrows it, and the query files or measure behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from graph.queries import queries
from graph.query_header import Parameter, Query

MOST = 10_000
"""Rows of one page at most."""
ROWS = 100
"""Rows of a page when nobody says how many."""
PAGING = (
    Parameter("cursor", "string", "where the page begins: the cursor of the address in `next`", required=False),
    Parameter("limit", "integer", "rows of a page", required=False, default=ROWS, least=1, most=MOST),
)
_HIDDEN = {"after", "limit"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A list and its things. `keys`: files that give ids under a filter, the narrowest first; empty for a list that
    is one answer, of `contract.name` as a query or measure, cut into pages.

    `one`: the column that names a thing, and its label; null for a list whose rows are no things.
    """

    path: str
    contract: Query
    keys: tuple[Query, ...] = ()
    one: tuple[str, str] | None = None

    @property
    def filters(self) -> tuple[Parameter, ...]:
        """The parameters that narrow it."""
        return tuple(p for p in self.contract.parameters if p not in PAGING)


def keyed(name: str, label: str, keys: tuple[str, ...]) -> Resource:
    """A list of things that are looked up by id, such as papers."""
    rows, found = queries("page")[name], tuple(queries("page")[f"{label.lower()}_keys{part}"] for part in keys)
    filters: dict[str, Parameter] = {}
    for query in reversed(found):
        for parameter in query.parameters:
            if parameter.name not in _HIDDEN:
                filters[parameter.name] = replace(parameter, required=False, default=None)
    contract = replace(rows, parameters=(*filters.values(), *PAGING))
    return Resource(f"/v1/{name}", contract, found, (f"{label.lower()}_id", label))


def whole(path: str, query: Query, one: tuple[str, str] | None = None) -> Resource:
    """A list that is one answer cut into pages."""
    kept = tuple(parameter for parameter in query.parameters if parameter.name not in _HIDDEN)
    return Resource(path, replace(query, parameters=(*kept, *PAGING)), (), one)


def resources(measures: Mapping[str, Query]) -> tuple[Resource, ...]:
    """Every list under /v1. `measures`: the contracts of the numbers, with the caps of a server."""
    read = queries()
    return (
        keyed("papers", "Paper", ("_of_influence", "")),
        keyed("studies", "Study", ("_of_paper", "_of_setting", "")),
        whole("/v1/settings", read["settings"], ("setting_id", "Setting")),
        whole("/v1/influences", read["influences_by_frequency"], ("influence_id", "Influence")),
        keyed("findings", "Finding", ("_of_paper", "_of_influence_in_setting", "_of_influence", "_of_setting", "")),
        keyed("passages", "Passage", ("_of_finding", "_of_paper", "_of_influence", "")),
        whole("/v1/codebook", read["codebook_tree"]),
        whole("/v1/coverage", read["coverage"]),
        whole("/v1/cooccurrence", measures["pairs"]),
    )
