"""The sources of a REFI-QDA project with their selections, codings, notes, cases and variables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.exchange.guids import guid_of, normal_guid
from graph.exchange.refi import QUOTE
from graph.exchange.shapes import Coding, Fate, Remark, Source
from ingest.exchange.archive import Archive
from ingest.exchange.refi_cases import children, variables
from ingest.texts.trees import Element, attribute, child_of, descendants, name_of

_TEXTS = {"TextSource": None, "PDFSource": "Representation", "PictureSource": "TextDescription"}
_HEARD = {"AudioSource", "VideoSource"}
_MARKS = {"PlainTextSelection", "TranscriptSelection"}
_PARTS = {"PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection"}


@dataclass(frozen=True)
class _Mark:
    """What is coded: some characters of a source, or all of it. `quote`: what the file itself says stands there."""

    source: str
    selection: str | None = None
    place: tuple[int | None, int | None] = (None, None)
    quote: str | None = None
    notes: list[str] = field(default_factory=list)


@dataclass
class Sources:
    """What was read of the sources, and what could not be."""

    archive: Archive
    root: Element
    codes: set[str]
    found: list[Source] = field(default_factory=list)
    codings: list[Coding] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)
    """Notes that a coding, a selection, a code or a source names."""
    used: set[str] = field(default_factory=set)
    """Members of the archive that were read."""
    selections: int = 0
    _guids: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Read them all."""
        for note in children(self.root, "Notes"):
            guid = normal_guid(attribute(note, "guid"))
            if guid:
                self.notes[guid] = (attribute(note, "name"), self._text(note, "note") or "")
        self.noted |= {guid for ref in descendants(self.root, "NoteRef") if (guid := _target(ref))}
        said = variables(self.root, self.remarks)
        for element in children(self.root, "Sources"):
            kind = name_of(element)
            if kind in _TEXTS:
                inner = element if kind == "TextSource" else child_of(element, str(_TEXTS[kind]))
                self._document(element, inner, said)
            elif kind in _HEARD:
                transcripts: list[Element | None] = [one for one in element if name_of(one) == "Transcript"]
                for transcript in transcripts or [None]:
                    self._document(element, transcript, said)

    def _document(self, element: Element, inner: Element | None, said: dict[str, dict[str, str]]) -> None:
        """One source; `inner` holds its text and the selections in it."""
        name = attribute(element, "name") or (attribute(inner, "name") if inner is not None else "") or "without a name"
        given = normal_guid(attribute(element, "guid"))
        guid = given if given and given not in self._guids else guid_of("source", name, str(len(self.found)))
        if guid != given:
            self.remarks.append(
                Remark(Fate.CHANGED, f'The source "{name}" has no GUID of its own; it was given {guid}.')
            )
        self._guids.add(guid)
        text = self._text(inner, f'the source "{name}"') if inner is not None else None
        text = text if text and text.strip() else None
        description = child_of(element, "Description")
        about = {**said.get(given or "", {}), **said.get(f"own {given}", {})}
        notes = self._notes(element)
        if notes:
            about["notes"] = "\n\n".join(notes)
        self.found.append(Source(guid, name, text, None if description is None else description.text, about))
        for part in (element, *([] if inner is None or inner is element else [inner])):
            for coding in (one for one in part if name_of(one) == "Coding"):
                self._coding(coding, _Mark(guid))
        self._parts(element, name)
        marks = [one for one in inner if name_of(one) in _MARKS] if inner is not None else []
        self.selections += len(marks)
        if marks and text is None:
            codings = sum(1 for mark in marks for _ in descendants(mark, "Coding"))
            message = f'The source "{name}" has no text here; {codings} codings of passages of it have no place.'
            self.remarks.append(Remark(Fate.REFUSED, message))
            return
        points = _points(inner)
        for mark in marks:
            self._selection(mark, guid, name, text or "", points)

    def _parts(self, element: Element, name: str) -> None:
        """Codings of parts of a page, picture or recording, which have no words."""
        parts = [one for one in element if name_of(one) in _PARTS]
        self.selections += len(parts)
        codings = sum(1 for part in parts for _ in descendants(part, "Coding"))
        if parts:
            where = "that are marked on a page, picture or recording"
            message = f'{len(parts)} parts of "{name}" {where}, with {codings} codings.'
            self.remarks.append(Remark(Fate.LEFT_OUT, message))

    def _selection(self, mark: Element, source: str, name: str, text: str, points: dict[str, str]) -> None:
        ends = [attribute(mark, "startPosition"), attribute(mark, "endPosition")]
        if name_of(mark) == "TranscriptSelection":
            ends = [
                points.get(normal_guid(attribute(mark, part)) or "", "") for part in ("fromSyncPoint", "toSyncPoint")
            ]
        codings = [one for one in mark if name_of(one) == "Coding"]
        try:
            start, end = (int(one) for one in ends)
        except ValueError:
            start = end = -1
        if not 0 <= start < end <= len(text) or not text[start:end].strip():
            shown = f'"{attribute(mark, "name")}" ({ends[0] or "?"} to {ends[1] or "?"})'
            why = f"holds no words of the {len(text)} characters of the text"
            message = f'"{name}": the selection {shown} {why}; its {len(codings)} codings have no place.'
            self.remarks.append(Remark(Fate.REFUSED, message))
            return
        guid = normal_guid(attribute(mark, "guid"))
        described = child_of(mark, "Description")
        said = (described.text or "") if described is not None else ""
        quote = said.removeprefix(QUOTE) if said.startswith(QUOTE) else None
        notes = [*([said] if said and quote is None else []), *self._notes(mark)]
        for coding in codings:
            self._coding(coding, _Mark(source, guid, (start, end), quote, notes))
        if not codings:
            made = guid_of("mark", guid or f"{source} {start} {end}")
            by, at = normal_guid(attribute(mark, "creatingUser")), in_utc(attribute(mark, "creationDateTime"))
            self.codings.append(Coding(made, source, None, start, end, guid, by, at, "\n\n".join(notes) or None, quote))

    def _coding(self, coding: Element, on: _Mark) -> None:
        """One coding of a selection, or of a whole source."""
        source, place = on.source, on.place
        code = next((guid for one in coding if name_of(one) == "CodeRef" and (guid := _target(one))), None)
        named = self.found[-1].name
        if code not in self.codes:
            message = (
                f'"{named}": a coding at {place[0]} to {place[1]} names the code {code}, which the codebook lacks.'
            )
            self.remarks.append(Remark(Fate.REFUSED, message))
            return
        guid = normal_guid(attribute(coding, "guid"))
        if guid is None or guid in self._guids:
            guid = guid_of("coding", source, str(code), str(place), str(len(self.codings)))
            self.remarks.append(
                Remark(Fate.CHANGED, f'"{named}": a coding without a GUID of its own was given {guid}.')
            )
        self._guids.add(guid)
        by, at = normal_guid(attribute(coding, "creatingUser")), in_utc(attribute(coding, "creationDateTime"))
        note = "\n\n".join([*on.notes, *self._notes(coding)]) or None
        self.codings.append(Coding(guid, source, code, *place, on.selection, by, at, note, on.quote))

    def _notes(self, element: Element) -> list[str]:
        refs = [_target(one) for one in element if name_of(one) == "NoteRef"]
        return [self.notes[ref][1] for ref in refs if ref in self.notes and self.notes[ref][1]]

    def _text(self, element: Element, what: str) -> str | None:
        """The plain text of a source, transcript or note: inside the XML, or in a file of the archive."""
        inside = child_of(element, "PlainTextContent")
        if inside is not None:
            return inside.text or ""
        path = attribute(element, "plainTextPath")
        scheme, _, name = path.partition("://")
        member = self.archive.find(f"sources/{name.lstrip('/')}") if scheme == "internal" else None
        if member is None:
            why = f'"{path}", which is not in the archive' if path else "no plain text"
            self.remarks.append(Remark(Fate.REFUSED, f"The text of {what}: the project names {why}."))
            return None
        self.used.add(member)
        try:
            return self.archive.read(member).decode("utf-8-sig")
        except UnicodeDecodeError:
            self.remarks.append(
                Remark(Fate.REFUSED, f"The text of {what}: {member} is not UTF-8, as the standard wants.")
            )
            return None


def _target(ref: Element) -> str | None:
    return normal_guid(attribute(ref, "targetGUID"))


def _points(inner: Element | None) -> dict[str, str]:
    """Where the points of a transcript stand in its text, by GUID."""
    found = descendants(inner, "SyncPoint") if inner is not None else ()
    return {guid: attribute(one, "position") for one in found if (guid := normal_guid(attribute(one, "guid")))}


def in_utc(text: str) -> str | None:
    """A time as ledgers write it; one without a zone is taken for UTC. Null when it is no time."""
    try:
        at = datetime.fromisoformat(text.strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):  # beyond the years 1 and 9999, in UTC
        return None
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
