"""What decides what is proposed of a text: its words, the vocabulary, the rules, their lists. Loads no spaCy."""

from __future__ import annotations

import hashlib
import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as installed
from pathlib import Path

from graph import version
from graph.documents import PaperText
from graph.ids import digest
from nlp.rules_version import RULES_VERSION
from nlp.vocabulary import Vocabulary

FORMAT_VERSION = 2
"""Of what is kept; older files are not read, their texts are tagged again."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What a process tags with; two processes share texts only where all of it is the same."""

    narragraph: str
    rules: str
    lists: str
    spacy: str
    python: str


@cache
def versions() -> Versions:
    """The versions of this process."""
    python = ".".join(platform.python_version_tuple()[:2])
    return Versions(version(), RULES_VERSION, lists_version(), installed("spacy"), python)


@cache
def lists_version() -> str:
    """A short hash over every list of words in this room."""
    room = Path(__file__).parent
    files = sorted(file for pattern in ("*/*.csv", "*/*.txt") for file in room.glob(pattern))
    said = [part for file in files for part in (file.name, hashlib.sha256(file.read_bytes()).hexdigest())]
    return digest(said, 12)


def rules_key(vocabulary: Vocabulary, *more: str) -> str:
    """A short hash over the vocabulary, the rules and the lists of words they use, and what else is given."""
    return digest([*more, *_rules(vocabulary)], 16)


def text_key(paper: PaperText, vocabulary: Vocabulary) -> str:
    """<SHA-256 of the text>.<hash over paper, blocks and what `rules_key` covers>; the same key, the same proposed."""
    blocks = [f"{block.kind} {block.section} {block.heading} {block.language}" for block in paper.text.blocks]
    return f"{paper.text.sha256}.{digest([paper.paper_id, paper.path, *_rules(vocabulary), *blocks], 16)}"


def _rules(vocabulary: Vocabulary) -> list[str]:
    return [vocabulary.version, RULES_VERSION, lists_version(), str(FORMAT_VERSION)]
