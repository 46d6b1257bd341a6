"""Adding a passage that the machine missed, without a script: found by its words, once, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_client import desk_client, level
from fastapi.testclient import TestClient
from html_page import every, labels, one, pieces, read, stored, words
from paper_review import B, paper_review, seen, sign_in, suggestion_on

from api.tokens import TokenFile
from curation.entries import Decision
from curation.ledger import read_ledgers


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
    (label,) = labels(document, made.id)
    assert words(label) == "Ann: \u25bc barrier, Training, ward"
    assert "human" in str(label.get("class"))
    assert "".join(map(stored, pieces(document, made.id))) == "Low pay was a barrier"
    assert all("human" in str(piece.get("class")).split() for piece in pieces(document, made.id))
    level(client)
    behind = read(seen(client, "/figures?paper_id=paper:b&direction=barrier&influence_id=training").text)
    to = str(one(behind, "//a[.='In the text']").get("href")).partition("#")[2]
    assert every(document, f"//section//*[@id='{to}']"), "the page behind a count leads to the passage"

    _mark(client, csrf, quote="low   pay was a\nbarrier", assertion="finding", note="Why not", setting="ward")
    assert len(read_ledgers(folder).entries) == 1, "sent again, it stands once"
    undo = one(document, "//form[@action='/undo']")
    fields = {str(field.get("name")): str(field.get("value")) for field in undo.iter("input")}
    back = client.post("/undo", data=fields, headers={"Accept": "text/html"})
    assert back.url.path == f"/papers/{B}"
    assert not labels(read(back.text), made.id)


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
        assert f"/decide/{suggestion_on(reading, 'Training was short').id}" in answer.text


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
