"""A review folder as a project for other tools: codes, coders, texts and what was decided on them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cli.export_tables import Tables, about_paper, table_codings, table_sources, tables_of
from curation.candidates import Status, decision_of
from curation.entries import Claim, Decision, Entry, Verdict
from curation.imported import TIME, UNKNOWN
from graph import version
from graph.anchors import State, reanchor
from graph.exchange.claims import noted
from graph.exchange.descriptions import described
from graph.exchange.directions import MARK, implied
from graph.exchange.guids import direction_guid, guid_of, iri
from graph.exchange.refi import in_order
from graph.exchange.shapes import Code, Coder, Coding, Fate, Project, Remark, Source
from graph.model import Assertion, Direction, InfluenceStatus

if TYPE_CHECKING:
    from cli.curated import Curated
    from graph.codebook_rows import InfluenceRow
    from graph.documents import PaperText
    from ingest.exchange.kept import Kept

_KEY = re.compile(r"qda:([0-9a-f-]{36})(?::([0-9a-f-]{36}))?")
_OURS_IN_NAMES = re.compile(r" \(\d+\)$")
_DIRECTIONS = {direction.value for direction in Direction}
ALWAYS = (
    "questions, counting rules, rounds of extraction (what was looked for and not reported), phrases and terms",
    "searches, screening, appraisals, citations and survey",
    "what was shown to a curator, how long they took, blindness, undone decisions and the history of the codebook",
)
"""What no project of REFI-QDA holds."""


@dataclass
class Out:
    """The project while it is made."""

    review: str
    kept: dict[tuple[str, str], Kept]
    rows: dict[str, InfluenceRow]
    tables: Tables
    find: Callable[[str], str | None]
    """The influence that a name stands for now."""
    codes: dict[str, Code] = field(default_factory=dict)
    coders: dict[str, Coder] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    codings: list[Coding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def guid(self, kind: str, id_: str) -> str:
        """The GUID that another tool gave a thing, else one made of its IRI."""
        held = self.kept.get((kind, id_))
        return held.guid if held else guid_of(iri(self.review, id_), kind)

    def leave(self, said: str, fate: Fate = Fate.LEFT_OUT) -> None:
        """Say that something is not in the project."""
        self.remarks.append(Remark(fate, said))

    def code_of(self, influence: str, direction: Direction) -> str:
        """The code of an influence in a direction: its own where that says it, else one below it."""
        guid = self.guid("code", influence)
        if guid not in self.codes:  # a free phrase of a table, which the codebook does not hold
            self.codes[guid] = Code(guid, self.tables.influences[influence], None, f"Status: {InfluenceStatus.DRAFT}")
        names = [self.codes[guid].name]
        at = self.codes[guid]
        while at.parent is not None:
            at = self.codes[at.parent]
            names.append(at.name)
        held = self.kept.get((direction.value, influence))
        if held is None and implied(names) is direction:
            return guid
        below = held.guid if held else direction_guid(guid, direction.value)
        name = held.name if held else direction.value
        color, codable = (held.color, held.codable) if held else (None, True)
        self.codes.setdefault(below, Code(below, name, guid, None if held else MARK, color, codable))
        return below

    def coder(self, curator: str) -> str:
        """The GUID of a curator, who stands among the users from now on."""
        guid = self.guid("coder", curator)
        held = self.kept.get(("coder", curator))
        name = (held.name if held else "") or self.names.get(curator, curator)
        self.coders.setdefault(curator, Coder(guid, name))
        return guid


def project_of(folder: Path, curated: Curated, *, codings: bool) -> Project:
    """The project of a folder that was read; without `codings` its codebook alone."""
    from ingest.exchange.codings import TABLE, read_rows
    from ingest.exchange.kept import read_kept

    review = curated.ingested.review
    assert review is not None  # noqa: S101  (a folder without review.toml has problems)
    kept = {(one.kind, one.id): one for one in read_kept(folder)}
    people = {person.id: person.name or person.id for person in review.curators.people}
    codebook = curated.ingested.codebook
    tables = tables_of(curated.ingested.tables)
    out = Out(review.review.id, kept, {**codebook.influences}, tables, codebook.find, names=people)
    for row in out.rows.values():
        _code(out, row)
    for kind, id_ in kept:
        if kind in _DIRECTIONS and out.guid("code", id_) in out.codes:
            out.code_of(id_, Direction(kind))
    sources: tuple[Source, ...] = ()
    if codings:
        sources = tuple(_text_source(out, text) for text in curated.ingested.texts.papers)
        _decisions(out, curated)
        sources = (*sources, *table_sources(out, {source.about["paper_id"] for source in sources}))
        kinds = {table.path: table.setting[0].kind if table.setting else None for table in review.table}
        table_codings(out, sources, read_rows(folder, kinds[TABLE]) if TABLE in kinds else [])
    merged = sum(("code", id_) in kept for id_ in codebook.moved)
    if merged:
        out.leave(f"{merged} codes of influences that were merged into others.")
    for said in ALWAYS if codings else ALWAYS[:1]:
        out.leave(said)
    codes = _told(out, in_order(list(out.codes.values())))
    origin, coders = f"narragraph {version()}", tuple(out.coders.values())
    return Project(review.review.title, origin, codes, coders, sources, tuple(out.codings), None, tuple(out.remarks))


def _told(out: Out, codes: tuple[Code, ...]) -> tuple[Code, ...]:
    """The codes, after saying what a code cannot say of an influence."""
    written = [row for row in out.rows.values() if out.guid("code", row.id) in out.codes]
    named = ("includes", "excludes", "example")
    parts = Counter(name for row in written for name in named if getattr(row, name))
    for name, many in parts.items():
        out.leave(f'"{name}" of {many} influences stands in the description, under a heading of its own.', Fate.CHANGED)
    other = Counter(row.status.value for row in written if row.status is not InfluenceStatus.ACTIVE)
    for name, many in other.items():
        out.leave(f"{many} influences are {name}: their descriptions say so, and nothing else does.", Fate.CHANGED)
    return codes


def _code(out: Out, row: InfluenceRow) -> None:
    from ingest.exchange.influences import UNCODED

    held = out.kept.get(("code", row.id))
    guid = out.guid("code", row.id)
    if guid == UNCODED:
        return
    parent = out.guid("code", row.parent_id) if row.parent_id else None
    color, codable = (held.color, held.codable) if held else (None, True)
    out.codes[guid] = Code(guid, _name(row.name, held), parent, described(row), color, codable)


def _name(name: str, held: Kept | None) -> str:
    """The name that the other tool has, unless somebody renamed the influence since."""
    if held is None or not held.name:
        return name
    plain, same = _OURS_IN_NAMES.sub("", name), " ".join(held.name.split())
    return held.name if same in {name, plain} or plain.endswith(f" / {same}") else name


def _text_source(out: Out, text: PaperText) -> Source:
    held = out.kept.get(("document", text.path))
    about, description = about_paper(out.tables, text.paper_id)
    name = (held.name if held else "") or about.get("title") or PurePath(text.path).name
    return Source(out.guid("document", text.path), name, text.text.text, description, about)


def _decisions(out: Out, curated: Curated) -> None:
    """Every passage that somebody claimed something of, or only marked."""
    texts = {text.path: text for text in curated.ingested.texts.papers}
    left: Counter[str] = Counter()
    for candidate in curated.state.candidates:
        left["candidates with a conflict, whose codings stand side by side"] += candidate.status is Status.CONFLICT
        left["adjudications: the codings of all coders stand as they were"] += candidate.adjudication is not None
        if candidate.status is Status.PENDING:
            left["candidates that wait for a second coder"] += 1
            continue
        for entry in candidate.standing:
            body = decision_of(entry)
            text = texts.get(body.suggestion.path)
            place = None if text is None else _place(body, text)
            if body.verdict is Verdict.REJECT or (body.verdict is Verdict.UNSURE and not _only_marked(out, body)):
                left[f"decisions with the verdict {body.verdict}"] += 1
            elif text is None or place is None:
                left["decisions whose words are not found in the texts of the folder any more"] += 1
            else:
                out.codings += _codings(out, entry, body, out.guid("document", text.path), place, curated)
    for said, many in left.items():
        if many:
            out.leave(f"{many} {said}.")


def _only_marked(out: Out, body: Decision) -> bool:
    from ingest.exchange.influences import UNCODED

    return out.guid("code", body.suggestion.influence_id) == UNCODED


def _place(body: Decision, text: PaperText) -> tuple[int, int] | None:
    """Where the passage stands in the text as it is read now."""
    if body.anchor.text_sha256 == text.text.sha256:
        return body.anchor.char_start, body.anchor.char_end
    found = reanchor(body.anchor, text.text)
    if found.state not in {State.EXACT, State.MOVED} or found.anchor is None:
        return None
    return found.anchor.char_start, found.anchor.char_end


def _codings(
    out: Out, entry: Entry, body: Decision, source: str, place: tuple[int, int], curated: Curated
) -> Iterator[Coding]:
    key = _KEY.fullmatch(entry.key)
    given, selection = (key[1], key[2]) if key else (None, None)
    coder = out.coder(entry.curator)
    at = None if body.engines.get(TIME) == UNKNOWN else entry.at
    if not body.claims:
        mark = given or guid_of(entry.id)
        yield Coding(mark, source, None, *place, selection, coder, at, body.note)
    for number, claim in enumerate(body.claims):
        influence = curated.known.now(claim.influence_id) if curated.known else claim.influence_id
        guid = given if given and number == 0 else guid_of(entry.id, str(number))
        code = out.code_of(influence, claim.direction)
        note = noted(held_of(claim), body.note if number == 0 else None)
        yield Coding(guid, source, code, *place, selection, coder, at, note)


def held_of(claim: Claim) -> dict[str, str]:
    """What a coding cannot say of a claim, beside influence and direction."""
    said = {
        "assertion": None if claim.assertion is Assertion.FINDING else claim.assertion.value,
        "mitigated": "true" if claim.mitigated else None,
        "setting": claim.setting,
        "setting_kind": claim.setting_kind,
        "stage": claim.stage,
        "viewpoint": claim.viewpoint,
        "time_point": claim.time_point,
        "study_id": claim.study_id,
    }
    return {name: value for name, value in said.items() if value}
