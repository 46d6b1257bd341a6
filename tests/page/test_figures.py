"""The page behind a count: what is counted, how much of it, every passage with its place, and the same as data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_client import desk_client
from fastapi.testclient import TestClient
from html_page import every, one, read, told, words
from paper_review import seen, sign_in

import api.page.figures


@pytest.fixture(scope="module")
def client(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The example review of fourteen studies."""
    folder = tmp_path_factory.mktemp("figures") / "review"
    shutil.copytree(repo / "examples" / "peer_support", folder)
    with desk_client(folder) as client:
        sign_in(client, "ann")
        yield client


QUESTIONS = (
    "influence_id=training",
    "influence_id=training&direction=barrier",
    "influence_id=training&state=mixed",
    "branch_id=training&uncounted=true",
    "setting_id=setting:country/usa",
    "paper_id=doi:10.2975/33.4.2010.269.277",
    "study_id=study:doi:10.2975/33.4.2010.269.277&influence_id=",
    "direction=absent",
    "",
)


@pytest.mark.parametrize("asked", QUESTIONS)
def test_it_shows_what_the_query_answers(client: TestClient, asked: str) -> None:
    document = read(seen(client, f"/figures?{asked}").text)
    rows = client.get(f"/v1/queries/passages_behind?{asked.removesuffix('&influence_id=')}&limit=10000").json()["rows"]
    found = told(document)
    for unit in ("paper", "study", "finding", "passage"):
        assert found[unit] == len({row[f"{unit}_id"] for row in rows})
    ids = list(dict.fromkeys(row["finding_id"] for row in rows))
    shown = [str(finding.get("id")) for finding in every(document, "//*[@class='finding']")]
    assert shown == ids[: api.page.figures.EACH]
    text = words(one(document, "//main"))
    for row in rows:
        if row["finding_id"] in shown:
            block = words(one(document, f"//*[@id='{row['finding_id']}']"))
            assert row["quote"] in block
            assert ("Paraphrase (a note, not a quote)" in block) == (row["kind"] == "note")
            assert f"{row['path']}, cell {row['cell']}" in block
            assert row["direction"] in block
    assert ("All counted findings" in text) != ("uncounted" in asked)


def test_it_says_what_it_narrows_to_in_words(client: TestClient) -> None:
    document = read(seen(client, "/figures?influence_id=training&direction=barrier&setting_id=setting:country/uk").text)
    said = words(one(document, "//main/p[1]"))
    tree = client.get("/v1/queries/codebook_tree").json()["rows"]
    name = next(row["name"] for row in tree if row["influence_id"] == "training")
    assert f"on the influence {name}" in said
    assert "that say barrier" in said
    assert "in the setting UK" in said


@pytest.mark.parametrize(
    "page", ["/figures?influence_id=training&direction=barrier", "/figures/papers?influence_id=training"]
)
def test_the_same_answer_is_there_as_json_and_csv(client: TestClient, page: str) -> None:
    document = read(seen(client, page).text)
    as_json = client.get(str(one(document, "//main//a[.='JSON']").get("href")))
    as_csv = client.get(str(one(document, "//main//a[.='CSV']").get("href")))
    assert as_json.headers["content-type"].startswith("application/json")
    assert as_csv.headers["content-type"].startswith("text/csv")
    assert len(as_csv.text.splitlines()) == len(as_json.json()["rows"]) + 1
    assert told(document)["paper"] == len({row["paper_id"] for row in as_json.json()["rows"]})


def test_it_says_when_the_list_was_cut(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api.page.figures, "MOST", 3)
    document = read(seen(client, "/figures").text)
    assert "cut at 3 rows" in words(one(document, "//p[@role='status']"))
    assert told(document)["passage"] == 3
    whole = read(seen(client, "/figures?influence_id=peer-network").text)
    assert "cut" not in words(one(whole, "//p[@role='status']"))


def test_a_long_list_comes_in_pages_that_keep_what_was_asked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api.page.figures, "EACH", 2)
    seen_ids: list[str] = []
    address = "/figures?influence_id=training"
    for _ in range(20):
        document = read(seen(client, address).text)
        seen_ids += [str(finding.get("id")) for finding in every(document, "//*[@class='finding']")]
        following = every(document, "//a[@rel='next']")
        if not following:
            break
        address = str(following[0].get("href"))
    assert len(seen_ids) == len(set(seen_ids)) == told(document)["finding"] > 4


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("direction=barier", 422, 'Did you mean "barrier"'),
        ("influence_id=trainig", 404, 'Did you mean "training"'),
        ("colour=red", 422, "there is no such parameter"),
        ("direction=barrier&direction=mixed", 422, "more than once"),
        ("uncounted=perhaps", 422, "is not of type boolean"),
        ("influence_id=<script>", 404, "There is no Influence"),
        ("page=-1", 200, "findings"),
    ],
)
def test_bad_questions_are_answered_on_a_page(client: TestClient, asked: str, status: int, said: str) -> None:
    answer = seen(client, f"/figures?{asked}")
    assert answer.status_code == status
    assert said in words(read(answer.text))
    assert "<script>" not in answer.text.replace("<script src", "")


def test_nothing_is_told_as_nothing(client: TestClient) -> None:
    document = read(seen(client, "/figures?influence_id=peer-network").text)
    assert "Nothing fits" in words(document)
    assert told(document) == {"paper": 0, "study": 0, "finding": 0, "passage": 0}
    assert seen(client, "/figures/papers").status_code == 422, "a state needs an influence"
