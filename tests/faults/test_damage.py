"""Torn and flipped bytes in every kind of file under .narragraph/ and in the ledgers.

Each is found and named, or made again, or changes nothing: never a traceback, and never other numbers in silence.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from command_line import Here
from crash_acts import at_the_desk
from desk_review import A, desk_review
from faults import LONG, often

from api.sessions import Sessions, session_key
from cli.main import run
from curation.desk import Said
from curation.entries import Claim, Verdict
from curation.ledger import read_ledgers
from graph.errors import GraphDamaged, LedgerError
from graph.model import Direction
from graph.store import published
from ingest.texts.store import text_of_file
from nlp.suggestion_file import read_phrases

Recorded = Callable[[str, object], None]
SEED = 20_261_130
KINDS = {
    "the pointer": "graph/current.json",
    "the graph": "graph/*.lbug",
    "the lock of builds": "graph/build.lock",
    "a text": "texts/*.json.gz",
    "what a file says": "texts/files/*",
    "suggestions": "suggestions/*.parquet",
    "suggestions for phrases": "suggestions/phrases.*.jsonl.gz",
    "the key of sessions": "session.key",
    "the report of problems": "check.json",
    "the same as a workbook": "check.xlsx",
    "a ledger": "../decisions/ann/*.jsonl",
}
"""Every kind of file that a folder gets, and where one lies, seen from .narragraph/."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a file of every kind."""
    place = desk_review(tmp_path_factory.mktemp("damage") / "review")
    with at_the_desk(place) as (desk, live):
        offered = sorted(id_ for id_, one in desk.material.suggestions.items() if one.paper_id == "paper:a")
        for number, id_ in enumerate(offered):
            claim = Claim("training", Direction.BARRIER, setting=f"Ward {number}")
            desk.decide(("ann", "pc", str(number)), id_, Said(Verdict.EDIT, (claim,), note="Grüße", seconds=4.5))
        live.follow()
    assert run(["build", str(place), "--quiet"]) == 0
    session_key(place)
    return place


@pytest.fixture
def folder(original: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(original, tmp_path / "review"))


def _file(folder: Path, kind: str) -> Path:
    return min((folder / ".narragraph").glob(KINDS[kind]))


