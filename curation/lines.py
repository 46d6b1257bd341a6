"""The lines of one ledger file: how an entry is spelled, and the chain that every line keeps with the one before."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace

from curation.entries import KIND_OF, KINDS, Entry, entry_id
from graph.errors import LedgerError
from graph.plain import made, plain

VERSION = 2
"""Of a line. Version 1 had no `check`; its lines are read as they are."""
FIRST = "0" * 64
"""What the first line has for the one before it."""
_TELLS = ("previous", "v", "id", "key", "turn", "at", "curator", "device", "kind", "body")
_CHECK = b',"check":'
_RESTORE = "Restore the file from git, or from another copy of the folder."
_MARKS = (b"<<<<<<<", b"=======", b">>>>>>>")


@dataclass(frozen=True)
class Chain:
    """How far a file was read: the next line, the hash it must name, and the last turn."""

    path: str
    curator: str
    device: str
    line: int = 0
    head: str = FIRST
    turn: int = 0


def spelled(entry: Entry, previous: str) -> bytes:
    """The line of an entry, with its line end. Raises ValueError for text that is no Unicode."""
    said = {
        "previous": previous,
        "v": VERSION,
        "id": entry.id,
        "key": entry.key,
        "turn": entry.turn,
        "at": entry.at,
        "curator": entry.curator,
        "device": entry.device,
        "kind": KIND_OF[type(entry.body)],
        "body": plain(entry.body),
    }
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode().removesuffix(b"}")
    return line + _CHECK + f'"{_check_of(line)}"}}\n'.encode()


def _check_of(line: bytes) -> str:
    """What a line says last of the bytes before: no later line vouches for the last one of a file."""
    return hash_of(line)[:20]


def hash_of(line: bytes) -> str:
    """SHA-256 (hex) of a line without its line end."""
    return hashlib.sha256(line.removesuffix(b"\n")).hexdigest()


def parsed(line: bytes, chain: Chain) -> tuple[Entry, Chain]:
    """The next line of a file, and the chain after it. Raises LedgerError with file, line and what to do."""
    number = chain.line + 1
    said = _object(line, chain.path, number)
    if said["previous"] != chain.head:
        raise _broken(line, chain, number)
    if (said["curator"], said["device"]) != (chain.curator, chain.device):
        whose = f'it is of curator "{said["curator"]}", device "{said["device"]}", not of this file.'
        raise LedgerError(
            chain.path, number, whose, fix="Give the file the name it had, and import it where it belongs."
        )
    turn = said["turn"]
    if type(turn) is not int or turn <= chain.turn:
        raise LedgerError(
            chain.path, number, f"its turn is {turn}, which does not come after {chain.turn}.", fix=_RESTORE
        )
    if said["id"] != entry_id(chain.curator, chain.device, str(said["key"])):
        raise LedgerError(chain.path, number, "its id is not that of its key.", fix=_RESTORE)
    kind = KINDS.get(str(said["kind"]))
    if kind is None:
        upgrade = "It was written by a newer narragraph: upgrade this one."
        raise LedgerError(chain.path, number, f'entries of kind "{said["kind"]}" are not known here.', fix=upgrade)
    try:
        body = made(kind, said["body"])
    except ValueError as error:
        raise LedgerError(chain.path, number, f"it cannot be read: {error}.", fix=_RESTORE) from None
    sha256 = hash_of(line)
    entry = Entry(
        str(said["id"]), str(said["key"]), turn, str(said["at"]), chain.curator, chain.device, body, number, sha256
    )
    return entry, Chain(chain.path, chain.curator, chain.device, number, sha256, turn)


def parsed_alone(line: bytes, chain: Chain) -> Entry:
    """A line by itself; of the chain only the place counts. Raises LedgerError."""
    said = _object(line, chain.path, chain.line + 1)
    return parsed(line, replace(chain, head=str(said["previous"]), turn=0))[0]


def _object(line: bytes, path: str, number: int) -> dict[str, object]:
    if line.startswith(_MARKS):
        fix = (
            "Two copies of one device were merged: take one side whole, and import the other under another device name."
        )
        raise LedgerError(path, number, "here git left the marks of a conflict.", fix=fix)
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        raise LedgerError(path, number, "it is no JSON.", fix=_RESTORE) from None
    if isinstance(said, dict) and type(said.get("v")) is int and said["v"] > VERSION:
        fix = "Upgrade this narragraph."
        raise LedgerError(path, number, f"it has version {said['v']} of the format, this one reads {VERSION}.", fix=fix)
    check = said.pop("check", None) if isinstance(said, dict) else None
    if not isinstance(said, dict) or sorted(said) != sorted(_TELLS) or said["v"] != (1 if check is None else VERSION):
        raise LedgerError(path, number, "it is no entry of a ledger.", fix=_RESTORE)
    if check is not None and check != _check_of(line.rpartition(_CHECK)[0]):
        raise LedgerError(path, number, "it is not as it was written: something in it was changed.", fix=_RESTORE)
    return said


def _broken(line: bytes, chain: Chain, number: int) -> LedgerError:
    """The chain does not hold: which of the two lines was changed cannot be told, so both are named."""
    if hash_of(line) == chain.head:
        return LedgerError(chain.path, number, f"it repeats line {number - 1}.", fix="Remove one of the two.")
    before = "it should be the first line of its file" if number == 1 else f"it does not follow from line {number - 1}"
    message = f"the chain is broken: {before}, so a line here was changed, removed or put in by hand."
    return LedgerError(chain.path, number, message, fix=_RESTORE)
