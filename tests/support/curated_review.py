"""A review folder with tables, a text and room for decisions; the text is invented."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from deciding import draft
from suggested import suggested
from tiny_review import tiny_review

from curation.append import append
from curation.entries import Body, Entry
from graph.anchors import make_anchor
from graph.documents import StoredText
from graph.model import Direction
from graph.suggestions import Reason, Suggestion
from ingest.texts.read import read_text

TEXT = """\
What we found

Staff said that training made the new role possible. They also said that low pay drove colleagues away.
Nobody had time for supervision. Training was short, and staff asked for more of it.
"""
PAPER = "paper:a"
FILES = '\n[texts.files]\n"a.txt" = "paper:a"\n'


def curated_review(folder: Path, *, more: str = "") -> Path:
    """Write the folder; `more` is put at the end of review.toml."""
    tiny_review(folder)
    review = folder / "review.toml"
    review.write_text(review.read_text(encoding="utf-8") + FILES + more, encoding="utf-8")
    (folder / "texts").mkdir()
    (folder / "texts" / "a.txt").write_text(TEXT, encoding="utf-8")
    return folder


def text_of(folder: Path) -> StoredText:
    """The text as it is stored."""
    return read_text(folder / "texts" / "a.txt", "texts/a.txt")


def shown(folder: Path, words: str, influence: str, direction: str, paper: str = PAPER) -> Suggestion:
    """A suggestion on the first place where these words stand."""
    stored = text_of(folder)
    start = stored.text.index(words)
    anchor = make_anchor(stored, start, start + len(words))
    reasons = (Reason("name", influence),)
    return suggested(anchor, influence, paper, direction=Direction(direction), reasons=reasons)


def decide(folder: Path, curator: str, key: str, body: Body, device: str = "laptop") -> Entry:
    """Append one act."""
    return append(folder, replace(draft(curator, key, body), device=device)).entry