def _flips(content: bytes, many: int) -> Iterator[bytes]:
    """The content with one bit flipped, at many places: at all of them when there are not more."""
    chance = random.Random(SEED)
    every = range(8 * len(content))
    for bit in every if len(every) <= many else sorted(chance.sample(every, many)):
        yield content[: bit // 8] + bytes([content[bit // 8] ^ 1 << bit % 8]) + content[bit // 8 + 1 :]


def _cuts(content: bytes, many: int) -> Iterator[bytes]:
    """The content cut off, at many places."""
    chance = random.Random(SEED)
    for end in sorted(chance.sample(range(len(content)), min(many, len(content)))):
        yield content[:end]


@pytest.mark.fault("a flipped bit or a cut in the pointer of the graph")
def test_pointer_says_what_was_written_or_is_refused(folder: Path, record_property: Recorded) -> None:
    file, said = _file(folder, "the pointer"), published(folder)
    content, tried = file.read_bytes(), 0
    for damaged in (*_flips(content, often(200, 100_000)), *_cuts(content, often(60, 10_000))):
        tried += 1
        file.write_bytes(damaged)
        try:
            found = published(folder)
        except GraphDamaged:
            continue
        assert found == said, damaged
    record_property("tried", tried)


@pytest.mark.fault("a flipped bit or a cut in a kept text, or in what its file says of itself")
@pytest.mark.parametrize("kind", ["a text", "what a file says"])
def test_kept_text_is_what_was_read_or_is_read_again(folder: Path, kind: str, record_property: Recorded) -> None:
    sha256 = hashlib.sha256(A.encode()).hexdigest()
    known = text_of_file(folder, sha256, ".txt")
    assert known is not None
    pointer = next(file for file in (folder / ".narragraph" / "texts" / "files").iterdir() if sha256 in file.name)
    file = pointer if kind == "what a file says" else folder / ".narragraph" / "texts" / f"{known.sha256}.json.gz"
    content, tried = file.read_bytes(), 0
    for damaged in (*_flips(content, often(150, 100_000)), *_cuts(content, often(60, 10_000))):
        tried += 1
        file.write_bytes(damaged)
        assert text_of_file(folder, sha256, ".txt") in (None, known), damaged
    record_property("tried", tried)


@pytest.mark.fault("a flipped bit or a cut in kept suggestions for phrases")
def test_kept_suggestions_for_phrases_are_the_same_or_none(folder: Path, record_property: Recorded) -> None:
    file = folder / ".narragraph" / "suggestions" / "phrases.0.jsonl.gz"
    shutil.copyfile(_file(folder, "suggestions for phrases"), file)
    known, content, tried = read_phrases(file), file.read_bytes(), 0
    assert known
    for damaged in (*_flips(content, often(100, 100_000)), *_cuts(content, often(40, 10_000))):
        tried += 1
        file.write_bytes(damaged)
        assert read_phrases(file) in ({}, known)
    record_property("tried", tried)


@pytest.mark.fault("a flipped bit in a ledger")
def test_flipped_bit_in_a_ledger_is_named(folder: Path, record_property: Recorded) -> None:
    """Also in its last line, which no other line vouches for."""
    file, known = _file(folder, "a ledger"), read_ledgers(folder)
    content, tried = file.read_bytes(), 0
    last = content[: content.rstrip(b"\n").rindex(b"\n") + 1]
    every = [*_flips(content, often(150, 100_000)), *(last + tail for tail in _flips(content[len(last) :], 150))]
    for damaged in every:
        tried += 1
        file.write_bytes(damaged)
        try:
            named = f"nothing: {read_ledgers(folder) == known}"
        except LedgerError as error:
            named = error.path
        assert named == "decisions/ann/pc.jsonl", damaged
    record_property("tried", tried)


@pytest.mark.fault("a ledger that is cut off")
def test_cut_ledger_keeps_what_is_whole_and_says_so(folder: Path, record_property: Recorded) -> None:
    file, known = _file(folder, "a ledger"), read_ledgers(folder).entries
    content, tried = file.read_bytes(), 0
    for damaged in _cuts(content, often(100, 20_000)):
        tried += 1
        file.write_bytes(damaged)
        found = read_ledgers(folder)
        assert found.entries == known[: len(found.entries)]
        whole = len(damaged) == sum(len(line) + 1 for line in content.split(b"\n")[: damaged.count(b"\n")])
        assert whole or found.notes or content[len(damaged) :][:1] == b"\n"
    record_property("tried", tried)


@pytest.mark.fault("a damaged key of sessions")
def test_damaged_key_signs_everybody_out_and_lets_them_in_again(folder: Path, record_property: Recorded) -> None:
    file = _file(folder, "the key of sessions")
    cookie = Sessions(lambda: session_key(folder)).begin("ann")
    content = file.read_bytes()
    every = [*_flips(content, often(20, 256)), b"", content[:31]]
    for damaged in every:
        file.write_bytes(damaged)
        after = Sessions(lambda: session_key(folder))
        session = after.read(cookie)
        assert session is not None
        assert not after.holds(cookie, session)
        again = after.begin("ann")
        assert after.holds(again, after.read(again) or session)
    record_property("tried", len(every))


# The same through the commands


def _halved(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _flipped(file: Path) -> None:
    content = bytearray(file.read_bytes())
    if content:
        content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


def _emptied(file: Path) -> None:
    file.write_bytes(b"")


def _zeroed(file: Path) -> None:
    """As a journal leaves it whose data never came."""
    file.write_bytes(bytes(file.stat().st_size))


def _folder_in_its_place(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGES = (_halved, _flipped, _emptied, _zeroed, _folder_in_its_place)
COMMANDS = (
    ("query", "influences_by_frequency", "--json", "-C"),
    ("tag", "--json"),
    ("queue", "--json"),
    ("build", "--json"),
)
FACTS = {
    "tag": ("texts_tagged_now", "shards_made", "shards_kept", "shards_damaged"),
    "build": ("place", "changed", "seconds", "notes", "built_at"),
}
"""What a command says of its own work, and may say differently after damage."""


def _said(narragraph: Here, folder: Path, words: tuple[str, ...]) -> tuple[int, object, str]:
    """Exit code, what is on stdout without what tells of the work done, and the errors."""
    ran = narragraph(*words, folder)
    assert ran.code in {0, 1, 3}, ran.err
    assert "Traceback" not in ran.err
    assert "defect of narragraph" not in ran.err
    out = json.loads(ran.out) if ran.out.strip() else None
    if isinstance(out, dict):
        for name in FACTS.get(words[0], ()):
            out.pop(name, None)
    return ran.code, out, ran.err


def _tried(chance: random.Random) -> list[tuple[str, Callable[[Path], None]]]:
    every = [(kind, damage) for kind in KINDS for damage in DAMAGES]
    return every if LONG else [(kind, chance.choice(DAMAGES)) for kind in KINDS]


@pytest.mark.fault("damaged files of every kind, through the commands")
def test_commands_over_a_damaged_file_say_the_same_or_name_it(
    narragraph: Here, original: Path, tmp_path: Path, record_property: Recorded
) -> None:
    before = [_said(narragraph, original, words) for words in COMMANDS]
    assert [code for code, *_ in before] == [0] * len(COMMANDS)
    every = _tried(random.Random(SEED))
    for number, (kind, damage) in enumerate(every):
        folder = Path(shutil.copytree(original, tmp_path / f"{number}" / "review"))
        (folder / ".narragraph" / "check.json").write_text('{"problems": []}')
        (folder / ".narragraph" / "check.xlsx").write_bytes(b"PK\x03\x04")
        file = _file(folder, kind)
        kept = file.read_bytes()
        damage(file)
        for words, (_, out, _) in zip(COMMANDS, before, strict=True):
            code, found, err = _said(narragraph, folder, words)
            assert (code == 0 and found == out) or file.name in err, (kind, damage.__name__, words, found, err)
        if kind == "a ledger":
            shutil.rmtree(file) if file.is_dir() else file.unlink()
            file.write_bytes(kept)
            assert _said(narragraph, folder, ("build", "--json"))[0] == 0
        for words, (_, out, _) in list(zip(COMMANDS, before, strict=True))[:: 1 if LONG else 2]:
            assert _said(narragraph, folder, words)[:2] == (0, out), (kind, damage.__name__, words)
    record_property("tried", len(every))
