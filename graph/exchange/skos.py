"""The codebook as a SKOS concept scheme in Turtle. Source: W3C, SKOS Reference (2009); RDF 1.1 Turtle (2014)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graph.codebook_rows import InfluenceRow
from graph.exchange.guids import URN, iri
from graph.model import InfluenceStatus, MappingKind
from graph.terms import Strength, Term

PREDICATES: Mapping[MappingKind, str] = {
    MappingKind.EXACT: "skos:exactMatch",
    MappingKind.CLOSE: "skos:closeMatch",
    MappingKind.NARROWER: "skos:broadMatch",
    MappingKind.BROADER: "skos:narrowMatch",
    MappingKind.PARTIAL: "skos:relatedMatch",
}
"""The relation from an influence to a construct. An influence that is narrower has the construct as its broad match."""
_PREFIXES = {
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
}
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_NOT_PLAIN = re.compile(r'[\\"\x00-\x1f\x7f\ud800-\udfff]')


@dataclass(frozen=True, slots=True)
class Mapped:
    """What an author says of one influence; `construct` is null where nothing of the framework fits."""

    influence_id: str
    framework: str
    construct: str | None
    name: str | None
    kind: MappingKind
    author: str
    reason: str | None = None
    date: str | None = None


def construct_iri(construct: str) -> str:
    """The name of a construct, the same in every review. `construct`: Construct.id."""
    return URN + quote(construct, safe=":/")


def skos(
    review: str, title: str, rows: Sequence[InfluenceRow], terms: Sequence[Term], mapped: Sequence[Mapped]
) -> bytes:
    """One document: the scheme, a concept for each influence, and those constructs that influences are mapped to."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in _PREFIXES.items()]
    scheme = f"<{iri(review, 'codebook')}>"
    lines += ["", f"{scheme} a skos:ConceptScheme ;", f"  dcterms:title {literal(title)} ."]
    words: dict[str, list[Term]] = {}
    for term in terms:
        words.setdefault(term.influence_id, []).append(term)
    relations: dict[str, list[Mapped]] = {}
    apart = contradicting(mapped)
    for one in mapped:
        if one.construct is not None and one.kind in PREDICATES and (one.influence_id, one.construct) not in apart:
            relations.setdefault(one.influence_id, []).append(one)
    known = {row.id for row in rows}
    for row in rows:
        said = [*_concept(review, row, known), *_labels(row, words.get(row.id, ()))]
        said += [(PREDICATES[one.kind], f"<{construct_iri(str(one.construct))}>") for one in relations.get(row.id, ())]
        lines += ["", f"<{iri(review, row.id)}> a skos:Concept"]
        for predicate, value in dict.fromkeys(said):
            lines[-1] += " ;"
            lines.append(f"  {predicate} {value}")
        lines[-1] += " ."
    lines += _constructs(mapped)
    return ("\n".join(lines) + "\n").encode("utf-8")


def _concept(review: str, row: InfluenceRow, known: set[str]) -> Iterator[tuple[str, str]]:
    scheme = f"<{iri(review, 'codebook')}>"
    yield "skos:inScheme", scheme
    if row.parent_id in known:
        yield "skos:broader", f"<{iri(review, str(row.parent_id))}>"
    else:
        yield "skos:topConceptOf", scheme
    yield "skos:notation", literal(row.id)
    parts = (
        ("skos:definition", row.definition),
        ("skos:scopeNote", f"Includes: {row.includes}" if row.includes else None),
        ("skos:scopeNote", f"Excludes: {row.excludes}" if row.excludes else None),
        ("skos:example", row.example),
    )
    for predicate, said in parts:
        if said:
            yield predicate, literal(said)
    if row.status is InfluenceStatus.RETIRED:
        yield "owl:deprecated", "true"
    elif row.status is InfluenceStatus.DRAFT:
        yield "skos:editorialNote", literal("draft")


def _labels(row: InfluenceRow, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    yield "skos:prefLabel", literal(row.name)
    said = {literal(row.name)}  # no label may stand in two roles (SKOS, S13)
    for term in sorted(terms, key=lambda one: one.strength is not Strength.STRONG):
        label = literal(term.text, term.language)
        if label not in said:
            said.add(label)
            yield ("skos:altLabel" if term.strength is Strength.STRONG else "skos:hiddenLabel"), label


def _constructs(mapped: Sequence[Mapped]) -> Iterator[str]:
    """What influences are mapped to, by name; definitions stand in the publications of the frameworks."""
    for framework in sorted({one.framework for one in mapped if one.construct is not None}):
        yield from ("", f"<{framework_iri(framework)}> a skos:ConceptScheme ; dcterms:title {literal(framework)} .")
    found = {one.construct: one for one in mapped if one.construct is not None}
    for construct in sorted(found):
        one = found[construct]
        label = f"skos:prefLabel {literal(str(one.name))} ; skos:inScheme <{framework_iri(one.framework)}>"
        yield f"<{construct_iri(construct)}> a skos:Concept ; {label} ."


def framework_iri(name: str) -> str:
    """The name of a framework, the same in every review."""
    return f"{URN}framework:{quote(name, safe='')}"


def contradicting(mapped: Sequence[Mapped]) -> set[tuple[str, str]]:
    """(influence, construct) of which authors say what SKOS forbids together: exact, and something else (S46)."""
    kinds: dict[tuple[str, str], set[MappingKind]] = {}
    for one in mapped:
        if one.construct is not None:
            kinds.setdefault((one.influence_id, one.construct), set()).add(one.kind)
    apart = {MappingKind.BROADER, MappingKind.NARROWER, MappingKind.PARTIAL}
    return {pair for pair, said in kinds.items() if MappingKind.EXACT in said and said & apart}


def literal(text: str, language: str | None = None) -> str:
    """A string of Turtle, with a language where one is known and well-formed."""
    clean = _NOT_PLAIN.sub(lambda found: _ESCAPES.get(found[0], "\ufffd"), text)
    return f'"{clean}"' + (f"@{language}" if language and _LANGUAGE.fullmatch(language) else "")
