"""Any bytes, and right files spoilt in any way: each parser gives a value, or one of our errors that names the file."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoiling import CAREFUL, spoilt
from strangers import BY_NAME, PARSERS, Parser, kept_the_law, packed


@cache
def right(name: str) -> bytes:
    """The file that a parser reads."""
    return BY_NAME[name].right()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The members of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("parser", PARSERS, ids=BY_NAME)
def test_file_that_is_right_is_read(parser: Parser) -> None:
    """Otherwise the tests below would spoil what is spoilt already."""
    said = kept_the_law(parser, parser.right())
    assert said == "read" or parser.name == "xls", said


@pytest.mark.parametrize("parser", PARSERS, ids=BY_NAME)
@CAREFUL
@given(content=st.binary(max_size=600))
def test_any_bytes_end_in_a_value_or_a_sentence(parser: Parser, content: bytes) -> None:
    kept_the_law(parser, content)


@pytest.mark.parametrize("parser", PARSERS, ids=BY_NAME)
@CAREFUL
@given(data=st.data())
def test_spoilt_file_ends_in_a_value_or_a_sentence(parser: Parser, data: st.DataObject) -> None:
    kept_the_law(parser, data.draw(spoilt(right(parser.name))))


@pytest.mark.parametrize("name", ["xlsx", "ods", "docx", "qdpx", "filled workbook", "release zip"])
@CAREFUL
@given(data=st.data())
def test_archive_with_a_spoilt_part_ends_in_a_value_or_a_sentence(name: str, data: st.DataObject) -> None:
    """The archive is whole, so that what is wrong in a part reaches the parser of that part."""
    parts = parts_of(right(name))
    part = data.draw(st.sampled_from(sorted(parts)))
    kept_the_law(BY_NAME[name], packed(parts | {part: data.draw(spoilt(parts[part]))}))
