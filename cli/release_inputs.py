"""What goes into a release: a copy of everything that a review folder's revision is made of, and nothing hidden."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.curated import read_curated
from cli.surveyed import shown_rows
from curation.entries import Entry, ledger_path
from curation.lines import FIRST, hash_of, spelled
from curation.visible import visible_to
from graph.errors import ReleaseError
from graph.progress import Progress
from graph.release_model import SURVEY, leads_out
from graph.store import HOME
from synthesis.report_cerqual import FILE as CERQUAL

if TYPE_CHECKING:
    from cli.curated import Curated

TEXTS, REFERENCES = "texts/", "references/"
"""Of publishers: in a release only when they are asked for."""
_ADDRESS = re.compile(rb"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
AGAIN = "It was changed meanwhile; run the command again."


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of a folder and what was read from it. `files`: path -> SHA-256 of every file in the copy."""

    folder: Path
    curated: Curated
    files: Mapping[str, str]
    withheld: bool
    """Whether decisions that wait for another blind coder were kept back."""


def snapshot(place: Path, curated: Curated, into: Path, progress: Progress) -> Snapshot:
    """Copy what was read of a folder into an empty one, and read the copy.

    Raises ReleaseError when a file is not what it was when it was read, or has a name that no release can hold.
    """
    private = set(curated.ingested.survey.tables)
    names = [path for path in curated.inputs if path not in private]
    names += [CERQUAL] if (place / CERQUAL).is_file() else []
    check_names(place, names)
    files: dict[str, str] = {}
    for path in names:
        content = (place / path).read_bytes()
        files[path] = hashlib.sha256(content).hexdigest()
        if files[path] != curated.inputs.get(path, files[path]):
            raise ReleaseError(str(place), f"{path} is not what was read.", fix=AGAIN)
        write_file(into / path, content)
    ledgers, withheld = public_ledgers(place, curated.ledgers.entries)
    for path, content in ledgers.items():
        files[path] = hashlib.sha256(content).hexdigest()
        write_file(into / path, content)
    answers = {curated.inputs[path]: path for path in private if path in curated.inputs}
    if same := next((path for path, sha in files.items() if sha in answers), None):
        message = f"{same} is the same as {answers[files[same]]}, which holds answers of people."
        raise ReleaseError(str(place), message, fix="Take one of the two out of review.toml.")
    files |= _in_place_of_answers(place, curated, into, progress)
    lend_texts(place, into)
    read = read_curated(into, progress=progress)
    if read.ingested.report.problems:
        raise ReleaseError(str(place), f"its copy cannot be read ({read.ingested.report.problems[0]}).", fix=AGAIN)
    return Snapshot(into, read, files, withheld)


def _in_place_of_answers(place: Path, curated: Curated, into: Path, progress: Progress) -> dict[str, str]:
    """What may be shown of a survey, in place of the answers, which are in no release: path -> SHA-256."""
    from ingest.survey.shown import shown_text

    survey = curated.ingested.survey
    made_of = {path: curated.inputs[path] for path in survey.tables if path in curated.inputs}
    if survey.shown is not None or not made_of:
        return {}
    content = shown_text(shown_rows(place, survey, progress), made_of).encode()
    write_file(into / SURVEY, content)
    return {SURVEY: hashlib.sha256(content).hexdigest()}


def public_ledgers(place: Path, entries: Iterable[Entry]) -> tuple[dict[str, bytes], bool]:
    """Ledgers with the lines that everybody may see: path -> content; and whether any line is missing.

    A ledger from which nothing is missing keeps its bytes. In the others the chain is made again, because each line
    names the hash of the one before it: a hidden line leaves no trace.
    """
    every: dict[str, list[Entry]] = {}
    for entry in entries:
        every.setdefault(ledger_path(entry.curator, entry.device), []).append(entry)
    shown = {entry.id for entry in visible_to(None, list(entries))}
    found: dict[str, bytes] = {}
    for path, mine in sorted(every.items()):
        mine.sort(key=lambda entry: entry.line)
        seen = [entry for entry in mine if entry.id in shown]
        if seen:
            found[path] = _as_they_are(place, path, mine) if len(seen) == len(mine) else _chained(seen)
    return found, len(shown) != sum(map(len, every.values()))


def _as_they_are(place: Path, path: str, entries: list[Entry]) -> bytes:
    """The lines of these entries byte for byte; what was appended since is left out."""
    lines = (place / path).read_bytes().split(b"\n")[: len(entries)]
    if [hash_of(line) for line in lines] != [entry.sha256 for entry in entries]:
        raise ReleaseError(str(place), f"{path} is not what was read.", fix=AGAIN)
    return b"\n".join(lines) + b"\n"


def _chained(entries: list[Entry]) -> bytes:
    head, lines = FIRST, []
    for entry in entries:
        lines.append(spelled(entry, head))
        head = hash_of(lines[-1])
    return b"".join(lines)


def check_names(place: Path, names: list[str], what: str = "release") -> None:
    """Refuse names that lead out of an archive, and two that are one file on many disks. Raises ReleaseError."""
    folded: dict[str, str] = {}
    for path in names:
        if leads_out(path):
            fix = "Rename it, without backslashes and control characters."
            raise ReleaseError(str(place), f"{path!r} is a name that no {what} can hold.", fix=fix)
        if (other := folded.setdefault(path.casefold(), path)) != path:
            message = f'"{other}" and "{path}" are one file on many disks.'
            raise ReleaseError(str(place), message, fix="Rename one of them.")


def write_file(file: Path, content: bytes) -> None:
    """A file, with the folders that it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def lend_texts(place: Path, into: Path) -> None:
    """Let the copy use the texts that were extracted already, by their hashes: reading many PDFs takes minutes."""
    kept = place / HOME / "texts"
    if kept.is_dir():
        (into / HOME).mkdir()
        (into / HOME / "texts").symlink_to(kept.resolve(), target_is_directory=True)


def of_publishers(path: str, *, texts: bool, references: bool) -> bool:
    """Whether a file stays out of the release."""
    return (path.startswith(TEXTS) and not texts) or (path.startswith(REFERENCES) and not references)


def with_addresses(folder: Path, paths: Iterable[str]) -> list[str]:
    """The files of text among these that hold what looks like an e-mail address. Workbooks are not opened."""
    return [path for path in paths if _ADDRESS.search((folder / path).read_bytes())]
