"""Pairs of records that wait for a person: in the terminal, on the page, over HTTP, and what they do to a build."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import Here, Ran
from curated_review import curated_review, decide
from deciding import entries
from desk_client import PEOPLE, as_, desk_client
from desk_review import bodies
from fastapi.testclient import TestClient

from cli.curated import Curated, read_curated
from cli.pairs import pairs_to_decide
from curation.entries import Undo
from curation.exchange import export_ledgers, import_ledgers
from curation.pair_decisions import PairDecision, PairVerdict
from curation.pairs import Pair, PairRecord, side_by_side, words
from graph.errors import DecisionRefused

HTML = {"accept": "text/html"}
HOSTILE = "Peer <b>work</b> in \u202emental\u202c health clinics of two towns"


def ris(title: str, more: str) -> str:
    return (
        f"TY  - JOUR\nTI  - {title}\nAU  - Doe, Jane\nAU  - Roe, Rae\nPY  - 2020\nJF  - Voices\nVL  - 5\n{more}ER  - \n"
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two papers of tables, with a record each; two pages of one volume leave both pairs of records to a person."""
    made = curated_review(tmp_path_factory.mktemp("pairs") / "review", more=PEOPLE)
    toml = (made / "review.toml").read_text(encoding="utf-8")
    (made / "review.toml").write_text(toml.replace('id = ["paper"]', 'id = ["paper"]\n  doi = "doi"'), encoding="utf-8")
    table = (
        "paper,doi,setting,influence,effect,quote\nA,10.1000/a,clinic,Training,helps,Y\nB,10.1000/b,ward,Pay,helps,Y\n"
    )
    (made / "tables" / "findings.csv").write_text(table, encoding="utf-8")
    (made / "references").mkdir()
    texts = [
        ris("Peer support work in clinics: what it takes", "SP  - 11\nEP  - 19\nDO  - 10.1000/a\n"),
        ris("Peer support work in clinics: what it takes", "SP  - 91\nEP  - 99\nDO  - 10.1000/b\n"),
        ris(HOSTILE, "SP  - 31\nEP  - 39\n"),
        ris(HOSTILE, "SP  - 51\nEP  - 59\n"),
    ]
    (made / "references" / "all.ris").write_text("".join(texts), encoding="utf-8")
    return made


@pytest.fixture
def folder(written: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(written, tmp_path / "review"))


def read(folder: Path) -> Curated:
    found = read_curated(folder)
    assert not found.ingested.report.problems, found.ingested.report.problems
    return found


def pairs(folder: Path) -> list[Pair]:
    """What waits, the pair with identifiers of its own last."""
    return sorted(pairs_to_decide(read(folder)).values(), key=lambda pair: "DOI" in pair.one.said)


def say(folder: Path, curator: str, pair: Pair, verdict: str, key: str = "k") -> str:
    return decide(folder, curator, key, PairDecision(*pair.ends, PairVerdict(verdict))).id


def shape(found: Curated) -> tuple[int, int, list[tuple[str, str]], set[tuple[str, str]]]:
    """Papers of the record, pairs that wait, links with their maker, papers and studies."""
    record, tables = found.ingested.record, found.ingested.tables
    links = sorted((row["kind"], row["by"]) for row in tables.edge("RELATED_TO").to_pylist())
    studies = {(row["start_id"], row["end_id"]) for row in tables.edge("REPORTS_ON").to_pylist()}
    return len(record.papers), len(record.found.review), links, studies


def test_a_decision_takes_effect_at_a_build_and_an_undo_takes_it_back(folder: Path, tmp_path: Path) -> None:
    before = shape(read(folder))
    assert before[:3] == (4, 2, [])
    plain, known = pairs(folder)
    entry = say(folder, "ann", plain, "duplicate")
    assert shape(read(folder))[:3] == (3, 1, [])
    say(folder, "ann", known, "companion", "c")
    joined = shape(read(folder))
    assert joined[:3] == (3, 0, [("companion", "ann")])
    assert joined[3] == {("paper:a", "study:paper:a"), ("paper:b", "study:paper:a")}
    fresh = tmp_path / "fresh"
    shutil.copytree(folder, fresh, ignore=shutil.ignore_patterns("decisions"))
    export_ledgers(folder, tmp_path / "ledgers.jsonl")
    assert import_ledgers(fresh, tmp_path / "ledgers.jsonl") == 2
    assert shape(read(fresh)) == joined, "decisions travel with the ledgers"
    decide(folder, "ann", "u", Undo(entry))
    assert shape(read(folder))[0] == 4


