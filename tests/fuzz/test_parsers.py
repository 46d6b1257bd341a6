"""Any bytes, and right files spoilt in any way: each parser gives a value, or one of our errors that names the file."""

from __future__ import annotations

import io
import zipfile
from functools import cache

import pytest
from faults import often
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strangers import BY_NAME, PARSERS, Parser, kept_the_law, packed

EXAMPLES = often(8, 400)
"""For each parser and way. The short form draws the same ones every time."""
CAREFUL = settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES < 100,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
ODD = (
    *(
        b"\0",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"&#xD800;",
        b"\xc2\xb2",
        b"9" * 5000,
        b"1e999",
    ),
    *(
        b"-1",
        b"NaN",
        b"[" * 3000,
        b"<a>" * 400,
        b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        b"&e;",
        b"<![x[",
    ),
    *(
        b"../../x",
        b"/etc/passwd",
        b"C:\\x",
        b"=1+1",
        b'"',
        b"'",
        b"{",
        b"}",
        b"\n",
        b"\r",
        b"\x0b",
        b"\xe2\x80\xa8",
        b"\x1a",
    ),
    *(b"\xe2\x80\xae", b"null", b"true", b",", b";", b" " * 300, b"a" * 70_000),
)
"""What has broken parsers before, somewhere."""


@st.composite
def spoilt(draw: st.DrawFn, right: bytes) -> bytes:
    """A file after one to four changes: flipped, cut, repeated, swapped, or with something odd put in."""
    content = right
    for _ in range(draw(st.integers(1, 4))):
        at, to = sorted((draw(st.integers(0, len(content))), draw(st.integers(0, len(content)))))
        way = draw(st.integers(0, 5))
        if way == 0 and content:
            place = min(at, len(content) - 1)
            content = content[:place] + bytes([content[place] ^ draw(st.integers(1, 255))]) + content[place + 1 :]
        elif way == 1:
            content = content[:at] + content[to:]
        elif way == 2:
            content = content[:to] + content[at : at + 200] * draw(st.integers(1, 20)) + content[to:]
        elif way == 3:
            content = content[to:] + content[at:to] + content[:at]
        elif way == 4:
            content = content[:at] + draw(st.sampled_from(ODD)) + content[at:]
        else:
            content = content[:at] + draw(st.sampled_from(ODD)) + content[at + 6 :]
    return content


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
