"""Following the ledgers of a folder: what any process appended since the last look, without reading the rest again."""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from pathlib import Path

from curation.entries import Entry
from curation.ledger import begun, ledger_files, locked, understood
from curation.lines import Chain
from curation.sharing import Shared


@dataclass(frozen=True)
class _Read:
    """How far a file was read."""

    inode: int
    size: int
    chain: Chain


class Follower:
    """All entries of a folder, kept up to date. One thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        self.found: list[Entry] = []
        """What the last look found, in ledger order."""
        self.anew = False
        """Whether the last look read everything anew; then what it found is all there is."""
        self._read: dict[Path, _Read] = {}
        self._shared = Shared()

    def look(self) -> bool:
        """Read what is new; false when nothing is. A ledger that was exchanged or cut makes it read all anew.

        Raises LedgerError; what was known before stays known.
        """
        files = ledger_files(self.folder)
        there = set(files)
        if any(file not in there or _replaced(file, read) for file, read in self._read.items()):
            self._read, self._shared, known = {}, Shared(), []
        else:
            known = self.entries
        found: list[Entry] = []
        read = dict(self._read)
        for file in files:
            more, read[file] = _more(file, read.get(file))
            found += map(self._shared.entry, more)
        self._read, self.anew = read, known is not self.entries
        self.found = sorted(found, key=lambda entry: entry.order)
        if found and known and self.found[0].order > known[-1].order:
            self.entries = [*known, *self.found]  # the common case, without sorting all of them again
        elif found or self.anew:
            self.entries = sorted([*known, *found], key=lambda entry: entry.order)
        return bool(found) or self.anew


def _replaced(file: Path, read: _Read) -> bool:
    status = file.stat()
    return status.st_ino != read.inode or status.st_size < read.size


def _more(file: Path, read: _Read | None) -> tuple[tuple[Entry, ...], _Read]:
    """The entries after what was read; a line without its end is read when it has one."""
    if read is not None and file.stat().st_size == read.size:
        return (), read
    with file.open("rb") as opened, locked(opened.fileno(), fcntl.LOCK_SH):
        opened.seek(read.size if read else 0)
        content = opened.read()
        whole = content[: content.rfind(b"\n") + 1]
        ledger = understood(whole, read.chain if read else begun(file))
        inode = file.stat().st_ino
    return ledger.entries, _Read(inode, (read.size if read else 0) + len(whole), ledger.chain)
