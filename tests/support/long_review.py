"""A review whose text has many passages that differ: enough to decide on for half an hour. All of it is invented."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from curated_review import FILES
from tiny_review import tiny_review

WHO = ("Nurses", "Porters", "Managers", "Volunteers", "Teachers", "Drivers", "Cooks", "Librarians")
WHERE = ("in the north", "at the harbour", "on the island", "near the station", "behind the market")
WHAT = (
    "said that training made the {n} visits possible",
    "told us that low pay kept {n} of them away",
)
HEBREW = "\u05d4\u05e6\u05d5\u05d5\u05ea \u05d0\u05de\u05e8 training."


def long_review(folder: Path, *, more: str = "", sentences: int = 80) -> Path:
    """A folder with `sentences` passages that report training or pay, and one of right-to-left text."""
    tiny_review(folder)
    review = folder / "review.toml"
    review.write_text(review.read_text(encoding="utf-8") + FILES + more, encoding="utf-8")
    (folder / "texts").mkdir()
    every = [f"{who} {where} {what}" for where, who, what in product(WHERE, WHO, WHAT)][:sentences]
    lines = [f"{sentence.format(n=number)}." for number, sentence in enumerate(every, start=11)]
    text = "Results\n\n" + "\n\n".join(lines) + f"\n\n{HEBREW}\n"
    (folder / "texts" / "a.txt").write_text(text, encoding="utf-8")
    return folder
