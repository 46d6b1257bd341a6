"""What a release is: whom to cite, which files it holds, and the facts by which it can be made again.

inputs/                  the review folder as far as it is in the release
graph/csv, graph/parquet the tables of the graph
report/                  the report and its tables
codebook.ttl             the codebook as SKOS
release.json             the facts of the release, for programs
ro-crate-metadata.json, CITATION.cff, README.md
manifest-sha256.txt      the hash of every other file
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date as day
from pathlib import Path

from graph.errors import ReleaseError

FACTS = "release.json"
CRATE = "ro-crate-metadata.json"
CITATION = "CITATION.cff"
README = "README.md"
MANIFEST = "manifest-sha256.txt"
INPUTS = "inputs"
SURVEY = "survey/shown.json"
"""What a release has in place of people's answers."""
WHAT = "narragraph release"
FORMAT = 1
UNKNOWN_AUTHORS = "unknown: review.toml names no authors under [release]"
UNKNOWN_LICENCE = "unknown: review.toml states no licence under [release]; ask the review team before any reuse"
MOST_FACTS = 50_000_000
"""Bytes of release.json that are read."""

_OUT = re.compile(r"(?:^|/)\.{1,2}(?:/|$)|//|^/|/$|\\|^[A-Za-z]:|[\x00-\x1f\x7f]")
"""What no path of a release holds: ways out of it, and characters that the manifest would have to escape."""


@dataclass(frozen=True, slots=True)
class Author:
    """One author as cited: a person by family and given name, or a name alone. `orcid` is an address."""

    family: str | None = None
    given: str | None = None
    name: str | None = None
    orcid: str | None = None
    affiliation: str | None = None

    @property
    def whole(self) -> str:
        """The name as it is read."""
        return self.name or " ".join(part for part in (self.given, self.family) if part)


@dataclass(frozen=True, slots=True)
class Release:
    """The facts of a release. What is null or empty is unknown."""

    review: str
    title: str
    question: str | None
    version: str
    date: str
    licence: str | None
    doi: str | None
    authors: tuple[Author, ...]
    revision: str
    """Of the inputs inside, with those left out by their hashes."""
    folder_revision: str
    """Of the folder that it was made from; another one where pending decisions of blind coders were kept back."""
    narragraph_version: str
    inputs: Mapping[str, str]
    """What the revision is made of: path -> SHA-256 of a file, or of the lines of a ledger."""
    files: Mapping[str, str]
    """Path below inputs/ -> SHA-256 of the file, for every file that is inside."""
    left_out: Mapping[str, str]
    """Path -> SHA-256 of full texts and database exports that are not inside."""

    @property
    def licence_address(self) -> str | None:
        """Where the licence can be read."""
        if self.licence is None or self.licence.startswith("http"):
            return self.licence
        return f"https://spdx.org/licenses/{self.licence}"


@dataclass(frozen=True, slots=True)
class Held:
    """A file of a release: its path with slashes, its hash and its size in bytes."""

    path: str
    sha256: str
    size: int


def leads_out(path: str) -> bool:
    """Whether a path could name something outside the release, or cannot stand in a manifest."""
    return not path or _OUT.search(path) is not None


def facts_text(release: Release) -> str:
    """release.json."""
    return json.dumps({"what": WHAT, "format": FORMAT, **asdict(release)}, ensure_ascii=False, indent=1) + "\n"


def read_facts(file: Path, shown: str) -> Release:
    """The facts of a release; `shown` names it in errors. Raises ReleaseError."""
    if not file.is_file() or file.is_symlink() or file.stat().st_size > MOST_FACTS:
        raise ReleaseError(shown, f"it holds no {FACTS}.", fix="Name a folder or zip that `narragraph release` wrote.")
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return _understood(said)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        fix = "Get the release again from where it was published."
        raise ReleaseError(shown, f"its {FACTS} cannot be read ({error}).", fix=fix) from None


def _understood(said: object) -> Release:
    if not isinstance(said, dict) or said.get("what") != WHAT:
        raise ValueError("it is of another program")
    if said.get("format") != FORMAT:
        raise ValueError(f"format {said.get('format')}; this narragraph reads {FORMAT}")
    given = {part.name: said[part.name] for part in fields(Release)}
    for name in ("inputs", "files", "left_out"):
        pairs = given[name]
        if not isinstance(pairs, dict) or not all(isinstance(one, str) for one in pairs.values()):
            raise TypeError(f"{name} is no list of files")
        if out := next((path for path in pairs if leads_out(path)), None):
            raise ValueError(f"{name} holds a path that leads out of it: {out}")
    for name in ("review", "title", "version", "date", "revision", "folder_revision", "narragraph_version"):
        if not isinstance(given[name], str):
            raise TypeError(f"{name} is no text")
    day.fromisoformat(given["date"])
    given["authors"] = tuple(Author(**one) for one in given["authors"])
    return Release(**given)
