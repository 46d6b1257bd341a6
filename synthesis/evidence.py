"""The evidence: the counted findings of a review as parallel arrays of codes, and what was looked for.

Only included papers and counted findings are evidence (docs/model.md); everything else is stored in the graph and
stays there. `absent` findings are kept and are never in a numerator: they say that somebody looked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from graph.documents import Section
from graph.model import Direction
from graph.tables import GraphTables
from synthesis.cells import Gathered
from synthesis.mapped import Grouping, Mapped
from synthesis.survey.rows import SURVEY

Codes = NDArray[np.int64]
Truth = NDArray[np.bool_]
DIRECTIONS = tuple(direction.value for direction in Direction)
"""The code of a direction is its place here."""
ABSENT = DIRECTIONS.index(Direction.ABSENT)
SECTIONS = tuple(section.value for section in Section)
"""The code of a section is its place here."""
TABLE = "table"
STATES = (TABLE, "single", "agreed", "adjudicated")
"""How a finding came to count: a table gave it, or decisions did. The code of a state is its place here."""
NONE = -1
"""The code of what is not there: no setting, no round, no section."""


def _no_pairs() -> tuple[Codes, Codes]:
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Evidence:
    """One review. `paper`, `study`, `influence`, `setting`, `direction` have one entry per finding.

    Codes are positions in the tables; NONE where a finding names no setting or a paper was in no round.
    """

    review: dict[str, object]
    papers: pa.Table
    """Included papers only, by id."""
    studies: pa.Table
    settings: pa.Table
    influences: pa.Table
    findings: pa.Table
    """The properties of every finding, in the order of the arrays."""
    paper: Codes
    study: Codes
    influence: Codes
    setting: Codes
    direction: Codes
    passages: tuple[Codes, Codes]
    """(finding, passage) pairs; passages are numbered from 0."""
    section: Codes
    """The section of every passage; NONE for cells and notes."""
    paper_study: tuple[Codes, Codes]
    study_setting: tuple[Codes, Codes]
    part_of: tuple[Codes, Codes]
    """(setting, the setting it is part of)."""
    narrower: tuple[Codes, Codes]
    """(influence, the influence it is narrower than)."""
    round_of: Codes
    """The extraction round of every paper."""
    looked_for: Truth
    """Rounds x influences."""
    source_kinds: tuple[str, ...]
    found: tuple[Codes, Codes]
    """(paper, source kind) of every source that gave a record of the paper; several of one kind: several times."""
    curators: tuple[str, ...]
    claims: tuple[Codes, Codes, Codes]
    """(finding, curator, state) of every decision that a finding rests on."""
    decisions: tuple[str, ...]
    """The ids of these decisions, one for each entry of `claims`."""
    constructs: pa.Table
    belongs_to: tuple[Codes, Codes]
    """(construct, the construct it belongs to)."""
    mappings: tuple[Mapped, ...]
    grouping: Grouping | None = None
    """Null where influences are influences; else `influences` holds constructs, and a finding has an entry for each."""
    entry_of: Codes | None = None
    """The finding of every entry of a grouping; null where every entry is a finding of its own."""
    together: tuple[Codes, Codes] = field(default_factory=_no_pairs)
    """Pairs of constructs that share an influence: together by construction."""
    survey: GraphTables = field(default_factory=GraphTables)
    """Summaries of ratings and statistics, with Setting and Influence; empty where they were not fetched."""

    @cached_property
    def cells(self) -> Gathered:
        """Its findings put together by paper, study and branch: what every filter needs, and none changes."""
        own = (self.paper, self.study, self.influence, self.direction)
        return Gathered(*own, self.round_of, self.looked_for, self.narrower)

    @property
    def numbers(self) -> Codes:
        """The finding of every entry, as a number."""
        return np.arange(self.paper.size) if self.entry_of is None else self.entry_of

    @property
    def size(self) -> tuple[int, int, int]:
        """Papers, influences, findings."""
        return self.papers.num_rows, self.influences.num_rows, int(self.paper.size)


def evidence(tables: GraphTables) -> Evidence:
    """The evidence in the tables of a graph, fetched from an engine or made by reading a folder."""
    # long: one line for each part of the evidence
    papers = _by_id(tables.node("Paper").filter(pc.equal(tables.node("Paper").column("status"), "included")))
    studies, settings, influences = (_by_id(tables.node(label)) for label in ("Study", "Setting", "Influence"))
    counted = tables.node("Finding").filter(pc.equal(tables.node("Finding").column("counted"), True))
    findings = _by_id(counted)
    ids, passages = _ids(findings), tables.edge("ILLUSTRATES")
    rounds = _by_id(tables.node("Extraction"))
    looked = np.zeros((rounds.num_rows, influences.num_rows), dtype=bool)
    looked[_pairs(tables, "LOOKED_FOR", _ids(rounds), _ids(influences))] = True
    numbered = passages.column("start_id").combine_chunks().dictionary_encode()
    curators = _by_id(tables.node("Curator"))
    claims, decisions = _claims(tables, ids, _ids(curators))
    sources, constructs = (_by_id(tables.node(label)) for label in ("Source", "Construct"))
    kinds = tuple(sorted(set(sources.column("kind").to_pylist()) - {None}))
    paper, source = _pairs(tables, "FOUND", _ids(sources), _ids(papers))[::-1]
    return Evidence(
        review=tables.node("Review").to_pylist()[0],
        papers=papers,
        studies=studies,
        settings=settings,
        influences=influences,
        findings=findings,
        paper=_one_each(_flip(_pairs(tables, "REPORTS", _ids(papers), ids)), findings.num_rows),
        study=_one_each(_pairs(tables, "FROM", ids, _ids(studies)), findings.num_rows),
        influence=_one_each(_pairs(tables, "ABOUT", ids, _ids(influences)), findings.num_rows),
        setting=_one_each(_pairs(tables, "IN_SETTING", ids, _ids(settings)), findings.num_rows),
        direction=codes(findings.column("direction"), pa.array(DIRECTIONS)),
        passages=_known(codes(passages.column("end_id"), ids), numbered.indices.to_numpy().astype(np.int64)),
        paper_study=_pairs(tables, "REPORTS_ON", _ids(papers), _ids(studies)),
        study_setting=_pairs(tables, "CONDUCTED_IN", _ids(studies), _ids(settings)),
        part_of=_pairs(tables, "PART_OF", _ids(settings), _ids(settings)),
        narrower=_pairs(tables, "NARROWER_THAN", _ids(influences), _ids(influences)),
        round_of=_one_each(_pairs(tables, "EXTRACTED_IN", _ids(papers), _ids(rounds)), papers.num_rows),
        section=_sections(tables.node("Passage"), numbered.dictionary),
        looked_for=looked,
        source_kinds=kinds,
        found=_known(paper, codes(sources.column("kind"), pa.array(kinds, pa.string()))[source]),
        curators=tuple(curators.column("id").to_pylist()),
        claims=claims,
        decisions=decisions,
        constructs=constructs,
        belongs_to=_pairs(tables, "BELONGS_TO", _ids(constructs), _ids(constructs)),
        mappings=_mappings(tables, _ids(influences), _ids(constructs)),
        survey=_survey(tables),
    )


def _survey(tables: GraphTables) -> GraphTables:
    nodes = (*SURVEY, "Setting", "Influence")
    return GraphTables(
        {name: table for name, table in tables.nodes.items() if name in nodes},
        {name: table for name, table in tables.edges.items() if name in SURVEY},
    )


def _mappings(tables: GraphTables, influences: pa.Array, constructs: pa.Array) -> tuple[Mapped, ...]:
    """Every mapping of a known influence, by id."""
    found = _by_id(tables.node("Mapping"))
    influence = _one_each(_flip(_pairs(tables, "MAPPED_BY", influences, _ids(found))), found.num_rows)
    construct = _one_each(_pairs(tables, "MAPS_TO", _ids(found), constructs), found.num_rows)
    said = (found.column(name).to_pylist() for name in ("framework", "kind", "author"))
    every = zip(influence.tolist(), construct.tolist(), *said, strict=True)
    return tuple(Mapped(of, framework, to, kind, author) for of, to, framework, kind, author in every if of != NONE)


def _sections(passages: pa.Table, ids: pa.Array) -> Codes:
    """The section of every passage of `ids`."""
    known = passages.column("section").combine_chunks()
    return codes(pa.chunked_array([known.take(pc.index_in(ids, value_set=_ids(passages)))]), pa.array(SECTIONS))


def _claims(
    tables: GraphTables, findings: pa.Array, curators: pa.Array
) -> tuple[tuple[Codes, Codes, Codes], tuple[str, ...]]:
    claims, made = tables.edge("CLAIMS"), tables.edge("MADE").sort_by("end_id")
    decisions = made.column("end_id").combine_chunks()
    finding, decision = codes(claims.column("end_id"), findings), codes(claims.column("start_id"), decisions)
    state = codes(claims.column("state"), pa.array(STATES))
    inside = np.flatnonzero((finding != NONE) & (decision != NONE))
    order = inside[np.lexsort((decision[inside], finding[inside]))]
    curator = codes(made.column("start_id"), curators)[decision[order]]
    return (finding[order], curator, state[order]), tuple(decisions.take(decision[order]).to_pylist())


def codes(column: pa.ChunkedArray, known: pa.Array) -> Codes:
    """The position of every value among the known ones; NONE for null and for the unknown."""
    found = pc.index_in(column, value_set=known)
    return pc.fill_null(found, NONE).to_numpy().astype(np.int64)  # type: ignore[no-any-return]


def _by_id(table: pa.Table) -> pa.Table:
    # One order for both engines, so that draws of random numbers meet the same rows.
    return table.sort_by("id")


def of_status(evidence: Evidence, status: str | None) -> Truth:
    """The influences of one codebook status, or all."""
    said = evidence.influences.column("status").to_pylist()
    return np.array([status is None or word == status for word in said], dtype=bool)


def _ids(table: pa.Table) -> pa.Array:
    return table.column("id").combine_chunks()


def _pairs(tables: GraphTables, type_: str, starts: pa.Array, ends: pa.Array) -> tuple[Codes, Codes]:
    edge = tables.edge(type_)
    return _known(codes(edge.column("start_id"), starts), codes(edge.column("end_id"), ends))


def _known(left: Codes, right: Codes) -> tuple[Codes, Codes]:
    """Pairs of which both ends are evidence, sorted."""
    both = (left != NONE) & (right != NONE)
    left, right = left[both], right[both]
    order = np.lexsort((right, left))
    return left[order], right[order]


def _flip(pairs: tuple[Codes, Codes]) -> tuple[Codes, Codes]:
    return pairs[1], pairs[0]


def _one_each(pairs: tuple[Codes, Codes], size: int) -> Codes:
    """For each start its one end; NONE without one."""
    found = np.full(size, NONE, dtype=np.int64)
    found[pairs[0]] = pairs[1]
    return found
