"""The ledger: what was acknowledged is there exactly once, and what was changed by hand is told with its line."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import appending
import pytest
from deciding import decided, draft, suggestion
from faults import often
from hypothesis import given
from hypothesis import strategies as st
from missing import missing

from curation import exchange
from curation.append import Writer, append
from curation.entries import Undo, entry_id
from curation.exchange import export_ledgers, import_ledgers
from curation.ledger import heads, read_ledgers
from graph.errors import DecisionRefused, LedgerError, NotSaved

BODY = decided(suggestion())
Recorded = Callable[[str, object], None]
ROUNDS = often(8, 80)
"""Three writers are killed in each."""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Four decisions of one curator; returns the file."""
    for number in range(4):
        append(tmp_path, draft("ann", f"k{number}", BODY))
    return tmp_path / "decisions" / "ann" / "laptop.jsonl"


def _lines(file: Path) -> list[bytes]:
    return file.read_bytes().splitlines(keepends=True)


def test_entry_comes_back_as_it_was_written(tmp_path: Path) -> None:
    made = append(tmp_path, draft("ann", "k", BODY)).entry
    (read,) = read_ledgers(tmp_path).entries
    assert read == made
    assert read.body == BODY
    assert read.id == entry_id("ann", "laptop", "k")


def test_line_holds_the_hash_of_the_line_before(ledger: Path) -> None:
    import hashlib

    lines = _lines(ledger)
    said = [json.loads(line) for line in lines]
    assert said[0]["previous"] == "0" * 64
    assert [one["previous"] for one in said[1:]] == [
        hashlib.sha256(line.removesuffix(b"\n")).hexdigest() for line in lines[:-1]
    ]
    assert [one["turn"] for one in said] == [1, 2, 3, 4]


def test_act_sent_twice_is_one_entry(tmp_path: Path) -> None:
    first = append(tmp_path, draft("ann", "k", BODY))
    again = append(tmp_path, draft("ann", "k", BODY))
    assert (first.made, again.made) == (True, False)
    assert again.entry == first.entry
    assert len(read_ledgers(tmp_path).entries) == 1


def test_key_is_not_used_again_for_another_decision(tmp_path: Path) -> None:
    append(tmp_path, draft("ann", "k", BODY))
    with pytest.raises(DecisionRefused, match=r"used for another decision .*laptop.jsonl, line 1"):
        append(tmp_path, draft("ann", "k", decided(suggestion(), "reject")))


def test_turn_comes_after_everything_that_was_there_whatever_the_clock(tmp_path: Path) -> None:
    append(tmp_path, draft("ann", "1", BODY))
    append(tmp_path, draft("bob", "1", BODY))
    append(tmp_path, draft("ann", "2", BODY, device="phone"))
    said = read_ledgers(tmp_path).entries
    assert [(one.curator, one.device, one.turn) for one in said] == [
        ("ann", "laptop", 1),
        ("bob", "laptop", 2),
        ("ann", "phone", 3),
    ]


@pytest.mark.fault("a clock that jumps")
def test_clock_that_goes_backwards_changes_no_order(ledger: Path) -> None:
    line = json.loads(_lines(ledger)[0])
    assert line["at"].endswith("Z")
    said = [json.loads(one) for one in _lines(ledger)]
    _rewrite(ledger, [one | {"at": f"20{26 - n:02}-01-01T00:00:00.000Z"} for n, one in enumerate(said)])
    read = read_ledgers(ledger.parents[2]).entries
    assert [one.key for one in read] == ["k0", "k1", "k2", "k3"]
    assert [one.at for one in read] == sorted((one.at for one in read), reverse=True)


def _rewrite(file: Path, said: list[dict[str, object]]) -> None:
    """Write lines of the first version, which had no check, with a chain that holds."""
    import hashlib

    head, lines = "0" * 64, []
    for one in said:
        first = {"v": 1, **{name: value for name, value in one.items() if name not in {"v", "check"}}}
        first |= {"previous": head} | ({"v": one["v"]} if one["v"] not in {1, 2} else {})
        line = json.dumps(first, separators=(",", ":"), ensure_ascii=False).encode()
        head = hashlib.sha256(line).hexdigest()
        lines.append(line + b"\n")
    file.write_bytes(b"".join(lines))


