"""Suggestions on disk: the same ones back, or nothing; never half a file, never those of other words."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from graph.documents import Block, BlockKind, PaperText, Section, StoredText, TextFormat, text_sha256
from graph.terms import Term
from nlp import versions
from nlp.candidates import suggestions_of
from nlp.shards import packed, shard_of
from nlp.suggestion_file import read_kept, remove_shards, shard_files, write_shard
from nlp.versions import rules_key, text_key
from nlp.vocabulary import InfluenceWords, vocabulary

WORDS = vocabulary([InfluenceWords("t1", "Training")])
SAID = "Training was a barrier in Uganda \u05d0 \U0001f642.\n\nTraining helped 23 peer workers."
BLOCKS = tuple(
    Block(BlockKind.PARAGRAPH, Section.RESULTS, None, "en", SAID.index(part), SAID.index(part) + len(part), None, "")
    for part in SAID.split("\n\n")
)
PAPER = PaperText("paper:a", "a.txt", "0" * 64, StoredText(SAID, text_sha256(SAID), TextFormat.TXT, BLOCKS, ()))


OTHER = replace(PAPER, paper_id="paper:b", path="b.txt")
KEYS = {text_key(paper, WORDS): paper for paper in (PAPER, OTHER)}


def _written(folder: Path) -> Path:
    return write_shard(folder, shard_of(KEYS, WORDS)[0])


def test_suggestions_come_back_as_they_were(tmp_path: Path) -> None:
    assert read_kept(tmp_path, WORDS, KEYS).suggestions == {}
    file = _written(tmp_path)
    kept = read_kept(tmp_path, WORDS, KEYS)
    assert kept.suggestions == {key: tuple(suggestions_of(paper, WORDS)) for key, paper in KEYS.items()}
    assert len(kept.suggestions[text_key(PAPER, WORDS)]) == 2
    assert [one.name for one in (tmp_path / ".narragraph" / "suggestions").iterdir()] == [file.name]
    assert file.name == f"{rules_key(WORDS)}.{hashlib.sha256(file.read_bytes()).hexdigest()}.parquet"
    (row,) = kept.manifest.values()
    assert (row.rules, row.texts, row.suggestions, row.versions) == (rules_key(WORDS), 2, 4, versions.versions())
    assert row.input_sha256 == hashlib.sha256("\n".join(sorted(KEYS)).encode()).hexdigest()


def test_only_what_is_wanted_is_read_and_other_words_have_other_files(tmp_path: Path) -> None:
    _written(tmp_path)
    assert set(read_kept(tmp_path, WORDS, {text_key(OTHER, WORDS): None}).suggestions) == {text_key(OTHER, WORDS)}
    more = vocabulary([InfluenceWords("t1", "Training")], [Term("t1", "course")])
    assert shard_files(tmp_path, more) == []
    remove_shards(tmp_path, more)
    assert len(shard_files(tmp_path, WORDS)) == 1
    remove_shards(tmp_path, WORDS)
    assert shard_files(tmp_path, WORDS) == []


def test_a_paper_without_suggestions_is_told_from_one_that_was_not_tagged(tmp_path: Path) -> None:
    silent = replace(PAPER, text=replace(PAPER.text, text="Rain.", sha256=text_sha256("Rain."), blocks=()))
    write_shard(tmp_path, shard_of({text_key(silent, WORDS): silent}, WORDS)[0])
    assert read_kept(tmp_path, WORDS, {text_key(silent, WORDS): silent}).suggestions == {text_key(silent, WORDS): ()}


def _cut(content: bytes, part: int) -> bytes:
    return content[: len(content) * part // 7]


def _flipped(content: bytes, part: int) -> bytes:
    at = len(content) * part // 7
    return content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :]


@pytest.mark.parametrize("part", range(7))
@pytest.mark.parametrize("damage", [_cut, _flipped])
def test_a_damaged_file_is_set_aside_told_and_made_again(
    tmp_path: Path, damage: Callable[[bytes, int], bytes], part: int
) -> None:
    file = _written(tmp_path)
    whole = file.read_bytes()
    file.write_bytes(damage(whole, part))
    kept = read_kept(tmp_path, WORDS, KEYS)
    assert (kept.suggestions, kept.manifest) == ({}, {})
    aside = file.with_name(file.name + ".damaged")
    said = f".narragraph/suggestions/{file.name}: its bytes are not the ones that were written."
    assert kept.damaged == [f"{said} Its name ends in .damaged now; its texts are tagged again."]
    assert aside.read_bytes() == damage(whole, part)
    assert read_kept(tmp_path, WORDS, KEYS).damaged == [], "it is told once"
    _written(tmp_path)
    assert set(read_kept(tmp_path, WORDS, KEYS).suggestions) == set(KEYS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no parquet", "it cannot be read as Parquet"),
        (packed(KEYS), "its columns are key, paper, not key, suggestions"),
    ],
)
def test_a_file_of_the_right_name_that_holds_something_else_is_not_read(
    tmp_path: Path, content: bytes, said: str
) -> None:
    home = tmp_path / ".narragraph" / "suggestions"
    home.mkdir(parents=True)
    (home / f"{rules_key(WORDS)}.{hashlib.sha256(content).hexdigest()}.parquet").write_bytes(content)
    kept = read_kept(tmp_path, WORDS, KEYS)
    assert kept.suggestions == {}
    assert said in kept.damaged[0]


def test_the_key_changes_with_all_that_decides_what_is_proposed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = PAPER.text
    moved = replace(text, blocks=(replace(text.blocks[0], section=Section.METHODS), *text.blocks[1:]))
    keys = {
        text_key(PAPER, WORDS),
        text_key(PAPER, vocabulary([InfluenceWords("t1", "Training")], [Term("t1", "course")])),
        text_key(OTHER, WORDS),
        text_key(replace(PAPER, text=moved), WORDS),
    }
    monkeypatch.setattr(versions, "RULES_VERSION", "0")
    keys.add(text_key(PAPER, WORDS))
    monkeypatch.setattr(versions, "lists_version", lambda: "0")
    keys.add(text_key(PAPER, WORDS))
    assert len(keys) == 6
    assert text_key(PAPER, WORDS) in keys
