"""JSON-LD for RDF tools: every edge as a plain triple, and as a reified statement with its figures.

Names are URNs: they name and do not open, because no host of ours would stay for ever. `href` opens on the server that
answered. Influences are SKOS concepts, and NARROWER_THAN is also skos:broader.
"""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote

from graph.dialects.javascript import dumped
from graph.dialects.shapes import VOCABULARY, Graph, scalars

URN = "urn:narragraph:"
VOCABULARY_URN = f"{URN}vocabulary:"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPES = {"Influence": f"{_SKOS}Concept", "Paper": "http://schema.org/ScholarlyArticle"}
_PREDICATES = {"NARROWER_THAN": f"{_SKOS}broader"}
_XSD = {"integer": "integer", "float": "double", "boolean": "boolean"}


def json_ld(graph: Graph) -> bytes:
    """One JSON-LD document: the graph itself, its nodes, its edges."""
    review = f"{URN}{quote(str(graph.meta['review_id']), safe='')}"

    def named(id_: str) -> str:
        return f"{review}:{quote(id_, safe=':')}"

    reached: dict[str, dict[str, list[dict[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for edge in graph.edges:
        for predicate in filter(None, (VOCABULARY_URN + edge.kind, _PREDICATES.get(edge.kind))):
            reached[edge.source][predicate].append({"@id": named(edge.target)})
    said: list[dict[str, object]] = [{"@id": f"{review}:graph", "@type": "Graph", **dict(scalars(graph.meta))}]
    for node in graph.nodes:
        types = [node.kind, *filter(None, [_TYPES.get(node.kind)])]
        held = {name: value for name, value in node.flat().items() if name not in {"id", "kind"}}
        said.append({"@id": named(node.id), "@type": types, **held, **reached[node.id]})
    for edge in graph.edges:
        held = {name: value for name, value in edge.flat().items() if name not in {"id", "kind", "source", "target"}}
        ends = {"source": named(edge.source), "target": named(edge.target), "predicate": VOCABULARY_URN + edge.kind}
        said.append({"@id": named(edge.id), "@type": f"{_RDF}Statement", **ends, **held})
    return dumped({"@context": _context(), "@graph": said})


def _context() -> dict[str, object]:
    typed = {
        one.name: {"@id": VOCABULARY_URN + one.name, "@type": f"http://www.w3.org/2001/XMLSchema#{_XSD[one.type]}"}
        for one in VOCABULARY
        if one.type in _XSD
    }
    ends = {
        name: {"@id": f"{_RDF}{part}", "@type": "@id"}
        for name, part in (("source", "subject"), ("target", "object"), ("predicate", "predicate"))
    }
    label = {"label": "http://www.w3.org/2000/01/rdf-schema#label"}
    return {"@version": 1.1, "@vocab": VOCABULARY_URN, **label, **typed, **ends}
