"""Everything that all tables of a folder say, gathered as flat columns of codes: the step before graph tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from graph.survey import Instrument
from ingest.codebook import Codebook
from ingest.entities import Entities, RowIds
from ingest.frameworks import Mappings
from ingest.groups import numbered
from ingest.mapping import Column, FindingSection, ReviewFile
from ingest.mentions import Mentions, read_assertion, read_mentions
from ingest.papers import extractions, read_papers, read_studies, row_papers, row_studies
from ingest.passages import anchor, passage_rows
from ingest.settings import RowSettings, read_settings
from ingest.texts.named import named_files
from ingest.words import Words
from ingest.work import Coded, Ints, Work

if TYPE_CHECKING:
    import pandas as pd

NONE = -1


@dataclass
class Interner:
    """Text -> number, in order of first sight, shared by all tables."""

    numbers: dict[Any, int] = field(default_factory=dict)

    def codes(self, values: list[Any]) -> Ints:
        """The number of each value."""
        return np.array([self.numbers.setdefault(value, len(self.numbers)) for value in values], dtype=np.int64)


@dataclass
class Gathered:
    """What the tables say so far. `claims`: one row a mention, codes into the interner of each column's name."""

    words: Words
    papers: Entities = field(default_factory=lambda: Entities("Paper"))
    studies: Entities = field(default_factory=lambda: Entities("Study"))
    settings: Entities = field(default_factory=lambda: Entities("Setting"))
    reports_on: set[tuple[str, str]] = field(default_factory=set)
    conducted_in: set[tuple[str, str]] = field(default_factory=set)
    part_of: set[tuple[str, str]] = field(default_factory=set)
    extracted_in: set[tuple[str, str]] = field(default_factory=set)
    text_files: dict[str, set[str]] = field(default_factory=dict)
    sources: list[dict[str, object]] = field(default_factory=list)
    found_by: set[tuple[str, str]] = field(default_factory=set)
    cites: set[tuple[str, str]] = field(default_factory=set)
    related: set[tuple[str, str, str, str, bool]] = field(default_factory=set)
    interners: dict[str, Interner] = field(default_factory=dict)
    claims: list[pd.DataFrame] = field(default_factory=list)
    passages: list[pd.DataFrame] = field(default_factory=list)
    passages_so_far: int = 0
    mappings: Mappings = field(default_factory=Mappings)
    instruments: tuple[Instrument, ...] = ()

    def intern(self, name: str, coded: Coded) -> Ints:
        """A column of codes in the folder's own numbering."""
        return self.number(name, coded.values, coded.codes)

    def number(self, name: str, values: list[Any], codes: Ints) -> Ints:
        """Codes into the values as codes in the folder's own numbering."""
        if not values:
            return codes
        return self.interners.setdefault(name, Interner()).codes(values)[codes]

    def values(self, name: str) -> list[Any]:
        """The values behind the codes of a column, in the folder's own numbering."""
        return list(self.interners[name].numbers) if name in self.interners else []

    @property
    def codebook(self) -> Codebook:
        """The codebook that names were looked up in."""
        return self.words.codebook


@dataclass(frozen=True)
class TableCounts:
    """How much one table gave."""

    papers: int
    studies: int
    mentions: int
    passages: int
    by_column: dict[str, int]


def gather(work: Work, review: ReviewFile, into: Gathered) -> TableCounts:
    """Add what one table says."""
    papers = row_papers(work)
    studies = row_studies(work, papers)
    used = work.used & (papers.codes >= 0)
    read_papers(work, papers, into.papers)
    read_studies(work, studies, into.studies)
    settings = read_settings(work, into.settings)
    _links(papers, studies, settings, used, into)
    into.extracted_in |= extractions(work, papers, review)
    for name, named in named_files(work, papers).items():
        into.text_files.setdefault(name, set()).update(named)
    blocks = [m for finding in work.section.finding for m in read_mentions(work, finding, into.words) if m.size]
    passages = _claims(work, (papers, studies, settings), blocks, into) if papers.ids and blocks else 0
    by_column: dict[str, int] = {}
    for block in blocks:
        by_column[block.column] = by_column.get(block.column, 0) + block.size
    return TableCounts(
        papers=len(np.unique(papers.codes[used])),
        studies=len(np.unique(studies.codes[used])),
        mentions=sum(block.size for block in blocks),
        passages=passages,
        by_column=by_column,
    )


def _links(papers: RowIds, studies: RowIds, settings: RowSettings, used: Any, into: Gathered) -> None:
    columns = [papers.codes[used], studies.codes[used], settings.codes[used]]
    first = numbered(columns)[1]
    for paper, study, where in zip(*(column[first].tolist() for column in columns), strict=True):
        into.reports_on.add((papers.ids[paper], studies.ids[study]))
        into.conducted_in.update((studies.ids[study], setting) for setting in settings.sets[where])
    into.part_of |= settings.part_of


def _claims(work: Work, rows: tuple[RowIds, RowIds, RowSettings], blocks: list[Mentions], into: Gathered) -> int:
    """One row a mention, and the passages they stand on; returns how many passages."""
    import pandas as pd

    papers, studies, settings = rows
    frames = []
    anchors = [anchor(work, block) for block in blocks]
    for block in blocks:
        data = {
            "paper": into.intern("paper", Coded(papers.codes[block.row], papers.ids)),
            "study": into.intern("study", Coded(studies.codes[block.row], studies.ids)),
            "settings": into.number("settings", settings.sets, settings.codes[block.row]),
            "influence": into.intern("influence", block.influence),
            "direction": into.intern("direction", block.direction),
            "reported": _optional(into, "reported", block.reported, block.size),
            "inverted": block.inverted,
            **_attributes(work, block, into),
        }
        frames.append(pd.DataFrame(data))
    passages, passage = passage_rows(work, papers, anchors, into.number)
    claims = pd.concat(frames, ignore_index=True)
    claims["passage"] = passage + into.passages_so_far
    cells = pa.chunked_array([found.coded for found in anchors])
    claims["coded_cell"] = pd.Series(cells, dtype=pd.ArrowDtype(pa.string()))
    into.passages_so_far += len(passages)
    into.claims.append(claims)
    into.passages.append(passages)
    return len(passages)


def _attributes(work: Work, block: Mentions, into: Gathered) -> dict[str, Any]:
    finding: FindingSection = block.finding
    assertion = read_assertion(work, finding)
    mitigated = work.holds(finding.mitigated)
    found: dict[str, Any] = {
        "assertion": into.intern("assertion", Coded(assertion.codes[block.row], assertion.values)),
        "mitigated": np.zeros(block.size, dtype=bool) if mitigated is None else mitigated[block.row],
    }
    specs: dict[str, Column | None] = {
        "stage": finding.stage,
        "viewpoint": finding.viewpoint,
        "time_point": finding.time_point,
    }
    for name, spec in specs.items():
        coded = work.read(spec)
        found[name] = _optional(
            into, name, None if coded is None else Coded(coded.codes[block.row], coded.values), block.size
        )
    return found


def _optional(into: Gathered, name: str, coded: Coded | None, size: int) -> Ints:
    """Codes of an optional column; NONE where it says nothing."""
    if coded is None or not coded.values:
        return np.full(size, NONE, dtype=np.int64)
    says = np.array([bool(value) for value in coded.values], dtype=bool)
    return np.where(says[coded.codes], into.intern(name, coded), NONE)
