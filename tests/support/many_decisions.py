"""Decide many times at one desk, and tell how it grows: `python many_decisions.py FOLDER MANY`.

After each fifth of them a line: decisions, bytes of the ledger, of the private copy of the graph, and of memory, and
open descriptors. A third of the acts take an earlier one back.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from pathlib import Path

from curated_review import shown
from deciding import claim, decided

from cli.curated import read_curated
from curation.apply import Base, Live
from curation.entries import Draft, Undo
from graph.build import build
from graph.config import Config
from graph.ids import suggestion_id, text_passage_id
from graph.store import close_live, open_live
from graph.suggestions import Suggestion

CONFIG = Config(buffer_pool_mb=64)
TOGETHER = 100
"""Acts that the graph shows at once, as on a busy server; of few decisions a fifth."""
PLACES = (
    ("Staff said that training made the new role possible.", "training", "facilitator"),
    ("low pay drove colleagues away.", "pay", "barrier"),
    ("Training was short, and staff asked for more of it.", "training", "barrier"),
)


def decide_many(folder: Path, many: int) -> None:
    """The acts, and after each fifth what has grown."""
    papers = _papers(folder, max(20, many // 50))
    curated = read_curated(folder)
    assert curated.known is not None
    build(curated.ingested.tables, folder, CONFIG)
    database = open_live(folder, CONFIG)
    live = Live(folder, Base(curated.known, curated.inputs), database)
    live.begin()
    places = [shown(folder, *place) for place in PLACES]
    last = ""
    for number in range(many):
        place = _of_paper(places[number % len(places)], papers[number // 3 * 7 % len(papers)])
        said = claim(place.influence_id, ("barrier", "mixed")[number // 7 % 2], f"Ward {number % 11}")
        body = Undo(last) if number % 3 == 2 else decided(place, "edit", said)
        last = live.act(Draft(f"curator-{number // 3 % 20}", "pc", f"n{number}", body)).entry.id
        if many > 10_000 and number % TOGETHER == TOGETHER - 1:
            live.follow()
        if (number + 1) % (many // 5) == 0:
            live.follow()
            _tell(folder, number + 1)
    close_live(database)


def _papers(folder: Path, many: int) -> list[str]:
    """So many papers in the table: nobody decides everything on one."""
    table = folder / "tables" / "findings.csv"
    rows = "".join(f"P{number},clinic,Training,helps,They said {number}\n" for number in range(many))
    table.write_text(table.read_text(encoding="utf-8") + rows, encoding="utf-8")
    return [f"paper:p{number}" for number in range(many)]


def _of_paper(place: Suggestion, paper: str) -> Suggestion:
    anchor = place.anchor
    passage = text_passage_id(paper, anchor.text_sha256, anchor.char_start, anchor.char_end)
    return replace(place, paper_id=paper, id=suggestion_id(passage, place.influence_id))


def _tell(folder: Path, decisions: int) -> None:
    gc.collect()
    ledger = sum(file.stat().st_size for file in (folder / "decisions").rglob("*.jsonl"))
    graph = sum(file.stat().st_size for file in (folder / ".narragraph" / "live").iterdir())
    memory = int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    descriptors = sum(1 for _ in Path("/proc/self/fd").iterdir())
    sys.stdout.write(f"{decisions} {ledger} {graph} {memory} {descriptors}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    decide_many(Path(sys.argv[1]), int(sys.argv[2]))
