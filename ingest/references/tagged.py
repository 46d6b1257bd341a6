"""Line formats other than RIS: MEDLINE (nbib), Web of Science, and EndNote's tagged export (refer, `%T`).

Sources: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions"; Clarivate, "Web of Science Core Collection Field
Tags"; EndNote's import filter "EndNote Import" (`%0` type, `%T` title, ...).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.references.assemble import Layout
from ingest.references.record import Entry, Parsed, Remark
from ingest.references.types import TYPES

MEDLINE = Layout(
    "medline",
    {
        "type": ("PT",),
        "title": ("TI", "BTI", "TT"),
        "authors": ("FAU", "AU", "CN"),
        "year": ("DP", "DEP"),
        "doi": ("LID", "AID", "DOI"),
        "pmid": ("PMID",),
        "journal": ("JT", "TA"),
        "volume": ("VI",),
        "issue": ("IP",),
        "pages": ("PG",),
        "abstract": ("AB",),
        "language": ("LA",),
        "urls": ("URL",),
        "keywords": ("OT", "MH"),
    },
    TYPES,
    default_type="article-journal",
    notes=("GN",),
)
WOS = Layout(
    "web of science",
    {
        "type": ("DT", "PT"),
        "title": ("TI",),
        "authors": ("AF", "AU"),
        "year": ("PY",),
        "doi": ("DI", "D2"),
        "pmid": ("PM",),
        "journal": ("SO", "JI", "J9"),
        "volume": ("VL",),
        "issue": ("IS",),
        "pages": ("BP", "AR"),
        "last_page": ("EP", ""),
        "abstract": ("AB",),
        "language": ("LA",),
        "keywords": ("DE", "ID"),
    },
    TYPES,
    default_type="article-journal",
    split={"keywords": r";\s*", "authors": r";\s*"},
)
ENDNOTE = Layout(
    "endnote tagged",
    {
        "type": ("%0",),
        "title": ("%T",),
        "authors": ("%A",),
        "year": ("%D", "%8"),
        "doi": ("%R",),
        "journal": ("%J", "%B"),
        "volume": ("%V",),
        "issue": ("%N",),
        "pages": ("%P",),
        "abstract": ("%X",),
        "language": ("%G",),
        "urls": ("%U",),
        "keywords": ("%K",),
    },
    TYPES,
    default_type="document",
    notes=("%Z",),
)
_MEDLINE_TAG = re.compile(r"([A-Z][A-Z0-9]{1,4}) {0,2}- ?(.*)$")
_WOS_TAG = re.compile(r"([A-Z][A-Z0-9])(?: (.*))?$")
_ENDNOTE_TAG = re.compile(r"(%[0-9A-Za-z!@#$&(*+=?\[>^])(?:\s+(.*))?$")
_WOS_LISTS = frozenset({"AU", "AF", "BA", "BF", "BE", "ED", "CR", "C1", "C3", "RI", "OI"})
_WOS_HEAD = frozenset({"FN", "VR", "EF"})


@dataclass
class _Reading:
    """Records that are being read line by line."""

    lines: list[str]
    parsed: Parsed = field(default_factory=Parsed)
    start: int = -1
    fields: list[list[str]] = field(default_factory=list)
    """Each a tag and the lines of its value."""
    repairs: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)

    def has(self, *tags: str) -> bool:
        return not self.tags.isdisjoint(tags)

    def add(self, at: int, tag: str, value: str) -> None:
        if self.start < 0:
            self.start = at
        self.fields.append([tag, value])
        self.tags.add(tag)

    def go_on(self, at: int, line: str, lists: frozenset[str] = frozenset()) -> None:
        """A line without a tag: part of the value above, or outside records."""
        if not self.fields:
            self.parsed.notes.append(Remark(at + 1, f'a line stands outside records: "{line[:60].strip()}".', line))
            return
        tag = self.fields[-1][0]
        if tag in lists:
            self.fields.append([tag, line])
        else:
            self.fields[-1].append(line)

    def close(self, end: int) -> None:
        if self.start >= 0:
            raw = "\n".join(self.lines[self.start : end]).strip()
            fields = [(tag, "\n".join(lines)) for tag, *lines in self.fields]
            self.parsed.entries.append(Entry(self.start + 1, raw, fields, self.repairs))
        self.start, self.fields, self.repairs, self.tags = -1, [], [], set()


def read_medline(text: str) -> Parsed:
    """Records of a MEDLINE file: each begins with its PMID, or behind an empty line (ERIC)."""
    reading, blank = _Reading(text.split("\n")), False
    for at, line in enumerate(reading.lines):
        match = _MEDLINE_TAG.match(line)
        if not line.strip():
            blank = True
            continue
        if match:
            begins = match[1] == "PMID" or (blank and (match[1] in {"OWN", "TI"} or not reading.has("PMID", "OWN")))
            if (
                begins
                and reading.has("TI", "BTI", "AB", "PMID")
                and not (match[1] == "PMID" and not reading.has("PMID"))
            ):
                reading.close(at)
            reading.add(at, match[1], match[2])
        else:
            reading.go_on(at, line)
        blank = False
    reading.close(len(reading.lines))
    return reading.parsed


def read_wos(text: str) -> Parsed:
    """Records of a Web of Science file: `PT` begins one, `ER` ends it; a missing ER is repaired and told."""
    reading = _Reading(text.split("\n"))
    for at, line in enumerate(reading.lines):
        match = _WOS_TAG.match(line)
        if not line.strip() or (match and match[1] in _WOS_HEAD and reading.start < 0):
            continue
        if match and match[1] == "ER" and not (match[2] or "").strip():
            reading.close(at + 1)
        elif match and line[:1] != " ":
            if match[1] in {"PT", "EF"} and reading.start >= 0:
                reading.repairs.append("it has no ER line; it was ended where the next record or the file ends.")
                reading.close(at)
            if match[1] != "EF":
                reading.add(at, match[1], match[2] or "")
        else:
            reading.go_on(at, line, _WOS_LISTS)
    if reading.start >= 0:
        reading.repairs.append("it has no ER line; it was ended where the next record or the file ends.")
    reading.close(len(reading.lines))
    return _joined(reading.parsed)


def _joined(parsed: Parsed) -> Parsed:
    """Web of Science breaks lines anywhere: those of one value make one line."""
    for entry in parsed.entries:
        entry.fields[:] = [(tag, " ".join(value.split())) for tag, value in entry.fields]
    return parsed


def read_endnote_tagged(text: str) -> Parsed:
    """Records of EndNote's tagged export: an empty line or a second `%0` begins the next one."""
    reading, blank = _Reading(text.split("\n")), False
    for at, line in enumerate(reading.lines):
        match = _ENDNOTE_TAG.match(line)
        if not line.strip():
            blank = True
            continue
        if match:
            if blank or (match[1] == "%0" and reading.has("%0")):
                reading.close(at)
            reading.add(at, match[1], match[2] or "")
        else:
            reading.go_on(at, line, frozenset({"%K", "%A"}))
        blank = False
    reading.close(len(reading.lines))
    return reading.parsed


READERS: dict[str, tuple[Callable[[str], Parsed], Layout]] = {
    "medline": (read_medline, MEDLINE),
    "web of science": (read_wos, WOS),
    "endnote tagged": (read_endnote_tagged, ENDNOTE),
}
