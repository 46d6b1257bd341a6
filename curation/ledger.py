"""Reading the ledgers of a review folder: every line checked, all entries in one order, nothing believed half."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curation.entries import FOLDER, NAME, Entry, ledger_path
from curation.lines import Chain, parsed
from graph.errors import LedgerError

_TAIL = 1 << 16


@dataclass(frozen=True)
class Ledger:
    """One file: its entries, the bytes that hold them, and what stands after the last whole line."""

    chain: Chain
    entries: tuple[Entry, ...]
    size: int
    torn: bytes = b""
    unended: bool = False
    """Whether the last entry lacks its line end; it is whole, and kept."""


@dataclass(frozen=True)
class Ledgers:
    """All ledgers of a folder. `notes` tell what was left out."""

    entries: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


def heads(seen: Iterable[Entry]) -> dict[str, str]:
    """Path -> digest of the lines of a ledger that are among these, in ledger order; what is hidden leaves no trace."""
    lines: dict[str, list[str]] = {}
    for entry in seen:
        lines.setdefault(ledger_path(entry.curator, entry.device), []).append(entry.sha256)
    return {path: hashlib.sha256("\n".join(hashes).encode()).hexdigest() for path, hashes in lines.items()}


def read_ledgers(folder: Path) -> Ledgers:
    """Every ledger of a review folder, in ledger order. Raises LedgerError at the first line that is not in order."""
    entries: list[Entry] = []
    notes: list[str] = []
    for file in ledger_files(folder):
        ledger = read_ledger(file)
        entries += ledger.entries
        if ledger.torn:
            notes.append(
                f"{ledger.chain.path}: {len(ledger.torn)} bytes after line {ledger.chain.line} are part of a line "
                "whose writing was cut off. It was never acknowledged and is left out; the next append moves it aside."
            )
        elif not ledger.entries:
            notes.append(
                f"{ledger.chain.path}: it is empty. Writing that was killed leaves it so; if it held decisions, "
                "restore it from git or another copy of the folder."
            )
    return Ledgers(tuple(sorted(entries, key=lambda entry: entry.order)), tuple(notes))


def ledger_files(folder: Path) -> list[Path]:
    """The ledgers of a folder. Raises LedgerError for a link, or a place that is of no curator and device."""
    home = str(folder / FOLDER)
    # os.walk and not a glob: before and after every decision somebody looks, and this takes a tenth of the time.
    found: list[tuple[str, str]] = []
    _refuse_links(folder, [folder / FOLDER])
    for at, folders, names in os.walk(home):
        ours = [name for name in names if name.endswith(".jsonl")]
        _refuse_links(folder, [Path(at, name) for name in (*folders, *ours)])
        if taken := next((name for name in folders if name.endswith(".jsonl")), None):
            path = Path(at, taken).relative_to(folder).as_posix()
            fix = "Restore the file from git or another copy of the folder."
            raise LedgerError(path, 1, "it is a folder in the place of a ledger.", fix=fix)
        found += [(at, name) for name in ours]
    found.sort()
    files = [Path(at, name) for at, name in found]
    for file, (at, name) in zip(files, found, strict=True):
        above, curator = os.path.split(at)
        if above != home or not NAME.fullmatch(curator) or not NAME.fullmatch(name.removesuffix(".jsonl")):
            fix = "Curators and devices are named with a-z, 0-9 and -, at most 40 of them."
            raise LedgerError(_path(file), 1, f"a ledger lies at {FOLDER}/<curator>/<device>.jsonl.", fix=fix)
    return files


def _refuse_links(folder: Path, places: Sequence[Path]) -> None:
    """Some programs follow links and others do not: a backup or a colleague would lack what is behind one."""
    for place in places:
        if place.is_symlink():
            path, fix = place.relative_to(folder).as_posix(), "Put the file or folder itself there."
            raise LedgerError(path, 1, "it is a link, and ledgers are not read through one.", fix=fix)


def read_ledger(file: Path) -> Ledger:
    """One ledger, as it is between two appends. Raises LedgerError."""
    with file.open("rb") as opened, locked(opened.fileno(), fcntl.LOCK_SH):
        return understood(opened.read(), begun(file))


def begun(file: Path) -> Chain:
    """The chain of a file before its first line."""
    return Chain(_path(file), file.parent.name, file.stem)


def understood(content: bytes, chain: Chain) -> Ledger:
    """What some bytes say that go on from a chain."""
    *lines, rest = content.split(b"\n")
    entries = []
    size = 0
    for line in lines:
        entry, chain = parsed(line, chain)
        entries.append(entry)
        size += len(line) + 1
    if rest:
        try:
            entry, after = parsed(rest, chain)
        except LedgerError:
            _refuse_changed_end(rest, chain)
            return Ledger(chain, tuple(entries), size, torn=rest)
        return Ledger(after, (*entries, entry), size + len(rest), unended=True)
    return Ledger(chain, tuple(entries), size)


def _refuse_changed_end(rest: bytes, chain: Chain) -> None:
    """A whole entry and one byte where its line end was: no writing that was cut off leaves that."""
    try:
        parsed(rest[:-1], chain)
    except LedgerError:
        return
    fix = "Put the line end back, or restore the file from git or another copy of the folder."
    raise LedgerError(chain.path, chain.line + 1, "its line end was changed.", fix=fix)


def last_turn(file: Path) -> int:
    """The turn of the last whole line of a ledger; 0 when there is none to be read."""
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        reach = _TAIL
        while True:
            opened.seek(max(0, size - reach))
            lines = opened.read(min(size, reach)).split(b"\n")
            if len(lines) > 2 or reach >= size:
                break
            reach *= 8
    for line in reversed(lines[:-1]):
        try:
            turn = json.loads(line)["turn"]
        except (ValueError, KeyError, TypeError):
            continue
        return turn if type(turn) is int else 0
    return 0


@contextmanager
def locked(handle: int, how: int) -> Iterator[None]:
    """Hold the operating system's lock on an open file; it is gone when its holder is."""
    fcntl.flock(handle, how)
    try:
        yield
    finally:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _path(file: Path) -> str:
    return "/".join((FOLDER, *file.parts[-2:]))
