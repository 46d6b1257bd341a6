"""What is checked of a backup before anything of it is believed: hashes, ledgers, and what a build of it gives."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.backup_copy import facts_of
from cli.backup_facts import AGAIN, FACTS, FILES, Backup, read_facts
from cli.backup_read import read_copy
from curation.entries import FOLDER
from curation.ledger import begun, ledger_files, read_ledger, understood
from graph.audit import Check, check_of
from graph.errors import LedgerError, ReleaseError
from graph.progress import Progress
from graph.release_manifest import differences, held_in, read_manifest
from graph.release_model import MANIFEST
from graph.release_zip import unpack


@dataclass(frozen=True, slots=True)
class Opened:
    """A private copy of a backup. `wanted`: path -> SHA-256 of the manifest; `held`: of what is there."""

    files: Path
    wanted: Mapping[str, str]
    held: Mapping[str, str]
    links: list[str]
    facts: Backup


def opened_backup(path: Path, home: Path) -> Opened:
    """Unpack or copy a backup below `home`; the backup itself is only read. Raises ReleaseError for a bad one."""
    whole, shown, links = home / "whole", str(path), list[str]()
    whole.mkdir()
    if path.is_dir():
        found, links = held_in(path)
        for one in found:
            (whole / one.path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path / one.path, whole / one.path)
    else:
        unpack(path, whole, shown)
    facts = read_facts(whole / FACTS, shown)
    if not (whole / MANIFEST).is_file():
        raise ReleaseError(shown, f"it holds no {MANIFEST}.", fix=AGAIN)
    wanted = read_manifest(whole, shown)
    held, _ = held_in(whole)
    (whole / FILES).mkdir(exist_ok=True)
    return Opened(whole / FILES, wanted, {one.path: one.sha256 for one in held}, links, facts)


def checks_of(opened: Opened, progress: Progress) -> Iterator[Check]:
    """Every check of a backup; those after a failure of the hashes are not tried."""
    wrong = list(_wrong_files(opened))
    yield check_of("hashes", len(opened.wanted), "every file is as it was, and no other is there", wrong)
    broken = list(_wrong_ledgers(opened))
    entries = sum(one.entries for one in opened.facts.ledgers.values())
    yield check_of("ledgers", entries, "every chain holds and ends where it ended", broken)
    if wrong or broken:
        yield Check("folder", None, 0, "not tried: the files are not as they were")
        return
    yield from _read_again(opened, progress)


def _wrong_files(opened: Opened) -> Iterator[str]:
    yield from differences(opened.wanted, opened.held, opened.links).lines()
    if FACTS not in opened.wanted:
        yield f"{MANIFEST}: it does not name {FACTS}"
    for path in opened.wanted:
        parts = path.split("/")
        if path != FACTS and (parts[0] != FILES or any(part.startswith(".") for part in parts)):
            yield f"{path}: no backup holds such a file"


def _wrong_ledgers(opened: Opened) -> Iterator[str]:
    """Ledgers that are broken, shorter or longer than the facts say, missing, or not told."""
    inside = [path.removeprefix(f"{FILES}/") for path in opened.held if path.endswith(".jsonl")]
    named = {path for path in inside if path.startswith(f"{FOLDER}/")}
    for path in sorted(opened.facts.ledgers.keys() - named):
        yield f"{path}: {FACTS} names it, and it is not there"
    try:
        for file in ledger_files(opened.files):
            path, ledger = begun(file).path, understood(file.read_bytes(), begun(file))
            told = opened.facts.ledgers.get(path)
            if told != facts_of(ledger) or ledger.torn:
                much = "nothing" if told is None else f"{told.entries:,}"
                yield f"{path}: {len(ledger.entries):,} entries, or the last one, are not what {FACTS} says ({much})"
    except LedgerError as error:
        yield str(error)


def _read_again(opened: Opened, progress: Progress) -> Iterator[Check]:
    facts = opened.facts
    if facts.left_out:
        many = f"{len(facts.left_out):,} full texts are not inside"
        yield Check("folder", None, 0, f"not tried: {many}; with them it is revision {(facts.revision or 'none')[:12]}")
        return
    read = read_copy(opened.files, progress)
    if facts.problems:
        yield Check("folder", None, 0, f"it had {facts.problems:,} problems when the backup was taken")
        return
    files = sum(path.startswith(f"{FILES}/") for path in opened.wanted)
    yield check_of("folder", files, "it reads without a problem", read.problems)
    if not read.problems:
        same = [] if read.revision == facts.revision else [f"a build gives {read.revision}, it was {facts.revision}"]
        yield check_of("revision", 1, f"{(facts.revision or '')[:12]}, as a build of the backup gives", same)


def lacking_in(opened: Opened, folder: Path) -> list[str]:
    """The ledgers of a folder with acknowledged entries that a backup lacks, one line each."""
    lines: list[str] = []
    try:
        files = ledger_files(folder)
    except LedgerError as error:
        return [f"its ledgers cannot be compared: {error}"]
    for file in files:
        path = begun(file).path
        try:
            there = read_ledger(file).entries
        except LedgerError as error:
            lines.append(f"{path} cannot be compared: {error}")
            continue
        ours = opened.files / path
        held = {one.sha256 for one in understood(ours.read_bytes(), begun(ours)).entries} if ours.is_file() else set()
        if many := sum(one.sha256 not in held for one in there):
            lines.append(
                f"{path} has {many:,} acknowledged {'entry' if many == 1 else 'entries'} that the backup lacks."
            )
    return lines
