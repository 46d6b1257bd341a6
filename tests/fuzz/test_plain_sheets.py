"""A sheet that is weighed from its bytes weighs at least what a parser finds in it, whatever tries to hide there."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spoiling import CAREFUL, spoilt
from strangers import workbook

from ingest import workbook_size
from ingest.plain_sheets import longest_string, plain_sheet
from ingest.sheet_xml import NotPlain
from ingest.workbook_size import Sheet, weighed_sheet

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="x"><cols><col min="1"/></cols><sheetData>'
TAIL = '</sheetData><rowBreaks count="1"/></worksheet>'
PLAIN = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1"><v>1</v></c></row><row r="7"/>'
HIDDEN = {
    "nothing": "",
    "no address": "<row><c/><c/></row>",
    "address after another": '<row r="9"><c s="1" r="ZZ9"/></row>',
    "address in other quotes": "<row r='9'><c r='ZZ9'/></row>",
    "address in small letters": '<row r="9"><c r="zz9"/></row>',
    "reference in an address": '<row r="9"><c r="&#90;Z9" t="&#115;"/></row>',
    "prefix": '<x:row xmlns:x="x" r="9"><x:c r="ZZ9" t="s"/></x:row>',
    "line end in a tag": '<row\nr="9"><c\tr="ZZ9"\nt\n=\n"s"/></row>',
    "comment": '<!-- <c --><row r="9"><c r="ZZ9"/></row>',
    "block of text": '<![CDATA[<c r="A1"/>]]>',
    "instruction": '<?x <c r="A1"?><row r="9"><c r="ZZ9"/></row>',
    "formula": '<row r="9"><c r="ZZ9"><f>1</f></c></row>',
    "far": '<row r="1048576"><c r="XFD1048576"/></row>',
    "farther than there is": '<row r="9999999999"><c r="ZZZZ9"/></row>',
    "text that looks like a cell": '<row r="9"><c r="A9" t="str"><v>&lt;c r="ZZ9" t="s"></v></c></row>',
}


def parsed(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Sheet | None:
    """What the parser finds; null for XML that is refused."""
    with monkeypatch.context() as patched:
        patched.setattr(workbook_size, "plain_sheet", lambda _: None)
        try:
            return weighed_sheet(content)
        except NotPlain:
            return None


def weighs_enough(content: bytes, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether it was weighed from its bytes; never as less than the parser finds, and refused where that refuses."""
    exact = parsed(content, monkeypatch)
    try:
        found = weighed_sheet(content)
    except NotPlain:
        assert exact is None
        return False
    assert exact is not None
    assert (found.rows, found.columns) == (exact.rows, exact.columns)
    assert found.shared >= exact.shared
    assert (found.many_unanswered, found.unanswered) == (exact.many_unanswered, exact.unanswered)
    return plain_sheet(content) is not None


@pytest.mark.parametrize("inside", [True, False])
@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_nothing_is_hidden(hidden: str, monkeypatch: pytest.MonkeyPatch, *, inside: bool) -> None:
    sheet = f"{PLAIN}{hidden}{TAIL}" if inside else f"{PLAIN}{TAIL.replace('<rowBreaks', f'{hidden}<rowBreaks')}"
    plain = weighs_enough(f"{HEAD}{sheet}".encode(), monkeypatch)
    assert plain == (hidden in {HIDDEN["nothing"], *([HIDDEN["far"]] if inside else [])}) or hidden.startswith(
        '<row r="9"><c r="A9"'
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1", "cp037"])
def test_other_encodings_are_left_to_the_parser(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    declared = encoding.removesuffix("-sig")
    content = f"{HEAD.replace('UTF-8', declared)}{PLAIN}{TAIL}".encode(encoding)
    assert weighs_enough(content, monkeypatch) == (encoding == "utf-8-sig")


def test_sheet_of_a_writer_is_weighed_from_its_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """But for its formula: one in a sheet is left to the parser."""
    content = re.sub(rb"<f>.*?</f>", b"", _sheet())
    assert weighs_enough(content, monkeypatch)
    assert not weighs_enough(_sheet(), monkeypatch)


def test_pieces_are_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c><c r="B{n}"/></row>' for n in range(1, 2000))
    for size in (1, 7, 64, 1000):
        monkeypatch.setattr("ingest.plain_sheets._PIECE", size)
        assert weighs_enough(f"{HEAD}{rows}{TAIL}".encode(), monkeypatch)


def _sheet() -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


@CAREFUL
@given(data=st.data())
def test_spoilt_sheet_weighs_enough(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.sampled_from(sorted({PLAIN, *HIDDEN.values()})), max_size=4))
    content = data.draw(spoilt(f"{HEAD}{''.join(parts)}{TAIL}".encode()))
    with pytest.MonkeyPatch.context() as monkeypatch:
        weighs_enough(content, monkeypatch)


STRINGS = {
    "plain": ("<si><t>a</t></si><si><t>bbb</t></si>", True),
    "reference": ("<si><t>&#97;</t></si>", False),
    "comment": ("<si><t>a<!-- <si> -->bbbbbbbbbbbbbbbbbb</t></si>", False),
    "prefix": ('<x:si xmlns:x="y"><x:t>aaaaaaaaaaaaaaa</x:t></x:si>', False),
    "none": ("", True),
}


@pytest.mark.parametrize(("strings", "plain"), STRINGS.values(), ids=STRINGS)
def test_longest_string_is_never_shorter_than_it_is(strings: str, *, plain: bool) -> None:
    content = f'<?xml version="1.0"?><sst xmlns="x">{strings}</sst>'.encode()
    longest = longest_string(content)
    assert (longest is not None) == plain
    exact = max((len(text) for text in re.findall(r">([^<]*)<", strings)), default=0)
    assert longest is None or longest >= exact
