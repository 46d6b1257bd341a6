"""The manifest of a release: one line for each file, as `sha256sum -c` reads it, and what differs from it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import ReleaseError
from graph.release_model import MANIFEST, Held, leads_out
from graph.store import sha256_of

MOST_BYTES = 200_000_000
"""Of a manifest."""
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


@dataclass(frozen=True, slots=True)
class Differences:
    """Paths that are not as the manifest says, in order."""

    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """Links and other things that are no files: they are never followed."""

    def lines(self) -> Iterator[str]:
        """One line for each file that is not as it should be."""
        yield from (f"missing: {path}" for path in self.missing)
        yield from (f"changed: {path}" for path in self.changed)
        yield from (f"extra: {path}" for path in self.extra)
        yield from (f"no file: {path} is a link or something else that is not followed" for path in self.links)

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.extra or self.links)


def manifest_text(files: Mapping[str, str]) -> str:
    """The manifest of these files: path -> SHA-256."""
    return "".join(f"{files[path]}  {path}\n" for path in sorted(files))


def read_manifest(folder: Path, shown: str) -> dict[str, str]:
    """Path -> SHA-256 of the manifest in a folder. Raises ReleaseError; `shown` names the release."""
    file = folder / MANIFEST
    again = "Get it again from where it came."
    if not file.is_file() or file.is_symlink():
        fix = "Name a folder or zip that `narragraph release` wrote."
        raise ReleaseError(shown, f"it holds no {MANIFEST}, so it is no release.", fix=fix)
    if file.stat().st_size > MOST_BYTES:
        raise ReleaseError(shown, f"its {MANIFEST} has more than {MOST_BYTES // 1_000_000} MB.", fix=again)
    try:
        lines = file.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise ReleaseError(shown, f"its {MANIFEST} is not UTF-8 text.", fix=again) from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line and number == len(lines):
            continue
        match = _LINE.fullmatch(line)
        if match is None or leads_out(match[2]) or match[2] in found:
            why = "is no line of a manifest" if match is None else f'names "{match[2]}" twice or outside of it'
            raise ReleaseError(shown, f"line {number} of its {MANIFEST} {why}.", fix=again)
        found[match[2]] = match[1]
    return found


def held_in(folder: Path, known: Mapping[str, str] | None = None) -> tuple[list[Held], list[str]]:
    """Every file below a folder in order of path, and what is there and no file (links are not followed).

    `known`: path -> SHA-256 of files that were hashed already, where they lie now.
    """
    known = known or {}
    files: list[Held] = []
    other: list[str] = []
    for at, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            entry = Path(at, name)
            path = entry.relative_to(folder).as_posix()
            if entry.is_symlink() or not (entry.is_file() or entry.is_dir()):
                other.append(path)
            elif entry.is_file():
                files.append(Held(path, known.get(path) or sha256_of(entry), entry.stat().st_size))
    return sorted(files, key=lambda one: one.path), sorted(other)


def differences(wanted: Mapping[str, str], held: Mapping[str, str], links: list[str]) -> Differences:
    """What is held against what is wanted, each path -> SHA-256; the manifest itself is never extra."""
    return Differences(
        tuple(sorted(wanted.keys() - held.keys() - set(links))),
        tuple(sorted(path for path in wanted.keys() & held.keys() if wanted[path] != held[path])),
        tuple(sorted(held.keys() - wanted.keys() - {MANIFEST})),
        tuple(links),
    )
