"""Codes of another tool as influences: names and ids that are told apart, and directions where names say them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graph.codebook_rows import InfluenceRow
from graph.exchange.descriptions import understood
from graph.exchange.directions import MARK, direction_code, implied, named_direction
from graph.exchange.guids import guid_of
from graph.exchange.shapes import Code, Fate, Remark
from graph.ids import fold, slug
from graph.model import Direction, InfluenceStatus
from ingest.exchange.kept import Kept
from ingest.exchange.plain import one_line, several_lines

UNCODED = guid_of("uncoded")
"""The code that stands for passages which somebody marked without giving them a code."""
_MOST_OF_AN_ID = 120


@dataclass(frozen=True)
class Influences:
    """The rows of codebook.csv, and what each code means now: an influence, in a direction."""

    rows: tuple[InfluenceRow, ...]
    meaning: Mapping[str, tuple[str, Direction]]
    kept: tuple[Kept, ...]
    remarks: tuple[Remark, ...]


@dataclass
class _Book:
    """The codes by GUID, and what was found out of them."""

    codes: dict[str, Code]
    below: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    directions: dict[str, Direction] = field(default_factory=dict)
    """Codes that are no influences but directions of the code above."""
    remarks: list[Remark] = field(default_factory=list)

    def above(self, guid: str) -> list[str]:
        """The names of a code and of those above it, the nearest first."""
        names = []
        at: str | None = guid
        while at is not None:
            names.append(self.codes[at].name)
            at = self.codes[at].parent
        return names


def influences(codes: Sequence[Code], *, uncoded: bool) -> Influences:
    """The influences that codes become. `uncoded`: some passages are marked without a code."""
    extra = [Code(UNCODED, "(marked without a code)")] if uncoded else []
    book = _Book({code.guid: code for code in (*codes, *extra)})
    for code in book.codes.values():
        if code.parent is not None:
            book.below[code.parent].append(code.guid)
    for guid in book.codes:
        _direction(book, guid)
    own = [code for code in book.codes.values() if code.guid not in book.directions]
    names = _names(book, own)
    rows: dict[str, InfluenceRow] = {}
    taken = {fold(name): guid for guid, name in names.items()}
    for code in own:
        parent = rows[code.parent].id if code.parent is not None else None
        rows[code.guid] = _row(code, names[code.guid], parent, taken)
    meaning = {code.guid: (rows[code.guid].id, implied(book.above(code.guid))) for code in own}
    for guid, direction in book.directions.items():
        meaning[guid] = (rows[str(book.codes[guid].parent)].id, direction)
    _tell(book, own, names, meaning)
    return Influences(tuple(rows.values()), meaning, tuple(_kept(book, rows)), tuple(book.remarks))


def _direction(book: _Book, guid: str) -> None:
    """Whether a code says the direction of the one above it, as "Barrier" below "Training" does."""
    code = book.codes[guid]
    if code.parent is None or book.below[guid]:
        return
    above = book.codes[code.parent]
    found = direction_code(code.name, code.guid, code.description, above.guid)
    if found is not None and named_direction(above.name) is None:
        book.directions[guid] = found
        if code.description and code.description != MARK:
            said = f'The description of "{above.name} / {code.name}", which is a direction now: {code.description}'
            book.remarks.append(Remark(Fate.LEFT_OUT, said))


def _names(book: _Book, own: Sequence[Code]) -> dict[str, str]:
    """GUID -> a name that no other code has: its own, else with those above it, else with a number."""
    plain = {code.guid: one_line(code.name) or "(code without a name)" for code in own}
    times = Counter(fold(name) for name in plain.values())
    found: dict[str, str] = {}
    taken: set[str] = set()
    for code in own:
        name = plain[code.guid]
        if times[fold(name)] > 1 and code.parent is not None:
            name = " / ".join(one_line(part) or "?" for part in reversed(book.above(code.guid)))
        new, number = name, 1
        while fold(new) in taken or (new != plain[code.guid] and fold(new) in times):
            number += 1
            new = f"{name} ({number})"
        taken.add(fold(new))
        found[code.guid] = new
    return found


def _row(code: Code, name: str, parent: str | None, taken: dict[str, str]) -> InfluenceRow:
    """The influence of a code, under an id that is no other's id or name."""
    blank = InfluenceRow("", name, parent)
    row = understood(several_lines(code.description), blank)
    if code.guid == UNCODED:
        row = replace(row, id="uncoded", status=InfluenceStatus.DRAFT)
    given = one_line(row.id)
    wanted = given if given and len(given) <= _MOST_OF_AN_ID else slug(name)
    id_, number = wanted, 1
    while taken.setdefault(fold(id_), code.guid) != code.guid:
        number += 1
        id_ = f"{wanted}-{number}"
    return replace(row, id=id_)


def _kept(book: _Book, rows: Mapping[str, InfluenceRow]) -> list[Kept]:
    found = []
    for code in book.codes.values():
        direction = book.directions.get(code.guid)
        id_ = rows[code.guid if direction is None else str(code.parent)].id
        kind = "code" if direction is None else direction.value
        found.append(Kept(kind, id_, code.guid, several_lines(code.name) or "", code.color, code.codable))
    return found


def _tell(
    book: _Book, own: Sequence[Code], names: Mapping[str, str], meaning: Mapping[str, tuple[str, Direction]]
) -> None:
    for code in own:
        if names[code.guid] != code.name:
            said = f'The code "{code.name}" is called "{names[code.guid]}", because names of influences differ.'
            book.remarks.append(Remark(Fate.CHANGED, said))
    told = [code for code in book.codes.values() if meaning[code.guid][1] is not Direction.UNCLEAR]
    for code in told:
        id_, direction = meaning[code.guid]
        path = " / ".join(reversed(book.above(code.guid)))
        said = f'The code "{path}" is read as the influence {id_} in the direction {direction}, as its name says.'
        book.remarks.append(Remark(Fate.CHANGED, said))
