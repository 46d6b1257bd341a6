"""What is kept of a ledger in memory is less than its lines, and says the same."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from deciding import anchor, claim, decided, draft, suggestion

from curation.append import Writer, append
from curation.entries import Decision, Draft, Undo, entry_id
from curation.follow import Follower
from curation.ledger import read_ledgers
from graph.errors import DecisionRefused, LedgerError


def _drafts(many: int, seed: int = 1) -> list[Draft]:
    chance = random.Random(seed)
    made: list[Draft] = []
    for number in range(many):
        who = chance.choice(("ann", "bob"))
        start = chance.randrange(4)
        shown = suggestion(start, start + 32, chance.choice(("training", "pay")))
        if chance.random() < 0.3:
            shown = replace(shown, heading=chance.choice((None, "Results", "Ergebnisse für Ältere")), score=0.0)
        said = (claim(shown.influence_id, "barrier", chance.choice((None, "Nachtschicht ☾"))),)
        marked = chance.choice((None, anchor(start, start + 20)))
        body = decided(shown, "edit", *said, span=marked)
        engines = chance.choice(({}, {"rules": "1"}, {"rules": "1", "model": "2"}))
        made.append(draft(who, f"k{number}", replace(body, engines=engines, codebook="abc")))
        if chance.random() < 0.2:
            made.append(draft(who, f"u{number}", Undo(entry_id(who, "laptop", f"k{number}"))))
    return made


def test_act_sent_again_after_many_others_finds_its_entry(tmp_path: Path) -> None:
    writer, drafts = Writer(tmp_path), _drafts(60)
    first = []
    for number, one in enumerate(drafts):
        by = append(tmp_path, one) if number % 7 == 3 else writer.append(one)  # some by another process
        first.append(by.entry)
    file = tmp_path / "decisions" / "ann" / "laptop.jsonl"
    file.write_bytes(file.read_bytes().removesuffix(b"\n"))  # its line end was lost
    for again in (writer, Writer(tmp_path)):
        found = [again.append(one) for one in drafts]
        assert not any(one.made for one in found)
        assert [one.entry for one in found] == first
        with pytest.raises(DecisionRefused, match="used for another decision"):
            again.append(replace(drafts[0], body=decided(suggestion(5, 40))))
    assert len(read_ledgers(tmp_path).entries) == len(first)


def test_line_that_was_changed_since_is_told_when_its_act_is_sent_again(tmp_path: Path) -> None:
    writer = Writer(tmp_path)
    for number in range(3):
        writer.append(draft("ann", f"k{number}", decided(suggestion())))
    file = tmp_path / "decisions" / "ann" / "laptop.jsonl"
    with file.open("r+b") as opened:
        at = file.read_bytes().index(b"trained")
        opened.seek(at)
        opened.write(b"trainer")
    with pytest.raises(LedgerError, match="line 1"):
        writer.append(draft("ann", "k0", decided(suggestion())))


def test_what_is_shared_between_entries_changes_none(tmp_path: Path) -> None:
    writer, follower = Writer(tmp_path), Follower(tmp_path)
    for number, one in zip(count(), _drafts(80, 2), strict=False):
        writer.append(one)
        if number % 9 == 0:
            follower.look()
    follower.look()
    read = list(read_ledgers(tmp_path).entries)
    assert follower.entries == read
    assert repr(follower.entries) == repr(read)
    bodies = [entry.body for entry in follower.entries if isinstance(entry.body, Decision)]
    assert len({id(body.suggestion.path) for body in bodies}) == 1
    assert all(body.anchor is body.suggestion.anchor for body in bodies if body.anchor == body.suggestion.anchor)
