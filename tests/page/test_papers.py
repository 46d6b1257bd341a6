"""Papers: the whole text with every passage in place, what must be hidden, and a passage that was missed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from desk_client import as_, desk_client, post
from fastapi.testclient import TestClient
from html_page import HIDDEN, every, one, read, stored, words
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.html import HtmlElement
from paper_review import ARABIC, BIDI, SCRIPT, B, paper_review, seen, sign_in
from suggested import suggested

from api.page.laid import laid
from api.page.placed import Mark
from api.tokens import TokenFile
from curation.entries import Assignment, Decision, Drawn
from curation.ledger import read_ledgers
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


def _paper(client: TestClient, curator: str | None = None, paper: str = B) -> HtmlElement:
    headers = {"Accept": "text/html"} | (as_(curator) if curator else {})
    if curator:
        client.cookies.clear()
    answer = client.get(f"/papers/{paper}", headers=headers)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def _material(client: TestClient) -> Any:
    desks: Any = client.app.state.desks  # type: ignore[attr-defined]
    return desks.open().desk.material


def _suggestion(client: TestClient, quote: str, influence: str = "training") -> Any:
    return next(
        found
        for found in _material(client).suggestions.values()
        if found.anchor.quote.startswith(quote) and (found.influence_id, found.paper_id) == (influence, B)
    )


def _labels(document: HtmlElement, suggestion_id: str) -> list[HtmlElement]:
    return every(document, f"//section//a[@href='/decide/{suggestion_id}']")


def _pieces(document: HtmlElement, suggestion_id: str) -> list[HtmlElement]:
    return every(document, f"//section//*[contains(concat(' ', @data-marks, ' '), ' {suggestion_id} ')]")


def test_the_whole_text_is_there_letter_for_letter_at_its_offsets(reading: TestClient) -> None:
    text: StoredText = _material(reading).texts["texts/b.xml"].text
    shown = every(_paper(reading), "//section[@data-path='texts/b.xml']//*[@data-start]")
    left = list(text.text)
    for element in shown:
        start, found = int(element.get("data-start", "")), stored(element)
        here = text.text[start : start + len(found)]
        assert found.replace(HIDDEN, BIDI) == here
        left[start : start + len(found)] = " " * len(found)
    assert not "".join(left).strip(), "what no element shows is only what stands between blocks and cells"


def test_blocks_are_what_they_were(reading: TestClient) -> None:
    document = _paper(reading)
    assert [words(one) for one in every(document, "//section//h3")][:2] == ["Work in the ward & elsewhere", "Results"]
    assert len(every(document, "//section//ul/li[@data-start]")) == 2
    assert "We were trained twice" in words(one(document, "//section//blockquote"))
    assert words(one(document, "//section//table//td[@rowspan='2']")) == "Ward"
    assert words(one(document, "//section//table//td[@colspan='2']")) == "Twice. Twice. Twice."
    assert "note" in str(one(document, "//section//p[contains(., 'A note under the table')]").get("class"))
    arabic = one(document, f"//section//p[contains(., '{ARABIC[:12]}')]")
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")


def test_every_suggestion_is_marked_where_it_stands_and_opens(reading: TestClient) -> None:
    document = _paper(reading)
    found = [one for one in _material(reading).suggestions.values() if one.paper_id == B]
    assert len(found) == 8
    for suggestion in found:
        pieces = _pieces(document, suggestion.id)
        assert "".join(map(stored, pieces)) == suggestion.anchor.quote
        assert all(str(piece.get("class")).split()[:2] == ["seg", "machine"] for piece in pieces)
        assert len(every(document, f"//*[@id='{suggestion.id}']")) == 1
        (label,) = _labels(document, suggestion.id)
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
        lack = _suggestion(client, LACK)
        (label,) = _labels(_paper(client, "ann"), lack.id)
        assert words(label) == "suggestion: decide before you look"
        section = words(one(_paper(client, "ann"), "//section"))
        assert "facilitator" not in section
        assert "suggested" not in words(one(_paper(client, "ann"), "//main//ol"))
        assert post(client, "ann", "decisions", key="k", suggestion_id=lack.id, verdict="accept").status_code == 201
        (label,) = _labels(_paper(client, "ann"), lack.id)
        assert "barrier, Training" in words(label)
        (other,) = _labels(_paper(client, "ann"), _suggestion(client, LACK, "pay").id)
        assert words(other) == "suggestion: decide before you look"


def test_a_colleague_s_half_of_a_double_coding_is_hidden_until_both_decided(client: TestClient) -> None:
    lack = _suggestion(client, LACK)
    desk: Any = client.app.state.desks.open().desk  # type: ignore[attr-defined]
    desk.act(("chief", "web", "draw"), Assignment(1.0, 1, 1, (Drawn(lack.id, ("ann", "ben")),)))
    post(client, "ann", "decisions", key="k1", suggestion_id=lack.id, verdict="reject", note="SECRET")
    (label,) = _labels(_paper(client, "ann"), lack.id)
    assert words(label) == "Ann: rejected"
    for other in ("ben", "chief"):
        (label,) = _labels(_paper(client, other), lack.id)
        assert words(label).startswith("suggested:")
        assert "rejected" not in words(_paper(client, other))
    post(client, "ben", "decisions", key="k2", suggestion_id=lack.id, verdict="accept")
    for other in ("ann", "chief"):
        (label,) = _labels(_paper(client, other), lack.id)
        assert words(label) == "Ann: rejected; Ben: \u25bc barrier, Training (conflict)"


def _mark(client: TestClient, csrf: str, key: str = "k", **fields: str) -> Any:
    form = {"csrf": csrf, "key": key, "paper": B, "influence": "training", "direction": "barrier"} | fields
    return client.post("/papers/mark", data=form, headers={"Accept": "text/html"})


def test_a_missed_passage_is_added_by_its_words_once_and_taken_back(client: TestClient, folder: Path) -> None:
    csrf = sign_in(client, "ann")
    answer = _mark(client, csrf, quote="low   pay was a\nbarrier", assertion="finding", note="Why not", setting="ward")
    assert answer.status_code == 200, answer.text
    (entry,) = read_ledgers(folder).entries
    assert isinstance(entry.body, Decision)
    made = entry.body.suggestion
    assert (made.anchor.quote, made.origin, entry.body.note) == ("Low pay was a barrier", "human", "Why not")
    assert str(answer.url).endswith(f"?marked={entry.id}#{made.id}")
    document = read(answer.text)
    (label,) = _labels(document, made.id)
    assert words(label) == "Ann: \u25bc barrier, Training, ward"
    assert "human" in str(label.get("class"))
    assert "".join(map(stored, _pieces(document, made.id))) == "Low pay was a barrier"
    assert all("human" in str(piece.get("class")).split() for piece in _pieces(document, made.id))
    behind = read(seen(client, "/figures?paper_id=paper:b&direction=barrier&influence_id=training").text)
    to = str(one(behind, "//a[.='In the text']").get("href")).partition("#")[2]
    assert every(document, f"//section//*[@id='{to}']"), "the page behind a count leads to the passage"

    _mark(client, csrf, quote="low   pay was a\nbarrier", assertion="finding", note="Why not", setting="ward")
    assert len(read_ledgers(folder).entries) == 1, "sent again, it stands once"
    undo = one(document, "//form[@action='/undo']")
    fields = {str(field.get("name")): str(field.get("value")) for field in undo.iter("input")}
    back = client.post("/undo", data=fields, headers={"Accept": "text/html"})
    assert back.url.path == f"/papers/{B}"
    assert not _labels(read(back.text), made.id)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quote": "Nobody wrote this"}, "do not stand in any text"),
        ({"quote": ""}, "Select a passage"),
        ({"quote": "Twice."}, "stand at 3 places"),
        ({"quote": "Ward", "influence": ""}, "Choose the influence"),
        ({"quote": "Ward", "direction": "sideways"}, "Choose a direction"),
        ({"quote": "Twice.", "place": "0:4:texts/b.xml"}, "stand at 3 places"),
        ({"quote": "Twice.", "place": "\u0661:x:../review.toml"}, "stand at 3 places"),
        ({"quote": "Ward", "paper": "paper:a"}, "do not stand in any text"),
        ({"quote": "Training was short."}, "suggested for this influence already"),
    ],
)
def test_a_mark_that_cannot_be_says_why_and_keeps_what_was_typed(
    reading: TestClient, fields: dict[str, str], said: str
) -> None:
    csrf = sign_in(reading, "ann")
    answer = _mark(reading, csrf, note="<i>typed</i>", setting="night ward", **fields)
    assert answer.status_code == 422
    document = read(answer.text)
    assert said in words(one(document, "//p[@role='alert' and contains(@class, 'wrong')]"))
    form = one(document, "//form[@action='/papers/mark']")
    assert words(one(form, ".//textarea[@name='quote']")) == fields["quote"]
    assert words(one(form, ".//textarea[@name='note']")) == "<i>typed</i>"
    assert one(form, ".//input[@name='setting']").get("value") == "night ward"
    checked = {str(field.get("value")) for field in every(form, ".//input[@checked]")}
    assert checked == {fields.get("influence", "training"), fields.get("direction", "barrier")} - {"", "sideways"}
    if "already" in said:
        assert f"/decide/{_suggestion(reading, 'Training was short').id}" in answer.text


def test_one_of_several_places_is_chosen(client: TestClient, folder: Path) -> None:
    csrf = sign_in(client, "ann")
    refused = read(_mark(client, csrf, quote="Twice.").text)
    places = [str(field.get("value")) for field in every(refused, "//input[@name='place']")]
    assert len(places) == 3
    assert _mark(client, csrf, quote="Twice.", place=places[1]).status_code == 200
    (entry,) = read_ledgers(folder).entries
    assert isinstance(entry.body, Decision)
    assert entry.body.anchor.char_start == int(places[1].partition(":")[0])


def test_who_only_reads_adds_nothing(client: TestClient, folder: Path) -> None:
    csrf = sign_in(client, "rita")
    assert not every(read(seen(client, f"/papers/{B}").text), "//form[@action='/papers/mark']")
    refused = _mark(client, csrf, quote="Ward")
    assert refused.status_code == 422
    assert "is a reader" in refused.text
    assert _mark(client, "forged", quote="Ward").status_code == 403
    assert not read_ledgers(folder).entries


def test_a_session_from_a_token_that_only_reads_changes_nothing(folder: Path, tmp_path: Path) -> None:
    tokens = TokenFile(tmp_path / "tokens")
    token = tokens.add("ann")
    with desk_client(folder, tokens=tokens) as client:
        csrf = sign_in(client, "ann", token)
        assert not every(read(seen(client, f"/papers/{B}").text), "//form[@action='/papers/mark']")
        assert _mark(client, csrf, quote="Ward").status_code == 403
        for act in ("/decide", "/skip", "/undo"):
            assert client.post(act, data={"csrf": csrf, "key": "k", "verdict": "reject"}).status_code == 403
        assert client.post("/signout", data={"csrf": csrf}, follow_redirects=False).status_code == 303
    assert not read_ledgers(folder).entries


def test_decisions_move_with_their_words_and_lost_ones_are_told(folder: Path) -> None:
    with desk_client(folder) as client:
        lack, short = _suggestion(client, LACK), _suggestion(client, "Training was short")
        for one_ in (lack, short):
            post(client, "ann", "decisions", key=one_.id[2:], suggestion_id=one_.id, verdict="accept")
    file = folder / "texts" / "b.xml"
    text = file.read_text(encoding="utf-8").replace("<p>Staff said:", "<p>Something new stands here. Staff said:")
    file.write_text(text.replace("Training was short.", "It was another thing."), encoding="utf-8")
    with desk_client(folder) as client:
        document = _paper(client, "ann")
    assert "".join(map(stored, _pieces(document, lack.id))) == lack.anchor.quote
    lost = one(document, "//h2[contains(., 'without a place')]/following-sibling::ul[1]")
    assert "Training was short." in words(lost)


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
    pieces = [piece for run in runs for piece in run.pieces]
    for run in runs:
        assert "".join(piece.text for piece in run.pieces) == text.text[run.start : run.end]
    for mark in marks:
        covered = "".join(piece.text for piece in pieces if mark in piece.marks)
        assert "".join(covered.split()) == "".join(text.text[mark.start : mark.end].split())
        assert sum(mark in piece.ends for piece in pieces) == 1
    assert sorted(id_ for piece in pieces for id_ in piece.ids) == sorted({id_ for mark in marks for id_ in mark.ids})
