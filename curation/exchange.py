"""Ledgers as one file, for a backup or a colleague without git, and back. Lines travel as they are, chain included."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

from curation.entries import NAME, ledger_path
from curation.ledger import begun, ledger_files, locked, read_ledger, understood
from graph.errors import LedgerError
from graph.store import sync_folder
from graph.whole import appears_whole


def export_ledgers(folder: Path, out: Path) -> int:
    """Write every whole line of every ledger to one file; returns how many. Hidden decisions are in it, too."""
    lines = 0
    with appears_whole(out) as temporary, temporary.open("wb") as written:
        for file in ledger_files(folder):
            ledger = read_ledger(file)
            written.write(file.read_bytes()[: ledger.size].removesuffix(b"\n") + b"\n" if ledger.entries else b"")
            lines += len(ledger.entries)
        written.flush()
        os.fsync(written.fileno())
    return lines


def import_ledgers(folder: Path, exported: Path) -> int:
    """Add the lines of an export that the folder does not have; returns how many. A second import adds none.

    Raises LedgerError before anything is written when a line is not in order, or a ledger here and there went apart.
    """
    theirs = _by_file(exported)
    added = {file: _missing(folder / file, content, exported.name) for file, content in theirs.items()}
    for file, content in added.items():
        if content:
            _add(folder / file, content)
    return sum(content.count(b"\n") for content in added.values())


def _by_file(exported: Path) -> dict[str, bytes]:
    """The lines of an export by the file that they are of."""
    found: dict[str, list[bytes]] = {}
    for number, line in enumerate(exported.read_bytes().splitlines(keepends=True), start=1):
        try:
            said = json.loads(line)
            curator, device = str(said["curator"]), str(said["device"])
        except (ValueError, TypeError, KeyError, RecursionError):
            curator = device = ""
        if not line.endswith(b"\n") or not NAME.fullmatch(curator) or not NAME.fullmatch(device):
            raise LedgerError(exported.name, number, "it is no whole entry of a ledger.", fix="Export it again.")
        found.setdefault(ledger_path(curator, device), []).append(line)
    return {path: b"".join(lines) for path, lines in found.items()}


def _missing(file: Path, content: bytes, name: str) -> bytes:
    """What `content` has beyond the file here; both must begin alike."""
    understood(content, begun(file))
    if not file.exists():
        return content
    ledger = read_ledger(file)
    here = file.read_bytes()[: ledger.size]
    if ledger.torn or ledger.unended:
        fix = "Decide once with this curator and device, or repair the end by hand; then import again."
        raise LedgerError(ledger.chain.path, ledger.chain.line, "its end is not whole.", fix=fix)
    if here.startswith(content):
        return b""
    if not content.startswith(here):
        fix = "One device wrote in two copies. Keep this one, and have the other go on under another device name."
        raise LedgerError(ledger.chain.path, ledger.chain.line, f"it and {name} went apart.", fix=fix)
    return content[len(here) :]


def _add(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as opened, locked(opened.fileno(), fcntl.LOCK_EX):
        size = opened.tell()
        try:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        except BaseException:
            os.ftruncate(opened.fileno(), size)
            raise
    sync_folder(file.parent)
    sync_folder(file.parent.parent)
