"""Papers: the whole text with every passage in place, what must be hidden, and a passage that was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from desk_client import desk_client, post
from fastapi.testclient import TestClient
from html_page import HIDDEN, every, labels, one, pieces, read, stored, words
from hypothesis import given, settings
from hypothesis import strategies as st
from paper_review import ARABIC, BIDI, SCRIPT, B, material, paper_page, paper_review, seen, sign_in, suggestion_on
from suggested import suggested

from api.page.laid import laid
from api.page.placed import Mark
from curation.entries import Assignment, Drawn
from graph.anchors import make_anchor
from graph.documents import StoredText
from ingest.texts.read import read_text

LACK = "Lack of training hindered the new workers"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server where nobody decides anything."""
    with desk_client(paper_review(tmp_path_factory.mktemp("papers") / "review")) as client:
        sign_in(client, "ann")
        yield client


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return paper_review(tmp_path / "review")


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    with desk_client(folder) as client:
        yield client


def test_the_whole_text_is_there_letter_for_letter_at_its_offsets(reading: TestClient) -> None:
    text: StoredText = material(reading).texts["texts/b.xml"].text
    shown = every(paper_page(reading), "//section[@data-path='texts/b.xml']//*[@data-start]")
    left = list(text.text)
    for element in shown:
        start, found = int(element.get("data-start", "")), stored(element)
        here = text.text[start : start + len(found)]
        assert found.replace(HIDDEN, BIDI) == here
        left[start : start + len(found)] = " " * len(found)
    assert not "".join(left).strip(), "what no element shows is only what stands between blocks and cells"


def test_blocks_are_what_they_were(reading: TestClient) -> None:
    document = paper_page(reading)
    assert [words(one) for one in every(document, "//section//h3")][:2] == ["Work in the ward & elsewhere", "Results"]
    assert len(every(document, "//section//ul/li[@data-start]")) == 2
    assert "We were trained twice" in words(one(document, "//section//blockquote"))
    assert words(one(document, "//section//table//td[@rowspan='2']")) == "Ward"
    assert words(one(document, "//section//table//td[@colspan='2']")) == "Twice. Twice. Twice."
    assert "note" in str(one(document, "//section//p[contains(., 'A note under the table')]").get("class"))
    arabic = one(document, f"//section//p[contains(., '{ARABIC[:12]}')]")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")


def test_every_suggestion_is_marked_where_it_stands_and_opens(reading: TestClient) -> None:
    document = paper_page(reading)
    found = [one for one in material(reading).suggestions.values() if one.paper_id == B]
    assert len(found) == 8
    for suggestion in found:
        covered = pieces(document, suggestion.id)
        assert "".join(map(stored, covered)) == suggestion.anchor.quote
        assert all(str(piece.get("class")).split()[:2] == ["seg", "machine"] for piece in covered)
        assert len(every(document, f"//*[@id='{suggestion.id}']")) == 1
        (label,) = labels(document, suggestion.id)
        assert suggestion.direction.value in words(label)
        assert "machine" in str(label.get("class"))
        assert seen(reading, f"/decide/{suggestion.id}").status_code == 200


def test_nothing_of_a_text_runs_or_steers(reading: TestClient) -> None:
    page = seen(reading, f"/papers/{B}")
    assert SCRIPT not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert BIDI not in page.text
    assert "U+202E" in page.text
    assert "unsafe" not in page.headers["content-security-policy"]
    assert not re.search(r"<[^>]+ (style|on\w+)=", page.text)


def test_the_list_narrows_by_words_and_counts_as_the_queries_do(reading: TestClient) -> None:
    rows = {row["paper_id"]: row for row in reading.get("/v1/queries/papers").json()["rows"]}
    table = every(read(seen(reading, "/papers").text), "//tbody/tr")
    assert len(table) == 2
    for row in table:
        cells = [words(cell) for cell in row]
        paper = next(id_ for id_ in rows if id_ in cells[0])
        assert cells[-1] == str(rows[paper]["findings"])
        assert cells[-3:-1] == [{"paper:a": "3", B: "8"}[paper], "0"]
    narrowed = read(seen(reading, "/papers?words=PAPER:b+included").text)
    assert [words(one) for one in every(narrowed, "//tbody//th")] == ["paper:b"]
    assert "1 paper of 2" in words(one(narrowed, "//p[@role='status']"))
    assert not every(read(seen(reading, "/papers?words=nowhere").text), "//tbody")


def test_strangers_and_unknown_papers(reading: TestClient) -> None:
    gone = seen(reading, "/papers/paper:z")
    assert gone.status_code == 404
    assert "paper:z" in gone.text
    cookies = dict(reading.cookies)
    reading.cookies.clear()
    assert reading.get(f"/papers/{B}", headers={"Accept": "text/html"}, follow_redirects=False).status_code == 303
    reading.cookies.update(cookies)


