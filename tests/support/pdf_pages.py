"""Write small PDF files with known words: two columns, hyphens, ligatures, running heads. No library.

One font of fixed width that is not embedded, with a table from codes to Unicode, so any script can be written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN, GUTTER = 612, 792, 54, 24
SIZE, LEADING, ADVANCE = 8, 10, 0.6
LIGATURES = {"ffi": "\ufb03", "ffl": "\ufb04", "ff": "\ufb00", "fi": "\ufb01", "fl": "\ufb02"}


@dataclass(frozen=True)
class Printed:
    """Words at a place of a page, in points from the lower left corner."""

    x: float
    y: float
    words: str
    size: float = SIZE


def two_columns(
    blocks: Sequence[tuple[str, bool]], *, head: str = "", ligatures: bool = True, by_row: bool = False
) -> bytes:
    """A PDF of blocks, each (words, is heading), in two columns. The first block stands above them, as a title.

    `by_row` writes the lines of both columns in turn, as some programs do, instead of one column after the other.
    """
    wide = int((WIDTH - 2 * MARGIN - GUTTER) / 2 / (SIZE * ADVANCE))
    title = list(_lines(blocks[0][0], int((WIDTH - 2 * MARGIN) / (SIZE * 1.5 * ADVANCE))))
    lines: list[tuple[str, bool]] = []
    for words, heading in blocks[1:]:
        if lines:
            lines.append(("", False))
        lines += [(line, heading) for line in _lines(words, wide)]
    if ligatures:
        lines = [(re.sub("ffi|ffl|ff|fi|fl", lambda m: LIGATURES[m[0]], line), heading) for line, heading in lines]
    pages: list[list[Printed]] = []
    at = 0
    while at < len(lines) or not pages:
        top = HEIGHT - MARGIN - 24 - (len(title) * 16 + 16 if not pages else 0)
        room = int((top - MARGIN - 20) / LEADING)
        columns = [lines[at : at + room], lines[at + room : at + 2 * room]]
        at += 2 * room
        pages.append(_page(columns, top, by_row=by_row, head=head, number=len(pages) + 1))
        if len(pages) == 1:
            above = (Printed(MARGIN, HEIGHT - MARGIN - 30 - 16 * n, line, SIZE * 1.5) for n, line in enumerate(title))
            pages[0][1:1] = above
    return pdf(pages)


def _page(
    columns: Sequence[Sequence[tuple[str, bool]]], top: float, *, by_row: bool, head: str, number: int
) -> list[Printed]:
    right = MARGIN + (WIDTH - 2 * MARGIN + GUTTER) / 2
    printed = [
        (row, Printed(x, top - row * LEADING, line, SIZE + 1 if heading else SIZE))
        for x, column in zip((MARGIN, right), columns, strict=True)
        for row, (line, heading) in enumerate(column)
        if line
    ]
    if by_row:
        printed.sort(key=lambda pair: pair[0])
    found = [line for _, line in printed]
    if head:
        found.insert(0, Printed(MARGIN, HEIGHT - 36, head))
        found.append(Printed(WIDTH / 2, 30, str(number)))
    return found


def _lines(words: str, wide: int) -> Iterator[str]:
    """Words filled into lines; a long word that does not fit is broken with a hyphen."""
    for part in words.split("\n"):
        line = ""
        for word in part.split(" "):
            rest = word
            while (line and len(line) + 1 + len(rest) > wide) or len(rest) > wide:
                room = wide - len(line) - (2 if line else 1)
                if (room >= 3 and len(rest) - room >= 3 and rest.isalpha()) or len(rest) > wide:
                    room = max(room, 1)
                    yield f"{line} {rest[:room]}-".lstrip() if rest.isalpha() else f"{line} {rest[:room]}".lstrip()
                    rest, line = rest[room:], ""
                else:
                    yield line
                    line = ""
            line = f"{line} {rest}" if line else rest
        yield line


def pdf(pages: Iterable[Iterable[Printed]], *, extra: bytes = b"") -> bytes:
    """A whole PDF file; `extra` goes into every page's content."""
    contents = [list(page) for page in pages]
    codes: dict[str, int] = {}
    for page in contents:
        for line in page:
            for character in line.words:
                codes.setdefault(character, len(codes) + 1)
    objects: list[bytes] = [b"", b"", b"", b"", b""]
    kids = []
    for page in contents:
        stream = zlib.compress(b"\n".join(_shown(line, codes) for line in page) + extra)
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % (WIDTH, HEIGHT, content)
        )
        kids.append(len(objects))
    unicode_ = zlib.compress(_to_unicode(codes))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    objects[2] = (
        b"<</Type/Font/Subtype/Type0/BaseFont/Courier/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
    )
    objects[3] = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Courier/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 600/FontDescriptor<</Type/FontDescriptor/FontName/Courier/Flags 33/Ascent 750"
        b"/Descent -250/CapHeight 600/ItalicAngle 0/StemV 80/FontBBox[0 -250 600 750]>>>>"
    )
    objects[4] = b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(unicode_), unicode_)
    return _file(objects)


def _shown(line: Printed, codes: dict[str, int]) -> bytes:
    spelled = "".join(f"{codes[character]:04X}" for character in line.words)
    return f"BT /F {line.size} Tf {line.x:.2f} {line.y:.2f} Td <{spelled}> Tj ET".encode()


def _to_unicode(codes: dict[str, int]) -> bytes:
    pairs = [f"<{code:04X}> <{character.encode('utf-16-be').hex().upper()}>" for character, code in codes.items()]
    chunks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    mapped = "\n".join(f"{len(chunk)} beginbfchar\n" + "\n".join(chunk) + "\nendbfchar" for chunk in chunks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{mapped}\nendcmap end end"
    ).encode()


def _file(objects: Sequence[bytes]) -> bytes:
    whole = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    whole_table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return whole + whole_table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(whole))
