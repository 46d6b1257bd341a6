"""What several people do together: conflicts, the codebook, phrases, agreement; and quotes that mean harm."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from curated_review import decide, shown
from deciding import claim, decided
from desk_client import desk_client, level
from fastapi.testclient import TestClient

from curation.entries import Adjudication, CodebookChange, PhraseChange, Undo
from curation.ledger import read_ledgers

HTML = {"accept": "text/html"}
HOSTILE = "=cmd()\u202e <script>alert(1)</script> \"'&gt; training helped them"


@pytest.fixture
def client(review: Path) -> Iterator[TestClient]:
    with desk_client(review) as client:
        yield client


class Browser:
    """Forms as a browser without scripts would send them."""

    def __init__(self, client: TestClient, curator: str) -> None:
        self.client = client
        client.cookies.clear()
        self.post("/signin", curator=curator)

    def get(self, address: str) -> str:
        """A page."""
        answer = self.client.get(address, headers=HTML)
        assert answer.status_code == 200, answer.text
        return answer.text

    def post(self, address: str, **fields: str) -> str:
        """The page after a form."""
        secret = "" if address == "/signin" else re.findall(r'name="csrf" value="(\w+)"', self.get("/keys"))[0]
        answer = self.client.post(address, data={"csrf": secret, **fields}, headers=HTML)
        assert answer.status_code in {200, 422}, answer.text
        return answer.text


def _conflict(review: Path) -> str:
    one = shown(review, "training made the new role possible", "training", "facilitator")
    decide(review, "ann", "1", decided(one))
    decide(review, "ben", "1", decided(one, "edit", claim("training", "mixed")))
    return one.id


def test_a_conflict_is_settled_side_by_side_with_a_reason(client: TestClient, review: Path) -> None:
    id_ = _conflict(review)
    coder = Browser(client, "ann")
    assert "an adjudicator does that" in coder.get("/conflicts")
    assert "stands</button>" not in coder.get(f"/conflicts/{id_}")
    assert "needs an adjudicator" in coder.post(f"/conflicts/{id_}", key="c", answer="0", reason="Mine.")

    chief = Browser(client, "chief")
    side_by_side = chief.get(f"/conflicts/{id_}")
    assert "A: Ann" in side_by_side
    assert "B: Ben" in side_by_side
    assert "Say why" in chief.post(f"/conflicts/{id_}", key="a", answer="1", reason="")
    assert "Settled" in chief.post(f"/conflicts/{id_}", key="b", answer="1", reason="Ben read on.")
    (entry,) = [entry for entry in read_ledgers(review).entries if isinstance(entry.body, Adjudication)]
    assert isinstance(entry.body, Adjudication)
    assert (entry.body.reason, [str(one.direction) for one in entry.body.claims]) == ("Ben read on.", ["mixed"])
    assert "1, 1" in chief.get("/agreement"), "one conflict, one settled"


@pytest.mark.parametrize(("answer", "claims"), [("reject", []), ("claim", [("pay", "barrier")])])
def test_a_third_answer(client: TestClient, review: Path, answer: str, claims: list[tuple[str, str]]) -> None:
    id_ = _conflict(review)
    third = {"influence": "pay", "direction": "barrier"} if claims else {}
    Browser(client, "chief").post(f"/conflicts/{id_}", key="a", answer=answer, reason="Neither.", **third)
    (body,) = [entry.body for entry in read_ledgers(review).entries if isinstance(entry.body, Adjudication)]
    assert [(one.influence_id, str(one.direction)) for one in body.claims] == claims


def test_a_change_of_the_codebook_is_shown_made_and_taken_back(client: TestClient, review: Path) -> None:
    change = {"change": "merge", "influence": "training", "into": "pay"}
    assert "needs an adjudicator" in Browser(client, "ann").post("/codebook", **change, key="x", sure="1")
    chief = Browser(client, "chief")
    seen = chief.post("/codebook", **change)
    assert "2 counted findings of 2 papers move to Pay" in seen
    assert not read_ledgers(review).entries, "a preview writes nothing"
    assert "Saved, and built" in chief.post("/codebook", **change, key="m", sure="1")
    rows = client.get("/v1/queries/influences_by_frequency").json()["rows"]
    assert [row["influence_id"] for row in rows if row["papers"]] == ["pay"]
    (entry,) = [entry for entry in read_ledgers(review).entries if isinstance(entry.body, CodebookChange)]
    chief.post("/undo", key="u", entry=entry.id, back="/codebook")
    rows = client.get("/v1/queries/influences_by_frequency").json()["rows"]
    assert sorted(row["influence_id"] for row in rows if row["papers"]) == ["pay", "training"]
    assert "is not `id = name`" in chief.post("/codebook", change="split", influence="pay", parts="nonsense")


def test_a_phrase_of_a_table_is_assigned_and_given_back(client: TestClient, review: Path) -> None:
    table = review / "tables" / "findings.csv"
    table.write_text(table.read_text(encoding="utf-8") + "B,ward,Low wages,hinders,Low wages\n", encoding="utf-8")
    with desk_client(review) as fresh:
        ann = Browser(fresh, "ann")
        card = ann.get("/decide?kind=phrases")
        assert "Low wages" in card
        assert "barrier in 1 cell" in card
        assert "Choose the influence" in ann.post("/phrase", phrase="Low wages", key="p", kind="phrases")
        ann.post("/phrase", phrase="Low wages", key="p", influence="pay", kind="phrases")
        assert "Nothing waits here" in ann.get("/decide?kind=phrases")
        ann.post("/undo", key="u")
        assert "Low wages" in ann.get("/decide?kind=phrases")
    kinds = [type(entry.body) for entry in read_ledgers(review).entries]
    assert kinds == [PhraseChange, Undo]


def test_a_part_of_the_queue_stays_that_part(client: TestClient) -> None:
    ann = Browser(client, "ann")
    card = ann.get("/decide?influence=pay")
    assert "Suggested: Pay" in card
    fields = dict(re.findall(r'name="(suggestion|seen|part|kind|paper)" value="([^"]*)"', card))
    assert fields["part"] == "pay"
    assert "Nothing waits here" in ann.post("/decide", **fields, key="k", verdict="reject")
    assert "Suggested: Training" in ann.get("/decide")


def test_hostile_quotes_stand_as_text(client: TestClient, review: Path) -> None:
    (review / "texts" / "a.txt").write_text(f"Results\n\n{HOSTILE}.\n", encoding="utf-8")
    with desk_client(review) as fresh:
        ann = Browser(fresh, "ann")
        card = ann.get("/decide")
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in card
        assert "<script>alert" not in card
        assert "\u202e" not in card
        assert "U+202E" in card
        note = {"note": "<img src=x onerror=alert(1)>", "verdict": "reject", "key": "k"}
        suggestion = re.findall(r'name="suggestion" value="([^"]+)"', card)[0]
        ann.post("/decide", suggestion=suggestion, seen="", **note)
        for address in ("/activity", f"/decide/{suggestion}", "/papers/paper:a"):
            assert "<img" not in ann.get(address), address


def test_errors_for_people_are_pages(client: TestClient) -> None:
    Browser(client, "ann")
    answer = client.get("/decide/s:nothing", headers=HTML)
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "There is no Suggestion with the id" in answer.text
    assert client.get("/nowhere", headers=HTML).status_code == 404


def test_after_a_split_ones_own_passages_come_again(client: TestClient, review: Path) -> None:
    one = shown(review, "training made the new role possible", "training", "facilitator")
    decide(review, "ann", "1", decided(one))
    parts = {"change": "split", "influence": "training", "parts": "courses = Courses\nmentoring = Mentoring"}
    assert "stay on Training" in Browser(client, "chief").post("/codebook", **parts)
    Browser(client, "chief").post("/codebook", **parts, key="s", sure="1")
    assert "to decide again" not in Browser(client, "ben").get("/")
    ann = Browser(client, "ann")
    assert "to decide again" in ann.get("/")
    card = ann.get("/decide")
    assert "was split since" in card
    assert 'value="courses"' in card
    fields = {"suggestion": one.id, "seen": "", "verdict": "accept", "key": "again", "direction": "facilitator"}
    ann.post("/decide", **fields, influence="courses")
    assert "to decide again" not in ann.get("/")
    level(client)
    rows = client.get("/v1/queries/findings_of_paper", params={"paper_id": "paper:a"}).json()["rows"]
    assert "courses" in {row["influence_id"] for row in rows}


def test_what_could_not_be_written_is_said_not_to_be_saved(
    client: TestClient, review: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = Browser(client, "ann")
    card = ann.get("/decide")
    suggestion = re.findall(r'name="suggestion" value="([^"]+)"', card)[0]

    def full(handle: int, line: bytes) -> int:
        del handle, line
        raise OSError(28, "No space left on device")

    fields = {"suggestion": suggestion, "seen": "", "verdict": "reject", "key": "k"}
    secret = re.findall(r'name="csrf" value="(\w+)"', card)[0]
    with monkeypatch.context() as patched:
        patched.setattr("os.write", full)
        answer = client.post("/decide", data={"csrf": secret, **fields}, headers=HTML)
    assert answer.status_code == 507
    assert "It was not saved" in answer.text
    assert not read_ledgers(review).entries
    assert (
        "Saved on disk"
        in ann.client.post("/decide", data={"csrf": secret, **fields}, headers={**HTML, "HX-Request": "true"}).text
    )
