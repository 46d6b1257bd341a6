"""Plain text -> stored text: kept as it is, blocks parted by blank lines."""

from __future__ import annotations

import re

from graph.documents import Block, BlockKind, Run, Section, StoredText, TextFormat, text_sha256
from ingest.texts.decoded import decoded
from ingest.texts.language import languages_of
from ingest.texts.pieces import normalised, source_end
from ingest.texts.sections import section_of_heading

_BLOCK = re.compile(r"\S(?:.*\S)?(?:\n[^\S\n]*\S(?:.*\S)?)*")
_MOST_OF_A_HEADING = 80


def read_txt(content: bytes, path: str) -> StoredText:
    """The stored text of a plain text file. Raises TextError."""
    source, notes = decoded(content, path)
    parts: list[str] = []
    runs: list[Run] = []
    at = 0
    for start, part in normalised(source):
        parts.append(part)
        last = runs[-1] if runs else None
        if last is not None and source_end(last) == start:
            runs[-1] = Run(last.char_start, at + len(part), "", last.source_start)
        elif part:
            runs.append(Run(at, at + len(part), "", start))
        at += len(part)
    text = "".join(parts)
    blocks = _blocks(text)
    counts = [("paragraphs", sum(1 for block in blocks if block.kind is BlockKind.PARAGRAPH))]
    return StoredText(text, text_sha256(text), TextFormat.TXT, blocks, tuple(runs), counts=tuple(counts), notes=notes)


def _blocks(text: str) -> tuple[Block, ...]:
    found = [(match.start(), match.end()) for match in _BLOCK.finditer(text)]
    spoken = languages_of([text[start:end] for start, end in found], [None] * len(found))
    section, heading = Section.OTHER, None
    blocks = []
    for (start, end), language in zip(found, spoken, strict=True):
        words = text[start:end]
        opened = section_of_heading(words) if len(words) <= _MOST_OF_A_HEADING and "\n" not in words else None
        if opened is not None:
            section, heading = opened, words
        kind = BlockKind.PARAGRAPH if opened is None else BlockKind.HEADING
        blocks.append(Block(kind, section, heading, language, start, end, None, ""))
    return tuple(blocks)
