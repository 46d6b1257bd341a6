"""`narragraph decide`: the desk of a curator in the terminal, and as a workbook."""

from __future__ import annotations

import io
import secrets
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder
from cli.queue import Influence, Paper
from cli.terminal import Terminal
from graph.errors import ConfigError, SynthesisError

if TYPE_CHECKING:
    from collections.abc import Callable

    from cli.decide_keys import Keys
    from cli.decide_pairs import PairSession
    from cli.decide_session import Session
    from cli.decide_shown import Tally
    from cli.desk import Opened
    from curation.desk import Desk
    from curation.ledger_only import LedgerOnly
    from curation.queue import Part


class What(StrEnum):
    """What is decided on."""

    PASSAGES = "passages"
    PHRASES = "phrases"
    PAIRS = "pairs"


OnlyOption = Annotated[
    What | None, typer.Option("--only", help="Only passages of texts, phrases of tables, or pairs of records.")
]
Curator = Annotated[
    str | None,
    typer.Option("--curator", metavar="ID", help="Who decides; not needed where only one may.", show_default=False),
]
Device = Annotated[
    str | None,
    typer.Option("--device", metavar="NAME", help="Name of the ledger file. Default: terminal-<this machine>."),
]
UndoFlag = Annotated[bool, typer.Option("--undo", help="Take back the newest decision, and do nothing else.")]
DrawFlag = Annotated[
    bool, typer.Option("--draw", help="Draw the share for double coding that review.toml names (adjudicators).")
]
Export = Annotated[
    Path | None,
    typer.Option("--export", metavar="FILE.xlsx", help="Write what waits as a workbook.", show_default=False),
]
Import = Annotated[
    Path | None,
    typer.Option("--import", metavar="FILE", help="Read a filled workbook; nothing if a row is wrong."),
]
Batches = Annotated[
    int | None,
    typer.Option("--batches", min=1, max=1000, help="With --export: this many batches of ten.", show_default=False),
]
ValidRows = Annotated[
    bool, typer.Option("--valid-rows", help="With --import: write the rows that are right, and tell the others.")
]


@dataclass(frozen=True)
class At:
    """An open desk, and who sits at it: curator and device."""

    opened: Opened
    acts: LedgerOnly
    desk: Desk
    who: tuple[str, str]
    folder: Path | None


def decide(
    context: typer.Context,
    folder: Folder = None,
    curator: Curator = None,
    paper: Paper = None,
    influence: Influence = None,
    only: OnlyOption = None,
    device: Device = None,
    undo: UndoFlag = False,
    draw: DrawFlag = False,
    export: Export = None,
    import_: Import = None,
    batches: Batches = None,
    valid_rows: ValidRows = False,
) -> None:
    """Decide on what waits for you, one passage or phrase at a time, with the keys of the page; `?` lists them.

    `--only pairs` shows pairs of records that may be one paper, side by side; without it they are left out.
    On a terminal a key is one press; from a pipe or file, one line: printf 'a\\nx\\n' | narragraph decide --curator
    ann. Piped keys stop at the first that cannot be used. Every decision is on the disk when the next passage is shown.
    """
    terminal: Terminal = context.obj
    _check(undo, draw, export, import_, parts=(paper, influence, only), batches=batches, valid_rows=valid_rows)
    at = _sit_down(folder, curator, device, terminal)
    if undo:
        _undo(at, terminal)
    elif draw:
        _draw(at, terminal)
    elif import_ is not None:
        from cli.workbook import import_workbook

        import_workbook(at, import_, terminal, valid_rows=valid_rows)
    elif export is not None:
        from cli.workbook import export_workbook

        export_workbook(at, export, _part(at, paper, influence, only), batches, terminal)
    else:
        _session(at, _part(at, paper, influence, only), terminal)


def _check(
    undo: bool,
    draw: bool,
    export: Path | None,
    import_: Path | None,
    *,
    parts: tuple[str | None, str | None, What | None],
    batches: int | None,
    valid_rows: bool,
) -> None:
    if sum((undo, draw, export is not None, import_ is not None)) > 1:
        raise typer.BadParameter("--undo, --draw, --export and --import go one at a time")
    if parts[2] is What.PAIRS and (parts[0] or parts[1] or export is not None):
        raise typer.BadParameter("--only pairs goes without --paper, --influence and --export")
    if any(one is not None for one in parts) and (undo or draw or import_ is not None):
        raise typer.BadParameter("--paper, --influence and --only narrow what is shown or exported, nothing else")
    if batches is not None and export is None:
        raise typer.BadParameter("--batches goes with --export FILE.xlsx")
    if valid_rows and import_ is None:
        raise typer.BadParameter("--valid-rows goes with --import FILE")


