"""Read articles and a long PDF, keep them, and find quotes again.

Articles are those of the sample data (NARRAGRAPH_DATA); the PDF is made up: two columns, hyphens, running heads. Times
are processor seconds, the best of a few runs after a warm one, so that language model and libraries are loaded.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.harness import Chapter
from graph.anchors import State, make_anchor, reanchor
from graph.documents import StoredText
from graph.search_key import search_key
from ingest.texts.folder import read_texts
from ingest.texts.match import Known
from ingest.texts.read import read_text, text_of
from tests.support.pdf_pages import two_columns

SEED = 20261125
PAGES, SMOKE_PAGES = 200, 20
RUNS = 3
WORDS = (
    *("training", "supervision", "implementation", "organisational", "difficult", "because", "managers", "staffing"),
    *("inefficient", "peers"),
)
Row = tuple[str, str, str]


def best(act: Callable[[], object], runs: int = RUNS) -> float:
    """Seconds of the processor in the cheapest of a few runs, after one that is not counted.

    The clock on the wall says how busy the machine is; all of this is one thread and hardly touches the disk.
    """
    act()
    times = []
    for _ in range(runs):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times)


def long_pdf(pages: int) -> bytes:
    """A PDF of about so many pages, some 6,000 characters each."""
    draw = random.Random(SEED)
    paragraphs = [(" ".join(draw.choices(WORDS, k=110)).capitalize() + ".", False) for _ in range(pages * 5)]
    return two_columns([("A long report", True), *paragraphs], head="Reports of Wards 12 (2019)")


def articles(data: Path) -> list[Row]:
    """Reading the sample articles, from the files and from what is kept."""
    files = sorted((data / "jats_bjpsych").glob("*.xml"))
    texts = [read_text(file, file.name) for file in files]
    characters = sum(len(text.text) for text in texts)
    fresh = best(lambda: [read_text(file, file.name) for file in files])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        for file in files:
            (folder / "texts" / file.name).write_bytes(file.read_bytes())
        kept = best(lambda: read_texts(folder, Known({}, add_new=True)))
    what = f"{len(files)} JATS articles, {characters / 1e6:.2f} M characters"
    return [(f"read {what}", f"{fresh:.2f} s", f"{len(files) / fresh:.0f}/s"), ("the same, kept", f"{kept:.2f} s", "")]


def pdf(pages: int) -> tuple[StoredText, Row]:
    """Reading a long PDF."""
    content = long_pdf(pages)
    stored = text_of(content, "long.pdf")
    seconds = best(lambda: text_of(content, "long.pdf"), 1)
    what = f"read a PDF of {stored.pages} pages, {len(stored.text) / 1e6:.2f} M characters"
    return stored, (what, f"{seconds:.2f} s", f"{(stored.pages or 0) / seconds:.0f} pages/s")


def anchors(stored: StoredText) -> list[Row]:
    """The search key of a long text, and finding its sentences again after everything moved."""
    moved = text_of(f"A new beginning.\n\n{stored.text}".encode(), "long.txt")
    key = best(lambda: search_key.__wrapped__(stored.text), 1)
    held = [make_anchor(stored, block.char_start, block.char_end) for block in stored.blocks[1:201]]
    states = {reanchor(anchor, moved).state for anchor in held}
    if states != {State.MOVED}:
        raise SystemExit(f"quotes were not found again: {states}")
    seconds = best(lambda: [reanchor(anchor, moved) for anchor in held], 1)
    rate = f"{len(stored.text) / key / 1e6:.1f} M characters/s"
    return [
        ("search key of that text", f"{key:.2f} s", rate),
        (f"find {len(held)} quotes again in it", f"{seconds:.2f} s", f"{seconds / len(held) * 1000:.1f} ms each"),
    ]


def measure(pages: int) -> Chapter:
    """All of it; without the sample data the articles are left out, and the table says so."""
    data = Path(os.environ.get("NARRAGRAPH_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
    rows = articles(data) if (data / "jats_bjpsych").is_dir() else [("NO SAMPLE DATA: articles were not read", "", "")]
    stored, row = pdf(pages)
    said = "Processor seconds, the best of a few runs after a warm one."
    return Chapter("Reading texts", (), said, ("what", "processor time", "rate"), [*rows, row, *anchors(stored)])