# What a hand or an accident did to it


@pytest.mark.fault("a torn or edited ledger")
@pytest.mark.parametrize("cut", [1, 40, 300])
def test_torn_last_line_is_told_by_readers_and_moved_aside_by_the_next_append(ledger: Path, cut: int) -> None:
    whole = ledger.read_bytes()
    ledger.write_bytes(whole[: -cut - 1])
    folder = ledger.parents[2]
    read = read_ledgers(folder)
    assert [entry.key for entry in read.entries] == ["k0", "k1", "k2"]
    assert "never acknowledged" in read.notes[0]
    done = append(folder, draft("ann", "k4", BODY))
    assert done.made
    assert "moved to laptop.torn" in done.notes[0]
    assert [entry.key for entry in read_ledgers(folder).entries] == ["k0", "k1", "k2", "k4"]
    assert not read_ledgers(folder).notes
    torn = ledger.with_suffix(".torn").read_bytes()
    assert torn == whole[len(b"".join(_lines(ledger)[:3])) : -cut - 1] + b"\n"


@pytest.mark.fault("a torn or edited ledger")
def test_lost_line_end_loses_no_decision(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes().rstrip(b"\n"))
    folder = ledger.parents[2]
    assert [entry.key for entry in read_ledgers(folder).entries] == ["k0", "k1", "k2", "k3"]
    assert not append(folder, draft("ann", "k3", BODY)).made
    append(folder, draft("ann", "k4", BODY))
    assert [entry.key for entry in read_ledgers(folder).entries] == ["k0", "k1", "k2", "k3", "k4"]
    assert not ledger.with_suffix(".torn").exists()


def _edit(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b'"accept"', b'"reject"'), *lines[2:]]


@pytest.mark.fault("a torn or edited ledger")
@pytest.mark.parametrize(
    ("harm", "line", "said"),
    [
        (_edit, 2, "not as it was written"),
        (lambda lines: [*lines[:3], lines[3].replace(b'"accept"', b'"reject"')], 4, "not as it was written"),
        (lambda lines: [*lines[:3], lines[3].removesuffix(b"\n") + b"*"], 4, "its line end was changed"),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], 3, "repeats line 2"),
        (lambda lines: [*lines[:1], *lines[2:]], 2, "chain is broken"),
        (lambda lines: lines[1:], 1, "should be the first line"),
        (lambda lines: [*lines, lines[1]], 5, "chain is broken"),
        (lambda lines: [lines[0], b"{}\n", *lines[1:]], 2, "no entry of a ledger"),
        (lambda lines: [lines[0], b"oops\n", *lines[1:]], 2, "no JSON"),
        (lambda lines: [lines[0], b"<<<<<<< HEAD\n", *lines[1:]], 2, "marks of a conflict"),
    ],
    ids=[
        "edited",
        "edited last",
        "other line end",
        "doubled",
        "removed",
        "headless",
        "copied",
        "emptied",
        "garbled",
        "conflict",
    ],
)
def test_line_that_was_changed_by_hand_is_named(
    ledger: Path, harm: Callable[[list[bytes]], list[bytes]], line: int, said: str
) -> None:
    ledger.write_bytes(b"".join(harm(_lines(ledger))))
    held = ledger.read_bytes()
    for act in (lambda: read_ledgers(ledger.parents[2]), lambda: append(ledger.parents[2], draft("ann", "new", BODY))):
        with pytest.raises(LedgerError, match=said) as met:
            act()
        assert (met.value.path, met.value.line) == ("decisions/ann/laptop.jsonl", line)
        assert met.value.fix
    assert ledger.read_bytes() == held


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"v": 3}, "version 3 of the format"),
        ({"kind": "vote"}, "upgrade this one"),
        ({"curator": "bob"}, 'it is of curator "bob"'),
        ({"device": "phone"}, 'device "phone"'),
        ({"turn": 1}, "does not come after 3"),
        ({"key": "k9"}, "id is not that of its key"),
        ({"body": {"entry": 7}}, "lacks suggestion|does not know entry"),
    ],
)
def test_whole_line_that_says_the_wrong_thing_is_named(ledger: Path, change: dict[str, object], said: str) -> None:
    lines = [json.loads(line) for line in _lines(ledger)]
    _rewrite(ledger, [*lines[:3], lines[3] | change])
    with pytest.raises(LedgerError, match=said) as met:
        read_ledgers(ledger.parents[2])
    assert met.value.line == 4


