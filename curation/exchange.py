"""Ledgers as one file, for a backup or a colleague without git, and back. Lines travel as they are, chain included."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

from curation.entries import NAME, ledger_path
from curation.ledger import begun, ledger_files, locked, read_ledger, understood
from graph.errors import LedgerError
from graph.links import itself
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
    ledger_files(folder)  # refuses links: what is written through one would be read by nobody
    theirs = _by_file(exported)
    for path, content in theirs.items():
        file = folder / path
        _missing(file, file.read_bytes() if file.exists() else b"", content, exported.name)
    return sum(_add(folder / path, content, exported.name) for path, content in theirs.items())


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


def _missing(file: Path, held: bytes, content: bytes, name: str) -> bytes:
    """What `content` has beyond what the file holds; both must begin alike."""
    understood(content, begun(file))
    ledger = understood(held, begun(file))
    here = held[: ledger.size]
    if ledger.torn or ledger.unended:
        fix = "Decide once with this curator and device, or repair the end by hand; then import again."
        raise LedgerError(ledger.chain.path, ledger.chain.line, "its end is not whole.", fix=fix)
    if here.startswith(content):
        return b""
    if not content.startswith(here):
        fix = "One device wrote in two copies. Keep this one, and have the other go on under another device name."
        raise LedgerError(ledger.chain.path, ledger.chain.line, f"it and {name} went apart.", fix=fix)
    return content[len(here) :]


def _add(file: Path, theirs: bytes, name: str) -> int:
    """Write what the file lacks; returns how many lines. Looked at once more under its lock: somebody may have
    appended meanwhile.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with open(file, "a+b", opener=itself) as opened, locked(opened.fileno(), fcntl.LOCK_EX):
        opened.seek(0)
        held = opened.read()
        content = _missing(file, held, theirs, name)
        try:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        except BaseException:
            os.ftruncate(opened.fileno(), len(held))
            raise
    sync_folder(file.parent)
    sync_folder(file.parent.parent)
    return content.count(b"\n")
