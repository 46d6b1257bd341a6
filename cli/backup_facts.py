"""What a backup is: the files of a review folder, the hash of each, and the facts by which a restore is checked.

files/               the review folder
backup.json          the facts: format, revision, ledgers with their lengths
manifest-sha256.txt  the hash of every other file
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from graph.errors import ReleaseError
from graph.release_model import leads_out

FACTS = "backup.json"
FILES = "files"
WHAT = "narragraph backup"
FORMAT = 1
MOST_FACTS = 50_000_000
"""Bytes of backup.json that are read."""
AGAIN = "Take another backup, or another copy of this one."


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """How far a ledger goes: its entries, and the SHA-256 of the last line ("" when there is none)."""

    entries: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """The facts of a backup. `revision` is null when the folder could not be read; `problems` says how many it had."""

    review: str | None
    made_at: str
    narragraph_version: str
    revision: str | None
    problems: int
    ledgers: Mapping[str, LedgerFacts]
    left_out: Mapping[str, str]
    """Path -> SHA-256 of full texts that are not inside."""


def facts_text(backup: Backup) -> str:
    """backup.json."""
    return json.dumps({"what": WHAT, "format": FORMAT, **asdict(backup)}, ensure_ascii=False, indent=1) + "\n"


def read_facts(file: Path, shown: str) -> Backup:
    """The facts of a backup; `shown` names it in errors. Raises ReleaseError."""
    if not file.is_file() or file.is_symlink():
        fix = "Name a zip or folder that `narragraph backup` wrote."
        raise ReleaseError(shown, f"it holds no {FACTS}, so it is no backup.", fix=fix)
    if file.stat().st_size > MOST_FACTS:
        raise ReleaseError(shown, f"its {FACTS} has more than {MOST_FACTS // 1_000_000} MB.", fix=AGAIN)
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(said, dict) or said.get("what") != WHAT:
            raise ValueError("it is of another program")
        if said.get("format") == FORMAT:
            return _understood(said)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise ReleaseError(shown, f"its {FACTS} cannot be read ({error}).", fix=AGAIN) from None
    fix = f"Restore it with the version that made it ({said.get('narragraph_version', 'not told')}), or a newer one."
    raise ReleaseError(shown, f"it is of format {said.get('format')}, this narragraph reads {FORMAT}.", fix=fix)


def _understood(said: dict[str, object]) -> Backup:
    given = {part.name: said[part.name] for part in fields(Backup)}
    ledgers, left_out = given["ledgers"], given["left_out"]
    if not isinstance(ledgers, dict) or not isinstance(left_out, dict):
        raise TypeError("ledgers and left_out are no lists of files")
    if out := next((path for path in (*ledgers, *left_out) if leads_out(path)), None):
        raise ValueError(f"it names a path that leads out of it: {out}")
    read = {path: LedgerFacts(int(one["entries"]), str(one["sha256"])) for path, one in ledgers.items()}
    review, revision, problems = given["review"], given["revision"], given["problems"]
    if not all(one is None or isinstance(one, str) for one in (review, revision)) or type(problems) is not int:
        raise TypeError("a value in it is of another type")
    return Backup(
        review=None if review is None else str(review),
        made_at=str(given["made_at"]),
        narragraph_version=str(given["narragraph_version"]),
        revision=None if revision is None else str(revision),
        problems=problems,
        ledgers=read,
        left_out={path: str(sha256) for path, sha256 in left_out.items()},
    )
