"""Where a release may be written: nowhere that something else would be lost, or where it would be read as an input."""

from __future__ import annotations

import zipfile
from pathlib import Path

from graph.errors import ConfigError
from graph.zips import BROKEN_ZIP

ZIP = ".zip"
READ = ("texts", "references", "citations", "decisions", "tables", ".narragraph")
"""Folders of a review folder that are read whole: a release inside would be read as well."""


def check_target(out: Path, place: Path, *, force: bool) -> None:
    """Refuse before anything is made: what would be replaced, and where a release would be read as an input."""
    if not out.absolute().parent.is_dir():
        raise ConfigError("--out", f'there is no folder "{out.parent}". Make it first.')
    if out.resolve().is_relative_to(place.resolve()):
        first = out.resolve().relative_to(place.resolve()).parts[:1]
        if not first or first[0] in READ:
            where = "is the review folder itself" if not first else f"lies in {first[0]}/, which is read as an input"
            raise ConfigError("--out", f'"{out}" {where}. Name another place.')
    if not out.exists():
        return
    if not _is_release(out):
        raise ConfigError("--out", f'"{out}" exists and is no earlier release; it is not replaced.')
    if not force:
        raise ConfigError("--out", f'"{out}" exists already. Add --force to replace it, or choose another name.')


def _is_release(out: Path) -> bool:
    """Whether this is an earlier release: nothing else is ever replaced."""
    from graph.release_model import MANIFEST

    if out.is_dir():
        return (out / MANIFEST).is_file()
    try:
        with zipfile.ZipFile(out) as packed:
            return MANIFEST in packed.namelist()
    except BROKEN_ZIP:
        return False
