"""What is killed in the middle: command lines, and the acts of a person at a running server."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Imported here so that a forked process has them already.
import cli.backup
import cli.build
import cli.codebook
import cli.desk
import cli.export
import cli.restore
import cli.tag
import nlp.candidates
import nlp.sharded  # noqa: F401
from cli.main import run
from curation.apply import Live
from curation.candidates import Status
from curation.desk import Desk, Said
from curation.entries import Claim, Verdict
from graph.build import build
from graph.config import Config
from graph.model import Direction
from graph.store import close_live, open_live

CONFIG = Config(buffer_pool_mb=64)
KEY = "settled"
ACKNOWLEDGED = "acknowledged"


def command(folder: Path, words: list[str]) -> int:
    """A command line; `{}` in its words is the folder."""
    code = run([word.replace("{}", str(folder)) for word in words])
    sys.stdout.flush()
    return code


@contextmanager
def at_the_desk(folder: Path) -> Iterator[tuple[Desk, Live]]:
    """The folder as a server opens it: built, with a private copy of the graph in which decisions act."""
    opened = cli.desk.opened_quietly(folder)
    build(opened.tables, folder, CONFIG)
    database = open_live(folder, CONFIG)
    live = Live(folder, opened.material.base, database)
    live.begin()
    try:
        yield Desk(opened.material, live), live
    finally:
        close_live(database)


def adjudicate(folder: Path, words: list[str]) -> int:
    """Settle the first conflict, tell of it beside the folder when it is answered, and let it take effect."""
    del words
    with at_the_desk(folder) as (desk, live):
        settle(desk)
        (folder.parent / f"{folder.name}.{ACKNOWLEDGED}").write_text(KEY, encoding="utf-8")
        live.follow()
    return 0


def settle(desk: Desk) -> bool:
    """The adjudication itself; false when it had been made before."""
    said = Said(Verdict.ACCEPT, (Claim("pay", Direction.MIXED, setting="Night shift"),), reason="Both are right.")
    every = desk.state("chief").candidates
    conflict = next(one for one in every if one.status in {Status.CONFLICT, Status.ADJUDICATED})
    return desk.adjudicate(("chief", "pc", KEY), conflict.id, said).made
