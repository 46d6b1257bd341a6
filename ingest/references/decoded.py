"""Bytes of an export -> text. Files joined from several exports may change their encoding in the middle."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from graph.errors import ReferencesError
from ingest.references.record import Remark

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_LONE = re.compile("[\ud800-\udfff]")
MOST_BYTES = 2**31
"""Larger exports must be split: all of it is held in memory."""


@dataclass(frozen=True)
class Decoded:
    """Text with `\\n` line ends, the encoding, and the lines that had to be read in another one."""

    text: str
    encoding: str
    repairs: tuple[Remark, ...] = ()


def decoded(content: bytes, path: str) -> Decoded:
    """The text: by its byte-order mark, as strict UTF-8, or line by line as UTF-8 or Windows-1252.

    Detectors are not asked: they call short Windows-1252 files by other names. Raises ReferencesError.
    """
    mark, encoding = next(((mark, name) for mark, name in BOMS if content.startswith(mark)), (b"", ""))
    if encoding in {"utf-16", "utf-32"}:
        try:
            return Decoded(_plain(content.decode(encoding)), encoding)
        except UnicodeDecodeError:
            message = f"its byte-order mark says {encoding}, but its bytes are not."
            raise ReferencesError(path, message, rule="encoding", fix="Export it again as UTF-8.") from None
    content = content[len(mark) :]
    if b"\0" in content:
        message = "it holds NUL bytes, so it is no text file."
        raise ReferencesError(path, message, rule="nul", fix="Export it again as UTF-8 text.")
    try:
        return Decoded(_plain(content.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _line_by_line(content)


def json_of(text: str) -> Any:
    """A JSON document; halves of surrogate pairs, which no file can hold, become U+FFFD.

    Raises ValueError, also for numbers of thousands of digits, and RecursionError.
    """
    return _whole(json.loads(text)) if "\\u" in text else json.loads(text)


def element_at(text: str, at: int) -> tuple[Any, int]:
    """The JSON value that begins at `at`, and where it ends; otherwise as `json_of`."""
    item, end = json.JSONDecoder().raw_decode(text, at)
    return _whole(item) if text.find("\\u", at, end) >= 0 else item, end


def _whole(said: Any) -> Any:
    if isinstance(said, str):
        return _LONE.sub("\ufffd", said)
    if isinstance(said, list):
        return [_whole(one) for one in said]
    return {_whole(name): _whole(one) for name, one in said.items()} if isinstance(said, dict) else said


def _line_by_line(content: bytes) -> Decoded:
    lines: list[str] = []
    strange: list[int] = []
    unicode = 0
    for number, line in enumerate(content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"), start=1):
        try:
            text = line.decode("utf-8")
            unicode += not line.isascii()
        except UnicodeDecodeError:
            strange.append(number)
            try:
                text = line.decode("cp1252")
            except UnicodeDecodeError:
                text = line.decode("latin-1")
        lines.append(text)
    message = f"{len(strange)} lines are not UTF-8 and were read as Windows-1252; look at their accented letters."
    name = "windows-1252" if not unicode else "utf-8 and windows-1252"
    return Decoded("\n".join(lines), name, (Remark(strange[0], message),))


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