def test_a_proposal_of_the_blind_share_is_not_shown_before_one_decided(tmp_path: Path) -> None:
    with desk_client(paper_review(tmp_path / "review", blind_share=1.0)) as client:
        lack = suggestion_on(client, LACK)
        (label,) = labels(paper_page(client, "ann"), lack.id)
        assert words(label) == "suggestion: decide before you look"
        section = words(one(paper_page(client, "ann"), "//section"))
        assert "facilitator" not in section
        assert "suggested" not in words(one(paper_page(client, "ann"), "//main//ol"))
        assert post(client, "ann", "decisions", key="k", suggestion_id=lack.id, verdict="accept").status_code == 201
        (label,) = labels(paper_page(client, "ann"), lack.id)
        assert "barrier, Training" in words(label)
        (other,) = labels(paper_page(client, "ann"), suggestion_on(client, LACK, "pay").id)
        assert words(other) == "suggestion: decide before you look"


def test_a_colleague_s_half_of_a_double_coding_is_hidden_until_both_decided(client: TestClient) -> None:
    lack = suggestion_on(client, LACK)
    desk: Any = client.app.state.desks.open().desk  # type: ignore[attr-defined]
    desk.act(("chief", "web", "draw"), Assignment(1.0, 1, 1, (Drawn(lack.id, ("ann", "ben")),)))
    post(client, "ann", "decisions", key="k1", suggestion_id=lack.id, verdict="reject", note="SECRET")
    (label,) = labels(paper_page(client, "ann"), lack.id)
    assert words(label) == "Ann: rejected"
    for other in ("ben", "chief"):
        (label,) = labels(paper_page(client, other), lack.id)
        assert words(label).startswith("suggested:")
        assert "rejected" not in words(paper_page(client, other))
    post(client, "ben", "decisions", key="k2", suggestion_id=lack.id, verdict="accept")
    for other in ("ann", "chief"):
        (label,) = labels(paper_page(client, other), lack.id)
        assert words(label) == "Ann: rejected; Ben: \u25bc barrier, Training (conflict)"


def test_decisions_move_with_their_words_and_lost_ones_are_told(folder: Path) -> None:
    with desk_client(folder) as client:
        lack, short = suggestion_on(client, LACK), suggestion_on(client, "Training was short")
        for one_ in (lack, short):
            post(client, "ann", "decisions", key=one_.id[2:], suggestion_id=one_.id, verdict="accept")
    file = folder / "texts" / "b.xml"
    text = file.read_text(encoding="utf-8").replace("<p>Staff said:", "<p>Something new stands here. Staff said:")
    file.write_text(text.replace("Training was short.", "It was another thing."), encoding="utf-8")
    with desk_client(folder) as client:
        document = paper_page(client, "ann")
    assert "".join(map(stored, pieces(document, lack.id))) == lack.anchor.quote
    lost = one(document, "//h2[contains(., 'without a place')]/following-sibling::ul[1]")
    assert "Training was short." in words(lost)
    file.rename(file.with_name("c.xml"))
    review = folder / "review.toml"
    review.write_text(review.read_text(encoding="utf-8").replace('"b.xml"', '"c.xml"'), encoding="utf-8")
    with desk_client(folder) as client:
        document = paper_page(client, "ann")
    lost = one(document, "//h2[contains(., 'without a place')]/following-sibling::ul[1]")
    assert [quote in words(lost) for quote in (LACK, "Training was short.")] == [True, True]


@cache
def _article(data: Path) -> StoredText:
    file = data / "jats_bjpsych" / "2021_PMC8112016.xml"
    return read_text(file, file.name)


@settings(max_examples=30)
@given(ends=st.lists(st.tuples(st.floats(0, 1), st.integers(1, 3000)), max_size=25))
def test_marks_cut_a_real_article_without_losing_a_letter(data_dir: Path, ends: list[tuple[float, int]]) -> None:
    text = _article(data_dir)
    marks = []
    for at, length in ends:
        start = int(at * (len(text.text) - 1))
        span = start, min(len(text.text), start + length)
        if text.text[slice(*span)].strip():
            marks.append(Mark(suggested(make_anchor(text, *span)), *span, ids=(f"{span}",)))
    marks.sort(key=lambda mark: (mark.start, -mark.end))
    blocks = laid(text, marks)
    runs = [
        run for block in blocks for run in ([block.run] if block.run else [c.run for row in block.rows for c in row])
    ]
    laid_out = [piece for run in runs for piece in run.pieces]
    for run in runs:
        assert "".join(piece.text for piece in run.pieces) == text.text[run.start : run.end]
    for mark in marks:
        covered = "".join(piece.text for piece in laid_out if mark in piece.marks)
        assert "".join(covered.split()) == "".join(text.text[mark.start : mark.end].split())
        assert sum(mark in piece.ends for piece in laid_out) == 1
    assert sorted(id_ for piece in laid_out for id_ in piece.ids) == sorted({id_ for mark in marks for id_ in mark.ids})
