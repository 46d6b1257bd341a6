"""Suggestions on disk: the same ones back, or nothing; never half a file, never those of other words."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from graph.documents import Block, BlockKind, PaperText, Section, StoredText, TextFormat, text_sha256
from graph.terms import Term
from nlp import suggestion_file
from nlp.candidates import suggestions_of
from nlp.suggestion_file import file_of, made_from, read_suggestions, write_suggestions
from nlp.vocabulary import InfluenceWords, vocabulary

WORDS = vocabulary([InfluenceWords("t1", "Training")])
SAID = "Training was a barrier in Uganda \u05d0 \U0001f642.\n\nTraining helped 23 peer workers."
BLOCKS = tuple(
    Block(BlockKind.PARAGRAPH, Section.RESULTS, None, "en", SAID.index(part), SAID.index(part) + len(part), None, "")
    for part in SAID.split("\n\n")
)
PAPER = PaperText("paper:a", "a.txt", "0" * 64, StoredText(SAID, text_sha256(SAID), TextFormat.TXT, BLOCKS, ()))


def test_suggestions_come_back_as_they_were(tmp_path: Path) -> None:
    found = suggestions_of(PAPER, WORDS)
    file = file_of(tmp_path, PAPER, WORDS)
    assert read_suggestions(file) is None
    write_suggestions(file, found)
    assert len(found) == 2
    assert read_suggestions(file) == found
    assert file.parent == tmp_path / ".narragraph" / "suggestions"
    assert file.name.startswith(PAPER.text.sha256)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    first = file.read_bytes()
    write_suggestions(file, found)
    assert file.read_bytes() == first, "the same suggestions are the same bytes"


def test_a_paper_without_suggestions_is_told_from_one_that_was_not_tagged(tmp_path: Path) -> None:
    file = tmp_path / "none.jsonl.gz"
    write_suggestions(file, [])
    assert read_suggestions(file) == []


@pytest.mark.fault("a damaged file of suggestions")
@pytest.mark.parametrize("keep", [0, 1, 20, 0.5, 0.9, -1])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, keep: float) -> None:
    file = tmp_path / "x.jsonl.gz"
    write_suggestions(file, suggestions_of(PAPER, WORDS))
    content = file.read_bytes()
    file.write_bytes(content[: int(keep * len(content)) if isinstance(keep, float) else keep])
    assert read_suggestions(file) is None


@pytest.mark.fault("a damaged file of suggestions")
def test_a_flipped_byte_is_never_read_as_other_suggestions(tmp_path: Path) -> None:
    found = suggestions_of(PAPER, WORDS)
    file = tmp_path / "x.jsonl.gz"
    write_suggestions(file, found)
    content = file.read_bytes()
    for at in range(0, len(content), 7):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :])
        assert read_suggestions(file) in (None, found)


@pytest.mark.parametrize("lines", [["{}"], ["[]", "1"], ['{"format":0,"suggestions":0}'], ["not json"], ["null", "{}"]])
def test_what_is_no_file_of_suggestions_is_not_read(tmp_path: Path, lines: list[str]) -> None:
    file = tmp_path / "x.jsonl.gz"
    file.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode()))
    assert read_suggestions(file) is None


def test_the_name_changes_with_all_that_decides_what_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAPER.text
    moved = replace(text, blocks=(replace(text.blocks[0], section=Section.METHODS), *text.blocks[1:]))
    names = {
        made_from(PAPER, WORDS),
        made_from(PAPER, vocabulary([InfluenceWords("t1", "Training")], [Term("t1", "course")])),
        made_from(replace(PAPER, paper_id="paper:b"), WORDS),
        made_from(replace(PAPER, text=moved), WORDS),
    }
    monkeypatch.setattr(suggestion_file, "RULES_VERSION", "0")
    names.add(made_from(PAPER, WORDS))
    monkeypatch.setattr(suggestion_file, "lists_version", lambda: "0")
    names.add(made_from(PAPER, WORDS))
    assert len(names) == 6
    assert made_from(PAPER, WORDS) in names
