"""`narragraph backup`: everything of a review that cannot be made again, taken while people go on deciding."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.folder import review_folder
from cli.options import Folder, Json
from cli.rows import write_json
from cli.terminal import Terminal, printable
from graph.errors import ConfigError

if TYPE_CHECKING:
    from cli.backup_copy import Copied
    from cli.backup_facts import Backup
    from graph.progress import Progress

ZIP = ".zip"
PRIVATE = "It is private: pending decisions of blind coders, names and full texts are in it."
Out = Annotated[
    Path, typer.Option("--out", "-o", help="File that ends in .zip, or folder, to write; it must not exist.")
]
Texts = Annotated[bool, typer.Option("--texts/--no-texts", help="Full texts inside, or only their hashes.")]


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was taken. `files`: path -> SHA-256 of what is inside."""

    facts: Backup
    files: dict[str, str]
    copied: Copied
    size: int
    """Bytes of all files."""


def backup(context: typer.Context, out: Out, folder: Folder = None, texts: Texts = True, as_json: Json = False) -> None:
    """Copy what cannot be made again into a zip or folder: files, ledgers with hidden lines, the hash of each.

    It may run while curators decide and while a server runs. Graphs, caches, sessions and tokens are never in it: the
    graph of either engine is built again after `narragraph restore`.
    """
    terminal: Terminal = context.obj
    place = review_folder(folder)
    _check_target(out, place)
    with terminal.progress() as progress:
        made = _make(place, out, progress, texts=texts)
    for note in (*made.copied.notes, *_warnings(made)):
        terminal.warn(f"Note: {note}")
    if as_json:
        from dataclasses import asdict

        said = {"out": str(out), **asdict(made.facts), "files": len(made.files), "bytes": made.size}
        write_json({**said, "passed_over": list(made.copied.passed_over)}, sys.stdout)
    else:
        typer.echo("\n".join(map(printable, _told(made, out))))


def _check_target(out: Path, place: Path) -> None:
    if out.exists() or out.is_symlink():
        raise ConfigError("--out", f'"{out}" exists; a backup replaces nothing. Choose another name.')
    if not out.absolute().parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent}". Make it first.')
    if out.resolve().is_relative_to(place.resolve()):
        raise ConfigError("--out", f'"{out}" lies in the review folder and would be lost with it. Name another place.')


def _make(place: Path, out: Path, progress: Progress, *, texts: bool) -> Made:
    """Copy, read the copy, and write; it appears whole or not at all, for its owner only."""
    from cli.backup_copy import copy_folder
    from cli.backup_facts import FACTS, FILES, facts_text
    from graph.release_manifest import held_in, manifest_text
    from graph.release_model import MANIFEST
    from graph.release_zip import write_zip
    from graph.store import sync_folder

    with tempfile.TemporaryDirectory(prefix=".narragraph-backup-", dir=out.absolute().parent) as home:
        whole = Path(home) / "backup"
        whole.mkdir(mode=0o700)
        (whole / FILES).mkdir()
        copied = copy_folder(place, whole / FILES, _tokens())
        facts = _facts(place, whole / FILES, copied, progress, texts=texts)
        for path in facts.left_out:
            (whole / FILES / path).unlink()
        (whole / FACTS).write_text(facts_text(facts), encoding="utf-8", newline="\n")
        files, _ = held_in(whole, {f"{FILES}/{path}": sha256 for path, sha256 in copied.files.items()})
        hashes = {one.path: one.sha256 for one in files}
        (whole / MANIFEST).write_text(manifest_text(hashes), encoding="utf-8", newline="\n")
        ready = whole
        if out.suffix.lower() == ZIP:
            ready = Path(home) / "backup.zip"
            ready.touch(mode=0o600)
            write_zip(whole, [MANIFEST, FACTS, *(path for path in hashes if path != FACTS)], ready, _today())
        _sync(ready)
        if out.exists():
            raise ConfigError("--out", f'"{out}" exists; a backup replaces nothing. Choose another name.')
        ready.rename(out)
        sync_folder(out.absolute().parent)
    inside = {path: sha256 for path, sha256 in copied.files.items() if path not in facts.left_out}
    return Made(facts, inside, copied, sum(one.size for one in files))


def _facts(place: Path, copy: Path, copied: Copied, progress: Progress, *, texts: bool) -> Backup:
    """The facts of a copy, which is read for its revision; a folder with problems is backed up all the same."""
    from cli.backup_facts import Backup
    from cli.backup_read import read_copy
    from graph import version

    read = read_copy(copy, progress, lent=place)
    left_out = {} if texts else {path: sha for path, sha in copied.files.items() if path.startswith("texts/")}
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return Backup(read.review, at, version(), read.revision, len(read.problems), copied.ledgers, left_out)


def _today() -> datetime:
    return datetime.now(UTC)


def _tokens() -> Path | None:
    """The file of tokens of this environment, should it lie in the review folder."""
    from graph.config import PREFIX

    named = os.environ.get(f"{PREFIX}TOKENS_FILE")
    return Path(named).resolve() if named else None


def _sync(ready: Path) -> None:
    """Put a file, or everything in a folder, on the disk."""
    for file in [ready, *ready.rglob("*")]:
        handle = os.open(file, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _warnings(made: Made) -> Iterator[str]:
    hidden = [one for one in made.copied.passed_over if one.partition("/")[0] not in {".narragraph", ".git"}]
    if hidden:
        yield f"hidden files, links and tokens are not in it: {', '.join(hidden[:10])}{' ...' if hidden[10:] else ''}."
    if made.facts.left_out:
        yield f"{len(made.facts.left_out):,} full texts are not in it; keep them elsewhere: passages stand in them."
    if made.facts.problems:
        yield f"`narragraph check` finds {made.facts.problems:,} problems in the folder; it has no revision now."
    yield PRIVATE


def _told(made: Made, out: Path) -> Iterator[str]:
    facts = made.facts
    entries = sum(one.entries for one in facts.ledgers.values())
    yield f"review     {facts.review or 'unknown: review.toml cannot be read'}"
    yield f"revision   {facts.revision or 'none while the folder has problems'}"
    yield f"inside     {len(made.files):,} files, {made.size:,} bytes"
    yield f"decisions  {entries:,} entries of {len(facts.ledgers):,} ledgers, each with its chain"
    yield f"written    {out}"
