"""PDF: two columns in order, words joined in the search key alone, running heads gone, pages and boxes kept."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pdf_pages import HEIGHT, MARGIN, SIZE, WIDTH, Printed, pdf, two_columns

from graph.anchors import State, make_anchor, reanchor
from graph.documents import BlockKind, Section, StoredText, TextFormat, line_boxes, page_at, sources
from graph.search_key import search_key
from ingest.texts.pdf import character_boxes
from ingest.texts.read import text_of

SENTENCES = [
    f"In ward {number} the implementation of organisational supervision was difficult because staffing was inefficient."
    for number in range(120)
]
BLOCKS = [
    ("Supervision of peers in wards", True),
    ("Abstract", True),
    (" ".join(SENTENCES[:3]), False),
    ("2. Methods", True),
    (" ".join(SENTENCES[3:60]), False),
    ("Results", True),
    (" ".join(SENTENCES[60:]), False),
    ("References", True),
    ("Smith A. An old study of wards. 2001.", False),
]
HEAD = "Journal of Wards 12 (2019)"


def read(blocks: list[tuple[str, bool]] = BLOCKS, *, by_row: bool = False) -> StoredText:
    return text_of(two_columns(blocks, head=HEAD, by_row=by_row), "texts/a.pdf")


@pytest.mark.parametrize("by_row", [False, True], ids=["column by column", "row by row"])
def test_two_columns_are_read_one_after_the_other(by_row: bool) -> None:
    stored = read(by_row=by_row)
    key = search_key(stored.text).key
    places = [key.find(search_key(sentence).key) for sentence in SENTENCES]
    assert -1 not in places
    assert places == sorted(places)
    assert stored.format is TextFormat.PDF


def test_words_broken_at_a_line_end_stay_broken_in_the_stored_text() -> None:
    stored = read()
    broken = [at for at in range(len(stored.text)) if stored.text.startswith("-\n", at)]
    assert len(broken) > 10
    assert all(stored.text[at - 1].isalpha() for at in broken)


def test_running_heads_and_page_numbers_are_dropped_and_counted() -> None:
    stored = read()
    assert stored.pages == 3
    assert "Journal of Wards" not in stored.text
    assert stored.count("running heads dropped") == 2 * stored.pages
    single = text_of(two_columns(BLOCKS[:3], head=HEAD), "texts/a.pdf")
    assert "Journal of Wards" in single.text, "what does not repeat is no running head"


def test_sections_are_told_by_headings_and_references_kept_apart() -> None:
    stored = read()
    found = {block.section: stored.text[block.char_start : block.char_end] for block in stored.blocks}
    assert found[Section.REFERENCES] == "Smith A. An old study of wards. 2001."
    assert "ward 0 " in found[Section.ABSTRACT]
    assert "ward 119" in " ".join(found[Section.RESULTS].split())
    titles = [stored.text[b.char_start : b.char_end] for b in stored.blocks if b.kind is BlockKind.TITLE]
    assert titles == [stored.about.title] == ["Supervision of peers in wards"]


def test_paragraph_goes_on_over_columns_and_pages() -> None:
    stored = read()
    (results,) = [b for b in stored.blocks if b.section is Section.RESULTS and b.kind is BlockKind.PARAGRAPH]
    assert page_at(stored, results.char_start) == results.page == 2
    assert page_at(stored, results.char_end - 1) == 3


def test_lines_and_characters_have_boxes_where_they_were_printed() -> None:
    content = two_columns(BLOCKS, head=HEAD)
    stored = text_of(content, "texts/a.pdf")
    start = stored.text.index("Methods")
    boxes = character_boxes(content, "texts/a.pdf", stored, start, start + 7)
    assert len(boxes) == 7
    assert all(one.right == pytest.approx(other.left, abs=0.5) for one, other in pairwise(boxes))
    (line,) = line_boxes(stored, start, start + 7)
    assert (line.page, line.left) == (1, pytest.approx(MARGIN, abs=1))
    assert line.left < boxes[0].left
    assert line.right == pytest.approx(boxes[-1].right, abs=1)
    last = stored.text.index("Smith A.")
    (line,) = line_boxes(stored, last, last + 5)
    assert line.page == 3


def test_every_character_leads_back_to_its_page() -> None:
    stored = read()
    mapped = sum(run.char_end - run.char_start for run in sources(stored, 0, len(stored.text)))
    ours = sum(1 for at in range(len(stored.text)) if stored.text[at] == "\n")
    assert mapped == len(stored.text) - ours


def test_anchor_has_its_page_and_lasts_from_one_setting_to_another() -> None:
    columns, rows = read(), read(by_row=True)
    for sentence in SENTENCES[::7]:
        at = search_key(columns.text).key.find(search_key(sentence).key)
        start, end = search_key(columns.text).place(at, at + len(search_key(sentence).key))
        anchor = make_anchor(columns, start, end)
        assert anchor.page == page_at(columns, start)
        assert reanchor(anchor, rows).state in {State.EXACT, State.MOVED}


def test_single_column_with_a_table_keeps_its_rows() -> None:
    lines = [
        f"Sentence {number} runs over the whole width of the page and says that pay helped." for number in range(20)
    ]
    rows = [("Site", "Peers", "Pay"), ("A", "5", "low"), ("B", "7", "high")]
    printed = [Printed(MARGIN, HEIGHT - 80 - 12 * at, line) for at, line in enumerate(lines)]
    for at, row in enumerate(rows):
        printed += [Printed(x, HEIGHT - 400 - 12 * at, cell) for x, cell in zip((60, 250, 420), row, strict=True)]
    stored = text_of(pdf([printed]), "texts/a.pdf")
    said = " ".join(stored.text.split())
    assert "Site Peers Pay A 5 low B 7 high" in said
    assert said.index("Sentence 19") < said.index("Site")


def test_hebrew_is_stored_in_logical_order() -> None:
    """A PDF holds Hebrew as it is seen, from left to right."""
    seen = "הדרכה עזרה לצוות"[::-1]
    stored = text_of(pdf([[Printed(WIDTH / 2, 700 - SIZE * 2 * n, seen) for n in range(3)]]), "texts/a.pdf")
    assert "הדרכה עזרה לצוות" in stored.text


def test_list_with_bullets_is_a_list_and_a_sentence_goes_on_in_other_type() -> None:
    said = [
        "These helped the peers in all of the wards that we",
        "saw, as far as we can say:",
        "\u2022 supervision",
        "\u2022 pay",
    ]
    lines = [Printed(MARGIN, 700 - 10 * at, line, 7 if at == 1 else 8) for at, line in enumerate(said)]
    stored = text_of(pdf([lines]), "texts/a.pdf")
    found = [(block.kind.value, stored.text[block.char_start : block.char_end]) for block in stored.blocks]
    assert found == [("paragraph", "\n".join(said[:2])), ("list_item", said[2]), ("list_item", said[3])]
