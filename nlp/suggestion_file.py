"""Suggestions under .narragraph/suggestions/, so that a text is tagged once. Derived: deleting them loses nothing.

<SHA-256 of the text>.<made from>.jsonl.gz: a line about the file, then one suggestion a line. `made from` covers all
that decides what is proposed, so a file is never out of date: it is another file.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from graph.documents import PaperText
from graph.ids import digest
from graph.plain import made, plain
from graph.store import HOME
from graph.suggestions import Suggestion
from graph.whole import appears_whole
from nlp.phrase_tasks import PhraseSuggestion
from nlp.rules_version import RULES_VERSION
from nlp.vocabulary import Vocabulary

Kept = TypeVar("Kept")

FORMAT_VERSION = 1


def suggestion_home(folder: Path) -> Path:
    """Where the suggestions of a review folder lie."""
    return folder / HOME / "suggestions"


def made_from(paper: PaperText, vocabulary: Vocabulary) -> str:
    """A short hash over the paper, its blocks, the vocabulary, the rules and the lists of words they use."""
    blocks = [f"{block.kind} {block.section} {block.heading} {block.language}" for block in paper.text.blocks]
    return digest([paper.paper_id, paper.path, *_rules(vocabulary), *blocks], 16)


def _rules(vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.version, RULES_VERSION, lists_version(), str(FORMAT_VERSION)]


@cache
def lists_version() -> str:
    """A short hash over every list of words in this room."""
    room = Path(__file__).parent
    files = sorted(file for pattern in ("*/*.csv", "*/*.txt") for file in room.glob(pattern))
    said = [part for file in files for part in (file.name, hashlib.sha256(file.read_bytes()).hexdigest())]
    return digest(said, 12)


def file_of(folder: Path, paper: PaperText, vocabulary: Vocabulary) -> Path:
    """Where the suggestions of a paper's text by a vocabulary stand, once they were written."""
    return suggestion_home(folder) / f"{paper.text.sha256}.{made_from(paper, vocabulary)}.jsonl.gz"


def write_suggestions(file: Path, suggestions: Sequence[Suggestion]) -> None:
    """Write beside and rename, so that no reader sees half a file. Raises OSError when the folder cannot be written."""
    _write(file, suggestions)


def read_suggestions(file: Path) -> list[Suggestion] | None:
    """The suggestions of a file; null when it is not there, damaged, or of another format."""
    return _read(file, Suggestion)


@dataclass(frozen=True, slots=True)
class _OfPhrase:
    phrase: str
    suggestions: tuple[PhraseSuggestion, ...]


def phrase_file(folder: Path, vocabulary: Vocabulary, language: str) -> Path:
    """Where what a vocabulary suggests for phrases stands; there are as many phrases in it as were asked for so far."""
    return suggestion_home(folder) / f"phrases.{digest([language, *_rules(vocabulary)], 16)}.jsonl.gz"


def write_phrases(file: Path, found: Mapping[str, tuple[PhraseSuggestion, ...]]) -> None:
    """Keep what is suggested for each phrase. Raises OSError when the folder cannot be written."""
    _write(file, [_OfPhrase(phrase, suggestions) for phrase, suggestions in found.items()])


def read_phrases(file: Path) -> dict[str, tuple[PhraseSuggestion, ...]]:
    """What was kept; empty when the file is not there, damaged, or of another format."""
    return {one.phrase: one.suggestions for one in _read(file, _OfPhrase) or ()}


def _write(file: Path, rows: Sequence[object]) -> None:
    about = {"format": FORMAT_VERSION, "suggestions": len(rows)}
    lines = [json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in [about, *map(plain, rows)]]
    packed = gzip.compress(("\n".join(lines) + "\n").encode("utf-8", "surrogatepass"), 3, mtime=0)
    file.parent.mkdir(parents=True, exist_ok=True)
    with appears_whole(file) as temporary:
        temporary.write_bytes(packed)


def _read(file: Path, kind: type[Kept]) -> list[Kept] | None:
    try:
        lines = gzip.decompress(file.read_bytes()).decode("utf-8", "surrogatepass").split("\n")
        about = json.loads(lines[0])
        found = [made(kind, json.loads(line)) for line in lines[1:-1]]
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return None
    whole = about == {"format": FORMAT_VERSION, "suggestions": len(found)} and lines[-1] == ""
    return found if whole else None
