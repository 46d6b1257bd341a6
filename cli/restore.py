"""`narragraph restore`: a review folder put back from a backup, after every hash and every ledger was checked."""

from __future__ import annotations

import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.options import Json
from cli.rows import write_json
from cli.terminal import Terminal, printable
from graph.errors import ConfigError, LedgerError, ReleaseError

if TYPE_CHECKING:
    from cli.restore_checks import Opened
    from graph.audit import Check

MOST_SHOWN = 20
From = Annotated[Path, typer.Argument(metavar="FILE", help="A zip or folder that `narragraph backup` wrote.")]
To = Annotated[
    Path | None,
    typer.Argument(metavar="[DIR]", help="The review folder to write: new, or empty.", show_default=False),
]
Verify = Annotated[bool, typer.Option("--verify", help="Only check; nothing is written. DIR is not needed.")]
Force = Annotated[bool, typer.Option("--force", help="DIR may hold something: it is kept beside under another name.")]


def restore(
    context: typer.Context,
    file: From,
    folder: To = None,
    verify: Verify = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Put a review folder back as it was when the backup was taken, whole or not at all.

    Hashes, the chain of every ledger and the revision are checked first. A folder that holds something is refused, and
    decisions in it that the backup lacks are named. Then `narragraph build` makes the graph again, on either engine.
    """
    terminal: Terminal = context.obj
    if folder is None and not verify:
        raise typer.BadParameter("name the folder to write, or add --verify to check only")
    if verify and force:
        raise typer.BadParameter("--verify writes nothing, so there is nothing to force")
    if not file.exists():
        raise ConfigError("FILE", f'there is no "{file}".')
    if verify:
        _verify(file, folder, terminal, as_json=as_json)
    elif folder is not None:
        _restore(file, folder, terminal, force=force, as_json=as_json)


def _verify(file: Path, folder: Path | None, terminal: Terminal, *, as_json: bool) -> None:
    """Check and print; exit 1 when any check failed."""
    from cli.restore_checks import checks_of, lacking_in, opened_backup
    from cli.verify import conclude, print_checks

    with terminal.progress() as progress, tempfile.TemporaryDirectory(prefix="narragraph-") as home:
        opened = opened_backup(file, Path(home))
        checks = list(checks_of(opened, progress))
        lacking = [] if folder is None else lacking_in(opened, folder)
    print_checks(checks, as_json=as_json)
    for said in lacking:
        terminal.warn(said)
    conclude(checks, terminal)


def _restore(file: Path, folder: Path, terminal: Terminal, *, force: bool, as_json: bool) -> None:
    """Check, write beside the target, and put it in its place."""
    from cli.restore_checks import checks_of, opened_backup

    target = folder.resolve()
    if not target.parent.is_dir():
        raise ConfigError("DIR", f'there is no folder "{target.parent}". Make it first.')
    if target.exists() and not target.is_dir():
        raise ConfigError("DIR", f'"{folder}" is a file. Name a folder.')
    if file.resolve().is_relative_to(target):
        raise ConfigError("DIR", f'the backup lies in "{folder}". Move it elsewhere first.')
    if target.is_relative_to(file.resolve()):
        raise ConfigError("DIR", f'"{folder}" lies in the backup, which would change. Name another place.')
    with (
        terminal.progress() as progress,
        tempfile.TemporaryDirectory(prefix=".narragraph-restore-", dir=target.parent) as home,
    ):
        opened = opened_backup(file, Path(home))
        checks = list(checks_of(opened, progress))
        _refuse(file, checks, terminal)
        kept = _put(opened, target, folder, terminal, force=force)
    for check in checks:
        if check.passed is not True:
            terminal.warn(f"Note: {check.name}: {'; '.join((check.detail, *check.failures[:1]))}.")
    facts = opened.facts
    if as_json:
        write_json({"folder": str(folder), "kept": kept, **asdict(facts)}, sys.stdout)
        return
    typer.echo("\n".join(map(printable, _told(opened, folder, kept))))


def _refuse(file: Path, checks: list[Check], terminal: Terminal) -> None:
    """End here when the backup is not as it was taken; what a build would say of it is only told."""
    failed = [check for check in checks if check.passed is False and check.name in {"hashes", "ledgers"}]
    failures = [failure for check in failed for failure in check.failures]
    for failure in failures[:MOST_SHOWN]:
        terminal.warn(failure)
    if failures:
        fix = "Nothing was written. Use another backup, or another copy of this one."
        raise ReleaseError(str(file), "it is not as it was taken.", fix=fix)


def _put(opened: Opened, target: Path, shown: Path, terminal: Terminal, *, force: bool) -> str | None:
    """Move the files into their place; returns where what was there is kept. Nobody can decide in it meanwhile."""
    from cli.backup_copy import ledgers_at_rest
    from cli.restore_checks import lacking_in
    from graph.store import HOME, sync_folder

    if not target.is_dir() or not any(target.iterdir()):
        opened.files.rename(target)
        sync_folder(target.parent)
        return None
    with ExitStack() as held:
        with suppress(LedgerError):  # what is out of order there is told below, and kept
            held.enter_context(ledgers_at_rest(target))
        lacking = lacking_in(opened, target)
        if not force:
            for said in lacking:
                terminal.warn(said)
            raise ConfigError(
                "DIR", f'"{shown}" is not empty. Name a new folder, or add --force: what is there is kept beside it.'
            )
        aside = target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}")
        target.rename(aside)
        try:
            opened.files.rename(target)
        except OSError:
            aside.rename(target)
            raise
        sync_folder(target.parent)
    for said in lacking:
        terminal.warn(f"Note: {said}")
    if hidden := sorted(one.name for one in aside.glob(".*") if one.name != HOME):
        terminal.warn(f"Note: {', '.join(hidden)} went along to what is kept; no backup holds them.")
    return str(aside)


def _told(opened: Opened, folder: Path, kept: str | None) -> Iterator[str]:
    facts = opened.facts
    entries = sum(one.entries for one in facts.ledgers.values())
    yield f"review     {facts.review or 'unknown'}, as it was {facts.made_at}"
    yield f"revision   {facts.revision or 'none: the folder had problems'}"
    yield f"restored   {folder}: {entries:,} entries of {len(facts.ledgers):,} ledgers"
    if kept is not None:
        yield f"kept       {kept}"
    if facts.left_out:
        yield f"missing    {len(facts.left_out):,} full texts that the backup does not hold; put them back first"
    yield f"next       {shlex.join(['narragraph', 'build', str(folder)])}"
