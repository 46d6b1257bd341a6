"""The weight of a sheet from its bytes, where they say it in one way only; a parser's calls take five times as long.

XML is plain here when no text, comment or reference can look like a tag or an address or hide one: `<` then begins a
tag, and a cell is what `<c` begins. Whoever asks has a parser look first whether it is well-formed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DECLARED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml(?:\s[^<>?]*)?\?>")
_ENCODING = re.compile(rb"encoding\s*=\s*[\"'](?!utf-8[\"'])", re.IGNORECASE)
_HIDING = (b"\0", b"<!", b"&#")
_PREFIXED = re.compile(rb"<[^\s<>/:]*:(?:c|row|f|si)[\s/>]")
_ELSEWHERE = re.compile(rb"<(?:c|row|f)[\s/>]")
_CELL_AT = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"')
_ROW_AT = re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_STRING = re.compile(rb"<si[\s/>]")
_PIECE = 2**22


def plain_sheet(content: bytes) -> tuple[int, int, int] | None:
    """Last row, last column, and at least how many cells have a shared text; null where only a parser can tell.

    Null as well with a formula, and where a cell or row does not begin with its address.
    """
    start, end = content.find(b"<sheetData"), content.rfind(b"</sheetData")
    if (
        not _is_plain(content)
        or start < 0
        or end < 0
        or _ELSEWHERE.search(content, 0, start)
        or _ELSEWHERE.search(content, end)
    ):
        return None
    rows, columns = {b"0"}, {b""}
    for piece in _pieces(content, start, end):
        cells, numbers = _CELL_AT.findall(piece), _ROW_AT.findall(piece)
        if len(cells) != piece.count(b"<c") or len(numbers) != piece.count(b"<row") or b"<f" in piece:
            return None
        columns |= {letters for letters, _ in cells}
        # One number of each piece, for there may be a million rows.
        rows = {str(max(map(int, rows | {number for _, number in cells} | set(numbers)))).encode()}
    shared = content.count(b'"s"') + content.count(b"'s'")
    return max(map(int, rows)), max(map(number_of, columns)), shared


def longest_string(content: bytes) -> int | None:
    """At least as many characters as the longest shared string has; null where only a parser can tell."""
    if not _is_plain(content):
        return None
    longest = before = 0
    for found in _STRING.finditer(content):
        longest, before = max(longest, found.start() - before), found.start()
    return max(longest, len(content) - before)


def number_of(letters: bytes) -> int:
    """The number of a column, from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _is_plain(content: bytes) -> bool:
    declared = _DECLARED.match(content)
    if content.count(b"<?") > (declared is not None) or (declared and _ENCODING.search(declared[0])):
        return False
    return not any(mark in content for mark in _HIDING) and not _PREFIXED.search(content)


def _pieces(content: bytes, start: int, end: int) -> Iterator[bytes]:
    """A stretch in pieces that begin with a tag, so that lists of what is in them stay small."""
    while start < end:
        at = content.find(b"<", start + _PIECE, end)
        yield content[start : at if at > 0 else end]
        start = at if at > 0 else end
