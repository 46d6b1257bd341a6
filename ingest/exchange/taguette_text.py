"""Documents of Taguette: HTML whose text is counted in UTF-8 bytes, without markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html.parser import HTMLParser

_NO_TAG = re.compile(r"<(?=!\[|!--|[^<>]*(?:<|\Z))")
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "div", "blockquote", "pre", "table", "tr", "dt", "dd"}
)


@dataclass(frozen=True)
class Counted:
    """The text with a blank line between blocks, and where Taguette's bytes stand in it."""

    text: str
    _bytes: tuple[int, ...]
    _chars: tuple[int, ...]
    _pieces: tuple[str, ...]

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """The code points from one byte to another; null when they lie outside, or inside a character."""
        first, last = self._one(start, after=True), self._one(end, after=False)
        return None if first is None or last is None or first >= last else (first, last)

    def _one(self, byte: int, *, after: bool) -> int | None:
        """One offset. What begins at the end of a piece begins the next one, behind what was put between them."""
        at = bisect_right(self._bytes, byte if after else byte - 1) - 1
        if at < 0:
            return None
        before = _utf8(self._pieces[at])[: byte - self._bytes[at]]
        if len(before) < byte - self._bytes[at]:
            return None
        try:
            return self._chars[at] + len(before.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:
            return None


class _Reader(HTMLParser):
    """Collects the pieces of a document."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int, str]] = []
        self.byte = 0
        self.char = 0
        self.ends = 0
        """Line ends that stand at the end of the text so far."""
        self.wanted = 0
        """Line ends that must stand before the next words."""

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (the name that HTMLParser gives it)
        self.wanted = max(self.wanted, 2 if tag in _BLOCKS else 1 if tag == "br" else 0)

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, None)

    def handle_data(self, data: str) -> None:
        words = data.lstrip()
        if words and self.wanted and self.char:
            led = data[: len(data) - len(words)].count("\n")
            self._put("\n" * max(0, self.wanted - self.ends - led))
        self.pieces.append((self.byte, self.char, data))
        self.byte += len(_utf8(data))
        self._put(data)
        if words:
            self.wanted = 0
            self.ends = len(data) - len(data.rstrip("\n"))
        else:
            self.ends += data.count("\n")

    def _put(self, chars: str) -> None:
        self.parts.append(chars)
        self.char += len(chars)


def counted(html: str) -> Counted:
    """The text of a document or a snippet. A "<" that begins no whole tag is a character."""
    reader = _Reader()
    # Python's parser looks for the end of each of them through all of the text, and stops at a part of SGML.
    reader.feed(_NO_TAG.sub("&lt;", _without_comments(html)))
    reader.close()
    bytes_, chars, pieces = zip(*reader.pieces, strict=True) if reader.pieces else ((), (), ())
    return Counted("".join(reader.parts), bytes_, chars, pieces)


def _without_comments(html: str) -> str:
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0 and (end := html.find("-->", start + 4)) >= 0:
        parts.append(html[at:start])
        at = end + 3
    return "".join((*parts, html[at:]))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
