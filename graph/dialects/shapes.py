"""A graph on its way to another tool: plain nodes and edges, and the one vocabulary that every dialect spells alike."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """One word of the vocabulary. `of`: node, edge or both. `type`: string, integer, float or boolean."""

    name: str
    of: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Node:
    """One node. `id` is `Kind:entity_id`, the same in every graph; `x` and `y` lie between -1000 and 1000."""

    kind: str
    entity_id: str
    label: str
    href: str
    attributes: Mapping[str, Value]
    x: float = 0.0
    y: float = 0.0

    @property
    def id(self) -> str:
        """The id within a graph; kinds hold no colon, so no two nodes share one."""
        return f"{self.kind}:{self.entity_id}"

    def flat(self) -> dict[str, Value]:
        """Every attribute by its name."""
        first = {"id": self.id, "label": self.label, "kind": self.kind, "entity_id": self.entity_id}
        return {**first, "x": self.x, "y": self.y, "href": self.href, **self.attributes}


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge between two node ids."""

    id: str
    kind: str
    source: str
    target: str
    weight: float
    href: str
    attributes: Mapping[str, Value]

    def flat(self) -> dict[str, Value]:
        """Every attribute by its name."""
        first = {"id": self.id, "source": self.source, "target": self.target, "kind": self.kind}
        return {**first, "weight": self.weight, "href": self.href, **self.attributes}


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and edges sorted by id. `meta`: revision, unit, filter, licences and whatever else decides the figures."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    directed: bool
    meta: Mapping[str, object]

    @property
    def parallel(self) -> bool:
        """Whether two nodes share several edges."""
        ends = [(edge.source, edge.target) for edge in self.edges]
        return len(set(ends)) < len(ends)

    def used(self, of: str) -> tuple[Attribute, ...]:
        """The attributes that nodes (or edges) of this graph carry, in the order of the vocabulary."""
        things: tuple[Node, ...] | tuple[Edge, ...] = self.nodes if of == "node" else self.edges
        carried = {name for thing in things for name in thing.flat()}
        return tuple(one for one in VOCABULARY if one.of in {of, "both"} and (one.name in carried or one.name in CORE))


def scalars(meta: Mapping[str, object]) -> Iterator[tuple[str, Value]]:
    """The meta of a graph where only plain values fit: what is nested becomes JSON, nulls are left out."""
    for name, value in meta.items():
        if isinstance(value, Value):
            yield name, value
        elif value is not None:
            yield name, json.dumps(value, ensure_ascii=False)


def spelt(value: Value) -> str:
    """One value as text; true and false as every format but Python spells them."""
    return str(value).lower() if isinstance(value, bool) else str(value)


CORE = {"id", "label", "kind", "entity_id", "x", "y", "href", "source", "target", "weight"}
"""What every node or edge has."""
VOCABULARY = (
    Attribute(
        "id", "both", "string", "node: kind and entity_id; edge: e: and 20 hex digits over kind, ends, direction"
    ),
    Attribute("source", "edge", "string", "id of the node that it starts from"),
    Attribute("target", "edge", "string", "id of the node that it leads to"),
    Attribute("label", "node", "string", "what to write beside it"),
    Attribute("kind", "both", "string", "node: Influence, Setting, Paper, Study or Finding; edge: the relationship"),
    Attribute("entity_id", "node", "string", "id in the review, as the parameters of every route take it"),
    Attribute(
        "weight", "edge", "float", "how thick to draw it: shared windows, or papers (studies); 1 in a full graph"
    ),
    Attribute("x", "node", "float", "place from left to right, -1000 to 1000"),
    Attribute("y", "node", "float", "place from bottom to top, -1000 to 1000"),
    Attribute("href", "both", "string", "address on the server that answers with the passages behind it"),
    Attribute("papers", "node", "integer", "papers that report it"),
    Attribute("passages", "node", "integer", "passages that illustrate findings on it"),
    Attribute("looked_for_papers", "node", "integer", "papers that were extracted for it; absent where nobody looked"),
    Attribute("share", "node", "float", "reporting among looked_for_papers, 0 to 1; absent where nobody looked"),
    Attribute("facilitator", "node", "integer", "papers (studies, see meta.unit) in which it helps"),
    Attribute("barrier", "node", "integer", "papers (studies) in which it hinders"),
    Attribute("mixed", "node", "integer", "papers (studies) in which it does both"),
    Attribute("neutral", "node", "integer", "papers (studies) in which it does neither"),
    Attribute("unclear", "node", "integer", "papers (studies) that report it without a direction"),
    Attribute("absent", "node", "integer", "papers (studies) that looked for it and did not find it"),
    Attribute("balance", "node", "float", "(facilitator - barrier) / (facilitator + barrier), -1 to 1"),
    Attribute("shared", "edge", "integer", "windows (see meta.window) that report both"),
    Attribute("expected", "edge", "float", "shared windows under the null model"),
    Attribute("lift", "edge", "float", "shared windows over those of independent influences"),
    Attribute("jaccard", "edge", "float", "shared over windows that report at least one of the two"),
    Attribute("npmi", "edge", "float", "normalised pointwise mutual information, -1 to 1"),
    Attribute("phi", "edge", "float", "correlation of the two, -1 to 1"),
    Attribute("p", "edge", "float", "one-sided p for more than chance under the null model"),
    Attribute("p_adj", "edge", "float", "p adjusted as meta.parameters.correction says; absent for related ones"),
    Attribute("related", "edge", "boolean", "one is narrower than the other in the codebook: not tested"),
    Attribute("beyond_chance", "edge", "boolean", "p_adj below the level and more shared windows than expected"),
    Attribute("direction", "both", "string", "facilitator, barrier, mixed, neutral, unclear or absent"),
    Attribute("related_as", "edge", "string", "how two papers belong together: preprint, notice, companion or related"),
    Attribute("by", "edge", "string", "who says that two papers belong together: rules, or a person"),
    Attribute("title", "node", "string", "title of a paper"),
    Attribute("authors", "node", "string", 'authors of a paper, joined by "; "'),
    Attribute("year", "node", "integer", "year of publication"),
    Attribute("doi", "node", "string", "DOI in lower case"),
    Attribute("language", "node", "string", "BCP 47 tag of a paper"),
    Attribute(
        "status", "node", "string", "of a paper: included, excluded, ...; of an influence: active, draft, retired"
    ),
    Attribute("extracted", "node", "boolean", "whether data were extracted from a paper"),
    Attribute("design", "node", "string", "design of a study as reported"),
    Attribute("participants", "node", "string", "participants of a study as reported"),
    Attribute("quality", "node", "string", "appraisal of a study as reported"),
    Attribute("setting_kind", "node", "string", "service, site, country, ..."),
    Attribute("country", "node", "string", "country of a setting"),
    Attribute("income_group", "node", "string", "income group of a setting"),
    Attribute("level_of_care", "node", "string", "level of care of a setting"),
    Attribute("definition", "node", "string", "definition of an influence in the codebook"),
    Attribute("level", "node", "integer", "0 for a root of the codebook tree, 1 for its children, ..."),
    Attribute("assertion", "node", "string", "finding, participant_quote, recommendation, ..."),
    Attribute("counted", "node", "boolean", "whether a finding enters counts"),
    Attribute("mitigated", "node", "boolean", "whether a finding was reported as overcome"),
    Attribute("stage", "node", "string", "stage of the work, of a finding"),
    Attribute("viewpoint", "node", "string", "whose view a finding is"),
    Attribute("time_point", "node", "string", "when a finding was reported"),
    Attribute("origin", "node", "string", "table or curation, of a finding"),
)
