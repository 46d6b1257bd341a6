"""A consistent copy of a review folder while people decide: ledgers under their locks, every other file as it stood."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.backup_facts import LedgerFacts
from cli.release_inputs import check_names, write_file
from curation.entries import FOLDER
from curation.ledger import Ledger, begun, ledger_files, locked, understood
from graph.errors import ReleaseError
from graph.store import sha256_of, stamp_of

TRIES = 5
"""How often a file or ledger that changed or appeared meanwhile is read again."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied. `files`: path -> SHA-256; `passed_over`: hidden names, links and the file of tokens."""

    files: Mapping[str, str]
    ledgers: Mapping[str, LedgerFacts]
    passed_over: tuple[str, ...]
    notes: tuple[str, ...]


def copy_folder(place: Path, into: Path, tokens: Path | None) -> Copied:
    """Copy a review folder into an empty one; `tokens` is left out should it lie inside.

    All ledgers are read at one moment, so that an answer is never there without what it answers. Raises LedgerError
    for a broken chain, and ReleaseError when files do not come to rest or have names that no backup can hold.
    """
    stamps: dict[str, tuple[int, int, int]] = {}
    hashes: dict[str, str] = {}
    for _ in range(TRIES):
        names, passed_over = _names(place, tokens)
        check_names(place, names, "backup")
        _copy_new(place, into, names, stamps, hashes)
        with ledgers_at_rest(place) as files:
            if _names(place, tokens)[0] == names and all(_stamp(place / path) == stamps.get(path) for path in names):
                held = {file: file.read_bytes() for file in files}
                break
    else:
        fix = "Run the command again when nobody writes into it; decisions may go on."
        raise ReleaseError(str(place), "files in it change while they are copied.", fix=fix)
    ledgers: dict[str, LedgerFacts] = {}
    notes: list[str] = []
    for file, content in held.items():
        ledger = understood(content, begun(file))
        path = ledger.chain.path
        whole = content[: ledger.size] + (b"\n" if ledger.unended else b"")
        write_file(into / path, whole)
        ledgers[path] = facts_of(ledger)
        hashes[path] = hashlib.sha256(whole).hexdigest()
        if ledger.torn:
            notes.append(f"{path}: a line whose writing was cut off is left out; it was never acknowledged.")
    return Copied({path: hashes[path] for path in (*names, *ledgers)}, ledgers, passed_over, tuple(notes))


def facts_of(ledger: Ledger) -> LedgerFacts:
    """How far a ledger goes."""
    return LedgerFacts(len(ledger.entries), ledger.entries[-1].sha256 if ledger.entries else "")


@contextmanager
def ledgers_at_rest(folder: Path) -> Iterator[list[Path]]:
    """Every ledger of a folder, locked so that nobody appends. Raises ReleaseError when they never come to rest."""
    for _ in range(TRIES * 20):
        with ExitStack() as held:
            files = ledger_files(folder)
            if all(_held(held, file) for file in files) and ledger_files(folder) == files:
                yield files
                return
    raise ReleaseError(str(folder), "its ledgers come and go.", fix="Run the command again.")


def _held(held: ExitStack, file: Path) -> bool:
    """Lock one ledger; whether it still is the file of that name, for a new one goes again when its write fails."""
    try:
        opened = held.enter_context(file.open("rb"))
        held.enter_context(locked(opened.fileno(), fcntl.LOCK_SH))
        return os.path.samestat(file.stat(), os.fstat(opened.fileno()))
    except FileNotFoundError:
        return False


def _names(place: Path, tokens: Path | None) -> tuple[list[str], tuple[str, ...]]:
    """The files of a folder but for ledgers, in order; and what is passed over."""
    names: list[str] = []
    over: list[str] = []
    for at, folders, files in os.walk(place):
        for name in [*folders, *files]:
            entry = Path(at, name)
            path = entry.relative_to(place).as_posix()
            ledger = path.startswith(f"{FOLDER}/") and path.endswith(".jsonl")
            if name.startswith(".") or entry.is_symlink() or (tokens is not None and entry.resolve() == tokens):
                over.append(path)
            elif entry.is_file():
                names += [] if ledger else [path]
            elif not entry.is_dir():
                over.append(path)
        folders[:] = [name for name in folders if not name.startswith(".")]
    return sorted(names), tuple(sorted(over))


def _copy_new(
    place: Path, into: Path, names: list[str], stamps: dict[str, tuple[int, int, int]], hashes: dict[str, str]
) -> None:
    """Copy what is not in the copy as it stands, and take away what is gone."""
    for path in names:
        stamp = _stamp(place / path)
        if stamp is None or stamps.get(path) == stamp:
            continue
        target = into / path
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(place / path, target)
        except FileNotFoundError:
            continue
        stamps[path] = stamp
        hashes[path] = sha256_of(target)
    for path in stamps.keys() - set(names):
        (into / path).unlink()
        del stamps[path], hashes[path]


def _stamp(file: Path) -> tuple[int, int, int] | None:
    try:
        return stamp_of(file)
    except FileNotFoundError:
        return None
