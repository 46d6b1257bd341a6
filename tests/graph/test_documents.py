"""Looking things up in a stored text: blocks, pages, sources, lines."""

from __future__ import annotations

import pytest

from graph.documents import (
    Block,
    BlockKind,
    Box,
    Line,
    Run,
    Section,
    StoredText,
    TextFormat,
    block_at,
    line_boxes,
    page_at,
    sources,
    text_sha256,
)

TEXT = "Pay\nhelped.\n\nSo did trust."
FIRST, SECOND = Box(1, 10, 700, 30, 708), Box(1, 10, 690, 50, 698)


def block(start: int, end: int, page: int | None, language: str | None) -> Block:
    return Block(BlockKind.PARAGRAPH, Section.RESULTS, None, language, start, end, page, "")


STORED = StoredText(
    TEXT,
    text_sha256(TEXT),
    TextFormat.PDF,
    (block(0, 11, 1, "en"), block(13, 26, 2, "de")),
    (Run(0, 3, "page 1", 5), Run(4, 11, "page 1", 10), Run(13, 26, "page 2", 0)),
    lines=(Line(0, 3, FIRST), Line(4, 11, SECOND), Line(13, 26, Box(2, 10, 700, 60, 708))),
)


@pytest.mark.parametrize(("offset", "start"), [(0, 0), (10, 0), (11, None), (12, None), (13, 13), (25, 13), (26, None)])
def test_block_at_knows_what_lies_between(offset: int, start: int | None) -> None:
    found = block_at(STORED, offset)
    assert (None if found is None else found.char_start) == start


def test_page_is_that_of_the_line() -> None:
    assert [page_at(STORED, at) for at in (0, 5, 13, 25)] == [1, 1, 2, 2]
    plain = StoredText("a b", text_sha256("a b"), TextFormat.TXT, (block(0, 3, None, None),), ())
    assert page_at(plain, 1) is None
    assert plain.languages == ()


def test_sources_are_cut_to_what_is_asked() -> None:
    assert list(sources(STORED, 2, 6)) == [Run(2, 3, "page 1", 7), Run(4, 6, "page 1", 10)]
    assert list(sources(STORED, 11, 13)) == [], "what stands between blocks is nobody's"


def test_lines_are_those_that_hold_some_of_the_characters() -> None:
    assert list(line_boxes(STORED, 2, 5)) == [FIRST, SECOND]
    assert list(line_boxes(STORED, 3, 4)) == []


def test_languages_are_ordered_by_how_much_is_written_in_them() -> None:
    assert STORED.languages == ("de", "en")
    assert STORED.count("tables") == 0


def test_hash_is_over_the_characters() -> None:
    assert text_sha256("é") != text_sha256("e\u0301")
    assert len(text_sha256("\ud800")) == 64, "even a lone surrogate has a hash"