def test_two_who_differ_leave_it_open_and_the_table_must_agree(folder: Path) -> None:
    plain, _ = pairs(folder)
    say(folder, "ann", plain, "duplicate")
    say(folder, "ben", plain, "unsure")
    assert shape(read(folder))[0] == 3, "not being sure contradicts nobody"
    say(folder, "ben", plain, "different", "b")
    assert shape(read(folder))[:2] == (4, 2)
    say(folder, "ben", plain, "duplicate", "b2")
    one, other = plain.ends
    (folder / "duplicates.csv").write_text(f"one,other,verdict,by\n{other},{one},different,eve\n", encoding="utf-8")
    (problem,) = read_curated(folder).ingested.report.problems
    assert "eve says different of record:" in str(problem)
    assert "ann, ben says duplicate (decisions/ben/laptop.jsonl, line 3)" in str(problem)


def test_a_decision_on_a_record_that_is_gone_is_a_note(folder: Path) -> None:
    plain, _ = pairs(folder)
    say(folder, "ann", plain, "duplicate")
    file = folder / "references" / "all.ris"
    file.write_text(file.read_text(encoding="utf-8").replace("SP  - 51", "SP  - 52"), encoding="utf-8")
    found = read(folder)
    assert any("which references/ does not hold any more" in said for said in found.ingested.report.warnings)
    assert shape(found)[0] == 4


def test_what_people_say_is_folded_without_the_ones_who_are_not_sure() -> None:
    def said(*acts: tuple[str, str]) -> tuple[PairVerdict | None, str, bool]:
        (word,) = words(entries(*((who, PairDecision("a", "b", PairVerdict(what))) for who, what in acts))).values()
        return word.verdict, word.by, word.differ

    assert said(("ann", "unsure")) == (None, "", False)
    assert said(("ann", "link"), ("ben", "unsure")) == (PairVerdict.LINK, "ann", False)
    assert said(("ann", "link"), ("ben", "different"))[::2] == (None, True)
    assert said(("ann", "link"), ("ben", "different"), ("ann", "different")) == (
        PairVerdict.DIFFERENT,
        "ann, ben",
        False,
    )


def test_a_pair_of_one_record_cannot_be_written(folder: Path) -> None:
    with pytest.raises(DecisionRefused, match="two different records"):
        decide(folder, "ann", "k", PairDecision("record:a", "record:a", PairVerdict.LINK))


def test_differences_are_marked_word_by_word_and_marks_are_none() -> None:
    one = PairRecord("a", {"title": "Peer work: a trial.", "DOI": "10.1/a"})
    other = PairRecord("b", {"title": "Peer work; a cohort", "year": "2020"})
    title, doi, year = side_by_side(Pair(one, other))
    assert [text for text, marked in title.one if marked] == ["trial."]
    assert [text for text, marked in title.other if marked] == ["cohort"]
    assert (title.state, doi.state, year.other) == ("differs", "only one says it", (("2020", False),))
    same = side_by_side(Pair(one, PairRecord("c", {"title": "PEER WORK a trial", "DOI": "10.1/a"})))
    assert {line.state for line in same} == {"same"}


