"""Delimited text: bytes -> text -> rows, with the encoding and the separator told, and nothing guessed silently."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from graph.errors import TableError

BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
MOST_CHARACTERS = 1_000_000
"""A cell longer than this is a broken quote, not a cell."""


@dataclass(frozen=True)
class Decoded:
    """The text of a file and how it was read."""

    text: str
    encoding: str
    notes: tuple[str, ...]


def decode(content: bytes, path: str, encoding: str | None = None) -> Decoded:
    """Text of a delimited file: the named encoding, else the byte-order mark, strict UTF-8, then Windows-1252.

    The order is fixed: detectors call short Windows-1252 files by other names. Raises TableError.
    """
    marked = next((name for mark, name in BOMS if content.startswith(mark)), None)
    chosen = encoding or marked
    if chosen is None and b"\0" in content:
        raise TableError(path, "it holds NUL bytes, so it is no text file.", rule="nul", fix="Export it again as CSV.")
    if chosen:
        return Decoded(_strict(content, path, chosen), chosen.removesuffix("-sig"), ())
    try:
        return Decoded(content.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError as error:
        try:
            text = content.decode("cp1252")
        except UnicodeDecodeError:
            line = content[: error.start].count(b"\n") + 1
            message = f"its bytes are neither UTF-8 nor Windows-1252 (first at line {line})."
            raise TableError(path, message, rule="encoding", fix="Name its `encoding` in review.toml.") from None
        note = 'it is not UTF-8; it was read as Windows-1252. If letters look wrong, name its "encoding".'
        return Decoded(text, "windows-1252", (note,))


def _strict(content: bytes, path: str, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"its bytes are not {encoding} (line {line})."
        raise TableError(path, message, rule="encoding", fix="Leave `encoding` out, or name the right one.") from None
    except (
        LookupError,
        ValueError,
    ):  # names like "undefined" and "punycode" are known to Python and no encoding of files
        message = f'"{encoding}" is not an encoding.'
        raise TableError(path, message, rule="encoding", fix="Use a name such as utf-8 or windows-1252.") from None
    if "\0" in text:
        raise TableError(path, "it holds NUL characters.", rule="nul", fix="Export it again as CSV.")
    return text.removeprefix("\ufeff")


def separator_of(text: str, path: str, header_row: int) -> str:
    """The separator that splits the header row into most cells; a single column counts as comma."""
    sample = text[:200_000]
    best, most = ",", 1
    for candidate in SEPARATORS:
        rows = csv.reader(io.StringIO(sample, newline=""), delimiter=candidate, strict=False)
        try:
            for number, row in enumerate(rows, start=1):
                if number == header_row:
                    if len(row) > most:
                        best, most = candidate, len(row)
                    break
        except csv.Error:
            continue
    del path
    return best


def rows_of(text: str, path: str, separator: str) -> list[list[str]]:
    """Every record as a list of cells; line breaks inside quotes stay, those between records may be mixed.

    Raises TableError for an unclosed quote or a cell of over a million characters.
    """
    csv.field_size_limit(MOST_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        record = len(rows) + 1
        if "field larger" in str(error):
            message = f"a cell is longer than {MOST_CHARACTERS:,} characters; a quote is probably not closed."
            raise TableError(path, message, row=record, rule="cell length", fix="Close the quote.") from None
        message = f"the quoting is broken ({error}; line {reader.line_num} of the file)."
        raise TableError(
            path, message, row=record, rule="quoting", fix="Export it again, or close the quote."
        ) from None
    return rows


def has_mixed_line_ends(text: str) -> bool:
    """Whether records end in more than one way."""
    return len({match.group() for match in re.finditer(r"\r\n|\r|\n", text[:5_000_000])}) > 1
