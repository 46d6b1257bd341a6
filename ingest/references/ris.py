"""RIS: lines `TY  - JOUR` ... `ER  - `. Guarded: a record without its ER is a record, and no line is lost.

Source: RIS format specification (Research Information Systems, 2011) and the exports of the databases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.references.assemble import RIS_OF, Layout
from ingest.references.record import Entry, Parsed, Remark

_STANDARD = """
A1 A2 A3 A4 A5 AB AD AF AN AU AV BT C1 C2 C3 C4 C5 C6 C7 C8 CA CN CP CT CY DA DB DI DO DP ED EP ET ID IS J1 J2 JA
JF JO K1 KW L1 L2 L3 L4 LA LB LK M1 M2 M3 N1 N2 NV OP PB PP PY RI RN RP SE SN SP ST SV T1 T2 T3 TA TI TT TY U1 U2
U3 U4 U5 UR VL VO WE WP WT WV Y1 Y2 PMID PMCID
"""
_KNOWN = frozenset(_STANDARD.split())
_TAG = re.compile(r"(PMC?ID|[A-Z][A-Z0-9])(  -|\t-|  \t-|\s+-)(?:\s|$)")
_END = re.compile(r"ER {0,2}- *$")
_GLUED = re.compile(r"(?<=\S)([A-Z][A-Z0-9])  - (?=\S)")
LIST_TAGS = frozenset({"KW", "K1"})
"""Tags whose lines without a tag are values of their own."""
_TYPES = {
    **{tag.casefold(): name for name, tag in RIS_OF.items()},
    "abst": "article-journal",
    "cpaper": "paper-conference",
    "jfull": "article-journal",
    "ejour": "article-journal",
    "inpr": "article-journal",
    "edbook": "book",
    "ebook": "book",
    "echap": "chapter",
    "ser": "book",
    "gove": "report",
    "unpd": "manuscript",
    "video": "motion_picture",
    "icomm": "webpage",
    "web": "webpage",
    "journal article": "article-journal",
    "journal": "article-journal",
    "book chapter": "chapter",
    "conference": "paper-conference",
    "thesis": "thesis",
    "report": "report",
}
LAYOUT = Layout(
    "ris",
    {
        "type": ("TY",),
        "title": ("TI", "T1", "CT"),
        "authors": ("AU", "A1"),
        "year": ("PY", "Y1", "DA"),
        "doi": ("DO", "DI", "M3", "L3", "C1"),
        "pmid": ("PMID",),
        "journal": ("JF", "T2", "BT", "JO", "JA", "J2", "J1", "T3"),
        "volume": ("VL", "VO"),
        "issue": ("IS", "CP"),
        "pages": ("SP",),
        "last_page": ("EP",),
        "abstract": ("AB", "N2"),
        "language": ("LA",),
        "urls": ("UR",),
        "keywords": ("KW", "K1"),
    },
    _TYPES,
    split={"urls": r";\s*(?=https?://)"},
    notes=("N1",),
)


@dataclass
class _Open:
    """A record that is being read."""

    line: int
    start: int
    fields: list[list[str]] = field(default_factory=list)
    """Each a tag and the lines of its value."""
    repairs: list[str] = field(default_factory=list)
    typed: bool = False
    waiting: list[tuple[int, str]] = field(default_factory=list)
    blank: bool = False


def read_ris(text: str) -> Parsed:
    """The records of a RIS file; a missing ER or TY is repaired and told."""
    reader = _Reader(text.split("\n"))
    for at, line in enumerate(reader.lines):
        reader.take(at, line)
    reader.close(len(reader.lines), ended=False)
    reader.tell_outside()
    return reader.parsed


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.parsed = Parsed()
        self.open: _Open | None = None
        self.outside: list[tuple[int, str]] = []

    def take(self, at: int, line: str) -> None:
        match = _TAG.match(line) or _TAG.match(line.lstrip(" \t")) if line[:1].isupper() or line[:1] in " \t" else None
        if line[:2] == "ER" and _END.match(line):
            self.close(at + 1, ended=True)
        elif match is None or not _is_tag(match, line):
            self.text(at, line)
        else:
            self.tag(at, match, line.lstrip(" \t"))

    def tag(self, at: int, match: re.Match[str], line: str) -> None:
        tag = match[1]
        if tag == "TY" and self.open is not None and self.open.typed:
            self.close(at, ended=False)
        if self.open is None:
            self.open = _Open(at + 1, at)
        opened = self.open
        if tag == "TY":
            opened.typed = True
        self.attach()
        if "  " not in match[2] and "\t" not in match[2]:
            opened.repairs.append(f'"{tag} -" has one blank too few.')
        self.values(tag, line[match.end() :])

    def values(self, tag: str, value: str) -> None:
        """The value of a tag; another tag may be glued to its end, where a line end was lost."""
        assert self.open is not None  # noqa: S101  (set by the caller)
        opened, at = self.open, 0
        for cut in _GLUED.finditer(value) if "  - " in value else ():
            if cut[1] in _KNOWN:
                opened.fields.append([tag, value[at : cut.start()]])
                opened.repairs.append(f'a line end was missing before "{cut[1]}  -".')
                tag, at = cut[1], cut.end()
        opened.fields.append([tag, value[at:]])

    def text(self, at: int, line: str) -> None:
        """A line without a tag: it goes on with the value above, or stands outside records."""
        opened = self.open
        if not line.strip():
            if opened is not None:
                opened.blank = True
        elif opened is None:
            self.outside.append((at + 1, line))
        elif opened.blank:
            opened.waiting.append((at + 1, line))
        else:
            self.go_on(line)

    def go_on(self, line: str) -> None:
        assert self.open is not None  # noqa: S101  (set by the caller)
        if self.open.fields[-1][0] in LIST_TAGS:
            self.open.fields.append([self.open.fields[-1][0], line])
        else:
            self.open.fields[-1].append(line)

    def attach(self) -> None:
        """Lines that stand behind an empty line and before a tag belong to the value above."""
        assert self.open is not None  # noqa: S101  (set by the caller)
        waiting, self.open.waiting, self.open.blank = self.open.waiting, [], False
        for _, line in waiting:
            self.go_on(line)

    def close(self, end: int, *, ended: bool) -> None:
        opened = self.open
        if opened is None:
            if ended:
                self.outside.append((end, self.lines[end - 1]))
            return
        if ended:
            self.attach()
        else:
            opened.repairs.append("it has no ER line; it was ended where the next record or the file ends.")
            self.outside += opened.waiting
            end = opened.waiting[0][0] - 1 if opened.waiting else end
        if not opened.typed:
            opened.repairs.append("it has no TY line; its type is not known.")
        raw = "\n".join(self.lines[opened.start : end]).strip()
        fields = [(tag, "\n".join(lines)) for tag, *lines in opened.fields]
        if any(value.strip() for tag, value in fields if tag != "TY"):
            self.parsed.entries.append(Entry(opened.line, raw, fields, opened.repairs))
        else:
            self.parsed.refused.append(Remark(opened.line, "it holds nothing but its type.", raw))
        self.open = None

    def tell_outside(self) -> None:
        """Text outside records, one remark for each stretch of lines."""
        last = -1
        stretches: list[list[tuple[int, str]]] = []
        for number, line in self.outside:
            if number != last + 1:
                stretches.append([])
            stretches[-1].append((number, line))
            last = number
        for stretch in stretches:
            raw = "\n".join(line for _, line in stretch)
            many = "1 line stands" if len(stretch) == 1 else f"{len(stretch)} lines stand"
            self.parsed.notes.append(
                Remark(stretch[0][0], f'{many} outside records: "{stretch[0][1][:60].strip()}".', raw)
            )


def _is_tag(match: re.Match[str], line: str) -> bool:
    """Whether a line begins a field: two blanks before the hyphen, or one with a tag of the standard in column 1."""
    if match[2] == "  -":
        return line[:1] not in " \t" or match[1] in _KNOWN
    return match[1] in _KNOWN and line[:1] not in " \t"
