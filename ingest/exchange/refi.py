"""REFI-QDA: codebooks (.qdc) and projects (.qdpx). Source: REFI-QDA standard 1.5; schemas Codebook.xsd and Project.xsd.

Read by local names, because tools write several namespaces. What the standard demands and a file lacks is mended where
nothing is lost by it, and told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import ExchangeError, TextError
from graph.exchange.guids import guid_of, normal_guid
from graph.exchange.shapes import Code, Coder, Fate, Project, Remark
from ingest.exchange.archive import open_archive
from ingest.exchange.refi_sources import Sources
from ingest.texts.trees import Element, attribute, child_of, name_of, parse_xml

MOST_XML = 500_000_000


@dataclass
class _Codes:
    """The codes while they are read."""

    found: list[Code] = field(default_factory=list)
    notes: dict[str, list[str]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)


def read_qdc(file: Path) -> Project:
    """A codebook. Raises ExchangeError."""
    if file.stat().st_size > MOST_XML:
        raise _too_large(file.name)
    root = _root(file.read_bytes(), file.name, "CodeBook")
    codes = _codes(root)
    remarks = [*codes.remarks, *_left(root, {"Sets": "sets of codes"})]
    return Project(file.stem, _origin(root), tuple(codes.found), remarks=tuple(remarks))


def read_qdpx(file: Path) -> Project:
    """A project; a part that cannot be kept is a remark. Raises ExchangeError for one that cannot be read at all."""
    with open_archive(file) as archive:
        root = _root(archive.read(archive.project), f"{file.name}, {archive.project}", "Project")
        codes = _codes(root)
        sources = Sources(archive, root, {code.guid for code in codes.found})
        sources.read()
        unread = archive.unread({archive.project, *sources.used})
    left = {"Sets": "sets", "Links": "links between parts of the project", "Graphs": "maps"}
    remarks = [*codes.remarks, *sources.remarks, *_left(root, left)]
    found = tuple(_with_notes(codes, sources.notes, remarks))
    if unread:
        shown = ", ".join(unread[:5]) + (", ..." if len(unread) > 5 else "")
        remarks.append(Remark(Fate.LEFT_OUT, f"{len(unread)} files of the archive that are no plain text ({shown})."))
    coders = tuple(_coders(root))
    loose = tuple((name, text) for guid, (name, text) in sources.notes.items() if guid not in sources.noted)
    description = child_of(root, "Description")
    return Project(
        attribute(root, "name") or file.stem,
        _origin(root),
        found,
        coders,
        tuple(sources.found),
        tuple(sources.codings),
        None if description is None else description.text,
        tuple(remarks),
        loose,
        sources.selections,
    )


def _too_large(path: str) -> ExchangeError:
    fix = "Export the codebook again, without its texts."
    return ExchangeError(path, f"its XML has more than {MOST_XML // 1_000_000} MB.", rule="size", fix=fix)


def _root(content: bytes, path: str, wanted: str) -> Element:
    try:
        root = parse_xml(content, path)
    except TextError as error:
        raise ExchangeError(path, str(error).removeprefix(f"{path}: "), rule=error.rule) from None
    if name_of(root) != wanted:
        message = f"its XML is no REFI-QDA (its root is <{name_of(root)}>, not <{wanted}>)."
        raise ExchangeError(path, message, rule="root", fix="Export the codebook or project as REFI-QDA.")
    return root


def _origin(root: Element) -> str:
    return " ".join((attribute(root, "origin") or "a tool that does not name itself").split())


def _coders(root: Element) -> Iterator[Coder]:
    users = child_of(root, "Users")
    for user in users if users is not None else ():
        guid = normal_guid(attribute(user, "guid"))
        if name_of(user) == "User" and guid:
            yield Coder(guid, attribute(user, "name") or attribute(user, "id") or None)


def _codes(root: Element) -> _Codes:
    """Every code below <Codes>, parents first, without recursion: files nest as deep as they like."""
    codes = _Codes()
    book = root if name_of(root) == "CodeBook" else child_of(root, "CodeBook")
    top = child_of(book, "Codes") if book is not None else None
    waiting: list[tuple[Element, str | None, str]] = [(one, None, "") for one in reversed(_below(top))]
    while waiting:
        element, parent, above = waiting.pop()
        name = attribute(element, "name")
        place = f"{above} / {name}".removeprefix(" / ")
        guid = _code_guid(element, place, codes)
        description = child_of(element, "Description")
        said = None if description is None else description.text
        color = attribute(element, "color") or None
        codable = attribute(element, "isCodable").strip() not in {"false", "0"}
        codes.found.append(Code(guid, name, parent, said, color, codable))
        codes.seen[guid] = place
        codes.notes[guid] = [attribute(ref, "targetGUID") for ref in element if name_of(ref) == "NoteRef"]
        waiting += [(one, guid, place) for one in reversed(_below(element))]
    return codes


def _below(element: Element | None) -> list[Element]:
    return [] if element is None else [one for one in element if name_of(one) == "Code"]


def _code_guid(element: Element, place: str, codes: _Codes) -> str:
    """The GUID of a code; one that is missing, malformed or taken is made from its place in the codebook."""
    guid = normal_guid(attribute(element, "guid"))
    if guid is not None and guid not in codes.seen:
        return guid
    at, times = place, 1
    while (new := guid_of("code", at)) in codes.seen:
        times += 1
        at = f"{place} {times}"
    why = f'has the GUID of the code "{codes.seen[guid]}"' if guid else "has no GUID that is one"
    codes.remarks.append(Remark(Fate.CHANGED, f'The code "{place}" {why}; it was given {new}.'))
    return new


def _with_notes(codes: _Codes, notes: dict[str, tuple[str, str]], remarks: list[Remark]) -> Iterator[Code]:
    """Codes with their memos in their descriptions."""
    many = 0
    for code in codes.found:
        said = [notes[guid][1] for ref in codes.notes[code.guid] if (guid := normal_guid(ref)) in notes and guid]
        many += len(said)
        text = "\n\n".join([*filter(None, [code.description]), *said])
        yield Code(code.guid, code.name, code.parent, text or None, code.color, code.codable)
    if many:
        remarks.append(Remark(Fate.CHANGED, f"{many} memos of codes stand in the definitions of their codes now."))


def _left(root: Element, named: dict[str, str]) -> Iterator[Remark]:
    """What stands in containers that nothing here holds, by name."""
    for container, what in named.items():
        held = child_of(root, container)
        shown = [attribute(one, "name") for one in held if name_of(one)] if held is not None else []
        if shown:
            more = ", ..." if len(shown) > 5 else ""
            yield Remark(Fate.LEFT_OUT, f"{len(shown)} {what} ({', '.join(shown[:5])}{more}).")
