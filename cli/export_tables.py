"""What tables say, for tools that know codings alone: papers as documents, findings as codings of whole ones."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graph.exchange.claims import QUOTE, noted
from graph.exchange.guids import guid_of
from graph.exchange.shapes import Coding, Fate, Source
from graph.ids import paper_id
from graph.model import Assertion, Direction, PassageKind

if TYPE_CHECKING:
    from cli.export_project import Out
    from graph.tables import GraphTables
    from ingest.exchange.codings import Row as BroughtRow

Row = Mapping[str, Any]
_ABOUT = ("title", "authors", "year", "doi", "language", "status")
_OF_TABLES = frozenset({PassageKind.CELL.value, PassageKind.NOTE.value})
_SAID = ("stage", "viewpoint", "time_point", "reported")


@dataclass(frozen=True)
class Tables:
    """The rows that are asked for by id, and the ends of relationships."""

    papers: Mapping[str, Row]
    influences: Mapping[str, str]
    findings: Sequence[Row]
    passages: Mapping[str, Row]
    settings: Mapping[str, Row]
    of: Mapping[str, Mapping[str, list[str]]]
    """Type of relationship -> start -> ends; of ILLUSTRATES end -> starts, of REPORTS finding -> paper."""


def tables_of(held: GraphTables) -> Tables:
    """The tables of a folder by id."""
    ends: dict[str, dict[str, list[str]]] = {}
    for type_, turned in (
        ("REPORTS", True),
        ("ABOUT", False),
        ("ILLUSTRATES", True),
        ("IN_SETTING", False),
        ("FROM", False),
    ):
        edge = held.edge(type_)
        starts, others = edge.column("start_id").to_pylist(), edge.column("end_id").to_pylist()
        found: dict[str, list[str]] = defaultdict(list)
        for start, end in zip(*((others, starts) if turned else (starts, others)), strict=True):
            found[start].append(end)
        ends[type_] = found
    by_id = {
        label: {row["id"]: row for row in held.node(label).to_pylist()} for label in ("Paper", "Passage", "Setting")
    }
    names = {row["id"]: row["name"] for row in held.node("Influence").to_pylist()}
    findings = sorted(held.node("Finding").to_pylist(), key=lambda row: str(row["id"]))
    return Tables(by_id["Paper"], names, findings, by_id["Passage"], by_id["Setting"], ends)


def about_paper(held: Tables, paper: str) -> tuple[dict[str, str], str | None]:
    """The variables of a paper, and its description where a project brought one."""
    row = held.papers[paper]
    said = {"paper_id": paper}
    for name in _ABOUT:
        value = row[name]
        if value is not None and value != [] and not (name == "status" and value == "included"):
            said[name] = "; ".join(value) if isinstance(value, list) else str(value)
    extra = json.loads(str(row["extra"])) if row["extra"] else {}
    more = {str(name): str(value) for name, value in sorted(extra.items()) if value is not None}
    description = more.pop("description", None)
    return said | {name: value for name, value in more.items() if name not in said}, description


def table_sources(out: Out, having: Collection[str]) -> Iterator[Source]:
    """The papers without a text that tables report findings of: documents that hold no words."""
    reporting = {paper for row in out.tables.findings for paper in out.tables.of["REPORTS"][row["id"]]}
    left = sorted(reporting - set(having))
    for paper in left:
        key = paper.partition(":")[2]
        held = out.kept.get(("document", key))
        about, description = about_paper(out.tables, paper)
        name = (held.name if held else "") or about.get("title") or key
        yield Source(out.guid("document", key), name, None, description, about)
    if left:
        out.leave(f"{len(left)} papers have no text in the folder; their documents hold none.", Fate.CHANGED)


def table_codings(out: Out, sources: Sequence[Source], brought: Sequence[BroughtRow]) -> None:
    """The findings of tables, each passage a coding of the whole document with the words in its note.

    `brought`: rows that an import put into a table of its own; they go out as they came.
    """
    from ingest.exchange.codings import TABLE

    documents = {source.about["paper_id"]: source.guid for source in reversed(sources)}
    again = _brought(out, documents, brought)
    many = 0
    for row in out.tables.findings if documents else ():
        (paper,) = out.tables.of["REPORTS"][row["id"]]
        (influence,) = out.tables.of["ABOUT"][row["id"]]
        for id_ in sorted(out.tables.of["ILLUSTRATES"][row["id"]]):
            passage = out.tables.passages[id_]
            told = again and passage["path"] == TABLE
            if row["origin"] == "table" and passage["kind"] in _OF_TABLES and paper in documents and not told:
                code = out.code_of(influence, Direction(row["direction"]))
                words = passage["quote"] if passage["kind"] == PassageKind.NOTE else None
                note = noted(_said_of(out.tables, row, passage), words)
                guid = guid_of(out.review, row["id"], id_)
                out.codings.append(Coding(guid, documents[paper], code, note=note))
                many += 1
    if many:
        said = (
            f"{many} passages of tables are codings of whole documents, with their words and cells in notes; who coded"
        )
        out.leave(f"{said} them is not known to a table, and their GUIDs are made here.", Fate.CHANGED)


def _brought(out: Out, documents: Mapping[str, str], rows: Sequence[BroughtRow]) -> bool:
    """Write the codings that came from another tool as they came; whether there are any."""
    for row in rows:
        influence = out.find(row.influence)
        paper = paper_id(doi=row.document, parts=[row.document]) if row.document.strip() else ""
        if influence is None or paper not in documents:
            out.leave(f'A coding of "{row.document}" with "{row.influence}", which the folder does not know any more.')
            continue
        code = out.code_of(influence, row.direction)
        note = noted({**({QUOTE: row.quote} if row.quote else {}), **row.said}, row.note)
        coder = out.coder(row.coder) if row.coder else None
        out.codings.append(Coding(row.guid, documents[paper], code, coder=coder, at=row.at, note=note))
    return bool(rows)


def _said_of(held: Tables, row: Row, passage: Row) -> dict[str, str]:
    """What a coding cannot say of a finding of a table."""
    said = {name: str(row[name]) for name in _SAID if row[name]}
    if row["assertion"] != Assertion.FINDING:
        said["assertion"] = row["assertion"]
    for name in ("mitigated", "inverted"):
        if row[name]:
            said[name] = "true"
    for id_ in held.of["IN_SETTING"][row["id"]]:
        said["setting"] = held.settings[id_]["name"]
        if held.settings[id_]["kind"]:
            said["setting_kind"] = held.settings[id_]["kind"]
    where = ", ".join(str(passage[name]) for name in ("path", "sheet", "cell", "pointer") if passage[name])
    quote = {QUOTE: str(passage["quote"])} if passage["kind"] == PassageKind.CELL else {}
    return {**quote, **said, **({"where": where} if where else {})}
