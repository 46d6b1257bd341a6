"""A live graph: after any acts it is what a build of the same folder gives, row for row, on both engines."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from curated_review import curated_review, decide, shown
from deciding import claim, decided
from hypothesis import given, settings
from hypothesis import strategies as st
from side_by_side import EMBEDDED, empty_server

from cli.curated import read_curated
from curation.append import Writer
from curation.apply import Base, Live
from curation.candidates import Status
from curation.entries import (
    Adjudication,
    Assignment,
    Body,
    Change,
    CodebookChange,
    Draft,
    Drawn,
    Entry,
    PhraseChange,
    Undo,
    Verdict,
)
from curation.follow import Follower
from curation.visible import visible_to
from graph.build import build
from graph.compare import compare
from graph.config import Config
from graph.database import Database, Row
from graph.errors import DecisionRefused, NotSaved
from graph.queries import queries
from graph.store import open_graph

PEOPLE = "".join(
    f'\n[[curators.people]]\nid = "{name}"\nrole = "{role}"\n'
    for name, role in (("ann", "coder"), ("bob", "coder"), ("eve", "adjudicator"), ("rob", "reader"))
)


class Acted(NamedTuple):
    """An act, and what the graph showed of it: rows that differed, and its revision."""

    entry: Entry
    made: bool
    needs_build: bool
    rows: int
    revision: str


def acted(live: Live, draft: Draft) -> Acted:
    """Write an act and let it take effect."""
    done = live.act(draft)
    rows = live.follow()
    return Acted(done.entry, done.made, done.needs_build, rows, live.revision)


PLACES = (
    ("Staff said that training made the new role possible.", "training", "facilitator"),
    ("They also said that low pay drove colleagues away.", "pay", "barrier"),
    ("low pay drove colleagues away.", "pay", "barrier"),
    ("Training was short, and staff asked for more of it.", "training", "barrier"),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return curated_review(tmp_path / "review", more=PEOPLE)


def _live(folder: Path, config: Config) -> tuple[Live, Database]:
    """Build, open and follow."""
    curated = read_curated(folder)
    assert curated.known is not None
    build(curated.ingested.tables, folder, config, force=True)
    database = open_graph(folder, config, writable=True)
    live = Live(folder, Base(curated.known, curated.inputs), database)
    live.begin()
    return live, database


@pytest.fixture
def embedded(folder: Path) -> Iterator[tuple[Live, Database]]:
    live, database = _live(folder, EMBEDDED)
    yield live, database
    database.close()


def _equals_a_build(folder: Path, database: Database, place: Path) -> None:
    fresh_tables = read_curated(folder).ingested
    assert not fresh_tables.report.problems
    build(fresh_tables.tables, place, EMBEDDED, force=True)
    fresh = open_graph(place, EMBEDDED)
    try:
        assert compare(database, fresh) == []
    finally:
        fresh.close()


def _rows(database: Database, name: str) -> list[Row]:
    return database.rows(queries("dump")[name], {})


def _acts(folder: Path, seed: int, many: int) -> Iterator[Draft]:
    """Acts of three people as they come: decisions, undoings, settlements, half of the places double-coded."""
    chance = random.Random(seed)
    places = [shown(folder, *place) for place in PLACES]
    drawn = tuple(Drawn(place.id, ("ann", "bob")) for place in places[:2])
    yield Draft("eve", "pc", "draw", Assignment(0.5, seed, len(places), drawn))
    for number in range(many):
        follower = Follower(folder)
        follower.look()
        who = chance.choice(["ann", "bob", "eve"])
        own = [entry for entry in follower.entries if entry.curator == who and entry.key != "draw"]
        seen = [e.id for e in visible_to("eve", follower.entries) if e.curator in {"ann", "bob"} and e.key != "draw"]
        act: Body
        if own and chance.random() < 0.25:
            act = Undo(chance.choice(own).id)
        elif who == "eve" and len(seen) > 1:
            act = Adjudication(tuple(chance.sample(seen, 2)), Verdict.ACCEPT, "why", (claim("pay", "mixed"),))
        else:
            place = chance.choice(places)
            other = claim(
                place.influence_id, chance.choice(["mixed", "unclear"]), chance.choice([None, "clinic", "Night"])
            )
            verdict = chance.choice(["accept", "accept", "reject", "unsure", "edit"])
            act = decided(place, verdict, *([other] if verdict == "edit" else []))
        yield Draft(who, "pc", f"n{number}", act)


def _go(live: Live, folder: Path, seed: int, many: int, device: str = "pc") -> int:
    refused = 0
    for act in _acts(folder, seed, many):
        try:
            acted(live, replace(act, device=device))
        except DecisionRefused:  # an adjudication of decisions that do not stand together
            refused += 1
    return many - refused


@pytest.mark.fault("a live graph against a build, after random acts")
@pytest.mark.parametrize("seed", range(2))
def test_live_graph_equals_a_build_after_any_acts(
    folder: Path, embedded: tuple[Live, Database], tmp_path: Path, seed: int
) -> None:
    live, database = embedded
    for part in range(3):
        assert _go(live, folder, 10 * seed + part, 8, device=f"pc{part}") > 3
        _equals_a_build(folder, database, tmp_path / "fresh")
    assert live.revision == _rows(database, "review")[0]["revision"]
    assert _rows(database, "decision"), "acts that leave nothing in the graph would show nothing"


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["decide"] * 5 + ["undo"] * 2 + ["settle", "draw"]),
        st.sampled_from(["ann", "bob", "eve"]),
        st.integers(0, 7),
        st.integers(0, 5),
    ),
    min_size=6,
    max_size=12,
)
"""What is done, by whom, on which place, and how."""


def _move(live: Live, folder: Path, number: int, move: tuple[str, str, int, int]) -> None:
    """One act on one of eight places in two papers. Papers share settings, and spell them in their own ways."""
    kind, who, at, how = move
    paper = "paper:a" if at < 4 else "paper:b"
    place = shown(folder, *PLACES[at % 4], paper=paper)
    body: Body = decided(place, ["accept", "reject", "unsure"][how % 3])
    if kind == "decide" and how > 2:
        setting = ["clinic", "Night shift", "night  SHIFT"][how - 3]
        body = decided(place, "edit", claim(place.influence_id, ["barrier", "mixed"][at % 2], setting))
    own = [entry for entry in live.entries if entry.curator == who]
    if kind == "undo" and own:
        body = Undo(own[-1 - how % len(own)].id)
    if kind == "settle":
        who = "eve"
        split = [one for one in live.of_paper(paper).candidates if one.status is Status.CONFLICT]
        named = tuple(entry.id for entry in split[0].standing) if split else ("e:none",)
        body = Adjudication(named, Verdict.ACCEPT, "why", (claim("pay", "mixed", "Night shift"),))
    if kind == "draw":
        who, body = "eve", Assignment(0.5, number, 8, (Drawn(place.id, ("ann", "bob")),))
    with suppress(DecisionRefused):
        acted(live, Draft(who, f"pc{how}", f"n{number}", body))


def _moved(config: Config, moves: list[tuple[str, str, int, int]], place: Path) -> None:
    """Make the moves on a live graph; it must be what a build gives, half way and at the end."""
    folder = curated_review(place / "review", more=PEOPLE)
    live, database = _live(folder, config)
    try:
        for number, move in enumerate(moves):
            _move(live, folder, number, move)
            if number in {len(moves) // 2, len(moves) - 1}:
                _equals_a_build(folder, database, place / "fresh")
    finally:
        database.close()


@pytest.mark.fault("a live graph against a build, after random acts")
@settings(max_examples=5)
@given(MOVES)
def test_live_graph_equals_a_build_after_any_moves(moves: list[tuple[str, str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        _moved(EMBEDDED, moves, Path(place))


@pytest.mark.fault("a live graph against a build, after random acts")
@pytest.mark.neo4j
def test_live_graph_on_a_server_equals_a_build_after_moves(tmp_path: Path, neo4j_config: Config) -> None:
    empty_server(neo4j_config)
    chance = random.Random(5)
    kinds = ["draw", "decide", "decide", "decide", "undo", "decide", "settle", "decide", "undo", "undo"]
    moves = [(kind, chance.choice(["ann", "bob"]), chance.randrange(8), chance.randrange(6)) for kind in kinds]
    _moved(neo4j_config, moves, tmp_path)


def test_decision_is_in_the_graph_and_its_undoing_takes_all_of_it_away(
    folder: Path, embedded: tuple[Live, Database], tmp_path: Path
) -> None:
    live, database = embedded
    before = live.revision
    place = shown(folder, *PLACES[1])
    done = acted(live, Draft("ann", "pc", "1", decided(place, "accept", claim("pay", "barrier", "Night shift"))))
    assert done.rows
    assert [row["origin"] for row in _rows(database, "finding")].count("curation") == 1
    assert ("paper:a", "pay") in {(row["start_id"], row["end_id"]) for row in _rows(database, "mentions")}
    acted(live, Draft("ann", "pc", "2", Undo(done.entry.id)))
    assert not _rows(database, "suggestion")
    assert "Night shift" not in {row["name"] for row in _rows(database, "setting")}
    assert live.revision != before, "the ledger has two lines more, and says so"
    _equals_a_build(folder, database, tmp_path / "fresh")


def test_hidden_decision_touches_neither_graph_nor_revision(folder: Path, embedded: tuple[Live, Database]) -> None:
    live, database = embedded
    place = shown(folder, *PLACES[1])
    drawn = acted(live, Draft("eve", "pc", "1", Assignment(1.0, 1, 1, (Drawn(place.id, ("ann", "bob")),))))
    done = acted(live, Draft("ann", "pc", "1", decided(place)))
    assert (done.rows, done.revision) == (0, drawn.revision)
    assert not _rows(database, "decision")
    assert acted(live, Draft("bob", "pc", "1", decided(place))).rows
    assert len(_rows(database, "decision")) == 2


def test_act_sent_again_changes_nothing(folder: Path, embedded: tuple[Live, Database]) -> None:
    live, _ = embedded
    act = Draft("ann", "pc", "1", decided(shown(folder, *PLACES[1])))
    first, again = acted(live, act), acted(live, act)
    assert (first.made, again.made, again.rows) == (True, False, 0)
    assert again.entry == first.entry
    assert again.revision == first.revision


@pytest.mark.fault("several writers of one ledger")
def test_what_other_processes_decide_is_followed(folder: Path, embedded: tuple[Live, Database], tmp_path: Path) -> None:
    live, database = embedded
    decide(folder, "ann", "1", decided(shown(folder, *PLACES[1])), device="pc")
    assert live.follow()
    assert not live.follow()
    Writer(folder).append(Draft("bob", "pc", "1", decided(shown(folder, *PLACES[0]))))
    acted(live, Draft("ann", "pc", "2", decided(shown(folder, *PLACES[3]))))
    assert len(_rows(database, "decision")) == 3
    _equals_a_build(folder, database, tmp_path / "fresh")


def test_ledger_that_was_restored_takes_back_what_it_lacks(
    folder: Path, embedded: tuple[Live, Database], tmp_path: Path
) -> None:
    live, database = embedded
    for key, at in (("1", 1), ("2", 0), ("3", 3)):
        acted(live, Draft("ann", "pc", key, decided(shown(folder, *PLACES[at]))))
    file = folder / "decisions" / "ann" / "pc.jsonl"
    older = file.with_suffix(".older")
    older.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:1]))
    older.replace(file)
    assert live.follow()
    assert [entry.key for entry in live.entries] == ["1"]
    assert live.state.candidates == live.of_paper("paper:a").candidates
    _equals_a_build(folder, database, tmp_path / "fresh")


@pytest.mark.parametrize(
    "body",
    [CodebookChange(Change.RENAME, "pay", None, {"name": "Pay"}, {"name": "Wages"}), PhraseChange("wages", "pay")],
)
def test_codebook_change_waits_for_a_build(folder: Path, embedded: tuple[Live, Database], body: Body) -> None:
    live, database = embedded
    before = _rows(database, "influence")
    done = acted(live, Draft("eve", "pc", "1", body))
    assert (done.needs_build, done.rows) == (True, 0)
    assert acted(live, Draft("ann", "pc", "1", decided(shown(folder, *PLACES[1])))).needs_build
    assert _rows(database, "influence") == before
    acted(live, Draft("eve", "pc", "2", Undo(done.entry.id)))
    assert not live.needs_build
    assert len(_rows(database, "decision")) == 1


@pytest.mark.fault("a full disk while a decision is written (RLIMIT_FSIZE)")
def test_decision_that_was_not_saved_is_not_in_the_graph(
    folder: Path, embedded: tuple[Live, Database], monkeypatch: pytest.MonkeyPatch
) -> None:
    live, database = embedded

    def refused(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", refused)
        with pytest.raises(NotSaved, match="no space is left"):
            acted(live, Draft("ann", "pc", "1", decided(shown(folder, *PLACES[1]))))
    assert not _rows(database, "decision")
    assert acted(live, Draft("ann", "pc", "1", decided(shown(folder, *PLACES[1])))).made


@pytest.mark.parametrize(
    ("who", "body", "said"),
    [
        ("zoe", "accept", "not under"),
        ("rob", "accept", '"rob" is a reader; this needs a coder'),
        ("ann", Adjudication(("e:1",), Verdict.REJECT, "why"), '"ann" is a coder; this needs an adjudicator'),
        ("ann", CodebookChange(Change.RETIRE, "pay"), "needs an adjudicator"),
        ("eve", Adjudication(("e:1",), Verdict.REJECT, "why"), "do not all stand"),
        ("ann", Undo("e:1"), 'no entry "e:1" of "ann"'),
        ("ann", PhraseChange("x", "trainin"), 'Did you mean "training"'),
        ("ann", "unknown influence", 'no influence "payy"'),
        ("ann", "unknown paper", 'no paper "paper:z"'),
        ("ann", "unknown study", "no study of"),
    ],
)
def test_act_that_is_not_allowed_is_refused_before_it_is_written(
    folder: Path, embedded: tuple[Live, Database], who: str, body: Body | str, said: str
) -> None:
    live, _ = embedded
    place = shown(folder, *PLACES[1])
    said_of = {
        "accept": decided(place),
        "unknown influence": decided(place, "edit", claim("payy", "barrier")),
        "unknown paper": decided(shown(folder, *PLACES[1], paper="paper:z")),
        "unknown study": decided(place, "edit", type(claim())("pay", claim().direction, study_id="study:z")),
    }
    act = said_of[body] if isinstance(body, str) else body
    with pytest.raises(DecisionRefused, match=said):
        acted(live, Draft(who, "pc", "1", act))
    assert not list((folder / "decisions").glob("**/*")) or not live.entries


def test_colleague_cannot_learn_from_a_refusal_whether_somebody_decided(
    folder: Path, embedded: tuple[Live, Database]
) -> None:
    """The same words for an entry that is hidden and for one that is not there."""
    live, _ = embedded
    place = shown(folder, *PLACES[1])
    acted(live, Draft("eve", "pc", "1", Assignment(1.0, 1, 1, (Drawn(place.id, ("ann", "bob")),))))
    hidden = acted(live, Draft("ann", "pc", "1", decided(place))).entry.id
    told = []
    for entry in (hidden, "e:none"):
        for act in (Undo(entry), Adjudication((entry,), Verdict.REJECT, "why")):
            with pytest.raises(DecisionRefused) as met:
                acted(live, Draft("eve", "pc", "2", act))
            told.append(str(met.value).replace(entry, "X"))
    assert told[:2] == told[2:]
