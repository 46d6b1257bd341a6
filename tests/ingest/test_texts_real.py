"""Thirty real articles: the figures of their README, every character in its source, and back from a two-column PDF."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from pdf_pages import two_columns
from text_files import with_texts

from graph.anchors import State, make_anchor, reanchor
from graph.documents import BlockKind, StoredText
from graph.search_key import search_key
from ingest.folder import read_folder
from ingest.texts.read import read_text, text_of
from ingest.texts.trees import descendants, first, parse_xml

pytestmark = pytest.mark.data
TOLD = (BlockKind.PARAGRAPH, BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CAPTION)
SENTENCE = re.compile(r"[^\s.!?][^.!?]{14,}[.!?]+\d*(?=\s|$)")


@pytest.fixture(scope="module")
def articles(data_dir: Path) -> dict[str, StoredText]:
    files = sorted((data_dir / "jats_bjpsych").glob("*.xml"))
    return {file.name: read_text(file, f"texts/{file.name}") for file in files}


def test_articles_have_the_figures_that_were_counted(articles: dict[str, StoredText]) -> None:
    total: Counter[str] = Counter()
    for stored in articles.values():
        total.update(dict(stored.counts))
    assert len(articles) == 30
    assert total == {"sections": 373, "paragraphs": 1466, "tables": 31, "references dropped": 771, "abstracts": 29}
    assert sum(len(stored.tables) for stored in articles.values()) == 31
    assert sum(1 for stored in articles.values() if stored.tables) == 14
    kinds = Counter(stored.about.kind for stored in articles.values())
    assert kinds == {"research-article": 19, "editorial": 7, "review-article": 3, "discussion": 1}
    assert len({stored.about.doi for stored in articles.values()}) == 28
    assert sum(1 for stored in articles.values() if stored.about.keywords) == 18
    assert sum(1 for stored in articles.values() if not stored.count("sections")) == 1
    journals = Counter(stored.about.journal for stored in articles.values())
    assert journals == {"BJPsych Bulletin": 27, "BJPsych Open": 2, "Critical Studies on Terrorism": 1}
    assert {stored.languages for stored in articles.values()} == {("en",)}


def test_reference_lists_hold_every_identifier_of_the_files(data_dir: Path, articles: dict[str, StoredText]) -> None:
    said: Counter[str] = Counter()
    for file in sorted((data_dir / "jats_bjpsych").glob("*.xml")):
        listed = file.read_text(encoding="utf-8").partition("<ref-list")[2]
        said.update(set(re.findall(r'pub-id-type="pmid">\s*(\d+)', listed)))
    read = Counter(pmid for stored in articles.values() for pmid in {one.pmid for one in stored.references} if pmid)
    assert read == said
    assert sum(len(stored.references) for stored in articles.values()) == 771


def test_every_character_stands_at_its_place_in_the_source(data_dir: Path, articles: dict[str, StoredText]) -> None:
    for name, stored in articles.items():
        root = parse_xml((data_dir / "jats_bjpsych" / name).read_bytes(), name)
        nodes = {run.where: root.xpath(run.where) for run in stored.runs}
        covered = 0
        for run in stored.runs:
            (node,) = nodes[run.where]
            end = run.source_start + run.char_end - run.char_start
            assert str(node)[run.source_start : end] == stored.text[run.char_start : run.char_end]
            covered += sum(1 for character in stored.text[run.char_start : run.char_end] if not character.isspace())
        assert covered == sum(1 for character in stored.text if not character.isspace()), "nothing is of our own making"


def test_nothing_of_a_body_is_lost(data_dir: Path, articles: dict[str, StoredText]) -> None:
    for name, stored in articles.items():
        body = first(parse_xml((data_dir / "jats_bjpsych" / name).read_bytes(), name), "body")
        assert body is not None
        left_out = list(descendants(body, "tex-math", "object-id"))
        texts = body.xpath(".//text()")
        kept = (str(t) for t in texts if not any(above in left_out for above in _above(t)))
        runs = (run for run in stored.runs if run.where.startswith("/article[1]/body[1]"))
        read = "".join(stored.text[run.char_start : run.char_end] for run in runs)
        assert "".join(read.split()) == "".join("".join(kept).split())


def _above(text: object) -> list[object]:
    parent = text.getparent()  # type: ignore[attr-defined]
    holder = parent.getparent() if getattr(text, "is_tail", False) else parent
    return [] if holder is None else [holder, *holder.iterancestors()]


def test_no_address_of_a_person_is_stored(articles: dict[str, StoredText]) -> None:
    assert not [name for name, stored in articles.items() if re.search(r"\w@\w", stored.text)]


@pytest.mark.parametrize("by_row", [False, True], ids=["column by column", "row by row"])
def test_sentences_are_found_again_in_a_two_column_pdf(articles: dict[str, StoredText], by_row: bool) -> None:
    states: Counter[State] = Counter()
    wrong = 0
    for name, stored in list(articles.items())[:: 3 if by_row else 1]:
        blocks = [(_printable(stored.text[b.char_start : b.char_end]), b.kind in HEADS) for b in stored.blocks]
        printed = text_of(two_columns(blocks, head="BJPsych Bulletin", by_row=by_row), f"{name}.pdf")
        before, after = search_key(stored.text).key, search_key(printed.text).key
        for start, end in _sentences(stored):
            found = reanchor(make_anchor(stored, start, end), printed)
            states[found.state] += 1
            if found.state in {State.EXACT, State.MOVED}:
                assert found.anchor is not None
                wanted = search_key(stored.text[start:end]).key
                assert search_key(found.anchor.quote).key == wanted
                if before.count(wanted) == after.count(wanted) > 1:
                    nth = [
                        search_key(t[:at]).key.count(wanted)
                        for t, at in ((stored.text, start), (printed.text, found.anchor.char_start))
                    ]
                    wrong += nth[0] != nth[1]
    found_again = states[State.EXACT] + states[State.MOVED]
    assert wrong == 0
    assert found_again >= 0.97 * states.total(), states
    assert states.total() > (1000 if by_row else 4000)


HEADS = (BlockKind.HEADING, BlockKind.TITLE)


def _printable(words: str) -> str:
    """On one line, and without characters that the test's own font cannot spell."""
    return "".join(character for character in " ".join(words.split()) if ord(character) < 0x10000)


def _sentences(stored: StoredText) -> list[tuple[int, int]]:
    """Rough sentences; how well they are cut does not matter here."""
    return [
        (block.char_start + found.start(), block.char_start + found.end())
        for block in stored.blocks
        if block.kind in TOLD
        for found in SENTENCE.finditer(stored.text[block.char_start : block.char_end])
    ]


def test_thirty_files_are_twenty_eight_papers(tmp_path: Path, data_dir: Path) -> None:
    texts = {file.name: file.read_bytes() for file in (data_dir / "jats_bjpsych").glob("*.xml")}
    folder = with_texts(tmp_path, texts, '[review]\nid = "t"\ntitle = "T"\n\n[texts]\nnew = "candidate"\n')
    found = read_folder(folder)
    assert len(found.texts.papers) == len({text.paper_id for text in found.texts.papers}) == 28
    assert [problem.path for problem in found.texts.problems] == [
        "texts/2017_PMC5537578.xml",
        "texts/2017_PMC5537579.xml",
    ]
    assert len(found.inputs) == 31
    assert found.tables.nodes["Paper"].num_rows == 28