def _sit_down(folder: Path | None, curator: str | None, device: str | None, terminal: Terminal) -> At:
    """Open the desk; who it is, is asked before the folder is read and tagged."""
    from cli.decide_who import roles, the_curator, the_device
    from cli.desk import opened
    from curation.desk import Desk
    from curation.ledger_only import LedgerOnly

    place = review_folder(folder)
    who = the_curator(roles(place), curator), the_device(device)
    found = opened(place, terminal)
    acts = LedgerOnly(place, found.material.base)
    return At(found, acts, Desk(found.material, acts), who, folder)


def _part(at: At, paper: str | None, influence: str | None, only: What | None) -> Part:
    """The part of the queue that is asked for. Raises NotFound."""
    from cli.decide_queue import check_part
    from curation import queue

    part = queue.Part(paper, influence, None if only is None else queue.Kind(only.value))
    check_part(at.opened, part)
    return part


def _undo(at: At, terminal: Terminal) -> None:
    from cli.decide_card import taken as said
    from cli.decide_undo import take_back
    from curation.pair_decisions import PairDecision

    taken = take_back(at.desk, at.who)
    typer.echo(f"Taken back: {said(taken.entry, at.opened.material)}")
    _carried(at, terminal, follows=not isinstance(taken.entry.body, PairDecision))


def _draw(at: At, terminal: Terminal) -> None:
    from curation.entries import Assignment

    before = at.desk.state(None).assigned.keys()
    drawn = at.desk.draw((*at.who, secrets.token_hex(10))).entry.body
    assert isinstance(drawn, Assignment)  # noqa: S101  (what draw writes)
    share = f"{drawn.share:.0%} of {drawn.of:,} undecided suggestions, seed {drawn.seed}"
    new = sum(one.suggestion not in before for one in drawn.drawn)
    typer.echo(f"{len(drawn.drawn):,} suggestions are decided by several, {new:,} of them newly ({share}):")
    for coder in sorted({coder for one in drawn.drawn for coder in one.coders}):
        typer.echo(f"  {coder:<20}{sum(coder in one.coders for one in drawn.drawn):,}")
    terminal.say("Each of them sees the others' decisions only when all have decided.")


def _session(at: At, part: Part, terminal: Terminal) -> None:
    from cli.decide_pairs import PairSession
    from cli.decide_queue import Waiting
    from cli.decide_session import Session
    from curation.queue import Kind, Queue

    if part.kind is Kind.PAIRS:
        _sit(at, lambda keys: PairSession(at.desk, at.who, keys), terminal, follows=False)
        return
    if not at.opened.material.choices:
        raise ConfigError("codebook.csv", "no influence is active, so there is nothing to decide for. Name them in it.")
    waiting = Waiting(at.desk, Queue(at.desk, at.opened.order), at.who[0], part)
    _sit(at, lambda keys: Session(at.desk, waiting, at.who, keys), terminal)


def _sit(at: At, begin: Callable[[Keys], Session | PairSession], terminal: Terminal, *, follows: bool = True) -> None:
    """Run a session with the keys of a terminal or a pipe, and say what came of it however it ended.

    `follows`: whether a running server carries what is written into its graph by itself.
    """
    from cli.decide_keys import LineKeys, SingleKeys

    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # so that the line can be named in which the bytes stand
    live = sys.stdin.isatty()
    keys = SingleKeys(sys.stdin) if live else LineKeys(sys.stdin)
    with keys if isinstance(keys, SingleKeys) else nullcontext():
        session = begin(keys)
        try:
            session.run()
        except SynthesisError:
            if keys.place:
                terminal.warn(f"The keys end at {keys.place}; what was decided before it is saved.")
            raise
        finally:
            sys.stdout.flush()
            _summary(session.tally, at, terminal, follows=follows)
    terminal.say(f"Waiting for {at.who[0]}: {session.left}.")


def _summary(tally: Tally, at: At, terminal: Terminal, *, follows: bool) -> None:
    many = tally.written.total()
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in tally.written.most_common())
    said = f"{many:,} {'decision was' if many == 1 else 'decisions were'} written" + (f" ({kinds})" if kinds else "")
    terminal.say(f"{said}, {tally.taken_back:,} taken back.")
    if many or tally.taken_back:
        _carried(at, terminal, follows=follows)


def _carried(at: At, terminal: Terminal, *, follows: bool) -> None:
    there = f" {at.folder}" if at.folder else ""
    server = "; a running server follows by itself" if follows else ", in a running server too"
    terminal.say(f"`narragraph build{there}` carries them into the graph{server}.")
