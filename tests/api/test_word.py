"""What a Word document looks like: columns of tables that fit, lines that stay whole, letters from right to left."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Length, Pt
from hypothesis import given
from hypothesis import strategies as st

from api.report.word import word
from api.report.word_look import BRIEF, LETTER, PADDING, REPORT, Look, widths

SIZE = Pt(8)
CELLS = st.lists(st.lists(st.text("ab \n", max_size=40), min_size=3, max_size=3), min_size=1, max_size=5)
PAGE = """<main><h1>T</h1><p>before</p>
<table><thead><tr><th>Influence</th><th>n</th></tr></thead>
<tbody><tr><th>A very long name of an influence that goes on and on</th><td class="ways">▲ 1 ▼ 2</td></tr></tbody>
</table>
<p class="order">in passing</p>
<div class="parts"{turned}><section><h3>One</h3><p>first</p></section>
<section><p><small>last</small></p></section></div>
<div class="foot"><p>after</p></div></main>"""


def made(page: str, look: Look = REPORT) -> Any:
    """The document of a page, as another program reads it."""
    return docx.Document(io.BytesIO(word(page, look)))


@given(CELLS, st.integers(300, 20_000))
def test_columns_share_the_line_and_no_word_is_cut_while_there_is_room(rows: list[list[str]], millis: int) -> None:
    room = Length(millis * 3600)
    wide = widths(rows, room, SIZE)
    assert room - len(wide) <= sum(wide) <= room
    words = [
        max((len(word) for cell in column for line in cell.splitlines() for word in line.split(" ")), default=0)
        for column in zip(*rows, strict=True)
    ]
    needed = [round(one * LETTER * SIZE) + PADDING for one in words]
    if sum(needed) <= room:
        assert all(one >= of for one, of in zip(wide, needed, strict=True))


def test_longer_words_get_the_wider_column() -> None:
    narrow, wide = widths([["n", "name"], ["1", "a very long name of an influence " * 3]], REPORT.room, SIZE)
    assert narrow * 5 < wide


@pytest.mark.parametrize("look", [REPORT, BRIEF])
def test_table_says_its_widths_for_every_reader(look: Look) -> None:
    document = made(PAGE.format(turned=""), look)
    (table,) = document.tables
    grid = [column.width for column in table.columns]
    assert abs(sum(grid) - look.room) < Pt(1)
    assert [[cell.width for cell in row.cells] for row in table.rows] == [grid, grid]
    assert grid[0] > 2 * grid[1]
    assert table.cell(1, 1).text == "▲\u00a01\u00a0▼\u00a02", "on one line"
    assert [len(row._tr.trPr.findall(qn("w:tblHeader"))) for row in table.rows] == [1, 0]
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in table.rows)


@pytest.mark.parametrize("turned", ["", ' dir="rtl"'])
def test_parts_stand_in_two_columns_between_parts_in_one(turned: str) -> None:
    document = made(PAGE.format(turned=turned), BRIEF)
    ends = [one._sectPr for one in document.sections]
    assert [one.find(qn("w:cols")).get(qn("w:num")) for one in ends] == ["1", "2", None]
    assert [one.find(qn("w:bidi")) is not None for one in ends] == [False, bool(turned), False]
    closing = [one.text for one in document.paragraphs if one._p.pPr is not None and one._p.pPr.sectPr is not None]
    assert closing == ["in passing", "last"]
    assert {one.style.name for one in document.paragraphs[-1].runs} == {"Small"}


def test_parts_without_anything_in_them_end_nothing() -> None:
    document = made('<main><h1>T</h1><p>before</p><div class="parts"></div><p>after</p></main>', BRIEF)
    assert len(document.sections) == 2


def test_letters_from_right_to_left_are_as_large_as_others() -> None:
    document = made(PAGE.format(turned=""), BRIEF)
    for name, size in (("Normal", BRIEF.text), ("Cell", BRIEF.cell), ("Small", BRIEF.small), ("Title", BRIEF.heads[0])):
        properties = document.styles[name].element.rPr
        sizes = {properties.find(qn(f"w:{one}")).get(qn("w:val")) for one in ("sz", "szCs")}
        assert sizes == {str(round(size * 2))}, name
        assert properties.find(qn("w:rFonts")).get(qn("w:cs")) == "Arial"


def test_english_in_a_paragraph_from_right_to_left_keeps_its_full_stop_behind_it() -> None:
    page = '<main><h1>T</h1><div dir="rtl"><p>עברית <span dir="ltr">Not English.</span></p></div></main>'
    assert made(page, BRIEF).paragraphs[-1].text == "עברית \u200eNot English.\u200e"
