"""A ledger whose last line was cut off: whatever goes by decisions says which, on the side of messages."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import Here
from curated_review import curated_review, decide, shown
from deciding import decided

LEDGER = "decisions/ann/laptop.jsonl"
COMMANDS = (
    ("agreement", "{}", "--json"),
    ("build", "{}", "--json"),
    ("check", "{}"),
    ("codebook", "show", "-C", "{}"),
    ("export", "{}", "--kind", "qdc", "--out", "{}/../codes.qdc"),
    ("queue", "{}", "--json"),
    ("release", "{}", "--out", "{}/../released", "--version", "1"),
    ("report", "{}", "--out", "{}/../report"),
    ("verify", "{}"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = curated_review(tmp_path_factory.mktemp("torn") / "review")
    for key, quote in (
        ("1", "Staff said that training made the new role possible."),
        ("2", "Nobody had time for supervision."),
    ):
        decide(place, "ann", key, decided(shown(place, quote, "training", "barrier")))
    file = place / LEDGER
    file.write_bytes(file.read_bytes()[:-20])
    return place


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: str(words[0]))
def test_torn_ledger_is_named(narragraph: Here, folder: Path, words: tuple[str, ...]) -> None:
    done = narragraph(*(word.replace("{}", str(folder)) for word in words))
    assert LEDGER in done.err + (done.out if words[0] in {"check", "verify"} else ""), (done.code, done.out, done.err)
