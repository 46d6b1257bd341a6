"""REFI-QDA codebooks (.qdc) and projects (.qdpx). Source: REFI-QDA standard 1.5, schemas Codebook.xsd and Project.xsd.

The same project gives the same bytes: GUIDs are made of ids, and no clock is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from graph.dialects.xml import Cleaner
from graph.exchange.guids import guid_of
from graph.exchange.shapes import Code, Coding, Fate, Project, Remark, Source

QUOTE = "Quote: "
"""Begins the description of a selection that repeats its words, so that a reader can tell whether offsets shifted."""
_MOST_OF_A_NAME = 60
_COLOR = re.compile("#(?:[A-Fa-f0-9]{6}|[A-Fa-f0-9]{3})")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def qdc(project: Project) -> tuple[bytes, tuple[Remark, ...]]:
    """The codebook alone; the project must hold at least one code. What was replaced is told."""
    writer = _Writer(project)
    root = ET.Element("CodeBook", {"xmlns": "urn:QDA-XML:codebook:1.0", "origin": writer.clean.text(project.origin)})
    writer.codes(root)
    return _spelled(root), writer.remarks()


def qdpx(project: Project) -> tuple[bytes, tuple[Remark, ...]]:
    """The whole project as an archive: project.qde, and the text of every source under sources/."""
    writer = _Writer(project)
    root = writer.project()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_member("project.qde"), _spelled(root))
        for source in project.sources:
            if source.text is not None:
                archive.writestr(_member(f"sources/{source.guid}.txt"), source.text.encode("utf-8"))
    return packed.getvalue(), writer.remarks()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _ZIP_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _spelled(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode").encode("utf-8") + b"\n"


class _Writer:
    """The elements of one project."""

    def __init__(self, project: Project) -> None:
        self.of = project
        self.clean = Cleaner()
        self.notes: dict[str, str] = {}
        self.variables = dict.fromkeys(name for source in project.sources for name in source.about)

    def remarks(self) -> tuple[Remark, ...]:
        """What XML made of the texts."""
        many = self.clean.replaced
        return (Remark(Fate.CHANGED, f"{many} characters that XML forbids became U+FFFD."),) if many else ()

    def project(self) -> ET.Element:
        """The root, with its parts in the order of the schema."""
        text = self.clean.text
        named = {"name": text(self.of.name), "origin": text(self.of.origin)}
        root = ET.Element("Project", {"xmlns": "urn:QDA-XML:project:1.0", **named})
        if self.of.coders:
            users = ET.SubElement(root, "Users")
            for coder in self.of.coders:
                ET.SubElement(users, "User", {"guid": coder.guid, "name": text(coder.name or coder.guid)})
        if self.of.codes:
            self.codes(ET.SubElement(root, "CodeBook"))
        self._variables(root)
        if self.of.sources:
            sources = ET.SubElement(root, "Sources")
            codings = _by_source(self.of.codings)
            for source in self.of.sources:
                self.source(sources, source, codings[source.guid])
        self._written_notes(root)
        if self.of.description:
            ET.SubElement(root, "Description").text = text(self.of.description)
        return root

    def _variables(self, root: ET.Element) -> None:
        held = ET.SubElement(root, "Variables") if self.variables else root
        for name in self.variables:
            said = {"guid": guid_of("variable", name), "name": self.clean.text(name), "typeOfVariable": "Text"}
            ET.SubElement(held, "Variable", said)

    def _written_notes(self, root: ET.Element) -> None:
        held = ET.SubElement(root, "Notes") if self.notes else root
        for guid, note in self.notes.items():
            element = ET.SubElement(held, "Note", {"guid": guid, "name": "Note on a coding"})
            ET.SubElement(element, "PlainTextContent").text = self.clean.text(note)

    def codes(self, above: ET.Element) -> None:
        """The codebook as nested elements, without recursion; a code comes after its parent in `codes`."""
        top = ET.SubElement(above, "Codes")
        made: dict[str, ET.Element] = {}
        for code in self.of.codes:
            parent = top if code.parent is None else made[code.parent]
            said = {"guid": code.guid, "name": self.clean.text(code.name), "isCodable": str(code.codable).lower()}
            if code.color and _COLOR.fullmatch(code.color):
                said["color"] = code.color
            made[code.guid] = ET.SubElement(parent, "Code", said)
            if code.description:
                ET.SubElement(made[code.guid], "Description").text = self.clean.text(code.description)

    def source(self, above: ET.Element, source: Source, codings: Sequence[Coding]) -> None:
        """One source with its selections, the codings of the whole of it, and what is said of it."""
        path = {} if source.text is None else {"plainTextPath": f"internal://{source.guid}.txt"}
        said = {"guid": source.guid, "name": self.clean.text(source.name), **path}
        element = ET.SubElement(above, "TextSource", said)
        if source.description:
            ET.SubElement(element, "Description").text = self.clean.text(source.description)
        if source.text is None:
            ET.SubElement(element, "PlainTextContent")
        for guid, together in _by_selection(codings).items():
            self.selection(element, guid, together, source.text or "")
        for coding in codings:
            if coding.start is None and coding.code is not None:
                self.coding(element, coding)
        for name, value in source.about.items():
            held = ET.SubElement(element, "VariableValue")
            ET.SubElement(held, "VariableRef", {"targetGUID": guid_of("variable", name)})
            ET.SubElement(held, "TextValue").text = self.clean.text(value)

    def selection(self, above: ET.Element, guid: str, codings: Sequence[Coding], text: str) -> None:
        """Some marked characters; the words stand beside the offsets."""
        start, end = codings[0].start, codings[0].end
        words = text[start:end]
        name = " ".join(words[:_MOST_OF_A_NAME].split())
        said = {"guid": guid, "name": self.clean.text(name), "startPosition": str(start), "endPosition": str(end)}
        element = ET.SubElement(above, "PlainTextSelection", {**said, **_by(codings[0])})
        ET.SubElement(element, "Description").text = self.clean.text(QUOTE + words)
        for coding in codings:
            if coding.code is not None:
                self.coding(element, coding)
            elif coding.note:
                self._note(element, coding)

    def coding(self, above: ET.Element, coding: Coding) -> None:
        """One coding, with its note."""
        element = ET.SubElement(above, "Coding", {"guid": coding.guid, **_by(coding)})
        ET.SubElement(element, "CodeRef", {"targetGUID": str(coding.code)})
        if coding.note:
            self._note(element, coding)

    def _note(self, above: ET.Element, coding: Coding) -> None:
        guid = guid_of("note", coding.guid)
        self.notes[guid] = str(coding.note)
        ET.SubElement(above, "NoteRef", {"targetGUID": guid})


def _by(coding: Coding) -> dict[str, str]:
    said = {"creatingUser": coding.coder} if coding.coder else {}
    if coding.at and _DATE_TIME.fullmatch(coding.at):
        said["creationDateTime"] = coding.at
    return said


def _by_source(codings: Sequence[Coding]) -> Mapping[str, list[Coding]]:
    found: dict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.source].append(coding)
    return found


def _by_selection(codings: Sequence[Coding]) -> dict[str, list[Coding]]:
    """Codings of the same characters under one selection; two stretches never share a GUID."""
    placed = [coding for coding in codings if coding.start is not None]
    found: dict[str, list[Coding]] = {}
    for coding in sorted(placed, key=lambda one: (one.start or 0, one.end or 0, one.guid)):
        derived = guid_of("selection", coding.source, str(coding.start), str(coding.end))
        guid = coding.selection or derived
        if guid in found and (found[guid][0].start, found[guid][0].end) != (coding.start, coding.end):
            guid = derived
        found.setdefault(guid, []).append(coding)
    return found


def in_order(codes: Sequence[Code]) -> tuple[Code, ...]:
    """The codes with every parent before its children. Raises ValueError for a circle, naming a code of it."""
    below: dict[str | None, list[Code]] = defaultdict(list)
    known = {code.guid for code in codes}
    for code in codes:
        below[code.parent if code.parent in known else None].append(code)
    found: list[Code] = []
    waiting = list(reversed(below[None]))
    while waiting:
        code = waiting.pop()
        found.append(code)
        waiting += reversed(below[code.guid])
    if len(found) != len(codes):
        left = next(code for code in codes if code not in found)
        raise ValueError(f'the code "{left.name}" is above itself')
    return tuple(found)
