"""Appending to a ledger: locked, written, on the disk, and only then answered. What fails leaves the file as it was."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from curation.checks import check_draft
from curation.entries import Draft, Entry, entry_id, ledger_path
from curation.ledger import Ledger, begun, last_turn, ledger_files, locked, understood
from curation.lines import Chain, hash_of, parsed_alone, spelled
from graph.errors import DecisionRefused, NotSaved
from graph.links import itself
from graph.store import sync_folder


@dataclass(frozen=True)
class Appended:
    """The entry as it stands in the ledger. `made` is false when it stood there already: the act was sent again."""

    entry: Entry
    made: bool
    notes: tuple[str, ...] = ()


@dataclass
class _Seen:
    """What is known of a file since it was last read: only what was added since then is read again."""

    inode: int
    chain: Chain
    size: int = 0
    last: int = 0
    """Bytes of the last line, to see that the file still is the one that was read."""
    keys: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Client key -> where its line begins, and the number of the line; the entry is read again when it is asked for."""


class Writer:
    """Appends to the ledgers of one review folder; safe between threads, and between processes with a Writer each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen: dict[Path, _Seen] = {}
        self._lock = threading.Lock()

    def append(self, draft: Draft) -> Appended:
        """Write an entry, or find the one that this act made before.

        Raises DecisionRefused, LedgerError when the ledger is not in order, and NotSaved.
        """
        check_draft(draft)
        file = self.folder / ledger_path(draft.curator, draft.device)
        with self._lock:
            try:
                with _opened(self.folder, file) as (handle, new):
                    return self._append(draft, file, handle, new=new)
            except OSError as error:
                raise NotSaved(ledger_path(draft.curator, draft.device), _why(error)) from error

    def _append(self, draft: Draft, file: Path, handle: int, *, new: bool) -> Appended:
        seen, notes = self._caught_up(file, handle)
        if draft.key in seen.keys:
            before = _entry_at(handle, *seen.keys[draft.key], seen.chain)
            if before.body != draft.body:
                raise DecisionRefused(f'The key "{draft.key}" was used for another decision ({before.where}).')
            return Appended(before, made=False, notes=notes)
        turn = 1 + max([seen.chain.turn, *(last_turn(other) for other in ledger_files(self.folder) if other != file)])
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        id_ = entry_id(draft.curator, draft.device, draft.key)
        entry = Entry(id_, draft.key, turn, at, draft.curator, draft.device, draft.body, seen.chain.line + 1, "")
        line = _spelled(entry, seen.chain.head)
        _write(handle, line, seen.size)
        if new:
            _sync_folders(self.folder, file)
        found = understood(line, seen.chain)
        self._remember(seen, found, line)
        return Appended(found.entries[0], made=True, notes=notes)

    def _caught_up(self, file: Path, handle: int) -> tuple[_Seen, tuple[str, ...]]:
        """The file as known, after reading what others added; a torn end is moved aside, a lost line end put back."""
        seen = self._seen.get(file)
        if seen is None or not _same(seen, handle):
            seen = _Seen(os.fstat(handle).st_ino, begun(file))
        os.lseek(handle, seen.size, os.SEEK_SET)
        content = _read(handle)
        ledger = understood(content, seen.chain)
        notes: tuple[str, ...] = ()
        if ledger.torn:
            notes = (_move_aside(file, handle, seen.size + ledger.size, ledger),)
        self._remember(seen, ledger, content)
        if ledger.unended:
            _write(handle, b"\n", seen.size)
            seen.size += 1
        self._seen[file] = seen
        return seen, notes

    @staticmethod
    def _remember(seen: _Seen, ledger: Ledger, content: bytes) -> None:
        """Take in what was understood of some bytes that stand after those that were seen."""
        lines = content[: ledger.size].removesuffix(b"\n").split(b"\n")
        for entry, line in zip(ledger.entries, lines, strict=False):
            seen.keys[entry.key] = seen.size, entry.line
            seen.last = len(line) + 1
            seen.size += seen.last
        if ledger.entries:
            seen.chain = ledger.chain
            seen.size -= ledger.unended


def append(folder: Path, draft: Draft) -> Appended:
    """Append one entry; whoever appends often keeps a `Writer`."""
    return Writer(folder).append(draft)


def _entry_at(handle: int, at: int, number: int, chain: Chain) -> Entry:
    """The entry of a line that was understood before. Raises LedgerError when it is another line now."""
    end = os.lseek(handle, 0, os.SEEK_END)
    os.lseek(handle, at, os.SEEK_SET)
    line = os.read(handle, end - at).partition(b"\n")[0]
    return parsed_alone(line, replace(chain, line=number - 1))


@contextmanager
def _opened(folder: Path, file: Path) -> Iterator[tuple[int, bool]]:
    """The file, locked, and whether this opening made it. One that was made and not written goes again."""
    for place in (file.parent.parent, file.parent):
        if place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))
    file.parent.mkdir(parents=True, exist_ok=True)
    while True:
        handle = itself(str(file), os.O_RDWR | os.O_CREAT)
        try:
            with locked(handle, fcntl.LOCK_EX):
                if not _is_at(file, handle):
                    continue  # its maker took it away again while this one waited for the lock
                try:
                    yield handle, os.fstat(handle).st_size == 0
                finally:
                    if os.fstat(handle).st_size == 0:
                        _remove(folder, file)
                return
        finally:
            os.close(handle)


def _is_at(file: Path, handle: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _remove(folder: Path, file: Path) -> None:
    """Take away an empty ledger, and its folders when nothing else is in them."""
    file.unlink(missing_ok=True)
    for parent in (file.parent, file.parent.parent):
        if parent == folder:
            return
        try:
            parent.rmdir()
        except OSError:
            return


def _same(seen: _Seen, handle: int) -> bool:
    """Whether the open file still begins with what was read of it."""
    status = os.fstat(handle)
    if status.st_ino != seen.inode or status.st_size < seen.size:
        return False
    return (
        hash_of(os.pread(handle, seen.last, seen.size - seen.last)) == seen.chain.head if seen.last else not seen.size
    )


def _read(handle: int) -> bytes:
    parts = []
    while part := os.read(handle, 1 << 20):
        parts.append(part)
    return b"".join(parts)


def _spelled(entry: Entry, previous: str) -> bytes:
    try:
        return spelled(entry, previous)
    except ValueError as error:
        raise DecisionRefused(f"It holds something that cannot be written ({error}).") from None


def _write(handle: int, line: bytes, size: int) -> None:
    """Write at the end and make it durable; whatever goes wrong, the file is as long as before."""
    try:
        os.lseek(handle, size, os.SEEK_SET)
        at = 0
        while at < len(line):
            at += os.write(handle, line[at:])
        os.fsync(handle)
    except BaseException:
        os.ftruncate(handle, size)
        raise


def _move_aside(file: Path, handle: int, size: int, ledger: Ledger) -> str:
    """Put the torn end of a ledger beside it, then take it off."""
    aside = file.with_suffix(".torn")
    with open(aside, "ab", opener=itself) as opened:
        opened.write(ledger.torn + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    os.ftruncate(handle, size)
    os.fsync(handle)
    return (
        f"{ledger.chain.path}: {len(ledger.torn)} bytes of a line whose writing was cut off were moved to "
        f"{aside.name}; that decision was never acknowledged."
    )


def _sync_folders(folder: Path, file: Path) -> None:
    for place in (file.parent, file.parent.parent, folder):
        sync_folder(place)


def _why(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"no space is left on the disk ({error.strerror})"
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return f"the folder cannot be written to ({error.strerror})"
    if error.errno == errno.ELOOP:
        return "its file, or a folder above it, is a link, and others would not read what is written through it"
    return f"writing failed ({error.strerror or error})"