@pytest.mark.parametrize("name", ["Ann/laptop", "ann/lap top", "a" * 41 + "/laptop", "laptop", "ann/more/laptop"])
def test_ledger_lies_where_a_curator_and_a_device_can_be_told(tmp_path: Path, name: str) -> None:
    file = tmp_path / "decisions" / f"{name}.jsonl"
    file.parent.mkdir(parents=True)
    file.touch()
    with pytest.raises(LedgerError, match="a ledger lies at"):
        read_ledgers(tmp_path)


@pytest.mark.parametrize("name", ["", "Ann", "a/b", "..", "ann\n", "a" * 41, "änn"])
def test_name_that_is_no_folder_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(DecisionRefused, match="must be 1 to 40"):
        append(tmp_path, draft(name, "k", BODY))
    with pytest.raises(DecisionRefused, match="must be 1 to 40"):
        append(tmp_path, draft("ann", "k", BODY, device=name))
    assert not list(tmp_path.iterdir())


def test_text_that_is_no_unicode_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DecisionRefused, match="cannot be written"):
        append(tmp_path, draft("ann", "k", Undo("e:1", reason="\ud800")))
    assert not list(tmp_path.iterdir())


HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(HOSTILE)
def test_any_words_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Line ends, control characters, markup and bidi marks are text like any other, and stay in one line."""
    folder = tmp_path_factory.mktemp("words")
    append(folder, draft("ann", "k", Undo("e:1", words)))
    append(folder, draft("ann", "l", Undo("e:2", words)))
    assert [entry.body for entry in read_ledgers(folder).entries] == [Undo("e:1", words), Undo("e:2", words)]


@given(
    st.lists(st.tuples(st.sampled_from(["ann", "bob"]), st.sampled_from(["pc", "tab"]), st.integers(0, 5))), st.data()
)
def test_any_acts_are_kept_once_each_in_the_order_they_were_made(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    """Several writers, each with its own memory of the files, against a plain list."""
    folder = tmp_path_factory.mktemp("acts")
    writers = [Writer(folder), Writer(folder)]
    model: list[tuple[str, str, str]] = []
    for curator, device, number in acts:
        writer = data.draw(st.sampled_from(writers))
        act = (curator, device, str(number))
        done = writer.append(draft(curator, act[2], Undo(f"e:{number}"), device))
        assert done.made == (act not in model)
        if act not in model:
            model.append(act)
    assert [(entry.curator, entry.device, entry.key) for entry in read_ledgers(folder).entries] == model


# What goes wrong while writing


def _limit(size: int) -> Callable[[], None]:
    import signal

    def set_limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return set_limit


@pytest.mark.fault("a full disk while a decision is written (RLIMIT_FSIZE)")
@pytest.mark.parametrize("there", [0, 2])
def test_full_disk_is_told_and_leaves_the_ledger_as_it_was(tmp_path: Path, there: int) -> None:
    """The system itself ends the file in the middle of a line, as a full disk does."""
    for number in range(there):
        append(tmp_path, draft("ann", f"k{number}", BODY))
    file = tmp_path / "decisions" / "ann" / "laptop.jsonl"
    before = file.read_bytes() if there else None
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    _limit((len(before) if before else 0) + 100)()
    try:
        with pytest.raises(NotSaved, match="NOT saved: no space is left"):
            append(tmp_path, draft("ann", "new", BODY))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (file.read_bytes() if file.exists() else None) == before
    assert append(tmp_path, draft("ann", "new", BODY)).made
    assert len(read_ledgers(tmp_path).entries) == there + 1


@pytest.mark.fault("a disk that fails or is read-only while a decision is written")
def test_disk_that_does_not_confirm_is_told(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ledger.read_bytes()

    def refused(handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refused)
        with pytest.raises(NotSaved, match="NOT saved: writing failed"):
            append(ledger.parents[2], draft("ann", "new", BODY))
    assert ledger.read_bytes() == before


@pytest.mark.fault("a disk that fails or is read-only while a decision is written")
def test_folder_that_cannot_be_written_is_told(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real = ledger.read_bytes(), os.open

    def refused(path: str, flags: int, *rest: int) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *rest)

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refused)
        with pytest.raises(NotSaved, match="cannot be written to"):
            append(ledger.parents[2], draft("ann", "new", BODY))
    assert ledger.read_bytes() == before


@pytest.mark.fault("several writers of one ledger")
def test_threads_lose_nothing(tmp_path: Path) -> None:
    writer = Writer(tmp_path)

    def decide(name: str) -> None:
        for number in range(20):
            writer.append(draft(name, str(number), BODY))

    threads = [threading.Thread(target=decide, args=(name,)) for name in ("ann", "bob", "cem", "ann")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(entry.curator for entry in read_ledgers(tmp_path).entries) == {"ann": 20, "bob": 20, "cem": 20}


@pytest.mark.fault("several writers of one ledger")
def test_processes_that_write_one_file_lose_nothing(tmp_path: Path, record_property: Recorded) -> None:
    told = [tmp_path / f"told-{n}" for n in range(3)]
    running = [appending.start(tmp_path, one, many=30) for one in told]
    for process in running:
        process.join(120)
        assert process.exitcode == 0
    keys = Counter(entry.key for entry in read_ledgers(tmp_path).entries)
    acknowledged = Counter(key for one in told for key in one.read_text().split())
    record_property("acknowledged", acknowledged.total())
    record_property("lost", (acknowledged - keys).total())
    assert keys == acknowledged
    assert len(keys) == 90


@pytest.mark.fault("kill -9 of writers while they append")
def test_killed_writers_lose_nothing_that_was_acknowledged(tmp_path: Path, record_property: Recorded) -> None:
    """kill -9 at random moments, several writers on one file and its neighbours: every acknowledged key once."""
    chance = random.Random(20261125)
    told = []
    for round_ in range(ROUNDS):
        running = []
        for nth, curator in enumerate(("ann", "ann", "bob")):
            told.append(tmp_path / f"told-{round_}-{nth}")
            running.append(appending.start(tmp_path, told[-1], curator, first=1000 * round_))
        until = time.monotonic() + 60
        while not all(one.exists() and one.stat().st_size for one in told[-3:]) and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.random() * 0.05)
        for process in running:
            process.kill()
        for process in running:
            process.join(60)
    for curator in ("ann", "bob"):
        append(tmp_path, draft(curator, "last", BODY))
    keys = Counter(entry.key for entry in read_ledgers(tmp_path).entries)
    acknowledged = [key for one in told for key in one.read_text().split("\n")[:-1]]
    record_property("tried", len(told))
    record_property("acknowledged", len(acknowledged))
    record_property("lost", sum(not keys[key] for key in acknowledged))
    assert len(acknowledged) > len(told)
    assert not [key for key in acknowledged if keys[key] != 1]
    assert max(keys[key] for key in keys if key != "last") == 1


# Other machines


def _git(place: Path, *words: str) -> str:
    name = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *name, *words], cwd=place, check=True, capture_output=True, text=True).stdout


def test_branches_merged_by_git_give_the_union(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        missing("NO GIT: merging two branches of decisions was not checked.")
    _git(tmp_path, "init", "-q", "-b", "main")
    append(tmp_path, draft("ann", "both", BODY))
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "begin")
    _git(tmp_path, "checkout", "-qb", "bob")
    append(tmp_path, draft("bob", "1", BODY))
    append(tmp_path, draft("ann", "phone", BODY, device="phone"))
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "bob")
    _git(tmp_path, "checkout", "-q", "main")
    append(tmp_path, draft("ann", "2", BODY))
    append(tmp_path, draft("cem", "1", BODY))
    _git(tmp_path, "add", ".")
    _git(tmp_path, "commit", "-qm", "ann")
    _git(tmp_path, "merge", "-q", "--no-edit", "bob")
    said = [(entry.turn, entry.curator, entry.device, entry.key) for entry in read_ledgers(tmp_path).entries]
    assert said == [
        (1, "ann", "laptop", "both"),
        (2, "ann", "laptop", "2"),
        (2, "bob", "laptop", "1"),
        (3, "ann", "phone", "phone"),
        (3, "cem", "laptop", "1"),
    ]
    assert append(tmp_path, draft("bob", "2", BODY)).entry.turn == 4


def test_writer_sees_that_its_file_was_replaced(ledger: Path) -> None:
    """A checkout puts another file in the place of the one that was read."""
    writer = Writer(ledger.parents[2])
    writer.append(draft("ann", "k4", BODY))
    older = b"".join(_lines(ledger)[:2])
    ledger.unlink()
    ledger.write_bytes(older)
    assert writer.append(draft("ann", "k4", BODY)).made
    assert [entry.key for entry in read_ledgers(ledger.parents[2]).entries] == ["k0", "k1", "k4"]


def test_export_comes_back_as_the_same_bytes(ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder, other = ledger.parents[2], tmp_path_factory.mktemp("other")
    append(folder, draft("bob", "1", BODY))
    out = other / "decisions.jsonl"
    assert export_ledgers(folder, out) == 5
    assert import_ledgers(other, out) == 5
    assert import_ledgers(other, out) == 0
    for path in ("decisions/ann/laptop.jsonl", "decisions/bob/laptop.jsonl"):
        assert (other / path).read_bytes() == (folder / path).read_bytes()
    append(folder, draft("ann", "k9", BODY))
    export_ledgers(folder, out)
    assert import_ledgers(other, out) == 1
    assert read_ledgers(other) == read_ledgers(folder)


def test_import_of_a_ledger_that_went_apart_writes_nothing(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, other = ledger.parents[2], tmp_path_factory.mktemp("other")
    out = other / "export.jsonl"
    export_ledgers(folder, out)
    import_ledgers(other, out)
    append(folder, draft("aaa", "1", BODY))
    append(folder, draft("ann", "here", BODY))
    append(other, draft("ann", "there", BODY))
    export_ledgers(folder, out)
    with pytest.raises(LedgerError, match="went apart"):
        import_ledgers(other, out)
    assert not (other / "decisions" / "aaa").exists()


@pytest.mark.fault("several writers of one ledger")
def test_decision_that_is_made_during_an_import_is_not_written_over(
    ledger: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = ledger.parents[2], tmp_path_factory.mktemp("other")
    out = other / "export.jsonl"
    export_ledgers(folder, out)
    import_ledgers(other, out)
    append(folder, draft("ann", "here", BODY))
    export_ledgers(folder, out)
    write = exchange._add

    def meanwhile(*given: Any) -> int:
        append(other, draft("ann", "there", BODY))
        return write(*given)

    monkeypatch.setattr(exchange, "_add", meanwhile)
    with pytest.raises(LedgerError, match="went apart"):
        import_ledgers(other, out)
    assert [entry.key for entry in read_ledgers(other).entries] == ["k0", "k1", "k2", "k3", "there"]


def test_hidden_entries_leave_no_trace_in_the_heads(tmp_path: Path) -> None:
    first = append(tmp_path, draft("ann", "1", BODY)).entry
    before = heads([first])
    append(tmp_path, draft("ann", "2", BODY))
    append(tmp_path, draft("bob", "1", BODY))
    entries = read_ledgers(tmp_path).entries
    assert heads(entry for entry in entries if entry.id == first.id) == before
    assert heads(entries)["decisions/ann/laptop.jsonl"] != before["decisions/ann/laptop.jsonl"]
    assert set(heads(entries)) == {"decisions/ann/laptop.jsonl", "decisions/bob/laptop.jsonl"}


def test_a_ledger_that_is_empty_is_told(tmp_path: Path) -> None:
    file = tmp_path / "decisions" / "ann" / "pc.jsonl"
    file.parent.mkdir(parents=True)
    file.touch()
    (note,) = read_ledgers(tmp_path).notes
    assert note.startswith("decisions/ann/pc.jsonl: it is empty")


def test_a_folder_in_the_place_of_a_ledger_is_named(tmp_path: Path) -> None:
    (tmp_path / "decisions" / "ann" / "pc.jsonl").mkdir(parents=True)
    with pytest.raises(LedgerError, match=r"decisions/ann/pc\.jsonl.*folder in the place"):
        read_ledgers(tmp_path)
