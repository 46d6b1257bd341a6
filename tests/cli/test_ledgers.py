"""`narragraph ledgers`: decisions go from copy to copy as one file, once."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from command_line import Here
from curated_review import curated_review, decide, shown
from deciding import decided

from curation.ledger import read_ledgers

QUOTE = "Staff said that training made the new role possible."


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """Two copies of a review: ann decided in one, ben in the other, and eve in both before they parted."""
    here = curated_review(tmp_path / "here")
    passage = decided(shown(here, QUOTE, "training", "facilitator"))
    decide(here, "eve", "0", passage)
    there = Path(shutil.copytree(here, tmp_path / "there"))
    decide(here, "ann", "1", passage)
    decide(there, "ben", "1", passage)
    return here, there


def test_decisions_of_two_copies_come_together(narragraph: Here, copies: tuple[Path, Path], tmp_path: Path) -> None:
    here, there = copies
    packed = tmp_path / "ann.jsonl"
    done = narragraph("ledgers", "pack", packed, "-C", here)
    assert (done.code, done.err) == (
        0,
        f"2 entries written to {packed}. There: `narragraph ledgers merge ann.jsonl`.\n",
    )
    done = narragraph("ledgers", "merge", packed, "-C", there, "--json")
    assert json.loads(done.out) == {"action": "merge", "file": str(packed), "entries": 1}
    assert {entry.curator for entry in read_ledgers(there).entries} == {"ann", "ben", "eve"}
    done = narragraph("ledgers", "merge", packed, "-C", there)
    assert done.err == f"0 entries added from {packed}. This copy had them all.\n"
    assert narragraph("build", there).code == 0


def test_device_that_went_on_in_two_copies_is_refused_and_nothing_written(
    narragraph: Here, copies: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = copies
    for folder, verdict in ((here, "accept"), (there, "reject")):
        decide(folder, "eve", f"1-{verdict}", decided(shown(folder, QUOTE, "training", "barrier"), verdict))
    assert narragraph("ledgers", "pack", tmp_path / "a.jsonl", "-C", here).code == 0
    before = read_ledgers(there)
    done = narragraph("ledgers", "merge", tmp_path / "a.jsonl", "-C", there)
    assert done.code == 3
    assert "decisions/eve/laptop.jsonl" in done.err
    assert "went apart" in done.err
    assert read_ledgers(there) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pack", "{}/here/review.toml"), "exists already"),
        (("pack", "{}/none/a.jsonl"), "is not a folder"),
        (("merge", "{}/none.jsonl"), "there is no file"),
        (("merge", "{}/here/review.toml"), "it is no whole entry of a ledger"),
    ],
)
def test_wrong_file_is_told(
    narragraph: Here, copies: tuple[Path, Path], tmp_path: Path, words: tuple[str, str], said: str
) -> None:
    here, _ = copies
    before = {file: file.read_bytes() for file in here.rglob("*") if file.is_file()}
    done = narragraph("ledgers", words[0], words[1].replace("{}", str(tmp_path)), "-C", here)
    assert done.code
    assert said in done.err
    assert {file: file.read_bytes() for file in here.rglob("*") if file.is_file()} == before


def test_disk_that_refuses_is_told(
    narragraph: Here, copies: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = copies
    assert narragraph("ledgers", "pack", tmp_path / "a.jsonl", "-C", here).code == 0
    before = read_ledgers(there)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("curation.exchange.os.fsync", full)
    done = narragraph("ledgers", "merge", tmp_path / "a.jsonl", "-C", there)
    assert done.code == 1
    assert "No space left on device" in done.err
    assert "merge again" in done.err
    assert read_ledgers(there).entries == before.entries