def test_the_terminal_shows_both_and_writes_keys(
    narragraph: Here, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def piped(*keys: str, more: tuple[object, ...] = ()) -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{key}\n" for key in keys)))
        return narragraph("decide", folder, "--curator", "ann", *(more or ("--only", "pairs")))

    ran = piped("s", "e early view", "a", "u", "q", "x")
    assert ran.code == 0, ran.err
    assert [(one["kind"], one.get("verdict"), one.get("note")) for one in bodies(folder)] == [
        ("pair", "duplicate", "early view"),
        ("undo", None, None),
        ("pair", "unsure", None),
        ("pair", "different", None),
    ]
    assert re.search(r"!= pages +A \[\d1-\d9\]", ran.out)
    assert "\u202e" not in ran.out
    assert "3 decisions were written" in ran.err
    assert "Waiting for ann: no pairs." in ran.err
    assert "in a running server too" in ran.err, "records become papers only where the graph is built"
    decided = list(csv.DictReader(io.StringIO(narragraph("dedupe", folder, "--show", "decided").out)))
    assert [(row["verdict"], row["by"]) for row in decided] == [("different", "ann")]
    assert json.loads(narragraph("dedupe", folder, "--show", "review", "--json").out)["review"], "nobody is sure"
    wrong = piped("z")
    assert (wrong.code, "No pair of records waits" in wrong.out) == (0, True), "there is nothing left to press it for"
    assert "Taken back: two papers" in piped(more=("--undo",)).out
    assert "is no key" in piped("z").err
    assert piped(more=("--only", "pairs", "--paper", "paper:a")).code == 2


@pytest.fixture(scope="module")
def served(written: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    place = Path(shutil.copytree(written, tmp_path_factory.mktemp("served") / "review"))
    with desk_client(place) as client:
        yield client, place


def test_http_lists_and_decides_and_the_graph_follows(served: tuple[TestClient, Path]) -> None:
    client, _ = served
    listed = client.get("/v1/pairs", headers=as_("ann")).json()
    assert (listed["waiting"], listed["differing"], listed["decided"]) == (2, 0, 0)
    (found,) = [one for one in listed["pairs"] if "DOI" in one["one"]["said"]]
    assert set(found["differences"]) == {"pages", "DOI"}
    sent = {"key": "p1", "pair_id": found["pair_id"], "verdict": "companion"}
    answer = client.post("/v1/pairs", headers=as_("ann"), json=sent)
    assert (answer.status_code, answer.json()["stands"]) == (201, "companion")
    assert client.post("/v1/pairs", headers=as_("ann"), json=sent).status_code == 200, "sent twice, written once"
    assert client.post("/v1/pairs", headers=as_("rita"), json=sent | {"key": "r"}).status_code == 422
    assert client.post("/v1/pairs", headers=as_("ann"), json=sent | {"pair_id": "pair:no"}).status_code == 404
    client.app.state.desks.rebuild()  # type: ignore[attr-defined]  (else it follows in the background)
    rows = client.get("/v1/queries/related_papers").json()["rows"]
    assert [(row["kind"], row["by"]) for row in rows] == [("companion", "ann")]
    shown = client.get(f"/v1/pairs/{found['pair_id']}", headers=as_("ben")).json()
    assert [one["body"]["verdict"] for one in shown["decisions"]] == ["companion"]


def test_the_page_shows_both_sides_and_every_button_writes(served: tuple[TestClient, Path]) -> None:
    client, place = served
    client.post("/signin", data={"curator": "ben"}, headers=HTML)
    secret = re.findall(r'name="csrf" value="(\w+)"', client.get("/keys", headers=HTML).text)[0]
    card = client.get("/pairs/next", headers=HTML).text
    assert "Are these two records one paper?" in card
    assert "<mark>" in card
    assert "Peer &lt;b&gt;work&lt;/b&gt;" in card
    assert "\u202e" not in card
    address = re.findall(r'action="(/pairs/[^"]+)"', card)[0]
    refused = client.post(address, data={"csrf": secret, "key": "b0"}, headers=HTML)
    assert (refused.status_code, "Choose one of the answers" in refused.text) == (422, True)
    sent = {"csrf": secret, "key": "b1", "verdict": "duplicate", "note": "same <i>text</i>"}
    after = client.post(address, data=sent, headers=HTML)
    assert "Saved on disk." in after.text
    assert [one["verdict"] for one in bodies(place, "ben")] == ["duplicate"]
    assert "Ben: one paper" in client.get(address, headers=HTML).text
    assert "&lt;i&gt;text" in client.get("/activity", headers=HTML).text
    entry = re.findall(r'name="entry" value="([^"]+)"', client.get(address, headers=HTML).text)[0]
    client.post("/undo", data={"csrf": secret, "key": "b2", "entry": entry, "back": address}, headers=HTML)
    assert "Ben: one paper" not in client.get(address, headers=HTML).text
    assert client.get("/pairs/pair:none", headers=HTML).status_code == 404
