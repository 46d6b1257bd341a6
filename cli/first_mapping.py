"""`narragraph init DIR --from TABLE`: the table is copied, looked at, and described."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import typer

from cli.folder import MARK
from cli.init import refuse_outside, review_id, review_title, write_files
from cli.skeleton import empty_folder
from cli.terminal import Terminal
from graph.errors import ConfigError
from graph.whole import appears_whole
from ingest.guess import Guessed, guess


def init_from_table(target: Path, table: Path, terminal: Terminal, *, dry_run: bool) -> None:
    """Copy the table into `target`/tables, write review.toml and what the table gives of a codebook.

    The guessed review.toml, with its reasons, goes to stdout; which files were written goes to stderr.
    """
    if not table.is_file():
        raise ConfigError("--from", f'there is no file "{table}".')
    copy = target / "tables" / table.name
    refuse_outside(target, copy)
    _check_copy(table, copy)
    guessed = _guess(target, table)
    typer.echo(guessed.review, nl=False)
    files = empty_folder(review_id(target), review_title(target)) | {MARK: guessed.review}
    del files["tables/.gitkeep"]
    if guessed.codebook is not None:
        files["codebook.csv"] = guessed.codebook
    mine = guessed.codebook is not None and (target / "codebook.csv").exists()
    if not dry_run and not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        with appears_whole(copy) as temporary:
            shutil.copyfile(table, temporary)
    terminal.say(f"{'would copy' if dry_run else 'copied   '} {table} to {copy}")
    write_files(target, files, terminal, dry_run=dry_run)
    if mine:
        terminal.warn(f"The codebook that the table holds was not written: {target / 'codebook.csv'} is already there.")
    terminal.say(
        f"Next: read {target / MARK}; every guess stands there with its reason. Correct the title, what one row is, "
        f"and what helps or hinders. Then run `narragraph check {target}`."
    )


def _check_copy(table: Path, copy: Path) -> None:
    if copy.exists() and not copy.samefile(table) and copy.read_bytes() != table.read_bytes():
        raise ConfigError("--from", f'"{copy}" is there already and differs from "{table}"; nothing was written.')


def _guess(target: Path, table: Path) -> Guessed:
    """Guess from a copy in a folder of its own, so that a dry run or a bad table leaves nothing behind."""
    with tempfile.TemporaryDirectory(prefix="narragraph-") as folder:
        copy = Path(folder) / "tables" / table.name
        copy.parent.mkdir()
        shutil.copyfile(table, copy)
        return guess(copy, review_id(target), review_title(target))
